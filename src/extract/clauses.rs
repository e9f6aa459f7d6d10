//! Verbs in a sentence: which are finite, which are participles, what stands around them.

use std::borrow::Cow;

use super::auxiliaries::{auxiliary, is_auxiliary, is_modal, is_remote_auxiliary, stem};
use super::inflection::Tense;
use super::reader::Reader;
use super::recognition::{describes_object, infinitives};
use super::tokens::{Kind, Token, Words, spelling};

/// Whether a word may stand between `était` and `présent`: `était, lui aussi, présent`, `étaient de même présents`.
fn goes_between(token: &Token) -> bool {
    matches!(
        token.lower.as_str(),
        "," | "lui" | "elle" | "eux" | "elles" | "aussi" | "de" | "même"
    )
}

/// Whether a participle behind a comma says what is done to the one named before it: `, accompagné de X`, `, conduit
/// par Y`.
fn undergone(sentence: &[Token], at: usize) -> bool {
    let comma = at > 0 && sentence[at - 1].is(",");
    let with_others = [
        "accompagn",
        "entour",
        "escort",
        "flanqu",
        "second",
        "assist",
    ]
    .iter()
    .any(|stem| sentence[at].plain.starts_with(stem));
    let Some(after) = sentence.get(at + 1) else {
        return false;
    };
    let of = matches!(after.lower.as_str(), "de" | "d'" | "du" | "des");
    // `l'exercice X, placé sous le commandement de Y`
    let described = [
        "plac", "consacr", "prév", "organis", "destin", "dédi", "tenu", "situ", "bas", "install",
        "construi", "financ", "dot", "programm", "ax", "centr", "baptis", "intitul", "implant",
        "composé", "chargé", "issu", "vêtu", "sign", "paraph", "conclu", "ratifi", "entam",
        "inaugur",
    ];
    let described = described
        .iter()
        .any(|stem| sentence[at].lower.starts_with(stem));
    let behind = matches!(
        after.lower.as_str(),
        "sous" | "à" | "au" | "aux" | "en" | "dans" | "sur" | "pour" | "le" | "de" | "du" | "d'"
    );
    // `ont mené l'exercice, dont la suite, annoncée pour mars`: behind `avoir`, no participle ends so.
    let auxiliary_at = sentence[..at].iter().rposition(|t| is_auxiliary(&t.lower));
    let of_having = auxiliary_at
        .is_some_and(|i| auxiliary(&sentence[i].lower) == "avoir" && !sentence[i + 1].is("été"));
    let feminine = sentence[at].lower.ends_with('e') && of_having;
    comma && (after.is("par") || of && with_others || described && behind || feminine)
}

/// A verb with its auxiliary, clitics and negation.
#[derive(Clone, Debug)]
pub struct VerbGroup<'t> {
    /// The first token of the group.
    pub start: usize,
    /// The verb that carries the meaning.
    pub verb: usize,
    /// The infinitives it may be a form of, with `se ` where it is reflexive; none if unknown.
    pub verbs: Vec<Cow<'t, str>>,
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

impl Reader<'_> {
    /// The verbs of a sentence, in order.
    pub fn verb_groups<'t>(&'t self, sentence: &'t [Token]) -> Vec<VerbGroup<'t>> {
        let mut groups: Vec<VerbGroup> = Vec::with_capacity(sentence.len() / 8 + 1);
        let mut at = 0;
        let mut shared = false;
        while at < sentence.len() {
            let last = groups
                .last()
                .filter(|group| group.shape != Shape::Gerund)
                .map(|group| group.verb);
            let group = || self.verb_group(sentence, at, shared, last);
            let may_be = self.may_be_verb(&sentence[at]);
            debug_assert!(may_be || group().is_none(), "{:?}", sentence[at]);
            let group = may_be.then(group).flatten();
            match group.filter(|group| !self.describes_speaker(sentence, &groups, group)) {
                Some(group) => {
                    shared |= group.verb > group.start && group.shape != Shape::Gerund;
                    at = group.verb + 1;
                    groups.push(group);
                }
                None => at += 1,
            }
        }
        groups
    }

    /// Whether a word stands between `que` and what may be its subject: `la délégation que conduit le ministre`.
    pub(super) fn behind_relative(&self, sentence: &[Token], at: usize) -> bool {
        let relative = at > 1
            && matches!(sentence[at - 1].lower.as_str(), "que" | "qu'" | "dont")
            && !self.lexicon.is_function_word(&sentence[at - 2]);
        relative
            && sentence
                .get(at + 1)
                .is_some_and(|t| self.lexicon.is_class(t, "determiner") || t.is_capital())
    }

    /// The verb at a token; `shared` says whether an auxiliary before it may be its own, `last` where the verb
    /// before it stands.
    fn verb_group<'t>(
        &'t self,
        sentence: &'t [Token],
        at: usize,
        shared: bool,
        last: Option<usize>,
    ) -> Option<VerbGroup<'t>> {
        let token = &sentence[at];
        // A town that a dateline begins with is none: `LIMA, 3 mai`.
        let town = at == 0
            && token.is_capital()
            && (token.is_abbreviation()
                || sentence
                    .get(1)
                    .is_some_and(|next| next.is(",") || next.is("(") || next.kind == Kind::Number));
        if token.kind != Kind::Word || token.is_capital() && at > 0 || town {
            return None;
        }
        // `dans l'est du pays`
        let quarter = token.is("est")
            && at > 1
            && sentence[at - 1].is("l'")
            && ["preposition", "contraction"]
                .iter()
                .any(|class| self.lexicon.is_class(&sentence[at - 2], class));
        if quarter {
            return None;
        }
        let (stem, pronoun) = stem(token);
        let shape = if pronoun {
            Shape::Inverted
        } else {
            Shape::Finite
        };
        let plural = matches!(
            stem,
            "ont" | "sont" | "avaient" | "étaient" | "eurent" | "furent" | "aient" | "soient"
        );
        // `La remise s'est faite`: no verb begins a sentence with `la`, `le` or `les` alone.
        let named = at == 1
            && matches!(sentence[0].lower.as_str(), "la" | "le" | "les" | "l'")
            && !sentence[at].known().nouns.is_empty();
        // `élu lundi président`: a title, but behind a relative pronoun.
        let titled = stem == "président"
            && !at.checked_sub(1).is_some_and(|before| {
                matches!(sentence[before].lower.as_str(), "que" | "qu'" | "qui" | "y")
            });
        let helps = is_auxiliary(stem) || is_remote_auxiliary(stem);
        if named || titled || !helps && self.is_ranked_noun(sentence, at) {
            return None;
        }
        let start = self.clitics_before(sentence, at);
        let reflexive = sentence[start..at]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "se" | "s'"));
        if matches!(
            stem,
            "a" | "ont" | "aura" | "auront" | "avait" | "avaient" | "eut"
        ) {
            // `aura lieu`, `a eu lieu`
            let lieu = (at + 1..sentence.len().min(at + 6)).find(|&i| sentence[i].is("lieu"));
            let only = lieu.filter(|&i| {
                sentence[at + 1..i].iter().all(|t| {
                    matches!(t.lower.as_str(), "eu" | "pas" | "jamais")
                        || self
                            .lexicon
                            .adverbial(Words(std::slice::from_ref(t)))
                            .is_some()
                })
            });
            if let Some(verb) = only {
                let shape = if stem.starts_with("aur") {
                    Shape::Modal
                } else {
                    shape
                };
                let verbs = vec!["avoir lieu".into()];
                return Some(VerbGroup {
                    start,
                    verb,
                    verbs,
                    shape,
                    negated: false,
                    passive: false,
                    plural,
                });
            }
        }
        if is_remote_auxiliary(stem) {
            let plural = stem.ends_with("nt");
            let group = self.compound(sentence, at, start, reflexive, Shape::Modal, plural);
            return Some(group.unwrap_or(VerbGroup {
                start,
                verb: at,
                verbs: vec![auxiliary(stem).into()],
                shape: Shape::Modal,
                negated: false,
                passive: false,
                plural,
            }));
        }
        // `dans l'est du pays`
        let quarter = at.checked_sub(2).is_some_and(|before| {
            let ruled = self.lexicon.is_class(&sentence[before], "preposition");
            stem == "est" && sentence[at - 1].is("l'") && ruled
        });
        if quarter {
            return None;
        }
        if is_auxiliary(stem) {
            if let Some(group) = self.compound(sentence, at, start, reflexive, shape, plural) {
                return Some(group);
            }
            // `Étaient également présents …`
            let present = (at + 1..sentence.len().min(at + 7))
                .find(|&i| {
                    let there = i == at + 1 && start == at && sentence[i].is("là");
                    there || sentence[i].plain.starts_with("present") && sentence[i].is_small()
                })
                .filter(|&i| {
                    auxiliary(stem) == "être"
                        && (sentence[i].known().is_name() || sentence[i].is("là"))
                        && (at + 1..i).all(|j| {
                            self.lexicon.adverbial(Words(&sentence[j..i])).is_some()
                                || goes_between(&sentence[j])
                        })
                });
            let (verb, verbs) = match present {
                Some(verb) => (verb, vec!["être présent".into()]),
                None => (at, vec![auxiliary(stem).into()]),
            };
            return Some(VerbGroup {
                start,
                verb,
                verbs,
                shape,
                negated: false,
                passive: false,
                plural,
            });
        }
        let recent = matches!(stem, "vient" | "viennent" | "venait" | "venaient")
            && Words(&sentence[at + 1..]).starts_with(&["de", "d'"]);
        if is_modal(stem) || recent {
            let shape = if recent { shape } else { Shape::Modal };
            let group = self.with_infinitive(sentence, at, start, recent);
            if let Some(group) = group {
                return Some(VerbGroup { shape, ..group });
            }
        }
        let forms = match stem.len() == token.lower.len() {
            true => self.lexicon.forms_of(token),
            false => self.lexicon.verb_forms(stem),
        };
        let form = |tense| forms.iter().any(|form| form.tense == tense);
        let before = at.checked_sub(1).map(|before| &sentence[before]);
        // `L'accompagnent X et Y`: what is no noun has a pronoun before it.
        let pronoun = start < at
            && before.is_some_and(|t| matches!(t.lower.as_str(), "l'" | "les" | "le" | "la"))
            && !token.known().is_name();
        let noun = before.is_some_and(|t| self.is_article(t))
            && !pronoun
            && !self.pronoun_before(sentence, start)
            || start == at
                && self.is_noun_here(sentence, at)
                && !self.behind_relative(sentence, at);
        let simple = |shape, tense, start| VerbGroup {
            start,
            verb: at,
            verbs: match stem.len() == token.lower.len() {
                true => self.infinitives(token, tense, reflexive),
                false => infinitives(forms, spelling(stem).known(), tense, reflexive)
                    .into_iter()
                    .map(|verb| verb.into_owned().into())
                    .collect(),
            },
            shape,
            negated: sentence
                .get(at + 1)
                .is_some_and(|t| matches!(t.lower.as_str(), "pas" | "jamais" | "plus" | "guère"))
                && sentence[start..at]
                    .iter()
                    .any(|t| matches!(t.lower.as_str(), "ne" | "n'")),
            passive: false,
            plural: stem.ends_with("nt"),
        };
        if form(Tense::Future) {
            return Some(simple(Shape::Modal, Tense::Future, start));
        }
        // `la prévention et lutte contre`: a noun in a list of nouns.
        let listed = start == at
            && stem.ends_with('e')
            && before.is_some_and(|t| matches!(t.lower.as_str(), "et" | "ou" | ","))
            && sentence
                .get(at + 1)
                .is_some_and(|t| matches!(t.lower.as_str(), "de" | "d'" | "du" | "contre"))
            // `effectue du 3 au 5 mars une visite` goes on with a date.
            && sentence
                .get(at + 2)
                .is_none_or(|t| t.kind != Kind::Number);
        // `son nouvel homologue`, `une grave menace`, `la deuxième visite`
        let described = start == at
            && !token.known().nouns.is_empty()
            && before.is_some_and(|t| {
                let only = !t.known().adjectives.is_empty() && t.known().nouns.is_empty();
                let adjective = self.lexicon.is_adjective(t) || only || t.plain == "precedente";
                t.is_small() && (adjective || t.plain.ends_with("ieme"))
            })
            && at
                .checked_sub(2)
                .is_some_and(|i| self.is_article(&sentence[i]));
        // `la formation continue des juges`: an adjective behind its noun.
        let known = token.known();
        let qualifies = start == at
            && !known.adjectives.is_empty()
            && before.is_some_and(|t| {
                t.is_small() && !t.known().nouns.is_empty() && t.known().verbs.is_empty()
            })
            && sentence.get(at + 1).is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "de" | "d'" | "du" | "des" | "," | "." | "et"
                )
            });
        let undergoes = start == at
            && form(Tense::Participle)
            && last.is_some_and(|last| describes_object(sentence, last, at));
        if form(Tense::Finite) && !noun && !listed && !described && !qualifies && !undergoes {
            return Some(simple(shape, Tense::Finite, start));
        }
        if !form(Tense::Finite)
            && let Some(tense) = self.tense_here(sentence, at, start, stem, last)
        {
            let shape = if tense == Tense::Finite {
                shape
            } else {
                Shape::Modal
            };
            return Some(simple(shape, tense, start));
        }
        // `les informations faisant état de` has the noun before it for a subject.
        let opening = start.checked_sub(1).map(|before| &sentence[before]);
        let free = opening.is_none_or(|t| {
            t.kind == Kind::Mark
                || matches!(t.lower.as_str(), "en" | "et" | "puis" | "tout")
                || t.lower.ends_with("ment")
        });
        if free && matches!(stem, "ayant" | "étant") {
            return self.compound(sentence, at, start, reflexive, Shape::Gerund, false);
        }
        if free && (form(Tense::Gerund) || self.is_gerund(sentence, at)) {
            return Some(simple(Shape::Gerund, Tense::Gerund, start));
        }
        let joined = || {
            self.before_adverbials(sentence, at)
                .is_some_and(|t| matches!(t.lower.as_str(), "et" | "," | "puis" | "ou"))
        };
        // `a rencontré X, puis été reçu par Y`
        if shared
            && token.is("été")
            && joined()
            && let Some(verb) = self.behind_been(sentence, at + 1)
        {
            let verbs = self.infinitives(&sentence[verb], Tense::Participle, false);
            return Some(VerbGroup {
                verb,
                verbs,
                passive: true,
                ..simple(Shape::Shared, Tense::Participle, start)
            });
        }
        let participle = || form(Tense::Participle) || self.shares_auxiliary(sentence, at);
        if shared
            && !token.lower.ends_with("es")
            && participle()
            && joined()
            && !undergone(sentence, at)
        {
            return Some(simple(Shape::Shared, Tense::Participle, start.min(at)));
        }
        None
    }
}

impl Reader<'_> {
    /// Whether a word is a noun behind its rank: `la 48e patrouille`, `une troisième rencontre`.
    fn is_ranked_noun(&self, sentence: &[Token], at: usize) -> bool {
        let Some(before) = at.checked_sub(2) else {
            return false;
        };
        let rank = &sentence[at - 1];
        let ranked = rank.kind == Kind::Number && rank.lower.ends_with(['e', 'r'])
            || rank.lower.ends_with("ième")
            || matches!(
                rank.lower.as_str(),
                "premier"
                    | "première"
                    | "second"
                    | "seconde"
                    | "prochain"
                    | "prochaine"
                    | "nouvelle"
            );
        let opened = ["determiner", "possessive", "contraction"]
            .iter()
            .any(|class| self.lexicon.is_class(&sentence[before], class));
        // `le second a exhorté`: dictionaries have the letter for a noun.
        let verb = is_auxiliary(&sentence[at].lower);
        let governs = self.governs(Words(&sentence[at + 1..]));
        ranked && opened && !verb && !governs && !sentence[at].known().nouns.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::{lexicon, sentence};
    use super::*;

    fn verbs(text: &str) -> Vec<String> {
        let sentence = sentence(text);
        let reader = Reader::new(lexicon(), &[&sentence]);
        let told = |group: VerbGroup| {
            format!(
                "{} {:?}",
                group.verbs.first().cloned().unwrap_or_default(),
                group.shape
            )
        };
        reader
            .verb_groups(&sentence)
            .into_iter()
            .map(told)
            .collect()
    }

    #[test]
    fn auxiliaries_and_participles_are_one_verb() {
        assert_eq!(
            verbs("Il a, lui, hautement salué ce pas et promis mieux."),
            ["saluer Finite", "promettre Shared"]
        );
        assert_eq!(
            verbs("Elle s'est dite prête, a-t-on vu, a-t-il affirmé."),
            ["se dire Finite", "affirmer Inverted"]
        );
        assert_eq!(
            verbs("Il a tenu à souligner, rappelant cela."),
            ["souligner Finite", "rappeler Gerund"]
        );
        assert_eq!(
            verbs("Il doit inaugurer la route, qui sera lancée."),
            ["inaugurer Modal", "lancer Modal"]
        );
    }

    #[test]
    fn nouns_are_no_verbs() {
        assert_eq!(verbs("La demande et le souhait de la conférence."), [""; 0]);
    }
}
