//! The form of an article as facts: sentences, verbs, chunks, and how they hang together. Rules say what it
//! means; `rules/reading/clauses.dl` says what each relation holds.

mod arguments;
mod attachment;
mod block;
mod chunks;
mod determiners;
mod junctions;
mod phrase;
mod room;
mod sentence;
#[cfg(test)]
mod tests;
mod units;
mod verbs;

pub use block::At;
pub(super) use block::Block;
pub(super) use room::Room;

use std::ops::Range;

use super::discourse::Discourse;

/// A relation that the reader fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Article,
    Sentence,
    Verb,
    Lemma,
    Passive,
    Denied,
    Adverb,
    Dependent,
    Under,
    Chunk,
    Prep,
    Determiner,
    Noun,
    EventNoun,
    Quality,
    Nation,
    Gender,
    Plural,
    Owner,
    StandsFor,
    Named,
    Place,
    Date,
    Limit,
    Next,
    Joined,
    InClause,
    Subject,
    Object,
    Doer,
    Modifies,
    Office,
    Statement,
    Clitic,
    CliticFor,
    Words,
    Capitalised,
}

impl Relation {
    /// All of them, with their names in `rules/reading/clauses.dl`.
    pub const ALL: [(Relation, &str); 37] = [
        (Relation::Article, "article_read"),
        (Relation::Sentence, "sentence"),
        (Relation::Verb, "verb"),
        (Relation::Lemma, "lemma"),
        (Relation::Passive, "passive"),
        (Relation::Denied, "denied"),
        (Relation::Adverb, "adverb"),
        (Relation::Dependent, "dependent"),
        (Relation::Under, "under"),
        (Relation::Chunk, "chunk"),
        (Relation::Prep, "prep"),
        (Relation::Determiner, "determiner"),
        (Relation::Noun, "noun"),
        (Relation::EventNoun, "event_noun"),
        (Relation::Quality, "quality"),
        (Relation::Nation, "nation"),
        (Relation::Gender, "gender"),
        (Relation::Plural, "plural"),
        (Relation::Owner, "owner"),
        (Relation::StandsFor, "stands_for"),
        (Relation::Named, "named"),
        (Relation::Place, "place"),
        (Relation::Date, "date"),
        (Relation::Limit, "limit"),
        (Relation::Next, "next"),
        (Relation::Joined, "joined"),
        (Relation::InClause, "in_clause"),
        (Relation::Subject, "subject"),
        (Relation::Object, "object"),
        (Relation::Doer, "doer"),
        (Relation::Modifies, "modifies"),
        (Relation::Office, "office"),
        (Relation::Statement, "statement"),
        (Relation::Clitic, "clitic"),
        (Relation::CliticFor, "clitic_for"),
        (Relation::Words, "words"),
        (Relation::Capitalised, "capitalised"),
    ];
}

/// An argument of a fact about the form.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// The place of a token, or a number.
    Place(i64),
    Text(&'a str),
    /// One of the few words that the reader itself has for what it sees: `finite`, `before`.
    Own(&'static str),
}

impl From<usize> for Arg<'_> {
    fn from(place: usize) -> Self {
        Arg::Place(place as i64)
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Arg::Text(text)
    }
}

/// Whatever takes the facts of the form.
pub trait Notes {
    /// Takes a fact.
    fn note(&mut self, relation: Relation, args: &[Arg<'_>]);
}

/// From 0 to 100, as rules have it.
pub(super) fn percent(sure: f64) -> Arg<'static> {
    Arg::Place((sure * 100.0).round() as i64)
}

/// Notes where an article stands, and who holds which office in it.
pub(super) fn write_article(
    id: &str,
    discourse: &Discourse,
    first: At,
    places: &[Range<usize>],
    notes: &mut impl Notes,
) {
    let end = first.first + places.len();
    notes.note(
        Relation::Article,
        &[id.into(), first.first.into(), end.into()],
    );
    let place = |byte: usize| first.first + places.partition_point(|t| t.end <= byte);
    for office in super::holds::holds(discourse) {
        let args = [
            id.into(),
            office.person.as_str().into(),
            office.title.as_str().into(),
            office.of.as_str().into(),
            place(office.quote.start).into(),
            (place(office.quote.end - 1) + 1).into(),
            percent(office.sure),
        ];
        notes.note(Relation::Office, &args);
    }
}
