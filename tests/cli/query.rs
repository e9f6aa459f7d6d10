//! `entente query`.

use crate::folder::{Folder, repository};

#[test]
fn each_format_prints_the_answers() {
    let folder = Folder::with_base();
    let query = |format| folder.see(&["query", "meetings(P, N)", "--format", format]);
    insta::assert_snapshot!(query("table"), @r#"
    --- stdout
    ┌──────────┬───┐
    │ P        │ N │
    ├──────────┼───┤
    │ "Tô Lâm" │ 1 │
    │ "Vilay"  │ 1 │
    └──────────┴───┘
    2 answers
    --- status 0
    "#);
    insta::assert_snapshot!(query("csv"), @"
    --- stdout
    P,N
    Tô Lâm,1
    Vilay,1
    --- status 0
    ");
    insta::assert_snapshot!(query("json"), @r#"
    --- stdout
    [
      {"P":"Tô Lâm","N":1},
      {"P":"Vilay","N":1}
    ]
    --- status 0
    "#);
    insta::assert_snapshot!(query("jsonl"), @r#"
    --- stdout
    {"P":"Tô Lâm","N":1}
    {"P":"Vilay","N":1}
    --- status 0
    "#);
    insta::assert_snapshot!(query("markdown"), @"
    --- stdout
    | P | N |
    | --- | ---: |
    | Tô Lâm | 1 |
    | Vilay | 1 |
    --- status 0
    ");
    insta::assert_snapshot!(query("xml"), @"
    --- stderr
    error: invalid value 'xml' for '--format <FORMAT>'
      [possible values: table, csv, json, jsonl, markdown]

    For more information, try '--help'.
    --- status 2
    ");
}

#[test]
fn no_answers_end_with_1_and_a_hint() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see(&["query", r#"met("vilai", Q)"#]), @r#"
    --- stdout
    no answers
    --- stderr
    hint: no tuple of `met` has "vilai" as `p`: did you mean "Vilay"?
    --- status 1
    "#);
    insta::assert_snapshot!(folder.see(&["query", r#"met("Tô Lâm", "Vilay")"#]), @"
    --- stdout
    yes
    --- status 0
    ");
    insta::assert_snapshot!(folder.see(&["query", r#"met("Tô Lâm", "Tô Lâm")"#, "--format", "jsonl"]), @r#"
    --- stdout
    {"answer":false}
    --- status 1
    "#);
}

#[test]
fn mistakes_end_with_2_and_a_way_out() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see(&["query", "mett(P, Q)"]), @"
    --- stderr
    error: unknown relation `mett`
     --> <query>:1:1
      |
    1 | mett(P, Q)
      | ^^^^
      |
      = help: did you mean `met`?

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["query", "met(P"]), @"
    --- stderr
    error: expected `(`, an operator, `,` or `)`, found the end
     --> <query>:1:6
      |
    1 | met(P
      |      ^

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["query", "met(P, 1)"]), @r#"
    --- stderr
    error: expected a symbol, found a number
     --> <query>:1:8
      |
    1 | met(P, 1)
      |        ^
      |
      = help: as a text it is "1"

    --- status 2
    "#);
}

#[test]
fn a_broken_base_is_refused_with_all_that_is_wrong() {
    let folder = Folder::with_base()
        .with("rules/broken.dl", ".decl p(x: symbol)\np(x) :- q(x).\n")
        .with("facts/curated/b.dl", ".article \"a2\"\n")
        .with("seeds/bad.txt", b"caf\xe9");
    insta::assert_snapshot!(folder.see(&["query", "met(P, Q)"]), @r#"
    --- stderr
    error: seeds/bad.txt: line 1: not UTF-8 (byte 0xe9 at offset 3); save the file as UTF-8

    error: unknown relation `q`
     --> rules/broken.dl:2:9
      |
    2 | p(x) :- q(x).
      |         ^
      |
      = help: declare it: `.decl q(…)`

    error: no article `a2`
     --> facts/curated/b.dl:1:10
      |
    1 | .article "a2"
      |          ^^^^
      |
      = help: did you mean `a1`?

    --- status 2
    "#);
}

#[test]
fn warnings_of_the_base_are_counted_and_do_not_disturb() {
    let folder = Folder::with_base().with("rules/w.dl", ".decl p(x: symbol)\np(x) :- met(x, y).\n");
    insta::assert_snapshot!(folder.see(&["query", r#"p("Vilay")"#]), @"
    --- stdout
    yes
    --- stderr
    warning: the base has a warning: `entente check` shows it
    --- status 0
    ");
}

#[test]
fn what_was_undefined_is_noted() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see(&["query", "meetings(P, N), M = N / 0"]), @"
    --- stdout
    no answers
    --- stderr
    note: undefined: 1 / 0
    --- status 1
    ");
}

#[test]
fn limits_stop_a_query() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see(&["query", "met(P, Q)", "--max-rows", "1"]), @"
    --- stderr
    error: stopped at 1 rows while deriving `met`, which had 2 rows
    help: allow more with `--max-rows`
    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["query", "met(P, Q)", "--timeout", "0"]), @"
    --- stderr
    error: invalid value '0' for '--timeout <SECONDS>': not a time: write seconds, such as 10 or 0.5

    For more information, try '--help'.
    --- status 2
    ");
}

#[test]
fn the_shipped_base_answers() {
    let folder = Folder::empty();
    let called = folder.call(&["query", "article(Id, Title, Date)", "--format", "jsonl"]);
    let seeds = std::fs::read_dir(repository().join("seeds")).expect("the folder is there");
    assert_eq!(
        (called.out.lines().count(), called.status),
        (seeds.count(), 0)
    );
    assert_eq!(called.err, "");
}

#[test]
fn control_characters_of_an_article_stay_out_of_tables() {
    let folder = Folder::with_base().with(
        "facts/curated/b.dl",
        ".article \"a1\"\n@ \"Vilay\"\nparticipant(\"x\", \"\u{1b}[31m\", \"=1+1\").\n",
    );
    let query = |format| {
        let called = folder.call(&["query", "participant(\"x\", P, Q)", "--format", format]);
        assert!(!called.out.contains('\u{1b}'), "{format}: {:?}", called.out);
        called.out
    };
    insta::assert_snapshot!(query("table"), @r#"
    ┌─────────┬────────┐
    │ P       │ Q      │
    ├─────────┼────────┤
    │ "␛[31m" │ "=1+1" │
    └─────────┴────────┘
    1 answer
    "#);
    insta::assert_snapshot!(query("csv"), @"
    P,Q
    ␛[31m,'=1+1
    ");
    insta::assert_snapshot!(query("jsonl"), @r#"{"P":"\u001b[31m","Q":"=1+1"}"#);
    query("markdown");
}
