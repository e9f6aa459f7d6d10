//! Runs plans: each step takes a batch of bindings and hands batches on to the next.

use super::folds::Folds;
use super::functors::{Functors, holds};
use super::index::Indexes;
use super::limits::{Stopped, Watch};
use super::steps::{Access, Expr, Plan, Seen, Sink, Source, Step};
use crate::facts::{Database, Rows, Values, Word};
use crate::rules::RelationId;

/// How many bindings move at once.
pub(super) const BATCH: usize = 1024;

/// Bindings, column by column.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) len: usize,
    pub(super) columns: Vec<Vec<Word>>,
}

impl Batch {
    /// One binding of nothing.
    pub(super) fn unit() -> Batch {
        Batch {
            len: 1,
            columns: Vec::new(),
        }
    }

    /// Makes the batch empty, with room for this many columns.
    pub(super) fn reset(&mut self, columns: usize) {
        self.len = 0;
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize_with(columns, Vec::new);
    }
}

/// What plans run on.
pub(super) struct Machine<'a> {
    pub(super) database: &'a mut Database,
    pub(super) indexes: &'a mut Indexes,
    pub(super) functors: &'a mut Functors,
    pub(super) watch: &'a mut Watch,
    /// For each relation of the stratum, where its delta begins and ends.
    pub(super) deltas: &'a [(usize, usize)],
    pub(super) name_of: &'a dyn Fn(RelationId) -> String,
    pub(super) pool: Vec<Batch>,
}

/// Where a join broke off because its batch was full.
#[derive(Default)]
struct Cursor {
    binding: usize,
    /// The row to go on with; none if the binding has not been looked up yet.
    row: Option<u32>,
}

/// Which tuples of a relation a step looks for.
struct Lookup<'a> {
    relation: RelationId,
    /// The rows it sees, from the first up to the second.
    range: (u32, u32),
    access: &'a Access,
    /// Pairs of columns that must be equal.
    equal: &'a [(usize, usize)],
}

impl Machine<'_> {
    /// Runs a plan whose sink is a relation.
    pub(super) fn run(&mut self, plan: &Plan) -> Result<(), Stopped> {
        self.step(plan, 0, &Batch::unit(), None)
    }

    pub(super) fn step(
        &mut self,
        plan: &Plan,
        at: usize,
        input: &Batch,
        mut folds: Option<&mut Folds>,
    ) -> Result<(), Stopped> {
        let Some(step) = plan.steps.get(at) else {
            return self.finish(&plan.sink, input, folds);
        };
        let mut output = self.pool.pop().unwrap_or_default();
        if let Step::Join {
            relation,
            seen,
            access,
            equal,
            carry,
            bring,
        } = step
        {
            let rows = self.database.rows(*relation);
            let range = self.rows_seen(*relation, *seen, rows.len());
            let mut cursor = Cursor::default();
            loop {
                output.reset(carry.len() + bring.len());
                let lookup = Lookup {
                    relation: *relation,
                    range,
                    access,
                    equal,
                };
                let more = self.join(&lookup, (carry, bring), input, &mut cursor, &mut output);
                if output.len > 0 {
                    self.step(plan, at + 1, &output, folds.as_deref_mut())?;
                }
                if !more {
                    break;
                }
            }
        } else {
            match step {
                Step::Bind(value) => self.bind(value, input, &mut output),
                Step::Pack { branch, fields } => self.pack(*branch, fields, input, &mut output),
                Step::Unpack { .. } => self.unpack(step, input, &mut output),
                Step::Range { ty, from, to, step } => {
                    let bounds = (from, to, step.as_ref());
                    self.range_step(plan, at, *ty, bounds, input, &mut output, folds)?;
                    self.pool.push(output);
                    return Ok(());
                }
                Step::Aggregate {
                    kind,
                    ty,
                    outer,
                    plan,
                } => self.aggregate(*kind, *ty, outer, plan, input, &mut output)?,
                filter => self.filter(filter, input, &mut output),
            }
            if output.len > 0 {
                self.step(plan, at + 1, &output, folds)?;
            }
        }
        self.pool.push(output);
        Ok(())
    }

    /// The rows that an atom sees.
    fn rows_seen(&self, relation: RelationId, seen: Seen, len: usize) -> (u32, u32) {
        let delta = || self.deltas[relation.index()];
        let (from, to) = match seen {
            Seen::All => (0, len),
            Seen::Old => (0, delta().0),
            Seen::Delta => delta(),
            Seen::UpToDelta => (0, delta().1),
        };
        (from as u32, to as u32)
    }

    /// Fills `output` with what `input` joins to, from where `cursor` stands. Says whether there is more.
    fn join(
        &self,
        lookup: &Lookup,
        (carry, bring): (&[usize], &[usize]),
        input: &Batch,
        cursor: &mut Cursor,
        output: &mut Batch,
    ) -> bool {
        let Lookup {
            range,
            access,
            equal,
            ..
        } = *lookup;
        let rows = self.database.rows(lookup.relation);
        let mut key = Vec::new();
        while cursor.binding < input.len {
            let mut found = match cursor.row.take() {
                Some(row) => Some(row),
                None => self.first(rows, range, access, input, cursor.binding, &mut key),
            };
            while let Some(row) = found {
                if output.len == BATCH {
                    cursor.row = Some(row);
                    return true;
                }
                let tuple = rows.row(row as usize);
                if equal.iter().all(|&(a, b)| tuple[a] == tuple[b]) {
                    let (carried, brought) = output.columns.split_at_mut(carry.len());
                    for (column, &from) in carried.iter_mut().zip(carry) {
                        column.push(input.columns[from][cursor.binding]);
                    }
                    for (column, &from) in brought.iter_mut().zip(bring) {
                        column.push(tuple[from]);
                    }
                    output.len += 1;
                }
                found = self.next(range, access, row);
            }
            cursor.binding += 1;
        }
        false
    }

    /// The first row within `range` that fits a binding.
    #[inline]
    fn first(
        &self,
        rows: &Rows,
        (from, to): (u32, u32),
        access: &Access,
        input: &Batch,
        binding: usize,
        key: &mut Vec<Word>,
    ) -> Option<u32> {
        let mut fill = |sources: &[Source]| {
            key.clear();
            key.extend(sources.iter().map(|source| value(*source, input, binding)));
        };
        match access {
            Access::Scan => (from < to).then_some(from),
            Access::Tuple(sources) => {
                fill(sources);
                let row = rows.find(key)? as u32;
                (from <= row && row < to).then_some(row)
            }
            Access::Index(index, sources) => {
                fill(sources);
                let index = &self.indexes.all[*index].1;
                let mut row = index.first(rows, key)?;
                while row < from {
                    row = index.next(row)?;
                }
                (row < to).then_some(row)
            }
        }
    }

    /// The next row that fits the same binding.
    #[inline]
    fn next(&self, (_, to): (u32, u32), access: &Access, row: u32) -> Option<u32> {
        let next = match access {
            Access::Scan => row + 1,
            Access::Tuple(_) => return None,
            Access::Index(index, _) => self.indexes.all[*index].1.next(row)?,
        };
        (next < to).then_some(next)
    }

    /// Copies the bindings that pass a step which only looks.
    fn filter(&mut self, step: &Step, input: &Batch, output: &mut Batch) {
        output.reset(input.columns.len());
        let mut key = Vec::new();
        for binding in 0..input.len {
            if self.passes(step, input, binding, &mut key) {
                for (to, from) in output.columns.iter_mut().zip(&input.columns) {
                    to.push(from[binding]);
                }
                output.len += 1;
            }
        }
    }

    fn passes(&mut self, step: &Step, input: &Batch, binding: usize, key: &mut Vec<Word>) -> bool {
        match step {
            Step::Exists {
                relation,
                seen,
                access,
                equal,
                expected,
            } => {
                let rows = self.database.rows(*relation);
                let range = self.rows_seen(*relation, *seen, rows.len());
                let mut found = self.first(rows, range, access, input, binding, key);
                while let Some(row) = found {
                    let tuple = rows.row(row as usize);
                    if equal.iter().all(|&(a, b)| tuple[a] == tuple[b]) {
                        break;
                    }
                    found = self.next(range, access, row);
                }
                found.is_some() == *expected
            }
            Step::Compare(comparison, ty, left, right) => {
                let values = &mut self.database.values;
                let left = evaluate(left, input, binding, values, self.functors);
                let right = evaluate(right, input, binding, values, self.functors);
                match (left, right) {
                    (Some(left), Some(right)) => {
                        holds(*comparison, values.compare(left, right, *ty))
                    }
                    _ => false,
                }
            }
            Step::Test {
                test,
                left,
                right,
                expected,
            } => {
                let values = &mut self.database.values;
                let left = evaluate(left, input, binding, values, self.functors);
                let right = evaluate(right, input, binding, values, self.functors);
                match (left, right) {
                    (Some(left), Some(right)) => {
                        let (left, right) = (values.text(left), values.text(right));
                        self.functors.test(*test, left, right) == Some(*expected)
                    }
                    _ => false,
                }
            }
            Step::Join { .. }
            | Step::Bind(_)
            | Step::Pack { .. }
            | Step::Unpack { .. }
            | Step::Range { .. }
            | Step::Aggregate { .. } => unreachable!("these steps do more than look"),
        }
    }

    /// Copies the bindings for which a value is defined, with that value as a new column.
    fn bind(&mut self, expr: &Expr, input: &Batch, output: &mut Batch) {
        output.reset(input.columns.len() + 1);
        for binding in 0..input.len {
            let values = &mut self.database.values;
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
    ) -> Result<(), Stopped> {
        match (sink, folds) {
            (Sink::Insert { relation, args }, _) => {
                let rows = self.database.rows_mut(*relation);
                let before = rows.len();
                let mut tuple = Vec::with_capacity(args.len());
                for binding in 0..input.len {
                    tuple.clear();
                    tuple.extend(args.iter().map(|arg| value(*arg, input, binding)));
                    rows.insert(&tuple);
                }
                let len = rows.len();
                self.watch.add(len - before);
                self.check(*relation, len)
            }
            (Sink::Fold { group, value }, Some(folds)) => {
                self.fold(*group, value.as_ref(), input, folds);
                Ok(())
            }
            (Sink::Fold { .. }, None) => unreachable!("an aggregate's plan runs with its groups"),
        }
    }

    /// Stops a step that goes on for long without adding rows, if there is a reason to.
    pub(super) fn stop_here(&mut self) -> Result<(), Stopped> {
        self.check(RelationId(u32::MAX), 0)
    }

    fn check(&mut self, relation: RelationId, rows: usize) -> Result<(), Stopped> {
        let (database, indexes) = (&*self.database, &*self.indexes);
        match self.watch.check(|| database.memory() + indexes.memory()) {
            None => Ok(()),
            Some(reason) => Err(Stopped {
                reason,
                relation: (self.name_of)(relation),
                rows,
            }),
        }
    }
}

/// Copies one binding with a value behind it.
pub(super) fn push(output: &mut Batch, input: &Batch, binding: usize, value: Word) {
    let (last, carried) = output
        .columns
        .split_last_mut()
        .expect("there is a new column");
    for (to, from) in carried.iter_mut().zip(&input.columns) {
        to.push(from[binding]);
    }
    last.push(value);
    output.len += 1;
}

#[inline]
pub(super) fn value(source: Source, input: &Batch, binding: usize) -> Word {
    match source {
        Source::Column(column) => input.columns[column][binding],
        Source::Constant(word) => word,
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
