//! Which tuples of one or two words a relation has, in whichever form is smallest.

mod masks;
mod matrix;
mod skyline;
mod words;

use masks::Masks;
use matrix::{Extent, Matrix};
use skyline::Skyline;
pub(super) use words::Words;

/// The tuples of a relation of one or two columns, each as one number: the first word over the second.
///
/// Sparse tuples are kept as they are. Where the second words of a first one lie close together, as in the
/// closure of a graph whose nodes are numbers, a block of 64 neighbours is one mask. Blocks stand in a matrix, in
/// which nothing has to be searched, where most of those there can be are there, or, row by row, most of those
/// between the first and the last.
#[derive(Clone, Debug)]
pub(super) enum Members {
    Words(Words),
    Masks(Masks),
    Matrix(Matrix),
    Skyline(Skyline),
}

/// With fewer tuples than this the choice does not matter.
pub(crate) const FEW: usize = 1024;
/// Tuples a block must have, on average, for masks to be kept.
const STILL_DENSE: usize = 2;
/// Bytes a tuple may take, on average, for a matrix to be taken, and to be kept: no more than as a word, and
/// then some, so that the form does not go back and forth.
const FULL: usize = 16;
const STILL_FULL: usize = 64;
/// How many times as many it may be where the matrix has one row, as for one column: that is small in any case.
const ONE_ROW: usize = 4;

/// Whether a matrix of this extent is worth its room for so many tuples, of which each may take some bytes.
fn is_full(extent: Extent, tuples: usize, bytes: usize) -> bool {
    let times = if extent.has_one_row() { ONE_ROW } else { 1 };
    extent.bytes() <= tuples * bytes * times
}

impl Members {
    #[inline]
    pub(super) fn contains(&self, tuple: u64) -> bool {
        match self {
            Members::Words(words) => words.contains(tuple),
            Members::Masks(masks) => masks.contains(tuple),
            Members::Matrix(matrix) => matrix.contains(tuple),
            Members::Skyline(skyline) => skyline.contains(tuple),
        }
    }

    /// Says of each tuple whether it is there.
    pub(super) fn contain(&self, tuples: &[u64], mut tell: impl FnMut(bool)) {
        match self {
            Members::Words(words) => tuples.iter().for_each(|&t| tell(words.contains(t))),
            Members::Masks(masks) => tuples.iter().for_each(|&t| tell(masks.contains(t))),
            Members::Matrix(matrix) => tuples.iter().for_each(|&t| tell(matrix.contains(t))),
            Members::Skyline(skyline) => tuples.iter().for_each(|&t| tell(skyline.contains(t))),
        }
    }

    /// Adds a tuple; says whether it is new.
    pub(super) fn insert(&mut self, tuple: u64) -> bool {
        self.make_room(&[tuple]);
        match self {
            Members::Words(words) => words.insert(tuple),
            Members::Masks(masks) => masks.insert(tuple),
            Members::Matrix(matrix) => matrix.insert(tuple),
            Members::Skyline(skyline) => skyline.insert(tuple),
        }
    }

    /// Adds tuples; `new` gets the positions of those that were not there.
    pub(super) fn insert_all(&mut self, tuples: &[u64], new: &mut Vec<u32>) {
        let mut done = match self {
            Members::Matrix(matrix) => matrix.insert_all(tuples, 0, new),
            Members::Skyline(skyline) => skyline.insert_all(tuples, 0, new),
            _ => 0,
        };
        while done < tuples.len() {
            self.make_room(&tuples[done..]);
            done = match self {
                Members::Words(words) => words.insert_all(tuples, done, new),
                Members::Masks(masks) => masks.insert_all(tuples, done, new),
                Members::Matrix(matrix) => matrix.insert_all(tuples, done, new),
                Members::Skyline(skyline) => skyline.insert_all(tuples, done, new),
            };
        }
    }

    /// So many tuples that differ.
    pub(super) fn of(
        tuples: impl Iterator<Item = u64> + Clone,
        count: usize,
        dense_from: usize,
    ) -> Members {
        let dense = match count >= dense_from {
            true => Members::dense(tuples.clone(), count, &[]),
            false => None,
        };
        dense.unwrap_or_else(|| {
            let mut words = Words::of(tuples, count);
            words.dense_from = dense_from;
            Members::Words(words)
        })
    }

    /// So many tuples in one of the forms for what lies close together, with room for more of them, if they do.
    fn dense(
        tuples: impl Iterator<Item = u64> + Clone,
        count: usize,
        more: &[u64],
    ) -> Option<Members> {
        let extent = Extent::of(tuples.clone().chain(more.iter().copied()));
        if is_full(extent, count, FULL) {
            return Some(Members::Matrix(Matrix::of(tuples, extent)));
        }
        if let Some(skyline) = Skyline::of(tuples.clone(), count) {
            return Some(Members::Skyline(skyline));
        }
        Masks::are_worth_it(tuples.clone()).then(|| Members::Masks(Masks::of(tuples)))
    }

    /// Forgets all tuples, not the room that they took, if the form does for others; says whether it does.
    pub(super) fn clear(&mut self) -> bool {
        match self {
            Members::Words(words) => words.clear(),
            Members::Matrix(matrix) => matrix.clear(),
            Members::Masks(_) | Members::Skyline(_) => return false,
        }
        true
    }

    /// Tuples in one of the forms for what lies far apart, the words with room for so many.
    fn sparse(tuples: impl Iterator<Item = u64> + Clone, room: usize) -> Members {
        match Masks::are_worth_it(tuples.clone()) {
            true => Members::Masks(Masks::of(tuples)),
            false => Members::Words(Words::of(tuples, room)),
        }
    }

    /// Makes room for more tuples. When that means to move everything, looks for the form that fits.
    fn make_room(&mut self, more: &[u64]) {
        match self {
            Members::Words(words) if words.is_short_of(more.len()) => {
                if words.len >= words.dense_from
                    && let Some(dense) = Members::dense(words.iter(), words.len, more)
                {
                    *self = dense;
                    return self.make_room(more);
                }
                words.grow(more.len());
            }
            Members::Masks(masks) if masks.is_short_of(more.len()) => {
                let extent = Extent::of(masks.iter().chain(more.iter().copied()));
                if extent.bytes() <= masks.memory() * 2 {
                    *self = Members::Matrix(Matrix::of(masks.iter(), extent));
                } else if masks.blocks * STILL_DENSE > masks.len {
                    *self = Members::Words(Words::of(masks.iter(), masks.len + more.len()));
                } else {
                    masks.grow(more.len());
                }
            }
            Members::Matrix(matrix) => {
                let Some(extent) = matrix.is_short_of(more) else {
                    return;
                };
                if is_full(extent, matrix.len.max(FEW), STILL_FULL) {
                    matrix.grow(extent);
                } else {
                    *self = match Skyline::of(matrix.iter(), matrix.len) {
                        Some(skyline) => Members::Skyline(skyline),
                        None => Members::sparse(matrix.iter(), matrix.len + more.len()),
                    };
                    self.make_room(more);
                }
            }
            Members::Skyline(skyline) => {
                let Some(&tuple) = more.first() else {
                    return;
                };
                if skyline.make_room(tuple) {
                    return;
                }
                let extent = skyline.extent().and(Extent::of(more.iter().copied()));
                // A matrix finds its bits with one look less.
                if extent.bytes() <= skyline.bytes() / 2 * 3 {
                    *self = Members::Matrix(Matrix::of(skyline.iter(), extent));
                } else if !skyline.grow(tuple) {
                    *self = Members::sparse(skyline.iter(), skyline.len + more.len());
                    self.make_room(more);
                }
            }
            _ => {}
        }
    }

    /// Memory in use, in bytes.
    pub(super) fn memory(&self) -> usize {
        match self {
            Members::Words(words) => words.memory(),
            Members::Masks(masks) => masks.memory(),
            Members::Matrix(matrix) => matrix.memory(),
            Members::Skyline(skyline) => skyline.memory(),
        }
    }
}

/// How many tuples are looked up at once: enough to keep memory busy, few enough to stay in registers and
/// the nearest cache.
const GROUP: usize = 32;

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

/// Where to look first in a table of `1 << bits` slots.
#[inline]
fn home(key: u64, bits: u32) -> usize {
    // The middle step brings the first word into bits that the multiplication carries upwards.
    let mixed = (key ^ (key >> 29)).wrapping_mul(FACTOR);
    (mixed >> (64 - bits)) as usize
}

/// How many bits number the slots of a table for so many entries.
fn bits_for(entries: usize) -> u32 {
    (entries * 8 / 5 + 1).next_power_of_two().max(16).ilog2()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Tuples that change from sparse to dense and back, against a set that cannot be wrong.
    #[test]
    fn all_forms_hold_the_same_tuples_and_change_into_each_other() {
        let mut random = fastrand::Rng::with_seed(1);
        let mut members = Members::of(std::iter::empty(), 0, FEW);
        let mut expected = BTreeSet::new();
        let mut forms = Vec::new();
        let phases: [fn(&mut fastrand::Rng) -> u64; 5] = [
            |random| (random.u64(0..40) << 32) | random.u64(0..2_000),
            |random| {
                let first = random.u64(0..5_000);
                (first << 32) | (first * 7).abs_diff(random.u64(0..300))
            },
            |random| (random.u64(0..40) << 52) | random.u64(0..2_000),
            |random| random.u64(..),
            |random| u64::MAX - random.u64(0..3),
        ];
        for (phase, turns) in phases.into_iter().zip([300, 300, 300, 1500, 10]) {
            for _ in 0..turns {
                let tuples: Vec<u64> = (0..300).map(|_| phase(&mut random)).collect();
                let mut new = Vec::new();
                members.insert_all(&tuples, &mut new);
                let really: Vec<u32> = (0..tuples.len())
                    .filter(|&at| expected.insert(tuples[at]))
                    .map(|at| at as u32)
                    .collect();
                assert_eq!(new, really);
                assert!(!members.insert(tuples[0]));
            }
            forms.push(match members {
                Members::Words(_) => "words",
                Members::Masks(_) => "masks",
                Members::Matrix(_) => "matrix",
                Members::Skyline(_) => "skyline",
            });
        }
        assert_eq!(forms, ["matrix", "skyline", "masks", "words", "words"]);
        assert!(expected.iter().all(|&tuple| members.contains(tuple)));
        let others: Vec<u64> = (0..1000).map(|_| random.u64(..)).collect();
        let mut told = Vec::new();
        members.contain(&others, |known| told.push(known));
        let really: Vec<bool> = others
            .iter()
            .map(|other| expected.contains(other))
            .collect();
        assert_eq!(told, really);
    }
}
