//! Following up changes: a database that holds what one program derives becomes what another one derives, as far
//! as possible from where it stands.
//!
//! A stratum that only gains tuples by what is new goes on from its fixpoint, with what is new as the delta. One
//! that may lose tuples, since something was withdrawn or negation, an aggregate or a choice looks at what
//! changed, is derived again from its facts. All others stay.

use rustc_hash::{FxHashMap, FxHashSet};

use super::fixpoint::{Run, Variant};
use super::functors::{Functors, Notes};
use super::index::{Delta, Indexes};
use super::limits::{Limits, Stopped, Watch};
use crate::facts::{Database, Rows};
use crate::rules::{Const, Fact, Literal, Program, RelationId, Rule, Stratum, derived};

/// How a database followed a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Updated {
    /// How many strata went on from their fixpoints.
    pub continued: usize,
    /// How many strata were derived again.
    pub redone: usize,
    /// What was undefined on the way.
    pub notes: Notes,
}

/// Makes of all that `before` derives all that `after` derives. `state` adds the facts of relations that are
/// not those of the program. Returns `None`, and leaves the database as it was, where all must be derived
/// anew: with other types, other relations in between, or counters, or if what is derived again should
/// be forgotten of `noted` notes.
///
/// On an error the database is as it was before.
pub fn update(
    before: &Program,
    after: &Program,
    database: &mut Database,
    state: impl Fn(&mut Database, &[RelationId]),
    noted: bool,
    limits: &Limits,
) -> Result<Option<Updated>, Stopped> {
    let Some(changes) = Changes::between(before, after) else {
        return Ok(None);
    };
    let shared = before.relations.len().min(after.relations.len());
    let mut undo = Undo {
        lengths: before.ids().map(|id| database.rows(id).len()).collect(),
        taken: Vec::new(),
    };
    // What was dropped stays until it is certain that the change goes through.
    if after.relations.len() > shared {
        database.fit(after);
    }
    let result = follow(after, &changes, database, state, noted, limits, &mut undo);
    match result {
        Ok(Some(_)) => database.fit(after),
        _ => undo.all(before, database),
    }
    result
}

/// What is needed to leave a database as it was.
struct Undo {
    lengths: Vec<usize>,
    taken: Vec<(RelationId, Rows)>,
}

impl Undo {
    fn all(self, before: &Program, database: &mut Database) {
        for (relation, rows) in self.taken {
            if relation.index() < before.relations.len() {
                *database.rows_mut(relation) = rows;
            }
        }
        for (id, length) in before.ids().zip(self.lengths) {
            database.shorten(id, length);
        }
        database.fit(before);
    }
}

/// How a relation stands against what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Same,
    /// It has more rows than this, and lost none.
    Grown(usize),
    Other,
}

fn follow(
    program: &Program,
    changes: &Changes<'_>,
    database: &mut Database,
    state: impl Fn(&mut Database, &[RelationId]),
    noted: bool,
    limits: &Limits,
    undo: &mut Undo,
) -> Result<Option<Updated>, Stopped> {
    let mut functors = Functors::default();
    let mut watch = Watch::new(limits);
    let mut indexes = Indexes::default();
    let mut standing = vec![Standing::Same; program.relations.len()];
    let mut updated = Updated::default();
    let is_derived = derived(program);
    for stratum in &program.strata {
        let mut run = Run::new(program, database, &mut indexes, &mut functors, &mut watch);
        let counted = stratum.relations.iter().any(|id| is_derived[id.index()]);
        match changes.followed(program, stratum, &standing) {
            Standing::Same => {}
            Standing::Grown(_) => {
                let lengths: Vec<usize> = stratum
                    .relations
                    .iter()
                    .map(|id| run.database.rows(*id).len())
                    .collect();
                grow(&mut run, changes, stratum, &standing)?;
                for (id, length) in stratum.relations.iter().zip(lengths) {
                    if run.database.rows(*id).len() > length {
                        standing[id.index()] = Standing::Grown(length);
                    }
                }
                updated.continued += usize::from(counted);
            }
            Standing::Other if noted && counted => return Ok(None),
            Standing::Other => {
                for &id in &stratum.relations {
                    undo.taken.push((id, run.database.take(program, id)));
                    run.indexes.forget(id);
                    standing[id.index()] = Standing::Other;
                }
                for fact in &program.facts {
                    if stratum.relations.contains(&fact.relation) {
                        run.database.insert(fact.relation, &fact.values);
                    }
                }
                state(run.database, &stratum.relations);
                run.stratum(stratum)?;
                updated.redone += usize::from(counted);
            }
        }
    }
    updated.notes = functors.notes;
    Ok(Some(updated))
}

/// Derives what follows from new facts, new rules, and relations that grew.
fn grow(
    run: &mut Run<'_>,
    changes: &Changes<'_>,
    stratum: &Stratum,
    standing: &[Standing],
) -> Result<(), Stopped> {
    let program = run.program;
    let mut deltas = vec![Delta::default(); program.relations.len()];
    let mut changing = stratum.relations.clone();
    for (id, standing) in program.ids().zip(standing) {
        if let Standing::Grown(length) = *standing {
            deltas[id.index()].end = length;
            changing.push(id);
        }
    }
    for id in &stratum.relations {
        deltas[id.index()].end = run.database.rows(*id).len();
    }
    for fact in &changes.facts {
        if stratum.relations.contains(&fact.relation) {
            run.database.insert(fact.relation, &fact.values);
        }
    }
    let mut variants = Vec::new();
    for &number in &stratum.rules {
        let rule = &program.rules[number];
        if changes.rules.contains(&number) {
            run.once_apart(rule)?;
        }
        let mut version = 0;
        for (delta, literal) in rule.body.iter().enumerate() {
            let Literal::Atom(atom) = literal else {
                continue;
            };
            let is_recursive = stratum.relations.contains(&atom.relation);
            if changing.contains(&atom.relation) {
                variants.push(Variant {
                    rule,
                    version: if is_recursive { version } else { usize::MAX },
                    delta,
                    key: None,
                    plan: None,
                });
            }
            version += usize::from(is_recursive);
        }
    }
    run.rounds(&stratum.relations, &changing, &mut variants, &mut deltas)
}

/// What is different between two programs.
struct Changes<'p> {
    /// Relations that lost facts or rules, or whose subsumptions are others.
    less: FxHashSet<RelationId>,
    /// Relations that gained facts or rules.
    more: FxHashSet<RelationId>,
    /// The new facts of relations that lost none.
    facts: Vec<&'p Fact>,
    /// The places of new rules.
    rules: FxHashSet<usize>,
}

impl<'p> Changes<'p> {
    /// The changes, if both programs number their relations and types alike and neither counts.
    fn between(before: &Program, after: &'p Program) -> Option<Changes<'p>> {
        let mut relations = before.relations.iter().zip(&after.relations);
        let alike = relations.all(|(one, other)| {
            one.name == other.name
                && one.columns == other.columns
                && one.choices == other.choices
                && one.limit == other.limit
                && one.equivalence == other.equivalence
        });
        if !alike || before.types != after.types || before.counts() || after.counts() {
            return None;
        }
        let mut changes = Changes {
            less: FxHashSet::default(),
            more: FxHashSet::default(),
            facts: Vec::new(),
            rules: FxHashSet::default(),
        };
        changes.compare_facts(&before.facts, &after.facts);
        changes.compare_rules(before, after);
        changes.compare_subsumptions(before, after);
        Some(changes)
    }

    fn compare_facts(&mut self, before: &[Fact], after: &'p [Fact]) {
        let same = |(one, other): &(&Fact, &Fact)| {
            one.relation == other.relation && one.values == other.values
        };
        let alike = before.iter().zip(after).take_while(same).count();
        let (before, after) = (&before[alike..], &after[alike..]);
        let key = |fact: &'p Fact| (fact.relation, fact.values.as_slice());
        let kept: FxHashSet<(RelationId, &[Const])> = after.iter().map(key).collect();
        for fact in before {
            if !kept.contains(&(fact.relation, fact.values.as_slice())) {
                self.less.insert(fact.relation);
            }
        }
        self.more.extend(after.iter().map(|fact| fact.relation));
        self.facts.extend(after);
    }

    fn compare_rules(&mut self, before: &Program, after: &Program) {
        let mut known: FxHashMap<String, (RelationId, usize)> = FxHashMap::default();
        for rule in &before.rules {
            let entry = known.entry(format!("{rule:?}"));
            entry.or_insert((rule.head.relation, 0)).1 += 1;
        }
        for (number, rule) in after.rules.iter().enumerate() {
            match known.get_mut(&format!("{rule:?}")) {
                Some((_, left)) if *left > 0 => *left -= 1,
                _ => {
                    self.more.insert(rule.head.relation);
                    self.rules.insert(number);
                }
            }
        }
        let gone = known.into_values().filter(|(_, left)| *left > 0);
        self.less.extend(gone.map(|(relation, _)| relation));
    }

    fn compare_subsumptions(&mut self, before: &Program, after: &Program) {
        let of = |program: &Program, relation: RelationId| -> Vec<String> {
            let subsumptions = program.subsumptions.iter();
            let subsumptions = subsumptions.filter(|one| one.relation == relation);
            // The head is of no relation of the program.
            let parts = subsumptions.map(|one| (&one.rule.head.args, &one.rule.body));
            parts.map(|parts| format!("{parts:?}")).collect()
        };
        let all = before.subsumptions.iter().chain(&after.subsumptions);
        for subsumption in all {
            let relation = subsumption.relation;
            if of(before, relation) != of(after, relation) {
                self.less.insert(relation);
            }
        }
    }

    /// How a stratum follows what changed in it and below it; a length means nothing here.
    fn followed(&self, program: &Program, stratum: &Stratum, standing: &[Standing]) -> Standing {
        let is_changed = |id: RelationId| standing[id.index()] != Standing::Same;
        let mut grows = false;
        let mut only_whole = false;
        for id in &stratum.relations {
            if self.less.contains(id) {
                return Standing::Other;
            }
            grows |= self.more.contains(id);
            let relation = program.relation(*id);
            only_whole |= relation.limit.is_some() || !relation.choices.is_empty();
            let subsumptions = program.subsumptions.iter();
            for subsumption in subsumptions.filter(|one| one.relation == *id) {
                only_whole = true;
                let mut read = subsumption.rule.body.iter().flat_map(Literal::relations);
                grows |= read.any(|(id, ..)| is_changed(id));
            }
        }
        let rules = stratum.rules.iter().map(|&rule| &program.rules[rule]);
        for (id, complete, _) in
            rules.flat_map(|rule: &Rule| rule.body.iter().flat_map(Literal::relations))
        {
            if !is_changed(id) {
                continue;
            }
            if complete || standing[id.index()] == Standing::Other {
                return Standing::Other;
            }
            grows = true;
        }
        match (grows, only_whole) {
            (false, _) => Standing::Same,
            (true, true) => Standing::Other,
            (true, false) => Standing::Grown(0),
        }
    }
}
