//! Speech in infinitives that a preposition opens: `avant de remercier ses hôtes`, `après avoir salué …`.

use super::clauses::{Shape, VerbGroup};
use super::inflection::Tense;
use super::reader::Reader;
use super::speech::{Statement, after, trim};
use super::subjects::Clauses;
use super::tokens::{Token, Words};

/// What a preposition before an infinitive says of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// It has happened: `avant de`, `après`, `tout en`.
    Real,
    /// It is what somebody means to do: `pour`, `afin de`.
    Meant,
}

impl Reader<'_> {
    /// The statements that such infinitives make, of whoever is the subject of the clause.
    pub(super) fn opened_statements(&self, clauses: &Clauses) -> Vec<Statement> {
        let sentence = clauses.sentence;
        let mut found = Vec::new();
        found.extend(self.went_on(clauses));
        for at in 1..sentence.len() {
            let Some((opening, group)) = self.opened(sentence, at) else {
                continue;
            };
            let speech = self.sense(clauses, &group, false);
            // What people come or call for, they do where it is an act of courtesy.
            let courtesy = |act: &str| matches!(act, "condole" | "congratulate" | "thank");
            let Some((sense, end)) =
                speech.filter(|(sense, _)| opening == Opening::Real || courtesy(sense.act))
            else {
                continue;
            };
            let main = |number: &usize| {
                let subject = &clauses.subjects[*number].who.who;
                !clauses.dependent[*number] && !subject.is_empty()
            };
            let count = clauses.groups.len();
            let before = clauses
                .groups
                .iter()
                .filter(|group| group.verb < at)
                .count();
            let Some(number) = (0..before).rev().find(main).or((before..count).find(main)) else {
                continue;
            };
            let about = if number < before {
                after(self.lexicon, clauses, before - 1, end)
            } else {
                let comma = sentence[end..].iter().position(|t| t.is(","));
                trim(
                    sentence,
                    end,
                    comma.map_or(sentence.len(), |comma| end + comma),
                )
                .unwrap_or(0..0)
            };
            let who = &clauses.subjects[number].who;
            found.extend(who.who.iter().map(|speaker| Statement {
                speaker: speaker.clone(),
                act: sense.act,
                about: about.clone(),
                sure: who.sure * 0.92,
            }));
        }
        found
    }

    /// `Et d'ajouter : …`: what whoever spoke last goes on to say.
    fn went_on(&self, clauses: &Clauses) -> Vec<Statement> {
        let sentence = clauses.sentence;
        let opens = Words(sentence).starts_with(&["et"])
            && Words(sentence).skip(1).starts_with(&["de", "d'"]);
        if !opens
            || !sentence
                .get(2)
                .is_some_and(|t| self.has_tense(t, Tense::Infinitive))
        {
            return Vec::new();
        }
        let group = VerbGroup {
            start: 1,
            verb: 2,
            verbs: self.infinitives(&sentence[2], Tense::Infinitive, false),
            shape: Shape::Gerund,
            negated: false,
            passive: false,
            plural: false,
        };
        let Some((sense, end)) = self.sense(clauses, &group, true) else {
            return Vec::new();
        };
        let about = trim(sentence, end, sentence.len()).unwrap_or(0..0);
        let who = &clauses.topic;
        let each = who.who.iter().map(|speaker| Statement {
            speaker: speaker.clone(),
            act: sense.act,
            about: about.clone(),
            sure: who.sure * 0.9,
        });
        each.collect()
    }

    /// The verb at a token, if it is an infinitive that such a preposition opens.
    fn opened<'t>(&'t self, sentence: &'t [Token], at: usize) -> Option<(Opening, VerbGroup<'t>)> {
        let token = &sentence[at];
        if !(self.has_tense(token, Tense::Infinitive) || token.is("avoir") || token.is("être")) {
            return None;
        }
        let start = self.clitics_before(sentence, at);
        let before = |words: &[&str]| {
            start >= words.len() && Words(&sentence[start - words.len()..]).begins(words)
        };
        let opening = if ["de", "d'"].iter().any(|of| before(&["avant", of]))
            || before(&["après"])
            || before(&["non", "sans"])
        {
            Opening::Real
        } else if before(&["pour"]) || ["de", "d'"].iter().any(|of| before(&["afin", of])) {
            Opening::Meant
        } else {
            return None;
        };
        let past = self
            .past_infinitive(sentence, at)
            .filter(|(_, passive)| !passive);
        let (verb, tense) = match past {
            Some((verb, _)) => (verb, Tense::Participle),
            None if self.has_tense(&sentence[at], Tense::Infinitive) => (at, Tense::Infinitive),
            None => return None,
        };
        let reflexive = sentence[start..at]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "se" | "s'"));
        let group = VerbGroup {
            start,
            verb,
            verbs: self.infinitives(&sentence[verb], tense, reflexive),
            shape: Shape::Gerund,
            negated: false,
            passive: false,
            plural: false,
        };
        Some((opening, group))
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    #[test]
    fn who_spoke_goes_on() {
        assert_eq!(
            facts(
                "said",
                "Keo Bounma a salué le Laos. Et d'ajouter : « Tout va bien »."
            ),
            [
                "Keo Bounma | praise | le Laos",
                "Keo Bounma | affirm | Tout va bien"
            ]
        );
    }

    #[test]
    fn an_opened_infinitive_is_speech_of_the_subject() {
        assert_eq!(
            facts(
                "said",
                "Keo Bounma a salué le Laos, avant de remercier ses hôtes."
            ),
            [
                "Keo Bounma | praise | le Laos",
                "Keo Bounma | thank | ses hôtes"
            ]
        );
    }
}
