//! `entente query`: one query, its answers.

use std::path::Path;

use clap::Args;

use super::limits::LimitArguments;
use super::selection::SelectionArguments;
use super::{Failure, NOTHING, Outcome, base, output};
use crate::answers::{Format, Knowledge, explained, hints, with_confidence, write};
use crate::engine::Profiler;

/// Ask the base one question.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente query 'holds(Who, Title, \"Laos\")'
  entente query 'event(E, \"visit\", What), event_date(E, From, _)' --format markdown
  entente query 'participant(_, \"Tô Lâm\", _)'              yes or no

Exit status: 0 with answers, 1 without any, 2 after a mistake.

In csv, a text that a spreadsheet would take for a formula has an apostrophe in front, and control
characters are shown as pictures; json and jsonl keep every text as it is.")]
pub(super) struct Arguments {
    /// The query; capital letters are not needed for variables.
    query: String,
    #[arg(long, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Add a column that tells how sure each answer is, from 0 to 1.
    #[arg(long)]
    confidence: bool,
    /// Show how the query was answered, step by step, in place of the answers.
    #[arg(long)]
    explain: bool,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    limits: LimitArguments,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let mut base = base::load_sound(&base::origin(folder)?)?;
    arguments.selection.apply(&mut base);
    let mut limits = arguments.limits.limits();
    limits.profiler = arguments.explain.then(Profiler::default);
    let mut knowledge = Knowledge::on_demand(base);
    let answer = match knowledge.ask("<query>", &arguments.query, &limits) {
        Ok(answer) => answer,
        Err(failure) => return Err((failure, knowledge.sources()).into()),
    };
    let shown = match arguments.confidence {
        true => {
            let rows = 0..answer.rows.len();
            let sure = knowledge.confidences(&answer, rows, &limits);
            &with_confidence(&answer, &sure.map_err(Failure::Stopped)?)
        }
        false => &answer,
    };
    output::data(&match &limits.profiler {
        Some(profiler) => explained(&profiler.profile(), knowledge.sources(), answer.rows.len()),
        None => write(shown, arguments.format, output::width()),
    })?;
    for note in &answer.notes {
        output::label("note", &format!("undefined: {note}"));
    }
    for hint in hints(&knowledge, &answer) {
        output::label("hint", &hint);
    }
    Ok(if answer.rows.is_empty() { NOTHING } else { 0 })
}
