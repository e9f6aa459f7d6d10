//! The checker: replays a proof from the rules and from sets of tuples, by nothing but definitions.

use std::collections::BTreeSet;

use entente::engine::functors::{Functors, holds};
use entente::proofs::{Application, Counted, Premise, PremiseKind, Proof, Reason, Step};
use entente::rules::{
    Aggregate, Atom, Const, Functor, Literal, Program, Real, RelationId, Rule, Term, Type, Unpack,
};
use entente::syntax::ast::{AggregateKind, Comparison};

/// The tuples of each relation.
pub(crate) type Tuples = Vec<BTreeSet<Vec<Const>>>;

/// What a proof is checked against.
pub(crate) struct World<'a> {
    pub(crate) program: &'a Program,
    /// All tuples that hold.
    pub(crate) tuples: &'a Tuples,
    /// Those that are given.
    pub(crate) given: &'a Tuples,
}

type Binding = Vec<Option<Const>>;

/// Whether a proof proves a tuple; else what is wrong with it.
pub(crate) fn check(
    world: &World<'_>,
    proof: &Proof,
    relation: RelationId,
    tuple: &[Const],
) -> Result<(), String> {
    let last = proof.steps.last().ok_or("no steps")?;
    if last.relation != relation || last.values != tuple {
        return Err(format!("proves {:?}", last.values));
    }
    for (at, step) in proof.steps.iter().enumerate() {
        let name = &world.program.relation(step.relation).name;
        let wrong = |why: String| format!("step {at}, {name}{:?}: {why}", step.values);
        world.step(&proof.steps[..at], step).map_err(wrong)?;
    }
    Ok(())
}

impl World<'_> {
    fn step(&self, before: &[Step], step: &Step) -> Result<(), String> {
        if !self.tuples[step.relation.index()].contains(&step.values) {
            return Err("does not hold".to_owned());
        }
        let application = match &step.reason {
            Reason::Given => {
                let given = self.given[step.relation.index()].contains(&step.values);
                return given.then_some(()).ok_or("is not given".to_owned());
            }
            Reason::Forgotten => return Err("is forgotten".to_owned()),
            Reason::Rule(application) => application,
        };
        let rules = self.program.rules.iter();
        let rules = rules
            .filter(|rule| rule.span == application.span && rule.head.relation == step.relation);
        let mut why = "no such rule".to_owned();
        for rule in rules {
            match self.applies(before, step, rule, application) {
                Ok(()) => return Ok(()),
                Err(wrong) => why = wrong,
            }
        }
        Err(why)
    }

    fn applies(
        &self,
        before: &[Step],
        step: &Step,
        rule: &Rule,
        application: &Application,
    ) -> Result<(), String> {
        let mut binding: Binding = vec![None; rule.variables.len()];
        for bound in &application.variables {
            if let Some(place) = binding.get_mut(bound.var.index()) {
                *place = Some(bound.value.clone());
            }
        }
        let head = rule.head.args.iter().zip(&step.values);
        for (arg, value) in head {
            if self.value(arg, &binding).as_ref() != Some(value) {
                return Err("the head is another tuple".to_owned());
            }
        }
        self.premises(before, &rule.body, &binding, &application.premises)
    }

    fn premises(
        &self,
        before: &[Step],
        body: &[Literal],
        binding: &Binding,
        premises: &[Premise],
    ) -> Result<(), String> {
        if body.len() != premises.len() {
            return Err(format!("{} of {} conditions", premises.len(), body.len()));
        }
        for (literal, premise) in body.iter().zip(premises) {
            let wrong = |why: &str| format!("`{}`: {why}", premise.text);
            match (literal, &premise.kind) {
                (Literal::Atom(atom), PremiseKind::Fact(step)) => {
                    let step = before.get(*step).ok_or_else(|| wrong("comes later"))?;
                    let fits = unify(atom, &step.values, binding) == Some(binding.clone());
                    if step.relation != atom.relation || !fits {
                        return Err(wrong("is another fact"));
                    }
                }
                (Literal::Not(atom), PremiseKind::Absent { relation, columns }) => {
                    let tuples = &self.tuples[atom.relation.index()];
                    if tuples
                        .iter()
                        .any(|tuple| unify(atom, tuple, binding).is_some())
                    {
                        return Err(wrong("is there"));
                    }
                    let sought: Vec<Option<Const>> = atom
                        .args
                        .iter()
                        .map(|arg| self.value(arg, binding))
                        .collect();
                    if *relation != atom.relation || sought != *columns {
                        return Err(wrong("is another absence"));
                    }
                }
                (Literal::Aggregate(aggregate), PremiseKind::Aggregate { kind, value, rows }) => {
                    if *kind != aggregate.kind {
                        return Err(wrong("is another aggregate"));
                    }
                    self.aggregate(before, aggregate, binding, value, rows)
                        .map_err(|why| wrong(&why))?;
                }
                (
                    Literal::Compare(..)
                    | Literal::Test { .. }
                    | Literal::Unpack(_)
                    | Literal::Range { .. },
                    PremiseKind::Condition { .. },
                ) => {
                    let ways = self
                        .holds(literal, binding)
                        .ok_or_else(|| wrong("has no value"))?;
                    if !ways.contains(binding) {
                        return Err(wrong("does not hold"));
                    }
                }
                _ => return Err(wrong("is no such condition")),
            }
        }
        Ok(())
    }

    /// Computes an aggregate over all rows again.
    fn aggregate(
        &self,
        before: &[Step],
        aggregate: &Aggregate,
        binding: &Binding,
        value: &Const,
        rows: &[Counted],
    ) -> Result<(), String> {
        if binding[aggregate.target.index()].as_ref() != Some(value) {
            return Err("is another value".to_owned());
        }
        let mut start: Binding = vec![None; binding.len()];
        for var in &aggregate.outer {
            start[var.index()].clone_from(&binding[var.index()]);
        }
        let mut ways = self.solve(&aggregate.body, start);
        if let Some(term) = &aggregate.value {
            ways.retain(|way| self.value(term, way).is_some());
        }
        if rows.len() != ways.len() {
            return Err(format!("{} rows, not {}", ways.len(), rows.len()));
        }
        let found = self.folded(aggregate, &ways);
        let close = |one: &Const, other: &Const| match (one, other) {
            (Const::Float(one), Const::Float(other)) => (one.0 - other.0).abs() < 1e-6,
            _ => false,
        };
        match found {
            Some(found) if found == *value || close(&found, value) => {}
            found => return Err(format!("is {found:?}")),
        }
        // Each way is one of the rows.
        let mut left: Vec<&Counted> = rows.iter().collect();
        for way in &ways {
            let place = left.iter().position(|row| {
                self.premises(before, &aggregate.body, way, &row.premises)
                    .is_ok()
            });
            let place = place.ok_or("lacks a row")?;
            left.swap_remove(place);
        }
        Ok(())
    }

    /// Every way to make a body true that goes on from a binding.
    fn solve(&self, body: &[Literal], start: Binding) -> Vec<Binding> {
        let Some(at) = (0..body.len()).find(|&at| self.is_ready(&body[at], &start)) else {
            assert!(body.is_empty(), "the rule cannot be run");
            return vec![start];
        };
        let ways = match &body[at] {
            Literal::Atom(atom) => {
                let tuples = self.tuples[atom.relation.index()].iter();
                tuples
                    .filter_map(|tuple| unify(atom, tuple, &start))
                    .collect()
            }
            literal => self.holds(literal, &start).unwrap_or_default(),
        };
        let rest = [&body[..at], &body[at + 1..]].concat();
        ways.into_iter()
            .flat_map(|way| self.solve(&rest, way))
            .collect()
    }

    fn is_ready(&self, literal: &Literal, binding: &Binding) -> bool {
        let known = |term: &Term| is_known(term, binding);
        let is_var = |term: &Term| matches!(term, Term::Var(_));
        match literal {
            Literal::Atom(_) => true,
            Literal::Compare(Comparison::Equal, left, right, _) => {
                (known(left) && (known(right) || is_var(right))) || (is_var(left) && known(right))
            }
            Literal::Compare(_, left, right, _) => known(left) && known(right),
            Literal::Not(atom) => atom.args.iter().all(|arg| *arg == Term::Any || known(arg)),
            Literal::Test { args, .. } => args.iter().all(known),
            Literal::Aggregate(inner) => {
                inner.outer.iter().all(|var| binding[var.index()].is_some())
            }
            Literal::Unpack(unpack) => {
                binding[unpack.value.index()].is_some() || unpack.fields.iter().all(known)
            }
            Literal::Range { from, to, step, .. } => {
                known(from) && known(to) && step.as_ref().is_none_or(known)
            }
        }
    }

    /// The bindings that go on from one and make a condition true; `None` where it has no value.
    fn holds(&self, literal: &Literal, binding: &Binding) -> Option<Vec<Binding>> {
        let one = |way: Option<Binding>| Some(Vec::from_iter(way));
        match literal {
            Literal::Atom(_) => None,
            Literal::Not(atom) => {
                let mut tuples = self.tuples[atom.relation.index()].iter();
                let is_there = tuples.any(|tuple| unify(atom, tuple, binding).is_some());
                one((!is_there).then(|| binding.clone()))
            }
            Literal::Compare(comparison, left, right, _) => {
                if counts(left) || counts(right) {
                    return one(Some(binding.clone()));
                }
                if *comparison == Comparison::Equal {
                    for (side, other) in [(left, right), (right, left)] {
                        if let (Term::Var(var), Some(value)) = (side, self.value(other, binding)) {
                            let known = &binding[var.index()];
                            if known.is_none() || known.as_ref() == Some(&value) {
                                let mut longer = binding.clone();
                                longer[var.index()] = Some(value);
                                return one(Some(longer));
                            }
                        }
                    }
                }
                let (left, right) = (self.value(left, binding)?, self.value(right, binding)?);
                one(holds(*comparison, left.ordering(&right)).then(|| binding.clone()))
            }
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => {
                let (left, right) = (
                    self.value(&args[0], binding)?,
                    self.value(&args[1], binding)?,
                );
                let found = Functors::default().test(*test, left.text()?, right.text()?);
                one((found == Some(*expected)).then(|| binding.clone()))
            }
            Literal::Unpack(unpack) => one(unpacked(unpack, binding)),
            Literal::Range {
                target,
                from,
                to,
                step,
                ..
            } => {
                let (from, to) = (self.value(from, binding)?, self.value(to, binding)?);
                let step = match step {
                    Some(step) => Some(self.value(step, binding)?),
                    None => None,
                };
                let mut ways = Vec::new();
                for number in range(&from, &to, step.as_ref()) {
                    let known = &binding[target.index()];
                    if known.as_ref().is_none_or(|known| *known == number) {
                        let mut longer = binding.clone();
                        longer[target.index()] = Some(number);
                        ways.push(longer);
                    }
                }
                Some(ways)
            }
            Literal::Aggregate(inner) => {
                let mut start: Binding = vec![None; binding.len()];
                for var in &inner.outer {
                    start[var.index()].clone_from(&binding[var.index()]);
                }
                let ways = self.solve(&inner.body, start);
                let value = self.folded(inner, &ways);
                let known = &binding[inner.target.index()];
                let fits = known.is_none() || *known == value;
                one(value.filter(|_| fits).map(|value| {
                    let mut longer = binding.clone();
                    longer[inner.target.index()] = Some(value);
                    longer
                }))
            }
        }
    }

    /// The value of an aggregate over the ways in which its body holds; none of nothing, but for counts and sums.
    fn folded(&self, aggregate: &Aggregate, ways: &[Binding]) -> Option<Const> {
        let terms = aggregate.value.iter();
        let values: Vec<Const> = terms
            .flat_map(|term| ways.iter().filter_map(|way| self.value(term, way)))
            .collect();
        match aggregate.kind {
            AggregateKind::Count => Some(Const::Number(ways.len() as i64)),
            AggregateKind::Min => values.into_iter().min(),
            AggregateKind::Max => values.into_iter().max(),
            AggregateKind::Sum => Some(sum(&values, aggregate.ty)),
            AggregateKind::Mean => {
                let total = real(&sum(&values, Type::Float));
                let mean = total / values.len() as f64;
                (!values.is_empty()).then_some(Const::Float(Real(mean)))
            }
        }
    }

    fn value(&self, term: &Term, binding: &Binding) -> Option<Const> {
        match term {
            Term::Var(var) => binding.get(var.index())?.clone(),
            Term::Const(Const::Float(number)) => Some(Const::Float(number.canonical())),
            Term::Const(value) => Some(value.clone()),
            Term::Any => None,
            Term::Call(functor, args) => {
                let args: Option<Vec<Const>> =
                    args.iter().map(|arg| self.value(arg, binding)).collect();
                match Functors::default().compute(*functor, &args?)? {
                    Const::Float(number) => Some(Const::Float(number.canonical())),
                    value => Some(value),
                }
            }
        }
    }
}

fn counts(term: &Term) -> bool {
    match term {
        Term::Call(functor, args) => {
            matches!(functor, Functor::Counter | Functor::Ord) || args.iter().any(counts)
        }
        _ => false,
    }
}

fn is_known(term: &Term, binding: &Binding) -> bool {
    match term {
        Term::Var(var) => binding[var.index()].is_some(),
        Term::Const(_) => true,
        Term::Any => false,
        Term::Call(_, args) => args.iter().all(|arg| is_known(arg, binding)),
    }
}

/// The binding under which an atom is this tuple.
fn unify(atom: &Atom, tuple: &[Const], binding: &Binding) -> Option<Binding> {
    let mut longer = binding.clone();
    for (arg, value) in atom.args.iter().zip(tuple) {
        match arg {
            Term::Any => {}
            Term::Const(constant) if constant == value => {}
            Term::Var(var) => match &longer[var.index()] {
                Some(known) if known != value => return None,
                _ => longer[var.index()] = Some(value.clone()),
            },
            Term::Const(_) | Term::Call(..) => return None,
        }
    }
    Some(longer)
}

fn unpacked(unpack: &Unpack, binding: &Binding) -> Option<Binding> {
    let mut longer = binding.clone();
    let Some(value) = binding[unpack.value.index()].clone() else {
        let mut fields = Vec::new();
        for field in &unpack.fields {
            fields.push(match field {
                Term::Const(value) => value.clone(),
                Term::Var(var) => binding[var.index()].clone()?,
                Term::Any | Term::Call(..) => return None,
            });
        }
        longer[unpack.value.index()] = Some(match &unpack.branch {
            Some((number, name)) => Const::Branch(*number, name.clone(), fields),
            None => Const::Record(fields),
        });
        return Some(longer);
    };
    let fields = match (&value, &unpack.branch) {
        (Const::Record(fields), None) => fields,
        (Const::Branch(number, _, fields), Some((wanted, _))) if number == wanted => fields,
        _ => return None,
    };
    for (term, value) in unpack.fields.iter().zip(fields) {
        match term {
            Term::Any => {}
            Term::Const(constant) if constant == value => {}
            Term::Var(var) => match &longer[var.index()] {
                Some(known) if known != value => return None,
                _ => longer[var.index()] = Some(value.clone()),
            },
            Term::Const(_) | Term::Call(..) => return None,
        }
    }
    Some(longer)
}

fn real(value: &Const) -> f64 {
    match value {
        Const::Number(number) => *number as f64,
        Const::Unsigned(number) => *number as f64,
        Const::Float(number) => number.0,
        _ => f64::NAN,
    }
}

fn sum(values: &[Const], ty: Type) -> Const {
    match ty {
        Type::Float => Const::Float(Real(values.iter().map(real).sum::<f64>()).canonical()),
        Type::Unsigned => Const::Unsigned(values.iter().fold(0, |total, value| match value {
            Const::Unsigned(number) => total.wrapping_add(*number),
            _ => total,
        })),
        _ => Const::Number(values.iter().fold(0, |total, value| match value {
            Const::Number(number) => total.wrapping_add(*number),
            _ => total,
        })),
    }
}

fn range(from: &Const, to: &Const, step: Option<&Const>) -> Vec<Const> {
    let (mut at, end) = (real(from), real(to));
    let by = step.map_or(if at <= end { 1.0 } else { -1.0 }, real);
    if by == 0.0 {
        return Vec::from_iter((at != end).then(|| from.clone()));
    }
    let mut numbers = Vec::new();
    while (by > 0.0 && at < end) || (by < 0.0 && at > end) {
        numbers.push(match from {
            Const::Unsigned(_) => Const::Unsigned(at as u64),
            Const::Float(_) => Const::Float(Real(at).canonical()),
            _ => Const::Number(at as i64),
        });
        at += by;
    }
    numbers
}
