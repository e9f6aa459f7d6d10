//! The language: text to tokens to trees as written, with spans.

mod aggregates;
mod annotations;
pub mod ast;
mod clauses;
mod components;
mod directives;
mod expressions;
mod facts;
mod grammar;
mod lexer;
mod literals;
mod mistakes;
mod preprocess;
mod terms;
#[cfg(test)]
mod tests;
mod token;
mod tokens;
mod types;
mod write;

pub use facts::{Plain, PlainValue};
pub use grammar::{parse, parse_in_runs, parse_query};
pub use lexer::lex;
pub use preprocess::{Options, preprocess};
pub use token::{Token, TokenKind};
pub use write::{is_identifier, write_symbol};
