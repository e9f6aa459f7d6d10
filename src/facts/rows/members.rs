//! Which tuples of one or two words a relation has: as words or as blocks of bits, whichever is smaller.

/// The tuples of a relation of one or two columns, each as one number: the first word over the second.
///
/// Sparse tuples are kept as they are. Where the second words of a first one lie close together, as in the
/// closure of a graph whose nodes are numbers, a block of 64 neighbours is one mask.
#[derive(Clone, Debug)]
pub(super) enum Members {
    Words(Words),
    Masks(Masks),
}

/// With fewer tuples than this the choice does not matter.
const FEW: usize = 1024;
/// Tuples a block must have, on average, for masks to be taken, and to be kept.
const DENSE: usize = 4;
const STILL_DENSE: usize = 2;

impl Default for Members {
    fn default() -> Members {
        Members::Words(Words::default())
    }
}

impl Members {
    pub(super) fn contains(&self, tuple: u64) -> bool {
        match self {
            Members::Words(words) => words.contains(tuple),
            Members::Masks(masks) => masks.contains(tuple),
        }
    }

    /// Says of each tuple whether it is there.
    pub(super) fn contain(&self, tuples: &[u64], mut tell: impl FnMut(bool)) {
        match self {
            Members::Words(words) => tuples.iter().for_each(|&t| tell(words.contains(t))),
            Members::Masks(masks) => tuples.iter().for_each(|&t| tell(masks.contains(t))),
        }
    }

    /// Adds a tuple; says whether it is new.
    pub(super) fn insert(&mut self, tuple: u64) -> bool {
        self.make_room(1);
        match self {
            Members::Words(words) => words.insert(tuple),
            Members::Masks(masks) => masks.insert(tuple),
        }
    }

    /// Adds tuples; calls `new` with the position of each that was not there.
    pub(super) fn insert_all(&mut self, tuples: &[u64], new: impl FnMut(usize)) {
        self.make_room(tuples.len());
        match self {
            Members::Words(words) => words.insert_all(tuples, new),
            Members::Masks(masks) => masks.insert_all(tuples, new),
        }
    }

    /// Makes room for more tuples. When that means to move everything, looks at how dense they are.
    fn make_room(&mut self, more: usize) {
        match self {
            Members::Words(words) if words.is_short_of(more) => {
                if words.len >= FEW {
                    let masks = Masks::of(words);
                    if masks.blocks * DENSE <= words.len {
                        *self = Members::Masks(masks);
                        return self.make_room(more);
                    }
                }
                words.grow(more);
            }
            Members::Masks(masks) if masks.is_short_of(more) => {
                if masks.blocks * STILL_DENSE > masks.len {
                    *self = Members::Words(masks.words());
                    return self.make_room(more);
                }
                masks.grow(more);
            }
            _ => {}
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        match self {
            Members::Words(words) => words.slots.capacity() * size_of::<u64>(),
            Members::Masks(masks) => masks.slots.capacity() * size_of::<[u64; 2]>(),
        }
    }
}

/// How many tuples are looked up at once: enough to keep memory busy, few enough to stay in registers and
/// the nearest cache.
const GROUP: usize = 32;

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where to look first in a table of `1 << bits` slots.
#[inline]
fn home(key: u64, bits: u32) -> usize {
    // The middle step brings the first word into bits that the multiplication carries upwards.
    let mixed = (key ^ (key >> 29)).wrapping_mul(FACTOR);
    (mixed >> (64 - bits)) as usize
}

/// How many bits number the slots of a table for so many entries.
fn bits_for(entries: usize) -> u32 {
    (entries * 8 / 5 + 1).next_power_of_two().max(16).ilog2()
}

/// Tuples by open addressing. A slot holds the tuple plus one, so that 0 is free.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    slots: Vec<u64>,
    bits: u32,
    len: usize,
    /// The one tuple that has no next.
    has_last: bool,
}

impl Words {
    fn contains(&self, tuple: u64) -> bool {
        if tuple == u64::MAX {
            return self.has_last;
        }
        !self.slots.is_empty() && self.probe(tuple + 1).is_ok()
    }

    #[inline]
    fn probe(&self, stored: u64) -> Result<usize, usize> {
        let last = self.slots.len() - 1;
        let mut at = home(stored, self.bits);
        loop {
            let found = self.slots[at & last];
            if found == stored {
                return Ok(at & last);
            }
            if found == 0 {
                return Err(at & last);
            }
            at += 1;
        }
    }

    fn is_short_of(&self, more: usize) -> bool {
        (self.len + more) * 8 / 5 + 1 > self.slots.len()
    }

    fn grow(&mut self, more: usize) {
        self.bits = bits_for(self.len + more);
        let before = std::mem::replace(&mut self.slots, vec![0; 1 << self.bits]);
        for stored in before.into_iter().filter(|&stored| stored != 0) {
            if let Err(free) = self.probe(stored) {
                self.slots[free] = stored;
            }
        }
    }

    #[inline]
    fn insert(&mut self, tuple: u64) -> bool {
        if tuple == u64::MAX {
            let new = !self.has_last;
            self.has_last = true;
            self.len += usize::from(new);
            return new;
        }
        match self.probe(tuple + 1) {
            Ok(_) => false,
            Err(free) => {
                self.slots[free] = tuple + 1;
                self.len += 1;
                true
            }
        }
    }

    fn insert_all(&mut self, tuples: &[u64], mut new: impl FnMut(usize)) {
        let last = self.slots.len() - 1;
        let mut seen = [0; GROUP];
        for (group, chunk) in tuples.chunks(GROUP).enumerate() {
            for (seen, tuple) in seen.iter_mut().zip(chunk) {
                *seen = self.slots[home(tuple.wrapping_add(1), self.bits) & last];
            }
            for (at, (&seen, &tuple)) in seen.iter().zip(chunk).enumerate() {
                let known = seen == tuple.wrapping_add(1) && seen != 0;
                if !known && self.insert(tuple) {
                    new(group * GROUP + at);
                }
            }
        }
    }

    fn iter(&self) -> impl Iterator<Item = u64> {
        let stored = self.slots.iter().filter(|&&stored| stored != 0);
        let last = self.has_last.then_some(u64::MAX);
        stored.map(|stored| stored - 1).chain(last)
    }
}

/// Tuples as blocks by open addressing. A slot holds the tuple without its last six bits, and which of the
/// 64 tuples with these bits are there; none is a free slot.
#[derive(Clone, Debug, Default)]
pub(super) struct Masks {
    slots: Vec<[u64; 2]>,
    bits: u32,
    blocks: usize,
    /// How many tuples the blocks have together.
    len: usize,
}

impl Masks {
    fn of(words: &Words) -> Masks {
        let mut masks = Masks::default();
        for tuple in words.iter() {
            if masks.is_short_of(1) {
                masks.grow(1);
            }
            masks.insert(tuple);
        }
        masks
    }

    fn words(&self) -> Words {
        let mut words = Words::default();
        words.grow(self.len);
        for [block, mask] in &self.slots {
            let mut mask = *mask;
            while mask != 0 {
                words.insert(block << 6 | u64::from(mask.trailing_zeros()));
                mask &= mask - 1;
            }
        }
        words
    }

    fn contains(&self, tuple: u64) -> bool {
        let at = self.probe(tuple >> 6);
        self.slots[at][1] >> (tuple & 63) & 1 == 1
    }

    /// The slot of a block, or a free one for it.
    #[inline]
    fn probe(&self, block: u64) -> usize {
        let last = self.slots.len() - 1;
        let mut at = home(block, self.bits);
        loop {
            let [known, mask] = self.slots[at & last];
            if mask == 0 || known == block {
                return at & last;
            }
            at += 1;
        }
    }

    fn is_short_of(&self, more: usize) -> bool {
        (self.blocks + more) * 8 / 5 + 1 > self.slots.len()
    }

    fn grow(&mut self, more: usize) {
        self.bits = bits_for(self.blocks + more);
        let before = std::mem::replace(&mut self.slots, vec![[0; 2]; 1 << self.bits]);
        for [block, mask] in before.into_iter().filter(|&[_, mask]| mask != 0) {
            let at = self.probe(block);
            self.slots[at] = [block, mask];
        }
    }

    #[inline]
    fn insert(&mut self, tuple: u64) -> bool {
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

    fn insert_all(&mut self, tuples: &[u64], mut new: impl FnMut(usize)) {
        let last = self.slots.len() - 1;
        let mut known = [false; GROUP];
        for (group, chunk) in tuples.chunks(GROUP).enumerate() {
            for (known, tuple) in known.iter_mut().zip(chunk) {
                let [block, mask] = self.slots[home(tuple >> 6, self.bits) & last];
                *known = block == tuple >> 6 && mask >> (tuple & 63) & 1 == 1;
            }
            for (at, (&known, &tuple)) in known.iter().zip(chunk).enumerate() {
                if !known && self.insert(tuple) {
                    new(group * GROUP + at);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Tuples that change from sparse to dense and back, against a set that cannot be wrong.
    #[test]
    fn words_and_masks_hold_the_same_tuples_and_change_into_each_other() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut members = Members::default();
        let mut expected = BTreeSet::new();
        let mut forms = Vec::new();
        let phases: [fn(&mut fastrand::Rng) -> u64; 3] = [
            |random| (random.u64(0..40) << 32) | random.u64(0..2_000),
            |random| random.u64(..),
            |random| u64::MAX - random.u64(0..3),
        ];
        for phase in phases {
            for _ in 0..300 {
                let tuples: Vec<u64> = (0..300).map(|_| phase(&mut random)).collect();
                let mut new = Vec::new();
                members.insert_all(&tuples, |at| new.push(at));
                let really: Vec<usize> = (0..tuples.len())
                    .filter(|&at| expected.insert(tuples[at]))
                    .collect();
                assert_eq!(new, really);
                assert!(!members.insert(tuples[0]));
            }
            forms.push(matches!(members, Members::Masks(_)));
        }
        assert_eq!(forms, [true, false, false]);
        assert!(expected.iter().all(|&tuple| members.contains(tuple)));
        let others: Vec<u64> = (0..1000).map(|_| random.u64(..)).collect();
        let mut told = Vec::new();
        members.contain(&others, |known| told.push(known));
        let really: Vec<bool> = others
            .iter()
            .map(|other| expected.contains(other))
            .collect();
        assert_eq!(told, really);
    }
}
