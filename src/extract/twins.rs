//! Bodies named together: `les ministères lao et vietnamien de la Défense`.

use super::discourse::{Discourse, Referent, Resolved};
use super::lexicon::BodyKind;
use super::others::Elsewhere;
use super::people::Person;
use super::reader::Reader;
use super::tokens::{Kind, Token, Words, spelling};

/// Bodies of one name in several countries.
#[derive(Clone, Debug)]
pub struct Twins {
    /// How many tokens they take.
    pub used: usize,
    /// The name that they share, in the singular.
    pub name: String,
    /// Their countries; none where the text says `des deux pays` or leaves it open.
    pub countries: Vec<String>,
    /// Whether the name is more than the noun it begins with, or countries tell the bodies apart.
    pub named: bool,
}

/// How the names of parliaments begin, in plain letters.
const PARLIAMENTS: [&str; 6] = [
    "assemblee",
    "senat",
    "parlement",
    "chambre",
    "congres",
    "douma",
];

/// The most tokens that the names of such bodies take.
const REACH: usize = 24;

/// The word without the `s` of the plural.
fn singular<'a>(token: &Token<'a>) -> Option<Token<'a>> {
    Some(token.respelled(token.text.strip_suffix('s')?))
}

impl Reader<'_> {
    /// The bodies at the start, their article left out.
    pub(super) fn twins(&self, words: Words) -> Option<Twins> {
        words.first().filter(|first| first.lower.ends_with('s'))?;
        let state = |name: &[Token]| {
            let known = self.lexicon.bodies.longest(Words(name));
            known
                .filter(|(_, kind)| **kind == BodyKind::State)
                .map(|(length, _)| length)
        };
        // `forces de police` is a plural itself.
        let plural = state(words.0).filter(|_| words.0[0].lower.ends_with('s'));
        let mut name: Vec<Token> = words.0[..plural.unwrap_or(0)].to_vec();
        let mut rest = words.skip(name.len());
        // `Assemblées nationales`
        while plural.is_none()
            && let Some(token) = rest.first()
            && token.kind == Kind::Word
            && self.country_of(token).is_none()
            && !self.lexicon.is_function_word(token)
        {
            let one = singular(token)
                .filter(|one| !name.is_empty() || self.lexicon.bodies.may_begin(one));
            let Some(one) = one else { break };
            name.push(one);
            rest = rest.skip(1);
        }
        state(&name)?;
        let mut countries: Vec<String> = Vec::new();
        // `les deux armées, lao et vietnamienne`
        let apposed = rest.starts_with(&[","])
            && rest.skip(2).starts_with(&["et"])
            && [1, 3].iter().all(|&at| {
                rest.skip(at)
                    .first()
                    .is_some_and(|t| self.country_of(t).is_some())
            });
        rest = rest.skip(usize::from(apposed));
        while let Some(country) = rest.first().and_then(|t| self.country_of(t)) {
            countries.push(country.to_string());
            let joint =
                usize::from(rest.skip(1).starts_with(&["et"]) || rest.skip(1).starts_with(&[","]));
            let more = joint == 1
                && rest
                    .skip(2)
                    .first()
                    .is_some_and(|t| self.country_of(t).is_some());
            rest = rest.skip(1 + usize::from(more));
        }
        let before = words.0.len() - rest.0.len();
        let head = name.len();
        name.extend(rest.0.iter().take(REACH).cloned());
        let body = self.body(Words(&name))?;
        let mut used = before + (body.used.max(head) - head);
        countries.extend(body.country.clone());
        let after = words.skip(used);
        let both = after.begins(&["des", "deux", "pays"]);
        if both {
            used += 3;
        } else if let Some((length, more)) = self.and_of_countries(after) {
            used += length;
            countries.extend(more);
        }
        // `la police de Lang Son` has a place of its own, and no twin.
        let of_place = (before..used).any(|at| {
            let name = words.skip(at);
            name.first().is_some_and(Token::is_capital)
                && self.lexicon.cities.longest(name).is_some()
        });
        let named = both || countries.len() > 1 || body.used > head && !of_place;
        (countries.len() != 1).then_some(Twins {
            used,
            name: body.name,
            countries,
            named,
        })
    }

    /// `et de la Chine`, `, de la Chine et du Laos`: how many tokens, and the countries.
    fn and_of_countries(&self, words: Words) -> Option<(usize, Vec<String>)> {
        let mut used = 0;
        let mut countries = Vec::new();
        loop {
            let rest = words.skip(used);
            let last = rest.starts_with(&["et"]);
            let (length, country) = self
                .of_country(rest.skip(1))
                .filter(|_| last || rest.starts_with(&[","]))?;
            used += 1 + length;
            countries.push(country);
            if last {
                return Some((used, countries));
            }
        }
    }

    /// `du Laos`, `de la Chine`: how many tokens, and the country.
    fn of_country(&self, words: Words) -> Option<(usize, String)> {
        let joint = match words.first()?.lower.as_str() {
            "de" | "d'" => {
                1 + usize::from(
                    words.skip(1).starts_with(&["la"]) || words.skip(1).starts_with(&["l'"]),
                )
            }
            "du" | "des" => 1,
            _ => return None,
        };
        let (length, country) = self.country(words.skip(joint))?;
        Some((joint + length, country.to_string()))
    }
}

impl Discourse {
    /// The bodies that are named together, of their countries or else of the two last named.
    pub(super) fn twins(&mut self, twins: &Twins) -> Resolved {
        let who: Vec<Referent> = if twins.countries.is_empty() {
            self.of_both(&twins.name)
        } else {
            let each = twins.countries.iter().cloned();
            each.map(|country| Referent::Body(twins.name.clone(), Some(country)))
                .collect()
        };
        if let [one, other] = who.as_slice() {
            self.join(one, other);
        }
        let sure = if twins.countries.is_empty() {
            0.75
        } else {
            0.88
        };
        Resolved { who, sure }
    }

    /// As many bodies of one name: those of the ministers who were named.
    pub(super) fn several(&self, twins: &Twins, count: usize) -> Resolved {
        let mut who: Vec<Referent> = Vec::new();
        for person in self.latest() {
            let ministry = self.ministry(person);
            let same = |r: &Referent| matches!(r, Referent::Body(name, _) if spelling(name).plain == spelling(&twins.name).plain);
            who.extend(ministry.filter(|m| same(m) && !who.contains(m)));
        }
        if who.len() != count {
            who.clear();
        }
        Resolved { who, sure: 0.75 }
    }

    /// The body that was named last, of another country or place.
    pub(super) fn like(&self, elsewhere: &Elsewhere) -> Resolved {
        let other = |(name, country): &(String, Option<String>)| match elsewhere {
            Elsewhere::Country(other) => Some(Referent::Body(name.clone(), Some(other.clone()))),
            Elsewhere::Place(place) => {
                let joints = [" de ", " du ", " d'", " d’", " des "];
                let at = joints.iter().filter_map(|joint| name.rfind(joint)).max();
                let Some(at) = at else {
                    // `la ville de Thiès et celle de Brest`: a town is a body by its name alone.
                    let bare = ["de ", "d'", "d’"]
                        .iter()
                        .find_map(|joint| place.strip_prefix(joint))?;
                    let town = country.is_none() && name.starts_with(char::is_uppercase);
                    return town.then(|| Referent::Body(bare.to_string(), None));
                };
                let own = name[at + 1..].contains(char::is_uppercase);
                own.then(|| Referent::Body(format!("{} {place}", &name[..at]), country.clone()))
            }
        };
        let who = self.bodies.last().and_then(other).into_iter().collect();
        Resolved { who, sure: 0.85 }
    }

    /// The body of this name in each of the two countries that are spoken of.
    pub(super) fn of_both(&self, name: &str) -> Vec<Referent> {
        let countries = match self.countries.as_slice() {
            [] => self.countries_of_two(),
            known => known.to_vec(),
        };
        let parliament = |name: &str| {
            let name = spelling(name).plain.clone();
            PARLIAMENTS.iter().any(|noun| name.starts_with(noun))
        };
        let body = |who: &Referent| match who {
            Referent::Country(country) => {
                // `les deux Assemblées` may be an Assemblée and a Sénat.
                let own = self.bodies.iter().rev().find(|(other, of)| {
                    parliament(name) && parliament(other) && of.as_ref() == Some(country)
                });
                let name = own.map_or(name, |(other, _)| other.as_str());
                Some(Referent::Body(name.to_string(), Some(country.clone())))
            }
            _ => None,
        };
        countries.iter().filter_map(body).collect()
    }

    /// `les deux ministères` where the text has named their ministers, or one of the two.
    pub(super) fn bodies_of_two(&self, noun: &str) -> Vec<Referent> {
        let singular = spelling(noun.trim_end_matches('s')).plain.clone();
        if singular == "ministere" {
            let minister = |p: &Person| ministry(p).is_some();
            let two = self.two_people(minister, 1.0).who;
            let theirs = |who: &Referent| match who {
                Referent::Person(person) => self.ministry(*person),
                _ => None,
            };
            let both: Vec<Referent> = two.iter().filter_map(theirs).collect();
            if both.len() == 2 && both[0] != both[1] {
                return both;
            }
        }
        let named = self.bodies.iter().rev().find(|(name, country)| {
            spelling(name).plain.starts_with(&singular) && country.is_some()
        });
        let Some((name, country)) = named else {
            return Vec::new();
        };
        let both = self.of_both(name);
        let among = both.contains(&Referent::Body(name.clone(), country.clone()));
        if among { both } else { Vec::new() }
    }

    pub(super) fn ministry(&self, person: usize) -> Option<Referent> {
        ministry(&self.people.all[person])
    }

    /// The country of a ministry whose minister, or a deputy, the text has named, if all of them are of one country.
    pub(super) fn country_of_ministers(&self, ministry: &str) -> Option<String> {
        let mut countries = self
            .latest()
            .filter_map(|person| match self.ministry(person)? {
                Referent::Body(name, country) if name == ministry => country,
                _ => None,
            });
        let country = countries.next()?;
        countries.all(|other| other == country).then_some(country)
    }

    /// The ministry of the minister of this country who was named last.
    pub(super) fn ministry_of(&self, country: Option<&str>) -> Option<Referent> {
        self.latest()
            .filter_map(|person| self.ministry(person))
            .find(|body| matches!(body, Referent::Body(_, of) if of.as_deref() == country))
    }
}

/// The ministry of a minister or vice-minister.
fn ministry(person: &Person) -> Option<Referent> {
    let of = |words: &str| {
        // `secrétaire d'État à l'Intérieur`
        if let Some(task) = words.strip_prefix("secrétaire d'État ") {
            let joints = [
                ("à l'", "de l'"),
                ("à la ", "de la "),
                ("au ", "du "),
                ("aux ", "des "),
            ];
            return joints
                .iter()
                .find_map(|(to, of)| Some(format!("ministère {of}{}", task.strip_prefix(to)?)));
        }
        let rest = words
            .strip_prefix("ministre ")
            .or_else(|| words.strip_prefix("vice-ministre "))?;
        ["de ", "du ", "des ", "d'", "d’"]
            .iter()
            .any(|joint| rest.starts_with(joint))
            .then(|| format!("ministère {rest}"))
    };
    let name = person
        .titles
        .iter()
        .find_map(|held| of(&held.title.words))?;
    Some(Referent::Body(name, Some(person.country.clone()?)))
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    fn speakers(text: &str) -> Vec<String> {
        let said = facts("said", text);
        said.iter()
            .filter_map(|fact| fact.split(" | ").next().map(str::to_string))
            .collect()
    }

    #[test]
    fn bodies_may_share_a_name() {
        for text in [
            "Les ministères lao et vietnamien de la Défense sont convenus de coopérer.",
            "Les ministères de la Défense du Laos et du Vietnam sont convenus de coopérer.",
            "Le Laos et le Vietnam sont voisins. Les ministères de la Défense des deux pays sont convenus de coopérer.",
        ] {
            assert_eq!(
                speakers(text),
                [
                    "ministère de la Défense (Laos)",
                    "ministère de la Défense (Vietnam)"
                ],
                "{text}"
            );
        }
    }

    #[test]
    fn two_ministries_are_those_of_two_ministers() {
        let text = "Le ministre lao de la Santé, Keo Bounma, a reçu le ministre cubain de la Santé, José Pérez. \
            Les deux ministères sont convenus de coopérer.";
        let mut who = speakers(text);
        who.sort();
        assert_eq!(
            who,
            [
                "ministère de la Santé (Cuba)",
                "ministère de la Santé (Laos)"
            ]
        );
    }
}
