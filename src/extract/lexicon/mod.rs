//! The words that the reader knows, built from the facts of `facts/lexicon/`.

mod asked;
mod checks;
mod facts;
mod words;

use std::sync::atomic::{AtomicU32, Ordering};

use rustc_hash::{FxHashMap, FxHashSet};

use super::inflection::{self, Tense};
use super::phrases::Phrases;
use super::tokens::{Question, Token, Words, lower};
pub(super) use asked::Asked;
pub use checks::{ACTS, EVENT_KINDS};
pub use words::{BodyKind, EventVerb, Frame, Holder, Sense, TitleHead, TitleKind, VerbForm};

/// The words of the reader.
#[derive(Clone, Debug)]
pub struct Lexicon {
    /// No other lexicon has it, but copies of this one.
    number: u32,
    pub(super) countries: Phrases<String>,
    country_adjectives: FxHashMap<String, String>,
    /// Countries with the adjective of another: which one, and the other.
    pub(super) shared_adjectives: Vec<(String, String)>,
    pub(super) cities: Phrases<String>,
    pub(super) titles: Phrases<TitleHead>,
    pub(super) title_qualifiers: Phrases<()>,
    pub(super) title_prefixes: FxHashSet<String>,
    pub(super) name_particles: FxHashSet<String>,
    pub(super) given_names: FxHashSet<String>,
    pub(super) title_links: Phrases<()>,
    /// With the gender that they show, and whether they are also written small.
    civilities: FxHashMap<String, (String, bool)>,
    pub(super) descriptions: Phrases<Holder>,
    pub(super) bodies: Phrases<BodyKind>,
    pub(super) organisations: Phrases<()>,
    adjectives: FxHashSet<String>,
    named_nouns: FxHashSet<String>,
    /// Nouns in names of bodies with the preposition that their purpose follows.
    pub(super) purposes: FxHashSet<(String, String)>,
    state_nouns: FxHashSet<String>,
    place_nouns: FxHashSet<String>,
    senses: FxHashMap<String, Vec<Sense>>,
    /// By verbs, the words behind them with which they open an infinitive of speech.
    openers: FxHashMap<String, Vec<Vec<String>>>,
    pub(super) according: Phrases<()>,
    /// Phrases for what somebody spoken of has said: `selon ses dires`.
    pub(super) own_accounts: Phrases<()>,
    /// Verbs of speech with the nouns that make them none: `souhaiter`, `bienvenue`.
    unspoken: FxHashMap<String, FxHashSet<String>>,
    saying_only: FxHashSet<String>,
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
    region_adjectives: FxHashMap<String, String>,
    /// Unions of countries by the adjective of their commissioners.
    pub(super) union_adjectives: FxHashMap<String, String>,
    /// By full names, the abbreviations that articles use beside them without a bracket.
    pub(super) known_abbreviations: FxHashMap<String, Vec<String>>,
    /// Nouns for a body that may have been named before: `organisation`.
    pub(super) unnamed_bodies: FxHashSet<String>,
    /// What sorts of nouns a noun is of, by `lex_noun_kind`.
    noun_kinds: FxHashMap<String, Vec<&'static str>>,
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
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let question = |asked: Asked| Question {
            lexicon: number,
            number: asked as u32,
        };
        Lexicon {
            number,
            countries: Phrases::proper().asked_as(question(Asked::Countries)),
            country_adjectives: FxHashMap::default(),
            shared_adjectives: Vec::new(),
            cities: Phrases::proper().asked_as(question(Asked::Cities)),
            titles: Phrases::common().asked_as(question(Asked::Titles)),
            title_qualifiers: Phrases::common().asked_as(question(Asked::TitleQualifiers)),
            title_prefixes: FxHashSet::default(),
            name_particles: FxHashSet::default(),
            given_names: FxHashSet::default(),
            title_links: Phrases::common().asked_as(question(Asked::TitleLinks)),
            civilities: FxHashMap::default(),
            descriptions: Phrases::common().asked_as(question(Asked::Descriptions)),
            bodies: Phrases::proper().asked_as(question(Asked::Bodies)),
            organisations: Phrases::proper().asked_as(question(Asked::Organisations)),
            adjectives: FxHashSet::default(),
            named_nouns: FxHashSet::default(),
            purposes: FxHashSet::default(),
            state_nouns: FxHashSet::default(),
            place_nouns: FxHashSet::default(),
            senses: FxHashMap::default(),
            openers: FxHashMap::default(),
            according: Phrases::common().asked_as(question(Asked::According)),
            own_accounts: Phrases::common(),
            unspoken: FxHashMap::default(),
            saying_only: FxHashSet::default(),
            adverbials: Phrases::common().asked_as(question(Asked::Adverbials)),
            verb_forms: FxHashMap::default(),
            months: FxHashMap::default(),
            weekdays: FxHashMap::default(),
            seasons: Phrases::common().asked_as(question(Asked::Seasons)),
            event_nouns: Phrases::common().asked_as(question(Asked::EventNouns)),
            event_verbs: FxHashMap::default(),
            compounds: FxHashSet::default(),
            pair_nouns: FxHashMap::default(),
            region_adjectives: FxHashMap::default(),
            union_adjectives: FxHashMap::default(),
            known_abbreviations: FxHashMap::default(),
            unnamed_bodies: FxHashSet::default(),
            noun_kinds: FxHashMap::default(),
            classes: FxHashMap::default(),
        }
    }

    /// The answer to a question about a word, which the word keeps.
    #[inline]
    fn answer(&self, token: &Token, number: u32, compute: impl FnOnce() -> bool) -> bool {
        let lexicon = self.number;
        token.answer(Question { lexicon, number }, compute)
    }

    /// The same of one of those that are known by name.
    #[inline]
    pub(super) fn asked(
        &self,
        token: &Token,
        asked: Asked,
        compute: impl FnOnce() -> bool,
    ) -> bool {
        self.answer(token, asked as u32, compute)
    }

    /// The verbs and tenses that a word may be a form of.
    pub fn verb_forms(&self, word: &str) -> &[VerbForm] {
        self.verb_forms.get(word).map_or(&[], Vec::as_slice)
    }

    /// The same of a word of a text, which keeps whether there are any.
    pub(super) fn forms_of(&self, token: &Token) -> &[VerbForm] {
        let is = || self.verb_forms.contains_key(&token.lower);
        match self.asked(token, Asked::VerbForm, is) {
            true => self.verb_forms(&token.lower),
            false => &[],
        }
    }

    /// The ways in which a verb (with `se ` before it where it is reflexive) is speech.
    pub fn senses(&self, verb: &str) -> &[Sense] {
        self.senses.get(verb).map_or(&[], Vec::as_slice)
    }

    /// Whether nobody is the object of the verb, which says something: `déclarer`, but not `remercier`.
    pub(super) fn only_says(&self, verb: &str) -> bool {
        self.saying_only.contains(verb)
    }

    /// Whether a noun makes a verb of speech none: `souhaiter`, `bienvenue`.
    pub(super) fn is_unspoken(&self, verb: &str, noun: &str) -> bool {
        let nouns = self.unspoken.get(verb);
        nouns.is_some_and(|nouns| nouns.contains(noun))
    }

    /// Whether a word of a text is such a form of any verb.
    #[inline]
    pub(super) fn token_has_tense(&self, token: &Token, tense: Tense) -> bool {
        let number = Asked::Tenses as u32 + tense as u32;
        self.answer(token, number, || {
            self.forms_of(token).iter().any(|form| form.tense == tense)
                || !self.is_function_word(token) && token.known().is_tense(tense)
        })
    }

    /// What a verb (with `se ` before it where it is reflexive) tells of.
    pub fn event_verb(&self, verb: &str) -> Option<&EventVerb> {
        self.event_verbs.get(verb)
    }

    /// Whether a verb with the words behind it (`tenir à`) may open an infinitive of speech.
    pub(super) fn is_opener(&self, verb: &str, behind: &[Token]) -> bool {
        let behind = || behind.iter().map(|token| &token.lower);
        let openers = self.openers.get(verb);
        openers.is_some_and(|openers| openers.iter().any(|words| behind().eq(words)))
    }

    /// The country that an adjective in small letters points to.
    pub fn country_of(&self, token: &Token) -> Option<&str> {
        if !token.is_small() {
            return None;
        }
        self.demonym(token)
    }

    /// The country whose citizen a word with a capital names: `le Tanzanien`.
    pub fn citizen_of(&self, token: &Token) -> Option<&str> {
        if !token.is_capital() {
            return None;
        }
        self.demonym(token)
    }

    #[inline]
    fn demonym(&self, token: &Token) -> Option<&str> {
        let is = || self.country_adjectives.contains_key(&token.lower);
        if !self.asked(token, Asked::Demonym, is) {
            return None;
        }
        self.country_adjectives
            .get(&token.lower)
            .map(String::as_str)
    }

    /// Whether the word, in small letters, is an adjective of a country.
    pub fn is_country_adjective(&self, word: &str) -> bool {
        self.country_by(word).is_some()
    }

    /// The country that an adjective, in small letters, points to.
    pub fn country_by(&self, word: &str) -> Option<&str> {
        self.country_adjectives.get(word).map(String::as_str)
    }

    /// The gender (`m`, `f` or unknown) that a form of address shows.
    pub fn civility(&self, token: &Token) -> Option<&str> {
        // `Me` is an address, `me` is none; `le docteur` is one.
        let is = || self.civilities.contains_key(&token.lower);
        if !self.asked(token, Asked::Civility, is) {
            return None;
        }
        let (gender, small) = self.civilities.get(&token.lower)?;
        (*small || token.is_capital()).then_some(gender)
    }

    /// Whether a word is an adjective that may close the name of a body. With a capital, only those
    /// listed are: others may begin a person's name.
    pub fn is_adjective(&self, token: &Token) -> bool {
        self.asked(token, Asked::Adjective, || {
            let small = token.is_small() && inflection::ends_like_adjective(&token.lower);
            let closes = self.adjectives.contains(&token.lower) || small;
            let forms = self.forms_of(token);
            closes && forms.iter().all(|form| form.tense == Tense::Participle)
        })
    }

    /// Whether a proper name may follow the noun at once: `hôpital Bach Mai`.
    pub fn is_named_noun(&self, token: &Token) -> bool {
        token.is_small() && self.takes_name(token)
    }

    /// Whether a proper name may follow the noun at once, written small or not.
    pub fn takes_name(&self, token: &Token) -> bool {
        self.asked(token, Asked::NamedNoun, || {
            self.named_nouns.contains(&token.lower)
        })
    }

    /// Whether the formal name of a country may begin with the noun: `République`.
    pub fn is_state_noun(&self, token: &Token) -> bool {
        self.asked(token, Asked::StateNoun, || {
            token.is_capital() && self.state_nouns.contains(&token.lower)
        })
    }

    /// Whether the name of a place follows the noun with `de`: `province`, `ville`.
    pub fn is_place_noun(&self, token: &Token) -> bool {
        self.asked(token, Asked::PlaceNoun, || {
            self.place_nouns.contains(&token.lower)
        })
    }

    /// Whether a word may stand before a title: `vice`.
    pub(super) fn is_title_prefix(&self, token: &Token) -> bool {
        self.asked(token, Asked::TitlePrefix, || {
            self.title_prefixes.contains(&token.lower)
        })
    }

    /// The region that an adjective in small letters points to.
    pub(super) fn region_of(&self, token: &Token) -> Option<&String> {
        let is = || token.is_small() && self.region_adjectives.contains_key(&token.lower);
        match self.asked(token, Asked::OfRegion, is) {
            true => self.region_adjectives.get(&token.lower),
            false => None,
        }
    }

    /// Whether a word in small letters may stand inside a person's name: `van`.
    pub(super) fn is_name_particle(&self, token: &Token) -> bool {
        self.asked(token, Asked::NameParticle, || {
            token.is_small() && self.name_particles.contains(&token.lower)
        })
    }

    /// Whether a word is a noun for a body that may have been named before.
    pub(super) fn is_unnamed_body(&self, token: &Token) -> bool {
        self.asked(token, Asked::UnnamedBody, || {
            self.unnamed_bodies.contains(&token.lower)
        })
    }

    /// Whether a noun, in small letters, is of this kind by `lex_noun_kind`.
    pub(super) fn is_noun_kind(&self, noun: &str, kind: &str) -> bool {
        let kinds = self.noun_kinds.get(noun);
        kinds.is_some_and(|kinds| kinds.contains(&kind))
    }

    /// The number of the month that a word names.
    pub(super) fn month(&self, token: &Token) -> Option<u32> {
        let is = || self.months.contains_key(&token.lower);
        match self.asked(token, Asked::Month, is) {
            true => self.months.get(&token.lower).copied(),
            false => None,
        }
    }

    /// The day of the week that a word names, from Monday (1).
    pub(super) fn weekday(&self, token: &Token) -> Option<u32> {
        let is = || self.weekdays.contains_key(&token.lower);
        match self.asked(token, Asked::Weekday, is) {
            true => self.weekdays.get(&token.lower).copied(),
            false => None,
        }
    }

    /// Whether a name begins with such a noun.
    pub fn is_place_noun_word(&self, name: &str) -> bool {
        let first = name.split(' ').next().unwrap_or(name);
        self.place_nouns.contains(&lower(first))
    }

    /// Whether a word is of a class of function words: `determiner`, `preposition`, …
    #[inline(always)]
    pub fn is_class(&self, token: &Token, class: &str) -> bool {
        let Some(number) = checks::class(class) else {
            return false;
        };
        self.answer(token, number, || {
            let classes = self.classes.get(&token.lower);
            classes.is_some_and(|classes| classes >> number & 1 != 0)
        })
    }

    /// Whether a word is an adjective by `lex_adjective`, whatever verb it may also be a form of.
    pub fn is_adjective_only(&self, token: &Token) -> bool {
        self.asked(token, Asked::AdjectiveOnly, || {
            self.adjectives.contains(&token.lower)
        })
    }

    /// Whether a word is a function word of any class.
    pub fn is_function_word(&self, token: &Token) -> bool {
        self.asked(token, Asked::FunctionWord, || {
            self.classes.contains_key(&token.lower)
        })
    }

    /// How many words at the start are an adverb or adverbial; adverbs in `-ment` always are.
    pub fn adverbial(&self, words: Words) -> Option<usize> {
        let manner = |token: &&Token| {
            self.asked(token, Asked::Manner, || {
                token.is_small()
                    && token.lower.len() > 6
                    && token.lower.ends_with("ment")
                    && token.known().nouns.is_empty()
            })
        };
        let listed = self.adverbials.longest(words).map(|(length, ())| length);
        listed.or_else(|| words.first().filter(manner).map(|_| 1))
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
