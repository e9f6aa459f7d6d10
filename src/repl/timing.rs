//! `:timer`: how long a line took.

use std::time::Duration;

use super::describe::counted;
use super::reply::Reply;
use super::session::Session;
use crate::answers::shown_time;
use crate::text::Report;

/// Switches the timer; without a word, says how it stands.
pub(super) fn timer(session: &mut Session, word: &str) -> Result<Reply, Report> {
    session.timer = switched(session.timer, word, ":timer")?;
    Ok(Reply::notice(match session.timer {
        true => "each line says how long it took",
        false => "lines do not say how long they took",
    }))
}

/// What a switch stands at after a word such as `on`.
pub(super) fn switched(stands: bool, word: &str, command: &str) -> Result<bool, Report> {
    match word {
        "" => Ok(stands),
        "on" => Ok(true),
        "off" => Ok(false),
        word => Err(
            Report::general(format!("`{word}` is neither `on` nor `off`"))
                .help(format!("`{command} on`, or `{command} off`")),
        ),
    }
}

/// What the timer says of a line, with the rows of its answer.
pub(super) fn took(time: Duration, rows: Option<usize>) -> String {
    match rows {
        Some(rows) => format!("{} in {}", counted(rows, "row"), shown_time(time)),
        None => format!("took {}", shown_time(time)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_with_the_rows_of_an_answer() {
        let time = Duration::from_micros(1240);
        assert_eq!(took(time, Some(1)), "1 row in 1.2 ms");
        assert_eq!(took(time, None), "took 1.2 ms");
    }

    #[test]
    fn a_switch_knows_two_words() {
        assert!(switched(false, "on", ":timer").unwrap());
        assert!(!switched(true, "off", ":timer").unwrap());
        assert!(switched(true, "", ":timer").unwrap());
        assert!(switched(true, "of", ":timer").is_err());
    }
}
