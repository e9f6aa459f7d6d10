//! Proofs: which facts an answer rests on, and why others are no answers.

mod search;
mod support;
#[cfg(test)]
mod tests;
pub mod whynot;

pub use support::{Leaf, Prover};
