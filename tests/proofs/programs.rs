//! Random programs: proofs of their tuples are accepted, and proofs that were tampered with are not.

use std::collections::BTreeSet;

use entente::engine::{self, Limits};
use entente::facts::Database;
use entente::proofs::{Goal, PremiseKind, Proof, Prover, Reason};
use entente::rules::{Const, Program};

use crate::replay::{Tuples, World, check};
use crate::support::checked;
use crate::support::random::{self, Choices, text};

/// How many tuples of a program are proved at most.
const PROVED: usize = 25;

#[test]
fn proofs_of_random_programs_are_accepted() {
    let programs: u64 = std::env::var("RANDOM_PROGRAMS").map_or(150, |n| n.parse().unwrap());
    let first: u64 = std::env::var("RANDOM_SEED").map_or(0, |n| n.parse().unwrap());
    let (mut proved, mut rejected, mut by_rule, mut others, mut forgotten) = (0, 0, 0, 0, 0);
    for seed in first..first + programs {
        let program = random::program(&mut Choices::seeded(seed));
        let written = text(&program.items);
        let Ok(program) = checked("p.dl", &written) else {
            continue;
        };
        let limits = Limits {
            max_rows: Some(3000),
            ..Limits::default()
        };
        let mut database = Database::new(&program);
        let given_lengths: Vec<usize> = program.ids().map(|id| database.rows(id).len()).collect();
        let given = tuples(&program, &database);
        if engine::evaluate(&program, &mut database, &limits).is_err() {
            continue;
        }
        let all = tuples(&program, &database);
        let world = World {
            program: &program,
            tuples: &all,
            given: &given,
        };
        let mut random = fastrand::Rng::with_seed(seed);
        let derived = program.ids().flat_map(|id| {
            let rows = given_lengths[id.index()]..database.rows(id).len();
            rows.map(move |row| (id, row))
        });
        let derived: Vec<_> = derived.collect();
        for _ in 0..PROVED.min(derived.len()) {
            let (relation, row) = derived[random.usize(..derived.len())];
            let types = program
                .relation(relation)
                .columns
                .iter()
                .map(|column| column.ty);
            let words = database.rows(relation).row(row).to_vec();
            let tuple: Vec<Const> = words
                .iter()
                .zip(types)
                .map(|(&word, ty)| database.values.meaning(word, ty))
                .collect();
            let mut prover = Prover::new(&program, &mut database, &given_lengths, &limits);
            let found = prover.prove(Goal::Row(relation, row), 0..3).unwrap();
            assert!(
                !found.proofs.is_empty(),
                "seed {seed}: no proof of {tuple:?}\n{written}"
            );
            others += found.proofs.len() - 1;
            for proof in &found.proofs {
                let is_forgotten = |step: &entente::proofs::Step| step.reason == Reason::Forgotten;
                if proof.steps.iter().any(is_forgotten) {
                    assert!(
                        !program.subsumptions.is_empty(),
                        "seed {seed}: {tuple:?}\n{written}"
                    );
                    forgotten += 1;
                    continue;
                }
                if let Err(why) = check(&world, proof, relation, &tuple) {
                    panic!("seed {seed}: {why}\n{proof:#?}\n{written}");
                }
                proved += 1;
                by_rule += proof
                    .steps
                    .iter()
                    .filter(|s| s.reason != Reason::Given)
                    .count();
                if let Some((what, worse)) = tampered(&program, proof, &mut random) {
                    let is_wrong = check(&world, &worse, relation, &tuple).is_err();
                    assert!(
                        is_wrong,
                        "seed {seed}: accepted with {what}\n{worse:#?}\n{written}"
                    );
                    rejected += 1;
                }
            }
        }
    }
    let counts = format!("{proved} {by_rule} {rejected} {others} {forgotten}");
    let programs = programs as usize;
    assert!(proved > 8 * programs && by_rule > proved, "{counts}");
    assert!(rejected > 5 * programs && others > programs, "{counts}");
    assert!(forgotten * 20 < proved, "{counts}");
}

fn tuples(program: &Program, database: &Database) -> Tuples {
    let sorted = program.ids().map(|id| database.sorted(program, id));
    sorted.map(BTreeSet::from_iter).collect()
}

/// A proof with something in it that makes it none, and what that is.
fn tampered(
    program: &Program,
    proof: &Proof,
    random: &mut fastrand::Rng,
) -> Option<(&'static str, Proof)> {
    let mut worse = proof.clone();
    let rules: Vec<usize> = (0..worse.steps.len())
        .filter(|&at| matches!(worse.steps[at].reason, Reason::Rule(_)))
        .collect();
    let at = rules[random.usize(..rules.len())];
    let choice = random.usize(..6);
    if choice == 0 {
        worse.steps[at].reason = Reason::Given;
        return Some(("a derived fact as given", worse));
    }
    if choice == 1 {
        worse.steps.pop();
        return Some(("no last step", worse));
    }
    let Reason::Rule(application) = &mut worse.steps[at].reason else {
        return None;
    };
    match choice {
        2 => {
            // An alternative of the clause may ask for less.
            let same = program
                .rules
                .iter()
                .filter(|rule| rule.span == application.span);
            if same.count() > 1 {
                return None;
            }
            application.premises.pop()?;
            Some(("a condition less", worse))
        }
        3 => {
            let fact =
                application
                    .premises
                    .iter_mut()
                    .find_map(|premise| match &mut premise.kind {
                        PremiseKind::Fact(step) => Some(step),
                        _ => None,
                    })?;
            *fact = at;
            Some(("a step that rests on itself", worse))
        }
        4 => {
            let row =
                application
                    .premises
                    .iter_mut()
                    .find_map(|premise| match &mut premise.kind {
                        PremiseKind::Aggregate { rows, .. } if !rows.is_empty() => Some(rows),
                        _ => None,
                    })?;
            row.pop();
            Some(("a row less", worse))
        }
        _ => {
            application.span.start += 1;
            Some(("another rule", worse))
        }
    }
}
