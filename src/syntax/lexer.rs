//! Text to tokens, with nom.
//!
//! ```text
//! token     = directive | name | "_" | number | address | decimal | text | punctuation
//! directive = ".decl" | ".type" | ".input" | …                            `DIRECTIVES` in token.rs
//! name      = word { "." word } | "choice-domain"                         without blanks
//! word      = ( letter | "_" | "?" ) { letter | digit | "_" | "?" }        ASCII letters only
//! number    = ( digit { digit } | "0x" hex { hex } | "0b" bit { bit } ) [ "u" ]
//! decimal   = digit { digit } "." digit { digit }
//! address   = four numbers up to 255 with "." between them: a number
//! text      = '"' { character | escape } '"'                              on one line
//! escape    = "\" ( '"' | "\" | "n" | "t" | "r" | … )
//! blank     = white space | "//" … end of line | "/*" … "*/"
//! ```
//!
//! What cannot be a token is reported and passed over, so that one bad character hides no other error.

use nom::branch::alt;
use nom::bytes::complete::{is_not, tag, take_until, take_while, take_while1};
use nom::character::complete::satisfy;
use nom::combinator::{map, opt, recognize, value};
use nom::multi::many0_count;
use nom::sequence::{pair, preceded};
use nom::{IResult, Parser};

use super::facts::facts_at;
use super::literals::{number, string};
use super::token::{DIRECTIVES, PUNCTUATION, Token, TokenKind};
use crate::text::{Report, SourceId, Span};

pub(super) type Lexed<'a, T> = IResult<&'a str, T>;

/// A text's tokens, and what was no token, each with the number of tokens before it.
pub(super) struct Run {
    pub(super) tokens: Vec<Token>,
    pub(super) mistakes: Vec<(usize, Report)>,
}

/// Splits a text into tokens; what is no token becomes a report.
pub fn lex(source: SourceId, text: &str) -> (Vec<Token>, Vec<Report>) {
    let run = scan(source, text);
    let reports = run.mistakes.into_iter().map(|(_, report)| report);
    (run.tokens, reports.collect())
}

/// Splits a text into tokens, and says between which of them there are mistakes.
pub(super) fn scan(source: SourceId, text: &str) -> Run {
    scan_with(source, text, &[])
}

/// Splits the text of a program into tokens, among which are runs of plain facts.
pub(super) fn scan_in_runs(source: SourceId, text: &str) -> Run {
    // The facts of a component are not of the relation that they name.
    let may_have_facts = !text.contains(".comp");
    scan_all(source, text, &[], may_have_facts)
}

/// Splits a text into tokens, of which some are the preprocessor's; if there are such, a line may be
/// continued with a backslash.
pub(super) fn scan_with(source: SourceId, text: &str, signs: &[&'static str]) -> Run {
    scan_all(source, text, signs, false)
}

fn scan_all(source: SourceId, text: &str, signs: &[&'static str], may_have_facts: bool) -> Run {
    let mut tokens: Vec<Token> = Vec::new();
    let mut mistakes = Vec::new();
    let at = |rest: &str| (text.len() - rest.len()) as u32;
    let mut rest = text;
    loop {
        rest = blank(rest);
        if rest.is_empty() {
            return Run { tokens, mistakes };
        }
        let start = at(rest);
        if let Some(sign) = signs.iter().find(|&&sign| rest.starts_with(sign)) {
            rest = &rest[sign.len()..];
            let span = Span {
                source,
                start,
                end: at(rest),
            };
            let kind = TokenKind::Punct(sign);
            tokens.push(Token { kind, span });
            continue;
        }
        if !signs.is_empty()
            && let Some(next_line) = continued(rest)
        {
            rest = next_line;
            continue;
        }
        if may_have_facts
            && begins_item(&tokens)
            && let Some((name, length)) = facts_at(rest)
        {
            rest = &rest[length..];
            let span = Span {
                source,
                start,
                end: at(rest),
            };
            let kind = TokenKind::Facts(name.to_owned());
            tokens.push(Token { kind, span });
            continue;
        }
        match token(rest) {
            Ok((after, lexeme)) => {
                let span = Span {
                    source,
                    start,
                    end: at(after),
                };
                match lexeme {
                    Lexeme::Token(kind) => tokens.push(Token { kind, span }),
                    Lexeme::Mistake(message, help) => {
                        let report = Report::error(span, message).help(help);
                        mistakes.push((tokens.len(), report));
                    }
                }
                rest = after;
            }
            Err(_) => {
                let wrong = rest.chars().next().expect("the rest is not empty");
                rest = &rest[wrong.len_utf8()..];
                let span = Span {
                    source,
                    start,
                    end: at(rest),
                };
                mistakes.push((tokens.len(), unexpected_character(span, wrong)));
            }
        }
    }
}

/// Whether an item begins behind these tokens: at the beginning, behind a full stop or other facts, or behind
/// what facts come from.
fn begins_item(tokens: &[Token]) -> bool {
    use TokenKind::{Decimal, Directive, Facts, Number, Punct, Text};
    let mut last = tokens.iter().rev().map(|token| &token.kind);
    matches!(
        (last.next(), last.next(), last.next()),
        (None | Some(Punct(".") | Facts(_)), ..)
            | (Some(Text(_)), Some(Punct("@") | Directive(".article")), _)
            | (
                Some(Number(_) | Decimal(_)),
                Some(Text(_)),
                Some(Punct("@"))
            )
    )
}

fn unexpected_character(span: Span, wrong: char) -> Report {
    let report = Report::error(span, format!("unexpected character `{wrong}`"));
    match wrong {
        '“' | '”' | '«' | '»' => report.help("texts stand in straight double quotes: \"…\""),
        '’' | '‘' | '\'' => report.help("texts stand in double quotes: \"…\""),
        c if c.is_alphabetic() => {
            report.help("names of relations and variables have ASCII letters, digits and `_` only")
        }
        _ => report.help("remove it, or put it into a text in double quotes"),
    }
}

/// The next line, if the text is a backslash at the end of one.
pub(super) fn continued(text: &str) -> Option<&str> {
    let rest = text.strip_prefix('\\')?;
    rest.strip_prefix('\n').or(rest.strip_prefix("\r\n"))
}

/// What the lexer found: a token, or a mistake with its message and way out.
#[derive(Clone)]
pub(super) enum Lexeme {
    Token(TokenKind),
    Mistake(String, &'static str),
}

/// Passes over white space and comments. A comment that is never closed is left for [`token`] to report.
fn blank(text: &str) -> &str {
    let space = || take_while1::<_, &str, nom::error::Error<&str>>(char::is_whitespace);
    let line = preceded(tag("//"), opt(is_not("\n")));
    let block = (tag("/*"), take_until("*/"), tag("*/"));
    many0_count(alt((value((), space()), value((), line), value((), block))))
        .parse(text)
        .map_or(text, |(rest, _)| rest)
}

fn token(text: &str) -> Lexed<'_, Lexeme> {
    alt((
        open_comment,
        curly_text,
        map(directive, Lexeme::Token),
        map(name, Lexeme::Token),
        number,
        string,
        map(punctuation, Lexeme::Token),
    ))
    .parse(text)
}

/// A block comment without its end takes the whole rest, since nothing in it is known to be meant.
fn open_comment(text: &str) -> Lexed<'_, Lexeme> {
    map(preceded(tag("/*"), take_while(|_| true)), |_| {
        Lexeme::Mistake("this comment is never closed".into(), "close it with `*/`")
    })
    .parse(text)
}

/// A text in quotation marks of prose, as word processors write them: one mistake, whatever stands inside.
fn curly_text(text: &str) -> Lexed<'_, Lexeme> {
    let marks = [('“', '”'), ('«', '»'), ('„', '“')];
    for (open, close) in marks {
        let Some(rest) = text.strip_prefix(open) else {
            continue;
        };
        let line = rest.lines().next().unwrap_or_default();
        if let Some(end) = line.find(close) {
            let mistake = Lexeme::Mistake(
                format!("texts stand in straight quotation marks, not in {open}…{close}"),
                "write it as \"…\"",
            );
            return Ok((&rest[end + close.len_utf8()..], mistake));
        }
    }
    fail(text)
}

fn is_name_start(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c == '?'
}

pub(super) fn is_name_part(c: char) -> bool {
    is_name_start(c) || c.is_ascii_digit()
}

fn directive(text: &str) -> Lexed<'_, TokenKind> {
    let (rest, word) = recognize(pair(tag("."), take_while1(is_name_part))).parse(text)?;
    match DIRECTIVES.iter().find(|&&known| known == word) {
        Some(known) => Ok((rest, TokenKind::Directive(known))),
        None => fail(text),
    }
}

fn name(text: &str) -> Lexed<'_, TokenKind> {
    if text.starts_with("?-") {
        return fail(text);
    }
    // The one word with a hyphen.
    let choice = "choice-domain";
    if let Some(rest) = text.strip_prefix(choice)
        && !rest.starts_with(is_name_part)
    {
        return Ok((rest, TokenKind::Name(choice.to_owned())));
    }
    let (mut rest, first) = word(text)?;
    if first == "_" {
        return Ok((rest, TokenKind::Underscore));
    }
    while let Some(after) = qualified(rest) {
        rest = after;
    }
    let name = &text[..text.len() - rest.len()];
    Ok((rest, TokenKind::Name(name.to_owned())))
}

fn word(text: &str) -> Lexed<'_, &str> {
    recognize(pair(satisfy(is_name_start), take_while(is_name_part))).parse(text)
}

/// Passes over a full stop and the name directly behind it: in `graph.edge(x)` they belong to the name. A
/// full stop that ends a clause has a blank behind it, or else stands behind a bracket or number; and
/// a directive, too, has a blank behind it.
fn qualified(text: &str) -> Option<&str> {
    let (rest, part) = word(text.strip_prefix('.')?).ok()?;
    let is_directive = DIRECTIVES.iter().any(|known| &known[1..] == part)
        && rest.starts_with(|c: char| c.is_whitespace());
    (part != "_" && !part.starts_with("?-") && !is_directive).then_some(rest)
}

fn punctuation(text: &str) -> Lexed<'_, TokenKind> {
    match PUNCTUATION.iter().find(|&&sign| text.starts_with(sign)) {
        Some(sign) => Ok((&text[sign.len()..], TokenKind::Punct(sign))),
        None => fail(text),
    }
}

fn fail<T>(text: &str) -> Lexed<'_, T> {
    Err(nom::Err::Error(nom::error::Error::new(
        text,
        nom::error::ErrorKind::Tag,
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Sources;

    fn words(text: &str) -> String {
        let source = Sources::default().add("test", text);
        let (tokens, reports) = lex(source, text);
        let mut words: Vec<String> = tokens.iter().map(|t| t.kind.describe()).collect();
        words.extend(reports.iter().map(|r| format!("! {}", r.message)));
        words.join(" ")
    }

    #[test]
    fn clauses_become_words() {
        assert_eq!(
            words("p(x) :- q(x, \"a\"). // why\n/* no */ ?- p(_)."),
            "`p` `(` `x` `)` `:-` `q` `(` `x` `,` a text `)` `.` `?-` `p` `(` `_` `)` `.`"
        );
        assert_eq!(
            words(".decl e(x:number)e(0x1F).e(1)."),
            words(".decl e ( x : number ) e ( 31 ) . e ( 1 ) .")
        );
        assert_eq!(words("@ \"q\" 0.83"), "`@` a text `0.83`");
    }

    #[test]
    fn what_is_no_token_is_reported_and_passed_over() {
        assert_eq!(words("p(é)."), "`p` `(` `)` `.` ! unexpected character `é`");
        assert_eq!(
            words("p(\"open).\nq(1)."),
            "`p` `(` `q` `(` `1` `)` `.` ! this text is not closed on its line"
        );
        assert_eq!(
            words("p. /* open"),
            "`p` `.` ! this comment is never closed"
        );
        assert_eq!(
            words("99999999999999999999"),
            "! the number `99999999999999999999` does not fit into 64 bits"
        );
        assert_eq!(words(r#""a\qb""#), r"! unknown escape `\q` in a text");
    }
}
