//! Writing a file with a line for each tuple.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, mpsc};
use std::thread;

use memchr::{memchr, memchr2, memmem};

use super::cells::{is_text, write_cell, write_cell_to_quote};
use super::layout::LineLayout;
use super::order::{Order, Part};
use crate::facts::symbols::{Cell, Text, touch};
use crate::facts::{Rows, Values, Word};
use crate::rules::{Column, Relation, Type};

/// How many portions may be ready before they are written, for each thread that makes them.
const READY: usize = 4;
/// How many rows have their texts fetched side by side.
const NEAR: usize = 96;

/// Writes the line that names the columns.
pub(super) fn write_header(
    out: &mut impl Write,
    layout: &LineLayout,
    relation: &Relation,
) -> io::Result<()> {
    match &layout.header_line {
        Some(line) => writeln!(out, "{line}"),
        None => {
            let names: Vec<&str> = relation.columns.iter().map(|c| &*c.name).collect();
            writeln!(out, "{}", names.join(&layout.delimiter))
        }
    }
}

/// Writes a line for each tuple, which threads make ready together. Returns a text with a delimiter or line end
/// inside, if there is one and no quotation marks tell it from the table's own.
pub(super) fn write_rows(
    out: &mut impl Write,
    layout: &LineLayout,
    relation: &Relation,
    rows: &Rows,
    values: &Values,
    threads: usize,
) -> io::Result<Option<String>> {
    let columns = &relation.columns;
    if columns.is_empty() {
        if !rows.is_empty() {
            out.write_all(b"()\n")?;
        }
        return Ok(None);
    }
    let delimiter = layout.delimiter.as_bytes();
    let lines = Lines {
        layout,
        columns,
        values,
        as_they_are: delimiter[0] < 32 && !layout.quotes,
    };
    let mut order = Order::of(rows, columns, values, threads);
    let parts = order.parts();
    let mut unclear = None;
    let mut write = |portion: &Portion| {
        if unclear.is_none() {
            unclear.clone_from(&portion.unclear);
        }
        out.write_all(&portion.lines)
    };
    if threads == 1 || parts.len() < 2 * threads {
        let mut portion = Portion::default();
        for part in parts {
            lines.make(part, &mut portion);
            write(&portion)?;
        }
    } else {
        lines.make_together(parts, threads, write)?;
    }
    Ok(unclear)
}

/// What lines are made from.
struct Lines<'a> {
    layout: &'a LineLayout,
    columns: &'a [Column],
    values: &'a Values,
    /// Whether texts without bytes below 32 are written as they are.
    as_they_are: bool,
}

/// Lines that are ready, and the first text among them that cannot be told from the table's own.
#[derive(Default)]
struct Portion {
    lines: Vec<u8>,
    /// Room for one cell, and for the words of some rows.
    cell: Vec<u8>,
    words: Vec<Word>,
    unclear: Option<String>,
}

impl Lines<'_> {
    /// Makes portions on several threads; they are written in their order.
    fn make_together(
        &self,
        parts: Vec<Part<'_>>,
        threads: usize,
        mut write: impl FnMut(&Portion) -> io::Result<()>,
    ) -> io::Result<()> {
        let parts = Mutex::new(parts.into_iter().enumerate());
        let (sender, made) = mpsc::sync_channel(READY * threads);
        let (emptied, empty) = mpsc::channel();
        let empty = Mutex::new(empty);
        thread::scope(|scope| {
            for _ in 0..threads {
                let (sender, parts, empty) = (sender.clone(), &parts, &empty);
                scope.spawn(move || {
                    loop {
                        let next = parts.lock().expect("no thread panicked").next();
                        let Some((number, part)) = next else {
                            return;
                        };
                        let used = empty.lock().expect("no thread panicked").try_recv();
                        let mut portion: Portion = used.unwrap_or_default();
                        self.make(part, &mut portion);
                        // Nobody listens any more if writing failed.
                        if sender.send((number, portion)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let made = made;
            let mut waiting = BTreeMap::new();
            let mut next = 0;
            for (number, portion) in &made {
                waiting.insert(number, portion);
                while let Some(portion) = waiting.remove(&next) {
                    write(&portion)?;
                    next += 1;
                    // Its room is used again, if a thread still has something to make.
                    let _ = emptied.send(portion);
                }
            }
            Ok(())
        })
    }

    /// Makes the lines of some rows.
    fn make(&self, mut part: Part<'_>, portion: &mut Portion) {
        part.sort();
        portion.unclear = None;
        portion.lines.clear();
        let mut words = std::mem::take(&mut portion.words);
        let texts = Texts {
            in_order: part.texts(),
            values: self.values,
        };
        for start in (0..part.len()).step_by(NEAR) {
            part.words(start..part.len().min(start + NEAR), &mut words);
            self.touch_texts(&words, &texts);
            for row in words.chunks_exact(self.columns.len()) {
                self.line(row, &texts, portion);
            }
        }
        portion.words = words;
    }

    fn line(&self, words: &[Word], texts: &Texts<'_>, portion: &mut Portion) {
        let Portion {
            lines,
            cell,
            unclear,
            ..
        } = portion;
        let delimiter = self.layout.delimiter.as_bytes();
        for (at, (&word, column)) in words.iter().zip(self.columns).enumerate() {
            if at > 0 {
                lines.extend_from_slice(delimiter);
            }
            if !is_text(column.ty) {
                write_cell(word, column, self.values, lines);
                continue;
            }
            let text = (column.ty == Type::Symbol).then(|| texts.text(word));
            if let Some(text) = text.filter(|text| self.as_they_are && !text.may_have_controls())
                && let Some((bytes, length)) = text.short()
            {
                // To copy as many bytes for each text is faster than to copy its own.
                lines.extend_from_slice(bytes);
                lines.truncate(lines.len() - (bytes.len() - length));
                continue;
            }
            cell.clear();
            match text {
                Some(text) => cell.extend_from_slice(self.values.bytes_of(text)),
                None if self.layout.quotes => {
                    write_cell_to_quote(word, column, self.values, cell);
                }
                None => write_cell(word, column, self.values, cell),
            }
            if self.layout.quotes {
                write_quoted(cell, lines);
                continue;
            }
            lines.extend_from_slice(cell);
            // At a line's end, a carriage return is read as part of it.
            let is_lost = at + 1 == self.columns.len() && cell.ends_with(b"\r");
            if unclear.is_none() && (is_lost || is_unclear(cell, delimiter)) {
                *unclear = Some(String::from_utf8_lossy(cell).into_owned());
            }
        }
        lines.push(b'\n');
    }

    /// Fetches the texts of some rows, so that writing them does not wait for each.
    fn touch_texts(&self, words: &[Word], texts: &Texts<'_>) {
        for (at, column) in self.columns.iter().enumerate() {
            if column.ty == Type::Symbol {
                let words = words.iter().skip(at).step_by(self.columns.len());
                touch(words.map(|&word| texts.text(word)));
            }
        }
    }
}

/// Where texts are.
struct Texts<'a> {
    /// If this is there, words of texts are places in it.
    in_order: Option<&'a [Cell]>,
    values: &'a Values,
}

impl Texts<'_> {
    #[inline]
    fn text(&self, word: Word) -> Text<'_> {
        match self.in_order {
            Some(cells) => cells[word as usize].text(),
            None => self.values.kept_text(word),
        }
    }
}

/// Appends a text in quotation marks, with those inside doubled.
fn write_quoted(mut text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    while let Some(mark) = memchr(b'"', text) {
        out.extend_from_slice(&text[..=mark]);
        out.push(b'"');
        text = &text[mark + 1..];
    }
    out.extend_from_slice(text);
    out.push(b'"');
}

fn is_unclear(text: &[u8], delimiter: &[u8]) -> bool {
    match delimiter {
        [byte] => memchr2(*byte, b'\n', text).is_some(),
        bytes => memchr(b'\n', text).is_some() || memmem::find(text, bytes).is_some(),
    }
}
