//! `entente why`: the proof of a fact.

use std::path::Path;

use clap::Args;
use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::limits::LimitArguments;
use super::selection::SelectionArguments;
use super::{Failure, NOTHING, Outcome, base, output};
use crate::answers::whynot::{DEPTH, as_json};
use crate::answers::{Answer, Knowledge, ProofFormat, Shown, Wanted, hints, why, write_why};
use crate::engine::Limits;
use crate::proofs::MOST_COUNTED;
use crate::repl::as_text;

/// Why a fact holds: the rules and facts that it follows from, down to the sentences.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente why 'met(\"Luong Tam Quang\", Who, E)'              the first answer
  entente why 'cooperation_steps(A, B, 2)' --depth 2
  entente why 'works_with(A, B, \"formation\")' --format citation
  entente why 'counterpart(P, Q, T)' --format dot | dot -Tsvg > proof.svg

Exit status: 0 with a proof, 1 if the fact does not hold, 2 after a mistake.")]
pub(super) struct Arguments {
    /// A fact, or a query, of which the first answer is proved.
    query: String,
    #[arg(long, default_value_t, value_name = "FORMAT")]
    format: ProofFormat,
    /// Show only so many levels of the proof.
    #[arg(long, value_name = "N")]
    depth: Option<usize>,
    /// Show all proofs, the smallest first.
    #[arg(long)]
    all: bool,
    /// Tell how sure the conclusion is.
    #[arg(long)]
    confidence: bool,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    limits: LimitArguments,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    let mut base = base::load_sound(&origin)?;
    arguments.selection.apply(&mut base);
    let limits = arguments.limits.limits();
    let mut knowledge = Knowledge::on_demand(base);
    let answer = match knowledge.ask("<query>", &arguments.query, &limits) {
        Ok(answer) => answer,
        Err(failure) => return Err((failure, knowledge.sources()).into()),
    };
    if answer.rows.is_empty() {
        return does_not_hold(&knowledge, &answer, arguments, &limits);
    }
    let wanted = Wanted {
        proofs: match arguments.all {
            true => 0..MOST_COUNTED,
            false => 0..1,
        },
        confidence: arguments.confidence,
    };
    let files = || origin.files().0;
    let why = why(&mut knowledge, &answer, 0, wanted, files, &limits).map_err(Failure::Stopped)?;
    let shown = Shown {
        format: arguments.format,
        depth: arguments.depth,
        width: output::width(),
        colours: true,
    };
    let written = write_why(&knowledge, &answer, 0, &why, shown);
    match arguments.format {
        ProofFormat::Text => output::drawn(&written)?,
        _ => output::data(&written)?,
    }
    Ok(0)
}

/// Says that there is nothing to prove; of a single fact, what is missing for it.
fn does_not_hold(
    knowledge: &Knowledge,
    answer: &Answer,
    arguments: &Arguments,
    limits: &Limits,
) -> Outcome {
    let query = arguments.query.trim().trim_end_matches('.');
    let mut whole = base::evaluate(knowledge.base().clone(), limits)?;
    let found = whole.why_not("<fact>", query, DEPTH, limits);
    output::label("error", &format!("`{query}` does not hold"));
    match found {
        Ok(why_not) if why_not.absence.is_some() => {
            let prove = format!("entente why '{query}'");
            output::data(&match arguments.format {
                ProofFormat::Json => as_json(&whole, &why_not),
                _ => as_text(&whole, &why_not, &prove, output::width()),
            })?;
        }
        _ => {
            for hint in hints(knowledge, answer) {
                output::label("hint", &hint);
            }
            output::label(
                "help",
                "`entente whynot` tells what is missing for a single fact",
            );
        }
    }
    Ok(NOTHING)
}

impl ValueEnum for ProofFormat {
    fn value_variants<'a>() -> &'a [ProofFormat] {
        &ProofFormat::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
