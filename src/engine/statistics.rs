//! How many tuples of a complete relation a binding finds, as far as its columns tell.

use rustc_hash::FxHashMap;

use crate::facts::{Rows, Word};
use crate::rules::RelationId;

/// Of a relation with more rows, so many of the first ones are looked at.
const SAMPLE: usize = 1 << 16;

/// What is known of the columns of relations.
#[derive(Default)]
pub(super) struct Statistics {
    relations: FxHashMap<RelationId, Columns>,
}

/// The columns of a relation that has so many rows.
#[derive(Default)]
struct Columns {
    rows: usize,
    /// How many values each has, about, where that was asked for.
    values: Vec<Option<f64>>,
}

impl Statistics {
    /// How many different values a column has, about; at least one.
    pub(super) fn values(&mut self, relation: RelationId, column: usize, rows: &Rows) -> f64 {
        let known = self.relations.entry(relation).or_default();
        if known.rows != rows.len() || known.values.is_empty() {
            known.rows = rows.len();
            known.values.clear();
            known.values.resize(rows.arity(), None);
        }
        *known.values[column].get_or_insert_with(|| count(rows, column))
    }

    /// Forgets a relation that is no more.
    pub(super) fn forget(&mut self, relation: RelationId) {
        self.relations.remove(&relation);
    }
}

/// About how many values a column has, by how many bits are left when each sets one (Whang, Vander-Zanden and
/// Taylor, "A linear-time probabilistic counting algorithm", 1990).
fn count(rows: &Rows, column: usize) -> f64 {
    let seen = rows.len().min(SAMPLE);
    if seen == 0 {
        return 1.0;
    }
    let size = (2 * seen).next_power_of_two().max(64);
    let mut bits = vec![0_u64; size / 64];
    let words = rows.words(0, seen).chunks_exact(rows.arity());
    for word in words.map(|tuple| tuple[column]) {
        let at = spread(word) as usize & (size - 1);
        bits[at / 64] |= 1 << (at % 64);
    }
    let set: u32 = bits.iter().map(|bits| bits.count_ones()).sum();
    let free = (size as f64 - f64::from(set)).max(1.0);
    let values = (size as f64 * (size as f64 / free).ln()).clamp(1.0, seen as f64);
    // Where most rows looked at have a value of their own, the others are taken to have one, too.
    match values > 0.5 * seen as f64 {
        true => values * rows.len() as f64 / seen as f64,
        false => values,
    }
}

/// Bits that depend on all bits of a word.
fn spread(word: Word) -> u64 {
    let product = u64::from(word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_about() {
        let mut rows = Rows::new(3);
        for n in 0..10_000 {
            rows.insert(&[n, n % 7, n % 1000]);
        }
        let mut statistics = Statistics::default();
        let mut values = |column| statistics.values(RelationId(0), column, &rows);
        assert!((9_000.0..=10_000.0).contains(&values(0)));
        assert!((6.0..8.0).contains(&values(1)));
        assert!((900.0..1_100.0).contains(&values(2)));
        rows.insert(&[0, 8, 0]);
        assert!(statistics.values(RelationId(0), 1, &rows) > 7.0);
    }

    #[test]
    fn large_relations_are_sampled() {
        let mut rows = Rows::new(2);
        for n in 0..4 * SAMPLE as u32 {
            rows.insert(&[n, n % 9]);
        }
        let mut statistics = Statistics::default();
        let own = statistics.values(RelationId(0), 0, &rows);
        assert!(own > 3.5 * SAMPLE as f64, "{own}");
        assert!(statistics.values(RelationId(0), 1, &rows) < 10.0);
    }
}
