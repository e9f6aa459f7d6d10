//! The order in which a table has its rows: by value, column by column.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::facts::{Rows, Values, Word};
use crate::rules::{Column, Type};

/// The numbers of a relation's rows, sorted by value: numbers by size, texts by their bytes.
pub(super) fn sorted(rows: &Rows, columns: &[Column], values: &Values) -> Vec<u32> {
    let mut order = Order::of(rows, columns, values);
    order.parts(usize::MAX).iter_mut().for_each(Part::sort);
    order.entries.into_iter().map(|(_, row)| row).collect()
}

/// A relation's rows in the order of the values of the first column, and from there on part by part.
///
/// Values are compared once for each that a column has, not once for each two rows: every word gets a key
/// whose order is that of the values, and rows are sorted by their keys.
pub(super) struct Order {
    /// The keys of a row in the second and third column, and its number.
    entries: Vec<(u64, u32)>,
    /// Where the rows of each value of the first column end.
    ends: Vec<u32>,
    /// The keys in the columns behind the third.
    others: Vec<Vec<u32>>,
}

/// Rows between two places of an order, with all that are alike in the first column.
pub(super) struct Part<'o> {
    entries: &'o mut [(u64, u32)],
    /// Where rows that are alike in the first column end, counted from the first row of all.
    ends: &'o [u32],
    start: usize,
    others: &'o [Vec<u32>],
}

impl Order {
    pub(super) fn of(rows: &Rows, columns: &[Column], values: &Values) -> Order {
        let mut keys: Vec<Vec<u32>> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| keys(rows, at, column.ty, values))
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
        Order {
            entries,
            ends,
            others,
        }
    }

    /// The order in parts of about so many rows, which are not sorted yet.
    pub(super) fn parts(&mut self, rows: usize) -> Vec<Part<'_>> {
        let (mut entries, mut ends) = (&mut self.entries[..], &self.ends[..]);
        let mut start = 0_usize;
        let mut parts = Vec::new();
        while !entries.is_empty() {
            let least = start.saturating_add(rows).min(start + entries.len());
            let count = ends.partition_point(|&end| (end as usize) < least) + 1;
            let end = ends[count - 1] as usize;
            let (part, behind) = entries.split_at_mut(end - start);
            parts.push(Part {
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

impl Part<'_> {
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
    pub(super) fn rows(&self) -> impl ExactSizeIterator<Item = u32> + Clone {
        self.entries.iter().map(|(_, row)| *row)
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

/// For each row, the place of its value among those of the column.
fn keys(rows: &Rows, column: usize, ty: Type, values: &Values) -> Vec<u32> {
    let words: Vec<Word> = rows.iter().map(|row| row[column]).collect();
    if ty == Type::Number
        && let Some(keys) = small_numbers(&words, values)
    {
        return keys;
    }
    if ty == Type::Symbol
        && let Some(places) = values.text_ranks(rows.len())
        && let Some(keys) = words
            .iter()
            .map(|&word| places.get(word as usize).copied())
            .collect()
    {
        return keys;
    }
    let most = words.iter().copied().max().unwrap_or(0) as usize;
    // Words are dense where they are numbers of texts; then an array finds each of them, and its place.
    if most < 16 * rows.len() + 1024 {
        let mut places = vec![0_u32; most + 1];
        words.iter().for_each(|&word| places[word as usize] = 1);
        let mut different: Vec<Word> = (0..)
            .zip(&places)
            .filter(|(_, used)| **used == 1)
            .map(|(word, _)| word)
            .collect();
        sort(&mut different, ty, values);
        for (&word, place) in different.iter().zip(0..) {
            places[word as usize] = place;
        }
        words.iter().map(|&word| places[word as usize]).collect()
    } else {
        let mut different = words.clone();
        different.sort_unstable();
        different.dedup();
        sort(&mut different, ty, values);
        let places: FxHashMap<Word, u32> = different.iter().copied().zip(0..).collect();
        words.iter().map(|word| places[word]).collect()
    }
}

/// Sorts words of a type by what they stand for.
fn sort(words: &mut Vec<Word>, ty: Type, values: &Values) {
    match ty {
        Type::Symbol => values.sort_texts(words),
        _ => words.sort_unstable_by(|left, right| values.compare(*left, *right, ty)),
    }
}

/// Numbers of 32 bits are their own places, once the sign bit is turned.
fn small_numbers(words: &[Word], values: &Values) -> Option<Vec<u32>> {
    let key = |&word: &Word| {
        let number = i32::try_from(values.integer(word)).ok()?;
        Some(number as u32 ^ 1 << 31)
    };
    words.iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_as_comparing_their_values_sorts_them() {
        let mut values = Values::default();
        let types = [Type::Symbol, Type::Number, Type::Symbol];
        let columns: Vec<Column> = types
            .iter()
            .map(|&ty| Column {
                name: "x".into(),
                type_name: ty.name().into(),
                declared: crate::rules::TypeId(0),
                ty,
            })
            .collect();
        let mut random = fastrand::Rng::with_seed(5);
        let texts = [
            "",
            "a",
            "a\0",
            "a\0b",
            "équateur",
            "equator!",
            "equators",
            "b",
        ];
        let wide = [0, 1, -1, i64::MAX, i64::MIN, 1 << 40, -(1 << 30), 7];
        let small = [0, 1, -1, 9, -(1 << 31), (1 << 31) - 1, 1 << 30, 7];
        for (arity, numbers) in [(1, wide), (2, wide), (2, small), (3, wide), (3, small)] {
            let mut rows = Rows::new(arity);
            for _ in 0..100 {
                let row = [
                    values.symbol(random.choice(texts).unwrap()),
                    values.number(random.choice(numbers).unwrap()),
                    values.symbol(random.choice(texts).unwrap()),
                ];
                rows.insert(&row[..arity]);
            }
            let order = sorted(&rows, &columns[..arity], &values);
            assert_eq!(order.len(), rows.len());
            for pair in order.windows(2) {
                let [left, right] = [rows.row(pair[0] as usize), rows.row(pair[1] as usize)];
                let first_difference = (0..arity)
                    .map(|at| values.compare(left[at], right[at], types[at]))
                    .find(|order| order.is_ne());
                assert_eq!(first_difference, Some(std::cmp::Ordering::Less));
            }
        }
    }
}
