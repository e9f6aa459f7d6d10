//! What is in force stays in force, and a question changes nothing.

use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use crate::answers::Knowledge;
use crate::engine::Limits;
use crate::facts::Base;
use crate::repl::{Origin, Session};

const RULES: &str = ".decl saw(a: symbol, b: symbol)\n.decl seen(b: symbol)\nseen(b) :- saw(_, b).\n\
                     .decl unseen(a: symbol)\nunseen(a) :- saw(a, _), !seen(a).\n";

fn article(folder: &Path, id: &str, date: &str, text: &str, facts: &str) {
    fs::write(
        folder.join(format!("seeds/{id}.txt")),
        format!("date {date} Titre\n\n{text}\n"),
    )
    .unwrap();
    let facts = format!(".article \"{id}\"\n@ \"{text}\"\n{facts}\n");
    fs::write(folder.join(format!("facts/curated/{id}.dl")), facts).unwrap();
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["rules", "seeds", "facts/curated"] {
        fs::create_dir_all(folder.path().join(name)).unwrap();
    }
    fs::write(folder.path().join("rules/a.dl"), RULES).unwrap();
    let path = folder.path();
    article(
        path,
        "a",
        "2025-01",
        "Ana a vu Bao.",
        "saw(\"Ana\", \"Bao\").",
    );
    article(
        path,
        "b",
        "2025-03",
        "Bao a vu Ana.",
        "saw(\"Bao\", \"Ana\").",
    );
    folder
}

fn session(folder: &Path, limits: Limits) -> Session {
    let origin = Origin::Folder(folder.to_owned());
    let (base, reports) = Base::load(&origin.files().0);
    assert!(reports.is_empty(), "{reports:?}");
    let knowledge = Knowledge::new(base, &Limits::default()).unwrap();
    let mut session = Session::new(knowledge, origin, limits);
    session.format = crate::answers::Format::Csv;
    session
}

fn says(session: &mut Session, text: &str) -> String {
    let reply = session.line(text);
    reply.data + &reply.notices
}

#[test]
fn a_date_stays_in_force_when_the_base_is_read_anew_and_rules_are_added() {
    let folder = folder();
    let mut session = session(folder.path(), Limits::default());
    assert_eq!(session.prompt(), "entente> ");
    assert_eq!(
        says(&mut session, ":as-of 2025-02"),
        "in force: as of 2025-02\n1 statement is left out, with 1 of 2 articles\n"
    );
    assert_eq!(session.prompt(), "entente (as of 2025-02)> ");
    let seen = "b\nBao\nnote: as of 2025-02\n";
    assert_eq!(says(&mut session, "seen(b)"), seen);
    let text = "Cam a vu Dao.";
    article(
        folder.path(),
        "c",
        "2025-04",
        text,
        "saw(\"Cam\", \"Dao\").",
    );
    says(&mut session, ":reload");
    assert_eq!(says(&mut session, "seen(b)"), seen);
    says(&mut session, "saw(\"Ana\", \"Eva\") :- saw(\"Ana\", _).");
    let seen = "b\nBao\nEva\nnote: as of 2025-02\n";
    assert_eq!(says(&mut session, "seen(b)"), seen);
    says(&mut session, ":drop 1");
    says(&mut session, ":as-of now");
    assert_eq!(says(&mut session, "seen(b)"), "b\nAna\nBao\nDao\n");
    assert_eq!(session.prompt(), "entente> ");
}

#[test]
fn what_would_fall_changes_nothing() {
    let folder = folder();
    let mut session = session(folder.path(), Limits::default());
    let before = says(&mut session, "seen(b)");
    let said = says(&mut session, ":without b");
    assert!(said.contains("- seen(\"Ana\")"), "{said}");
    assert!(said.contains("+ unseen(\"Ana\")"), "{said}");
    let said = says(&mut session, ":without seen:1");
    assert!(said.contains("seen: 2 of 2 fall"), "{said}");
    let said = says(&mut session, ":fragile seen");
    assert!(said.contains("2 of 2 tuples fall"), "{said}");
    assert_eq!(says(&mut session, "seen(b)"), before);
    assert_eq!(
        says(&mut session, "unseen(\"Ana\")").lines().nth(1),
        Some("no")
    );
    says(&mut session, "saw(\"Eva\", \"Eva\") :- saw(\"Ana\", _).");
    let said = says(&mut session, ":without <prompt>:1");
    assert!(said.contains("- seen(\"Eva\")"), "{said}");
}

#[test]
fn a_change_that_is_stopped_leaves_what_was_in_force() {
    let folder = folder();
    let limits = Limits::default();
    let mut session = session(folder.path(), limits.clone());
    says(&mut session, ":as-of 2025-02");
    limits.interrupt.store(true, Ordering::SeqCst);
    for command in [
        ":as-of 2025-04",
        ":min-confidence 0.9",
        ":without a",
        ":fragile",
    ] {
        let said = says(&mut session, command);
        assert!(said.contains("interrupted"), "{command}: {said}");
    }
    let said = says(&mut session, ":whynot seen(\"Ana\")");
    assert!(said.contains("interrupted"), "{said}");
    limits.interrupt.store(false, Ordering::SeqCst);
    assert_eq!(session.prompt(), "entente (as of 2025-02)> ");
    assert_eq!(
        says(&mut session, "seen(b)"),
        "b\nBao\nnote: as of 2025-02\n"
    );
}

#[test]
fn what_is_known_in_part_is_not_accepted() {
    let folder = folder();
    let mut session = session(folder.path(), Limits::default());
    says(&mut session, ":as-of 2025-02");
    assert!(says(&mut session, ":diff").contains("- seen(\"Ana\")"));
    let said = says(&mut session, ":accept --all");
    assert!(said.contains("only as of 2025-02"), "{said}");
    assert!(!folder.path().join("snapshots").exists());
}
