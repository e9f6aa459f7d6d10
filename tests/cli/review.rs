//! `entente review`.

use crate::folder::Folder;

const TEXT: &str = "Le général Tô Lâm a visité le Laos. Il a rencontré Vilay à Vientiane.\n";

const EXTRACTED: &str = r#"// Written by `entente extract`
.article "a1"

@ "Le général Tô Lâm a visité le Laos." 0.90
event("visit-1", "visit", "a visité le Laos").

@ "Tô Lâm a visité le Laos" 0.40 ?
participant("visit-1", "Tô Lâm", "visitor").

@ "a visité le Laos" 0.60
event_place("visit-1", "Laos").

@ "Le général Tô Lâm" 0.80
holds("Tô Lâm", "général", "").

@ "Il a rencontré Vilay" 0.70
event("meeting-1", "meeting", "a rencontré Vilay").

@ "Il a rencontré Vilay" 0.65
participant("meeting-1", "Vilay", "host").
"#;

pub(crate) fn folder() -> Folder {
    Folder::with_shipped_rules()
        .with("seeds/a1.txt", TEXT)
        .with("facts/extracted/a1.dl", EXTRACTED)
}

/// The lines of a transcript with what they say, each key in front of what it gives.
fn transcript(folder: &Folder, keys: &str) -> String {
    folder.see_with(&["review"], keys)
}

#[test]
fn the_least_certain_is_asked_first_and_each_judgement_saved() {
    let folder = folder();
    insta::assert_snapshot!(transcript(&folder, "a\ns\nr\na\n"), @r#"
    --- stdout

    a1, 6 to judge

      participant("visit-1", "Tô Lâm", "visitor")  confidence 0.40, too uncertain to be used
      of event("visit-1", "visit", "a visité le Laos")

      Le général «Tô Lâm a visité le Laos».
    with its event, event("visit-1", "visit", "a visité le Laos")

    a1, 4 to judge

      event_place("visit-1", "Laos")  confidence 0.60
      of event("visit-1", "visit", "a visité le Laos")

      Le général Tô Lâm «a visité le Laos».

    a1, 3 to judge

      participant("meeting-1", "Vilay", "host")  confidence 0.65
      of event("meeting-1", "meeting", "a rencontré Vilay")

      «Il a rencontré Vilay» à Vientiane.

    a1, 2 to judge

      event("meeting-1", "meeting", "a rencontré Vilay")  confidence 0.70

      «Il a rencontré Vilay» à Vientiane.

    a1, 1 to judge

      holds("Tô Lâm", "général", "")  confidence 0.80

      «Le général Tô Lâm» a visité le Laos.
    2 accepted, 0 corrected, 1 rejected, 1 skipped; 1 left
    --- status 0
    "#);
    insta::assert_snapshot!(folder.read("facts/curated/a1.dl"), @r#"
    .article "a1"

    @ "Le général Tô Lâm a visité le Laos."
    event("visit-1", "visit", "a visité le Laos").

    @ "Tô Lâm a visité le Laos"
    participant("visit-1", "Tô Lâm", "visitor").

    @ "Il a rencontré Vilay"
    !participant("meeting-1", "Vilay", "host").
    event("meeting-1", "meeting", "a rencontré Vilay").
    "#);
    assert_eq!(folder.read("facts/extracted/a1.dl"), EXTRACTED);
    // What was passed over is asked again, and what was not asked about.
    let again = folder.call_with(&["review", "a1"], "q\n").out;
    assert!(
        again.contains("2 to judge") && again.contains("event_place"),
        "{again}"
    );
    let query = r#"participant("visit-1", "Tô Lâm", "visitor")"#;
    assert_eq!(folder.call(&["query", query]).out, "yes\n");
    let query = r#"participant("meeting-1", _, _)"#;
    assert_eq!(folder.call(&["query", query]).out, "no\n");
}

#[test]
fn a_correction_is_checked_before_it_is_saved() {
    let folder = folder();
    let keys = "s\ns\nc\nparticipant(\"meeting-1\", \"Vilay\", \"hosts\")\nc\nparticipant(\"meeting-1\", \"Vilay\"\n\
        c\nholds(\"Vilay\", \"hôte\", \"\")\nc\nparticipant(\"visit-9\", \"Vilay\", \"host\")\nc\n\n\
        c\nparticipant(\"meeting-1\", \"Vilay\", \"attendee\").\nq\n";
    insta::assert_snapshot!(transcript(&folder, keys), @r#"
    --- stdout

    a1, 6 to judge

      participant("visit-1", "Tô Lâm", "visitor")  confidence 0.40, too uncertain to be used
      of event("visit-1", "visit", "a visité le Laos")

      Le général «Tô Lâm a visité le Laos».

    a1, 5 to judge

      event_place("visit-1", "Laos")  confidence 0.60
      of event("visit-1", "visit", "a visité le Laos")

      Le général Tô Lâm «a visité le Laos».

    a1, 4 to judge

      participant("meeting-1", "Vilay", "host")  confidence 0.65
      of event("meeting-1", "meeting", "a rencontré Vilay")

      «Il a rencontré Vilay» à Vientiane.
    error: the vocabulary has no part `hosts`: did you mean `host`?
     --> <correction>:1:35
      |
    1 | participant("meeting-1", "Vilay", "hosts") .
      |                                   ^^^^^^^

    error: expected an operator, `,` or `)`, found `.`
     --> <correction>:1:34
      |
    1 | participant("meeting-1", "Vilay" .
      |                                  ^

    error: a fact of `participant` is corrected by another one of it
     --> <correction>:1:1
      |
    1 | holds("Vilay", "hôte", "") .
      | ^^^^^
      |
      = help: reject this one, and write the other into the curated file

    error: the article has no event of this id
     --> <correction>:1:13
      |
    1 | participant("visit-9", "Vilay", "host") .
      |             ^^^^^^^^^
      |
      = help: its event was "meeting-1"

    not corrected
    with its event, event("meeting-1", "meeting", "a rencontré Vilay")

    a1, 2 to judge

      holds("Tô Lâm", "général", "")  confidence 0.80

      «Le général Tô Lâm» a visité le Laos.
    0 accepted, 1 corrected, 0 rejected, 2 skipped; 2 left
    --- status 2
    "#);
    insta::assert_snapshot!(folder.read("facts/curated/a1.dl"), @r#"
    .article "a1"

    @ "Il a rencontré Vilay"
    event("meeting-1", "meeting", "a rencontré Vilay").
    !participant("meeting-1", "Vilay", "host").
    participant("meeting-1", "Vilay", "attendee").
    "#);
    let query = |part| {
        let query = format!(r#"participant("meeting-1", "Vilay", "{part}")"#);
        folder.call(&["query", &query]).out
    };
    assert_eq!(
        (query("attendee").as_str(), query("host").as_str()),
        ("yes\n", "no\n")
    );
}

#[test]
fn judgements_are_undone_one_by_one() {
    let own =
        "// By hand.\n.article \"a1\"\n@ \"Tô Lâm\"\nholds(\"Tô Lâm\", \"dirigeant\", \"\").\n";
    let folder = folder().with("facts/curated/a1.dl", own);
    let called = folder.call_with(&["review"], "a\nr\ns\na\nu\nu\nu\nu\nu\nq\n");
    assert_eq!(called.status, 0, "{}", called.err);
    assert_eq!(called.out.matches("undone: ").count(), 4);
    assert!(called.out.contains("nothing to undo"));
    assert!(
        called
            .out
            .ends_with("0 accepted, 0 corrected, 0 rejected, 0 skipped; 6 left\n")
    );
    assert_eq!(folder.read("facts/curated/a1.dl"), own);
}

#[test]
fn the_end_of_the_input_is_a_quit() {
    let folder = folder();
    let called = folder.call_with(&["review"], "a\nwhat\n\u{1}\n");
    assert_eq!(called.status, 2);
    assert!(called.out.contains("one of a, c, r, s, u, q"));
    assert!(
        called
            .out
            .ends_with("1 accepted, 0 corrected, 0 rejected, 0 skipped; 4 left\n")
    );
    assert!(folder.read("facts/curated/a1.dl").contains("visitor"));
}

#[test]
fn what_cannot_be_saved_is_still_to_be_judged() {
    // Where a folder stands, no file can be written.
    let folder = folder().with("facts/curated/a1.dl/x.txt", "");
    let called = folder.call_with(&["review"], "a\nq\n");
    assert_eq!(called.status, 2, "{}", called.err);
    assert!(
        called
            .out
            .contains("error: not saved: facts/curated/a1.dl: "),
        "{}",
        called.out
    );
    assert!(
        called
            .out
            .ends_with("0 accepted, 0 corrected, 0 rejected, 0 skipped; 6 left\n")
    );
}

#[test]
fn without_anything_to_judge_it_says_so() {
    let folder = Folder::with_shipped_rules().with("seeds/a1.txt", TEXT);
    insta::assert_snapshot!(folder.see(&["review"]), @"
    --- stdout
    nothing to review: all that was extracted has been judged
    --- status 0
    ");
    insta::assert_snapshot!(folder.see(&["review", "a2"]), @"
    --- stderr
    error: the base has no article `a2`
     |
     = help: did you mean `a1`?

    --- status 2
    ");
    insta::assert_snapshot!(Folder::empty().see(&["review"]), @"
    --- stderr
    error: the base is inside the program: there is no folder to write to
     |
     = help: name a base of your own with `--base DIR`

    --- status 2
    ");
}
