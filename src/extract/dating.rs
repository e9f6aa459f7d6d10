//! Which date in a sentence belongs to which event.

use super::clauses::Shape;
use super::dates::Date;
use super::events::Trigger;
use super::inflection::Tense;
use super::reader::Reader;
use super::subjects::Clauses;
use super::tokens::Token;

/// How far a date may stand from the noun it dates, in tokens.
const REACH: usize = 16;

/// How far into a sentence a date may stand that opens it, in tokens.
const OPENING: usize = 10;

impl Reader<'_> {
    /// `réunion tenue à Bangkok en novembre 2023`: the date stands in the phrase of the noun.
    pub(super) fn dates_noun(&self, clauses: &Clauses, noun: &Trigger, date: &Date) -> bool {
        if noun.end > date.start || date.start - noun.end > REACH {
            return false;
        }
        let between = &clauses.sentence[noun.end..date.start];
        let verb = clauses.groups.iter().any(|group| {
            group.verb >= noun.end && group.start < date.start && group.shape != Shape::Shared
        });
        let other = self.event_nouns(between).is_empty();
        let commas = between.iter().filter(|t| t.is(",")).count();
        let held = between.iter().any(|t| self.is_held(t));
        let stops = between
            .iter()
            .any(|t| matches!(t.lower.as_str(), ";" | "." | "qui" | "que" | "dont" | "et"));
        let at_comma =
            commas == 1 && between.last().is_some_and(|t| t.is(",")) && between.len() <= 7;
        !verb && other && !stops && (held || commas == 0 || at_comma)
    }

    /// `tenue`, `prévue`, `organisé`: a participle that places an event.
    fn is_held(&self, token: &Token) -> bool {
        self.lexicon.verb_forms(&token.lower).iter().any(|form| {
            form.tense == Tense::Participle
                && (self.lexicon.is_occurrence(&form.verb)
                    || self.lexicon.is_occurrence(&format!("se {}", form.verb)))
        })
    }

    /// Whether the date opens the sentence and this is its main verb.
    pub(super) fn opens(&self, clauses: &Clauses, trigger: &Trigger, date: &Date) -> bool {
        trigger.group.is_some_and(|number| {
            let before = !clauses.groups.iter().any(|other| other.start < date.start);
            date.end <= clauses.groups[number].start
                && before
                && date.start < OPENING
                && !clauses.dependent[number]
        })
    }

    /// Whether the date stands by the verb: inside its group, or after it in the same clause.
    pub(super) fn dates_verb(&self, clauses: &Clauses, trigger: &Trigger, date: &Date) -> bool {
        let Some(group) = trigger.group.map(|number| &clauses.groups[number]) else {
            return false;
        };
        let inside = date.start > group.start && date.end <= group.verb;
        let near = date.start > group.verb && date.start <= group.verb.max(trigger.end) + REACH;
        let purpose = || {
            clauses.sentence[group.verb..date.start]
                .iter()
                .any(|t| t.is("pour"))
        };
        inside || near && self.same_clause(clauses, group, date.start) && !purpose()
    }

    /// `depuis 2015`, `d'ici à 2030`: a limit, no date.
    pub(super) fn is_limit(&self, sentence: &[Token], date: &Date) -> bool {
        let before = sentence[..date.start].iter().rev().take(2);
        before.clone().any(|t| {
            matches!(
                t.lower.as_str(),
                "depuis" | "jusqu'" | "ici" | "avant" | "après" | "dès" | "née" | "né"
            )
        })
    }
}
