//! `entente snapshot`: what the rules derive, against what was accepted.

use std::path::Path;

use clap::Args;

use super::limits::LimitArguments;
use super::{Failure, NOTHING, Outcome, base, output};
use crate::answers::{Accepted, snapshots};
use crate::repl::Origin;
use crate::rules::Program;
use crate::text::{Report, nearest};

/// Compare what the rules derive with what was accepted, or accept it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente snapshot                     show what is not as it was accepted
  entente snapshot met co_present      only in these relations
  entente snapshot --accept            keep what the rules derive now

There is a snapshot for each file in rules/, as snapshots/rules__NAME.snap in the folder of the base, or in
tests/snapshots/ if there are some. They have the format of the Rust crate insta, and are made to be kept
under version control.

Exit status: 0 as accepted, 1 something differs or nothing was accepted yet, 2 after a mistake.")]
pub(super) struct Arguments {
    /// Only these relations.
    #[arg(value_name = "RELATION")]
    relations: Vec<String>,
    /// Show differences, which is what happens without this.
    #[arg(long, conflicts_with = "accept")]
    check: bool,
    /// Write down what the rules derive now.
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    limits: LimitArguments,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    let Origin::Folder(folder) = &origin else {
        return Err(
            Report::general("the base is built into the program and has no snapshots")
                .help("go to the folder of a base, or name it with `--base DIR`")
                .into(),
        );
    };
    let accepted = Accepted::read(folder).map_err(Report::general)?;
    let base = base::load_sound(&origin)?;
    refuse_unknown(&base.program, &arguments.relations)?;
    let known = base::evaluate(base, &arguments.limits.limits())?;
    let now = snapshots(known.program(), known.sources(), known.database());
    let relations = &arguments.relations;
    let wanted = |name: &str| relations.is_empty() || relations.iter().any(|r| r == name);
    if arguments.accept {
        let written = accepted
            .accept(&now, wanted)
            .map_err(|error| Report::general(format!("a snapshot cannot be written: {error}")))?;
        let said = match written.as_slice() {
            [] => "everything is as it was accepted\n".to_owned(),
            paths => paths
                .iter()
                .map(|path| format!("accepted {path}\n"))
                .collect(),
        };
        output::data(&said)?;
        return Ok(0);
    }
    if accepted.is_empty() {
        output::label("hint", "nothing was accepted yet");
        output::label(
            "help",
            &format!(
                "`entente snapshot --accept` writes what the rules derive to {}/",
                accepted.folder()
            ),
        );
        return Ok(NOTHING);
    }
    let changed = accepted.changed(&now, wanted);
    for changed in &changed {
        output::data(&changed.diff)?;
    }
    if changed.is_empty() {
        return Ok(0);
    }
    let relations = changed.iter().flat_map(|changed| &changed.relations);
    let relations: Vec<&str> = relations.map(String::as_str).collect();
    output::label(
        "help",
        &format!(
            "read the differences; `entente snapshot --accept {}` keeps them",
            relations.join(" ")
        ),
    );
    Ok(NOTHING)
}

/// Refuses names that are no relations.
fn refuse_unknown(program: &Program, names: &[String]) -> Result<(), Failure> {
    let known = || {
        program
            .relations
            .iter()
            .map(|relation| relation.name.as_str())
    };
    match names.iter().find(|name| program.find(name).is_none()) {
        None => Ok(()),
        Some(name) => Err(Report::general(format!("unknown relation `{name}`"))
            .suggest(nearest(name, known()))
            .into()),
    }
}
