//! The order of all texts, made once it pays, so that two texts are compared by two numbers.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use super::Symbols;

/// The order of all texts that there were when it was made, once it was.
#[derive(Debug, Default)]
pub(super) struct Ranks {
    ranking: OnceLock<Ranking>,
    /// How many comparisons were asked for, which pay for the ranking.
    comparisons: AtomicUsize,
}

/// Texts in the order of their bytes.
#[derive(Clone, Debug)]
pub(crate) struct Ranking {
    /// For each text, its place among all. Texts that came after it was made have none.
    pub(crate) places: Vec<u32>,
    /// The text of each place.
    pub(crate) texts: Vec<u32>,
}

impl Clone for Ranks {
    fn clone(&self) -> Ranks {
        Ranks {
            ranking: self.ranking.clone(),
            comparisons: AtomicUsize::new(self.comparisons.load(Relaxed)),
        }
    }
}

/// Fewer texts than this are not worth it.
const FEW: usize = 1000;
/// To put so many texts in order takes as long as one comparison of texts that are far away, about.
pub(crate) const TEXTS: usize = 8;

impl Ranks {
    /// The order, if it was made or if so many more comparisons pay for it.
    #[inline]
    pub(super) fn get(&self, symbols: &Symbols, comparisons: usize) -> Option<&Ranking> {
        if let Some(ranking) = self.ranking.get() {
            return Some(ranking);
        }
        if comparisons == 0 {
            return None;
        }
        let asked = self.comparisons.fetch_add(comparisons, Relaxed) + comparisons;
        let pays = symbols.len() >= FEW && asked >= symbols.len() / TEXTS;
        pays.then(|| self.ranking.get_or_init(|| ranking(symbols)))
    }

    /// Forgets the order once half of the texts have no place in it.
    #[inline]
    pub(super) fn has_grown_to(&mut self, len: usize) {
        let ranking = self.ranking.get();
        if ranking.is_some_and(|ranking| ranking.places.len() * 2 < len) {
            *self = Ranks::default();
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        let words = |ranking: &Ranking| ranking.places.capacity() + ranking.texts.capacity();
        self.ranking.get().map_or(0, words) * size_of::<u32>()
    }
}

fn ranking(symbols: &Symbols) -> Ranking {
    let mut keyed: Vec<(u64, u32)> = (0..symbols.len() as u32).map(|at| (0, at)).collect();
    sort(symbols, &mut keyed);
    let mut places = vec![0; keyed.len()];
    for (&(_, number), place) in keyed.iter().zip(0..) {
        places[number as usize] = place;
    }
    let texts = keyed.into_iter().map(|(_, number)| number).collect();
    Ranking { places, texts }
}

/// Sorts texts by their bytes, eight of them at a time: the first eight of all, then the next eight of those
/// that are alike so far.
pub(super) fn sort(symbols: &Symbols, texts: &mut [(u64, u32)]) {
    let mut alike = vec![(0, texts.len(), 0)];
    while let Some((from, to, depth)) = alike.pop() {
        let part = &mut texts[from..to];
        for (key, number) in part.iter_mut() {
            *key = symbols.cells.eight_bytes(*number, depth);
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
        let ranking = symbols
            .ranks(symbols.len())
            .expect("there are enough texts");
        for (number, &place) in ranking.places.iter().enumerate() {
            assert_eq!(expected[place as usize], symbols.get(number as u32));
            assert_eq!(ranking.texts[place as usize], number as u32);
        }
    }

    #[test]
    fn they_are_made_when_they_pay_and_forgotten_when_most_texts_lack_one() {
        let mut symbols = Symbols::default();
        for number in 0..FEW {
            assert!(symbols.ranks(FEW).is_none());
            symbols.intern(&number.to_string());
        }
        assert!(symbols.ranks(1).is_some());
        for number in FEW..2 * FEW {
            symbols.intern(&number.to_string());
        }
        assert_eq!(
            symbols.ranks(0).map(|ranking| ranking.places.len()),
            Some(FEW)
        );
        symbols.intern("one more");
        assert!(symbols.ranks(0).is_none());
    }
}
