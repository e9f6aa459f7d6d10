//! Rows as numbers that are ordered as the rows are, where each fits into 64 bits.

use std::ops::Range;
use std::thread;

use super::PART;
use super::keys::Keys;
use crate::facts::symbols::Cell;
use crate::facts::{Rows, Values, Word};
use crate::rules::{Column, Type};

/// How many groups there may be of rows that are alike in the first bits.
const MOST_GROUPS: usize = 1 << 12;
/// How many rows have their keys put together at a time.
const BATCH: usize = 1 << 10;
/// For fewer rows another thread would not pay.
const LEAST_SHARE: usize = 1 << 16;

/// A relation's rows as numbers, grouped by their first bits.
pub(in crate::facts::tables) struct Packed<'k> {
    entries: Vec<u64>,
    /// Where the groups end.
    ends: Vec<usize>,
    columns: Vec<Packing<'k>>,
    /// All texts in their order, if there are no more than rows; the words of texts are then their places.
    texts: Option<Vec<Cell>>,
}

/// The keys of a column, and where they are within a number.
struct Packing<'k> {
    keys: Keys<'k>,
    shift: u32,
}

impl<'k> Packed<'k> {
    /// The rows, if the keys of all columns fit.
    pub(super) fn of(
        rows: &Rows,
        columns: &[Column],
        values: &'k Values,
        threads: usize,
    ) -> Option<Packed<'k>> {
        let mut shift = 0;
        let mut packed = Vec::with_capacity(columns.len());
        for (at, column) in columns.iter().enumerate().rev() {
            let keys = Keys::of(rows, at, column.ty, values);
            let bits = u32::BITS - keys.most()?.leading_zeros();
            // A shift by all bits is none.
            let keys_shift = shift.min(u64::BITS - 1);
            shift += bits;
            if shift > u64::BITS {
                return None;
            }
            packed.push(Packing {
                keys,
                shift: keys_shift,
            });
        }
        packed.reverse();
        let (entries, ends) = grouped(entries(rows, &packed, threads));
        Some(Packed {
            entries,
            ends,
            texts: texts_in_order(rows, columns, &mut packed, values),
            columns: packed,
        })
    }
}

/// All texts in their order, if they are asked for by their places then.
fn texts_in_order(
    rows: &Rows,
    columns: &[Column],
    packed: &mut [Packing<'_>],
    values: &Values,
) -> Option<Vec<Cell>> {
    let mut of_texts: Vec<&mut Packing<'_>> = columns
        .iter()
        .zip(packed)
        .filter(|(column, _)| column.ty == Type::Symbol)
        .map(|(_, packing)| packing)
        .collect();
    let ranking = values.text_ranks(0)?;
    let is_ranked = |packing: &&mut Packing<'_>| matches!(packing.keys, Keys::Ranked(_));
    let are_all = !of_texts.is_empty() && of_texts.iter().all(is_ranked);
    if !are_all || ranking.texts.len() > rows.len() {
        return None;
    }
    for packing in &mut of_texts {
        packing.keys = Keys::places(ranking.texts.len());
    }
    Some(values.copies_of_texts(&ranking.texts))
}

/// The number of each row; threads make as many each.
fn entries(rows: &Rows, columns: &[Packing<'_>], threads: usize) -> Vec<u64> {
    let mut entries = vec![0; rows.len()];
    let share = rows.len().div_ceil(threads).max(LEAST_SHARE);
    thread::scope(|scope| {
        let mut shares = entries.chunks_mut(share).zip((0..).step_by(share));
        let own = shares.next();
        for (entries, from) in shares {
            scope.spawn(move || put_keys(rows, from, columns, entries));
        }
        if let Some((entries, from)) = own {
            put_keys(rows, from, columns, entries);
        }
    });
    entries
}

/// Puts the keys of rows from one on into numbers that are 0.
fn put_keys(rows: &Rows, from: usize, columns: &[Packing<'_>], entries: &mut [u64]) {
    let arity = columns.len();
    for (entries, from) in entries.chunks_mut(BATCH).zip((from..).step_by(BATCH)) {
        let words = rows.words(from, from + entries.len());
        for (at, column) in columns.iter().enumerate() {
            let words = words.iter().skip(at).step_by(arity).copied();
            column.keys.put(words, column.shift, entries);
        }
    }
}

/// Numbers grouped by their first bits, in the order of the groups, and where each group ends.
fn grouped(entries: Vec<u64>) -> (Vec<u64>, Vec<usize>) {
    let least = entries.iter().copied().min().unwrap_or(0);
    let most = entries.iter().copied().max().unwrap_or(0);
    let bits = u64::BITS - (most - least).leading_zeros();
    let shift = bits.saturating_sub(MOST_GROUPS.ilog2());
    if entries.len() <= PART {
        let ends = vec![entries.len()];
        return (entries, ends);
    }
    let first_bits = |entry: u64| ((entry - least) >> shift) as usize;
    let mut counts = vec![0_u32; MOST_GROUPS];
    for &entry in &entries {
        counts[first_bits(entry)] += 1;
    }
    // Small groups that are neighbours become one.
    let mut group_of = vec![0_u16; MOST_GROUPS];
    let mut starts = vec![0];
    let (mut len, mut end) = (0, 0);
    for (group, &count) in group_of.iter_mut().zip(&counts) {
        if len >= PART {
            starts.push(end);
            len = 0;
        }
        *group = (starts.len() - 1) as u16;
        len += count as usize;
        end += count as usize;
    }
    let mut free = starts;
    let mut grouped = vec![0; entries.len()];
    for entry in entries {
        let place = &mut free[usize::from(group_of[first_bits(entry)])];
        grouped[*place] = entry;
        *place += 1;
    }
    (grouped, free)
}

/// Rows of some groups.
pub(in crate::facts::tables) struct PackedPart<'o> {
    entries: &'o mut [u64],
    columns: &'o [Packing<'o>],
    texts: Option<&'o [Cell]>,
}

impl Packed<'_> {
    /// The groups, which are not sorted yet.
    pub(super) fn parts(&mut self) -> Vec<PackedPart<'_>> {
        let mut entries = &mut self.entries[..];
        let mut start = 0;
        let mut parts = Vec::with_capacity(self.ends.len());
        for &end in &self.ends {
            let (part, behind) = entries.split_at_mut(end - start);
            parts.push(PackedPart {
                entries: part,
                columns: &self.columns,
                texts: self.texts.as_deref(),
            });
            (entries, start) = (behind, end);
        }
        parts
    }
}

impl<'o> PackedPart<'o> {
    /// The texts in their order, if the words of texts are places among them.
    pub(super) fn texts(&self) -> Option<&'o [Cell]> {
        self.texts
    }

    pub(super) fn sort(&mut self) {
        self.entries.sort_unstable();
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The words of some rows, row after row.
    pub(super) fn words(&self, rows: Range<usize>, words: &mut Vec<Word>) {
        let arity = self.columns.len();
        words.clear();
        words.resize(rows.len() * arity, 0);
        let entries = &self.entries[rows];
        for (at, column) in self.columns.iter().enumerate() {
            let words = words.iter_mut().skip(at).step_by(arity);
            column
                .keys
                .words(entries.iter().copied(), column.shift, words);
        }
    }
}
