//! What a sentence shows by itself, before who is meant: its verbs, where their subjects stand, and which of its clauses
//! depend on others.

use super::clauses::VerbGroup;
use super::mention::Mention;
use super::places::Place;
use super::reader::Reader;
use super::tokens::{Kind, Token};

/// A sentence with its mentions and verbs.
pub struct Outline<'t, 'a> {
    /// The tokens.
    pub sentence: &'t [Token<'a>],
    /// What may stand for someone, in order.
    pub mentions: Vec<Mention>,
    /// The verbs, in order.
    pub groups: Vec<VerbGroup<'t>>,
    /// Where the subject of each verb stands.
    pub(super) places: Vec<Place>,
    /// Whether each verb stands in a clause that depends on another.
    pub dependent: Vec<bool>,
}

impl Reader<'_> {
    /// Finds the verbs of a sentence, and what hangs together with them.
    pub fn outline<'t, 'a>(
        &'t self,
        sentence: &'t [Token<'a>],
        mentions: Vec<Mention>,
    ) -> Outline<'t, 'a> {
        let groups = self.verb_groups(sentence);
        let places: Vec<Place> = groups
            .iter()
            .map(|group| self.place_of_subject(sentence, &mentions, group))
            .collect();
        let quoted = quoted(sentence);
        // What stands before `a-t-il dit` is what he said.
        let reported = groups
            .iter()
            .zip(&places)
            .filter(|(_, place)| place.is_inverted())
            .map(|(group, _)| group.start)
            .max();
        // `X est revenu sur l'affaire : il n'y a rien eu, a-t-il insisté`
        let apart = sentence[..reported.unwrap_or(0)]
            .iter()
            .rposition(|t| matches!(t.lower.as_str(), ";" | ":") && !quoted[t.at])
            .unwrap_or(0);
        let dependent: Vec<bool> = groups
            .iter()
            .zip(&places)
            .map(|(group, place)| {
                let said = !place.is_inverted()
                    && group.verb >= apart
                    && reported.is_some_and(|speech| group.start < speech);
                said || quoted[group.verb] || self.is_dependent(sentence, &mentions, group, place)
            })
            .collect();
        Outline {
            sentence,
            mentions,
            groups,
            places,
            dependent,
        }
    }
}

/// Which tokens stand inside quotation marks.
fn quoted(sentence: &[Token]) -> Vec<bool> {
    let mut open: Option<usize> = None;
    let mut inside = vec![false; sentence.len()];
    let marks = sentence.iter().enumerate();
    for (at, token) in marks.filter(|(_, token)| token.kind == Kind::Mark) {
        match (token.text, open) {
            ("«" | "“" | "\"", None) => open = Some(at),
            ("»" | "”" | "\"", Some(start)) => {
                inside[start..at].fill(true);
                open = None;
            }
            _ => {}
        }
    }
    inside
}
