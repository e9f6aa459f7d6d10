//! A snapshot of every derived relation of the shipped base, one a rule file, and of the crepe programs.
//!
//! Rule files are found, not listed: a new one gets its snapshot the first time the tests run. To look at
//! what changed and accept it: `cargo insta test --review`, or, without cargo-insta, run
//! `INSTA_UPDATE=always cargo test --test snapshots` and read what `git diff tests/snapshots` shows.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;

use entente::engine::{self, Limits};
use entente::facts::{Base, Database};
use entente::rules::{Const, RelationId};
use entente::text::render;
use entente::translate::translate;
use support::{files_below, repository, shipped_base};

/// The relations that a rule file declares and rules derive, each with what a tuple means and its tuples
/// as facts.
fn derived_in(file: &str, base: &Base, database: &Database) -> String {
    let program = &base.program;
    let mut text = String::new();
    let declared_here = |id: &RelationId| {
        let place = base.sources.place(program.relation(*id).declared);
        place.rsplit_once(':').is_some_and(|(name, _)| name == file)
    };
    for id in program.derived().filter(declared_here) {
        let relation = program.relation(id);
        let tuples = database.sorted(program, id);
        let _ = writeln!(text, "// {}", relation.meaning);
        let _ = writeln!(text, "// {}: {} tuples", relation.signature(), tuples.len());
        for tuple in tuples {
            let values: Vec<String> = tuple.iter().map(Const::written).collect();
            let _ = writeln!(text, "{}({}).", relation.name, values.join(", "));
        }
        text.push('\n');
    }
    text
}

#[test]
fn every_derived_relation_is_as_reviewed() {
    let base = shipped_base();
    let mut database = base.database(&base.program);
    engine::evaluate(&base.program, &mut database, &Limits::default()).expect("no limits");
    let mut insta = insta::Settings::clone_current();
    insta.set_prepend_module_to_snapshot(false);
    insta.set_omit_expression(true);
    let mut derived = BTreeSet::new();
    insta.bind(|| {
        for path in files_below(&repository().join("rules"), "dl") {
            let file = path
                .strip_prefix(repository())
                .expect("it lies in the repository");
            let file = file.to_string_lossy().replace('\\', "/");
            let text = derived_in(&file, &base, &database);
            if !text.is_empty() {
                let name = file.trim_end_matches(".dl").replace('/', "__");
                insta::assert_snapshot!(name.as_str(), text);
                derived.insert(format!("{name}.snap"));
            }
        }
    });
    assert!(
        derived.len() >= 8,
        "only {derived:?} have derived relations"
    );
    let stale: Vec<String> = std::fs::read_dir(repository().join("tests/snapshots"))
        .expect("the snapshots can be read")
        .map(|entry| {
            entry
                .expect("the folder can be read")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter(|name| name.starts_with("rules__") && name.ends_with(".snap"))
        .filter(|name| !derived.contains(name))
        .collect();
    assert!(
        stale.is_empty(),
        "snapshots of rule files that are gone: {stale:?}; delete them"
    );
}

#[test]
fn the_crepe_programs_are_as_reviewed() {
    let base = shipped_base();
    let translation = translate(&base.program, &base.sources);
    let refused = render(&translation.refused, &base.sources, false);
    assert_eq!(refused, "", "crepe takes all of the shipped rules");
    let mut insta = insta::Settings::clone_current();
    insta.set_prepend_module_to_snapshot(false);
    insta.set_omit_expression(true);
    insta.bind(|| insta::assert_snapshot!("crepe_programs", translation.source));
}
