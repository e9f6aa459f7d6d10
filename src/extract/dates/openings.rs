//! Where a date may begin: told from two words, so that most places need no parser.

use super::months::month_of_part;
use crate::extract::lexicon::{Asked, Lexicon};
use crate::extract::tokens::{Kind, Token, Words};

/// Whether a date may begin with these words: false only where none does.
pub(super) fn may_begin(words: Words, lexicon: &Lexicon) -> bool {
    words.first().is_some_and(|first| {
        let second = words.0.get(1);
        opens(first, lexicon)
            && (is_of_date(first, lexicon) || second.is_some_and(|t| goes_on(t, lexicon)))
    })
}

/// Whether a number, a month or a weekday stands so near that one of these words may begin a date with it.
pub(super) fn has_figure_or_name(words: Words, lexicon: &Lexicon) -> bool {
    /// `à la fin du mois de mai`
    const NEAR: usize = 7;
    let mut near = words.0.iter().take(NEAR);
    near.any(|token| is_of_date(token, lexicon))
}

/// Whether a date that is counted from others may begin with these words: `le lendemain`, `il y a deux jours`, `hier`.
pub(super) fn counted_from_others(words: Words, lexicon: &Lexicon) -> bool {
    words.first().is_some_and(|first| {
        lexicon.asked(first, Asked::OfOthers, || {
            lexicon.month(first).is_none()
                && lexicon.weekday(first).is_none()
                && !matches!(
                    first.lower.as_str(),
                    "du" | "de" | "d'" | "les" | "des" | "ces" | "entre" | "pour"
                )
        })
    })
}

/// Whether the word may be the first of a date.
fn opens(token: &Token, lexicon: &Lexicon) -> bool {
    lexicon.asked(token, Asked::OpensDate, || {
        is_of_date(token, lexicon)
            || matches!(
                token.lower.as_str(),
                "du" | "les"
                    | "entre"
                    | "des"
                    | "ces"
                    | "le"
                    | "ce"
                    | "au"
                    | "à"
                    | "en"
                    | "cet"
                    | "dès"
                    | "pour"
                    | "l'"
                    | "de"
                    | "d'"
                    | "début"
                    | "fin"
                    | "mi"
                    | "courant"
                    | "vers"
                    | "la"
                    | "plus"
                    | "dans"
                    | "durant"
                    | "pendant"
                    | "il"
                    | "cette"
            )
            || is_count(token)
    })
}

/// Whether the word may be the second of a date that begins with one of the small words.
fn goes_on(token: &Token, lexicon: &Lexicon) -> bool {
    lexicon.asked(token, Asked::GoesOnDate, || {
        is_of_date(token, lexicon)
            || lexicon.seasons.may_begin(token)
            || matches!(
                token.lower.as_str(),
                "le" | "la"
                    | "l'"
                    | "même"
                    | "jour"
                    | "jours"
                    | "tôt"
                    | "tard"
                    | "veille"
                    | "avant-veille"
                    | "surlendemain"
                    | "première"
                    | "deuxième"
                    | "seconde"
                    | "troisième"
                    | "quatrième"
                    | "dernière"
                    | "premiers"
                    | "derniers"
                    | "de"
                    | "d'"
                    | "les"
                    | "semaine"
                    | "semaines"
                    | "y"
                    | "an"
                    | "année"
                    | "week-end"
                    | "weekend"
                    | "mois-ci"
                    | "début"
                    | "milieu"
                    | "matin"
                    | "midi"
                    | "après-midi"
                    | "soir"
                    | "fin"
                    | "mi"
            )
            || is_count(token)
    })
}

/// Whether the word may be a date by itself, or its first word whatever follows.
fn is_of_date(token: &Token, lexicon: &Lexicon) -> bool {
    lexicon.asked(token, Asked::OfDate, || {
        token.kind == Kind::Number
            || lexicon.month(token).is_some()
            || lexicon.weekday(token).is_some()
            || month_of_part(token, lexicon).is_some()
            || matches!(
                token.lower.as_str(),
                "jour-même"
                    | "lendemain"
                    | "mois"
                    | "avant-hier"
                    | "hier"
                    | "aujourd'hui"
                    | "demain"
                    | "après-demain"
            )
    })
}

/// A small number in letters.
fn is_count(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "un" | "une"
            | "deux"
            | "trois"
            | "quatre"
            | "cinq"
            | "six"
            | "sept"
            | "huit"
            | "neuf"
            | "dix"
    )
}
