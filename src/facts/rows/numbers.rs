//! Numbers by hash: what rows, groups and keys are found with.

/// A set of numbers, each found by the hash of what it stands for.
///
/// Open addressing with linear probing. A slot is one word: the upper half of the hash, by which slots are
/// chosen and told apart, over the number plus one; 0 is a free slot. So growing needs no hash again.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    slots: Vec<u64>,
    len: usize,
}

impl Numbers {
    const LEAST: usize = 16;

    /// The number with this hash that `same` agrees to.
    #[inline]
    pub(crate) fn find(&self, hash: u64, same: impl Fn(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        self.probe(hash, &same).ok()
    }

    /// The number with this hash that `same` agrees to; if there is none, adds `number`.
    #[inline]
    pub(crate) fn find_or_insert(
        &mut self,
        hash: u64,
        number: u32,
        same: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        self.reserve(1);
        match self.probe(hash, &same) {
            Ok(known) => Some(known),
            Err(free) => {
                self.slots[free] = slot(hash, number);
                self.len += 1;
                None
            }
        }
    }

    /// All numbers that were added with this hash, and some with others.
    pub(crate) fn all(&self, hash: u64) -> impl Iterator<Item = usize> {
        let last = self.slots.len().wrapping_sub(1);
        let from = self.home(hash);
        let slots = (from..).map_while(move |at| self.slots.get(at & last).copied());
        slots
            .take_while(|&slot| slot != 0)
            .filter(move |&slot| (slot ^ hash) >> 32 == 0)
            .map(|slot| (slot as u32 - 1) as usize)
    }

    /// The number that is there, or the slot where it would be.
    #[inline]
    fn probe(&self, hash: u64, same: &impl Fn(u32) -> bool) -> Result<u32, usize> {
        let mut at = self.home(hash);
        let last = self.slots.len() - 1;
        loop {
            let slot = self.slots[at & last];
            if slot == 0 {
                return Err(at & last);
            }
            let number = (slot as u32).wrapping_sub(1);
            if (slot ^ hash) >> 32 == 0 && same(number) {
                return Ok(number);
            }
            at += 1;
        }
    }

    /// The first slot to look at: the upper bits of the hash, so that slots stand in the order of hashes.
    #[inline]
    fn home(&self, hash: u64) -> usize {
        (((hash >> 32) * self.slots.len() as u64) >> 32) as usize
    }

    /// What stands in the first slot for a hash: asking this for many hashes first lets memory answer for
    /// all of them at once.
    #[inline]
    pub(crate) fn touch(&self, hash: u64) -> u64 {
        self.slots.get(self.home(hash)).copied().unwrap_or(0)
    }

    /// Makes room for more numbers.
    pub(crate) fn reserve(&mut self, more: usize) {
        let needed = (self.len + more) * 8 / 5 + 1;
        if needed <= self.slots.len() {
            return;
        }
        let size = needed.next_power_of_two().max(Self::LEAST);
        let before = std::mem::replace(&mut self.slots, vec![0; size]);
        let last = size - 1;
        for slot in before.into_iter().filter(|&slot| slot != 0) {
            let mut at = self.home(slot);
            while self.slots[at & last] != 0 {
                at += 1;
            }
            self.slots[at & last] = slot;
        }
    }

    /// Forgets all numbers, not the room that they took.
    pub(crate) fn clear(&mut self) {
        if self.len > 0 {
            self.slots.fill(0);
            self.len = 0;
        }
    }

    /// Memory in use, in bytes.
    pub(crate) fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }
}

#[inline]
fn slot(hash: u64, number: u32) -> u64 {
    let stored = number.checked_add(1).expect("fewer than 2^32 - 1 numbers");
    (hash & !0xffff_ffff) | u64::from(stored)
}
