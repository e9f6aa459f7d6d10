//! The indexes of all relations.

use super::{Delta, Index};
use crate::engine::earlier::Earlier;
use crate::engine::statistics::Statistics;
use crate::facts::{Database, Rows};
use crate::rules::RelationId;

/// The indexes of a database, made as plans ask for them.
#[derive(Default)]
pub(in crate::engine) struct Indexes {
    pub(in crate::engine) all: Vec<(RelationId, Index)>,
    /// The numbers of the indexes of each relation.
    of: Vec<Vec<usize>>,
    pub(in crate::engine) statistics: Statistics,
    pub(in crate::engine) earlier: Earlier,
}

impl Indexes {
    /// The number of the index of a relation on these columns; it is brought up to date.
    pub(in crate::engine) fn get(
        &mut self,
        relation: RelationId,
        columns: Vec<usize>,
        database: &Database,
        delta: Delta,
    ) -> usize {
        let rows = database.rows(relation);
        let at = self.number(relation, &columns).unwrap_or_else(|| {
            self.enter(relation, self.all.len());
            self.all.push((relation, Index::new(columns, rows.arity())));
            self.all.len() - 1
        });
        let index = &mut self.all[at].1;
        index.in_use = true;
        index.catch_up(rows, delta);
        at
    }

    /// The number of the index of a relation on these columns, if there is one.
    fn number(&self, relation: RelationId, columns: &[usize]) -> Option<usize> {
        let mut numbers = self.of(relation);
        numbers.find(|&at| self.all[at].1.key == columns)
    }

    /// The first of some columns of a relation that no two of its tuples have in common, and the number of the index
    /// on it; only if there is that index.
    pub(in crate::engine) fn unique(
        &self,
        relation: RelationId,
        columns: &[usize],
        rows: &Rows,
    ) -> Option<(usize, usize)> {
        let all = columns.iter().enumerate();
        let mut unique = all.filter_map(|(at, &column)| {
            let number = self.number(relation, &[column])?;
            let index = &self.all[number].1;
            index.is_unique(rows.len()).then_some((at, number))
        });
        unique.next()
    }

    /// Notes that a relation has the index with this number.
    fn enter(&mut self, relation: RelationId, at: usize) {
        if self.of.len() <= relation.index() {
            self.of.resize_with(relation.index() + 1, Vec::new);
        }
        self.of[relation.index()].push(at);
    }

    /// The numbers of the indexes of a relation.
    fn of(&self, relation: RelationId) -> impl Iterator<Item = usize> + '_ {
        self.of.get(relation.index()).into_iter().flatten().copied()
    }

    /// Memory in use, in bytes.
    pub(in crate::engine) fn memory(&self) -> usize {
        self.all.iter().map(|(_, index)| index.memory()).sum()
    }

    /// Empties the indexes of a relation whose rows have new numbers.
    pub(in crate::engine) fn forget(&mut self, relation: RelationId) {
        for (of, index) in &mut self.all {
            if *of == relation {
                index.clear();
            }
        }
    }

    /// Empties the indexes of relations that have changed, for new rows. Until they are asked for again, they are not
    /// brought up to date.
    pub(in crate::engine) fn begin_again(&mut self, has_changed: impl Fn(RelationId) -> bool) {
        for (of, index) in &mut self.all {
            index.in_use = false;
            if has_changed(*of) {
                index.clear();
            }
        }
        self.statistics = Statistics::default();
    }

    /// Drops the indexes of a relation that is no more. Plans made before must not be run any more.
    pub(in crate::engine) fn remove(&mut self, relation: RelationId) {
        self.statistics.forget(relation);
        self.all.retain(|(of, _)| *of != relation);
        self.of.clear();
        for at in 0..self.all.len() {
            self.enter(self.all[at].0, at);
        }
    }

    /// Whether an index of a relation on these columns was asked for.
    pub(in crate::engine) fn has(&self, relation: RelationId, columns: &[usize]) -> bool {
        let number = self.number(relation, columns);
        number.is_some_and(|at| self.all[at].1.in_use)
    }

    /// Brings the indexes of a relation up to date that were asked for.
    pub(in crate::engine) fn catch_up(
        &mut self,
        relation: RelationId,
        database: &Database,
        delta: Delta,
    ) {
        let Some(numbers) = self.of.get(relation.index()) else {
            return;
        };
        for &at in numbers {
            let index = &mut self.all[at].1;
            if index.in_use {
                index.catch_up(database.rows(relation), delta);
            }
        }
    }
}
