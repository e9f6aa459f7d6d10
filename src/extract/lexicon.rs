//! The words that the reader knows, built from the facts of `facts/lexicon/`.

use std::collections::{HashMap, HashSet};

use super::inflection::{self, Tense};
use super::phrases::Phrases;
use super::tokens::{Token, Words, lower};

/// What a title is, which decides what becomes of the words after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TitleKind {
    /// An office of a state or a body.
    Office,
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
    /// Whoever was named last.
    Last,
    /// Whoever holds this title.
    Title(String),
}

/// How a verb is construed when it is speech.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// With anything.
    Say,
    /// Before a clause or a quotation, or inverted.
    Clause,
    /// Inverted, or before a quotation.
    Quote,
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

/// The words of the reader.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) countries: Phrases<String>,
    country_adjectives: HashMap<String, String>,
    pub(super) cities: Phrases<String>,
    pub(super) titles: Phrases<TitleHead>,
    pub(super) title_qualifiers: Phrases<()>,
    pub(super) title_prefixes: HashSet<String>,
    pub(super) title_links: Phrases<()>,
    civilities: HashMap<String, String>,
    pub(super) descriptions: Phrases<Holder>,
    pub(super) bodies: Phrases<BodyKind>,
    pub(super) organisations: Phrases<()>,
    adjectives: HashSet<String>,
    named_nouns: HashSet<String>,
    state_nouns: HashSet<String>,
    senses: HashMap<String, Vec<Sense>>,
    openers: HashSet<String>,
    pub(super) according: Phrases<()>,
    pub(super) adverbials: Phrases<()>,
    verb_forms: HashMap<String, Vec<VerbForm>>,
    pub(super) months: HashMap<String, u32>,
    pub(super) weekdays: HashMap<String, u32>,
    pub(super) seasons: Phrases<(u32, u32)>,
    numbers: HashMap<String, u32>,
    pub(super) event_nouns: Phrases<&'static str>,
    event_verbs: HashMap<String, EventVerb>,
    occurrences: HashMap<String, bool>,
    classes: HashMap<String, Vec<String>>,
}

/// The kinds of event of the vocabulary.
const EVENT_KINDS: &[&str] = &[
    "visit", "meeting", "call", "conference", "congress", "signing", "inauguration", "launch", "ceremony", "exercise",
    "appointment", "delivery",
];

/// The acts of speech of the vocabulary.
const ACTS: &[&str] =
    &["affirm", "stress", "hope", "congratulate", "thank", "praise", "urge", "pledge", "condole", "agree"];

/// The parts in an event that a verb can show.
const PARTS: &[&str] = &["host", "guest", "visitor", "attendee", "signatory", "appointee", "giver", "receiver"];

impl Lexicon {
    /// Builds the lexicon from facts: the name of a relation and its arguments. Relations whose
    /// names do not begin with `lex_` are left alone.
    ///
    /// # Errors
    ///
    /// A `lex_` relation that the reader does not know, a fact with too few or too many arguments,
    /// and an argument that is none of the words its column allows.
    pub fn from_facts<'a>(facts: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>) -> Result<Lexicon, String> {
        let mut lexicon = Lexicon::empty();
        for (relation, args) in facts {
            if relation.starts_with("lex_") {
                lexicon.add(relation, &args).map_err(|problem| format!("{relation}: {problem}"))?;
            }
        }
        Ok(lexicon)
    }

    fn empty() -> Lexicon {
        Lexicon {
            countries: Phrases::proper(),
            country_adjectives: HashMap::new(),
            cities: Phrases::proper(),
            titles: Phrases::common(),
            title_qualifiers: Phrases::common(),
            title_prefixes: HashSet::new(),
            title_links: Phrases::common(),
            civilities: HashMap::new(),
            descriptions: Phrases::common(),
            bodies: Phrases::proper(),
            organisations: Phrases::proper(),
            adjectives: HashSet::new(),
            named_nouns: HashSet::new(),
            state_nouns: HashSet::new(),
            senses: HashMap::new(),
            openers: HashSet::new(),
            according: Phrases::common(),
            adverbials: Phrases::common(),
            verb_forms: HashMap::new(),
            months: HashMap::new(),
            weekdays: HashMap::new(),
            seasons: Phrases::common(),
            numbers: HashMap::new(),
            event_nouns: Phrases::common(),
            event_verbs: HashMap::new(),
            occurrences: HashMap::new(),
            classes: HashMap::new(),
        }
    }

    fn add(&mut self, relation: &str, args: &[&str]) -> Result<(), String> {
        match (relation, args) {
            ("lex_country", &[name, adjective, demonym]) => {
                self.countries.insert(name, name.to_string());
                for form in [adjective, demonym].into_iter().filter(|a| !a.is_empty()).flat_map(inflection::adjective_forms) {
                    self.country_adjectives.entry(form).or_insert_with(|| name.to_string());
                }
            }
            ("lex_country_form", &[form, name]) => {
                self.country_adjectives.insert(form.to_string(), name.to_string());
            }
            ("lex_country_alias", &[alias, name]) => self.countries.insert(alias, name.to_string()),
            ("lex_city", &[city, country]) => self.cities.insert(city, country.to_string()),
            ("lex_region", &[name]) => self.cities.insert(name, String::new()),
            ("lex_title", &[head, kind]) => self.add_title(head, title_kind(kind)?),
            ("lex_title_qualifier", &[words]) => {
                self.title_qualifiers.insert(words, ());
                self.title_qualifiers.insert(&inflection::title_plural(words), ());
            }
            ("lex_title_prefix", &[word]) => {
                self.title_prefixes.insert(lower(word));
            }
            ("lex_title_link", &[words]) => self.title_links.insert(words, ()),
            ("lex_civility", &[word, gender @ ("m" | "f" | "")]) => {
                self.civilities.insert(lower(word), gender.to_string());
            }
            ("lex_description", &[words, holder]) => self.add_description(words, holder),
            ("lex_body", &[head, kind]) => self.bodies.insert(head, body_kind(kind)?),
            ("lex_organisation", &[name]) => self.organisations.insert(name, ()),
            ("lex_adjective", &[word]) => {
                self.adjectives.insert(lower(word));
            }
            ("lex_named_noun", &[word]) => {
                self.named_nouns.insert(lower(word));
            }
            ("lex_state_noun", &[word]) => {
                self.state_nouns.insert(lower(word));
            }
            ("lex_speech", &[verb, noun, act, frame]) => self.add_speech(verb, noun, act, frame)?,
            ("lex_speech_opener", &[verb]) => {
                self.add_verb(verb);
                self.openers.insert(lower(verb));
            }
            ("lex_according", &[words]) => self.according.insert(words, ()),
            ("lex_adverbial", &[words]) => self.adverbials.insert(words, ()),
            ("lex_verb_form", &[verb, form, tense]) => self.add_verb_form(verb, form, tense)?,
            ("lex_month", &[name, number]) => {
                self.months.insert(lower(name), within(number, 1..=12)?);
            }
            ("lex_weekday", &[name, number]) => {
                self.weekdays.insert(lower(name), within(number, 1..=7)?);
            }
            ("lex_season", &[name, first, last]) => {
                self.seasons.insert(name, (within(first, 1..=12)?, within(last, 1..=12)?));
            }
            ("lex_number", &[word, value]) => {
                self.numbers.insert(lower(word), within(value, 0..=1000)?);
            }
            ("lex_event_noun", &[words, kind]) => {
                let kind = one_of(kind, EVENT_KINDS)?;
                self.event_nouns.insert(words, kind);
                self.event_nouns.insert(&inflection::title_plural(words), kind);
            }
            ("lex_event_verb", &[verb, kind, parts]) => {
                let parts = parts.split_whitespace().map(|part| one_of(part, PARTS)).collect::<Result<_, _>>()?;
                let key = self.add_verb(verb);
                self.event_verbs.insert(key, EventVerb { kind: one_of(kind, EVENT_KINDS)?, parts });
            }
            ("lex_occurrence", &[verb, extent @ ("whole" | "edge")]) => {
                let key = self.add_verb(verb);
                let key = if verb.starts_with("avoir ") { lower(verb) } else { key };
                self.occurrences.insert(key, extent == "whole");
            }
            ("lex_function_word", &[word, class]) => {
                self.classes.entry(lower(word)).or_default().push(class.to_string());
            }
            _ => return Err(problem(relation, args)),
        }
        Ok(())
    }

    fn add_title(&mut self, head: &str, kind: TitleKind) {
        let value = |plural| TitleHead { singular: head.to_string(), kind, plural };
        self.titles.insert(head, value(false));
        let plural = inflection::title_plural(head);
        if plural != head {
            self.titles.insert(&plural, value(true));
        }
    }

    fn add_description(&mut self, words: &str, holder: &str) {
        let holder = match holder {
            "" => Holder::Any,
            "chief" => Holder::Chief,
            "other" => Holder::Other,
            "last" => Holder::Last,
            title => Holder::Title(title.to_string()),
        };
        self.descriptions.insert(words, holder);
    }

    fn add_speech(&mut self, verb: &str, noun: &str, act: &str, frame: &str) -> Result<(), String> {
        let frame = match frame {
            "say" => Frame::Say,
            "clause" => Frame::Clause,
            "quote" => Frame::Quote,
            "whom" => Frame::Whom,
            "urge" => Frame::Urge,
            other => return Err(format!("`{other}` is no frame")),
        };
        let key = self.add_verb(verb);
        let head = reflexive(verb).unwrap_or(verb);
        let tail = head.split(' ').skip(1).map(lower).collect();
        let sense = Sense { noun: super::tokens::plain(noun), tail, act: one_of(act, ACTS)?, frame };
        self.senses.entry(key).or_default().push(sense);
        Ok(())
    }

    /// Makes the regular forms of the verb known; gives the key of the verb: its first word, with
    /// `se` before it where it is reflexive.
    fn add_verb(&mut self, verb: &str) -> String {
        let verb = lower(verb);
        let bare = reflexive(&verb).unwrap_or(&verb);
        let head = bare.split(' ').next().unwrap_or(bare).to_string();
        for (form, tense) in inflection::verb_forms(&head) {
            self.know_form(&head, form, tense);
        }
        if reflexive(&verb).is_some() { format!("se {head}") } else { head }
    }

    fn add_verb_form(&mut self, verb: &str, form: &str, tense: &str) -> Result<(), String> {
        let (tense, forms) = match tense {
            "participle" => (Tense::Participle, inflection::participles(form)),
            "gerund" => (Tense::Gerund, vec![form.to_string()]),
            "future" => (Tense::Future, vec![form.to_string()]),
            "present" | "past" => (Tense::Finite, vec![form.to_string()]),
            other => return Err(format!("`{other}` is no tense")),
        };
        for form in forms {
            self.know_form(verb, form, tense);
        }
        Ok(())
    }

    fn know_form(&mut self, verb: &str, form: String, tense: Tense) {
        let forms = self.verb_forms.entry(form).or_default();
        if !forms.iter().any(|known| known.verb == verb && known.tense == tense) {
            forms.push(VerbForm { verb: verb.to_string(), tense });
        }
    }

    /// The verbs and tenses that a word may be a form of.
    pub fn verb_forms(&self, word: &str) -> &[VerbForm] {
        self.verb_forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The ways in which a verb (with `se ` before it where it is reflexive) is speech.
    pub fn senses(&self, verb: &str) -> &[Sense] {
        self.senses.get(verb).map_or(&[], Vec::as_slice)
    }

    /// What a verb (with `se ` before it where it is reflexive) tells of.
    pub fn event_verb(&self, verb: &str) -> Option<&EventVerb> {
        self.event_verbs.get(verb)
    }

    /// Whether a verb says that an event takes place: the whole of it, not only its beginning or end.
    pub fn is_occurrence(&self, verb: &str) -> bool {
        self.occurrences.get(verb).is_some_and(|whole| *whole)
    }

    /// Whether a verb and its preposition (`tenir à`) may open an infinitive of speech.
    pub fn is_opener(&self, verb: &str) -> bool {
        self.openers.contains(verb)
    }

    /// The country that an adjective in small letters points to.
    pub fn country_of(&self, token: &Token) -> Option<&str> {
        let country = token.is_small().then(|| self.country_adjectives.get(&token.lower)).flatten();
        country.map(String::as_str)
    }

    /// The gender (`m`, `f` or unknown) that a form of address shows.
    pub fn civility(&self, token: &Token) -> Option<&str> {
        let address = self.civilities.get(&token.lower).map(String::as_str)?;
        token.is_capital().then_some(address)
    }

    /// Whether a word is an adjective that may close the name of a body. With a capital, only those
    /// listed are: others may begin a person's name.
    pub fn is_adjective(&self, token: &Token) -> bool {
        let small = token.is_small() && inflection::ends_like_adjective(&token.lower);
        let closes = self.adjectives.contains(&token.lower) || small;
        closes && self.verb_forms(&token.lower).iter().all(|form| form.tense == Tense::Participle)
    }

    /// Whether a proper name may follow the noun at once: `hôpital Bach Mai`.
    pub fn is_named_noun(&self, token: &Token) -> bool {
        token.is_small() && self.named_nouns.contains(&token.lower)
    }

    /// Whether the formal name of a country may begin with the noun: `République`.
    pub fn is_state_noun(&self, token: &Token) -> bool {
        token.is_capital() && self.state_nouns.contains(&token.lower)
    }

    /// Whether a word is of a class of function words: `determiner`, `preposition`, …
    pub fn is_class(&self, token: &Token, class: &str) -> bool {
        self.classes.get(&token.lower).is_some_and(|classes| classes.iter().any(|c| c == class))
    }

    /// Whether a word is a function word of any class.
    pub fn is_function_word(&self, token: &Token) -> bool {
        self.classes.contains_key(&token.lower)
    }

    /// The number that a word is the name of.
    pub fn number(&self, token: &Token) -> Option<u32> {
        self.numbers.get(&token.lower).copied()
    }

    /// How many words at the start are an adverb or adverbial; adverbs in `-ment` always are.
    pub fn adverbial(&self, words: Words) -> Option<usize> {
        let manner = words.first().is_some_and(|t| t.is_small() && t.lower.len() > 6 && t.lower.ends_with("ment"));
        self.adverbials.longest(words).map(|(length, ())| length).or(manner.then_some(1))
    }
}

/// The verb after `se ` or `s'`.
fn reflexive(verb: &str) -> Option<&str> {
    verb.strip_prefix("se ").or_else(|| verb.strip_prefix("s'"))
}

fn title_kind(kind: &str) -> Result<TitleKind, String> {
    Ok(match kind {
        "office" => TitleKind::Office,
        "envoy" => TitleKind::Envoy,
        "rank" => TitleKind::Rank,
        "party" => TitleKind::Party,
        "member" => TitleKind::Member,
        other => return Err(format!("`{other}` is no kind of title")),
    })
}

fn body_kind(kind: &str) -> Result<BodyKind, String> {
    Ok(match kind {
        "state" => BodyKind::State,
        "whole" => BodyKind::Whole,
        "party" => BodyKind::Party,
        "local" => BodyKind::Local,
        other => return Err(format!("`{other}` is no kind of body")),
    })
}

fn one_of(word: &str, allowed: &[&'static str]) -> Result<&'static str, String> {
    let found = allowed.iter().find(|known| **known == word);
    found.copied().ok_or_else(|| format!("`{word}` is none of {}", allowed.join(", ")))
}

fn within(number: &str, range: std::ops::RangeInclusive<u32>) -> Result<u32, String> {
    let value = number.parse().ok().filter(|value| range.contains(value));
    value.ok_or_else(|| format!("`{number}` is no number from {} to {}", range.start(), range.end()))
}

/// The relations of the lexicon and how many arguments each takes.
const ARITIES: &[(&str, usize)] = &[
    ("lex_country", 3), ("lex_country_form", 2), ("lex_country_alias", 2), ("lex_city", 2), ("lex_region", 1), ("lex_title", 2),
    ("lex_title_qualifier", 1), ("lex_title_prefix", 1), ("lex_title_link", 1), ("lex_civility", 2),
    ("lex_description", 2), ("lex_body", 2), ("lex_organisation", 1), ("lex_adjective", 1), ("lex_named_noun", 1), ("lex_state_noun", 1), ("lex_speech", 4),
    ("lex_speech_opener", 1), ("lex_according", 1), ("lex_adverbial", 1), ("lex_verb_form", 3), ("lex_month", 2),
    ("lex_weekday", 2), ("lex_season", 3), ("lex_number", 2), ("lex_event_noun", 2), ("lex_event_verb", 3),
    ("lex_occurrence", 2), ("lex_function_word", 2),
];

fn problem(relation: &str, args: &[&str]) -> String {
    match ARITIES.iter().find(|(name, _)| *name == relation) {
        None => "no relation of the lexicon".to_string(),
        Some((_, arity)) if *arity != args.len() => format!("takes {arity} arguments, not {}", args.len()),
        Some(_) => format!("no such fact is allowed: {}", args.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(relation: &str, args: &[&str]) -> String {
        Lexicon::from_facts([(relation, args.to_vec())]).unwrap_err()
    }

    #[test]
    fn a_fact_the_reader_does_not_know_is_refused() {
        assert_eq!(error("lex_contry", &["Laos"]), "lex_contry: no relation of the lexicon");
        assert_eq!(error("lex_country", &["Laos"]), "lex_country: takes 3 arguments, not 1");
        assert_eq!(error("lex_month", &["mai", "13"]), "lex_month: `13` is no number from 1 to 12");
        assert_eq!(error("lex_title", &["roi", "king"]), "lex_title: `king` is no kind of title");
        assert!(error("lex_speech", &["dire", "", "shout", "say"]).contains("`shout` is none of affirm"));
    }

    #[test]
    fn other_relations_are_left_alone() {
        assert!(Lexicon::from_facts([("event", vec!["a"])]).is_ok());
    }

    #[test]
    fn adjectives_of_countries_agree() {
        let lexicon = Lexicon::from_facts([("lex_country", vec!["Vietnam", "vietnamien", "vietnamien"])]).unwrap();
        let text = "vietnamiennes Vietnamiens";
        let tokens = crate::extract::tokens::tokens(text, 0..text.len());
        assert_eq!(lexicon.country_of(&tokens[0]), Some("Vietnam"));
        assert_eq!(lexicon.country_of(&tokens[1]), None);
    }
}
