//! Words, numbers and marks of a sentence.
//!
//! A sentence is cut into tokens: words letter by letter, as nearly all tokens are, and numbers with nom over text.
//! Everything above that (titles, names, dates) is parsed with nom over tokens, for which [`Words`] is the input.

use std::ops::{Deref, Range};
use std::rc::Rc;

use nom::branch::alt;
use nom::bytes::complete::{take_while, take_while1};
use nom::character::complete::{digit1, satisfy};
use nom::combinator::{not, recognize, verify};
use nom::multi::{many0_count, many1_count};
use nom::sequence::pair;
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
        Token {
            text,
            ..self.spelt_as(text)
        }
    }

    /// The same text, taken as if another word were written.
    pub(super) fn spelt_as(&self, word: &str) -> Token<'a> {
        let spelling = spelling(word);
        Token {
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
    let mut found = Vec::with_capacity(about(range.len()));
    add_tokens(&mut found, text, range);
    found
}

/// Adds the tokens of the sentence `text[range]` to others; they are numbered from 0 on.
pub(super) fn add_tokens<'a>(found: &mut Vec<Token<'a>>, text: &'a str, range: Range<usize>) {
    with_spellings(|spellings| {
        let first = found.len();
        let mut rest = past_spaces(&text[range.clone()]);
        while let Some((kind, mut length)) = token(rest) {
            if found.len() > first && found[found.len() - 1].is_capital() {
                length += name_behind(rest, length);
            }
            let start = range.end - rest.len();
            let (piece, behind) = rest.split_at(length);
            rest = past_spaces(behind);
            let spelling = spellings.shared(piece);
            found.push(Token {
                text: piece,
                range: start..start + length,
                at: found.len() - first,
                kind,
                letters: spelling.letters,
                spelling,
            });
        }
        accent_openings(&mut found[first..], |word| spellings.shared(word));
    });
}

/// About how many tokens so many bytes of text have, rather too many.
pub(super) fn about(bytes: usize) -> usize {
    bytes / 5 + 1
}

/// `A l'issue des travaux`, `A Paris`: at the head of a sentence, agencies leave the mark off `À`.
fn accent_openings<'a>(
    tokens: &mut [Token<'a>],
    mut spelling: impl FnMut(&'a str) -> Rc<Spelling>,
) {
    for at in 0..tokens.len().min(OPENING) {
        let opens = || at == 0 || tokens[at - 1].kind == Kind::Mark && !tokens[at - 1].is(",");
        if tokens[at].text != "A" || !opens() {
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

/// A text without the white space at its head.
fn past_spaces(text: &str) -> &str {
    let text = text.strip_prefix(' ').unwrap_or(text);
    match text.as_bytes().first() {
        Some(first) if first.is_ascii_graphic() => text,
        _ => text.trim_start(),
    }
}

fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        // Of Latin letters with marks, all but `×` and `÷` are.
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        _ => c.is_alphabetic() || is_combining_mark(c),
    }
}

/// What the token at the head of a text is, and how many bytes it has.
fn token(text: &str) -> Option<(Kind, usize)> {
    let first = text.chars().next()?;
    let mark = (Kind::Mark, first.len_utf8());
    Some(match first {
        'a'..='z' | 'A'..='Z' => (Kind::Word, word(text)),
        '0'..='9' => (Kind::Number, number(text).ok()?.1.len()),
        '-' => initials(text).map_or(mark, |length| (Kind::Word, length)),
        _ if is_letter(first) => (Kind::Word, word(text)),
        _ => mark,
    })
}

/// Which bytes are letters, and which are digits.
const ASCII: [u8; 256] = {
    let mut bits = [0; 256];
    let mut byte: u8 = 0;
    while byte.is_ascii() {
        bits[byte as usize] = if byte.is_ascii_alphabetic() {
            LETTER_BIT
        } else if byte.is_ascii_digit() {
            DIGIT_BIT
        } else {
            0
        };
        byte += 1;
    }
    bits
};
const LETTER_BIT: u8 = 1;
const DIGIT_BIT: u8 = 2;

/// How many bytes the letters have at the head of a text, and digits if these count, too.
fn run(text: &str, digits: bool) -> usize {
    let bytes = text.as_bytes();
    let mut length = 0;
    let counted = if digits {
        LETTER_BIT | DIGIT_BIT
    } else {
        LETTER_BIT
    };
    let counts = |byte: &u8| ASCII[usize::from(*byte)] & counted != 0;
    loop {
        let run = &bytes[length..];
        length += run.iter().position(|b| !counts(b)).unwrap_or(run.len());
        if bytes.get(length).is_none_or(u8::is_ascii) {
            return length;
        }
        match text[length..].chars().next().filter(|c| is_letter(*c)) {
            Some(letter) => length += letter.len_utf8(),
            None => return length,
        }
    }
}

/// How many bytes the word has that a text begins with: letters and digits, with hyphens and apostrophes inside, unless
/// it is elided, or initials.
fn word(text: &str) -> usize {
    let letters = run(text, false);
    if text.as_bytes().get(letters).is_none_or(ends_word) {
        return letters;
    }
    let (stem, rest) = text.split_at(letters);
    match rest.chars().next() {
        Some('.') => {
            if let Some(length) = initials(text) {
                return length;
            }
            // `Marcos Jr.`
            if matches!(stem, "Jr" | "Sr") {
                return letters + 1;
            }
        }
        // The `ex-` of `ex-ministre`.
        Some('-') if stem.eq_ignore_ascii_case("ex") && rest[1..].starts_with(is_letter) => {
            return letters + 1;
        }
        Some(mark) if is_apostrophe(mark) && is_elided(stem) => return letters + mark.len_utf8(),
        _ => {}
    }
    let mut length = letters + run(rest, true);
    while let Some(joint) = text[length..].chars().next()
        && (is_apostrophe(joint) || matches!(joint, '-' | '‑' | '+'))
    {
        let behind = length + joint.len_utf8();
        match run(&text[behind..], true) {
            0 => break,
            part => length = behind + part,
        }
    }
    length
}

/// Whether a word ends where this byte follows its letters, as most do.
fn ends_word(byte: &u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_digit() && !matches!(byte, b'.' | b'-' | b'+' | b'\'' | b'`')
}

/// How many bytes are initials: `M.`, `S.E.`, `J.-P.`
fn initials(text: &str) -> Option<usize> {
    let mut rest = text;
    loop {
        let initial = rest.strip_prefix('-').unwrap_or(rest);
        let Some(after) = initial.strip_prefix(char::is_uppercase) else {
            break;
        };
        match after.strip_prefix('.') {
            Some(after) => rest = after,
            None => break,
        }
    }
    Some(text.len() - rest.len()).filter(|length| *length > 0)
}

/// How many bytes a letter with its marks has at most.
const LETTER: usize = 12;

/// Whether what stands before an apostrophe is a word of its own: `l'`, `d'`, `qu'`, `jusqu'`, but not `aujourd'hui`.
fn is_elided(stem: &str) -> bool {
    let end = stem.as_bytes().last_chunk();
    let ends_in_qu = end.is_some_and(|end: &[u8; 2]| end.eq_ignore_ascii_case(b"qu"));
    ends_in_qu || stem.len() <= LETTER && (stem.len() == 1 || lower(stem).chars().count() == 1)
}

/// How many bytes of a name stand behind what looks elided: `M'` of `Mohamed M'barek`.
fn name_behind(text: &str, length: usize) -> usize {
    let mut letters = text[..length].chars();
    let opens = letters
        .next()
        .is_some_and(|c| matches!(c, 'M' | 'N' | 'O' | 'K' | 'B'));
    match opens && letters.next().is_some_and(is_apostrophe) && letters.next().is_none() {
        true => run(&text[length..], false),
        false => 0,
    }
}

/// `12`, `1er`, `2.000`, `1 500`, `1'500`, `21,5`, `2024-2026`, `19h30`.
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

/// ` 500` of `1 500`: three digits behind a space or, as the Swiss write, an apostrophe, and no more.
fn thousands(input: &str) -> IResult<&str, &str> {
    let space =
        satisfy(|c| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}') || is_apostrophe(c));
    let three = verify(digit1, |group: &str| group.len() == 3);
    let closed = not(satisfy(|c| c.is_alphanumeric()));
    recognize((space, three, closed)).parse(input)
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
            texts("Martin Jr., Mohamed M'barek, l'Est"),
            ["Martin", "Jr.", ",", "Mohamed", "M'barek", ",", "l'", "Est"]
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
