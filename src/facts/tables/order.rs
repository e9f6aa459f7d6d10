//! The order in which a table has its rows: by value, column by column.

use rustc_hash::FxHashMap;

use crate::facts::{Rows, Values, Word};
use crate::rules::{Column, Type};

/// The numbers of a relation's rows, sorted by value: numbers by size, texts by their bytes.
///
/// Values are compared once for each that a column has, not once for each two rows: every word gets a key
/// whose order is that of the values, and rows are sorted by their keys.
pub(super) fn sorted(rows: &Rows, columns: &[Column], values: &Values) -> Vec<u32> {
    let keys: Vec<Vec<u32>> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| keys(rows, at, column.ty, values))
        .collect();
    let key =
        |column: usize, row: u32| u64::from(keys.get(column).map_or(0, |keys| keys[row as usize]));
    let mut order: Vec<(u64, u32)> = (0..rows.len() as u32)
        .map(|row| (key(0, row) << 32 | key(1, row), row))
        .collect();
    if columns.len() <= 2 {
        order.sort_unstable();
    } else {
        order.sort_unstable_by(|(left, l), (right, r)| {
            left.cmp(right).then_with(|| {
                let rest = keys[2..].iter();
                rest.map(|keys| keys[*l as usize].cmp(&keys[*r as usize]))
                    .find(|order| order.is_ne())
                    .unwrap_or(std::cmp::Ordering::Equal)
            })
        });
    }
    order.into_iter().map(|(_, row)| row).collect()
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
