//! Answers: what is known, queries over it, and answers as tables, CSV, JSON and Markdown.

mod explained;
mod format;
mod groups;
mod guards;
mod hints;
mod knowledge;

pub use explained::{explained, shown_time};
pub use format::{Format, write};
pub use groups::{Evaluator, RuleGroup};
pub(crate) use guards::{in_csv, in_json};
pub use guards::{lines_on_terminal, on_terminal};
pub use hints::{complete_for_hints, hints, hints_in, meant};
pub use knowledge::{Answer, Failure, Knowledge, Support};
