//! What an introduction says of the people whom it names, with the bodies and the town that the article has named before.

use super::bodies::{Body, Owner};
use super::census::complement;
use super::employers::{FULL_NAMES, country_of_side, is_of_woman, with_de};
use super::lexicon::{BodyKind, TitleKind};
use super::names::Introduction;
use super::people::{Held, People, wording};
use super::reader::Reader;
use super::tokens::{Token, Words};

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
    /// The town that was named last.
    town: Option<String>,
}

impl NamedSoFar {
    /// Remembers the houses and the town that the words name last.
    pub(super) fn remember_house(&mut self, reader: &Reader, words: &[Token]) {
        let mut at = 0;
        while at < words.len() {
            let rest = Words(&words[at..]);
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
            if let Some(body) = body.as_ref().filter(|_| words[at].at < 3) {
                let tie = match whole(&body) {
                    true => Some(String::new()),
                    false => complement(&words[..at], &body.name),
                };
                self.opening[0] = tie.map(|tie| (tie, body.clone()));
            }
            let of_state = |b: &&Body| b.country.is_some() && !whole(b);
            if let Some(body) = body
                .as_ref()
                .filter(|b| !of_state(b) && b.name.contains(' '))
            {
                self.full_names.retain(|known| *known != body.name);
                self.full_names.push(body.name.clone());
                let over = self.full_names.len().saturating_sub(FULL_NAMES);
                self.full_names.drain(..over);
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
        &mut self,
        reader: &Reader,
        people: &mut People,
        sentence: &[Token],
        introduction: &Introduction,
    ) {
        let quote =
            sentence[introduction.start].range.start..sentence[introduction.end - 1].range.end;
        // `A et B l'ont dit, par leurs ministres X et Y`: one for each, in this order.
        let several = introduction.possessive && introduction.names.len() > 1;
        let before = &sentence[..introduction.start];
        let of_each = if several {
            reader.countries_in(before)
        } else {
            Vec::new()
        };
        let of_side = country_of_side(reader, before);
        for (number, name) in introduction.names.iter().enumerate() {
            let Some(person) = people.find(&sentence[name.clone()]) else {
                continue;
            };
            let of_each = of_each
                .get(number)
                .filter(|_| of_each.len() == introduction.names.len());
            let NamedSoFar {
                houses,
                body,
                full_names,
                town,
                opening,
            } = self;
            // `Le groupe a offert des livres à l'école. Son représentant, X`: that of the group.
            let topic = opening[1].as_ref().filter(|_| before.is_empty());
            let named_last = || body.clone().map(|body| (String::new(), body));
            let last = || topic.cloned().or_else(named_last);
            let person = &mut people.all[person];
            let feminine = introduction.possessive && is_of_woman(&introduction.titles);
            let shown = introduction.gender.or(feminine.then_some('f'));
            person.gender = person.gender.or(shown);
            person.stands_in = person.stands_in.take().or(introduction.stands_in.clone());
            let rank = introduction.ranks.iter().find(|(of, _)| *of == number);
            let ranks = rank.map(|(_, rank)| rank);
            for title in introduction.titles.iter().chain(ranks) {
                let mut title = title.share(number, introduction.names.len(), houses);
                let shared = title.countries.len() > 1 && introduction.names.len() > 1;
                let mut country = title
                    .countries
                    .get(if shared { number } else { 0 })
                    .or(of_each)
                    .cloned();
                let theirs = introduction.possessive && introduction.counterpart.is_none();
                let whose = before.last().is_some_and(|token| token.is("dont"));
                // `leurs directeurs, X et Y`
                let each = theirs && several && introduction.names.len() == 2 && houses.len() == 2;
                if each && of_each.is_none() && title.owner.is_none() && !title.has_complement() {
                    title.owner = Some(Owner::Body(houses[number].clone()));
                }
                // `La Norvège, par la voix de son ministre X`
                let state = ["ministre", "ambassad", "chancel"];
                let state = state.iter().any(|office| title.head.contains(office));
                // `Le Kenya est représenté par sa vice-présidente, X`
                let stood_for = reader.country_stood_for(before).filter(|_| theirs);
                let full = title.owner.is_none() && introduction.names.len() == 1;
                country = country.or(stood_for.filter(|_| full));
                if theirs && state && title.owner.is_none() && introduction.names.len() == 1 {
                    country = country.or_else(|| reader.countries_in(before).pop());
                }
                // `son directeur des urgences`
                let task = theirs
                    && reader.heads_a_body(&title.head)
                    && !title.words.contains(char::is_uppercase);
                // `leurs directeurs, X et Y`, of two bodies of which the reader does not know both
                let of_two = several && introduction.names.len() == 2 && !each && theirs;
                let open = title.owner.is_none() && (!title.has_complement() || task) && !of_two;
                // `son commandant, l'amiral X`
                let commands = theirs && title.head.starts_with("commandant");
                if (theirs || whose) && open && (commands || title.kind != TitleKind::Rank) {
                    let body = if whose {
                        reader.body_at_end(before)
                    } else {
                        // `L'ONG a alerté. Sa directrice, X, …`
                        let heads = commands || reader.heads_a_body(&title.head);
                        let last = || last().filter(|_| heads);
                        reader.body_before(before).or_else(last)
                    };
                    // `sa directrice X` of nobody named gives no title.
                    let of_person = [
                        "porte-parole",
                        "chef de cabinet",
                        "cheffe de cabinet",
                        "conseill",
                        "adjoint",
                        "avocat",
                    ];
                    let of_person = of_person
                        .iter()
                        .any(|office| title.head.starts_with(office));
                    if body.is_none() && theirs && !of_person && country.is_none() {
                        continue;
                    }
                    if let Some((words, body)) = body {
                        match body.kind {
                            BodyKind::Party => title.owner = Some(Owner::Party(body.name)),
                            BodyKind::Whole | BodyKind::International => {
                                title.owner = Some(Owner::Body(body.name));
                            }
                            BodyKind::State | BodyKind::Local => {
                                title.words = format!("{} {words}", title.words);
                                country = country.or(body.country);
                            }
                        }
                    }
                }
                if let Some((office, town)) = reader.of_town(&title.words).zip(town.as_ref()) {
                    title.words = format!("{office} {}", with_de(town));
                }
                if let Some((office, house)) = houses
                    .last()
                    .and_then(|house| reader.of_house(&title.words, house))
                {
                    title.words = office;
                    title.owner = Some(Owner::Body(house));
                }
                let of_body = title.owner.is_none() && country.is_none();
                let named = reader.of_named(
                    &title.words,
                    full_names,
                    body.as_ref().map(|body| body.name.as_str()),
                );
                if let Some((office, body)) =
                    named.filter(|_| of_body && reader.heads_a_body(&title.head))
                {
                    title.words = office;
                    title.owner = Some(Owner::Body(body));
                }
                let of_side = of_side.as_ref().filter(|_| title.kind != TitleKind::Local);
                let country = country.or_else(|| of_side.cloned());
                person.country = person.country.take().or(country.clone());
                person.hold(Held {
                    title,
                    country,
                    quote: quote.clone(),
                    sure: 0.95,
                });
            }
            let shown = introduction
                .counterpart
                .clone()
                .flatten()
                .or_else(|| introduction.country.clone());
            person.country = person.country.take().or(shown);
        }
    }
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
