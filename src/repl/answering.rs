//! Typed texts: queries are answered, clauses go into the session; and the sources of answers.

use std::ops::Range;

use super::reply::Reply;
use super::session::{PROMPT, Session};
use super::statements::{self, Kind};
use super::{changing, describe, evidence};
use crate::answers::{
    Answer, Failure, Knowledge, hints, how_read, in_words, meant, with_confidence, write,
};
use crate::syntax::ast::Item;
use crate::syntax::{TokenKind, parse, write_symbol};
use crate::text::{Report, Sources};

/// Runs the statements of a text, all or none.
pub(super) fn run(session: &mut Session, text: &str) -> Reply {
    let statements = statements::split(text);
    let Some(first) = statements.first() else {
        if !text.trim().is_empty() {
            session.comments.push_str(text);
            session.comments.push('\n');
        }
        return Reply::default();
    };
    let comments = std::mem::take(&mut session.comments);
    if first.kind == Kind::Clause && !comments.is_empty() {
        return run(session, &format!("{comments}{text}"));
    }
    let mut before = None;
    let reply = run_each(session, text, &statements, &mut before);
    match before {
        Some(before) if reply.failed => {
            session.knowledge = before;
            session.shown = None;
            reply
        }
        _ => reply,
    }
}

/// Clauses that follow each other are added together, so that they are evaluated once. What was known before
/// them goes into `before` if more follows, which may fail.
fn run_each(
    session: &mut Session,
    text: &str,
    statements: &[statements::Statement],
    before: &mut Option<Knowledge>,
) -> Reply {
    let mut reply = Reply::default();
    let mut waiting: Option<Range<usize>> = None;
    for statement in statements {
        let range = statement.range.clone();
        let waits = waiting.clone().map_or("", |range| &text[range]);
        let is_clause = match &statement.kind {
            Kind::Clause => true,
            Kind::Stated(names) => may_state(session, names, waits),
            Kind::Query | Kind::Io => false,
        };
        if is_clause {
            let start = waiting.map_or(range.start, |waiting| waiting.start);
            waiting = Some(start..range.end);
            continue;
        }
        if let Some(clauses) = waiting.take() {
            before.get_or_insert_with(|| session.knowledge.clone());
            reply = reply.then(changing::add(session, PROMPT, &text[clauses]));
        }
        if !reply.failed {
            reply = reply.then(match statement.kind {
                Kind::Io => session.refuse(&[changing::nothing_to_read()]),
                _ => ask(session, &text[range]),
            });
        }
        if reply.failed {
            return reply;
        }
    }
    match waiting {
        Some(clauses) => reply.then(changing::add(session, PROMPT, &text[clauses])),
        None => reply,
    }
}

/// Whether atoms with a full stop are facts: all their relations were declared at the prompt, or are in
/// clauses that wait.
fn may_state(session: &Session, names: &[String], waiting: &str) -> bool {
    let (items, _) = parse(Sources::default().add(PROMPT, waiting), waiting);
    let declares = |item: &Item, name: &String| match item {
        Item::Decl(decl) => decl.names.iter().any(|declared| declared.text == *name),
        _ => false,
    };
    let is_own = |name: &String| {
        let own = session.knowledge.session().iter().chain(&items);
        own.into_iter().any(|item| declares(item, name))
    };
    names.iter().all(is_own)
}

fn ask(session: &mut Session, text: &str) -> Reply {
    let mut answer = match session.knowledge.ask(PROMPT, text, &session.limits) {
        Ok(answer) => answer,
        Err(failure) => {
            let mut reply = session.fail(failure);
            if !text.contains('(') {
                reply.say("`:help` tells how to ask");
            }
            return reply;
        }
    };
    let mut reply = Reply::default();
    for note in &answer.notes {
        reply.label("note", &format!("undefined: {note}"), session.colours);
    }
    for hint in hints(&session.knowledge, &answer) {
        reply.label("hint", &hint, session.colours);
    }
    session.meant = mended(&session.knowledge, &answer, text);
    if session.meant.is_some() {
        reply.say("`y` asks with that name");
    }
    let selection = session.knowledge.base().selection();
    if !selection.is_everything() {
        reply.label("note", &in_words(selection), session.colours);
    }
    let all = answer.rows.len();
    session.answered = Some(all);
    if all == 0 && is_fact(text) {
        reply.say(&format!(
            "hint: this was a question; `:add {text}` adds it as a fact"
        ));
    }
    let shown = session.most_rows.map_or(all, |most| most.min(all));
    if shown < all {
        reply.say(&format!(
            "these are the first {shown} of {all} answers; `:limit all` shows all"
        ));
    }
    answer.rows.truncate(shown);
    answer.words.truncate(shown);
    let rows = 0..shown;
    reply.data = match session.confidence {
        true => match session
            .knowledge
            .confidences(&answer, rows, &session.limits)
        {
            Ok(sure) => {
                let sure = with_confidence(&answer, &sure);
                write(&sure, session.format, session.width)
            }
            Err(stopped) => return session.fail(Failure::Stopped(stopped)),
        },
        false => write(&answer, session.format, session.width),
    };
    session.shown = Some(answer);
    reply
}

/// A query without answers, with the name that was meant in place of the typed one, if only one can have been.
fn mended(knowledge: &Knowledge, answer: &Answer, text: &str) -> Option<String> {
    let (typed, near) = meant(knowledge, answer)?;
    let (tokens, _) = statements::read(text);
    let mut mended = String::new();
    let mut end = 0;
    for token in tokens {
        if matches!(&token.kind, TokenKind::Text(text) if *text == typed) {
            mended.push_str(&text[end..token.span.start as usize]);
            mended.push_str(&write_symbol(&near));
            end = token.span.end as usize;
        }
    }
    mended.push_str(&text[end..]);
    (end > 0).then_some(mended)
}

/// Whether a question could have been meant as a fact.
fn is_fact(text: &str) -> bool {
    match statements::split(text).as_slice() {
        [statement] => matches!(&statement.kind, Kind::Stated(names) if names.len() == 1),
        _ => false,
    }
}

/// The sentences behind the rows shown last, or behind one of them.
pub(super) fn source(session: &mut Session, row: &str) -> Result<Reply, Report> {
    let Some(answer) = &session.shown else {
        let report = Report::general("there are no rows to give sources of");
        return Err(report.help("ask a question first"));
    };
    let all = answer.rows.len();
    let rows = match row.parse::<usize>() {
        _ if row.is_empty() => 0..all,
        Ok(row) if (1..=all).contains(&row) => row - 1..row,
        _ => {
            let rows = describe::counted(all, "row");
            let report = Report::general(format!("no row `{row}`"));
            return Err(report.help(format!("the answer shown last has {rows}")));
        }
    };
    if rows.is_empty() {
        return Ok(Reply::notice("nothing was found, so nothing says it"));
    }
    let mut reply = Reply::default();
    for row in rows {
        let known = &mut session.knowledge;
        match known.support(answer, row, &session.limits) {
            Ok(supports) => {
                let files = || session.origin.files().0;
                let statements = supports
                    .iter()
                    .flat_map(|support| support.statements.clone());
                match how_read(known, statements, files, &session.limits) {
                    Ok(how) => {
                        let width = session.width;
                        let text = evidence::of_row(known, answer, row, &supports, &how, width);
                        reply.data.push_str(&text);
                    }
                    Err(stopped) => return Ok(session.fail(Failure::Stopped(stopped))),
                }
            }
            Err(stopped) => return Ok(session.fail(Failure::Stopped(stopped))),
        }
    }
    Ok(reply)
}
