//! The titles of people as facts: which of them to state, and of which country or body.

use std::ops::Range;

use super::bodies::Owner;
use super::discourse::Discourse;
use super::lexicon::TitleKind;
use super::people::{Held, Person};
use super::tokens::spelling;

/// An office that the article gives a person.
pub(super) struct Office {
    pub(super) person: String,
    pub(super) title: String,
    /// The country or body; empty if the article does not say.
    pub(super) of: String,
    /// Whether that is a body that the title names.
    of_body: bool,
    /// Bytes of the article.
    pub(super) quote: Range<usize>,
    /// From 0 to 1.
    pub(super) sure: f64,
}

/// Who holds what, in the order of the text.
pub(super) fn holds(discourse: &Discourse) -> Vec<Office> {
    let mut facts: Vec<Office> = discourse.people.all.iter().flat_map(of_person).collect();
    for fact in facts.iter_mut().filter(|fact| fact.of_body) {
        if let Some(full) = discourse.fuller(&fact.of) {
            fact.of = full;
        }
    }
    facts.sort_by_key(|fact| fact.quote.start);
    facts
}

fn of_person(person: &Person) -> Vec<Office> {
    let mut facts: Vec<Office> = Vec::new();
    let titles = person.titles.iter();
    let titles: Vec<_> = titles.map(|held| spelling(&held.title.words)).collect();
    // For each fact, its title in plain letters.
    let mut stated: Vec<&str> = Vec::new();
    let plain_titles = || titles.iter().map(|spelling| spelling.plain.as_str());
    for (held, words) in person.titles.iter().zip(plain_titles()) {
        if shortened(held, words, person.titles.iter().zip(plain_titles())) {
            continue;
        }
        let title = &held.title;
        let of = owner(held, person);
        if let Some(known) = stated.iter().position(|other| *other == words) {
            let known = &mut facts[known];
            // The same title again: the place that names its owner says more.
            let shorter = of.len() < known.of.len() && alike_bodies(&known.of, &of);
            if known.of.is_empty() || (title.owner.is_some() && known.of != of && !shorter) {
                known.of = of;
                known.of_body = title.owner.is_some();
                known.quote = held.quote.clone();
            }
            continue;
        }
        stated.push(words);
        facts.push(Office {
            person: person.name.clone(),
            title: title.words.clone(),
            sure: match of.is_empty() {
                false => held.sure,
                true if title.kind == TitleKind::Local => held.sure * 0.92,
                // A rank is rarely all that an article has to say of an officer.
                true if title.kind == TitleKind::Rank && person.titles.len() == 1 => {
                    held.sure * 0.42
                }
                // Of a state's officers without a country, the article gives one to a fifth elsewhere.
                true => (held.sure * 0.92).min(0.8),
            },
            of,
            of_body: title.owner.is_some(),
            quote: held.quote.clone(),
        });
    }
    facts
}

/// Whether the words of one body's name are all in the other's: `hôpital de Hué`, `hôpital central de Hué`.
fn alike_bodies(full: &str, short: &str) -> bool {
    let full = spelling(full);
    spelling(short)
        .plain
        .split(' ')
        .all(|word| full.plain.split(' ').any(|other| other == word))
}

/// A title, with its plain letters, that another of the same person says in full: `ministre` beside `ministre de la
/// Santé`.
fn shortened<'a>(
    held: &Held,
    words: &str,
    mut all: impl Iterator<Item = (&'a Held, &'a str)>,
) -> bool {
    all.any(|(other, full)| {
        let begins = full
            .strip_prefix(words)
            .is_some_and(|rest| rest.starts_with(' '));
        // Of ranks, the bare one is the ending too: `général` beside `lieutenant-général`.
        let rank = held.title.kind == TitleKind::Rank
            && full
                .strip_suffix(words)
                .is_some_and(|rest| rest.ends_with('-'));
        begins && other.title.owner.is_none() | (held.title.owner == other.title.owner) || rank
    })
}

/// The country or body of a title: what the text gives with it, else the person's country.
fn owner(held: &Held, person: &Person) -> String {
    match (&held.title.owner, &held.country) {
        (Some(Owner::Party(name) | Owner::Body(name)), _) => name.clone(),
        (None, Some(country)) => country.clone(),
        (None, None) => person.country.clone().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    #[test]
    fn titles_stand_before_and_after_a_name() {
        assert_eq!(
            facts(
                "holds",
                "Le général Vilay Lakham, membre du Politburo, vice-Premier ministre du Laos, a parlé."
            ),
            [
                "Vilay Lakham | général | Laos",
                "Vilay Lakham | membre du Politburo | Laos",
                "Vilay Lakham | vice-Premier ministre | Laos"
            ]
        );
    }

    #[test]
    fn a_counterpart_holds_the_same_office_elsewhere() {
        let text =
            "Le ministre lao de la Santé, Keo Bounma, a reçu son homologue cubain, José Pérez Gil.";
        assert_eq!(
            facts("holds", text),
            [
                "Keo Bounma | ministre de la Santé | Laos",
                "José Pérez Gil | ministre de la Santé | Cuba"
            ]
        );
    }

    #[test]
    fn the_fullest_name_and_title_are_stated_once() {
        let text = "Le ministre Le Van Hai est là. Le ministre de la Justice Le Van Hai parle. M. Hai a souri.";
        assert_eq!(
            facts("holds", text),
            ["Le Van Hai | ministre de la Justice | "]
        );
    }

    #[test]
    fn several_people_may_share_a_title() {
        let text = "L'accord porte la signature des vice-ministres Kong Soul et Duong Thi Van.";
        let mut held = facts("holds", text);
        held.sort();
        assert_eq!(
            held,
            [
                "Duong Thi Van | vice-ministre | ",
                "Kong Soul | vice-ministre | "
            ]
        );
    }
}
