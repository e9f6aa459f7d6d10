//! The fact file that `entente extract` writes for an article.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::output;
use crate::articles::Article;
use crate::extract::Extracted;
use crate::facts::{Base, Sourced, save_extracted};
use crate::rules::{Const, Program};
use crate::text::Report;

/// Writes the fact file of an article into the base in `folder`. `file` is where the article was read
/// from, if not from the base.
pub(super) fn save(
    base: &Base,
    folder: &Path,
    file: Option<&Path>,
    article: &Article,
    found: &[Extracted],
) -> Result<(), Report> {
    let seeds = folder.join("seeds");
    if let Some(file) = file
        && !lies_in(file, &seeds)
    {
        let message = format!("{}: not an article of the base", file.display());
        return Err(Report::general(message).help(format!(
            "copy it to {}, or print its facts with `--format jsonl`",
            output::path(&seeds)
        )));
    }
    let path = folder
        .join("facts/extracted")
        .join(format!("{}.dl", article.id()));
    let facts = in_order_of_text(
        &base.program,
        &taken_ids(base, article.id()),
        article,
        found,
    );
    let shown = output::path(&path);
    save_extracted(&path, &facts)
        .map_err(|message| Report::general(format!("{shown}: {message}")))?;
    let facts = match facts.len() {
        1 => "1 fact".to_owned(),
        many => format!("{many} facts"),
    };
    output::label("written", &format!("{shown}, {facts}"));
    Ok(())
}

fn lies_in(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

/// The type of columns with ids of events.
const EVENT_ID: &str = "EventId";

/// Ids that a person gave to events of an article.
fn taken_ids<'a>(base: &'a Base, article: &str) -> FxHashSet<&'a str> {
    let article = base.article(article);
    let event = base.program.find("event");
    base.statements
        .iter()
        .filter(|fact| fact.article == article && Some(fact.relation) == event)
        .filter_map(|fact| match fact.values.first() {
            Some(Const::Symbol(id)) => Some(id.as_str()),
            _ => None,
        })
        .collect()
}

/// The facts in the order of the words that say them, so that facts with one source stand under it; with
/// ids of events that no event of a person has, since one id would make the two events one.
fn in_order_of_text<'a>(
    program: &Program,
    taken: &FxHashSet<&str>,
    article: &'a Article,
    found: &'a [Extracted],
) -> Vec<Sourced<'a>> {
    let mut ids: FxHashMap<&str, String> = FxHashMap::default();
    let mut sorted: Vec<&Extracted> = found.iter().collect();
    sorted.sort_by(|one, other| {
        let place = |fact: &Extracted| (fact.quote.start, fact.quote.end);
        place(one)
            .cmp(&place(other))
            .then(other.confidence.total_cmp(&one.confidence))
    });
    let used: FxHashSet<&str> = found
        .iter()
        .flat_map(|fact| &fact.args)
        .map(String::as_str)
        .collect();
    let mut free_id = |id: &'a str| -> String {
        let is_free = |id: &str| !taken.contains(id) && !used.contains(id);
        let new = || {
            (2..)
                .map(|n| format!("{id}-{n}"))
                .find(|id| is_free(id))
                .expect("ids do not end")
        };
        ids.entry(id)
            .or_insert_with(|| {
                if taken.contains(id) {
                    new()
                } else {
                    id.to_owned()
                }
            })
            .clone()
    };
    let mut facts = Vec::with_capacity(sorted.len());
    for fact in sorted {
        let columns = program
            .find(fact.relation)
            .map(|id| &program.relation(id).columns);
        let is_id = |at: usize| {
            columns
                .and_then(|columns| columns.get(at))
                .is_some_and(|c| c.type_name == EVENT_ID)
        };
        let mut args = Vec::with_capacity(fact.args.len());
        for (at, arg) in fact.args.iter().enumerate() {
            args.push(Const::Symbol(if is_id(at) {
                free_id(arg)
            } else {
                arg.clone()
            }));
        }
        facts.push(Sourced {
            relation: fact.relation,
            args,
            article: Some(article.id()),
            quote: Some(&article.text()[fact.quote.clone()]),
            confidence: Some(fact.confidence),
            place: None,
        });
    }
    facts
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::rules::check;
    use crate::syntax::parse;
    use crate::text::Sources;

    #[test]
    fn facts_come_in_the_order_of_the_text_and_no_event_has_the_id_of_a_curated_one() {
        let text = ".type EventId <: symbol\n.decl event(id: EventId, kind: symbol)\n\
            .decl said(who: symbol)\n";
        let mut sources = Sources::default();
        let (items, _) = parse(sources.add("r.dl", text), text);
        let (program, _) = check(items.iter(), &sources);
        let article = Article::new("a1", "Tô Lâm a parlé. On a signé.");
        let fact = |relation, args: &[&str], quote: &Range<usize>, confidence| Extracted {
            relation,
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
            quote: quote.clone(),
            confidence,
        };
        let spoke = article.find("Tô Lâm").expect("it is there");
        let signed = article.find("On a signé").expect("it is there");
        let found = [
            fact("event", &["e1", "signing"], &signed, 0.5),
            fact("event", &["e1-2", "signing"], &signed, 0.9),
            fact("event", &["e3", "e1"], &spoke, 0.5),
            fact("said", &["e1"], &spoke, 0.5),
        ];
        let taken = FxHashSet::from_iter(["e1"]);
        let facts = in_order_of_text(&program, &taken, &article, &found);
        let shown: Vec<String> = facts
            .iter()
            .map(|fact| format!("{} {:?} {:?}", fact.relation, fact.args, fact.quote))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        event [Symbol("e3"), Symbol("e1")] Some("Tô Lâm")
        said [Symbol("e1")] Some("Tô Lâm")
        event [Symbol("e1-2"), Symbol("signing")] Some("On a signé")
        event [Symbol("e1-3"), Symbol("signing")] Some("On a signé")
        "#);
    }
}
