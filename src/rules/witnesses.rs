//! Witnesses: variables of a least or greatest's body that the rule uses outside, bound there to what
//! reaches it.

use super::grounding::schedule;
use super::program::{Aggregate, Atom, Literal, Term, Unpack, VarId, Variable};
use crate::syntax::ast::{AggregateKind, Comparison};

/// Binds the variables that only the body of a `min` or `max` could bind: the body stands beside the
/// aggregate once more, with its value equal to the aggregate's.
pub(super) fn bind_witnesses(body: &mut Vec<Literal>, variables: &mut Vec<Variable>) {
    let mut bound = vec![false; variables.len()];
    schedule(body, &mut bound);
    let mut witnessed = Vec::new();
    for literal in body.iter_mut() {
        let Literal::Aggregate(aggregate) = literal else {
            continue;
        };
        if !matches!(aggregate.kind, AggregateKind::Min | AggregateKind::Max) {
            continue;
        }
        let witnesses: Vec<VarId> = aggregate
            .outer
            .iter()
            .copied()
            .filter(|var| !bound[var.index()] && is_bound_inside(aggregate, *var, &bound))
            .collect();
        if !witnesses.is_empty() {
            witnessed.extend(witness(aggregate, &witnesses, variables));
        }
    }
    body.extend(witnessed);
}

/// Whether an aggregate's body binds a variable, given what is bound around it.
fn is_bound_inside(aggregate: &Aggregate, var: VarId, bound: &[bool]) -> bool {
    let mut inside = bound.to_vec();
    schedule(&aggregate.body, &mut inside);
    inside[var.index()]
}

/// Takes the witnesses out of an aggregate, and returns what binds them beside it.
fn witness(
    aggregate: &mut Aggregate,
    witnesses: &[VarId],
    variables: &mut Vec<Variable>,
) -> Vec<Literal> {
    let mut copies: Vec<(VarId, VarId)> = Vec::new();
    let mut copy = |var: VarId, variables: &mut Vec<Variable>| {
        let fresh = VarId(variables.len() as u32);
        let variable = variables[var.index()].clone();
        variables.push(Variable {
            name: format!("#{}", variable.name.trim_start_matches('#')),
            ..variable
        });
        copies.push((var, fresh));
    };
    // Beside the aggregate, its own variables are others; inside it, the witnesses are.
    let mut own = Vec::new();
    for literal in &aggregate.body {
        literal.variables(&mut |var| {
            if !aggregate.outer.contains(&var) && !own.contains(&var) {
                own.push(var);
            }
        });
    }
    own.into_iter().for_each(|var| copy(var, variables));
    let mut beside: Vec<Literal> = aggregate
        .body
        .iter()
        .map(|literal| renamed(literal, &copies))
        .collect();
    if let Some(value) = &aggregate.value {
        let value = renamed_term(value, &copies);
        let target = Term::Var(aggregate.target);
        let equal = Comparison::Equal;
        beside.push(Literal::Compare(equal, value, target, aggregate.span));
    }
    let mut inner: Vec<(VarId, VarId)> = Vec::new();
    for &var in witnesses {
        let fresh = VarId(variables.len() as u32);
        let variable = variables[var.index()].clone();
        variables.push(Variable {
            name: format!("#{}", variable.name),
            ..variable
        });
        inner.push((var, fresh));
    }
    aggregate.body = aggregate
        .body
        .iter()
        .map(|literal| renamed(literal, &inner))
        .collect();
    aggregate.value = aggregate
        .value
        .as_ref()
        .map(|value| renamed_term(value, &inner));
    aggregate.outer.retain(|var| !witnesses.contains(var));
    beside
}

fn renamed_var(var: VarId, names: &[(VarId, VarId)]) -> VarId {
    names
        .iter()
        .find(|(from, _)| *from == var)
        .map_or(var, |(_, to)| *to)
}

fn renamed_term(term: &Term, names: &[(VarId, VarId)]) -> Term {
    match term {
        Term::Var(var) => Term::Var(renamed_var(*var, names)),
        Term::Call(functor, args) => {
            let args = args.iter().map(|arg| renamed_term(arg, names)).collect();
            Term::Call(*functor, args)
        }
        Term::Const(_) | Term::Any => term.clone(),
    }
}

fn renamed_terms(terms: &[Term], names: &[(VarId, VarId)]) -> Vec<Term> {
    terms.iter().map(|term| renamed_term(term, names)).collect()
}

fn renamed_atom(atom: &Atom, names: &[(VarId, VarId)]) -> Atom {
    Atom {
        args: renamed_terms(&atom.args, names),
        ..atom.clone()
    }
}

/// A literal with other variables.
fn renamed(literal: &Literal, names: &[(VarId, VarId)]) -> Literal {
    match literal {
        Literal::Atom(atom) => Literal::Atom(renamed_atom(atom, names)),
        Literal::Not(atom) => Literal::Not(renamed_atom(atom, names)),
        Literal::Compare(comparison, left, right, span) => Literal::Compare(
            *comparison,
            renamed_term(left, names),
            renamed_term(right, names),
            *span,
        ),
        Literal::Test {
            test,
            args,
            expected,
            span,
        } => Literal::Test {
            test: *test,
            args: renamed_terms(args, names),
            expected: *expected,
            span: *span,
        },
        Literal::Aggregate(aggregate) => Literal::Aggregate(Aggregate {
            target: renamed_var(aggregate.target, names),
            value: aggregate
                .value
                .as_ref()
                .map(|value| renamed_term(value, names)),
            body: aggregate
                .body
                .iter()
                .map(|literal| renamed(literal, names))
                .collect(),
            outer: aggregate
                .outer
                .iter()
                .map(|var| renamed_var(*var, names))
                .collect(),
            ..aggregate.clone()
        }),
        Literal::Unpack(unpack) => Literal::Unpack(Unpack {
            value: renamed_var(unpack.value, names),
            fields: renamed_terms(&unpack.fields, names),
            ..unpack.clone()
        }),
        Literal::Range {
            target,
            ty,
            from,
            to,
            step,
            span,
        } => Literal::Range {
            target: renamed_var(*target, names),
            ty: *ty,
            from: renamed_term(from, names),
            to: renamed_term(to, names),
            step: step.as_ref().map(|step| renamed_term(step, names)),
            span: *span,
        },
    }
}
