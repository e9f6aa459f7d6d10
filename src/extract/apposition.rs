//! What stands behind the name of a person or behind an office: titles, whose counterpart the person is, whose name it is.

use super::inflection::Tense;
use super::names::Introduction;
use super::reader::Reader;
use super::tokens::{Token, Words, tokens};

impl Reader<'_> {
    /// `, membre du Politburo, ministre de la Défense`: titles after the name.
    pub(super) fn apposition(&self, words: Words, introduction: &mut Introduction) {
        let words = self.skip_aside(words);
        if !words.starts_with(&[","]) {
            return;
        }
        let mut rest = words.skip(1);
        if self.counterpart_behind(rest, introduction) {
            return;
        }
        let linked = self
            .lexicon
            .title_links
            .longest(rest)
            .map_or(0, |(length, ())| length);
        rest = rest.skip(linked);
        let article = rest.starts_with(&["le", "la", "l'", "un", "une"]);
        rest = rest.skip(usize::from(article));
        let Ok((after, titles)) = self.titles(rest) else {
            introduction.country = introduction.country.take().or(self.country_described(rest));
            return;
        };
        // `X, représentant le ministre`
        let representing = titles
            .last()
            .is_some_and(|title| title.words == "représentant")
            && after.starts_with(&["le", "la", "l'", "les", "son", "sa"]);
        if representing {
            return;
        }
        // `X, ancien général devenu président`
        let (after, titles) = match after.starts_with(&["devenu", "devenue"]) {
            true => match self.titles(after.skip(1)) {
                Ok((end, more)) => (end, [titles, more].concat()),
                Err(_) => (after, titles),
            },
            false => (after, titles),
        };
        // A title that has a name of its own after it is another person's.
        let next = after.skip(usize::from(after.starts_with(&[","])));
        let (next, _) = self.civilities(next);
        let other = if after.starts_with(&[","]) {
            self.name(next).is_some_and(|n| n > 1 && article)
        } else {
            self.name(next).is_some()
        };
        // `X, le directeur de l'hôpital, le colonel Y`: the office is Y's.
        let others = article && after.starts_with(&[","]) && {
            let lead = self.lead(after.skip(1));
            let office = self.titles(after.skip(1 + lead.used));
            lead.used > 0
                && office.is_ok_and(|(name, _)| {
                    self.name(name.skip(usize::from(name.starts_with(&[","]))))
                        .is_some()
                        && !name.starts_with(&[","])
                })
        };
        let closed = after
            .first()
            .is_none_or(|t| matches!(t.lower.as_str(), "," | "." | ";" | ")"));
        if other || others || (article && !closed) || titles.iter().any(|title| title.plural) {
            return;
        }
        introduction.end = after.first().map_or(
            introduction.end.max(words.0.last().map_or(0, |t| t.at + 1)),
            |token| token.at,
        );
        introduction.titles.extend(titles);
    }

    /// `X, son homologue grec`: notes the country, unless somebody else is named so.
    fn counterpart_behind(&self, words: Words, introduction: &mut Introduction) -> bool {
        if !words.starts_with(&["son", "sa", "leur"]) || introduction.counterpart.is_some() {
            return false;
        }
        let Ok((after, country)) = self.counterpart(words.skip(1)) else {
            return false;
        };
        let comma = usize::from(after.starts_with(&[","]));
        let closed = after
            .first()
            .is_none_or(|t| matches!(t.lower.as_str(), "," | "." | ";" | ")"));
        if !closed || self.name(self.civilities(after.skip(comma)).0).is_some() {
            return false;
        }
        introduction.end = after
            .first()
            .map_or(words.0.last().map_or(0, |t| t.at + 1), |token| token.at);
        introduction.counterpart = Some(country);
        true
    }

    /// `Selon le président russe, X assistera au sommet`, `Lors de ses entretiens avec son homologue, le ministre X a dit`:
    /// where the subject begins, which is not whoever stands before the comma.
    pub(super) fn subject_behind(
        &self,
        sentence: &[Token],
        introduction: &Introduction,
    ) -> Option<usize> {
        let [name] = introduction.names.as_slice() else {
            return None;
        };
        let comma = sentence[..name.start].iter().rposition(|t| t.is(","))?;
        if introduction.end != name.end || comma < introduction.start {
            return None;
        }
        let bare = comma + 1 == name.start;
        let before = introduction.start.checked_sub(1).map(|at| &sentence[at]);
        let depends = introduction.depends || before.is_some_and(|t| t.is("selon"));
        let described = !introduction.titles.is_empty() || introduction.counterpart.is_some();
        // Words that lead to the subject: behind anything else, a comma has been forgotten.
        let leads = bare
            || self.lexicon.is_class(&sentence[0], "preposition")
            || self.lexicon.is_class(&sentence[0], "contraction")
            || self.has_tense(&sentence[0], Tense::Participle);
        let acts = |t: &Token| {
            self.lexicon.is_class(t, "auxiliary")
                || self.lexicon.is_class(t, "clitic")
                || t.is_small()
                    && (self.has_tense(t, Tense::Finite) || self.has_tense(t, Tense::Future))
        };
        let subject = depends && described && leads && sentence.get(name.end).is_some_and(acts);
        subject.then_some(comma + 1)
    }

    /// `le président américain (Jean Petit)`
    pub(super) fn named_in_brackets(
        &self,
        words: Words,
        titled: Introduction,
    ) -> Option<Introduction> {
        let length = self.name(words)?;
        let closed = words.skip(length).starts_with(&[")"]);
        let mut found = self.named(words, titled).filter(|_| closed)?;
        found.end += 1;
        Some(found)
    }

    /// `le porte-parole du ministre X, Y, a dit`: the name of Y, who holds the office, and the words behind it.
    pub(super) fn assistant<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
        introduction: &Introduction,
    ) -> Option<(std::ops::Range<usize>, Words<'t, 'a>)> {
        let ([title], [_]) = (
            introduction.titles.as_slice(),
            introduction.names.as_slice(),
        ) else {
            return None;
        };
        if !words.starts_with(&[","]) || title.plural || !self.serves_somebody(&title.words) {
            return None;
        }
        let (name, _) = self.civilities(words.skip(1));
        let length = self.name(name).filter(|&length| length > 1)?;
        let closed = name.skip(length).starts_with(&[",", ".", ";", ")"]);
        let first = name.first()?.at;
        closed.then(|| (first..first + length, name.skip(length)))
    }

    /// Whether an office is to serve somebody who holds another: `porte-parole du ministre`.
    fn serves_somebody(&self, office: &str) -> bool {
        let words = tokens(office, 0..office.len());
        let words = Words(&words);
        (1..words.0.len()).any(|at| {
            let lead = self.lead(words.skip(at));
            let served = words.skip(at + lead.used);
            lead.depends && self.lexicon.titles.longest(served).is_some()
        })
    }

    /// `, du Laos,`, `(Laos)` behind one of several names: notes the country for that name; gives the words behind it.
    pub(super) fn country_behind<'t, 'a>(
        &self,
        words: Words<'t, 'a>,
        introduction: &mut Introduction,
    ) -> Words<'t, 'a> {
        let before = introduction.names.len() - 1;
        if introduction
            .titles
            .iter()
            .any(|t| t.countries.len() != before)
        {
            return words;
        }
        let untold = || introduction.each_country.then(|| (String::new(), words));
        let Some((country, rest)) = self.told_behind(words).or_else(untold) else {
            return words;
        };
        introduction.each_country = true;
        for title in &mut introduction.titles {
            title.countries.push(country.clone());
        }
        rest
    }

    /// `, du Laos,`, `(Laos)`: the country, and the words behind it; a comma that goes on with `et` is left out.
    fn told_behind<'t, 'a>(&self, words: Words<'t, 'a>) -> Option<(String, Words<'t, 'a>)> {
        let inner = words.skip(1);
        let bracket = words.starts_with(&["("]);
        let (used, country) = match bracket {
            true => self
                .country(inner)
                .map(|(used, name)| (used, name.to_string()))?,
            false => self.realm(inner).filter(|_| words.starts_with(&[","]))?,
        };
        let rest = inner.skip(used);
        let closed = rest.starts_with(&[if bracket { ")" } else { "," }]);
        let goes_on = bracket || rest.skip(1).starts_with(&["et"]);
        closed.then(|| (country, rest.skip(usize::from(goes_on))))
    }

    /// `de Jordanie`, `du Maroc`: how many words, and the country.
    pub(super) fn realm(&self, words: Words) -> Option<(usize, String)> {
        let used = match words.first()?.lower.as_str() {
            "du" | "des" | "d'" => 1,
            "de" => 1 + usize::from(words.skip(1).starts_with(&["la", "l'"])),
            _ => return None,
        };
        let (length, country) = self.country(words.skip(used))?;
        Some((used + length, country.to_string()))
    }
}
