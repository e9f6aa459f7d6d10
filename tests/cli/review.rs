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
    insta::assert_snapshot!(transcript(&folder, "a\ns\nr\na\n"), @"");
    insta::assert_snapshot!(folder.read("facts/curated/a1.dl"), @"");
    assert_eq!(folder.read("facts/extracted/a1.dl"), EXTRACTED);
    // What was passed over is asked again, and nothing else.
    let again = folder.call_with(&["review", "a1"], "q\n").out;
    assert!(again.contains("1 to judge"), "{again}");
    let query = r#"participant("visit-1", "Tô Lâm", "visitor")"#;
    assert_eq!(folder.call(&["query", query]).out, "yes\n");
    assert_eq!(folder.call(&["query", r#"event("meeting-1", _, _)"#]).out, "no\n");
}

#[test]
fn a_correction_is_checked_before_it_is_saved() {
    let folder = folder();
    let keys = "s\ns\nc\nparticipant(\"meeting-1\", \"Vilay\", \"hosts\")\nc\nparticipant(\"meeting-1\", \"Vilay\"\n\
        c\nholds(\"Vilay\", \"hôte\", \"\")\nc\nparticipant(\"visit-9\", \"Vilay\", \"host\")\nc\n\n\
        c\nparticipant(\"meeting-1\", \"Vilay\", \"attendee\").\nq\n";
    insta::assert_snapshot!(transcript(&folder, keys), @"");
    insta::assert_snapshot!(folder.read("facts/curated/a1.dl"), @"");
    let query = |part| {
        let query = format!(r#"participant("meeting-1", "Vilay", "{part}")"#);
        folder.call(&["query", &query]).out
    };
    assert_eq!((query("attendee").as_str(), query("host").as_str()), ("yes\n", "no\n"));
}

#[test]
fn judgements_are_undone_one_by_one() {
    let own = "// By hand.\n.article \"a1\"\n@ \"Tô Lâm\"\nholds(\"Tô Lâm\", \"dirigeant\", \"\").\n";
    let folder = folder().with("facts/curated/a1.dl", own);
    let called = folder.call_with(&["review"], "a\nr\ns\na\nu\nu\nu\nu\nu\nq\n");
    assert_eq!(called.status, 0, "{}", called.err);
    assert_eq!(called.out.matches("undone: ").count(), 4);
    assert!(called.out.contains("nothing to undo"));
    assert!(called.out.ends_with("0 accepted, 0 corrected, 0 rejected, 0 skipped; 6 left\n"));
    assert_eq!(folder.read("facts/curated/a1.dl"), own);
}

#[test]
fn the_end_of_the_input_is_a_quit() {
    let folder = folder();
    let called = folder.call_with(&["review"], "a\nwhat\n\u{1}\n");
    assert_eq!(called.status, 2);
    assert!(called.out.contains("one of a, c, r, s, u, q"));
    assert!(called.out.ends_with("1 accepted, 0 corrected, 0 rejected, 0 skipped; 4 left\n"));
    assert!(folder.read("facts/curated/a1.dl").contains("visitor"));
}

#[test]
fn what_cannot_be_saved_is_still_to_be_judged() {
    // Where a folder stands, no file can be written.
    let folder = folder().with("facts/curated/a1.dl/x.txt", "");
    let called = folder.call_with(&["review"], "a\nq\n");
    assert_eq!(called.status, 2, "{}", called.err);
    assert!(called.out.contains("error: not saved: facts/curated/a1.dl: "), "{}", called.out);
    assert!(called.out.ends_with("0 accepted, 0 corrected, 0 rejected, 0 skipped; 6 left\n"));
}

#[test]
fn without_anything_to_judge_it_says_so() {
    let folder = Folder::with_shipped_rules().with("seeds/a1.txt", TEXT);
    insta::assert_snapshot!(folder.see(&["review"]), @"");
    insta::assert_snapshot!(folder.see(&["review", "a2"]), @"");
    insta::assert_snapshot!(Folder::empty().see(&["review"]), @"");
}
