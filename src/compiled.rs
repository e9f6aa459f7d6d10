//! The crepe programs that the build made of the shipped rules, behind the engine's signature. What crepe
//! does not take, the engine derives in between.
//!
//! `translate/` wrote them; this file has what they call. They know words only, so while they run, what
//! words stand for, the constants of the rules and the aggregates computed so far are at hand in a context
//! of this thread.

use std::cell::RefCell;
use std::hash::BuildHasherDefault;

use rustc_hash::{FxHashMap, FxHasher};

use crate::engine::functors::holds;
use crate::engine::{Functors, Limits, Notes, Reason, Stopped, Watch, evaluate_strata};
use crate::facts::{Database, Values, Word};
use crate::rules::{Functor, Program, RelationId, Test, Type};
use crate::syntax::ast::{AggregateKind, Comparison, Operator};

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
mod programs {
    use super::*;
    include!(concat!(env!("OUT_DIR"), "/compiled_rules.rs"));

    pub(super) static TABLES: Tables = Tables {
        fingerprint: FINGERPRINT,
        constants: CONSTANTS,
        aggregates: AGGREGATES,
        derived_only: DERIVED_ONLY,
        steps: STEPS,
    };
}

use programs::TABLES;

/// What the build script knows of the rules that it compiled.
struct Tables {
    fingerprint: u64,
    constants: &'static [Constant],
    /// Kind, number of columns that the aggregate depends on, type of its value.
    aggregates: &'static [(AggregateKind, usize, Type)],
    /// Relations that crepe derives, and rule files state no facts of.
    derived_only: &'static [&'static str],
    steps: &'static [Step],
}

/// A group of rules, evaluated together.
#[derive(Debug)]
pub struct Step {
    /// The relations that are derived.
    pub relations: &'static [&'static str],
    run: Run,
}

/// Who derives them.
#[derive(Clone, Copy, Debug)]
enum Run {
    #[allow(dead_code)] // Rules need not have anything for crepe.
    Crepe(fn(&mut Host)),
    /// The engine, for this reason.
    #[allow(dead_code)] // Mostly crepe takes everything.
    Engine(&'static str),
}

impl Step {
    /// Why the engine derives these relations, if it does.
    pub fn refused(&self) -> Option<&'static str> {
        match self.run {
            Run::Crepe(_) => None,
            Run::Engine(why) => Some(why),
        }
    }
}

/// A constant of the rules.
enum Constant {
    #[allow(dead_code)] // Rules need not have numbers too wide for a word.
    Number(i64),
    Symbol(&'static str),
}

type Hasher = BuildHasherDefault<FxHasher>;

/// Why the compiled programs do not derive what the rules with this fingerprint say of a database, if so:
/// other rules were compiled, or there are facts of a relation that they derive alone.
pub fn misfit(fingerprint: u64, program: &Program, database: &Database) -> Option<String> {
    if fingerprint != TABLES.fingerprint {
        return Some("these are not the rules that were compiled in".to_owned());
    }
    let has_facts = |name: &&&str| match program.find(name) {
        Some(relation) => !database.rows(relation).is_empty(),
        None => false,
    };
    let given = TABLES.derived_only.iter().find(has_facts)?;
    Some(format!(
        "there are facts of `{given}`, which had only rules when they were compiled"
    ))
}

/// The groups in which [`evaluate`] proceeds.
pub fn steps() -> &'static [Step] {
    TABLES.steps
}

/// Derives everything that the shipped rules say of a database, as [`crate::engine::evaluate`] does.
///
/// Of the limits, interruption and time are observed; rows and memory are the engine's.
pub fn evaluate(
    program: &Program,
    database: &mut Database,
    limits: &Limits,
) -> Result<Notes, Stopped> {
    evaluate_with(&TABLES, program, database, limits)
}

fn evaluate_with(
    tables: &'static Tables,
    program: &Program,
    database: &mut Database,
    limits: &Limits,
) -> Result<Notes, Stopped> {
    let values = &mut database.values;
    let constants = tables.constants.iter().map(|constant| match constant {
        Constant::Number(number) => values.number(*number),
        Constant::Symbol(text) => values.symbol(text),
    });
    let mut context = Context {
        constants: constants.collect(),
        aggregates: vec![FxHashMap::default(); tables.aggregates.len()],
        tables: Some(tables),
        ..Context::default()
    };
    let mut brake = Brake {
        watch: Watch::new(limits),
        calls: 0,
        reason: None,
    };
    for step in tables.steps {
        let run = match step.run {
            Run::Crepe(run) => run,
            Run::Engine(_) => {
                let strata = program.strata.iter().filter(|stratum| {
                    let mut names = stratum
                        .relations
                        .iter()
                        .map(|&id| &program.relation(id).name);
                    names.any(|name| step.relations.contains(&name.as_str()))
                });
                let (functors, watch) = (&mut context.functors, &mut brake.watch);
                evaluate_strata(program, strata, database, functors, watch)?;
                continue;
            }
        };
        context.values = std::mem::take(&mut database.values);
        CONTEXT.set(context);
        BRAKE.set(Some(brake));
        run(&mut Host { program, database });
        context = CONTEXT.take();
        brake = BRAKE.take().expect("it was set above");
        database.values = std::mem::take(&mut context.values);
        if let Some(reason) = brake.reason {
            return Err(Stopped {
                reason,
                relation: "what the compiled rules say".to_owned(),
                rows: program.ids().map(|id| database.rows(id).len()).sum(),
            });
        }
    }
    Ok(context.functors.notes)
}

/// What the programs call upon while they run.
#[derive(Default)]
struct Context {
    values: Values,
    functors: Functors,
    constants: Vec<Word>,
    /// For each aggregate, its value by what it depends on.
    aggregates: Vec<FxHashMap<Vec<Word>, Word>>,
    tables: Option<&'static Tables>,
}

impl Context {
    fn tables(&self) -> &'static Tables {
        self.tables.expect("the programs run within `evaluate`")
    }
}

/// Stops a run: once there is a reason, no rule derives anything more, and the fixpoints end.
struct Brake {
    watch: Watch,
    calls: u32,
    reason: Option<Reason>,
}

thread_local! {
    static CONTEXT: RefCell<Context> = RefCell::default();
    static BRAKE: RefCell<Option<Brake>> = const { RefCell::new(None) };
}

/// How often rules may fire between two looks at the clock.
const CALLS_BETWEEN_CHECKS: u32 = 256;

/// Whether the run has not been stopped.
fn go_on() -> bool {
    BRAKE.with_borrow_mut(|brake| {
        let Some(brake) = brake else {
            return true;
        };
        brake.calls += 1;
        if brake.calls.is_multiple_of(CALLS_BETWEEN_CHECKS) && brake.reason.is_none() {
            brake.reason = brake.watch.check(|| 0);
        }
        brake.reason.is_none()
    })
}

fn constant(at: usize) -> Word {
    CONTEXT.with_borrow(|context| context.constants[at])
}

fn functor(functor: Functor, args: &[Word]) -> Option<Word> {
    CONTEXT.with_borrow_mut(|context| {
        let Context {
            functors, values, ..
        } = context;
        functors.apply(functor, args, values)
    })
}

fn test(test: Test, left: Word, right: Word, expected: bool) -> bool {
    CONTEXT.with_borrow_mut(|context| {
        let (left, right) = (context.values.text(left), context.values.text(right));
        context.functors.test(test, left, right) == Some(expected)
    })
}

fn compare(comparison: Comparison, ty: Type, left: Word, right: Word) -> bool {
    CONTEXT.with_borrow(|context| holds(comparison, context.values.ordering(left, right, ty)))
}

/// The value of an aggregate; a count or sum over nothing is 0, a least or greatest has no value.
fn aggregate(at: usize, key: &[Word]) -> Option<Word> {
    CONTEXT.with_borrow(|context| match context.aggregates[at].get(key) {
        Some(value) => Some(*value),
        None => match context.tables().aggregates[at].0 {
            AggregateKind::Count | AggregateKind::Sum => Some(0),
            AggregateKind::Min | AggregateKind::Max | AggregateKind::Mean => None,
        },
    })
}

/// Feeds the programs from a database and takes their results into it.
struct Host<'a> {
    program: &'a Program,
    database: &'a mut Database,
}

impl Host<'_> {
    fn relation(&self, name: &str) -> RelationId {
        self.program
            .find(name)
            .expect("the rules are those that were compiled")
    }

    /// The rows of a relation. One without columns has a word that means nothing.
    fn rows(&self, name: &str) -> impl Iterator<Item = &[Word]> {
        let rows = self.database.rows(self.relation(name)).iter();
        rows.map(|row| if row.is_empty() { &[0][..] } else { row })
    }

    /// Adds rows in the order of their words: crepe's order differs from run to run.
    fn store<const N: usize>(&mut self, name: &str, rows: impl Iterator<Item = [Word; N]>) {
        let relation = self.relation(name);
        let mut sorted: Vec<[Word; N]> = rows.collect();
        sorted.sort_unstable();
        let rows = self.database.rows_mut(relation);
        let arity = rows.arity();
        for row in sorted {
            rows.insert(&row[..arity]);
        }
    }

    /// Computes an aggregate over the rows that a group collected for it; the value, if the aggregate has
    /// one, is the last word of each.
    fn fold<const N: usize>(&mut self, at: usize, rows: impl Iterator<Item = [Word; N]>) {
        CONTEXT.with_borrow_mut(|context| {
            let (kind, depends_on, ty) = context.tables().aggregates[at];
            let mut totals: FxHashMap<Vec<Word>, i64> = FxHashMap::default();
            let mut best: FxHashMap<Vec<Word>, Word> = FxHashMap::default();
            let values = &mut context.values;
            for row in rows {
                let key = row[..depends_on].to_vec();
                let value = row[N - 1];
                match kind {
                    AggregateKind::Count => *totals.entry(key).or_default() += 1,
                    AggregateKind::Sum => {
                        let total = totals.entry(key).or_default();
                        *total = total.wrapping_add(values.integer(value));
                    }
                    AggregateKind::Min | AggregateKind::Max | AggregateKind::Mean => {
                        let best = best.entry(key).or_insert(value);
                        let ordering = values.compare(value, *best, ty);
                        let better = match kind {
                            AggregateKind::Min => ordering.is_lt(),
                            _ => ordering.is_gt(),
                        };
                        if better {
                            *best = value;
                        }
                    }
                }
            }
            best.extend(
                totals
                    .into_iter()
                    .map(|(key, total)| (key, values.number(total))),
            );
            context.aggregates[at] = best;
        });
    }
}

#[cfg(test)]
mod tests;
