//! Which base a command works on, and how it is called.

use std::process::{Command, Stdio};

use crate::folder::Folder;

#[test]
fn the_base_is_found_from_a_folder_inside_it() {
    let folder = Folder::with_base();
    let inside = folder.path().join("facts/curated");
    let output = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["query", r#"met("Vilay", "Tô Lâm")"#])
        .current_dir(inside)
        .output()
        .expect("the program was built");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "yes\n");
}

#[test]
fn another_base_can_be_named() {
    let folder = Folder::empty();
    let base = Folder::with_base();
    let path = base.path().to_str().expect("the path is text");
    let called = folder.call(&["--base", path, "query", r#"met("Vilay", "Tô Lâm")"#]);
    assert_eq!((called.out.as_str(), called.status), ("yes\n", 0));
    let called = folder.call(&["query", r#"met("Vilay", "Tô Lâm")"#, "--base", path]);
    assert_eq!((called.out.as_str(), called.status), ("yes\n", 0));
}

#[test]
fn a_folder_without_a_base_is_refused() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see(&["--base", "nowhere", "check"]), @"
    --- stderr
    error: `nowhere` is no folder
     |
     = help: name the folder of a base after `--base`

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["--base", "facts", "check"]), @"
    --- stderr
    error: `facts` holds no base
     |
     = help: a base has the folder rules/, and facts/ or seeds/

    --- status 2
    ");
}

#[test]
fn queries_on_the_standard_input_are_answered() {
    let folder = Folder::with_base();
    insta::assert_snapshot!(folder.see_with(&[], "met(\"Vilay\", Q)\n?- meetings(P, 1).\n"), @r#"
    --- stdout
    ┌──────────┐
    │ Q        │
    ├──────────┤
    │ "Tô Lâm" │
    └──────────┘
    1 answer
    ┌──────────┐
    │ P        │
    ├──────────┤
    │ "Tô Lâm" │
    │ "Vilay"  │
    └──────────┘
    2 answers
    --- status 0
    "#);
}

#[test]
fn help_and_version_are_data() {
    let folder = Folder::empty();
    insta::assert_snapshot!(folder.see(&["--version"]), @"
    --- stdout
    entente 0.1.0
    --- status 0
    ");
    for command in ["query", "run", "check", "facts", "extract"] {
        let called = folder.call(&[command, "--help"]);
        assert_eq!((called.status, called.err.as_str()), (0, ""), "{command}");
        let words = ["Usage: entente", "--base <DIR>"];
        assert!(
            words.iter().all(|word| called.out.contains(word)),
            "{}",
            called.out
        );
    }
    insta::assert_snapshot!(folder.see(&["querry"]), @"
    --- stderr
    error: unrecognized subcommand 'querry'

      tip: a similar subcommand exists: 'query'

    Usage: entente [OPTIONS] [COMMAND]

    For more information, try '--help'.
    --- status 2
    ");
}

#[test]
fn a_reader_that_has_seen_enough_is_no_mistake() {
    let folder = Folder::empty();
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["facts", "--all", "--format", "jsonl"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    // Closing the pipe unread is what `| head -0` does.
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
