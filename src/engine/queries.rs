//! The answers of queries, over relations that are complete.

use std::time::Instant;

use super::fixpoint::Run;
use super::functors::{Functors, Notes};
use super::index::Indexes;
use super::limits::{Limits, Stopped, Watch};
use super::parallel::Job;
use super::profile::Described;
use crate::facts::{Database, Rows};
use crate::rules::{Atom, Program, Query, RelationId, Rule, Term, VarId};

/// The tuples that answer a query, over relations that are complete, and what was undefined on the way.
pub fn answer(
    program: &Program,
    query: &Query,
    database: &mut Database,
    limits: &Limits,
) -> Result<(Rows, Notes), Stopped> {
    let mut functors = Functors::default();
    let mut indexes = Indexes::default();
    let mut watch = Watch::new(limits);
    database.add_relation(query.columns.len());
    let mut run = Run::new(program, database, &mut indexes, &mut functors, &mut watch);
    let result = query.rules.iter().try_for_each(|rule| run.answer(rule));
    let rows = database.remove_last_relation().expect("it was added above");
    result.map(|()| (rows, functors.notes))
}

/// Every way to make a rule's body true over a complete database: a row with the values of `columns`,
/// which the body must bind.
pub fn ways(
    program: &Program,
    rule: &Rule,
    columns: &[VarId],
    database: &mut Database,
    limits: &Limits,
) -> Result<Rows, Stopped> {
    let variables = columns
        .iter()
        .map(|var| rule.variables[var.index()].clone());
    let head = Atom {
        relation: RelationId(program.relations.len() as u32),
        args: columns.iter().map(|&var| Term::Var(var)).collect(),
        span: rule.span,
    };
    let query = Query {
        columns: variables.collect(),
        rules: vec![Rule {
            head,
            ..rule.clone()
        }],
    };
    answer(program, &query, database, limits).map(|(rows, _)| rows)
}

impl Run<'_> {
    /// Runs a rule of a query, and takes down how it went if somebody wants to know.
    fn answer(&mut self, rule: &Rule) -> Result<(), Stopped> {
        let Some(profiler) = self.watch.profiler().cloned() else {
            return self.once(rule, None);
        };
        let begun = Instant::now();
        let plan = self.plan_of_complete(rule, None, true);
        let prepared = begun.elapsed();
        let job = Job {
            plan: &plan,
            deltas: &[],
            indexes: self.indexes,
            name_of: &|_| "the answer".to_owned(),
        };
        let begun = Instant::now();
        let (result, counts) = job.run_counted(self.database, self.functors, self.watch);
        let time = begun.elapsed();
        let described = Described {
            program: self.program,
            database: self.database,
            indexes: self.indexes,
            counts: &counts,
        };
        profiler.add_plan(described.plan(&plan, prepared, time));
        result
    }
}
