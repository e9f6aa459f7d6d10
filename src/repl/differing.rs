//! `:diff` and `:accept`: what changes of the base and the session gave and took, and keeping it.

use std::collections::HashMap;
use std::sync::Arc;

use super::describe::{self, counted};
use super::origin::Origin;
use super::reply::Reply;
use super::session::Session;
use crate::answers::{Accepted, Difference, State, in_words, snapshots};
use crate::rules::Const;
use crate::text::Report;

/// What relations had before changes, as far as there were some.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    /// Before the last change.
    before: Option<Arc<State>>,
    /// When the session began.
    opened: Option<Arc<State>>,
    /// When relations were accepted since then.
    accepted: HashMap<String, Arc<State>>,
}

impl Past {
    /// Notes what there was before a change that went through.
    pub(super) fn changed(&mut self, before: State) {
        let before = Arc::new(before);
        self.opened.get_or_insert_with(|| Arc::clone(&before));
        self.before = Some(before);
    }
}

/// How many tuples of a relation are shown, unless it was asked for.
const MOST_TUPLES: usize = 20;
/// How many relations a notice names.
const MOST_RELATIONS: usize = 6;

/// What relations gained and lost, by the last change or with `--all` by all of them.
pub(super) fn diff(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let (options, names): (Vec<&str>, Vec<&str>) = argument
        .split_whitespace()
        .partition(|word| word.starts_with('-'));
    let all = options.contains(&"--all");
    if let Some(other) = options.iter().find(|option| **option != "--all") {
        let report = Report::general(format!("unknown option `{other}`"));
        return Err(report.help("`:diff RELATION`, `:diff --all`"));
    }
    let past = session.past.clone();
    let (Some(before), Some(opened)) = (&past.before, &past.opened) else {
        return Ok(Reply::notice("nothing has changed since the session began"));
    };
    let now = State::of(&session.knowledge);
    let differences = match all {
        true => now.since(|name| past.accepted.get(name).unwrap_or(opened)),
        false => now.since(|_| before),
    };
    for name in &names {
        let changed = differences.iter().any(|one| one.relation == *name);
        if !changed {
            describe::find(session.knowledge.program(), name)?;
        }
    }
    let wanted = |one: &&Difference<'_>| names.is_empty() || names.contains(&one.relation);
    let shown: Vec<&Difference<'_>> = differences.iter().filter(wanted).collect();
    if shown.is_empty() {
        let of = match names.as_slice() {
            [] => String::new(),
            names => format!(" in {}", names.join(", ")),
        };
        let since = match all {
            true => "since the session began, or since it was accepted",
            false => "by the last change; `:diff --all` compares with the session's beginning",
        };
        return Ok(Reply::notice(&format!(
            "nothing was gained or lost{of} {since}"
        )));
    }
    let mut text = String::new();
    for difference in shown {
        write(&mut text, difference, !names.is_empty());
    }
    Ok(Reply::data(&text))
}

fn write(text: &mut String, difference: &Difference<'_>, whole: bool) {
    if !text.is_empty() {
        text.push('\n');
    }
    let state = match (difference.is_new, difference.is_gone) {
        (true, _) => " (a new relation)",
        (_, true) => " (the relation is gone)",
        _ => "",
    };
    text.push_str(&format!("{}{state}\n", difference.summary()));
    let tuples = difference.tuples();
    let shown = match whole {
        true => tuples.len(),
        // One line more says no less than that there is one.
        false if tuples.len() <= MOST_TUPLES + 1 => tuples.len(),
        false => MOST_TUPLES,
    };
    for (tuple, gained) in &tuples[..shown] {
        let sign = if *gained { '+' } else { '-' };
        let values: Vec<String> = tuple.iter().map(Const::written).collect();
        text.push_str(&format!(
            "{sign} {}({}).\n",
            difference.relation,
            values.join(", ")
        ));
    }
    if shown < tuples.len() {
        text.push_str(&format!(
            "  … and {} more: `:diff {}` shows all\n",
            tuples.len() - shown,
            difference.relation
        ));
    }
}

/// What the last change gave and took, on a line: `co_present +3 -1, met +2`.
pub(super) fn summary(session: &Session) -> String {
    let Some(before) = &session.past.before else {
        return "nothing has changed".to_owned();
    };
    let now = State::of(&session.knowledge);
    let differences = now.since(|_| before);
    let mut parts: Vec<String> = differences
        .iter()
        .take(MOST_RELATIONS)
        .map(Difference::summary)
        .collect();
    match differences.len().saturating_sub(MOST_RELATIONS) {
        0 => {}
        more => parts.push(format!("{} more", counted(more, "relation"))),
    }
    match parts.is_empty() {
        true => "nothing was gained or lost".to_owned(),
        false => parts.join(", "),
    }
}

/// Writes what rules derive now into the snapshots: of the named relations, else of those that changed since the
/// session began.
pub(super) fn accept(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let Origin::Folder(folder) = &session.origin else {
        return Err(Report::general(
            "the base is built into the program: there is no folder for snapshots",
        )
        .help("start the program in a folder with a base, or with `--base FOLDER`"));
    };
    let known = &session.knowledge;
    let selection = known.base().selection();
    if !selection.is_everything() {
        return Err(Report::general(format!(
            "what is known is only {}: a snapshot of that would miss the rest",
            in_words(selection)
        ))
        .help("`:as-of now` and `:min-confidence 0` let everything count"));
    }
    let names: Vec<&str> = argument.split_whitespace().collect();
    let all = names.contains(&"--all");
    let state = State::of(known);
    let snapshot = snapshots(known.program(), known.sources(), known.database());
    let accepted = Accepted::read(folder).map_err(Report::general)?;
    let concerned: Vec<String> = if all || (names.is_empty() && accepted.is_empty()) {
        let now = known.program().relations.iter();
        now.map(|relation| relation.name.clone()).collect()
    } else if names.is_empty() {
        let past = &session.past;
        let Some(opened) = &past.opened else {
            return Ok(Reply::notice(
                "nothing has changed since the session began; `:accept RELATION` or `:accept --all` accepts all the same",
            ));
        };
        let differences = state.since(|name| past.accepted.get(name).unwrap_or(opened));
        let changed = differences.iter().map(|one| one.relation.to_owned());
        changed.collect()
    } else {
        for name in &names {
            describe::find(known.program(), name)?;
        }
        names.iter().map(|name| (*name).to_owned()).collect()
    };
    let wanted = |name: &str| concerned.iter().any(|concerned| concerned == name);
    let everything = |name: &str| all || wanted(name);
    let written = accepted
        .accept(&snapshot, everything)
        .map_err(|error| Report::general(format!("a snapshot cannot be written: {error}")))?;
    let mut reply = Reply::default();
    for path in &written {
        reply.say(&format!("accepted {path}"));
    }
    if written.is_empty() {
        reply.say("the snapshots say the same already");
    }
    if !known.session().is_empty() && !written.is_empty() {
        reply.say("what the session added is in it; `:save NAME` keeps that, too");
    }
    let state = Arc::new(state);
    for name in concerned {
        session.past.accepted.insert(name, Arc::clone(&state));
    }
    Ok(reply)
}
