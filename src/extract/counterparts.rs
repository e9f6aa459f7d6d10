//! People introduced by way of another: `son homologue lao X`, `celui du Havre, X`, `son collègue des Finances, X`.

use nom::Parser;
use nom::combinator::opt;
use nom::multi::many0_count;

use super::bodies::Owner;
use super::discourse::{Discourse, Referent};
use super::holders::is_chief;
use super::inflection::title_of;
use super::lexicon::TitleKind;
use super::names::Introduction;
use super::nouns::{Keep, Phrase};
use super::people::Held;
use super::reader::Reader;
use super::shares::Sharing;
use super::titles::Title;
use super::tokens::{Parsed, Token, Words, token_if};

/// `homologue`, `collègue`, `vis-à-vis`.
pub(super) fn is_counterpart(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "homologue" | "homologues" | "collègue" | "vis-à-vis"
    )
}

impl Reader<'_> {
    /// `, et allemand, Y` behind the first of two names: the country, and the words from the name on.
    pub(super) fn and_of_other<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
    ) -> Option<(String, Words<'t, 'a>)> {
        let rest = words.skip(usize::from(words.starts_with(&[","])));
        let adjective = rest.skip(usize::from(rest.starts_with(&["et"])));
        let country = self.country_of(adjective.first()?)?;
        let name = adjective.skip(1 + usize::from(adjective.skip(1).starts_with(&[","])));
        let joined = rest.starts_with(&["et"]) || words.starts_with(&[","]);
        let named = joined && self.name(name).is_some_and(|length| length > 1);
        named.then(|| (country.to_string(), name))
    }

    /// `son homologue lao`, `son nouvel homologue vietnamien de la Défense`: after the article.
    pub(super) fn counterpart<'t, 'a>(
        &self,
        input: Words<'t, 'a>,
    ) -> Parsed<'t, 'a, Option<String>> {
        let prefix = many0_count(token_if(|t| self.lexicon.is_title_prefix(t)));
        let noun = token_if(is_counterpart);
        let (rest, (_, noun)) = (prefix, noun).parse(input)?;
        let (mut rest, adjective) = opt(token_if(|t| self.country_of(t).is_some())).parse(rest)?;
        // `sa collègue canadienne`: without a country, a colleague may hold any office; `vis-à-vis de` is a preposition.
        if !noun.lower.starts_with("homologue") && adjective.is_none() {
            return Err(nom::Err::Error(nom::error::Error::new(
                input,
                nom::error::ErrorKind::Fail,
            )));
        }
        let mut country = adjective
            .and_then(|t| self.country_of(t))
            .map(str::to_string);
        if rest.starts_with(&["du", "de", "d'", "des"]) {
            let article = usize::from(rest.skip(1).starts_with(&["la", "l'", "les"]));
            if let Some((length, name)) = self.country(rest.skip(1 + article)) {
                country.get_or_insert_with(|| name.to_string());
                rest = rest.skip(1 + article + length);
            }
        }
        Ok((rest, country))
    }

    /// `et lituanien` behind `ses homologues letton`: the words behind it, and the other countries.
    pub(super) fn other_countries_of<'t, 'a>(
        &self,
        counterparts: Words<'t, 'a>,
        words: Words<'t, 'a>,
    ) -> (Words<'t, 'a>, Vec<String>) {
        let mut rest = words;
        let mut others = Vec::new();
        let several = counterparts.0.iter().take(2).any(|t| t.is("homologues"));
        while several
            && rest.starts_with(&[",", "et"])
            && let Some(country) = rest.skip(1).first().and_then(|t| self.country_of(t))
        {
            others.push(country.to_string());
            rest = rest.skip(2);
        }
        // `ses homologues letton X et lituanien Y` names each for itself.
        let named = self
            .name(rest.skip(usize::from(rest.starts_with(&[",", ":"]))))
            .is_some();
        match named {
            true => (rest, others),
            false => (words, Vec::new()),
        }
    }

    /// `de Nanning` behind `homologue`: the words after it, and the town.
    pub(super) fn elsewhere<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
    ) -> (Words<'t, 'a>, Option<String>) {
        // `son homologue de l'Université de Caen, X`
        let house = words.skip(match words.first().map(|t| t.lower.as_str()) {
            Some("du") => 1,
            Some("de") if words.skip(1).starts_with(&["la", "l'"]) => 2,
            _ => 0,
        });
        if house.0.len() < words.0.len()
            && let Some(body) = self.body_or_abbreviation(house).filter(|body| body.named)
            && house.skip(body.used).starts_with(&[","])
        {
            return (house.skip(body.used), Some(body.name));
        }
        let town = words.skip(1);
        let named = words.starts_with(&["de", "d'"]) && town.first().is_some_and(Token::is_capital);
        let length = self
            .lexicon
            .cities
            .longest(town)
            .map(|(length, _)| length)
            .or_else(|| {
                let run = town.0.iter().take_while(|token| token.is_capital()).count();
                town.skip(run).starts_with(&[","]).then_some(run)
            });
        match length.filter(|_| named) {
            Some(length) => {
                let name = super::people::wording(&town.0[..length]);
                (town.skip(length), Some(name))
            }
            None => (words, None),
        }
    }

    /// `le général X`: the words behind the rank, and the rank.
    pub(super) fn ranked<'t, 'a>(&self, words: Words<'t, 'a>) -> Option<(Words<'t, 'a>, Title)> {
        if !words.starts_with(&["le", "la"]) {
            return None;
        }
        let (after, title) = self.title(words.skip(1)).ok()?;
        let rank = title.kind == TitleKind::Rank && !title.plural;
        let named = self.name(after).is_some_and(|length| length > 1);
        (rank && named).then_some((after, title))
    }

    /// `de l'Agriculture` behind `homologue danois`: the words after it, and the task.
    pub(super) fn portfolio<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
    ) -> (Words<'t, 'a>, Option<String>) {
        let mut phrase = Phrase::default();
        let keep = Keep {
            country: false,
            title: Some(TitleKind::Office),
        };
        if words.starts_with(&["de", "du", "des", "d'"]) {
            self.extend(words, &mut phrase, keep);
        }
        let task =
            phrase.owner.is_none() && phrase.country.is_none() && !phrase.wording.text.is_empty();
        match task {
            true => (words.skip(phrase.used), Some(phrase.wording.text)),
            false => (words, None),
        }
    }

    /// `et irakien Y` behind `ses homologues jordanien X`: one more counterpart.
    pub(super) fn another_counterpart(
        &self,
        sentence: &[Token],
        at: usize,
        last: Option<&Introduction>,
    ) -> Option<Introduction> {
        let last = last.filter(|last| last.counterpart.is_some())?;
        let country = self.country_of(&sentence[at])?;
        let many = sentence[last.start..last.end]
            .iter()
            .any(|t| t.is("homologues"));
        let joined = sentence[last.end..at]
            .iter()
            .all(|t| t.is(",") || t.is("et"))
            && at > last.end;
        let words = Words(&sentence[at + 1..]);
        let comma = usize::from(words.starts_with(&[","]));
        let named = self
            .name(words.skip(comma))
            .is_some_and(|length| length > 1);
        if !many || !joined || !named {
            return None;
        }
        let blank = Introduction {
            start: at,
            end: at,
            names: Vec::new(),
            titles: Vec::new(),
            counterpart: Some(Some(country.to_string())),
            other_counterparts: Vec::new(),
            gender: self.shown_gender(&sentence[at].lower),
            elsewhere: None,
            portfolio: None,
            region: None,
            ..last.clone()
        };
        self.counterpart_named(words, blank)
    }

    pub(super) fn counterpart_named(
        &self,
        words: Words,
        mut introduction: Introduction,
    ) -> Option<Introduction> {
        let rest = words.skip(usize::from(words.starts_with(&[","])));
        let lead = self.lead(rest);
        let mut rest = rest.skip(lead.used);
        if let Ok((after, titles)) = self.titles(rest) {
            introduction.titles = titles;
            rest = after.skip(usize::from(after.starts_with(&[","])));
        } else if lead.used > 0 {
            return None;
        }
        introduction.gender = introduction.gender.or(lead.gender);
        self.named(rest, introduction)
    }

    /// `six ambassadeurs, dont` before `celui de Cuba`: what they all are.
    pub(super) fn several_of(&self, before: &[Token]) -> Option<Title> {
        const REACH: usize = 6;
        let (dont, words) = before.split_last().filter(|(last, _)| last.is("dont"))?;
        debug_assert!(dont.is_small());
        let end = words.len() - usize::from(words.last()?.is(","));
        (end.saturating_sub(REACH)..end).find_map(|at| {
            let (rest, title) = self.title(Words(&words[at..end])).ok()?;
            (rest.0.is_empty() && title.plural).then_some(title)
        })
    }

    /// `celui du Havre, X`, `son collègue des Finances, X`: the office of whoever was named before, of another place
    /// or with another task.
    pub(super) fn like_office(&self, words: Words, last: Option<&Title>) -> Option<Introduction> {
        let first = words.first()?.lower.as_str();
        let colleague = matches!(first, "son" | "sa" | "leur")
            && words.skip(1).starts_with(&["collègue", "collègues"]);
        let pointing = matches!(first, "celui" | "celle");
        if !colleague && !pointing {
            return None;
        }
        let used = if colleague { 2 } else { 1 };
        let of = matches!(
            words.skip(used).first()?.lower.as_str(),
            "de" | "du" | "des" | "d'"
        );
        let last = last.filter(|title| {
            of && (pointing && title.kind != TitleKind::Rank
                || colleague && title.head.contains("ministre"))
        })?;
        let mut phrase = Phrase {
            used,
            ..Phrase::default()
        };
        let keep = Keep {
            country: false,
            title: Some(last.kind),
        };
        self.extend(words, &mut phrase, keep);
        let head = if colleague { "ministre" } else { &last.head };
        let named = phrase.owner.is_some() || phrase.country.is_some();
        let title = Title {
            head: head.to_string(),
            words: format!("{head} {}", phrase.wording.text).trim().to_string(),
            owner: phrase.owner,
            countries: phrase.country.into_iter().collect(),
            plural: false,
            sharing: Sharing::Same,
            ..last.clone()
        };
        if phrase.used == used || !named && phrase.wording.text.is_empty() {
            return None;
        }
        let start = words.first()?.at;
        let blank = Introduction {
            start,
            end: start,
            titles: vec![title],
            ..Introduction::default()
        };
        self.named_after_titles(words.skip(phrase.used), blank)
    }

    /// The gender that the adjective of a country shows: `finlandais`, `finlandaise`.
    pub(super) fn shown_gender(&self, adjective: &str) -> Option<char> {
        let Some(stem) = adjective.strip_suffix('e') else {
            return Some('m');
        };
        let masculine = |form: &str| self.lexicon.is_country_adjective(form);
        let doubled = stem.strip_suffix('n').filter(|stem| stem.ends_with('n'));
        (masculine(stem) || doubled.is_some_and(masculine)).then_some('f')
    }
}

impl Discourse {
    /// `son homologue lao X`: X holds the office of whoever stands before, in another country.
    pub(super) fn counterparts(
        &mut self,
        reader: &Reader,
        sentence: &[Token],
        introduction: &Introduction,
        people: &[usize],
    ) {
        let all = introduction.other_counterparts.len() + 1 == people.len();
        if introduction.counterpart.is_none() || !all {
            return;
        }
        for (number, person) in people.iter().enumerate() {
            let country = introduction.country_of_counterpart(number).cloned();
            self.counterpart(reader, sentence, introduction, (*person, country), people);
        }
    }

    /// One of these counterparts, with his country.
    fn counterpart(
        &mut self,
        reader: &Reader,
        sentence: &[Token],
        introduction: &Introduction,
        (person, country): (usize, Option<String>),
        people: &[usize],
    ) {
        let place = sentence[introduction.start].range.start
            ..sentence[introduction.end.max(1) - 1].range.end;
        let fits = |p: &usize| {
            !people.contains(p) && (country.is_none() || self.people.all[*p].country != country)
        };
        let subject = self.subject.iter().filter_map(|who| match who {
            Referent::Person(p) => Some(*p),
            _ => None,
        });
        // Behind the verb, it is the counterpart of whoever does what the verb says.
        let own = subject.clone().filter(|&p| {
            let office = self.office(p);
            self.fresh && office.is_some_and(|title| title.owner.is_none())
        });
        // `leur collègue géorgienne, X`: of those who do what the verb says, and of nobody else.
        let theirs = sentence[introduction.start].is("leur");
        let others = self.recent.iter().rev().copied().filter(|_| !theirs);
        let near = self.ahead.into_iter().chain(own).chain(others);
        let near = near.chain(subject);
        // `Le chef de la diplomatie américaine X a reçu son homologue Y`: neither is called anything else.
        let beside = self
            .recent
            .iter()
            .rev()
            .find(|p| !people.contains(p))
            .copied();
        let described = beside.filter(|&p| self.here.contains(&p) && self.office(p).is_none());
        if let Some(office) = described.and_then(|p| self.people.all[p].stands_in.clone()) {
            let other = &mut self.people.all[person];
            other.stands_in.get_or_insert(office);
            other.country = other.country.take().or(country.clone());
            return;
        }
        // `le président russe et son homologue kazakh, X`: of nobody named
        let unnamed = reader.title_before(&sentence[..introduction.start]);
        let other_of = near.filter(fits).find(|p| self.office(*p).is_some());
        let of_all = || reader.title_of_all(&sentence[..introduction.start]);
        let unnamed = unnamed.or_else(|| of_all().filter(|_| theirs));
        let Some(title) = unnamed.or_else(|| self.office(other_of?)) else {
            return;
        };
        let gender = introduction.gender.or(self.people.all[person].gender);
        let mut words = title_of(&title.words, gender);
        if let Some(portfolio) = &introduction.portfolio {
            words = format!("{} {portfolio}", title_of(&title.head, gender));
        }
        // `son homologue de Nanning` of a `directeur des douanes de Hanoï`
        if let (Some(town), Some((office, _))) =
            (&introduction.elsewhere, words.rsplit_once(" de "))
        {
            words = format!("{office} de {town}");
        }
        let owner = match (&introduction.region, &introduction.elsewhere, &title.owner) {
            (Some(region), ..) => Some(Owner::Body(region.clone())),
            // `son homologue de Nordex` of a `directeur de Veltra`
            (None, Some(body), Some(Owner::Body(_))) => Some(Owner::Body(body.clone())),
            _ => title.owner,
        };
        let title = Title {
            countries: Vec::new(),
            words,
            owner,
            ..title
        };
        // `son homologue, X`, where the article names two countries and one is his own
        let own = other_of.and_then(|p| self.people.all[p].country.clone());
        let other = || match (reader.two_countries.as_slice(), own.as_ref()) {
            ([one, other], Some(own)) if own == one => Some(other.clone()),
            ([one, other], Some(own)) if own == other => Some(one.clone()),
            _ => None,
        };
        let state = title.owner.is_none() && title.kind == TitleKind::Office;
        let country = country.clone().or_else(|| other().filter(|_| state));
        if let Some(country) = &country {
            self.people.all[person]
                .country
                .get_or_insert_with(|| country.clone());
        }
        let held = Held {
            title,
            country,
            quote: place,
            sure: 0.85,
        };
        self.people.all[person].hold(held);
    }

    /// The office that makes someone another's counterpart: a portfolio before anything else.
    fn office(&self, person: usize) -> Option<Title> {
        use TitleKind::{Envoy, Local, Office};
        let titles = self.people.all[person]
            .titles
            .iter()
            .map(|held| &held.title);
        let offices: Vec<&Title> = titles
            .filter(|t| {
                // `commandant de la Marine` is more than a rank.
                t.commands() && t.has_complement() || matches!(t.kind, Office | Envoy | Local)
            })
            .collect();
        let portfolio = offices
            .iter()
            .find(|t| t.is_full() && t.head.contains("ministre") && !t.head.contains("Premier"));
        // `le secrétaire général et président lao`: of a president
        let of_state = |t: &&&Title| is_chief(t) && !t.head.starts_with("secrétaire");
        let chief = offices.iter().find(of_state).or(offices.first());
        let first = offices.iter().find(|t| t.is_full()).or(chief);
        portfolio.or(first).map(|title| (*title).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::facts;

    #[test]
    fn an_office_may_be_told_by_another() {
        for (text, expected) in [
            (
                "Le maire de Lyon, Anne Duval, et celui du Havre, Jean Petit, ont parlé.",
                "Jean Petit | maire du Havre | ",
            ),
            (
                "Le ministre lao de la Santé, Keo Bounma, et son homologue cubain de la Justice, José Pérez, ont parlé.",
                "José Pérez | ministre de la Justice | Cuba",
            ),
            (
                "Le président russe et son homologue kazakh, Jean Petit, ont parlé.",
                "Jean Petit | président | Kazakhstan",
            ),
        ] {
            let held = facts("holds", text);
            assert!(held.contains(&expected.to_string()), "{text}: {held:?}");
        }
    }
}
