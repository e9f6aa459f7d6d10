//! The people of an article: who bears which names, and which titles the text gives them.

use std::collections::HashMap;

use super::names::Introduction;
use super::nouns::push_all;
use super::reader::{Reader, Wording};
use super::titles::Title;
use super::tokens::{Token, Words, plain};

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
    count: usize,
}

/// Everyone named in an article.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// In the order in which they are introduced.
    pub all: Vec<Person>,
    by_word: HashMap<String, Vec<usize>>,
}

/// How many people who share a word of their names are compared: enough for any article, and a
/// bound for what is none.
const NAMESAKES: usize = 40;

impl People {
    /// The person whom this name means, if known.
    pub fn find(&self, name: &[Token]) -> Option<usize> {
        self.find_words(&words(name))
    }

    fn find_words(&self, words: &[String]) -> Option<usize> {
        let candidates = || {
            let known = words.iter().chain([words.concat()].iter().filter(|_| words.len() > 1)).filter_map(|word| self.by_word.get(&key(word)));
            known.flat_map(|people| people.iter().rev().take(NAMESAKES)).copied()
        };
        let by = |same: fn(&[String], &[String]) -> bool| {
            candidates().find(|&person| self.all[person].spellings.iter().any(|s| same(&s.words, words)))
        };
        by(same_spelling).or_else(|| by(misspelt)).or_else(|| by(shortened))
    }

    /// The person of this name, known or new.
    pub fn find_or_add(&mut self, name: &[Token]) -> usize {
        let words = words(name);
        let text = wording(name);
        let known = self.find_words(&words);
        let person = known.unwrap_or_else(|| {
            self.all.push(Person {
                name: text.clone(),
                titles: Vec::new(),
                country: None,
                gender: None,
                spellings: Vec::new(),
            });
            self.all.len() - 1
        });
        self.learn(person, text, words);
        person
    }

    /// Counts one more use of a spelling; the first use makes it known.
    fn learn(&mut self, person: usize, text: String, words: Vec<String>) {
        let spellings = &mut self.all[person].spellings;
        if let Some(known) = spellings.iter_mut().find(|spelling| spelling.text == text) {
            known.count += 1;
        } else {
            for word in words.iter().chain([words.concat()].iter()) {
                let people = self.by_word.entry(key(word)).or_default();
                if people.last() != Some(&person) {
                    people.push(person);
                }
            }
            spellings.push(Spelling { text, words, count: 1 });
        }
        let person = &mut self.all[person];
        let letters = |s: &Spelling| s.words.concat().len();
        let best = person.spellings.iter().rev().max_by_key(|s| (s.words.len().min(5), s.count, letters(s) > 0));
        let fullest = best.map(|best| (best.words.concat().len(), best.text.clone()));
        // A name split differently is no fuller: `Qiu Zhen Hai`, `Qiu Zhenhai`.
        if let Some((length, _)) = fullest {
            let alike = person.spellings.iter().rev().filter(|s| letters(s).abs_diff(length) <= length / 8);
            if let Some(chosen) = alike.max_by_key(|s| s.count) {
                person.name = chosen.text.clone();
            }
        }
    }

    /// Takes in what an introduction says of the people it names.
    pub fn introduce(&mut self, sentence: &[Token], introduction: &Introduction) -> Vec<usize> {
        let first = &sentence[introduction.start];
        let last = &sentence[introduction.end.max(introduction.start + 1) - 1];
        let mut people = Vec::new();
        for (number, name) in introduction.names.iter().enumerate() {
            let person = self.find_or_add(&sentence[name.clone()]);
            people.push(person);
            let person = &mut self.all[person];
            person.gender = person.gender.or(introduction.gender);
            let counterpart = introduction.counterpart.clone().flatten();
            for title in &introduction.titles {
                let shared = title.countries.len() > 1 && introduction.names.len() > 1;
                let country = title.countries.get(if shared { number } else { 0 }).cloned();
                person.country = person.country.take().or(country.clone());
                let quote = first.range.start..last.range.end;
                person.titles.push(Held { title: title.clone(), country, quote, sure: 0.95 });
            }
            person.country = person.country.take().or(counterpart);
        }
        people
    }
}

impl Reader<'_> {
    /// Everyone whom the sentences introduce, and everyone else named where a person must stand.
    pub fn people(&self, sentences: &[Vec<Token>], introductions: &[Vec<Introduction>]) -> People {
        let mut people = People::default();
        // Full names first, so that short ones find their owners.
        let mut names: Vec<&[Token]> = Vec::new();
        for (sentence, introductions) in sentences.iter().zip(introductions) {
            names.extend(introductions.iter().flat_map(|i| &i.names).map(|name| &sentence[name.clone()]));
        }
        names.sort_by_key(|name| usize::MAX - name.len());
        for name in names {
            people.find_or_add(name);
        }
        people
    }
}

/// The words as the text has them.
pub fn wording(tokens: &[Token]) -> String {
    let mut wording = Wording::default();
    push_all(&mut wording, Words(tokens), tokens.len());
    wording.text
}

fn words(name: &[Token]) -> Vec<String> {
    name.iter().map(|token| plain(token.text).replace('-', "")).collect()
}

/// Words that a misspelling leaves alike are looked up under one key.
fn key(word: &str) -> String {
    word.chars().take(4).collect()
}

fn same_spelling(a: &[String], b: &[String]) -> bool {
    a.concat() == b.concat()
}

/// One letter in six may differ, word by word.
fn misspelt(a: &[String], b: &[String]) -> bool {
    let alike = |(p, q): (&String, &String)| {
        strsim::levenshtein(p, q) <= p.chars().count().max(q.chars().count()) / 6
    };
    a.len() == b.len() && a.len() > 1 && a.iter().zip(b).all(alike)
}

/// The given name, the family name or some of the words in a row stand for the whole.
fn shortened(full: &[String], short: &[String]) -> bool {
    match short {
        _ if short.len() >= full.len() => false,
        [word] => full.last() == Some(word) || full.first() == Some(word),
        _ => full.windows(short.len()).any(|part| part == short),
    }
}
