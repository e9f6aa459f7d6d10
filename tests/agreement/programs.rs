//! Engine and oracle agree on random programs.

use std::collections::BTreeMap;

use entente::engine::Use;

use crate::support::compare::{Compared, compare, compare_variants};
use crate::support::random::shrink::shrink;
use crate::support::random::variants::variant;
use crate::support::random::{self, Choices, Item, SHARES, text};

/// Each way to be fast, and in how many of a hundred programs it must have come to something.
const USES: [(Use, usize); 8] = [
    (Use::Bits, 15),
    (Use::Marks, 8),
    (Use::LookUps, 20),
    (Use::Groups, 15),
    (Use::Keys, 15),
    (Use::Distinct, 30),
    (Use::Split, 15),
    (Use::Shared, 30),
];

/// How many programs are compared, from which seed on; more by hand:
/// `RANDOM_PROGRAMS=5000 RANDOM_SEED=1000000 cargo test --test agreement random_programs`.
fn from_environment(name: &str, otherwise: u64) -> u64 {
    let value = std::env::var(name).ok();
    value.map_or(otherwise, |text| {
        text.parse().unwrap_or_else(|_| panic!("{name}={text}"))
    })
}

#[test]
#[allow(clippy::print_stdout)] // For runs by hand, with `--nocapture`.
fn engine_and_oracle_agree_on_random_programs() {
    let programs = from_environment("RANDOM_PROGRAMS", 500);
    let first = from_environment("RANDOM_SEED", 0);
    let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
    let mut uses: BTreeMap<Use, usize> = BTreeMap::new();
    let (mut compared, mut derived, mut too_much) = (0, 0, 0);
    let mut refused: Vec<String> = Vec::new();
    for seed in first..first + programs {
        let program = random::program(&mut Choices::seeded(seed));
        let found = compare(&text(&program.items));
        match found {
            Compared::Same {
                derived: more,
                used,
            } => {
                compared += 1;
                derived += more;
                for way in used {
                    *uses.entry(way).or_default() += 1;
                }
                for feature in program.features {
                    *shares.entry(feature).or_default() += 1;
                }
            }
            Compared::Refused(why) => refused.push(why),
            Compared::TooMuch => too_much += 1,
            Compared::Different(why) => {
                let fails =
                    |items: &[Item]| matches!(compare(&text(items)), Compared::Different(_));
                panic!(
                    "seed {seed}: {why}\na small program that fails, too:\n{}",
                    shrink(&program.items, fails)
                );
            }
        }
    }
    println!("{compared} compared, {derived} tuples derived, {too_much} too much");
    println!(
        "{} refused: {}",
        refused.len(),
        refused.first().map_or("", |why| why)
    );
    let lacking: Vec<String> = SHARES
        .iter()
        .filter_map(|&(feature, percent)| {
            let programs = shares.get(feature).copied().unwrap_or_default();
            let is_rare = programs * 100 < percent * compared;
            is_rare.then(|| format!("{feature}: {programs} of {compared}, not {percent} %"))
        })
        .collect();
    assert!(lacking.is_empty(), "too rare:\n{}", lacking.join("\n"));
    println!("{uses:?}");
    for (way, percent) in USES {
        let programs = uses.get(&way).copied().unwrap_or_default();
        assert!(
            programs * 100 >= percent * compared,
            "{way:?}: {programs} of {compared}, not {percent} %"
        );
    }
    let programs = programs as usize;
    assert!(
        compared * 10 > programs * 8,
        "only {compared} of {programs}"
    );
    assert!(too_much * 50 < programs, "{too_much} were too much");
    assert!(
        derived > programs * 10,
        "only {derived} tuples were derived"
    );
}

/// What leaves open which tuples stay may turn out otherwise in a variant.
const OPEN: [&str; 3] = ["choice", "limit", "subsumption"];

#[test]
#[allow(clippy::print_stdout)] // For runs by hand, with `--nocapture`.
fn what_is_written_otherwise_means_the_same() {
    let programs = from_environment("RANDOM_PROGRAMS", 300);
    let first = from_environment("RANDOM_SEED", 0);
    let (mut compared, mut derived) = (0, 0);
    for seed in first..first + programs {
        let program = random::program(&mut Choices::seeded(seed));
        if OPEN.iter().any(|open| program.features.contains(open)) {
            continue;
        }
        let both = |items: &[Item]| {
            let other = variant(items, &mut Choices::seeded(seed));
            (text(items), text(&other))
        };
        let found = |items: &[Item]| {
            let (one, other) = both(items);
            compare_variants(&one, &other)
        };
        match found(&program.items) {
            Compared::Same { derived: more, .. } => {
                compared += 1;
                derived += more;
            }
            Compared::Different(why) => {
                let fails = |items: &[Item]| matches!(found(items), Compared::Different(_));
                let small = shrink(&program.items, fails);
                panic!("seed {seed}: {why}\na small program that fails, too:\n{small}");
            }
            Compared::Refused(_) | Compared::TooMuch => {}
        }
    }
    println!("{compared} compared, {derived} tuples");
    let programs = programs as usize;
    assert!(
        compared * 10 > programs * 3,
        "only {compared} of {programs}"
    );
    assert!(derived > compared * 20, "only {derived} tuples");
}
