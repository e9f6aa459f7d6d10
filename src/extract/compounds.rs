//! Compound verbs: an auxiliary, what may stand after it, and the participle that carries the meaning.

use super::auxiliaries::{inverted, looks_like_participle};
use super::clauses::{Shape, VerbGroup};
use super::inflection::Tense;
use super::reader::Reader;
use super::tokens::{Token, Words};

/// How far a participle may stand from its auxiliary, in tokens.
const REACH: usize = 14;

/// How long what stands between commas inside a verb may be, in tokens.
const ASIDE: usize = 10;

impl Reader<'_> {
    /// An auxiliary and its participle, with what may stand between them.
    pub(super) fn compound<'t>(
        &'t self,
        sentence: &'t [Token],
        at: usize,
        start: usize,
        reflexive: bool,
        shape: Shape,
        plural: bool,
    ) -> Option<VerbGroup<'t>> {
        let (mut verb, mut passive) = (at + 1, false);
        // `n'a signé que deux accords` denies nothing.
        let mut negated = sentence[start..at]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "ne" | "n'"));
        let limit = sentence.len().min(at + REACH);
        while verb < limit {
            let token = &sentence[verb];
            if let Some(behind) = self.behind_aside(&sentence[..limit], verb) {
                verb = behind;
            } else if token.is(",") {
                return None;
            } else if self.lexicon.is_class(token, "negation") {
                (verb, negated) = (verb + 1, true);
            } else if token.is("été") {
                (verb, passive) = (verb + 1, true);
            } else {
                break;
            }
        }
        // `seront du voyage` has no participle.
        let token = sentence
            .get(verb)
            .filter(|token| verb < limit && !self.lexicon.is_class(token, "contraction"))?;
        let participle = verb;
        let only = sentence
            .get(verb + 1)
            .is_some_and(|t| t.is("que") || t.is("qu'"));
        negated &= !only;
        let mut verbs = self.infinitives(token, Tense::Participle, reflexive);
        let unknown = || token.known().is_name() || !looks_like_participle(token);
        if verbs.is_empty() && unknown() {
            return None;
        }
        // `a tenu à souligner`, `a voulu saluer`
        for length in [0, 1, 2, 3] {
            let opens = |_: &usize| {
                let behind = &sentence[verb + 1..];
                let behind = &behind[..length.min(behind.len())];
                verbs.iter().any(|v| self.lexicon.is_opener(v, behind))
            };
            let infinitive = (verb + 1 + length..sentence.len().min(verb + 5 + length))
                .find(|&i| self.has_tense(&sentence[i], Tense::Infinitive));
            if let Some(infinitive) = infinitive.filter(opens) {
                let reflexive = sentence[verb..infinitive]
                    .iter()
                    .any(|t| matches!(t.lower.as_str(), "se" | "s'"));
                verbs = self.infinitives(&sentence[infinitive], Tense::Infinitive, reflexive);
                verb = infinitive;
                break;
            }
        }
        // With `être`, only a few verbs are active; the reflexive always is.
        let being = matches!(
            inverted(&sentence[at].lower).0,
            "sera"
                | "seront"
                | "est"
                | "sont"
                | "était"
                | "étaient"
                | "fut"
                | "furent"
                | "serait"
                | "seraient"
                | "soit"
                | "soient"
                | "étant"
                | "être"
        );
        passive |= being && !reflexive && !self.takes_being(&sentence[participle].lower, &verbs);
        Some(VerbGroup {
            start,
            verb,
            verbs,
            shape,
            negated,
            passive,
            plural,
        })
    }

    /// A modal verb with the infinitive that carries the meaning: `doit inaugurer`, `devrait être reçu`; with
    /// `recent`, `vient de signer`.
    pub(super) fn with_infinitive<'t>(
        &'t self,
        sentence: &'t [Token],
        at: usize,
        start: usize,
        recent: bool,
    ) -> Option<VerbGroup<'t>> {
        let mut from = at + 1 + usize::from(recent);
        while let Some(behind) = self.behind_aside(sentence, from) {
            from = behind;
        }
        let mut verb = (from..sentence.len().min(from + 5))
            .take_while(|&i| {
                !matches!(
                    sentence[i].lower.as_str(),
                    "à" | "de" | "d'" | "que" | "qui"
                )
            })
            .find(|&i| self.has_tense(&sentence[i], Tense::Infinitive))?;
        let between = &sentence[at..verb];
        let reflexive = between.iter().any(|t| t.is("se") || t.is("s'"));
        let negated = between.iter().any(|t| t.is("pas") || t.is("plus"));
        let mut verbs = self.infinitives(&sentence[verb], Tense::Infinitive, reflexive);
        let mut passive = false;
        if let Some((participle, voice)) = self.past_infinitive(sentence, verb) {
            verbs = self.infinitives(&sentence[participle], Tense::Participle, reflexive);
            (verb, passive) = (participle, voice && !reflexive);
        }
        Some(VerbGroup {
            start,
            verb,
            verbs,
            shape: Shape::Modal,
            negated,
            passive,
            plural: sentence[at].lower.ends_with("nt"),
        })
    }

    /// Where the participle stands behind `été`.
    pub(super) fn behind_been(&self, sentence: &[Token], at: usize) -> Option<usize> {
        let adverbial = self.lexicon.adverbial(Words(sentence.get(at..)?));
        let verb = at + adverbial.unwrap_or(0);
        let token = sentence.get(verb)?;
        self.has_tense(token, Tense::Participle).then_some(verb)
    }

    /// Where the words go on behind an adverbial, or what stands between commas: `a, lui, insisté`; `a, pour sa part,
    /// salué`; `doit quant à lui se rendre`.
    fn behind_aside(&self, sentence: &[Token], at: usize) -> Option<usize> {
        let rest = sentence.get(at..)?;
        if let Some(length) = self.lexicon.adverbial(Words(rest)) {
            return Some(at + length);
        }
        let (comma, inside) = rest.split_first()?;
        let closed = inside.iter().take(ASIDE).position(|t| t.is(","));
        closed.filter(|_| comma.is(",")).map(|end| at + end + 2)
    }

    /// Where the participle stands after `avoir` or `être` at a token, and whether the two are passive.
    pub(super) fn past_infinitive(&self, sentence: &[Token], at: usize) -> Option<(usize, bool)> {
        let being = sentence[at].is("être");
        if !being && !sentence[at].is("avoir") {
            return None;
        }
        let mut verb = at + 1;
        let mut passive = being;
        loop {
            let token = sentence.get(verb)?;
            if token.is("été") {
                (verb, passive) = (verb + 1, true);
            } else if let Some(length) = self.lexicon.adverbial(Words(&sentence[verb..])) {
                verb += length;
            } else {
                break;
            }
        }
        let token = &sentence[verb];
        if !self.has_tense(token, Tense::Participle) {
            return None;
        }
        let verbs = self.infinitives(token, Tense::Participle, false);
        Some((
            verb,
            passive && !(being && self.takes_being(&token.lower, &verbs)),
        ))
    }
}
