//! What follows a change from where it stands is what evaluating everything gives.

use std::time::Duration;

use entente::engine::{self, Limits, Updated};
use entente::facts::Database;
use entente::rules::{Program, derived};

use crate::support::random::{self, Choices, Item, text};
use crate::support::{Tuples, all_tuples, assert_same, checked};

/// What leaves open which tuples stay may turn out otherwise.
const OPEN: [&str; 3] = ["choice", "limit", "subsumption"];

fn limits() -> Limits {
    Limits {
        max_rows: Some(100_000),
        timeout: Some(Duration::from_secs(20)),
        ..Limits::default()
    }
}

fn is_clause(item: &Item) -> bool {
    match item {
        Item::Text(text) => !text.starts_with('.'),
        Item::Rule { .. } => true,
        Item::Component { .. } => false,
    }
}

/// The text of items; of those left out there is white space, so that all others stand where they stood.
fn partly(items: &[Item], present: &[bool]) -> String {
    let text_of = |(item, present): (&Item, &bool)| {
        let text = text(std::slice::from_ref(item));
        match present {
            true => text,
            false => text.replace(|c| c != '\n', " "),
        }
    };
    items.iter().zip(present).map(text_of).collect()
}

fn evaluated(program: &Program) -> Option<Database> {
    let mut database = Database::new(program);
    engine::evaluate(program, &mut database, &limits()).ok()?;
    Some(database)
}

fn update(
    before: &Program,
    after: &Program,
    database: &mut Database,
    limits: &Limits,
) -> Result<Option<Updated>, engine::Stopped> {
    engine::update(before, after, database, |_, _| (), false, limits)
}

#[test]
fn changes_of_random_programs_are_followed() {
    let (mut followed, mut strata, mut continued, mut redone, mut stopped) = (0, 0, 0, 0, 0);
    for seed in 0..250 {
        let random = random::program(&mut Choices::seeded(seed));
        if OPEN.iter().any(|open| random.features.contains(open)) {
            continue;
        }
        let mut rng = fastrand::Rng::with_seed(seed);
        let items = random.items;
        let mut present: Vec<bool> = items
            .iter()
            .map(|item| !is_clause(item) || rng.u8(0..10) < 7)
            .collect();
        let Ok(mut program) = checked("random.dl", &partly(&items, &present)) else {
            continue;
        };
        let Some(mut database) = evaluated(&program) else {
            continue;
        };
        for step in 0..8 {
            let adds = step < 4;
            let may_change: Vec<usize> = (0..items.len())
                .filter(|&at| is_clause(&items[at]) && (!adds || !present[at]))
                .collect();
            if may_change.is_empty() {
                continue;
            }
            let mut next = present.clone();
            for _ in 0..rng.usize(1..3) {
                let at = may_change[rng.usize(0..may_change.len())];
                next[at] = !present[at];
            }
            let source = partly(&items, &next);
            let Ok(after) = checked("random.dl", &source) else {
                continue;
            };
            let Some(anew) = evaluated(&after) else {
                continue;
            };
            let context = format!(
                "seed {seed}, step {step}, from\n{}\nto\n{source}",
                partly(&items, &present)
            );
            let as_it_was = all_tuples(&program, &database);
            let nothing = Limits {
                max_rows: Some(0),
                ..limits()
            };
            let mut tried = database.clone();
            if update(&program, &after, &mut tried, &nothing).is_err() {
                assert_same(&as_it_was, &all_tuples(&program, &tried), &context);
                stopped += 1;
            }
            let Some(updated) = update(&program, &after, &mut database, &limits()).unwrap() else {
                assert_same(&as_it_was, &all_tuples(&program, &database), &context);
                continue;
            };
            assert_same(
                &all_tuples(&after, &anew),
                &all_tuples(&after, &database),
                &context,
            );
            followed += 1;
            let is_derived = derived(&after);
            let with_rules = |stratum: &&entente::rules::Stratum| {
                stratum.relations.iter().any(|id| is_derived[id.index()])
            };
            strata += after.strata.iter().filter(with_rules).count();
            continued += updated.continued;
            redone += updated.redone;
            (program, present) = (after, next);
        }
    }
    assert!(followed > 400, "{followed} changes");
    assert!(continued > followed / 4, "{continued} strata continued");
    assert!(redone > followed / 4, "{redone} strata redone");
    assert!(
        (continued + redone) * 3 < strata * 2,
        "{continued} and {redone} of {strata}"
    );
    assert!(stopped > 50, "{stopped} changes were stopped");
}

const PROGRAM: &str = "
    .decl edge(x: number, y: number)
    edge(1, 2). edge(2, 3). edge(7, 8).
    .decl path(x: number, y: number)
    path(x, y) :- edge(x, y).
    path(x, z) :- path(x, y), edge(y, z).
    .decl name(x: number, n: symbol)
    name(1, \"a\"). name(2, \"b\").
    .decl known(n: symbol)
    known(n) :- name(_, n).
    .decl apart(x: number, y: number)
    apart(x, y) :- name(x, _), name(y, _), !path(x, y).
    .decl names(n: number)
    names(n) :- n = count : { known(_) }.
";

/// How a database follows when clauses come to the program and go.
fn followed(from: &str, to: &str) -> (Updated, Tuples) {
    let program = |more: &str| checked("program.dl", &format!("{PROGRAM}{more}")).unwrap();
    let (before, after) = (program(from), program(to));
    let mut database = evaluated(&before).unwrap();
    let updated = update(&before, &after, &mut database, &limits()).unwrap();
    let tuples = all_tuples(&after, &database);
    let anew = evaluated(&after).unwrap();
    assert_same(&all_tuples(&after, &anew), &tuples, to);
    (updated.expect("it can be followed"), tuples)
}

#[test]
fn only_strata_that_rest_on_a_change_are_evaluated() {
    let counts = |from: &str, to: &str| {
        let (updated, _) = followed(from, to);
        (updated.continued, updated.redone)
    };
    // `path` goes on, `apart` negates it; `known` and `names` stay.
    assert_eq!(counts("", "edge(3, 4)."), (1, 1));
    assert_eq!(counts("edge(3, 4).", ""), (0, 2));
    assert_eq!(counts("", "name(9, \"z\")."), (2, 1));
    assert_eq!(counts("name(9, \"z\").", ""), (0, 3));
    // Nothing new follows: what looks at `path` stays.
    assert_eq!(counts("", "edge(1, 2)."), (0, 0));
    assert_eq!(counts("", "path(1, 3)."), (1, 0));
    // Rules.
    assert_eq!(counts("", "path(x, x) :- edge(x, _)."), (1, 1));
    assert_eq!(counts("path(x, x) :- edge(x, _).", ""), (0, 2));
    assert_eq!(
        counts("", ".decl far(x: number) far(x) :- path(x, 3)."),
        (1, 0)
    );
    assert_eq!(
        counts(".decl far(x: number) far(x) :- path(x, 3).", ""),
        (0, 0)
    );
    // A rule that makes one stratum of two.
    assert_eq!(counts("", "edge(x, 5) :- path(x, 3)."), (1, 1));
}
