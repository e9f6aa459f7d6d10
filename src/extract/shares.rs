//! Titles in the plural that several people share out: `les directeurs des hôpitaux de A et de B`, `les ministres
//! de la Santé et de l'Éducation`, `les recteurs des deux universités`.

use nom::Parser;
use nom::combinator::fail;

use super::bodies::Owner;
use super::lexicon::{BodyKind, TitleKind};
use super::nouns::{Keep, Phrase};
use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Parsed, Token, Words, plain, token_if};

/// How a title in the plural is shared out.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Sharing {
    /// All hold the same.
    #[default]
    Same,
    /// Each holds one of these: the words of the title, and its owner.
    Each(Vec<(String, Option<Owner>)>),
    /// Each of one of the two bodies that were named last.
    OfBoth,
}

/// The most words of the noun that bodies share: `chambres de commerce`.
const NOUN_WORDS: usize = 6;

/// The noun in the singular, word by word.
pub(super) fn singular(token: &Token) -> String {
    if token.is_abbreviation() {
        return token.text.to_string();
    }
    match token.text.strip_suffix("aux") {
        Some(stem) if stem.len() > 2 => format!("{stem}al"),
        _ => token
            .text
            .strip_suffix('s')
            .unwrap_or(token.text)
            .to_string(),
    }
}

/// Whether a word may be the noun of several: `hôpitaux`, `CHU`.
pub(super) fn looks_plural(token: &Token) -> bool {
    matches!(token.lower.as_bytes(), [.., b's' | b'x']) || token.is_abbreviation()
}

/// `de`, `d'`, `du`, `de la`: how many tokens, and whether what follows may be a name without an article.
pub(super) fn of(words: Words) -> usize {
    match words.first().map(|t| t.lower.as_str()) {
        Some("du" | "des") => 1,
        Some("de" | "d'") => 1 + usize::from(words.skip(1).starts_with(&["la", "l'"])),
        _ => 0,
    }
}

impl Reader<'_> {
    /// The title in the plural whose head, of so many tokens, is this in the singular, if its complement is
    /// shared out: the words after it, and what each holds.
    pub(super) fn shared_title<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
        head: &str,
        kind: TitleKind,
    ) -> Option<(Words<'t, 'a>, Sharing)> {
        if let Some((used, noun, places)) = self.bodies_of_places(words.skip(1)) {
            let towns = matches!(noun.as_str(), "ville" | "commune" | "localité");
            if !words.starts_with(&["des"]) {
                return None;
            }
            let land = self.lexicon.is_place_noun(&words.first()?.respelled(&noun));
            let joint = match super::pairs::noun_gender(&noun) {
                _ if plain(&noun).starts_with(['a', 'e', 'i', 'o', 'u']) => "de l'",
                Some('f') => "de la ",
                _ => "du ",
            };
            let each = places.into_iter().map(|place| match towns {
                true => (format!("{head} {place}"), None),
                false if land => (format!("{head} {joint}{noun} {place}"), None),
                false => (
                    head.to_string(),
                    Some(Owner::Body(format!("{noun} {place}"))),
                ),
            });
            return Some((words.skip(1 + used), Sharing::Each(each.collect())));
        }
        if let Some(shared) = self.several_bodies_of(words, head) {
            return Some(shared);
        }
        // `les maires de A et de B`
        let (used, places) = self.of_places(words)?;
        let bare = |(place, known): &(String, bool)| {
            let article = ["de la ", "de l'", "de l’", "du ", "des "];
            *known
                || kind == TitleKind::Local
                || !article.iter().any(|joint| place.starts_with(joint))
        };
        if !places.iter().all(bare) {
            return None;
        }
        let each = places.into_iter().map(|(place, known)| {
            let name = place
                .split_once([' ', '\'', '’'])
                .map_or("", |(_, name)| name);
            match known || kind == TitleKind::Local {
                true => (format!("{head} {place}"), None),
                false => (head.to_string(), Some(Owner::Body(name.to_string()))),
            }
        });
        Some((words.skip(used), Sharing::Each(each.collect())))
    }

    /// `, et de la Justice, Y` behind the name of the first who holds a title in the plural: the words from the next
    /// name on. The title takes in what the next one holds.
    pub(super) fn and_of_task<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
        title: &mut Title,
    ) -> Option<Words<'t, 'a>> {
        let comma = usize::from(words.starts_with(&[","]));
        let and = usize::from(words.skip(comma).starts_with(&["et"]));
        let task = words.skip(comma + and);
        let mut phrase = Phrase::default();
        if comma + and == 0 || !task.starts_with(&["du", "de", "d'", "des"]) {
            return None;
        }
        let keep = Keep {
            country: false,
            title: Some(title.kind),
        };
        self.extend(task, &mut phrase, keep);
        let after = task.skip(phrase.used);
        let named = phrase.used > 1
            && after.starts_with(&[","])
            && self
                .name(self.civilities(after.skip(1)).0)
                .is_some_and(|length| length > 1);
        if !named {
            return None;
        }
        let first = (title.words.clone(), title.owner.clone());
        let next = match phrase.wording.text.as_str() {
            "" if phrase.owner.is_some() => (title.head.clone(), phrase.owner),
            "" => (title.words.clone(), phrase.owner),
            task => (format!("{} {task}", title.head), phrase.owner),
        };
        match &mut title.sharing {
            Sharing::Each(each) => each.push(next),
            sharing => *sharing = Sharing::Each(vec![first, next]),
        }
        title.countries.extend(phrase.country);
        Some(after.skip(1))
    }

    /// `présidents de l'Assemblée nationale et du Sénat`: each of one of these bodies.
    fn several_bodies_of<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
        head: &str,
    ) -> Option<(Words<'t, 'a>, Sharing)> {
        let mut used = 0;
        let mut each = Vec::new();
        loop {
            let rest = words.skip(used);
            let joint = of(rest);
            let body = self
                .body_or_abbreviation(rest.skip(joint))
                .filter(|body| joint > 0 && body.named && body.used > 0)?;
            let owned = matches!(
                body.kind,
                BodyKind::Whole | BodyKind::International | BodyKind::Party
            );
            each.push(match owned {
                true => (head.to_string(), Some(Owner::Body(body.name))),
                false => {
                    let joint = super::people::wording(&rest.0[..joint]);
                    let glue = if joint.ends_with(['\'', '’']) {
                        ""
                    } else {
                        " "
                    };
                    (format!("{head} {joint}{glue}{}", body.name), None)
                }
            });
            used += joint + body.used;
            let after = words.skip(used);
            let last = each.len() > 1 && words.0[..used].iter().any(|t| t.is("et"));
            if last && !after.starts_with(&["et"]) {
                return Some((after, Sharing::Each(each)));
            }
            if !after.starts_with(&["et", ","]) {
                return None;
            }
            used += 1;
        }
    }

    /// `, du Kenya et de la Tanzanie`, `et thaïlandais`: the countries of a list behind its first, up to the one
    /// behind `et`.
    pub(super) fn other_countries<'t, 'a>(
        &self,
        input: Words<'t, 'a>,
    ) -> Option<(Words<'t, 'a>, Vec<String>)> {
        let mut found = Vec::new();
        let mut rest = input;
        loop {
            let last = rest.starts_with(&["et"]);
            let (after, country) = self.next_country(rest).ok()?;
            found.push(country);
            rest = after;
            if last {
                return Some((rest, found));
            }
        }
    }

    fn next_country<'t, 'a>(&self, input: Words<'t, 'a>) -> Parsed<'t, 'a, String> {
        let (rest, _) = token_if(|t| t.is("et") || t.is(",")).parse(input)?;
        if let Some(country) = rest.first().and_then(|token| self.country_of(token)) {
            return Ok((rest.skip(1), country.to_string()));
        }
        let (rest, _) =
            token_if(|t| matches!(t.lower.as_str(), "du" | "de" | "d'" | "des")).parse(rest)?;
        let rest = rest.skip(usize::from(rest.starts_with(&["la", "l'"])));
        match self.country(rest) {
            Some((length, country)) => Ok((rest.skip(length), country.to_string())),
            None => fail().parse(rest),
        }
    }

    /// `hôpitaux de A et de B`: how many tokens, the noun in the singular, and the places with their prepositions.
    pub(super) fn bodies_of_places(&self, words: Words) -> Option<(usize, String, Vec<String>)> {
        let first = words.first()?;
        if !looks_plural(first) || self.lexicon.is_function_word(first) {
            return None;
        }
        // `chambres de commerce`: small words, of which those before the first preposition are plurals.
        let goes_on = |&noun: &usize| {
            let last = &words.0[noun - 1];
            noun == 1 || last.is_small() && !self.lexicon.is_class(last, "auxiliary")
        };
        let (noun, (used, places)) = (1..NOUN_WORDS.min(words.0.len()))
            .take_while(goes_on)
            .filter(|noun| of(words.skip(*noun)) > 0)
            .find_map(|noun| Some((noun, self.of_places(words.skip(noun))?)))?;
        if self.lexicon.titles.longest(words).is_some() {
            return None;
        }
        let inner = &words.0[1..noun];
        let head = inner
            .iter()
            .take_while(|t| !self.lexicon.is_function_word(t))
            .count();
        let mut name = words.0[..=head]
            .iter()
            .map(singular)
            .collect::<Vec<_>>()
            .join(" ");
        if head + 1 < noun {
            name = format!(
                "{name} {}",
                super::people::wording(&words.0[head + 1..noun])
            );
        }
        let places = places.into_iter().map(|(place, _)| place).collect();
        Some((noun + used, name, places))
    }

    /// `mairies de A et de B`, `villes de A et de B`: how many tokens, and the bodies, or the towns alone.
    pub(super) fn each_of(&self, words: Words) -> Option<(usize, Vec<String>)> {
        let two = usize::from(words.starts_with(&["deux", "trois"]));
        let words = words.skip(two);
        let (used, noun, places) = self.bodies_of_places(words)?;
        let first = words.first()?;
        let known = |noun: &str| {
            let words = super::tokens::tokens(noun, 0..noun.len());
            self.lexicon.bodies.longest(Words(&words)).is_some()
        };
        if self.lexicon.is_place_noun(&first.respelled(&noun)) {
            let bare = |place: &String| {
                let from = place.find(char::is_uppercase).unwrap_or(0);
                place[from..].to_string()
            };
            return Some((two + used, places.iter().map(bare).collect()));
        }
        let plural = self.lexicon.bodies.longest(words).is_some();
        let body = plural || known(&noun) || self.lexicon.takes_name(&first.respelled(&noun));
        let noun = match plural {
            true => first.text.to_string(),
            false => noun,
        };
        body.then(|| {
            (
                two + used,
                places
                    .iter()
                    .map(|place| format!("{noun} {place}"))
                    .collect(),
            )
        })
    }

    /// `de A et de B`: how many tokens, and each with its preposition, and whether it is known as a town.
    pub(super) fn of_places(&self, words: Words) -> Option<(usize, Vec<(String, bool)>)> {
        let mut used = 0;
        let mut places = Vec::new();
        loop {
            let rest = words.skip(used);
            let joint = of(rest);
            let name = rest.skip(joint);
            // `les universités de Hué et Paksé`: the preposition is that of the first.
            let opened = joint > 0 || !places.is_empty();
            let run = opened.then(|| self.place_run(name)).flatten()?;
            let known = self.lexicon.cities.longest(name).is_some();
            let own = super::people::wording(&rest.0[..joint + run]);
            let own = if joint > 0 { own } else { format!("de {own}") };
            places.push((own, known));
            used += joint + run;
            let after = words.skip(used);
            let and = after.starts_with(&["et"]);
            let bare = and && self.lexicon.cities.longest(after.skip(1)).is_some();
            let more = bare || of(after.skip(1)) > 0 && (and || after.starts_with(&[",", "&"]));
            if !more {
                break;
            }
            used += 1;
        }
        (places.len() > 1).then_some((used, places))
    }

    /// How many tokens at the start are the name of a place, as far as its letters show: no country, no body.
    pub(super) fn place_run(&self, words: Words) -> Option<usize> {
        words.first().filter(|t| t.is_capital())?;
        if let Some((length, _)) = self.lexicon.cities.longest(words) {
            return Some(length);
        }
        let run = words
            .0
            .iter()
            .take_while(|t| t.is_capital() && !self.lexicon.is_function_word(t))
            .count();
        let other = self.country(words).is_some()
            || self.lexicon.bodies.longest(words).is_some()
            || self.lexicon.organisations.longest(words).is_some()
            || self.lexicon.titles.longest(words).is_some();
        (!other && (1..4).contains(&run)).then_some(run)
    }
}

impl Title {
    /// The title in the singular as the one of this number holds it, of so many who share it.
    pub(super) fn share(&self, number: usize, of: usize, houses: &[String]) -> Title {
        let mut title = self.clone();
        match &self.sharing {
            Sharing::Each(each) if each.len() == of => {
                title.words.clone_from(&each[number].0);
                title.owner = each[number].1.clone().or(title.owner);
            }
            Sharing::OfBoth if of == 2 && houses.len() == 2 && title.owner.is_none() => {
                title.owner = Some(Owner::Body(houses[number].clone()));
            }
            _ => {}
        }
        title.sharing = Sharing::Same;
        title
    }
}

/// `ministre de la Santé et de l'Éducation` of several: one of the first, one of the second.
pub(super) fn portfolios(words: &str, head: &str) -> Sharing {
    if !words.contains(" et d") {
        return Sharing::Same;
    }
    let minister = head.contains("ministre") || head.contains("secrétaire d'État");
    let joints = [" et de ", " et des ", " et du ", " et d'", " et d’"];
    let found = joints
        .iter()
        .flat_map(|joint| words.match_indices(joint))
        .map(|(at, _)| at)
        .collect::<Vec<_>>();
    match found.as_slice() {
        [at] if minister && !words.contains(',') => Sharing::Each(vec![
            (words[..*at].to_string(), None),
            (format!("{head} {}", &words[at + 4..]), None),
        ]),
        _ => Sharing::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    #[test]
    fn a_plural_is_shared_out() {
        for (text, expected) in [
            (
                "Les maires de Lyon et de Hanoï, Anne Duval et Tran Van Ba, ont parlé.",
                [
                    "Anne Duval | maire de Lyon | ",
                    "Tran Van Ba | maire de Hanoï | ",
                ],
            ),
            (
                "Les directeurs des hôpitaux de Lyon et de Hanoï, Anne Duval et Tran Van Ba, ont parlé.",
                [
                    "Anne Duval | directeur | hôpital de Lyon",
                    "Tran Van Ba | directeur | hôpital de Hanoï",
                ],
            ),
            (
                "Les ministres de la Santé et de la Justice, Anne Duval et Tran Van Ba, ont parlé.",
                [
                    "Anne Duval | ministre de la Santé | ",
                    "Tran Van Ba | ministre de la Justice | ",
                ],
            ),
        ] {
            let mut held = facts("holds", text);
            held.sort();
            assert_eq!(held, expected, "{text}");
        }
    }

    #[test]
    fn bodies_of_several_places_are_several() {
        assert_eq!(
            facts(
                "said",
                "Les mairies de Lyon et de Hanoï ont salué l'accord."
            ),
            [
                "mairie de Lyon | praise | l'accord",
                "mairie de Hanoï | praise | l'accord"
            ]
        );
    }
}
