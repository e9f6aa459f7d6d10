//! The program as a user calls it: what it prints where, and the status it ends with.

mod base;
mod check;
mod extract;
mod facts;
mod folder;
mod prompt;
#[cfg(unix)]
mod prompt_terminal;
mod query;
mod review;
#[cfg(unix)]
mod review_terminal;
mod run;
mod run_json;
mod run_lines;
mod run_options;
#[cfg(feature = "sqlite")]
mod run_sqlite;
mod snapshot;
mod whatif;
mod whynot;
