//! Interned texts: equal texts are equal numbers.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use hashbrown::hash_table::Entry as Place;
use rustc_hash::FxHasher;

/// All texts of a base, each with a number.
///
/// Most of the time goes into fetching from memory what was not used for long, so a text is to be found with
/// one look: short ones lie in their slot themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    /// By number.
    slots: Vec<Slot>,
    /// All long texts, one after the other.
    long: String,
    /// Numbers by hash of their text.
    numbers: HashTable<Entry>,
}

/// A text's number beside its hash, so that most texts are told apart, and the table grows, without a look
/// at the texts.
#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    number: u32,
}

/// The length of a text; then itself, if it is short, else its beginning and where it starts in `long`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    length: u32,
    bytes: [u8; SHORT],
}

/// Texts of at most so many bytes are short.
const SHORT: usize = 12;
/// So many bytes of a long text stand in its slot, before its place.
const BEGINNING: usize = 4;

impl Slot {
    /// The slot of a text; that of a long one has a place in `long` that starts at `start`.
    fn new(text: &str, start: usize) -> Slot {
        let mut bytes = [0; SHORT];
        if text.len() <= SHORT {
            bytes[..text.len()].copy_from_slice(text.as_bytes());
        } else {
            bytes[..BEGINNING].copy_from_slice(&text.as_bytes()[..BEGINNING]);
            bytes[BEGINNING..].copy_from_slice(&(start as u64).to_le_bytes());
        }
        Slot {
            length: u32::try_from(text.len()).expect("texts shorter than 4 GiB"),
            bytes,
        }
    }

    fn text<'a>(&'a self, long: &'a str) -> &'a str {
        let length = self.length as usize;
        if length <= SHORT {
            return std::str::from_utf8(&self.bytes[..length]).expect("it was a text");
        }
        let start = self.bytes[BEGINNING..].try_into().expect("eight bytes");
        let start = u64::from_le_bytes(start) as usize;
        &long[start..start + length]
    }

    /// Whether this is the slot of `text`, for which `wanted` was made.
    fn is(&self, wanted: &Slot, text: &str, long: &str) -> bool {
        if text.len() <= SHORT {
            return self == wanted;
        }
        self.length == wanted.length
            && self.bytes[..BEGINNING] == wanted.bytes[..BEGINNING]
            && self.text(long) == text
    }
}

impl Symbols {
    pub(super) fn len(&self) -> usize {
        self.slots.len()
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> &str {
        self.slots[number as usize].text(&self.long)
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let (hash, wanted) = (hash(text), Slot::new(text, 0));
        let found = self.numbers.find(spread(hash), |entry| {
            entry.hash == hash && self.slots[entry.number as usize].is(&wanted, text, &self.long)
        });
        found.map(|entry| entry.number)
    }

    pub(super) fn intern(&mut self, text: &str) -> u32 {
        let (hash, slot) = (hash(text), Slot::new(text, self.long.len()));
        let (slots, long) = (&self.slots, &self.long);
        let is_known = |entry: &Entry| {
            entry.hash == hash && slots[entry.number as usize].is(&slot, text, long)
        };
        let place = self
            .numbers
            .entry(spread(hash), is_known, |entry| spread(entry.hash));
        match place {
            Place::Occupied(known) => known.get().number,
            Place::Vacant(place) => {
                let number =
                    u32::try_from(self.slots.len()).expect("fewer than 2^32 different texts");
                place.insert(Entry { hash, number });
                self.slots.push(slot);
                if text.len() > SHORT {
                    self.long.push_str(text);
                }
                number
            }
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.long.capacity()
            + self.slots.capacity() * size_of::<Slot>()
            + self.numbers.capacity() * (size_of::<Entry>() + 1)
    }
}

fn hash(text: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(text);
    (hash ^ hash >> 32) as u32
}

/// A hash for the table, which looks at the highest bits and the lowest.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_lengths_are_told_apart_and_come_back() {
        let mut texts: Vec<String> = (0..40).map(|length| "é".repeat(length)).collect();
        for length in 1..40 {
            texts.push("a".repeat(length));
            texts.push("a".repeat(length) + "\0");
            texts.push("a".repeat(length - 1) + "b");
            texts.push("b".to_owned() + &"a".repeat(length + 1));
        }
        let mut symbols = Symbols::default();
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(symbols.find(text), None, "{text}");
            assert_eq!(symbols.intern(text) as usize, number, "{text}");
        }
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(symbols.intern(text) as usize, number, "{text}");
            assert_eq!(symbols.find(text), Some(number as u32), "{text}");
            assert_eq!(symbols.get(number as u32), text);
        }
        assert_eq!(symbols.len(), texts.len());
    }
}
