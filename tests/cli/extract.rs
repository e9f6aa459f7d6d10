//! `entente extract`.

use crate::folder::Folder;

const ARTICLE: &str = "Le général Tô Lâm, ministre de la Sécurité publique du Vietnam, a affirmé mardi à Hanoï \
    que la coopération avec le Laos progresse.\n";

fn folder() -> Folder {
    Folder::with_shipped_rules().with("seeds/a1.txt", ARTICLE)
}

#[test]
fn facts_are_written_into_the_base_and_read_back() {
    let folder = folder();
    let called = folder.call(&["extract", "a1"]);
    assert_eq!(
        (called.out.as_str(), called.status),
        ("", 0),
        "{}",
        called.err
    );
    assert!(
        called.err.starts_with("written: facts/extracted/a1.dl, "),
        "{}",
        called.err
    );
    let written = folder.read("facts/extracted/a1.dl");
    assert!(
        written.starts_with("// Written by `entente extract`"),
        "{written}"
    );
    let query = r#"holds("Tô Lâm", "ministre de la Sécurité publique", "Vietnam")"#;
    assert_eq!(folder.call(&["query", query]).out, "yes\n");
    let again = folder.call(&["extract", "seeds", "seeds/a1.txt"]);
    assert_eq!((again.err, again.status), (called.err, 0));
    assert_eq!(folder.read("facts/extracted/a1.dl"), written);
}

#[test]
fn lines_are_printed_for_the_named_articles_and_nothing_else() {
    let folder = folder()
        .with("seeds/b2.txt", "Rien.\n")
        .with("draft.txt", ARTICLE);
    let lines = |article| folder.call(&["extract", article, "--format", "jsonl"]);
    assert_eq!(lines("b2").out, "");
    for (name, id) in [("a1", "a1"), ("seeds/a1.txt", "a1"), ("draft.txt", "draft")] {
        let called = lines(name);
        assert_eq!((called.err.as_str(), called.status), ("", 0));
        assert!(!called.out.is_empty());
        for line in called.out.lines() {
            let fact: serde_json::Value =
                serde_json::from_str(line).expect("each line is an object");
            assert_eq!(fact["article"], id);
            assert!(
                ARTICLE.contains(fact["quote"].as_str().expect("a text")),
                "{line}"
            );
            assert!(
                fact["args"].is_array() && fact["relation"].is_string(),
                "{line}"
            );
            assert!(
                (0.0..=1.0).contains(&fact["confidence"].as_f64().expect("a number")),
                "{line}"
            );
        }
    }
    assert!(!folder.path().join("facts/extracted").exists());
}

#[test]
fn what_cannot_be_read_does_not_keep_the_rest_from_it() {
    let folder = folder()
        .with("seeds/bad.txt", b"un caf\xe9\n")
        .with("seeds/empty.txt", "\n")
        .with("outside.txt", ARTICLE);
    let arguments = [
        "extract",
        "bad",
        "seeds/empty.txt",
        "outside.txt",
        "none.txt",
        "a2",
        "rules",
        "seeds/a1.txt",
    ];
    let seen = folder.see(&arguments);
    let (messages, written) = seen
        .split_once("written: ")
        .expect("the last one is written");
    assert!(written.ends_with("--- status 2"), "{written}");
    insta::assert_snapshot!(messages, @"
    --- stderr
    error: no article, file or folder `a2`
     |
     = help: did you mean `a1`?

    error: rules: no text files
     |
     = help: articles are files whose names end in .txt

    error: seeds/bad.txt: line 1: not UTF-8 (byte 0xe9 at offset 6); save the file as UTF-8

    error: seeds/empty.txt: the file is empty

    error: outside.txt: not an article of the base
     |
     = help: copy it to seeds, or print its facts with `--format jsonl`

    error: none.txt: no such file or directory
    ");
}

#[test]
fn a_file_that_a_person_wrote_is_not_overwritten() {
    let folder = folder().with("facts/extracted/a1.dl", "// By hand.\n");
    insta::assert_snapshot!(folder.see(&["extract", "a1"]), @"
    --- stderr
    error: facts/extracted/a1.dl: not overwritten, since its first line does not say that `entente extract` wrote it; move it to facts/curated/ to keep it, or delete it

    --- status 2
    ");
    assert_eq!(folder.read("facts/extracted/a1.dl"), "// By hand.\n");
}

#[test]
fn mistakes_in_facts_do_not_keep_an_article_from_being_read() {
    let folder = folder()
        .with(
            "facts/extracted/a1.dl",
            "// Written by `entente extract`\nold(1).\n",
        )
        .with("facts/curated/a1.dl", ".article \"a3\"\n");
    let called = folder.call(&["extract", "a1"]);
    assert_eq!(called.status, 0, "{}", called.err);
    assert!(
        called
            .err
            .starts_with("warning: curated facts have mistakes"),
        "{}",
        called.err
    );
}

#[test]
fn an_article_that_is_named_twice_is_read_once() {
    let folder = folder();
    let lines = |arguments: &[&str]| folder.call(arguments).out;
    let once = lines(&["extract", "a1", "--format", "jsonl"]);
    let twice = lines(&[
        "extract",
        "seeds",
        "a1",
        "seeds/a1.txt",
        "--format",
        "jsonl",
    ]);
    assert_eq!(twice, once);
}

#[test]
fn paths_may_be_meant_from_the_base() {
    let base = folder();
    let path = base.path().to_str().expect("the path is text");
    let called = Folder::empty().call(&["--base", path, "extract", "seeds/a1.txt"]);
    assert_eq!(called.status, 0, "{}", called.err);
    assert!(base.path().join("facts/extracted/a1.dl").exists());
}

#[test]
fn the_shipped_base_can_be_printed_but_not_written_to() {
    let folder = Folder::empty().with("a.txt", ARTICLE);
    insta::assert_snapshot!(folder.see(&["extract", "a.txt"]), @"
    --- stderr
    error: the base is inside the program: there is no folder to write to
     |
     = help: name a base of your own with `--base DIR`, or print the facts with `--format jsonl`

    --- status 2
    ");
    assert!(
        !folder
            .call(&["extract", "a.txt", "--format", "jsonl"])
            .out
            .is_empty()
    );
}
