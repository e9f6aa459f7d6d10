//! Where the cells of a line are.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::layout::LineLayout;
use super::mistakes::Mistake;

/// Finds cells in the text of a file.
pub(super) struct Splitter<'a> {
    delimiter: &'a [u8],
    quotes: bool,
    /// Records have commas of their own: a comma in square brackets is no delimiter.
    keeps_brackets: bool,
}

/// One cell.
pub(super) struct Cell<'t> {
    pub(super) text: Cow<'t, str>,
    /// Where it stands in the file, with its quotation marks.
    pub(super) place: Range<usize>,
    /// Where the next cell of the line begins, if there is one.
    pub(super) next: Option<usize>,
}

impl Cell<'_> {
    /// Where its text stands in the file, if nothing in it was changed.
    pub(super) fn inside(&self) -> Range<usize> {
        let marks = (self.place.len() - self.text.len()) / 2;
        self.place.start + marks..self.place.end - marks
    }
}

impl<'a> Splitter<'a> {
    pub(super) fn new(layout: &'a LineLayout) -> Splitter<'a> {
        Splitter {
            delimiter: layout.delimiter.as_bytes(),
            quotes: layout.quotes,
            keeps_brackets: !layout.quotes && layout.delimiter.contains(','),
        }
    }

    /// The cell that begins at `at`, in a line that ends at `line_end`; a quoted cell may go on behind it.
    #[inline]
    pub(super) fn cell<'t>(
        &self,
        text: &'t str,
        at: usize,
        line_end: usize,
    ) -> Result<Cell<'t>, Mistake> {
        if self.quotes && text.as_bytes().get(at) == Some(&b'"') {
            return self.quoted(text, at);
        }
        let line = &text.as_bytes()[at..line_end];
        let length = if self.keeps_brackets && memchr2(b'[', b']', line).is_some() {
            self.find_outside_brackets(line)
                .map_err(|bracket| {
                    Mistake {
                place: at + bracket..at + bracket + 1,
                message: "a bracket without its other half".to_owned(),
                label: String::new(),
                help: "where a comma is the delimiter, commas in square brackets are part of a cell"
                    .to_owned(),
            }
                })?
        } else {
            self.find(line)
        };
        let end = at + length.unwrap_or(line.len());
        Ok(Cell {
            text: Cow::Borrowed(&text[at..end]),
            place: at..end,
            next: length.map(|_| end + self.delimiter.len()),
        })
    }

    fn find(&self, line: &[u8]) -> Option<usize> {
        match self.delimiter {
            [byte] => memchr(*byte, line),
            bytes => memmem::find(line, bytes),
        }
    }

    /// The first delimiter outside of brackets, or a bracket that has no other half.
    fn find_outside_brackets(&self, line: &[u8]) -> Result<Option<usize>, usize> {
        let mut open = Vec::new();
        for (at, &byte) in line.iter().enumerate() {
            if open.is_empty() && line[at..].starts_with(self.delimiter) {
                return Ok(Some(at));
            }
            match byte {
                b'[' => open.push(at),
                b']' if open.pop().is_none() => return Err(at),
                _ => {}
            }
        }
        match open.first() {
            Some(&bracket) => Err(bracket),
            None => Ok(None),
        }
    }

    fn quoted<'t>(&self, text: &'t str, start: usize) -> Result<Cell<'t>, Mistake> {
        let bytes = text.as_bytes();
        let mut pieces = Vec::new();
        let mut at = start + 1;
        let end = loop {
            let Some(length) = memchr(b'"', &bytes[at..]) else {
                return Err(Mistake {
                    place: start..start + 1,
                    message: "a quotation that does not end".to_owned(),
                    label: String::new(),
                    help: "double the quotation marks that are part of a cell".to_owned(),
                });
            };
            let mark = at + length;
            if bytes.get(mark + 1) == Some(&b'"') {
                pieces.push(&text[at..=mark]);
                at = mark + 2;
            } else {
                pieces.push(&text[at..mark]);
                break mark + 1;
            }
        };
        let rest = &bytes[end..];
        let ends_line = rest.is_empty() || rest.starts_with(b"\n") || rest.starts_with(b"\r\n");
        if !ends_line && !rest.starts_with(self.delimiter) {
            let strange = text[end..].chars().next().map_or(0, char::len_utf8);
            let delimiter = String::from_utf8_lossy(self.delimiter);
            return Err(Mistake {
                place: end..end + strange,
                message: "a quoted cell that goes on behind its quotation mark".to_owned(),
                label: format!("neither `{}` nor the line's end", delimiter.escape_debug()),
                help: "double the quotation marks that are part of a cell".to_owned(),
            });
        }
        let cell = match pieces[..] {
            [whole] => Cow::Borrowed(whole),
            ref pieces => Cow::Owned(pieces.concat()),
        };
        Ok(Cell {
            text: cell,
            place: start..end,
            next: (!ends_line).then_some(end + self.delimiter.len()),
        })
    }
}
