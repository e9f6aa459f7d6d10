//! What a fact of the lexicon may say: relations, their arguments, and the words of closed columns.

use super::words::{BodyKind, TitleKind};

/// The kinds of event of the vocabulary.
pub const EVENT_KINDS: &[&str] = &[
    "visit",
    "meeting",
    "call",
    "conference",
    "congress",
    "signing",
    "inauguration",
    "launch",
    "ceremony",
    "exercise",
    "appointment",
    "delivery",
];

/// The acts of speech of the vocabulary.
pub const ACTS: &[&str] = &[
    "affirm",
    "stress",
    "hope",
    "congratulate",
    "thank",
    "praise",
    "urge",
    "pledge",
    "condole",
    "agree",
];

/// The parts in an event that a verb can show.
pub(super) const PARTS: &[&str] = &[
    "host",
    "guest",
    "visitor",
    "attendee",
    "signatory",
    "appointee",
    "giver",
    "receiver",
];

/// The kinds of nouns that the reader looks for.
pub(super) const NOUN_KINDS: &[&str] = &[
    "house",
    "establishment",
    "company",
    "town",
    "officer",
    "assigned",
    "employed",
    "reason",
    "national",
    "portfolio",
    "regional",
    "foreign",
    "direction",
    "institution",
    "numbered",
    "water",
];

/// What a noun in the plural stands for two of.
pub(super) const PAIRS: &[&str] = &[
    "people",
    "countries",
    "sides",
    "places",
    "bodies",
    "houses",
    "",
];

/// The classes of function words.
pub(super) const CLASSES: &[&str] = &[
    "determiner",
    "contraction",
    "possessive",
    "preposition",
    "conjunction",
    "relative",
    "subordinator",
    "pronoun",
    "clitic",
    "negation",
    "auxiliary",
    "opener",
];

/// The number of a class of function words: its place in [`CLASSES`]. Where the name is written out, the compiler
/// knows it.
#[inline(always)]
pub(super) fn class(name: &str) -> Option<u32> {
    Some(match name {
        "determiner" => 0,
        "contraction" => 1,
        "possessive" => 2,
        "preposition" => 3,
        "conjunction" => 4,
        "relative" => 5,
        "subordinator" => 6,
        "pronoun" => 7,
        "clitic" => 8,
        "negation" => 9,
        "auxiliary" => 10,
        "opener" => 11,
        _ => return None,
    })
}

pub(super) fn title_kind(kind: &str) -> Result<TitleKind, String> {
    Ok(match kind {
        "office" => TitleKind::Office,
        "local" => TitleKind::Local,
        "envoy" => TitleKind::Envoy,
        "rank" => TitleKind::Rank,
        "party" => TitleKind::Party,
        "member" => TitleKind::Member,
        other => return Err(format!("`{other}` is no kind of title")),
    })
}

pub(super) fn body_kind(kind: &str) -> Result<BodyKind, String> {
    Ok(match kind {
        "state" => BodyKind::State,
        "whole" => BodyKind::Whole,
        "party" => BodyKind::Party,
        "local" => BodyKind::Local,
        other => return Err(format!("`{other}` is no kind of body")),
    })
}

pub(super) fn one_of(word: &str, allowed: &[&'static str]) -> Result<&'static str, String> {
    let found = allowed.iter().find(|known| **known == word);
    found
        .copied()
        .ok_or_else(|| format!("`{word}` is none of {}", allowed.join(", ")))
}

pub(super) fn within(number: &str, range: std::ops::RangeInclusive<u32>) -> Result<u32, String> {
    let value = number.parse().ok().filter(|value| range.contains(value));
    value.ok_or_else(|| {
        format!(
            "`{number}` is no number from {} to {}",
            range.start(),
            range.end()
        )
    })
}

/// The relations of the lexicon and how many arguments each takes.
pub(super) const ARITIES: &[(&str, usize)] = &[
    ("lex_country", 3),
    ("lex_country_form", 2),
    ("lex_country_shared", 2),
    ("lex_country_alias", 2),
    ("lex_city", 2),
    ("lex_region", 1),
    ("lex_title", 2),
    ("lex_title_qualifier", 1),
    ("lex_title_prefix", 1),
    ("lex_noun_kind", 2),
    ("lex_union_adjective", 2),
    ("lex_title_link", 1),
    ("lex_civility", 2),
    ("lex_name_particle", 1),
    ("lex_given_name", 1),
    ("lex_description", 2),
    ("lex_pair_noun", 2),
    ("lex_region_adjective", 2),
    ("lex_abbreviation", 2),
    ("lex_body", 2),
    ("lex_organisation", 1),
    ("lex_adjective", 1),
    ("lex_named_noun", 1),
    ("lex_purpose", 2),
    ("lex_state_noun", 1),
    ("lex_place_noun", 1),
    ("lex_speech", 4),
    ("lex_speech_opener", 1),
    ("lex_according", 1),
    ("lex_own_account", 1),
    ("lex_unspoken", 2),
    ("lex_says_only", 1),
    ("lex_adverbial", 1),
    ("lex_verb", 1),
    ("lex_verb_form", 3),
    ("lex_month", 2),
    ("lex_weekday", 2),
    ("lex_season", 3),
    ("lex_event_noun", 2),
    ("lex_event_verb", 3),
    ("lex_function_word", 2),
];

pub(super) fn problem(relation: &str, args: &[&str]) -> String {
    match ARITIES.iter().find(|(name, _)| *name == relation) {
        None => "no relation of the lexicon".to_string(),
        Some((_, arity)) if *arity != args.len() => {
            format!("takes {arity} arguments, not {}", args.len())
        }
        Some(_) => format!("no such fact is allowed: {}", args.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_numbered_by_their_places() {
        for (place, name) in (0..).zip(CLASSES) {
            assert_eq!(class(name), Some(place), "{name}");
        }
    }
}
