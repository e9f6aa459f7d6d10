//! The determiners that chunks begin with, and contractions of a preposition and an article.

use crate::extract::numbers::is_number_word;
use crate::extract::tokens::Token;

/// The determiner words that a chunk may begin with, and what they are.
pub(super) fn determiner(word: &str) -> Option<(&'static str, Option<char>, bool)> {
    Some(match word {
        "le" => ("the", Some('m'), false),
        "la" => ("the", Some('f'), false),
        "l'" => ("the", None, false),
        "les" => ("the", None, true),
        "un" => ("a", Some('m'), false),
        "une" => ("a", Some('f'), false),
        "des" | "plusieurs" | "quelques" | "certains" | "certaines" | "de nombreux" => {
            ("a", None, true)
        }
        "ce" | "cet" => ("this", Some('m'), false),
        "cette" => ("this", Some('f'), false),
        "ces" => ("this", None, true),
        "son" | "notre" | "votre" | "leur" => ("possessive", None, false),
        "sa" => ("possessive", Some('f'), false),
        "ses" | "leurs" | "nos" | "vos" => ("possessive", None, true),
        "aucun" | "aucune" | "nul" | "nulle" => ("no", None, false),
        "deux" | "trois" | "quatre" | "cinq" | "six" | "sept" | "huit" | "neuf" | "dix"
        | "onze" | "douze" | "treize" | "quatorze" | "quinze" | "seize" | "vingt" | "trente"
        | "quarante" | "cinquante" | "soixante" | "cent" | "mille" => ("number", None, true),
        _ => return None,
    })
}

/// Whether a word is a number: `trois`, `cents`, `vingt-cinq`.
pub(super) fn counts(word: &str) -> bool {
    is_number_word(word) || determiner(word).is_some_and(|(kind, ..)| kind == "number")
}

/// How many words a number of several parts takes up: `trois cents`, `vingt-cinq mille`; none for one word.
pub(super) fn spelt_number(words: &[Token]) -> Option<usize> {
    let first = words.first().filter(|token| counts(&token.lower))?;
    let length = words.iter().take_while(|t| counts(&t.lower)).count();
    (length > 1 || first.lower.contains('-')).then_some(length)
}

/// A contraction as the preposition in it.
pub(super) fn contracted(word: &str) -> Option<(&'static str, Option<char>, bool)> {
    Some(match word {
        "du" => ("de", Some('m'), false),
        "des" => ("de", None, true),
        "au" => ("à", Some('m'), false),
        "aux" => ("à", None, true),
        _ => return None,
    })
}
