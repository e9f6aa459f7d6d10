//! Facts: values, relations, where each fact comes from, loading and saving.

mod base;
mod database;
pub mod dates;
mod files;
mod records;
mod rows;
mod save;
mod selection;
mod statements;
mod symbols;
mod tables;
mod values;
mod vocabulary;

pub use base::Base;
pub use database::Database;
pub use files::{BaseFile, FileKind, locate, read, read_text, shipped};
pub use rows::Rows;
pub(crate) use rows::{Column, FEW, Numbers, hash_columns, hash_words};
pub use save::{
    Sourced, VOCABULARY, fingerprint_of, replace, save_extracted, write_extracted, write_facts,
};
pub use selection::{Left, LeftOut, Selection};
pub use statements::{EVENT_ID, Standing, Statement};
pub use tables::{
    BadCell, Input, Layout, LineLayout, parse_cell, read_sqlite, read_table, write_cell,
    write_header, write_sqlite, write_table,
};
pub use values::{Values, Word};
pub use vocabulary::outside_vocabulary;
