//! One program through the engine, and what the oracle says of its results.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use entente::engine::oracle::{Verdict, verify};
use entente::engine::{self, Limits, Tuning};
use entente::facts::Database;
use entente::rules::{Const, Program, RelationId};

use super::{all_tuples, checked, relations};

/// How many tuples the oracle looks at for one program.
const STEPS: usize = 2_000_000;

/// What comparing finds.
pub enum Compared {
    /// The same, and so many tuples were derived.
    Same {
        derived: usize,
    },
    Different(String),
    /// The program has mistakes.
    Refused(String),
    TooMuch,
}

/// Whether the engine derives the same of two programs that mean the same. Relations that stand for their
/// rules, called `inl…` and `open…`, have no tuples of their own.
pub fn compare_variants(one: &str, other: &str) -> Compared {
    let run = |text: &str| {
        let program = checked("random.dl", text).map_err(Compared::Refused)?;
        let mut database = Database::new(&program);
        let evaluated = engine::evaluate(&program, &mut database, &limits());
        evaluated.map_err(|_| Compared::TooMuch)?;
        let mut tuples = all_tuples(&program, &database);
        tuples.retain(|(name, _)| !name.starts_with("inl") && !name.starts_with("open"));
        Ok(tuples)
    };
    let (left, right) = match (run(one), run(other)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(why), _) | (_, Err(why)) => return why,
    };
    assert_eq!(left.len(), right.len(), "they have the same relations");
    for ((name, left), (_, right)) in left.iter().zip(&right) {
        if left != right {
            let why = format!("`{name}` has {left:?} and in the variant {right:?}");
            return Compared::Different(why);
        }
    }
    let derived = left.iter().map(|(_, tuples)| tuples.len()).sum();
    Compared::Same { derived }
}

fn limits() -> Limits {
    Limits {
        max_rows: Some(100_000),
        timeout: Some(Duration::from_secs(20)),
        ..Limits::default()
    }
}

/// Runs a program in the engine and lets the oracle judge. A panic of either is a difference.
pub fn compare(text: &str) -> Compared {
    let compared = catch_unwind(AssertUnwindSafe(|| compare_unguarded(text)));
    compared.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or(panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
        Compared::Different(format!("panic: {}", text.unwrap_or_default()))
    })
}

/// Evaluates a program without optimisations; and with threads that share even the smallest scans and with
/// values numbered however dense they are, which must give the same rows. Says what is wrong.
fn with_other_tuning(program: &Program, plain: &mut Database, tuned: &Database) -> Option<String> {
    let few = Tuning {
        intersect: false,
        distinct: false,
        split: false,
        encode: false,
        ..Tuning::default()
    };
    let many = Tuning {
        threads: NonZero::new(3).expect("3 is not 0"),
        shared_from: 1,
        sparse: 0,
        ..Tuning::default()
    };
    let mut shared = plain.clone();
    for (tuning, database) in [(few, plain), (many, &mut shared)] {
        let said = format!("{tuning:?}");
        let limits = Limits { tuning, ..limits() };
        if engine::evaluate(program, database, &limits).is_err() {
            return Some(format!("it is stopped with {said}"));
        }
    }
    // What is interned while rules run may have other words.
    let row = |database: &Database, id: RelationId, row: &[u32]| -> Vec<Const> {
        let columns = program.relation(id).columns.iter().zip(row);
        let values = columns.map(|(column, &word)| database.values.meaning(word, column.ty));
        values.collect()
    };
    let same_rows = |id: RelationId| {
        let shared = shared.rows(id).iter().map(|words| row(&shared, id, words));
        shared.eq(tuned.rows(id).iter().map(|words| row(tuned, id, words)))
    };
    let differing = program.ids().find(|&id| !same_rows(id));
    differing.map(|id| {
        format!(
            "`{}` has other rows with threads and numbered values",
            program.relation(id).name
        )
    })
}

fn compare_unguarded(text: &str) -> Compared {
    let program = match checked("random.dl", text) {
        Ok(program) => program,
        Err(wrong) => return Compared::Refused(format!("{wrong}\n{text}")),
    };
    let mut database = Database::new(&program);
    let facts = relations(&program, &database);
    let mut plain = database.clone();
    if engine::evaluate(&program, &mut database, &limits()).is_err() {
        return Compared::TooMuch;
    }
    let result = relations(&program, &database);
    if let Some(why) = with_other_tuning(&program, &mut plain, &database) {
        return Compared::Different(why);
    }
    let without = relations(&program, &plain);
    if without != result
        && let Verdict::Wrong(why) = verify(&program, &facts, &without, STEPS)
    {
        return Compared::Different(format!("without optimisations: {why}"));
    }
    match verify(&program, &facts, &result, STEPS) {
        Verdict::Right => {
            let size = |relations: &[std::collections::BTreeSet<_>]| -> usize {
                relations.iter().map(|tuples| tuples.len()).sum()
            };
            let derived = size(&result).saturating_sub(size(&facts));
            Compared::Same { derived }
        }
        Verdict::Wrong(why) => Compared::Different(why),
        Verdict::TooMuch => Compared::TooMuch,
    }
}
