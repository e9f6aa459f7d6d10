//! Bindings on their way from one step of a plan to the next.

use super::steps::Source;
use crate::facts::{Column, Word};

/// How many bindings move at once.
pub(super) const BATCH: usize = 1024;

/// Bindings, column by column.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) len: usize,
    pub(super) columns: Vec<Vec<Word>>,
}

impl Batch {
    /// One binding of nothing.
    pub(super) fn unit() -> Batch {
        Batch {
            len: 1,
            columns: Vec::new(),
        }
    }

    /// Makes the batch empty, with room for this many columns.
    pub(super) fn reset(&mut self, columns: usize) {
        self.len = 0;
        self.columns.iter_mut().for_each(Vec::clear);
        self.columns.resize_with(columns, Vec::new);
    }

    /// The columns that hold the values of these sources.
    pub(super) fn select(&self, sources: &[Source]) -> Vec<Column<'_>> {
        sources.iter().map(|source| self.column(*source)).collect()
    }

    pub(super) fn column(&self, source: Source) -> Column<'_> {
        match source {
            Source::Column(column) => Column::Each(&self.columns[column]),
            Source::Constant(word) => Column::Same(word),
        }
    }
}

/// Copies one binding with a value behind it.
pub(super) fn push(output: &mut Batch, input: &Batch, binding: usize, value: Word) {
    let (last, carried) = output
        .columns
        .split_last_mut()
        .expect("there is a new column");
    for (to, from) in carried.iter_mut().zip(&input.columns) {
        to.push(from[binding]);
    }
    last.push(value);
    output.len += 1;
}

#[inline]
pub(super) fn value(source: Source, input: &Batch, binding: usize) -> Word {
    match source {
        Source::Column(column) => input.columns[column][binding],
        Source::Constant(word) => word,
    }
}
