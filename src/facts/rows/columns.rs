//! The columns of batches of tuples.

use crate::facts::Word;

/// A column of the tuples of a batch: a word for each, or the same for all.
#[derive(Clone, Copy, Debug)]
pub enum Column<'a> {
    Each(&'a [Word]),
    Same(Word),
}

impl Column<'_> {
    #[inline]
    pub(crate) fn at(self, row: usize) -> Word {
        match self {
            Column::Each(words) => words[row],
            Column::Same(word) => word,
        }
    }
}

#[inline]
pub(super) fn packed(one: Word, other: Word) -> u64 {
    u64::from(one) << 32 | u64::from(other)
}

#[inline]
pub(super) fn unpacked(tuple: u64) -> [Word; 2] {
    [(tuple >> 32) as Word, tuple as Word]
}

pub(super) fn pack_columns(one: Column<'_>, other: Column<'_>, len: usize, into: &mut Vec<u64>) {
    match (one, other) {
        (Column::Each(one), Column::Each(other)) => {
            let pairs = one[..len].iter().zip(&other[..len]);
            into.extend(pairs.map(|(&one, &other)| packed(one, other)));
        }
        _ => into.extend((0..len).map(|row| packed(one.at(row), other.at(row)))),
    }
}

pub(super) fn fill(tuple: &mut [Word], columns: &[Column<'_>], row: usize) {
    for (word, column) in tuple.iter_mut().zip(columns) {
        *word = column.at(row);
    }
}
