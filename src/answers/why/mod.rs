//! Why: proofs of answers, told to people and to programs.

mod citation;
mod french;
mod graph;
mod json;
mod source;
#[cfg(test)]
mod tests;
mod text;
mod told;

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::passages::{How, how_read};
use super::{Answer, Knowledge};
use crate::engine::{Limits, Stopped};
use crate::facts::BaseFile;
use crate::proofs::{Proof, Proofs, Reason};
use crate::rules::{Const, Real, Type, Variable};
pub(super) use citation::TELLING;
use told::Told;

/// How proofs are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProofFormat {
    /// An indented tree, for reading.
    #[default]
    Text,
    /// An object, for programs.
    Json,
    /// A graph for Graphviz.
    Dot,
    /// A flowchart for Mermaid.
    Mermaid,
    /// A paragraph with footnotes, for a report.
    Citation,
}

impl ProofFormat {
    pub const ALL: [ProofFormat; 5] = [
        ProofFormat::Text,
        ProofFormat::Json,
        ProofFormat::Dot,
        ProofFormat::Mermaid,
        ProofFormat::Citation,
    ];

    /// What the format is called.
    pub fn name(self) -> &'static str {
        match self {
            ProofFormat::Text => "text",
            ProofFormat::Json => "json",
            ProofFormat::Dot => "dot",
            ProofFormat::Mermaid => "mermaid",
            ProofFormat::Citation => "citation",
        }
    }
}

impl fmt::Display for ProofFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for ProofFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<ProofFormat, String> {
        let mut all = ProofFormat::ALL.into_iter();
        all.find(|format| format.name() == name).ok_or_else(|| {
            let names = ProofFormat::ALL.map(ProofFormat::name).join(", ");
            format!("no format `{name}` for proofs; the formats are {names}")
        })
    }
}

/// How proofs are shown.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    pub format: ProofFormat,
    /// How many steps below the conclusion are shown; all if there is no number.
    pub depth: Option<usize>,
    /// How many columns a line may take.
    pub width: Option<usize>,
    /// Whether words are drawn with colours.
    pub colours: bool,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The numbers of the proofs, counted from 0 and the smallest first.
    pub proofs: Range<usize>,
    /// Whether to tell how sure the row is.
    pub confidence: bool,
}

/// Proofs of a row of an answer.
#[derive(Clone, Debug)]
pub struct Why {
    pub proofs: Proofs,
    /// The number of the first of them, counted from 0.
    pub first: usize,
    /// How sure the row is, if that was asked for.
    pub confidence: Option<f64>,
    /// How the extracted facts were read.
    how: How,
}

/// Proofs of a row of an answer. Articles are read again by the rules and words of `files`, to tell how extracted facts were read.
pub fn why(
    knowledge: &mut Knowledge,
    answer: &Answer,
    row: usize,
    wanted: Wanted,
    files: impl FnOnce() -> Vec<BaseFile>,
    limits: &Limits,
) -> Result<Why, Stopped> {
    let first = wanted.proofs.start;
    let proofs = knowledge.prove(answer, row, wanted.proofs, limits)?;
    let confidence = match wanted.confidence {
        true => knowledge.confidences(answer, row..row + 1, limits)?.pop(),
        false => None,
    };
    let statements: Vec<usize> = proofs
        .proofs
        .iter()
        .flat_map(|proof| statements(knowledge, proof))
        .collect();
    let how = how_read(knowledge, statements.into_iter(), files, limits)?;
    Ok(Why {
        proofs,
        first,
        confidence,
        how,
    })
}

/// The statements behind the given facts of a proof.
fn statements(knowledge: &Knowledge, proof: &Proof) -> Vec<usize> {
    let given = proof
        .steps
        .iter()
        .filter(|step| step.reason == Reason::Given);
    given
        .flat_map(|step| {
            let program = knowledge.program();
            knowledge
                .base()
                .stating(program, step.relation, &step.values)
        })
        .collect()
}

/// Writes proofs of a row of an answer.
pub fn write_why(
    knowledge: &Knowledge,
    answer: &Answer,
    row: usize,
    why: &Why,
    shown: Shown,
) -> String {
    let mut told: Vec<Told> = why
        .proofs
        .proofs
        .iter()
        .zip(why.first..)
        .map(|(proof, number)| told::told(knowledge, answer, row, proof, number, why))
        .collect();
    let is_whole = matches!(shown.format, ProofFormat::Text | ProofFormat::Citation);
    if let Some(depth) = shown.depth.filter(|_| !is_whole) {
        told.iter_mut().for_each(|told| told.cut(depth));
    }
    match shown.format {
        ProofFormat::Text => text::write(&told, shown),
        ProofFormat::Json => json::write(&told),
        ProofFormat::Dot => graph::write_dot(&told),
        ProofFormat::Mermaid => graph::write_mermaid(&told),
        ProofFormat::Citation => citation::write(knowledge, &told),
    }
}

/// An answer with a column for how sure its rows are, to two decimals.
pub fn with_confidence(answer: &Answer, confidences: &[f64]) -> Answer {
    let mut shown = answer.clone();
    let Some(rule) = answer.query.rules.first() else {
        return shown;
    };
    shown.columns.push(Variable {
        name: "confidence".to_owned(),
        ty: Type::Float,
        span: rule.span,
    });
    for (row, confidence) in shown.rows.iter_mut().zip(confidences) {
        row.push(Const::Float(Real(hundredths(*confidence))));
    }
    shown
}

/// A confidence to two decimals. Only what is certain is 1.
fn hundredths(confidence: f64) -> f64 {
    match confidence {
        1.0 => 1.0,
        doubtful => (doubtful * 100.0).round().min(99.0) / 100.0,
    }
}
