//! Of random programs, what does not hold and why: conditions said to fail do fail, those said to hold do hold.

use std::collections::BTreeSet;
use std::time::Duration;

use entente::engine::functors::holds;
use entente::engine::{self, Limits};
use entente::facts::Database;
use entente::proofs::whynot::{Absence, Attempt, Failure, Outcome, Pattern, why_not};
use entente::rules::{Atom, Const, Literal, Program, RelationId, Term};

use crate::support::random::{self, Choices, text};
use crate::support::{checked, relations};

type Relations = Vec<BTreeSet<Vec<Const>>>;

/// What was seen, so that a test which saw nothing fails.
#[derive(Debug, Default)]
struct Seen {
    absences: usize,
    attempts: usize,
    excluded: usize,
    holding: usize,
    missing: usize,
    present: usize,
    compared: usize,
    computed: usize,
    others: usize,
    open: usize,
    kept_out: usize,
}

fn limits() -> Limits {
    Limits {
        max_rows: Some(20_000),
        timeout: Some(Duration::from_secs(10)),
        ..Limits::default()
    }
}

#[test]
fn each_rule_fails_at_a_condition_that_fails() {
    let mut seen = Seen::default();
    for seed in 0..150 {
        let program = random::program(&mut Choices::seeded(seed));
        let text = text(&program.items);
        let Ok(program) = checked("random.dl", &text) else {
            continue;
        };
        let mut database = Database::new(&program);
        if program.counts() || engine::evaluate(&program, &mut database, &limits()).is_err() {
            continue;
        }
        let tuples = relations(&program, &database);
        let mut random = fastrand::Rng::with_seed(seed);
        let derived: Vec<RelationId> = program.derived().collect();
        for id in derived.into_iter().take(6) {
            for _ in 0..4 {
                let pattern = some_pattern(&program, &tuples, id, &mut random);
                let found = why_not(&program, &mut database, &pattern, 2, &limits());
                let Ok(found) = found else {
                    continue;
                };
                let fitting = tuples[id.index()].iter().any(|tuple| fits(&pattern, tuple));
                assert_eq!(found.is_none(), fitting, "seed {seed}: {pattern:?}");
                if let Some(absence) = found {
                    assert_eq!(absence.pattern, pattern);
                    let rules = program.rules.iter().filter(|rule| rule.head.relation == id);
                    let named = absence.attempts.len() + absence.excluded.len();
                    assert_eq!(named, rules.count(), "seed {seed}: {pattern:?}");
                    seen.absence(&program, &tuples, &absence, &format!("seed {seed}\n{text}"));
                }
            }
        }
    }
    let counts = [
        (seen.absences, 500),
        (seen.attempts, 800),
        (seen.excluded, 20),
        (seen.holding, 500),
        (seen.missing, 500),
        (seen.present, 20),
        (seen.compared, 100),
        (seen.computed, 20),
        (seen.open, 10),
    ];
    assert!(counts.iter().all(|(seen, least)| seen >= least), "{seen:?}");
}

/// A tuple of values that columns of the same types have, with some of them left open.
fn some_pattern(
    program: &Program,
    tuples: &Relations,
    id: RelationId,
    random: &mut fastrand::Rng,
) -> Pattern {
    let columns = &program.relation(id).columns;
    let values = columns.iter().map(|column| {
        let mut known: BTreeSet<&Const> = BTreeSet::new();
        for other in program.ids() {
            for (at, of) in program.relation(other).columns.iter().enumerate() {
                if of.declared == column.declared || (of.ty == column.ty && column.ty.is_numeric())
                {
                    known.extend(tuples[other.index()].iter().map(|tuple| &tuple[at]));
                }
            }
        }
        let known: Vec<&Const> = known.into_iter().collect();
        match known.is_empty() || random.u8(0..6) == 0 {
            true => None,
            false => Some(known[random.usize(..known.len())].clone()),
        }
    });
    Pattern {
        relation: id,
        values: values.collect(),
        alike: Vec::new(),
    }
}

fn fits(pattern: &Pattern, tuple: &[Const]) -> bool {
    let mut pairs = pattern.values.iter().zip(tuple);
    let mut alike = pattern.alike.iter();
    pairs.all(|(wanted, is)| wanted.as_ref().is_none_or(|wanted| same(wanted, is)))
        && alike.all(|&(one, other)| same(&tuple[one], &tuple[other]))
}

/// As values are compared: the two zeros are one, and all that are no number.
fn same(one: &Const, other: &Const) -> bool {
    one.cmp(other).is_eq()
}

/// Whether some tuple is what an atom says, with these values of variables.
fn some_tuple(tuples: &Relations, atom: &Atom, values: &[Option<Const>]) -> bool {
    tuples[atom.relation.index()].iter().any(|tuple| {
        let mut bound = values.to_vec();
        atom.args.iter().zip(tuple).all(|(arg, is)| match arg {
            Term::Var(var) => same(bound[var.index()].get_or_insert(is.clone()), is),
            Term::Const(value) => same(value, is),
            Term::Any | Term::Call(..) => true,
        })
    })
}

impl Seen {
    fn absence(&mut self, program: &Program, tuples: &Relations, absence: &Absence, context: &str) {
        self.absences += 1;
        self.excluded += absence.excluded.len();
        let pattern = &absence.pattern;
        let mut all = tuples[pattern.relation.index()].iter();
        assert!(
            !all.any(|tuple| fits(pattern, tuple)),
            "{pattern:?}\n{context}"
        );
        for near in &absence.nearest.tuples {
            assert!(
                tuples[pattern.relation.index()].contains(&near.values),
                "{context}"
            );
            let differs = pattern.values.iter().zip(&near.values).enumerate();
            let differs = differs.filter(|(_, (wanted, is))| {
                wanted.as_ref().is_some_and(|wanted| !same(wanted, is))
            });
            let differs: Vec<usize> = differs.map(|(at, _)| at).collect();
            assert_eq!(near.differs, differs, "{context}");
        }
        for attempt in &absence.attempts {
            self.attempts += 1;
            self.attempt(program, tuples, attempt, context);
        }
    }

    fn attempt(&mut self, program: &Program, tuples: &Relations, attempt: &Attempt, context: &str) {
        let rule = &program.rules[attempt.rule];
        if attempt.is_met() {
            let relation = program.relation(rule.head.relation);
            let mut subsumptions = program.subsumptions.iter();
            let is_subsumed = subsumptions.any(|one| one.relation == rule.head.relation);
            assert!(
                !relation.choices.is_empty() || relation.limit.is_some() || is_subsumed,
                "{attempt:?}\n{context}"
            );
            self.kept_out += 1;
        }
        let mut fails = 0;
        for (literal, condition) in rule.body.iter().zip(&attempt.conditions) {
            let values = &condition.values;
            match (&condition.outcome, literal) {
                (Outcome::Holds, Literal::Atom(atom)) => {
                    self.holding += 1;
                    assert!(some_tuple(tuples, atom, values), "{attempt:?}\n{context}");
                }
                (Outcome::Holds, Literal::Not(atom)) => {
                    self.holding += 1;
                    assert!(!some_tuple(tuples, atom, values), "{attempt:?}\n{context}");
                }
                (Outcome::Holds, _) => self.holding += 1,
                (Outcome::Open, _) => self.open += 1,
                (Outcome::Fails(failure), literal) => {
                    fails += 1;
                    self.failure(program, tuples, literal, values, failure, context);
                }
            }
        }
        assert!(attempt.is_met() || fails > 0, "{attempt:?}\n{context}");
    }

    fn failure(
        &mut self,
        program: &Program,
        tuples: &Relations,
        literal: &Literal,
        values: &[Option<Const>],
        failure: &Failure,
        context: &str,
    ) {
        match (literal, failure) {
            (Literal::Atom(atom), Failure::Missing(absence)) => {
                self.missing += 1;
                assert!(
                    !some_tuple(tuples, atom, values),
                    "{atom:?} {values:?}\n{context}"
                );
                self.absence(program, tuples, absence, context);
            }
            (Literal::Not(atom), Failure::Present(presence)) => {
                self.present += 1;
                assert!(
                    some_tuple(tuples, atom, values),
                    "{atom:?} {values:?}\n{context}"
                );
                let there = &tuples[presence.relation.index()];
                assert!(there.contains(&presence.values), "{presence:?}\n{context}");
            }
            (Literal::Compare(comparison, ..), Failure::Compared(left, right)) => {
                self.compared += 1;
                let ordering = left.ordering(right);
                assert!(
                    !holds(*comparison, ordering),
                    "{literal:?} {left:?} {right:?}\n{context}"
                );
            }
            (Literal::Compare(..) | Literal::Aggregate(_), Failure::Computed(_)) => {
                self.computed += 1
            }
            (_, Failure::Undefined | Failure::Untrue) => self.others += 1,
            other => panic!("{other:?}\n{context}"),
        }
    }
}
