//! The order in which a table has its rows: by value, column by column.

mod keys;
mod numbered;
mod packed;

use std::ops::Range;

use numbered::{Numbered, NumberedPart};
use packed::{Packed, PackedPart};

use crate::facts::symbols::Cell;
use crate::facts::{Rows, Values, Word};
use crate::rules::Column;

/// The numbers of a relation's rows, sorted by value: numbers by size, texts by their bytes.
pub(super) fn sorted(rows: &Rows, columns: &[Column], values: &Values) -> Vec<u32> {
    Numbered::of(rows, columns, values).sorted()
}

/// How many rows are put in order at a time, about: as many as a cache that is near has room for.
const PART: usize = 1 << 12;

/// A relation's rows in an order, which becomes that of their values part by part.
pub(super) enum Order<'v> {
    /// Where a row is a number of 64 bits, from which its words are found again.
    Packed(Packed<'v>),
    Numbered(Numbered, &'v Rows),
}

/// Rows between two places of an order.
pub(super) enum Part<'o> {
    Packed(PackedPart<'o>),
    Numbered(NumberedPart<'o>, &'o Rows),
}

impl<'v> Order<'v> {
    pub(super) fn of(
        rows: &'v Rows,
        columns: &[Column],
        values: &'v Values,
        threads: usize,
    ) -> Order<'v> {
        match Packed::of(rows, columns, values, threads) {
            Some(packed) => Order::Packed(packed),
            None => Order::Numbered(Numbered::of(rows, columns, values), rows),
        }
    }

    /// Its parts, which are not sorted yet.
    pub(super) fn parts(&mut self) -> Vec<Part<'_>> {
        match self {
            Order::Packed(packed) => packed.parts().into_iter().map(Part::Packed).collect(),
            Order::Numbered(numbered, rows) => {
                let parts = numbered.parts(PART).into_iter();
                parts.map(|part| Part::Numbered(part, rows)).collect()
            }
        }
    }
}

impl Part<'_> {
    pub(super) fn sort(&mut self) {
        match self {
            Part::Packed(part) => part.sort(),
            Part::Numbered(part, _) => part.sort(),
        }
    }

    /// How many rows it has.
    pub(super) fn len(&self) -> usize {
        match self {
            Part::Packed(part) => part.len(),
            Part::Numbered(part, _) => part.rows().len(),
        }
    }

    /// The texts in their order, if the words of texts that it gives are places among them.
    pub(super) fn texts(&self) -> Option<&[Cell]> {
        match self {
            Part::Packed(part) => part.texts(),
            Part::Numbered(..) => None,
        }
    }

    /// The words of some of its rows, row after row.
    pub(super) fn words(&self, of: Range<usize>, words: &mut Vec<Word>) {
        match self {
            Part::Packed(part) => part.words(of, words),
            Part::Numbered(part, rows) => {
                words.clear();
                for &(_, row) in &part.rows()[of] {
                    words.extend_from_slice(rows.row(row as usize));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Type;

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
            let mut order_in_parts = Order::of(&rows, &columns[..arity], &values, 1);
            let mut words = Vec::new();
            let mut numbers = order.iter();
            for mut part in order_in_parts.parts() {
                part.sort();
                for from in 0..part.len() {
                    part.words(from..from + 1, &mut words);
                    let row = numbers.next().map(|&number| rows.row(number as usize));
                    assert_eq!(Some(&words[..]), row);
                }
            }
            assert_eq!(numbers.next(), None);
        }
    }

    #[test]
    fn many_rows_are_in_the_same_order_on_any_number_of_threads() {
        let mut values = Values::default();
        let types = [Type::Symbol, Type::Number, Type::Symbol];
        let columns = types.map(|ty| Column {
            name: "x".into(),
            type_name: ty.name().into(),
            declared: crate::rules::TypeId(0),
            ty,
        });
        let mut random = fastrand::Rng::with_seed(6);
        let mut text = || match random.u32(0..2000) {
            few @ 0..100 => format!("{few} is longer than those that stand in a cell"),
            many => format!("text {many}"),
        };
        let mut random = fastrand::Rng::with_seed(7);
        let (mut rows, mut expected) = (Rows::new(3), Vec::new());
        for _ in 0..70_000 {
            let row = (text(), random.i64(-100..1 << 20), text());
            let (first, last) = (values.symbol(&row.0), values.symbol(&row.2));
            if rows.insert(&[first, values.number(row.1), last]) {
                expected.push(row);
            }
        }
        expected.sort_unstable();
        for threads in 1..=3 {
            let mut order = Order::of(&rows, &columns, &values, threads);
            let mut found = Vec::new();
            let mut words = Vec::new();
            for mut part in order.parts() {
                part.sort();
                part.words(0..part.len(), &mut words);
                let texts = part.texts().expect("there are fewer texts than rows");
                let text = |place: Word| {
                    let bytes = values.bytes_of(texts[place as usize].text());
                    String::from_utf8(bytes.to_vec()).unwrap()
                };
                let rows = words.chunks_exact(3);
                found.extend(rows.map(|row| (text(row[0]), values.integer(row[1]), text(row[2]))));
            }
            assert!(found == expected);
        }
    }
}
