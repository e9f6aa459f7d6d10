//! What is said of variables: those that nothing binds, and those that stand once.

use super::clauses::{all_variables, body_terms};
use super::grounding::{schedule, ungrounded};
use super::lowering::Lowering;
use super::program::{Literal, VarId, Variable};
use crate::syntax::ast;
use crate::syntax::ast::Item;
use crate::text::{Report, Span};

/// Reports the variables that nothing binds, each with a way out.
pub(super) fn report_ungrounded(
    lowering: &mut Lowering,
    body: &[Literal],
    variables: &[Variable],
    head: &[VarId],
) {
    let mut missing = ungrounded(body, variables.len());
    let mut bound = vec![false; variables.len()];
    schedule(body, &mut bound);
    for &var in head {
        if !bound[var.index()] && !missing.contains(&var) {
            missing.push(var);
        }
    }
    let mut unnamed = Vec::new();
    for var in causes(body, variables.len(), &missing) {
        let Some(name) = lowering.name(var) else {
            unnamed.push(lowering.span(var));
            continue;
        };
        let name = name.to_owned();
        let span = lowering.span(var);
        let message = format!("`{name}` is not grounded");
        lowering
            .reports
            .push(match bound_inside(body, var, lowering) {
            Some(inside) => Report::error(inside, message)
                .label("an aggregate binds no variable outside of itself")
                .also(span, "nothing else says what values it can have")
                .help(format!(
                    "add a positive atom with `{name}` beside the aggregate"
                )),
            None => Report::error(span, message)
                .label("nothing says what values it can have")
                .help(format!(
                    "bind `{name}` in a positive atom, or with `{name} = …` of grounded variables"
                )),
        });
    }
    if let (Some(&place), true) = (unnamed.first(), lowering.is_whole()) {
        lowering.reports.push(
            Report::error(place, "this value is not grounded")
                .label("nothing says what values it can have")
                .help("name all of its parts, and bind them in positive atoms"),
        );
    }
}

/// Where an aggregate has a variable of the rule that it would bind if it were its own.
fn bound_inside(body: &[Literal], var: VarId, lowering: &Lowering) -> Option<Span> {
    let binds = body.iter().any(|literal| match literal {
        Literal::Aggregate(aggregate) if aggregate.outer.contains(&var) => {
            let mut bound = vec![false; lowering.variables()];
            schedule(&aggregate.body, &mut bound);
            bound[var.index()]
        }
        _ => false,
    });
    binds.then(|| lowering.inner_use(var)).flatten()
}

/// The variables that are missing for a reason of their own: those that would still be missing if all the
/// others were there. Where they only wait for each other, all of them.
fn causes(body: &[Literal], variables: usize, missing: &[VarId]) -> Vec<VarId> {
    let waits_for_others = |var: VarId| {
        let mut bound = vec![false; variables];
        for other in missing.iter().filter(|&&other| other != var) {
            bound[other.index()] = true;
        }
        schedule(body, &mut bound);
        bound[var.index()]
    };
    let causes: Vec<VarId> = missing
        .iter()
        .copied()
        .filter(|&var| !waits_for_others(var))
        .collect();
    match causes.is_empty() {
        true => missing.to_vec(),
        false => causes,
    }
}

/// Warns of variables that stand once in a clause, as it is written: mostly a typo.
pub(super) fn singletons<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<Report> {
    let mut reports = Vec::new();
    for item in items {
        match item {
            Item::Clause(clause) => {
                if let Some(body) = &clause.body {
                    reports.extend(used_once(&clause.heads, body));
                }
            }
            Item::Component(component) => reports.extend(singletons(component.items.iter())),
            _ => {}
        }
    }
    reports
}

fn used_once(heads: &[ast::Atom], body: &ast::Body) -> Vec<Report> {
    let mut seen: Vec<(&str, Span, usize)> = Vec::new();
    let mut terms: Vec<&ast::Term> = heads.iter().flat_map(|head| &head.args).collect();
    body_terms(body, &mut |term| terms.push(term));
    for term in terms {
        all_variables(term, &mut |name, term| match seen
            .iter_mut()
            .find(|(known, ..)| *known == name)
        {
            Some((_, _, count)) => *count += 1,
            None => seen.push((name, term.span, 1)),
        });
    }
    seen.into_iter()
        .filter(|(name, _, count)| *count == 1 && !name.starts_with('_'))
        .map(|(name, span, _)| {
            Report::warning(span, format!("`{name}` is used once")).help(format!(
                "if its value does not matter, write `_` or `_{name}`"
            ))
        })
        .collect()
}
