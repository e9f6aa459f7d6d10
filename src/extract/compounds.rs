//! Compound verbs: an auxiliary, what may stand after it, and the participle that carries the meaning.

use super::auxiliaries::{inverted, looks_like_participle};
use super::clauses::{Shape, VerbGroup};
use super::inflection::Tense;
use super::reader::Reader;
use super::tokens::{Token, Words};

/// How far a participle may stand from its auxiliary, in tokens.
const REACH: usize = 14;

impl Reader<'_> {
    /// An auxiliary and its participle, with what may stand between them.
    pub(super) fn compound(
        &self,
        sentence: &[Token],
        at: usize,
        start: usize,
        reflexive: bool,
        shape: Shape,
        plural: bool,
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
                verb += 2 + sentence[verb + 1..limit]
                    .iter()
                    .take(6)
                    .position(|t| t.is(","))?;
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
            let opener: Vec<&str> = sentence[verb + 1..]
                .iter()
                .take(length)
                .map(|t| t.lower.as_str())
                .collect();
            let opens = verbs.iter().any(|v| {
                self.lexicon
                    .is_opener(format!("{v} {}", opener.join(" ")).trim())
            });
            let infinitive = (verb + 1 + length..sentence.len().min(verb + 5 + length))
                .find(|&i| self.has_tense(&sentence[i], Tense::Infinitive));
            if let Some(infinitive) = infinitive.filter(|_| opens) {
                let reflexive = sentence[verb..infinitive]
                    .iter()
                    .any(|t| matches!(t.lower.as_str(), "se" | "s'"));
                verbs = self.infinitives(&sentence[infinitive].lower, Tense::Infinitive, reflexive);
                verb = infinitive;
                break;
            }
        }
        // With `être`, only a few verbs are active; the reflexive always is.
        let being = matches!(
            inverted(&sentence[at].lower).0,
            "sera" | "seront" | "est" | "sont" | "était" | "étaient" | "fut" | "furent"
        );
        passive |= being
            && !reflexive
            && !verbs
                .iter()
                .any(|v| matches!(v.as_str(), "convenir" | "tomber" | "parvenir" | "devenir"));
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

    /// The verbs that a word is this form of.
    pub(super) fn infinitives(&self, form: &str, tense: Tense, reflexive: bool) -> Vec<String> {
        let forms = self
            .lexicon
            .verb_forms(form)
            .iter()
            .filter(|f| f.tense == tense);
        forms
            .map(|f| {
                if reflexive {
                    format!("se {}", f.verb)
                } else {
                    f.verb.clone()
                }
            })
            .collect()
    }

    /// Whether a word is such a form of any verb.
    pub(super) fn has_tense(&self, token: &Token, tense: Tense) -> bool {
        self.lexicon
            .verb_forms(&token.lower)
            .iter()
            .any(|form| form.tense == tense)
    }
}
