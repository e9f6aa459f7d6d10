//! What is inserted between a subject and its verb: a relative clause, whoever says it, an apposition; and what tells
//! who a speaker behind his verb is.

use super::clauses::{Shape, VerbGroup};
use super::inflection::Tense;
use super::lexicon::Frame;
use super::mention::Mention;
use super::places::Place;
use super::reader::Reader;
use super::tokens::{Token, Words};

/// How far back a subject may stand from its verb with an insertion between, in tokens.
const INSERTION: usize = 45;

/// How far before `qui` the comma may stand that opens an apposition, in tokens.
const APPOSITION: usize = 8;

impl Reader<'_> {
    /// Where the comma stands before a relative clause, or a participle, whose verb has the mention at `at` right
    /// behind it: `la fondation, que préside X, …`, `X, représentant le ministre, …`.
    pub(super) fn relative_around(&self, sentence: &[Token], at: usize) -> Option<usize> {
        let gerund = at.checked_sub(2).filter(|&comma| {
            sentence[comma].is(",") && self.has_tense(&sentence[comma + 1], Tense::Gerund)
        });
        if gerund.is_some() {
            return gerund;
        }
        let lowest = at.saturating_sub(4);
        let opener = (lowest..at).rev().find(|&i| {
            matches!(
                sentence[i].lower.as_str(),
                "que" | "qu'" | "qui" | "dont" | "où"
            )
        })?;
        // `X, un ancien diplomate qui dirige l'Institut, a dit …`
        let apposed = |comma: &usize| {
            sentence[*comma].is(",") && self.lexicon.is_class(&sentence[comma + 1], "determiner")
        };
        let comma = opener.checked_sub(1)?;
        let comma = match sentence[comma].is(",") {
            true => comma,
            false => (opener.saturating_sub(APPOSITION)..comma)
                .rev()
                .find(apposed)?,
        };
        let verb = at.checked_sub(1).filter(|&verb| verb > opener)?;
        let finite = self.has_tense(&sentence[verb], Tense::Finite)
            || self.has_tense(&sentence[verb], Tense::Participle);
        (sentence[comma].is(",") && finite).then_some(comma)
    }

    /// Where the comma stands before a verb of speech with its speaker at `at` right behind it: `La Chine, a dit X, …`.
    pub(super) fn speech_around(&self, sentence: &[Token], at: usize) -> Option<usize> {
        let verb = at.checked_sub(1)?;
        let says = |tense| {
            let verbs = self.infinitives(&sentence[verb], tense, false);
            verbs
                .iter()
                .any(|verb| !self.lexicon.senses(verb).is_empty())
        };
        let helped = verb
            .checked_sub(1)
            .filter(|&i| self.lexicon.is_class(&sentence[i], "auxiliary"));
        let first = match helped {
            Some(auxiliary) if says(Tense::Participle) => auxiliary,
            None if says(Tense::Finite) => verb,
            _ => return None,
        };
        let comma = first.checked_sub(1).filter(|&i| sentence[i].is(","))?;
        // `…, a dit X, qui dirige le service`: nothing stands before it that goes on.
        (comma > 0).then_some(comma)
    }

    /// Whether a participle behind a comma tells who the speaker is whom the verb before has behind it: `« … », a dit
    /// l'officier, invité à la tribune`.
    pub(super) fn describes_speaker(
        &self,
        sentence: &[Token],
        before: &[VerbGroup],
        group: &VerbGroup,
    ) -> bool {
        let Some(speech) = before.last().filter(|_| group.shape == Shape::Shared) else {
            return false;
        };
        let Some(mark) = speech.start.checked_sub(1).map(|at| &sentence[at]) else {
            return false;
        };
        let quoted = sentence[..speech.start]
            .iter()
            .any(|t| matches!(t.text, "»" | "\"" | "”"));
        let says = speech
            .verbs
            .iter()
            .flat_map(|verb| self.lexicon.senses(verb))
            .any(|sense| !matches!(sense.frame, Frame::Whom | Frame::Urge));
        let subject = Words(&sentence[speech.verb + 1..]).starts_with(&["le", "la", "l'"]);
        mark.is(",")
            && quoted
            && says
            && subject
            && group.start > 0
            && sentence[group.start - 1].is(",")
    }

    /// `X, citant Y, a dit`: the subject before what is inserted between commas.
    pub(super) fn before_insertion(
        &self,
        sentence: &[Token],
        mentions: &[Mention],
        at: usize,
        group: &VerbGroup,
    ) -> Place {
        let lowest = at.saturating_sub(INSERTION);
        let commas = (lowest..at).rev().filter(|&i| sentence[i].is(",")).take(4);
        for comma in commas {
            // `X, que Y, maire de Z, devait recevoir, a …`
            let inside = |m: &Mention| {
                m.start.checked_sub(1).is_some_and(|before| {
                    matches!(
                        sentence[before].lower.as_str(),
                        "que" | "qu'" | "dont" | "où"
                    )
                })
            };
            let which = mentions
                .iter()
                .position(|m| m.end == comma && !m.depends && !inside(m));
            if let Some(which) = which {
                return self.with_others(sentence, mentions, which, group.plural, 0.75);
            }
        }
        Place::Unknown
    }
}
