//! `entente extract`.

use std::path::Path;

use crate::folder::{Folder, repository};

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
    let again = folder.call(&["extract", "seeds", "seeds/a1.txt", "--force"]);
    assert_eq!((again.err, again.status), (called.err, 0));
    assert_eq!(folder.read("facts/extracted/a1.dl"), written);
}

#[test]
fn the_shipped_articles_are_read_as_committed() {
    let folder = Folder::empty().with_shipped(&["rules", "facts", "seeds"]);
    let facts = |folder: &Path, name: &str| {
        let text = std::fs::read_to_string(folder.join(name)).expect("it can be read");
        let lines = text.lines().filter(|line| !line.starts_with("//"));
        lines.collect::<Vec<_>>().join("\n")
    };
    let committed = std::fs::read_dir(repository().join("facts/extracted")).expect("it is there");
    let committed: Vec<String> = committed
        .map(|file| file.expect("it can be read").file_name())
        .map(|name| format!("facts/extracted/{}", name.to_string_lossy()))
        .collect();
    assert!(!committed.is_empty());
    let called = folder.call(&["extract", "seeds", "--force"]);
    assert_eq!(called.status, 0, "{}", called.err);
    for name in committed {
        assert_eq!(
            facts(folder.path(), &name),
            facts(&repository(), &name),
            "`entente extract seeds` writes {name} anew: read the difference and commit it"
        );
    }
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
fn a_profile_has_stages_and_rules_and_says_which_rules_find_nothing() {
    let folder = folder();
    let called = folder.call(&["extract", "a1", "--profile"]);
    assert_eq!((called.err.as_str(), called.status), ("", 0));
    assert!(!folder.path().join("facts/extracted").exists());
    let (stages, rules) = called
        .out
        .split_once("\nrules that gave something: ")
        .expect("both");
    for stage in ["tokens", "clauses", "form", "rules", "facts"] {
        let is_stage = |line: &str| line.ends_with(&format!(" ms  {stage}"));
        assert!(stages.lines().any(is_stage), "{stage}: {stages}");
    }
    let (gave, idle) = rules
        .split_once("\nrules that gave nothing: ")
        .expect("both");
    // The runs, the tuples derived and the new ones of the rules that are listed for a relation.
    let counts = |rules: &str, head: &str| -> Vec<Vec<usize>> {
        let of_head = |line: &&str| line.contains("  rules/reading/") && line.ends_with(head);
        let rules = rules.lines().filter(of_head);
        let numbers = |line: &str| {
            let words = line.split_whitespace().skip(2);
            words.map_while(|word| word.parse().ok()).collect()
        };
        rules.map(numbers).collect()
    };
    assert_eq!(counts(gave, " found_statement"), [[1, 1, 1]], "{gave}");
    // A rule stands in one of the two lists.
    let rule = |line: &str| line.find("rules/reading/").map(|at| line[at..].to_owned());
    let of_statements = gave
        .lines()
        .filter(|line| line.ends_with(" found_statement"));
    for gave in of_statements.filter_map(rule) {
        assert!(
            idle.lines().filter_map(rule).all(|one| one != gave),
            "{gave}"
        );
    }
    let gifts = counts(idle, " found_gift");
    assert!(
        !gifts.is_empty() && gifts.iter().all(|one| one[1..] == [0, 0]),
        "{idle}"
    );
    let refused = folder.call(&["extract", "a1", "--profile", "--format", "jsonl"]);
    assert_eq!(refused.status, 2);
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
    assert!(written.ends_with("--- status 1"), "{written}");
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

    --- status 1
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

#[test]
fn what_is_unchanged_is_not_read_again() {
    let folder = folder().with("seeds/b2.txt", ARTICLE);
    let extract = |arguments: &[&str]| {
        let called = folder.call(&[&["extract", "seeds"], arguments].concat());
        assert_eq!(called.status, 0, "{}", called.err);
        let written = called.err.matches("written: ").count();
        let skipped = called
            .err
            .lines()
            .find(|line| line.starts_with("skipped: "));
        (written, skipped.map(str::to_owned))
    };
    let skipped = |what: &str| Some(format!("skipped: {what}; `--force` reads anew"));
    let both = skipped("2 articles, unchanged since they were read");
    let one = skipped("1 article, unchanged since it was read");
    assert_eq!(extract(&[]), (2, None));
    assert_eq!(extract(&[]), (0, both.clone()));
    assert_eq!(extract(&["--force"]), (2, None));
    // The text, a word, a rule, the threshold and a curated event each give another reading.
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("seeds/b2.txt", &format!("{ARTICLE}\nRien de plus.\n"));
    assert_eq!(extract(&[]), (1, one.clone()));
    write("facts/lexicon/more.dl", "// Nothing.\n");
    assert_eq!(extract(&[]), (2, None));
    write("rules/reading/more.dl", "// Nothing.\n");
    assert_eq!(extract(&[]), (2, None));
    assert_eq!(extract(&["--min-confidence", "0.8"]), (2, None));
    assert_eq!(extract(&["--min-confidence", "0.8"]), (0, both));
    write(
        "facts/curated/b2.dl",
        ".article \"b2\"\n@ \"à Hanoï\"\nevent(\"visit-1\", \"visit\", \"à Hanoï\").\n",
    );
    assert_eq!(extract(&["--min-confidence", "0.8"]), (1, one));
    // Whoever deletes a file wants it again.
    std::fs::remove_file(folder.path().join("facts/extracted/a1.dl")).unwrap();
    assert_eq!(extract(&["--min-confidence", "0.8"]).0, 1);
}

#[test]
fn what_is_too_uncertain_is_written_and_not_used() {
    let folder = folder();
    let every = |arguments: &[&str]| {
        let lines = folder.call(&[&["extract", "a1", "--format", "jsonl"], arguments].concat());
        assert_eq!((lines.err.as_str(), lines.status), ("", 0));
        lines.out
    };
    let all = every(&["--min-confidence", "1", "--all"]);
    assert!(!all.is_empty());
    assert_eq!(all, every(&["--min-confidence", "0"]));
    let certain = all
        .lines()
        .filter(|line| line.contains("\"confidence\":1.0"));
    assert_eq!(
        every(&["--min-confidence", "1"]).lines().count(),
        certain.count()
    );

    let query = r#"holds("Tô Lâm", "ministre de la Sécurité publique", "Vietnam")"#;
    let rule = ".decl reading_confidence(pattern: symbol, percent: number)\n\
        reading_confidence(\"office\", 40).\n";
    let folder = folder.with("facts/lexicon/confidence.dl", rule);
    let called = folder.call(&["extract", "a1"]);
    assert!(
        called.err.contains("of them too uncertain to be used"),
        "{}",
        called.err
    );
    assert!(folder.read("facts/extracted/a1.dl").contains(" ?\nholds("));
    assert_eq!(folder.call(&["query", query]).out, "no\n");
    assert!(!folder.call(&["facts"]).out.contains("holds("));
    let all = folder.call(&["facts", "--all"]).out;
    assert!(all.contains(" ?\nholds("), "{all}");
    let lines = folder.call(&["facts", "--all", "--format", "jsonl"]).out;
    assert!(lines.contains("\"origin\":\"doubtful\""), "{lines}");
    let check = folder.call(&["check", "--verbose"]).out;
    assert!(check.contains("too uncertain to be used"), "{check}");
    assert!(check.contains("facts/extracted/a1.dl:"), "{check}");
    let wrong = folder.call(&["extract", "a1", "--min-confidence", "2"]);
    assert_eq!(wrong.status, 2);
}

#[test]
fn any_bytes_are_survived() {
    let endless = "mot ".repeat(50_000);
    let folder = folder()
        .with("seeds/b1.txt", b"\xff\xfea\0b\0")
        .with("seeds/b2.txt", "")
        .with("seeds/b3.txt", "un\ndeux\0trois\n")
        .with("seeds/b4.txt", format!("{ARTICLE}\n{endless}\n"))
        .with(
            "seeds/b5.txt",
            "\u{feff}\u{202e}\u{1b}[31m«».;\r\r\n\n\u{301}\u{301}",
        )
        .with("seeds/z.txt", ARTICLE);
    let seen = folder.see(&["extract", "seeds", "--format", "jsonl"]);
    let messages = &seen[seen.find("--- stderr").expect("there are messages")..];
    insta::assert_snapshot!(messages, @"
    --- stderr
    error: seeds/b1.txt: line 1: not UTF-8 (byte 0xff at offset 0); save the file as UTF-8

    error: seeds/b2.txt: the file is empty

    error: seeds/b3.txt: line 2: no plain text (byte 0x00 at offset 7)
     |
     = help: save the file as plain text in UTF-8

    warning: seeds/b4.txt: line 3: a stretch too long to be a sentence (199999 bytes in all) was read in pieces
     |
     = help: end sentences with full stops, or paragraphs with line ends

    --- status 1
    ");
    let ids = |out: &str| {
        let mut ids: Vec<String> = out
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .map(|fact| fact["article"].as_str().unwrap().to_owned())
            .collect();
        ids.dedup();
        ids
    };
    let called = folder.call(&["extract", "seeds", "--format", "jsonl"]);
    assert_eq!(ids(&called.out), ["a1", "b4", "z"]);
}

#[test]
fn facts_are_the_same_however_many_threads_read() {
    let mut folder = folder();
    for number in 0..12 {
        let text = format!("{}\n", ARTICLE.repeat(1 + number % 3));
        folder = folder.with(&format!("seeds/n{number}.txt"), text);
    }
    let lines = |threads| {
        let called = folder.call(&[
            "extract",
            "seeds",
            "--format",
            "jsonl",
            "--threads",
            threads,
        ]);
        assert_eq!((called.err.as_str(), called.status), ("", 0));
        called.out
    };
    let one = lines("1");
    assert!(one.lines().count() > 12);
    assert_eq!(one, lines("2"));
    assert_eq!(one, lines("5"));
    // Nor does it matter what is read together.
    let alone: String = {
        let mut names: Vec<String> = (0..12).map(|n| format!("n{n}")).collect();
        names.push("a1".to_owned());
        names.sort();
        let alone = |name: &String| folder.call(&["extract", name, "--format", "jsonl"]).out;
        names.iter().map(alone).collect()
    };
    assert_eq!(one, alone);
}

#[test]
fn a_long_article_is_read_in_pieces_with_one_id_for_each_event() {
    let visit =
        "Le 12 janvier 2025, le général Tô Lâm s'est rendu en visite officielle au Laos.\n\n";
    let calm = "Le calme est resté entier toute la journée.\n\n".repeat(1000);
    let text = format!("{visit}{calm}{visit}");
    let folder = folder().with("seeds/long.txt", text);
    let called = folder.call(&["extract", "long", "--format", "jsonl"]);
    assert_eq!((called.err.as_str(), called.status), ("", 0));
    let visits = called.out.lines().filter(|line| line.contains("\"event\""));
    let ids: Vec<String> = visits
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|fact| fact["args"][0].as_str().unwrap().to_owned())
        .collect();
    let mut unique = ids.clone();
    unique.dedup();
    assert_eq!((&ids[0], &ids), (&"visit-1".to_owned(), &unique));
    assert!(ids.len() > 1, "{ids:?}");
}
