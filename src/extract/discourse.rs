//! Who is meant: pronouns, titles and descriptions resolved as the article goes on.

use super::bodies::Body;
use super::inflection::Tense;
use super::lexicon::BodyKind;
use super::mention::{Form, Mention};
use super::people::{Held, People};
use super::reader::Reader;
use super::tokens::{Token, Words};

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
    pub(super) subject: Vec<Referent>,
    /// Whether the subject is that of the sentence being read.
    pub(super) fresh: bool,
    /// Whom the last sentence tells of in somebody else's words: X of `X ira à Rome, a dit son porte-parole`.
    pub(super) told_of: Option<usize>,
    /// The gender of the noun that is the subject of the last main clause, where it is nobody: `La conférence s'est
    /// ouverte.`
    pub(super) thing: Option<char>,
    /// Persons, the latest last.
    pub(super) recent: Vec<usize>,
    /// Persons mentioned in the sentence being read.
    pub(super) here: Vec<usize>,
    /// Persons mentioned in the last sentence before it that mentions any.
    pub(super) before: Vec<usize>,
    /// Whether the sentence before mentions no person.
    pub(super) quiet: bool,
    /// Bodies, the latest last.
    pub(super) bodies: Vec<(String, Option<String>)>,
    /// The pair of bodies or countries that was named last.
    pub(super) pair: Vec<Referent>,
    /// The two people who were joined last.
    pub(super) joined: Option<(usize, usize)>,
    /// Those who lead a delegation: `conduite par X`.
    pub(super) leaders: Vec<usize>,
    /// Whoever has been appointed to an office.
    pub(super) appointed: Vec<usize>,
    /// The pair of countries that was named last.
    pub(super) countries: Vec<Referent>,
    /// The two towns or regions that were named side by side last.
    pub(super) places: Vec<Referent>,
    /// Who or what was mentioned last.
    pub(super) last: Option<Referent>,
    /// The two persons, bodies or countries that the text listed last: `le premier`, `la seconde`.
    pub(super) listed: Option<(Referent, Referent)>,
    /// Whom the participle that opens the sentence is about: `Invité par son homologue, le ministre X`.
    pub(super) ahead: Option<usize>,
    /// Offices that a mention gives someone whom the text has described by them, with their countries.
    pub(super) pointed: Vec<(usize, super::titles::Title, Option<String>)>,
}

/// How many of those mentioned last are remembered.
const MEMORY: usize = 60;

/// How far before `conduite par` the delegation may stand, in tokens.
const LED_REACH: usize = 24;

impl Discourse {
    /// A discourse among these people, of whom nobody has been mentioned.
    pub fn among(people: People) -> Discourse {
        Discourse {
            people,
            ..Discourse::default()
        }
    }

    /// A sentence begins.
    pub(super) fn begin_sentence(&mut self) {
        self.fresh = false;
        self.quiet = self.here.is_empty();
        if !self.here.is_empty() {
            self.before = std::mem::take(&mut self.here);
        }
    }

    /// Makes this the subject that pronouns look back to.
    pub fn set_subject(&mut self, who: &[Referent]) {
        if !who.is_empty() {
            self.subject.clear();
            self.subject.extend_from_slice(who);
            self.fresh = true;
        }
    }

    /// `l'agence japonaise`: the `Agence japonaise de coopération internationale` that was named before, or the
    /// `Agence de sécurité maritime (Japon)`.
    fn named_by_adjective(&self, reader: &Reader, body: &Body) -> Option<Referent> {
        let country = body.country.as_deref()?;
        let noun = body.name.to_lowercase();
        if !reader.lexicon.is_noun_kind(&noun, "institution") {
            return None;
        }
        let fuller = |name: &str, of: Option<&str>| {
            let Some((head, rest)) = name.split_once(' ') else {
                return false;
            };
            let adjective = rest.split(' ').next();
            let of = of.or_else(|| reader.lexicon.country_by(adjective?));
            head.to_lowercase() == noun && of == Some(country)
        };
        let mut bodies = self.bodies.iter().rev();
        let (name, of) = bodies.find(|(name, of)| fuller(name, of.as_deref()))?;
        Some(Referent::Body(name.clone(), of.clone()))
    }

    /// Whom the mention means. It counts as mentioned from now on.
    pub fn resolve(&mut self, reader: &Reader, mention: &Mention, sentence: &[Token]) -> Resolved {
        let resolved = match &mention.form {
            Form::Named(people, introduction) => {
                if let Some(introduction) = introduction {
                    self.counterparts(reader, sentence, introduction, people);
                }
                if let [leader] = people.as_slice()
                    && is_led_by(&sentence[..mention.start])
                {
                    self.leaders.retain(|known| known != leader);
                    self.leaders.push(*leader);
                    let over = self.leaders.len().saturating_sub(MEMORY);
                    self.leaders.drain(..over);
                }
                if let [one, other] = people.as_slice() {
                    self.listed = Some((Referent::Person(*one), Referent::Person(*other)));
                    self.joined = Some((*one, *other));
                }
                self.remember_bodies(reader, &sentence[mention.start..mention.end]);
                Resolved {
                    who: people.iter().copied().map(Referent::Person).collect(),
                    sure: 0.95,
                }
            }
            Form::Titled { title, gender, new } => {
                self.titled(title, *gender, *new, mention.depends)
            }
            Form::Described {
                holder,
                country,
                owner,
                gender,
            } => {
                let joined = mention.start > 0 && sentence[mention.start - 1].is("et");
                match self.same_abroad(holder, country.as_deref()) {
                    Some(body) if joined => Resolved {
                        who: vec![body],
                        sure: 0.8,
                    },
                    _ => {
                        let apart = joined || behind_agent(&sentence[..mention.start]);
                        let beside = self.here.last().copied().filter(|_| apart);
                        let (country, owner) = (country.as_deref(), owner.as_deref());
                        self.described(holder, country, owner, *gender, beside)
                    }
                }
            }
            Form::Pair(noun) => {
                let found = self.pair(reader, noun);
                match found.who.as_slice() {
                    [Referent::Country(one), Referent::Country(other)] => {
                        let country = |name: &String| Referent::Country(name.clone());
                        self.name_pair(country(one), country(other));
                    }
                    [one, other] => self.join(one, other),
                    _ => {}
                }
                found
            }
            // `Cette dernière` of a body that was named last
            Form::Pronoun { gender: 'l', .. } => match self.last.as_ref() {
                Some(Referent::Body(name, _))
                    if sentence[mention.start].is("cette")
                        && super::pairs::noun_gender(name) == Some('f') =>
                {
                    Resolved {
                        who: self.last.iter().cloned().collect(),
                        sure: 0.82,
                    }
                }
                _ => self.last_person(),
            },
            Form::Oblique(gender) => self.other_than(&self.subject, Some(*gender)),
            Form::Listed(second) => {
                let two = self.listed.as_ref();
                let who = two.map(|(one, other)| if *second { other } else { one });
                Resolved {
                    who: who.cloned().into_iter().collect(),
                    sure: 0.85,
                }
            }
            Form::Unnamed(noun) => Resolved {
                who: self.unnamed(noun).into_iter().collect(),
                sure: 0.75,
            },
            Form::Pronoun { gender, plural } => self.pronoun(*gender, *plural),
            Form::Body(body) => {
                let theirs = sentence[mention.start].is("son") || sentence[mention.start].is("sa");
                let own = self.own_body(body).filter(|_| theirs);
                match own.or_else(|| self.named_by_adjective(reader, body)) {
                    Some(own) => Resolved {
                        who: vec![own],
                        sure: 0.8,
                    },
                    None => self.body(body),
                }
            }
            Form::Twins(twins) => self.twins(twins),
            Form::Each(names) => {
                let each = names.iter().map(|name| Referent::Body(name.clone(), None));
                let who: Vec<Referent> = each.collect();
                if let [one, other] = who.as_slice() {
                    self.join(one, other);
                }
                Resolved { who, sure: 0.8 }
            }
            Form::Several(twins, count) => self.several(twins, *count),
            Form::Group(head, count) => self.group(head, *count),
            Form::Like(elsewhere) => self.like(elsewhere),
            Form::Country(country) => Resolved {
                who: vec![Referent::Country(country.clone())],
                sure: 0.9,
            },
        };
        for who in &resolved.who {
            self.remember(who);
        }
        for (person, title, country) in std::mem::take(&mut self.pointed) {
            let quote = sentence[mention.start].range.start..sentence[mention.end - 1].range.end;
            let sure = 0.8;
            self.people.all[person].hold(Held {
                title,
                country,
                quote,
                sure,
            });
        }
        resolved
    }

    /// Whom a possessive means: `sa visite`, and `leurs entretiens` if it is of several.
    pub(super) fn owner(&self, many: bool) -> Resolved {
        if many && self.subject.len() > 1 {
            return Resolved {
                who: self.subject.clone(),
                sure: 0.8,
            };
        }
        if many {
            return match self.pronoun('m', true) {
                found if !found.who.is_empty() => found,
                _ => Resolved {
                    who: self.pair.clone(),
                    sure: 0.6,
                },
            };
        }
        match self.subject.as_slice() {
            [one] => Resolved {
                who: vec![one.clone()],
                sure: 0.85,
            },
            _ => self.last_person(),
        }
    }

    /// Two bodies or countries that the text joins become the pair of `les deux parties`.
    pub fn join(&mut self, one: &Referent, other: &Referent) {
        let persons = |r: &Referent| matches!(r, Referent::Person(_));
        if persons(one) == persons(other) && one != other {
            self.listed = Some((one.clone(), other.clone()));
        }
        if let (Referent::Person(one), Referent::Person(other)) = (one, other) {
            self.joined = Some((*one, *other));
        }
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

    /// Two countries that `les deux pays` or `la conférence Vietnam-Laos` names become the pair of countries; `les
    /// deux parties` may still mean two of their ministries.
    pub(super) fn name_pair(&mut self, one: Referent, other: Referent) {
        if self.pair.is_empty() {
            self.pair = vec![one.clone(), other.clone()];
        }
        self.countries = vec![one, other];
    }

    /// Remembers that someone has been appointed: `le nouveau ministre` is one of these.
    pub fn appoint(&mut self, person: usize) {
        if !self.appointed.contains(&person) && self.appointed.len() < MEMORY {
            self.appointed.push(person);
        }
    }

    /// Remembers the national bodies that a title names: `commandant adjoint de la Garde côtière vietnamienne`.
    fn remember_bodies(&mut self, reader: &Reader, title: &[Token]) {
        // `l'état-major des Forces armées lao` names two.
        for at in 1..title.len() {
            let body = reader.body(Words(&title[at..])).filter(|body| {
                body.named && body.kind == BodyKind::State && body.country.is_some()
            });
            if let Some(body) = body {
                self.remember(&Referent::Body(body.name, body.country));
            }
        }
    }

    fn remember(&mut self, who: &Referent) {
        if self.last.as_ref() != Some(who) {
            self.last = Some(who.clone());
        }
        match who {
            Referent::Person(person) => {
                self.recent.retain(|p| p != person);
                self.recent.push(*person);
                if !self.here.contains(person) {
                    self.here.push(*person);
                }
                let over = self.recent.len().saturating_sub(MEMORY);
                self.recent.drain(..over);
            }
            Referent::Body(name, country) => {
                let same = |(other, of): &(String, Option<String>)| other == name && of == country;
                if let Some(known) = self.bodies.iter().rposition(same) {
                    self.bodies[known..].rotate_left(1);
                    return;
                }
                self.bodies.push((name.clone(), country.clone()));
                let over = self.bodies.len().saturating_sub(MEMORY);
                self.bodies.drain(..over);
            }
            Referent::Country(_) => {}
        }
    }
}
/// Whether the words say that somebody behind them leads a delegation: `une délégation conduite par`.
fn is_led_by(words: &[Token]) -> bool {
    let [.., led, by] = words else {
        return false;
    };
    by.is("par")
        && ["conduite", "dirigée", "emmenée", "menée", "présidée"]
            .iter()
            .any(|verb| led.is(verb))
        && words
            .iter()
            .rev()
            .take(LED_REACH)
            .any(|t| t.is("délégation"))
}

/// Whether words end with a comma behind by whom something was done, as a participle that opens them says: `Accueillie
/// par X,`.
fn behind_agent(words: &[Token]) -> bool {
    let closed = words.last().is_some_and(|t| t.is(","));
    let opens = words
        .first()
        .is_some_and(|t| t.known().is_tense(Tense::Participle));
    closed && opens && words.iter().any(|t| t.is("par"))
}
