//! What the documents show is what happens: their transcripts are run, their programs checked.
//!
//! In README.md and docs/, a block marked `console` has commands behind `$` and what they print, standard
//! output and standard error together; the program's own name runs this build, in the repository's folder, and
//! `sh` runs the rest. A block marked `dl` is a program that must be right, `dl refused` one that must not be.
//! `UPDATE_README=1 cargo test --test readme` writes what the commands print into the documents.

mod support;

use std::fmt::Write;
use std::path::Path;
use std::process::Command;

use support::{checked, files_below, repository};

fn documents() -> Vec<std::path::PathBuf> {
    let mut documents = vec![repository().join("README.md")];
    documents.extend(files_below(&repository().join("docs"), "md"));
    documents
}

/// The blocks of a document with this mark: where each begins and ends, and its text.
fn blocks(text: &str, mark: &str) -> Vec<(usize, usize)> {
    let fence = format!("```{mark}\n");
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(&fence) {
        let start = from + at + fence.len();
        let end = start + text[start..].find("```").expect("every block is closed");
        found.push((start, end));
        from = end + 3;
    }
    found
}

/// Runs the commands of a block and writes it anew with what they print.
fn replayed(block: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_entente"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!(
        "{}:{path}",
        binary.parent().expect("it lies in a folder").display()
    );
    let mut text = String::new();
    for command in block.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let output = Command::new("sh")
            .args(["-c", &format!("{{ {command}\n}} 2>&1")])
            .current_dir(folder)
            .env("PATH", &path)
            .env("NO_COLOR", "1")
            .output()
            .expect("there is a shell");
        let _ = writeln!(text, "$ {command}");
        text.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    text
}

/// A copy of the base, so that a transcript may change it.
fn copy_of_base() -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("there is room for a copy");
    for folder in ["rules", "facts", "seeds"] {
        let from = repository().join(folder);
        let copied = Command::new("cp")
            .arg("-r")
            .arg(from)
            .arg(copy.path())
            .status();
        assert!(copied.expect("there is cp").success());
    }
    copy
}

#[test]
fn transcripts_show_what_happens() {
    let mut commands = 0;
    for path in documents() {
        let text = std::fs::read_to_string(&path).expect("documents are text");
        let base = copy_of_base();
        let mut anew = String::new();
        let mut from = 0;
        for (start, end) in blocks(&text, "console") {
            anew.push_str(&text[from..start]);
            anew.push_str(&replayed(&text[start..end], base.path()));
            commands += text[start..end].matches("$ ").count();
            from = end;
        }
        anew.push_str(&text[from..]);
        if std::env::var_os("UPDATE_README").is_some() {
            std::fs::write(&path, &anew).expect("documents can be written");
        }
        assert!(
            text == anew,
            "{} shows something else than happens:\n{}",
            path.display(),
            difference(&text, &anew)
        );
    }
    assert!(commands >= 8, "only {commands} commands were run");
}

fn difference(shown: &str, happened: &str) -> String {
    let mut text = String::new();
    for (n, (left, right)) in shown.lines().zip(happened.lines()).enumerate() {
        if left != right {
            let _ = writeln!(
                text,
                "line {}\n  shown:    {left}\n  happened: {right}",
                n + 1
            );
            break;
        }
    }
    text
}

#[test]
fn programs_in_the_documents_are_right_or_refused() {
    let mut programs = 0;
    for path in documents() {
        let text = std::fs::read_to_string(&path).expect("documents are text");
        for (start, end) in blocks(&text, "dl") {
            programs += 1;
            if let Err(wrong) = checked(&path.display().to_string(), &text[start..end]) {
                panic!("{wrong}");
            }
        }
        for (start, end) in blocks(&text, "dl refused") {
            programs += 1;
            let program = &text[start..end];
            assert!(
                checked("refused.dl", program).is_err(),
                "not refused:\n{program}"
            );
        }
    }
    assert!(programs >= 7, "only {programs} programs were checked");
}
