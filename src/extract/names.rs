//! People as the text introduces them: a name, with the titles before and after it.

use std::rc::Rc;

use super::bodies::Owner;
use super::holders::is_crowned;
use super::inflection::Tense;
use super::leads::Lead;
use super::lexicon::{Holder, TitleKind};
use super::reader::Reader;
use super::titles::Title;
use super::tokens::{Token, Words};

/// A stretch of a sentence that names people, with what it says of them.
#[derive(Clone, Debug, Default)]
pub struct Introduction {
    /// The first token: the article, the title or the name.
    pub start: usize,
    /// The token after the last.
    pub end: usize,
    /// Where the names stand, as tokens.
    pub names: Vec<std::ops::Range<usize>>,
    /// The titles, of each of them.
    pub titles: Vec<Title>,
    /// The country of the counterpart that the name is: `son homologue lao X`.
    pub counterpart: Option<Option<String>>,
    /// The countries of those named behind the first: `ses homologues letton et lituanien, X et Y`.
    pub other_counterparts: Vec<String>,
    /// The country of whoever is described: `le dirigeant lao X`.
    pub country: Option<String>,
    /// The gender that the article or form of address shows.
    pub gender: Option<char>,
    /// The word before, when it makes the phrase depend on another: `du`, `au`, `par`.
    pub depends: bool,
    /// Whether it stands in the participle that opens the sentence, up to a comma: `Reçu par le ministre, X …`.
    pub opening: bool,
    /// Whether a possessive stands before the title: `sa vice-présidente X`.
    pub possessive: bool,
    /// The office that a description stands for: `la cheffe de la diplomatie X`.
    pub stands_in: Option<String>,
    /// The town of a counterpart: `son homologue de Nanning, X`.
    pub elsewhere: Option<String>,
    /// The task of a counterpart: `son homologue danois de l'Agriculture, X`.
    pub portfolio: Option<String>,
    /// The region of a counterpart: `son homologue flamand, X`.
    pub region: Option<String>,
    /// Whether the countries of the titles are told behind the names: `les ministres X, du Laos, et Y, du Vietnam`.
    pub each_country: bool,
    /// The ranks of some of several: `les ministres, le général X et le colonel Y`; which of the names, and the rank.
    pub ranks: Vec<(usize, Title)>,
}

impl Introduction {
    /// The country of one of the counterparts that are named.
    pub(super) fn country_of_counterpart(&self, number: usize) -> Option<&String> {
        match number {
            0 => self.counterpart.as_ref()?.as_ref(),
            _ => self.other_counterparts.get(number - 1),
        }
    }
}

impl Reader<'_> {
    /// The people introduced in a sentence, in order. They do not overlap.
    pub fn introductions(&self, sentence: &[Token]) -> Vec<Rc<Introduction>> {
        let mut found: Vec<Rc<Introduction>> = Vec::new();
        let mut at = 0;
        while at < sentence.len() {
            let introduction = || self.introduction_at(sentence, at, found.last().map(Rc::as_ref));
            if !self.opens_introduction(&sentence[at]) {
                debug_assert!(introduction().is_none(), "{:?}", sentence[at]);
                at += 1;
                continue;
            }
            match introduction() {
                Some(mut introduction) if introduction.end > at => {
                    let before = at.checked_sub(1).map(|before| &sentence[before]);
                    // `l'Assemblée générale de l'ONU, le président X`
                    let adjective = introduction.start == at
                        && sentence[at].lower.starts_with("général")
                        && before.is_some_and(|t| t.is_capital() || !t.known().nouns.is_empty());
                    if adjective {
                        at += 1;
                        continue;
                    }
                    // `l'hôpital Pierre Durand`, `rue Marie Dupont`: not a person.
                    let called_so = introduction.names.first().is_some_and(|n| n.start == at)
                        && introduction.titles.is_empty()
                        && before.is_some_and(|t| self.may_be_named(t));
                    if called_so {
                        at = introduction.end;
                        continue;
                    }
                    introduction.depends |=
                        before.is_some_and(|token| self.lexicon.is_class(token, "preposition"));
                    if let Some(subject) = self.subject_behind(sentence, &introduction) {
                        at = subject;
                        continue;
                    }
                    at = introduction.end;
                    found.push(Rc::new(introduction));
                }
                _ => at += 1,
            }
        }
        found
    }

    /// Who is introduced from a token on, after `last`.
    fn introduction_at(
        &self,
        sentence: &[Token],
        at: usize,
        last: Option<&Introduction>,
    ) -> Option<Introduction> {
        let words = Words(&sentence[at..]);
        let several = self.several_of(&sentence[..at]);
        let last_office = || last.and_then(|last| last.titles.first());
        let office = several.as_ref().or_else(last_office);
        self.like_office(words, office)
            .or_else(|| self.another_counterpart(sentence, at, last))
            .or_else(|| {
                let lead = self.lead(words);
                let first = words.skip(lead.used).first()?;
                let introduces = self.introduces(first);
                debug_assert!(
                    introduces || self.introduction(words, lead.clone(), false).is_none(),
                    "{first:?}"
                );
                let opening = self.is_in_opening(sentence, at, lead.depends);
                introduces
                    .then(|| self.introduction(words, lead, opening))
                    .flatten()
            })
    }

    /// Whether a token stands behind a preposition in the participle that opens the sentence: `Accompagné de X, …`, but
    /// not `Nommé ministre, X …`.
    fn is_in_opening(&self, sentence: &[Token], at: usize, depends: bool) -> bool {
        let mut before = sentence[..at].iter().rev();
        let before = before.find(|token| !self.lexicon.is_class(token, "determiner"));
        let depends =
            depends || before.is_some_and(|token| self.lexicon.is_class(token, "preposition"));
        depends
            && self.has_tense(&sentence[0], Tense::Participle)
            && !sentence[..at].iter().any(|t| t.is(","))
    }

    fn introduction(&self, words: Words, lead: Lead, opening: bool) -> Option<Introduction> {
        let start = words.first()?.at;
        let rest = words.skip(lead.used);
        let blank = Introduction {
            start,
            end: start,
            gender: lead.gender,
            depends: lead.depends,
            possessive: lead.possessive,
            opening,
            ..Introduction::default()
        };
        if let Ok((after, country)) = self.counterpart(rest) {
            let shown = rest.0[..rest.0.len() - after.0.len()]
                .iter()
                .filter(|token| self.country_of(token).is_some())
                .find_map(|token| self.shown_gender(&token.lower));
            let (after, other_counterparts) = self.other_countries_of(rest, after);
            let region = after.first().and_then(|t| self.lexicon.region_of(t));
            let region = region.cloned();
            let after = after.skip(usize::from(region.is_some()));
            let (after, elsewhere) = self.elsewhere(after);
            let (after, portfolio) = self.portfolio(after);
            let blank = Introduction {
                gender: blank.gender.or(shown),
                elsewhere,
                portfolio,
                region,
                other_counterparts,
                ..blank
            };
            return self.counterpart_named(
                after,
                Introduction {
                    counterpart: Some(country),
                    ..blank
                },
            );
        }
        if let Ok((after, titles)) = self.titles(rest) {
            return self.named_after_titles(after, Introduction { titles, ..blank });
        }
        // `le Tanzanien X`, `la Vaudoise X`
        if lead.used > 0
            && let Some(country) = self.native_before_name(rest)
        {
            let gender = blank.gender.or(self.shown_gender(&rest.0[0].lower));
            return self.named(
                rest.skip(1),
                Introduction {
                    country,
                    gender,
                    ..blank
                },
            );
        }
        // `le dirigeant X` gives X no title.
        if let Some((length, holder)) = self
            .lexicon
            .descriptions
            .longest(rest)
            .filter(|_| lead.used > 0)
        {
            let blank = Introduction {
                stands_in: match holder {
                    Holder::Title(title) => Some(title.clone()),
                    _ => None,
                },
                ..blank
            };
            let after = rest.skip(length);
            let adjective = after.first().and_then(|token| self.country_of(token));
            let after = after.skip(usize::from(adjective.is_some()));
            let after = self.skip_complement(after);
            let comma = usize::from(after.starts_with(&[","]));
            // `son visiteur chinois, le général X`
            let behind = after.skip(comma);
            let article = self.lead(behind);
            if comma == 1
                && article.used > 0
                && !article.depends
                && let Ok((name, titles)) = self.titles(behind.skip(article.used))
                && self
                    .name(
                        self.civilities(name.skip(usize::from(name.starts_with(&[","]))))
                            .0,
                    )
                    .is_some()
            {
                let country = adjective.map(str::to_string);
                let theirs = Introduction {
                    titles,
                    country,
                    possessive: false,
                    ..blank
                };
                return self.named_after_titles(name, theirs);
            }
            let fits = comma == 0 || self.name(after.skip(1)).is_some_and(|length| length > 1);
            let country = adjective.map(str::to_string);
            return if fits {
                self.named(after.skip(comma), Introduction { country, ..blank })
            } else {
                None
            };
        }
        let (after, gender) = self.civilities(rest);
        let addressed = after.0.len() < rest.0.len();
        let (after, country) = self.nation_behind(after, addressed);
        let blank = Introduction { country, ..blank };
        // Without a title or form of address, an article makes the capitals no person.
        if lead.used > 0 && !addressed {
            return None;
        }
        // `M. Gao` is a person, whatever else has that name.
        let length = if addressed {
            self.name_run(after)?
        } else {
            self.name(after).filter(|&length| length > 1)?
        };
        let name = after.first()?.at..after.first()?.at + length;
        let mut introduction = Introduction {
            end: name.end,
            names: vec![name],
            gender: gender.or(blank.gender),
            ..blank
        };
        self.apposition(after.skip(length), &mut introduction);
        let known = addressed
            || introduction.counterpart.is_some()
            || !introduction.titles.is_empty()
            || self.begins_as_person(after);
        known.then_some(introduction)
    }

    /// The name, or names, after titles: at once, after a comma, or after one more title.
    pub(super) fn named_after_titles(
        &self,
        words: Words,
        mut introduction: Introduction,
    ) -> Option<Introduction> {
        // `Ministre de la Santé depuis 2022, Mme Lien`
        let words = self.skip_since(words);
        if words.starts_with(&["("]) {
            return self.named_in_brackets(words.skip(1), introduction);
        }
        // `le député LFI X`, `le délégué CGT, X`
        let group = words.first().filter(|t| {
            t.is_abbreviation() && t.text.len() > 1 && {
                let comma = usize::from(words.skip(1).starts_with(&[","]));
                self.name(words.skip(1 + comma))
                    .is_some_and(|length| length > comma)
            }
        });
        if let (Some(group), Some(title)) = (group, introduction.titles.last_mut()) {
            let delegate = title.head.contains("délégué") || title.head.contains("secrétaire");
            if delegate && title.owner.is_none() {
                title.owner = Some(Owner::Body(group.text.to_string()));
            }
        }
        let words = words.skip(usize::from(group.is_some()));
        let comma = words.starts_with(&[","]);
        let rest = words.skip(usize::from(comma));
        // `le ministre de la Défense, S.E. le général X`
        let addressed = self.civilities(rest).0;
        let article =
            comma && addressed.starts_with(&["le", "la"]) && addressed.0.len() < rest.0.len();
        let rest = if article { addressed } else { rest };
        let lead = self.lead(rest);
        let inner = rest.skip(lead.used);
        // `Reçu par le ministre, le président X …`: two people.
        // `En présence du roi, le ministre X …`, but `l'émir, le cheikh X`
        let crowned = || {
            let office = self
                .titles(inner)
                .is_ok_and(|(_, next)| !next.iter().any(is_crowned));
            office && introduction.titles.iter().any(is_crowned)
        };
        let other = (introduction.opening || crowned()) && self.ranked(rest).is_none();
        if comma && lead.used > 0 && !lead.depends && other {
            return None;
        }
        if comma && lead.used > 0 && !lead.depends {
            // `la directrice de l'OMS, la Chilienne X`
            let citizen = inner.first().and_then(|t| self.lexicon.citizen_of(t));
            if let Some(country) = citizen
                && self.name(inner.skip(1)).is_some_and(|length| length > 1)
            {
                let of_body = introduction
                    .titles
                    .iter()
                    .any(|title| title.owner.is_some() || title.kind == TitleKind::Envoy);
                let plural = introduction.titles.iter().any(|title| title.plural);
                introduction.country = Some(country.to_string()).filter(|_| !of_body && !plural);
                return self.named(if plural { rest } else { inner.skip(1) }, introduction);
            }
            // `le président de l'USS, le socialiste X`
            let described = self
                .lexicon
                .descriptions
                .longest(inner)
                .map_or(0, |(length, _)| length);
            let single = introduction.titles.iter().all(|title| !title.plural);
            if single && described > 0 && self.name(inner.skip(described)).is_some_and(|n| n > 1) {
                return self.named(inner.skip(described), introduction);
            }
            // `interrogé par des journalistes, le ministre X` is one person, and no journalist; but `les
            // recteurs, les professeurs X et Y`
            let plural = introduction.titles.iter().any(|title| title.plural);
            let both = rest.starts_with(&["les"]);
            if plural && !both {
                let ranked = self
                    .ranked(rest)
                    .and_then(|_| self.named(rest, introduction));
                return ranked.filter(|found| found.names.len() > 1);
            }
            // `le directeur de l'OMS, le Dr X`
            if self.civilities(inner).0.0.len() < inner.0.len() {
                return self.named(inner, introduction);
            }
            if let Ok((after, more)) = self.titles(inner) {
                if plural && !more.iter().all(|title| title.plural) {
                    return None;
                }
                let after = after.skip(usize::from(after.starts_with(&[","])));
                let both = Introduction {
                    titles: [introduction.titles, more].concat(),
                    ..introduction
                };
                return self.named(after, both);
            }
            return None;
        }
        let plural = introduction.titles.iter().any(|title| title.plural);
        let (named, _) = self.civilities(rest);
        let single = self.name(named) == Some(1);
        // `les membres de la commission Mobilité`
        if plural && single && !comma {
            return None;
        }
        // `la cheffe du Bureau Interpol-Rabat, X`: the name behind the comma.
        let behind = rest.skip(2);
        if !comma
            && single
            && rest.skip(1).starts_with(&[","])
            && self.name(behind).is_some_and(|n| n > 1)
        {
            return self.named(behind, introduction);
        }
        // After a comma, one capital alone is as likely a place or a body as a person.
        let crowned = introduction.titles.iter().any(is_crowned);
        if comma && single && named.0.len() == rest.0.len() && !crowned {
            return None;
        }
        introduction.gender = introduction.gender.filter(|_| !plural);
        let found = self.named(rest, introduction);
        // `Devant les délégués, M. X a dit`
        let addressed = named.0.len() < rest.0.len();
        found.filter(|found| !(plural && comma && addressed && found.names.len() == 1))
    }

    pub(super) fn named(
        &self,
        words: Words,
        mut introduction: Introduction,
    ) -> Option<Introduction> {
        let plural = introduction.titles.iter().any(|title| title.plural)
            || !introduction.other_counterparts.is_empty();
        let respectively = usize::from(plural && words.starts_with(&["respectivement"]));
        let (mut rest, gender) = self.civilities(words.skip(respectively));
        introduction.gender = introduction.gender.or(gender);
        loop {
            // `les ministres, le Béninois X et le Nigérian Y`
            let citizen = rest
                .skip(1)
                .first()
                .and_then(|t| self.lexicon.citizen_of(t));
            if let Some(country) = citizen.filter(|_| plural && rest.starts_with(&["le", "la"])) {
                for title in &mut introduction.titles {
                    title.countries.push(country.to_string());
                }
                rest = rest.skip(2);
            }
            if plural && let Some((after, rank)) = self.ranked(rest) {
                introduction.ranks.push((introduction.names.len(), rank));
                rest = after;
            }
            let length = self.name(rest)?;
            introduction.end = rest.first()?.at + length;
            introduction
                .names
                .push(introduction.end - length..introduction.end);
            rest = rest.skip(length);
            if let Some((name, behind)) = self.assistant(rest, &introduction) {
                introduction.end = name.end;
                introduction.names = vec![name];
                rest = behind;
            }
            // `les députés X (PS) et Y (PLR)`, `les ministres X, du Laos, et Y, du Vietnam`
            if plural {
                rest = self.skip_aside(self.country_behind(rest, &mut introduction));
            }
            // `les ministres français, X, et allemand, Y`
            if plural && let Some((country, after)) = self.and_of_other(rest) {
                for title in &mut introduction.titles {
                    title.countries.push(country.clone());
                }
                rest = after;
                continue;
            }
            // `les ministres de la Santé, X, et de la Justice, Y`
            if plural
                && let [title] = introduction.titles.as_mut_slice()
                && let Some(after) = self.and_of_task(rest, title)
            {
                rest = after;
                continue;
            }
            let next = rest.skip(usize::from(rest.starts_with(&[",", "et"])));
            let (next, _) = self.civilities(next);
            let citizen = next.starts_with(&["le", "la"])
                && next
                    .skip(1)
                    .first()
                    .is_some_and(|t| self.lexicon.citizen_of(t).is_some());
            let name = next.skip(if citizen { 2 } else { 0 });
            let more = plural
                && rest.starts_with(&[",", "et"])
                && (self.name(name).is_some_and(|length| length > 1)
                    || self.ranked(next).is_some());
            if !more {
                break;
            }
            rest = next;
        }
        if introduction.names.len() == 1 {
            // `le roi Abdallah II de Jordanie`
            let crowned = introduction.titles.iter().any(is_crowned);
            if let Some((used, country)) = self.realm(rest).filter(|_| crowned) {
                introduction.country = Some(country);
                introduction.end += used;
                rest = rest.skip(used);
            }
            self.apposition(rest, &mut introduction);
        }
        Some(introduction)
    }
}
