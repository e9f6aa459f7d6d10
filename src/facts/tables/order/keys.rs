//! Keys: numbers whose order is that of the values of a column.

use rustc_hash::FxHashMap;

use crate::facts::symbols::{Ranking, TEXTS};
use crate::facts::{Rows, Values, Word};
use crate::rules::Type;

/// The bit that tells interned wide numbers from small ones.
const WIDE: Word = 1 << 31;
/// The sign of small numbers.
const SIGN: Word = 1 << 30;

/// The keys of a column's words.
pub(super) enum Keys<'v> {
    /// Small numbers, and records, are their own keys, once some bits are turned and the least is taken away.
    Small { turned: Word, least: u32, most: u32 },
    /// Numbers of 32 bits, some of them interned.
    Whole(&'v Values),
    /// The places of texts among all.
    Ranked(&'v Ranking),
    /// The place of each word, and the word of each place.
    Placed { places: Vec<u32>, words: Vec<Word> },
    /// The same where words are sparse.
    Mapped {
        places: FxHashMap<Word, u32>,
        words: Vec<Word>,
    },
}

impl<'v> Keys<'v> {
    /// The keys of the words in a column of a relation.
    pub(super) fn of(rows: &Rows, column: usize, ty: Type, values: &'v Values) -> Keys<'v> {
        let words = || rows.iter().map(|row| row[column]);
        let most = words().max().unwrap_or(0);
        match ty {
            Type::Number if most < WIDE => return small(words, SIGN),
            Type::Unsigned if most < WIDE => return small(words, 0),
            Type::Record(_) | Type::Algebraic(_) => return small(words, 0),
            Type::Number if words().all(|word| i32::try_from(values.integer(word)).is_ok()) => {
                return Keys::Whole(values);
            }
            Type::Symbol => {
                // Without, the different ones of the column are put in order, which takes as long for each.
                let ranking = values.text_ranks(rows.len() / TEXTS);
                if let Some(ranking) = ranking.filter(|all| (most as usize) < all.places.len()) {
                    return Keys::Ranked(ranking);
                }
            }
            _ => {}
        }
        // Words are dense where they are numbers of texts; then an array finds each of them, and its place.
        let most = most as usize;
        if most < 16 * rows.len() + 1024 {
            let mut places = vec![0_u32; most + 1];
            words().for_each(|word| places[word as usize] = 1);
            let mut different: Vec<Word> = (0..)
                .zip(&places)
                .filter(|(_, used)| **used == 1)
                .map(|(word, _)| word)
                .collect();
            sort(&mut different, ty, values);
            for (&word, place) in different.iter().zip(0..) {
                places[word as usize] = place;
            }
            return Keys::Placed {
                places,
                words: different,
            };
        }
        let mut different: Vec<Word> = words().collect();
        different.sort_unstable();
        different.dedup();
        sort(&mut different, ty, values);
        Keys::Mapped {
            places: different.iter().copied().zip(0..).collect(),
            words: different,
        }
    }

    /// Keys that are words themselves.
    pub(super) fn places(count: usize) -> Keys<'v> {
        Keys::Small {
            turned: 0,
            least: 0,
            most: (count as u32).saturating_sub(1),
        }
    }

    /// The key of a word.
    #[inline]
    pub(super) fn key(&self, word: Word) -> u32 {
        match self {
            Keys::Small { turned, least, .. } => (word ^ turned) - least,
            Keys::Whole(values) => values.integer(word) as u32 ^ 1 << 31,
            Keys::Ranked(Ranking { places, .. }) | Keys::Placed { places, .. } => {
                places[word as usize]
            }
            Keys::Mapped { places, .. } => places[&word],
        }
    }

    /// The largest key that there may be, if there is a way from keys to words.
    pub(super) fn most(&self) -> Option<u32> {
        match self {
            Keys::Small { most, .. } => Some(*most),
            Keys::Whole(_) => None,
            Keys::Ranked(Ranking { texts: words, .. })
            | Keys::Placed { words, .. }
            | Keys::Mapped { words, .. } => Some((words.len() as u32).saturating_sub(1)),
        }
    }

    /// Joins the keys of some words into numbers, `shift` bits from their end.
    pub(super) fn put(&self, words: impl Iterator<Item = Word>, shift: u32, into: &mut [u64]) {
        let pairs = into.iter_mut().zip(words);
        let shifted = |key: u32| u64::from(key) << shift;
        // What kind of keys they are is asked once.
        match self {
            Keys::Ranked(Ranking { places, .. }) | Keys::Placed { places, .. } => {
                pairs.for_each(|(into, word)| *into |= shifted(places[word as usize]));
            }
            _ => pairs.for_each(|(into, word)| *into |= shifted(self.key(word))),
        }
    }

    /// The words whose keys stand in some numbers, `shift` bits from their end.
    pub(super) fn words<'w>(
        &self,
        numbers: impl Iterator<Item = u64>,
        shift: u32,
        into: impl Iterator<Item = &'w mut Word>,
    ) {
        let bits = u32::BITS - self.most().unwrap_or(0).leading_zeros();
        let mask = (1 << bits) - 1;
        let keys = numbers.map(|number| (number >> shift & mask) as u32);
        let pairs = into.zip(keys);
        match self {
            Keys::Small { turned, least, .. } => {
                pairs.for_each(|(word, key)| *word = (key + least) ^ turned);
            }
            Keys::Ranked(Ranking { texts: words, .. })
            | Keys::Placed { words, .. }
            | Keys::Mapped { words, .. } => {
                pairs.for_each(|(word, key)| *word = words[key as usize]);
            }
            Keys::Whole(_) => unreachable!("there is no way back from these keys"),
        }
    }
}

/// The keys of words that differ from their keys in some bits only.
fn small<'v, W: Iterator<Item = Word>>(words: impl Fn() -> W, turned: Word) -> Keys<'v> {
    let least = words().map(|word| word ^ turned).min().unwrap_or(0);
    let most = words().map(|word| word ^ turned).max().unwrap_or(0);
    Keys::Small {
        turned,
        least,
        most: most - least,
    }
}

/// Sorts words of a type by what they stand for.
fn sort(words: &mut Vec<Word>, ty: Type, values: &Values) {
    match ty {
        Type::Symbol => values.sort_texts(words),
        _ => words.sort_unstable_by(|left, right| values.compare(*left, *right, ty)),
    }
}
