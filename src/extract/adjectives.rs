//! Adjectives that stand in titles and names of bodies.

use super::reader::Reader;
use super::tokens::{Token, Words};

impl Reader<'_> {
    /// Whether the word at this place is an adjective behind a noun with a capital: `des Peuples autochtones`.
    pub(super) fn closes_task(&self, words: Words, at: usize) -> bool {
        let (Some(noun), Some(token)) = (at.checked_sub(1).map(|at| &words.0[at]), words.0.get(at))
        else {
            return false;
        };
        let known = token.known();
        noun.is_capital()
            && !noun.known().nouns.is_empty()
            && token.is_small()
            && !known.adjectives.is_empty()
            && known.verbs.is_empty()
            && !self.lexicon.is_function_word(token)
            && token.lower.ends_with('s') == noun.lower.ends_with('s')
    }

    /// Whether the word at this place is an adjective behind a noun in the plural: `des fusiliers marins`.
    pub(super) fn describes_plural(&self, words: Words, at: usize) -> bool {
        let (Some(noun), Some(token)) = (at.checked_sub(1).map(|at| &words.0[at]), words.0.get(at))
        else {
            return false;
        };
        let known = token.known();
        let plural = |t: &Token| t.is_small() && t.lower.ends_with('s');
        plural(noun)
            && plural(token)
            && !noun.known().nouns.is_empty()
            && !known.adjectives.is_empty()
            && known.verbs.is_empty()
            && !self.lexicon.is_function_word(token)
    }

    /// Whether the word is nothing else than an adjective: `agricole`.
    pub(super) fn is_only_adjective(&self, token: &Token) -> bool {
        let known = token.known();
        token.is_small()
            && !known.adjectives.is_empty()
            && known.nouns.is_empty()
            && known.verbs.is_empty()
            && !self.lexicon.is_function_word(token)
    }

    /// `l'Union sportive monastirienne`: a word that the dictionary does not have.
    pub(super) fn is_strange_adjective(&self, token: &Token) -> bool {
        const SHORTEST: usize = 6;
        let known = token.known();
        token.is_small()
            && token.lower.len() > SHORTEST
            && token.lower.ends_with(['e', 's', 'n'])
            && known.adjectives.is_empty()
            && known.nouns.is_empty()
            && known.verbs.is_empty()
            && !self.lexicon.is_function_word(token)
            && self
                .lexicon
                .adverbial(Words(std::slice::from_ref(token)))
                .is_none()
            && self.lexicon.forms_of(token).is_empty()
    }

    /// `agronomique et vétérinaire`: whether the `et` at this place joins two adjectives.
    pub(super) fn joins_adjectives(&self, words: Words, at: usize) -> bool {
        let adjective = |token: Option<&Token>| {
            token.is_some_and(|t| {
                t.is_small()
                    && self.country_of(t).is_none()
                    && (self.lexicon.is_adjective(t) || !t.known().adjectives.is_empty())
                    && (t.known().nouns.is_empty() || self.lexicon.is_adjective(t))
            })
        };
        // `membre du Bureau politique et secrétaire de la Commission`
        let title = || self.lexicon.titles.longest(words.skip(at + 1)).is_some();
        at > 0 && adjective(words.0.get(at - 1)) && adjective(words.0.get(at + 1)) && !title()
    }
}

/// `Humanitaire` of `Action Humanitaire`: an adjective with a capital that is no name of a person.
pub(super) fn is_capital_adjective(token: &Token, after: Option<&Token>) -> bool {
    let endings = [
        "aire", "aires", "ional", "ionale", "ionales", "ique", "iques", "elle", "elles", "ive",
        "iaux",
    ];
    token.is_capital()
        && !after.is_some_and(Token::is_capital)
        && !token.known().adjectives.is_empty()
        && endings.iter().any(|end| token.lower.ends_with(end))
}
