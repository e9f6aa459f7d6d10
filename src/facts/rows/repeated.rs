//! Leaving out tuples that were appended more than once.

use super::members::Words;
use super::{Rows, hash, packed};

/// How many tuples are looked at side by side.
const BATCH: usize = 1024;

impl Rows {
    /// Keeps the first of tuples that are alike, after tuples were appended that may be. That this is asked
    /// once, of all tuples, is cheaper than to ask of each whether it is new: how much room it takes is known.
    pub(crate) fn keep_first(&mut self) {
        debug_assert!(self.choices.is_empty() && self.rounds.is_empty());
        self.members.take();
        self.numbers.take();
        match self.arity {
            0 => return,
            1 | 2 => self.keep_first_packed(),
            _ => self.keep_first_numbered(),
        }
        self.words.truncate(self.len * self.arity);
    }

    /// Moves a row to the front, to the end of those that are kept.
    fn keep(&mut self, row: usize, kept: &mut usize) {
        if row != *kept {
            let words = row * self.arity..(row + 1) * self.arity;
            self.words.copy_within(words, *kept * self.arity);
        }
        *kept += 1;
    }

    fn keep_first_packed(&mut self) {
        let mut known = Words::with_room(self.len);
        let (mut batch, mut new) = (Vec::with_capacity(BATCH), Vec::with_capacity(BATCH));
        let mut kept = 0;
        for start in (0..self.len).step_by(BATCH) {
            batch.clear();
            new.clear();
            let words = self.words(start, self.len.min(start + BATCH));
            match self.arity {
                1 => batch.extend(words.iter().map(|&one| u64::from(one))),
                _ => batch.extend(words.chunks_exact(2).map(|row| packed(row[0], row[1]))),
            }
            known.insert_all(&batch, 0, &mut new);
            if kept == start && new.len() == batch.len() {
                kept += batch.len();
                continue;
            }
            for &at in &new {
                self.keep(start + at as usize, &mut kept);
            }
        }
        self.len = kept;
    }

    fn keep_first_numbered(&mut self) {
        let mut numbers = super::Numbers::default();
        numbers.reserve(self.len);
        let mut kept = 0;
        for row in 0..self.len {
            let tuple = self.row(row);
            let same = |other: u32| self.row(other as usize) == tuple;
            if numbers
                .find_or_insert(hash(tuple), kept as u32, same)
                .is_none()
            {
                self.keep(row, &mut kept);
            }
        }
        self.len = kept;
        // They are the numbers of what was kept.
        self.numbers = numbers.into();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Column::Each;
    use super::*;

    #[test]
    fn the_first_of_alike_tuples_stay_in_their_order() {
        let mut random = fastrand::Rng::with_seed(9);
        for arity in 1..4 {
            for most in [3, 40, u32::MAX] {
                let (mut appended, mut inserted) = (Rows::new(arity), Rows::new(arity));
                for _ in 0..5 {
                    let columns: Vec<Vec<u32>> = (0..arity)
                        .map(|_| (0..700).map(|_| random.u32(0..=most)).collect())
                        .collect();
                    let columns: Vec<_> = columns.iter().map(|column| Each(column)).collect();
                    appended.append_batch(&columns, 700);
                    inserted.insert_batch(&columns, 700);
                }
                appended.keep_first();
                assert!(appended.iter().eq(inserted.iter()));
                let tuple = appended.row(appended.len() - 1).to_vec();
                assert!(appended.contains(&tuple) && !appended.insert(&tuple));
                assert_eq!(appended.find(&tuple), Some(appended.len() - 1));
            }
        }
    }
}
