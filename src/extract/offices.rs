//! Offices that a verb gives: appointments, and `X était jusque-là gouverneur`.

use super::clauses::{Shape, VerbGroup};
use super::discourse::{Discourse, Referent};
use super::inflection::Tense;
use super::mention::Form;
use super::people::Held;
use super::reader::Reader;
use super::subjects::Clauses;
use super::titles::Title;
use super::tokens::{Token, Words};

/// How far a title may stand from the participle that gives it, in tokens.
const REACH: usize = 9;

impl Reader<'_> {
    /// Adds to the people of the discourse the titles that the verbs of the sentence give them.
    pub fn give_offices(&self, clauses: &Clauses, discourse: &mut Discourse) {
        let sentence = clauses.sentence;
        for (number, group) in clauses.groups.iter().enumerate() {
            let [Referent::Person(person)] = clauses.subjects[number].who.who.as_slice() else {
                continue;
            };
            let appoints = self.appoints(group);
            let being = group.verbs.is_empty()
                || group
                    .verbs
                    .iter()
                    .any(|verb| verb == "devenir" || verb == "être");
            if group.negated
                || group.shape == Shape::Gerund
                || !(appoints && group.passive || being)
            {
                continue;
            }
            let from = if group.verbs.is_empty() {
                group.verb
            } else {
                group.verb + 1
            };
            // `sera l'hôte du ministre` is no minister.
            let of = |t: &Token| matches!(t.lower.as_str(), "de" | "du" | "des" | "d'");
            let reach = match appoints {
                true => REACH,
                false => sentence[from.min(sentence.len())..]
                    .iter()
                    .take(4)
                    .position(of)
                    .unwrap_or(4),
            };
            // The participle may be the title's own first word when the verb is unknown.
            if let Some((title, end)) = self.title_within(
                Words(
                    &sentence[(from + usize::from(group.verbs.is_empty())).min(sentence.len())..],
                ),
                reach,
            ) {
                let quote = sentence[group.start].range.start..sentence[end - 1].range.end;
                if appoints {
                    discourse.appoint(*person);
                }
                let country = country_before(clauses, group.start);
                give(
                    discourse,
                    *person,
                    title,
                    country,
                    quote,
                    clauses.subjects[number].who.sure * 0.9,
                );
            }
        }
        // `Promu chef d'état-major en mars, le général X a …`
        let opens = sentence.first().filter(|t| {
            let forms = self.lexicon.forms_of(t);
            let appoints = |verb: &str| {
                self.lexicon
                    .event_verb(verb)
                    .is_some_and(|v| v.kind == "appointment")
            };
            forms
                .iter()
                .any(|form| form.tense == Tense::Participle && appoints(&form.verb))
        });
        if opens.is_some()
            && let Some(person) = self.announced(sentence, &clauses.mentions)
            && let Some((title, end)) = self.title_within(Words(&sentence[1..]), REACH)
        {
            let quote = sentence[0].range.start..sentence[end - 1].range.end;
            discourse.appoint(person);
            give(discourse, person, title, None, quote, 0.85);
        }
        let appointed_before = |at: usize| {
            clauses
                .groups
                .iter()
                .any(|group| group.verb < at && self.appoints(group))
        };
        for mention in &clauses.mentions {
            let Form::Named(people, _) = &mention.form else {
                continue;
            };
            let [person] = people.as_slice() else {
                continue;
            };
            let rest = Words(sentence).skip(mention.end);
            let named_to = post(rest);
            // `Ouk Rattanak, nommé le même jour conseiller`
            let participle = rest.starts_with(&[","])
                && rest.skip(1).first().is_some_and(|t| {
                    self.lexicon.forms_of(t).iter().any(|form| {
                        self.lexicon
                            .event_verb(&form.verb)
                            .is_some_and(|v| v.kind == "appointment")
                    })
                });
            let found = if let Some(used) = named_to {
                self.title_within(rest.skip(used), 1)
            } else if participle {
                self.title_within(rest.skip(2), REACH)
            } else if appointed_before(mention.start) {
                self.title_within(rest, 1)
            } else {
                None
            };
            if let Some((title, end)) = found {
                discourse.appoint(*person);
                let quote = sentence[mention.start].range.start..sentence[end - 1].range.end;
                let country = country_before(clauses, mention.start);
                give(discourse, *person, title, country, quote, 0.85);
            }
        }
    }

    fn appoints(&self, group: &VerbGroup) -> bool {
        group.verbs.iter().any(|verb| {
            self.lexicon
                .event_verb(verb)
                .is_some_and(|v| v.kind == "appointment")
        })
    }

    /// The first title within so many tokens, and the token after it; none that has a name after it
    /// or an article before it.
    fn title_within(&self, words: Words, reach: usize) -> Option<(Title, usize)> {
        for skipped in 0..reach.min(words.0.len()) {
            let rest = words.skip(skipped);
            let token = rest.first()?;
            if let Ok((after, title)) = self.title(rest) {
                let named = self.name(after).is_some();
                let end = after.first().map_or(rest.0.last()?.at + 1, |t| t.at);
                return (!named && !title.plural).then_some((title, end));
            }
            if matches!(token.lower.as_str(), "." | ";" | "par" | "que" | "qui") {
                return None;
            }
        }
        None
    }
}

/// `au poste de`, `comme`: the words between a name and an office it is given.
fn post(words: Words) -> Option<usize> {
    let post = words
        .skip(1)
        .starts_with(&["poste", "fonction", "fonctions", "rang", "grade"]);
    match words.first()?.lower.as_str() {
        "au" | "aux" if post && words.skip(2).starts_with(&["de", "d'"]) => Some(3),
        "comme" => Some(1),
        _ => None,
    }
}

/// The country of the body that appoints, or where the appointment is made: `Au Laos, X a été promu`.
fn country_before(clauses: &Clauses, at: usize) -> Option<String> {
    let before = clauses
        .mentions
        .iter()
        .zip(&clauses.resolved)
        .take_while(|(mention, _)| mention.end <= at);
    before
        .flat_map(|(_, resolved)| &resolved.who)
        .find_map(|who| match who {
            Referent::Country(name) | Referent::Body(_, Some(name)) => Some(name.clone()),
            _ => None,
        })
}

/// Adds the title; the country found in the sentence serves only for want of the person's own.
fn give(
    discourse: &mut Discourse,
    person: usize,
    title: Title,
    found: Option<String>,
    quote: std::ops::Range<usize>,
    sure: f64,
) {
    let person = &mut discourse.people.all[person];
    let country = title
        .countries
        .first()
        .cloned()
        .or_else(|| found.filter(|_| person.country.is_none()));
    person.country = person.country.take().or(country.clone());
    person.hold(Held {
        title,
        country,
        quote,
        sure,
    });
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    #[test]
    fn a_verb_gives_an_office() {
        for (text, office) in [
            (
                "Au Laos, Kham Souph a été promu général de brigade le 28 mars.",
                "Kham Souph | général de brigade | Laos",
            ),
            (
                "Le roi a nommé Keo Bounma au poste de ministre de la Santé.",
                "Keo Bounma | ministre de la Santé | ",
            ),
            (
                "Keo Bounma était jusque-là gouverneur de la province de Kandal.",
                "Keo Bounma | gouverneur de la province de Kandal | ",
            ),
        ] {
            assert_eq!(facts("holds", text), [office], "{text}");
        }
    }
}
