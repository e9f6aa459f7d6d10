//! `entente check`.

use crate::folder::Folder;

#[test]
fn a_sound_base_ends_with_0() {
    insta::assert_snapshot!(Folder::with_base().see(&["check"]), @"
    --- stdout
    info: the engine runs all rules: these are not the rules that were compiled in
    info: no rule uses the facts of 1 relation: `entente check --strict` shows it
    1 article, 2 curated and 1 extracted facts in force, 0 of the lexicon, 2 rules, 4 tuples derived
    no errors, no warnings, no findings
    --- status 0
    ");
}

#[test]
fn findings_end_with_1() {
    let folder = Folder::with_base().with(
        "rules/more.dl",
        ".decl signed(id: symbol, who: symbol)\n.decl signatory(who: symbol)\n\
         signatory(who) :- signed(_, who).\n.decl unused(x: symbol)\n\
         .decl half(n: number)\nhalf(n / 0) :- meetings(_, n).\n",
    );
    insta::assert_snapshot!(folder.see(&["check"]), @"
    --- stdout
    info: the engine runs all rules: these are not the rules that were compiled in
    info: 2 of 4 derived relations have no tuple in this base
    info: 2 rules derive nothing, no rule uses the facts of 1 relation: `entente check --strict` shows them
    finding: rules use `signed`, and nothing fills it (rules/more.dl:1)
    finding: undefined while rules ran: 1 / 0
    1 article, 2 curated and 1 extracted facts in force, 0 of the lexicon, 4 rules, 4 tuples derived
    no errors, no warnings, 2 findings
    --- status 1
    ");
}

#[test]
fn errors_and_warnings_are_shown_and_counted() {
    let folder = Folder::with_base().with("rules/w.dl", ".decl p(x: symbol)\np(x) :- met(x, y).\n");
    insta::assert_snapshot!(folder.see(&["check"]), @"
    --- stdout
    warning: `y` is used once
     --> rules/w.dl:2:16
      |
    2 | p(x) :- met(x, y).
      |                ^
      |
      = help: if its value does not matter, write `_` or `_y`

    info: the engine runs all rules: these are not the rules that were compiled in
    info: no rule uses the facts of 1 relation: `entente check --strict` shows it
    1 article, 2 curated and 1 extracted facts in force, 0 of the lexicon, 3 rules, 6 tuples derived
    no errors, 1 warning, no findings
    --- status 1
    ");
    let folder = folder.with("facts/curated/b.dl", ".article \"a1\"\n@ \"Vilay a vu\"\n");
    insta::assert_snapshot!(folder.see(&["check"]), @r#"
    --- stdout
    warning: `y` is used once
     --> rules/w.dl:2:16
      |
    2 | p(x) :- met(x, y).
      |                ^
      |
      = help: if its value does not matter, write `_` or `_y`

    error: article `a1` does not say this
     --> facts/curated/b.dl:2:3
      |
    2 | @ "Vilay a vu"
      |   ^^^^^^^^^^^^
      |
      = help: the nearest passage is: Vilay a

    1 error, 1 warning
    --- status 2
    "#);
}

#[test]
fn facts_that_were_set_aside_are_counted_by_article_and_shown_if_asked() {
    let folder = Folder::with_base()
        .with(
            "facts/extracted/a1.dl",
            ".article \"a1\"\n@ \"Le ministre Vilay\" 0.9\n\
             holds(\"Vilay\", \"ministre\", \"\").\nholds(\"Vilay\", \"maire\", \"Huê\").\n\
             participant(\"v\", \"Vilay\", \"visitor\").\n",
        )
        .with(
            "facts/curated/b.dl",
            ".article \"a1\"\n!participant(\"v\", \"Vilay\", \"visitor\").\n\
             @ \"Le ministre Vilay\"\nholds(\"Vilay\", \"ministre\", \"\").\n",
        );
    insta::assert_snapshot!(folder.see(&["check"]), @"
    --- stdout
    info: a1: 1 withdrawn, 1 overruled by curated facts
    info: the engine runs all rules: these are not the rules that were compiled in
    info: no rule uses the facts of 1 relation: `entente check --strict` shows it
    1 article, 3 curated and 1 extracted facts in force, 0 of the lexicon, 2 rules, 4 tuples derived
    no errors, no warnings, no findings
    --- status 0
    ");
    insta::assert_snapshot!(folder.see(&["check", "--verbose"]), @r#"
    --- stdout
    info: a1: 1 withdrawn, 1 overruled by curated facts
        fact: holds("Vilay", "maire", "Huê") of facts/extracted/a1.dl:4, overruled by facts/curated/b.dl:4
        fact: participant("v", "Vilay", "visitor") of facts/extracted/a1.dl:5, withdrawn by facts/curated/b.dl:2
    info: the engine runs all rules: these are not the rules that were compiled in
    info: no rule uses the facts of 1 relation: `entente check --strict` shows it
    1 article, 3 curated and 1 extracted facts in force, 0 of the lexicon, 2 rules, 4 tuples derived
    no errors, no warnings, no findings
    --- status 0
    "#);
}

#[test]
fn the_shipped_base_has_no_errors_or_warnings() {
    let called = Folder::empty().call(&["check"]);
    assert!(
        called.out.contains("no errors, no warnings"),
        "{}",
        called.out
    );
}

#[test]
fn mistakes_and_what_nothing_uses_are_told_of_rules_of_reading() {
    let folder = Folder::with_shipped_rules();
    let called = folder.call(&["check"]);
    assert_eq!(called.status, 1, "nothing fills what rules use");
    let folder = folder.with(
        "rules/reading/more.dl",
        ".decl left_over(V: number)\nleft_over(V) :- verb(V, _, _, _, _), infinitive(V, _).\n",
    );
    let strict = folder.call(&["check", "--strict"]).out;
    let mut reports = strict
        .split("\n\n")
        .filter_map(|one| one.strip_prefix("warning: "));
    let found = reports.find(|one| one.contains("`left_over`"));
    insta::assert_snapshot!(found.unwrap_or(&strict), @"
    no rule of reading uses what is derived of `left_over`
     --> rules/reading/more.dl:1:7
      |
    1 | .decl left_over(V: number)
      |       ^^^^^^^^^
      |
      = help: use it in a rule that leads to a relation of rules/reading/findings.dl, or remove it
    ");
    let folder = folder.with(
        "rules/reading/more.dl",
        "left_over(V) :- verb(V, _, _, _, _).\n",
    );
    let called = folder.call(&["check"]);
    assert_eq!(called.status, 2);
    assert!(
        called.out.contains("unknown relation `left_over`"),
        "{}",
        called.out
    );
}
