//! Proofs: which facts an answer rests on.

mod support;

pub use support::{Leaf, Prover};
