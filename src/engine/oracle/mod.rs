//! The oracle: evaluates a program as its definition reads, without indexes, deltas or batches.
//!
//! It is slow and stays for ever: every other evaluator must agree with it. Where a program leaves open which
//! tuples stay, [`verify`] says whether what another evaluator derived is one of the right results.

mod verify;

use std::collections::BTreeSet;

pub use verify::{Verdict, verify};

use super::functors::{Functors, holds};
use crate::rules::{
    Aggregate, Atom, Const, Literal, Program, Real, RelationId, Rule, Stratum, Term, Type, Unpack,
    VarId, schedule,
};
use crate::syntax::ast::{AggregateKind, Comparison};

/// The tuples of each relation.
pub type Relations = Vec<BTreeSet<Vec<Const>>>;

/// Values of variables; none where a variable is not bound.
type Binding = Vec<Option<Const>>;

/// Derives everything that follows from the facts: stratum by stratum, every rule, again and again, until
/// nothing changes. Of what a choice, a limit or mutual subsumption leaves open, one of the results.
pub fn evaluate(program: &Program, facts: Relations) -> Relations {
    let mut oracle = Oracle::new(program, facts, usize::MAX);
    for fact in &program.facts {
        oracle.insert(fact.relation, fact.values.clone());
    }
    for stratum in &program.strata {
        oracle.stratum(stratum);
    }
    oracle.relations
}

struct Oracle<'a> {
    program: &'a Program,
    relations: Relations,
    functors: Functors,
    /// How many more tuples may be looked at.
    steps: usize,
    /// Whether two tuples gave way to each other, so that either might have stayed.
    mutual: bool,
}

impl<'a> Oracle<'a> {
    fn new(program: &'a Program, relations: Relations, steps: usize) -> Oracle<'a> {
        Oracle {
            program,
            relations,
            functors: Functors::default(),
            steps,
            mutual: false,
        }
    }

    /// Repeats the rules of a stratum, each time all of them on the same tuples.
    fn stratum(&mut self, stratum: &Stratum) {
        loop {
            let before = self.of(stratum);
            let is_full = |&id: &RelationId| {
                let limit = self.program.relation(id).limit;
                limit.is_some_and(|limit| self.relations[id.index()].len() >= limit)
            };
            if !stratum.relations.iter().any(is_full) {
                for (relation, tuple) in self.derived(stratum) {
                    self.insert(relation, tuple);
                }
            }
            for &relation in &stratum.relations {
                self.subsume(relation);
            }
            if self.of(stratum) == before || self.steps == 0 {
                return;
            }
        }
    }

    /// The tuples of a stratum's relations.
    fn of(&self, stratum: &Stratum) -> Relations {
        let relations = stratum.relations.iter();
        relations
            .map(|id| self.relations[id.index()].clone())
            .collect()
    }

    /// What a stratum's rules give of the tuples that are there, new or not.
    fn derived(&mut self, stratum: &Stratum) -> Vec<(RelationId, Vec<Const>)> {
        let program = self.program;
        let rules = stratum.rules.iter().map(|&rule| &program.rules[rule]);
        rules
            .flat_map(|rule| {
                let tuples = self.heads(rule);
                tuples.into_iter().map(|tuple| (rule.head.relation, tuple))
            })
            .collect()
    }

    /// The tuples of a rule's head.
    fn heads(&mut self, rule: &Rule) -> BTreeSet<Vec<Const>> {
        let start = vec![None; rule.variables.len()];
        let bindings = self.ways(&rule.body, start);
        let tuple = |binding: &Binding| {
            let values = rule.head.args.iter().map(|arg| match arg {
                Term::Const(value) => canonical(value.clone()),
                Term::Var(var) => bound(binding, *var).clone(),
                Term::Any | Term::Call(..) => unreachable!("heads have variables and constants"),
            });
            values.collect()
        };
        bindings.iter().map(tuple).collect()
    }

    /// Adds a tuple, unless another one was chosen before it.
    fn insert(&mut self, relation: RelationId, tuple: Vec<Const>) {
        let choices = &self.program.relation(relation).choices;
        let tuples = &mut self.relations[relation.index()];
        if choices.is_empty() || !tuples.iter().any(|t| excludes(choices, t, &tuple)) {
            tuples.insert(tuple);
        }
    }

    /// The pairs of different tuples of a relation of which the first gives way to the second.
    fn dominated(&mut self, relation: RelationId) -> BTreeSet<(Vec<Const>, Vec<Const>)> {
        let program = self.program;
        let subsumptions = program.subsumptions.iter();
        let mut pairs = BTreeSet::new();
        for subsumption in subsumptions.filter(|subsumption| subsumption.relation == relation) {
            let arity = program.relation(relation).arity();
            for mut weak in self.heads(&subsumption.rule) {
                let strong = weak.split_off(arity);
                if weak != strong {
                    pairs.insert((weak, strong));
                }
            }
        }
        pairs
    }

    /// Takes the tuples away that give way to others. Of two that give way to each other, the lesser stays.
    fn subsume(&mut self, relation: RelationId) {
        let pairs = self.dominated(relation);
        for (weak, strong) in &pairs {
            let mutual = pairs.contains(&(strong.clone(), weak.clone()));
            self.mutual |= mutual;
            if !mutual || strong < weak {
                self.relations[relation.index()].remove(weak);
            }
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
                let tuples = &self.relations[atom.relation.index()];
                self.steps = self.steps.saturating_sub(tuples.len() + 1);
                if self.steps > 0 {
                    into.extend(tuples.iter().filter_map(|t| unify(atom, t, &binding)));
                }
            }
            Literal::Not(atom) => {
                let tuples = &self.relations[atom.relation.index()];
                self.steps = self.steps.saturating_sub(tuples.len() + 1);
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
                let numbers = range(bounds, step.is_some(), self.steps);
                self.steps = self.steps.saturating_sub(numbers.len() + 1);
                for number in numbers {
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
            AggregateKind::Sum => Some(canonical(sum(&values, aggregate.ty))),
            AggregateKind::Mean => {
                let reals: Vec<f64> = values.iter().map(real).collect();
                let mean = reals.iter().sum::<f64>() / reals.len() as f64;
                (!reals.is_empty()).then_some(canonical(Const::Float(Real(mean))))
            }
        }
    }

    fn value(&mut self, term: &Term, binding: &Binding) -> Option<Const> {
        match term {
            Term::Const(value) => Some(canonical(value.clone())),
            Term::Var(var) => Some(bound(binding, *var).clone()),
            Term::Call(functor, args) => {
                let args: Option<Vec<Const>> =
                    args.iter().map(|arg| self.value(arg, binding)).collect();
                self.functors.compute(*functor, &args?).map(canonical)
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

/// The numbers from the first bound up or down to the second, but not more than `most`.
fn range([from, to, step]: [Option<Const>; 3], has_step: bool, most: usize) -> Vec<Const> {
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
    while numbers.len() < most && ((step > 0.0 && at < end) || (step < 0.0 && at > end)) {
        numbers.push(match from {
            Const::Unsigned(_) => Const::Unsigned(at as u64),
            Const::Float(_) => canonical(Const::Float(Real(at))),
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
    let fits = atom.args.iter().zip(tuple).all(|(arg, value)| match arg {
        Term::Const(constant) => constant == value,
        Term::Var(var) => binding[var.index()].as_ref().is_none_or(|v| v == value),
        Term::Any => true,
        Term::Call(..) => unreachable!("atoms have variables and constants only"),
    });
    if !fits {
        return None;
    }
    let mut longer = binding.clone();
    for (arg, value) in atom.args.iter().zip(tuple) {
        if let Term::Var(var) = arg {
            longer = assign(longer, *var, value.clone())?;
        }
    }
    Some(longer)
}

/// Whether a tuple that was chosen keeps another one out: they agree in the columns of a choice.
fn excludes(choices: &[Vec<usize>], chosen: &[Const], other: &[Const]) -> bool {
    let agree = |columns: &Vec<usize>| columns.iter().all(|&at| chosen[at] == other[at]);
    chosen != other && choices.iter().any(agree)
}

/// The one way in which a value is kept: the two zeros are one value, and so are all that are no number.
fn canonical(value: Const) -> Const {
    match value {
        Const::Float(number) => Const::Float(number.canonical()),
        value => value,
    }
}

/// The tuples of one relation.
pub fn tuples(relations: &Relations, relation: RelationId) -> Vec<Vec<Const>> {
    relations[relation.index()].iter().cloned().collect()
}
