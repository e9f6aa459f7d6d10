//! The words that facts of the vocabulary may have in their closed columns.

use crate::extract::lexicon::{ACTS, EVENT_KINDS};
use crate::rules::Const;
use crate::text::nearest;

/// The parts that somebody can have in an event.
const PARTS: [&str; 12] = [
    "host",
    "guest",
    "visitor",
    "head",
    "chair",
    "attendee",
    "signatory",
    "caller",
    "called",
    "appointee",
    "giver",
    "receiver",
];

/// The column of a fact whose word the vocabulary does not have, and what is wrong with it.
pub fn outside_vocabulary(relation: &str, values: &[Const]) -> Option<(usize, String)> {
    let (column, what, words): (usize, &str, &[&str]) = match relation {
        "event" => (1, "kind of event", EVENT_KINDS),
        "participant" => (2, "part", &PARTS),
        "said" => (1, "act", ACTS),
        _ => return None,
    };
    let Some(Const::Symbol(word)) = values.get(column) else {
        return None;
    };
    if words.contains(&word.as_str()) {
        return None;
    }
    let help = match nearest(word, words.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of: {}", words.join(", ")),
    };
    Some((
        column,
        format!("the vocabulary has no {what} `{word}`: {help}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_closed_columns_are_checked() {
        let wrong = |relation, values: [&str; 3]| {
            outside_vocabulary(relation, &values.map(|v| Const::Symbol(v.to_owned())))
        };
        assert_eq!(wrong("participant", ["e", "A", "chair"]), None);
        assert_eq!(
            wrong("participant", ["e", "A", "chairs"]),
            Some((
                2,
                "the vocabulary has no part `chairs`: did you mean `chair`?".to_owned()
            ))
        );
        assert!(wrong("said", ["A", "xyzzy", ""]).is_some_and(|(_, text)| text.contains("affirm")));
        assert_eq!(wrong("event", ["e", "visit", "visite"]), None);
        assert_eq!(wrong("holds", ["A", "chairs", ""]), None);
    }
}
