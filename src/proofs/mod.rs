//! Proofs: which facts an answer rests on.

mod search;
mod support;
#[cfg(test)]
mod tests;

pub use support::{Leaf, Prover};
