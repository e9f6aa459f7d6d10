//! Proofs: which facts an answer rests on.
