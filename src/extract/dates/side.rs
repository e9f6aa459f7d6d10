//! On which side of the news a date lies: what its words and the verb of its clause say.

use crate::extract::inflection::Tense;
use crate::extract::lexicon::{Frame, Lexicon};
use crate::extract::tokens::Token;

/// On which side of the news a day lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// `mardi dernier`.
    Before,
    /// `mardi prochain`.
    After,
    /// Its verb tells what has been.
    Past,
    /// A participle tells it of a noun in passing: `la réunion tenue le 5 mai`.
    Aside,
    /// Its verb tells what is to be.
    Ahead,
    /// What lasts up to it: `jusqu'à jeudi`.
    Until,
    /// Nothing is said.
    Near,
}

/// How far from a date its verb may stand, in tokens.
const VERB_REACH: usize = 8;

/// How far into its sentence a date may stand in the words that open it, in tokens.
const OPENING: usize = 8;

/// How far behind a date that opens its sentence its verb may stand, in tokens.
const OPENING_REACH: usize = 48;

/// How far behind a date the comma may stand that closes it with its place, in tokens.
const PLACE_REACH: usize = 6;

/// What a word says of the time of its clause.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Ahead,
    /// An auxiliary.
    Has,
    Participle,
    Finite,
}

/// The side of the date at `start..end`: `samedi dernier` looks back, `s'achèvera lundi` ahead.
pub(super) fn side(sentence: &[Token], start: usize, end: usize, lexicon: &Lexicon) -> Side {
    for token in sentence[start..].iter().take(end + 1 - start) {
        match token.lower.as_str() {
            "dernier" | "dernière" | "passé" => return Side::Before,
            "prochain" | "prochaine" => return Side::After,
            _ => {}
        }
    }
    let before = sentence[start.saturating_sub(2)..start].iter();
    for token in before.rev() {
        match token.lower.as_str() {
            "depuis" => return Side::Past,
            "jusqu'" | "ici" => return Side::Until,
            // `à compter de lundi`
            "partir" | "compter" => return Side::Ahead,
            _ => {}
        }
    }
    // `convoquée pour samedi`
    if start > 0 && sentence[start - 1].is("pour") {
        return Side::Ahead;
    }
    // The verb of its clause: before it if there is one, else behind it.
    let comma = |at: usize| sentence.get(at).is_none_or(|t| t.is(",") || t.is("."));
    // `a visité le port, mardi.`, `a reçu, ce mardi à Zinder, X`
    let opening = start - usize::from(start > 0 && sentence[start - 1].is("ce"));
    let placed = sentence
        .get(end)
        .is_some_and(|t| matches!(t.lower.as_str(), "à" | "au" | "en"))
        && (end..end + PLACE_REACH).any(comma);
    let inserted = opening > 0 && comma(opening - 1) && (placed || comma(end));
    let told = |side: &Side| matches!(side, Side::Past | Side::Ahead);
    if let Some(side) = by_verb_before(sentence, start, inserted, lexicon)
        && (!inserted || told(&side))
    {
        return side;
    }
    let first = &sentence[0];
    let in_opening = start < OPENING && !sentence[..start].iter().any(|t| t.is(","));
    if in_opening && start > 0 && is_opening_participle(first, lexicon) {
        return Side::Aside;
    }
    // `Lors d'une rencontre mardi à Lima, …`, `Recevant mardi X, …`
    let in_opening = in_opening
        && (["preposition", "contraction"]
            .iter()
            .any(|class| lexicon.is_class(first, class))
            || first.known().is_tense(Tense::Gerund));
    // `Le samedi, …`
    let from = start - usize::from(start > 0 && sentence[start - 1].is("le"));
    let opens = from == 0 || sentence[from - 1].is(",") || sentence[from - 1].is(";");
    if opens || in_opening {
        by_verb_behind(sentence, end, lexicon)
    } else {
        Side::Near
    }
}

/// What the verb before a date says, which may stand behind a comma where the date is inserted.
fn by_verb_before(
    sentence: &[Token],
    start: usize,
    inserted: bool,
    lexicon: &Lexicon,
) -> Option<Side> {
    let reach = |at: &usize| !sentence[*at].is(";") && (inserted || !sentence[*at].is(","));
    let words = (start.saturating_sub(VERB_REACH)..start).rev();
    words.take_while(reach).find_map(|at| {
        // `Ont convenu de lancer en juin`: the infinitive says nothing of the time.
        if is_aim(sentence, at) {
            return Some(Side::Near);
        }
        let found = time(&sentence[at], lexicon)?;
        (!is_noun(sentence, at, found, lexicon)).then(|| of_verb(sentence, at, found, lexicon))
    })
}

/// Whether a token is an infinitive that tells what is to be: `de lancer`, `de se rencontrer`.
fn is_aim(sentence: &[Token], at: usize) -> bool {
    let clitic = |token: &&Token| matches!(token.lower.as_str(), "se" | "s'" | "y" | "en" | "l'");
    let lead = sentence[..at].iter().rev().find(|token| !clitic(token));
    lead.is_some_and(|t| matches!(t.lower.as_str(), "de" | "d'" | "à" | "pour"))
        && sentence[at].is_small()
        && sentence[at].known().is_tense(Tense::Infinitive)
}

/// Whether what may be a verb is a noun here: `avait pris part en juin`, `lors d'une rencontre lundi`.
fn is_noun(sentence: &[Token], at: usize, found: Time, lexicon: &Lexicon) -> bool {
    let before = at.checked_sub(1).map(|before| &sentence[before]);
    found == Time::Finite
        && sentence[at].known().is_name()
        && before.is_some_and(|t| {
            let article = [
                "un", "une", "le", "la", "l'", "les", "en", "son", "sa", "au", "du",
            ];
            article.iter().any(|word| t.is(word)) || time(t, lexicon) == Some(Time::Participle)
        })
}

/// What the verb behind a date says that stands in the words that open its clause.
fn by_verb_behind(sentence: &[Token], end: usize, lexicon: &Lexicon) -> Side {
    let mut relative = false;
    for at in end..sentence.len().min(end + OPENING_REACH) {
        let token = &sentence[at];
        match token.lower.as_str() {
            "qui" | "que" | "qu'" | "dont" | "où" => relative = true,
            "," => relative = false,
            _ if relative => {}
            _ => match time(token, lexicon) {
                // A bare participle may belong to a name before the verb.
                None | Some(Time::Participle) => {}
                Some(Time::Finite) if token.known().is_name() => {}
                Some(Time::Has) => {
                    let participle = sentence[at + 1..]
                        .iter()
                        .take(4)
                        .any(|t| time(t, lexicon) == Some(Time::Participle) || is_helped(t));
                    return if participle { Side::Past } else { Side::Near };
                }
                Some(found) => return of_verb(sentence, at, found, lexicon),
            },
        }
    }
    Side::Near
}

fn time(token: &Token, lexicon: &Lexicon) -> Option<Time> {
    let has = |tense| {
        token.is_small()
            && !lexicon.is_function_word(token)
            && lexicon.token_has_tense(token, tense)
    };
    match token.lower.as_str() {
        "sera" | "seront" | "aura" | "auront" | "doit" | "doivent" | "devait" | "devaient"
        | "devrait" | "devraient" | "va" | "vont" => Some(Time::Ahead),
        "a" | "ont" | "est" | "sont" | "avait" | "avaient" | "était" | "étaient" => {
            Some(Time::Has)
        }
        _ if token.is_small() && is_plan(&token.lower) => Some(Time::Ahead),
        _ if has(Tense::Future) || has(Tense::Conditional) => Some(Time::Ahead),
        _ if has(Tense::Participle) => Some(Time::Participle),
        _ if has(Tense::Finite) => Some(Time::Finite),
        _ => None,
    }
}

/// Participles that are other words as well: behind an auxiliary they are participles.
fn is_helped(token: &Token) -> bool {
    matches!(token.lower.as_str(), "fait" | "eu" | "été")
}

/// `Nommée lundi`: a participle that opens its sentence, with its capital letter.
fn is_opening_participle(token: &Token, lexicon: &Lexicon) -> bool {
    let mut listed = lexicon.forms_of(token).iter();
    let participle = listed.any(|form| form.tense == Tense::Participle)
        || token.known().is_tense(Tense::Participle);
    participle && !is_plan(&token.lower)
}

/// `prévue`, `attendus`: participles of plans.
pub(super) fn is_plan(lower: &str) -> bool {
    let stem = lower.trim_end_matches('s');
    let stem = stem.strip_suffix('e').unwrap_or(stem);
    matches!(
        stem,
        "prévu" | "attendu" | "programmé" | "planifié" | "fixé" | "projeté" | "agendé" | "envisagé"
    )
}

fn of_verb(sentence: &[Token], at: usize, found: Time, lexicon: &Lexicon) -> Side {
    // `sera reçu lundi`: the auxiliary shows the tense.
    let around = &sentence[at.saturating_sub(2)..=at];
    let ahead = |token: &Token| time(token, lexicon) == Some(Time::Ahead);
    // `Cela se poursuivra a déclaré lundi le ministre`: the nearest auxiliary.
    let helped =
        found == Time::Participle && at > 0 && time(&sentence[at - 1], lexicon) == Some(Time::Has);
    match found {
        _ if around.iter().any(ahead) && !helped => Side::Ahead,
        // `sera par ailleurs inauguré lundi`
        Time::Participle => {
            let mut before = sentence[at.saturating_sub(4)..at].iter().rev();
            let auxiliary = |time: &Time| matches!(time, Time::Has | Time::Ahead);
            match before.find_map(|t| time(t, lexicon).filter(auxiliary)) {
                Some(Time::Ahead) => Side::Ahead,
                Some(_) => Side::Past,
                None => Side::Aside,
            }
        }
        // `avait fait en octobre le voyage`
        Time::Has if sentence[at + 1..].iter().take(2).any(is_helped) => Side::Past,
        Time::Ahead | Time::Has | Time::Finite => Side::Near,
    }
}

/// Whether a sentence tells what had been done before: `avait remis`.
pub(super) fn was_done(sentence: &[Token]) -> bool {
    let had = |word: &str| matches!(word, "avait" | "avaient" | "était" | "étaient");
    let mut pairs = sentence.iter().zip(sentence.iter().skip(1));
    pairs.any(|(one, next)| had(&one.lower) && next.known().is_tense(Tense::Participle))
}

/// Whether a date stands right behind the verb of a report: `a indiqué lundi`.
pub(super) fn is_of_report(sentence: &[Token], start: usize, lexicon: &Lexicon) -> bool {
    let verb = start.checked_sub(1).map(|before| &sentence[before]);
    let forms = verb.map_or(&[][..], |verb| lexicon.forms_of(verb));
    forms.iter().any(|form| {
        let mut senses = lexicon.senses(&form.verb).iter();
        senses.any(|sense| sense.noun.is_empty() && sense.frame == Frame::Say)
    })
}
