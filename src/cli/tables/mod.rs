//! The tables of a program: what its `.input` and `.output` say, reading them, writing them.

mod input;
mod options;
mod output;

use std::num::NonZero;
use std::path::Path;

use crate::facts::Database;
use crate::rules::{IoOptions, Program, RelationId};
use crate::text::{Report, Sources, Span, has_errors};

use super::run::Stop;
use options::Table;

/// All tables of a program.
#[derive(Debug)]
pub(super) struct Tables {
    inputs: Vec<Directive>,
    outputs: Vec<Directive>,
}

/// One `.input` or `.output` of one relation.
#[derive(Debug)]
struct Directive {
    relation: RelationId,
    span: Span,
    table: Table,
}

impl Tables {
    /// What the directives of a program say, and warnings. Mistakes of all directives are reported
    /// together, before anything is read.
    pub(super) fn of(
        program: &Program,
        facts: &Path,
        output: &Path,
    ) -> Result<(Tables, Vec<Report>), Vec<Report>> {
        let mut reports = Vec::new();
        let mut tables = Tables {
            inputs: Vec::new(),
            outputs: Vec::new(),
        };
        for id in program.ids() {
            let relation = program.relation(id);
            let name = &relation.name;
            for options in &relation.inputs {
                let table = options::input(name, options, facts, &mut reports);
                tables
                    .inputs
                    .extend(directive(id, options, table, &mut reports));
            }
            for options in &relation.outputs {
                let table = options::output(name, options, output, &mut reports);
                tables
                    .outputs
                    .extend(directive(id, options, table, &mut reports));
            }
        }
        if has_errors(&reports) {
            return Err(reports);
        }
        Ok((tables, reports))
    }

    /// Reads every input and gives warnings; what is wrong in any of them is reported together.
    pub(super) fn read(
        &self,
        program: &Program,
        database: &mut Database,
        sources: &mut Sources,
        threads: NonZero<usize>,
    ) -> Result<Vec<Report>, Vec<Report>> {
        input::read(&self.inputs, program, database, sources, threads)
    }

    /// Writes every output; threads make lines ready together.
    pub(super) fn write(
        &self,
        program: &Program,
        database: &Database,
        threads: NonZero<usize>,
    ) -> Result<(), Stop> {
        for directive in &self.outputs {
            output::write(directive, program, database, threads)?;
        }
        for id in program.ids().filter(|id| program.relation(*id).printsize) {
            output::print_size(&program.relation(id).name, database.rows(id).len())?;
        }
        Ok(())
    }
}

fn directive(
    relation: RelationId,
    options: &IoOptions,
    table: Result<Table, Report>,
    reports: &mut Vec<Report>,
) -> Option<Directive> {
    match table {
        Ok(table) => Some(Directive {
            relation,
            span: options.span,
            table,
        }),
        Err(report) => {
            reports.push(report);
            None
        }
    }
}
