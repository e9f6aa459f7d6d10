//! Queries: what they ask for, and a rule for each of their alternatives.

use super::check::without_repeats;
use super::clauses::{Flat, alternatives, body_terms, variables};
use super::lowering::{Lowered, Lowering};
use super::program::{Atom, Program, RelationId, Rule, Term, Variable};
use super::safety::report_ungrounded;
use super::witnesses::bind_witnesses;
use crate::syntax::ast;
use crate::text::{Report, Span};

/// A checked query: what it asks for, and a rule for each alternative of its body.
#[derive(Clone, Debug)]
pub struct Query {
    /// The named variables, in the order in which the query first names them: the columns of the answer.
    pub columns: Vec<Variable>,
    /// Rules whose head is the relation `Program::relations.len()`, with the columns as arguments.
    pub rules: Vec<Rule>,
}

/// Checks a query. Its variables that begin with `_`, and those inside aggregates, are not asked for.
pub fn check_query(program: &Program, query: &ast::Query) -> Result<Query, Vec<Report>> {
    let ways = alternatives(&query.body).map_err(|report| vec![report])?;
    let mut names: Vec<&str> = Vec::new();
    body_terms(&query.body, &mut |term| {
        variables(term, &mut |name, _| {
            if !name.starts_with('_') && !names.contains(&name) {
                names.push(name);
            }
        });
    });
    let mut checked = Query {
        columns: Vec::new(),
        rules: Vec::new(),
    };
    let mut reports = Vec::new();
    for way in &ways {
        match lower_query(program, way, &names, query.span) {
            Ok(Some((rule, columns))) => {
                checked.columns = columns;
                checked.rules.push(rule);
            }
            Ok(None) => {}
            Err(wrong) => reports.extend(wrong),
        }
    }
    if !reports.is_empty() {
        return Err(without_repeats(reports));
    }
    Ok(checked)
}

fn lower_query(
    program: &Program,
    way: &[Flat],
    names: &[&str],
    span: Span,
) -> Result<Option<(Rule, Vec<Variable>)>, Vec<Report>> {
    let mut lowering = Lowering::new(program, &[], way);
    let mut possible = true;
    for flat in way {
        possible &= lowering.condition(*flat);
    }
    let Lowered {
        mut body,
        mut variables,
        ..
    } = lowering.finish(Vec::new());
    let mut head = Vec::new();
    for name in names {
        match lowering.variable(name) {
            Some(var) => head.push(var),
            None => lowering.reports.push(
                Report::error(span, format!("`{name}` is missing from an alternative"))
                    .help("every alternative of a query must bind the same variables; write `_` for those that do not matter"),
            ),
        }
    }
    if lowering.is_whole() {
        bind_witnesses(&mut body, &mut variables);
        report_ungrounded(&mut lowering, &body, &variables, &head);
    }
    if !lowering.is_whole() {
        return Err(lowering.reports);
    }
    let columns = head
        .iter()
        .map(|var| variables[var.index()].clone())
        .collect();
    let head = Atom {
        relation: RelationId(program.relations.len() as u32),
        args: head.into_iter().map(Term::Var).collect(),
        span,
    };
    Ok(possible.then_some((
        Rule {
            head,
            body,
            variables,
            plan: Vec::new(),
            span,
        },
        columns,
    )))
}
