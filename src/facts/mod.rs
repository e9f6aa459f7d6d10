//! Facts: values, relations, where each fact comes from, loading and saving.

mod base;
mod database;
pub mod dates;
mod files;
mod rows;
mod statements;
mod symbols;
mod values;

pub use base::Base;
pub use database::Database;
pub use files::{BaseFile, FileKind, locate, read, read_text, shipped};
pub use rows::Rows;
pub(crate) use rows::hash_words;
pub use statements::{Standing, Statement};
pub use values::{Values, Word};
