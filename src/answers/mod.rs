//! Answers: what is known, queries over it, and answers as tables, CSV, JSON and Markdown.

mod knowledge;

pub use knowledge::{Answer, Evaluator, Failure, Knowledge};
