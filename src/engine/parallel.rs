//! One plan on one thread or several.
//!
//! Several threads share a plan that begins with a scan of many rows and only looks at the database. They
//! take blocks of those rows in turn and derive tuples on their own, without those that the relation has
//! already; then one thread adds what is left, block by block. So rows come in the same order however many
//! threads there are.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rustc_hash::FxHashMap;

use super::batch::{BATCH, Batch, Room};
use super::functors::Functors;
use super::index::{Delta, Entries, Indexes};
use super::join::{Halt, Machine, Store};
use super::limits::{Stopped, Watch};
use super::matches::{Cursor, Join};
use super::profile::Counts;
use super::steps::{Access, Expr, Plan, Sink, Step};
use super::tuning::Tuning;
use super::uses::Use;
use crate::facts::{Column, Database, Rows, Word};
use crate::rules::RelationId;

/// A plan with what it needs besides a database.
pub(super) struct Job<'a> {
    pub(super) plan: &'a Plan,
    pub(super) deltas: &'a [Delta],
    pub(super) indexes: &'a Indexes,
    pub(super) name_of: &'a (dyn Fn(RelationId) -> String + Sync),
}

/// How many tuples a thread derives before they are added.
const MOST: usize = 1 << 20;

/// What a thread derived from a block; none where it was more than a thread may keep.
type Block = (usize, Option<Derived>);

/// Tuples that a thread has derived, by columns, without those that their relation had before.
pub(super) struct Derived {
    pub(super) columns: Vec<Vec<Word>>,
    pub(super) len: usize,
    /// How many were looked for among those that their relation had before.
    asked: usize,
    /// How many there may be.
    pub(super) most: usize,
}

impl Derived {
    /// Takes in the tuples that are not among `known_rows`; says whether there was room for them.
    pub(super) fn take(
        &mut self,
        known_rows: Option<&Rows>,
        columns: &[Column<'_>],
        len: usize,
    ) -> bool {
        let mut known = Vec::with_capacity(len);
        match known_rows {
            None => known.resize(len, false),
            Some(rows) => {
                rows.contain_batch(columns, len, |is_known| known.push(is_known));
                self.asked += len;
            }
        }
        for (into, column) in self.columns.iter_mut().zip(columns) {
            let new = (0..len).filter(|&row| !known[row]);
            into.extend(new.map(|row| column.at(row)));
        }
        self.len += known.iter().filter(|known| !**known).count();
        self.len <= self.most
    }
}

impl<'a> Job<'a> {
    fn machine<'m>(
        &'m self,
        store: Store<'m>,
        functors: &'m mut Functors,
        watch: &'m mut Watch,
    ) -> Machine<'m> {
        Machine {
            store,
            indexes: self.indexes,
            functors,
            watch,
            deltas: self.deltas,
            name_of: self.name_of,
            room: Room::take(),
            kept: FxHashMap::default(),
            marks: Vec::new(),
            derived: None,
            counts: None,
        }
    }

    /// Runs the plan on this thread.
    pub(super) fn run(
        &self,
        database: &mut Database,
        functors: &mut Functors,
        watch: &mut Watch,
    ) -> Result<(), Stopped> {
        let mut machine = self.machine(Store::Own(database), functors, watch);
        stopped(machine.run(self.plan))
    }

    /// Runs the plan on this thread and counts what its steps do.
    pub(super) fn run_counted(
        &self,
        database: &mut Database,
        functors: &mut Functors,
        watch: &mut Watch,
    ) -> (Result<(), Stopped>, Counts) {
        let mut machine = self.machine(Store::Own(database), functors, watch);
        machine.counts = Some(Counts::default());
        let result = stopped(machine.run(self.plan));
        (result, machine.counts.take().unwrap_or_default())
    }

    /// The rows to share out, if several threads can run the plan and there is enough for them to do.
    pub(super) fn parallel_scan(&self, database: &Database, tuning: &Tuning) -> Option<Entries> {
        let Some(Step::Join { lookup, .. }) = self.plan.steps.first() else {
            return None;
        };
        let Sink::Insert { relation, .. } = &self.plan.sink else {
            return None;
        };
        let is_scan =
            matches!(lookup.access, Access::Scan | Access::Groups(_)) && lookup.fits_all();
        if !is_scan || database.rows(*relation).has_choices() || !self.plan.steps.iter().all(looks)
        {
            return None;
        }
        let work: usize = self.plan.steps[1..].iter().map(work).sum();
        // Where nearly all that is derived is new, asking for it is spared and adding it is most of the work.
        if work < tuning.shared_work || !self.plan.shared.pays() {
            return None;
        }
        let rows = database.rows(lookup.relation).len();
        let scan = lookup
            .seen
            .range(rows, || self.deltas[lookup.relation.index()]);
        let enough = (scan.1 - scan.0) as usize >= tuning.shared_from;
        (enough && tuning.threads.get() > 1).then_some(scan)
    }

    /// Runs the plan on several threads.
    pub(super) fn run_in_parallel(
        &self,
        scan: Entries,
        database: &mut Database,
        functors: &mut Functors,
        watch: &mut Watch,
    ) -> Result<(), Stopped> {
        let rows = watch.tuning().rows_of_block();
        let blocks = ((scan.1 - scan.0) as usize).div_ceil(rows);
        let next = AtomicUsize::new(0);
        while next.load(Ordering::Relaxed) < blocks {
            let derived: Mutex<Vec<Block>> = Mutex::new(Vec::new());
            let work = |watch: Watch| self.derive(scan, blocks, &next, database, watch, &derived);
            thread::scope(|scope| {
                let others: Vec<_> = (1..watch.tuning().threads.get())
                    .map(|_| {
                        let watch = watch.fork();
                        scope.spawn(|| work(watch))
                    })
                    .collect();
                let own = work(watch.fork());
                let others = others.into_iter().map(|other| match other.join() {
                    Ok(result) => result,
                    Err(panic) => std::panic::resume_unwind(panic),
                });
                others.fold(own, Result::and)
            })?;
            let mut derived = derived.into_inner().unwrap_or_else(|e| e.into_inner());
            derived.sort_unstable_by_key(|(block, _)| *block);
            let is_some = |block: &&Block| block.1.as_ref().is_none_or(|derived| derived.len > 0);
            if derived.iter().filter(is_some).count() > 1 {
                watch.count_use(Use::Shared);
            }
            for (block, derived) in derived {
                self.add(scan, block, derived, database, functors, watch)?;
            }
        }
        Ok(())
    }

    /// Derives from one block after the other until there are none, or enough was derived.
    fn derive(
        &self,
        scan: Entries,
        blocks: usize,
        next: &AtomicUsize,
        database: &Database,
        mut watch: Watch,
        into: &Mutex<Vec<Block>>,
    ) -> Result<(), Stopped> {
        let mut functors = Functors::default();
        let mut machine = self.machine(Store::Shared(database), &mut functors, &mut watch);
        let mut total = 0;
        while total < MOST {
            let block = next.fetch_add(1, Ordering::Relaxed);
            if block >= blocks {
                break;
            }
            let Sink::Insert { args, .. } = &self.plan.sink else {
                unreachable!("only plans for relations are shared")
            };
            machine.derived = Some(Derived {
                columns: vec![Vec::new(); args.len()],
                len: 0,
                asked: 0,
                most: MOST,
            });
            let result = self.run_block(&mut machine, scan, block);
            let derived = machine.derived.take();
            let derived = match result {
                Ok(()) => derived,
                Err(Halt::Full) => None,
                Err(Halt::Stopped(stopped)) => return Err(stopped),
            };
            if let Some(derived) = derived.as_ref().filter(|derived| derived.asked > 0) {
                self.plan.shared.add(derived.asked, derived.len);
            }
            total += derived.as_ref().map_or(MOST, |derived| derived.len);
            let mut into = into.lock().unwrap_or_else(|e| e.into_inner());
            into.push((block, derived));
        }
        Ok(())
    }

    /// Runs the plan from the rows of one block.
    fn run_block(
        &self,
        machine: &mut Machine<'_>,
        scan: Entries,
        block: usize,
    ) -> Result<(), Halt> {
        let Some(Step::Join {
            lookup,
            carry,
            bring,
        }) = self.plan.steps.first()
        else {
            unreachable!("plans that are shared begin with a scan")
        };
        let rows = machine.watch.tuning().rows_of_block();
        let from = scan.0 + (block * rows) as u32;
        let part = (from, scan.1.min(from + rows as u32));
        let join = Join {
            lookup,
            carry,
            bring,
            input: &Batch::unit(),
            found: &[part],
        };
        let (mut cursor, mut output) = (Cursor::default(), Batch::default());
        while machine.join(&join, &mut cursor, &mut output) {
            machine.step(self.plan, 1, &output, None)?;
        }
        Ok(())
    }

    /// Adds what was derived from a block to its relation.
    fn add(
        &self,
        scan: Entries,
        block: usize,
        derived: Option<Derived>,
        database: &mut Database,
        functors: &mut Functors,
        watch: &mut Watch,
    ) -> Result<(), Stopped> {
        let mut machine = self.machine(Store::Own(database), functors, watch);
        let Some(derived) = derived else {
            return stopped(self.run_block(&mut machine, scan, block));
        };
        let Sink::Insert {
            relation, all_new, ..
        } = &self.plan.sink
        else {
            unreachable!("only plans for relations are shared")
        };
        for start in (0..derived.len).step_by(BATCH) {
            let end = derived.len.min(start + BATCH);
            let columns: Vec<Column<'_>> = derived
                .columns
                .iter()
                .map(|column| Column::Each(&column[start..end]))
                .collect();
            stopped(machine.add(*relation, *all_new, &columns, end - start))?;
        }
        Ok(())
    }
}

/// How often a step looks things up for a binding, about.
fn work(step: &Step) -> usize {
    match step {
        Step::Join { .. } | Step::Exists { .. } => 1,
        // Where bindings share a list, others are asked as sets, which is little work.
        Step::Intersect { ways, .. } if ways.iter().any(|way| way.is_shared) => 0,
        Step::Intersect { ways, .. } => ways.len(),
        _ => 0,
    }
}

/// Whether a step only looks at the database.
fn looks(step: &Step) -> bool {
    match step {
        Step::Join { .. }
        | Step::Intersect { .. }
        | Step::Distinct { .. }
        | Step::Exists { .. } => true,
        Step::Compare(_, _, left, right) => {
            matches!((left, right), (Expr::Source(_), Expr::Source(_)))
        }
        _ => false,
    }
}

fn stopped(result: Result<(), Halt>) -> Result<(), Stopped> {
    match result {
        Ok(()) => Ok(()),
        Err(Halt::Stopped(stopped)) => Err(stopped),
        Err(Halt::Full) => unreachable!("only a thread that shares a plan has a limit of its own"),
    }
}
