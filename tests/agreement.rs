//! Every evaluator derives the same: the oracle, the engine, and the crepe programs that were compiled in.

mod support;

use entente::compiled;
use entente::engine::Limits;
use entente::facts::{Base, Database};
use entente::rules::{Const, Program};
use support::{all_tuples, assert_same, by_engine, by_oracle, checked, random, shipped_base};

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

/// Facts of the vocabulary over few names, so that they meet.
fn random_facts(program: &Program, rng: &mut fastrand::Rng) -> Database {
    let pools: [(&str, &[&str]); 16] = [
        ("article", &["1", "2", "3"]),
        ("person", &["A", "B", "C", "D"]),
        ("who", &["A", "B", "C", "Laos", "Vietnam", "police (Laos)"]),
        (
            "title",
            &[
                "ministre de la Défense",
                "général",
                "président",
                "membre du Politburo",
            ],
        ),
        ("of", &["Laos", "Vietnam", ""]),
        ("id", &["e1", "e2", "e3", "e4", "e5"]),
        (
            "kind",
            &[
                "visit",
                "meeting",
                "call",
                "conference",
                "signing",
                "person",
                "body",
            ],
        ),
        (
            "part",
            &[
                "host",
                "guest",
                "visitor",
                "head",
                "chair",
                "attendee",
                "signatory",
            ],
        ),
        ("place", &["Hanoï", "Vientiane", "Laos", "Vietnam"]),
        ("a", &["police (Laos)", "armée (Laos)", "Vietnam"]),
        ("b", &["armée (Laos)", "police (Vietnam)", "Laos"]),
        ("field", &["défense", "lutte contre la drogue"]),
        ("name", &["A", "B", "ministre de la Défense"]),
        ("canonical", &["B", "C", "président"]),
        ("act", &["affirm", "agree"]),
        ("document", &["plan 2025", "accord"]),
    ];
    let dates: &[&str] = &[
        "2024",
        "2025-01",
        "2025-01-12",
        "2025-07-30",
        "2025-01-11/2025-01-13",
        "",
    ];
    let mut database = Database::new(program);
    let derived: Vec<_> = program.derived().collect();
    let stated: Vec<_> = program.facts.iter().map(|fact| fact.relation).collect();
    for id in program
        .ids()
        .filter(|id| !derived.contains(id) && !stated.contains(id))
    {
        for _ in 0..rng.usize(2..7) {
            let columns = &program.relation(id).columns;
            let tuple: Vec<Const> = columns
                .iter()
                .map(|column| {
                    let pool = match column.type_name.as_str() {
                        "Date" => dates,
                        "EventId" => pools[5].1,
                        _ => pools
                            .iter()
                            .find(|(name, _)| *name == column.name)
                            .map_or(&["A", "Laos", "x"][..], |(_, pool)| pool),
                    };
                    Const::Symbol(pool[rng.usize(0..pool.len())].to_owned())
                })
                .collect();
            database.insert(id, &tuple);
        }
    }
    database
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

#[test]
fn engine_and_oracle_agree_on_random_programs() {
    let (mut accepted, mut derived) = (0, 0);
    for seed in 0..600 {
        let text = random::program(&mut fastrand::Rng::with_seed(seed));
        let Ok(program) = checked("random.dl", &text) else {
            continue;
        };
        accepted += 1;
        let database = Database::new(&program);
        let oracle = by_oracle(&program, &database);
        derived += size(&oracle) - size(&all_tuples(&program, &database));
        assert_same(
            &oracle,
            &by_engine(&program, database),
            &format!("seed {seed}\n{text}"),
        );
    }
    assert!(accepted > 450, "only {accepted} programs were valid");
    assert!(
        derived > 5000,
        "only {derived} derived tuples were compared"
    );
}
