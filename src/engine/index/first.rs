//! The first rows of an index, taken in all at once.

use super::{EXACT, Group, Hashed, Index, Keys, Ranked, may_be_direct};
use crate::facts::Rows;

/// For how many keys there is room at first, if there are as many rows.
const RESERVED: usize = 1 << 12;

impl Index {
    /// Takes in the first rows, all at once: groups then stand one behind the other, without room between.
    pub(super) fn take_first(&mut self, rows: &Rows, end: usize, grows: bool) {
        let mut group_of = Vec::new();
        if let [key] = self.key[..] {
            let arity = self.arity();
            let tuples = || rows.words(0, end).chunks_exact(arity);
            let words = || tuples().map(|tuple| tuple[key]);
            let largest = words().max().unwrap_or(0) as usize;
            if may_be_direct(largest, end) {
                return self.take_first_direct(rows, end, key, largest);
            }
            if !grows && Ranked::is_worth_it(largest, end) {
                return self.take_first_ranked(rows, end, key, largest);
            }
            if !matches!(self.keys, Keys::Hashed(_)) {
                self.keys = Keys::Hashed(Hashed::default());
            }
        }
        if let Keys::Hashed(hashed) = &mut self.keys {
            hashed.reserve(end.min(RESERVED));
            let tuples = rows.words(0, end).chunks_exact(self.arity());
            group_of.extend(tuples.map(|tuple| self.group(tuple, end) as u32));
        }
        for &group in &group_of {
            self.groups[group as usize].len += 1;
        }
        let mut start = 0;
        for (number, group) in self.groups.iter_mut().enumerate() {
            group.start = start;
            start += group.len;
            if group.len > 0 {
                self.touched.push(number as u32);
            }
            group.len = 0;
        }
        self.rooms.fill(EXACT);
        let width = self.width();
        self.store.resize(end * width, 0);
        let tuples = rows.words(0, end).chunks_exact(self.arity());
        for (tuple, &group) in tuples.zip(&group_of) {
            self.put(group as usize, tuple);
        }
    }

    /// The same where keys are numbered in their order, of a relation that does not grow.
    fn take_first_ranked(&mut self, rows: &Rows, end: usize, key: usize, largest: usize) {
        let (arity, width) = (self.arity(), self.width());
        let tuples = || rows.words(0, end).chunks_exact(arity);
        let words = || tuples().map(|tuple| tuple[key]);
        let mut ranked = match std::mem::replace(&mut self.keys, Keys::Direct) {
            Keys::Ranked(ranked) => ranked,
            _ => Ranked::default(),
        };
        ranked.fill(words(), largest);
        let keys = ranked.len();
        self.groups.resize(keys, Group::default());
        self.rooms.resize(keys, EXACT);
        self.touched.extend(0..keys as u32);
        self.store.resize(end * width, 0);
        let is_sorted = words().is_sorted();
        let mut last = None;
        let mut number = 0;
        for word in words() {
            number = match last {
                Some(last) if last == word => number,
                Some(_) if is_sorted => number + 1,
                _ => ranked.number(word).unwrap_or_default(),
            };
            last = Some(word);
            self.groups[number as usize].len += 1;
        }
        let mut start = 0;
        for group in &mut self.groups {
            group.start = start;
            start += group.len;
        }
        if is_sorted {
            // Entries stand as the rows do.
            let rest = tuples().flat_map(|tuple| self.rest.iter().map(|&column| tuple[column]));
            self.store
                .iter_mut()
                .zip(rest)
                .for_each(|(to, word)| *to = word);
        } else {
            for tuple in tuples() {
                let number = ranked.number(tuple[key]).unwrap_or_default();
                let group = &mut self.groups[number as usize];
                let entry = (group.start + group.old) as usize * width;
                group.old += 1;
                for (word, &column) in self.store[entry..entry + width].iter_mut().zip(&self.rest) {
                    *word = tuple[column];
                }
            }
        }
        let starts = self.groups.iter().map(|group| group.start);
        ranked.set_starts(starts.chain([start]));
        self.keys = Keys::Ranked(ranked);
    }

    /// The same where each word of the key is the number of its group.
    fn take_first_direct(&mut self, rows: &Rows, end: usize, key: usize, largest: usize) {
        let (arity, width) = (self.arity(), self.width());
        let tuples = || rows.words(0, end).chunks_exact(arity);
        // Counted apart from the groups, as what is used at random places is better small.
        let mut ends = vec![0_u32; largest + 1];
        tuples().for_each(|tuple| ends[tuple[key] as usize] += 1);
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
        self.rooms.resize(largest + 1, EXACT);
        self.keys = Keys::Direct;
        self.store.resize(end * width, 0);
        for tuple in tuples() {
            let next = &mut ends[tuple[key] as usize];
            let entry = *next as usize * width;
            for (word, &column) in self.store[entry..entry + width].iter_mut().zip(&self.rest) {
                *word = tuple[column];
            }
            *next += 1;
        }
    }
}
