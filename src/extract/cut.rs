//! The sentences of an article as they are read, cut into tokens: datelines apart, and in pieces what is too long to be
//! one.

use std::ops::Range;

use super::capitals;
use super::enumerations;
use super::lexicon::Lexicon;
use super::tokens::{self, Kind, Token, Words};

/// The longest sentence that is read at once, in tokens: anything longer is no sentence, and read in pieces.
const SENTENCE_TOKENS: usize = 400;

/// Sentences cut into tokens, which stand in one row for all of them.
#[derive(Default)]
pub(super) struct Cut<'a> {
    /// Each with its number in its sentence.
    pub(super) tokens: Vec<Token<'a>>,
    /// For each sentence, the token after its last.
    ends: Vec<usize>,
    /// The sentences that are too long to be one, in bytes.
    pub(super) in_pieces: Vec<Range<usize>>,
}

impl<'a> Cut<'a> {
    /// Cuts sentences that are given by their bytes.
    pub(super) fn of(text: &'a str, sentences: &[Range<usize>], lexicon: &Lexicon) -> Cut<'a> {
        let bytes = sentences.iter().map(Range::len).sum();
        let mut cut = Cut {
            tokens: Vec::with_capacity(tokens::about(bytes)),
            ..Cut::default()
        };
        for range in sentences {
            let first = cut.tokens.len();
            tokens::add_tokens(&mut cut.tokens, text, range.clone());
            capitals::level(&mut cut.tokens[first..], lexicon);
            enumerations::level(&mut cut.tokens, first, lexicon);
            let sentence = &cut.tokens[first..];
            if sentence.len() > SENTENCE_TOKENS {
                cut.in_pieces.push(range.clone());
            }
            let dateline = dateline(sentence, lexicon);
            if dateline > 0 {
                cut.end(first + dateline);
            }
            while let Some(window) = cut.tokens[cut.ended()..].get(..=SENTENCE_TOKENS) {
                cut.end(cut.ended() + piece(&window[..SENTENCE_TOKENS]));
            }
            cut.end(cut.tokens.len());
        }
        cut
    }

    /// The tokens of each sentence.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &[Token<'a>]> {
        let starts = [0].into_iter().chain(self.ends.iter().copied());
        let places = starts.zip(&self.ends);
        places.map(|(start, &end)| &self.tokens[start..end])
    }

    /// The token after the last sentence so far.
    fn ended(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// Ends a sentence, and numbers its tokens anew if it is but a part of one.
    fn end(&mut self, end: usize) {
        let start = self.ended();
        let sentence = &mut self.tokens[start..end];
        if sentence.first().is_some_and(|first| first.at > 0) {
            for (at, token) in sentence.iter_mut().enumerate() {
                token.at = at;
            }
        }
        self.ends.push(end);
    }
}

/// The longest dateline, in tokens: `HANOÏ, 12 mars 2026 (VNA) -`.
const DATELINE_TOKENS: usize = 14;

/// How many tokens the dateline has that a sentence begins with.
fn dateline(sentence: &[Token], lexicon: &Lexicon) -> usize {
    let belongs = |t: &Token| {
        t.is_capital()
            || matches!(t.kind, Kind::Number)
            || matches!(
                t.lower.as_str(),
                "," | "." | "(" | ")" | "/" | "le" | "er" | "de" | "du" | "en" | "ligne"
            )
            || lexicon.month(t).is_some()
            || lexicon.weekday(t).is_some()
    };
    let dash = |t: &Token| matches!(t.text, "-" | "–" | "—" | "--" | "=");
    let mut enclosed = false;
    let head = sentence.iter().take(DATELINE_TOKENS).take_while(|t| {
        enclosed = (enclosed || t.is("(")) && !t.is(")");
        enclosed || belongs(t) || dash(t)
    });
    // Behind the last dash: `Dakar (AFP) - 16/04/2026 - Le ministre …`
    let ends = |end: &usize| {
        let (head, rest) = sentence.split_at(*end);
        let dated = head
            .iter()
            .any(|t| matches!(t.kind, Kind::Number) || t.is("("));
        // `Rabat – Le ministre …`, but not `Vietnam – Laos`
        let opens = rest.first().is_some_and(|t| {
            t.is_capital() && (lexicon.is_function_word(t) || dated)
                || dated && !t.is_small() && !matches!(t.kind, Kind::Number)
        });
        let named = || head.iter().take_while(|t| !dash(t)).count();
        let city = || named() < 4 && lexicon.cities.longest(Words(&head[..named()])).is_some();
        // `Nhân Dân en ligne – Le ministre …`
        let site = || head[named() - 1].is("ligne");
        // `Berne (ats) La ministre …`, with no dash
        let agency = || match head {
            [.., open, name, close] if open.is("(") && close.is(")") => {
                // `(KPL) Le ministre …`
                let alone = head.len() == 3 && name.is_abbreviation();
                alone || lexicon.cities.longest(Words(head)).is_some()
            }
            _ => false,
        };
        let closed = head.last().is_some_and(dash);
        opens && (agency() || head.len() > 1 && closed && (dated || city() || site()))
    };
    (1..=head.count()).rev().find(ends).unwrap_or(0)
}

/// How many tokens are read at once of a sentence that goes on behind them: up to a mark.
fn piece(tokens: &[Token]) -> usize {
    let behind = |marks: &[&str]| {
        let mark = tokens.iter().rposition(|t| marks.contains(&t.text));
        mark.map(|at| at + 1)
    };
    behind(&[";", ":", ".", "!", "?"])
        .or_else(|| behind(&[",", "»", "”", "\""]))
        .unwrap_or(tokens.len())
}
