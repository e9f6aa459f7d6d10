//! Interned texts: equal texts are equal numbers.

use std::hash::{BuildHasher, BuildHasherDefault};

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// All texts of a base, one after the other in one string, each with a number.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    texts: String,
    /// Where each text ends in `texts`; it starts where the one before it ends.
    ends: Vec<usize>,
    /// Numbers by hash of their text.
    numbers: HashTable<u32>,
}

impl Symbols {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.texts[start..self.ends[number]]
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.numbers
            .find(hash(text), |&number| self.get(number) == text)
            .copied()
    }

    pub(super) fn intern(&mut self, text: &str) -> u32 {
        let hash_of_text = hash(text);
        let known = self
            .numbers
            .find(hash_of_text, |&number| self.get(number) == text);
        if let Some(&number) = known {
            return number;
        }
        let number = u32::try_from(self.ends.len()).expect("fewer than 2^32 different texts");
        self.texts.push_str(text);
        self.ends.push(self.texts.len());
        let (texts, ends) = (&self.texts, &self.ends);
        self.numbers.insert_unique(hash_of_text, number, |&other| {
            let other = other as usize;
            let start = other.checked_sub(1).map_or(0, |before| ends[before]);
            hash(&texts[start..ends[other]])
        });
        number
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.texts.capacity() + self.ends.capacity() * 8 + self.numbers.capacity() * 5
    }
}

fn hash(text: &str) -> u64 {
    BuildHasherDefault::<FxHasher>::default().hash_one(text)
}
