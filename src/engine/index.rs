//! Indexes: for each value of some columns of a relation, the other columns of its tuples, side by side.

use crate::facts::{Column, Database, Numbers, Rows, Word, hash_columns, hash_words};
use crate::rules::RelationId;

use super::sets::Sets;
use super::steps::Seen;

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
        delta: Delta,
    ) -> usize {
        let known = self
            .all
            .iter()
            .position(|(of, index)| *of == relation && index.key == columns);
        let rows = database.rows(relation);
        let at = known.unwrap_or_else(|| {
            self.all.push((relation, Index::new(columns, rows.arity())));
            self.all.len() - 1
        });
        self.all[at].1.catch_up(rows, delta);
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
                index.clear();
            }
        }
    }

    /// Drops the indexes of a relation that is no more. Plans made before must not be run any more.
    pub(super) fn remove(&mut self, relation: RelationId) {
        self.all.retain(|(of, _)| *of != relation);
    }

    /// Whether a relation has an index on these columns.
    pub(super) fn has(&self, relation: RelationId, columns: &[usize]) -> bool {
        let mut all = self.all.iter();
        all.any(|(of, index)| *of == relation && index.key == columns)
    }

    /// Brings the indexes of a relation up to date.
    pub(super) fn catch_up(&mut self, relation: RelationId, database: &Database, delta: Delta) {
        for (of, index) in &mut self.all {
            if *of == relation {
                index.catch_up(database.rows(relation), delta);
            }
        }
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
    groups: Vec<Group>,
    keys: Keys,
    /// What the groups are parts of: for each entry the words of the columns `rest`.
    store: Vec<Word>,
    /// Parts of the store that groups have left, by the power of two that is the least of their entries.
    left: Vec<Vec<(u32, u32)>>,
    delta: Delta,
    round: u32,
    /// The longest lists as sets, if they were asked for.
    sets: Option<Sets>,
}

/// How keys lead to groups.
enum Keys {
    /// The one word of a key is the number of its group.
    Direct,
    Hashed {
        numbers: Numbers,
        /// The words of the keys, one behind the other.
        words: Vec<Word>,
    },
}

/// Entries of the store with the same key. Those before `old` were there before the round `round`.
#[derive(Clone, Copy, Default)]
struct Group {
    start: u32,
    len: u32,
    room: u32,
    old: u32,
    round: u32,
}

/// Entries of a store, from the first up to the second.
pub(super) type Entries = (u32, u32);

impl Index {
    fn new(key: Vec<usize>, arity: usize) -> Index {
        Index {
            rest: (0..arity).filter(|column| !key.contains(column)).collect(),
            keys: match key.len() {
                1 => Keys::Direct,
                _ => Keys::Hashed {
                    numbers: Numbers::default(),
                    words: Vec::new(),
                },
            },
            key,
            groups: Vec::new(),
            store: Vec::new(),
            left: Vec::new(),
            delta: Delta::default(),
            round: 0,
            sets: None,
        }
    }

    fn clear(&mut self) {
        let arity = self.arity();
        *self = Index::new(std::mem::take(&mut self.key), arity);
    }

    fn arity(&self) -> usize {
        self.key.len() + self.rest.len()
    }

    /// Memory in use, in bytes.
    fn memory(&self) -> usize {
        let keys = match &self.keys {
            Keys::Direct => 0,
            Keys::Hashed { numbers, words } => {
                numbers.memory() + words.capacity() * size_of::<Word>()
            }
        };
        self.groups.capacity() * size_of::<Group>()
            + self.store.capacity() * size_of::<Word>()
            + self.sets.as_ref().map_or(0, Sets::memory)
            + keys
    }

    /// Makes sets of the longest lists, where entries have one word.
    pub(super) fn make_sets(&mut self) {
        if self.sets.is_none() && self.width() == 1 {
            let lists = self.groups.iter().map(|group| {
                let list = (group.start, group.start + group.len);
                (group.start, self.entries(list))
            });
            self.sets = Some(Sets::of(lists));
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
        let first = self.groups.partition_point(|group| group.start <= from);
        for at in first.saturating_sub(1)..self.groups.len() {
            let group = self.groups[at];
            if group.start >= to {
                break;
            }
            let part = (group.start.max(from), (group.start + group.len).min(to));
            if part.0 < part.1 {
                let key = match &self.keys {
                    Keys::Direct => at as Word,
                    Keys::Hashed { words, .. } => words[at],
                };
                tell(key, self.entries(part));
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

    /// The words of entries.
    #[inline]
    pub(super) fn entries(&self, (from, to): Entries) -> &[Word] {
        let width = self.width();
        &self.store[from as usize * width..to as usize * width]
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
                let groups = words[..len]
                    .iter()
                    .map(|&word| self.groups.get(word as usize));
                found.extend(groups.map(|group| self.part(group, seen)));
            }
            (Keys::Direct, [Column::Same(word)]) => {
                let group = self.groups.get(*word as usize);
                found.resize(len, self.part(group, seen));
            }
            (Keys::Hashed { numbers, words }, _) => {
                hash_columns(key, len, hashes);
                let width = key.len();
                for (at, &hash) in hashes.iter().enumerate() {
                    let same = |group: u32| {
                        let words = &words[group as usize * width..][..width];
                        words
                            .iter()
                            .zip(key)
                            .all(|(&word, column)| column.at(at) == word)
                    };
                    let group = numbers.find(hash, same);
                    let group = group.map(|group| &self.groups[group as usize]);
                    found.push(self.part(group, seen));
                }
            }
            (Keys::Direct, _) => unreachable!("direct keys have one column"),
        }
    }

    /// The entries of a group that an atom sees.
    #[inline]
    fn part(&self, group: Option<&Group>, seen: Seen) -> Entries {
        let Some(&group) = group else {
            return (0, 0);
        };
        let old = match group.round == self.round {
            true => group.old,
            false => group.len,
        };
        let (from, to) = match seen {
            Seen::All | Seen::UpToDelta => (0, group.len),
            Seen::Old => (0, old),
            Seen::Delta => (old, group.len),
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
        self.take(rows, self.delta.end, delta.old);
        self.round += 1;
        self.take(rows, delta.old, delta.end);
        self.delta = delta;
    }

    /// Takes in the first rows, all at once: groups then stand one behind the other, without room between.
    fn take_first(&mut self, rows: &Rows, end: usize) {
        let round = self.round;
        let mut group_of = Vec::with_capacity(end);
        for tuple in rows.words(0, end).chunks_exact(self.arity()) {
            let group = self.group(tuple, end);
            self.groups[group].room += 1;
            group_of.push(group as u32);
        }
        let mut start = 0;
        for group in &mut self.groups {
            group.start = start;
            group.round = round;
            start += group.room;
        }
        let width = self.width();
        self.store = vec![0; end * width];
        let tuples = rows.words(0, end).chunks_exact(self.arity());
        for (tuple, &group) in tuples.zip(&group_of) {
            let group = &mut self.groups[group as usize];
            let entry = (group.start + group.len) as usize * width;
            for (word, &column) in self.store[entry..entry + width].iter_mut().zip(&self.rest) {
                *word = tuple[column];
            }
            group.len += 1;
        }
    }

    /// Takes in more rows.
    fn take(&mut self, rows: &Rows, from: usize, end: usize) {
        if from == 0 {
            return self.take_first(rows, end);
        }
        let width = self.width();
        for tuple in rows.words(from, end).chunks_exact(self.arity()) {
            let number = self.group(tuple, end);
            let mut group = self.groups[number];
            if group.round != self.round {
                group.round = self.round;
                group.old = group.len;
            }
            if group.len == group.room {
                self.move_to_more_room(&mut group);
            }
            let entry = (group.start + group.len) as usize * width;
            for (word, &column) in self.store[entry..entry + width].iter_mut().zip(&self.rest) {
                *word = tuple[column];
            }
            group.len += 1;
            self.groups[number] = group;
        }
    }

    /// Gives a group at least twice its room, elsewhere in the store.
    fn move_to_more_room(&mut self, group: &mut Group) {
        let class = (group.room * 2).max(4).next_power_of_two().ilog2() as usize;
        if self.left.len() <= class {
            self.left.resize_with(class + 1, Vec::new);
        }
        let width = self.width();
        let (start, room) = self.left[class].pop().unwrap_or_else(|| {
            let end = self.store.len() / width;
            let room = 1 << class;
            let end = u32::try_from(end).expect("fewer than 2^32 entries");
            self.store.resize(self.store.len() + room * width, 0);
            (end, room as u32)
        });
        let from = group.start as usize * width;
        let words = from..from + group.len as usize * width;
        self.store.copy_within(words, start as usize * width);
        if group.room > 0 {
            let class = group.room.ilog2() as usize;
            self.left[class].push((group.start, group.room));
        }
        group.start = start;
        group.room = room;
    }

    /// The group of a tuple, made if it is new. There are `rows` rows so far.
    #[inline]
    fn group(&mut self, tuple: &[Word], rows: usize) -> usize {
        if let Keys::Direct = self.keys {
            let group = tuple[self.key[0]] as usize;
            if group < self.groups.len() {
                return group;
            }
            if group < 2 * rows + 1024 {
                self.groups.resize(group + 1, Group::default());
                return group;
            }
            self.hash_keys();
        }
        let Keys::Hashed { numbers, words } = &mut self.keys else {
            unreachable!("keys that are not direct are hashed")
        };
        let columns = &self.key;
        let hash = hash_words(columns.iter().map(|&column| tuple[column]));
        let same = |group: u32| {
            let words = &words[group as usize * columns.len()..][..columns.len()];
            words
                .iter()
                .zip(columns)
                .all(|(&word, &column)| word == tuple[column])
        };
        let new = self.groups.len();
        if let Some(group) = numbers.find_or_insert(hash, new as u32, same) {
            return group as usize;
        }
        words.extend(columns.iter().map(|&column| tuple[column]));
        self.groups.push(Group::default());
        new
    }

    /// Turns direct keys into hashed ones, as one came that is too large.
    fn hash_keys(&mut self) {
        let mut numbers = Numbers::default();
        let words: Vec<Word> = (0..self.groups.len() as Word).collect();
        numbers.reserve(words.len());
        for &word in &words {
            numbers.find_or_insert(hash_words([word].into_iter()), word, |_| false);
        }
        self.keys = Keys::Hashed { numbers, words };
    }
}
