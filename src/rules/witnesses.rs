//! Witnesses: variables of a least or greatest's body that the rule uses outside, bound there to what
//! reaches it.

use super::grounding::schedule;
use super::program::{Aggregate, Literal, Term, VarId, Variable};
use super::types::Type;
use super::walks::Change;
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
        .map(|literal| literal.changed(&mut Renaming(&copies)))
        .collect();
    if let Some(value) = &aggregate.value {
        let value = Renaming(&copies).term(value);
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
        .map(|literal| literal.changed(&mut Renaming(&inner)))
        .collect();
    aggregate.value = aggregate
        .value
        .as_ref()
        .map(|value| Renaming(&inner).term(value));
    aggregate.outer.retain(|var| !witnesses.contains(var));
    beside
}

/// Other variables in the place of some.
struct Renaming<'n>(&'n [(VarId, VarId)]);

impl Change<Term, Type> for Renaming<'_> {
    type Term = Term;
    type Type = Type;

    fn variable(&mut self, var: VarId) -> VarId {
        let renamed = self.0.iter().find(|(from, _)| *from == var);
        renamed.map_or(var, |(_, to)| *to)
    }

    fn term(&mut self, term: &Term) -> Term {
        match term {
            Term::Var(var) => Term::Var(self.variable(*var)),
            Term::Call(functor, args) => {
                Term::Call(*functor, args.iter().map(|arg| self.term(arg)).collect())
            }
            Term::Const(_) | Term::Any => term.clone(),
        }
    }

    fn ty(&mut self, ty: &Type) -> Type {
        *ty
    }
}
