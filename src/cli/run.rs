//! `entente run`: a Soufflé program from its fact files to its output files.

use std::io;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use clap::Args;

use super::limits::LimitArguments;
use super::tables::Tables;
use super::{Failure, Outcome, output as print};
use crate::answers::{Answer, Format, complete_for_hints, hints_in, on_terminal, write};
use crate::engine::{self, Completed, Limits, Tuning};
use crate::facts::{Database, read_text};
use crate::rules::{Program, RelationId, check, check_query};
use crate::syntax::ast::{Item, Query};
use crate::syntax::{Options, preprocess};
use crate::text::{Report, Sources, has_errors, in_order};

/// Run a Soufflé program: read its `.input` relations, derive, write its `.output` relations.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente run paths.dl                          reads edge.facts, writes path.csv, all in this folder
  entente run paths.dl -F input -D -            writes to the standard output
  entente run paths.dl --timeout 60 --max-memory 2000

Tables have a line for each tuple and a tab between columns, as in Soufflé, whose options of `.input`
and `.output` are understood: IO (file, stdin, stdout, jsonfile, json, sqlite), filename, delimiter,
headers, columns, rfc4180, compress and more. Queries, as in `?- path(1, x).`, are answered at the end.")]
pub(super) struct Arguments {
    /// The program.
    program: PathBuf,
    /// The folder of the fact files.
    #[arg(
        short = 'F',
        long,
        alias = "fact-dir",
        value_name = "DIR",
        default_value = "."
    )]
    facts: PathBuf,
    /// The folder for the output files; `-` is the standard output.
    #[arg(
        short = 'D',
        long,
        alias = "output-dir",
        value_name = "DIR",
        default_value = "."
    )]
    output: PathBuf,
    /// A folder in which `#include` looks for files; may be given more than once.
    #[arg(short = 'I', long = "include-dir", value_name = "DIR")]
    include: Vec<PathBuf>,
    /// Macros to define, as in `-M "SIZE=10 DEBUG"`.
    #[arg(short = 'M', long = "macro", value_name = "MACROS")]
    macros: Vec<String>,
    /// How many threads evaluate, or `auto` for as many as the machine runs at once.
    #[arg(short = 'j', long, value_name = "N", value_parser = jobs)]
    jobs: Option<NonZero<usize>>,
    #[command(flatten)]
    limits: LimitArguments,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut sources = Sources::default();
    let mut limits = arguments.limits.limits();
    limits.tuning.threads = arguments.jobs.unwrap_or(NonZero::<usize>::MIN);
    match run_program(arguments, &limits, &mut sources) {
        Ok(()) => Ok(0),
        Err(Stop::Mistakes(reports)) => Err(Failure::Mistakes(reports, Box::new(sources))),
        Err(Stop::Failure(failure)) => Err(failure),
    }
}

/// What ends a run; mistakes are shown with the sources, which the run still needs.
pub(super) enum Stop {
    Mistakes(Vec<Report>),
    Failure(Failure),
}

impl From<Report> for Stop {
    fn from(report: Report) -> Stop {
        Stop::Mistakes(vec![report])
    }
}

impl From<Vec<Report>> for Stop {
    fn from(reports: Vec<Report>) -> Stop {
        Stop::Mistakes(reports)
    }
}

impl From<engine::Stopped> for Stop {
    fn from(stopped: engine::Stopped) -> Stop {
        Stop::Failure(Failure::Stopped(stopped))
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        Stop::Failure(Failure::Output(error))
    }
}

fn run_program(arguments: &Arguments, limits: &Limits, sources: &mut Sources) -> Result<(), Stop> {
    let Arguments {
        include, macros, ..
    } = arguments;
    let (program, queries) = load_program(&arguments.program, include, macros, sources)?;
    let (tables, warnings) = Tables::of(&program, &arguments.facts, &arguments.output)?;
    print::reports(&warnings, sources);
    let mut database = Database::new(&program);
    let warnings = tables.read(&program, &mut database, sources, limits.tuning.threads)?;
    print::reports(&warnings, sources);
    engine::settle(&program, &mut database);
    let mut completed = Completed::stated(&program);
    let whole = written(&program, !queries.is_empty() && limits.tuning.demand);
    let notes = engine::complete(&program, &whole, &mut database, &mut completed, limits)?;
    for note in &notes {
        print::label("note", &format!("undefined: {note}"));
    }
    tables.write(&program, &database, limits.tuning.threads)?;
    for query in &queries {
        answer(
            &program,
            query,
            &mut database,
            &mut completed,
            limits,
            sources,
        )?;
    }
    Ok(())
}

/// The relations to evaluate before anything is written: all, or only those that are written.
fn written(program: &Program, only: bool) -> Vec<RelationId> {
    let is_written = |id: &RelationId| {
        let relation = program.relation(*id);
        relation.printsize || !relation.outputs.is_empty()
    };
    program.ids().filter(|id| !only || is_written(id)).collect()
}

/// Reads and checks a program. Its warnings are shown at once.
fn load_program(
    path: &Path,
    include: &[PathBuf],
    macros: &[String],
    sources: &mut Sources,
) -> Result<(Program, Vec<Query>), Stop> {
    let name = path.display().to_string();
    if !path.exists() {
        return Err(Report::general(format!("no file `{name}`"))
            .help("name a file with a program")
            .into());
    }
    let text = read_text(path).map_err(|error| Report::general(format!("{name}: {error}")))?;
    let mut options = Options {
        include: include.to_vec(),
        ..Options::default()
    };
    macros.iter().for_each(|macros| options.define(macros));
    let (items, mut reports) = preprocess(sources, &name, &text, &options, &mut read_text);
    let mut queries: Vec<Query> = Vec::new();
    let mut others: Vec<Item> = Vec::new();
    for item in items {
        match item {
            Item::Query(query) => queries.push(query),
            other => others.push(other),
        }
    }
    let (program, wrong) = check(others.iter(), sources);
    reports.extend(wrong);
    in_order(&mut reports);
    if has_errors(&reports) {
        return Err(reports.into());
    }
    // A mistake in a query is said before the work begins, not after it.
    let wrong = queries
        .iter()
        .filter_map(|query| check_query(&program, query).err());
    let wrong: Vec<Report> = wrong.flatten().collect();
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    print::reports(&reports, sources);
    Ok((program, queries))
}

/// Answers a query of the program as a table.
fn answer(
    program: &Program,
    query: &Query,
    database: &mut Database,
    completed: &mut Completed,
    limits: &Limits,
    sources: &Sources,
) -> Result<(), Stop> {
    let checked = check_query(program, query)?;
    let (rows, notes) = engine::ask(program, &checked, database, completed, limits)?;
    let answer = Answer::new(checked, &rows, &database.values, notes);
    let question = on_terminal(sources.text(query.span));
    print::data(&format!(
        "{question}\n{}",
        write(&answer, Format::Table, print::width())
    ))?;
    for note in &answer.notes {
        print::label("note", &format!("undefined: {note}"));
    }
    complete_for_hints(program, database, completed, &answer, limits);
    for hint in hints_in(program, database, completed, &answer) {
        print::label("hint", &hint);
    }
    Ok(())
}

/// A number of threads, or `auto`.
fn jobs(text: &str) -> Result<NonZero<usize>, String> {
    match text.parse() {
        _ if text == "auto" => Ok(Tuning::all_threads()),
        Ok(number) => Ok(number),
        Err(_) => Err("not a number of threads: write 1 or more, or `auto`".to_owned()),
    }
}
