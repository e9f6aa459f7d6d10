//! Interned texts: equal texts are equal numbers.

mod ranks;
mod table;

use std::hash::Hasher;

use rustc_hash::FxHasher;

use ranks::Ranks;
use table::Table;

/// All texts of a base, each with a number.
///
/// Most of the time goes into fetching from memory what was not used for long. So a text is found by one look
/// into a table that has a part of its hash, and one at the text itself; of many texts, these looks are made
/// side by side.
#[derive(Clone, Debug)]
pub(super) struct Symbols {
    /// All texts, one after the other.
    texts: String,
    /// By number, where each text starts; then where the last one ends.
    starts: Vec<usize>,
    numbers: Table,
    ranks: Ranks,
}

impl Default for Symbols {
    fn default() -> Symbols {
        Symbols {
            texts: String::new(),
            starts: vec![0],
            numbers: Table::default(),
            ranks: Ranks::default(),
        }
    }
}

/// How many texts are looked up side by side.
const GROUP: usize = 32;

impl Symbols {
    pub(super) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> &str {
        let number = number as usize;
        &self.texts[self.starts[number]..self.starts[number + 1]]
    }

    /// The bytes of a text.
    #[inline]
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        let number = number as usize;
        &self.texts.as_bytes()[self.starts[number]..self.starts[number + 1]]
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.find_hashed(text, hash(text))
    }

    #[inline]
    fn find_hashed(&self, text: &str, hash: u32) -> Option<u32> {
        let is = |number: u32| self.bytes(number) == text.as_bytes();
        self.numbers.find(hash, is)
    }

    pub(super) fn intern(&mut self, text: &str) -> u32 {
        self.intern_hashed(text, hash(text))
    }

    #[inline]
    fn intern_hashed(&mut self, text: &str, hash: u32) -> u32 {
        match self.find_hashed(text, hash) {
            Some(number) => number,
            None => self.add(text, hash),
        }
    }

    /// Adds a text that is not there.
    fn add(&mut self, text: &str, hash: u32) -> u32 {
        let number = self.len() as u32;
        self.numbers.insert(hash, number);
        self.texts.push_str(text);
        self.starts.push(self.texts.len());
        self.ranks.has_grown_to(self.len());
        number
    }

    /// Interns texts in their order; `tell` gets the number of each.
    pub(super) fn intern_all(&mut self, texts: &[&str], mut tell: impl FnMut(u32)) {
        let mut hashes = [0; GROUP];
        let mut likely = [None; GROUP];
        for texts in texts.chunks(GROUP) {
            for (hash, text) in hashes.iter_mut().zip(texts) {
                *hash = self::hash(text);
            }
            // What is looked at here is near when it is looked at again, and no look waits for another.
            let hashes = &hashes[..texts.len()];
            self.numbers.touch(hashes);
            for (likely, &hash) in likely.iter_mut().zip(hashes) {
                *likely = self.numbers.find(hash, |_| true);
            }
            self.touch(likely[..texts.len()].iter().flatten().copied());
            for (text, &hash) in texts.iter().zip(hashes) {
                tell(self.intern_hashed(text, hash));
            }
        }
    }

    /// The first and the last byte of a text in one, or what stands around it if it is empty.
    #[inline]
    fn ends(&self, number: u32) -> u8 {
        let number = number as usize;
        let byte = |at: usize| self.texts.as_bytes().get(at).copied().unwrap_or(0);
        byte(self.starts[number]) ^ byte(self.starts[number + 1].wrapping_sub(1))
    }

    /// Brings texts near that are needed soon, all at the same time.
    pub(super) fn touch(&self, numbers: impl Iterator<Item = u32>) {
        let ends = numbers.map(|number| self.ends(number));
        std::hint::black_box(ends.fold(0, |seen, byte| seen ^ byte));
    }

    /// For each text, its place among all in the order of their bytes, if they were put in order, or if they
    /// are now because enough of them are to be compared. Texts that came later have none.
    #[inline]
    pub(super) fn ranks(&self, comparisons: usize) -> Option<&[u32]> {
        self.ranks.get(self, comparisons)
    }

    /// Sorts texts by their bytes.
    pub(super) fn sort(&self, numbers: &mut Vec<u32>) {
        let mut keyed: Vec<(u64, u32)> = numbers.iter().map(|&number| (0, number)).collect();
        ranks::sort(self, &mut keyed);
        numbers.clear();
        numbers.extend(keyed.into_iter().map(|(_, number)| number));
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.texts.capacity()
            + self.starts.capacity() * size_of::<usize>()
            + self.numbers.memory()
            + self.ranks.memory()
    }
}

#[inline]
fn hash(text: &str) -> u32 {
    let mut hasher = FxHasher::default();
    hasher.write(text.as_bytes());
    let hash = hasher.finish();
    (hash ^ hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_all_lengths_are_told_apart_and_come_back() {
        let mut texts: Vec<String> = (0..40).map(|length| "é".repeat(length)).collect();
        for length in 1..40 {
            texts.push("a".repeat(length));
            texts.push("a".repeat(length) + "\0");
            texts.push("a".repeat(length - 1) + "b");
            texts.push("b".to_owned() + &"a".repeat(length + 1));
        }
        let mut symbols = Symbols::default();
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(symbols.find(text), None, "{text}");
            assert_eq!(symbols.intern(text) as usize, number, "{text}");
        }
        for (number, text) in texts.iter().enumerate() {
            assert_eq!(symbols.intern(text) as usize, number, "{text}");
            assert_eq!(symbols.find(text), Some(number as u32), "{text}");
            assert_eq!(symbols.get(number as u32), text);
        }
        assert_eq!(symbols.len(), texts.len());
    }

    #[test]
    fn many_texts_at_once_get_the_numbers_that_they_get_one_by_one() {
        let mut random = fastrand::Rng::with_seed(2);
        let texts: Vec<String> = (0..20_000)
            .map(|_| {
                format!(
                    "{}{}",
                    "no ".repeat(random.usize(0..4)),
                    random.u32(0..4000)
                )
            })
            .collect();
        let (mut one_by_one, mut at_once) = (Symbols::default(), Symbols::default());
        let numbers: Vec<u32> = texts.iter().map(|text| one_by_one.intern(text)).collect();
        let mut told = Vec::new();
        for part in texts.chunks(77) {
            let part: Vec<&str> = part.iter().map(String::as_str).collect();
            at_once.intern_all(&part, |number| told.push(number));
        }
        assert_eq!(told, numbers);
        assert_eq!(at_once.texts, one_by_one.texts);
    }
}
