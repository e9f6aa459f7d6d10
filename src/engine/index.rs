//! Indexes: for each value of some columns of a relation, the other columns of its tuples, side by side.

mod collection;
mod first;
mod keys;
mod ranked;
#[cfg(test)]
mod tests;

pub(super) use collection::Indexes;
use keys::{Hashed, Keys};
use ranked::Ranked;

use std::ops::Range;

use super::sets::Sets;
use super::steps::Seen;
use crate::facts::{Column, Rows, Word};

/// The rows of a relation that are old, and up to where the current delta goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Delta {
    pub(super) old: usize,
    pub(super) end: usize,
}

impl Delta {
    /// Of a relation that does not change any more.
    pub(super) fn complete(rows: &Rows) -> Delta {
        Delta {
            old: rows.len(),
            end: rows.len(),
        }
    }

    /// What came behind this delta.
    pub(super) fn next(self, rows: &Rows) -> Delta {
        Delta {
            old: self.end,
            end: rows.len(),
        }
    }

    pub(super) fn is_empty(self) -> bool {
        self.old == self.end
    }
}

/// Tuples grouped by key. Of each group the columns that are not in the key stand together, in the order in
/// which the rows came.
///
/// An index covers the rows up to the end of the delta that it was last brought up to; rows added since
/// then belong to the next delta and are not in it.
pub(super) struct Index {
    key: Vec<usize>,
    /// The other columns.
    rest: Vec<usize>,
    keys: Keys,
    /// What keys lead to, unless they are ranked.
    groups: Vec<Group>,
    /// For how many entries each group has room, as a class; `EXACT` if for no more than it has.
    rooms: Vec<u8>,
    /// What the groups are parts of: for each entry the words of the columns `rest`.
    store: Vec<Word>,
    /// Where groups have left parts of the store, by the largest class that fits.
    left: Vec<Vec<u32>>,
    delta: Delta,
    /// The groups that have entries of the delta.
    touched: Vec<u32>,
    /// The longest lists as sets, if they were asked for.
    sets: Option<Sets>,
    /// Whether no two tuples are known to have the same key.
    is_unique: bool,
    /// Whether it was asked for since all was emptied.
    in_use: bool,
}

/// Entries of the store with the same key. Those before `old` were there before the delta.
#[derive(Clone, Copy, Default)]
struct Group {
    start: u32,
    len: u32,
    old: u32,
}

impl Group {
    /// Of entries none of which is of the delta.
    fn of_old((start, end): Entries) -> Group {
        let len = end - start;
        Group {
            start,
            len,
            old: len,
        }
    }

    /// All its entries.
    fn list(&self) -> Entries {
        (self.start, self.start + self.len)
    }
}

/// A group without room for more.
const EXACT: u8 = u8::MAX;

/// How many entries there is room for in a class: 2, 3, 4, 6, 8, 12, 16 and so on.
fn room(class: u8) -> u32 {
    (2 + u32::from(class & 1)) << (class / 2)
}

/// The largest class with no more room than for so many entries, at least two.
fn class_within(entries: u32) -> u8 {
    let power = entries.ilog2() as u8;
    let is_half_way = entries >> (power - 1) & 1;
    2 * (power - 1) + is_half_way as u8
}

/// The class that a group without room goes to first.
const FIRST: u8 = 2;

/// Entries of a store, from the first up to the second.
pub(super) type Entries = (u32, u32);

impl Index {
    /// The columns that it is on.
    pub(super) fn key(&self) -> &[usize] {
        &self.key
    }

    fn new(key: Vec<usize>, arity: usize) -> Index {
        Index {
            rest: (0..arity).filter(|column| !key.contains(column)).collect(),
            keys: match key.len() {
                1 => Keys::Direct,
                _ => Keys::Hashed(Hashed::default()),
            },
            key,
            groups: Vec::new(),
            rooms: Vec::new(),
            store: Vec::new(),
            left: Vec::new(),
            delta: Delta::default(),
            touched: Vec::new(),
            sets: None,
            is_unique: false,
            in_use: false,
        }
    }

    /// Forgets all tuples, not the room that they took.
    fn clear(&mut self) {
        match &mut self.keys {
            Keys::Direct => {}
            Keys::Ranked(ranked) => ranked.clear(),
            Keys::Hashed(hashed) => hashed.clear(),
        }
        self.groups.clear();
        self.rooms.clear();
        self.store.clear();
        self.left.clear();
        self.delta = Delta::default();
        self.touched.clear();
        self.sets = None;
        self.is_unique = false;
    }

    fn arity(&self) -> usize {
        self.key.len() + self.rest.len()
    }

    /// Memory in use, in bytes.
    fn memory(&self) -> usize {
        let keys = match &self.keys {
            Keys::Direct => 0,
            Keys::Ranked(ranked) => ranked.memory(),
            Keys::Hashed(hashed) => hashed.memory(),
        };
        let words = self.store.capacity() + self.touched.capacity();
        let sets = self.sets.as_ref().map_or(0, Sets::memory);
        self.groups.capacity() * (size_of::<Group>() + 1) + words * size_of::<Word>() + keys + sets
    }

    /// Makes sets of the longest lists, where entries have one word.
    pub(super) fn make_sets(&mut self) {
        if self.sets.is_none() && self.width() == 1 {
            let with_words = |list: Entries| (list.0, self.entries(list));
            self.sets = Some(match &self.keys {
                Keys::Ranked(ranked) => Sets::of(ranked.lists_from(0).map(with_words)),
                _ => Sets::of(self.groups.iter().map(Group::list).map(with_words)),
            });
        }
    }

    pub(super) fn sets(&self) -> Option<&Sets> {
        self.sets.as_ref()
    }

    /// Whether groups stand one behind the other, in their order, without room between.
    pub(super) fn is_gapless(&self) -> bool {
        let mut end = 0;
        self.groups.iter().all(|group| {
            let follows = group.start == end;
            end += group.len;
            follows
        })
    }

    /// Tells the key of each group of which entries are asked for, with these, where groups have no gaps and
    /// keys have one column.
    pub(super) fn groups_within(&self, (from, to): Entries, mut tell: impl FnMut(Word, &[Word])) {
        let mut tell_all = |groups: &mut dyn Iterator<Item = (Word, Entries)>| {
            for (key, list) in groups.take_while(|(_, list)| list.0 < to) {
                let part = (list.0.max(from), list.1.min(to));
                if part.0 < part.1 {
                    tell(key, self.entries(part));
                }
            }
        };
        let first = self.groups.partition_point(|group| group.start <= from);
        let first = first.saturating_sub(1);
        let groups = self.groups[first..].iter().map(Group::list);
        match &self.keys {
            Keys::Direct => tell_all(&mut (first as Word..).zip(groups)),
            Keys::Ranked(ranked) => {
                let first = ranked.number_at(from);
                let keys = ranked.keys_from(first);
                tell_all(&mut keys.zip(ranked.lists_from(first)));
            }
            Keys::Hashed(hashed) => {
                tell_all(&mut hashed.words()[first..].iter().copied().zip(groups));
            }
        }
    }

    /// How many words an entry has.
    pub(super) fn width(&self) -> usize {
        self.rest.len()
    }

    /// Where a column of the relation stands in an entry.
    pub(super) fn place(&self, column: usize) -> usize {
        let place = self.place_of(column);
        place.expect("only columns outside the key are asked for")
    }

    /// The same, unless the column is in the key.
    pub(super) fn place_of(&self, column: usize) -> Option<usize> {
        self.rest.iter().position(|&other| other == column)
    }

    /// Whether no two tuples of a relation with so many rows have the same key, as far as that is known: an index may
    /// lack what came last.
    pub(super) fn is_unique(&self, rows: usize) -> bool {
        self.is_unique && self.delta.end == rows
    }

    /// The words of entries.
    #[inline]
    pub(super) fn entries(&self, (from, to): Entries) -> &[Word] {
        let width = self.width();
        &self.store[from as usize * width..to as usize * width]
    }

    /// The words of the entries from one on.
    #[inline]
    pub(super) fn entries_from(&self, from: u32) -> &[Word] {
        &self.store[from as usize * self.width()..]
    }

    /// How many entries there are with a key of one column.
    pub(super) fn entries_of(&self, key: Word) -> usize {
        let mut found = Vec::with_capacity(1);
        self.look_up(
            &[Column::Same(key)],
            1,
            Seen::All,
            &mut Vec::new(),
            &mut found,
        );
        found.iter().map(|(from, to)| (to - from) as usize).sum()
    }

    /// For each binding of a batch, the entries with its key.
    pub(super) fn look_up(
        &self,
        key: &[Column<'_>],
        len: usize,
        seen: Seen,
        hashes: &mut Vec<u64>,
        found: &mut Vec<Entries>,
    ) {
        found.clear();
        match (&self.keys, key) {
            (Keys::Direct, [Column::Each(words)]) => {
                let numbers = words[..len].iter();
                found.extend(numbers.map(|&number| self.part(number, seen)));
            }
            (Keys::Direct, [Column::Same(number)]) => {
                found.resize(len, self.part(*number, seen));
            }
            (Keys::Ranked(_), _) if seen == Seen::Delta => found.resize(len, (0, 0)),
            (Keys::Ranked(ranked), [Column::Each(words)]) => {
                found.extend(words[..len].iter().map(|&word| ranked.entries(word)));
            }
            (Keys::Ranked(ranked), [Column::Same(word)]) => {
                found.resize(len, ranked.entries(*word));
            }
            (Keys::Hashed(hashed), _) => hashed.look_up(key, len, hashes, |number| {
                found.push(number.map_or((0, 0), |number| self.part(number, seen)));
            }),
            (Keys::Direct | Keys::Ranked(_), _) => {
                unreachable!("direct and ranked keys have one column")
            }
        }
    }

    /// The entries of a group that an atom sees.
    #[inline]
    fn part(&self, group: u32, seen: Seen) -> Entries {
        let Some(group) = self.groups.get(group as usize) else {
            return (0, 0);
        };
        let (from, to) = match seen {
            Seen::All | Seen::UpToDelta => (0, group.len),
            Seen::Old => (0, group.old),
            Seen::Delta => (group.old, group.len),
        };
        (group.start + from, group.start + to)
    }

    /// Takes in the rows up to the end of a delta.
    pub(super) fn catch_up(&mut self, rows: &Rows, delta: Delta) {
        if delta == self.delta {
            return;
        }
        self.sets = None;
        if delta.old < self.delta.end {
            self.clear();
        }
        self.end_delta();
        let grows = !delta.is_empty();
        self.take(rows, self.delta.end..delta.old, grows);
        self.end_delta();
        self.take(rows, delta.old..delta.end, grows);
        self.delta = delta;
    }

    /// From here on, all entries are old.
    fn end_delta(&mut self) {
        for group in std::mem::take(&mut self.touched) {
            let group = &mut self.groups[group as usize];
            group.old = group.len;
        }
    }

    /// Puts what a tuple has outside the key behind the other entries of its group.
    #[inline]
    fn put(&mut self, group: usize, tuple: &[Word]) {
        let width = self.width();
        let group = &mut self.groups[group];
        let entry = (group.start + group.len) as usize * width;
        for (word, &column) in self.store[entry..entry + width].iter_mut().zip(&self.rest) {
            *word = tuple[column];
        }
        group.len += 1;
    }

    /// Takes in more rows; it may be that the relation grows on.
    fn take(&mut self, rows: &Rows, Range { start: from, end }: Range<usize>, grows: bool) {
        if from == end {
            return;
        }
        if from == 0 {
            return self.take_first(rows, end, grows);
        }
        self.is_unique = false;
        if let Keys::Ranked(ranked) = &self.keys {
            self.groups.extend(ranked.lists_from(0).map(Group::of_old));
            self.rooms.resize(self.groups.len(), EXACT);
            self.keys = Keys::Hashed(Hashed::of_words(ranked.keys_from(0)));
        }
        self.make_direct(end);
        for tuple in rows.words(from, end).chunks_exact(self.arity()) {
            let number = self.group(tuple, end);
            let Group { len, old, .. } = self.groups[number];
            if len == old {
                self.touched.push(number as u32);
            }
            let class = self.rooms[number];
            if class == EXACT || len == room(class) {
                self.move_to_more_room(number);
            }
            self.put(number, tuple);
        }
    }

    /// Gives a full group more room, elsewhere in the store.
    fn move_to_more_room(&mut self, number: usize) {
        let Group { start, len, .. } = self.groups[number];
        let class = match len {
            0 | 1 => FIRST,
            _ => (class_within(len) + 1).max(FIRST),
        };
        if self.left.len() <= usize::from(class) {
            self.left.resize_with(usize::from(class) + 1, Vec::new);
        }
        let width = self.width();
        let to = self.left[usize::from(class)].pop().unwrap_or_else(|| {
            let end = self.store.len();
            self.store.resize(end + room(class) as usize * width, 0);
            u32::try_from(end / width).expect("fewer than 2^32 entries")
        });
        let from = start as usize * width;
        let words = from..from + len as usize * width;
        self.store.copy_within(words, to as usize * width);
        if len >= room(FIRST) {
            self.left[usize::from(class_within(len))].push(start);
        }
        self.groups[number].start = to;
        self.rooms[number] = class;
    }

    /// The group of a tuple, made if it is new. There are `rows` rows so far.
    #[inline]
    fn group(&mut self, tuple: &[Word], rows: usize) -> usize {
        if let Keys::Direct = self.keys {
            let group = tuple[self.key[0]] as usize;
            if group < self.groups.len() {
                return group;
            }
            if may_be_direct(group, rows) {
                self.groups.resize(group + 1, Group::default());
                self.rooms.resize(group + 1, EXACT);
                return group;
            }
            self.keys = Keys::Hashed(Hashed::of_words(0..self.groups.len() as Word));
        }
        let Keys::Hashed(hashed) = &mut self.keys else {
            unreachable!("keys that are not direct are hashed")
        };
        let group = hashed.number(self.key.iter().map(|&column| tuple[column]));
        if group == self.groups.len() {
            self.groups.push(Group::default());
            self.rooms.push(EXACT);
        }
        group
    }

    /// Makes hashed keys direct once there are enough rows for that.
    fn make_direct(&mut self, rows: usize) {
        let Keys::Hashed(hashed) = &self.keys else {
            return;
        };
        let largest = hashed.largest() as usize;
        if self.key.len() > 1 || !may_be_direct(largest, rows) {
            return;
        }
        let mut groups = vec![Group::default(); largest + 1];
        let mut rooms = vec![EXACT; largest + 1];
        for (number, &word) in hashed.words().iter().enumerate() {
            groups[word as usize] = self.groups[number];
            rooms[word as usize] = self.rooms[number];
        }
        (self.groups, self.rooms) = (groups, rooms);
        self.keys = Keys::Direct;
    }
}

/// Whether there are enough rows that a word as large as this may be the number of its group.
fn may_be_direct(word: usize, rows: usize) -> bool {
    word < 3 * rows + 1024
}
