//! Where random programs come from: a seed, or the bytes of a fuzzer.

use fastrand::Rng;

/// A source of choices.
pub enum Choices<'a> {
    Seeded(Rng),
    /// One byte a choice; the first of everything when they are used up.
    Bytes(&'a [u8]),
}

impl Choices<'_> {
    pub fn seeded(seed: u64) -> Choices<'static> {
        Choices::Seeded(Rng::with_seed(seed))
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        match self {
            Choices::Seeded(rng) => rng.usize(0..end),
            Choices::Bytes(bytes) => match bytes.split_first() {
                Some((first, rest)) => {
                    *bytes = rest;
                    usize::from(*first) * end / 256
                }
                None => 0,
            },
        }
    }

    /// Whether something happens that does so in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}
