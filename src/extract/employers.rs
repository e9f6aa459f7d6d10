//! Bodies that employ people: whose director, president or mayor somebody is whose title names them only in part.

use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Token, Words, spelling};

/// What ties the body to an office, with the article.
const JOINTS: [&str; 4] = [" de la ", " du ", " de l'", " de l’"];

/// Where the last complement of a title begins, behind its article, and its words.
pub(super) fn last_complement(title: &str) -> Option<(usize, &str)> {
    let ends = JOINTS
        .iter()
        .filter_map(|joint| Some(title.rfind(joint)? + joint.len()));
    let at = ends.max()?;
    Some((at, &title[at..]))
}

impl Reader<'_> {
    /// `directeur de l'établissement`: the office, and the house that is meant, if it is of that kind.
    pub(super) fn of_house(&self, title: &str, house: &str) -> Option<(String, String)> {
        let (office, noun) = title
            .rsplit_once(" de l'")
            .or_else(|| title.rsplit_once(" de l’"))?;
        let first = house.split(' ').next()?.to_lowercase();
        let same = self.lexicon.is_noun_kind(noun, "establishment") || noun == first;
        same.then(|| (office.to_string(), house.to_string()))
    }

    /// Whether it is rather a body than a person that has such an officer.
    pub(super) fn heads_a_body(&self, head: &str) -> bool {
        let head = &head.to_lowercase();
        let joints = head.match_indices([' ', '-']).map(|(at, _)| at);
        joints
            .chain([head.len()])
            .any(|end| self.lexicon.is_noun_kind(&head[..end], "officer"))
    }

    /// `maire de la ville`: the office.
    pub(super) fn of_town<'t>(&self, title: &'t str) -> Option<&'t str> {
        let (office, noun) = title.rsplit_once(" de la ")?;
        self.lexicon.is_noun_kind(noun, "town").then_some(office)
    }

    /// `président de la Fédération`: the office, and the body of those named before that is meant; `du club`, `de
    /// l'entreprise`: the one named last.
    pub(super) fn of_named(
        &self,
        title: &str,
        names: &[String],
        last: Option<&str>,
    ) -> Option<(String, String)> {
        let (office, noun) = JOINTS.iter().find_map(|joint| title.rsplit_once(joint))?;
        let area = || self.lexicon.is_place_noun_word(noun);
        if noun.contains([' ', '-', '\'', '’']) || area() {
            return None;
        }
        // `PDG de la Sonede`, of which nothing else is said
        let spelling = spelling(noun);
        let spelt = spelling.known();
        let strange =
            noun.starts_with(char::is_uppercase) && spelt.nouns.is_empty() && !spelt.is_name();
        let task = JOINTS.iter().any(|joint| office.contains(joint)) || office.contains(" de ");
        let own = strange && noun.len() > 3 && !task && !office.contains(" d'");
        let begins = |name: &&String| {
            let name = super::tokens::spelling(name);
            let rest = name.plain.strip_prefix(spelling.plain.as_str());
            rest.is_some_and(|rest| rest.starts_with(' '))
        };
        // `directeur de la banque` of the only one that has the noun in its name: `Société lao de banque`
        let has = |name: &&String| {
            let name = super::tokens::spelling(name);
            spelling.lower == noun && name.plain.split(' ').any(|word| word == spelling.plain)
        };
        let mut having = names.iter().filter(has);
        let only = having.next().filter(|_| having.next().is_none());
        let called = names.iter().rev().find(begins).or(only);
        let called = called.map(String::as_str);
        let company = self.lexicon.is_noun_kind(&spelling.lower, "company");
        let others: Vec<&String> = names.iter().filter(|name| !begins(name)).collect();
        // `la coordinatrice de l'agence` is of none whose name says that it is something else: `Université de …`.
        let fits = |name: &str| {
            let words = super::tokens::tokens(name, 0..name.len());
            self.lexicon.bodies.longest(Words(&words)).is_none()
        };
        let likely = || match others.as_slice() {
            [] | [_] => last.filter(|last| fits(last) || others.is_empty()),
            _ => None,
        };
        let called = called.or_else(|| likely().filter(|_| company));
        // `directrice de l'Office de la police` names it already.
        let called = called.filter(|name| !title.contains(name));
        let called = called.or(Some(noun).filter(|_| own));
        called.map(|name| (office.to_string(), name.to_string()))
    }
}

/// The town with `de` before it.
pub(super) fn with_de(town: &str) -> String {
    let vowel = spelling(town).plain.starts_with(['a', 'e', 'i', 'o', 'u']);
    match town.strip_prefix("Le ") {
        Some(rest) => format!("du {rest}"),
        None if vowel => format!("d'{town}"),
        None => format!("de {town}"),
    }
}

/// The name of a body with `de` and its article, which the gender of its first noun tells: `de l'Office`, `du Centre`.
pub(super) fn with_own_article(name: &str) -> Option<String> {
    let first = spelling(name.split(' ').next()?);
    let noun = first.known().nouns.first()?;
    let vowel =
        first.plain.starts_with(['a', 'e', 'i', 'o', 'u']) || first.plain.starts_with("hopital");
    let of = match (noun.plural == Some(true), vowel, noun.gender) {
        (true, ..) => "des ",
        (false, true, _) => "de l'",
        (false, false, Some('f')) => "de la ",
        (false, false, _) => "du ",
    };
    Some([of, name].concat())
}

/// The name of a body with `de` and the article that ends the words before it: `de la Garde-côte`.
pub(super) fn with_article(before: &[Token], name: &str) -> Option<String> {
    let of = match before.last()?.lower.as_str() {
        "le" => "du ",
        "la" => "de la ",
        "l'" => "de l'",
        "les" => "des ",
        _ => return None,
    };
    Some([of, name].concat())
}

impl Reader<'_> {
    /// The country that the words end with, where they say that it is represented by somebody: `le Kenya, représenté
    /// par`, `le président kényan était représenté par`.
    pub(super) fn country_stood_for(&self, before: &[Token]) -> Option<String> {
        const LONGEST: usize = 4;
        let (_, words) = before.split_last().filter(|(by, _)| by.is("par"))?;
        let small = |t: &Token| {
            t.lower.starts_with("représenté")
                || matches!(
                    t.lower.as_str(),
                    "," | "est" | "était" | "sera" | "sont" | "étaient" | "a" | "été" | "y"
                )
        };
        let end = words.iter().rposition(|t| !small(t)).map_or(0, |at| at + 1);
        let stands = words[end..]
            .iter()
            .any(|t| t.lower.starts_with("représenté"));
        let named = (1..=LONGEST.min(end)).find_map(|length| {
            let country = self.country(Words(&words[end - length..end]));
            country
                .filter(|(used, _)| *used == length)
                .map(|(_, name)| name)
        });
        let adjective = || {
            let last = words[..end].last()?;
            self.country_of(last).filter(|_| stands)
        };
        named.or_else(adjective).map(str::to_string)
    }
}

/// `pour la partie lao, par le ministre X`: the country of the side that the words before a person speak of.
pub(super) fn country_of_side(reader: &Reader, before: &[Token]) -> Option<String> {
    const REACH: usize = 7;
    let near = &before[before.len().saturating_sub(REACH)..];
    let side = near
        .iter()
        .rposition(|t| matches!(t.lower.as_str(), "partie" | "côté"))?;
    let country = reader.country_of(near.get(side + 1)?)?;
    let small = near[side + 2..]
        .iter()
        .all(|t| !t.is_capital() && !t.is("et"));
    small.then(|| country.to_string())
}

/// Whether the titles show a woman: `son ambassadrice, X`.
pub(super) fn is_of_woman(titles: &[Title]) -> bool {
    titles.iter().any(|title| {
        let noun = title.head.split(' ').next().unwrap_or_default();
        let nouns = &super::dictionary::look_up(noun).nouns;
        let only = nouns.first().filter(|_| nouns.len() == 1);
        only.and_then(|noun| noun.gender) == Some('f')
    })
}

/// How many of the bodies that were named last are remembered.
pub(super) const FULL_NAMES: usize = 8;
