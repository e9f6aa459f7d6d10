//! `entente what-if`: what would fall without something, and what rests on one article alone.

use std::path::Path;

use clap::Args;

use super::limits::interruptible;
use super::selection::SelectionArguments;
use super::{Failure, NOTHING, Outcome, base, output};
use crate::answers::Knowledge;
use crate::repl::{consequences, resting_on_one};
use crate::rules::RelationId;
use crate::text::{Report, nearest};

/// Say what would fall without an article, a fact or a rule, or what rests on one article alone.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente what-if 003_4ef7d3dc570260e4                     without an article
  entente what-if 'holds(\"Tô Lâm\", _, _)' presence.dl:71   without facts and a rule
  entente what-if --fragile                                how much rests on single articles
  entente what-if --fragile co_present                     which tuples, and on which

Exit status: 0 if something would change, 1 if nothing would, 2 after a mistake.")]
pub(super) struct Arguments {
    /// Ids of articles, facts (`_` stands for anything), rules as FILE:LINE, or relations.
    #[arg(required_unless_present = "fragile", conflicts_with = "fragile")]
    what: Vec<String>,
    /// Show every tuple.
    #[arg(long)]
    all: bool,
    /// Count the conclusions that fall if one article alone is left out, or list those of a relation.
    #[arg(long, value_name = "RELATION", num_args = 0..=1, default_missing_value = "")]
    fragile: Option<String>,
    #[command(flatten)]
    selection: SelectionArguments,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let mut base = base::load_sound(&base::origin(folder)?)?;
    arguments.selection.apply(&mut base);
    let limits = interruptible();
    let mut knowledge = base::evaluate(base, &limits)?;
    if let Some(name) = &arguments.fragile {
        let relation = relation(&knowledge, name)?;
        let fragile = knowledge
            .fragile(relation, &limits)
            .map_err(Failure::Stopped)?;
        let text = resting_on_one(&knowledge, relation, &fragile, output::width());
        output::data(&text)?;
        return Ok(if fragile.is_empty() { NOTHING } else { 0 });
    }
    let mut supposed = Vec::new();
    for what in &arguments.what {
        match knowledge.supposed("<argument>", what) {
            Ok(more) => supposed.extend(more),
            Err(reports) => {
                let sources = Box::new(knowledge.sources().clone());
                return Err(Failure::Mistakes(reports, sources));
            }
        }
    }
    let changes = knowledge
        .without(&supposed, &limits)
        .map_err(Failure::Stopped)?;
    let width = output::width();
    output::data(&consequences(
        &knowledge,
        &supposed,
        &changes,
        arguments.all,
        width,
    ))?;
    Ok(if changes.is_empty() { NOTHING } else { 0 })
}

/// The relation of a name; none for an empty one.
fn relation(knowledge: &Knowledge, name: &str) -> Result<Option<RelationId>, Report> {
    let program = knowledge.program();
    if name.is_empty() {
        return Ok(None);
    }
    program.find(name).map(Some).ok_or_else(|| {
        let names = program
            .relations
            .iter()
            .map(|relation| relation.name.as_str());
        Report::general(format!("unknown relation `{name}`")).suggest(nearest(name, names))
    })
}
