//! The people of an article: who bears which names, and which titles the text gives them.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::nouns::push_all;
use super::reader::Wording;
use super::titles::Title;
use super::tokens::{Token, Words};

/// Someone named in the article.
#[derive(Clone, Debug)]
pub struct Person {
    /// The fullest name; of spellings, the most frequent, then the first.
    pub name: String,
    /// The titles, in the order of the text, with where they stand.
    pub titles: Vec<Held>,
    /// The country that the article gives the person.
    pub country: Option<String>,
    /// `m` or `f`, where an article, title or form of address shows it.
    pub gender: Option<char>,
    /// The office that a description gives the person without naming it: `le chef de la diplomatie`.
    pub stands_in: Option<String>,
    spellings: Vec<Spelling>,
}

/// A title, and the place that gives it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The title.
    pub title: Title,
    /// Its country, where the place itself gives it.
    pub country: Option<String>,
    /// Bytes of the article.
    pub quote: std::ops::Range<usize>,
    /// How sure it is that the title is this person's.
    pub sure: f64,
}

#[derive(Clone, Debug)]
struct Spelling {
    text: String,
    words: Vec<String>,
    letters: usize,
    count: usize,
}

/// Everyone named in an article.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// In the order in which they are introduced.
    pub all: Vec<Person>,
    by_word: FxHashMap<String, Vec<usize>>,
}

/// How many people who share a word of their names are compared: enough for any article, and a
/// bound for what is none.
const NAMESAKES: usize = 40;

/// The most spellings of one name that are kept apart.
const SPELLINGS: usize = 30;

impl People {
    /// The person whom this name means, if known.
    pub fn find(&self, name: &[Token]) -> Option<usize> {
        self.find_words(&words(name))
    }

    fn find_words(&self, words: &[Cow<str>]) -> Option<usize> {
        let candidates = || {
            let known = words.iter().filter_map(|word| self.by_word.get(key(word)));
            known.flat_map(|people| people.iter().rev().take(NAMESAKES))
        };
        candidates().next()?;
        let by = |same: fn(&[String], &[Cow<str>]) -> bool| {
            candidates().find(|&&person| {
                let mut spellings = self.all[person].spellings.iter();
                spellings.any(|spelling| same(&spelling.words, words))
            })
        };
        by(same_spelling)
            .or_else(|| by(misspelt))
            .or_else(|| by(shortened))
            .copied()
    }

    /// The person of this name, known or new.
    pub fn find_or_add(&mut self, name: &[Token]) -> usize {
        let person = self.find(name).unwrap_or_else(|| {
            self.all.push(Person {
                name: wording(name),
                titles: Vec::new(),
                country: None,
                gender: None,
                stands_in: None,
                spellings: Vec::new(),
            });
            self.all.len() - 1
        });
        self.learn(person, name);
        person
    }

    /// Counts one more use of a name, and chooses the spelling anew.
    pub fn learn(&mut self, number: usize, name: &[Token]) {
        let text = wording(name);
        let person = &mut self.all[number];
        if let Some(known) = person
            .spellings
            .iter_mut()
            .find(|spelling| spelling.text == text)
        {
            known.count += 1;
        } else if person.spellings.len() < SPELLINGS {
            let words: Vec<String> = words(name).into_iter().map(Cow::into_owned).collect();
            for (at, key) in words.iter().map(|word| key(word)).enumerate() {
                let known = person.spellings.iter().flat_map(|known| &known.words);
                let mut known = known.chain(&words[..at]);
                if !known.any(|word| self::key(word) == key) {
                    let alike = self.by_word.entry(key.to_string()).or_default();
                    alike.push(number);
                }
            }
            person.spellings.push(Spelling {
                letters: words.iter().map(|word| word.chars().count()).sum(),
                text,
                words,
                count: 1,
            });
        }
        // Spellings of about the same length are equally full: `Qiu Zhen Hai`, `Qiu Zhenhai`.
        let longest = person
            .spellings
            .iter()
            .map(|spelling| spelling.letters)
            .max()
            .unwrap_or(0);
        let full = person
            .spellings
            .iter()
            .rev()
            .filter(|spelling| longest - spelling.letters <= longest / 8);
        if let Some(chosen) = full.max_by_key(|spelling| spelling.count) {
            person.name.clone_from(&chosen.text);
        }
    }
}

impl Person {
    /// How often the article names the person.
    pub(super) fn uses(&self) -> usize {
        self.spellings.iter().map(|spelling| spelling.count).sum()
    }

    /// Adds a title, unless it is known already.
    pub fn hold(&mut self, held: Held) {
        let same = |known: &Held| {
            known.title.words == held.title.words
                && known.title.owner == held.title.owner
                && known.country == held.country
        };
        if !self.titles.iter().any(same) {
            self.titles.push(held);
        }
    }
}

/// The words as the text has them.
pub fn wording(tokens: &[Token]) -> String {
    let mut wording = Wording::default();
    push_all(&mut wording, Words(tokens), tokens.len());
    wording.text
}

/// The words of a name in plain letters, hyphens left out.
fn words<'t>(name: &'t [Token]) -> Vec<Cow<'t, str>> {
    let word = |token: &'t Token| match token.plain.contains('-') {
        true => Cow::Owned(token.plain.replace('-', "")),
        false => Cow::Borrowed(token.plain.as_str()),
    };
    name.iter().map(word).collect()
}

/// Words that a misspelling leaves alike are looked up under one key.
fn key(word: &str) -> &str {
    let end = word.char_indices().nth(4).map_or(word.len(), |(at, _)| at);
    &word[..end]
}

fn same_spelling(a: &[String], b: &[Cow<str>]) -> bool {
    let letters: usize = a.iter().map(String::len).sum();
    let others: usize = b.iter().map(|word| word.len()).sum();
    // `Qiu Zhen Hai`, `Qiu Zhenhai`
    let apart = || {
        let bytes = a.iter().flat_map(|word| word.bytes());
        bytes.eq(b.iter().flat_map(|word| word.bytes()))
    };
    letters == others && (a == b || apart())
}

/// One letter in six may differ, word by word.
fn misspelt(a: &[String], b: &[Cow<str>]) -> bool {
    let alike = |(p, q): (&String, &Cow<str>)| {
        let near = || {
            let (letters, others) = (p.chars().count(), q.chars().count());
            let allowed = letters.max(others) / 6;
            allowed > 0
                && letters.abs_diff(others) <= allowed
                && strsim::levenshtein(p, q) <= allowed
        };
        p == q || near()
    };
    a.len() == b.len() && a.len() > 1 && a.iter().zip(b).all(alike)
}

/// The given name, the family name (also the first of two) or some of the words in a row stand for the whole.
fn shortened(full: &[String], short: &[Cow<str>]) -> bool {
    let is = |word: &Cow<str>, other: Option<&String>| other.is_some_and(|other| other == word);
    match short {
        _ if short.len() >= full.len() => false,
        [word] => {
            let first = full.len().checked_sub(2).filter(|_| full.len() > 2);
            is(word, full.last())
                || is(word, full.first())
                || is(word, first.and_then(|at| full.get(at)))
        }
        _ => full.windows(short.len()).any(|part| part == short),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    #[test]
    fn spellings_and_short_forms_are_one_person() {
        let mut people = People::default();
        for name in [
            "Chansamone Chanylath",
            "Chansamone Chanyalath",
            "Chansamone Chanyalath",
            "Chanyalath",
        ] {
            people.find_or_add(&tokens(name, 0..name.len()));
        }
        assert_eq!(people.all.len(), 1);
        assert_eq!(people.all[0].name, "Chansamone Chanyalath");
    }

    #[test]
    fn other_names_are_other_people() {
        let mut people = People::default();
        for name in [
            "Nguyen Van Nam",
            "Nguyen Van Lam",
            "Qiu Zhenhai",
            "Qiu Zhen Hai",
        ] {
            people.find_or_add(&tokens(name, 0..name.len()));
        }
        assert_eq!(people.all.len(), 3);
    }
}
