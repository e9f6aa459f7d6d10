//! Interned texts: equal texts are equal numbers.

mod cells;
mod ranks;
mod table;

pub(super) use cells::{Cell, Part, Text};
use cells::{Cells, Look};
use ranks::Ranks;
pub(super) use ranks::{Ranking, TEXTS};
use table::Table;

/// All texts of a base, each with a number.
///
/// Most of the time goes into fetching from memory what was not used for long. So a text is found by one look
/// into a table that has its hash, and one at the text itself; of many texts, these looks are made side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    cells: Cells,
    numbers: Table,
    ranks: Ranks,
}

/// How many texts are looked up side by side.
const GROUP: usize = 64;

impl Symbols {
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    #[inline]
    pub(super) fn get(&self, number: u32) -> &str {
        self.cells.get(number)
    }

    /// The bytes of a text.
    #[inline]
    pub(super) fn bytes(&self, number: u32) -> &[u8] {
        self.cells.bytes(number)
    }

    /// A text as it is kept.
    #[inline]
    pub(super) fn text(&self, number: u32) -> Text<'_> {
        self.cells.text(number)
    }

    /// The bytes of a text that is kept.
    #[inline]
    pub(super) fn bytes_of<'a>(&'a self, text: Text<'a>) -> &'a [u8] {
        self.cells.bytes_of(text)
    }

    /// Copies of texts, side by side.
    pub(super) fn copies(&self, of: &[u32]) -> Vec<Cell> {
        self.cells.copies(of)
    }

    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let part = Part::whole(text);
        self.find_looked_at(&Look::at(&part), part.hash)
    }

    #[inline]
    fn find_looked_at(&self, look: &Look<'_>, hash: u32) -> Option<u32> {
        self.numbers
            .find(hash, |number| self.cells.is(number, look))
    }

    pub(super) fn intern(&mut self, text: &str) -> u32 {
        let part = Part::whole(text);
        match self.find_looked_at(&Look::at(&part), part.hash) {
            Some(number) => number,
            None => self.add(text, part.hash),
        }
    }

    /// Adds a text that is not there.
    fn add(&mut self, text: &str, hash: u32) -> u32 {
        let number = u32::try_from(self.len()).expect("fewer than 2^32 different texts");
        self.numbers.insert(hash, number);
        self.cells.push(text);
        self.ranks.has_grown_to(self.len());
        number
    }

    /// Interns texts in their order, each a part of one for which the bytes behind it can be read; `tell` gets the
    /// number of each.
    pub(super) fn intern_all<'t, T>(
        &mut self,
        texts: &[T],
        part: impl Fn(&T) -> Part<'t>,
        mut tell: impl FnMut(u32),
    ) {
        let mut likely = [None; GROUP];
        for texts in texts.chunks(GROUP) {
            // What is looked at here is near when it is looked at again, and no look waits for another.
            self.numbers.touch(texts.iter().map(|text| part(text).hash));
            for (likely, text) in likely.iter_mut().zip(texts) {
                *likely = self.numbers.likely(part(text).hash);
            }
            let likely = &likely[..texts.len()];
            touch(likely.iter().flatten().map(|&number| self.text(number)));
            for (text, likely) in texts.iter().zip(likely) {
                let part = part(text);
                let look = Look::at(&part);
                let known = likely.filter(|&number| self.cells.is(number, &look));
                let known = known.or_else(|| self.find_looked_at(&look, part.hash));
                tell(known.unwrap_or_else(|| {
                    let text = &part.around[part.start..part.start + part.length];
                    self.add(text, part.hash)
                }));
            }
        }
    }

    /// The order of all texts by their bytes, if it was made, or if it is now because enough of them are to be
    /// compared. Texts that came later have no place in it.
    #[inline]
    pub(super) fn ranks(&self, comparisons: usize) -> Option<&Ranking> {
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
        self.cells.memory() + self.numbers.memory() + self.ranks.memory()
    }
}

/// Brings texts near that are needed soon, all at the same time.
pub(super) fn touch<'a>(texts: impl Iterator<Item = Text<'a>>) {
    let seen = texts.fold(false, |seen, text| seen ^ text.may_have_controls());
    std::hint::black_box(seen);
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
            let around = part.concat();
            let mut end = 0;
            let parts: Vec<Part<'_>> = part
                .iter()
                .map(|text| {
                    end += text.len();
                    Part::of(&around, end - text.len()..end)
                })
                .collect();
            at_once.intern_all(&parts, |part| *part, |number| told.push(number));
        }
        assert_eq!(told, numbers);
        let all = |symbols: &Symbols| -> Vec<String> {
            let numbers = 0..symbols.len() as u32;
            numbers.map(|at| symbols.get(at).to_owned()).collect()
        };
        assert_eq!(all(&at_once), all(&one_by_one));
    }
}
