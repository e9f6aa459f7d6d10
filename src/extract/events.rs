//! Events whose kind and date are plainly in one sentence.

use super::clauses::{Shape, VerbGroup};
use super::dates::Date;
use super::discourse::Referent;
use super::reader::Reader;
use super::subjects::Clauses;
use super::tokens::{Token, Words};

/// An event with its date.
#[derive(Clone, Debug)]
pub struct Event {
    /// The kind, from the vocabulary.
    pub kind: &'static str,
    /// The words that name it, as bytes of the article.
    pub label: std::ops::Range<usize>,
    /// First and last day.
    pub days: (String, String),
    /// Where, if a place stands beside the date.
    pub place: Option<String>,
    /// Who took part, and how.
    pub parts: Vec<(Referent, &'static str)>,
    /// Label and date together, as bytes of the article.
    pub quote: std::ops::Range<usize>,
    /// From 0 to 1.
    pub sure: f64,
}

/// How far the noun may stand from the verb that says it takes place, in tokens.
const OBJECT: usize = 14;

/// What makes a sentence tell of an event: a noun, or a verb.
pub struct Trigger {
    /// The kind of event.
    pub kind: &'static str,
    /// The first token.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// The verb, when it is one, by number.
    pub group: Option<usize>,
}

impl Reader<'_> {
    /// The events of a sentence that a date in it dates.
    pub fn events(&self, clauses: &Clauses, dates: &[Date]) -> Vec<Event> {
        let sentence = clauses.sentence;
        let cancelled = sentence.iter().any(|t| {
            ["annul", "démenti", "report"]
                .iter()
                .any(|stem| t.lower.starts_with(stem))
                && t.is_small()
        });
        if dates.is_empty() || cancelled {
            return Vec::new();
        }
        let mut nouns = self.event_nouns(sentence);
        // `le congrès, prévu en juin, ne s'est pas tenu`
        let denied = clauses
            .groups
            .iter()
            .filter(|g| g.negated && g.verbs.iter().any(|v| self.lexicon.is_occurrence(v)));
        for group in denied {
            nouns.retain(|noun| {
                noun.start > group.verb || sentence[noun.end..group.start].iter().any(|t| t.is(";"))
            });
        }
        let verbs = self.event_clauses(clauses, &nouns);
        let mut events: Vec<Event> = Vec::new();
        for date in dates.iter().filter(|date| !self.is_limit(sentence, date)) {
            let beside = nouns
                .iter()
                .rev()
                .find(|noun| self.dates_noun(clauses, noun, date));
            let by_verb = verbs
                .iter()
                .rev()
                .find(|verb| self.dates_verb(clauses, verb, date));
            let opening = verbs.iter().find(|verb| self.opens(clauses, verb, date));
            let (trigger, sure) = match (beside, by_verb.or(opening)) {
                (Some(noun), Some(verb)) if self.is_object(clauses, verb, noun) => (verb, 0.9),
                (Some(noun), _) => (noun, 0.85),
                (None, Some(verb)) => (verb, 0.85),
                (None, None) => continue,
            };
            if events
                .iter()
                .any(|event| event.label.start == sentence[trigger.start].range.start)
            {
                continue;
            }
            events.push(self.event(clauses, trigger, date, sure));
        }
        events
    }

    /// The nouns of events in a sentence.
    pub(super) fn event_nouns(&self, sentence: &[Token]) -> Vec<Trigger> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < sentence.len() {
            let words = Words(&sentence[at..]);
            match self.lexicon.event_nouns.longest(words) {
                Some((length, &kind)) => {
                    found.push(Trigger {
                        kind,
                        start: at,
                        end: at + length,
                        group: None,
                    });
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The events that the verbs of a sentence tell of, in order.
    fn event_clauses(&self, clauses: &Clauses, nouns: &[Trigger]) -> Vec<Trigger> {
        let told = |group: &VerbGroup| !group.negated && group.shape != Shape::Gerund;
        let numbered = clauses
            .groups
            .iter()
            .enumerate()
            .filter(|(_, group)| told(group));
        numbered
            .filter_map(|(number, group)| self.event_clause(clauses, nouns, number, group))
            .collect()
    }

    fn event_clause(
        &self,
        clauses: &Clauses,
        nouns: &[Trigger],
        number: usize,
        group: &VerbGroup,
    ) -> Option<Trigger> {
        let sentence = clauses.sentence;
        if let Some(verb) = group
            .verbs
            .iter()
            .find_map(|verb| self.lexicon.event_verb(verb))
        {
            let telephone = sentence[group.verb..].iter().take(24).any(|t| {
                matches!(
                    t.lower.as_str(),
                    "téléphone" | "téléphonique" | "visioconférence"
                )
            });
            let kind = if verb.kind == "meeting" && telephone {
                "call"
            } else {
                verb.kind
            };
            return Some(Trigger {
                kind,
                start: group.start,
                end: group.verb + 1,
                group: Some(number),
            });
        }
        if !group
            .verbs
            .iter()
            .any(|verb| self.lexicon.is_occurrence(verb))
        {
            return None;
        }
        let object = nouns.iter().find(|noun| {
            noun.start > group.verb
                && noun.start <= group.verb + OBJECT
                && self.same_clause(clauses, group, noun.start)
        });
        let subject = nouns.iter().rev().find(|noun| {
            noun.end <= group.start
                && !sentence[noun.end..group.start]
                    .iter()
                    .any(|t| t.is("que") || t.is(";"))
        });
        let noun = object.filter(|_| !group.passive).or(subject)?;
        Some(Trigger {
            kind: noun.kind,
            start: noun.start,
            end: noun.end,
            group: Some(number),
        })
    }

    /// Whether no verb and no strong mark parts the verb from the token.
    pub(super) fn same_clause(&self, clauses: &Clauses, group: &VerbGroup, at: usize) -> bool {
        let between = &clauses.sentence[group.verb + 1..at];
        let verb = clauses
            .groups
            .iter()
            .any(|other| other.start > group.verb && other.verb < at);
        !verb
            && !between
                .iter()
                .any(|t| matches!(t.lower.as_str(), ";" | "." | "que" | "qui"))
    }

    /// Whether a noun of an event is what the main verb says takes place.
    fn is_object(&self, clauses: &Clauses, main: &Trigger, noun: &Trigger) -> bool {
        main.group.is_some_and(|group| {
            let verb = clauses.groups[group].verb;
            main.start == noun.start
                || noun.start > verb && noun.kind == main.kind && noun.start < verb + 6
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    /// Kind and days of each event.
    fn events(text: &str) -> Vec<String> {
        let kinds = facts("event", text)
            .into_iter()
            .map(|fact| fact.split(" | ").nth(1).unwrap_or("").to_string());
        let days = facts("event_date", text).into_iter().map(|fact| {
            fact.split_once(" | ")
                .map_or(String::new(), |d| d.1.to_string())
        });
        kinds
            .zip(days)
            .map(|(kind, days)| format!("{kind} {days}"))
            .collect()
    }

    #[test]
    fn a_verb_or_a_noun_tells_of_an_event() {
        for (text, event) in [
            (
                "Keo Bounma a reçu le 2 juin à Hanoï Le Van Hai.",
                "meeting 2025-06-02 | 2025-06-02",
            ),
            (
                "Le 3 juin, Keo Bounma a inauguré une école.",
                "inauguration 2025-06-03 | 2025-06-03",
            ),
            (
                "Une conférence est prévue à Hué en juillet 2026.",
                "conference 2026-07 | 2026-07",
            ),
            (
                "Il cite l'atelier organisé en juin 2024 à Hué.",
                "conference 2024-06 | 2024-06",
            ),
            (
                "Keo Bounma effectuera du 1er au 3 juin une visite au Laos.",
                "visit 2025-06-01 | 2025-06-03",
            ),
        ] {
            assert_eq!(events(text), [event], "{text}");
        }
    }

    #[test]
    fn what_did_not_take_place_is_no_event() {
        for text in [
            "La visite prévue le 3 juin a été annulée.",
            "Le congrès, prévu en juin, ne s'est pas tenu.",
            "La réunion se tient.",
        ] {
            assert_eq!(events(text), [""; 0], "{text}");
        }
    }
}
