//! Which words are verbs where they stand: what the lexicon and the dictionary say of a word, and whether
//! what stands around it leaves room for a verb.

use std::borrow::Cow;

use super::dictionary::{Agreement, Known};
use super::inflection::Tense;
use super::lexicon::{Asked, VerbForm};
use super::reader::Reader;
use super::tokens::{Kind, Token, Words, spelling};

/// How far back the subject of a word is looked for that may be a noun or a verb, in tokens.
const SUBJECT_REACH: usize = 25;

impl Reader<'_> {
    /// Whether a word is such a form of any verb.
    #[inline]
    pub(super) fn has_tense(&self, token: &Token, tense: Tense) -> bool {
        self.lexicon.token_has_tense(token, tense)
    }

    /// The verbs that a word is this form of, those of the lexicon first.
    pub(super) fn infinitives<'t>(
        &'t self,
        token: &'t Token,
        tense: Tense,
        reflexive: bool,
    ) -> Vec<Cow<'t, str>> {
        infinitives(
            self.lexicon.forms_of(token),
            token.known(),
            tense,
            reflexive,
        )
    }

    /// The tense in which a word of the dictionary is a verb with a subject here, if it is one.
    pub(super) fn tense_here(
        &self,
        sentence: &[Token],
        at: usize,
        start: usize,
        stem: &str,
        after_verb: Option<usize>,
    ) -> Option<Tense> {
        // `Cuba a reçu …`
        let country = || self.country(Words(&sentence[at..])).is_some();
        if self.lexicon.is_function_word(&sentence[at]) || sentence[at].is_capital() && country() {
            return None;
        }
        let inverted;
        let known = if stem.len() == sentence[at].lower.len() {
            sentence[at].known()
        } else {
            inverted = spelling(stem);
            inverted.known()
        };
        let tense = [
            Tense::Finite,
            Tense::Future,
            Tense::Conditional,
            Tense::Subjunctive,
        ]
        .into_iter()
        .find(|&tense| known.is_tense(tense))?;
        let only = sentence[start..at].iter().any(|t| {
            matches!(
                t.lower.as_str(),
                "ne" | "n'" | "se" | "s'" | "y" | "me" | "m'" | "te" | "t'"
            )
        });
        let relative = start == at && self.behind_relative(sentence, at);
        let alone = only || relative || stem.len() < sentence[at].lower.len();
        if alone || self.pronoun_before(sentence, start) {
            return Some(tense);
        }
        let before = at.checked_sub(1).map(|before| &sentence[before]);
        // `, construit avec l'aide de …`; `le pont construit en 2020`
        let object = ["determiner", "possessive", "clitic"].iter().any(|class| {
            sentence
                .get(at + 1)
                .is_some_and(|t| self.lexicon.is_class(t, class))
        });
        let quotes = sentence
            .get(at + 1)
            .is_some_and(|t| matches!(t.text, "«" | "\"" | "“"));
        let object = object || quotes;
        if known.is_tense(Tense::Participle) && (!object || before.is_some_and(|t| t.is(","))) {
            return None;
        }
        let here = if known.is_name() {
            self.has_subject_before(sentence, at, known, after_verb)
        } else {
            // `tous deux plaident`
            let both = before.is_some_and(|t| t.is("deux"))
                && at > 1
                && matches!(sentence[at - 2].lower.as_str(), "tous" | "toutes" | "les");
            let nominal = !both
                && before.is_some_and(|t| {
                    self.is_article(t) || t.kind == Kind::Number && !t.text.ends_with('s')
                });
            start < at || !nominal
        };
        here.then_some(tense)
    }

    /// Whether a word that may also be a noun has a subject that it agrees with, and nothing behind it that
    /// would make it one.
    fn has_subject_before(
        &self,
        sentence: &[Token],
        at: usize,
        known: &Known,
        after_verb: Option<usize>,
    ) -> bool {
        let Some(after) = sentence.get(at + 1) else {
            return false;
        };
        let governs = [
            "determiner",
            "possessive",
            "preposition",
            "clitic",
            "subordinator",
        ]
        .iter()
        .any(|class| self.lexicon.is_class(after, class))
            || after.is("au")
            || after.is("aux")
            || after.kind == Kind::Number
            || after.is_capital() && !after.is_abbreviation()
            || matches!(after.text, "«" | "\"" | "“")
            || self.lexicon.adverbial(Words(&sentence[at + 1..])).is_some();
        if !governs || after.is("de") || after.is("d'") || after.is("en") {
            return false;
        }
        // `le dialogue politique entre les deux pays`: an adjective.
        let object = self.lexicon.is_class(after, "determiner");
        let clause = object || self.lexicon.is_class(after, "subordinator");
        let qualifies = !known.adjectives.is_empty() && !clause && at > 0 && {
            let noun = sentence[at - 1].known();
            !noun.nouns.is_empty() && sentence[at - 1].is_small()
        };
        if qualifies || self.is_noun_here(sentence, at) {
            return false;
        }
        // `Le document, un protocole, porte la signature de …`: nothing else can be its verb.
        let inserted = at > 3 && sentence[at - 1].is(",") && after_verb.is_none() && object;
        if inserted && sentence[..at - 1].iter().any(|t| t.is(",")) {
            return self.agrees_with(&sentence[..at], known);
        }
        let content = |t: &Token| t.kind == Kind::Word && !self.lexicon.is_function_word(t);
        if at == 0 || !content(&sentence[at - 1]) && !sentence[at - 1].is_capital() {
            return false;
        }
        let lowest = after_verb.map_or(0, |verb| verb + 1);
        let lowest = lowest.max(at.saturating_sub(SUBJECT_REACH));
        let opens = |t: &Token| {
            t.kind == Kind::Mark
                || self.lexicon.is_class(t, "subordinator")
                || self.lexicon.is_class(t, "relative")
        };
        let from = (lowest..at)
            .rev()
            .find(|&i| opens(&sentence[i]))
            .map_or(lowest, |i| i + 1);
        // What follows a verb is its object, unless a mark or conjunction parts them.
        if from == lowest && lowest > 0 {
            return false;
        }
        self.agrees_with(&sentence[from..at], known)
    }

    /// Whether a word agrees in number with what stands before it, if that can be a subject.
    fn agrees_with(&self, subject: &[Token], known: &Known) -> bool {
        let Some(first) = subject.first() else {
            return false;
        };
        let plural = matches!(
            first.lower.as_str(),
            "les" | "des" | "ces" | "ses" | "leurs" | "nos" | "deux" | "trois" | "plusieurs"
        ) || subject.iter().any(|t| t.is("et"));
        let begins = first.is_capital()
            || first.kind == Kind::Number
            || self.lexicon.is_class(first, "determiner")
            || self.lexicon.is_class(first, "possessive")
            || plural;
        begins
            && known.verbs.iter().any(|form| {
                let finite = matches!(
                    form.tense,
                    Tense::Finite | Tense::Future | Tense::Conditional | Tense::Subjunctive
                );
                finite && form.agreement.plural == Some(plural)
            })
    }

    /// Whether a word that may be a verb is a noun where it stands: after an article and an adjective (`une
    /// longue visite`), or joined to another (`secrétaire général et président du parti`).
    pub(super) fn is_noun_here(&self, sentence: &[Token], at: usize) -> bool {
        let known = sentence[at].known();
        if at < 2 || known.nouns.is_empty() {
            return false;
        }
        let before = &sentence[at - 1];
        let complement = sentence
            .get(at + 1)
            .is_some_and(|t| matches!(t.lower.as_str(), "de" | "d'" | "du" | "des"));
        if complement && before.is("et") {
            return true;
        }
        let adjective = before.known();
        let gender = match sentence[at - 2].lower.as_str() {
            "le" | "un" | "du" | "au" | "ce" => Some('m'),
            "la" | "une" | "cette" | "sa" => Some('f'),
            _ => None,
        };
        let agrees = |noun: &Agreement| {
            noun.gender
                .is_none_or(|own| gender.is_none_or(|g| g == own))
        };
        before.is_small()
            && !adjective.adjectives.is_empty()
            && (adjective.nouns.is_empty() || self.is_before_nouns(before))
            && self.is_article(&sentence[at - 2])
            && known.nouns.iter().any(agrees)
    }

    /// Whether every verb that the participle may be of takes `être` in the active voice.
    pub(super) fn takes_being(&self, participle: &str, verbs: &[Cow<str>]) -> bool {
        const BOTH: [&str; 9] = [
            "convenir",
            "entrer",
            "rentrer",
            "sortir",
            "monter",
            "descendre",
            "passer",
            "retourner",
            "demeurer",
        ];
        let spelling = spelling(participle);
        let known = spelling.known();
        verbs.iter().any(|verb| {
            BOTH.contains(&&**verb)
                || known
                    .verbs
                    .iter()
                    .any(|form| form.being && form.infinitive == *verb)
        })
    }

    /// Whether a word of the dictionary is a present participle here: one that is a noun or an adjective, too,
    /// only after `en` or before its object.
    pub(super) fn is_gerund(&self, sentence: &[Token], at: usize) -> bool {
        if self.lexicon.is_function_word(&sentence[at])
            || !self.has_tense(&sentence[at], Tense::Gerund)
        {
            return false;
        }
        let known = sentence[at].known();
        let opened = at > 0 && matches!(sentence[at - 1].lower.as_str(), "en" | "s'" | "se");
        let object = Words(&sentence[at + 1..]).starts_with(&[
            "le", "la", "l'", "les", "un", "une", "que", "qu'", "son", "sa", "ses",
        ]);
        // `Recevant mercredi le ministre`
        let dated = sentence
            .get(at + 1)
            .is_some_and(|t| self.lexicon.weekday(t).is_some());
        known.is_tense(Tense::Gerund) && (!known.is_name() || opened || object || dated)
    }

    /// Whether a word is a present participle that says more of the noun before it.
    pub(super) fn is_gerund_of_noun(&self, sentence: &[Token], at: usize) -> bool {
        // `un accord ayant trait à la pêche`, `ayant pour objet la pêche`
        let means = |t: &Token| t.is("trait") || t.is("pour");
        if sentence[at].is("ayant") && sentence.get(at + 1).is_some_and(means) {
            return true;
        }
        if self.lexicon.is_function_word(&sentence[at])
            || !self.has_tense(&sentence[at], Tense::Gerund)
        {
            return false;
        }
        let known = sentence[at].known();
        let governs = sentence.get(at + 1).is_some_and(|t| t.kind != Kind::Mark);
        // `les échanges passant par …`: an adjective would agree.
        let apart = at > 0
            && sentence[at - 1].lower.ends_with(['s', 'x'])
            && !sentence[at].lower.ends_with('s')
            && known.nouns.iter().all(|noun| noun.plural != Some(true));
        let object = Words(&sentence[at + 1..])
            .starts_with(&["sur", "le", "la", "l'", "les", "un", "une", "des", "plus"]);
        let noun = at > 0 && sentence[at - 1].known().adjectives.is_empty();
        governs && known.is_tense(Tense::Gerund) && (!known.is_name() || apart || object && noun)
    }

    /// Whether a participle of the dictionary shares the auxiliary before it: it is joined by `et`, or has an
    /// object behind it.
    pub(super) fn shares_auxiliary(&self, sentence: &[Token], at: usize) -> bool {
        let token = &sentence[at];
        if self.lexicon.is_function_word(token) {
            return false;
        }
        let known = token.known();
        let active = |form: &super::dictionary::Form| {
            form.tense == Tense::Participle && !form.being && form.agreement.gender != Some('f')
        };
        let joined = at > 0 && matches!(sentence[at - 1].lower.as_str(), "et" | "puis" | "ou");
        let object = Words(&sentence[at + 1..]).starts_with(&[
            "le", "la", "l'", "les", "un", "une", "que", "qu'", "son", "sa", "ses",
        ]);
        (joined || object) && known.nouns.is_empty() && known.verbs.iter().any(active)
    }
}

/// The verbs of which a form is of this tense, as the lexicon lists it and as the dictionary knows it.
pub(super) fn infinitives<'k>(
    listed: &'k [VerbForm],
    known: &'k Known,
    tense: Tense,
    reflexive: bool,
) -> Vec<Cow<'k, str>> {
    let mut verbs: Vec<Cow<str>> = Vec::new();
    let listed = listed.iter().map(|form| (form.verb.as_str(), form.tense));
    let others = known.verbs.iter();
    let others = others.map(|form| (form.infinitive.as_str(), form.tense));
    let before = if reflexive { "se " } else { "" };
    for (verb, _) in listed.chain(others).filter(|(_, of)| *of == tense) {
        if !verbs.iter().any(|known| known[before.len()..] == *verb) {
            verbs.push(match reflexive {
                true => [before, verb].concat().into(),
                false => verb.into(),
            });
        }
    }
    verbs
}

impl Reader<'_> {
    /// Whether a word is an adjective that stands before its noun.
    pub(super) fn is_before_nouns(&self, token: &Token) -> bool {
        self.lexicon
            .asked(token, Asked::BeforeNouns, || is_before_nouns(&token.plain))
    }
}

/// Whether a word, in plain letters, is an adjective that stands before its noun.
fn is_before_nouns(plain: &str) -> bool {
    const BEFORE: [&str; 22] = [
        "grand",
        "petit",
        "nouveau",
        "nouvel",
        "nouvelle",
        "premier",
        "dernier",
        "prochain",
        "bon",
        "haut",
        "meme",
        "ancien",
        "futur",
        "principal",
        "autre",
        "jeune",
        "vaste",
        "important",
        "second",
        "double",
        "bref",
        "long",
    ];
    let stem = plain.trim_end_matches('s').trim_end_matches('e');
    BEFORE.iter().any(|word| {
        let root = word.trim_end_matches('e');
        stem == root || stem.strip_prefix(root).is_some_and(|rest| rest.len() <= 2)
    })
}
/// Whether a word that may be a participle describes the object of the verb before it: `a reçu un don fait par X`.
pub(super) fn describes_object(sentence: &[Token], verb: usize, at: usize) -> bool {
    let noun = &sentence[at - 1];
    let ruled = sentence
        .get(at + 1)
        .is_some_and(|t| matches!(t.lower.as_str(), "par" | "à" | "au" | "aux"));
    let parts = |t: &Token| {
        t.kind == Kind::Mark && !t.is(",")
            || matches!(
                t.lower.as_str(),
                "et" | "mais" | "ou" | "que" | "qu'" | "qui" | "dont" | "où"
            )
    };
    // `a reçu, mardi à Zinder, un don fait par X`: one pair of commas, right behind the verb.
    let between = &sentence[verb + 1..at];
    let commas = between.iter().filter(|t| t.is(",")).count();
    let inserted = commas == 0 || commas == 2 && between[0].is(",");
    ruled && noun.is_small() && noun.known().is_name() && inserted && !between.iter().any(parts)
}
