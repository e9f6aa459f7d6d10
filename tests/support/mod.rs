//! What several test suites share: checking programs, running every evaluator, random programs.

// Each suite is a crate of its own and uses part of this.
#![allow(dead_code, unreachable_pub)]

pub mod compare;
pub mod random;
pub mod targets;

use std::path::{Path, PathBuf};

use entente::engine::{self, Limits, oracle};
use entente::facts::{Base, Database};
use entente::rules::{Const, Program, check};
use entente::syntax::{Options, preprocess};
use entente::text::{Sources, has_errors, render};

/// The folder of the repository.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The base of the repository, without mistakes.
pub fn shipped_base() -> Base {
    let (files, wrong) = entente::facts::read(&repository());
    let (base, reports) = Base::load(&files);
    let drawn = render(&[wrong, reports].concat(), &base.sources, false);
    assert_eq!(drawn, "", "the shipped base has mistakes or warnings");
    base
}

/// Parses and checks a program: it, or what is wrong with it.
pub fn checked(name: &str, text: &str) -> Result<Program, String> {
    let mut sources = Sources::default();
    let options = Options::default();
    let mut read = entente::facts::read_text;
    let (items, mut reports) = preprocess(&mut sources, name, text, &options, &mut read);
    let (program, wrong) = check(items.iter(), &sources);
    reports.extend(wrong);
    match has_errors(&reports) {
        true => Err(render(&reports, &sources, false)),
        false => Ok(program),
    }
}

/// Every relation's tuples, by name and sorted.
pub type Tuples = Vec<(String, Vec<Vec<Const>>)>;

/// What the engine derives from a database.
pub fn by_engine(program: &Program, mut database: Database) -> Tuples {
    engine::evaluate(program, &mut database, &Limits::default()).expect("there are no limits");
    all_tuples(program, &database)
}

/// The tuples of a database, as the oracle takes them.
pub fn relations(program: &Program, database: &Database) -> oracle::Relations {
    let sorted = program.ids().map(|id| database.sorted(program, id));
    sorted.map(|tuples| tuples.into_iter().collect()).collect()
}

/// What the oracle derives from a database.
pub fn by_oracle(program: &Program, database: &Database) -> Tuples {
    let relations = oracle::evaluate(program, relations(program, database));
    let named = |id| {
        (
            program.relation(id).name.clone(),
            oracle::tuples(&relations, id),
        )
    };
    program.ids().map(named).collect()
}

pub fn all_tuples(program: &Program, database: &Database) -> Tuples {
    let named = |id| {
        (
            program.relation(id).name.clone(),
            database.sorted(program, id),
        )
    };
    program.ids().map(named).collect()
}

/// Fails where two evaluators differ, naming the first relation in which they do.
pub fn assert_same(one: &Tuples, other: &Tuples, context: &str) {
    for ((name, left), (_, right)) in one.iter().zip(other) {
        if left != right {
            let only = |a: &[Vec<Const>], b: &[Vec<Const>]| -> Vec<Vec<Const>> {
                a.iter().filter(|t| !b.contains(t)).cloned().collect()
            };
            panic!(
                "`{name}` differs\nonly the first has {:?}\nonly the second has {:?}\n{context}",
                only(left, right),
                only(right, left),
            );
        }
    }
    assert_eq!(one.len(), other.len());
}

/// The files with an ending in a folder and those inside it, sorted.
pub fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for path in entries.map(|entry| entry.expect("the folder can be read").path()) {
        if path.is_dir() {
            found.extend(files_below(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
