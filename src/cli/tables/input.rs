//! Reading the tables of `.input`.

use std::io::{self, Read};
use std::num::NonZero;
use std::path::Path;

use super::options::Place;
use super::{Directive, Table};
use crate::cli::output::cause;
use crate::facts::{Database, Input, Layout, read_sqlite, read_table};
use crate::rules::Program;
use crate::text::{Report, Sources};

/// Reads all tables; gives warnings, or what was wrong in any of them.
pub(super) fn read(
    inputs: &[Directive],
    program: &Program,
    database: &mut Database,
    sources: &mut Sources,
    threads: NonZero<usize>,
) -> Result<Vec<Report>, Vec<Report>> {
    let (mut warnings, mut reports) = (Vec::new(), Vec::new());
    let mut standard_input_is_read = false;
    for directive in inputs {
        let name = &program.relation(directive.relation).name;
        let read = match wrong_columns(directive, program) {
            Some(report) => Err(vec![report]),
            None => match &directive.table.place {
                Place::File(file) => match std::fs::read(file) {
                    Ok(bytes) => {
                        read_bytes(file, &bytes, directive, program, database, sources, threads)
                    }
                    Err(error) if may_lack(&directive.table, &error) => Ok(Vec::new()),
                    Err(error) => Err(vec![no_file(file, &cause(&error), name, directive)]),
                },
                Place::Sqlite(file) => read_database(file, name, directive, program, database),
                Place::Standard if standard_input_is_read => Err(vec![
                    Report::error(directive.span, "the standard input is read twice")
                        .help("read one of the relations from a file"),
                ]),
                Place::Standard | Place::Size => {
                    standard_input_is_read = true;
                    read_standard(directive, program, database, sources, threads)
                }
            },
        };
        match read {
            Ok(more) => warnings.extend(more),
            Err(more) => reports.extend(more),
        }
    }
    if reports.is_empty() {
        Ok(warnings)
    } else {
        Err(reports)
    }
}

/// What is wrong with the option `columns`, which must have a cell for each column.
fn wrong_columns(directive: &Directive, program: &Program) -> Option<Report> {
    let Layout::Lines(layout) = &directive.table.layout else {
        return None;
    };
    let named = layout.cells.as_ref()?.len();
    let relation = program.relation(directive.relation);
    let wanted = relation.arity();
    (named != wanted).then(|| {
        Report::error(
            directive.span,
            format!(
                "`columns` has {named} where `{}` has {wanted}",
                relation.name
            ),
        )
        .also(relation.declared, "declared here")
        .help("name a cell of the lines for each column, with `:` between them")
    })
}

fn may_lack(table: &Table, error: &io::Error) -> bool {
    table.may_lack && error.kind() == io::ErrorKind::NotFound
}

fn no_file(file: &str, cause: &str, relation: &str, directive: &Directive) -> Report {
    Report::error(directive.span, format!("{file}: {cause}"))
        .label(format!("`{relation}` is read from there"))
        .help("name the folder of the fact files with `-F`")
}

fn read_standard(
    directive: &Directive,
    program: &Program,
    database: &mut Database,
    sources: &mut Sources,
    threads: NonZero<usize>,
) -> Result<Vec<Report>, Vec<Report>> {
    let mut bytes = Vec::new();
    let read = io::stdin().lock().read_to_end(&mut bytes);
    read.map_err(|error| {
        let message = format!("<stdin>: {}", cause(&error));
        vec![Report::error(directive.span, message)]
    })?;
    read_bytes(
        "<stdin>", &bytes, directive, program, database, sources, threads,
    )
}

fn read_bytes(
    name: &str,
    bytes: &[u8],
    directive: &Directive,
    program: &Program,
    database: &mut Database,
    sources: &mut Sources,
    threads: NonZero<usize>,
) -> Result<Vec<Report>, Vec<Report>> {
    let Directive {
        relation, table, ..
    } = directive;
    let input = Input {
        name,
        bytes,
        layout: &table.layout,
        threads,
    };
    read_table(&input, program, *relation, database, sources)
}

fn read_database(
    file: &str,
    relation: &str,
    directive: &Directive,
    program: &Program,
    database: &mut Database,
) -> Result<Vec<Report>, Vec<Report>> {
    // SQLite says only that it cannot open a file; the system says why.
    let is_own_name = file.starts_with("file:") || file.starts_with(":memory:");
    if !is_own_name && let Err(error) = Path::new(file).metadata() {
        return match may_lack(&directive.table, &error) {
            true => Ok(Vec::new()),
            false => Err(vec![no_file(file, &cause(&error), relation, directive)]),
        };
    }
    let table = &directive.table.name;
    let read = read_sqlite(file, table, program, directive.relation, database);
    read.map(|()| Vec::new()).map_err(|mistakes| {
        let report = |mistake: String| {
            Report::error(directive.span, format!("{file}: {mistake}"))
                .label(format!("`{relation}` is read from there"))
        };
        mistakes.into_iter().map(report).collect()
    })
}
