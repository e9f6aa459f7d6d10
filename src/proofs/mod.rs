//! Proofs: which facts an answer rests on.

mod search;
mod support;

pub use support::{Leaf, Prover};
