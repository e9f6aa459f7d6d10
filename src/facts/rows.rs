//! A relation's tuples: flat rows of words, append-only, each tuple once.

mod columns;
mod hashes;
mod members;
mod numbers;
mod repeated;

use std::sync::OnceLock;

use super::Word;
pub(crate) use columns::Column;
use columns::{fill, pack_columns, packed, unpacked};
pub(crate) use hashes::{hash_columns, hash_words};
pub(crate) use members::FEW;
use members::Members;
pub(crate) use numbers::Numbers;

/// From how many tuples on a relation of one column takes bits for them: that needs no look at how tuples lie.
const FEW_WORDS: usize = 32;
/// From as many on, relations take no form for dense tuples.
const NEVER: usize = usize::MAX;

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
    /// How many of the first rows are members only, their words given up.
    dropped: usize,
    /// Which tuples there are, if they have one or two columns; made when that is asked for first.
    members: OnceLock<Members>,
    /// From how many tuples on `members` may take a form for dense ones.
    dense_from: usize,
    /// Row numbers by hash of their words. Where `members` says what is there, these are made when a row
    /// is asked for, and kept up from then on.
    numbers: OnceLock<Numbers>,
    /// For each choice, the columns that determine the others, and row numbers by hash of those.
    choices: Vec<(Vec<usize>, Numbers)>,
    /// How many rows there were when each round of a fixpoint began.
    rounds: Vec<u32>,
    /// Room for the tuples, or the hashes, of a batch.
    batch: Vec<u64>,
    /// Room for the positions of those that are new.
    new: Vec<u32>,
}

impl Rows {
    pub fn new(arity: usize) -> Rows {
        Rows {
            arity,
            len: 0,
            words: Vec::new(),
            dropped: 0,
            members: OnceLock::new(),
            dense_from: FEW,
            numbers: OnceLock::new(),
            choices: Vec::new(),
            rounds: Vec::new(),
            batch: Vec::new(),
            new: Vec::new(),
        }
    }

    /// A relation in which, of tuples alike in the columns of a choice, only the first stays.
    pub fn with_choices(arity: usize, choices: &[Vec<usize>]) -> Rows {
        Rows {
            choices: choices
                .iter()
                .map(|columns| (columns.clone(), Numbers::default()))
                .collect(),
            ..Rows::new(arity)
        }
    }

    /// Sets from how many tuples on what tells which there are may take a form for dense ones.
    pub(crate) fn set_dense_from(&mut self, tuples: usize) {
        if self.dense_from != tuples {
            self.dense_from = tuples;
            self.members = OnceLock::new();
        }
    }

    /// Empties the relation, and keeps the room that it took for what comes next.
    pub(crate) fn clear(&mut self) {
        self.len = 0;
        self.words.clear();
        self.dropped = 0;
        self.rounds.clear();
        if !self.members.get_mut().is_some_and(Members::clear) {
            self.members.take();
        }
        if let Some(numbers) = self.numbers.get_mut() {
            numbers.clear();
        }
        for (_, chosen) in &mut self.choices {
            chosen.clear();
        }
    }

    /// Whether tuples of the relation exclude each other.
    pub fn has_choices(&self) -> bool {
        !self.choices.is_empty()
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
        self.words(row, row + 1)
    }

    /// The words of the rows from `from` up to `to`, row after row.
    #[inline]
    pub fn words(&self, from: usize, to: usize) -> &[Word] {
        let (from, to) = (from - self.dropped, to - self.dropped);
        &self.words[from * self.arity..to * self.arity]
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
        let new = match tuple {
            [] => self.len == 0,
            [one] => self.members_mut().insert(u64::from(*one)),
            [one, other] => self.members_mut().insert(packed(*one, *other)),
            _ => return self.insert_numbered(tuple, hash(tuple)),
        };
        if new {
            self.push(tuple);
        }
        new
    }

    /// Adds the tuples of a batch, given by their columns; returns how many were new.
    pub fn insert_batch(&mut self, columns: &[Column<'_>], len: usize) -> usize {
        debug_assert_eq!(columns.len(), self.arity);
        let before = self.len;
        if !self.choices.is_empty() || self.arity == 0 {
            let mut tuple = vec![0; self.arity];
            for row in 0..len {
                fill(&mut tuple, columns, row);
                self.insert(&tuple);
            }
            return self.len - before;
        }
        let mut batch = std::mem::take(&mut self.batch);
        let mut new = std::mem::take(&mut self.new);
        batch.clear();
        match *columns {
            [one] => batch.extend((0..len).map(|row| u64::from(one.at(row)))),
            [one, other] => pack_columns(one, other, len, &mut batch),
            _ => hash_columns(columns, len, &mut batch),
        }
        match *columns {
            [_] => {
                self.members_mut().insert_all(&batch, &mut new);
                self.words
                    .extend(new.iter().map(|&at| batch[at as usize] as Word));
            }
            [_, _] => {
                self.members_mut().insert_all(&batch, &mut new);
                let words = new.iter().flat_map(|&at| unpacked(batch[at as usize]));
                self.words.extend(words);
            }
            _ => self.insert_hashed(columns, &batch),
        }
        new.clear();
        self.new = new;
        self.batch = batch;
        if self.arity <= 2 {
            self.len = self.dropped + self.words.len() / self.arity;
            if self.numbers.get().is_some() {
                (before..self.len).for_each(|row| self.number(row));
            }
        }
        self.len - before
    }

    /// Adds the tuples of a batch. They are known to differ from each other and from those that are there, or
    /// [`Rows::keep_first`] is called before anything else.
    pub fn append_batch(&mut self, columns: &[Column<'_>], len: usize) {
        debug_assert!(self.choices.is_empty());
        let (before, start) = (self.len, self.words.len());
        self.words.resize(start + len * self.arity, 0);
        for (place, column) in columns.iter().enumerate() {
            let words = self.words[start..]
                .iter_mut()
                .skip(place)
                .step_by(self.arity);
            match column {
                Column::Each(from) => words.zip(*from).for_each(|(word, from)| *word = *from),
                Column::Same(from) => words.for_each(|word| *word = *from),
            }
        }
        self.len += len;
        // What tells which tuples there are is made when that is asked for; where it was, it is kept up.
        if let Some(members) = self.members.get_mut() {
            let mut batch = std::mem::take(&mut self.batch);
            batch.clear();
            match *columns {
                [one] => batch.extend((0..len).map(|row| u64::from(one.at(row)))),
                [one, other] => pack_columns(one, other, len, &mut batch),
                _ => {}
            }
            members.insert_all(&batch, &mut self.new);
            self.new.clear();
            self.batch = batch;
        }
        if let Some(numbers) = self.numbers.get_mut() {
            numbers.reserve(len);
            (before..self.len).for_each(|row| self.number(row));
        }
    }

    fn members(&self) -> &Members {
        self.members.get_or_init(|| {
            if self.arity == 2 {
                let tuples = self.words.chunks_exact(2);
                let tuples = tuples.map(|row| packed(row[0], row[1]));
                return Members::of(tuples, self.words.len() / 2, self.dense_from);
            }
            let dense_from = match self.dense_from {
                NEVER => NEVER,
                pairs => pairs.min(FEW_WORDS),
            };
            let tuples = self.words.iter().map(|&one| u64::from(one));
            Members::of(tuples, self.words.len(), dense_from)
        })
    }

    #[inline]
    fn members_mut(&mut self) -> &mut Members {
        self.members();
        self.members.get_mut().expect("they were made above")
    }

    /// Adds tuples of more than two columns whose hashes are known.
    fn insert_hashed(&mut self, columns: &[Column<'_>], hashes: &[u64]) {
        let mut tuple = vec![0; self.arity];
        const GROUP: usize = 16;
        for (group, hashes) in hashes.chunks(GROUP).enumerate() {
            let mut seen = 0;
            if let Some(numbers) = self.numbers.get() {
                hashes.iter().for_each(|&hash| seen ^= numbers.touch(hash));
            }
            std::hint::black_box(seen);
            for (at, &hash) in hashes.iter().enumerate() {
                fill(&mut tuple, columns, group * GROUP + at);
                self.insert_numbered(&tuple, hash);
            }
        }
    }

    /// Adds a tuple of more than two columns; says whether it is new.
    #[inline]
    fn insert_numbered(&mut self, tuple: &[Word], hash: u64) -> bool {
        self.numbers();
        let numbers = self.numbers.get_mut().expect("they were made above");
        let (words, arity) = (&self.words, self.arity);
        let same = |row: u32| words[row as usize * arity..][..arity] == *tuple;
        let known = numbers.find_or_insert(hash, self.len as u32, same);
        if known.is_none() {
            self.words.extend_from_slice(tuple);
            self.len += 1;
        }
        known.is_none()
    }

    /// Adds a tuple that is not there.
    fn push(&mut self, tuple: &[Word]) {
        self.words.extend_from_slice(tuple);
        self.len += 1;
        if self.numbers.get().is_some() {
            self.number(self.len - 1);
        }
    }

    /// Notes the number of a row that was added.
    fn number(&mut self, row: usize) {
        let Some(numbers) = self.numbers.get_mut() else {
            return;
        };
        let tuple = &self.words[row * self.arity..(row + 1) * self.arity];
        numbers.find_or_insert(hash(tuple), row as u32, |_| false);
    }

    /// The numbers of all rows.
    fn numbers(&self) -> &Numbers {
        self.numbers.get_or_init(|| {
            let mut numbers = Numbers::default();
            numbers.reserve(self.len);
            for (row, tuple) in self.iter().enumerate() {
                numbers.find_or_insert(hash(tuple), row as u32, |_| false);
            }
            numbers
        })
    }

    /// Whether no other tuple was chosen before this one; notes it as chosen.
    fn is_chosen(&mut self, tuple: &[Word]) -> bool {
        let (words, arity) = (&self.words, self.arity);
        let of = |row: u32| &words[row as usize * arity..(row as usize + 1) * arity];
        let key_hash = |columns: &[usize]| hash_words(columns.iter().map(|&c| tuple[c]));
        let alike = |columns: &[usize], row: u32| columns.iter().all(|&c| of(row)[c] == tuple[c]);
        let taken = self.choices.iter().any(|(columns, chosen)| {
            let found = chosen.find(key_hash(columns), |row| alike(columns, row));
            found.is_some()
        });
        if taken {
            return false;
        }
        let row = self.len as u32;
        for (columns, chosen) in &mut self.choices {
            chosen.find_or_insert(key_hash(columns), row, |_| false);
        }
        true
    }

    /// Keeps some of the rows, in their order. Returns how many of the first `old` rows are kept.
    pub fn retain(&mut self, old: usize, keep: impl Fn(usize) -> bool) -> usize {
        let choices: Vec<Vec<usize>> = self.choices.iter().map(|(c, _)| c.clone()).collect();
        let empty = Rows::with_choices(self.arity, &choices);
        let before = std::mem::replace(self, empty);
        self.dense_from = before.dense_from;
        let mut begins = before.rounds.iter().peekable();
        let mut kept_of_old = 0;
        for row in 0..before.len {
            while begins.next_if(|&&begin| begin as usize <= row).is_some() {
                self.begin_round();
            }
            if keep(row) {
                self.insert(before.row(row));
                kept_of_old += usize::from(row < old);
            }
        }
        begins.for_each(|_| self.begin_round());
        kept_of_old
    }

    /// Puts other words into the rows. Those of different rows must stay different; rows that exclude each
    /// other cannot be rewritten.
    pub(crate) fn rewrite(&mut self, change: impl FnMut(&mut [Word])) {
        debug_assert!(!self.has_choices());
        self.members = OnceLock::new();
        self.numbers = OnceLock::new();
        if self.arity > 0 {
            self.words.chunks_exact_mut(self.arity).for_each(change);
        }
    }

    /// The row of a tuple, if it is there.
    #[inline]
    pub fn find(&self, tuple: &[Word]) -> Option<usize> {
        let found = self
            .numbers()
            .find(hash(tuple), |row| self.row(row as usize) == tuple);
        found.map(|row| row as usize)
    }

    pub fn contains(&self, tuple: &[Word]) -> bool {
        match tuple {
            [] => self.len > 0,
            [one] => self.members().contains(u64::from(*one)),
            [one, other] => self.members().contains(packed(*one, *other)),
            _ => self.find(tuple).is_some(),
        }
    }

    /// Says of each tuple of a batch, given by their columns, whether it is there.
    pub fn contain_batch(&self, columns: &[Column<'_>], len: usize, mut tell: impl FnMut(bool)) {
        let mut batch = Vec::with_capacity(len);
        match *columns {
            [] => (0..len).for_each(|_| tell(self.len > 0)),
            [one] => {
                batch.extend((0..len).map(|row| u64::from(one.at(row))));
                self.members().contain(&batch, tell);
            }
            [one, other] => {
                pack_columns(one, other, len, &mut batch);
                self.members().contain(&batch, tell);
            }
            _ => {
                hash_columns(columns, len, &mut batch);
                let numbers = self.numbers();
                for (at, &hash) in batch.iter().enumerate() {
                    let same = |row: u32| {
                        let words = self.row(row as usize).iter().zip(columns);
                        words
                            .into_iter()
                            .all(|(&word, column)| word == column.at(at))
                    };
                    tell(numbers.find(hash, same).is_some());
                }
            }
        }
    }

    /// Gives up what only tells which tuples there are; it is made again when that is asked for.
    pub(crate) fn forget_members(&mut self) {
        self.members.take();
    }

    /// Gives up the first rows, except that their tuples, of one or two columns, are still known to be there.
    pub(crate) fn drop_first(&mut self, rows: usize) {
        debug_assert!((1..=2).contains(&self.arity) && self.choices.is_empty());
        self.members();
        self.numbers.take();
        self.words.drain(..(rows - self.dropped) * self.arity);
        self.dropped = rows;
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
        let chosen: usize = self.choices.iter().map(|(_, rows)| rows.memory()).sum();
        let numbers = self.numbers.get().map_or(0, Numbers::memory);
        let words = self.words.capacity() + self.rounds.capacity();
        words * size_of::<Word>() + self.members.get().map_or(0, Members::memory) + numbers + chosen
    }
}

fn hash(tuple: &[Word]) -> u64 {
    hash_words(tuple.iter().copied())
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
