//! Entente: a Datalog fact base and query engine for news articles.
//!
//! Data flows one way, in the order of the modules: articles and fact files become relations, rules derive
//! more, queries ask, and proofs lead back to the sentence that says so. `docs/architecture.md` tells how.

pub mod answers;
pub mod articles;
pub mod cli;
pub mod compiled;
pub mod engine;
pub mod extract;
pub mod facts;
pub mod proofs;
pub mod reading;
pub mod repl;
pub mod rules;
pub mod syntax;
pub mod text;
pub mod translate;
