//! `:save`: what the session added becomes a rule file of the base.

use std::path::Path;

use super::describe;
use super::origin::Origin;
use super::reply::Reply;
use super::session::Session;
use crate::answers::{Failure, Knowledge};
use crate::facts::{Base, BaseFile, FileKind, replace};
use crate::syntax::parse;
use crate::text::{Report, SourceId, has_errors, render};

/// Writes what the session added to `rules/NAME.dl`, and reads the base anew with that file.
///
/// The file must load together with the others; what is not saved stays in the session.
pub(super) fn save(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let (name, may_replace) = target(argument)?;
    let Origin::Folder(folder) = &session.origin else {
        return Err(Report::general(
            "the base is built into the program: there is no folder to save to",
        )
        .help("start the program in a folder with a base, or with `--base FOLDER`"));
    };
    let added = session.knowledge.session();
    if added.is_empty() {
        return Err(
            Report::general("the session added nothing that could be saved")
                .help("type rules and facts first; `:session` shows them"),
        );
    }
    let census = describe::census(added);
    let path = folder.join(&name);
    if path.exists() && !may_replace {
        return Err(Report::general(format!("`{name}` is there already"))
            .help("take another name, or replace the file with `:save! NAME`"));
    }
    let text = written(&session.knowledge);
    match with_file(session, &name, &text) {
        Ok(fresh) => {
            replace(&path, &text)
                .map_err(|error| Report::general(format!("`{name}` cannot be written: {error}")))?;
            session.knowledge = fresh;
            session.shown = None;
            session.proved = None;
            Ok(Reply::notice(&format!("saved {census} as {name}")))
        }
        Err(mut reply) => {
            reply.say("nothing was saved, since the file would not load");
            Ok(reply)
        }
    }
}

/// The name of the file from the base's folder, and whether it may replace another.
fn target(argument: &str) -> Result<(String, bool), Report> {
    let mut may_replace = false;
    let mut names = Vec::new();
    for word in argument.split_whitespace() {
        let bare = word.trim_matches('!');
        may_replace |= word == "--force" || bare.len() < word.len();
        if word != "--force" && !bare.is_empty() {
            names.push(bare);
        }
    }
    let [name] = names.as_slice() else {
        let what = match names.is_empty() {
            true => "a name for the file is missing",
            false => "one name is enough",
        };
        return Err(Report::general(what).help("for example `:save ideas`"));
    };
    let stem = name.strip_prefix("rules/").unwrap_or(name);
    let stem = stem.strip_suffix(".dl").unwrap_or(stem);
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    if stem.is_empty() || !stem.chars().all(fits) {
        return Err(
            Report::general(format!("`{name}` is no name for a rule file"))
                .help("letters, digits, `_` and `-`: `:save ideas` writes rules/ideas.dl"),
        );
    }
    Ok((format!("rules/{stem}.dl"), may_replace))
}

/// What the session added as the text of a file, with the comments above each item.
fn written(knowledge: &Knowledge) -> String {
    let mut text = String::new();
    let mut read: Option<(SourceId, Vec<(u32, u32)>)> = None;
    for item in knowledge.session() {
        let span = item.span();
        let typed = &knowledge.sources().get(span.source).text;
        if read
            .as_ref()
            .is_none_or(|(source, _)| *source != span.source)
        {
            let (items, _) = parse(span.source, typed);
            let spans = items
                .iter()
                .map(|item| (item.span().start, item.span().end));
            read = Some((span.source, spans.collect()));
        }
        // Other items of that text may have been taken back, with their comments.
        let spans = read.iter().flat_map(|(_, spans)| spans);
        let above = spans
            .map(|(_, end)| *end)
            .filter(|end| *end <= span.start)
            .max();
        let above = typed[above.unwrap_or(0) as usize..span.start as usize].trim();
        let starts_group = matches!(item, crate::syntax::ast::Item::Decl(_)) || !above.is_empty();
        if starts_group && !text.is_empty() {
            text.push('\n');
        }
        if !above.is_empty() {
            text.push_str(above);
            text.push('\n');
        }
        text.push_str(knowledge.sources().text(span));
        text.push('\n');
    }
    text
}

/// What is known with a file added to the base, or put in place of one of the same name, and without what the
/// session added.
fn with_file(session: &Session, name: &str, text: &str) -> Result<Knowledge, Reply> {
    let (mut files, mut reports) = session
        .origin
        .read()
        .map_err(|report| session.refuse(&[report]))?;
    files.retain(|file| file.name != name);
    files.push(BaseFile {
        kind: FileKind::Rules,
        name: name.to_owned(),
        text: text.to_owned(),
    });
    // As they are read: by kind and path.
    let place = |file: &BaseFile| (file.kind, Path::new(&file.name).to_owned());
    files.sort_by_key(place);
    let (base, wrong) = Base::load(&files);
    reports.extend(wrong);
    if has_errors(&reports) {
        return Err(Reply::failed(render(
            &reports,
            &base.sources,
            session.colours,
        )));
    }
    Knowledge::new(base, &session.limits).map_err(|stopped| session.fail(Failure::Stopped(stopped)))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::engine::Limits;

    fn session(folder: &Path) -> Session {
        fs::create_dir_all(folder.join("rules")).unwrap();
        let rules = "// Close by.\n.decl near(a: number, b: number)\nnear(1, 2). near(2, 3).\n";
        fs::write(folder.join("rules/a.dl"), rules).unwrap();
        let origin = Origin::Folder(folder.to_owned());
        let (base, reports) = Base::load(&origin.files().0);
        assert!(reports.is_empty(), "{reports:?}");
        let knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        Session::new(knowledge, origin, Limits::default())
    }

    fn says(session: &mut Session, text: &str) -> String {
        let reply = session.line(text);
        reply.data + &reply.notices
    }

    #[test]
    fn a_file_has_what_was_added_with_its_comments() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = session(folder.path());
        says(
            &mut session,
            "// Not this.\n.decl lost(a: number)\n// Lost.\nlost(7).",
        );
        says(&mut session, ":drop 1");
        says(&mut session, ":reset");
        says(&mut session, "// Far apart.");
        says(
            &mut session,
            ".decl far(a: number, b: number) // A and B.\n/* By one. */\nfar(a, c) :-\n  near(a, b), near(b, c).",
        );
        says(&mut session, ":add near(3, 4)");
        assert_eq!(
            says(&mut session, ":save ideas"),
            "saved 1 declaration, 1 rule and 1 fact as rules/ideas.dl\n"
        );
        let saved = fs::read_to_string(folder.path().join("rules/ideas.dl")).unwrap();
        insta::assert_snapshot!(saved, @"
        // Far apart.
        .decl far(a: number, b: number)

        // A and B.
        /* By one. */
        far(a, c) :-
          near(a, b), near(b, c).
        near(3, 4).
        ");
        assert_eq!(says(&mut session, ":session"), "nothing was added\n");
        assert!(says(&mut session, "far(2, 4)").contains("yes"));
        assert!(says(&mut session, ":rules far").contains("// rules/ideas.dl:6"));
        assert!(says(&mut session, ":reload").contains("read anew"));
        assert!(says(&mut session, "far(2, 4)").contains("yes"));
    }

    #[test]
    fn a_file_that_is_there_stays_unless_it_may_go() {
        let folder = tempfile::tempdir().unwrap();
        let mut session = session(folder.path());
        assert!(says(&mut session, ":save ideas").contains("added nothing"));
        says(&mut session, ".decl far(a: number)");
        let said = says(&mut session, ":save a");
        assert!(said.contains("`rules/a.dl` is there already"), "{said}");
        // Without what the file says, nothing is `near`; but nothing needs it either.
        says(&mut session, "far(1).");
        assert!(says(&mut session, ":save! a").contains("saved"));
        assert!(says(&mut session, "near(1, 2)").contains("unknown relation"));
        says(&mut session, "far(2).");
        says(&mut session, ":add far(2)");
        assert!(says(&mut session, ":save rules/a.dl --force").contains("nothing was saved"));
        assert_eq!(says(&mut session, "far(1), far(2)"), "yes\n");
        let kept = fs::read_to_string(folder.path().join("rules/a.dl")).unwrap();
        assert_eq!(kept, ".decl far(a: number)\nfar(1).\n");
    }

    #[test]
    fn names_stay_within_the_rules() {
        for name in ["../a", "reading/a", "a b", "", "!", ".dl", "a.txt"] {
            assert!(target(name).is_err(), "{name}");
        }
        assert_eq!(
            target("rules/é-1.dl").unwrap(),
            ("rules/é-1.dl".to_owned(), false)
        );
        assert_eq!(target("a!").unwrap(), ("rules/a.dl".to_owned(), true));
        assert_eq!(target("! a").unwrap(), ("rules/a.dl".to_owned(), true));
    }
}
