//! Proofs as JSON. The shape is described in docs/proofs.md.

use serde::Serialize;

use super::told::{Count, Told};
use crate::answers::guards::in_json;

#[derive(Serialize)]
struct Document<'t> {
    fact: &'t str,
    derivations: Count,
    smallest: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<f64>,
    proofs: &'t [Told],
}

/// Writes proofs as one object.
pub(super) fn write(proofs: &[Told]) -> String {
    let Some(first) = proofs.first() else {
        return String::new();
    };
    let document = Document {
        fact: first.steps.last().map_or("", |step| &step.fact),
        derivations: first.derivations,
        smallest: first.smallest,
        confidence: first.confidence,
        proofs,
    };
    let json = serde_json::to_string_pretty(&document).expect("texts and numbers are JSON");
    in_json(json + "\n")
}
