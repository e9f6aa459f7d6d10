//! Numbers and texts, from text to tokens.

use std::net::Ipv4Addr;

use nom::Parser;
use nom::branch::alt;
use nom::bytes::complete::{tag, take_while, take_while1};
use nom::character::complete::digit1;
use nom::combinator::{map, recognize};
use nom::sequence::preceded;

use super::lexer::{Lexed, Lexeme, is_name_part};
use super::token::TokenKind;

pub(super) fn number(text: &str) -> Lexed<'_, Lexeme> {
    let hex = preceded(tag("0x"), take_while1(|c: char| c.is_ascii_hexdigit()));
    let bits = preceded(tag("0b"), take_while1(|c| c == '0' || c == '1'));
    let decimal = recognize((digit1, tag("."), digit1));
    let address = recognize((digit1, tag("."), digit1, tag("."), digit1, tag("."), digit1));
    alt((
        map(address, internet_address),
        map((hex, suffix), |(digits, suffix)| whole(16, digits, suffix)),
        map((bits, suffix), |(digits, suffix)| whole(2, digits, suffix)),
        map(decimal, |digits: &str| match digits.parse() {
            Ok(number) => Lexeme::Token(TokenKind::Decimal(number)),
            Err(_) => Lexeme::Mistake("this is no number".into(), "write it as in `0.83`"),
        }),
        map((digit1, suffix), |(digits, suffix)| {
            whole(10, digits, suffix)
        }),
    ))
    .parse(text)
}

/// `10.0.0.1` is the number that its four bytes make. In Soufflé, where numbers have 32 bits, those from
/// 128.0.0.0 on are negative; here they fit.
fn internet_address(written: &str) -> Lexeme {
    match written.parse::<Ipv4Addr>() {
        Ok(address) => Lexeme::Token(TokenKind::Number(address.to_bits().into())),
        Err(_) => Lexeme::Mistake(
            format!("`{written}` is no internet address"),
            "its four numbers go from 0 to 255, without zeros in front",
        ),
    }
}

/// Whether the number before is unsigned by its suffix `u`, which no further letter follows.
fn suffix(text: &str) -> Lexed<'_, bool> {
    Ok(match text.strip_prefix('u') {
        Some(rest) if !rest.starts_with(is_name_part) => (rest, true),
        _ => (text, false),
    })
}

fn whole(radix: u32, digits: &str, unsigned: bool) -> Lexeme {
    match u64::from_str_radix(digits, radix) {
        Ok(number) if unsigned => Lexeme::Token(TokenKind::Unsigned(number)),
        Ok(number) => Lexeme::Token(TokenKind::Number(number)),
        Err(_) => Lexeme::Mistake(
            format!("the number `{digits}` does not fit into 64 bits"),
            "numbers go from -9223372036854775808 to 18446744073709551615",
        ),
    }
}

/// A text in double quotes, perhaps on several lines. One that does not end is a mistake that ends with its
/// line.
pub(super) fn string(text: &str) -> Lexed<'_, Lexeme> {
    let (mut rest, _) = tag("\"")(text)?;
    let mut content = String::new();
    let mut wrong_escape = None;
    loop {
        let plain;
        (rest, plain) = take_while(|c| c != '"' && c != '\\' && c != '\n').parse(rest)?;
        content.push_str(plain);
        let mut chars = rest.chars();
        match (chars.next(), chars.next()) {
            (Some('"'), _) => {
                let lexeme = match wrong_escape {
                    None => Lexeme::Token(TokenKind::Text(content)),
                    Some(c) => Lexeme::Mistake(
                        format!("unknown escape `\\{c}` in a text"),
                        "the escapes are \\\" \\' \\\\ \\n \\t \\r \\a \\b \\f \\v; a backslash is written \\\\",
                    ),
                };
                return Ok((&rest[1..], lexeme));
            }
            (Some('\n'), _) if closes_later(rest) => {
                content.push('\n');
                rest = &rest[1..];
            }
            (Some('\\'), Some(c)) if c != '\n' => {
                match unescape(c) {
                    Some(meant) => content.push(meant),
                    None => wrong_escape = wrong_escape.or(Some(c)),
                }
                rest = &rest[1 + c.len_utf8()..];
            }
            _ => {
                let lexeme = Lexeme::Mistake(
                    "this text is not closed on its line".into(),
                    "close it with `\"`; a quotation mark inside is written \\\", a line break \\n",
                );
                let end = rest.find('\n').unwrap_or(rest.len());
                return Ok((&rest[end..], lexeme));
            }
        }
    }
}

/// Whether a text that goes on behind its line ends soon, before a sign that may follow a text. If a
/// quotation mark is forgotten, the next one opens another text, which words follow.
fn closes_later(rest: &str) -> bool {
    const LONGEST: usize = 10_000;
    let mut is_escaped = false;
    let end = rest.bytes().take(LONGEST).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    let Some(end) = end else {
        return false;
    };
    let next = rest[end + 1..].trim_ascii_start().chars().next();
    next.is_none_or(|next| ",)]};=!<>+".contains(next))
}

fn unescape(c: char) -> Option<char> {
    Some(match c {
        '"' | '\\' | '\'' | '?' => c,
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'v' => '\u{b}',
        _ => return None,
    })
}
