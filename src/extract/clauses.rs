//! Verbs in a sentence: which are finite, which are participles, what stands around them.

use super::inflection::Tense;
use super::reader::Reader;
use super::tokens::{Kind, Token, Words};

/// A verb with its auxiliary, clitics and negation.
#[derive(Clone, Debug)]
pub struct VerbGroup {
    /// The first token of the group.
    pub start: usize,
    /// The verb that carries the meaning.
    pub verb: usize,
    /// The infinitives it may be a form of, with `se ` where it is reflexive; none if unknown.
    pub verbs: Vec<String>,
    /// How the group begins.
    pub shape: Shape,
    /// Whether it is denied.
    pub negated: bool,
    /// Whether it is passive.
    pub passive: bool,
    /// Whether its subject is more than one.
    pub plural: bool,
}

/// How a verb is joined to its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// It has a finite form of its own or of an auxiliary.
    Finite,
    /// A participle that shares the auxiliary of the verb before it: `a salué … et remercié`.
    Shared,
    /// A present participle.
    Gerund,
    /// Its subject is a pronoun joined to it: `a-t-il affirmé`, `affirme-t-elle`.
    Inverted,
    /// A future, or an infinitive after a modal: it has not happened.
    Modal,
}

/// How far a participle may stand from its auxiliary, in tokens.
const REACH: usize = 14;

impl Reader<'_> {
    /// The verbs of a sentence, in order.
    pub fn verb_groups(&self, sentence: &[Token]) -> Vec<VerbGroup> {
        let mut groups: Vec<VerbGroup> = Vec::new();
        let mut at = 0;
        while at < sentence.len() {
            let shared = groups.iter().any(|group| group.verb > group.start && group.shape != Shape::Gerund);
            match self.verb_group(sentence, at, shared) {
                Some(group) => {
                    at = group.verb + 1;
                    groups.push(group);
                }
                None => at += 1,
            }
        }
        groups
    }

    fn verb_group(&self, sentence: &[Token], at: usize, shared: bool) -> Option<VerbGroup> {
        let token = &sentence[at];
        if token.kind != Kind::Word || token.is_capital() && at > 0 {
            return None;
        }
        let (stem, pronoun) = inverted(&token.lower);
        let shape = if pronoun { Shape::Inverted } else { Shape::Finite };
        let plural = matches!(stem, "ont" | "sont" | "avaient" | "étaient" | "eurent" | "furent");
        let start = self.clitics_before(sentence, at);
        let reflexive = sentence[start..at].iter().any(|t| matches!(t.lower.as_str(), "se" | "s'"));
        if matches!(stem, "a" | "ont" | "aura" | "auront" | "avait" | "avaient" | "eut") {
            // `aura lieu`, `a eu lieu`
            let lieu = (at + 1..sentence.len().min(at + 4)).find(|&i| sentence[i].is("lieu"));
            let only = lieu.filter(|&i| sentence[at + 1..i].iter().all(|t| t.is("eu") || self.lexicon.adverbial(Words(std::slice::from_ref(t))).is_some()));
            if let Some(verb) = only {
                let shape = if stem.starts_with("aur") { Shape::Modal } else { shape };
                let verbs = vec!["avoir lieu".to_string()];
                return Some(VerbGroup { start, verb, verbs, shape, negated: false, passive: false, plural });
            }
        }
        if matches!(stem, "sera" | "seront" | "aura" | "auront") {
            return self.compound(sentence, at, start, reflexive, Shape::Modal, stem.ends_with("ont"));
        }
        if is_auxiliary(stem) {
            if let Some(group) = self.compound(sentence, at, start, reflexive, shape, plural) {
                return Some(group);
            }
            let verbs = Vec::new();
            return Some(VerbGroup { start, verb: at, verbs, shape, negated: false, passive: false, plural });
        }
        if is_modal(stem) {
            let verb = (at + 1..sentence.len().min(at + 6)).find(|&i| self.has_tense(&sentence[i], Tense::Infinitive))?;
            let reflexive = sentence[at..verb].iter().any(|t| matches!(t.lower.as_str(), "se" | "s'"));
            let verbs = self.infinitives(&sentence[verb].lower, Tense::Infinitive, reflexive);
            let plural = stem.ends_with("ent");
            return Some(VerbGroup { start, verb, verbs, shape: Shape::Modal, negated: false, passive: false, plural });
        }
        let form = |tense| self.lexicon.verb_forms(stem).iter().any(|form| form.tense == tense);
        let before = at.checked_sub(1).map(|before| &sentence[before]);
        let noun = before.is_some_and(|t| self.is_article(t)) && !self.pronoun_before(sentence, start);
        let simple = |shape, tense, start| VerbGroup {
            start,
            verb: at,
            verbs: self.infinitives(stem, tense, reflexive),
            shape,
            negated: sentence.get(at + 1).is_some_and(|t| matches!(t.lower.as_str(), "pas" | "jamais")),
            passive: false,
            plural: stem.ends_with("nt"),
        };
        if form(Tense::Future) {
            return Some(simple(Shape::Modal, Tense::Future, start));
        }
        if form(Tense::Finite) && !noun {
            return Some(simple(shape, Tense::Finite, start));
        }
        // `les informations faisant état de` has the noun before it for a subject.
        let free = before.is_none_or(|t| t.kind == Kind::Mark || matches!(t.lower.as_str(), "en" | "et" | "puis" | "tout") || t.lower.ends_with("ment"));
        if form(Tense::Gerund) && free {
            return Some(simple(Shape::Gerund, Tense::Gerund, start));
        }
        let joined = self.before_adverbials(sentence, at).is_some_and(|t| matches!(t.lower.as_str(), "et" | "," | "puis" | "ou"));
        if shared && joined && form(Tense::Participle) && !token.lower.ends_with("es") {
            return Some(simple(Shape::Shared, Tense::Participle, start.min(at)));
        }
        None
    }

    /// An auxiliary and its participle, with what may stand between them.
    fn compound(
        &self, sentence: &[Token], at: usize, start: usize, reflexive: bool, shape: Shape, plural: bool,
    ) -> Option<VerbGroup> {
        let (mut verb, mut negated, mut passive) = (at + 1, false, false);
        let limit = sentence.len().min(at + REACH);
        while verb < limit {
            let rest = Words(&sentence[verb..]);
            let token = &sentence[verb];
            if let Some(length) = self.lexicon.adverbial(rest) {
                verb += length;
            } else if rest.starts_with(&[","]) {
                // `a, lui, insisté`; `a, pour sa part, salué`
                verb += 2 + sentence[verb + 1..limit].iter().take(6).position(|t| t.is(","))?;
            } else if self.lexicon.is_class(token, "negation") {
                (verb, negated) = (verb + 1, true);
            } else if token.is("été") {
                (verb, passive) = (verb + 1, true);
            } else {
                break;
            }
        }
        let token = sentence.get(verb).filter(|_| verb < limit)?;
        let mut verbs = self.infinitives(&token.lower, Tense::Participle, reflexive);
        if verbs.is_empty() && !looks_like_participle(token) {
            return None;
        }
        // `a tenu à souligner`, `a voulu saluer`
        for length in [0, 1, 2, 3] {
            let opener: Vec<&str> = sentence[verb + 1..].iter().take(length).map(|t| t.lower.as_str()).collect();
            let opens = verbs.iter().any(|v| self.lexicon.is_opener(format!("{v} {}", opener.join(" ")).trim()));
            let infinitive = (verb + 1 + length..sentence.len().min(verb + 5 + length)).find(|&i| self.has_tense(&sentence[i], Tense::Infinitive));
            if let Some(infinitive) = infinitive.filter(|_| opens) {
                let reflexive = sentence[verb..infinitive].iter().any(|t| matches!(t.lower.as_str(), "se" | "s'"));
                verbs = self.infinitives(&sentence[infinitive].lower, Tense::Infinitive, reflexive);
                verb = infinitive;
                break;
            }
        }
        // With `être`, only a few verbs are active; the reflexive always is.
        let being = matches!(inverted(&sentence[at].lower).0, "sera" | "seront" | "est" | "sont" | "était" | "étaient" | "fut" | "furent");
        passive |= being && !reflexive && !verbs.iter().any(|v| matches!(v.as_str(), "convenir" | "tomber" | "parvenir" | "devenir"));
        Some(VerbGroup { start, verb, verbs, shape, negated, passive, plural })
    }

    /// Skips adverbs, commas and asides between a subject and its verb.
    pub fn skip_adverbials<'t, 'a>(&self, words: Words<'t, 'a>) -> Words<'t, 'a> {
        let mut rest = words;
        loop {
            let comma = usize::from(rest.starts_with(&[","]));
            match self.lexicon.adverbial(rest.skip(comma)) {
                Some(length) => rest = rest.skip(comma + length),
                None => return if comma > 0 && rest.0.len() < words.0.len() { rest.skip(1) } else { rest },
            }
        }
    }

    /// The token before `at`, adverbials left out.
    fn before_adverbials<'t, 'a>(&self, sentence: &'t [Token<'a>], at: usize) -> Option<&'t Token<'a>> {
        let mut before = at;
        'back: while before > 0 {
            for length in 1..=4.min(before) {
                if self.lexicon.adverbial(Words(&sentence[before - length..before])) == Some(length) {
                    before -= length;
                    continue 'back;
                }
            }
            break;
        }
        before.checked_sub(1).map(|before| &sentence[before])
    }

    fn infinitives(&self, form: &str, tense: Tense, reflexive: bool) -> Vec<String> {
        let forms = self.lexicon.verb_forms(form).iter().filter(|f| f.tense == tense);
        forms.map(|f| if reflexive { format!("se {}", f.verb) } else { f.verb.clone() }).collect()
    }

    fn has_tense(&self, token: &Token, tense: Tense) -> bool {
        self.lexicon.verb_forms(&token.lower).iter().any(|form| form.tense == tense)
    }

    /// Where the clitics and the negation before a verb begin.
    fn clitics_before(&self, sentence: &[Token], at: usize) -> usize {
        let mut start = at;
        while start > 0 {
            let before = &sentence[start - 1];
            let clitic = self.lexicon.is_class(before, "clitic") || matches!(before.lower.as_str(), "ne" | "n'");
            if !clitic || before.is_capital() {
                break;
            }
            start -= 1;
        }
        start
    }

    fn is_article(&self, token: &Token) -> bool {
        ["determiner", "contraction", "possessive"].iter().any(|class| self.lexicon.is_class(token, class))
            || matches!(
                token.lower.as_str(),
                "de" | "d'" | "en" | "par" | "sans" | "sur" | "première" | "dernière" | "prochaine" | "récente" | "nouvelle"
            )
    }

    fn pronoun_before(&self, sentence: &[Token], at: usize) -> bool {
        at.checked_sub(1).is_some_and(|before| matches!(sentence[before].lower.as_str(), "il" | "elle" | "ils" | "elles" | "qui"))
    }
}

/// The verb of `a-t-il`, `affirme-t-elle`, `ont-ils`, and whether there was a pronoun.
fn inverted(word: &str) -> (&str, bool) {
    let stem = ["-t-il", "-t-elle", "-il", "-elle", "-ils", "-elles", "-t-ils", "-t-elles"]
        .iter()
        .find_map(|pronoun| word.strip_suffix(pronoun).filter(|stem| !stem.ends_with("-t")));
    (stem.unwrap_or(word), stem.is_some())
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "a" | "ont" | "avait" | "avaient" | "est" | "sont" | "était" | "étaient" | "eut" | "eurent" | "fut" | "furent"
    )
}

fn is_modal(word: &str) -> bool {
    matches!(
        word,
        "doit" | "doivent" | "devait" | "devaient" | "devrait" | "devraient" | "peut" | "peuvent" | "pourrait" | "pourraient" | "va" | "vont"
    )
}

fn looks_like_participle(token: &Token) -> bool {
    token.is_small() && ["é", "és", "ée", "ées", "i", "is", "u", "us", "it", "ert", "int"].iter().any(|end| token.lower.ends_with(end))
}
