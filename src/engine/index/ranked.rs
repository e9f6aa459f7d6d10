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
    pub(super) fn fill(&mut self, keys: &[Word], largest: usize) {
        let blocks = &mut self.blocks;
        blocks.clear();
        blocks.resize(largest / WORDS + 1, Block::default());
        for &key in keys {
            blocks[key as usize / WORDS].bits |= 1 << (key as usize % WORDS);
        }
        let mut before = 0;
        for block in blocks {
            block.before = before;
            before += block.bits.count_ones();
        }
    }

    /// Forgets all keys, not the room that they took.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
        self.starts.clear();
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

    /// Notes the keys of all entries, which are in their order.
    pub(super) fn set_sorted(&mut self, keys: &[Word]) {
        self.starts.clear();
        if self.len() == keys.len() {
            return;
        }
        let firsts = keys.iter().zip(keys.iter().skip(1)).zip(1..);
        self.starts.push(0);
        let starts = firsts.filter_map(|((one, next), at)| (one != next).then_some(at));
        self.starts.extend(starts);
        self.starts.push(keys.len() as u32);
    }

    /// Puts the place of the entry of each key in place of the key.
    pub(super) fn set_unsorted(&mut self, keys: &mut [Word]) {
        // Where each key's next entry goes.
        let mut next = vec![0_u32; self.len()];
        for key in keys.iter_mut() {
            *key = self.number(*key).unwrap_or_default();
            next[*key as usize] += 1;
        }
        let mut end = 0;
        for next in &mut next {
            end += std::mem::replace(next, end);
        }
        self.starts.clear();
        if next.len() < keys.len() {
            self.starts.extend(&next);
            self.starts.push(end);
        }
        for key in keys {
            let next = &mut next[*key as usize];
            *key = *next;
            *next += 1;
        }
    }

    /// The entries of a key.
    #[inline]
    pub(super) fn entries(&self, key: Word) -> Entries {
        self.number(key).map_or((0, 0), |number| self.list(number))
    }

    /// The entries of the key with a number.
    #[inline]
    fn list(&self, number: u32) -> Entries {
        match self.starts.get(number as usize..number as usize + 2) {
            Some(&[start, end]) => (start, end),
            _ => (number, number + 1),
        }
    }

    /// The entries of the keys from a number on, in their order.
    pub(super) fn lists_from(&self, number: usize) -> impl Iterator<Item = Entries> + Clone + '_ {
        (number as u32..self.len() as u32).map(|number| self.list(number))
    }

    /// The number of the key that an entry has.
    pub(super) fn number_at(&self, entry: u32) -> usize {
        match self.starts.is_empty() {
            true => entry as usize,
            false => self.starts.partition_point(|&start| start <= entry) - 1,
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
            ranked.fill(&keys, largest as usize);
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
