//! What stands between chunks: whether a small word completes what was before, lists, or begins something new.

use super::chunks::{Chunker, Sort, Unit};
use super::determiners::determiner;
use crate::extract::mention::Form;
use crate::extract::tokens::{Kind, Token, Words};

/// How far a subject reaches before its verb, in tokens.
const SUBJECT_TOKENS: usize = 32;

impl Chunker<'_, '_> {
    /// Whether `des` at a token begins a complement of what stands before it: not of a name or date, and in a
    /// list only where what it is listed with has one.
    pub(super) fn completes(&self, at: usize) -> bool {
        let mut units = self.units.iter().rev();
        match units.next() {
            Some(Unit::Chunk(last)) => {
                let last = &self.chunks[*last];
                let named = match last.sort {
                    Sort::Noun => false,
                    Sort::Place | Sort::Date(_) => true,
                    Sort::Mention(mention) => !matches!(
                        self.mentions[mention].form,
                        Form::Body(_) | Form::Titled { .. } | Form::Described { .. }
                    ),
                };
                last.end == at && !named
            }
            // `en marge du sommet de Rome, des entretiens`: a list goes on with its like.
            Some(Unit::Joint(joint)) => {
                let place = |last: usize| matches!(self.chunks[last].sort, Sort::Place);
                // `des semences de riz et des engrais`
                let bare = |last: &usize| self.chunks[*last].determiner == "none";
                let anew = |first: &usize| {
                    let first = &self.chunks[*first];
                    first.prep.is_empty() && first.plural && first.determiner == "a"
                };
                let mut back = self.units.iter().rev().skip(1);
                if let (Some(Unit::Chunk(last)), Some(Unit::Chunk(first))) =
                    (back.next(), back.next())
                    && bare(last)
                    && anew(first)
                {
                    return false;
                }
                matches!(
                    units.next(),
                    Some(Unit::Chunk(last)) if self.chunks[*last].prep.starts_with("de")
                        && !(self.sentence[*joint].is(",") && place(*last))
                ) && !self.begins_subject(at)
            }
            _ => false,
        }
    }

    /// Whether `des` behind a comma begins the subject: the verb comes next, and nothing before could be its subject
    /// (`À l'occasion de la fête, des cahiers ont été distribués`).
    fn begins_subject(&self, at: usize) -> bool {
        let subject = self
            .units
            .iter()
            .rev()
            .take(SUBJECT_TOKENS)
            .take_while(|unit| !matches!(unit, Unit::Verb(_) | Unit::Opener(_)))
            .any(|unit| {
                matches!(unit, Unit::Chunk(chunk) if self.chunks[*chunk].prep.is_empty()
                && !matches!(self.chunks[*chunk].sort, Sort::Date(_)))
            });
        let reach = self.sentence.len().min(at + SUBJECT_TOKENS);
        let verb = (at..reach).find(|&at| self.spots[at].in_verb.is_some());
        let comma = self.sentence[at - 1].is(",");
        comma
            && !subject
            && verb.is_some_and(|verb| !self.sentence[at..verb].iter().any(|t| t.is(",")))
    }

    /// Whether a chunk ends just before the token.
    pub(super) fn after_chunk(&self, at: usize) -> bool {
        matches!(self.units.last(), Some(Unit::Chunk(last)) if self.chunks[*last].end == at)
    }

    /// Whether a word that is an adverb and a preposition is a preposition: `depuis la réunion`.
    pub(super) fn opens_complement(&self, at: usize) -> bool {
        let class = |token: &Token, class| self.reader.lexicon.is_class(token, class);
        class(&self.sentence[at], "preposition")
            && self.sentence.get(at + 1).is_some_and(|next| {
                next.kind == Kind::Number
                    || next.is_capital()
                    || class(next, "determiner")
                    || determiner(&next.lower).is_some()
            })
    }

    /// `ainsi que`, `de même que`, `tout comme`, where they list: how many words.
    pub(super) fn as_well_as(&self, at: usize) -> Option<usize> {
        let words = Words(&self.sentence[at..]);
        let that = |used: usize| words.skip(used).starts_with(&["que", "qu'"]);
        let listed = self.sentence.get(at.checked_sub(1)?)?.is(",") || self.after_chunk(at);
        match words.first()?.lower.as_str() {
            "ainsi" if that(1) => Some(2),
            "de" if listed && words.skip(1).starts_with(&["même"]) && that(2) => Some(3),
            "tout" if listed && words.skip(1).starts_with(&["comme"]) => Some(2),
            _ => None,
        }
    }
}
