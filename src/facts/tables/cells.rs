//! Cells: a value as text and back, the same in every format.

use super::mistakes::beginning;
use super::nested;
use crate::facts::{Values, Word};
use crate::rules::{Column, Const, Real, Type};

/// Why a cell stands for no value of its column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadCell {
    /// What the cell is not.
    pub message: String,
    /// What the column is.
    pub label: String,
    /// How such values are written.
    pub help: String,
}

/// The word of the value that a text stands for in a column.
pub fn parse_cell(text: &str, column: &Column, values: &mut Values) -> Result<Word, BadCell> {
    match column.ty {
        Type::Symbol => Ok(values.symbol(text)),
        _ => parse_value(text, column, values).map(|value| values.constant(&value)),
    }
}

/// The value that a text stands for in a column. Its types are those of `values`.
pub(super) fn parse_value(text: &str, column: &Column, values: &Values) -> Result<Const, BadCell> {
    let bad = |help: &str| BadCell {
        message: format!("`{}` is no {}", beginning(text), column.ty.name()),
        label: format!("column `{}` is {}", column.name, column.ty.with_article()),
        help: help.to_owned(),
    };
    let (value, help) = match column.ty {
        Type::Symbol => (Some(Const::Symbol(text.to_owned())), ""),
        Type::Number => (
            number_of(text).map(Const::Number),
            "numbers are digits, with `-` in front if negative, from -9223372036854775808 \
             to 9223372036854775807",
        ),
        Type::Unsigned => (
            unsigned_of(text).map(Const::Unsigned),
            "unsigned numbers are digits, from 0 to 18446744073709551615",
        ),
        Type::Float => (
            text.trim_ascii_start()
                .parse()
                .ok()
                .map(|number| Const::Float(Real(number))),
            "floats are written as in 1.5 or -2e10",
        ),
        ty @ (Type::Record(_) | Type::Algebraic(_)) => (
            nested::parse(text, ty, values),
            "records are written as in [1, nil], branches as in $Node(1)",
        ),
    };
    value.ok_or_else(|| bad(help))
}

/// Appends the text of a value, such that [`parse_cell`] finds the value again.
pub fn write_cell(word: Word, column: &Column, values: &Values, out: &mut Vec<u8>) {
    match column.ty {
        Type::Symbol => out.extend_from_slice(values.text_bytes(word)),
        Type::Number => {
            let mut digits = itoa::Buffer::new();
            out.extend_from_slice(digits.format(values.integer(word)).as_bytes());
        }
        ty => out.extend_from_slice(values.meaning(word, ty).to_string().as_bytes()),
    }
}

/// Appends the text of a value for a cell in quotation marks: those that texts in records and branches have
/// make clear where they end.
pub(super) fn write_cell_to_quote(word: Word, column: &Column, values: &Values, out: &mut Vec<u8>) {
    match column.ty {
        ty @ (Type::Record(_) | Type::Algebraic(_)) => {
            out.extend_from_slice(nested::quoted(&values.meaning(word, ty)).as_bytes());
        }
        _ => write_cell(word, column, values, out),
    }
}

/// Whether the values of a type are texts, which formats with quotation marks quote.
pub(super) fn is_text(ty: Type) -> bool {
    !ty.is_numeric()
}

/// The unsigned number that a text is.
pub(super) fn unsigned_of(text: &str) -> Option<u64> {
    let text = text.trim_ascii_start();
    let (base, digits) = match text.as_bytes() {
        [b'0', b'x', ..] => (16, &text[2..]),
        [b'0', b'b', ..] => (2, &text[2..]),
        _ => (10, text),
    };
    match digits.starts_with('+') {
        true => None,
        false => u64::from_str_radix(digits, base).ok(),
    }
}

/// The number that a text is, as C++ reads it: after white space and a sign. As in programs, `0x` and `0b`
/// begin the other bases.
pub(super) fn number_of(text: &str) -> Option<i64> {
    let text = text.trim_ascii_start();
    let (is_negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let (base, digits) = match digits.as_bytes() {
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', b'b', ..] => (2, &digits[2..]),
        _ => (10, digits),
    };
    // A second sign would be read as one.
    if digits.starts_with('+') {
        return None;
    }
    let size = u64::from_str_radix(digits, base).ok()?;
    if is_negative {
        0_i64.checked_sub_unsigned(size)
    } else {
        i64::try_from(size).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_souffle_reads() {
        let good = [
            ("0", 0),
            ("-0", 0),
            ("+1", 1),
            (" 7", 7),
            ("0x1F", 31),
            ("-0x10", -16),
            ("0b101", 5),
            ("007", 7),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
        ];
        for (text, number) in good {
            assert_eq!(number_of(text), Some(number), "{text}");
        }
        let bad = [
            "",
            " ",
            "-",
            "+",
            "--1",
            "+-1",
            "-+1",
            "1 ",
            "1.0",
            "0x",
            "0xg",
            "0b2",
            "ten",
            "1_000",
            "9223372036854775808",
            "-9223372036854775809",
            "١",
        ];
        for text in bad {
            assert_eq!(number_of(text), None, "{text}");
        }
    }
}
