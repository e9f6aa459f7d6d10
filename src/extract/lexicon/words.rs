//! What the lexicon says of a word: the kinds of titles, bodies, descriptions and verbs.

use crate::extract::inflection::Tense;

/// What a title is, which decides what becomes of the words after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleKind {
    /// An office of a state or a body.
    Office,
    /// An office of a place, which keeps it: `maire de Paris`.
    Local,
    /// An office abroad: sent by one country to another.
    Envoy,
    /// A military, police or academic rank.
    Rank,
    /// An office that only parties have.
    Party,
    /// A place in a body, a title only with its complement.
    Member,
}

/// The head of a title: `ministre`, `secrétaire général`.
#[derive(Clone, Debug)]
pub struct TitleHead {
    /// Singular, as in the lexicon.
    pub singular: String,
    /// What kind of title it makes.
    pub kind: TitleKind,
    /// Whether the form was a plural.
    pub plural: bool,
}

/// Whose body it is, which decides whether its name keeps its country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// Of a country, told apart from the name.
    State,
    /// Of a country that is part of the name.
    Whole,
    /// A party.
    Party,
    /// Of a town or province.
    Local,
    /// International.
    International,
}

/// Whom a noun like `dirigeant` or `homologue` stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// Anyone.
    Any,
    /// Whoever is at the head of a state, party or government.
    Chief,
    /// The one who is not the subject.
    Other,
    /// An ambassador or the like, if the text names one.
    Envoy,
    /// Whoever leads a delegation.
    Leader,
    /// Whoever was named last.
    Last,
    /// Nobody by itself: the noun stands before a name.
    Nobody,
    /// Whoever holds this title.
    Title(String),
}

/// How a verb is construed when it is speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// With anything.
    Say,
    /// With anything behind what somebody says to be, which is part of what is said: `se dire prêt à`.
    Being,
    /// Before a clause or a quotation, or inverted.
    Clause,
    /// Inverted, or before `que` or a quotation.
    Quote,
    /// Inverted, or before a quotation: what is denied is not said.
    Deny,
    /// With a person for its object.
    Whom,
    /// With a person and what is asked of them.
    Urge,
}

/// One way for a verb to be speech.
#[derive(Clone, Debug)]
pub struct Sense {
    /// The noun that must follow, in plain letters; empty for none.
    pub noun: String,
    /// A hash of it, as words keep one of their plain letters.
    pub(in crate::extract) noun_hash: u64,
    /// The words that must follow at once: `savoir` of `faire savoir`.
    pub tail: Vec<String>,
    /// The act: `affirm`, `stress`, …
    pub act: &'static str,
    /// How it is construed.
    pub frame: Frame,
}

/// A verb that a form belongs to.
#[derive(Clone, Debug)]
pub struct VerbForm {
    /// The infinitive, without `se`.
    pub verb: String,
    /// The tense of the form.
    pub tense: Tense,
}

/// What a verb tells of: the kind of event, and the parts of its subject and object.
#[derive(Clone, Debug)]
pub struct EventVerb {
    /// The kind of event.
    pub kind: &'static str,
    /// The part of the subject, and of the object, where the verb shows them.
    pub parts: Vec<&'static str>,
}
