//! The steps that let some bindings of a batch pass.

use std::cmp::Ordering::{Equal, Greater, Less};

use super::batch::Batch;
use super::functors::holds;
use super::join::{Machine, evaluate};
use super::steps::{Access, Expr, Gain, Lookup, Seen, Source, Step};
use super::uses::Use;
use crate::facts::{Column, Rows, Word};
use crate::rules::{Test, Type};
use crate::syntax::ast::Comparison;

impl Machine<'_> {
    /// Copies the bindings that pass a step which only looks, unless all do; says whether it did.
    pub(super) fn filter(&mut self, step: &Step, input: &Batch, output: &mut Batch) -> bool {
        let mut passing = std::mem::take(&mut self.room.passing);
        passing.clear();
        match step {
            Step::Exists { lookup, expected } => {
                self.exists(lookup, *expected, input, &mut passing)
            }
            Step::Compare(comparison, ty, Expr::Source(left), Expr::Source(right)) => {
                let values = &self.store.get().values;
                let [left, right] = [left, right].map(|source| input.column(*source));
                match by_words(*comparison, *ty) {
                    Some(expected) => passing
                        .extend((0..input.len).map(|at| (left.at(at) == right.at(at)) == expected)),
                    None => {
                        // What each ordering says is looked up, as no branch could foretell it.
                        let verdicts = [Less, Equal, Greater].map(|o| holds(*comparison, Some(o)));
                        let of_none = holds(*comparison, None);
                        values.orderings(left, right, input.len, *ty, |ordering| {
                            let verdict = |o| verdicts[(o as i8 + 1) as usize % verdicts.len()];
                            passing.push(ordering.map_or(of_none, verdict));
                        });
                    }
                }
            }
            Step::Compare(comparison, ty, left, right) => {
                let values = &mut self.store.own().values;
                for binding in 0..input.len {
                    let left = evaluate(left, input, binding, values, self.functors);
                    let right = evaluate(right, input, binding, values, self.functors);
                    let passes = match (left, right) {
                        (Some(left), Some(right)) => match by_words(*comparison, *ty) {
                            Some(expected) => (left == right) == expected,
                            None => holds(*comparison, values.ordering(left, right, *ty)),
                        },
                        _ => false,
                    };
                    passing.push(passes);
                }
            }
            Step::Test {
                test,
                left: Expr::Source(Source::Constant(left)),
                right: Expr::Source(right),
                expected,
            } => self.test_all(
                *test,
                *left,
                input.column(*right),
                input.len,
                *expected,
                &mut passing,
            ),
            Step::Test {
                test,
                left,
                right,
                expected,
            } => {
                let values = &mut self.store.own().values;
                for binding in 0..input.len {
                    let left = evaluate(left, input, binding, values, self.functors);
                    let right = evaluate(right, input, binding, values, self.functors);
                    let passes = match (left, right) {
                        (Some(left), Some(right)) => {
                            let (left, right) = (values.text(left), values.text(right));
                            self.functors.test(*test, left, right) == Some(*expected)
                        }
                        _ => false,
                    };
                    passing.push(passes);
                }
            }
            Step::Join { .. }
            | Step::Intersect { .. }
            | Step::Distinct { .. }
            | Step::Bind(_)
            | Step::Pack { .. }
            | Step::Unpack { .. }
            | Step::Range { .. }
            | Step::Aggregate { .. } => unreachable!("these steps do more than look"),
        }
        let kept = &mut self.room.positions;
        positions(&passing, kept);
        self.room.passing = passing;
        if kept.len() == input.len {
            return false;
        }
        output.reset(input.columns.len());
        for (to, from) in output.columns.iter_mut().zip(&input.columns) {
            to.extend(kept.iter().map(|&at| from[at as usize]));
        }
        output.len = kept.len();
        true
    }

    /// Says of each of some texts whether a test with the same text on its left is as expected.
    fn test_all(
        &mut self,
        test: Test,
        left: Word,
        right: Column<'_>,
        len: usize,
        expected: bool,
        passing: &mut Vec<bool>,
    ) {
        let values = &self.store.get().values;
        let texts = (0..len).map(|at| values.text(right.at(at)));
        let left = values.text(left);
        match self.functors.of_many(test, left) {
            Some(ready) => passing.extend(texts.map(|text| ready.test(text) == expected)),
            None => {
                let functors = &mut self.functors;
                passing.extend(texts.map(|text| functors.test(test, left, text) == Some(expected)));
            }
        }
    }

    /// Copies the bindings that were not kept before, unless the first ones show that this does not pay.
    pub(super) fn distinct(
        &mut self,
        at: usize,
        gain: &Gain,
        input: &Batch,
        output: &mut Batch,
    ) -> bool {
        /// Beyond this many the step begins anew: what it saves is not worth more memory.
        const MOST: usize = 1 << 22;
        let arity = input.columns.len();
        let kept = self.kept.entry(at).or_insert_with(|| Rows::new(arity));
        if kept.len() > MOST {
            *kept = Rows::new(arity);
        }
        let before = kept.len();
        let mut done = 0;
        while done < input.len {
            if !gain.pays() {
                return false;
            }
            let end = match gain.on_trial() {
                0 => input.len,
                more => input.len.min(done + more),
            };
            let part = input.columns.iter().map(|c| Column::Each(&c[done..end]));
            let columns: Vec<Column<'_>> = part.collect();
            gain.add(end - done, kept.insert_batch(&columns, end - done));
            done = end;
        }
        let after = kept.len();
        if after - before < input.len {
            self.watch.count_use(Use::Distinct);
        }
        output.reset(arity);
        for tuple in kept.words(before, after).chunks_exact(arity) {
            for (column, &word) in output.columns.iter_mut().zip(tuple) {
                column.push(word);
            }
        }
        output.len = after - before;
        true
    }

    /// Says of each binding whether there is a tuple for it, or, where none is expected, whether not.
    pub(super) fn exists(
        &mut self,
        lookup: &Lookup,
        expected: bool,
        input: &Batch,
        passing: &mut Vec<bool>,
    ) {
        if let Access::Tuple(key) = &lookup.access {
            return self.has_tuples(lookup, key, expected, input, passing);
        }
        let mut found = self.room.found.pop().unwrap_or_default();
        self.look_up(lookup, input, &mut found);
        for (binding, &(from, to)) in found.iter().enumerate() {
            let count = (to - from) as usize;
            let exists = match lookup.fits_all() {
                true => count > 0,
                false => {
                    let (entries, width) = self.entries_from(lookup, from);
                    let mut entries = entries.chunks_exact(width).take(count);
                    entries.any(|entry| lookup.fits(entry, input, binding))
                }
            };
            passing.push(exists == expected);
        }
        self.room.found.push(found);
    }

    /// The same where the whole tuple is known.
    fn has_tuples(
        &self,
        lookup: &Lookup,
        key: &[Source],
        expected: bool,
        input: &Batch,
        passing: &mut Vec<bool>,
    ) {
        let rows = self.store.get().rows(lookup.relation);
        let columns = input.select(key);
        if lookup.seen == Seen::All {
            let tell = |exists| passing.push(exists == expected);
            return rows.contain_batch(&columns, input.len, tell);
        }
        let (from, to) = self.rows_seen(lookup);
        let mut tuple = Vec::with_capacity(key.len());
        for binding in 0..input.len {
            tuple.clear();
            tuple.extend(columns.iter().map(|column| column.at(binding)));
            let row = rows.find(&tuple).map(|row| row as u32);
            passing.push(row.is_some_and(|row| from <= row && row < to) == expected);
        }
    }
}

/// Whether words must be alike, or must not, for a comparison to hold; none if more than that decides.
fn by_words(comparison: Comparison, ty: Type) -> Option<bool> {
    match comparison {
        // Equal values are equal words, but a float that is no number is not equal to itself.
        _ if ty == Type::Float => None,
        Comparison::Equal => Some(true),
        Comparison::Unequal => Some(false),
        _ => None,
    }
}

/// Puts the positions of those that pass into `positions`. No branch asks for each, as often nothing foretells which of
/// them pass.
fn positions(passing: &[bool], positions: &mut Vec<u32>) {
    positions.clear();
    positions.resize(passing.len(), 0);
    let mut count = 0;
    for (&passes, at) in passing.iter().zip(0..) {
        positions[count] = at;
        count += usize::from(passes);
    }
    positions.truncate(count);
}
