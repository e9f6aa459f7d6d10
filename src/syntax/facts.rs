//! Plain facts, of which a program may have millions: `edge(1, "a").`
//!
//! ```text
//! facts    = fact { fact }                                                of one relation
//! fact     = word "(" constant { "," constant } ")" "."                   white space behind the full stop
//! constant = [ "-" ] digit { digit } | '"' { character } '"'              no escapes, on one line
//! ```
//!
//! A run of them is one token and one item, which keeps its place only: whoever wants the facts reads them from
//! the text. What is anything else than these, even a comment between two facts, is left to the grammar.

use super::ast::{Atom, Facts, Name, Term, TermKind};
use crate::text::{SourceId, Span};

/// An argument of a plain fact, and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plain<'t> {
    pub value: PlainValue<'t>,
    start: usize,
    end: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PlainValue<'t> {
    Number(i64),
    Text(&'t str),
}

/// The most digits that always fit.
const DIGITS: usize = 18;

/// The facts that a text begins with: the name of their relation, and how long they are.
pub(super) fn facts_at(text: &str) -> Option<(&str, usize)> {
    let name = word(text)?;
    let mut end = None;
    let mut rest = 0;
    while text[rest..].starts_with(name)
        && let Some(length) = fact(&text[rest..], name.len(), |_| {})
    {
        // The blank behind the full stop tells it from the one in a name or before a directive.
        let behind = rest + length + 1;
        if !text
            .as_bytes()
            .get(behind)
            .is_none_or(u8::is_ascii_whitespace)
        {
            break;
        }
        end = Some(behind);
        rest = behind + blanks(&text.as_bytes()[behind..]);
    }
    end.map(|end| (name, end))
}

impl Facts {
    /// Reads the facts from the text of their file. `tell` gets the arguments of each, and its place.
    pub fn each<'t>(&self, text: &'t str, mut tell: impl FnMut(&[Plain<'t>], Span)) {
        let mut args = Vec::new();
        let mut start = self.name.span.start as usize;
        while start < self.span.end as usize {
            args.clear();
            let add = |plain: Plain<'t>| {
                args.push(Plain {
                    start: start + plain.start,
                    end: start + plain.end,
                    ..plain
                });
            };
            let Some(length) = fact(&text[start..], self.name.text.len(), add) else {
                unreachable!("the lexer read them as plain facts");
            };
            tell(&args, span(self.span.source, start, start + length));
            let behind = start + length + 1;
            start = behind + blanks(&text.as_bytes()[behind..]);
        }
    }

    /// A fact as it would be had it been read by the grammar.
    pub fn atom(&self, args: &[Plain<'_>], whole: Span) -> Atom {
        let source = whole.source;
        let start = whole.start as usize;
        let terms = args.iter().map(|plain| Term {
            kind: match plain.value {
                PlainValue::Number(number) => TermKind::Number(number),
                PlainValue::Text(text) => TermKind::Text(text.to_owned()),
            },
            span: span(source, plain.start, plain.end),
        });
        Atom {
            name: Name {
                text: self.name.text.clone(),
                span: span(source, start, start + self.name.text.len()),
            },
            args: terms.collect(),
            span: whole,
        }
    }
}

fn span(source: SourceId, start: usize, end: usize) -> Span {
    Span {
        source,
        start: start as u32,
        end: end as u32,
    }
}

/// The name of a relation at the beginning of a text, with a bracket behind it.
fn word(text: &str) -> Option<&str> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !is_part(byte))?;
    let begins = bytes[0].is_ascii_alphabetic() && bytes[end] == b'(';
    begins.then(|| &text[..end])
}

/// Reads the fact that a text begins with, without its full stop, behind a name of this length; `tell` gets its
/// arguments. Returns its length.
#[inline]
fn fact<'t>(text: &'t str, name: usize, mut tell: impl FnMut(Plain<'t>)) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.get(name) != Some(&b'(') {
        return None;
    }
    let mut at = name + 1;
    loop {
        at += spaces(&bytes[at..]);
        let start = at;
        let value = match bytes.get(at)? {
            b'"' => {
                let length = memchr::memchr3(b'"', b'\\', b'\n', &bytes[at + 1..])?;
                at += 1 + length;
                if bytes[at] != b'"' {
                    return None;
                }
                at += 1;
                PlainValue::Text(&text[start + 1..at - 1])
            }
            _ => {
                let is_negative = bytes[at] == b'-';
                at += usize::from(is_negative);
                let (number, length) = number(&bytes[at..])?;
                at += length;
                PlainValue::Number(if is_negative { -number } else { number })
            }
        };
        tell(Plain {
            value,
            start,
            end: at,
        });
        at += spaces(&bytes[at..]);
        match bytes.get(at)? {
            b',' => at += 1,
            b')' if bytes.get(at + 1) == Some(&b'.') => return Some(at + 1),
            _ => return None,
        }
    }
}

/// The number that digits are, and how many they are.
#[inline]
fn number(bytes: &[u8]) -> Option<(i64, usize)> {
    let digits = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    if !(1..=DIGITS).contains(&digits) {
        return None;
    }
    let digits = &bytes[..digits];
    let number = digits
        .iter()
        .fold(0, |number, digit| number * 10 + i64::from(digit - b'0'));
    Some((number, digits.len()))
}

#[inline]
fn spaces(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count()
}

#[inline]
fn blanks(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count()
}
