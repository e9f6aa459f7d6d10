//! Titles without a name: who of those spoken of holds the office.

use super::bodies::Owner;
use super::discourse::{Discourse, Referent, Resolved};
use super::lexicon::TitleKind;
use super::people::{Held, Person};
use super::reference::agrees;
use super::titles::Title;
use super::tokens::{plain, spelling};

impl Discourse {
    /// Keeps those who are such, if any are.
    pub(super) fn prefer(&self, candidates: &mut Vec<usize>, such: impl Fn(&Person) -> bool) {
        let such = |person: &usize| such(&self.people.all[*person]);
        if candidates.iter().any(such) {
            candidates.retain(such);
        }
    }

    /// Gives the country that a mention shows to the person it means, if none is known.
    pub(super) fn settle(&mut self, person: Option<usize>, country: Option<&str>) {
        if let (Some(person), Some(country)) = (person, country) {
            self.people.all[person]
                .country
                .get_or_insert_with(|| country.to_string());
        }
    }

    pub(super) fn titled(
        &mut self,
        title: &Title,
        gender: Option<char>,
        new: bool,
        depends: bool,
    ) -> Resolved {
        let country = title.countries.first();
        let fits = |&person: &usize| {
            let p = &self.people.all[person];
            // `Le président, X, a écrit au président turc`: not to himself.
            let subject = self.subject.contains(&Referent::Person(person));
            if depends && subject && country.is_some() && p.country.is_none() {
                return false;
            }
            let at_home = country.is_none() || p.country.is_none() || p.country.as_ref() == country;
            // `La présidente de la Commission` is no `président ukrainien`.
            let of_state = |held: &Held| {
                country.is_none() || !matches!(held.title.owner, Some(Owner::Body(_)))
            };
            at_home
                && agrees(p.gender, gender)
                && p.titles
                    .iter()
                    .any(|held| of_state(held) && same_office(title, &held.title))
        };
        let known = |&person: &usize| {
            country.is_none() || self.people.all[person].country.as_ref() == country
        };
        let mut candidates: Vec<usize> = self.latest().filter(fits).collect();
        if candidates.is_empty() {
            candidates.extend(self.holder_of_longer(title, gender));
        }
        if candidates.iter().any(known) {
            candidates.retain(known);
        }
        if new && candidates.iter().any(|p| self.appointed.contains(p)) {
            candidates.retain(|p| self.appointed.contains(p));
        }
        // `Le nouveau gouverneur` is not the one whose time is over.
        let over = |p: &usize| {
            let mut held = self.people.all[*p].titles.iter();
            held.any(|held| held.title.words.contains("sortant"))
        };
        if new && !candidates.iter().all(over) {
            candidates.retain(|p| !over(p));
        }
        // The subject of the last clause stays the subject.
        let subject = candidates
            .iter()
            .find(|p| self.subject.contains(&Referent::Person(**p)));
        let sure = if candidates.len() == 1 { 0.9 } else { 0.75 };
        let chosen = if country.is_none() {
            subject.or(candidates.first())
        } else {
            candidates.first()
        };
        let chosen = chosen.copied().or_else(|| self.standing_in(title, gender));
        if chosen.is_none()
            && let Some(later) = self.introduced_later(title, gender)
        {
            return self.one(Some(later), 0.85);
        }
        let chosen = chosen
            .or_else(|| self.former(title, gender))
            .or_else(|| self.speaking_for(title, gender))
            .or_else(|| self.unheld(title, gender))
            .or_else(|| self.untitled(title, gender))
            .or_else(|| self.newly(title, gender).filter(|_| new));
        self.settle(
            chosen.filter(|_| candidates.len() == 1),
            country.map(String::as_str),
        );
        self.one(chosen, sure)
    }

    /// `La ministre française` of a `ministre déléguée` whose country nobody has told, if there is only one.
    fn holder_of_longer(&self, title: &Title, gender: Option<char>) -> Option<usize> {
        let country = title.countries.first()?;
        let longer = format!("{} ", title.head);
        let mut fitting = self.latest().filter(|&person| {
            let p = &self.people.all[person];
            agrees(p.gender, gender)
                && p.country.as_ref().is_none_or(|home| home == country)
                && p.titles
                    .iter()
                    .any(|held| held.title.owner.is_none() && held.title.head.starts_with(&longer))
        });
        fitting
            .next()
            .filter(|_| !title.is_full() && fitting.next().is_none())
    }

    /// The only one of the article who holds the office in full, or of that country or body, where the text names him
    /// later: a headline.
    pub(super) fn introduced_later(
        &mut self,
        title: &Title,
        gender: Option<char>,
    ) -> Option<usize> {
        let country = title.countries.first();
        let told_apart = title.is_full() || country.is_some() || title.owner.is_some();
        let holds = |person: &&usize| {
            let p = &self.people.all[**person];
            let at_home = |held: &Held| held.country.is_none() || held.country.as_ref() == country;
            told_apart
                && agrees(p.gender, gender)
                && (country.is_none() || p.country.is_none() || p.country.as_ref() == country)
                && p.titles.iter().any(|held| {
                    plain(&held.title.words) == plain(&title.words)
                        && (title.is_full() || at_home(held) && held.title.owner == title.owner)
                })
        };
        let all: Vec<usize> = (0..self.people.all.len()).collect();
        let mut holders = all.iter().filter(holds);
        let only = holders.next().filter(|_| holders.next().is_none()).copied();
        self.settle(only, country.map(String::as_str));
        only
    }

    /// The last so many who hold such an office, which may be said in full, or were mentioned at all.
    pub(super) fn group(&self, head: &str, count: usize) -> Resolved {
        const MANY: usize = 4;
        // `les coprésidents` need not have been called so.
        if count == 0 && head.starts_with("co") {
            return match &self.listed {
                Some((one, other)) => Resolved {
                    who: vec![one.clone(), other.clone()],
                    sure: 0.75,
                },
                None => self.two_people(|_| true, 0.75),
            };
        }
        let holds = |p: &usize| {
            let mut titles = self.people.all[*p].titles.iter();
            let holds = |held: &Title| same_head(head, &held.head) || same_words(head, &held.words);
            head.is_empty() || titles.any(|held| holds(&held.title))
        };
        let mut who: Vec<Referent> = self
            .latest()
            .filter(holds)
            .take(if count == 0 { MANY } else { count })
            .map(Referent::Person)
            .collect();
        who.reverse();
        let open = count == 0 && !(2..MANY).contains(&who.len());
        if who.len() < count || open {
            who.clear();
        }
        Resolved { who, sure: 0.75 }
    }

    /// The two who hold one office in two countries: `les deux présidents` of two courts.
    pub(super) fn of_one_office(&self, candidates: &[usize]) -> Option<Vec<Referent>> {
        let office = |p: usize| {
            self.people.all[p]
                .titles
                .iter()
                .find(|held| held.title.is_full())
        };
        candidates.iter().enumerate().find_map(|(at, &one)| {
            let title = &office(one)?.title;
            let country = self.people.all[one].country.as_ref()?;
            let other = candidates[at + 1..].iter().find(|&&other| {
                let abroad = self.people.all[other].country.as_ref();
                abroad.is_some_and(|abroad| abroad != country)
                    && office(other).is_some_and(|held| {
                        same_head(&held.title.head, &title.head)
                            && held.title.words.split_once(' ').map(|t| t.1)
                                == title.words.split_once(' ').map(|t| t.1)
                    })
            })?;
            Some(vec![Referent::Person(one), Referent::Person(*other)])
        })
    }

    /// Whoever a description gave the office before the text names it: `la cheffe de la diplomatie X … La
    /// ministre des Affaires étrangères`.
    pub(super) fn standing_in(&mut self, title: &Title, gender: Option<char>) -> Option<usize> {
        let country = title.countries.first();
        let found = self.latest().find(|&person| {
            let p = &self.people.all[person];
            let office = p.stands_in.as_ref();
            agrees(p.gender, gender)
                && (country.is_none() || p.country.is_none() || p.country.as_ref() == country)
                && office.is_some_and(|office| {
                    let (office, words) = (plain(office), plain(&title.words));
                    let head = words == plain(&title.head) && office.starts_with(&words);
                    head || words == office || words == format!("{office} de la republique")
                })
        })?;
        let country = country
            .cloned()
            .or_else(|| self.people.all[found].country.clone());
        if title.is_full() || !title.head.contains("ministre") {
            self.pointed.push((found, title.clone(), country));
        }
        Some(found)
    }

    /// `La ministre suisse des Transports`, whom nobody of the article is called: the only one who may be meant, if
    /// the text has shown the gender.
    pub(super) fn unheld(&mut self, title: &Title, gender: Option<char>) -> Option<usize> {
        let country = title.countries.first()?;
        let fits = |&person: &usize| {
            let p = &self.people.all[person];
            let office = p
                .titles
                .iter()
                .any(|held| held.title.kind == TitleKind::Office);
            let same = p.titles.iter().any(|held| held.title.head == title.head);
            let home = p.country.as_ref().is_none_or(|home| home == country);
            !self.acts_here(person)
                && gender.is_some()
                && p.gender == gender
                && office
                && !same
                && home
        };
        let mut candidates = self.latest().filter(fits);
        let only = candidates.next().filter(|_| candidates.next().is_none())?;
        drop(candidates);
        let known = title.is_full() && title.kind == TitleKind::Office;
        known.then(|| {
            self.pointed
                .push((only, title.clone(), Some(country.clone())));
            self.settle(Some(only), Some(country));
            only
        })
    }

    /// Whether the person is the subject of the sentence so far: `X a reçu le ministre maltais` is about two.
    fn acts_here(&self, person: usize) -> bool {
        self.fresh && self.subject.contains(&Referent::Person(person))
    }

    /// `Le président ukrainien`, where the text has named one person just before whom it calls nothing.
    fn untitled(&mut self, title: &Title, gender: Option<char>) -> Option<usize> {
        let country = title.countries.first()?;
        let near = self.before.iter().chain(&self.here);
        let mut candidates = near.filter(|&&person| {
            let p = &self.people.all[person];
            let unknown = p.titles.is_empty() && p.country.is_none();
            unknown && agrees(p.gender, gender) && !self.acts_here(person)
        });
        let only = *candidates.next().filter(|_| candidates.next().is_none())?;
        (is_chief(title) && !is_crowned(title)).then(|| {
            self.pointed
                .push((only, title.clone(), Some(country.clone())));
            self.settle(Some(only), Some(country));
            only
        })
    }

    /// `La représentante de la Fédération`, whom the text has called something else there.
    fn speaking_for(&self, title: &Title, gender: Option<char>) -> Option<usize> {
        let owner = title.owner.as_ref()?;
        let speaks = title.head.starts_with("représentant") || title.head.starts_with("délégué");
        speaks
            .then(|| {
                self.latest().find(|&person| {
                    let p = &self.people.all[person];
                    let mut owners = p.titles.iter().filter_map(|held| held.title.owner.as_ref());
                    agrees(p.gender, gender) && owners.any(|other| other == owner)
                })
            })
            .flatten()
    }

    /// `La nouvelle directrice`, where the text has said of nobody else that he has been appointed: that one.
    fn newly(&mut self, title: &Title, gender: Option<char>) -> Option<usize> {
        let [only] = self.appointed.as_slice() else {
            return None;
        };
        let only = *only;
        if !title.countries.is_empty() || title.kind != TitleKind::Office {
            return None;
        }
        agrees(self.people.all[only].gender, gender).then(|| {
            self.pointed.push((only, title.clone(), None));
            only
        })
    }

    /// `L'ancienne ministre` of whom the text has not said so: the subject.
    pub(super) fn former(&mut self, title: &Title, gender: Option<char>) -> Option<usize> {
        let [Referent::Person(person)] = self.subject.as_slice() else {
            return None;
        };
        let former = title.words.starts_with("ancien") || title.words.starts_with("ex-");
        let known = &self.people.all[*person];
        let fits = former && title.is_full() && agrees(known.gender, gender);
        let person = *person;
        fits.then(|| {
            let country = title.countries.first().cloned();
            self.pointed.push((person, title.clone(), country));
            person
        })
    }
}

impl Person {
    /// Whether the person is sent abroad: an ambassador, a consul.
    pub(super) fn is_envoy(&self) -> bool {
        let office = |held: &&Held| matches!(held.title.kind, TitleKind::Envoy | TitleKind::Office);
        let mut offices = self.titles.iter().filter(office).peekable();
        offices.peek().is_some() && offices.all(|held| held.title.kind == TitleKind::Envoy)
    }
}

/// Whether whoever holds the title may be called by one name: `le roi X`.
pub(super) fn is_crowned(title: &Title) -> bool {
    matches!(
        title.head.as_str(),
        "roi" | "reine" | "prince" | "princesse" | "émir" | "sultan" | "pape" | "empereur"
    )
}

/// Whether a title without a name points to someone who holds the other.
fn same_office(pointing: &Title, held: &Title) -> bool {
    let full = pointing.is_full() && pointing.words != pointing.head;
    let same = same_head(&pointing.head, &held.head);
    same && (!full
        || plain(&held.words).contains(&plain(&pointing.words))
        || plain(&pointing.words).contains(&plain(&held.words)))
}

fn same_words(one: &str, other: &str) -> bool {
    plain(one) == plain(other)
}

/// Masculine and feminine alike; `général` for every rank of general.
pub(super) fn same_head(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let stem = |head: &str| {
        let head = spelling(head);
        head.plain.trim_end_matches('e').replace("trice", "teur")
    };
    let (one, other) = (stem(one), stem(other));
    let staff = |head: &str| head.contains("d'etat-major");
    one == other
        || staff(&one) && staff(&other)
        || (one == "general"
            && other.split([' ', '-']).any(|word| word == "general")
            && !other.contains("secretair")
            && !other.contains("direct"))
}

/// Whether the title is that of a head of state, government or party, with nothing behind it.
pub(super) fn is_chief(title: &Title) -> bool {
    [
        "président",
        "présidente",
        "secrétaire général",
        "secrétaire générale",
        "Premier ministre",
        "Première ministre",
        "roi",
        "reine",
        "émir",
        "sultan",
        "chancelier",
        "chancelière",
    ]
    .contains(&title.head.as_str())
        && (title.words == title.head)
}
