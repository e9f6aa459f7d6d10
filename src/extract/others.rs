//! Mentions that set one thing beside another: `le second`, `celle du Laos`, `la partie lao`, `les trois ministères`.

use super::inflection::Tense;
use super::mention::Form;
use super::reader::Reader;
use super::tokens::{Kind, Words};

/// Where the body is that a pronoun sets beside one named before.
#[derive(Clone, Debug)]
pub enum Elsewhere {
    /// In another country.
    Country(String),
    /// In another place: the words with their preposition, as in `police de Lang Son`.
    Place(String),
}

impl Reader<'_> {
    /// `le premier`, `la seconde` as the subject: whether it is the second.
    pub(super) fn one_of_two(&self, words: Words) -> Option<bool> {
        if !words.starts_with(&["le", "la"]) {
            return None;
        }
        let second = match words.skip(1).first()?.lower.as_str() {
            "premier" | "première" => false,
            "second" | "seconde" => true,
            _ => return None,
        };
        // `le premier ministre`, `le second volet` are none.
        let after = words.skip(2);
        let alone = after.first().is_none_or(|t| {
            t.kind == Kind::Mark && !t.is("(")
                || self.lexicon.is_class(t, "auxiliary")
                || self.lexicon.is_class(t, "clitic")
                || self.has_tense(t, Tense::Finite)
                    && (self.governs(after.skip(1)) || t.known().nouns.is_empty())
        }) || after.starts_with(&["nommé", "nommée", "cité", "citée"]);
        alone.then_some(second)
    }

    /// `les trois ministres`, behind so many words: how many words, and what is meant.
    pub(super) fn group_of(&self, words: Words, lead: usize) -> Option<(usize, Form)> {
        let count = several(words, lead)?;
        let noun = words.skip(lead + 1);
        let first = noun.first()?;
        let office = self.title(noun).ok().filter(|(_, title)| {
            title.plural && title.countries.is_empty() && title.owner.is_none()
        });
        let (used, head) = match office {
            Some((after, title)) => (noun.0.len() - after.0.len(), title.head),
            None if self.lexicon.pair_nouns.get(&first.lower) == Some(&"people") => {
                (1, String::new())
            }
            None => return None,
        };
        Some((lead + 1 + used, Form::Group(head, count)))
    }

    /// Whether a participle stands here, be it behind an adverb: `il y a également rencontré` is no `il y a`.
    pub(super) fn has_done(&self, words: Words) -> bool {
        let adverb = self.lexicon.adverbial(words).unwrap_or(0);
        words.skip(adverb).first().is_some_and(|t| {
            t.is_small() && !t.is("eu") && self.has_tense(t, Tense::Participle)
                || t.is("été")
                || t.plain.ends_with('e') && t.known().is_tense(Tense::Participle)
        })
    }

    /// Whether an object or a clause begins here.
    pub(super) fn governs(&self, words: Words) -> bool {
        words.first().is_some_and(|t| {
            self.lexicon.is_class(t, "determiner")
                || self.lexicon.is_class(t, "possessive")
                || self.has_tense(t, Tense::Infinitive)
                || matches!(
                    t.lower.as_str(),
                    "que" | "qu'" | "«" | "\"" | "à" | "au" | "aux" | "des"
                )
        })
    }

    /// `la partie lao`, `le côté vietnamien`: how many tokens, and the country.
    pub(super) fn side(&self, words: Words) -> Option<(usize, String)> {
        let known =
            words.starts_with(&["la", "le"]) && words.skip(1).starts_with(&["partie", "côté"]);
        let third = words.skip(2).first().filter(|_| known)?;
        let country = self.country_of(third)?;
        Some((3, country.to_string()))
    }

    /// `celle du Laos`, `ceux de Lang Son`: how many tokens, and where.
    pub(super) fn like(&self, words: Words) -> Option<(usize, Elsewhere)> {
        if !words.starts_with(&["celui", "celle", "ceux", "celles"]) {
            return None;
        }
        let rest = words.skip(1);
        let joint = match rest.first()?.lower.as_str() {
            "du" => 1,
            "de" | "d'" => {
                1 + usize::from(
                    rest.skip(1).starts_with(&["la"]) || rest.skip(1).starts_with(&["l'"]),
                )
            }
            _ => return None,
        };
        let place = rest.skip(joint);
        if let Some((length, country)) = self.country(place) {
            return Some((1 + joint + length, Elsewhere::Country(country.to_string())));
        }
        let run = place.0.iter().take_while(|t| t.is_capital()).count();
        let length = self
            .lexicon
            .cities
            .longest(place)
            .map_or(run, |(length, _)| length);
        let name = super::people::wording(&rest.0[..joint + length]);
        (length > 0).then_some((1 + joint + length, Elsewhere::Place(name)))
    }
}

/// How many, in `les trois ministères`.
pub(super) fn several(words: Words, lead: usize) -> Option<usize> {
    let known = words.starts_with(&["les", "des", "aux", "leurs", "ces"]);
    let count = match words.skip(lead.max(1)).first()?.lower.as_str() {
        "trois" => 3,
        "quatre" => 4,
        "cinq" => 5,
        _ => return None,
    };
    (known && lead > 0).then_some(count)
}
