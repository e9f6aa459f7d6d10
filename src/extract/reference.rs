//! The rules of reference: whom a title, a description, a pronoun or a pair points to.

use super::bodies::Owner;
use super::discourse::{Discourse, Referent, Resolved};
use super::holders::is_chief;
use super::lexicon::{BodyKind, Holder};
use super::people::Person;
use super::tokens::spelling;

impl Discourse {
    pub(super) fn last_person(&self) -> Resolved {
        let last = self.recent.last().map(|person| Referent::Person(*person));
        Resolved {
            who: last.into_iter().collect(),
            sure: 0.8,
        }
    }

    /// The latest persons first.
    pub(super) fn latest(&self) -> impl Iterator<Item = usize> + '_ {
        self.recent.iter().rev().copied()
    }

    pub(super) fn one(&self, person: Option<usize>, sure: f64) -> Resolved {
        Resolved {
            who: person.map(Referent::Person).into_iter().collect(),
            sure,
        }
    }

    /// The one named last of those who lead delegations, who may be from there.
    fn leader(&self, country: Option<&str>, gender: Option<char>) -> Option<usize> {
        self.latest().find(|&person| {
            let p = &self.people.all[person];
            let home = p.country.as_deref();
            self.leaders.contains(&person)
                && agrees(p.gender, gender)
                && (country.is_none() || home.is_none() || home == country)
        })
    }

    /// `la police lao et son homologue vietnamienne`: the body named last, of the other country.
    pub(super) fn same_abroad(&self, holder: &Holder, country: Option<&str>) -> Option<Referent> {
        let (Holder::Other, Some(country), Some(Referent::Body(name, Some(home)))) =
            (holder, country, self.last.as_ref())
        else {
            return None;
        };
        (home != country).then(|| Referent::Body(name.clone(), Some(country.to_string())))
    }

    /// Whom a description means, that may stand `beside` somebody in a list.
    pub(super) fn described(
        &mut self,
        holder: &Holder,
        country: Option<&str>,
        owner: Option<&str>,
        gender: Option<char>,
        beside: Option<usize>,
    ) -> Resolved {
        // `son hôte` may be a woman, `son interlocutrice` no man.
        let gender = match holder {
            Holder::Chief => None,
            Holder::Other => gender.filter(|gender| *gender == 'f'),
            _ => gender,
        };
        let belongs = |&person: &usize| {
            let p = &self.people.all[person];
            let of_country = country.is_none() || p.country.as_deref() == country;
            let of_owner = owner.is_none_or(|owner| {
                p.titles
                    .iter()
                    .any(|held| held.title.owner.as_ref().is_some_and(|o| o.name() == owner))
            });
            of_country && of_owner && agrees(p.gender, gender)
        };
        // `le ministère et son homologue lao`: the counterpart of a body is a body.
        if let (Holder::Other, Some(country), [Referent::Body(name, Some(home))]) =
            (holder, country, self.subject.as_slice())
            && home != country
        {
            let body = Referent::Body(name.clone(), Some(country.to_string()));
            return Resolved {
                who: vec![body],
                sure: 0.8,
            };
        }
        let subject = self.subject.iter().find_map(|who| match who {
            Referent::Person(person) => Some(*person),
            _ => None,
        });
        if *holder == Holder::Leader
            && owner.is_none()
            && let Some(leader) = self.leader(country, gender)
        {
            self.settle(Some(leader), country);
            return self.one(Some(leader), 0.85);
        }
        let mut candidates: Vec<usize> = self.latest().filter(belongs).collect();
        match holder {
            Holder::Title(title) => {
                let words = spelling(title).plain.clone();
                candidates.retain(|&p| {
                    self.people.all[p]
                        .titles
                        .iter()
                        .any(|held| spelling(&held.title.words).plain.starts_with(&words))
                });
            }
            Holder::Chief => {
                let chief = |&p: &usize| {
                    self.people.all[p]
                        .titles
                        .iter()
                        .any(|held| is_chief(&held.title))
                };
                if candidates.iter().any(chief) && country.is_some() {
                    candidates.retain(chief);
                }
            }
            Holder::Other => {
                // `l'hôte gambien`, where the only one from there is also what the text speaks of
                let only = country.is_some() && candidates.len() == 1;
                // `signé par X et son homologue`: another than X, whoever the text speaks of.
                let than = beside.or(subject);
                candidates.retain(|&p| Some(p) != than || only);
                // `son hôte lao`: of several, the one of whom the article speaks most.
                if candidates.iter().any(|&p| !self.people.all[p].is_envoy()) {
                    candidates.retain(|&p| !self.people.all[p].is_envoy());
                }
                if country.is_some() {
                    let uses = |p: &usize| self.people.all[*p].uses();
                    let most = candidates.iter().map(uses).max();
                    candidates.retain(|p| Some(uses(p)) == most);
                }
            }
            // `le diplomate` is an ambassador sooner than others, `le responsable lao` is none.
            Holder::Envoy => self.prefer(&mut candidates, Person::is_envoy),
            Holder::Any | Holder::Leader => {
                self.prefer(&mut candidates, |person| !person.is_envoy())
            }
            Holder::Last | Holder::Nobody => {}
        }
        let unclear = country.is_none()
            && owner.is_none()
            && !matches!(holder, Holder::Title(_) | Holder::Other | Holder::Last);
        if unclear {
            // `l'élue bretonne` is not the man who spoke last.
            return match subject.filter(|p| belongs(p)) {
                None if matches!(holder, Holder::Any | Holder::Envoy) => {
                    let shown =
                        |p: &&usize| gender.is_some() && self.people.all[**p].gender == gender;
                    let chosen = candidates.iter().find(shown).or(candidates.first());
                    self.one(chosen.copied(), 0.55)
                }
                // Nobody else may be meant, or nobody else has been mentioned since.
                subject if candidates.len() == 1 => self.one(subject, 0.8),
                Some(person) if self.recent.last() == Some(&person) => self.one(Some(person), 0.78),
                subject => self.one(subject, 0.6),
            };
        }
        // `le chef de la police` of a `directeur général de la police`
        if let (Holder::Chief, Some(owner), true) = (holder, owner, candidates.is_empty()) {
            let end = format!(" {}", spelling(owner).plain);
            let of_body = self.latest().find(|&p| {
                let mut held = self.people.all[p].titles.iter();
                held.any(|held| spelling(&held.title.words).plain.ends_with(&end))
            });
            return self.one(of_body, 0.8);
        }
        if candidates.is_empty() && owner.is_none() && !matches!(holder, Holder::Title(_)) {
            // `le dirigeant vietnamien` of whom the article had not said so.
            let stateless = subject.filter(|&p| {
                let another = matches!(holder, Holder::Other | Holder::Leader);
                !another && self.people.all[p].country.is_none()
            });
            // `le responsable vietnamien` of whom only a party office is known
            let of_party = || {
                self.latest().find(|&p| {
                    let p = &self.people.all[p];
                    let mut owners = p.titles.iter().filter_map(|held| held.title.owner.as_ref());
                    let named = |owner: &Owner| country.is_some_and(|c| owner.name().ends_with(c));
                    p.country.is_none() && agrees(p.gender, gender) && owners.any(named)
                })
            };
            if let (None, Some(person)) = (stateless, of_party()) {
                return self.one(Some(person), 0.7);
            }
            self.settle(stateless, country);
            return self.one(stateless, 0.6);
        }
        // `le chef de la diplomatie turque` of whom the text says no office
        if candidates.is_empty() && matches!(holder, Holder::Title(_)) && owner.is_none() {
            // `le chef du gouvernement lao` of a `Premier ministre` whose country the text has not said
            let title = |held: &super::people::Held| {
                let words = spelling(&held.title.words).plain.clone();
                matches!(holder, Holder::Title(title) if words.starts_with(&spelling(title).plain))
            };
            let mut stateless = self.latest().filter(|&p| {
                let p = &self.people.all[p];
                p.country.is_none() && agrees(p.gender, gender) && p.titles.iter().any(title)
            });
            if let (Some(only), None) = (stateless.next(), stateless.next()) {
                drop(stateless);
                self.settle(Some(only), country);
                return self.one(Some(only), 0.8);
            }
            drop(stateless);
            let plain = subject.filter(|&p| {
                let known = &self.people.all[p];
                let home = known.country.is_none() || known.country.as_deref() == country;
                known.titles.is_empty() && home && agrees(known.gender, gender)
            });
            self.settle(plain, country);
            return self.one(plain, 0.6);
        }
        let sure = if candidates.len() == 1 { 0.85 } else { 0.65 };
        self.one(candidates.first().copied(), sure)
    }

    /// `son gouvernement`: that of the country of whoever the sentence is about.
    pub(super) fn own_body(&self, body: &super::bodies::Body) -> Option<Referent> {
        let state = body.kind == BodyKind::State && body.country.is_none();
        let [Referent::Person(person)] = self.subject.as_slice() else {
            return None;
        };
        let country = self.people.all[*person].country.clone();
        let own = state && spelling(&body.name).plain == "gouvernement" && country.is_some();
        own.then(|| Referent::Body(body.name.clone(), country))
    }

    /// The country of whoever directs the body: `la Direction générale de la Police` of a `directeur général de la
    /// Police`.
    fn country_of_director(&self, name: &str) -> Option<String> {
        let name = spelling(name).plain.clone();
        let task = name
            .strip_prefix("direction generale ")
            .or_else(|| name.strip_prefix("direction "))?;
        self.latest().find_map(|person| {
            let directs = |title: &str| {
                let title = spelling(title).plain.clone();
                let short = title
                    .strip_prefix("directeur ")
                    .or_else(|| title.strip_prefix("directrice "));
                let general = |rest: &str| {
                    rest.strip_prefix("general ")
                        .or_else(|| rest.strip_prefix("generale "))
                        .map(str::to_string)
                };
                short.is_some_and(|rest| {
                    rest == task || general(rest).is_some_and(|rest| rest == task)
                })
            };
            let person = &self.people.all[person];
            let director = person.titles.iter().any(|held| directs(&held.title.words));
            person.country.clone().filter(|_| director)
        })
    }

    /// The only body of no country whose name begins as this one of two words or more, and goes on, or has the noun for
    /// a house before it: `hôpital Bach Mai`.
    pub(super) fn fuller(&self, name: &str) -> Option<String> {
        // `Nordex` of `Nordex Industries`, but not `Banque` of any
        let plain = || {
            let spelling = spelling(name);
            let noun = !spelling.known().nouns.is_empty();
            name.len() < 5 || !name.starts_with(char::is_uppercase) || noun
        };
        if !name.contains(' ') && plain() {
            return None;
        }
        let start = spelling(name);
        let longer = |(full, of): &&(String, Option<String>)| {
            let housed = || {
                full.split_once(' ').is_some_and(|(noun, rest)| {
                    noun.starts_with(char::is_lowercase) && rest == name
                })
            };
            let goes_on = || {
                let full = spelling(full);
                let rest = full.plain.strip_prefix(start.plain.as_str());
                rest.is_some_and(|rest| rest.starts_with(' '))
            };
            of.is_none() && (housed() || goes_on())
        };
        let mut found = self.bodies.iter().filter(longer);
        let only = found.next().filter(|_| found.next().is_none())?;
        Some(only.0.clone())
    }

    pub(super) fn body(&self, body: &super::bodies::Body) -> Resolved {
        let told_apart = body.kind == BodyKind::State;
        let country = body.country.clone().filter(|_| told_apart);
        let known = self.bodies.iter().rev().find(|(name, of)| {
            let same = if body.named {
                spelling(name).plain == spelling(&body.name).plain
            } else {
                spelling(name)
                    .plain
                    .starts_with(&spelling(&body.name).plain)
            };
            same && (country.is_none() || *of == country)
        });
        // `le ministère vietnamien`: the one that was named in full.
        let short = country.is_some() && spelling(&body.name).plain == "ministere";
        let full = self.bodies.iter().rev().find(|(name, of)| {
            short && *of == country && spelling(name).plain.starts_with("ministere ")
        });
        if let Some((name, of)) = full {
            return Resolved {
                who: vec![Referent::Body(name.clone(), of.clone())],
                sure: 0.8,
            };
        }
        // `le ministère vietnamien` of a minister of that country
        if short && let Some(of_minister) = self.ministry_of(country.as_deref()) {
            return Resolved {
                who: vec![of_minister],
                sure: 0.8,
            };
        }
        // `son ministère`: of the minister of whom the sentence speaks.
        let unnamed = !body.named && spelling(&body.name).plain == "ministere";
        if unnamed
            && let [Referent::Person(person)] = self.subject.as_slice()
            && let Some(own) = self.ministry(*person)
        {
            return Resolved {
                who: vec![own],
                sure: 0.75,
            };
        }
        // `le ministère` of the minister who was named last, where no ministry was
        if unnamed
            && country.is_none()
            && known.is_none()
            && let Some(own) = self.latest().find_map(|person| self.ministry(person))
        {
            return Resolved {
                who: vec![own],
                sure: 0.75,
            };
        }
        if !body.named {
            // `le ministère vietnamien` is a body already named, or none that can be told.
            let begins = |(name, _): &&(String, Option<String>)| {
                spelling(name)
                    .plain
                    .starts_with(&spelling(&body.name).plain)
            };
            let alone = self.bodies.iter().filter(begins).count() == 1;
            let capital = body.name.starts_with(char::is_uppercase);
            let who = known.map(|(name, of)| Referent::Body(name.clone(), of.clone()));
            return Resolved {
                who: who.into_iter().collect(),
                sure: if alone && capital { 0.85 } else { 0.75 },
            };
        }
        // `l'Institut Pasteur` of the `Institut Pasteur d'Algérie`
        if known.is_none()
            && let Some(full) = self.fuller(&body.name)
        {
            return Resolved {
                who: vec![Referent::Body(full, None)],
                sure: 0.8,
            };
        }
        let country = country
            .or_else(|| known.and_then(|(_, of)| of.clone()))
            .or_else(|| self.country_of_director(&body.name))
            .or_else(|| self.country_of_ministers(&body.name));
        // `la ville de Caen` takes part as Caen.
        let town = ["ville de ", "ville du ", "ville d'", "ville d’"];
        if let Some(town) = town.iter().find_map(|head| body.name.strip_prefix(head)) {
            // `une ville du nord`
            if town.starts_with(char::is_lowercase) {
                return Resolved::default();
            }
            return Resolved {
                who: vec![Referent::Body(town.to_string(), None)],
                sure: 0.8,
            };
        }
        Resolved {
            who: vec![Referent::Body(body.name.clone(), country)],
            sure: 0.87,
        }
    }
}

pub(super) fn agrees(known: Option<char>, shown: Option<char>) -> bool {
    known.is_none() || shown.is_none() || known == shown
}
