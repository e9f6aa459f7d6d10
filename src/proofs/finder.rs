//! Rows of a relation by some of their columns, for few questions: nothing is made ready for all rows. Rows are
//! looked through, and an index is made only where that was done so often that it would have paid.

use rustc_hash::FxHashMap;

use crate::facts::{Database, Word, hash_words};
use crate::rules::RelationId;

/// How often a relation is looked through before an index is made, which takes about as long.
const LOOKS: usize = 16;

/// Finds rows by some of their columns.
#[derive(Debug, Default)]
pub(super) struct Finder {
    places: FxHashMap<(RelationId, Vec<usize>), Place>,
    /// How many rows were looked at so far: what the search has cost.
    pub(super) looked_at: usize,
}

/// What is known of the rows of a relation by some of their columns.
#[derive(Debug)]
enum Place {
    /// How often they were looked through.
    Looked(usize),
    /// The upper half of the hash of the columns over the row's number, sorted.
    Index(Vec<u64>),
}

impl Finder {
    /// The rows that have these words in these columns, in their order.
    pub(super) fn rows(
        &mut self,
        database: &Database,
        relation: RelationId,
        columns: &[usize],
        words: &[Word],
    ) -> Vec<usize> {
        let rows = database.rows(relation);
        if columns.is_empty() {
            self.looked_at += rows.len();
            return (0..rows.len()).collect();
        }
        let fits = |row: &[Word]| {
            let mut wanted = columns.iter().zip(words);
            wanted.all(|(&column, word)| row[column] == *word)
        };
        let key = (relation, columns.to_vec());
        let place = self.places.entry(key).or_insert(Place::Looked(0));
        if let Place::Looked(times) = place {
            self.looked_at += rows.len();
            if *times < LOOKS {
                *times += 1;
                let all = rows.words(0, rows.len()).chunks_exact(rows.arity());
                let found = all.enumerate().filter(|(_, row)| fits(row));
                return found.map(|(number, _)| number).collect();
            }
            self.looked_at += LOOKS * rows.len();
            let hash = |row: &[Word]| hash_words(columns.iter().map(|&column| row[column]));
            let hashes = rows.iter().zip(0_u64..);
            let mut index: Vec<u64> = hashes.map(|(row, at)| upper(hash(row)) | at).collect();
            index.sort_unstable();
            *place = Place::Index(index);
        }
        let Place::Index(index) = place else {
            unreachable!("it was made above")
        };
        let hash = upper(hash_words(words.iter().copied()));
        let from = index.partition_point(|&entry| entry < hash);
        let alike = index[from..]
            .iter()
            .take_while(|&&entry| upper(entry) == hash);
        let numbers = alike.map(|&entry| entry as u32 as usize);
        let found: Vec<usize> = numbers.filter(|&row| fits(rows.row(row))).collect();
        self.looked_at += found.len();
        found
    }

    /// The rows that have these words in these columns, in their order; all, if no column is given.
    pub(super) fn fitting(
        &mut self,
        database: &Database,
        relation: RelationId,
        columns: &[usize],
        words: &[Word],
    ) -> Vec<usize> {
        match database.rows(relation).arity() {
            0 => self.row(database, relation, &[]).into_iter().collect(),
            _ => self.rows(database, relation, columns, words),
        }
    }

    /// The row of a tuple.
    pub(super) fn row(
        &mut self,
        database: &Database,
        relation: RelationId,
        tuple: &[Word],
    ) -> Option<usize> {
        if tuple.is_empty() {
            return (!database.rows(relation).is_empty()).then_some(0);
        }
        let columns: Vec<usize> = (0..tuple.len()).collect();
        self.rows(database, relation, &columns, tuple)
            .first()
            .copied()
    }
}

fn upper(hash: u64) -> u64 {
    hash & !0xffff_ffff
}
