//! The people of an article: who bears which names, and which titles the text gives them.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::bodies::{Body, Owner};
use super::employers::{FULL_NAMES, country_of_side, is_of_woman, with_de};
use super::lexicon::{BodyKind, TitleKind};
use super::names::Introduction;
use super::nouns::push_all;
use super::reader::{Reader, Wording};
use super::titles::Title;
use super::tokens::{Token, Words};

/// Someone named in the article.
#[derive(Clone, Debug)]
pub struct Person {
    /// The fullest name; of spellings, the most frequent, then the first.
    pub name: String,
    /// The titles, in the order of the text, with where they stand.
    pub titles: Vec<Held>,
    /// The country that the article gives the person.
    pub country: Option<String>,
    /// `m` or `f`, where an article, title or form of address shows it.
    pub gender: Option<char>,
    /// The office that a description gives the person without naming it: `le chef de la diplomatie`.
    pub stands_in: Option<String>,
    spellings: Vec<Spelling>,
}

/// A title, and the place that gives it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The title.
    pub title: Title,
    /// Its country, where the place itself gives it.
    pub country: Option<String>,
    /// Bytes of the article.
    pub quote: std::ops::Range<usize>,
    /// How sure it is that the title is this person's.
    pub sure: f64,
}

#[derive(Clone, Debug)]
struct Spelling {
    text: String,
    words: Vec<String>,
    letters: usize,
    count: usize,
}

/// Everyone named in an article.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// In the order in which they are introduced.
    pub all: Vec<Person>,
    by_word: FxHashMap<String, Vec<usize>>,
    /// The two hospitals, schools or companies that were named last, as far as the article has been read.
    houses: Vec<String>,
    /// The company, union or organisation that was named last, as far as the article has been read.
    body: Option<Body>,
    /// The one that the sentence being read begins with, and the one before it.
    opening: [Option<Body>; 2],
    /// The bodies of no state whose names have more than one word, the latest last.
    full_names: Vec<String>,
    /// The town that was named last, as far as the article has been read.
    town: Option<String>,
}

/// How many people who share a word of their names are compared: enough for any article, and a
/// bound for what is none.
const NAMESAKES: usize = 40;

/// The most spellings of one name that are kept apart.
const SPELLINGS: usize = 30;

impl People {
    /// The person whom this name means, if known.
    pub fn find(&self, name: &[Token]) -> Option<usize> {
        self.find_words(&words(name))
    }

    fn find_words(&self, words: &[Cow<str>]) -> Option<usize> {
        let candidates = || {
            let known = words.iter().filter_map(|word| self.by_word.get(key(word)));
            known.flat_map(|people| people.iter().rev().take(NAMESAKES))
        };
        candidates().next()?;
        let by = |same: fn(&[String], &[Cow<str>]) -> bool| {
            candidates().find(|&&person| {
                let mut spellings = self.all[person].spellings.iter();
                spellings.any(|spelling| same(&spelling.words, words))
            })
        };
        by(same_spelling)
            .or_else(|| by(misspelt))
            .or_else(|| by(shortened))
            .copied()
    }

    /// The person of this name, known or new.
    pub fn find_or_add(&mut self, name: &[Token]) -> usize {
        let person = self.find(name).unwrap_or_else(|| {
            self.all.push(Person {
                name: wording(name),
                titles: Vec::new(),
                country: None,
                gender: None,
                stands_in: None,
                spellings: Vec::new(),
            });
            self.all.len() - 1
        });
        self.learn(person, name);
        person
    }

    /// Counts one more use of a name, and chooses the spelling anew.
    pub fn learn(&mut self, number: usize, name: &[Token]) {
        let text = wording(name);
        let person = &mut self.all[number];
        if let Some(known) = person
            .spellings
            .iter_mut()
            .find(|spelling| spelling.text == text)
        {
            known.count += 1;
        } else if person.spellings.len() < SPELLINGS {
            let words: Vec<String> = words(name).into_iter().map(Cow::into_owned).collect();
            for (at, key) in words.iter().map(|word| key(word)).enumerate() {
                let known = person.spellings.iter().flat_map(|known| &known.words);
                let mut known = known.chain(&words[..at]);
                if !known.any(|word| self::key(word) == key) {
                    let alike = self.by_word.entry(key.to_string()).or_default();
                    alike.push(number);
                }
            }
            person.spellings.push(Spelling {
                letters: words.iter().map(|word| word.chars().count()).sum(),
                text,
                words,
                count: 1,
            });
        }
        // Spellings of about the same length are equally full: `Qiu Zhen Hai`, `Qiu Zhenhai`.
        let longest = person
            .spellings
            .iter()
            .map(|spelling| spelling.letters)
            .max()
            .unwrap_or(0);
        let full = person
            .spellings
            .iter()
            .rev()
            .filter(|spelling| longest - spelling.letters <= longest / 8);
        if let Some(chosen) = full.max_by_key(|spelling| spelling.count) {
            person.name.clone_from(&chosen.text);
        }
    }

    /// Remembers the houses and the town that the words name last.
    pub fn remember_house(&mut self, reader: &Reader, words: &[Token]) {
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
                if words[at].at < 3 {
                    self.opening[0] = Some(body.clone());
                }
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
    pub fn end_sentence(&mut self) {
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
    pub fn introduce(&mut self, reader: &Reader, sentence: &[Token], introduction: &Introduction) {
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
            let Some(person) = self.find(&sentence[name.clone()]) else {
                continue;
            };
            let of_each = of_each
                .get(number)
                .filter(|_| of_each.len() == introduction.names.len());
            let People {
                all,
                houses,
                body,
                full_names,
                town,
                opening,
                ..
            } = self;
            // `Le groupe a offert des livres à l'école. Son représentant, X`: that of the group.
            let topic = opening[1].as_ref().filter(|_| before.is_empty());
            let last = topic.or(body.as_ref());
            let last = || last.cloned().map(|body| (String::new(), body));
            let person = &mut all[person];
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
                if (theirs || whose) && open && title.kind != TitleKind::Rank {
                    let body = if whose {
                        reader.body_at_end(before)
                    } else {
                        // `L'ONG a alerté. Sa directrice, X, …`
                        let last = || last().filter(|_| reader.heads_a_body(&title.head));
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

impl Person {
    /// How often the article names the person.
    pub(super) fn uses(&self) -> usize {
        self.spellings.iter().map(|spelling| spelling.count).sum()
    }

    /// Adds a title, unless it is known already.
    pub fn hold(&mut self, held: Held) {
        let same = |known: &Held| {
            known.title.words == held.title.words
                && known.title.owner == held.title.owner
                && known.country == held.country
        };
        if !self.titles.iter().any(same) {
            self.titles.push(held);
        }
    }
}

/// The words as the text has them.
pub fn wording(tokens: &[Token]) -> String {
    let mut wording = Wording::default();
    push_all(&mut wording, Words(tokens), tokens.len());
    wording.text
}

/// The words of a name in plain letters, hyphens left out.
fn words<'t>(name: &'t [Token]) -> Vec<Cow<'t, str>> {
    let word = |token: &'t Token| match token.plain.contains('-') {
        true => Cow::Owned(token.plain.replace('-', "")),
        false => Cow::Borrowed(token.plain.as_str()),
    };
    name.iter().map(word).collect()
}

/// Words that a misspelling leaves alike are looked up under one key.
fn key(word: &str) -> &str {
    let end = word.char_indices().nth(4).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

fn same_spelling(a: &[String], b: &[Cow<str>]) -> bool {
    let letters: usize = a.iter().map(String::len).sum();
    let others: usize = b.iter().map(|word| word.len()).sum();
    // `Qiu Zhen Hai`, `Qiu Zhenhai`
    let apart = || {
        let bytes = a.iter().flat_map(|word| word.bytes());
        bytes.eq(b.iter().flat_map(|word| word.bytes()))
    };
    letters == others && (a == b || apart())
}

/// One letter in six may differ, word by word.
fn misspelt(a: &[String], b: &[Cow<str>]) -> bool {
    let alike = |(p, q): (&String, &Cow<str>)| {
        let near = || {
            let (letters, others) = (p.chars().count(), q.chars().count());
            let allowed = letters.max(others) / 6;
            allowed > 0
                && letters.abs_diff(others) <= allowed
                && strsim::levenshtein(p, q) <= allowed
        };
        p == q || near()
    };
    a.len() == b.len() && a.len() > 1 && a.iter().zip(b).all(alike)
}

/// The given name, the family name (also the first of two) or some of the words in a row stand for the whole.
fn shortened(full: &[String], short: &[Cow<str>]) -> bool {
    let is = |word: &Cow<str>, other: Option<&String>| other.is_some_and(|other| other == word);
    match short {
        _ if short.len() >= full.len() => false,
        [word] => {
            let first = full.len().checked_sub(2).filter(|_| full.len() > 2);
            is(word, full.last())
                || is(word, full.first())
                || is(word, first.and_then(|at| full.get(at)))
        }
        _ => full.windows(short.len()).any(|part| part == short),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    #[test]
    fn spellings_and_short_forms_are_one_person() {
        let mut people = People::default();
        for name in [
            "Chansamone Chanylath",
            "Chansamone Chanyalath",
            "Chansamone Chanyalath",
            "Chanyalath",
        ] {
            people.find_or_add(&tokens(name, 0..name.len()));
        }
        assert_eq!(people.all.len(), 1);
        assert_eq!(people.all[0].name, "Chansamone Chanyalath");
    }

    #[test]
    fn other_names_are_other_people() {
        let mut people = People::default();
        for name in [
            "Nguyen Van Nam",
            "Nguyen Van Lam",
            "Qiu Zhenhai",
            "Qiu Zhen Hai",
        ] {
            people.find_or_add(&tokens(name, 0..name.len()));
        }
        assert_eq!(people.all.len(), 3);
    }
}
