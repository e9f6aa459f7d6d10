//! The first rows of an index, taken in all at once.

use super::{EXACT, Group, Hashed, Index, Keys, Ranked, may_be_direct};
use crate::facts::{Rows, Word};

/// For how many keys there is room at first, if there are as many rows.
const RESERVED: usize = 1 << 12;

impl Index {
    /// Takes in the first rows, all at once: groups then stand one behind the other, without room between.
    pub(super) fn take_first(&mut self, rows: &Rows, end: usize, grows: bool) {
        let tuples = rows.words(0, end).chunks_exact(self.arity());
        if let [key] = self.key[..] {
            let keys: Vec<Word> = tuples.clone().map(|tuple| tuple[key]).collect();
            let largest = keys.iter().copied().max().unwrap_or(0) as usize;
            if may_be_direct(largest, end) {
                return self.take_first_direct(rows, keys, largest);
            }
            if !grows && Ranked::is_worth_it(largest, end) {
                return self.take_first_ranked(rows, keys, largest);
            }
            if !matches!(self.keys, Keys::Hashed(_)) {
                self.keys = Keys::Hashed(Hashed::default());
            }
        }
        let Keys::Hashed(hashed) = &mut self.keys else {
            unreachable!("keys are hashed where they are neither direct nor ranked")
        };
        hashed.reserve(end.min(RESERVED));
        let mut places: Vec<u32> = tuples.map(|tuple| self.group(tuple, end) as u32).collect();
        for &group in &places {
            self.groups[group as usize].len += 1;
        }
        let mut start = 0;
        for group in &mut self.groups {
            group.start = start;
            start += group.len;
            group.len = 0;
        }
        for place in &mut places {
            let group = &mut self.groups[*place as usize];
            *place = group.start + group.len;
            group.len += 1;
        }
        self.touched.extend(0..self.groups.len() as u32);
        self.is_unique = self.groups.len() == end;
        self.put_at(rows, &places);
    }

    /// The same where keys are numbered in their order, of a relation that does not grow.
    fn take_first_ranked(&mut self, rows: &Rows, mut keys: Vec<Word>, largest: usize) {
        let mut ranked = match std::mem::replace(&mut self.keys, Keys::Direct) {
            Keys::Ranked(ranked) => ranked,
            _ => Ranked::default(),
        };
        ranked.fill(&keys, largest);
        self.is_unique = ranked.len() == keys.len();
        if keys.is_sorted() {
            ranked.set_sorted(&keys);
            self.put_in_order(rows, keys.len());
        } else {
            ranked.set_unsorted(&mut keys);
            self.put_at(rows, &keys);
        }
        self.keys = Keys::Ranked(ranked);
    }

    /// The same where each word of the key is the number of its group.
    fn take_first_direct(&mut self, rows: &Rows, mut keys: Vec<Word>, largest: usize) {
        // Counted apart from the groups, as what is used at random places is better small.
        let mut ends = vec![0_u32; largest + 1];
        keys.iter().for_each(|&key| ends[key as usize] += 1);
        self.groups.clear();
        self.groups.reserve_exact(largest + 1);
        let mut start = 0;
        for (end, number) in ends.iter_mut().zip(0..) {
            let len = *end;
            self.groups.push(Group { start, len, old: 0 });
            if len > 0 {
                self.touched.push(number);
            }
            *end = start;
            start += len;
        }
        self.is_unique = self.touched.len() == keys.len();
        self.rooms.resize(largest + 1, EXACT);
        self.keys = Keys::Direct;
        for key in &mut keys {
            let next = &mut ends[*key as usize];
            *key = *next;
            *next += 1;
        }
        self.put_at(rows, &keys);
    }

    /// Makes entries of the first rows, as they stand.
    fn put_in_order(&mut self, rows: &Rows, end: usize) {
        let arity = self.arity();
        self.store.resize(end * self.width(), 0);
        let tuples = rows.words(0, end).chunks_exact(arity);
        match self.rest[..] {
            [] => {}
            [column] => {
                let entries = self.store.iter_mut().zip(tuples);
                entries.for_each(|(entry, tuple)| *entry = tuple[column]);
            }
            _ => {
                let entries = self.store.chunks_exact_mut(self.rest.len()).zip(tuples);
                for (entry, tuple) in entries {
                    copy(tuple, &self.rest, entry);
                }
            }
        }
    }

    /// Makes entries of the first rows, each at its place.
    fn put_at(&mut self, rows: &Rows, places: &[u32]) {
        let (arity, width) = (self.arity(), self.width());
        self.store.resize(places.len() * width, 0);
        let tuples = rows.words(0, places.len()).chunks_exact(arity);
        for (tuple, &place) in tuples.zip(places) {
            let from = place as usize * width;
            copy(tuple, &self.rest, &mut self.store[from..from + width]);
        }
    }
}

/// Copies some columns of a tuple.
#[inline]
fn copy(tuple: &[Word], columns: &[usize], entry: &mut [Word]) {
    for (word, &column) in entry.iter_mut().zip(columns) {
        *word = tuple[column];
    }
}
