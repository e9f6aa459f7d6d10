//! What stands around a place in the units of a sentence: commas, lists, what a participle agrees with.

use super::chunks::{Chunk, Chunker, Sort, Unit};
use super::room::Spot;
use super::verbs::Verb;
use crate::extract::tokens::Token;

/// The participle that the sentence begins with, behind its dateline if it has one: its place among the units.
pub(super) fn opening_participle(chunker: &Chunker) -> Option<(usize, usize)> {
    let (position, verb) =
        chunker
            .units
            .iter()
            .enumerate()
            .find_map(|(position, unit)| match *unit {
                Unit::Verb(verb) => Some((position, verb)),
                _ => None,
            })?;
    let chosen = &chunker.verbs[verb];
    let opens = match position.checked_sub(1).map(|before| &chunker.units[before]) {
        None => chosen.at == 0,
        Some(Unit::Opener(at)) => at + 1 == chosen.at && !chunker.sentence[chosen.at].is_small(),
        Some(_) => false,
    };
    (opens && chosen.shape == "participle").then_some((position, verb))
}

/// Whether a comma opens or closes an insertion of dates and places into the clause of a participle or infinitive:
/// `livrés en mai, à Hué, à la police`, `promis d'organiser, en mai, un séminaire`.
pub(super) fn between_commas(chunker: &Chunker, position: usize, verb: &Verb) -> bool {
    let comma = |at: usize| matches!(chunker.units.get(at), Some(Unit::Joint(token)) if chunker.sentence[*token].is(","));
    let setting = |unit: &Unit| match *unit {
        Unit::Chunk(number) => {
            let chunk = &chunker.chunks[number];
            matches!(chunk.sort, Sort::Date(_))
                || matches!(chunk.sort, Sort::Place) && !chunk.prep.is_empty()
        }
        _ => false,
    };
    let run =
        |units: &mut dyn Iterator<Item = &Unit>| units.take_while(|unit| setting(unit)).count();
    let ahead = run(&mut chunker.units[position + 1..].iter());
    if (1..=3).contains(&ahead) && comma(position + 1 + ahead) {
        return true;
    }
    let behind = run(&mut chunker.units[..position].iter().rev());
    let closes = (1..=3).contains(&behind) && position > behind && comma(position - 1 - behind);
    let complement = match chunker.units.get(position + 1) {
        Some(Unit::Chunk(number)) => {
            let chunk = &chunker.chunks[*number];
            let ruled = matches!(&*chunk.prep, "à" | "de" | "par" | "avec");
            ruled || verb.shape != "participle" && chunk.prep.is_empty()
        }
        _ => false,
    };
    closes && complement
}

/// Whether a participle belongs to a pronoun: `celle effectuée en mai`.
pub(super) fn behind_pronoun(chunker: &Chunker, verb: &Verb) -> bool {
    let before = verb.start.checked_sub(1).map(|at| &chunker.sentence[at]);
    before
        .is_some_and(|token| matches!(token.lower.as_str(), "celle" | "celui" | "ceux" | "celles"))
}

/// Marks the tokens that stand in parentheses.
pub(super) fn mark_parentheses(sentence: &[Token], spots: &mut [Spot]) {
    let mut depth = 0_usize;
    for (token, spot) in sentence.iter().zip(spots) {
        depth += usize::from(token.is("("));
        spot.aside = depth > 0;
        depth -= usize::from(token.is(")") && depth > 0);
    }
}

/// Whether a unit is a comma.
pub(super) fn is_comma(chunker: &Chunker, position: usize) -> bool {
    matches!(chunker.units[position], Unit::Joint(at) if chunker.sentence[at].is(","))
}

/// The chunk that a relative pronoun looks back to: the last before it.
pub(super) fn last_chunk(chunker: &Chunker, position: usize) -> Option<usize> {
    chunker.units[..position]
        .iter()
        .rev()
        .find_map(|unit| match unit {
            Unit::Chunk(chunk) => Some(Some(*chunk)),
            Unit::Joint(_) => None,
            Unit::Verb(_) | Unit::Opener(_) => Some(None),
        })
        .flatten()
}

/// Nouns that only link: `à la tête de`, `en marge de`.
const LINKS: [&str; 16] = [
    "bas",
    "tête",
    "marge",
    "issue",
    "occasion",
    "cours",
    "terme",
    "présence",
    "cadre",
    "nom",
    "faveur",
    "profit",
    "matière",
    "sein",
    "côtés",
    "suite",
];

/// Whether what follows a comma goes on with a list that ends in `et`: no verb of its own stands behind it.
pub(super) fn continues_list(chunker: &Chunker, position: usize) -> bool {
    let mut ends = false;
    let mut joint = false;
    for unit in &chunker.units[position + 1..] {
        match *unit {
            Unit::Chunk(_) => joint = false,
            Unit::Joint(at) => {
                joint = true;
                ends |= chunker.sentence[at].is("et");
            }
            Unit::Verb(verb) => {
                let finite = matches!(chunker.verbs[verb].shape, "finite" | "modal" | "inverted");
                return ends && (joint || !finite);
            }
            Unit::Opener(_) => return ends,
        }
    }
    ends
}

/// The first chunk of the phrase before a unit: what its complements with `de` belong to.
pub(super) fn first_of_phrase(chunker: &Chunker, position: usize) -> Option<usize> {
    let mut first = None;
    for unit in chunker.units[..position].iter().rev() {
        match *unit {
            Unit::Chunk(chunk) => {
                first = Some(chunk);
                if chunker.chunks[chunk].prep != "de" {
                    return first;
                }
            }
            Unit::Joint(at) if chunker.sentence[at].is("et") => {}
            _ => return first,
        }
    }
    first
}

/// The chunk that a participle agrees with: the nearest before it whose gender and number fit; behind a comma,
/// the first of a phrase like `une délégation de l'Assemblée`.
pub(super) fn agreeing(chunker: &Chunker, position: usize, verb: &Verb) -> Option<usize> {
    let word = chunker.sentence[verb.at].lower.as_str();
    let plural =
        word.ends_with('s') && !matches!(word, "mis" | "pris" | "promis" | "remis" | "admis");
    let feminine = word.trim_end_matches('s').ends_with('e');
    agreeing_in(chunker, position, feminine, plural)
}

/// What `laquelle`, `auquel` or the like stands for, by gender and number.
pub(super) fn agreeing_with_relative(chunker: &Chunker, position: usize) -> Option<usize> {
    let Some(Unit::Opener(at)) = chunker.units.get(position) else {
        return None;
    };
    let word = chunker.sentence[*at].lower.as_str();
    let feminine = word.contains("elle");
    let plural = word.ends_with('s');
    let comma = usize::from(position > 0 && matches!(chunker.units[position - 1], Unit::Joint(_)));
    agreeing_in(chunker, position - comma, feminine, plural)
        .filter(|&found| fits(chunker, &chunker.chunks[found], feminine, plural))
}

/// The chunk before a place among the units that has this gender and number.
fn agreeing_in(chunker: &Chunker, position: usize, feminine: bool, plural: bool) -> Option<usize> {
    let mut nearest = None;
    let comma = position.checked_sub(1).is_some_and(
        |before| matches!(chunker.units[before], Unit::Joint(at) if chunker.sentence[at].is(",")),
    );
    let mut found: Option<usize> = None;
    let spots = &chunker.spots;
    for unit in chunker.units[..position].iter().rev().take(8) {
        match *unit {
            // `une délégation d'Osaka (Japon), conduite par …`
            Unit::Chunk(number) if spots[chunker.chunks[number].start].aside => {}
            Unit::Chunk(number) => {
                let chunk = &chunker.chunks[number];
                let word = chunker.sentence[chunk.head].lower.as_str();
                if matches!(chunk.sort, Sort::Date(_)) || LINKS.contains(&word) {
                    continue;
                }
                nearest = nearest.or(Some(number));
                if fits(chunker, chunk, feminine, plural) {
                    found = Some(number);
                }
                if found.is_some() && !(comma && chunk.prep == "de") {
                    return found;
                }
            }
            Unit::Joint(_) if found.is_some() => return found,
            Unit::Joint(_) => {}
            Unit::Verb(_) | Unit::Opener(_) => break,
        }
    }
    found.or(nearest)
}

pub(super) fn fits(chunker: &Chunker, chunk: &Chunk, feminine: bool, plural: bool) -> bool {
    let head = chunker.sentence[chunk.head].lower.as_str();
    let many = chunk.plural || chunk.determiner == "number" && head.ends_with('s');
    let gender = chunk
        .gender
        .is_none_or(|gender| (gender == 'f') == feminine);
    gender && many == plural
}

pub(super) fn by(chunker: &Chunker, joint: Option<usize>) -> &'static str {
    let last = joint.map(|at| chunker.sentence[at].lower.as_str());
    match last {
        Some("ou") => "ou",
        Some("puis") => "puis",
        Some("et") => "et",
        Some("ainsi" | "de" | "tout") => "ainsi que",
        _ => ",",
    }
}

/// Whether a relative pronoun only brings in some of those named before it, without a verb of its own: `dix pays, dont
/// A et B, ont …`, `ses invités, parmi lesquels X`.
pub(super) fn names_members(chunker: &Chunker, position: usize) -> bool {
    let Unit::Opener(at) = chunker.units[position] else {
        return false;
    };
    if !matches!(
        chunker.sentence[at].lower.as_str(),
        "dont" | "lesquels" | "lesquelles" | "desquels" | "desquelles"
    ) {
        return false;
    }
    let mut comma = false;
    let mut named = false;
    for (ahead, unit) in chunker.units.iter().enumerate().skip(position + 1).take(24) {
        match *unit {
            Unit::Chunk(chunk) => {
                let chunk = &chunker.chunks[chunk];
                if !named && !matches!(chunk.sort, Sort::Mention(_) | Sort::Place) {
                    return false;
                }
                (named, comma) = (true, false);
            }
            Unit::Joint(joint) => comma = chunker.sentence[joint].is(","),
            Unit::Verb(verb) if chunker.verbs[verb].shape == "participle" => {}
            Unit::Verb(verb) => {
                let own = !chunker.verbs[verb].plural && verb_goes_on(chunker, ahead);
                return named && comma && !own;
            }
            Unit::Opener(_) => return named,
        }
    }
    named
}

/// Whether the clause around goes on with a verb behind a comma, so that the verb at the position is that of a clause
/// in it: `le groupe, dont le président, X, était là, a offert un bus`, but not `était là, a dit Y`.
fn verb_goes_on(chunker: &Chunker, position: usize) -> bool {
    let ahead = &chunker.units[position + 1..];
    ahead.windows(2).enumerate().any(|(at, pair)| {
        let [Unit::Joint(joint), Unit::Verb(verb)] = *pair else {
            return false;
        };
        let says = matches!(ahead.get(at + 2), Some(Unit::Chunk(chunk))
            if matches!(chunker.chunks[*chunk].sort, Sort::Mention(_)) && chunker.chunks[*chunk].prep.is_empty());
        let finite = matches!(chunker.verbs[verb].shape, "finite" | "modal");
        chunker.sentence[joint].is(",") && finite && !says
    })
}

/// Whether the verb has nothing but chunks with prepositions behind it up to the comma, and its object follows: `où il
/// présidera avec X, maire de Y, une réunion`.
pub(super) fn waits_for_object(chunker: &Chunker, comma: usize, verb: usize) -> bool {
    let ahead = &chunker.units[comma + 1..];
    let Some(&Unit::Chunk(object)) = ahead.first() else {
        return false;
    };
    let chunk = &chunker.chunks[object];
    let thing = matches!(chunk.sort, Sort::Noun)
        && chunk.prep.is_empty()
        && matches!(chunk.determiner, "a" | "number");
    let subject = matches!(ahead.get(1), Some(Unit::Verb(_)));
    let mut seen = false;
    for unit in chunker.units[..comma].iter().rev() {
        match *unit {
            Unit::Chunk(at) if !chunker.chunks[at].prep.is_empty() => seen = true,
            Unit::Chunk(at) if matches!(chunker.chunks[at].sort, Sort::Date(_)) => {}
            Unit::Verb(at) => {
                return thing && !subject && seen && at == verb && !chunker.verbs[at].passive;
            }
            _ => return false,
        }
    }
    false
}

/// Whether the pronoun that opens the clause stands behind a preposition: `avec qui`.
pub(super) fn governed(chunker: &Chunker, position: usize) -> bool {
    let Some(&Unit::Opener(at)) = chunker.units.get(position) else {
        return false;
    };
    at > 0
        && matches!(
            chunker.sentence[at - 1].lower.as_str(),
            "avec" | "à" | "pour" | "par" | "chez" | "auprès"
        )
}
