//! What stands behind the name of a person: titles, and whose counterpart the person is.

use super::names::Introduction;
use super::reader::Reader;
use super::tokens::Words;

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
}
