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

    /// `Selon le président russe, X assistera au sommet`: where the name begins, which is that of the subject, and not of
    /// whoever stands before the comma.
    pub(super) fn subject_behind(
        &self,
        sentence: &[Token],
        introduction: &Introduction,
    ) -> Option<usize> {
        let [name] = introduction.names.as_slice() else {
            return None;
        };
        let comma = name
            .start
            .checked_sub(1)
            .filter(|&before| sentence[before].is(","));
        let source = introduction
            .start
            .checked_sub(1)
            .is_some_and(|before| sentence[before].is("selon"));
        let depends = introduction.depends || source;
        let acts = |t: &Token| {
            self.lexicon.is_class(t, "auxiliary")
                || self.lexicon.is_class(t, "clitic")
                || t.is_small()
                    && (self.has_tense(t, Tense::Finite) || self.has_tense(t, Tense::Future))
        };
        let subject = comma.is_some()
            && depends
            && !introduction.titles.is_empty()
            && introduction.end == name.end
            && sentence.get(name.end).is_some_and(acts);
        subject.then_some(name.start)
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
