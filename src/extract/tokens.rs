//! Words, numbers and marks of a sentence.
//!
//! A sentence is cut into tokens with nom over text; everything above that (titles, names, dates)
//! is parsed with nom over tokens, for which [`Words`] is the input.

use std::ops::{Deref, Range};
use std::rc::Rc;

use nom::branch::alt;
use nom::bytes::complete::{tag_no_case, take_while, take_while1};
use nom::character::complete::{anychar, digit1, satisfy};
use nom::combinator::{not, opt, peek, recognize, verify};
use nom::multi::{many0_count, many1_count};
use nom::sequence::{pair, preceded, terminated};
use nom::{IResult, Parser};
use unicode_normalization::char::is_combining_mark;

use super::spellings::{Letters, is_apostrophe, with_spellings};
pub(super) use super::spellings::{Question, spelling};
pub use super::spellings::{Spelling, lower, plain};
pub use super::words::{ParseError, Parsed, Words, token_if};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word; elided words (`l'`, `qu'`) and initials (`M.`, `S.E.`) are words of their own.
    Word,
    /// What begins with a digit: `12`, `1er`, `2.000`, `2024-2026`.
    Number,
    /// One punctuation mark.
    Mark,
}

/// A word, number or mark of a sentence.
#[derive(Clone, Debug)]
pub struct Token<'a> {
    /// As in the text.
    pub text: &'a str,
    /// Bytes in the text of the article.
    pub range: Range<usize>,
    /// The number of the token in its sentence.
    pub at: usize,
    /// What it is.
    pub kind: Kind,
    letters: Letters,
    spelling: Rc<Spelling>,
}

impl Deref for Token<'_> {
    type Target = Spelling;

    fn deref(&self) -> &Spelling {
        &self.spelling
    }
}

impl PartialEq for Token<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.range == other.range
    }
}

impl<'a> Token<'a> {
    /// Another word in its place.
    pub(super) fn respelled(&self, text: &'a str) -> Token<'a> {
        let spelling = spelling(text);
        Token {
            text,
            letters: spelling.letters,
            spelling,
            range: self.range.clone(),
            ..*self
        }
    }
}

impl Token<'_> {
    /// Whether it is a word that begins with a capital.
    pub fn is_capital(&self) -> bool {
        self.kind == Kind::Word && self.letters != Letters::Small
    }

    /// Whether it is a word that begins with a small letter.
    pub fn is_small(&self) -> bool {
        self.kind == Kind::Word && !self.is_capital()
    }

    /// Whether it is a word of two capitals or more, like `PPRL` or `ASEAN`.
    pub fn is_abbreviation(&self) -> bool {
        self.kind == Kind::Word && self.letters == Letters::Capitals
    }

    /// Whether it is this word, in small letters, or this mark.
    pub fn is(&self, word: &str) -> bool {
        self.lower == word
    }
}

/// The tokens of `text[range]`, in order.
pub fn tokens(text: &str, range: Range<usize>) -> Vec<Token<'_>> {
    with_spellings(|spellings| {
        let mut found = Vec::with_capacity(range.len() / LETTERS + 1);
        let mut rest = &text[range.clone()];
        while let Ok((after, (kind, piece))) = token(rest.trim_start()) {
            let end = range.end - after.len();
            let spelling = spellings.shared(piece);
            found.push(Token {
                text: piece,
                range: end - piece.len()..end,
                at: found.len(),
                kind,
                letters: spelling.letters,
                spelling,
            });
            rest = after;
        }
        accent_openings(&mut found, |word| spellings.shared(word));
        found
    })
}

/// About how many bytes of text there are for each token.
const LETTERS: usize = 5;

/// `A l'issue des travaux`, `A Paris`: at the head of a sentence, agencies leave the mark off `À`.
fn accent_openings<'a>(
    tokens: &mut [Token<'a>],
    mut spelling: impl FnMut(&'a str) -> Rc<Spelling>,
) {
    for at in 0..tokens.len().min(OPENING) {
        let opens = at == 0 || tokens[at - 1].kind == Kind::Mark && !tokens[at - 1].is(",");
        if tokens[at].text != "A" || !opens {
            continue;
        }
        let ruled = tokens.get(at + 1).is_some_and(|next| {
            next.is_capital()
                || next.kind == Kind::Number
                || BEHIND_A.contains(&next.lower.as_str())
        });
        if ruled {
            tokens[at].spelling = spelling("À");
        }
    }
}

/// How far from the head of a sentence its prose may begin, in tokens.
const OPENING: usize = 16;

/// What stands behind the preposition `à`, and not behind the verb `a`.
const BEHIND_A: [&str; 26] = [
    "l'", "la", "cet", "cette", "ce", "ces", "son", "sa", "ses", "leur", "leurs", "quelques",
    "propos", "partir", "compter", "travers", "noter", "titre", "l’", "ceux", "celui", "celle",
    "chaque", "toutes", "tous", "peine",
];

fn is_letter(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphabetic(),
        false => c.is_alphabetic() || is_combining_mark(c),
    }
}

fn token(input: &str) -> IResult<&str, (Kind, &str)> {
    let mark = || recognize(anychar).map(|s| (Kind::Mark, s));
    match input.chars().next() {
        Some(first) if first.is_ascii_digit() => number.map(|s| (Kind::Number, s)).parse(input),
        Some(first) if is_letter(first) || first == '-' => {
            let word = alt((initials, elided, former, word)).map(|s| (Kind::Word, s));
            alt((word, mark())).parse(input)
        }
        _ => mark().parse(input),
    }
}

/// `12`, `1er`, `2.000`, `1 500`, `21,5`, `2024-2026`, `19h30`.
fn number(input: &str) -> IResult<&str, &str> {
    let group = pair(
        satisfy(|c| matches!(c, '.' | ',' | '-' | '/')),
        take_while1(|c: char| c.is_ascii_digit()),
    );
    let digits = pair(
        take_while1(|c: char| c.is_ascii_digit()),
        many0_count(group),
    );
    let spaced = recognize(pair(
        verify(digit1, |first: &str| first.len() <= 3),
        many1_count(thousands),
    ));
    let whole = alt((spaced, recognize(digits)));
    recognize(pair(whole, take_while(|c: char| c.is_alphanumeric()))).parse(input)
}

/// ` 500` of `1 500`: three digits behind a space, and no more.
fn thousands(input: &str) -> IResult<&str, &str> {
    let space = satisfy(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}'));
    let three = verify(digit1, |group: &str| group.len() == 3);
    let closed = not(satisfy(|c| c.is_alphanumeric()));
    recognize((space, three, closed)).parse(input)
}

/// `M.`, `S.E.`, `J.-P.`
fn initials(input: &str) -> IResult<&str, &str> {
    let initial = (
        opt(satisfy(|c| c == '-')),
        satisfy(char::is_uppercase),
        satisfy(|c| c == '.'),
    );
    recognize(many1_count(initial)).parse(input)
}

/// How many bytes a letter with its marks has at most.
const LETTER: usize = 12;

/// `l'`, `d'`, `qu'`, `jusqu'`: but not `aujourd'hui`.
fn elided(input: &str) -> IResult<&str, &str> {
    let before_apostrophe = terminated(take_while1(is_letter), peek(satisfy(is_apostrophe)));
    let stem = verify(before_apostrophe, |s: &str| {
        let end = s.as_bytes().last_chunk();
        let ends_in_qu = end.is_some_and(|end: &[u8; 2]| end.eq_ignore_ascii_case(b"qu"));
        ends_in_qu || s.len() <= LETTER && lower(s).chars().count() == 1
    });
    recognize(pair(stem, satisfy(is_apostrophe))).parse(input)
}

/// The `ex-` of `ex-ministre`.
fn former(input: &str) -> IResult<&str, &str> {
    let ex = terminated(recognize(tag_no_case("ex-")), peek(satisfy(is_letter)));
    preceded(peek(satisfy(|c| matches!(c, 'e' | 'E'))), ex).parse(input)
}

/// Letters and digits, with hyphens and apostrophes inside.
fn word(input: &str) -> IResult<&str, &str> {
    let part = || take_while1(|c: char| is_letter(c) || c.is_ascii_digit());
    let joint = satisfy(|c| is_apostrophe(c) || matches!(c, '-' | '‑' | '+'));
    recognize(pair(part(), many0_count(preceded(joint, part())))).parse(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        tokens(text, 0..text.len())
            .into_iter()
            .map(|token| token.text)
            .collect()
    }

    #[test]
    fn words_are_cut_where_french_cuts_them() {
        assert_eq!(
            texts("L’après-midi du 1er, a-t-il dit"),
            ["L’", "après-midi", "du", "1er", ",", "a-t-il", "dit"]
        );
        assert_eq!(
            texts("aujourd'hui, qu'il"),
            ["aujourd'hui", ",", "qu'", "il"]
        );
        assert_eq!(
            texts("S.E. M. Vilay (PPRL)"),
            ["S.E.", "M.", "Vilay", "(", "PPRL", ")"]
        );
        assert_eq!(
            texts("200.000 doses, 21 %."),
            ["200.000", "doses", ",", "21", "%", "."]
        );
    }

    #[test]
    fn a_token_has_a_plain_form() {
        let token = &tokens("Đặng", 0.."Đặng".len())[0];
        assert_eq!((token.plain.as_str(), token.is_capital()), ("dang", true));
    }

    #[test]
    fn any_text_has_tokens() {
        for text in [
            "",
            "\u{301}",
            "''''",
            "--",
            "1.1.1.",
            "\u{a0}\u{202f}",
            "💥a",
        ] {
            let covered: usize = tokens(text, 0..text.len())
                .iter()
                .map(|t| t.text.len())
                .sum();
            assert!(covered <= text.len());
        }
    }
}
