//! Strata to their fixpoints, semi-naive: what a rule derives from the newest tuples only.

use std::time::Instant;

use super::dictionary::Dictionary;
use super::earlier::RuleKey;
use super::functors::{Functors, Notes};
use super::index::{Delta, Indexes};
use super::intermediates::{Intermediate, may_be_split, split};
use super::limits::{Limits, Stopped, Watch};
use super::parallel::Job;
use super::plan::Planner;
use super::profile::{Begun, RuleProfile};
use super::steps::Plan;
use super::uses::Use;
use crate::facts::{Database, Rows};
use crate::rules::{Atom, Literal, Program, RelationId, Rule, Stratum};

/// Derives everything that a program's rules say of a database. Returns what was undefined on the way.
///
/// On an error the database is incomplete and of no use.
pub fn evaluate(
    program: &Program,
    database: &mut Database,
    limits: &Limits,
) -> Result<Notes, Stopped> {
    evaluate_encoded(program, |_| true, database, limits)
}

/// Derives what those strata say that are wanted, over values numbered densely.
pub(super) fn evaluate_encoded(
    program: &Program,
    wanted: impl Fn(&Stratum) -> bool,
    database: &mut Database,
    limits: &Limits,
) -> Result<Notes, Stopped> {
    let mut functors = Functors::default();
    let mut watch = Watch::new(limits);
    let encoded = match limits.tuning.encode {
        true => Dictionary::encode(program, database, limits.tuning.sparse),
        false => None,
    };
    let program = encoded.as_ref().map_or(program, |(program, _)| program);
    let strata = program.strata.iter().filter(|stratum| wanted(stratum));
    let done = evaluate_strata(program, strata, database, &mut functors, &mut watch);
    if let Some((_, dictionary)) = encoded {
        dictionary.decode(database);
    }
    done.map(|()| functors.notes)
}

/// Derives what some strata say, in their order, over a database that has all that they depend on.
pub(crate) fn evaluate_strata<'p>(
    program: &'p Program,
    strata: impl Iterator<Item = &'p Stratum>,
    database: &mut Database,
    functors: &mut Functors,
    watch: &mut Watch,
) -> Result<(), Stopped> {
    let mut indexes = Indexes::default();
    evaluate_with(program, strata, database, &mut indexes, functors, watch)
}

/// The same with indexes that an evaluation before has left, right for what the database has.
pub(super) fn evaluate_with<'p>(
    program: &'p Program,
    strata: impl Iterator<Item = &'p Stratum>,
    database: &mut Database,
    indexes: &mut Indexes,
    functors: &mut Functors,
    watch: &mut Watch,
) -> Result<(), Stopped> {
    database.set_dense_from(watch.tuning().dense_from);
    for stratum in strata {
        let gives_way = program
            .subsumptions
            .iter()
            .any(|subsumption| stratum.relations.contains(&subsumption.relation));
        if stratum.rules.is_empty() && !gives_way {
            continue;
        }
        let mut run = Run::new(program, database, indexes, functors, watch);
        let begun = match run.watch.profiler() {
            Some(_) => Some(Begun::new(&stratum.relations, run.database)),
            None => None,
        };
        run.stratum(stratum)?;
        if let (Some(begun), Some(profiler)) = (begun, run.watch.profiler()) {
            profiler.add_stratum(begun.end(program, stratum, run.database));
        }
    }
    Ok(())
}

/// A recursive rule with one of its recursive atoms seeing the delta.
pub(super) struct Variant<'p> {
    pub(super) rule: &'p Rule,
    /// The number of that atom among the recursive ones.
    pub(super) version: usize,
    /// Its place in the body.
    pub(super) delta: usize,
    pub(super) key: Option<RuleKey>,
    pub(super) plan: Option<Plan>,
}

pub(super) struct Run<'a> {
    pub(super) program: &'a Program,
    pub(super) database: &'a mut Database,
    pub(super) indexes: &'a mut Indexes,
    pub(super) functors: &'a mut Functors,
    pub(super) watch: &'a mut Watch,
    /// Relations behind those of the program, for parts of rules.
    pub(super) intermediates: Vec<Intermediate>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        program: &'a Program,
        database: &'a mut Database,
        indexes: &'a mut Indexes,
        functors: &'a mut Functors,
        watch: &'a mut Watch,
    ) -> Run<'a> {
        Run {
            program,
            database,
            indexes,
            functors,
            watch,
            intermediates: Vec::new(),
        }
    }
}

impl Run<'_> {
    pub(super) fn stratum(&mut self, stratum: &Stratum) -> Result<(), Stopped> {
        let program = self.program;
        let rules = stratum.rules.iter();
        let mut rules: Vec<&Rule> = rules.map(|&at| &program.rules[at]).collect();
        let mut relations = stratum.relations.clone();
        let inside = |relation: RelationId| stratum.relations.contains(&relation);
        let parts;
        if self.watch.tuning().split
            && rules.iter().any(|rule| may_be_split(rule, &inside))
            && !self.leaves_tuples_out(stratum)
        {
            let whole = rules.into_iter().cloned().collect();
            (parts, self.intermediates) = split(whole, &inside, self.database.relations());
            rules = parts.iter().collect();
            for intermediate in &self.intermediates {
                relations.push(self.database.add_relation(intermediate.arity));
            }
        }
        let result = self.fixpoint(stratum, &rules, &relations);
        for _ in self.intermediates.drain(..) {
            self.indexes
                .remove(relations.pop().expect("it was added above"));
            let part = self.database.remove_last_relation();
            if part.is_some_and(|rows| !rows.is_empty()) {
                self.watch.count_use(Use::Split);
            }
        }
        result
    }

    /// Whether a stratum leaves tuples out, by a choice, a limit or others that they give way to: which ones may
    /// depend on the order in which they come.
    fn leaves_tuples_out(&self, stratum: &Stratum) -> bool {
        stratum.relations.iter().any(|&id| {
            let relation = self.program.relation(id);
            let mut subsumptions = self.program.subsumptions.iter();
            !relation.choices.is_empty()
                || relation.limit.is_some()
                || subsumptions.any(|subsumption| subsumption.relation == id)
        })
    }

    /// Derives the relations of a stratum and those of parts of its rules.
    fn fixpoint(
        &mut self,
        stratum: &Stratum,
        rules: &[&Rule],
        relations: &[RelationId],
    ) -> Result<(), Stopped> {
        let inside = |relation: RelationId| relations.contains(&relation);
        let mut variants: Vec<Variant> = Vec::new();
        let first = stratum.rules.first().copied();
        for (number, rule) in rules.iter().enumerate() {
            let key = |delta| {
                first.map(|stratum| RuleKey {
                    stratum,
                    number,
                    delta,
                })
            };
            if self.finds_nothing(rule, &inside) {
                continue;
            }
            let recursive: Vec<usize> = (0..rule.body.len())
                .filter(|&at| match &rule.body[at] {
                    Literal::Atom(atom) => inside(atom.relation),
                    _ => false,
                })
                .collect();
            if recursive.is_empty() {
                self.once(rule, key(None))?;
            }
            let numbered = recursive.into_iter().enumerate();
            variants.extend(numbered.map(|(version, delta)| Variant {
                rule,
                version,
                delta,
                key: key(Some(delta)),
                plan: None,
            }));
        }
        if variants.is_empty() && self.program.subsumptions.is_empty() {
            return Ok(());
        }
        let mut deltas = vec![Delta::default(); self.database.relations()];
        if variants.is_empty() {
            return stratum
                .relations
                .iter()
                .try_for_each(|relation| self.subsume(*relation, &mut deltas));
        }
        let result = self.rounds(&stratum.relations, relations, &mut variants, &mut deltas);
        for variant in &variants {
            if let (Some(key), Some(plan)) = (variant.key, &variant.plan) {
                self.indexes.earlier.learn(key, plan);
            }
        }
        result
    }

    /// Whether a rule has an atom of a complete relation that has no tuples.
    fn finds_nothing(&self, rule: &Rule, inside: &dyn Fn(RelationId) -> bool) -> bool {
        rule.body.iter().any(|literal| match literal {
            Literal::Atom(atom) => {
                !inside(atom.relation) && self.database.rows(atom.relation).is_empty()
            }
            _ => false,
        })
    }

    /// Repeats the variants of rules until relations, those of a stratum among them, do not grow any more; they
    /// begin with what came behind these deltas.
    pub(super) fn rounds(
        &mut self,
        of_stratum: &[RelationId],
        relations: &[RelationId],
        variants: &mut [Variant<'_>],
        deltas: &mut [Delta],
    ) -> Result<(), Stopped> {
        let inside = |relation: RelationId| relations.contains(&relation);
        loop {
            for relation in of_stratum {
                self.subsume(*relation, deltas)?;
            }
            if of_stratum.iter().any(|relation| self.is_full(*relation)) {
                return Ok(());
            }
            let mut grew = false;
            for relation in relations {
                let delta = &mut deltas[relation.index()];
                *delta = delta.next(self.database.rows(*relation));
                self.database.rows_mut(*relation).begin_round();
                grew |= !delta.is_empty();
                self.indexes.catch_up(*relation, self.database, *delta);
            }
            if !grew {
                return Ok(());
            }
            for variant in variants.iter_mut() {
                let rule = variant.rule;
                let Literal::Atom(atom) = &rule.body[variant.delta] else {
                    unreachable!("variants are of atoms")
                };
                if deltas[atom.relation.index()].is_empty() {
                    continue;
                }
                self.taken_down(rule, |run| {
                    let made = |run: &mut Self, whole: bool| {
                        let mut planner = Planner {
                            database: run.database,
                            indexes: run.indexes,
                            tuning: run.watch.tuning(),
                            in_stratum: &inside,
                            deltas,
                        };
                        let delta = Some(variant.delta);
                        planner.rule(rule, variant.version, delta, variant.key, whole)
                    };
                    // Rows of parts of rules go once all plans that need them have seen them.
                    let whole = !run.intermediates.is_empty();
                    let plan = variant.plan.get_or_insert_with(|| made(run, whole));
                    run.run_as_far(plan, deltas, |run| made(run, true))
                })?;
            }
            let intermediates = &relations[relations.len() - self.intermediates.len()..];
            self.drop_intermediates(intermediates, variants, deltas);
        }
    }

    /// Gives up the rows of intermediate relations which all plans have seen as a delta: indexes have them.
    fn drop_intermediates(
        &mut self,
        intermediates: &[RelationId],
        variants: &[Variant<'_>],
        deltas: &[Delta],
    ) {
        if variants.iter().any(|variant| variant.plan.is_none()) {
            return;
        }
        for relation in intermediates {
            let mut plans = variants.iter().filter_map(|variant| variant.plan.as_ref());
            if !plans.any(|plan| plan.scans_old_rows(*relation)) {
                let end = deltas[relation.index()].end;
                self.database.rows_mut(*relation).drop_first(end);
            }
        }
    }

    /// Whether a relation has as many tuples as its limit asks for.
    fn is_full(&self, relation: RelationId) -> bool {
        let limit = self.program.relation(relation).limit;
        limit.is_some_and(|limit| self.database.rows(relation).len() >= limit)
    }

    /// Runs a rule whose body is complete.
    pub(super) fn once(&mut self, rule: &Rule, key: Option<RuleKey>) -> Result<(), Stopped> {
        self.taken_down(rule, |run| {
            let mut plan = run.plan_of_complete(rule, key, false);
            run.run_as_far(&mut plan, &[], |run| run.plan_of_complete(rule, key, true))?;
            if let Some(key) = key {
                run.indexes.earlier.learn(key, &plan);
            }
            Ok(())
        })
    }

    /// Does something for a rule, and takes down how it went if somebody wants to know of rules.
    fn taken_down(
        &mut self,
        rule: &Rule,
        work: impl FnOnce(&mut Self) -> Result<(), Stopped>,
    ) -> Result<(), Stopped> {
        let profiler = self.watch.profiler().filter(|one| one.wants_rules());
        let Some(profiler) = profiler.cloned() else {
            return work(self);
        };
        let (begun, before) = (Instant::now(), self.watch.derived());
        let result = work(self);
        let after = self.watch.derived();
        // Parts of a rule go through relations of their own, which are nobody's concern.
        let is_part = rule.head.relation.index() >= self.program.relations.len();
        let gave = |count: usize| if is_part { 0 } else { count };
        profiler.add_rule(
            rule.span,
            RuleProfile {
                time: begun.elapsed(),
                runs: 1,
                derived: gave(after.0 - before.0),
                new: gave(after.1 - before.1),
            },
        );
        result
    }

    /// The plan of a rule whose body is complete, or its beginning if it need not be whole.
    pub(super) fn plan_of_complete(
        &mut self,
        rule: &Rule,
        key: Option<RuleKey>,
        whole: bool,
    ) -> Plan {
        let mut planner = Planner {
            database: self.database,
            indexes: self.indexes,
            tuning: self.watch.tuning(),
            in_stratum: &|_| false,
            deltas: &[],
        };
        planner.rule(rule, 0, None, key, whole)
    }

    /// Runs a rule that may read what it derives.
    pub(super) fn once_apart(&mut self, rule: &Rule) -> Result<(), Stopped> {
        let relation = rule.head.relation;
        let arity = self.program.relation(relation).arity();
        let apart = Rule {
            head: Atom {
                relation: self.database.add_relation(arity),
                ..rule.head.clone()
            },
            ..rule.clone()
        };
        let result = self.once(&apart, None);
        let found = self.database.remove_last_relation();
        self.indexes.remove(apart.head.relation);
        let rows = self.database.rows_mut(relation);
        for tuple in found.iter().flat_map(Rows::iter) {
            rows.insert(tuple);
        }
        result
    }

    /// Runs a plan, and the whole one in its place if it is only the beginning and bindings come to its end.
    fn run_as_far(
        &mut self,
        plan: &mut Plan,
        deltas: &[Delta],
        whole: impl FnOnce(&mut Self) -> Plan,
    ) -> Result<(), Stopped> {
        self.run(plan, deltas)?;
        if plan.must_go_on() {
            *plan = whole(self);
            self.run(plan, deltas)?;
        }
        Ok(())
    }

    pub(super) fn run(&mut self, plan: &Plan, deltas: &[Delta]) -> Result<(), Stopped> {
        let program = self.program;
        let name_of = |relation: RelationId| match program.relations.get(relation.index()) {
            Some(relation) => relation.name.clone(),
            None => match self
                .intermediates
                .get(relation.index() - program.relations.len())
            {
                Some(intermediate) => program.relation(intermediate.part_of).name.clone(),
                None => "the answer".to_owned(),
            },
        };
        let job = Job {
            plan,
            deltas,
            indexes: self.indexes,
            name_of: &name_of,
        };
        if let Some(scan) = job.parallel_scan(self.database, self.watch.tuning()) {
            return job.run_in_parallel(scan, self.database, self.functors, self.watch);
        }
        job.run(self.database, self.functors, self.watch)
    }
}
