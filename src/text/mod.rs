//! Source text: files and places in them, reports with carets, near names.

mod alike;
mod fold;
mod nearest;
mod report;
mod source;

pub use alike::alike;
pub use fold::fold;
pub use nearest::nearest;
pub use report::{Report, Severity, has_errors, in_order, render};
pub use source::{Source, SourceId, Sources, Span};
