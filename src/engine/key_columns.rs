//! Columns that tell the tuples of a relation apart alone, each by its value, or nearly so.

use super::plan::{Draft, Planner};
use super::steps::{Access, Lookup, Source};
use crate::rules::{Atom, RelationId, Term};

/// How many tuples of a relation may have the same value in a column, on average, for the index on that column to do for
/// keys that have more columns.
const FEW: f64 = 4.0;

impl Planner<'_> {
    /// The first of some columns of a complete relation that tells its tuples apart, and the index on it.
    pub(super) fn unique(
        &mut self,
        relation: RelationId,
        columns: &[usize],
    ) -> Option<(usize, usize)> {
        if (self.in_stratum)(relation) || !self.tuning.keys {
            return None;
        }
        for &column in columns {
            let rows = self.database.rows(relation);
            let values = self.indexes.statistics.values(relation, column, rows);
            // Values are counted about.
            if values > 0.9 * rows.len() as f64 {
                self.index(relation, vec![column]);
            }
        }
        let rows = self.database.rows(relation);
        self.indexes.unique(relation, columns, rows)
    }

    /// The same, or of several columns the first by whose value few tuples are found.
    fn selective(&mut self, relation: RelationId, columns: &[usize]) -> Option<(usize, usize)> {
        let unique = self.unique(relation, columns);
        unique.or_else(|| match columns.len() {
            ..=1 => None,
            _ => self.nearly_unique(relation, columns),
        })
    }

    /// The first of the columns of a complete relation with an index in use of which few tuples have the same value.
    fn column_in_use(&mut self, relation: RelationId, columns: usize) -> Option<(usize, usize)> {
        if columns < 2 || (self.in_stratum)(relation) || !self.tuning.keys {
            return None;
        }
        let rows = self.database.rows(relation);
        let (indexes, len) = (&mut *self.indexes, rows.len() as f64);
        let at = (0..columns).find(|&column| {
            indexes.has(relation, &[column])
                && len <= FEW * indexes.statistics.values(relation, column, rows)
        })?;
        Some((at, self.index(relation, vec![at])))
    }

    /// The first of some columns of a complete relation of which few tuples have the same value, and the index on it,
    /// unless there is an index on all of them.
    fn nearly_unique(&mut self, relation: RelationId, columns: &[usize]) -> Option<(usize, usize)> {
        let is_known = self.indexes.has(relation, columns);
        if (self.in_stratum)(relation) || !self.tuning.keys || is_known {
            return None;
        }
        let rows = self.database.rows(relation);
        let statistics = &mut self.indexes.statistics;
        let mut has_few =
            |column: usize| rows.len() as f64 <= FEW * statistics.values(relation, column, rows);
        let at = columns.iter().position(|&column| has_few(column))?;
        Some((at, self.index(relation, vec![columns[at]])))
    }
}

impl Draft<'_, '_> {
    /// Where a tuple is looked up whole, though one of its columns alone, or nearly so, tells the tuples of a complete
    /// relation apart and there is an index on it, looks it up by that: this takes fewer looks into memory, and what
    /// tells which tuples there are need not be made.
    pub(super) fn by_column_in_use(&mut self, lookup: Lookup) -> Lookup {
        let relation = lookup.relation;
        let Access::Tuple(key) = &lookup.access else {
            return lookup;
        };
        let Some((at, number)) = self.planner.column_in_use(relation, key.len()) else {
            return lookup;
        };
        let index = &self.planner.indexes.all[number].1;
        let others = key.iter().enumerate().filter(|(other, _)| *other != at);
        Lookup {
            known: others
                .map(|(column, source)| (index.place(column), *source))
                .collect(),
            access: Access::Index(number, vec![key[at]]),
            ..lookup
        }
    }

    /// Whether an atom of a complete relation has at most one tuple for a binding, for a column that is known tells its
    /// tuples apart, or few, by the index on one of several that are known.
    pub(super) fn finds_few(&mut self, atom: &Atom) -> bool {
        let known = |arg: &Term| match arg {
            Term::Var(var) => self.column(*var).is_some(),
            Term::Any => false,
            _ => true,
        };
        let columns: Vec<usize> = (0..atom.args.len())
            .filter(|&at| known(&atom.args[at]))
            .collect();
        self.planner.selective(atom.relation, &columns).is_some()
    }

    /// The index by which tuples are found whose columns have the values of `key`, and its key. Where one column alone
    /// tells tuples apart, or nearly so, the index on it does for all keys that have it: the other columns are to be
    /// `checked`.
    pub(super) fn by_index(
        &mut self,
        relation: RelationId,
        columns: Vec<usize>,
        key: Vec<Source>,
        checked: &mut Vec<(usize, Source)>,
    ) -> (usize, Vec<Source>) {
        let one = match columns.len() {
            ..=1 => None,
            _ => self.planner.selective(relation, &columns),
        };
        let Some((at, number)) = one else {
            return (self.planner.index(relation, columns), key);
        };
        let others = columns.into_iter().zip(&key).enumerate();
        let others = others.filter(|(other, _)| *other != at);
        checked.extend(others.map(|(_, (column, source))| (column, *source)));
        (number, vec![key[at]])
    }
}
