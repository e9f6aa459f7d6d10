//! Rules of which the engine derives a part, compiled by the build script from `tests/mixed_rules`.

use super::*;
use crate::engine::oracle;
use crate::rules::{Const, check};
use crate::syntax::parse;
use crate::text::{Sources, has_errors, render};

/// Made by the build script.
#[allow(
    unused_imports,
    unused_variables,
    nonstandard_style,
    unused_mut,
    unused_parens,
    unreachable_pub,
    clippy::all
)] // Code that a program wrote.
mod mixed {
    use super::*;
    include!(concat!(env!("OUT_DIR"), "/mixed_rules.rs"));

    pub(super) static TABLES: Tables = Tables {
        fingerprint: FINGERPRINT,
        constants: CONSTANTS,
        aggregates: AGGREGATES,
        derived_only: DERIVED_ONLY,
        steps: STEPS,
    };
}

/// What has one result: the oracle would make another choice, and never ends with a counter.
const FOR_THE_ORACLE: [&str; 2] = [
    include_str!("../../tests/mixed_rules/graph.dl"),
    include_str!("../../tests/mixed_rules/values.dl"),
];
const FOR_THE_ENGINE_ONLY: &str = include_str!("../../tests/mixed_rules/keeping.dl");

fn checked(texts: &[&str]) -> Program {
    let mut sources = Sources::default();
    let mut items = Vec::new();
    for text in texts {
        let (read, wrong) = parse(sources.add("rules.dl", *text), text);
        assert!(wrong.is_empty());
        items.extend(read);
    }
    let (program, reports) = check(items.iter(), &sources);
    assert!(
        !has_errors(&reports),
        "{}",
        render(&reports, &sources, false)
    );
    program
}

fn all_rules() -> Program {
    checked(&[&FOR_THE_ORACLE[..], &[FOR_THE_ENGINE_ONLY]].concat())
}

fn random_graph(program: &Program, rng: &mut fastrand::Rng) -> Database {
    let mut database = Database::new(program);
    for fact in &program.facts {
        database.insert(fact.relation, &fact.values);
    }
    let edge = program.find("edge").expect("it is declared");
    for _ in 0..rng.usize(3..14) {
        let number = |n: i64| Const::Number(n);
        let tuple = [number(rng.i64(0..7)), number(rng.i64(0..7))];
        database.insert(edge, &tuple);
    }
    let start = program.find("start").expect("it is declared");
    database.insert(start, &[Const::Number(rng.i64(0..7))]);
    database
}

#[test]
fn crepe_and_the_engine_take_turns_and_agree_with_both_others() {
    let program = all_rules();
    let smaller = checked(&FOR_THE_ORACLE);
    let mut derived = vec![0; program.relations.len()];
    for seed in 0..100 {
        let given = random_graph(&program, &mut fastrand::Rng::with_seed(seed));
        let mut by_both = given.clone();
        evaluate_with(&mixed::TABLES, &program, &mut by_both, &Limits::default())
            .expect("no limits");
        let mut by_engine = given.clone();
        crate::engine::evaluate(&program, &mut by_engine, &Limits::default()).expect("no limits");
        let mut facts: oracle::Relations = vec![Default::default(); smaller.relations.len()];
        for id in smaller.ids() {
            let same = program.find(&smaller.relation(id).name);
            let tuples = given.sorted(&program, same.expect("it has all of the rules"));
            facts[id.index()] = tuples.into_iter().collect();
        }
        let by_oracle = oracle::evaluate(&smaller, facts);
        for id in program.ids() {
            let name = &program.relation(id).name;
            let tuples = by_both.sorted(&program, id);
            let others = by_engine.sorted(&program, id);
            assert_eq!(tuples, others, "`{name}` by the engine, seed {seed}");
            if let Some(same) = smaller.find(name) {
                let others = oracle::tuples(&by_oracle, same);
                assert_eq!(tuples, others, "`{name}` by the oracle, seed {seed}");
            }
            derived[id.index()] += tuples.len();
        }
    }
    for id in program.ids().filter(|id| !program.relation(*id).inline) {
        let name = &program.relation(id).name;
        assert!(derived[id.index()] > 0, "`{name}` was never compared");
    }
}

#[test]
fn only_what_crepe_does_not_take_is_left_to_the_engine() {
    let plan: Vec<String> = mixed::TABLES
        .steps
        .iter()
        .map(|step| {
            let who = step.refused().unwrap_or("crepe");
            format!("{}: {who}", step.relations.join(", "))
        })
        .collect();
    insta::assert_snapshot!(plan.join("\n"), @r#"
        path, node, twos.of, twos.back?, constant: crepe
        pair: crepe does not run what a choice, a limit or a counter rests on (tests/mixed_rules/keeping.dl:5)
        pick: crepe does not run relations with a choice (tests/mixed_rules/keeping.dl:7)
        numbered: crepe does not run counters (tests/mixed_rules/keeping.dl:10)
        degree, orphan, least: crepe
        walk: crepe does not run records (tests/mixed_rules/graph.dl:18)
        mean_degree: crepe does not run means (tests/mixed_rules/values.dl:10)
        reached, missed, numbers: crepe
        arrivals: crepe does not run types other than number and symbol (tests/mixed_rules/graph.dl:31)
        best: crepe does not run subsumption (tests/mixed_rules/keeping.dl:13)
        half: crepe does not run types other than number and symbol (tests/mixed_rules/values.dl:4)
        upto: crepe does not run ranges (tests/mixed_rules/values.dl:6)
        nearest, ends, score, more: crepe
        halves: crepe
        "#);
}

#[test]
fn an_interruption_stops_both() {
    let program = all_rules();
    let mut database = random_graph(&program, &mut fastrand::Rng::with_seed(1));
    let limits = Limits::default();
    limits
        .interrupt
        .store(true, std::sync::atomic::Ordering::Relaxed);
    let stopped = evaluate_with(&mixed::TABLES, &program, &mut database, &limits);
    assert_eq!(
        stopped.expect_err("it was interrupted").reason,
        Reason::Interrupted
    );
}
