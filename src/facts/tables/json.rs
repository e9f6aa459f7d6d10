//! Tables in JSON: an array with an array or an object for each tuple.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use serde_json::value::RawValue;

use super::cells::{is_text, parse_cell, write_cell};
use super::mistakes::{Mistake, Mistakes, beginning};
use super::order::sorted;
use crate::facts::{Rows, Values, Word};
use crate::rules::{Column, Const, Relation, Type};

/// Reads the tuples of a text into a relation; what was wrong with any is returned.
pub(super) fn read_json(
    text: &str,
    relation: &Relation,
    rows: &mut Rows,
    values: &mut Values,
) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let tuples: Vec<&RawValue> = match serde_json::from_str(text) {
        Ok(tuples) => tuples,
        Err(error) => {
            mistakes.refuse(no_array(text, &error));
            return mistakes;
        }
    };
    let mut row = vec![0; relation.columns.len()];
    for tuple in tuples {
        match read_tuple(text, tuple, relation, &mut row, values) {
            Ok(()) => {
                rows.insert(&row);
            }
            Err(mistake) => mistakes.refuse(mistake),
        }
    }
    mistakes
}

fn no_array(text: &str, error: &serde_json::Error) -> Mistake {
    let line_start = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    // The parser counts from 1, and names the end of a text by the column behind it.
    let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    Mistake {
        place: at..at + text[at..].chars().next().map_or(0, char::len_utf8),
        message: "no JSON array of tuples".to_owned(),
        label: cause(error),
        help: "write `[[1, \"a\"], [2, \"b\"]]`, or objects that name the columns".to_owned(),
    }
}

/// What the parser says of an error, without a place, which is shown.
fn cause(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let cause = message.split(" at line ").next().unwrap_or(&message);
    cause.to_lowercase()
}

fn read_tuple(
    text: &str,
    tuple: &RawValue,
    relation: &Relation,
    row: &mut [Word],
    values: &mut Values,
) -> Result<(), Mistake> {
    let columns = &relation.columns;
    let names: Vec<&str> = columns.iter().map(|column| &*column.name).collect();
    let wrong = |message: String| Mistake {
        place: place(text, tuple.get()),
        message,
        label: String::new(),
        help: format!("the columns are `{}`", names.join("`, `")),
    };
    if columns.is_empty() {
        return match tuple.get() {
            "null" | "[]" | "{}" => Ok(()),
            _ => Err(Mistake {
                help: "write `[null]` if the relation holds, and `[]` if not".to_owned(),
                ..wrong("a tuple of a relation without columns".to_owned())
            }),
        };
    }
    match tuple.get().as_bytes()[0] {
        b'[' => {
            let cells: Vec<&RawValue> =
                serde_json::from_str(tuple.get()).map_err(|error| wrong(cause(&error)))?;
            if cells.len() != columns.len() {
                let plural = if cells.len() == 1 { "" } else { "s" };
                let (found, wanted) = (cells.len(), columns.len());
                return Err(wrong(format!(
                    "{found} column{plural} where {wanted} are declared"
                )));
            }
            for ((cell, column), word) in cells.iter().zip(columns).zip(row) {
                *word = read_cell(text, cell, column, values)?;
            }
        }
        b'{' => {
            let cells: BTreeMap<Cow<'_, str>, &RawValue> =
                serde_json::from_str(tuple.get()).map_err(|error| wrong(cause(&error)))?;
            let strange = cells.keys().find(|name| !names.contains(&&***name));
            if let Some(strange) = strange {
                return Err(wrong(format!(
                    "there is no column `{}`",
                    beginning(strange)
                )));
            }
            for (column, word) in columns.iter().zip(row) {
                let cell = cells.get(column.name.as_str());
                let cell = cell.ok_or_else(|| wrong(format!("no column `{}`", column.name)))?;
                *word = read_cell(text, cell, column, values)?;
            }
        }
        _ => return Err(wrong("neither an array nor an object".to_owned())),
    }
    Ok(())
}

fn read_cell(
    text: &str,
    cell: &RawValue,
    column: &Column,
    values: &mut Values,
) -> Result<Word, Mistake> {
    let raw = cell.get();
    let is_quoted = raw.starts_with('"');
    if matches!(column.ty, Type::Record(_)) && !is_quoted {
        return read_record(text, cell, column, values);
    }
    if is_text(column.ty) != is_quoted {
        let wanted = if is_quoted { "number" } else { "string" };
        return Err(Mistake {
            place: place(text, raw),
            message: format!("`{}` is no {wanted}", beginning(raw)),
            label: format!("column `{}` is a {}", column.name, column.ty.name()),
            help: format!("write a JSON {wanted}"),
        });
    }
    let content = match is_quoted {
        true => serde_json::from_str::<String>(raw).map(Cow::Owned),
        false => Ok(Cow::Borrowed(raw)),
    };
    let content = content.map_err(|error| Mistake {
        place: place(text, raw),
        message: format!("`{}` is no text", beginning(raw)),
        label: cause(&error),
        help: "write half of a surrogate pair with its other half".to_owned(),
    })?;
    parse_cell(&content, column, values).map_err(|bad| Mistake {
        place: place(text, raw),
        message: bad.message,
        label: bad.label,
        help: bad.help,
    })
}

/// Reads a record: `null`, or an array or object of its fields.
fn read_record(
    text: &str,
    cell: &RawValue,
    column: &Column,
    values: &mut Values,
) -> Result<Word, Mistake> {
    let raw = cell.get();
    let fields: Vec<Column> = values
        .types()
        .fields(column.ty)
        .iter()
        .map(Column::of_field)
        .collect();
    let names: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
    let wrong = |message: String| Mistake {
        place: place(text, raw),
        message,
        label: format!("column `{}` is a record", column.name),
        help: format!("its fields are `{}`", names.join("`, `")),
    };
    let parts: Vec<&RawValue> = match raw.as_bytes()[0] {
        b'n' => return Ok(values.constant(&Const::Nil)),
        b'[' => serde_json::from_str(raw).map_err(|error| wrong(cause(&error)))?,
        b'{' => {
            let parts: BTreeMap<Cow<'_, str>, &RawValue> =
                serde_json::from_str(raw).map_err(|error| wrong(cause(&error)))?;
            let strange = parts.keys().find(|name| !names.contains(&&***name));
            if let Some(strange) = strange {
                return Err(wrong(format!("there is no field `{}`", beginning(strange))));
            }
            let part = |name: &&str| {
                let part = parts.get(*name).copied();
                part.ok_or_else(|| wrong(format!("no field `{name}`")))
            };
            names.iter().map(part).collect::<Result<_, _>>()?
        }
        _ => return Err(wrong(format!("`{}` is no record", beginning(raw)))),
    };
    if parts.len() != fields.len() {
        let (found, wanted) = (parts.len(), fields.len());
        return Err(wrong(format!(
            "a record of {found} where {wanted} are declared"
        )));
    }
    let words = parts.iter().zip(&fields);
    let words = words
        .map(|(part, field)| read_cell(text, part, field, values))
        .collect::<Result<Vec<Word>, Mistake>>()?;
    Ok(values.record(&words))
}

/// Where a part of a text stands in it.
fn place(text: &str, part: &str) -> Range<usize> {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    start..start + part.len()
}

/// Writes the tuples of a relation, sorted by value; as objects, they name their columns.
pub(super) fn write_json(
    out: &mut impl Write,
    objects: bool,
    relation: &Relation,
    rows: &Rows,
    values: &Values,
) -> io::Result<()> {
    let columns = &relation.columns;
    out.write_all(b"[")?;
    if columns.is_empty() {
        out.write_all(if rows.is_empty() { b"" } else { b"null\n" })?;
        return out.write_all(b"]\n");
    }
    let (open, close) = if objects { ("{", "}") } else { ("[", "]") };
    let names: Vec<String> = columns
        .iter()
        .map(|column| match objects {
            true => format!("{}: ", in_quotation_marks(column.name.as_bytes())),
            false => String::new(),
        })
        .collect();
    let mut line = Vec::new();
    for (number, row) in sorted(rows, columns, values).into_iter().enumerate() {
        line.clear();
        line.extend_from_slice(if number > 0 { b",\n" } else { b"" });
        line.extend_from_slice(open.as_bytes());
        for (at, (&word, column)) in rows.row(row as usize).iter().zip(columns).enumerate() {
            line.extend_from_slice(if at > 0 { b", " } else { b"" });
            line.extend_from_slice(names[at].as_bytes());
            write_value(word, column, objects, values, &mut line);
        }
        line.extend_from_slice(close.as_bytes());
        out.write_all(&line)?;
    }
    out.write_all(b"]\n")
}

/// Writes a value: records as arrays or objects of their fields, `nil` as null.
fn write_value(word: Word, column: &Column, objects: bool, values: &Values, out: &mut Vec<u8>) {
    if !matches!(column.ty, Type::Record(_)) {
        if !is_text(column.ty) {
            return write_cell(word, column, values, out);
        }
        let mut cell = Vec::new();
        write_cell(word, column, values, &mut cell);
        return out.extend_from_slice(in_quotation_marks(&cell).as_bytes());
    }
    let Some(words) = values.fields(word) else {
        return out.extend_from_slice(b"null");
    };
    let fields = values.types().fields(column.ty);
    out.push(if objects { b'{' } else { b'[' });
    for (at, (&word, field)) in words.iter().zip(fields).enumerate() {
        out.extend_from_slice(if at > 0 { b", " } else { b"" });
        if objects {
            let name = in_quotation_marks(field.name.as_bytes());
            out.extend_from_slice(format!("{name}: ").as_bytes());
        }
        write_value(word, &Column::of_field(field), objects, values, out);
    }
    out.push(if objects { b'}' } else { b']' });
}

/// A text as a string of JSON's. As in Soufflé, the two line ends that JavaScript does not take are escaped.
fn in_quotation_marks(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    let string = serde_json::to_string(&text).expect("texts are JSON");
    if string.contains(['\u{2028}', '\u{2029}']) {
        return string
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029");
    }
    string
}
