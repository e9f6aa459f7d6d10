//! Facts: values, relations, where each fact comes from, loading and saving.

pub mod dates;
mod database;
mod rows;
mod symbols;
mod values;

pub use database::Database;
pub use rows::Rows;
pub use values::{Values, Word};
