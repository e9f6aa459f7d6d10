//! One program through the engine, and what the oracle says of its results.

use std::collections::BTreeSet;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use entente::engine::oracle::{Verdict, verify};
use entente::engine::{self, Limits, Tuning, Use, Uses};
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
        /// How the engine came to them.
        used: Vec<Use>,
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
    let used = Vec::new();
    Compared::Same { derived, used }
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

/// Evaluates a program without optimisations; with values numbered however dense they are and without sets of
/// bits; and with threads that share even the smallest scans, which must give the same rows. Says what is wrong.
fn with_other_tuning(
    program: &Program,
    plain: &mut Database,
    tuned: &Database,
    uses: &Uses,
) -> Option<String> {
    let few = Tuning {
        intersect: false,
        groups: false,
        distinct: false,
        split: false,
        statistics: false,
        keys: false,
        encode: false,
        dense_from: usize::MAX,
        ..Tuning::default()
    };
    let numbered = Tuning {
        bits: false,
        sparse: 0,
        dense_from: 4,
        ..Tuning::default()
    };
    let many = Tuning {
        threads: NonZero::new(3).expect("3 is not 0"),
        shared_from: 1,
        shared_work: 0,
        ..Tuning::default()
    };
    let (mut other, mut shared) = (plain.clone(), plain.clone());
    for (tuning, database) in [(few, plain), (numbered, &mut other), (many, &mut shared)] {
        let said = format!("{tuning:?}");
        let limits = Limits {
            tuning,
            uses: uses.clone(),
            ..limits()
        };
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
    let rows = |database: &Database, id: RelationId| -> Vec<Vec<Const>> {
        let rows = database.rows(id).iter();
        rows.map(|words| row(database, id, words)).collect()
    };
    let is_open = program.ids().any(|id| leaves_tuples_out(program, id));
    for id in program.ids() {
        let name = &program.relation(id).name;
        let (mut expected, mut found) = (rows(tuned, id), rows(&other, id));
        if rows(&shared, id) != expected {
            return Some(format!("`{name}` has other rows with threads"));
        }
        expected.sort_unstable();
        found.sort_unstable();
        if found != expected && !is_open {
            return Some(format!(
                "`{name}` has other tuples with numbered values and no bits"
            ));
        }
    }
    None
}

/// Whether other tuples may be right for a relation, too.
fn leaves_tuples_out(program: &Program, id: RelationId) -> bool {
    let relation = program.relation(id);
    let mut subsumptions = program.subsumptions.iter();
    !relation.choices.is_empty()
        || relation.limit.is_some()
        || subsumptions.any(|subsumption| subsumption.relation == id)
}

fn compare_unguarded(text: &str) -> Compared {
    let program = match checked("random.dl", text) {
        Ok(program) => program,
        Err(wrong) => return Compared::Refused(format!("{wrong}\n{text}")),
    };
    let mut database = Database::new(&program);
    let facts = relations(&program, &database);
    let mut plain = database.clone();
    let limits = limits();
    if engine::evaluate(&program, &mut database, &limits).is_err() {
        return Compared::TooMuch;
    }
    let result = relations(&program, &database);
    if let Some(why) = with_other_tuning(&program, &mut plain, &database, &limits.uses) {
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
            let size = |relations: &[BTreeSet<_>]| -> usize {
                relations.iter().map(|tuples| tuples.len()).sum()
            };
            let derived = size(&result).saturating_sub(size(&facts));
            let used = Use::ALL
                .into_iter()
                .filter(|&used| limits.uses.of(used) > 0);
            let used = used.collect();
            Compared::Same { derived, used }
        }
        Verdict::Wrong(why) => Compared::Different(why),
        Verdict::TooMuch => Compared::TooMuch,
    }
}
