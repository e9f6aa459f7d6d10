//! Cells: a value as text and back, the same in every format.

use super::mistakes::beginning;
use crate::facts::{Values, Word};
use crate::rules::{Column, Type};

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

/// The value that a text stands for in a column.
pub fn parse_cell(text: &str, column: &Column, values: &mut Values) -> Result<Word, BadCell> {
    match column.ty {
        Type::Symbol => Ok(values.symbol(text)),
        Type::Number => match number_of(text) {
            Some(number) => Ok(values.number(number)),
            None => Err(BadCell {
                message: format!("`{}` is no number", beginning(text)),
                label: format!("column `{}` is a number", column.name),
                help:
                    "numbers are digits, with `-` in front if negative, from -9223372036854775808 \
                       to 9223372036854775807"
                        .to_owned(),
            }),
        },
    }
}

/// Appends the text of a value, such that [`parse_cell`] finds the value again.
pub fn write_cell(word: Word, column: &Column, values: &Values, out: &mut Vec<u8>) {
    match column.ty {
        Type::Symbol => out.extend_from_slice(values.text(word).as_bytes()),
        Type::Number => {
            let mut digits = itoa::Buffer::new();
            out.extend_from_slice(digits.format(values.integer(word)).as_bytes());
        }
    }
}

/// Whether the values of a type are texts, which formats with quotation marks quote.
pub(super) fn is_text(ty: Type) -> bool {
    match ty {
        Type::Symbol => true,
        Type::Number => false,
    }
}

/// The number that a text is, as C++ reads it: after white space and a sign. As in programs, `0x` and `0b`
/// begin the other bases.
fn number_of(text: &str) -> Option<i64> {
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

/// The floating-point number that a text is, as C++ reads it, but for hexadecimal digits.
pub fn parse_float(text: &str) -> Option<f64> {
    text.trim_ascii_start().parse().ok()
}

/// Appends a floating-point number as Soufflé prints it: C++'s `%g` with as many digits as tell it from any
/// other number.
pub fn write_float(number: f64, out: &mut Vec<u8>) {
    /// Significant digits; C++ calls them `max_digits10`.
    const DIGITS: i32 = 17;
    if !number.is_finite() {
        let sign = if number.is_sign_negative() { "-" } else { "" };
        let name = if number.is_nan() { "nan" } else { "inf" };
        out.extend_from_slice(format!("{sign}{name}").as_bytes());
        return;
    }
    let scientific = format!("{number:.*e}", DIGITS as usize - 1);
    let (digits, exponent) = scientific.split_once('e').expect("it was written with one");
    let exponent: i32 = exponent.parse().expect("it was written as a number");
    let without_zeros = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    let text = if (-4..DIGITS).contains(&exponent) {
        let decimals = (DIGITS - 1 - exponent) as usize;
        without_zeros(&format!("{number:.decimals$}"))
    } else {
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{}e{sign}{:02}", without_zeros(digits), exponent.abs())
    };
    out.extend_from_slice(text.as_bytes());
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

    #[test]
    fn floats_are_written_as_souffle_writes_them() {
        let written = |number| {
            let mut out = Vec::new();
            write_float(number, &mut out);
            String::from_utf8(out).unwrap()
        };
        let cases = [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.5, "1.5"),
            (100.0, "100"),
            (0.1, "0.10000000000000001"),
            (1.0 / 3.0, "0.33333333333333331"),
            (0.0001, "0.0001"),
            (0.000_01, "1.0000000000000001e-05"),
            (1e16, "10000000000000000"),
            (1e17, "1e+17"),
            (-1.25e300, "-1.2500000000000001e+300"),
            (5e-324, "4.9406564584124654e-324"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
        ];
        for (number, text) in cases {
            assert_eq!(written(number), text);
            assert_eq!(parse_float(text), Some(number), "{text}");
        }
        assert!(parse_float(&written(f64::NAN)).unwrap().is_nan());
        assert_eq!(parse_float("x"), None);
    }
}
