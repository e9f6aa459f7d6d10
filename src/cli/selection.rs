//! What of the base counts: flags of the commands that evaluate it.

use clap::Args;

use super::output;
use crate::facts::{Base, Selection};
use crate::repl::{checked_confidence, checked_date, told};
use crate::text::Report;

/// The flags that say what of the base counts.
#[derive(Debug, Args)]
pub(super) struct SelectionArguments {
    /// Answer with what had been published by the end of this date: 2025, 2025-07 or 2025-07-30.
    #[arg(long, value_name = "DATE", value_parser = date)]
    as_of: Option<String>,
    /// Use extracted facts from this confidence on only, from 0 to 1.
    #[arg(long, value_name = "P", value_parser = confidence)]
    min_confidence: Option<f64>,
}

impl SelectionArguments {
    /// Lets only that of a base count, and says on the standard error output what that leaves out.
    pub(super) fn apply(&self, base: &mut Base) {
        let selection = Selection {
            min_confidence: self.min_confidence.filter(|least| *least > 0.0),
            as_of: self.as_of.clone(),
            without: Vec::new(),
        };
        if selection.is_everything() {
            return;
        }
        let left_out = base.select(selection);
        for line in told(base, &left_out) {
            output::label("note", &line);
        }
    }
}

fn date(text: &str) -> Result<String, String> {
    checked_date(text).map_err(said)
}

fn confidence(text: &str) -> Result<f64, String> {
    checked_confidence(text).map_err(said)
}

/// A report as a message of the command line.
fn said(report: Report) -> String {
    let help: Vec<String> = report.help;
    format!("{}: {}", report.message, help.join("; "))
}
