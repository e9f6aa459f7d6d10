//! The program as a user calls it: what it prints where, and the status it ends with.

mod base;
mod check;
mod extract;
mod facts;
mod folder;
mod query;
mod run;
mod run_tables;
