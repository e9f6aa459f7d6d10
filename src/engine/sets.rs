//! Lists of values as sets of bits: whether a value is in one costs one look into memory that is near.

use rustc_hash::FxHashMap;

use super::index::Entries;
use crate::facts::Word;

/// The most values that sets are made for: 1 MiB of bits for each.
const WIDEST: usize = 1 << 23;

/// The longest lists of an index as sets, of those that take no more bytes as a set than eight for each value.
#[derive(Default)]
pub(super) struct Sets {
    /// How many numbers of 64 bits hold a set of any values of the index; none if values are too far apart.
    width: Option<usize>,
    bits: Vec<u64>,
    /// Where the set of a list begins, by where the list begins.
    of: FxHashMap<u32, usize>,
}

impl Sets {
    /// Sets for the lists that begin at some places.
    pub(super) fn of<'w>(lists: impl Iterator<Item = (u32, &'w [Word])> + Clone) -> Sets {
        let words = lists.clone().flat_map(|(_, words)| words);
        let values = words.max().map_or(0, |&word| word as usize + 1);
        if values > WIDEST {
            return Sets::default();
        }
        let width = values.div_ceil(64);
        let mut sets = Sets {
            width: Some(width),
            ..Sets::default()
        };
        for (start, words) in lists.filter(|(_, words)| words.len() >= width) {
            let from = sets.bits.len();
            sets.of.insert(start, from);
            sets.bits.resize(from + width, 0);
            add(&mut sets.bits[from..], words);
        }
        sets
    }

    /// The set of a list, if it was long enough.
    #[inline]
    pub(super) fn get(&self, list: Entries) -> Option<&[u64]> {
        let width = self.width?;
        if ((list.1 - list.0) as usize) < width {
            return None;
        }
        let from = *self.of.get(&list.0)?;
        Some(&self.bits[from..from + width])
    }

    /// Whether lists can be sets at all.
    pub(super) fn fit(&self) -> bool {
        self.width.is_some()
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.bits.capacity() * size_of::<u64>() + self.of.capacity() * size_of::<(u32, usize)>()
    }
}

/// The set of the list that was marked last, for one after the other of the lists of an index.
#[derive(Default)]
pub(super) struct Mark {
    list: Entries,
    bits: Vec<u64>,
}

impl Mark {
    /// Marks a list of an index with these sets. `words` gives the values of lists.
    pub(super) fn mark<'w>(
        &mut self,
        list: Entries,
        sets: &Sets,
        words: impl Fn(Entries) -> &'w [Word],
    ) {
        if self.list == list {
            return;
        }
        self.clear(&words);
        let width = sets.width.unwrap_or_default();
        if self.bits.len() < width {
            self.bits.resize(width, 0);
        }
        add(&mut self.bits, words(list));
        self.list = list;
    }

    /// Whether a list is marked.
    pub(super) fn is_used(&self) -> bool {
        self.list != Entries::default()
    }

    /// Forgets the list.
    pub(super) fn clear<'w>(&mut self, words: impl Fn(Entries) -> &'w [Word]) {
        for &word in words(std::mem::take(&mut self.list)) {
            self.bits[(word >> 6) as usize] = 0;
        }
    }

    pub(super) fn bits(&self) -> &[u64] {
        &self.bits
    }
}

fn add(bits: &mut [u64], words: &[Word]) {
    for &word in words {
        bits[(word >> 6) as usize] |= 1 << (word & 63);
    }
}

#[inline]
fn has(bits: &[u64], word: Word) -> bool {
    let number = bits.get((word >> 6) as usize);
    number.is_some_and(|number| number >> (word & 63) & 1 == 1)
}

/// Copies the words that are in a set to the front of `to`, which has room for all; returns how many.
pub(super) fn copy_known(words: &[Word], set: &[u64], to: &mut [Word]) -> usize {
    // Every word is written, and kept by counting on: whether it is in the set is hard to foretell.
    let mut count = 0;
    for &word in words {
        to[count] = word;
        count += usize::from(has(set, word));
    }
    count
}

/// Moves the words that are in a set to the front; returns how many.
pub(super) fn keep_known(words: &mut [Word], set: &[u64]) -> usize {
    let mut count = 0;
    for at in 0..words.len() {
        let word = words[at];
        words[count] = word;
        count += usize::from(has(set, word));
    }
    count
}
