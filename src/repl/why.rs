//! `:why` and `:next`: proofs of the rows of answers.

use super::describe;
use super::reply::Reply;
use super::session::{PROMPT, Session};
use super::whynot::why_not;
use crate::answers::{Answer, Failure, ProofFormat, Shown, Wanted, why, write_why};
use crate::proofs::MOST_COUNTED;
use crate::text::Report;

/// What was proved last.
#[derive(Clone, Debug)]
pub(super) struct Proved {
    answer: Answer,
    row: usize,
    /// The number of the proof that comes next.
    next: usize,
    how: Options,
}

/// How proofs are asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Options {
    format: ProofFormat,
    /// The depth given with this question only.
    depth: Option<Option<usize>>,
    all: bool,
    confidence: bool,
}

/// `:why [ROW | QUERY] [--all] [--depth N] [--format FORMAT]`
pub(super) fn why_row(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let (asked, options) = options(argument)?;
    let is_row = asked.is_empty() || asked.chars().all(|c| c.is_ascii_digit());
    let (answer, row) = match is_row {
        true => {
            let Some(answer) = session.shown.clone() else {
                let report = Report::general("there is no row to explain");
                return Err(report.help("ask a question first, or `:why fact(…)`"));
            };
            let row = row_of(&answer, &asked)?;
            (answer, row)
        }
        false => {
            let asked_for = session.knowledge.ask(PROMPT, &asked, &session.limits);
            match asked_for {
                Ok(answer) if answer.rows.is_empty() => {
                    return match why_not(session, &asked) {
                        Ok(reply) if !reply.failed => Ok(reply),
                        _ => Err(does_not_hold(&asked)),
                    };
                }
                Ok(answer) => (answer, 0),
                Err(failure) => return Ok(session.fail(failure)),
            }
        }
    };
    session.proved = Some(Proved {
        answer,
        row,
        next: 0,
        how: options,
    });
    next(session)
}

/// The report on a fact that does not hold.
fn does_not_hold(asked: &str) -> Report {
    let fact = asked.trim().trim_end_matches('.');
    Report::general(format!("`{fact}` does not hold"))
        .help("`:whynot fact(…)` tells what is missing for a single fact")
}

/// `:next`: the next proof of what was proved last.
pub(super) fn next(session: &mut Session) -> Result<Reply, Report> {
    let Some(proved) = session.proved.take() else {
        let report = Report::general("nothing was proved");
        return Err(report.help("`:why 1` proves the first row of an answer"));
    };
    let wanted = Wanted {
        proofs: match proved.how.all {
            true if proved.next == 0 => 0..MOST_COUNTED,
            _ => proved.next..proved.next + 1,
        },
        confidence: proved.how.confidence || session.confidence,
    };
    let origin = &session.origin;
    let found = why(
        &mut session.knowledge,
        &proved.answer,
        proved.row,
        wanted,
        || origin.files().0,
        &session.limits,
    );
    let why = match found {
        Ok(why) => why,
        Err(stopped) => {
            session.proved = Some(proved);
            return Ok(session.fail(Failure::Stopped(stopped)));
        }
    };
    if why.proofs.proofs.is_empty() {
        let all = describe::counted(why.proofs.count, "proof");
        let reply = Reply::notice(&format!("that was the last of {all}"));
        session.proved = Some(proved);
        return Ok(reply);
    }
    let shown = Shown {
        format: proved.how.format,
        depth: proved.how.depth.unwrap_or(session.depth),
        width: session.width,
        colours: session.colours,
    };
    let data = write_why(&session.knowledge, &proved.answer, proved.row, &why, shown);
    let reply = Reply {
        data,
        ..Reply::default()
    };
    session.proved = Some(Proved {
        next: proved.next + why.proofs.proofs.len(),
        ..proved
    });
    Ok(reply)
}

/// `:depth [N]`: how deep proofs are shown.
pub(super) fn depth(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    if !argument.is_empty() {
        session.depth = depth_of(argument)?;
    }
    Ok(Reply::notice(&match session.depth {
        Some(depth) => format!("proofs are shown to {}", describe::counted(depth, "level")),
        None => "proofs are shown to their ends".to_owned(),
    }))
}

fn depth_of(text: &str) -> Result<Option<usize>, Report> {
    match text.parse() {
        _ if text == "all" => Ok(None),
        Ok(depth) if depth > 0 => Ok(Some(depth)),
        _ => Err(Report::general(format!("`{text}` is no depth"))
            .help("`:depth 3` shows three levels of proofs, `:depth all` everything")),
    }
}

/// `:confidence [on|off]`: whether answers and proofs tell how sure they are.
pub(super) fn confidence(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    match argument {
        "" => {}
        "on" => session.confidence = true,
        "off" => session.confidence = false,
        other => {
            return Err(Report::general(format!("`{other}` is neither on nor off"))
                .help("`:confidence on` adds a column that tells how sure each answer is"));
        }
    }
    Ok(Reply::notice(match session.confidence {
        true => "answers and proofs tell how sure they are",
        false => "answers and proofs do not tell how sure they are",
    }))
}

/// The row that a number stands for; the last one without a number.
fn row_of(answer: &Answer, number: &str) -> Result<usize, Report> {
    let all = answer.rows.len();
    match number.parse::<usize>() {
        _ if all == 0 => Err(
            Report::general("nothing was found, so there is nothing to explain")
                .help("`:whynot fact(…)` tells why a fact does not hold"),
        ),
        _ if number.is_empty() => Ok(all - 1),
        Ok(row) if (1..=all).contains(&row) => Ok(row - 1),
        _ => {
            let rows = describe::counted(all, "row");
            Err(Report::general(format!("no row `{number}`"))
                .help(format!("the answer shown last has {rows}")))
        }
    }
}

/// Takes the options out of an argument; what is left is what is asked for.
fn options(argument: &str) -> Result<(String, Options), Report> {
    let mut options = Options::default();
    let mut asked = argument.trim().to_owned();
    loop {
        let Some(at) = asked.rfind("--") else {
            return Ok((asked, options));
        };
        let option = asked[at..].trim().to_owned();
        let begins_word = asked[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let mut words = option.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            // Within a text or an expression it is none.
            _ if !begins_word => return Ok((asked, options)),
            (Some("--all"), None, None) => options.all = true,
            (Some("--confidence"), None, None) => options.confidence = true,
            (Some("--depth"), Some(depth), None) => options.depth = Some(depth_of(depth)?),
            (Some("--format"), Some(format), None) => {
                options.format = format.parse().map_err(Report::general)?;
            }
            _ if asked[..at].contains('(') && option.contains(')') => return Ok((asked, options)),
            _ => {
                return Err(Report::general(format!("`:why` knows no `{option}`")).help(
                    "its options are `--all`, `--depth N`, `--format FORMAT` and `--confidence`",
                ));
            }
        }
        asked = asked[..at].trim().to_owned();
    }
}
