//! Answers: what is known, queries over it, and answers as tables, CSV, JSON and Markdown.

mod format;
mod guards;
mod hints;
mod knowledge;

pub use format::{Format, write};
pub(crate) use guards::{in_csv, in_json};
pub use guards::{lines_on_terminal, on_terminal};
pub use hints::{hints, hints_in};
pub use knowledge::{Answer, Evaluator, Failure, Knowledge, Support};
