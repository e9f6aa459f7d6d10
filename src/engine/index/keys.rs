//! How the keys of an index lead to its groups.

use super::ranked::Ranked;
use crate::facts::{Column, Numbers, Word, hash_columns, hash_words};

pub(super) enum Keys {
    /// The one word of a key is the number of its group.
    Direct,
    Ranked(Ranked),
    Hashed(Hashed),
}

/// Keys that are numbered in the order in which they came.
#[derive(Default)]
pub(super) struct Hashed {
    numbers: Numbers,
    /// The words of the keys, one behind the other.
    words: Vec<Word>,
    /// The largest of the words.
    largest: Word,
    present: Present,
}

/// Which keys there are, if they are single words that are not too large: a bit for each tells faster than
/// a hash that a key is not there.
enum Present {
    Bits(Vec<u64>),
    Unknown,
}

impl Default for Present {
    fn default() -> Present {
        Present::Bits(Vec::new())
    }
}

impl Present {
    /// How many bits there may be for each key, and for few keys.
    const BITS: usize = 128;
    const LEAST: usize = 1 << 18;

    /// Notes a key; there are `keys` with it.
    fn add(&mut self, key: &[Word], keys: usize) {
        let Present::Bits(bits) = self else {
            return;
        };
        match *key {
            [word] if (word as usize) < (keys * Self::BITS).max(Self::LEAST) => {
                let at = word as usize / 64;
                if at >= bits.len() {
                    bits.resize(at + 1, 0);
                }
                bits[at] |= 1 << (word % 64);
            }
            _ => *self = Present::Unknown,
        }
    }
}

impl Hashed {
    /// Keys of one word each, numbered as they come.
    pub(super) fn of_words(words: impl Iterator<Item = Word>) -> Hashed {
        let mut hashed = Hashed::default();
        hashed.numbers.reserve(words.size_hint().0);
        words.for_each(|word| _ = hashed.number([word].into_iter()));
        hashed
    }

    /// Forgets all keys, not the room that they took.
    pub(super) fn clear(&mut self) {
        self.numbers.clear();
        self.words.clear();
        self.largest = 0;
        match &mut self.present {
            Present::Bits(bits) => bits.clear(),
            Present::Unknown => self.present = Present::default(),
        }
    }

    /// Makes room for more keys.
    pub(super) fn reserve(&mut self, keys: usize) {
        self.numbers.reserve(keys);
    }

    /// The number of a key; new ones get the next one.
    #[inline]
    pub(super) fn number(&mut self, key: impl ExactSizeIterator<Item = Word> + Clone) -> usize {
        let width = key.len();
        let words = &self.words;
        let same = |number: u32| {
            let known = words[number as usize * width..][..width].iter();
            known.copied().eq(key.clone())
        };
        let next = self.words.len() / width;
        let hash = hash_words(key.clone());
        if let Some(number) = self.numbers.find_or_insert(hash, next as u32, same) {
            return number as usize;
        }
        self.words.extend(key);
        let key = &self.words[next * width..];
        self.largest = key.iter().fold(self.largest, |most, &word| most.max(word));
        self.present.add(key, next + 1);
        next
    }

    /// Tells, for each key of a batch, its number, if it is there.
    pub(super) fn look_up(
        &self,
        key: &[Column<'_>],
        len: usize,
        hashes: &mut Vec<u64>,
        mut tell: impl FnMut(Option<u32>),
    ) {
        if let (Present::Bits(bits), [column]) = (&self.present, key) {
            for word in (0..len).map(|at| column.at(at)) {
                let bits = bits.get(word as usize / 64);
                let is_there = bits.is_some_and(|bits| bits >> (word % 64) & 1 == 1);
                let same = |number: u32| self.words[number as usize] == word;
                tell(match is_there {
                    true => self.numbers.find(hash_words([word].into_iter()), same),
                    false => None,
                });
            }
            return;
        }
        hash_columns(key, len, hashes);
        let width = key.len();
        for (at, &hash) in hashes.iter().enumerate() {
            let same = |number: u32| {
                let words = &self.words[number as usize * width..][..width];
                let mut pairs = words.iter().zip(key);
                pairs.all(|(&word, column)| column.at(at) == word)
            };
            tell(self.numbers.find(hash, same));
        }
    }

    /// The largest word of a key.
    pub(super) fn largest(&self) -> Word {
        self.largest
    }

    /// The words of the keys, in the order of their numbers.
    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        let bits = match &self.present {
            Present::Bits(bits) => bits.capacity() * size_of::<u64>(),
            Present::Unknown => 0,
        };
        self.numbers.memory() + self.words.capacity() * size_of::<Word>() + bits
    }
}
