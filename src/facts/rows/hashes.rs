//! Hashes of tuples and keys.

use super::Column;
use crate::facts::Word;

/// Mixes the words of a tuple or key so that the high and the low bits of the result are both good.
#[inline]
pub(crate) fn hash_words(words: impl Iterator<Item = Word>) -> u64 {
    finished(words.fold(0, mixed))
}

/// The hashes of the tuples of a batch, as `hash_words` has them.
pub(crate) fn hash_columns(columns: &[Column<'_>], len: usize, into: &mut Vec<u64>) {
    into.clear();
    into.resize(len, 0);
    for column in columns {
        for (row, hash) in into.iter_mut().enumerate() {
            *hash = mixed(*hash, column.at(row));
        }
    }
    into.iter_mut().for_each(|hash| *hash = finished(*hash));
}

#[inline]
fn mixed(hash: u64, word: Word) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    (hash.rotate_left(26) ^ u64::from(word)).wrapping_mul(FACTOR)
}

#[inline]
fn finished(hash: u64) -> u64 {
    hash ^ (hash >> 32)
}
