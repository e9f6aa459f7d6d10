//! Numbers of texts by the hash of the text, in open addressing.

/// A slot has the hash over the number plus one, so that 0 is free. So most texts are told apart, and the table
/// grows, without a look at the texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    slots: Vec<u64>,
    bits: u32,
    len: usize,
}

impl Table {
    /// The number with a hash for which `is` holds.
    #[inline]
    pub(super) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        if self.slots.is_empty() {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = self.home(hash);
        loop {
            let slot = self.slots[at & mask];
            if slot == 0 {
                return None;
            }
            if (slot >> 32) as u32 == hash && is(slot as u32 - 1) {
                return Some(slot as u32 - 1);
            }
            at += 1;
        }
    }

    /// Brings the slots near where numbers with these hashes are looked for first, all at the same time.
    #[inline]
    pub(super) fn touch(&self, hashes: &[u32]) {
        let slots = hashes.iter().map(|&hash| self.slots.get(self.home(hash)));
        let seen = slots.fold(0, |seen, slot| seen ^ slot.copied().unwrap_or(0));
        std::hint::black_box(seen);
    }

    /// Adds a number that is not there.
    #[inline]
    pub(super) fn insert(&mut self, hash: u32, number: u32) {
        let stored = number
            .checked_add(1)
            .expect("fewer than 2^32 different texts");
        if self.len * 5 / 4 + 1 >= self.slots.len() {
            self.grow();
        }
        self.put(u64::from(hash) << 32 | u64::from(stored));
        self.len += 1;
    }

    fn put(&mut self, slot: u64) {
        let mask = self.slots.len() - 1;
        let mut at = self.home((slot >> 32) as u32);
        while self.slots[at & mask] != 0 {
            at += 1;
        }
        self.slots[at & mask] = slot;
    }

    fn grow(&mut self) {
        self.bits = (self.bits + 1).max(4);
        let before = std::mem::replace(&mut self.slots, vec![0; 1 << self.bits]);
        for slot in before.into_iter().filter(|&slot| slot != 0) {
            self.put(slot);
        }
    }

    #[inline]
    fn home(&self, hash: u32) -> usize {
        (u64::from(hash) << self.bits >> 32) as usize
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }
}
