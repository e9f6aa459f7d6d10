//! An event told in facts: the words that name it, where it was, and who took part.

use super::Extracted;
use super::dates::Date;
use super::discourse::Referent;
use super::events::{Event, Trigger};
use super::mention::Form;
use super::nouns::span;
use super::reader::Reader;
use super::subjects::Clauses;
use super::tokens::{Kind, Token, Words};

/// The facts of an event under this id.
pub fn facts(
    event: &Event,
    id: &str,
    text: &str,
    name: impl Fn(&Referent) -> String,
) -> Vec<Extracted> {
    let fact = |relation, args: Vec<String>, confidence| Extracted {
        relation,
        args,
        quote: event.quote.clone(),
        confidence,
    };
    let (from, to) = event.days.clone();
    let label = text[event.label.clone()].to_string();
    let mut facts = vec![
        fact(
            "event",
            vec![id.to_string(), event.kind.to_string(), label],
            event.sure,
        ),
        fact("event_date", vec![id.to_string(), from, to], event.sure),
    ];
    facts.extend(event.place.clone().map(|place| {
        fact(
            "event_place",
            vec![id.to_string(), place],
            event.sure * 0.95,
        )
    }));
    for (who, part) in &event.parts {
        facts.push(fact(
            "participant",
            vec![id.to_string(), name(who), part.to_string()],
            event.sure * 0.9,
        ));
    }
    facts
}

impl Reader<'_> {
    /// The event of a trigger, on these days.
    pub(super) fn event(
        &self,
        clauses: &Clauses,
        trigger: &Trigger,
        date: &Date,
        sure: f64,
    ) -> Event {
        let sentence = clauses.sentence;
        let label = self.label(clauses, trigger);
        let dated = span(Words(&sentence[date.start..]), date.end - date.start);
        let quote = label.start.min(dated.start)..label.end.max(dated.end);
        let parts = trigger
            .group
            .map_or(Vec::new(), |group| self.parts(clauses, trigger, group));
        Event {
            kind: trigger.kind,
            label,
            days: date.days.clone(),
            place: self.place_beside(sentence, date),
            parts,
            quote,
            sure,
        }
    }

    /// The words of the noun or verb, and a few that complete it.
    fn label(&self, clauses: &Clauses, trigger: &Trigger) -> std::ops::Range<usize> {
        let sentence = clauses.sentence;
        let rest = &sentence[trigger.end..];
        let stop = rest.iter().take(9).position(|t| {
            t.kind == Kind::Mark
                || t.kind == Kind::Number
                || self.lexicon.months.contains_key(&t.lower)
                || matches!(t.lower.as_str(), "ce" | "le" if trigger.group.is_none())
                || self.lexicon.is_class(t, "auxiliary")
                || t.is("et")
                || t.is("qui")
                || t.is("en")
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
                let length = self
                    .lexicon
                    .cities
                    .longest(place)
                    .map(|f| f.0)
                    .or_else(|| self.country(place).map(|f| f.0))
                    .filter(|_| joint)?;
                Some(super::people::wording(&place.0[..length]))
            })
        };
        near(date.end, date.end + 3).or_else(|| near(date.start.saturating_sub(4), date.start))
    }

    /// Who took part, as far as the verb shows it.
    fn parts(
        &self,
        clauses: &Clauses,
        trigger: &Trigger,
        number: usize,
    ) -> Vec<(Referent, &'static str)> {
        let group = &clauses.groups[number];
        let verb = group
            .verbs
            .iter()
            .find_map(|verb| self.lexicon.event_verb(verb));
        let subject = &clauses.subjects[number].who;
        if group.passive || subject.sure < 0.85 {
            return Vec::new();
        }
        let shown: Vec<&'static str> = match verb {
            Some(verb) => verb.parts.clone(),
            None if trigger.kind == "visit" && group.verbs.iter().any(|v| v == "effectuer") => {
                vec!["visitor"]
            }
            None => return Vec::new(),
        };
        let mut parts = Vec::new();
        if let Some(&part) = shown.first() {
            parts.extend(subject.who.iter().map(|who| (who.clone(), part)));
        }
        let object = clauses
            .mentions
            .iter()
            .zip(&clauses.resolved)
            .find(|(mention, _)| {
                let between = mention.start.checked_sub(group.verb + 1);
                between.is_some_and(|n| n <= 14)
                    && matches!(mention.form, Form::Named(..))
                    && self.same_clause(clauses, group, mention.start)
                    && (!mention.depends || clauses.sentence[mention.start - 1].is("avec"))
            });
        let meets = matches!(shown.as_slice(), ["host", _] | ["attendee"])
            && matches!(trigger.kind, "meeting" | "call");
        if let Some((_, resolved)) = object.filter(|_| meets) {
            let part = shown.get(1).copied().unwrap_or("attendee");
            parts.extend(
                resolved
                    .who
                    .iter()
                    .filter(|who| !subject.who.contains(who))
                    .map(|who| (who.clone(), part)),
            );
        }
        parts
    }
}
