//! `:explain`: how a query is answered.

use super::reply::Reply;
use super::session::{PROMPT, Session};
use crate::answers::{explained, hints};
use crate::engine::{Limits, Profiler};
use crate::text::Report;

/// Asks a query and shows its plan as it was run, with rows and times in place of the answer.
pub(super) fn explain(session: &mut Session, query: &str) -> Result<Reply, Report> {
    if query.is_empty() {
        return Err(Report::general("a query is missing")
            .help("for example `:explain met(p, q, e), event_when(e, date)`"));
    }
    let profiler = Profiler::default();
    let limits = Limits {
        profiler: Some(profiler.clone()),
        ..session.limits.clone()
    };
    let answer = match session.knowledge.ask(PROMPT, query, &limits) {
        Ok(answer) => answer,
        Err(failure) => return Ok(session.fail(failure)),
    };
    let sources = session.knowledge.sources();
    let mut reply = Reply::data(&explained(&profiler.profile(), sources, answer.rows.len()));
    for hint in hints(&session.knowledge, &answer) {
        reply.label("hint", &hint, session.colours);
    }
    Ok(reply)
}
