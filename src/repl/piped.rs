//! The prompt without a terminal: every text of the standard input, one after the other.

use std::io::{self, BufRead};
use std::process::ExitCode;

use super::interrupts::Interrupts;
use super::{INTERRUPTED, Lines, MISTAKE, Session, output};

/// Runs what the standard input says, to its end. A text that is a mistake is reported and passed over.
pub(super) fn run(mut session: Session, interrupts: &Interrupts) -> ExitCode {
    match run_all(&mut session, interrupts) {
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
fn run_all(session: &mut Session, interrupts: &Interrupts) -> io::Result<bool> {
    let mut input = io::stdin().lock();
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
                output::notice(&format!("error: line {number} of the input is not UTF-8\n"))?;
                all_well = false;
                continue;
            }
        };
        let reply = interrupts.while_busy(|| session.line(&text));
        output::show(&reply)?;
        all_well &= !reply.failed;
        if reply.done || is_end || interrupts.happened() {
            return Ok(all_well);
        }
    }
}
