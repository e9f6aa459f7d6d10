//! A relation's tuples: flat rows of words, append-only, each tuple once.

use hashbrown::HashTable;

use super::Word;

/// The tuples of one relation.
///
/// A tuple is a row of `arity` words. Rows are only ever added, at the end; a tuple that is there is not
/// added again. So a range of row numbers is a delta, a row number is a time, and a tuple that was
/// derived from others stands behind them.
#[derive(Clone, Debug)]
pub struct Rows {
    arity: usize,
    len: usize,
    words: Vec<Word>,
    /// Row numbers by hash of their words.
    set: HashTable<u32>,
    /// For each choice, the columns that determine the others, and row numbers by hash of those.
    choices: Vec<(Vec<usize>, HashTable<u32>)>,
    /// How many rows there were when each round of a fixpoint began.
    rounds: Vec<u32>,
}

impl Rows {
    pub fn new(arity: usize) -> Rows {
        Rows {
            arity,
            len: 0,
            words: Vec::new(),
            set: HashTable::new(),
            choices: Vec::new(),
            rounds: Vec::new(),
        }
    }

    /// A relation in which, of tuples alike in the columns of a choice, only the first stays.
    pub fn with_choices(arity: usize, choices: &[Vec<usize>]) -> Rows {
        Rows {
            choices: choices
                .iter()
                .map(|columns| (columns.clone(), HashTable::new()))
                .collect(),
            ..Rows::new(arity)
        }
    }

    pub fn arity(&self) -> usize {
        self.arity
    }

    /// How many tuples there are.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The words of a row.
    #[inline]
    pub fn row(&self, row: usize) -> &[Word] {
        &self.words[row * self.arity..(row + 1) * self.arity]
    }

    /// All rows in the order in which they came.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &[Word]> {
        (0..self.len).map(|row| self.row(row))
    }

    /// Adds a tuple; says whether it is new.
    #[inline]
    pub fn insert(&mut self, tuple: &[Word]) -> bool {
        debug_assert_eq!(tuple.len(), self.arity);
        if !self.choices.is_empty() && !self.is_chosen(tuple) {
            return false;
        }
        let (words, arity) = (&self.words, self.arity);
        let of = |row: u32| &words[row as usize * arity..(row as usize + 1) * arity];
        let entry = self
            .set
            .entry(hash(tuple), |&row| of(row) == tuple, |&row| hash(of(row)));
        if let hashbrown::hash_table::Entry::Vacant(vacant) = entry {
            vacant.insert(u32::try_from(self.len).expect("fewer than 2^32 rows"));
            self.words.extend_from_slice(tuple);
            self.len += 1;
            true
        } else {
            false
        }
    }

    /// Whether no other tuple was chosen before this one; notes it as chosen.
    fn is_chosen(&mut self, tuple: &[Word]) -> bool {
        let (words, arity) = (&self.words, self.arity);
        let of = |row: u32| &words[row as usize * arity..(row as usize + 1) * arity];
        let key_hash = |columns: &[usize], tuple: &[Word]| {
            hash_words(columns.iter().map(|&column| tuple[column]))
        };
        let taken = self.choices.iter().any(|(columns, chosen)| {
            let alike = |&row: &u32| columns.iter().all(|&c| of(row)[c] == tuple[c]);
            chosen.find(key_hash(columns, tuple), alike).is_some()
        });
        if taken {
            return false;
        }
        let row = self.len as u32;
        for (columns, chosen) in &mut self.choices {
            let rehash = |&row: &u32| key_hash(columns, of(row));
            chosen.insert_unique(key_hash(columns, tuple), row, rehash);
        }
        true
    }

    /// Keeps some of the rows, in their order. Returns how many of the first `old` rows are kept.
    pub fn retain(&mut self, old: usize, keep: impl Fn(usize) -> bool) -> usize {
        let before = std::mem::replace(self, Rows::new(self.arity));
        self.choices = before
            .choices
            .iter()
            .map(|(columns, _)| (columns.clone(), HashTable::new()))
            .collect();
        self.rounds.clone_from(&before.rounds);
        let mut kept_of_old = 0;
        for row in (0..before.len).filter(|&row| keep(row)) {
            self.insert(before.row(row));
            kept_of_old += usize::from(row < old);
        }
        kept_of_old
    }

    /// The row of a tuple, if it is there.
    #[inline]
    pub fn find(&self, tuple: &[Word]) -> Option<usize> {
        self.set
            .find(hash(tuple), |&row| self.row(row as usize) == tuple)
            .map(|&row| row as usize)
    }

    pub fn contains(&self, tuple: &[Word]) -> bool {
        self.find(tuple).is_some()
    }

    /// Notes that a round of a fixpoint begins: the rows so far are what it derives from.
    pub fn begin_round(&mut self) {
        self.rounds.push(self.len as u32);
    }

    /// The round that a row was derived in; 0 before the first. Among the relations of one stratum, a tuple
    /// was derived from tuples of earlier rounds.
    pub fn round_of(&self, row: usize) -> usize {
        self.rounds.partition_point(|&begin| begin as usize <= row)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        let chosen: usize = self.choices.iter().map(|(_, rows)| rows.capacity()).sum();
        (self.words.capacity() + self.rounds.capacity()) * 4 + (self.set.capacity() + chosen) * 5
    }
}

fn hash(tuple: &[Word]) -> u64 {
    hash_words(tuple.iter().copied())
}

/// Mixes the words of a tuple or key so that the high and the low bits of the result are both good.
#[inline]
pub(crate) fn hash_words(words: impl Iterator<Item = Word>) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut mixed = 0_u64;
    for word in words {
        mixed = (mixed.rotate_left(26) ^ u64::from(word)).wrapping_mul(FACTOR);
    }
    mixed ^ (mixed >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tuple_stands_once_in_the_order_it_came() {
        let mut rows = Rows::new(2);
        assert!(rows.insert(&[2, 1]));
        assert!(rows.insert(&[1, 2]));
        assert!(!rows.insert(&[2, 1]));
        assert_eq!(rows.iter().collect::<Vec<_>>(), [[2, 1], [1, 2]]);
        assert_eq!(rows.find(&[1, 2]), Some(1));
        assert!(!rows.contains(&[2, 2]));
    }

    #[test]
    fn a_relation_without_columns_has_one_tuple_at_most() {
        let mut rows = Rows::new(0);
        assert!(rows.is_empty());
        assert!(rows.insert(&[]));
        assert!(!rows.insert(&[]));
        assert_eq!(rows.len(), 1);
        assert_eq!(rows.row(0), [] as [Word; 0]);
    }
}
