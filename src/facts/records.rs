//! Interned records: equal tuples of words are equal numbers.

use hashbrown::HashTable;

use super::{Word, hash_words};

/// The word of `nil`.
pub(super) const NIL: Word = 0;

/// All records, one after the other, each with a number from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    words: Vec<Word>,
    /// Where each record ends in `words`.
    ends: Vec<u32>,
    /// Numbers less 1, by hash of the fields.
    numbers: HashTable<u32>,
}

impl Records {
    pub(super) fn find(&self, fields: &[Word]) -> Option<Word> {
        self.numbers
            .find(hash(fields), |&at| self.at(at) == fields)
            .map(|at| at + 1)
    }

    pub(super) fn intern(&mut self, fields: &[Word]) -> Word {
        if let Some(word) = self.find(fields) {
            return word;
        }
        let at = u32::try_from(self.ends.len()).expect("fewer than 2^32 records");
        self.words.extend_from_slice(fields);
        self.ends
            .push(u32::try_from(self.words.len()).expect("fewer than 2^32 fields"));
        let (words, ends) = (&self.words, &self.ends);
        self.numbers
            .insert_unique(hash(fields), at, |&other| hash(slice(words, ends, other)));
        at + 1
    }

    /// The fields of a record; none of `nil`.
    pub(super) fn fields(&self, word: Word) -> Option<&[Word]> {
        Some(self.at(word.checked_sub(1)?))
    }

    fn at(&self, at: u32) -> &[Word] {
        slice(&self.words, &self.ends, at)
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.words.capacity() * 4 + self.ends.capacity() * 4 + self.numbers.capacity() * 5
    }
}

fn slice<'a>(words: &'a [Word], ends: &[u32], at: u32) -> &'a [Word] {
    let at = at as usize;
    let start = at.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &words[start..ends[at] as usize]
}

fn hash(fields: &[Word]) -> u64 {
    hash_words(fields.iter().copied())
}
