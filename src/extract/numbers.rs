//! Numbers in names and before nouns.

use super::reader::Reader;
use super::tokens::{Kind, Token, Words};

impl Reader<'_> {
    /// Whether a number of one or two digits stands here and closes a name: nothing that it counts follows.
    pub(super) fn numbered(&self, words: Words) -> bool {
        let number = words
            .first()
            .is_some_and(|t| t.kind == Kind::Number && t.text.len() < 3);
        number && self.closed(words.skip(1))
    }

    /// Whether a name ends here: with a mark, or with a word that can be part of none.
    fn closed(&self, words: Words) -> bool {
        let next = words.first();
        next.is_none_or(|t| t.kind == Kind::Mark || self.lexicon.is_function_word(t))
    }

    /// `n° 3`, `numéro 4`, `108` behind `hôpital militaire`, `Lao-07` behind `vedette`: how many tokens the number takes.
    pub(super) fn number_of_house(&self, words: Words, used: usize) -> Option<usize> {
        let rest = words.skip(used);
        if rest.begins(&["n", "°"]) {
            return Some(rest.0.len().min(3));
        }
        // `la vedette Lao-07`
        let hull = |t: &Token| {
            t.is_capital() && t.text.contains('-') && t.text.ends_with(|c: char| c.is_ascii_digit())
        };
        if used > 0 && rest.first().is_some_and(hull) && self.closed(rest.skip(1)) {
            return Some(1);
        }
        let sign = usize::from(rest.starts_with(&["numéro"]));
        let counted = |t: &Token| self.lexicon.is_noun_kind(&t.lower, "numbered");
        let short = |t: &Token| t.kind == Kind::Number && t.text.len() < 4;
        let closed = self.closed(rest.skip(sign + 1));
        let named =
            words.first().is_some_and(counted) && rest.skip(sign).first().is_some_and(short);
        (named && (sign == 1 || closed)).then_some(sign + 1)
    }
}

/// `vingt`, `cent`, `dizaine`: what counts the noun after it.
pub(super) fn is_number_word(word: &str) -> bool {
    let hyphen = word.bytes().position(|byte| byte == b'-');
    matches!(
        &word[..hyphen.unwrap_or(word.len())],
        "quatre"
            | "six"
            | "sept"
            | "huit"
            | "neuf"
            | "dix"
            | "onze"
            | "douze"
            | "treize"
            | "quatorze"
            | "quinze"
            | "seize"
            | "vingt"
            | "trente"
            | "quarante"
            | "cinquante"
            | "soixante"
            | "cent"
            | "cents"
            | "mille"
    )
}
