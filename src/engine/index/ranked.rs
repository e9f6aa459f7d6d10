//! Keys of one word that are numbered in their order.

use super::Entries;
use crate::facts::Word;

/// Which words are keys, as bits, so that the number of a key is how many bits are set before its own (Jacobson,
/// "Space-efficient static trees and graphs", 1989). No key is added later, and no entry: those of one key stand
/// behind those of the key before.
#[derive(Default)]
pub(super) struct Ranked {
    blocks: Vec<Block>,
    /// Where the entries of each key begin, and where the last ones end; none if each key has one entry.
    starts: Vec<u32>,
}

/// 64 words in a row.
#[derive(Clone, Copy, Default)]
struct Block {
    bits: u64,
    /// How many keys there are before them.
    before: u32,
}

/// How many words a block stands for.
const WORDS: usize = u64::BITS as usize;

impl Ranked {
    /// How many bytes there may be for each row.
    const BYTES: usize = 64;

    /// Whether so many rows are worth bits up to the largest word of their keys.
    pub(super) fn is_worth_it(largest: usize, rows: usize) -> bool {
        (largest / WORDS + 1) * size_of::<Block>() <= rows * Self::BYTES
    }

    /// Makes these the keys, each as often as it comes, up to the largest, in place of others.
    pub(super) fn fill(&mut self, keys: impl Iterator<Item = Word>, largest: usize) {
        let blocks = &mut self.blocks;
        blocks.clear();
        blocks.resize(largest / WORDS + 1, Block::default());
        for key in keys {
            blocks[key as usize / WORDS].bits |= 1 << (key as usize % WORDS);
        }
        let mut before = 0;
        for block in blocks {
            block.before = before;
            before += block.bits.count_ones();
        }
    }

    /// How many keys there are.
    pub(super) fn len(&self) -> usize {
        let last = self.blocks.last();
        last.map_or(0, |last| (last.before + last.bits.count_ones()) as usize)
    }

    /// The number of a key, if it is there.
    #[inline]
    pub(super) fn number(&self, key: Word) -> Option<u32> {
        let block = self.blocks.get(key as usize / WORDS)?;
        let bit = 1 << (key as usize % WORDS);
        let smaller = block.bits & (bit - 1);
        (block.bits & bit != 0).then(|| block.before + smaller.count_ones())
    }

    /// Notes where the entries of each key begin, and where the last ones end.
    pub(super) fn set_starts(&mut self, starts: impl Iterator<Item = u32> + Clone) {
        self.starts.clear();
        if !starts.clone().eq(0..=self.len() as u32) {
            self.starts.extend(starts);
        }
    }

    /// The entries of a key.
    #[inline]
    pub(super) fn entries(&self, key: Word) -> Entries {
        let Some(number) = self.number(key) else {
            return (0, 0);
        };
        match self.starts.get(number as usize..number as usize + 2) {
            Some(&[start, end]) => (start, end),
            _ => (number, number + 1),
        }
    }

    /// The keys from a number on, in their order.
    pub(super) fn keys_from(&self, number: usize) -> impl Iterator<Item = Word> + '_ {
        let begins = |block: &Block| block.before as usize <= number;
        let mut at = self.blocks.partition_point(begins).saturating_sub(1);
        let first = self.blocks.get(at).copied().unwrap_or_default();
        let skipped = first.before as usize..number;
        let mut bits = skipped.fold(first.bits, |bits, _| bits & bits.wrapping_sub(1));
        std::iter::from_fn(move || {
            while bits == 0 {
                at += 1;
                bits = self.blocks.get(at)?.bits;
            }
            let bit = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            Some((at * WORDS + bit) as Word)
        })
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.blocks.capacity() * size_of::<Block>() + self.starts.capacity() * size_of::<u32>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_numbered_in_their_order() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut ranked = Ranked::default();
        for most in [1, 70, 1000, 100_000] {
            let keys: Vec<Word> = (0..300).map(|_| random.u32(0..most)).collect();
            let largest = keys.iter().copied().max().unwrap_or_default();
            ranked.fill(keys.iter().copied(), largest as usize);
            let mut sorted = keys;
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(ranked.len(), sorted.len());
            for word in 0..most + 70 {
                let expected = sorted.binary_search(&word).ok();
                assert_eq!(ranked.number(word).map(|n| n as usize), expected);
            }
            for from in 0..sorted.len() {
                assert!(ranked.keys_from(from).eq(sorted[from..].iter().copied()));
            }
        }
    }
}
