//! `entente snapshot`, `:accept` and `:diff` on a base of a user's own.

use crate::folder::Folder;

#[test]
fn what_rules_derive_is_accepted_and_compared() {
    let folder = Folder::with_base();
    let called = folder.call(&["snapshot"]);
    assert_eq!((called.status, called.out.as_str()), (1, ""));
    assert!(
        called.err.contains("nothing was accepted yet")
            && called
                .err
                .contains("`entente snapshot --accept` writes what the rules derive to snapshots/"),
        "{}",
        called.err
    );
    let called = folder.call(&["snapshot", "--accept"]);
    assert_eq!((called.status, called.err.as_str()), (0, ""));
    assert_eq!(called.out, "accepted snapshots/rules__meetings.snap\n");
    insta::assert_snapshot!(folder.read("snapshots/rules__meetings.snap"), @r#"
    ---
    source: rules/meetings.dl
    ---
    // The two took part in one event.
    // met(p: symbol, q: symbol): 2 tuples
    met("Tô Lâm", "Vilay").
    met("Vilay", "Tô Lâm").

    // meetings(p: symbol, times: number): 2 tuples
    meetings("Tô Lâm", 1).
    meetings("Vilay", 1).
    "#);
    assert_eq!(folder.call(&["snapshot"]).status, 0);
    let again = folder.call(&["snapshot", "--accept"]);
    assert_eq!(again.out, "everything is as it was accepted\n");

    let folder = folder.with(
        "facts/curated/a1.dl",
        ".article \"a1\"\n@ \"Vilay a rencontré Tô Lâm\"\n\
         participant(\"m\", \"Vilay\", \"attendee\").\n\
         participant(\"m\", \"Lâm\", \"attendee\").\n",
    );
    let called = folder.call(&["snapshot", "--check", "met"]);
    assert_eq!(called.status, 1);
    insta::assert_snapshot!(called.out, @r#"
    --- snapshots/rules__meetings.snap
    +++ what the rules derive now
    @@ -1,7 +1,7 @@
     // The two took part in one event.
     // met(p: symbol, q: symbol): 2 tuples
    -met("Tô Lâm", "Vilay").
    -met("Vilay", "Tô Lâm").
    +met("Lâm", "Vilay").
    +met("Vilay", "Lâm").
     
     // meetings(p: symbol, times: number): 2 tuples
     meetings("Tô Lâm", 1).
    "#);
    assert!(
        called
            .err
            .contains("`entente snapshot --accept met` keeps them"),
        "{}",
        called.err
    );
    folder.call(&["snapshot", "--accept", "met"]);
    assert_eq!(folder.call(&["snapshot", "met"]).status, 0);
    let called = folder.call(&["snapshot"]);
    assert!(
        called.out.contains("+meetings(\"Lâm\", 1)."),
        "{}",
        called.out
    );
    assert!(!called.out.contains("+met("), "{}", called.out);
}

#[test]
fn mistakes_are_told_and_write_nothing() {
    let folder = Folder::with_base();
    let called = folder.call(&["snapshot", "--accept", "mett"]);
    assert_eq!(called.status, 2);
    assert!(called.err.contains("did you mean `met`?"), "{}", called.err);
    assert!(!folder.path().join("snapshots").exists());
    assert_eq!(Folder::empty().call(&["snapshot"]).status, 2);
    let folder = folder.with("snapshots/rules__meetings.snap", "met(1).\n");
    let called = folder.call(&["snapshot", "--accept"]);
    assert_eq!(called.status, 2);
    assert!(
        called.err.contains("is no snapshot of insta"),
        "{}",
        called.err
    );
    assert_eq!(folder.read("snapshots/rules__meetings.snap"), "met(1).\n");
}

#[test]
fn the_prompt_accepts_what_changed() {
    let folder = Folder::with_base();
    folder.call(&["snapshot", "--accept"]);
    let input = ":accept\n\
                 :add participant(\"m\", \"Ana\", \"attendee\").\n\
                 :diff met\n\
                 :accept met\n\
                 :diff --all\n\
                 :accept\n\
                 :accept\n";
    let called = folder.call_with(&["--base", "."], input);
    assert_eq!(called.status, 0, "{}", called.err);
    insta::assert_snapshot!(called.out + &called.err, @r#"
    met +4
    + met("Ana", "Tô Lâm").
    + met("Ana", "Vilay").
    + met("Tô Lâm", "Ana").
    + met("Vilay", "Ana").
    participant +1
    + participant("m", "Ana", "attendee").

    meetings +3 -2
    + meetings("Ana", 2).
    - meetings("Tô Lâm", 1).
    + meetings("Tô Lâm", 2).
    - meetings("Vilay", 1).
    + meetings("Vilay", 2).
    nothing has changed since the session began; `:accept RELATION` or `:accept --all` accepts all the same
    added 1 fact to the session
    accepted snapshots/rules__meetings.snap
    what the session added is in it; `:save NAME` keeps that, too
    accepted snapshots/rules__meetings.snap
    what the session added is in it; `:save NAME` keeps that, too
    the snapshots say the same already
    "#);
    let called = folder.call(&["snapshot"]);
    assert_eq!(called.status, 1);
    assert!(
        called.out.contains("-met(\"Ana\", \"Vilay\")."),
        "{}",
        called.out
    );
}
