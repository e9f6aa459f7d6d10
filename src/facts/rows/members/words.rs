//! Tuples as they are, by open addressing.

use super::{FEW, GROUP, bits_for, home};

/// A slot holds the tuple plus one, so that 0 is free.
#[derive(Clone, Debug)]
pub(in crate::facts::rows) struct Words {
    pub(super) slots: Vec<u64>,
    bits: u32,
    pub(super) len: usize,
    /// The one tuple that has no next.
    has_last: bool,
    /// With how many tuples another form is looked for.
    pub(super) dense_from: usize,
}

impl Default for Words {
    fn default() -> Words {
        Words {
            slots: Vec::new(),
            bits: 0,
            len: 0,
            has_last: false,
            dense_from: FEW,
        }
    }
}

impl Words {
    pub(super) fn contains(&self, tuple: u64) -> bool {
        if tuple == u64::MAX {
            return self.has_last;
        }
        !self.slots.is_empty() && self.probe(tuple + 1).is_ok()
    }

    #[inline]
    pub(super) fn probe(&self, stored: u64) -> Result<usize, usize> {
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

    pub(super) fn is_short_of(&self, more: usize) -> bool {
        (self.len + more) * 8 / 5 + 1 > self.slots.len()
    }

    pub(super) fn grow(&mut self, more: usize) {
        self.bits = bits_for(self.len + more);
        let before = std::mem::replace(&mut self.slots, vec![0; 1 << self.bits]);
        for stored in before.into_iter().filter(|&stored| stored != 0) {
            if let Err(free) = self.probe(stored) {
                self.slots[free] = stored;
            }
        }
    }

    #[inline]
    pub(super) fn insert(&mut self, tuple: u64) -> bool {
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

    /// Adds tuples from the one at `from` on, and returns the end; `new` gets the positions of those that
    /// were not there.
    pub(in crate::facts::rows) fn insert_all(
        &mut self,
        tuples: &[u64],
        from: usize,
        new: &mut Vec<u32>,
    ) -> usize {
        let last = self.slots.len() - 1;
        let mut seen = [0; GROUP];
        for (group, chunk) in tuples[from..].chunks(GROUP).enumerate() {
            for (seen, tuple) in seen.iter_mut().zip(chunk) {
                *seen = self.slots[home(tuple.wrapping_add(1), self.bits) & last];
            }
            for (at, (&seen, &tuple)) in seen.iter().zip(chunk).enumerate() {
                let known = seen == tuple.wrapping_add(1) && seen != 0;
                if !known && self.insert(tuple) {
                    new.push((from + group * GROUP + at) as u32);
                }
            }
        }
        tuples.len()
    }

    /// No words, with room for so many.
    pub(in crate::facts::rows) fn with_room(room: usize) -> Words {
        let mut words = Words::default();
        words.grow(room);
        words
    }

    /// Words of tuples that differ, with room for so many.
    pub(super) fn of(tuples: impl Iterator<Item = u64>, room: usize) -> Words {
        let mut words = Words::with_room(room);
        for tuple in tuples {
            words.insert(tuple);
        }
        words
    }

    /// Forgets all words, not the room that they took.
    pub(super) fn clear(&mut self) {
        self.slots.fill(0);
        self.len = 0;
        self.has_last = false;
    }

    pub(super) fn memory(&self) -> usize {
        self.slots.capacity() * size_of::<u64>()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u64> + Clone {
        let stored = self.slots.iter().filter(|&&stored| stored != 0);
        let last = self.has_last.then_some(u64::MAX);
        stored.map(|stored| stored - 1).chain(last)
    }
}
