//! Reading a file with a line for each tuple.

use std::borrow::Cow;

use memchr::memchr;

use super::batch::Batch;
use super::cells::parse_value;
use super::layout::LineLayout;
use super::mistakes::{Mistake, Mistakes};
use super::split::Splitter;
use crate::facts::Values;
use crate::rules::{Column, Type};

/// A line that is not UTF-8: where it starts, and where its first wrong byte is.
pub(super) type WrongLine = (usize, usize);

/// The lines of `text` that have bytes other than UTF-8 in `bytes`, which it was made of.
pub(super) fn wrong_lines(bytes: &[u8], text: &str) -> Vec<WrongLine> {
    let mut start = 0;
    let mut wrong = Vec::new();
    for (line, raw) in text
        .split_inclusive('\n')
        .zip(bytes.split(|&byte| byte == b'\n'))
    {
        if let Err(error) = std::str::from_utf8(raw) {
            wrong.push((start, start + error.valid_up_to()));
        }
        start += line.len();
    }
    wrong
}

/// Reads lines one by one and keeps what is wrong with them.
pub(super) struct Reader<'t, 'a> {
    text: &'t str,
    columns: &'a [Column],
    layout: &'a LineLayout,
    /// The types of the values; it has none of its own.
    types: &'a Values,
    splitter: Splitter<'a>,
    /// For each cell of a line, the column that is read from it.
    targets: Vec<Option<usize>>,
    /// The lines that were read and are not yet in the relation.
    batch: Batch<'t>,
    mistakes: Mistakes,
}

impl<'t, 'a> Reader<'t, 'a> {
    /// Whether texts must be looked up, which is most of the work where there are any.
    pub(super) fn has_texts(&self) -> bool {
        self.columns.iter().any(|column| column.ty == Type::Symbol)
    }

    pub(super) fn new(
        text: &'t str,
        columns: &'a [Column],
        layout: &'a LineLayout,
        types: &'a Values,
    ) -> Self {
        let in_order: Vec<usize> = (0..columns.len()).collect();
        let cells = layout.cells.as_ref().unwrap_or(&in_order);
        let mut targets = vec![None; cells.iter().max().map_or(0, |last| last + 1)];
        for (column, &cell) in cells.iter().enumerate() {
            targets[cell] = Some(column);
        }
        Reader {
            text,
            columns,
            layout,
            types,
            splitter: Splitter::new(layout),
            targets,
            batch: Batch::new(text, columns.len()),
            mistakes: Mistakes::default(),
        }
    }

    /// Reads all lines and hands them on batch by batch, each for an empty one; what was wrong with any is
    /// returned.
    pub(super) fn read(
        mut self,
        wrong: Vec<WrongLine>,
        mut hand_on: impl FnMut(Batch<'t>) -> Batch<'t>,
    ) -> Mistakes {
        let mut wrong = wrong.into_iter().peekable();
        let mut start = 0;
        let mut is_header = self.layout.headers;
        while start < self.text.len() {
            let (line_end, next_line) = self.line_at(start);
            // A line before this one was inside of a quoted cell.
            while let Some((_, byte)) = wrong.next_if(|(line, _)| *line < start) {
                self.mistakes.refuse_bytes(byte);
            }
            if let Some((_, byte)) = wrong.next_if(|(line, _)| *line == start) {
                self.mistakes.refuse_bytes(byte);
                start = next_line;
            } else if is_header {
                start = next_line;
            } else if self.is_end(start, line_end, next_line) {
                break;
            } else {
                let (is_good, next_line) = self.line(start, line_end, next_line);
                self.batch.end_line(is_good);
                if self.batch.is_full() {
                    self.batch = hand_on(self.batch);
                }
                start = next_line;
            }
            is_header = false;
        }
        hand_on(self.batch);
        self.mistakes
    }

    /// Where the line that starts at `start` ends, and where the next one starts.
    fn line_at(&self, start: usize) -> (usize, usize) {
        let bytes = self.text.as_bytes();
        let (end, next) = match memchr(b'\n', &bytes[start..]) {
            Some(length) => (start + length, start + length + 1),
            None => (bytes.len(), bytes.len()),
        };
        let has_return = end > start && bytes[end - 1] == b'\r';
        (end - usize::from(has_return), next)
    }

    /// Whether a line is an empty one at the file's end, which says nothing unless an empty text does.
    fn is_end(&self, start: usize, line_end: usize, next_line: usize) -> bool {
        let may_be_empty = match self.columns {
            [] => true,
            [only] => only.ty == Type::Symbol,
            _ => false,
        };
        start == line_end && next_line == self.text.len() && !may_be_empty
    }

    /// Reads a line into the batch; says whether it was good and where the next one starts.
    fn line(&mut self, start: usize, mut line_end: usize, mut next_line: usize) -> (bool, usize) {
        if self.columns.is_empty() {
            return (self.line_without_columns(start, line_end), next_line);
        }
        let mut mistake = None;
        let mut found = 0;
        let mut at = Some(start);
        while let Some(cell_start) = at {
            let cell = match self.splitter.cell(self.text, cell_start, line_end) {
                Ok(cell) => cell,
                Err(wrong) => {
                    self.mistakes.refuse(wrong);
                    return (false, next_line);
                }
            };
            if cell.place.end > line_end {
                (line_end, next_line) = self.line_at(cell.place.end);
            }
            if let Some(Some(column)) = self.targets.get(found).copied() {
                let read = match &cell.text {
                    Cow::Borrowed(_) if self.columns[column].ty == Type::Symbol => {
                        self.batch.text(column, cell.inside());
                        Ok(())
                    }
                    text => parse_value(text, &self.columns[column], self.types)
                        .map(|value| self.batch.value(column, value)),
                };
                match read {
                    Ok(()) => {}
                    Err(bad) if mistake.is_none() => {
                        mistake = Some(Mistake {
                            place: cell.place,
                            message: bad.message,
                            label: bad.label,
                            help: bad.help,
                        });
                    }
                    Err(_) => {}
                }
            }
            found += 1;
            at = cell.next;
        }
        if found < self.targets.len() {
            mistake = Some(self.wrong_count(start, line_end, found));
        } else if found > self.targets.len() && self.layout.cells.is_none() {
            let many = self.wrong_count(start, line_end, found);
            self.mistakes.pass_over(many);
        }
        let is_good = mistake.is_none();
        if let Some(mistake) = mistake {
            self.mistakes.refuse(mistake);
        }
        (is_good, next_line)
    }

    fn line_without_columns(&mut self, start: usize, line_end: usize) -> bool {
        let is_good = &self.text[start..line_end] == "()";
        if !is_good {
            self.mistakes.refuse(Mistake {
                place: start..line_end,
                message: "a line that is not `()`".to_owned(),
                label: "the relation has no columns".to_owned(),
                help: "write one line `()` if the relation holds, and an empty file if not"
                    .to_owned(),
            });
        }
        is_good
    }

    fn wrong_count(&self, start: usize, line_end: usize, found: usize) -> Mistake {
        let delimiter = self.layout.delimiter.escape_debug();
        let names: Vec<&str> = self.columns.iter().map(|column| &*column.name).collect();
        let names = names.join("`, `");
        let (wanted, help) = match &self.layout.cells {
            None => (
                format!("{} are declared", self.columns.len()),
                format!("the columns are `{names}`, with `{delimiter}` between them"),
            ),
            Some(_) => (
                format!("`columns` needs {}", self.targets.len()),
                format!("`columns` counts from 0; there is `{delimiter}` between columns"),
            ),
        };
        Mistake {
            place: start..line_end,
            message: match found {
                1 => format!("1 column where {wanted}"),
                many => format!("{many} columns where {wanted}"),
            },
            label: String::new(),
            help,
        }
    }
}
