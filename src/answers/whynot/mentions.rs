//! The sentences of the corpus that mention all that a fact is about.

use std::time::Duration;

use rustc_hash::{FxHashMap, FxHashSet};

use super::aliases::{ALIASES, Aliases};
use crate::engine::{Limits, Watch};
use crate::facts::{Base, Database, EVENT_ID};
use crate::proofs::whynot::Pattern;
use crate::rules::{Const, Program, Type};
use crate::text::{fold, nearest};

/// How many sentences are quoted.
const MOST: usize = 5;
/// How long articles are searched.
const LONGEST: Duration = Duration::from_secs(2);
/// Among how many names a misspelt one is looked for.
const MOST_NAMES: usize = 200_000;
/// The type of columns with dates.
const DATE: &str = "Date";

/// Where sentences mention all the names of a fact.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// The names that were looked for; no sentence is quoted where there are none.
    pub names: Vec<String>,
    /// The first sentences that mention all of them, as the articles stand.
    pub found: Vec<Mention>,
    /// How many more there are.
    pub more: usize,
    /// Whether the search was stopped before the last article.
    pub stopped: bool,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Position among the base's articles.
    pub article: usize,
    /// Counted from 1.
    pub sentence: usize,
}

/// The sentences that mention all names of a pattern.
pub(super) fn find(
    base: &Base,
    program: &Program,
    aliases: &Aliases,
    pattern: &Pattern,
    limits: &Limits,
) -> Mentions {
    let names = names(program, pattern);
    let mut mentions = Mentions {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        ..Mentions::default()
    };
    // All sentences about somebody say little of what he has to do with others.
    let values = pattern.values.len();
    if names.is_empty() || (names.len() == 1 && values > 1) {
        return Mentions::default();
    }
    let known = Known::of(base, program, aliases);
    let ways: Vec<Vec<Spelling>> = names.iter().map(|name| known.spellings(name)).collect();
    let limits = Limits {
        timeout: Some(limits.timeout.unwrap_or(LONGEST).min(LONGEST)),
        ..limits.clone()
    };
    let mut watch = Watch::new(&limits);
    for (article, text) in base.articles.iter().enumerate() {
        if watch.check(|| 0).is_some() {
            mentions.stopped = true;
            break;
        }
        for (number, range) in text.sentences().iter().enumerate() {
            let sentence = fold(&text.text()[range.clone()]);
            let is_named = |ways: &Vec<Spelling>| ways.iter().any(|way| way.is_in(&sentence));
            if !ways.iter().all(is_named) {
                continue;
            }
            match mentions.found.len() < MOST {
                true => mentions.found.push(Mention {
                    article,
                    sentence: number + 1,
                }),
                false => mentions.more += 1,
            }
        }
    }
    mentions
}

/// The values of a pattern that name somebody or something: texts with a capital letter, in columns of neither
/// events nor dates.
fn names<'a>(program: &Program, pattern: &'a Pattern) -> Vec<&'a str> {
    let columns = &program.relation(pattern.relation).columns;
    let mut names: Vec<&str> = Vec::new();
    for (column, value) in columns.iter().zip(&pattern.values) {
        let is_name =
            column.ty == Type::Symbol && column.type_name != EVENT_ID && column.type_name != DATE;
        if is_name
            && let Some(Const::Symbol(text)) = value
            && text.chars().any(char::is_uppercase)
            && !names.contains(&text.as_str())
        {
            names.push(text);
        }
    }
    names
}

/// One way in which a sentence may write a name.
#[derive(Debug, PartialEq, Eq)]
struct Spelling {
    /// Folded.
    words: String,
    /// What stands in brackets behind a body's name, folded: its country, by name or as an adjective.
    of: Option<String>,
}

impl Spelling {
    fn new(name: &str) -> Spelling {
        let folded = fold(name);
        match folded
            .strip_suffix(')')
            .and_then(|name| name.rsplit_once(" ("))
        {
            Some((words, of)) => Spelling {
                words: words.to_owned(),
                of: Some(of.to_owned()),
            },
            None => Spelling {
                words: folded,
                of: None,
            },
        }
    }

    fn is_in(&self, sentence: &str) -> bool {
        if !has_words(sentence, &self.words) {
            return false;
        }
        self.of.as_ref().is_none_or(|of| {
            // `Laos` is in `lao`, `Vietnam` in `vietnamien`.
            let stem = of.strip_suffix('s').filter(|stem| stem.len() > 2);
            let stem = stem.unwrap_or(of);
            let words = sentence.split(|c: char| !c.is_alphanumeric());
            words.into_iter().any(|word| word.starts_with(stem))
        })
    }
}

/// Whether a folded text has these words, not as part of longer ones.
fn has_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        [before, after]
            .into_iter()
            .all(|c| c.is_none_or(|c| !c.is_alphanumeric()))
    })
}

/// The names that the facts of a base have.
struct Known<'a> {
    aliases: &'a Aliases,
    /// The names that a word stands in, folded.
    by_word: FxHashMap<String, FxHashSet<String>>,
}

impl Known<'_> {
    fn of<'a>(base: &Base, program: &Program, aliases: &'a Aliases) -> Known<'a> {
        let mut by_word: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        let same = program.find(ALIASES);
        let counts = base.statements.iter().filter(|one| one.is_in_force());
        for statement in counts.filter(|one| Some(one.relation) != same) {
            let texts = statement.values.iter().filter_map(Const::text);
            for text in texts.filter(|text| is_name_of_words(text)) {
                for word in text.split_whitespace() {
                    let names = by_word.entry(fold(word)).or_default();
                    names.insert(fold(text));
                }
            }
        }
        Known { aliases, by_word }
    }

    /// The ways to write a name: its aliases, and those of their words that no other name has.
    fn spellings(&self, name: &str) -> Vec<Spelling> {
        let aliases = self.aliases.all(name);
        let folded: Vec<String> = aliases.iter().map(|alias| fold(alias)).collect();
        let mut ways: Vec<Spelling> = aliases.iter().map(|alias| Spelling::new(alias)).collect();
        for alias in aliases.iter().filter(|alias| is_name_of_words(alias)) {
            for word in alias.split_whitespace().map(fold) {
                let is_own = self
                    .by_word
                    .get(&word)
                    .is_some_and(|names| names.iter().all(|name| folded.contains(name)));
                let is_long = word.chars().count() > 2;
                if is_own && is_long {
                    ways.push(Spelling {
                        words: word,
                        of: None,
                    });
                }
            }
        }
        ways
    }
}

/// Whether a text is a name of several words, each with a capital letter.
fn is_name_of_words(text: &str) -> bool {
    let mut words = 0;
    let all = text.split_whitespace().all(|word| {
        words += 1;
        word.chars().next().is_some_and(char::is_uppercase)
    });
    all && words > 1
}

/// The values of a pattern that no tuple of any relation has, each with the nearest name that some tuple has.
pub(super) fn unknown(
    program: &Program,
    database: &Database,
    pattern: &Pattern,
) -> Vec<(Const, Option<Const>)> {
    let mut unknown = Vec::new();
    let mut all: Option<FxHashSet<u32>> = None;
    for value in pattern.values.iter().flatten() {
        let Some(text) = value.text().filter(|text| !text.is_empty()) else {
            continue;
        };
        let words = all.get_or_insert_with(|| {
            let mut words = FxHashSet::default();
            for id in program.ids() {
                for (at, column) in program.relation(id).columns.iter().enumerate() {
                    if column.ty == Type::Symbol {
                        words.extend(database.rows(id).iter().map(|row| row[at]));
                    }
                }
            }
            words
        });
        if database
            .values
            .find(value)
            .is_some_and(|word| words.contains(&word))
        {
            continue;
        }
        if words.len() > MOST_NAMES {
            unknown.push((value.clone(), None));
            continue;
        }
        let mut texts: Vec<&str> = words
            .iter()
            .map(|&word| database.values.text(word))
            .collect();
        // Of names that are as near, the shortest is meant.
        texts.sort_unstable_by_key(|text| (text.len(), *text));
        let near = nearest(text, texts).map(|near| Const::Symbol(near.to_owned()));
        unknown.push((value.clone(), near));
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_sentences_write_it() {
        let sentence = fold("M. Lâm et le ministère lao de la Police");
        assert!(Spelling::new("LAM").is_in(&sentence));
        assert!(!Spelling::new("Minist").is_in(&sentence));
        assert!(!Spelling::new("ministère de la Police (Laos)").is_in(&sentence));
        let sentence = fold("le ministère de la Police du pays laotien");
        assert!(Spelling::new("ministère de la Police (Laos)").is_in(&sentence));
        assert!(!Spelling::new("ministère de la Police (Vietnam)").is_in(&sentence));
    }
}
