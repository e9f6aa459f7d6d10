//! French prose -> facts: the reader of articles.
//!
//! It says what is written: names, titles, statements, dates. What that means is for rules to say.
//! Each stage has a module of its own: tokens, then nouns, titles and names, then verbs and their
//! subjects, then who is meant, and only then the facts.

mod adjectives;
mod apposition;
pub mod auxiliaries;
pub mod bodies;
mod capitals;
pub mod census;
pub mod clauses;
pub mod compounds;
mod counterparts;
mod cut;
pub mod dates;
pub mod dating;
mod descriptions;
pub mod dictionary;
pub mod discourse;
mod employers;
mod enumerations;
mod first_words;
pub mod form;
pub mod frames;
mod holders;
mod holds;
pub mod inflection;
mod insertions;
mod introducing;
mod joints;
#[cfg(test)]
mod language;
pub mod leads;
pub mod lexicon;
pub mod mention;
pub mod names;
pub mod nouns;
mod numbers;
pub mod offices;
mod openings;
mod others;
pub mod outline;
pub mod pairs;
pub mod people;
mod phrase_mentions;
pub mod phrases;
pub mod places;
pub mod pronouns;
pub mod qualifiers;
mod reader;
mod recognition;
pub mod reference;
pub mod shares;
pub mod speech;
pub(crate) mod spellings;
pub mod stages;
pub mod subjects;
pub mod titles;
pub mod tokens;
pub mod twins;
pub mod words;

use std::borrow::Cow;
use std::ops::Range;

use crate::articles::{Article, LineKind};
use cut::Cut;
use dates::Calendar;
use discourse::{Discourse, Referent};
use introducing::NamedSoFar;
pub use lexicon::Lexicon;
use reader::Reader;
use stages::{Stage, Stages};

/// A fact that the reader found, with the words that show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Extracted {
    /// The relation, from the vocabulary of facts.
    pub relation: &'static str,
    /// Its arguments, in order.
    pub args: Vec<String>,
    /// Bytes of the article's text, within one sentence.
    pub quote: Range<usize>,
    /// How many of a hundred facts found in the same way are right, over a hundred.
    pub confidence: f64,
}

/// Among how many lines of an article its date is looked for, besides its sentences: each piece of a long one is
/// dated by itself.
const LINES: usize = 2000;

/// How many sentences are read together.
const BLOCK: usize = 64;

/// What the reader went over.
#[derive(Clone, Debug)]
pub struct Went {
    /// Where the tokens stand, in bytes.
    pub places: Vec<Range<usize>>,
    /// Stretches without an end of a sentence that are too long to be one, and were read in pieces.
    pub in_pieces: Vec<Range<usize>>,
    /// How long that took.
    pub stages: Stages,
}

/// The form of some sentences of an article, given by their bytes, as facts; tokens and sentences are numbered from
/// `first` on.
/// `published` (ISO 8601: a year, month or day) dates the article when its own text does not.
pub fn read(
    article: &Article,
    sentences: &[Range<usize>],
    published: Option<&str>,
    lexicon: &Lexicon,
    first: form::At,
    notes: &mut impl form::Notes,
) -> Went {
    let mut stages = Stages::begin();
    let cut = Cut::of(article.text(), sentences, lexicon);
    let sentences: Vec<_> = cut.sentences().collect();
    stages.end(Stage::Tokens);
    let reader = Reader::new(lexicon, &sentences);
    let introductions: Vec<_> = sentences
        .iter()
        .map(|sentence| reader.introductions(sentence))
        .collect();
    stages.end(Stage::Names);
    let mut people = reader.people(&sentences, &introductions);
    let mut named = NamedSoFar::default();
    for (sentence, introductions) in sentences.iter().zip(&introductions) {
        let mut read = 0;
        for introduction in introductions {
            named.remember_house(&reader, &sentence[read..introduction.start]);
            named.introduce(&reader, &mut people, sentence, introduction);
            let titles = introduction.start..introduction.names[0].start;
            named.remember_house(&reader, &sentence[titles]);
            read = introduction.end;
        }
        named.remember_house(&reader, &sentence[read..]);
        named.end_sentence();
    }
    let mut places = Vec::with_capacity(cut.tokens.len());
    let mut discourse = Discourse::among(people);
    stages.end(Stage::People);
    let mut calendar = Calendar::new(article.date().or(published));
    let aside = article.lines().iter().take(LINES);
    let aside = aside.filter(|line| !line.kind.is_read() && line.kind != LineKind::Link);
    let aside = aside.map(|line| tokens::tokens(article.text(), line.range.clone()));
    let written: Vec<_> = sentences
        .iter()
        .map(|sentence| dates::all_written(sentence, lexicon))
        .collect();
    calendar.anchor(&sentences, &written, aside, lexicon);
    stages.end(Stage::Dates);
    let id = match first.article {
        0 => article.id().to_owned(),
        number => format!("{} #{number}", article.id()),
    };
    let mut room = form::Room::default();
    let mut at = first;
    // Stage by stage, as the code of one stage is near while it works, and that of all is much.
    let blocks = sentences.chunks(BLOCK).zip(introductions.chunks(BLOCK));
    for ((sentences, introductions), written) in blocks.zip(written.chunks(BLOCK)) {
        let dates: Vec<_> = sentences
            .iter()
            .zip(written)
            .map(|(sentence, written)| calendar.dates(sentence, written, lexicon))
            .collect();
        stages.end(Stage::Dates);
        let mentions: Vec<_> = sentences
            .iter()
            .zip(introductions)
            .map(|(sentence, introductions)| {
                reader.mentions(sentence, introductions, &discourse.people)
            })
            .collect();
        stages.end(Stage::Mentions);
        let outlines: Vec<_> = sentences
            .iter()
            .zip(mentions)
            .map(|(sentence, mentions)| reader.outline(sentence, mentions))
            .collect();
        let clauses: Vec<_> = outlines
            .into_iter()
            .map(|outline| reader.clauses(outline, &mut discourse))
            .collect();
        stages.end(Stage::Clauses);
        let block = form::Block {
            reader: &reader,
            discourse: &discourse,
            clauses: &clauses,
            dates: &dates,
        };
        at = block.write(&id, at, notes, &mut room);
        let tokens = sentences.iter().copied().flatten();
        places.extend(tokens.map(|token| token.range.clone()));
        stages.end(Stage::Form);
    }
    form::write_article(&id, &discourse, first, &places, notes);
    stages.end(Stage::Form);
    Went {
        places,
        in_pieces: cut.in_pieces,
        stages,
    }
}

/// A referent as the vocabulary writes it.
fn name<'d>(discourse: &'d Discourse, who: &'d Referent) -> Cow<'d, str> {
    match who {
        Referent::Person(person) => discourse.people.all[*person].name.as_str().into(),
        Referent::Body(name, Some(country)) => [name, " (", country, ")"].concat().into(),
        Referent::Body(name, None) | Referent::Country(name) => name.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::language::facts;

    #[test]
    fn no_part_of_an_endless_sentence_is_left_out() {
        let clause = "Keo Bounma a remercié le Laos pour la route, ";
        let text = format!("{}et Keo Bounma a salué le Vietnam.", clause.repeat(100));
        let said = facts("said", &text);
        assert!(
            said.iter()
                .any(|fact| fact.starts_with("Keo Bounma | thank"))
        );
        assert!(said.contains(&"Keo Bounma | praise | le Vietnam".to_string()));
    }
}
