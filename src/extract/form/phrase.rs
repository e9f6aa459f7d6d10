//! Noun phrases: their noun, what it agrees in, and names with complements.

use super::chunks::Chunker;
use crate::extract::dictionary::Agreement;
use crate::extract::numbers::is_number_word;
use crate::extract::tokens::{Kind, Token, Words};

impl Chunker<'_, '_> {
    /// The noun of a noun phrase.
    pub(super) fn head(&self, at: usize, end: usize) -> usize {
        let lexicon = self.reader.lexicon;
        let names = |i: &usize| {
            let token = &self.sentence[*i];
            let before = self.reader.is_before_nouns(token) && i + 1 < end;
            let other = lexicon.is_function_word(token) || is_number_word(&token.lower);
            token.kind == Kind::Word && !before && !other
        };
        let first = (at..end)
            .filter(names)
            .find(|&i| !self.is_adjective(&self.sentence[i]) && !self.stands_before_noun(i, end));
        first.or_else(|| (at..end).find(names)).unwrap_or(at)
    }

    /// Whether a word of a noun phrase is an adjective and no noun.
    pub(super) fn is_adjective(&self, token: &Token) -> bool {
        let known = token.known();
        let noun = !known.nouns.is_empty() && known.adjectives.is_empty();
        let compound = token.text.contains('-') && self.reader.country_of(token).is_none();
        !noun && !compound && self.reader.lexicon.is_adjective(token)
    }

    /// Whether a word that may be an adjective has its noun behind it: `lourdes pertes`.
    pub(super) fn stands_before_noun(&self, at: usize, end: usize) -> bool {
        if at + 1 >= end || self.sentence[at].known().adjectives.is_empty() {
            return false;
        }
        let next = self.sentence[at + 1].known();
        !next.nouns.is_empty() && next.adjectives.is_empty()
    }

    /// What the dictionary says of a noun that its determiner agrees with.
    pub(super) fn agreement(&self, head: usize, gender: Option<char>, plural: bool) -> Agreement {
        let known = self.sentence[head].known();
        let fits = |noun: &&Agreement| {
            noun.gender
                .is_none_or(|own| gender.is_none_or(|g| g == own))
                && noun.plural.is_none_or(|own| own || !plural)
        };
        let mut nouns = known.nouns.iter().filter(fits);
        let Some(&first) = nouns.next() else {
            return Agreement::default();
        };
        let alike = |other: &Agreement| other.gender == first.gender;
        Agreement {
            gender: first.gender.filter(|_| nouns.all(alike)),
            ..first
        }
    }

    /// The end of a name in capitals with its complement in capitals: `l'Hôpital de l'Amitié`.
    pub(super) fn proper_complement(&self, end: usize) -> usize {
        let words = Words(&self.sentence[end..]);
        let joint = match words.first().map(|t| t.lower.as_str()) {
            Some("du" | "des") => 1,
            Some("de" | "d'") if words.skip(1).starts_with(&["la", "l'", "les"]) => 2,
            Some("de" | "d'") => 1,
            _ => return end,
        };
        let name = words.skip(joint);
        let run = name.0.iter().take_while(|t| t.is_capital()).count();
        let from = end + joint;
        let lexicon = self.reader.lexicon;
        let known = (end..from + run).any(|i| self.spots[i].begins.is_some())
            || lexicon.cities.longest(name).is_some()
            || self.reader.country(name).is_some();
        if run == 0 || known { end } else { from + run }
    }
}
