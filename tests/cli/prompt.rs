//! The prompt without a terminal, and `entente query --explain`.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use crate::folder::Folder;

#[test]
fn times_are_told_on_request() {
    let folder = Folder::with_base();
    let input = ":timer on\nmet(p, q)\n:add met(\"x\", \"y\")\n:timer off\nmet(p, q)\n";
    let called = folder.call_with(&[], input);
    assert_eq!(called.status, 0, "{}", called.err);
    let lines: Vec<&str> = called.err.lines().collect();
    assert_eq!(lines[0], "each line says how long it took");
    assert!(
        lines[2].starts_with("2 rows in ") && lines[2].ends_with('s'),
        "{lines:?}"
    );
    assert_eq!(lines[3], "added 1 fact to the session");
    assert!(lines[4].starts_with("took "), "{lines:?}");
    assert_eq!(lines[5..], ["lines do not say how long they took"]);
}

#[test]
fn a_query_is_explained_in_the_width_of_a_terminal() {
    let folder = Folder::with_base();
    let query = "met(p, q), meetings(q, n), n > 0, !holds(q, _, _)";
    let called = folder.call(&["query", "--explain", query]);
    assert_eq!((called.status, called.err.as_str()), (0, ""));
    for part in [
        "derived first, as far as the query asks for it",
        "met (",
        "meetings(q, n)",
        "!holds(q, _, _)",
        "rows in  rows out",
        "1 answer, found in",
    ] {
        assert!(called.out.contains(part), "{part}\n{}", called.out);
    }
    assert!(
        called.out.lines().all(|line| line.chars().count() <= 80),
        "{}",
        called.out
    );
    let prompt = folder.call_with(&[], &format!(":explain {query}\n"));
    assert!(
        prompt
            .out
            .starts_with("all that the query asks for was derived before\n"),
        "{}",
        prompt.out
    );
    let nothing = folder.call(&["query", "--explain", "met(\"lam\", q)"]);
    assert_eq!(nothing.status, 1);
    assert!(
        nothing.err.contains("did you mean \"Tô Lâm\"?"),
        "{}",
        nothing.err
    );
    assert!(
        nothing.out.contains("0 answers, found in"),
        "{}",
        nothing.out
    );
}

#[test]
fn piped_input_is_watched_on_request() {
    let folder = Folder::with_base();
    let mut child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .arg("--watch")
        .current_dir(folder.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("it reads");
    let mut said = BufReader::new(child.stderr.take().expect("it says something"));
    let mut answers = BufReader::new(child.stdout.take().expect("it answers"));
    writeln!(input, "met(\"Vilay\", \"Tô Lâm\")").expect("it reads");
    let mut line = String::new();
    answers.read_line(&mut line).expect("it answers");
    assert_eq!(line, "yes\n");
    let rules = folder.read("rules/meetings.dl") + "met(\"A\", \"B\").\n";
    let _folder = folder.with("rules/meetings.dl", rules);
    let mut notice = String::new();
    said.read_line(&mut notice).expect("it says something");
    assert_eq!(notice, "reloaded rules/meetings.dl: met +1, meetings +1\n");
    writeln!(input, "met(\"A\", \"B\")").expect("it reads");
    line.clear();
    answers.read_line(&mut line).expect("it answers");
    assert_eq!(line, "yes\n");
    drop(input);
    assert!(child.wait().expect("it ends").success());
}
