//! `entente whynot`: what is missing for a fact that does not hold.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::limits::LimitArguments;
use super::selection::SelectionArguments;
use super::{NOTHING, Outcome, base, output};
use crate::answers::whynot::{DEPTH, as_json};
use crate::repl::as_text;

/// Say why a fact does not hold: the rules, how far they get, and what comes closest.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente whynot 'met(\"Tô Lâm\", \"Phan Van Giang\", _)'
  entente whynot 'holder(\"Tô Lâm\", \"président\", _)' --depth 3 --format json

Exit status: 0 with an explanation, 1 if the fact holds, 2 after a mistake.")]
pub(super) struct Arguments {
    /// A relation with its values; `_` stands for anything.
    fact: String,
    /// How many levels of rules are looked at.
    #[arg(long, value_name = "N", default_value_t = DEPTH, value_parser = levels)]
    depth: usize,
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    #[command(flatten)]
    selection: SelectionArguments,
    #[command(flatten)]
    limits: LimitArguments,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Form {
    #[default]
    Text,
    Json,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let mut base = base::load_sound(&base::origin(folder)?)?;
    arguments.selection.apply(&mut base);
    let limits = arguments.limits.limits();
    let mut knowledge = base::evaluate(base, &limits)?;
    let found = knowledge.why_not("<fact>", &arguments.fact, arguments.depth, &limits);
    let why_not = match found {
        Ok(why_not) => why_not,
        Err(failure) => return Err((failure, knowledge.sources()).into()),
    };
    output::data(&match arguments.format {
        Form::Text => {
            let prove = format!("entente why '{}'", arguments.fact);
            as_text(&knowledge, &why_not, &prove, output::width())
        }
        Form::Json => as_json(&knowledge, &why_not),
    })?;
    Ok(if why_not.absence.is_none() {
        NOTHING
    } else {
        0
    })
}

fn levels(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(levels) if levels > 0 => Ok(levels),
        _ => Err("not a number of levels: write 1 or more".to_owned()),
    }
}
