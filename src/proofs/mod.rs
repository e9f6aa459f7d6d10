//! Proofs: why a fact holds, step by step, and which facts it rests on.

mod assembly;
mod confidence;
mod finder;
mod folds;
mod graph;
mod prover;
mod search;
mod surest;
#[cfg(test)]
mod tests;
mod tree;
pub mod whynot;
mod written;

use crate::rules::{Const, RelationId};

pub use confidence::{Grounds, Passage, confidence};
pub use prover::{Goal, MOST_COUNTED, Proofs, Prover};
pub use tree::{Application, Bound, Counted, Premise, PremiseKind, Proof, Reason, Step, StepId};

/// A given tuple that a proof ends at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    pub relation: RelationId,
    pub values: Vec<Const>,
}
