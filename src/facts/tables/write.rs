//! Writing a file with a line for each tuple.

use std::io::{self, Write};

use memchr::{memchr, memchr2, memmem};

use super::cells::{is_text, write_cell, write_cell_to_quote};
use super::layout::LineLayout;
use super::order::sorted;
use crate::facts::{Rows, Values};
use crate::rules::{Column, Relation, Type};

/// How many bytes are handed on at a time.
const PORTION: usize = 1 << 16;
/// How many rows have their texts fetched side by side.
const NEAR: usize = 32;

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

/// Writes a line for each tuple. Returns a text with a delimiter or line end inside, if there is one and no
/// quotation marks tell it from the table's own.
pub(super) fn write_rows(
    out: &mut impl Write,
    layout: &LineLayout,
    relation: &Relation,
    rows: &Rows,
    values: &Values,
) -> io::Result<Option<String>> {
    let columns = &relation.columns;
    if columns.is_empty() {
        if !rows.is_empty() {
            out.write_all(b"()\n")?;
        }
        return Ok(None);
    }
    let mut unclear = None;
    let mut lines = Vec::with_capacity(2 * PORTION);
    let mut cell = Vec::new();
    let order = sorted(rows, columns, values);
    for (at, &row) in order.iter().enumerate() {
        if at % NEAR == 0 {
            let near = &order[at..order.len().min(at + NEAR)];
            touch_texts(near, columns, rows, values);
        }
        for (at, (&word, column)) in rows.row(row as usize).iter().zip(columns).enumerate() {
            if at > 0 {
                lines.extend_from_slice(layout.delimiter.as_bytes());
            }
            if !is_text(column.ty) {
                write_cell(word, column, values, &mut lines);
            } else if layout.quotes {
                cell.clear();
                write_cell_to_quote(word, column, values, &mut cell);
                write_quoted(&cell, &mut lines);
            } else {
                let start = lines.len();
                write_cell(word, column, values, &mut lines);
                let text = &lines[start..];
                // At a line's end, a carriage return is read as part of it.
                let is_lost = at + 1 == columns.len() && text.ends_with(b"\r");
                if unclear.is_none() && (is_lost || is_unclear(text, layout.delimiter.as_bytes())) {
                    unclear = Some(String::from_utf8_lossy(text).into_owned());
                }
            }
        }
        lines.push(b'\n');
        if lines.len() >= PORTION {
            out.write_all(&lines)?;
            lines.clear();
        }
    }
    out.write_all(&lines)?;
    Ok(unclear)
}

/// Fetches the texts of some rows, so that writing them does not wait for each.
fn touch_texts(numbers: &[u32], columns: &[Column], rows: &Rows, values: &Values) {
    for (at, column) in columns.iter().enumerate() {
        if column.ty == Type::Symbol {
            values.touch_texts(numbers.iter().map(|&row| rows.row(row as usize)[at]));
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
