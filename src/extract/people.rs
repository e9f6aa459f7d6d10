//! The people of an article: who bears which names, and which titles the text gives them.

use std::collections::HashMap;

use super::inflection::Tense;
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
    letters: usize,
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
        let by = |same: fn(&[String], &[String]) -> bool| {
            let known = words.iter().filter_map(|word| self.by_word.get(&key(word)));
            let mut candidates = known.flat_map(|people| people.iter().rev().take(NAMESAKES));
            candidates.find(|&&person| self.all[person].spellings.iter().any(|s| same(&s.words, words)))
        };
        by(same_spelling).or_else(|| by(misspelt)).or_else(|| by(shortened)).copied()
    }

    /// The person of this name, known or new.
    pub fn find_or_add(&mut self, name: &[Token]) -> usize {
        let words = words(name);
        let person = self.find_words(&words).unwrap_or_else(|| {
            self.all.push(Person {
                name: wording(name),
                titles: Vec::new(),
                country: None,
                gender: None,
                spellings: Vec::new(),
            });
            self.all.len() - 1
        });
        self.learn(person, wording(name), words);
        person
    }

    /// Counts one more use of a spelling, and chooses the name anew.
    fn learn(&mut self, number: usize, text: String, words: Vec<String>) {
        let person = &mut self.all[number];
        if let Some(known) = person.spellings.iter_mut().find(|spelling| spelling.text == text) {
            known.count += 1;
        } else {
            for word in &words {
                let people = self.by_word.entry(key(word)).or_default();
                if !people.contains(&number) {
                    people.push(number);
                }
            }
            person.spellings.push(Spelling { letters: words.concat().chars().count(), text, words, count: 1 });
        }
        // Spellings of about the same length are equally full: `Qiu Zhen Hai`, `Qiu Zhenhai`.
        let longest = person.spellings.iter().map(|spelling| spelling.letters).max().unwrap_or(0);
        let full = person.spellings.iter().rev().filter(|spelling| longest - spelling.letters <= longest / 8);
        if let Some(chosen) = full.max_by_key(|spelling| spelling.count) {
            person.name.clone_from(&chosen.text);
        }
    }

    /// Takes in what an introduction says of the people it names.
    pub fn introduce(&mut self, reader: &Reader, sentence: &[Token], introduction: &Introduction) {
        let quote = sentence[introduction.start].range.start..sentence[introduction.end - 1].range.end;
        for (number, name) in introduction.names.iter().enumerate() {
            let Some(person) = self.find(&sentence[name.clone()]) else { continue };
            let person = &mut self.all[person];
            person.gender = person.gender.or(introduction.gender);
            for title in &introduction.titles {
                let mut title = title.clone();
                let shared = title.countries.len() > 1 && introduction.names.len() > 1;
                let mut country = title.countries.get(if shared { number } else { 0 }).cloned();
                if introduction.possessive && introduction.counterpart.is_none() && !title.is_full() {
                    let Some((words, of)) = reader.body_before(&sentence[..introduction.start]) else { continue };
                    title.words = format!("{} {words}", title.words);
                    country = country.or(of);
                }
                person.country = person.country.take().or(country.clone());
                person.hold(Held { title, country, quote: quote.clone(), sure: 0.95 });
            }
            let shown = introduction.counterpart.clone().flatten().or_else(|| introduction.country.clone());
            person.country = person.country.take().or(shown);
        }
    }
}

impl Person {
    /// Adds a title, unless it is known already.
    pub fn hold(&mut self, held: Held) {
        let same = |known: &Held| {
            known.title.words == held.title.words && known.title.owner == held.title.owner && known.country == held.country
        };
        if !self.titles.iter().any(same) {
            self.titles.push(held);
        }
    }
}

impl Reader<'_> {
    /// Everyone whom the sentences introduce, and everyone else named where a person must stand.
    pub fn people(&self, sentences: &[Vec<Token>], introductions: &[Vec<Introduction>]) -> People {
        let mut people = People::default();
        let mut names: Vec<&[Token]> = Vec::new();
        for (sentence, introductions) in sentences.iter().zip(introductions) {
            names.extend(introductions.iter().flat_map(|i| &i.names).map(|name| &sentence[name.clone()]));
            names.extend(self.bare_names(sentence).filter(|name| self.has_place_of_person(sentence, name)).map(|name| &sentence[name]));
        }
        // Full names first, so that short ones find their owners.
        names.sort_by_key(|name| usize::MAX - name.len());
        for name in names {
            people.find_or_add(name);
        }
        for sentence in sentences {
            for name in self.bare_names(sentence) {
                if let Some(person) = people.find(&sentence[name.clone()]) {
                    people.learn(person, wording(&sentence[name.clone()]), words(&sentence[name]));
                }
            }
        }
        people
    }

    /// The body that was named last, as a complement (`de l'Assemblée nationale`), and its country.
    fn body_before(&self, sentence: &[Token]) -> Option<(String, Option<String>)> {
        (1..sentence.len()).rev().find_map(|at| {
            let body = self.body(Words(&sentence[at..])).filter(|body| body.named)?;
            let lead = (1..=2.min(at)).rev().map(|length| Words(&sentence[at - length..at])).find(|words| {
                let lead = self.lead(*words);
                lead.depends && lead.used == words.0.len()
            })?;
            let mut words = Wording::default();
            push_all(&mut words, lead, lead.0.len());
            words.push_words(sentence[at].range.clone(), &body.name);
            Some((words.text, body.country))
        })
    }

    /// Runs of two capitals and more that may be the name of a person.
    fn bare_names<'s>(&'s self, sentence: &'s [Token]) -> impl Iterator<Item = std::ops::Range<usize>> + 's {
        let mut at = 0;
        std::iter::from_fn(move || {
            while at < sentence.len() {
                let start = at;
                let length = self.name(Words(&sentence[start..])).filter(|_| sentence[start].is_capital());
                at += length.unwrap_or(1);
                if length.is_some_and(|length| length > 1) {
                    return Some(start..at);
                }
            }
            None
        })
    }

    /// Whether the name is where only a person is named without a title: the subject of a verb
    /// before it or after it, or the one appointed.
    fn has_place_of_person(&self, sentence: &[Token], name: &std::ops::Range<usize>) -> bool {
        let before = name.start.checked_sub(1).map(|before| &sentence[before]);
        let is_participle = |token: &Token| self.lexicon.verb_forms(&token.lower).iter().any(|form| form.tense == Tense::Participle);
        let inverted = before.is_some_and(|token| is_participle(token) || token.is("selon"));
        let article = before.is_some_and(|token| self.lexicon.is_class(token, "determiner") || self.lexicon.is_class(token, "contraction") || token.is_capital());
        let after = self.skip_adverbials(Words(&sentence[name.end..]));
        let verb = after.first().is_some_and(|token| {
            matches!(token.lower.as_str(), "a" | "avait" | "est" | "s'" | "était") || self.lexicon.verb_forms(&token.lower).iter().any(|form| form.tense == Tense::Finite)
        });
        let named = Words(&sentence[name.end..]);
        let appointed = named.starts_with(&[","]) && named.skip(1).first().is_some_and(|token| is_participle(token));
        let post = named.starts_with(&["au", "aux"]) && named.skip(1).starts_with(&["poste", "fonctions"]);
        inverted || (verb || appointed || post) && !article
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
