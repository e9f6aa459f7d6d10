//! `entente review` in a terminal.

use std::process::Command;

use rexpect::session::{PtySession, spawn_command};

use crate::folder::Folder;
use crate::review::folder;

/// How long the program may take to say something, in milliseconds.
const PATIENCE: u64 = 20_000;

fn open(folder: &Folder, terminal: &str) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command
        .arg("review")
        .current_dir(folder.path())
        .env("TERM", terminal)
        .env_remove("NO_COLOR");
    spawn_command(command, Some(PATIENCE)).expect("a terminal can be had")
}

fn wait_for(session: &mut PtySession, text: &str) -> String {
    session.exp_string(text).expect("the program says it")
}

#[test]
fn keys_judge_and_a_correction_begins_with_the_fact() {
    let folder = folder();
    let mut session = open(&folder, "xterm");
    let shown = wait_for(&mut session, "[a/c/r/s/u/q/?]");
    assert!(shown.contains("confidence 0.40"), "{shown}");
    // The quoted words have a colour, and no marks.
    assert!(shown.contains("\u{1b}[") && !shown.contains('«'), "{shown}");
    session.send_line("a").expect("it takes keys");
    let next = wait_for(&mut session, "[a/c/r/s/u/q/?]");
    assert!(next.contains("with its event"), "{next}");
    session.send_line("c").expect("it takes keys");
    wait_for(&mut session, "event_place(\"visit-1\", \"Laos\")");
    // Three letters back over `s")`, and the end anew.
    session
        .send("\u{7f}\u{7f}\u{7f}S\")")
        .expect("it takes keys");
    session.send_line("").expect("it takes keys");
    wait_for(&mut session, "[a/c/r/s/u/q/?]");
    let saved = folder.read("facts/curated/a1.dl");
    assert!(
        saved.contains(
            "!event_place(\"visit-1\", \"Laos\").\nevent_place(\"visit-1\", \"LaoS\").\n"
        ),
        "{saved}"
    );
    session.send_line("u").expect("it takes keys");
    wait_for(&mut session, "undone: no longer corrected");
    wait_for(&mut session, "[a/c/r/s/u/q/?]");
    session.send_line("q").expect("it takes keys");
    wait_for(&mut session, "1 accepted, 0 corrected");
    session.exp_eof().expect("it ends");
    let saved = folder.read("facts/curated/a1.dl");
    assert!(
        saved.contains("visitor") && !saved.contains("event_place"),
        "{saved}"
    );
}

#[test]
fn a_plain_terminal_and_the_end_of_input_will_do() {
    let folder = folder();
    let mut session = open(&folder, "dumb");
    wait_for(&mut session, "[a/c/r/s/u/q/?]");
    session.send_line("r").expect("it takes keys");
    wait_for(&mut session, "[a/c/r/s/u/q/?]");
    session.send_control('d').expect("it takes keys");
    wait_for(&mut session, "1 rejected");
    session.exp_eof().expect("it ends");
    assert!(folder.read("facts/curated/a1.dl").contains("!participant("));
}

#[test]
fn an_interrupt_gives_up_a_correction_then_the_review() {
    let folder = folder();
    let mut session = open(&folder, "xterm");
    wait_for(&mut session, "[a/c/r/s/u/q/?]");
    session.send_line("c").expect("it takes keys");
    wait_for(&mut session, "correct: ");
    session.send_control('c').expect("it takes keys");
    wait_for(&mut session, "not corrected");
    wait_for(&mut session, "[a/c/r/s/u/q/?]");
    session.send_control('c').expect("it takes keys");
    wait_for(&mut session, "6 left");
    session.exp_eof().expect("it ends");
    assert!(!folder.path().join("facts/curated").exists());
}
