//! Rows by their numbers, in the order of the values of the first column, and from there on part by part.

use std::cmp::Ordering;

use super::keys::Keys;
use crate::facts::{Rows, Values};
use crate::rules::Column;

/// A relation's rows in the order of the values of the first column, and from there on part by part.
///
/// Values are compared once for each that a column has, not once for each two rows: every word gets a key
/// whose order is that of the values, and rows are sorted by their keys.
pub(in crate::facts::tables) struct Numbered {
    /// The keys of a row in the second and third column, and its number.
    entries: Vec<(u64, u32)>,
    /// Where the rows of each value of the first column end.
    ends: Vec<u32>,
    /// The keys in the columns behind the third.
    others: Vec<Vec<u32>>,
}

/// Rows between two places of an order, with all that are alike in the first column.
pub(in crate::facts::tables) struct NumberedPart<'o> {
    entries: &'o mut [(u64, u32)],
    /// Where rows that are alike in the first column end, counted from the first row of all.
    ends: &'o [u32],
    start: usize,
    others: &'o [Vec<u32>],
}

impl Numbered {
    pub(super) fn of(rows: &Rows, columns: &[Column], values: &Values) -> Numbered {
        let mut keys: Vec<Vec<u32>> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| {
                let keys = Keys::of(rows, at, column.ty, values);
                rows.iter().map(|row| keys.key(row[at])).collect()
            })
            .collect();
        let others = keys.split_off(keys.len().min(3));
        let mut keys = keys.into_iter();
        let first = keys.next().unwrap_or_else(|| vec![0; rows.len()]);
        let (second, third) = (keys.next(), keys.next());
        let key = |keys: &Option<Vec<u32>>, row: usize| {
            u64::from(keys.as_ref().map_or(0, |keys| keys[row]))
        };
        let rest = |row: usize| key(&second, row) << 32 | key(&third, row);
        let (entries, ends) = by_first(first, rest);
        Numbered {
            entries,
            ends,
            others,
        }
    }

    /// The numbers of all rows.
    pub(super) fn sorted(mut self) -> Vec<u32> {
        self.parts(usize::MAX)
            .iter_mut()
            .for_each(NumberedPart::sort);
        self.entries.into_iter().map(|(_, row)| row).collect()
    }

    /// The order in parts of about so many rows, which are not sorted yet.
    pub(super) fn parts(&mut self, rows: usize) -> Vec<NumberedPart<'_>> {
        let (mut entries, mut ends) = (&mut self.entries[..], &self.ends[..]);
        let mut start = 0_usize;
        let mut parts = Vec::new();
        while !entries.is_empty() {
            let least = start.saturating_add(rows).min(start + entries.len());
            let count = ends.partition_point(|&end| (end as usize) < least) + 1;
            let end = ends[count - 1] as usize;
            let (part, behind) = entries.split_at_mut(end - start);
            parts.push(NumberedPart {
                entries: part,
                ends: &ends[..count],
                start,
                others: &self.others,
            });
            (entries, ends, start) = (behind, &ends[count..], end);
        }
        parts
    }
}

impl NumberedPart<'_> {
    pub(super) fn sort(&mut self) {
        let mut from = self.start;
        for &end in self.ends {
            let alike = &mut self.entries[from - self.start..end as usize - self.start];
            if self.others.is_empty() {
                alike.sort_unstable();
            } else {
                alike.sort_unstable_by(|(left, l), (right, r)| {
                    left.cmp(right).then_with(|| {
                        let others = self.others.iter();
                        others
                            .map(|keys| keys[*l as usize].cmp(&keys[*r as usize]))
                            .find(|order| order.is_ne())
                            .unwrap_or(Ordering::Equal)
                    })
                });
            }
            from = end as usize;
        }
    }

    /// The numbers of the rows.
    pub(super) fn rows(&self) -> &[(u64, u32)] {
        self.entries
    }
}

/// Rows with what they are sorted by besides, ordered by their first keys, and where those with each key end.
fn by_first(first: Vec<u32>, rest: impl Fn(usize) -> u64) -> (Vec<(u64, u32)>, Vec<u32>) {
    let least = first.iter().copied().min().unwrap_or(0);
    let most = first.iter().copied().max().unwrap_or(0);
    let different = (most - least) as usize + 1;
    let numbered = first.iter().zip(0_u32..);
    if different > 4 * first.len() + 1024 {
        let mut order: Vec<(u32, u32)> = numbered.map(|(&key, row)| (key, row)).collect();
        order.sort_unstable();
        let entries = order.iter().map(|&(_, row)| (rest(row as usize), row));
        let mut ends: Vec<u32> = (1..)
            .zip(order.windows(2))
            .filter(|(_, pair)| pair[0].0 != pair[1].0)
            .map(|(end, _)| end)
            .collect();
        ends.push(order.len() as u32);
        return (entries.collect(), ends);
    }
    // Keys are dense: counting how many rows there are with each says where they belong.
    let mut ends = vec![0_u32; different + 1];
    for &key in &first {
        ends[(key - least) as usize + 1] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    let mut entries = vec![(0, 0); first.len()];
    for (&key, row) in numbered {
        let end = &mut ends[(key - least) as usize];
        entries[*end as usize] = (rest(row as usize), row);
        *end += 1;
    }
    ends.pop();
    (entries, ends)
}
