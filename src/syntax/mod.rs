//! The language: text to tokens to trees as written, with spans.

pub mod ast;
mod directives;
mod expressions;
mod grammar;
mod lexer;
mod token;
mod tokens;
mod write;

pub use grammar::{parse, parse_query};
pub use lexer::lex;
pub use token::{Token, TokenKind};
pub use write::{is_identifier, write_symbol};
