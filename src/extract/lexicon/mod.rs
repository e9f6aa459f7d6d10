//! The words that the reader knows, built from the facts of `facts/lexicon/`.

mod checks;
mod facts;
mod words;

use rustc_hash::{FxHashMap, FxHashSet};

use super::inflection::{self, Tense};
use super::phrases::Phrases;
use super::tokens::{Token, Words, lower};
pub use checks::{ACTS, EVENT_KINDS};
pub use words::{BodyKind, EventVerb, Frame, Holder, Sense, TitleHead, TitleKind, VerbForm};

/// The words of the reader.
#[derive(Clone, Debug)]
pub struct Lexicon {
    pub(super) countries: Phrases<String>,
    country_adjectives: FxHashMap<String, String>,
    pub(super) cities: Phrases<String>,
    pub(super) titles: Phrases<TitleHead>,
    pub(super) title_qualifiers: Phrases<()>,
    pub(super) title_prefixes: FxHashSet<String>,
    pub(super) name_particles: FxHashSet<String>,
    pub(super) title_links: Phrases<()>,
    /// With the gender that they show, and whether they are also written small.
    civilities: FxHashMap<String, (String, bool)>,
    pub(super) descriptions: Phrases<Holder>,
    pub(super) bodies: Phrases<BodyKind>,
    pub(super) organisations: Phrases<()>,
    adjectives: FxHashSet<String>,
    named_nouns: FxHashSet<String>,
    state_nouns: FxHashSet<String>,
    place_nouns: FxHashSet<String>,
    senses: FxHashMap<String, Vec<Sense>>,
    openers: FxHashSet<String>,
    pub(super) according: Phrases<()>,
    /// Phrases for what somebody spoken of has said: `selon ses dires`.
    pub(super) own_accounts: Phrases<()>,
    /// Verbs of speech with the nouns that make them none: `souhaiter`, `bienvenue`.
    pub(super) unspoken: FxHashSet<(String, String)>,
    pub(super) adverbials: Phrases<()>,
    verb_forms: FxHashMap<String, Vec<VerbForm>>,
    pub(super) months: FxHashMap<String, u32>,
    pub(super) weekdays: FxHashMap<String, u32>,
    pub(super) seasons: Phrases<(u32, u32)>,
    pub(super) event_nouns: Phrases<&'static str>,
    event_verbs: FxHashMap<String, EventVerb>,
    /// Nouns of two words of which the second looks like a participle: `compte rendu`.
    pub(super) compounds: FxHashSet<String>,
    /// Nouns for two that were named, and two of what: `les deux dirigeants`, people.
    pub(super) pair_nouns: FxHashMap<String, &'static str>,
    /// Adjectives of regions, in all their forms, with the region: `vaudoise`, `Vaud`.
    pub(super) region_adjectives: FxHashMap<String, String>,
    /// The full names of abbreviations that articles use beside them without a bracket.
    pub(super) known_abbreviations: FxHashMap<String, String>,
    /// Nouns for a body that may have been named before: `organisation`.
    pub(super) unnamed_bodies: FxHashSet<String>,
    /// The classes of function words, as bits in the order of [`CLASSES`].
    classes: FxHashMap<String, u16>,
}

impl Lexicon {
    /// Whether the reader takes words from a relation of this name.
    pub fn reads(relation: &str) -> bool {
        relation.starts_with("lex_")
    }

    /// Builds the lexicon from facts: the name of a relation and its arguments. Relations whose
    /// names do not begin with `lex_` are left alone.
    ///
    /// # Errors
    ///
    /// A `lex_` relation that the reader does not know, a fact with too few or too many arguments,
    /// and an argument that is none of the words its column allows.
    pub fn from_facts<'a>(
        facts: impl IntoIterator<Item = (&'a str, Vec<&'a str>)>,
    ) -> Result<Lexicon, String> {
        let mut lexicon = Lexicon::empty();
        for (relation, args) in facts {
            if Lexicon::reads(relation) {
                lexicon
                    .add(relation, &args)
                    .map_err(|problem| format!("{relation}: {problem}"))?;
            }
        }
        Ok(lexicon)
    }

    fn empty() -> Lexicon {
        Lexicon {
            countries: Phrases::proper(),
            country_adjectives: FxHashMap::default(),
            cities: Phrases::proper(),
            titles: Phrases::common(),
            title_qualifiers: Phrases::common(),
            title_prefixes: FxHashSet::default(),
            name_particles: FxHashSet::default(),
            title_links: Phrases::common(),
            civilities: FxHashMap::default(),
            descriptions: Phrases::common(),
            bodies: Phrases::proper(),
            organisations: Phrases::proper(),
            adjectives: FxHashSet::default(),
            named_nouns: FxHashSet::default(),
            state_nouns: FxHashSet::default(),
            place_nouns: FxHashSet::default(),
            senses: FxHashMap::default(),
            openers: FxHashSet::default(),
            according: Phrases::common(),
            own_accounts: Phrases::common(),
            unspoken: FxHashSet::default(),
            adverbials: Phrases::common(),
            verb_forms: FxHashMap::default(),
            months: FxHashMap::default(),
            weekdays: FxHashMap::default(),
            seasons: Phrases::common(),
            event_nouns: Phrases::common(),
            event_verbs: FxHashMap::default(),
            compounds: FxHashSet::default(),
            pair_nouns: FxHashMap::default(),
            region_adjectives: FxHashMap::default(),
            known_abbreviations: FxHashMap::default(),
            unnamed_bodies: FxHashSet::default(),
            classes: FxHashMap::default(),
        }
    }

    /// The verbs and tenses that a word may be a form of.
    pub fn verb_forms(&self, word: &str) -> &[VerbForm] {
        self.verb_forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a word is such a form of a verb of the lexicon.
    pub fn has_tense(&self, word: &str, tense: Tense) -> bool {
        self.verb_forms(word).iter().any(|form| form.tense == tense)
    }

    /// The ways in which a verb (with `se ` before it where it is reflexive) is speech.
    pub fn senses(&self, verb: &str) -> &[Sense] {
        self.senses.get(verb).map_or(&[], Vec::as_slice)
    }

    /// What a verb (with `se ` before it where it is reflexive) tells of.
    pub fn event_verb(&self, verb: &str) -> Option<&EventVerb> {
        self.event_verbs.get(verb)
    }

    /// Whether a verb and its preposition (`tenir à`) may open an infinitive of speech.
    pub fn is_opener(&self, verb: &str) -> bool {
        self.openers.contains(verb)
    }

    /// The country that an adjective in small letters points to.
    pub fn country_of(&self, token: &Token) -> Option<&str> {
        let country = token
            .is_small()
            .then(|| self.country_adjectives.get(&token.lower))
            .flatten();
        country.map(String::as_str)
    }

    /// The country whose citizen a word with a capital names: `le Tanzanien`.
    pub fn citizen_of(&self, token: &Token) -> Option<&str> {
        let country = token
            .is_capital()
            .then(|| self.country_adjectives.get(&token.lower))
            .flatten();
        country.map(String::as_str)
    }

    /// Whether the word, in small letters, is an adjective of a country.
    pub fn is_country_adjective(&self, word: &str) -> bool {
        self.country_adjectives.contains_key(word)
    }

    /// The gender (`m`, `f` or unknown) that a form of address shows.
    pub fn civility(&self, token: &Token) -> Option<&str> {
        // `Me` is an address, `me` is none; `le docteur` is one.
        let (gender, small) = self.civilities.get(&token.lower)?;
        (*small || token.is_capital()).then_some(gender)
    }

    /// Whether a word is an adjective that may close the name of a body. With a capital, only those
    /// listed are: others may begin a person's name.
    pub fn is_adjective(&self, token: &Token) -> bool {
        let small = token.is_small() && inflection::ends_like_adjective(&token.lower);
        let closes = self.adjectives.contains(&token.lower) || small;
        closes
            && self
                .verb_forms(&token.lower)
                .iter()
                .all(|form| form.tense == Tense::Participle)
    }

    /// Whether a proper name may follow the noun at once: `hôpital Bach Mai`.
    pub fn is_named_noun(&self, token: &Token) -> bool {
        token.is_small() && self.named_nouns.contains(&token.lower)
    }

    /// Whether a proper name may follow the noun at once, written small or not.
    pub fn takes_name(&self, token: &Token) -> bool {
        self.named_nouns.contains(&token.lower)
    }

    /// Whether the formal name of a country may begin with the noun: `République`.
    pub fn is_state_noun(&self, token: &Token) -> bool {
        token.is_capital() && self.state_nouns.contains(&token.lower)
    }

    /// Whether the name of a place follows the noun with `de`: `province`, `ville`.
    pub fn is_place_noun(&self, token: &Token) -> bool {
        self.place_nouns.contains(&token.lower)
    }

    /// Whether a name begins with such a noun.
    pub fn is_place_noun_word(&self, name: &str) -> bool {
        let first = name.split(' ').next().unwrap_or(name);
        self.place_nouns.contains(&lower(first))
    }

    /// Whether a word is of a class of function words: `determiner`, `preposition`, …
    pub fn is_class(&self, token: &Token, class: &str) -> bool {
        self.classes
            .get(&token.lower)
            .is_some_and(|classes| checks::class(class).is_some_and(|bit| classes & bit != 0))
    }

    /// Whether a word is an adjective by `lex_adjective`, whatever verb it may also be a form of.
    pub fn is_adjective_only(&self, token: &Token) -> bool {
        self.adjectives.contains(&token.lower)
    }

    /// Whether a word is a function word of any class.
    pub fn is_function_word(&self, token: &Token) -> bool {
        self.classes.contains_key(&token.lower)
    }

    /// How many words at the start are an adverb or adverbial; adverbs in `-ment` always are.
    pub fn adverbial(&self, words: Words) -> Option<usize> {
        let manner = words.first().is_some_and(|t| {
            t.is_small()
                && t.lower.len() > 6
                && t.lower.ends_with("ment")
                && t.known().nouns.is_empty()
        });
        self.adverbials
            .longest(words)
            .map(|(length, ())| length)
            .or(manner.then_some(1))
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
        assert_eq!(
            error("lex_contry", &["Laos"]),
            "lex_contry: no relation of the lexicon"
        );
        assert_eq!(
            error("lex_country", &["Laos"]),
            "lex_country: takes 3 arguments, not 1"
        );
        assert_eq!(
            error("lex_month", &["mai", "13"]),
            "lex_month: `13` is no number from 1 to 12"
        );
        assert_eq!(
            error("lex_title", &["roi", "king"]),
            "lex_title: `king` is no kind of title"
        );
        assert!(
            error("lex_speech", &["dire", "", "shout", "say"])
                .contains("`shout` is none of affirm")
        );
    }

    #[test]
    fn other_relations_are_left_alone() {
        assert!(Lexicon::from_facts([("event", vec!["a"])]).is_ok());
    }

    #[test]
    fn adjectives_of_countries_agree() {
        let lexicon =
            Lexicon::from_facts([("lex_country", vec!["Vietnam", "vietnamien", "vietnamien"])])
                .unwrap();
        let text = "vietnamiennes Vietnamiens";
        let tokens = super::super::tokens::tokens(text, 0..text.len());
        assert_eq!(lexicon.country_of(&tokens[0]), Some("Vietnam"));
        assert_eq!(lexicon.country_of(&tokens[1]), None);
    }
}
