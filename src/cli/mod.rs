//! The command line.

mod base;
mod check;
mod extract;
mod fact_file;
mod facts;
mod limits;
mod lines;
mod output;
mod query;
mod review;
mod run;
mod selection;
mod snapshot;
mod tables;
mod texts;
mod threads;
mod whatif;
mod why;
mod whynot;

use std::ffi::OsString;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::PossibleValue;
use clap::{Parser, Subcommand, ValueEnum};

use crate::answers::{self, Format};
use crate::engine::{Limits, Reason, Stopped};
use crate::repl;
use crate::text::{Report, Sources};

/// Runs the program with the arguments it was called with.
pub fn main() -> ExitCode {
    run(std::env::args_os())
}

/// Runs the program with some arguments, of which the first is its name. Arguments that are not understood
/// end the process.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> ExitCode {
    Cli::parse_from(arguments)
        .run()
        .unwrap_or_else(|failure| ExitCode::from(failure.say()))
}

/// Ask a fact base of news articles, and follow every answer back to the sentence that says so.
///
/// Without a command, opens the prompt on the base in this folder or above it, else on the one that is
/// built in. Queries on the standard input are answered one by one.
#[derive(Debug, Parser)]
#[command(
    name = "entente",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  entente                                                  open the prompt
  entente query 'cooperates(A, B, \"formation\")'
  entente query 'participant(E, P, _)' --format csv > who.csv
  entente why 'met(\"Luong Tam Quang\", Who, E)'           the proof, down to the sentences
  entente facts 003_4ef7d3dc570260e4 --format jsonl        what is known of one article
  entente extract seeds/new.txt                            read a new article
  entente review                                           judge what was read
  entente check                                            what is wrong or missing in the base
  entente snapshot                                         compare what rules derive with what was accepted
  entente run paths.dl -F input -D output                  run a Soufflé program

Exit status: 0 done, 1 no answers or findings, 2 a mistake, 130 interrupted."
)]
struct Cli {
    /// The folder of the base: with rules/, and facts/ or seeds/.
    #[arg(long, global = true, value_name = "DIR")]
    base: Option<PathBuf>,
    /// Read the base's files anew when they are saved, also where the prompt is no terminal.
    #[arg(long, conflicts_with = "no_watch")]
    watch: bool,
    /// Do not read the base's files anew when they are saved.
    #[arg(long)]
    no_watch: bool,
    /// Do not show long answers page by page.
    #[arg(long)]
    no_pager: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Query(query::Arguments),
    Why(why::Arguments),
    Run(run::Arguments),
    Check(check::Arguments),
    Facts(facts::Arguments),
    Extract(extract::Arguments),
    Review(review::Arguments),
    #[command(name = "whynot")]
    WhyNot(whynot::Arguments),
    Snapshot(snapshot::Arguments),
    WhatIf(whatif::Arguments),
}

/// Why a command did not come through.
enum Failure {
    /// The user or a file made mistakes.
    Mistakes(Vec<Report>, Box<Sources>),
    Stopped(Stopped),
    /// The standard output could not be written.
    Output(io::Error),
}

/// The status of a command that found nothing, or something to mend.
const NOTHING: u8 = 1;
/// The status after a mistake.
const MISTAKE: u8 = 2;
/// The status that shells expect of a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

type Outcome = Result<u8, Failure>;

impl Cli {
    fn run(self) -> Result<ExitCode, Failure> {
        let base = self.base.as_deref();
        let status = match self.command {
            None => {
                return Ok(repl::run(repl::Options {
                    base: base::origin(base)?,
                    format: None,
                    limits: Limits::default(),
                    watch: (self.watch || self.no_watch).then_some(self.watch),
                    pager: !self.no_pager,
                }));
            }
            Some(Command::Query(arguments)) => query::run(base, &arguments),
            Some(Command::Why(arguments)) => why::run(base, &arguments),
            Some(Command::Run(arguments)) => run::run(&arguments),
            Some(Command::Check(arguments)) => check::run(base, &arguments),
            Some(Command::Facts(arguments)) => facts::run(base, &arguments),
            Some(Command::Extract(arguments)) => extract::run(base, &arguments),
            Some(Command::Review(arguments)) => review::run(base, &arguments),
            Some(Command::WhyNot(arguments)) => whynot::run(base, &arguments),
            Some(Command::Snapshot(arguments)) => snapshot::run(base, &arguments),
            Some(Command::WhatIf(arguments)) => whatif::run(base, &arguments),
        };
        status.map(ExitCode::from)
    }
}

impl Failure {
    /// Says what failed; returns the exit status.
    fn say(self) -> u8 {
        match self {
            Failure::Mistakes(reports, sources) => output::reports(&reports, &sources),
            Failure::Stopped(stopped) => {
                output::label("error", &stopped.to_string());
                match stopped.reason {
                    Reason::Interrupted => return INTERRUPTED,
                    Reason::Timeout(_) => output::label("help", "give it longer with `--timeout`"),
                    Reason::Rows(_) => output::label("help", "allow more with `--max-rows`"),
                    Reason::Memory(_) => output::label("help", "allow more with `--max-memory`"),
                }
            }
            // Whoever read the output has seen enough.
            Failure::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => return 0,
            Failure::Output(error) => output::label("error", &format!("standard output: {error}")),
        }
        MISTAKE
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Failure {
        Failure::Mistakes(vec![report], Box::default())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl From<(answers::Failure, &Sources)> for Failure {
    fn from((failure, sources): (answers::Failure, &Sources)) -> Failure {
        match failure {
            answers::Failure::Mistakes(reports) => {
                Failure::Mistakes(reports, Box::new(sources.clone()))
            }
            answers::Failure::Stopped(stopped) => Failure::Stopped(stopped),
        }
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}
