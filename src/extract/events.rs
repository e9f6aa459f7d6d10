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

/// How far a date may stand from the noun it dates, in tokens.
const REACH: usize = 16;

/// How far the noun may stand from the verb that says it takes place, in tokens.
const OBJECT: usize = 14;

/// How far into a sentence a date may stand that opens it, in tokens.
const OPENING: usize = 10;

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
    fn event_nouns(&self, sentence: &[Token]) -> Vec<Trigger> {
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

    /// `réunion tenue à Bangkok en novembre 2023`: the date stands in the phrase of the noun.
    fn dates_noun(&self, clauses: &Clauses, noun: &Trigger, date: &Date) -> bool {
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
            form.tense == super::inflection::Tense::Participle
                && (self.lexicon.is_occurrence(&form.verb)
                    || self.lexicon.is_occurrence(&format!("se {}", form.verb)))
        })
    }

    /// Whether the date opens the sentence and this is its main verb.
    fn opens(&self, clauses: &Clauses, trigger: &Trigger, date: &Date) -> bool {
        trigger.group.is_some_and(|number| {
            let before = !clauses.groups.iter().any(|other| other.start < date.start);
            date.end <= clauses.groups[number].start
                && before
                && date.start < OPENING
                && !clauses.dependent[number]
        })
    }

    /// Whether the date stands by the verb: inside its group, or after it in the same clause.
    fn dates_verb(&self, clauses: &Clauses, trigger: &Trigger, date: &Date) -> bool {
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
    fn is_limit(&self, sentence: &[Token], date: &Date) -> bool {
        let before = sentence[..date.start].iter().rev().take(2);
        before.clone().any(|t| {
            matches!(
                t.lower.as_str(),
                "depuis" | "jusqu'" | "ici" | "avant" | "après" | "dès" | "née" | "né"
            )
        })
    }
}
