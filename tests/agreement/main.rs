//! Every evaluator derives the same: the oracle, the engine, and the crepe programs that were compiled in.

mod demand;
mod facts;
mod incremental;
mod programs;
mod selection;
#[path = "../support/mod.rs"]
mod support;
mod whynot;

use entente::compiled;
use entente::engine::Limits;
use entente::facts::{Base, Database};
use facts::random_facts;
use support::{all_tuples, assert_same, by_engine, by_oracle, shipped_base};

fn by_crepe(base: &Base, mut database: Database) -> support::Tuples {
    let misfit = compiled::misfit(base.fingerprint, &base.program, &database);
    assert_eq!(misfit, None, "the compiled programs do not apply");
    compiled::evaluate(&base.program, &mut database, &Limits::default()).expect("no limits");
    all_tuples(&base.program, &database)
}

#[test]
fn all_three_agree_on_the_shipped_base() {
    let base = shipped_base();
    let database = base.database(&base.program);
    let oracle = by_oracle(&base.program, &database);
    let derived: usize = base
        .program
        .derived()
        .map(|id| oracle[id.index()].1.len())
        .sum();
    assert!(derived > 500, "only {derived} derived tuples were compared");
    assert_same(
        &oracle,
        &by_engine(&base.program, database.clone()),
        "engine",
    );
    assert_same(&oracle, &by_crepe(&base, database), "crepe");
}

fn size(tuples: &support::Tuples) -> usize {
    tuples.iter().map(|(_, tuples)| tuples.len()).sum()
}

#[test]
fn all_three_agree_on_random_facts_under_the_shipped_rules() {
    let base = shipped_base();
    let mut derived = 0;
    for seed in 0..40 {
        let database = random_facts(&base.program, &mut fastrand::Rng::with_seed(seed));
        let oracle = by_oracle(&base.program, &database);
        derived += size(&oracle) - size(&all_tuples(&base.program, &database));
        let context = format!("seed {seed}");
        assert_same(
            &oracle,
            &by_engine(&base.program, database.clone()),
            &context,
        );
        assert_same(&oracle, &by_crepe(&base, database), &context);
    }
    assert!(
        derived > 2000,
        "only {derived} derived tuples were compared"
    );
}
