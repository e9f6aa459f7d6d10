//! The two whom `les deux ministres` and `les deux parties` mean.

use super::dictionary::look_up;
use super::discourse::{Discourse, Referent, Resolved};
use super::holders::{is_chief, same_head};
use super::lexicon::BodyKind;
use super::people::Person;
use super::reader::Reader;
use super::tokens::{Words, spelling, tokens};

/// The gender of the noun that a name begins with.
pub(super) fn noun_gender(name: &str) -> Option<char> {
    let first = name.split([' ', '-']).next()?.to_lowercase();
    look_up(&first).nouns.first()?.gender
}

/// How many letters of a noun must begin the names of bodies that it stands for.
const STEM: usize = 5;

/// The noun without the `s` of the plural.
fn singular_of(noun: &str) -> String {
    noun.trim_end_matches('s').to_string()
}

impl Reader<'_> {
    /// Whether the noun alone names a body that every country has.
    fn is_state_body(&self, noun: &str) -> bool {
        let words = tokens(noun, 0..noun.len());
        let known = self.lexicon.bodies.longest(Words(&words));
        known.is_some_and(|(_, kind)| *kind == BodyKind::State) && noun != "ministère"
    }

    /// Whether `les deux …` with this noun can be two people, bodies or countries.
    pub(super) fn names_two(&self, noun: &str) -> bool {
        let words = tokens(noun, 0..noun.len());
        let one = |noun: &str| {
            let words = tokens(noun, 0..noun.len());
            self.lexicon.bodies.longest(Words(&words)).is_some()
                || self.lexicon.descriptions.longest(Words(&words)).is_some()
        };
        let singular = match noun.strip_suffix("aux") {
            Some(stem) => format!("{stem}al"),
            None => noun.trim_end_matches('s').to_string(),
        };
        let capital = singular
            .chars()
            .next()
            .map(|first| first.to_uppercase().to_string());
        let body = capital.map(|first| first + singular.get(1..).unwrap_or_default());
        // An accord or an exercise is nobody.
        let thing = self.lexicon.event_nouns.longest(Words(&words)).is_some()
            || words.first().is_some_and(|t| !t.known().nouns.is_empty());
        self.lexicon.titles.longest(Words(&words)).is_some()
            || self.lexicon.pair_nouns.contains_key(noun)
            || one(noun)
            || one(&singular)
            || body.is_some_and(|body| one(&body))
            || !thing
    }
}

impl Discourse {
    pub(super) fn pair(&self, reader: &Reader, noun: &str) -> Resolved {
        // `les deux chefs d'État`
        if noun == "chefs" {
            let chiefs = self.two_people(
                |p| p.stands_in.is_some() || p.titles.iter().any(|held| is_chief(&held.title)),
                0.8,
            );
            if chiefs.who.len() == 2 {
                return chiefs;
            }
        }
        let words = tokens(noun, 0..noun.len());
        if let Some((_, head)) = reader.lexicon.titles.longest(Words(&words)) {
            let head = head.singular.clone();
            let of_title = self.two_people(
                |p| {
                    p.titles
                        .iter()
                        .any(|held| same_head(&head, &held.title.head))
                },
                0.8,
            );
            if of_title.who.len() == 2 {
                return of_title;
            }
            // `les deux directeurs` of whom one is `directeur général`
            let longer = format!("{head} ");
            let ranked = |p: &Person| {
                let mut held = p.titles.iter().map(|held| &held.title.head);
                held.any(|held| same_head(&head, held) || held.starts_with(&longer))
            };
            let two = self.two_people(ranked, 0.8);
            if two.who.len() == 2 {
                return two;
            }
            // `les deux coprésidents` need not have been called so, nor `les deux ministres`.
            if let (true, Some((one, other))) = (noun.starts_with("co"), &self.listed) {
                return Resolved {
                    who: vec![one.clone(), other.clone()],
                    sure: 0.75,
                };
            }
            return self.two_people(|_| true, 0.75);
        }
        let sort = reader.lexicon.pair_nouns.get(noun).copied();
        match sort {
            Some("people") => self.two_people(|_| true, 0.78),
            Some("countries") => Resolved {
                who: if self.countries.is_empty() {
                    self.countries_of_article(reader)
                } else {
                    self.countries.clone()
                },
                sure: 0.8,
            },
            Some("sides") => Resolved {
                who: if self.pair.is_empty() {
                    self.countries_of_article(reader)
                } else {
                    self.pair.clone()
                },
                sure: 0.8,
            },
            Some("bodies") => Resolved {
                who: self.two_bodies(reader),
                sure: 0.75,
            },
            Some("places") if !self.places.is_empty() => Resolved {
                who: self.places.clone(),
                sure: 0.75,
            },
            _ => {
                let singular = spelling(noun.trim_end_matches('s')).plain.clone();
                let named = self
                    .bodies
                    .iter()
                    .rev()
                    .filter(|(name, _)| spelling(name).plain.starts_with(&singular));
                let mut who: Vec<Referent> = Vec::new();
                for (name, country) in named {
                    let same = |other: &Referent| matches!(other, Referent::Body(n, c) if spelling(n).plain == spelling(name).plain && c == country);
                    if who.len() < 2 && !who.iter().any(same) {
                        who.push(Referent::Body(name.clone(), country.clone()));
                    }
                }
                let of_kind = |who: &Referent| matches!(who, Referent::Body(name, _) if spelling(name).plain.contains(&singular));
                if who.len() == 2 {
                    return Resolved { who, sure: 0.8 };
                }
                let last = || self.pair.iter().any(of_kind).then(|| self.pair.clone());
                let of_two = || Some(self.bodies_of_two(noun)).filter(|both| !both.is_empty());
                match last().or_else(of_two) {
                    Some(who) => Resolved { who, sure: 0.75 },
                    None => Resolved {
                        who: self.two_by_kind(reader, &singular_of(noun), sort),
                        sure: 0.7,
                    },
                }
            }
        }
    }

    /// The two bodies that a noun in the singular means of which the text has named none so: two whose names begin
    /// alike, `armée` of two countries, or those named last.
    fn two_by_kind(&self, reader: &Reader, noun: &str, sort: Option<&str>) -> Vec<Referent> {
        let alike = self.alike(reader, &spelling(noun).plain);
        if !alike.is_empty() {
            return alike;
        }
        match sort {
            _ if reader.is_state_body(noun) => self.of_both(noun),
            Some("houses") => self.two_houses(reader),
            Some(_) => self.two_bodies(reader),
            None => Vec::new(),
        }
    }

    /// The body that `l'organisation` means: the last that is no state's, of those that are called so if any are.
    pub(super) fn unnamed(&self, noun: &str) -> Option<Referent> {
        let noun = spelling(noun).plain.clone();
        let own = || {
            self.bodies
                .iter()
                .rev()
                .filter(|(_, country)| country.is_none())
        };
        let called =
            own().find(|(name, _)| spelling(name).plain.split(' ').any(|word| word == noun));
        let last = called.or_else(|| own().next());
        last.map(|(name, _)| Referent::Body(name.clone(), None))
    }

    /// The two bodies that were named last, if their names begin as the noun does: `les deux garde-côtes` of two
    /// `Garde côtière`.
    fn alike(&self, reader: &Reader, noun: &str) -> Vec<Referent> {
        let stem: String = noun.chars().take(STEM).collect();
        let begins = |who: &Referent| matches!(who, Referent::Body(name, _) if spelling(name).plain.starts_with(&stem));
        let both = self.two_bodies(reader);
        if both.iter().all(begins) {
            both
        } else {
            Vec::new()
        }
    }

    /// The two bodies of no country that were named last, as companies and clubs are, else any two.
    fn two_houses(&self, reader: &Reader) -> Vec<Referent> {
        let own = |who: &Referent| matches!(who, Referent::Body(_, None));
        if self.pair.len() == 2 && self.pair.iter().all(own) {
            return self.pair.clone();
        }
        let latest = self.bodies.iter().rev().filter(|(_, of)| of.is_none());
        let two: Vec<Referent> = latest
            .take(2)
            .map(|(name, _)| Referent::Body(name.clone(), None))
            .collect();
        if two.len() == 2 {
            two
        } else {
            self.two_bodies(reader)
        }
    }

    /// The two bodies that were named last: the pair of bodies, or two of two countries.
    fn two_bodies(&self, reader: &Reader) -> Vec<Referent> {
        // A government or a province is no force, no service and no organisation.
        let rules = |name: &str| {
            spelling(name).plain.starts_with("gouvernement")
                || reader.lexicon.is_place_noun_word(name)
        };
        let body = |who: &Referent| {
            matches!(who, Referent::Body(name, _) if !rules(name)) && !self.places.contains(who)
        };
        if self.pair.len() == 2 && self.pair.iter().all(body) {
            return self.pair.clone();
        }
        let mut latest = self
            .bodies
            .iter()
            .rev()
            .filter(|(name, country)| country.is_some() && !rules(name));
        let Some((name, country)) = latest.next() else {
            // Of no country, as banks and foundations are.
            let two = self
                .bodies
                .iter()
                .rev()
                .filter(|(name, _)| !rules(name))
                .take(2);
            let two: Vec<Referent> = two
                .map(|(name, of)| Referent::Body(name.clone(), of.clone()))
                .collect();
            return if two.len() == 2 { two } else { Vec::new() };
        };
        let abroad = latest.find(|(_, other)| other != country);
        let who = |(name, country): (&String, &Option<String>)| {
            Referent::Body(name.clone(), country.clone())
        };
        abroad
            .map(|(other, of)| vec![who((name, country)), who((other, of))])
            .unwrap_or_default()
    }

    /// The two who fit and were mentioned last, of two countries if there are any.
    pub(super) fn two_people(&self, fits: impl Fn(&Person) -> bool, sure: f64) -> Resolved {
        let mut candidates: Vec<usize> = self
            .latest()
            .filter(|&p| fits(&self.people.all[p]))
            .collect();
        // An ambassador who attends is rather none of the two.
        let main = |p: &usize| !self.people.all[*p].is_envoy();
        if candidates.iter().filter(|p| main(p)).count() > 1 {
            candidates.retain(main);
        }
        if let Some(two) = self.just_named(&candidates) {
            return Resolved { who: two, sure };
        }
        if let Some(two) = self.last_listed(&candidates) {
            return Resolved { who: two, sure };
        }
        if let Some(two) = self.of_one_office(&candidates) {
            return Resolved { who: two, sure };
        }
        let often = |p: &usize| self.people.all[*p].uses() > 2;
        if candidates.iter().filter(|p| often(p)).count() > 1 {
            candidates.retain(often);
        }
        let Some(&first) = candidates.first() else {
            return Resolved::default();
        };
        let abroad = |&&p: &&usize| {
            let (one, other) = (&self.people.all[first].country, &self.people.all[p].country);
            one.is_some() && other.is_some() && one != other
        };
        let Some(&second) = candidates.iter().find(abroad).or(candidates.get(1)) else {
            return Resolved::default();
        };
        // Surer where there are no others.
        let sure = if candidates.len() == 2 {
            sure.max(0.8)
        } else {
            sure
        };
        Resolved {
            who: vec![Referent::Person(first), Referent::Person(second)],
            sure,
        }
    }

    /// The two of these whom the text joined last, of two countries: `X et Y ont présidé la réunion`.
    fn last_listed(&self, candidates: &[usize]) -> Option<Vec<Referent>> {
        let (one, other) = self.joined?;
        let country = |p: usize| self.people.all[p].country.as_ref();
        let abroad = country(one).is_some() && country(other).is_some();
        let both = candidates.contains(&one) && candidates.contains(&other);
        (abroad && country(one) != country(other) && both)
            .then(|| vec![Referent::Person(one), Referent::Person(other)])
    }

    /// The two of these who are the only ones that the sentence before names, if they are not of one country.
    fn just_named(&self, candidates: &[usize]) -> Option<Vec<Referent>> {
        let [one, other] = self.before[..] else {
            return None;
        };
        let country = |p: usize| self.people.all[p].country.as_ref();
        let compatriots = country(one).is_some() && country(one) == country(other);
        let both = candidates.contains(&one) && candidates.contains(&other);
        let two = vec![Referent::Person(other), Referent::Person(one)];
        (self.here.is_empty() && both && !compatriots).then_some(two)
    }

    /// The countries of the two who were mentioned last, else the only two that the article names.
    fn countries_of_article(&self, reader: &Reader) -> Vec<Referent> {
        let of_two = self.countries_of_two();
        match of_two.len() {
            2 => of_two,
            _ => reader
                .two_countries
                .iter()
                .cloned()
                .map(Referent::Country)
                .collect(),
        }
    }

    /// The countries of the two who were mentioned last, for want of a pair of countries.
    pub(super) fn countries_of_two(&self) -> Vec<Referent> {
        let country = |p: usize| self.people.all[p].country.as_ref();
        let two = self.two_people(|p| p.country.is_some(), 1.0).who;
        let mut countries: Vec<&String> = two
            .iter()
            .filter_map(|who| match who {
                Referent::Person(person) => country(*person),
                _ => None,
            })
            .collect();
        countries.dedup();
        // Two of one country, and an ambassador of the other
        if let [only] = countries[..] {
            let other = self.latest().filter_map(country).find(|of| *of != only);
            countries.extend(other);
        }
        match countries[..] {
            [_, _] => countries
                .into_iter()
                .cloned()
                .map(Referent::Country)
                .collect(),
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    const TWO: &str = "Le ministre lao de la Santé, Keo Bounma, a reçu le ministre cubain de la Santé, José Pérez.";

    /// Who agrees, when this follows.
    fn agree(text: &str) -> Vec<String> {
        let said = facts("said", &format!("{TWO} {text}"));
        said.iter()
            .filter_map(|fact| fact.split(" | ").next().map(str::to_string))
            .collect()
    }

    #[test]
    fn two_people_are_meant() {
        for text in [
            "Les deux ministres sont convenus de coopérer.",
            "Ils sont convenus de coopérer.",
        ] {
            let mut who = agree(text);
            who.sort();
            assert_eq!(who, ["José Pérez", "Keo Bounma"], "{text}");
        }
    }

    #[test]
    fn two_countries_are_meant() {
        assert_eq!(
            agree("Cuba et le Laos sont voisins. Les deux pays sont convenus de coopérer."),
            ["Cuba", "Laos"]
        );
    }

    #[test]
    fn a_pronoun_agrees_in_gender() {
        let text = "La ministre Anna Keller a reçu Keo Bounma, ministre. Elle a remercié le Laos.";
        assert_eq!(facts("said", text), ["Anna Keller | thank | le Laos"]);
    }
}
