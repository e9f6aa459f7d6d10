//! Who is meant: pronouns, titles and descriptions resolved as the article goes on.

use super::lexicon::{BodyKind, Holder};
use super::mention::{Form, Mention};
use super::people::{Held, People};
use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Token, Words, plain};

/// Whom or what a mention stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referent {
    /// A person, by number.
    Person(usize),
    /// A body: its name, and its country where that is told apart.
    Body(String, Option<String>),
    /// A country.
    Country(String),
}

/// Whom a mention stands for, and how sure that is.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// One for a singular; empty if unknown.
    pub who: Vec<Referent>,
    /// From 0 to 1.
    pub sure: f64,
}

/// Who has been spoken of so far.
#[derive(Debug, Default)]
pub struct Discourse {
    /// Everyone of the article.
    pub people: People,
    /// The subject of the last main clause.
    subject: Vec<Referent>,
    /// Persons, the latest last.
    recent: Vec<usize>,
    /// Bodies, the latest last.
    bodies: Vec<(String, Option<String>)>,
    /// The pair of bodies or countries that was named last.
    pair: Vec<Referent>,
    /// Whoever has been appointed to an office.
    appointed: Vec<usize>,
    /// The pair of countries that was named last.
    countries: Vec<Referent>,
}

/// How many of those mentioned last are remembered.
const MEMORY: usize = 60;

impl Discourse {
    /// A discourse among these people, of whom nobody has been mentioned.
    pub fn among(people: People) -> Discourse {
        Discourse { people, ..Discourse::default() }
    }

    /// Makes this the subject that pronouns look back to.
    pub fn set_subject(&mut self, who: &[Referent]) {
        if !who.is_empty() {
            self.subject = who.to_vec();
        }
    }

    /// Whom the mention means. It counts as mentioned from now on.
    pub fn resolve(&mut self, reader: &Reader, mention: &Mention, sentence: &[Token]) -> Resolved {
        let resolved = match &mention.form {
            Form::Named(people, introduction) => {
                if let Some(introduction) = introduction {
                    self.counterpart(sentence, introduction, people);
                }
                Resolved { who: people.iter().copied().map(Referent::Person).collect(), sure: 0.95 }
            }
            Form::Titled { title, gender, new } => self.titled(title, *gender, *new),
            Form::Described { holder, country, owner, gender } => {
                self.described(holder, country.as_deref(), owner.as_deref(), *gender)
            }
            Form::Pair(noun) => self.pair(reader, noun),
            Form::Pronoun { gender: 'l', .. } => self.last_person(),
            Form::Pronoun { gender, plural } => self.pronoun(*gender, *plural),
            Form::Body(body) => self.body(body),
            Form::Country(country) => Resolved { who: vec![Referent::Country(country.clone())], sure: 0.85 },
        };
        for who in &resolved.who {
            self.remember(who);
        }
        resolved
    }

    /// Two bodies or countries that the text joins become the pair of `les deux parties`.
    pub fn join(&mut self, one: &Referent, other: &Referent) {
        let persons = |r: &Referent| matches!(r, Referent::Person(_));
        if one == other || persons(one) || persons(other) {
            return;
        }
        self.pair = vec![one.clone(), other.clone()];
        let country = |r: &Referent| match r {
            Referent::Country(name) => Some(Referent::Country(name.clone())),
            Referent::Body(_, country) => country.clone().map(Referent::Country),
            Referent::Person(_) => None,
        };
        if let (Some(a), Some(b)) = (country(one), country(other)) {
            self.countries = vec![a, b];
        }
    }

    /// Remembers that someone has been appointed: `le nouveau ministre` is one of these.
    pub fn appoint(&mut self, person: usize) {
        if !self.appointed.contains(&person) && self.appointed.len() < MEMORY {
            self.appointed.push(person);
        }
    }

    fn remember(&mut self, who: &Referent) {
        match who {
            Referent::Person(person) => {
                self.recent.retain(|p| p != person);
                self.recent.push(*person);
                let over = self.recent.len().saturating_sub(MEMORY);
                self.recent.drain(..over);
            }
            Referent::Body(name, country) => {
                let body = (name.clone(), country.clone());
                self.bodies.retain(|b| *b != body);
                self.bodies.push(body);
                let over = self.bodies.len().saturating_sub(MEMORY);
                self.bodies.drain(..over);
            }
            Referent::Country(_) => {}
        }
    }

    /// `son homologue lao X`: X holds the office of whoever stands before, in another country.
    fn counterpart(&mut self, sentence: &[Token], introduction: &super::names::Introduction, people: &[usize]) {
        let (Some(country), [person]) = (&introduction.counterpart, people) else { return };
        let place = sentence[introduction.start].range.start..sentence[introduction.end.max(1) - 1].range.end;
        let fits = |p: &usize| p != person && (country.is_none() || self.people.all[*p].country != *country);
        let subject = self.subject.iter().filter_map(|who| match who {
            Referent::Person(p) => Some(*p),
            _ => None,
        });
        let near = self.recent.iter().rev().copied().chain(subject);
        let Some(other) = near.filter(fits).find(|p| self.office(*p).is_some()) else { return };
        let Some(title) = self.office(other) else { return };
        let title = Title { countries: Vec::new(), ..title };
        if let Some(country) = country {
            self.people.all[*person].country.get_or_insert_with(|| country.clone());
        }
        let held = Held { title, country: country.clone(), quote: place, sure: 0.85 };
        self.people.all[*person].hold(held);
    }

    /// The office that makes someone another's counterpart: a portfolio before anything else.
    fn office(&self, person: usize) -> Option<Title> {
        use super::lexicon::TitleKind::{Envoy, Office};
        let titles = self.people.all[person].titles.iter().map(|held| &held.title);
        let offices: Vec<&Title> = titles.filter(|t| matches!(t.kind, Office | Envoy)).collect();
        let portfolio = offices.iter().find(|t| t.is_full() && t.head.contains("ministre") && !t.head.contains("Premier"));
        let first = offices.iter().find(|t| t.is_full()).or(offices.first());
        portfolio.or(first).map(|title| (*title).clone())
    }

    fn last_person(&self) -> Resolved {
        let last = self.recent.last().map(|person| Referent::Person(*person));
        Resolved { who: last.into_iter().collect(), sure: 0.8 }
    }

    /// The latest persons first.
    fn latest(&self) -> impl Iterator<Item = usize> + '_ {
        self.recent.iter().rev().copied()
    }

    fn one(&self, person: Option<usize>, sure: f64) -> Resolved {
        Resolved { who: person.map(Referent::Person).into_iter().collect(), sure }
    }

    fn titled(&mut self, title: &Title, gender: Option<char>, new: bool) -> Resolved {
        let country = title.countries.first();
        let fits = |&person: &usize| {
            let p = &self.people.all[person];
            let at_home = country.is_none() || p.country.is_none() || p.country.as_ref() == country;
            at_home && agrees(p.gender, gender) && p.titles.iter().any(|held| same_office(title, &held.title))
        };
        let known = |&person: &usize| country.is_none() || self.people.all[person].country.as_ref() == country;
        let mut candidates: Vec<usize> = self.latest().filter(fits).collect();
        if candidates.iter().any(|p| known(p)) {
            candidates.retain(known);
        }
        if new && candidates.iter().any(|p| self.appointed.contains(p)) {
            candidates.retain(|p| self.appointed.contains(p));
        }
        // The subject of the last clause stays the subject.
        let subject = candidates.iter().find(|p| self.subject.contains(&Referent::Person(**p)));
        let sure = if candidates.len() == 1 { 0.9 } else { 0.75 };
        let chosen = if country.is_none() { subject.or(candidates.first()) } else { candidates.first() };
        let chosen = chosen.copied();
        self.settle(chosen.filter(|_| candidates.len() == 1), country.map(String::as_str));
        self.one(chosen, sure)
    }

    fn described(&mut self, holder: &Holder, country: Option<&str>, owner: Option<&str>, gender: Option<char>) -> Resolved {
        let gender = if *holder == Holder::Chief || *holder == Holder::Other { None } else { gender };
        let belongs = |&person: &usize| {
            let p = &self.people.all[person];
            let of_country = country.is_none() || p.country.as_deref() == country;
            let of_owner = owner.is_none_or(|owner| p.titles.iter().any(|held| held.title.owner.as_ref().is_some_and(|o| o.name() == owner)));
            of_country && of_owner && agrees(p.gender, gender)
        };
        let subject = self.subject.iter().find_map(|who| match who {
            Referent::Person(person) => Some(*person),
            _ => None,
        });
        let mut candidates: Vec<usize> = self.latest().filter(belongs).collect();
        match holder {
            Holder::Title(title) => {
                let words = plain(title);
                candidates.retain(|&p| self.people.all[p].titles.iter().any(|held| plain(&held.title.words).starts_with(&words)));
            }
            Holder::Chief => {
                let chief = |&p: &usize| self.people.all[p].titles.iter().any(|held| is_chief(&held.title));
                if candidates.iter().any(|p| chief(p)) && country.is_some() {
                    candidates.retain(chief);
                }
            }
            Holder::Other => candidates.retain(|&p| Some(p) != subject),
            Holder::Any | Holder::Last => {}
        }
        let unclear = country.is_none() && owner.is_none() && !matches!(holder, Holder::Title(_) | Holder::Other | Holder::Last);
        if unclear {
            return self.one(subject.filter(|p| belongs(p)), 0.6);
        }
        if candidates.is_empty() && owner.is_none() && !matches!(holder, Holder::Title(_)) {
            // `le dirigeant vietnamien` of whom the article had not said so.
            let stateless = subject.filter(|&p| self.people.all[p].country.is_none());
            self.settle(stateless, country);
            return self.one(stateless, 0.6);
        }
        let sure = if candidates.len() == 1 { 0.85 } else { 0.65 };
        self.one(candidates.first().copied(), sure)
    }

    /// Gives the country that a mention shows to the person it means, if none is known.
    fn settle(&mut self, person: Option<usize>, country: Option<&str>) {
        if let (Some(person), Some(country)) = (person, country) {
            self.people.all[person].country.get_or_insert_with(|| country.to_string());
        }
    }

    fn pronoun(&self, gender: char, plural: bool) -> Resolved {
        if plural {
            return match self.subject.len() {
                2.. if gender == 'm' || !self.subject.iter().any(|who| matches!(who, Referent::Person(_))) => {
                    Resolved { who: self.subject.clone(), sure: 0.8 }
                }
                _ if gender == 'm' => self.two_people(|_| true, 0.7),
                _ => Resolved { who: self.pair.clone(), sure: 0.6 },
            };
        }
        let fits = |person: usize| agrees(self.people.all[person].gender, Some(gender));
        match self.subject.as_slice() {
            [Referent::Person(person)] if fits(*person) => self.one(Some(*person), 0.88),
            _ => self.one(self.latest().find(|&p| fits(p)), 0.6),
        }
    }

    fn pair(&self, reader: &Reader, noun: &str) -> Resolved {
        let tokens = super::tokens::tokens(noun, 0..noun.len());
        if let Some((_, head)) = reader.lexicon.titles.longest(Words(&tokens)) {
            let head = head.singular.clone();
            return self.two_people(|p| p.titles.iter().any(|held| same_head(&head, &held.title.head)), 0.8);
        }
        match noun {
            "dirigeants" | "responsables" | "hommes" | "interlocuteurs" | "homologues" | "chefs" | "officiels" | "leaders" => {
                self.two_people(|_| true, 0.75)
            }
            "pays" | "nations" | "états" => Resolved { who: self.countries.clone(), sure: 0.7 },
            "parties" | "côtés" => {
                Resolved { who: if self.pair.is_empty() { self.countries_of_two() } else { self.pair.clone() }, sure: 0.6 }
            }
            _ => {
                let singular = plain(noun.trim_end_matches('s'));
                let named = self.bodies.iter().rev().filter(|(name, _)| plain(name).starts_with(&singular));
                let who: Vec<Referent> = named.take(2).map(|(n, c)| Referent::Body(n.clone(), c.clone())).collect();
                Resolved { who: if who.len() == 2 { who } else { Vec::new() }, sure: 0.6 }
            }
        }
    }

    /// The two who fit and were mentioned last, of two countries if there are any.
    fn two_people(&self, fits: impl Fn(&super::people::Person) -> bool, sure: f64) -> Resolved {
        let candidates: Vec<usize> = self.latest().filter(|&p| fits(&self.people.all[p])).collect();
        let Some(&first) = candidates.first() else { return Resolved::default() };
        let abroad = |&&p: &&usize| {
            let (one, other) = (&self.people.all[first].country, &self.people.all[p].country);
            one.is_some() && other.is_some() && one != other
        };
        let Some(&second) = candidates.iter().find(abroad).or(candidates.get(1)) else { return Resolved::default() };
        Resolved { who: vec![Referent::Person(first), Referent::Person(second)], sure }
    }

    /// The countries of the two who were mentioned last, for want of a pair of countries.
    fn countries_of_two(&self) -> Vec<Referent> {
        let two = self.two_people(|p| p.country.is_some(), 1.0).who;
        let mut countries: Vec<Referent> = Vec::new();
        for who in two {
            if let Referent::Person(person) = who {
                countries.extend(self.people.all[person].country.clone().map(Referent::Country));
            }
        }
        countries.dedup();
        if countries.len() == 2 { countries } else { Vec::new() }
    }

    fn body(&self, body: &super::nouns::Body) -> Resolved {
        let told_apart = body.kind == BodyKind::State;
        let country = body.country.clone().filter(|_| told_apart);
        let known = self.bodies.iter().rev().find(|(name, of)| {
            let same = if body.named { plain(name) == plain(&body.name) } else { plain(name).starts_with(&plain(&body.name)) };
            same && (country.is_none() || *of == country)
        });
        if !body.named {
            // `le ministère vietnamien` is a body already named, or none that can be told.
            let who = known.map(|(name, of)| Referent::Body(name.clone(), of.clone()));
            return Resolved { who: who.into_iter().collect(), sure: 0.75 };
        }
        let country = country.or_else(|| known.and_then(|(_, of)| of.clone()));
        Resolved { who: vec![Referent::Body(body.name.clone(), country)], sure: 0.8 }
    }
}

fn agrees(known: Option<char>, shown: Option<char>) -> bool {
    known.is_none() || shown.is_none() || known == shown
}

/// Whether a title without a name points to someone who holds the other.
fn same_office(pointing: &Title, held: &Title) -> bool {
    let full = pointing.is_full() && pointing.words != pointing.head;
    let same = same_head(&pointing.head, &held.head);
    same && (!full || plain(&held.words).contains(&plain(&pointing.words)) || plain(&pointing.words).contains(&plain(&held.words)))
}

/// Masculine and feminine alike; `général` for every rank of general.
fn same_head(one: &str, other: &str) -> bool {
    let stem = |head: &str| plain(head).trim_end_matches('e').replace("trice", "teur").to_string();
    let (one, other) = (stem(one), stem(other));
    one == other || (one == "general" && other.split([' ', '-']).any(|word| word == "general") && !other.contains("secretair") && !other.contains("direct"))
}

fn is_chief(title: &Title) -> bool {
    ["président", "présidente", "secrétaire général", "secrétaire générale", "Premier ministre", "Première ministre", "roi", "chancelier"]
        .contains(&title.head.as_str())
        && (title.words == title.head)
}
