//! `entente what-if`, and the flags that say what counts.

use crate::folder::Folder;

/// Two articles on two meetings, of which the second was read by the extractor.
pub(crate) fn two_articles() -> Folder {
    Folder::empty()
        .with(
            "seeds/a1.txt",
            "date 2025-01 Une rencontre\n\
             \n\
             Vilay a rencontré Tô Lâm à Hanoï.\n\
             Le ministre Vilay a visité Huê.\n",
        )
        .with(
            "seeds/b2.txt",
            "date 2025-06-30 Encore une rencontre\n\
             \n\
             Tô Lâm a reçu Vilay. Vilay a été maire.\n",
        )
        .with(
            "rules/meetings.dl",
            ".decl holds(person: symbol, title: symbol, of: symbol)\n\
             .decl participant(id: symbol, who: symbol, part: symbol)\n\
             // The two took part in one event.\n\
             .decl met(p: symbol, q: symbol)\n\
             met(p, q) :- participant(e, p, _), participant(e, q, _), p != q.\n\
             .decl meetings(p: symbol, times: number)\n\
             meetings(p, n) :- met(p, _), n = count : { met(p, _) }.\n\
             // Nobody says whom the person met.\n\
             .decl alone(p: symbol)\n\
             alone(p) :- holds(p, _, _), !met(p, _).\n",
        )
        .with(
            "facts/curated/a1.dl",
            ".article \"a1\"\n\
             @ \"Vilay a rencontré Tô Lâm\"\n\
             participant(\"m\", \"Vilay\", \"attendee\").\n\
             participant(\"m\", \"Tô Lâm\", \"attendee\").\n",
        )
        .with(
            "facts/extracted/b2.dl",
            ".article \"b2\"\n\
             @ \"Tô Lâm a reçu Vilay.\" 0.9\n\
             participant(\"r\", \"Tô Lâm\", \"host\").\n\
             @ \"Tô Lâm a reçu Vilay.\" 0.6\n\
             participant(\"r\", \"Vilay\", \"guest\").\n\
             @ \"Vilay a été maire.\" 0.4 ?\n\
             holds(\"Vilay\", \"maire\", \"\").\n",
        )
}

#[test]
fn what_falls_is_shown_by_relation() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["what-if", "participant(\"m\", _, _)", "participant(\"r\", _, _)"]), @r#"
    --- stdout
    without participant("m", _, _), participant("r", _, _): 4 facts are not known, 4 conclusions fall

    met: 2 of 2 fall
      - met("Tô Lâm", "Vilay")
      - met("Vilay", "Tô Lâm")

    meetings: 2 of 2 fall
      - meetings("Tô Lâm", 1)
      - meetings("Vilay", 1)
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["what-if", "a1"]), @"
    --- stdout
    without a1: 2 facts are not known, no conclusion falls
    --- status 0
    ");
    insta::assert_snapshot!(folder.see(&["what-if", "meetings.dl:7", "--all"]), @r#"
    --- stdout
    without rules/meetings.dl:7: 2 conclusions fall

    meetings: 2 of 2 fall
      - meetings("Tô Lâm", 1)
      - meetings("Vilay", 1)
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["what-if", "b2", "a1"]), @r#"
    --- stdout
    without b2, a1: 4 facts are not known, 4 conclusions fall

    met: 2 of 2 fall
      - met("Tô Lâm", "Vilay")
      - met("Vilay", "Tô Lâm")

    meetings: 2 of 2 fall
      - meetings("Tô Lâm", 1)
      - meetings("Vilay", 1)
    --- status 0
    "#);
}

#[test]
fn what_nothing_rests_on_ends_with_1() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["what-if", "alone"]), @"
    --- stdout
    without rules/meetings.dl:10: no conclusion falls
    --- status 1
    ");
    insta::assert_snapshot!(folder.see(&["what-if", "--fragile"]), @"
    --- stdout
    no conclusion falls when one article alone is left out
    --- status 1
    ");
}

#[test]
fn what_cannot_be_left_out_is_a_mistake() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["what-if"]), @"
    --- stderr
    error: the following required arguments were not provided:
      <WHAT>...

    Usage: entente what-if <WHAT>...

    For more information, try '--help'.
    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["what-if", "a3"]), @r#"
    --- stderr
    error: no article, relation or rule `a3`
     |
     = help: did you mean `a1`?
     = help: name an article by its id, a fact as `holds("Tô Lâm", _, _)`, or a rule as `presence.dl:71`

    --- status 2
    "#);
    insta::assert_snapshot!(folder.see(&["what-if", "met(\"Vilay\", _)"]), @r#"
    --- stderr
    error: no fact says met("Vilay", _)
     |
     = help: `met` is derived: leave out a rule of it, or facts that it rests on

    --- status 2
    "#);
    insta::assert_snapshot!(folder.see(&["what-if", "participant(\"x\", _, _)"]), @r#"
    --- stderr
    error: no fact says participant("x", _, _)
     |
     = help: `:whynot` tells what comes near

    --- status 2
    "#);
    insta::assert_snapshot!(folder.see(&["what-if", "meetings.dl:1"]), @"
    --- stderr
    error: `meetings.dl` has no rule 1
     |
     = help: did you mean `rules/meetings.dl:5`?

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["what-if", "b2", "--as-of", "2025-03"]), @"
    --- stderr
    note: 2 statements are left out, with 1 of 2 articles
    error: article `b2` is left out already

    --- status 2
    ");
}

#[test]
fn what_rests_on_one_article_is_listed() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["what-if", "--fragile", "participant"]), @r#"
    --- stdout
    participant: 4 of 4 tuples fall with one article

      a1, Une rencontre
      - participant("m", "Tô Lâm", "attendee")
      - participant("m", "Vilay", "attendee")

      b2, Encore une rencontre
      - participant("r", "Tô Lâm", "host")
      - participant("r", "Vilay", "guest")
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["what-if", "--fragile", "--as-of", "2025-03"]), @"
    --- stdout
    how many conclusions fall when one article alone is left out

      a1, Une rencontre

    met: 2 of 2; 2 with a1
    meetings: 2 of 2; 2 with a1

    no other relation has tuples
    --- stderr
    note: 2 statements are left out, with 1 of 2 articles
    --- status 0
    ");
    insta::assert_snapshot!(folder.see(&["what-if", "--fragile", "mett"]), @"
    --- stderr
    error: unknown relation `mett`
     |
     = help: did you mean `met`?

    --- status 2
    ");
}

#[test]
fn a_query_is_answered_as_of_a_date_or_from_a_confidence_on() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["query", "participant(e, p, t)", "--as-of", "2025-03"]), @r#"
    --- stdout
    ┌─────┬──────────┬────────────┐
    │ e   │ p        │ t          │
    ├─────┼──────────┼────────────┤
    │ "m" │ "Tô Lâm" │ "attendee" │
    │ "m" │ "Vilay"  │ "attendee" │
    └─────┴──────────┴────────────┘
    2 answers
    --- stderr
    note: 2 statements are left out, with 1 of 2 articles
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["query", "participant(e, p, t)", "--min-confidence", "0.7"]), @r#"
    --- stdout
    ┌─────┬──────────┬────────────┐
    │ e   │ p        │ t          │
    ├─────┼──────────┼────────────┤
    │ "m" │ "Tô Lâm" │ "attendee" │
    │ "m" │ "Vilay"  │ "attendee" │
    │ "r" │ "Tô Lâm" │ "host"     │
    └─────┴──────────┴────────────┘
    3 answers
    --- stderr
    note: 1 statement is left out
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["query", "holds(p, t, _)", "--min-confidence", "0.3"]), @r#"
    --- stdout
    ┌─────────┬─────────┐
    │ p       │ t       │
    ├─────────┼─────────┤
    │ "Vilay" │ "maire" │
    └─────────┴─────────┘
    1 answer
    --- stderr
    note: nothing is left out; 1 that is doubtful counts
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see(&["query", "met(p, q)", "--as-of", "2024"]), @"
    --- stdout
    no answers
    --- stderr
    note: 4 statements are left out, with 2 of 2 articles
    hint: `met` is empty
    --- status 1
    ");
    insta::assert_snapshot!(folder.see(&["query", "met(p, q)", "--as-of", "soon"]), @"
    --- stderr
    error: invalid value 'soon' for '--as-of <DATE>': `soon` is no date: write it as 2025, 2025-07 or 2025-07-30

    For more information, try '--help'.
    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["query", "met(p, q)", "--min-confidence", "80"]), @"
    --- stderr
    error: invalid value '80' for '--min-confidence <P>': `80` is no confidence: write a number from 0 to 1, such as 0.8; 0 stands for all that is used otherwise

    For more information, try '--help'.
    --- status 2
    ");
}

#[test]
fn check_warns_of_what_does_nothing_if_asked() {
    let folder = two_articles();
    insta::assert_snapshot!(folder.see(&["check"]), @"
    --- stdout
    info: b2: 0 withdrawn, 0 overruled by curated facts, 1 too uncertain to be used
    info: the engine runs all rules: these are not the rules that were compiled in
    info: 1 of 3 derived relations have no tuple in this base
    info: 1 rule derives nothing: `entente check --strict` shows it
    finding: rules use `holds`, and nothing fills it (rules/meetings.dl:1)
    2 articles, 2 curated and 2 extracted facts in force, 0 of the lexicon, 3 rules, 4 tuples derived
    no errors, no warnings, 1 finding
    --- status 1
    ");
    insta::assert_snapshot!(folder.see(&["check", "--strict"]), @"
    --- stdout
    info: b2: 0 withdrawn, 0 overruled by curated facts, 1 too uncertain to be used
    info: the engine runs all rules: these are not the rules that were compiled in
    info: 1 of 3 derived relations have no tuple in this base
    warning: this rule derives no `alone` here
      --> rules/meetings.dl:10:1
       |
    10 | alone(p) :- holds(p, _, _), !met(p, _).
       | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
       |
       = help: `holds`, which it needs, is empty

    finding: rules use `holds`, and nothing fills it (rules/meetings.dl:1)
    2 articles, 2 curated and 2 extracted facts in force, 0 of the lexicon, 3 rules, 4 tuples derived
    no errors, 1 warning, 1 finding
    --- status 1
    ");
    insta::assert_snapshot!(folder.see(&["check", "--min-confidence", "0.3"]), @"
    --- stdout
    info: b2: 0 withdrawn, 0 overruled by curated facts, 1 too uncertain to be used
    info: the engine runs all rules: these are not the rules that were compiled in
    info: 1 of 3 derived relations have no tuple in this base
    info: 1 rule derives nothing: `entente check --strict` shows it
    2 articles, 2 curated and 3 extracted facts in force, 0 of the lexicon, 3 rules, 4 tuples derived
    no errors, no warnings, no findings
    --- stderr
    note: nothing is left out; 1 that is doubtful counts
    --- status 0
    ");
}
