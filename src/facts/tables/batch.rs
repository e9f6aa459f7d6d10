//! Lines that were read, on their way into a relation.

use std::num::NonZero;
use std::ops::Range;
use std::sync::mpsc;
use std::thread;

use super::lines::{Reader, WrongLine};
use super::mistakes::Mistakes;
use crate::facts::Column::Each;
use crate::facts::symbols::Part;
use crate::facts::{Rows, Values, Word};
use crate::rules::Const;

/// How many lines are read before their texts are looked up together.
const LINES: usize = 512;
/// How many batches may wait to be added.
const WAITING: usize = 8;
/// How many bytes of lines are worth a thread of their own.
const MANY: usize = 1 << 20;

/// Where a text stands in a file, and its hash.
struct Place {
    start: u32,
    end: u32,
    hash: u32,
}

/// Lines as columns of words.
pub(super) struct Batch<'t> {
    columns: Vec<Vec<Word>>,
    /// The text of the file.
    text: &'t str,
    /// Where there are texts whose words are not known yet, in the order of the file, and column and line of each.
    texts: Vec<Place>,
    places: Vec<(u32, u32)>,
    /// Other values with column and line, in the order of the file.
    values: Vec<(u32, u32, Const)>,
    lines: usize,
}

impl<'t> Batch<'t> {
    pub(super) fn new(text: &'t str, columns: usize) -> Batch<'t> {
        Batch {
            text,
            columns: vec![Vec::with_capacity(LINES); columns],
            texts: Vec::new(),
            places: Vec::new(),
            values: Vec::new(),
            lines: 0,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.lines >= LINES
    }

    /// Adds a text that stands in the file.
    pub(super) fn text(&mut self, column: usize, place: Range<usize>) {
        self.columns[column].push(0);
        let (start, end) = (place.start as u32, place.end as u32);
        // Asked here, as what was just split is near.
        let hash = Part::of(self.text, place).hash();
        self.texts.push(Place { start, end, hash });
        self.places.push((column as u32, self.lines as u32));
    }

    pub(super) fn value(&mut self, column: usize, value: Const) {
        let word = Values::small(&value);
        self.columns[column].push(word.unwrap_or(0));
        if word.is_none() {
            self.values.push((column as u32, self.lines as u32, value));
        }
    }

    /// Ends a line, which is forgotten if it was not good.
    pub(super) fn end_line(&mut self, is_good: bool) {
        if is_good {
            self.lines += 1;
            return;
        }
        let lines = self.lines;
        self.columns.iter_mut().for_each(|c| c.truncate(lines));
        let is_before = |line: u32| (line as usize) < lines;
        let good = self.places.partition_point(|&(_, line)| is_before(line));
        self.places.truncate(good);
        self.texts.truncate(good);
        let good = self.values.partition_point(|&(_, line, _)| is_before(line));
        self.values.truncate(good);
    }

    /// Adds the lines to a relation, where some may then stand twice, and empties the batch.
    fn insert(&mut self, rows: &mut Rows, values: &mut Values) {
        for (column, line, value) in self.values.drain(..) {
            self.columns[column as usize][line as usize] = values.constant(&value);
        }
        let mut places = self.places.drain(..);
        let part = |&Place { start, end, hash }: &Place| {
            Part::hashed(self.text, start as usize..end as usize, hash)
        };
        values.symbols_of(&self.texts, part, |word| {
            if let Some((column, line)) = places.next() {
                self.columns[column as usize][line as usize] = word;
            }
        });
        drop(places);
        let columns: Vec<_> = self.columns.iter().map(|column| Each(column)).collect();
        if rows.has_choices() || columns.is_empty() {
            rows.insert_batch(&columns, self.lines);
        } else {
            rows.append_batch(&columns, self.lines);
        }
        self.texts.clear();
        self.columns.iter_mut().for_each(Vec::clear);
        self.lines = 0;
    }
}

/// Reads all lines of a text into a relation; with several threads, one splits lines while this one looks up
/// their texts, in the same order.
pub(super) fn read_into<'t>(
    reader: Reader<'t, '_>,
    text: &'t str,
    wrong: Vec<WrongLine>,
    rows: &mut Rows,
    values: &mut Values,
    threads: NonZero<usize>,
) -> Mistakes {
    let mistakes = if threads.get() == 1 || text.len() < MANY || !reader.has_texts() {
        reader.read(wrong, |mut batch| {
            batch.insert(rows, values);
            batch
        })
    } else {
        let (sender, read) = mpsc::sync_channel::<Batch<'t>>(WAITING);
        let (emptied, empty) = mpsc::channel();
        let columns = rows.arity();
        thread::scope(|scope| {
            let splitting = scope.spawn(move || {
                reader.read(wrong, |batch| {
                    // If nobody takes it, a panic there is on its way.
                    let _ = sender.send(batch);
                    empty
                        .try_recv()
                        .unwrap_or_else(|_| Batch::new(text, columns))
                })
            });
            for mut batch in read {
                batch.insert(rows, values);
                let _ = emptied.send(batch);
            }
            splitting.join()
        })
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    };
    if !rows.has_choices() {
        rows.keep_first();
    }
    mistakes
}
