//! What changes the session: adding, taking back, reading the base anew.

use super::describe;
use super::reply::Reply;
use super::session::{PROMPT, Session};
use super::statements::{self, Kind};
use crate::answers::State;
use crate::facts::read_text;
use crate::syntax::ast::Item;
use crate::syntax::parse;
use crate::text::{Report, Sources, render};

/// Adds clauses to the session. `name` is what messages call their text.
pub(super) fn add(session: &mut Session, name: &str, text: &str) -> Reply {
    let (items, _) = parse(Sources::default().add(name, text), text);
    if items.iter().any(|item| matches!(item, Item::Io(_))) {
        return session.refuse(&[nothing_to_read()]);
    }
    let notes = session.knowledge.notes().clone();
    let before = session.knowledge.session().len();
    let past = State::of(&session.knowledge);
    let mut warnings = match session.knowledge.add(name, text, &session.limits) {
        Ok(warnings) => warnings,
        Err(failure) => return session.fail(failure),
    };
    session.past.changed(past);
    session.shown = None;
    session.proved = None;
    let added = &session.knowledge.session()[before..];
    // What was added earlier was warned of earlier.
    let source = added.first().map(|item| item.span().source);
    warnings.retain(|warning| warning.labels.first().map(|(span, _)| span.source) == source);
    let mut reply = Reply::default();
    reply.draw(&render(
        &warnings,
        session.knowledge.sources(),
        session.colours,
    ));
    for note in session.knowledge.notes().difference(&notes) {
        reply.label("note", &format!("undefined: {note}"), session.colours);
    }
    reply.say(&match added {
        [] => "there is nothing to add".to_owned(),
        items => format!("added {} to the session", describe::census(items)),
    });
    reply
}

/// Adds what follows `:add`, whose full stop may be left out.
pub(super) fn add_typed(session: &mut Session, clause: &str) -> Result<Reply, Report> {
    let Some(last) = statements::split(clause).pop() else {
        return Err(missing("a clause", "`:add holds(\"…\", \"…\", \"…\").`"));
    };
    let is_unfinished = last.kind == Kind::Query && !clause.trim_end().ends_with('.');
    Ok(match is_unfinished {
        true => add(session, PROMPT, &format!("{clause}.")),
        false => add(session, PROMPT, clause),
    })
}

/// Adds the clauses of a file.
pub(super) fn load(session: &mut Session, path: &str) -> Result<Reply, Report> {
    let path = path.trim_matches('"');
    if path.is_empty() {
        return Err(missing("a file", "`:load ideas.dl`"));
    }
    let text = read_text(std::path::Path::new(path))
        .map_err(|message| Report::general(format!("{path}: {message}")))?;
    Ok(add(session, path, &text))
}

/// Takes one thing back that was added.
pub(super) fn take_back(session: &mut Session, number: &str) -> Result<Reply, Report> {
    if number.is_empty() {
        return Err(missing("a number of `:session`", "`:drop 2`"));
    }
    let mut items = session.knowledge.session().to_vec();
    let item = match number.parse::<usize>() {
        Ok(number) if (1..=items.len()).contains(&number) => items.remove(number - 1),
        _ => {
            let report = Report::general(format!("the session has nothing numbered `{number}`"));
            return Err(report.help("`:session` lists what was added, numbered"));
        }
    };
    let mut reply = replace(
        session,
        items,
        &format!("took back {}", describe::census(&[item])),
    );
    if reply.failed {
        reply.say("nothing was taken back, since other things in the session need it");
    }
    Ok(reply)
}

/// Takes back what was added last: all that came with one line or file.
pub(super) fn pop(session: &mut Session) -> Reply {
    let items = session.knowledge.session();
    let Some(last) = items.last().map(|item| item.span().source) else {
        return Reply::notice("nothing was added");
    };
    let came_before = |item: &&Item| item.span().source != last;
    let kept: Vec<Item> = items.iter().filter(came_before).cloned().collect();
    let gone: Vec<Item> = items
        .iter()
        .filter(|item| !came_before(item))
        .cloned()
        .collect();
    let mut success = format!("took back {}:", describe::census(&gone));
    for item in &gone {
        let written = session.knowledge.sources().text(item.span());
        success.push_str(&format!("\n  {}", written.replace('\n', "\n  ")));
    }
    replace(session, kept, &success)
}

/// Takes back everything that was added.
pub(super) fn reset(session: &mut Session) -> Reply {
    match session.knowledge.session() {
        [] => Reply::notice("nothing was added"),
        items => {
            let success = format!("took back {}", describe::census(items));
            replace(session, Vec::new(), &success)
        }
    }
}

fn replace(session: &mut Session, items: Vec<Item>, success: &str) -> Reply {
    let past = State::of(&session.knowledge);
    match session.knowledge.replace_session(items, &session.limits) {
        Ok(_) => {
            session.past.changed(past);
            session.shown = None;
            session.proved = None;
            Reply::notice(success)
        }
        Err(failure) => session.fail(failure),
    }
}

/// The report on directives that would do nothing.
pub(super) fn nothing_to_read() -> Report {
    Report::general("`.input` and `.output` do nothing at the prompt")
        .help("run programs that read and write files with `entente run`")
}

fn missing(what: &str, example: &str) -> Report {
    Report::general(format!("{what} is missing")).help(format!("for example {example}"))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::answers::Knowledge;
    use crate::engine::Limits;
    use crate::facts::Base;
    use crate::repl::Origin;

    const RULES: &str = ".decl near(a: number, b: number)\nnear(1, 2). near(2, 3).\n";

    fn base(folder: &Path, rules: &str) {
        fs::create_dir_all(folder.join("rules")).unwrap();
        fs::write(folder.join("rules/a.dl"), rules).unwrap();
    }

    fn session(folder: &Path, limits: Limits) -> Session {
        let origin = Origin::Folder(folder.to_owned());
        let (base, reports) = Base::load(&origin.files().0);
        assert!(reports.is_empty(), "{reports:?}");
        Session::new(
            Knowledge::new(base, &Limits::default()).unwrap(),
            origin,
            limits,
        )
    }

    fn says(session: &mut Session, text: &str) -> String {
        let reply = session.line(text);
        reply.data + &reply.notices
    }

    #[test]
    fn reading_anew_keeps_what_was_added() {
        let folder = tempfile::tempdir().unwrap();
        base(folder.path(), RULES);
        let mut session = session(folder.path(), Limits::default());
        says(
            &mut session,
            "// Far apart.\n.decl far(a: number, b: number)\nfar(a, b) :-\n  near(a, c), near(c, b).",
        );
        says(&mut session, "far(9, 9).");
        says(&mut session, ":drop 3");
        base(
            folder.path(),
            "// More.\n.decl near(a: number, b: number)\nnear(2, 3). near(3, 4).\n",
        );
        assert_eq!(
            says(&mut session, ":reload"),
            "read anew: 0 articles, 0 facts from them, 2 relations\nnear +1 -1, far +1 -1\n"
        );
        session.format = crate::answers::Format::Csv;
        assert_eq!(says(&mut session, "far(a, b)"), "a,b\n2,4\n");
        assert!(says(&mut session, ":schema far").contains("Far apart."));
        assert!(says(&mut session, ":rules far").contains("<prompt>:3"));
    }

    #[test]
    fn files_with_mistakes_change_nothing() {
        let folder = tempfile::tempdir().unwrap();
        base(folder.path(), RULES);
        let mut session = session(folder.path(), Limits::default());
        says(&mut session, ".decl far(a: number) far(a) :- near(a, _).");
        base(folder.path(), "near(1, 2).\n");
        let said = says(&mut session, ":reload");
        assert!(
            said.contains("unknown relation `near`") && said.contains("rules/a.dl:1:1"),
            "{said}"
        );
        assert_eq!(says(&mut session, "far(1)"), "yes\n");
        base(folder.path(), ".decl far(a: number)\n");
        let said = says(&mut session, ":reload");
        assert!(said.contains("does not fit the files"), "{said}");
        assert_eq!(says(&mut session, "near(1, 2)"), "yes\n");
        session.origin = Origin::Shipped;
        assert!(says(&mut session, ":reload").contains("built into the program"));
    }

    #[test]
    fn what_is_stopped_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        base(folder.path(), RULES);
        let limits = Limits {
            max_rows: Some(50),
            ..Limits::default()
        };
        let mut session = session(folder.path(), limits.clone());
        let counting = ".decl n(x: number) n(0). n(x + 1) :- n(x), x < 100.";
        assert!(says(&mut session, counting).contains("stopped at 50 rows"));
        assert!(session.knowledge.session().is_empty());
        limits.interrupt.store(true, Ordering::SeqCst);
        assert!(says(&mut session, "near(a, b)").contains("interrupted"));
        limits.interrupt.store(false, Ordering::SeqCst);
        assert_eq!(says(&mut session, "near(2, 3)"), "yes\n");
    }

    #[test]
    fn a_line_goes_through_as_a_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        base(folder.path(), RULES);
        let mut session = session(folder.path(), Limits::default());
        let reply = session.line(".decl p(x: number) p(1). p(x). q(x).");
        assert!(reply.failed && reply.data.is_empty());
        assert!(
            reply.notices.contains("unknown relation `q`"),
            "{}",
            reply.notices
        );
        assert!(session.knowledge.session().is_empty());
        let reply = session.line(".decl p(x: number) p(1). p(1). p(2)");
        assert_eq!(reply.data, "no\n");
        assert_eq!(session.knowledge.session().len(), 3);
    }
}
