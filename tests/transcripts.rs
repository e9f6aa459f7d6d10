//! Golden transcripts of the prompt: `tests/transcripts/*.txt`, run on the base of this repository.
//!
//! What follows `entente> ` (and `......> ` on further lines) is typed; the lines below are what the user
//! sees, answers before notices, up to an empty line before the next prompt. Lines above the first prompt
//! say what the transcript shows. To write down what the program says now, and then to review it:
//!
//!     UPDATE_TRANSCRIPTS=1 cargo test --test transcripts

use std::path::{Path, PathBuf};

use entente::answers::Knowledge;
use entente::engine::Limits;
use entente::facts::Base;
use entente::repl::{Origin, Session, is_complete};

const PROMPT: &str = "entente> ";
const CONTINUATION: &str = "......> ";

#[test]
fn every_transcript_is_what_the_prompt_says() {
    let update = std::env::var_os("UPDATE_TRANSCRIPTS").is_some();
    let origin = Origin::Folder(PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    let (base, _) = Base::load(&origin.files().0);
    let knowledge = Knowledge::new(base, &Limits::default()).expect("nothing stops it");
    let mut wrong = Vec::new();
    let transcripts = transcripts();
    assert!(!transcripts.is_empty(), "there are no transcripts");
    for path in transcripts {
        let expected = std::fs::read_to_string(&path).expect("a transcript is UTF-8");
        let mut session = Session::new(knowledge.clone(), origin.clone(), Limits::default());
        session.width = Some(100);
        let actual = replay(&mut session, &expected);
        if update && actual != expected {
            std::fs::write(&path, &actual).expect("transcripts can be written");
        } else if actual != expected {
            wrong.push(difference(&path, &expected, &actual));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn transcripts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let mut paths: Vec<PathBuf> = paths
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    paths.sort();
    paths
}

/// The transcript with the replies that the session gives.
fn replay(session: &mut Session, transcript: &str) -> String {
    let is_typed = |line: &&str| line.starts_with(PROMPT.trim_end());
    let mut written = String::new();
    for line in transcript.lines().take_while(|line| !is_typed(line)) {
        written.push_str(&format!("{line}\n"));
    }
    for text in typed(transcript) {
        for (n, line) in text.split('\n').enumerate() {
            let prompt = if n == 0 { PROMPT } else { CONTINUATION };
            written.push_str(format!("{prompt}{line}").trim_end());
            written.push('\n');
        }
        assert!(is_complete(&text), "not complete: {text}");
        let reply = session.line(&text);
        let shown = format!("{}{}", reply.data, reply.notices);
        written.push_str(shown.trim_end_matches('\n'));
        written.push_str(if shown.is_empty() { "\n" } else { "\n\n" });
    }
    format!("{}\n", written.trim_end())
}

/// The texts that a transcript types.
fn typed(transcript: &str) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for line in transcript.lines() {
        if let Some(text) = line.strip_prefix(PROMPT.trim_end()) {
            texts.push(text.trim().to_owned());
        } else if let Some(text) = line.strip_prefix(CONTINUATION.trim_end())
            && let Some(last) = texts.last_mut()
        {
            last.push('\n');
            last.push_str(text.strip_prefix(' ').unwrap_or(text));
        }
    }
    texts
}

/// The first lines in which two transcripts differ.
fn difference(path: &Path, expected: &str, actual: &str) -> String {
    let mut lines = expected.lines();
    let mut number = 0;
    for actual in actual.lines() {
        number += 1;
        let expected = lines.next().unwrap_or("(the end)");
        if expected != actual {
            return format!(
                "{}:{number}\n  expected {expected}\n  but got  {actual}",
                path.display()
            );
        }
    }
    format!("{}:{}: there should be less", path.display(), number + 1)
}
