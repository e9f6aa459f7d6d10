//! Aggregates: what a plan finds for each group of bindings, folded into one value.

use super::batch::{Batch, push};
use super::join::{Halt, Machine, evaluate};
use super::steps::{Expr, Plan, Source};
use crate::facts::{Numbers, Word, hash_columns};
use crate::rules::Type;
use crate::syntax::ast::AggregateKind;

/// The aggregates of the groups of one step.
pub(super) struct Folds {
    kind: AggregateKind,
    ty: Type,
    /// For count and sum; of unsigned numbers, their bits.
    totals: Vec<i64>,
    /// For sums and means of numbers with fractions, and how many there were.
    reals: Vec<(f64, u64)>,
    /// For min and max.
    best: Vec<Option<Word>>,
}

impl Machine<'_> {
    /// Copies the bindings that have an aggregate, with that as a new column. Bindings that agree in
    /// `outer` are one group, computed once.
    pub(super) fn aggregate(
        &mut self,
        kind: AggregateKind,
        ty: Type,
        outer: &[usize],
        plan: &Plan,
        input: &Batch,
        output: &mut Batch,
    ) -> Result<(), Halt> {
        let mut groups = self.room.batches.pop().unwrap_or_default();
        groups.reset(outer.len() + 1);
        let group_of = group(input, outer, &mut groups);
        let mut folds = Folds {
            kind,
            ty,
            totals: vec![0; groups.len],
            reals: vec![(0.0, 0); groups.len],
            best: vec![None; groups.len],
        };
        self.step(plan, 0, &groups, Some(&mut folds))?;
        output.reset(input.columns.len() + 1);
        for (binding, &group) in group_of.iter().enumerate() {
            let group = group as usize;
            let values = &mut self.store.own().values;
            let value = match (kind, ty) {
                (AggregateKind::Sum, Type::Float) => Some(values.float(folds.reals[group].0)),
                (AggregateKind::Sum, Type::Unsigned) => {
                    Some(values.unsigned(folds.totals[group] as u64))
                }
                (AggregateKind::Count | AggregateKind::Sum, _) => {
                    Some(values.number(folds.totals[group]))
                }
                (AggregateKind::Mean, _) => {
                    let (total, count) = folds.reals[group];
                    (count > 0).then(|| values.float(total / count as f64))
                }
                (AggregateKind::Min | AggregateKind::Max, _) => folds.best[group],
            };
            if let Some(value) = value {
                push(output, input, binding, value);
            }
        }
        self.room.batches.push(groups);
        Ok(())
    }

    pub(super) fn fold(
        &mut self,
        group: usize,
        value: Option<&Expr>,
        input: &Batch,
        folds: &mut Folds,
    ) {
        for binding in 0..input.len {
            let group = input.columns[group][binding] as usize;
            let values = &mut self.store.own().values;
            let Some(expr) = value else {
                folds.totals[group] += 1;
                continue;
            };
            let Some(word) = evaluate(expr, input, binding, values, self.functors) else {
                continue;
            };
            match folds.kind {
                AggregateKind::Count => folds.totals[group] += 1,
                AggregateKind::Sum | AggregateKind::Mean => {
                    let (real, count) = &mut folds.reals[group];
                    *real += values.as_real(word, folds.ty);
                    *count += 1;
                    let total = &mut folds.totals[group];
                    *total = total.wrapping_add(values.as_bits(word, folds.ty));
                }
                AggregateKind::Min | AggregateKind::Max => {
                    let better = folds.best[group].is_none_or(|best| {
                        let ordering = values.compare(word, best, folds.ty);
                        match folds.kind {
                            AggregateKind::Min => ordering.is_lt(),
                            _ => ordering.is_gt(),
                        }
                    });
                    if better {
                        folds.best[group] = Some(word);
                    }
                }
            }
        }
    }
}

/// Numbers the different values of the columns `outer`; `groups` gets each once, with its number behind.
fn group(input: &Batch, outer: &[usize], groups: &mut Batch) -> Vec<u32> {
    let outer: Vec<Source> = outer.iter().map(|&column| Source::Column(column)).collect();
    let key = input.select(&outer);
    let mut hashes = Vec::new();
    hash_columns(&key, input.len, &mut hashes);
    let mut numbers = Numbers::default();
    let mut group_of = Vec::with_capacity(input.len);
    for (binding, hash) in hashes.into_iter().enumerate() {
        let columns = &groups.columns;
        let same = |group: u32| {
            let pairs = key.iter().zip(columns);
            pairs
                .into_iter()
                .all(|(word, column)| word.at(binding) == column[group as usize])
        };
        let new = groups.len as u32;
        let known = numbers.find_or_insert(hash, new, same);
        if known.is_none() {
            let (number, columns) = groups.columns.split_last_mut().expect("the group's number");
            for (column, word) in columns.iter_mut().zip(&key) {
                column.push(word.at(binding));
            }
            number.push(new);
            groups.len += 1;
        }
        group_of.push(known.unwrap_or(new));
    }
    group_of
}
