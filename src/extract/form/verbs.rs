//! The verbs of a sentence as rules see them: those that have subjects, and participles and infinitives.

use std::borrow::Cow;
use std::ops::Range;

use super::room::Spot;
use crate::extract::clauses::{Shape, VerbGroup};
use crate::extract::dates::begins_with_date;
use crate::extract::inflection::Tense;
use crate::extract::reader::Reader;
use crate::extract::tokens::{Kind, Token, Words};

/// A verb of a sentence as rules see it.
#[derive(Clone, Debug)]
pub(super) struct Verb<'t> {
    /// The first token.
    pub(super) start: usize,
    /// The token that carries the meaning.
    pub(super) at: usize,
    /// The infinitives it may be a form of.
    pub(super) lemmas: Cow<'t, [Cow<'t, str>]>,
    /// `finite`, `shared`, `gerund`, `inverted`, `modal`, `possible`, `participle`, `infinitive`.
    pub(super) shape: &'static str,
    pub(super) passive: bool,
    pub(super) denied: bool,
    /// Whether its subject is more than one.
    pub(super) plural: bool,
    /// Whether it has an auxiliary.
    pub(super) compound: bool,
    /// Its number among the verb groups, if it is one.
    pub(super) group: Option<usize>,
}

/// All verbs of a sentence, in order.
pub(super) fn verbs<'t>(
    reader: &'t Reader,
    sentence: &'t [Token],
    groups: &'t [VerbGroup<'t>],
    spots: &mut [Spot],
) -> Vec<Verb<'t>> {
    let mut all: Vec<Verb> = Vec::with_capacity(sentence.len() / 6 + 1);
    for (number, group) in groups.iter().enumerate() {
        // One that agrees with a noun shares no auxiliary: `la session, tenue à Bangkok`.
        let agrees = sentence[group.verb].lower.ends_with(['e', 's'])
            && sentence[group.verb.saturating_sub(1)].is(",");
        let agent = sentence.get(group.verb + 1).is_some_and(|t| t.is("par"));
        // `a déclaré l'ambassadeur, nommé lundi`
        let dated = sentence[group.verb.saturating_sub(1)].is(",")
            && dated_behind(reader, sentence, group.verb);
        if group.shape == Shape::Shared && !group.passive && (agrees || agent || dated) {
            continue;
        }
        take(&mut spots[group.start..=group.verb]);
        all.push(Verb {
            start: group.start,
            at: group.verb,
            lemmas: group.verbs.as_slice().into(),
            shape: match group.shape {
                Shape::Finite => "finite",
                Shape::Shared => "shared",
                Shape::Gerund => "gerund",
                Shape::Inverted => "inverted",
                Shape::Modal if may(&sentence[group.start..group.verb]) => "possible",
                Shape::Modal => "modal",
            },
            passive: group.passive,
            denied: group.negated
                || is_denied(&sentence[group.start..=group.verb])
                    && !restricts(sentence, group.verb + 1),
            plural: group.plural,
            compound: sentence[group.start..group.verb]
                .iter()
                .any(|t| reader.lexicon.is_class(t, "auxiliary")),
            group: Some(number),
        });
    }
    for at in 0..sentence.len() {
        if spots[at].of_verb || spots[at].covered || !sentence[at].is_small() && at > 0 {
            continue;
        }
        // `la visite ayant été annulée`
        let undergone = sentence[at..].get(2).filter(|t| {
            at > 0
                && Words(&sentence[at..]).begins(&["ayant", "été"])
                && reader.has_tense(t, Tense::Participle)
        });
        if undergone.is_some() {
            take(&mut spots[at..at + 3]);
            all.push(Verb {
                start: at,
                at: at + 2,
                lemmas: reader
                    .infinitives(&sentence[at + 2], Tense::Participle, false)
                    .into(),
                shape: "participle",
                passive: true,
                denied: sentence[at - 1].is("pas"),
                plural: false,
                compound: true,
                group: None,
            });
            continue;
        }
        let after_verb = at > 0 && spots[at - 1].of_verb;
        let joined = all
            .last()
            .is_some_and(|last: &Verb| last.shape == "participle");
        let Some((shape, tense)) = shape(reader, sentence, at, after_verb, joined) else {
            continue;
        };
        let before = at.checked_sub(1).map(|before| &sentence[before]);
        let reflexive = before.is_some_and(|t| t.is("se") || t.is("s'"));
        let start = at - usize::from(reflexive);
        let past = reader
            .past_infinitive(sentence, at)
            .filter(|_| shape == "infinitive");
        let (at, tense) = past.map_or((at, tense), |(at, _)| (at, Tense::Participle));
        let lemmas = reader.infinitives(&sentence[at], tense, reflexive);
        let passive = match past {
            Some((_, passive)) => passive && !reflexive,
            None => shape == "participle" && !reader.takes_being(&sentence[at].lower, &lemmas),
        };
        take(&mut spots[start..=at]);
        all.push(Verb {
            start,
            at,
            lemmas: lemmas.into(),
            shape,
            passive,
            denied: sentence[at.saturating_sub(3)..at]
                .iter()
                .any(|t| t.is("sans") || t.is("pas")),
            plural: false,
            compound: false,
            group: None,
        });
    }
    all.sort_by_key(|verb| verb.at);
    all
}

fn take(spots: &mut [Spot]) {
    for spot in spots {
        spot.of_verb = true;
    }
}

/// Whether a date follows a word.
fn dated_behind(reader: &Reader, sentence: &[Token], at: usize) -> bool {
    begins_with_date(Words(&sentence[at + 1..]), reader.lexicon)
}

/// The adverbs and adverbials in a verb's group and right behind it: `mènent conjointement des recherches`; of the first
/// verb of a sentence, also the one that opens the sentence: `Peu après, ils ont signé`.
pub(super) fn adverbs(
    reader: &Reader,
    sentence: &[Token],
    verb: &Verb,
    first: bool,
) -> Vec<Range<usize>> {
    let opening = first.then(|| reader.lexicon.adverbial(Words(sentence)));
    let mut found = Vec::new();
    if let Some(length) = opening.flatten().filter(|&length| length <= verb.start) {
        found.push(0..length);
    }
    let mut at = verb.start;
    while at < sentence.len() {
        match reader.lexicon.adverbial(Words(&sentence[at..])) {
            Some(length) if at != verb.at => {
                found.push(at..at + length);
                at += length;
            }
            _ if at > verb.at => break,
            _ => at += 1,
        }
    }
    found
}

/// Whether the words of a verb have `ne` with no `que`: `aucun accord n'a été signé`.
fn is_denied(group: &[Token]) -> bool {
    let has = |word: &str| group.iter().any(|token| token.is(word));
    (has("ne") || has("n'")) && !has("que") && !has("qu'")
}

/// Whether `que` behind a verb only narrows what it says: `n'a réuni que deux navires`.
fn restricts(sentence: &[Token], behind: usize) -> bool {
    let behind = sentence.get(behind);
    behind.is_some_and(|token| token.is("que") || token.is("qu'"))
}

/// Whether the words before an infinitive say only that something may be: `pourrait se tenir`.
fn may(words: &[Token]) -> bool {
    words.iter().any(|token| {
        matches!(
            token.lower.as_str(),
            "peut" | "peuvent" | "pourra" | "pourront" | "pourrait" | "pourraient"
        )
    })
}

/// Whether a word that is part of no verb group is a participle behind its noun, or an infinitive; `joined` says
/// whether the verb before it is a participle.
fn shape(
    reader: &Reader,
    sentence: &[Token],
    at: usize,
    after_verb: bool,
    joined: bool,
) -> Option<(&'static str, Tense)> {
    if !reader.may_be_nominal_form(&sentence[at]) {
        return None;
    }
    let lexicon = reader.lexicon;
    let before = at.checked_sub(1).map(|before| &sentence[before]);
    let after = sentence.get(at + 1);
    let is = |token: Option<&Token>, class: &str| token.is_some_and(|t| lexicon.is_class(t, class));
    if reader.has_tense(&sentence[at], Tense::Infinitive) {
        // `pour consolider la paix et renforcer les liens`
        let shared = before.is_some_and(|t| t.is("et") || t.is("ou") || t.is(","))
            && after.is_some_and(|t| {
                ["determiner", "possessive", "contraction", "preposition"]
                    .iter()
                    .any(|class| lexicon.is_class(t, class))
            });
        // `à partir du 5 mai`
        let of = after.is_some_and(|t| matches!(t.lower.as_str(), "de" | "du" | "des" | "d'"));
        if of && sentence[at].is("partir") && before.is_some_and(|t| t.is("à")) {
            return None;
        }
        let opened = after_verb
            || shared
            || is(before, "preposition")
            || is(before, "clitic")
            || before.is_some_and(|t| {
                matches!(
                    t.lower.as_str(),
                    "à" | "de" | "d'" | "se" | "s'" | "et" | "ou" | ","
                )
            });
        return opened.then_some(("infinitive", Tense::Infinitive));
    }
    // `un accord portant sur …`, `une délégation comprenant …`
    let content = |t: &&Token| {
        let word = t.kind == Kind::Word && !lexicon.is_function_word(t);
        word || t.kind == Kind::Number || t.is(")")
    };
    if before.filter(content).is_some() && reader.is_gerund_of_noun(sentence, at) {
        return Some(("gerund", Tense::Gerund));
    }
    // `en déposant une gerbe`
    if before.is_some_and(|t| t.is("en")) && reader.has_tense(&sentence[at], Tense::Gerund) {
        return Some(("gerund", Tense::Gerund));
    }
    // `Réunis à Bruxelles, les ministres ont …`
    if at == 0 {
        let opens = reader.has_tense(&sentence[at], Tense::Participle)
            && after.is_some_and(|t| {
                let joins = ["accompagn", "entour", "suivi", "flanqu", "escort"];
                let joined = joins
                    .iter()
                    .any(|stem| sentence[at].plain.starts_with(stem));
                let of = matches!(t.lower.as_str(), "de" | "d'" | "du" | "des");
                let noun = of && !joined;
                let ruled =
                    lexicon.is_class(t, "preposition") || lexicon.is_class(t, "contraction");
                let eve = t.is("la") && sentence.get(at + 2).is_some_and(|t| t.is("veille"));
                let ago = t.is("il") && sentence.get(at + 2).is_some_and(|t| t.is("y"));
                let dated = ago
                    || lexicon.weekday(t).is_some()
                    || matches!(t.lower.as_str(), "hier" | "le" | "ce")
                    || eve
                    || dated_behind(reader, sentence, at)
                    || lexicon.adverbial(Words(&sentence[at + 1..])).is_some();
                let office = lexicon.titles.longest(Words(&sentence[at + 1..])).is_some();
                !noun && (ruled || dated || office)
            })
            && sentence.iter().any(|t| t.is(","));
        return opens.then_some(("participle", Tense::Participle));
    }
    // `des opérations conjointes de déminage`
    let adjective = lexicon.is_adjective_only(&sentence[at]);
    if !reader.has_tense(&sentence[at], Tense::Participle)
        || adjective
        || reader.is_noun_here(sentence, at)
    {
        return None;
    }
    // `leur traité`
    if is(before, "possessive") && !sentence[at].known().nouns.is_empty() {
        return None;
    }
    // `le compte rendu de la réunion`
    let compound = |name: &str| {
        let (first, second) = name.split_once(' ').unwrap_or_default();
        before.is_some_and(|t| t.is(first)) && sentence[at].is(second)
    };
    if lexicon.compounds.iter().any(|name| compound(name)) {
        return None;
    }
    // `tenue à Hué et présidée par X`
    let shared = before.is_some_and(|t| t.is("et"))
        && (after.is_some_and(|t| t.is("par"))
            || joined
                && (dated_behind(reader, sentence, at)
                    || after.is_some_and(|t| t.is("à") || t.is("en") || t.is("au"))));
    let article = is(before, "determiner") || is(before, "contraction");
    let noun = before.is_some_and(|t| {
        shared
            || matches!(
                t.lower.as_str(),
                "," | "celle" | "celui" | "celles" | "ceux"
            )
            || t.is(")")
            || t.kind == Kind::Word && (!lexicon.is_function_word(t) || t.is_capital() && !article)
            || reader
                .before_adverbials(sentence, at)
                .is_some_and(|t| t.is(","))
    });
    // `conclu et signé en mai`: it shares what the other governs.
    let twin = after.is_some_and(|t| t.is("et"))
        && sentence
            .get(at + 2)
            .is_some_and(|t| t.is_small() && reader.has_tense(t, Tense::Participle))
        && (dated_behind(reader, sentence, at + 2)
            || sentence
                .get(at + 3)
                .is_some_and(|t| lexicon.is_class(t, "preposition")));
    // It governs what follows: `tenue à`, `conduite par`, `prévue en`, `nommé le même jour`.
    let as_well =
        after.is_some_and(|t| t.is("ainsi")) && sentence.get(at + 2).is_some_and(|t| t.is("que"));
    let governs = after.filter(|_| !as_well).is_some_and(|t| {
        lexicon.is_class(t, "preposition")
            || lexicon.is_class(t, "contraction")
            || lexicon.month(t).is_some()
            || lexicon.weekday(t).is_some()
            || dated_behind(reader, sentence, at)
            || lexicon.adverbial(Words(&sentence[at + 1..])).is_some()
            || before.is_some_and(|b| b.is(","))
    });
    (noun && (governs || twin)).then_some(("participle", Tense::Participle))
}
