//! Long answers page by page, by the user's pager.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, Stdio};

use super::reply::Reply;
use super::session::Session;
use super::timing::switched;
use crate::text::Report;

/// The pager where the user names none.
const PAGER: &str = "less";
/// What shells end with that do not find a program.
const NOT_FOUND: i32 = 127;

/// Switches paging; without a word, says how it stands.
pub(super) fn pager(session: &mut Session, word: &str) -> Result<Reply, Report> {
    session.pager = switched(session.pager, word, ":pager")?;
    Ok(Reply::notice(match session.pager {
        true => "long answers are shown page by page",
        false => "long answers are shown at once",
    }))
}

/// Whether a text has more lines than fit above the prompt of a terminal with so many.
pub(super) fn is_long(text: &str, rows: usize) -> bool {
    text.lines().nth(rows.saturating_sub(2)).is_some()
}

/// Shows a text by the user's pager. Says whether that went well; if not, nothing was shown.
pub(super) fn page(text: &str) -> io::Result<bool> {
    let Some(mut pager) = command() else {
        return Ok(false);
    };
    // As git has it: what fits is shown at once, colours pass, and the text stays on the screen.
    for (variable, value) in [("LESS", "FRX"), ("LESSCHARSET", "utf-8")] {
        if std::env::var_os(variable).is_none() {
            pager.env(variable, value);
        }
    }
    let Ok(mut running) = pager.stdin(Stdio::piped()).spawn() else {
        return Ok(false);
    };
    if let Some(mut input) = running.stdin.take() {
        match input.write_all(text.as_bytes()) {
            // The user has seen enough.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => return Err(error),
            _ => {}
        }
    }
    Ok(running.wait()?.code() != Some(NOT_FOUND))
}

/// How the pager is called; not at all if the user names nothing or what would not page.
fn command() -> Option<Command> {
    let named = ["ENTENTE_PAGER", "PAGER"]
        .into_iter()
        .find_map(std::env::var_os);
    let named = named.unwrap_or_else(|| OsString::from(PAGER));
    if named.is_empty() || named == "cat" {
        return None;
    }
    // It may have options, as the shell has them.
    let (shell, option) = match cfg!(windows) {
        true => ("cmd", "/C"),
        false => ("sh", "-c"),
    };
    let mut command = Command::new(shell);
    command.arg(option).arg(named);
    Some(command)
}

#[cfg(test)]
mod tests {
    use super::is_long;

    #[test]
    fn what_fits_above_the_prompt_is_not_long() {
        assert!(!is_long("1\n2\n3\n", 5));
        assert!(is_long("1\n2\n3\n4\n", 5));
        assert!(!is_long("", 0));
    }
}
