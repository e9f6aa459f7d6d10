//! The order of all texts, made once it pays, so that two texts are compared by two numbers.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::Symbols;

/// For each text, its place among all. Texts that came after it was made have none.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    places: OnceLock<Vec<u32>>,
    /// How many comparisons were asked for, which pay for the places.
    comparisons: AtomicUsize,
}

impl Clone for Ranks {
    fn clone(&self) -> Ranks {
        Ranks {
            places: self.places.clone(),
            comparisons: AtomicUsize::new(self.comparisons.load(Relaxed)),
        }
    }
}

/// Fewer texts than this are not worth it.
const FEW: usize = 1000;

impl Ranks {
    /// The places, if they were made or if so many more comparisons pay for them.
    #[inline]
    pub(super) fn get(&self, symbols: &Symbols, comparisons: usize) -> Option<&[u32]> {
        if let Some(places) = self.places.get() {
            return Some(places);
        }
        if comparisons == 0 {
            return None;
        }
        let asked = self.comparisons.fetch_add(comparisons, Relaxed) + comparisons;
        let pays = symbols.len() >= FEW && asked >= symbols.len();
        pays.then(|| &**self.places.get_or_init(|| places(symbols)))
    }

    /// Forgets the places once half of the texts have none.
    #[inline]
    pub(super) fn has_grown_to(&mut self, len: usize) {
        if self
            .places
            .get()
            .is_some_and(|places| places.len() * 2 < len)
        {
            *self = Ranks::default();
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        self.places
            .get()
            .map_or(0, |places| places.capacity() * size_of::<u32>())
    }
}

fn places(symbols: &Symbols) -> Vec<u32> {
    let mut numbers: Vec<(u64, u32)> = (0..symbols.len() as u32).map(|at| (0, at)).collect();
    sort(symbols, &mut numbers);
    let mut places = vec![0; numbers.len()];
    for ((_, number), place) in numbers.into_iter().zip(0..) {
        places[number as usize] = place;
    }
    places
}

/// Sorts texts by their bytes, eight of them at a time: the first eight of all, then the next eight of those
/// that are alike so far.
pub(super) fn sort(symbols: &Symbols, texts: &mut [(u64, u32)]) {
    let mut alike = vec![(0, texts.len(), 0)];
    while let Some((from, to, depth)) = alike.pop() {
        let part = &mut texts[from..to];
        for (key, number) in part.iter_mut() {
            *key = eight_bytes(symbols.bytes(*number), depth);
        }
        part.sort_unstable();
        let mut start = 0;
        while start < part.len() {
            let key = part[start].0;
            let same = part[start..]
                .iter()
                .take_while(|(other, _)| *other == key)
                .count();
            if same > 1 {
                settle(symbols, &mut part[start..start + same], depth + 8, |end| {
                    alike.push((from + start + end, from + start + same, depth + 8));
                });
            }
            start += same;
        }
    }
}

/// Puts texts that end before `depth` in front, the shorter ones first: those alike in their first bytes differ
/// by zeros at the end only. Says where the others begin, if there is more than one.
fn settle(symbols: &Symbols, part: &mut [(u64, u32)], depth: usize, mut go_on: impl FnMut(usize)) {
    let length = |number: u32| symbols.bytes(number).len().min(depth + 1);
    if part.iter().any(|(_, number)| length(*number) <= depth) {
        part.sort_unstable_by_key(|(_, number)| (length(*number), *number));
    }
    let ended = part.partition_point(|(_, number)| length(*number) <= depth);
    if part.len() - ended > 1 {
        go_on(ended);
    }
}

/// Eight bytes of a text from `depth` on as a number that is ordered as they are; zeros stand for what it lacks.
#[inline]
fn eight_bytes(text: &[u8], depth: usize) -> u64 {
    let rest = text.get(depth..).unwrap_or_default();
    match rest.first_chunk() {
        Some(eight) => u64::from_be_bytes(*eight),
        None => {
            let mut eight = [0; 8];
            eight[..rest.len()].copy_from_slice(rest);
            u64::from_be_bytes(eight)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_order_of_the_bytes() {
        let mut random = fastrand::Rng::with_seed(3);
        let parts = [
            "",
            "\0",
            "\0\0\0\0\0\0\0\0",
            "a",
            "Personne ",
            "é",
            "b",
            "évènemen",
        ];
        let mut symbols = Symbols::default();
        for _ in 0..3000 {
            let count = random.usize(0..7);
            let text: String = (0..count)
                .map(|_| *random.choice(&parts).unwrap())
                .collect();
            symbols.intern(&text);
        }
        let mut expected: Vec<&str> = (0..symbols.len() as u32)
            .map(|at| symbols.get(at))
            .collect();
        expected.sort_unstable();
        let places = symbols
            .ranks(symbols.len())
            .expect("there are enough texts");
        for (number, &place) in places.iter().enumerate() {
            assert_eq!(expected[place as usize], symbols.get(number as u32));
        }
    }

    #[test]
    fn they_are_made_when_they_pay_and_forgotten_when_most_texts_lack_one() {
        let mut symbols = Symbols::default();
        for number in 0..FEW {
            assert_eq!(symbols.ranks(1), None);
            symbols.intern(&number.to_string());
        }
        assert!(symbols.ranks(1).is_some());
        for number in FEW..2 * FEW {
            symbols.intern(&number.to_string());
        }
        assert_eq!(symbols.ranks(0).map(<[u32]>::len), Some(FEW));
        symbols.intern("one more");
        assert_eq!(symbols.ranks(0), None);
    }
}
