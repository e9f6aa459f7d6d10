//! The oracle: evaluates a program as its definition reads, without indexes, deltas or batches.
//!
//! It is slow and stays for ever: every other evaluator must agree with it.

use std::collections::BTreeSet;

use super::functors::{Functors, holds};
use crate::rules::{
    Aggregate, Atom, Const, Literal, Program, Real, RelationId, Rule, Term, Type, Unpack, VarId,
    schedule,
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
            Literal::Unpack(unpack) => into.extend(unpacked(unpack, binding)),
            Literal::Range {
                target,
                from,
                to,
                step,
                ..
            } => {
                let bounds = [Some(from), Some(to), step.as_ref()]
                    .map(|bound| bound.and_then(|bound| self.value(bound, &binding)));
                for number in range(bounds, step.is_some()) {
                    into.extend(assign(binding.clone(), *target, number));
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
        holds(comparison, left.ordering(&right)).then_some(binding)
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
            AggregateKind::Sum => Some(sum(&values, aggregate.ty)),
            AggregateKind::Mean => {
                let reals: Vec<f64> = values.iter().map(real).collect();
                let mean = reals.iter().sum::<f64>() / reals.len() as f64;
                (!reals.is_empty()).then_some(Const::Float(Real(mean)))
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

/// The sum of numbers of one type.
fn sum(values: &[Const], ty: Type) -> Const {
    let zero = match ty {
        Type::Float => Const::Float(Real(0.0)),
        Type::Unsigned => Const::Unsigned(0),
        _ => Const::Number(0),
    };
    values
        .iter()
        .fold(zero, |total, value| match (total, value) {
            (Const::Number(total), Const::Number(n)) => Const::Number(total.wrapping_add(*n)),
            (Const::Unsigned(total), Const::Unsigned(n)) => Const::Unsigned(total.wrapping_add(*n)),
            (Const::Float(total), Const::Float(n)) => Const::Float(Real(total.0 + n.0)),
            (_, first) => first.clone(),
        })
}

fn real(value: &Const) -> f64 {
    match value {
        Const::Number(number) => *number as f64,
        Const::Unsigned(number) => *number as f64,
        Const::Float(number) => number.0,
        _ => unreachable!("means are of numbers"),
    }
}

/// The numbers from the first bound up or down to the second.
fn range([from, to, step]: [Option<Const>; 3], has_step: bool) -> Vec<Const> {
    let (Some(from), Some(to)) = (from, to) else {
        return Vec::new();
    };
    if has_step && step.is_none() {
        return Vec::new();
    }
    let (start, end) = (real(&from), real(&to));
    let step = step.map_or(if start <= end { 1.0 } else { -1.0 }, |step| real(&step));
    if step == 0.0 {
        return if start == end { Vec::new() } else { vec![from] };
    }
    let mut numbers = Vec::new();
    let mut at = start;
    while (step > 0.0 && at < end) || (step < 0.0 && at > end) {
        numbers.push(match from {
            Const::Unsigned(_) => Const::Unsigned(at as u64),
            Const::Float(_) => Const::Float(Real(at)),
            _ => Const::Number(at as i64),
        });
        at += step;
    }
    numbers
}

/// The binding under which a value has these fields, if there is one.
fn unpacked(unpack: &Unpack, binding: Binding) -> Option<Binding> {
    let Some(value) = binding[unpack.value.index()].clone() else {
        let fields: Option<Vec<Const>> = unpack
            .fields
            .iter()
            .map(|field| match field {
                Term::Const(value) => Some(value.clone()),
                Term::Var(var) => binding[var.index()].clone(),
                Term::Any | Term::Call(..) => None,
            })
            .collect();
        let value = match &unpack.branch {
            Some((number, name)) => Const::Branch(*number, name.clone(), fields?),
            None => Const::Record(fields?),
        };
        return assign(binding, unpack.value, value);
    };
    let fields = match (value, &unpack.branch) {
        (Const::Record(fields), None) => fields,
        (Const::Branch(number, _, fields), Some((wanted, _))) if number == *wanted => fields,
        _ => return None,
    };
    let mut longer = binding;
    for (field, value) in unpack.fields.iter().zip(fields) {
        match field {
            Term::Any => {}
            Term::Const(constant) if *constant == value => {}
            Term::Var(var) => longer = assign(longer, *var, value)?,
            Term::Const(_) | Term::Call(..) => return None,
        }
    }
    Some(longer)
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
