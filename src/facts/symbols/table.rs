//! Numbers of texts by the hash of the text, in open addressing.

/// So many numbers stand together; what is looked for first is one of them, but for few.
const PLACES: usize = 8;

/// Some numbers with their hashes, in one cache line. They are filled from the first place on; a hash of 0 is
/// none.
#[derive(Clone, Copy, Debug, Default)]
#[repr(align(64))]
struct Line {
    hashes: [u32; PLACES],
    numbers: [u32; PLACES],
}

impl Line {
    /// A bit for each place that has a hash.
    #[inline]
    fn places_of(&self, hash: u32) -> u32 {
        let bits = self.hashes.iter().zip(0..);
        bits.fold(0, |bits, (&other, at)| {
            bits | u32::from(other == hash) << at
        })
    }
}

/// Most texts are told apart by their hashes, and the table grows without a look at the texts.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    lines: Vec<Line>,
    bits: u32,
    len: usize,
}

impl Table {
    /// The number with a hash for which `is` holds.
    #[inline]
    pub(super) fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        if self.lines.is_empty() {
            return None;
        }
        let hash = hash | 1;
        let mut at = self.home(hash);
        loop {
            let line = &self.lines[at];
            let mut places = line.places_of(hash);
            while places != 0 {
                let number = line.numbers[places.trailing_zeros() as usize % PLACES];
                if is(number) {
                    return Some(number);
                }
                places &= places - 1;
            }
            if line.hashes[PLACES - 1] == 0 {
                return None;
            }
            at = (at + 1) & (self.lines.len() - 1);
        }
    }

    /// The number that has this hash most likely, if there is one.
    #[inline]
    pub(super) fn likely(&self, hash: u32) -> Option<u32> {
        let hash = hash | 1;
        let line = self.lines.get(self.home(hash))?;
        let places = line.places_of(hash);
        (places != 0).then(|| line.numbers[places.trailing_zeros() as usize % PLACES])
    }

    /// Brings the lines near where numbers with these hashes are looked for first, all at the same time.
    #[inline]
    pub(super) fn touch(&self, hashes: impl Iterator<Item = u32>) {
        let lines = hashes.map(|hash| self.lines.get(self.home(hash)));
        let seen = lines.fold(0, |seen, line| seen ^ line.map_or(0, |line| line.hashes[0]));
        std::hint::black_box(seen);
    }

    /// Adds a number that is not there.
    #[inline]
    pub(super) fn insert(&mut self, hash: u32, number: u32) {
        if self.len * 5 / 4 + 1 >= self.lines.len() * PLACES {
            self.grow();
        }
        self.put(hash | 1, number);
        self.len += 1;
    }

    #[inline]
    fn put(&mut self, hash: u32, number: u32) {
        let mut at = self.home(hash);
        loop {
            let line = &mut self.lines[at];
            let free = line.places_of(0);
            if free != 0 {
                let place = free.trailing_zeros() as usize % PLACES;
                line.hashes[place] = hash;
                line.numbers[place] = number;
                return;
            }
            at = (at + 1) & (self.lines.len() - 1);
        }
    }

    fn grow(&mut self) {
        self.bits += 1;
        let before = std::mem::replace(&mut self.lines, vec![Line::default(); 1 << self.bits]);
        for line in before {
            let numbered = line.hashes.into_iter().zip(line.numbers);
            for (hash, number) in numbered.filter(|(hash, _)| *hash != 0) {
                self.put(hash, number);
            }
        }
    }

    /// The line to look into first; the lower half of the bits tells numbers in a line apart.
    #[inline]
    fn home(&self, hash: u32) -> usize {
        (u64::from(hash) << self.bits >> 32) as usize
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.lines.capacity() * size_of::<Line>()
    }
}
