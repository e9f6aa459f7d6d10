//! The prompt without a terminal: every text of the standard input, one after the other.

use std::io::{self, BufRead};
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use super::interrupts::Interrupts;
use super::{INTERRUPTED, Lines, MISTAKE, Reply, Session, output, watching};

/// Runs what the standard input says, to its end. A text that is a mistake is reported and passed over.
///
/// With `watched`, files of the base that change are read anew between two texts.
pub(super) fn run(session: Session, interrupts: &Interrupts, watched: bool) -> ExitCode {
    let session = Arc::new(Mutex::new(session));
    // Nothing can be told to somebody whose error output is closed.
    let tell = |text: String| drop(output::notice(&text));
    let _watching = match watched.then(|| watching::watch(&session, tell)) {
        Some(Err(report)) => {
            tell(watching::without(&report));
            None
        }
        Some(Ok(watching)) => watching,
        None => None,
    };
    match run_all(&session, interrupts, io::stdin().lock(), output::show) {
        Ok(_) if interrupts.happened() => ExitCode::from(INTERRUPTED),
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(MISTAKE),
        // Whoever reads the answers has seen enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be told to somebody whose error output is closed.
            let _ = output::notice(&format!("error: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

/// Says whether every text went through.
fn run_all(
    session: &Mutex<Session>,
    interrupts: &Interrupts,
    mut input: impl BufRead,
    mut show: impl FnMut(&Reply) -> io::Result<()>,
) -> io::Result<bool> {
    let mut lines = Lines::default();
    let mut number = 0;
    let mut all_well = true;
    loop {
        let mut bytes = Vec::new();
        let is_end = input.read_until(b'\n', &mut bytes)? == 0;
        number += 1;
        let text = match String::from_utf8(bytes) {
            _ if is_end => match std::mem::take(&mut lines).end() {
                Some(text) => text,
                None => return Ok(all_well),
            },
            Ok(line) => match lines.push(line.trim_end_matches(['\n', '\r'])) {
                Some(text) => text,
                None => continue,
            },
            Err(_) => {
                show(&Reply::notice(&format!(
                    "error: line {number} of the input is not UTF-8"
                )))?;
                all_well = false;
                continue;
            }
        };
        let mut session = watching::lock(session);
        let reply = interrupts.while_busy(|| session.line(&text));
        show(&reply)?;
        drop(session);
        all_well &= !reply.failed;
        if reply.done || is_end || interrupts.happened() {
            return Ok(all_well);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::{Format, Knowledge};
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile, FileKind};
    use crate::repl::Origin;

    /// What goes to the two outputs, and whether all went through.
    fn run(input: &[u8]) -> (String, String, bool) {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: ".decl near(a: number, b: number) near(1, 2). near(2, 3).".into(),
        };
        let knowledge = Knowledge::new(Base::load(&[rules]).0, &Limits::default()).unwrap();
        let mut session = Session::new(knowledge, Origin::Shipped, Limits::default());
        session.format = Format::Csv;
        let (mut data, mut notices) = (String::new(), String::new());
        let show = |reply: &Reply| {
            data.push_str(&reply.data);
            notices.push_str(&reply.notices);
            Ok(())
        };
        let session = Mutex::new(session);
        let all_well = run_all(&session, &Interrupts::default(), input, show).unwrap();
        (data, notices, all_well)
    }

    #[test]
    fn texts_run_one_after_the_other() {
        let (data, notices, all_well) = run(b"near(1, b)\r\n\nnear(a,\n  3)\nnear(2, 3)");
        assert_eq!(
            (data.as_str(), notices.as_str(), all_well),
            ("b\n2\na\n2\nanswer\nyes\n", "", true)
        );
    }

    #[test]
    fn a_mistake_is_passed_over_but_not_forgotten() {
        let (data, notices, all_well) = run(b"neer(1, b)\n\xff\nnear(1, 2)\nnear(");
        assert_eq!(data, "answer\nyes\n");
        assert!(notices.contains("did you mean `near`?"), "{notices}");
        assert!(
            notices.contains("line 2 of the input is not UTF-8"),
            "{notices}"
        );
        assert!(notices.contains("found the end"), "{notices}");
        assert!(!all_well);
    }

    #[test]
    fn nothing_runs_behind_quit() {
        assert_eq!(
            run(b"quit\nneer(1)\n"),
            (String::new(), String::new(), true)
        );
    }
}
