//! Interned texts: equal texts are equal numbers.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry as Place;
use rustc_hash::FxHasher;

/// All texts of a base, one after the other in one string, each with a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    texts: String,
    /// Where each text ends in `texts`; it starts where the one before it ends.
    ends: Vec<usize>,
    /// Numbers by hash of their text.
    numbers: HashTable<Entry>,
}

/// A text's number beside its hash, so that most texts are told apart, and the table grows, without a look
/// at the texts, which are far away in memory.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    number: u32,
}

impl Symbols {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, number: u32) -> &str {
        text(&self.texts, &self.ends, number)
    }

    pub(super) fn find(&self, wanted: &str) -> Option<u32> {
        let hash = hash(wanted);
        let is_wanted = |entry: &Entry| entry.hash == hash && self.get(entry.number) == wanted;
        let found = self.numbers.find(spread(hash), is_wanted);
        found.map(|entry| entry.number)
    }

    pub(super) fn intern(&mut self, new: &str) -> u32 {
        let hash = hash(new);
        let (texts, ends) = (&self.texts, &self.ends);
        let is_new = |entry: &Entry| entry.hash == hash && text(texts, ends, entry.number) == new;
        let place = self
            .numbers
            .entry(spread(hash), is_new, |entry| spread(entry.hash));
        match place {
            Place::Occupied(known) => known.get().number,
            Place::Vacant(place) => {
                let number =
                    u32::try_from(self.ends.len()).expect("fewer than 2^32 different texts");
                place.insert(Entry { hash, number });
                self.texts.push_str(new);
                self.ends.push(self.texts.len());
                number
            }
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.texts.capacity() + self.ends.capacity() * 8 + self.numbers.capacity() * 9
    }
}

fn text<'a>(texts: &'a str, ends: &[usize], number: u32) -> &'a str {
    let number = number as usize;
    let start = number.checked_sub(1).map_or(0, |before| ends[before]);
    &texts[start..ends[number]]
}

fn hash(text: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(text);
    (hash ^ hash >> 32) as u32
}

/// A hash for the table, which looks at the highest bits and the lowest.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}
