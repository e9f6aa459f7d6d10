//! Golden programs: what each feature of the language means.
//!
//! `tests/programs/FEATURE/program.dl` reads `facts/RELATION.facts` for its `.input` relations; each of its
//! `.output` relations must have exactly the lines of `expected/RELATION.csv`, in any order. The engine runs
//! every one of them, and the oracle says whether all relations are right.

mod support;

use std::collections::BTreeSet;
use std::num::NonZero;
use std::path::Path;

use entente::engine::oracle::{self, Verdict};
use entente::facts::{Database, Input, Layout, read_table, write_table};
use entente::rules::{Program, RelationId};
use entente::text::{Sources, render};
use support::{checked, files_below, relations, repository};

fn load(program: &Program, folder: &Path) -> Database {
    let mut database = Database::new(program);
    let mut sources = Sources::default();
    for id in program
        .ids()
        .filter(|id| !program.relation(*id).inputs.is_empty())
    {
        let name = format!("{}.facts", program.relation(id).name);
        let bytes = std::fs::read(folder.join("facts").join(&name))
            .unwrap_or_else(|error| panic!("{}/facts/{name}: {error}", folder.display()));
        let layout = Layout::default();
        let read = read_table(
            &Input::new(&name, &bytes, &layout),
            program,
            id,
            &mut database,
            &mut sources,
        );
        read.unwrap_or_else(|wrong| panic!("{}", render(&wrong, &sources, false)));
    }
    database
}

fn lines(program: &Program, database: &Database, id: RelationId) -> BTreeSet<String> {
    let mut table = Vec::new();
    write_table(
        &mut table,
        &Layout::default(),
        program,
        id,
        database,
        NonZero::<usize>::MIN,
    )
    .expect("memory can be written");
    let table = String::from_utf8(table).expect("tables are text");
    table.lines().map(str::to_owned).collect()
}

/// How many tuples the oracle looks at for one program.
const STEPS: usize = 50_000_000;

/// Whether the language leaves open which numbers a program gets.
fn counts(text: &str) -> bool {
    text.contains("autoinc") || text.contains("ord(")
}

/// What is wrong with a program's results, if anything is.
fn run(path: &Path) -> Result<(), String> {
    let folder = path.parent().expect("it lies in a folder");
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).expect("programs are text");
    let program = checked(&name, &text)?;
    let mut database = load(&program, folder);
    let facts = relations(&program, &database);
    entente::engine::evaluate(&program, &mut database, &Default::default()).expect("no limits");
    if !counts(&text) {
        let result = relations(&program, &database);
        match oracle::verify(&program, &facts, &result, STEPS) {
            Verdict::Right => {}
            Verdict::Wrong(why) => return Err(format!("{name}: {why}")),
            Verdict::TooMuch => return Err(format!("{name} is too much for the oracle")),
        }
    }
    let outputs: Vec<_> = program
        .ids()
        .filter(|id| !program.relation(*id).outputs.is_empty())
        .collect();
    if outputs.is_empty() {
        return Err(format!("{name} has no output"));
    }
    for id in outputs {
        let relation = &program.relation(id).name;
        let expected = folder.join("expected").join(format!("{relation}.csv"));
        let expected = std::fs::read_to_string(&expected)
            .map_err(|error| format!("{}: {error}", expected.display()))?;
        let expected: BTreeSet<String> = expected.lines().map(str::to_owned).collect();
        let derived = lines(&program, &database, id);
        if derived != expected {
            return Err(format!(
                "`{relation}` of {name}\n  derived:  {derived:?}\n  expected: {expected:?}"
            ));
        }
    }
    Ok(())
}

#[test]
fn every_feature_means_what_its_program_expects() {
    let mut programs = files_below(&repository().join("tests/programs"), "dl");
    programs.retain(|path| path.ends_with("program.dl"));
    assert!(
        programs.len() >= 15,
        "only {} programs were found",
        programs.len()
    );
    let wrong: Vec<String> = programs
        .iter()
        .filter_map(|path| {
            let result = std::panic::catch_unwind(|| run(path));
            match result {
                Ok(Ok(())) => None,
                Ok(Err(wrong)) => Some(wrong),
                Err(_) => Some(format!("{} panics", path.display())),
            }
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        programs.len(),
        wrong.join("\n")
    );
}
