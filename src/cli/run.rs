//! `entente run`: a Soufflé program from its fact files to its output files.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::limits::LimitArguments;
use super::tables::{Place, input, output};
use super::{Failure, Outcome, output as print};
use crate::answers::{Answer, Format, hints_in, on_terminal, write};
use crate::engine::{self, Limits};
use crate::facts::{Database, Layout, read_table, read_text, write_table};
use crate::rules::{Program, Relation, RelationId, check, check_query};
use crate::syntax::ast::{Item, Query};
use crate::syntax::{parse, write_symbol};
use crate::text::{Report, Sources, has_errors};

/// Run a Soufflé program: read its `.input` relations, derive, write its `.output` relations.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente run paths.dl                          reads edge.facts, writes path.csv, all in this folder
  entente run paths.dl -F input -D -            writes to the standard output
  entente run paths.dl --timeout 60 --max-memory 2000

Tables have a line for each tuple and a tab between columns, as in Soufflé; the options filename,
delimiter, headers and IO (file, stdin, stdout) are understood. Queries, as in `?- path(1, x).`, are
answered at the end.")]
pub(super) struct Arguments {
    /// The program.
    program: PathBuf,
    /// The folder of the fact files.
    #[arg(short = 'F', long, value_name = "DIR", default_value = ".")]
    facts: PathBuf,
    /// The folder for the output files; `-` is the standard output.
    #[arg(short = 'D', long, value_name = "DIR", default_value = ".")]
    output: PathBuf,
    #[command(flatten)]
    limits: LimitArguments,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut sources = Sources::default();
    let limits = arguments.limits.limits();
    match run_program(arguments, &limits, &mut sources) {
        Ok(()) => Ok(0),
        Err(Stop::Mistakes(reports)) => Err(Failure::Mistakes(reports, Box::new(sources))),
        Err(Stop::Failure(failure)) => Err(failure),
    }
}

/// What ends a run; mistakes are shown with the sources, which the run still needs.
enum Stop {
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
    let (program, queries) = load(&arguments.program, sources)?;
    let mut database = Database::new(&program);
    read_inputs(&program, &arguments.facts, &mut database, sources)?;
    let notes = engine::evaluate(&program, &mut database, limits)?;
    for note in &notes {
        print::label("note", &format!("undefined: {note}"));
    }
    write_outputs(&program, &arguments.output, &database)?;
    for query in &queries {
        answer(&program, query, &mut database, limits, sources)?;
    }
    Ok(())
}

/// Reads and checks a program. Its warnings are shown at once.
fn load(path: &Path, sources: &mut Sources) -> Result<(Program, Vec<Query>), Stop> {
    let name = path.display().to_string();
    if !path.exists() {
        return Err(Report::general(format!("no file `{name}`"))
            .help("name a file with a program")
            .into());
    }
    let text = read_text(path).map_err(|error| Report::general(format!("{name}: {error}")))?;
    let source = sources.add(name, text.as_str());
    let (items, mut reports) = parse(source, &text);
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

/// Reads every `.input` relation; what is wrong in any of their files is reported together.
fn read_inputs(
    program: &Program,
    folder: &Path,
    database: &mut Database,
    sources: &mut Sources,
) -> Result<(), Stop> {
    let mut reports = Vec::new();
    let mut standard_input_is_read = false;
    for id in program.ids() {
        let relation = program.relation(id);
        let Some(options) = &relation.input else {
            continue;
        };
        let (place, layout) = match input(&relation.name, options, folder) {
            Ok(found) => found,
            Err(report) => {
                reports.push(report);
                continue;
            }
        };
        let (name, bytes) = match &place {
            Place::File(path) => (path.display().to_string(), std::fs::read(path)),
            Place::Standard if standard_input_is_read => {
                reports.push(
                    Report::error(options.span, "the standard input is read twice")
                        .help("read one of the relations from a file"),
                );
                continue;
            }
            Place::Standard => {
                standard_input_is_read = true;
                let mut bytes = Vec::new();
                let read = io::stdin().lock().read_to_end(&mut bytes);
                ("<stdin>".to_owned(), read.map(|_| bytes))
            }
        };
        let read = match bytes {
            Ok(bytes) => read_table(&name, &bytes, &layout, program, id, database, sources),
            Err(error) => Err(vec![
                Report::error(options.span, format!("{name}: {}", print::cause(&error)))
                    .label(format!("`{}` is read from there", relation.name))
                    .help("name the folder of the fact files with `-F`"),
            ]),
        };
        reports.extend(read.err().into_iter().flatten());
    }
    if reports.is_empty() {
        Ok(())
    } else {
        Err(reports.into())
    }
}

fn write_outputs(program: &Program, folder: &Path, database: &Database) -> Result<(), Stop> {
    for id in program.ids() {
        let relation = program.relation(id);
        for options in &relation.outputs {
            let (place, layout) = output(&relation.name, options, folder)?;
            let unclear = match place {
                Place::Standard => write_standard(program, id, &layout, database)?,
                Place::File(path) => {
                    write_file(&path, program, id, &layout, database).map_err(|error| {
                        Report::error(
                            options.span,
                            format!("{}: {}", path.display(), print::cause(&error)),
                        )
                        .label(format!("`{}` is written there", relation.name))
                        .help("name a folder that can be written to with `-D`")
                    })?
                }
            };
            if let Some(text) = unclear {
                let message = format!(
                    "the text {} of `{}` has a delimiter or line end inside, so that its table cannot be \
                     read back",
                    write_symbol(&text),
                    relation.name
                );
                print::label("warning", &message);
            }
        }
    }
    Ok(())
}

fn write_file(
    path: &Path,
    program: &Program,
    relation: RelationId,
    layout: &Layout,
    database: &Database,
) -> io::Result<Option<String>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = BufWriter::new(File::create(path)?);
    let unclear = write_table(&mut file, layout, program, relation, database)?;
    file.flush()?;
    Ok(unclear)
}

/// Writes a relation to the standard output between lines of Soufflé's.
fn write_standard(
    program: &Program,
    relation: RelationId,
    layout: &Layout,
    database: &Database,
) -> io::Result<Option<String>> {
    let Relation { name, columns, .. } = program.relation(relation);
    let rows_only = Layout {
        headers: false,
        ..layout.clone()
    };
    let mut unclear = None;
    print::data_with(|mut out| {
        writeln!(out, "---------------\n{name}")?;
        if layout.headers {
            let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
            writeln!(out, "{}", names.join(&layout.delimiter))?;
        }
        writeln!(out, "===============")?;
        unclear = write_table(&mut out, &rows_only, program, relation, database)?;
        writeln!(out, "===============")
    })?;
    Ok(unclear)
}

/// Answers a query of the program as a table.
fn answer(
    program: &Program,
    query: &Query,
    database: &mut Database,
    limits: &Limits,
    sources: &Sources,
) -> Result<(), Stop> {
    let checked = check_query(program, query)?;
    let (rows, notes) = engine::answer(program, &checked, database, limits)?;
    let answer = Answer::new(checked, &rows, &database.values, notes);
    let question = on_terminal(sources.text(query.span));
    print::data(&format!(
        "{question}\n{}",
        write(&answer, Format::Table, print::width())
    ))?;
    for note in &answer.notes {
        print::label("note", &format!("undefined: {note}"));
    }
    for hint in hints_in(program, database, &answer) {
        print::label("hint", &hint);
    }
    Ok(())
}
