//! The tuples that come closest to one that is not there.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Inquiry, Pattern};
use crate::facts::Word;
use crate::rules::{Const, Type};
use crate::text::{fold, nearest};

/// How many of the nearest tuples are named.
const MOST: usize = 3;
/// How many rows of a relation are looked at.
const MOST_ROWS: usize = 200_000;
/// Among how many names a misspelt one is looked for.
const MOST_NAMES: usize = 20_000;

/// What a relation has that is like a pattern.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nearest {
    /// Tuples that differ in one column, or in near names only.
    pub tuples: Vec<Near>,
    /// How many more differ in as few.
    pub more: usize,
    /// Values that the relation has nowhere in their column.
    pub unknown: Vec<Unknown>,
}

/// A tuple that is like a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    pub values: Vec<Const>,
    /// The columns that are not as in the pattern.
    pub differs: Vec<usize>,
}

/// A value that a column does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    pub column: usize,
    pub value: Const,
    /// A name that the column has, and that may have been meant.
    pub near: Option<Const>,
}

impl Inquiry<'_> {
    /// Notes the texts that tuples have.
    fn know_symbols(&mut self) {
        if !self.symbols.is_empty() {
            return;
        }
        for id in self.program.ids() {
            let rows = self.database.rows(id);
            for (at, column) in self.program.relation(id).columns.iter().enumerate() {
                if column.ty == Type::Symbol {
                    self.symbols.extend(rows.iter().map(|row| row[at]));
                }
            }
        }
    }

    pub(super) fn nearest(&mut self, pattern: &Pattern) -> Nearest {
        let relation = pattern.relation;
        self.know_symbols();
        let columns = &self.program.relation(relation).columns;
        let values = &mut self.database.values;
        let wanted: Vec<Option<Word>> = pattern
            .values
            .iter()
            .map(|value| value.as_ref().map(|value| values.constant(value)))
            .collect();
        let given: Vec<usize> = (0..wanted.len())
            .filter(|&at| wanted[at].is_some())
            .collect();
        let rows = self.database.rows(relation);
        if given.is_empty() || rows.is_empty() {
            return Nearest::default();
        }
        let looked_at = rows.len().min(MOST_ROWS);
        let differing = |row: usize| -> Vec<usize> {
            let words = rows.row(row);
            let differs = |&at: &usize| wanted[at] != Some(words[at]);
            given.iter().copied().filter(differs).collect()
        };
        let values = &self.database.values;
        let mut near: FxHashMap<usize, Option<&str>> = FxHashMap::default();
        let mut unknown = Vec::new();
        for &at in &given {
            let words: FxHashSet<Word> = (0..looked_at).map(|row| rows.row(row)[at]).collect();
            let is_there = wanted[at].is_some_and(|word| words.contains(&word));
            let value = pattern.values[at].clone();
            let (false, Some(value)) = (is_there, value) else {
                continue;
            };
            if columns[at].ty == Type::Symbol
                && words.len() <= MOST_NAMES
                && let Some(text) = value.text()
            {
                let mut texts: Vec<&str> = words.iter().map(|&word| values.text(word)).collect();
                // Of names that are as near, the shortest is meant.
                texts.sort_unstable_by_key(|text| (text.len(), *text));
                // What is a name elsewhere is not misspelt, unless but for accents.
                let is_name = wanted[at].is_some_and(|word| self.symbols.contains(&word));
                let meant = nearest(text, texts);
                near.insert(
                    at,
                    meant.filter(|name| !is_name || fold(name) == fold(text)),
                );
            }
            let name = near.get(&at).copied().flatten();
            unknown.push(Unknown {
                column: at,
                value,
                near: name.map(|name| Const::Symbol(name.to_owned())),
            });
        }
        // A near name counts as much as the name.
        let distance = |row: usize| -> (usize, usize) {
            let differs = differing(row);
            let is_near = |at: &&usize| {
                let word = rows.row(row)[**at];
                let name = near.get(*at).copied().flatten();
                name.is_some_and(|name| name == values.text(word))
            };
            let alike = differs.iter().filter(is_near).count();
            (differs.len() - alike, differs.len())
        };
        let least = (0..looked_at).map(distance).min().unwrap_or_default();
        let is_near = least.1 < given.len() && least.1 == 1 || least.0 < least.1;
        let mut groups: BTreeMap<Vec<usize>, Vec<usize>> = BTreeMap::new();
        for row in (0..looked_at).filter(|&row| is_near && distance(row) == least) {
            groups.entry(differing(row)).or_default().push(row);
        }
        // What few tuples have in common says more than what many have.
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = groups.into_iter().collect();
        groups.sort_by_key(|(_, rows)| rows.len());
        let mut found = Vec::new();
        for (differs, rows) in groups {
            let mut tuples: Vec<Vec<Const>> = rows
                .iter()
                .map(|&row| self.meaning(relation, row))
                .collect();
            tuples.sort_unstable();
            found.extend(tuples.into_iter().map(|values| Near {
                values,
                differs: differs.clone(),
            }));
        }
        let more = found.len().saturating_sub(MOST);
        found.truncate(MOST);
        Nearest {
            tuples: found,
            more,
            unknown,
        }
    }
}
