//! Answers: what is known, queries over it, and answers as tables, CSV, JSON and Markdown.

mod differences;
mod explained;
mod format;
mod groups;
mod guards;
mod hints;
mod idle;
mod knowledge;
mod passages;
mod profiled;
mod snapshots;
mod whatif;
mod why;
pub mod whynot;
mod wrapping;

pub use differences::{Difference, State};
pub use explained::{explained, shown_time};
pub use format::{Format, write};
pub use groups::{Evaluator, RuleGroup};
pub(crate) use guards::{in_csv, in_json};
pub use guards::{lines_on_terminal, on_terminal};
pub use hints::{complete_for_hints, hints, hints_in, meant};
pub use knowledge::{Answer, Failure, Knowledge, Support};
pub use passages::{How, Words, about, again, how_read, on_terminal_line, words};
pub use profiled::profiled;
pub use snapshots::{Accepted, Changed, Section, Snapshot, snapshots};
pub use whatif::{Change, Fragile, Supposed, in_words};
pub use why::{ProofFormat, Shown, Wanted, Why, why, with_confidence, write_why};
pub(crate) use wrapping::wrapped;
