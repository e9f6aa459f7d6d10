//! The oracle: evaluates a program as its definition reads, without indexes, deltas or batches.
//!
//! It is slow and stays for ever: every other evaluator must agree with it.

use std::collections::BTreeSet;

use super::functors::{Functors, holds};
use crate::rules::{
    Aggregate, Atom, Const, Literal, Program, RelationId, Rule, Term, VarId, schedule,
};
use crate::syntax::ast::{AggregateKind, Comparison};

/// The tuples of each relation.
pub type Relations = Vec<BTreeSet<Vec<Const>>>;

/// Values of variables; none where a variable is not bound.
type Binding = Vec<Option<Const>>;

/// Derives everything that follows from the facts: stratum by stratum, every rule, again and again, until
/// nothing new comes.
pub fn evaluate(program: &Program, facts: Relations) -> Relations {
    let mut oracle = Oracle {
        relations: facts,
        functors: Functors::default(),
    };
    for fact in &program.facts {
        oracle.relations[fact.relation.index()].insert(fact.values.clone());
    }
    for stratum in &program.strata {
        loop {
            let before = oracle.size();
            for &rule in &stratum.rules {
                oracle.apply(&program.rules[rule]);
            }
            if oracle.size() == before {
                break;
            }
        }
    }
    oracle.relations
}

struct Oracle {
    relations: Relations,
    functors: Functors,
}

impl Oracle {
    fn size(&self) -> usize {
        self.relations.iter().map(BTreeSet::len).sum()
    }

    fn apply(&mut self, rule: &Rule) {
        let start = vec![None; rule.variables.len()];
        for binding in self.ways(&rule.body, start) {
            let tuple = rule.head.args.iter().map(|arg| match arg {
                Term::Const(value) => value.clone(),
                Term::Var(var) => bound(&binding, *var).clone(),
                Term::Any | Term::Call(..) => unreachable!("heads have variables and constants"),
            });
            let tuple = tuple.collect();
            self.relations[rule.head.relation.index()].insert(tuple);
        }
    }

    /// Every binding that makes a body true and goes on from `start`.
    fn ways(&mut self, body: &[Literal], start: Binding) -> Vec<Binding> {
        let mut known: Vec<bool> = start.iter().map(Option::is_some).collect();
        let order = schedule(body, &mut known);
        let mut bindings = vec![start];
        for at in order {
            let mut longer = Vec::new();
            for binding in bindings {
                self.extend(&body[at], binding, &mut longer);
            }
            bindings = longer;
        }
        bindings
    }

    /// Adds to `into` every way in which a literal holds.
    fn extend(&mut self, literal: &Literal, binding: Binding, into: &mut Vec<Binding>) {
        match literal {
            Literal::Atom(atom) => {
                for tuple in &self.relations[atom.relation.index()] {
                    into.extend(unify(atom, tuple, &binding));
                }
            }
            Literal::Not(atom) => {
                let tuples = &self.relations[atom.relation.index()];
                if !tuples
                    .iter()
                    .any(|tuple| unify(atom, tuple, &binding).is_some())
                {
                    into.push(binding);
                }
            }
            Literal::Compare(comparison, left, right, _) => {
                into.extend(self.compare(*comparison, left, right, binding));
            }
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => {
                let left = self.value(&args[0], &binding);
                let right = self.value(&args[1], &binding);
                if let (Some(Const::Symbol(left)), Some(Const::Symbol(right))) = (left, right)
                    && self.functors.test(*test, &left, &right) == Some(*expected)
                {
                    into.push(binding);
                }
            }
            Literal::Aggregate(aggregate) => {
                if let Some(value) = self.aggregate(aggregate, &binding) {
                    into.extend(assign(binding, aggregate.target, value));
                }
            }
        }
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: &Term,
        right: &Term,
        binding: Binding,
    ) -> Option<Binding> {
        if comparison == Comparison::Equal {
            for (side, other) in [(left, right), (right, left)] {
                if let Term::Var(var) = side
                    && binding[var.index()].is_none()
                {
                    let value = self.value(other, &binding)?;
                    return assign(binding, *var, value);
                }
            }
        }
        let left = self.value(left, &binding)?;
        let right = self.value(right, &binding)?;
        holds(comparison, left.cmp(&right)).then_some(binding)
    }

    fn aggregate(&mut self, aggregate: &Aggregate, binding: &Binding) -> Option<Const> {
        let mut start: Binding = vec![None; binding.len()];
        for var in &aggregate.outer {
            start[var.index()].clone_from(&binding[var.index()]);
        }
        let ways = self.ways(&aggregate.body, start);
        let Some(value) = &aggregate.value else {
            return Some(Const::Number(ways.len() as i64));
        };
        let values: Vec<Const> = ways
            .iter()
            .filter_map(|way| self.value(value, way))
            .collect();
        match aggregate.kind {
            AggregateKind::Count => Some(Const::Number(values.len() as i64)),
            AggregateKind::Min => values.into_iter().min(),
            AggregateKind::Max => values.into_iter().max(),
            AggregateKind::Sum => {
                let total = values.iter().fold(0_i64, |total, value| match value {
                    Const::Number(number) => total.wrapping_add(*number),
                    Const::Symbol(_) => unreachable!("sums are of numbers"),
                });
                Some(Const::Number(total))
            }
        }
    }

    fn value(&mut self, term: &Term, binding: &Binding) -> Option<Const> {
        match term {
            Term::Const(value) => Some(value.clone()),
            Term::Var(var) => Some(bound(binding, *var).clone()),
            Term::Call(functor, args) => {
                let args: Option<Vec<Const>> =
                    args.iter().map(|arg| self.value(arg, binding)).collect();
                self.functors.compute(*functor, &args?)
            }
            Term::Any => unreachable!("`_` has no value"),
        }
    }
}

fn bound(binding: &Binding, var: VarId) -> &Const {
    binding[var.index()]
        .as_ref()
        .expect("variables are bound first")
}

fn assign(mut binding: Binding, var: VarId, value: Const) -> Option<Binding> {
    match &binding[var.index()] {
        Some(known) if *known != value => None,
        _ => {
            binding[var.index()] = Some(value);
            Some(binding)
        }
    }
}

/// The binding under which an atom is this tuple, if there is one.
fn unify(atom: &Atom, tuple: &[Const], binding: &Binding) -> Option<Binding> {
    let mut longer = binding.clone();
    for (arg, value) in atom.args.iter().zip(tuple) {
        match arg {
            Term::Any => {}
            Term::Const(constant) if constant == value => {}
            Term::Var(var) => longer = assign(longer, *var, value.clone())?,
            Term::Const(_) | Term::Call(..) => return None,
        }
    }
    Some(longer)
}

/// Empty relations for a program.
pub fn empty(program: &Program) -> Relations {
    vec![BTreeSet::new(); program.relations.len()]
}

/// The tuples of one relation.
pub fn tuples(relations: &Relations, relation: RelationId) -> Vec<Vec<Const>> {
    relations[relation.index()].iter().cloned().collect()
}
