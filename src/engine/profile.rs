//! What an evaluation did, for whoever asks: how long strata took, and each step of a query; or, over many
//! evaluations, what each rule did.
//!
//! Nothing is measured unless [`super::Limits::profiler`] is there.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;

use super::index::Indexes;
use super::steps::{Access, Lookup, Plan, Seen, Step};
use crate::facts::Database;
use crate::rules::{Program, RelationId};
use crate::text::Span;

/// Takes down what evaluations do whose limits have it.
#[derive(Clone, Debug, Default)]
pub struct Profiler {
    taken: Arc<Mutex<Profile>>,
    /// Whether it wants to know about rules, and not about strata.
    of_rules: bool,
}

/// What was evaluated, in its order.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The strata that were derived before the query was answered.
    pub strata: Vec<StratumProfile>,
    /// The plans of the query: one for each way through its alternatives.
    pub plans: Vec<PlanProfile>,
    /// What was done besides, by those who evaluate, in the order in which it was done first.
    pub stages: Vec<(&'static str, Duration)>,
    /// The rules that were run, by where they are written, over all evaluations.
    pub rules: FxHashMap<Span, RuleProfile>,
}

/// What a rule did, with all ways through its alternatives and all heads.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleProfile {
    /// With what it took to choose an order and to make indexes for it.
    pub time: Duration,
    /// How often it was run: once an evaluation, if recursive once for each round and atom with new tuples.
    pub runs: usize,
    /// How many tuples it gave, also those that were known.
    pub derived: usize,
    /// How many of them were new.
    pub new: usize,
}

/// How a stratum was derived.
#[derive(Clone, Debug)]
pub struct StratumProfile {
    /// Its relations with the rows that each has gained.
    pub relations: Vec<(String, usize)>,
    pub rules: usize,
    pub recursive: bool,
    pub time: Duration,
}

/// How a plan of a query went.
#[derive(Clone, Debug)]
pub struct PlanProfile {
    pub steps: Vec<StepProfile>,
    /// How many bindings came to the end; the same answer may come several times.
    pub found: usize,
    /// What it took to choose the order and to make indexes.
    pub prepared: Duration,
    /// What it took to run the steps and to add the rows.
    pub time: Duration,
}

/// How a step of a plan went.
#[derive(Clone, Debug)]
pub struct StepProfile {
    /// Where the condition is written; none for what the plan adds by itself.
    pub place: Option<Span>,
    /// Whether it is asked that nothing meets the condition.
    pub negated: bool,
    /// How the step finds what it looks for.
    pub how: String,
    /// How many bindings went into the step, and how many came out.
    pub rows_in: usize,
    pub rows_out: usize,
    /// Without the steps behind it, with those inside it.
    pub time: Duration,
    /// The steps of an aggregate.
    pub inside: Vec<StepProfile>,
}

impl Profiler {
    /// One that takes down what rules do.
    pub fn of_rules() -> Profiler {
        Profiler {
            of_rules: true,
            ..Profiler::default()
        }
    }

    /// Adds to the time that something took which is no evaluation.
    pub fn add_stage(&self, name: &'static str, time: Duration) {
        let stages = &mut self.lock().stages;
        match stages.iter_mut().find(|(known, _)| *known == name) {
            Some((_, total)) => *total += time,
            None => stages.push((name, time)),
        }
    }

    pub(super) fn wants_rules(&self) -> bool {
        self.of_rules
    }

    pub(super) fn add_rule(&self, rule: Span, did: RuleProfile) {
        let mut profile = self.lock();
        let known = profile.rules.entry(rule).or_default();
        known.time += did.time;
        known.runs += did.runs;
        known.derived += did.derived;
        known.new += did.new;
    }

    /// What was taken down so far.
    pub fn profile(&self) -> Profile {
        self.lock().clone()
    }

    pub(super) fn add_stratum(&self, stratum: StratumProfile) {
        if !self.of_rules {
            self.lock().strata.push(stratum);
        }
    }

    pub(super) fn add_plan(&self, plan: PlanProfile) {
        self.lock().plans.push(plan);
    }

    fn lock(&self) -> MutexGuard<'_, Profile> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The counts of the steps of a plan, and of plans inside it, while it runs.
#[derive(Default)]
pub(super) struct Counts {
    /// By the address of the plan, which stays where it is, and the number of the step.
    steps: FxHashMap<(usize, usize), Count>,
    /// For each step that is running, the time of those that it called.
    running: Vec<Duration>,
}

#[derive(Clone, Copy, Default)]
struct Count {
    rows_in: usize,
    time: Duration,
}

fn address(plan: &Plan) -> usize {
    std::ptr::from_ref(plan).addr()
}

impl Counts {
    /// Notes that a step begins with so many bindings.
    pub(super) fn begin(&mut self, plan: &Plan, at: usize, rows: usize) -> Instant {
        self.steps.entry((address(plan), at)).or_default().rows_in += rows;
        self.running.push(Duration::ZERO);
        Instant::now()
    }

    pub(super) fn end(&mut self, plan: &Plan, at: usize, begun: Instant) {
        let all = begun.elapsed();
        let called = self.running.pop().unwrap_or_default();
        self.steps.entry((address(plan), at)).or_default().time += all.saturating_sub(called);
        if let Some(caller) = self.running.last_mut() {
            *caller += all;
        }
    }

    fn of(&self, plan: &Plan, at: usize) -> Count {
        let count = self.steps.get(&(address(plan), at));
        count.copied().unwrap_or_default()
    }
}

/// What plans are described with.
pub(super) struct Described<'a> {
    pub(super) program: &'a Program,
    pub(super) database: &'a Database,
    pub(super) indexes: &'a Indexes,
    pub(super) counts: &'a Counts,
}

impl Described<'_> {
    /// How a plan went that took so long.
    pub(super) fn plan(&self, plan: &Plan, prepared: Duration, time: Duration) -> PlanProfile {
        PlanProfile {
            steps: self.steps(plan),
            found: self.counts.of(plan, plan.steps.len()).rows_in,
            prepared,
            time,
        }
    }

    fn steps(&self, plan: &Plan) -> Vec<StepProfile> {
        let steps = plan.steps.iter().zip(&plan.places).enumerate();
        let profile = |(at, (step, place)): (usize, (&Step, &Option<Span>))| {
            let (count, next) = (self.counts.of(plan, at), self.counts.of(plan, at + 1));
            let inside = match step {
                Step::Aggregate { plan, .. } => self.steps(plan),
                _ => Vec::new(),
            };
            let of_inside: Duration = inside.iter().map(|step| step.time).sum();
            StepProfile {
                place: *place,
                negated: matches!(
                    step,
                    Step::Exists {
                        expected: false,
                        ..
                    }
                ),
                how: self.how(step),
                rows_in: count.rows_in,
                rows_out: next.rows_in,
                time: count.time + of_inside,
                inside,
            }
        };
        steps.map(profile).collect()
    }

    fn how(&self, step: &Step) -> String {
        match step {
            Step::Join { lookup, .. } => self.lookup(lookup),
            Step::Intersect { ways, .. } => {
                let ways = ways.iter().map(|way| self.lookup(&way.lookup));
                format!(
                    "values that agree: {}",
                    ways.collect::<Vec<_>>().join(" and ")
                )
            }
            Step::Distinct { .. } => "bindings that are alike are kept once".to_owned(),
            Step::Exists { lookup, .. } => format!("looked up {}", self.lookup(lookup)),
            Step::Compare(..) | Step::Test { .. } => "condition".to_owned(),
            Step::Bind(_) => "computed".to_owned(),
            Step::Pack { .. } => "made of its fields".to_owned(),
            Step::Unpack { .. } => "taken apart".to_owned(),
            Step::Range { .. } => "one number after the other".to_owned(),
            Step::Aggregate { outer, .. } if outer.is_empty() => "aggregate".to_owned(),
            Step::Aggregate { .. } => "aggregate for each group".to_owned(),
        }
    }

    fn lookup(&self, lookup: &Lookup) -> String {
        let tuples = match self.database.rows(lookup.relation).len() {
            1 => "1 tuple".to_owned(),
            many => format!("{many} tuples"),
        };
        let columns = |index: usize| {
            let relation = self.program.relations.get(lookup.relation.index());
            let names = self.indexes.all[index].1.key().iter().map(|&column| {
                relation.map_or_else(
                    || column.to_string(),
                    |relation| relation.columns[column].name.clone(),
                )
            });
            names.collect::<Vec<_>>().join(", ")
        };
        let seen = match lookup.seen {
            Seen::All => "",
            Seen::Old | Seen::Delta | Seen::UpToDelta => ", those of some rounds",
        };
        match &lookup.access {
            Access::Scan => format!("all of {tuples}{seen}"),
            Access::Groups(index) => format!("all of {tuples}, by {}{seen}", columns(*index)),
            Access::Tuple(_) => format!("whole, in {tuples}{seen}"),
            Access::Index(index, _) => format!("by {}, in {tuples}{seen}", columns(*index)),
        }
    }
}

/// A stratum that is being derived: when it began, and how long its relations were.
pub(super) struct Begun {
    started: Instant,
    lengths: Vec<usize>,
}

impl Begun {
    pub(super) fn new(relations: &[RelationId], database: &Database) -> Begun {
        let lengths = relations.iter().map(|id| database.rows(*id).len());
        Begun {
            lengths: lengths.collect(),
            started: Instant::now(),
        }
    }

    pub(super) fn end(
        self,
        program: &Program,
        stratum: &crate::rules::Stratum,
        database: &Database,
    ) -> StratumProfile {
        let relations = stratum.relations.iter().zip(self.lengths);
        let gained = relations.map(|(id, length)| {
            let name = program.relation(*id).name.clone();
            (name, database.rows(*id).len().saturating_sub(length))
        });
        StratumProfile {
            relations: gained.collect(),
            rules: stratum.rules.len(),
            recursive: stratum.recursive,
            time: self.started.elapsed(),
        }
    }
}
