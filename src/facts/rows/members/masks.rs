//! Tuples as blocks of 64 neighbours, by open addressing.

use rustc_hash::FxHashSet;

use super::{GROUP, bits_for, home};

/// Where to look first for a block in a table of `1 << bits` slots: four neighbours share a cache line.
#[inline]
fn home_of_block(block: u64, bits: u32) -> usize {
    home(block >> 2, bits - 2) << 2 | (block & 3) as usize
}

/// A slot holds the tuple without its last six bits, and which of the
/// 64 tuples with these bits are there; none is a free slot.
#[derive(Clone, Debug, Default)]
pub(in crate::facts::rows) struct Masks {
    pub(super) slots: Vec<[u64; 2]>,
    bits: u32,
    pub(super) blocks: usize,
    /// How many tuples the blocks have together.
    pub(super) len: usize,
}

/// Tuples a block must have, on average, for masks to be taken.
const DENSE: usize = 4;

impl Masks {
    /// Whether there are enough tuples for their blocks, as one block in sixteen tells.
    pub(super) fn are_worth_it(tuples: impl Iterator<Item = u64>) -> bool {
        let in_sample = |tuple: &u64| home(tuple >> 6, 4) == 0;
        let mut blocks = FxHashSet::default();
        let mut len = 0;
        for tuple in tuples.filter(in_sample) {
            blocks.insert(tuple >> 6);
            len += 1;
        }
        blocks.len() * DENSE <= len
    }

    pub(super) fn of(tuples: impl Iterator<Item = u64>) -> Masks {
        let mut masks = Masks::default();
        for tuple in tuples {
            if masks.is_short_of(1) {
                masks.grow(1);
            }
            masks.insert(tuple);
        }
        masks
    }

    pub(super) fn contains(&self, tuple: u64) -> bool {
        let at = self.probe(tuple >> 6);
        self.slots[at][1] >> (tuple & 63) & 1 == 1
    }

    /// The slot of a block, or a free one for it.
    #[inline]
    pub(super) fn probe(&self, block: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut at = home_of_block(block, self.bits);
        loop {
            let [known, mask] = self.slots[at & last];
            if mask == 0 || known == block {
                return at & last;
            }
            at += 1;
        }
    }

    pub(super) fn is_short_of(&self, more: usize) -> bool {
        (self.blocks + more) * 8 / 5 + 1 > self.slots.len()
    }

    pub(super) fn grow(&mut self, more: usize) {
        self.bits = bits_for(self.blocks + more);
        let before = std::mem::replace(&mut self.slots, vec![[0; 2]; 1 << self.bits]);
        for [block, mask] in before.into_iter().filter(|&[_, mask]| mask != 0) {
            let at = self.probe(block);
            self.slots[at] = [block, mask];
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, tuple: u64) -> bool {
        let at = self.probe(tuple >> 6);
        let [block, mask] = &mut self.slots[at];
        let bit = 1 << (tuple & 63);
        if *mask & bit != 0 {
            return false;
        }
        self.blocks += usize::from(*mask == 0);
        self.len += 1;
        *block = tuple >> 6;
        *mask |= bit;
        true
    }

    /// Adds tuples from the one at `from` on, and returns the end; `new` gets the positions of those that
    /// were not there.
    pub(super) fn insert_all(&mut self, tuples: &[u64], from: usize, new: &mut Vec<u32>) -> usize {
        let last = self.slots.len() - 1;
        let mut known = [false; GROUP];
        for (group, chunk) in tuples[from..].chunks(GROUP).enumerate() {
            for (known, tuple) in known.iter_mut().zip(chunk) {
                let [block, mask] = self.slots[home_of_block(tuple >> 6, self.bits) & last];
                *known = block == tuple >> 6 && mask >> (tuple & 63) & 1 == 1;
            }
            for (at, (&known, &tuple)) in known.iter().zip(chunk).enumerate() {
                if !known && self.insert(tuple) {
                    new.push((from + group * GROUP + at) as u32);
                }
            }
        }
        tuples.len()
    }

    pub(super) fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<[u64; 2]>()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + Clone {
        self.slots.iter().flat_map(|&[block, mask]| {
            let bits = (0..64).filter(move |bit| mask >> bit & 1 == 1);
            bits.map(move |bit| block << 6 | bit)
        })
    }
}
