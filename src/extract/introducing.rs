//! What an introduction says of the people whom it names, with the bodies and the town that the article has named before.

use super::bodies::{Body, Owner};
use super::employers::{
    FULL_NAMES, country_of_side, is_of_woman, last_complement, with_article, with_de,
};
use super::lexicon::{BodyKind, TitleKind};
use super::names::Introduction;
use super::people::{Held, People, wording};
use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Kind, Token, Words};

/// What the article has named, as far as it has been read.
#[derive(Default)]
pub(super) struct NamedSoFar {
    /// The two hospitals, schools or companies that were named last.
    houses: Vec<String>,
    /// The company, union or organisation that was named last.
    body: Option<Body>,
    /// The body that the sentence being read begins with, and the one before it, each with the words that tie a title
    /// to it: `de la Police`, none for one that is no state's.
    opening: [Option<(String, Body)>; 2],
    /// The bodies of no state whose names have more than one word, the latest last.
    full_names: Vec<String>,
    /// The agencies, commissions and the like of a state whose names have more than one word, the latest last.
    institutions: Vec<Body>,
    /// The town that was named last.
    town: Option<String>,
    /// The ministry that was named last.
    ministry: Option<Body>,
}

impl NamedSoFar {
    /// Remembers the houses and the town that the words name last.
    pub(super) fn remember_house(&mut self, reader: &Reader, words: &[Token]) {
        let mut at = 0;
        while at < words.len() {
            let rest = Words(&words[at..]);
            // A town that no list has: `à Marche-en-Famenne, le bourgmestre de la ville`.
            let alone = |t: &Token| t.kind == Kind::Mark || t.is_small();
            if at > 0
                && words[at - 1].is("à")
                && words[at].is_capital()
                && words.get(at + 1).is_none_or(alone)
            {
                self.town = Some(wording(&words[at..=at]));
            }
            if !reader.opens_house(&words[at]) {
                debug_assert!(reader.body_or_abbreviation(rest).is_none());
                debug_assert!(reader.bodies_of_places(rest).is_none());
                at += 1;
                continue;
            }
            if words[at].is_capital()
                && let Some((length, _)) = reader.lexicon.cities.longest(rest)
            {
                self.town = Some(wording(&words[at..at + length]));
            }
            if let Some((used, noun, places)) = reader.bodies_of_places(rest)
                && reader.lexicon.takes_name(&words[at].respelled(&noun))
            {
                for place in places {
                    self.remember_one(format!("{noun} {place}"));
                }
                at += used;
                continue;
            }
            let body = reader.body_or_abbreviation(rest).filter(|body| body.named);
            let whole = |body: &&Body| {
                matches!(
                    body.kind,
                    BodyKind::Whole | BodyKind::International | BodyKind::Party
                )
            };
            if let Some(body) = body.as_ref().filter(whole) {
                self.body = Some(body.clone());
            }
            let ministry = |b: &&Body| b.name.starts_with("ministère ");
            if let Some(body) = body.as_ref().filter(ministry) {
                self.ministry = Some(body.clone());
            }
            if let Some(body) = body.as_ref().filter(|_| words[at].at < 3) {
                let tie = match whole(&body) {
                    true => Some(String::new()),
                    false => with_article(&words[..at], &body.name),
                };
                self.opening[0] = tie.map(|tie| (tie, body.clone()));
            }
            if let Some(body) = body.as_ref().filter(|b| b.name.contains(' ')) {
                if body.country.is_none() || whole(&body) {
                    let name = body.name.clone();
                    remember(&mut self.full_names, name, |known| *known == body.name);
                } else if reader.lexicon.is_noun_kind(&words[at].lower, "institution") {
                    remember(&mut self.institutions, body.clone(), |b| {
                        b.name == body.name
                    });
                }
            }
            let house = body.filter(|body| {
                let noun = reader.lexicon.takes_name(&words[at]);
                body.kind == BodyKind::Whole || noun && body.kind == BodyKind::State
            });
            at += house.as_ref().map_or(1, |body| body.used.max(1));
            if let Some(body) = house {
                self.remember_one(body.name);
            }
        }
    }

    /// A sentence ends.
    pub(super) fn end_sentence(&mut self) {
        self.opening = [None, self.opening[0].take()];
    }

    fn remember_one(&mut self, house: String) {
        self.houses.retain(|known| *known != house);
        self.houses.push(house);
        if self.houses.len() > 2 {
            self.houses.remove(0);
        }
    }

    /// Takes in what an introduction says of the people it names.
    pub(super) fn introduce(
        &self,
        reader: &Reader,
        people: &mut People,
        sentence: &[Token],
        introduction: &Introduction,
    ) {
        let quote =
            sentence[introduction.start].range.start..sentence[introduction.end - 1].range.end;
        let around = Around::of(reader, introduction, &sentence[..introduction.start]);
        for (number, name) in introduction.names.iter().enumerate() {
            let Some(person) = people.find(&sentence[name.clone()]) else {
                continue;
            };
            let person = &mut people.all[person];
            let feminine = introduction.possessive && is_of_woman(&introduction.titles);
            let shown = introduction.gender.or(feminine.then_some('f'));
            person.gender = person.gender.or(shown);
            person.stands_in = person.stands_in.take().or(introduction.stands_in.clone());
            let rank = introduction.ranks.iter().find(|(of, _)| *of == number);
            let ranks = rank.map(|(_, rank)| rank);
            for title in introduction.titles.iter().chain(ranks) {
                let Some((title, country)) = self.held(&around, number, title) else {
                    continue;
                };
                person.country = person.country.take().or(country.clone());
                person.hold(Held {
                    title,
                    country,
                    quote: quote.clone(),
                    sure: 0.95,
                });
            }
            let shown = introduction.country_of_counterpart(number);
            let shown = shown.or(introduction.country.as_ref()).cloned();
            person.country = person.country.take().or(shown);
        }
    }

    /// The title of one of those introduced, with the body that it is of where the words name that elsewhere, and the
    /// country; none if it is of something that nothing names.
    fn held(
        &self,
        around: &Around,
        number: usize,
        title: &Title,
    ) -> Option<(Title, Option<String>)> {
        let reader = around.reader;
        let count = around.introduction.names.len();
        let mut title = title.share(number, count, &self.houses);
        let of_each = around.country_of(number);
        // `leurs directeurs, X et Y`
        let two = around.theirs && count == 2;
        let each = two && self.houses.len() == 2;
        if each && of_each.is_none() && title.owner.is_none() && !title.has_complement() {
            title.owner = Some(Owner::Body(self.houses[number].clone()));
        }
        let shared = title.countries.len() > 1 && count > 1;
        let told = title.countries.get(if shared { number } else { 0 });
        let own = told.filter(|country| !country.is_empty());
        let mut country = own.or(of_each).cloned();
        if around.theirs && title.owner.is_none() && count == 1 {
            country = country.or_else(|| around.country_before(&title.head));
        }
        // `son directeur des urgences`
        let task = around.theirs
            && reader.heads_a_body(&title.head)
            && !title.words.contains(char::is_uppercase);
        // `l'Union européenne, par son ambassadrice à Lima`
        let envoy = around.theirs && title.kind == TitleKind::Envoy && country.is_none();
        let open = title.owner.is_none() && (!title.has_complement() || task || envoy);
        // Of two bodies, the reader may not know both.
        let open = open && (!two || each);
        // `son commandant, l'amiral X`
        let commands = around.theirs && title.commands();
        let office = commands || title.kind != TitleKind::Rank;
        if open && office && (around.theirs || around.whose) {
            match self.body_meant(around, &title, commands) {
                Some((words, body)) => match body.kind {
                    BodyKind::Party => title.owner = Some(Owner::Party(body.name)),
                    BodyKind::Whole | BodyKind::International => {
                        title.owner = Some(Owner::Body(body.name));
                    }
                    BodyKind::State | BodyKind::Local if envoy => {}
                    BodyKind::State | BodyKind::Local => {
                        title.words = format!("{} {words}", title.words);
                        country = country.or(body.country);
                    }
                },
                // `sa directrice X` of nobody named gives no title.
                None if around.theirs && !is_of_person(&title.head) && country.is_none() => {
                    return None;
                }
                None => {}
            }
        }
        // `la secrétaire générale du ministère`
        let office = title.words.strip_suffix(" du ministère");
        if let (Some(office), Some(ministry)) = (office, &self.ministry) {
            title.words = format!("{office} du {}", ministry.name);
            country = country.or_else(|| ministry.country.clone());
        }
        self.complete(reader, &mut title, country.is_some());
        if country.is_none() && title.owner.is_none() {
            country = self.complete_institution(&mut title);
        }
        let of_side = around.of_side.as_ref();
        let of_side = of_side.filter(|_| title.kind != TitleKind::Local);
        Some((title, country.or_else(|| of_side.cloned())))
    }

    /// The body that `son` or `dont` before a title means, with the words that tie the title to it.
    fn body_meant(&self, around: &Around, title: &Title, commands: bool) -> Option<(String, Body)> {
        let (reader, before) = (around.reader, around.before);
        if around.whose {
            return reader.body_at_end(before);
        }
        // `Le groupe a offert des livres à l'école. Son représentant, X`: that of the group.
        let topic = self.opening[1].as_ref().filter(|_| before.is_empty());
        let named_last = || self.body.clone().map(|body| (String::new(), body));
        // `L'ONG a alerté. Sa directrice, X, …`
        let heads = commands || reader.heads_a_body(&title.head);
        let last = || topic.cloned().or_else(named_last).filter(|_| heads);
        reader.body_before(before).or_else(last)
    }

    /// Puts the institution of a state that the article has named in place of the word that it begins with: `président
    /// de l'Autorité` of the `Autorité nationale de régulation`; gives its country.
    fn complete_institution(&self, title: &mut Title) -> Option<String> {
        let (joint, noun) = last_complement(&title.words)?;
        // `directeur du service` of the `Service hydrométéorologique`
        let begins = |body: &&Body| {
            let head = body.name.split(' ').next();
            head.is_some_and(|head| head == noun || head.to_lowercase() == noun)
        };
        let body = self.institutions.iter().rev().find(begins)?;
        title.words = [&title.words[..joint], &body.name].concat();
        body.country.clone()
    }

    /// Puts the town or the body that the article has named in place of the noun that stands for it in a title.
    fn complete(&self, reader: &Reader, title: &mut Title, has_country: bool) {
        if let Some((office, town)) = reader.of_town(&title.words).zip(self.town.as_ref()) {
            title.words = format!("{office} {}", with_de(town));
        }
        let last = self.houses.last();
        if let Some((office, house)) = last.and_then(|house| reader.of_house(&title.words, house)) {
            title.words = office;
            title.owner = Some(Owner::Body(house));
        }
        if title.owner.is_some() || has_country || !reader.heads_a_body(&title.head) {
            return;
        }
        let last = self.body.as_ref().map(|body| body.name.as_str());
        if let Some((office, body)) = reader.of_named(&title.words, &self.full_names, last) {
            title.words = office;
            title.owner = Some(Owner::Body(body));
        }
    }
}

/// Remembers this as the latest of a few, instead of those that are the same.
fn remember<T>(known: &mut Vec<T>, latest: T, same: impl Fn(&T) -> bool) {
    known.retain(|one| !same(one));
    known.push(latest);
    let over = known.len().saturating_sub(FULL_NAMES);
    known.drain(..over);
}

/// An introduction, and what the words before it in its sentence say.
struct Around<'a> {
    reader: &'a Reader<'a>,
    introduction: &'a Introduction,
    before: &'a [Token<'a>],
    /// Whether a possessive says whose the title is: `son directeur, X`, but not `son homologue, X`.
    theirs: bool,
    /// Whether `dont` does: `la société, dont le directeur, X`.
    whose: bool,
    /// The countries before several people: `A et B l'ont dit, par leurs ministres X et Y`.
    of_each: Vec<String>,
    /// The country of the side that is spoken of: `pour la partie lao, par X`.
    of_side: Option<String>,
}

impl<'a> Around<'a> {
    fn of(reader: &'a Reader<'a>, introduction: &'a Introduction, before: &'a [Token<'a>]) -> Self {
        let several = introduction.possessive && introduction.names.len() > 1;
        Around {
            reader,
            introduction,
            before,
            theirs: introduction.possessive && introduction.counterpart.is_none(),
            whose: before.last().is_some_and(|token| token.is("dont")),
            of_each: match several {
                true => reader.countries_in(before),
                false => Vec::new(),
            },
            of_side: country_of_side(reader, before),
        }
    }

    /// The country of one of several people, if there is one for each, in this order.
    fn country_of(&self, number: usize) -> Option<&String> {
        let one_each = self.of_each.len() == self.introduction.names.len();
        self.of_each.get(number).filter(|_| one_each)
    }

    /// The country that somebody with such an office serves.
    fn country_before(&self, head: &str) -> Option<String> {
        // `Le Kenya est représenté par sa vice-présidente, X`
        let stood_for = self.reader.country_stood_for(self.before);
        // `La Norvège, par la voix de son ministre X`
        let state = ["ministre", "ambassad", "chancel"];
        let state = state.iter().any(|office| head.contains(office));
        // `Le Japon aidera le Laos, a annoncé son ministre, X`: the country that the sentence is about.
        let last = self.before.last();
        let tied = last.is_some_and(|t| self.reader.lexicon.is_class(t, "preposition"));
        let named = || {
            let mut countries = self.reader.countries_in(self.before);
            match tied {
                true => countries.pop(),
                false => countries.into_iter().next(),
            }
        };
        // `Le chef de l'État kényan viendra avec sa ministre, X`
        let adjective = || {
            let mut shown = self.before.iter().filter_map(|t| self.reader.country_of(t));
            let first = shown.next()?;
            shown.all(|other| other == first).then(|| first.to_string())
        };
        stood_for.or_else(|| state.then(|| named().or_else(adjective)).flatten())
    }
}

/// Whether such an office may be of a person: `sa porte-parole, X`.
fn is_of_person(head: &str) -> bool {
    let offices = [
        "porte-parole",
        "chef de cabinet",
        "cheffe de cabinet",
        "conseill",
        "adjoint",
        "avocat",
    ];
    offices.iter().any(|office| head.starts_with(office))
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    #[test]
    fn whoever_is_called_by_a_body_has_its_office() {
        for (text, office) in [
            (
                "Il a été reçu au siège de la Garde-côte philippine par son commandant, Juan Perez Soto.",
                "Juan Perez Soto | commandant de la Garde-côte | Philippines",
            ),
            (
                "La Police nationale cubaine a ouvert un musée. Son directeur général, Juan Perez Soto, l'a visité.",
                "Juan Perez Soto | directeur général de la Police nationale | Cuba",
            ),
            (
                "La Croix-Rouge cubaine, par la voix de son secrétaire général, Juan Perez Soto, a remercié les donateurs.",
                "Juan Perez Soto | secrétaire général de la Croix-Rouge | Cuba",
            ),
            (
                "Le Japon a aidé l'Autorité nationale cubaine de déminage. Le président de l'Autorité, Juan Perez Soto, l'a remercié.",
                "Juan Perez Soto | président de l'Autorité nationale de déminage | Cuba",
            ),
            (
                "Le Cubain Juan Perez Soto, 61 ans, ancien ministre des Transports, a été reçu.",
                "Juan Perez Soto | ancien ministre des Transports | Cuba",
            ),
            (
                "Juan Perez Soto, ministre délégué auprès du Premier ministre, a été reçu.",
                "Juan Perez Soto | ministre délégué auprès du Premier ministre | ",
            ),
        ] {
            assert_eq!(facts("holds", text), [office], "{text}");
        }
    }
}
