//! Answers: what is known, queries over it, and answers as tables, CSV, JSON and Markdown.

mod differences;
mod explained;
mod format;
mod groups;
mod guards;
mod hints;
mod knowledge;
mod snapshots;

pub use differences::{Difference, State};
pub use explained::{explained, shown_time};
pub use format::{Format, write};
pub use groups::{Evaluator, RuleGroup};
pub(crate) use guards::{in_csv, in_json};
pub use guards::{lines_on_terminal, on_terminal};
pub use hints::{complete_for_hints, hints, hints_in, meant};
pub use knowledge::{Answer, Failure, Knowledge, Support};
pub use snapshots::{Accepted, Changed, Section, Snapshot, snapshots};
