//! What if: `:without` and `:fragile`, which only tell; `:as-of` and `:min-confidence`, which stay in force.

#[cfg(test)]
mod tests;

use super::describe::{self, counted};
use super::reply::Reply;
use super::session::{PROMPT, Session};
use crate::answers::{
    Change, Failure, Fragile, Knowledge, State, Supposed, in_words, on_terminal, wrapped,
};
use crate::engine::Stopped;
use crate::facts::dates::Interval;
use crate::facts::{Base, Left, LeftOut, Selection};
use crate::rules::{Const, RelationId};
use crate::text::Report;

pub(super) const WITHOUT: &str = "\
Shows which conclusions would fall, and which would come up, without something: an article by its id (or\n\
how that begins), a fact (`_` stands for anything), a rule by file and line or by its relation and number\n\
in `:rules`, or all of a relation. Several may be named. With `--all`, every tuple is shown. Nothing changes.\n\
Example: :without 004\n\
Example: :without participant(_, \"Tô Lâm\", _) presence.dl:71";

pub(super) const FRAGILE: &str = "\
Lists, by article, the conclusions that fall if that article alone is left out: nothing else says them.\n\
Without a relation, they are only counted.\n\
Example: :fragile counterpart";

pub(super) const AS_OF: &str = "\
From now on, only what had been published by the end of DATE counts: 2025, 2025-07 or 2025-07-30.\n\
Articles that are later do not count, nor what is quoted from them; facts of no article do. An article\n\
whose date is unknown, or too coarse to tell, counts. `:as-of now` ends it.\n\
Example: :as-of 2025-06";

pub(super) const MIN_CONFIDENCE: &str = "\
From now on, extracted facts count only from this confidence on, from 0 to 1; curated ones always do. What\n\
the extractor left out as doubtful counts, too, where it has that confidence. `:min-confidence 0` ends it.\n\
Example: :min-confidence 0.8";

/// How many tuples of a relation are shown; of many relations, one each.
const MOST: usize = 3;
const MANY: usize = 10;
/// What asks for all of them.
const ALL: &str = "--all";

/// The reply to `:without WHAT`.
pub(super) fn without(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let (what, all) = match argument.strip_suffix(ALL) {
        Some(what) => (what, true),
        None => (argument, false),
    };
    let supposed = match session.knowledge.supposed(PROMPT, what) {
        Ok(supposed) => supposed,
        Err(reports) => return Ok(session.refuse(&reports)),
    };
    let known = &session.knowledge;
    Ok(match known.without(&supposed, &session.limits) {
        Ok(changes) => {
            let width = session.width;
            Reply::data(&consequences(known, &supposed, &changes, all, width))
        }
        Err(stopped) => session.fail(Failure::Stopped(stopped)),
    })
}

/// What falls and what comes up, by relation.
pub(crate) fn consequences(
    knowledge: &Knowledge,
    supposed: &[Supposed],
    changes: &[Change],
    all: bool,
    width: Option<usize>,
) -> String {
    let program = knowledge.program();
    let derived: Vec<RelationId> = program.derived().collect();
    let (conclusions, facts): (Vec<&Change>, Vec<&Change>) = changes
        .iter()
        .partition(|change| derived.contains(&change.relation));
    let lost: usize = conclusions.iter().map(|change| change.lost.len()).sum();
    let gained: usize = conclusions.iter().map(|change| change.gained.len()).sum();
    let given: usize = facts.iter().map(|change| change.lost.len()).sum();
    let names: Vec<String> = supposed.iter().map(|one| named(knowledge, one)).collect();
    let mut parts = Vec::new();
    if given > 0 {
        parts.push(format!("{} not known", are(given, "fact")));
    }
    parts.push(match lost {
        0 => "no conclusion falls".to_owned(),
        1 => "1 conclusion falls".to_owned(),
        many => format!("{many} conclusions fall"),
    });
    match gained {
        0 => {}
        1 => parts.push("1 comes up".to_owned()),
        many => parts.push(format!("{many} come up")),
    }
    let heading = format!("without {}: {}", names.join(", "), parts.join(", "));
    let mut text = wrapped(&on_terminal(&heading), 0, 2, width);
    let most = match conclusions.len() {
        _ if all => usize::MAX - 1,
        many if many > MANY => 1,
        _ => MOST,
    };
    let mut cut = false;
    for change in conclusions {
        let mut counts = Vec::new();
        if !change.lost.is_empty() {
            let falling = falling(change.lost.len());
            counts.push(format!("{} of {} {falling}", change.lost.len(), change.had));
        }
        if !change.gained.is_empty() {
            let coming = if change.gained.len() == 1 {
                "comes"
            } else {
                "come"
            };
            counts.push(format!("{} {coming} up", change.gained.len()));
        }
        let name = &program.relation(change.relation).name;
        text.push_str(&format!("\n{name}: {}\n", counts.join(", ")));
        cut |= tuples(&mut text, name, '-', &change.lost, most, width);
        cut |= tuples(&mut text, name, '+', &change.gained, most, width);
    }
    if cut {
        text.push_str(&format!("\n`{ALL}` behind it shows every tuple\n"));
    }
    text
}

fn falling(count: usize) -> &'static str {
    if count == 1 { "falls" } else { "fall" }
}

fn are(count: usize, noun: &str) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, noun))
}

/// The first of some tuples, each on a line behind a sign. Says whether there are more.
fn tuples(
    text: &mut String,
    name: &str,
    sign: char,
    tuples: &[Vec<Const>],
    most: usize,
    width: Option<usize>,
) -> bool {
    // One line more says no less than that there is one.
    let shown = if tuples.len() <= most + 1 {
        tuples.len()
    } else {
        most
    };
    for tuple in &tuples[..shown] {
        let values: Vec<String> = tuple.iter().map(Const::written).collect();
        let line = format!("{sign} {name}({})", values.join(", "));
        text.push_str(&wrapped(&on_terminal(&line), 2, 6, width));
    }
    if shown < tuples.len() {
        text.push_str(&format!("    and {} more\n", tuples.len() - shown));
    }
    shown < tuples.len()
}

/// What is left out, as it is called.
fn named(knowledge: &Knowledge, supposed: &Supposed) -> String {
    let values = |values: &[Option<Const>]| {
        let written = values.iter().map(|value| match value {
            Some(value) => value.written(),
            None => "_".to_owned(),
        });
        written.collect::<Vec<_>>().join(", ")
    };
    match supposed {
        Supposed::Rule(span) => knowledge.sources().place(*span),
        Supposed::Left(Left::Article(id)) => id.clone(),
        Supposed::Left(Left::Facts {
            article,
            relation,
            values: given,
        }) => match article {
            Some(id) => format!("{relation}({}) of {id}", values(given)),
            None => format!("{relation}({})", values(given)),
        },
    }
}

/// The reply to `:fragile [RELATION]`.
pub(super) fn fragile(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let known = &session.knowledge;
    let relation = match argument {
        "" => None,
        name => Some(describe::find(known.program(), name)?),
    };
    Ok(match fragile_text(known, relation, session) {
        Ok(text) => Reply::data(&text),
        Err(stopped) => session.fail(Failure::Stopped(stopped)),
    })
}

fn fragile_text(
    known: &Knowledge,
    relation: Option<RelationId>,
    session: &Session,
) -> Result<String, Stopped> {
    let fragile = known.fragile(relation, &session.limits)?;
    Ok(resting_on_one(known, relation, &fragile, session.width))
}

/// What falls with one article: the tuples of one relation, or how many of each.
pub(crate) fn resting_on_one(
    knowledge: &Knowledge,
    relation: Option<RelationId>,
    fragile: &[Fragile],
    width: Option<usize>,
) -> String {
    match relation {
        Some(relation) => falling_of(knowledge, relation, fragile, width),
        None => falling_of_each(knowledge, fragile, width),
    }
}

/// The tuples of a relation that fall with one article, by article.
fn falling_of(
    knowledge: &Knowledge,
    relation: RelationId,
    fragile: &[Fragile],
    width: Option<usize>,
) -> String {
    let name = &knowledge.program().relation(relation).name;
    let had = knowledge.database().rows(relation).len();
    let count = match different(relation, fragile) {
        0 => "none".to_owned(),
        some => some.to_string(),
    };
    let falls = if count == "none" {
        "falls"
    } else {
        falling(different(relation, fragile))
    };
    let tuples_had = counted(had, "tuple");
    let mut text = format!("{name}: {count} of {tuples_had} {falls} with one article\n");
    for one in fragile {
        for change in one
            .changes
            .iter()
            .filter(|change| change.relation == relation)
        {
            text.push('\n');
            text.push_str(&about(knowledge, one.article, width));
            let most = change.lost.len();
            tuples(&mut text, name, '-', &change.lost, most, width);
        }
    }
    text
}

/// How many tuples of each relation fall with one article, and with which.
fn falling_of_each(knowledge: &Knowledge, fragile: &[Fragile], width: Option<usize>) -> String {
    let (base, program) = (knowledge.base(), knowledge.program());
    let short = |article: usize| {
        let id = base.articles[article].id();
        let begins = |length: usize| {
            let start = id.get(..length)?;
            let alike = base
                .articles
                .iter()
                .filter(|one| one.id().starts_with(start));
            (alike.count() == 1).then(|| start.to_owned())
        };
        (3..id.len())
            .find_map(begins)
            .unwrap_or_else(|| id.to_owned())
    };
    if fragile.is_empty() {
        return "no conclusion falls when one article alone is left out\n".to_owned();
    }
    let mut text = "how many conclusions fall when one article alone is left out\n\n".to_owned();
    for one in fragile {
        text.push_str(&about(knowledge, one.article, width));
    }
    text.push('\n');
    let mut sturdy = 0;
    for id in program.derived() {
        let relation = &program.relation(id).name;
        let had = knowledge.database().rows(id).len();
        let by_article: Vec<String> = fragile
            .iter()
            .filter_map(|one| {
                let change = one.changes.iter().find(|change| change.relation == id)?;
                Some(format!("{} with {}", change.lost.len(), short(one.article)))
            })
            .collect();
        if by_article.is_empty() {
            sturdy += usize::from(had > 0);
            continue;
        }
        let falling = different(id, fragile);
        let line = format!("{relation}: {falling} of {had}; {}", by_article.join(", "));
        text.push_str(&wrapped(&on_terminal(&line), 0, 4, width));
    }
    text.push_str(&match sturdy {
        0 => "\nno other relation has tuples\n".to_owned(),
        1 => "\n1 other relation has tuples, and none of them falls\n".to_owned(),
        many => format!("\n{many} other relations have tuples, and none of them falls\n"),
    });
    text
}

/// How many tuples of a relation fall. One that needs several articles falls with each of them.
fn different(relation: RelationId, fragile: &[Fragile]) -> usize {
    let changes = fragile.iter().flat_map(|one| &one.changes);
    let of = changes.filter(|change| change.relation == relation);
    let mut falling: Vec<&Vec<Const>> = of.flat_map(|change| &change.lost).collect();
    falling.sort_unstable();
    falling.dedup();
    falling.len()
}

/// An article's id and title, on a line.
fn about(knowledge: &Knowledge, article: usize, width: Option<usize>) -> String {
    let base = knowledge.base();
    let mut about = vec![base.articles[article].id()];
    about.extend(base.title(article));
    wrapped(&on_terminal(&about.join(", ")), 2, 6, width)
}

/// The reply to `:as-of DATE`.
pub(super) fn as_of(session: &mut Session, date: &str) -> Result<Reply, Report> {
    let mut selection = session.knowledge.base().selection().clone();
    match date {
        "" => return Ok(Reply::notice(&in_force(&selection))),
        "now" => selection.as_of = None,
        date => {
            let checked = checked_date(date);
            let checked =
                checked.map_err(|wrong| wrong.help("`:as-of now` lets all of them count"));
            selection.as_of = Some(checked?);
        }
    }
    Ok(select(session, selection))
}

/// A date, or the report that it is none.
pub(crate) fn checked_date(date: &str) -> Result<String, Report> {
    match Interval::parse(date) {
        Some(_) if !date.contains('/') => Ok(date.to_owned()),
        _ => Err(Report::general(format!("`{date}` is no date"))
            .help("write it as 2025, 2025-07 or 2025-07-30")),
    }
}

/// The reply to `:min-confidence NUMBER`.
pub(super) fn min_confidence(session: &mut Session, least: &str) -> Result<Reply, Report> {
    let mut selection = session.knowledge.base().selection().clone();
    match least {
        "" => return Ok(Reply::notice(&in_force(&selection))),
        "default" => selection.min_confidence = None,
        least => {
            let least = checked_confidence(least)?;
            selection.min_confidence = (least > 0.0).then_some(least);
        }
    }
    Ok(select(session, selection))
}

/// A confidence, or the report that it is none.
pub(crate) fn checked_confidence(text: &str) -> Result<f64, Report> {
    match text.parse::<f64>() {
        Ok(least) if (0.0..=1.0).contains(&least) => Ok(least),
        _ => Err(Report::general(format!("`{text}` is no confidence")).help(
            "write a number from 0 to 1, such as 0.8; 0 stands for all that is used otherwise",
        )),
    }
}

fn select(session: &mut Session, selection: Selection) -> Reply {
    let past = State::of(&session.knowledge);
    match session.knowledge.select(selection, &session.limits) {
        Ok(left_out) => {
            session.past.changed(past);
            session.shown = None;
            session.proved = None;
            let known = &session.knowledge;
            let mut reply = Reply::notice(&in_force(known.base().selection()));
            for line in told(known.base(), &left_out) {
                reply.say(&line);
            }
            reply
        }
        Err(stopped) => session.fail(Failure::Stopped(stopped)),
    }
}

fn in_force(selection: &Selection) -> String {
    match selection.is_everything() {
        true => "everything counts that the base has in force".to_owned(),
        false => format!("in force: {}", in_words(selection)),
    }
}

/// What a selection leaves out, and what it keeps for want of a date.
pub(crate) fn told(base: &Base, left_out: &LeftOut) -> Vec<String> {
    if base.selection().is_everything() {
        return Vec::new();
    }
    let all = base.articles.len();
    let mut line = match left_out.statements {
        0 => "nothing is left out".to_owned(),
        some => format!("{} left out", are(some, "statement")),
    };
    if left_out.articles > 0 {
        line.push_str(&format!(
            ", with {} of {}",
            left_out.articles,
            counted(all, "article")
        ));
    }
    match left_out.taken_in {
        0 => {}
        1 => line.push_str("; 1 that is doubtful counts"),
        many => line.push_str(&format!("; {many} that are doubtful count")),
    }
    let mut lines = vec![line];
    for id in &left_out.undated {
        let date = base.article(id).and_then(|at| base.date(at));
        lines.push(match date {
            Some(date) if !date.is_empty() => format!("{id} counts: it is dated {date}, no closer"),
            _ => format!("{id} counts: nobody knows its date"),
        });
    }
    lines
}
