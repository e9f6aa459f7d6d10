//! Bindings on their way from one step of a plan to the next.

use std::cell::Cell;

use super::index::Entries;
use super::matches::Cursor;
use super::steps::Source;
use crate::facts::{Column, Word};

/// How many bindings move at once.
pub(super) const BATCH: usize = 1024;

/// Bindings, column by column.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) len: usize,
    pub(super) columns: Vec<Vec<Word>>,
    /// Room for more columns.
    spare: Vec<Vec<Word>>,
}

/// What plans work in, one after the other: to get memory anew for each of thousands of short plans takes as long as
/// what they do.
#[derive(Default)]
pub(super) struct Room {
    pub(super) batches: Vec<Batch>,
    pub(super) found: Vec<Vec<Entries>>,
    pub(super) cursors: Vec<Cursor>,
    pub(super) passing: Vec<bool>,
    pub(super) positions: Vec<u32>,
    pub(super) hashes: Vec<u64>,
}

/// How many batches a thread keeps for its next plan.
const KEPT: usize = 32;

thread_local! {
    static ROOM: Cell<Option<Room>> = const { Cell::new(None) };
}

impl Room {
    /// What the last plan of this thread worked in.
    pub(super) fn take() -> Room {
        ROOM.take().unwrap_or_default()
    }

    /// Keeps it for the next one.
    pub(super) fn keep(mut self) {
        self.batches.truncate(KEPT);
        ROOM.set(Some(self));
    }
}

impl Batch {
    /// One binding of nothing.
    pub(super) fn unit() -> Batch {
        Batch {
            len: 1,
            ..Batch::default()
        }
    }

    /// Makes the batch empty, with room for this many columns.
    pub(super) fn reset(&mut self, columns: usize) {
        self.len = 0;
        self.columns.iter_mut().for_each(Vec::clear);
        while self.columns.len() > columns {
            self.spare.extend(self.columns.pop());
        }
        while self.columns.len() < columns {
            self.columns.push(self.spare.pop().unwrap_or_default());
        }
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

/// How many words are copied at once: most lists are short, and calling for each of them to be copied would
/// take longer than to copy some words too many.
pub(super) const CHUNK: usize = 8;

/// Copies one place of each of some entries; what follows behind them is overwritten.
#[inline]
pub(super) fn copy(to: &mut [Word], entries: &[Word], count: usize, width: usize, place: usize) {
    if width > 1 {
        for (to, entry) in to[..count].iter_mut().zip(entries.chunks_exact(width)) {
            *to = entry[place];
        }
        return;
    }
    let chunks = count.div_ceil(CHUNK);
    if entries.len() < chunks * CHUNK {
        return to[..count].copy_from_slice(&entries[..count]);
    }
    let pairs = to.chunks_exact_mut(CHUNK).zip(entries.chunks_exact(CHUNK));
    for (to, entries) in pairs.take(chunks) {
        to.copy_from_slice(entries);
    }
}

/// Fills the first places with a word; what follows behind them is overwritten.
#[inline]
pub(super) fn fill(to: &mut [Word], word: Word, count: usize) {
    for chunk in to.chunks_exact_mut(CHUNK).take(count.div_ceil(CHUNK)) {
        chunk.fill(word);
    }
}
