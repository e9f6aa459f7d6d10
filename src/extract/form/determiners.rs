//! The determiners that chunks begin with, and contractions of a preposition and an article.

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
