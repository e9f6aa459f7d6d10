//! Sets of phrases that are looked up where they begin in a sentence.

use rustc_hash::FxHashMap;

use super::tokens::{self, Question, Token, Words};

/// Phrases of one or more words, each with what it stands for.
#[derive(Clone, Debug)]
pub struct Phrases<T> {
    /// By the hash of the plain form of the first word; the longest phrases first.
    by_first: FxHashMap<u64, Vec<Phrase<T>>>,
    proper: bool,
    /// Whether any of them begins with a word.
    begins: Option<Question>,
}

#[derive(Clone, Debug)]
struct Phrase<T> {
    words: Vec<Word>,
    /// The hash of the second word, which most others are told from by.
    second: Option<u64>,
    value: T,
}

#[derive(Clone, Debug)]
struct Word {
    plain: String,
    /// The hash of `plain`.
    hash: u64,
    text: String,
    capital: bool,
    abbreviation: bool,
}

impl<T> Phrases<T> {
    /// Phrases that match whatever the case of their letters, as titles do.
    pub fn common() -> Self {
        Phrases {
            by_first: FxHashMap::default(),
            proper: false,
            begins: None,
        }
    }

    /// Phrases in which a capital must be met by a capital, and an abbreviation by itself.
    pub fn proper() -> Self {
        Phrases {
            by_first: FxHashMap::default(),
            proper: true,
            begins: None,
        }
    }

    /// The same with a number for the question whether any begins with a word, which words then keep the answer to.
    /// No phrase may be added once it was asked.
    pub(super) fn asked_as(self, begins: Question) -> Self {
        Phrases {
            begins: Some(begins),
            ..self
        }
    }

    /// Adds a phrase. Of two alike, the first is kept.
    pub fn insert(&mut self, phrase: &str, value: T) {
        let words: Vec<Word> = tokens::tokens(phrase, 0..phrase.len())
            .iter()
            .map(|token| Word {
                plain: token.plain.clone(),
                hash: token.plain_hash,
                text: token.text.to_string(),
                capital: token.is_capital(),
                abbreviation: token.is_abbreviation(),
            })
            .collect();
        let Some(first) = words.first() else { return };
        let alike = self.by_first.entry(first.hash).or_default();
        let place = alike.partition_point(|other| other.words.len() >= words.len());
        let second = words.get(1).map(|word| word.hash);
        let phrase = Phrase {
            words,
            second,
            value,
        };
        alike.insert(place, phrase);
    }

    /// Whether any phrase begins with the word.
    #[inline]
    pub(super) fn may_begin(&self, first: &Token) -> bool {
        let begins = || self.by_first.contains_key(&first.plain_hash);
        match self.begins {
            Some(question) => first.answer(question, begins),
            None => begins(),
        }
    }

    /// The longest phrase that the words begin with: how many words it has, and its value.
    #[inline]
    pub fn longest(&self, words: Words) -> Option<(usize, &T)> {
        words.first().filter(|first| self.may_begin(first))?;
        self.longest_of(words)
    }

    fn longest_of(&self, words: Words) -> Option<(usize, &T)> {
        let alike = self.by_first.get(&words.first()?.plain_hash)?;
        let second = words.0.get(1).map(|token| token.plain_hash);
        let found = alike.iter().find(|phrase| {
            let together = || phrase.words.iter().zip(words.0);
            (phrase.second.is_none() || phrase.second == second)
                && phrase.words.len() <= words.0.len()
                && together().all(|(word, token)| word.hash == token.plain_hash)
                && together().all(|(word, token)| word.plain == token.plain)
                && (!self.proper || together().all(|(word, token)| word.fits(token)))
        });
        found.map(|phrase| (phrase.words.len(), &phrase.value))
    }
}

impl Word {
    /// Whether the case of the letters is met.
    fn fits(&self, token: &Token) -> bool {
        (!self.capital || token.is_capital()) && (!self.abbreviation || self.text == token.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_is_found() {
        let mut phrases = Phrases::proper();
        phrases.insert("Corée", 1);
        phrases.insert("Corée du Sud", 2);
        phrases.insert("UE", 3);
        let longest = |text: &str| {
            let tokens = tokens::tokens(text, 0..text.len());
            phrases
                .longest(Words(&tokens))
                .map(|(length, value)| (length, *value))
        };
        assert_eq!(longest("Corée du Sud, hier"), Some((3, 2)));
        assert_eq!(longest("Corée du"), Some((1, 1)));
        assert_eq!(longest("corée du sud"), None);
        assert_eq!(longest("ue"), None);
        assert_eq!(longest(""), None);
    }
}
