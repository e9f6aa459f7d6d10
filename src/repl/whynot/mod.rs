//! `:whynot`: what is missing for something that does not hold.

mod text;

use super::reply::Reply;
use super::session::{PROMPT, Session};
use crate::answers::Format;
use crate::answers::whynot::{DEPTH, as_json};
use crate::text::Report;
pub(crate) use text::as_text;

/// What `:help` says of it.
pub(super) const HELP: &str = "\
Shows every rule that could have given the fact, the nearest first: the conditions that hold together, the\n\
one that fails, with its values filled in, and what comes closest. Then the sentences that mention all names\n\
of the fact. `_` stands for anything. `--depth N` follows failing conditions N levels of rules down, 2\n\
if it is not said. With `:mode json`, it is written as JSON.\n\
Example: :whynot met(\"Tô Lâm\", \"Phan Van Giang\", _)";

/// The reply to `:whynot FACT`.
pub(super) fn why_not(session: &mut Session, argument: &str) -> Result<Reply, Report> {
    let (fact, depth) = split(argument)?;
    if fact.is_empty() {
        return Err(Report::general("a fact is missing")
            .help("for example `:whynot met(\"Tô Lâm\", \"Phan Van Giang\", _)`"));
    }
    let limits = &session.limits;
    let found = session.knowledge.why_not(PROMPT, fact, depth, limits);
    let why_not = match found {
        Ok(why_not) => why_not,
        Err(failure) => return Ok(session.fail(failure)),
    };
    let known = &session.knowledge;
    Ok(Reply::data(&match session.format {
        Format::Json | Format::Jsonl => as_json(known, &why_not),
        _ => as_text(known, &why_not, &format!(":why {fact}"), session.width),
    }))
}

/// The fact and the depth.
fn split(argument: &str) -> Result<(&str, usize), Report> {
    const OPTION: &str = "--depth";
    let (fact, depth) = match argument.split_once(OPTION) {
        // A text may have the option's name in it.
        Some((fact, depth)) if !depth.contains('"') => (fact, depth.trim()),
        _ => return Ok((argument.trim(), DEPTH)),
    };
    match depth.parse() {
        Ok(depth) if depth > 0 => Ok((fact.trim(), depth)),
        _ => Err(Report::general(format!("`{depth}` is no number of levels"))
            .help("`:whynot met(\"Tô Lâm\", _, _) --depth 3`")),
    }
}
