//! Indexes: the rows of a relation by the values of some of its columns.

use hashbrown::HashTable;

use crate::facts::{Database, Rows, Word};
use crate::rules::RelationId;

/// The indexes of a database, made as plans ask for them.
#[derive(Default)]
pub(super) struct Indexes {
    pub(super) all: Vec<(RelationId, Index)>,
}

impl Indexes {
    /// The number of the index of a relation on these columns; it is brought up to date.
    pub(super) fn get(
        &mut self,
        relation: RelationId,
        columns: Vec<usize>,
        database: &Database,
    ) -> usize {
        let known = self
            .all
            .iter()
            .position(|(of, index)| *of == relation && index.columns == columns);
        let at = known.unwrap_or_else(|| {
            self.all.push((relation, Index::new(columns)));
            self.all.len() - 1
        });
        self.all[at].1.catch_up(database.rows(relation));
        at
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.all.iter().map(|(_, index)| index.memory()).sum()
    }

    /// Empties the indexes of a relation whose rows have new numbers.
    pub(super) fn forget(&mut self, relation: RelationId) {
        for (of, index) in &mut self.all {
            if *of == relation {
                *index = Index::new(std::mem::take(&mut index.columns));
            }
        }
    }

    /// Brings the indexes of a relation up to date.
    pub(super) fn catch_up(&mut self, relation: RelationId, database: &Database) {
        for (of, index) in &mut self.all {
            if *of == relation {
                index.catch_up(database.rows(relation));
            }
        }
    }
}

/// No row.
const NONE: u32 = u32::MAX;

/// Rows grouped by key, each group a chain in the order in which the rows came.
///
/// An index covers the rows that were there when it was last brought up to date; rows added since then
/// belong to the next delta and are not looked for.
pub(super) struct Index {
    pub(super) columns: Vec<usize>,
    groups: Vec<Group>,
    /// Positions in `groups` by hash of their key.
    table: HashTable<u32>,
    /// For each row, the next of its group.
    next: Vec<u32>,
}

#[derive(Clone, Copy)]
struct Group {
    first: u32,
    last: u32,
}

impl Index {
    pub(super) fn new(columns: Vec<usize>) -> Index {
        Index {
            columns,
            groups: Vec::new(),
            table: HashTable::new(),
            next: Vec::new(),
        }
    }

    /// Memory in use, in bytes.
    fn memory(&self) -> usize {
        self.groups.capacity() * 8 + self.table.capacity() * 5 + self.next.capacity() * 4
    }

    /// Takes in the rows that were added since the last time.
    pub(super) fn catch_up(&mut self, rows: &Rows) {
        let mut key = vec![0; self.columns.len()];
        for row in self.next.len()..rows.len() {
            self.next.push(NONE);
            let tuple = rows.row(row);
            for (word, &column) in key.iter_mut().zip(&self.columns) {
                *word = tuple[column];
            }
            let (groups, columns) = (&self.groups, &self.columns);
            let of = |group: u32| rows.row(groups[group as usize].first as usize);
            let entry = self.table.entry(
                hash(&key),
                |&group| matches(of(group), columns, &key),
                |&group| hash_of(of(group), columns),
            );
            let row = row as u32;
            match entry {
                hashbrown::hash_table::Entry::Occupied(found) => {
                    let group = &mut self.groups[*found.get() as usize];
                    self.next[group.last as usize] = row;
                    group.last = row;
                }
                hashbrown::hash_table::Entry::Vacant(vacant) => {
                    vacant.insert(self.groups.len() as u32);
                    self.groups.push(Group {
                        first: row,
                        last: row,
                    });
                }
            }
        }
    }

    /// The first row with a key, if there is one.
    #[inline]
    pub(super) fn first(&self, rows: &Rows, key: &[Word]) -> Option<u32> {
        let of = |group: u32| rows.row(self.groups[group as usize].first as usize);
        self.table
            .find(hash(key), |&group| matches(of(group), &self.columns, key))
            .map(|&group| self.groups[group as usize].first)
    }

    /// The next row with the same key.
    #[inline]
    pub(super) fn next(&self, row: u32) -> Option<u32> {
        let next = self.next[row as usize];
        (next != NONE).then_some(next)
    }
}

fn matches(tuple: &[Word], columns: &[usize], key: &[Word]) -> bool {
    columns
        .iter()
        .zip(key)
        .all(|(&column, word)| tuple[column] == *word)
}

#[inline]
fn hash(key: &[Word]) -> u64 {
    crate::facts::hash_words(key.iter().copied())
}

fn hash_of(tuple: &[Word], columns: &[usize]) -> u64 {
    crate::facts::hash_words(columns.iter().map(|&column| tuple[column]))
}
