//! Answers: what is known, queries over it, and answers as tables, CSV, JSON and Markdown.

mod format;
mod groups;
mod guards;
mod hints;
mod knowledge;
mod passages;
mod why;
mod wrapping;

pub use format::{Format, write};
pub use groups::{Evaluator, RuleGroup};
pub(crate) use guards::{in_csv, in_json};
pub use guards::{lines_on_terminal, on_terminal};
pub use hints::{complete_for_hints, hints, hints_in};
pub use knowledge::{Answer, Failure, Knowledge, Support};
pub use passages::{How, Words, about, again, how_read, on_terminal_line, words};
pub use why::{ProofFormat, Shown, Wanted, Why, why, with_confidence, write_why};
pub(crate) use wrapping::wrapped;
