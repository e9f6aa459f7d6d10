//! Runs plans: each step takes a batch of bindings and hands batches on to the next.

use rustc_hash::FxHashMap;

use super::batch::{Batch, Room, push, value};
use super::folds::Folds;
use super::functors::Functors;
use super::index::{Delta, Entries, Indexes};
use super::limits::{Stopped, Watch};
use super::matches::Join;
use super::parallel::Derived;
use super::profile::Counts;
use super::sets::Mark;
use super::steps::{Access, Expr, Lookup, Plan, Sink, Step};
use super::uses::Use;
use crate::facts::{Column, Database, Rows, Values, Word};
use crate::rules::RelationId;

/// The database that plans run on: one's own to add to, or one that several threads read.
pub(super) enum Store<'a> {
    Own(&'a mut Database),
    Shared(&'a Database),
}

impl Store<'_> {
    pub(super) fn get(&self) -> &Database {
        match self {
            Store::Own(database) => database,
            Store::Shared(database) => database,
        }
    }

    /// Plans with steps that add to the database run on a thread's own alone.
    pub(super) fn own(&mut self) -> &mut Database {
        match self {
            Store::Own(database) => database,
            Store::Shared(_) => unreachable!("plans that several threads run only look"),
        }
    }
}

/// What plans run on.
pub(super) struct Machine<'a> {
    pub(super) store: Store<'a>,
    pub(super) indexes: &'a Indexes,
    pub(super) functors: &'a mut Functors,
    pub(super) watch: &'a mut Watch,
    /// For each relation of the stratum, its delta.
    pub(super) deltas: &'a [Delta],
    pub(super) name_of: &'a dyn Fn(RelationId) -> String,
    pub(super) room: Room,
    /// For each `Distinct` step, by its place in the plan, the bindings that it has kept.
    pub(super) kept: FxHashMap<usize, Rows>,
    /// Sets to mark lists in; nothing is marked.
    pub(super) marks: Vec<Mark>,
    /// Where a plan that several threads run leaves the tuples it derives.
    pub(super) derived: Option<Derived>,
    /// What steps do, if somebody wants to know.
    pub(super) counts: Option<Counts>,
}

/// Why a plan does not go on.
pub(super) enum Halt {
    Stopped(Stopped),
    /// There is no more room for what a thread derives by itself.
    Full,
}

impl From<Stopped> for Halt {
    fn from(stopped: Stopped) -> Halt {
        Halt::Stopped(stopped)
    }
}

impl Drop for Machine<'_> {
    fn drop(&mut self) {
        std::mem::take(&mut self.room).keep();
    }
}

impl Machine<'_> {
    /// Runs a plan whose sink is a relation.
    pub(super) fn run(&mut self, plan: &Plan) -> Result<(), Halt> {
        self.kept.clear();
        self.step(plan, 0, &Batch::unit(), None)
    }

    pub(super) fn step(
        &mut self,
        plan: &Plan,
        at: usize,
        input: &Batch,
        folds: Option<&mut Folds>,
    ) -> Result<(), Halt> {
        let Some(counts) = &mut self.counts else {
            return self.run_step(plan, at, input, folds);
        };
        let begun = counts.begin(plan, at, input.len);
        let result = self.run_step(plan, at, input, folds);
        if let Some(counts) = &mut self.counts {
            counts.end(plan, at, begun);
        }
        result
    }

    fn run_step(
        &mut self,
        plan: &Plan,
        at: usize,
        input: &Batch,
        mut folds: Option<&mut Folds>,
    ) -> Result<(), Halt> {
        plan.reach(at);
        let Some(step) = plan.steps.get(at) else {
            return self.finish(&plan.sink, input, folds);
        };
        let mut output = self.room.batches.pop().unwrap_or_default();
        match step {
            Step::Join {
                lookup,
                carry,
                bring,
            } => {
                let mut found = self.room.found.pop().unwrap_or_default();
                self.look_up(lookup, input, &mut found);
                let mut cursor = self.room.cursors.pop().unwrap_or_default();
                let join = Join {
                    lookup,
                    carry,
                    bring,
                    input,
                    found: &found,
                };
                while self.join(&join, &mut cursor, &mut output) {
                    // What follows may let nothing through to where rows are added.
                    self.stop_in(plan)?;
                    self.step(plan, at + 1, &output, folds.as_deref_mut())?;
                }
                cursor.begin_again();
                self.room.cursors.push(cursor);
                self.room.found.push(found);
                self.room.batches.push(output);
                return Ok(());
            }
            Step::Intersect { ways, carry } => {
                self.intersect(plan, at, (ways, carry), input, &mut output, folds)?;
                self.room.batches.push(output);
                return Ok(());
            }
            Step::Range { ty, from, to, step } => {
                let bounds = (from, to, step.as_ref());
                self.range_step(plan, at, *ty, bounds, input, &mut output, folds)?;
                self.room.batches.push(output);
                return Ok(());
            }
            Step::Distinct { gain } => {
                if !gain.pays() || !self.distinct(at, gain, input, &mut output) {
                    return self.pass(plan, at, input, output, folds);
                }
            }
            Step::Bind(value) => self.bind(value, input, &mut output),
            Step::Pack { branch, fields } => self.pack(*branch, fields, input, &mut output),
            Step::Unpack { .. } => self.unpack(step, input, &mut output),
            Step::Aggregate {
                kind,
                ty,
                outer,
                plan,
            } => self.aggregate(*kind, *ty, outer, plan, input, &mut output)?,
            filter => {
                if !self.filter(filter, input, &mut output) {
                    return self.pass(plan, at, input, output, folds);
                }
            }
        }
        if output.len > 0 {
            self.step(plan, at + 1, &output, folds)?;
        }
        self.room.batches.push(output);
        Ok(())
    }

    /// Goes on with the bindings as they came.
    fn pass(
        &mut self,
        plan: &Plan,
        at: usize,
        input: &Batch,
        unused: Batch,
        folds: Option<&mut Folds>,
    ) -> Result<(), Halt> {
        self.room.batches.push(unused);
        self.step(plan, at + 1, input, folds)
    }

    /// The rows that an atom sees.
    pub(super) fn rows_seen(&self, lookup: &Lookup) -> Entries {
        let rows = self.store.get().rows(lookup.relation).len();
        lookup
            .seen
            .range(rows, || self.deltas[lookup.relation.index()])
    }

    /// For each binding, the rows or the entries of an index to go through.
    pub(super) fn look_up(&mut self, lookup: &Lookup, input: &Batch, found: &mut Vec<Entries>) {
        match &lookup.access {
            Access::Scan | Access::Groups(_) => {
                found.clear();
                found.resize(input.len, self.rows_seen(lookup));
            }
            Access::Index(index, key) => {
                let index = &self.indexes.all[*index].1;
                let key = input.select(key);
                index.look_up(&key, input.len, lookup.seen, &mut self.room.hashes, found);
                if !lookup.known.is_empty() && found.iter().any(|(from, to)| from < to) {
                    self.watch.count_use(Use::Keys);
                }
            }
            Access::Tuple(_) => unreachable!("a tuple that is known brings nothing"),
        }
    }

    /// The words of rows, or of entries of an index, from one on, and how many words each has.
    pub(super) fn entries_from(&self, lookup: &Lookup, from: u32) -> (&[Word], usize) {
        match &lookup.access {
            Access::Index(index, _) => {
                let index = &self.indexes.all[*index].1;
                (index.entries_from(from), index.width())
            }
            Access::Scan | Access::Groups(_) | Access::Tuple(_) => {
                let rows = self.store.get().rows(lookup.relation);
                (rows.words(from as usize, rows.len()), rows.arity())
            }
        }
    }

    /// Copies the bindings for which a value is defined, with that value as a new column.
    fn bind(&mut self, expr: &Expr, input: &Batch, output: &mut Batch) {
        output.reset(input.columns.len() + 1);
        for binding in 0..input.len {
            let values = &mut self.store.own().values;
            let Some(value) = evaluate(expr, input, binding, values, self.functors) else {
                continue;
            };
            push(output, input, binding, value);
        }
    }

    /// Hands complete bindings to where they go.
    fn finish(
        &mut self,
        sink: &Sink,
        input: &Batch,
        folds: Option<&mut Folds>,
    ) -> Result<(), Halt> {
        match (sink, folds) {
            (
                Sink::Insert {
                    relation,
                    args,
                    all_new,
                },
                _,
            ) => {
                let columns = input.select(args);
                if let Some(derived) = &mut self.derived {
                    let rows = Some(self.store.get().rows(*relation)).filter(|_| !all_new);
                    let full = !derived.take(rows, &columns, input.len);
                    self.stop_here()?;
                    return if full { Err(Halt::Full) } else { Ok(()) };
                }
                self.add(*relation, *all_new, &columns, input.len)
            }
            (Sink::Rest, _) => Ok(()),
            (Sink::Fold { group, value }, Some(folds)) => {
                self.fold(*group, value.as_ref(), input, folds);
                Ok(())
            }
            (Sink::Fold { .. }, None) => unreachable!("an aggregate's plan runs with its groups"),
        }
    }

    /// Adds a batch of tuples to a relation; they may be known to be new.
    pub(super) fn add(
        &mut self,
        relation: RelationId,
        all_new: bool,
        columns: &[Column<'_>],
        len: usize,
    ) -> Result<(), Halt> {
        let rows = self.store.own().rows_mut(relation);
        let added = match all_new {
            true => {
                rows.append_batch(columns, len);
                len
            }
            false => rows.insert_batch(columns, len),
        };
        let rows = rows.len();
        self.watch.add(len, added);
        self.check(relation, rows)
    }

    /// Stops a plan on its way to where rows are added, if there is a reason to.
    fn stop_in(&mut self, plan: &Plan) -> Result<(), Halt> {
        match plan.sink {
            Sink::Insert { relation, .. } => {
                let rows = self.store.get().rows(relation).len();
                self.check(relation, rows)
            }
            Sink::Fold { .. } | Sink::Rest => self.stop_here(),
        }
    }

    /// Stops a step that goes on for long without adding rows, if there is a reason to.
    pub(super) fn stop_here(&mut self) -> Result<(), Halt> {
        self.check(RelationId(u32::MAX), 0)
    }

    fn check(&mut self, relation: RelationId, rows: usize) -> Result<(), Halt> {
        let (database, indexes) = (self.store.get(), self.indexes);
        match self.watch.check(|| database.memory() + indexes.memory()) {
            None => Ok(()),
            Some(reason) => Err(Halt::Stopped(Stopped {
                reason,
                relation: (self.name_of)(relation),
                rows,
            })),
        }
    }
}

/// The value of a term; `None` where it is undefined.
pub(super) fn evaluate(
    expr: &Expr,
    input: &Batch,
    binding: usize,
    values: &mut Values,
    functors: &mut Functors,
) -> Option<Word> {
    match expr {
        Expr::Source(source) => Some(value(*source, input, binding)),
        Expr::Call(functor, args) => {
            let mut words = [0; 3];
            debug_assert!(args.len() <= words.len());
            for (word, arg) in words.iter_mut().zip(args) {
                *word = evaluate(arg, input, binding, values, functors)?;
            }
            functors.apply(*functor, &words[..args.len()], values)
        }
    }
}
