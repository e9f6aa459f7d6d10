//! Events whose kind and date are plainly in one sentence.

use super::Extracted;
use super::clauses::{Shape, VerbGroup};
use super::dates::Date;
use super::discourse::Referent;
use super::mention::Form;
use super::nouns::span;
use super::reader::Reader;
use super::subjects::Clauses;
use super::tokens::{Kind, Token, Words};

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
struct Trigger {
    kind: &'static str,
    start: usize,
    end: usize,
    /// The verb, when it is one.
    group: Option<usize>,
}

impl Reader<'_> {
    /// The events of a sentence that a date in it dates.
    pub fn events(&self, clauses: &Clauses, dates: &[Date]) -> Vec<Event> {
        let sentence = clauses.sentence;
        let cancelled = sentence.iter().any(|t| ["annul", "démenti", "report"].iter().any(|stem| t.lower.starts_with(stem)) && t.is_small());
        if dates.is_empty() || cancelled {
            return Vec::new();
        }
        let mut nouns = self.event_nouns(sentence);
        // `le congrès, prévu en juin, ne s'est pas tenu`
        let denied = clauses.groups.iter().filter(|g| g.negated && g.verbs.iter().any(|v| self.lexicon.is_occurrence(v)));
        for group in denied {
            nouns.retain(|noun| noun.start > group.verb || sentence[noun.end..group.start].iter().any(|t| t.is(";")));
        }
        let verbs = self.event_clauses(clauses, &nouns);
        let mut events: Vec<Event> = Vec::new();
        for date in dates.iter().filter(|date| !self.is_limit(sentence, date)) {
            let beside = nouns.iter().rev().find(|noun| self.dates_noun(clauses, noun, date));
            let by_verb = verbs.iter().rev().find(|verb| self.dates_verb(clauses, verb, date));
            let opening = verbs.iter().find(|verb| self.opens(clauses, verb, date));
            let (trigger, sure) = match (beside, by_verb.or(opening)) {
                (Some(noun), Some(verb)) if self.is_object(clauses, verb, noun) => (verb, 0.9),
                (Some(noun), _) => (noun, 0.85),
                (None, Some(verb)) => (verb, 0.85),
                (None, None) => continue,
            };
            if events.iter().any(|event| event.label.start == sentence[trigger.start].range.start) {
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
                    found.push(Trigger { kind, start: at, end: at + length, group: None });
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
        let numbered = clauses.groups.iter().enumerate().filter(|(_, group)| told(group));
        numbered.filter_map(|(number, group)| self.event_clause(clauses, nouns, number, group)).collect()
    }

    fn event_clause(&self, clauses: &Clauses, nouns: &[Trigger], number: usize, group: &VerbGroup) -> Option<Trigger> {
        let sentence = clauses.sentence;
        if let Some(verb) = group.verbs.iter().find_map(|verb| self.lexicon.event_verb(verb)) {
            let telephone = sentence[group.verb..].iter().take(24).any(|t| {
                matches!(t.lower.as_str(), "téléphone" | "téléphonique" | "visioconférence")
            });
            let kind = if verb.kind == "meeting" && telephone { "call" } else { verb.kind };
            return Some(Trigger { kind, start: group.start, end: group.verb + 1, group: Some(number) });
        }
        if !group.verbs.iter().any(|verb| self.lexicon.is_occurrence(verb)) {
            return None;
        }
        let object = nouns.iter().find(|noun| {
            noun.start > group.verb && noun.start <= group.verb + OBJECT && self.same_clause(clauses, group, noun.start)
        });
        let subject = nouns.iter().rev().find(|noun| {
            noun.end <= group.start && !sentence[noun.end..group.start].iter().any(|t| t.is("que") || t.is(";"))
        });
        let noun = object.filter(|_| !group.passive).or(subject)?;
        Some(Trigger { kind: noun.kind, start: noun.start, end: noun.end, group: Some(number) })
    }

    /// Whether no verb and no strong mark parts the verb from the token.
    fn same_clause(&self, clauses: &Clauses, group: &VerbGroup, at: usize) -> bool {
        let between = &clauses.sentence[group.verb + 1..at];
        let verb = clauses.groups.iter().any(|other| other.start > group.verb && other.verb < at);
        !verb && !between.iter().any(|t| matches!(t.lower.as_str(), ";" | "." | "que" | "qui"))
    }

    /// Whether a noun of an event is what the main verb says takes place.
    fn is_object(&self, clauses: &Clauses, main: &Trigger, noun: &Trigger) -> bool {
        main.group.is_some_and(|group| {
            let verb = clauses.groups[group].verb;
            main.start == noun.start || noun.start > verb && noun.kind == main.kind && noun.start < verb + 6
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
        let stops = between.iter().any(|t| matches!(t.lower.as_str(), ";" | "." | "qui" | "que" | "dont" | "et"));
        let at_comma = commas == 1 && between.last().is_some_and(|t| t.is(",")) && between.len() <= 7;
        !verb && other && !stops && (held || commas == 0 || at_comma)
    }

    /// `tenue`, `prévue`, `organisé`: a participle that places an event.
    fn is_held(&self, token: &Token) -> bool {
        self.lexicon.verb_forms(&token.lower).iter().any(|form| {
            form.tense == super::inflection::Tense::Participle
                && (self.lexicon.is_occurrence(&form.verb) || self.lexicon.is_occurrence(&format!("se {}", form.verb)))
        })
    }

    /// Whether the date opens the sentence and this is its main verb.
    fn opens(&self, clauses: &Clauses, trigger: &Trigger, date: &Date) -> bool {
        trigger.group.is_some_and(|number| {
            let before = !clauses.groups.iter().any(|other| other.start < date.start);
            date.end <= clauses.groups[number].start && before && date.start < OPENING && !clauses.dependent[number]
        })
    }

    /// Whether the date stands by the verb: inside its group, or after it in the same clause.
    fn dates_verb(&self, clauses: &Clauses, trigger: &Trigger, date: &Date) -> bool {
        let Some(group) = trigger.group.map(|number| &clauses.groups[number]) else { return false };
        let inside = date.start > group.start && date.end <= group.verb;
        let near = date.start > group.verb && date.start <= group.verb.max(trigger.end) + REACH;
        let purpose = || clauses.sentence[group.verb..date.start].iter().any(|t| t.is("pour"));
        inside || near && self.same_clause(clauses, group, date.start) && !purpose()
    }

    /// `depuis 2015`, `d'ici à 2030`: a limit, no date.
    fn is_limit(&self, sentence: &[Token], date: &Date) -> bool {
        let before = sentence[..date.start].iter().rev().take(2);
        before.clone().any(|t| matches!(t.lower.as_str(), "depuis" | "jusqu'" | "ici" | "avant" | "après" | "dès" | "née" | "né"))
    }

    fn event(&self, clauses: &Clauses, trigger: &Trigger, date: &Date, sure: f64) -> Event {
        let sentence = clauses.sentence;
        let label = self.label(clauses, trigger);
        let dated = span(Words(&sentence[date.start..]), date.end - date.start);
        let quote = label.start.min(dated.start)..label.end.max(dated.end);
        let parts = trigger.group.map_or(Vec::new(), |group| self.parts(clauses, trigger, group));
        Event { kind: trigger.kind, label, days: date.days.clone(), place: self.place_beside(sentence, date), parts, quote, sure }
    }

    /// The words of the noun or verb, and a few that complete it.
    fn label(&self, clauses: &Clauses, trigger: &Trigger) -> std::ops::Range<usize> {
        let sentence = clauses.sentence;
        let rest = &sentence[trigger.end..];
        let stop = rest.iter().take(9).position(|t| {
            t.kind == Kind::Mark || t.kind == Kind::Number || self.lexicon.months.contains_key(&t.lower)
                || matches!(t.lower.as_str(), "ce" | "le" if trigger.group.is_none()) || self.lexicon.is_class(t, "auxiliary") || t.is("et") || t.is("qui") || t.is("en")
        });
        let mut end = trigger.end + stop.unwrap_or(rest.len().min(9));
        while end > trigger.end && self.lexicon.is_function_word(&sentence[end - 1]) {
            end -= 1;
        }
        sentence[trigger.start].range.start..sentence[end - 1].range.end
    }

    /// `à Hanoï` just before or after the date.
    fn place_beside(&self, sentence: &[Token], date: &Date) -> Option<String> {
        let near = |from: usize, to: usize| {
            (from..to.min(sentence.len())).find_map(|at| {
                let joint = matches!(sentence[at].lower.as_str(), "à" | "au" | "aux" | "en");
                let place = Words(sentence).skip(at + 1);
                let length = self.lexicon.cities.longest(place).map(|f| f.0).or_else(|| {
                    self.country(place).map(|f| f.0)
                }).filter(|_| joint)?;
                Some(super::people::wording(&place.0[..length]))
            })
        };
        near(date.end, date.end + 3).or_else(|| near(date.start.saturating_sub(4), date.start))
    }

    /// Who took part, as far as the verb shows it.
    fn parts(&self, clauses: &Clauses, trigger: &Trigger, number: usize) -> Vec<(Referent, &'static str)> {
        let group = &clauses.groups[number];
        let verb = group.verbs.iter().find_map(|verb| self.lexicon.event_verb(verb));
        let subject = &clauses.subjects[number].who;
        if group.passive || subject.sure < 0.85 {
            return Vec::new();
        }
        let shown: Vec<&'static str> = match verb {
            Some(verb) => verb.parts.clone(),
            None if trigger.kind == "visit" && group.verbs.iter().any(|v| v == "effectuer") => vec!["visitor"],
            None => return Vec::new(),
        };
        let mut parts = Vec::new();
        if let Some(&part) = shown.first() {
            parts.extend(subject.who.iter().map(|who| (who.clone(), part)));
        }
        let object = clauses.mentions.iter().zip(&clauses.resolved).find(|(mention, _)| {
            let between = mention.start.checked_sub(group.verb + 1);
            between.is_some_and(|n| n <= 14) && matches!(mention.form, Form::Named(..)) && self.same_clause(clauses, group, mention.start)
                && (!mention.depends || clauses.sentence[mention.start - 1].is("avec"))
        });
        let meets = matches!(shown.as_slice(), ["host", _] | ["attendee"]) && matches!(trigger.kind, "meeting" | "call");
        if let Some((_, resolved)) = object.filter(|_| meets) {
            let part = shown.get(1).copied().unwrap_or("attendee");
            parts.extend(resolved.who.iter().filter(|who| !subject.who.contains(who)).map(|who| (who.clone(), part)));
        }
        parts
    }
}

/// The facts of an event under this id.
pub fn facts(event: &Event, id: &str, text: &str, name: impl Fn(&Referent) -> String) -> Vec<Extracted> {
    let fact = |relation, args: Vec<String>, confidence| Extracted { relation, args, quote: event.quote.clone(), confidence };
    let (from, to) = event.days.clone();
    let label = text[event.label.clone()].to_string();
    let mut facts = vec![
        fact("event", vec![id.to_string(), event.kind.to_string(), label], event.sure),
        fact("event_date", vec![id.to_string(), from, to], event.sure),
    ];
    facts.extend(event.place.clone().map(|place| fact("event_place", vec![id.to_string(), place], event.sure * 0.95)));
    for (who, part) in &event.parts {
        facts.push(fact("participant", vec![id.to_string(), name(who), part.to_string()], event.sure * 0.9));
    }
    facts
}
