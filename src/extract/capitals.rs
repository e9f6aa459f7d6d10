//! Capitals as many papers write them, taken for what they stand for: `le ministre Malien`, `Ahmed KONÉ`.

use super::lexicon::{Lexicon, TitleKind};
use super::tokens::{Token, Words};

/// Takes adjectives of countries behind a noun as if in small letters, and surnames in capitals as if in small letters
/// but the first.
pub(super) fn level(sentence: &mut [Token], lexicon: &Lexicon) {
    for at in 1..sentence.len() {
        if !sentence[at].is_capital() {
            continue;
        }
        if is_surname(sentence, at, lexicon) || is_ordinal(sentence, at, lexicon) {
            sentence[at] = sentence[at].spelt_as(&as_name(sentence[at].text));
        } else if is_adjective(sentence, at, lexicon) {
            let small = sentence[at].lower.clone();
            sentence[at] = sentence[at].spelt_as(&small);
        }
    }
}

/// Whether a word with a capital is the adjective of a country to the noun before it: `le Président Sénégalais X`, but
/// not `Banque Malienne de Solidarité`.
fn is_adjective(sentence: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let noun = &sentence[at - 1];
    let is_noun =
        || noun.is_small() && !noun.known().nouns.is_empty() && !lexicon.is_function_word(noun);
    lexicon.citizen_of(&sentence[at]).is_some()
        && !noun.is("océan")
        && (is_noun() || title(sentence, at - 1, lexicon).is_some())
}

/// Whether a word in capitals is a surname: behind a given name, a form of address, a rank, or another one.
fn is_surname(sentence: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let (before, word) = (&sentence[at - 1], &sentence[at]);
    let is_name = || {
        let words = Words(&sentence[at..]);
        word.text.len() > 2
            && !lexicon.is_function_word(word)
            && lexicon.bodies.longest(words).is_none()
            && lexicon.organisations.longest(words).is_none()
            && lexicon.countries.longest(words).is_none()
    };
    let given = |token: &Token| lexicon.given_names.contains(&token.lower);
    let named = || {
        let strange = || {
            before.text.len() > 2
                && !before.known().is_word()
                && !is_place(sentence, at - 1, lexicon)
        };
        before.is_capital() && !before.is_abbreviation() && (given(before) || strange())
    };
    // `M. KONÉ`, `le général KONÉ`, `le ministre KONÉ Ahmed`
    let addressed = || {
        let title = title(sentence, at - 1, lexicon);
        lexicon.civility(before).is_some()
            || title == Some(TitleKind::Rank)
            || title.is_some() && sentence.get(at + 1).is_some_and(given)
    };
    word.is_abbreviation() && (named() || addressed()) && is_name()
}

/// Whether a Roman number tells which of a name is meant: `Mohammed VI`.
fn is_ordinal(sentence: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let (name, number) = (&sentence[at - 1], &sentence[at]);
    number.is_abbreviation()
        && number.text.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        && name.is_capital()
        && (lexicon.given_names.contains(&name.lower) || !name.known().is_word())
        && !is_place(sentence, at - 1, lexicon)
}

/// The kind of the title that is this one word.
fn title(sentence: &[Token], at: usize, lexicon: &Lexicon) -> Option<TitleKind> {
    let title = lexicon.titles.longest(Words(&sentence[at..=at]));
    title.map(|(_, head)| head.kind)
}

/// Whether a country, a town or a body is named here.
fn is_place(sentence: &[Token], at: usize, lexicon: &Lexicon) -> bool {
    let words = Words(&sentence[at..]);
    lexicon.countries.longest(words).is_some()
        || lexicon.cities.longest(words).is_some()
        || lexicon.bodies.longest(words).is_some()
        || lexicon.organisations.longest(words).is_some()
}

/// `KONÉ` as `Koné`, `OULD-ALI` as `Ould-Ali`.
fn as_name(word: &str) -> String {
    let mut within = false;
    let letter = |c: char| {
        let small = within;
        within = c.is_alphabetic();
        match small {
            true => c.to_lowercase().to_string(),
            false => c.to_string(),
        }
    };
    word.chars().map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_in_capitals_are_spelt_as_names() {
        for (capitals, name) in [
            ("KONÉ", "Koné"),
            ("OULD-ALI", "Ould-Ali"),
            ("N'DIAYE", "N'Diaye"),
        ] {
            assert_eq!(as_name(capitals), name);
        }
    }
}
