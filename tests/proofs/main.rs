//! Proofs are replayed by a checker that shares nothing with the search for them.

#[path = "../support/mod.rs"]
mod support;

mod programs;
mod replay;
mod shipped;
