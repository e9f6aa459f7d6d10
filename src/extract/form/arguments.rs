//! The subjects and objects of verbs.

use rustc_hash::FxHashSet;

use super::attachment::Attachment;
use super::chunks::{Chunk, Chunker, Sort, Unit};
use super::units::opening_participle;
use crate::extract::subjects::Subject;

/// Nouns that say when, and are no subjects: `Le matin du 12 janvier, X a …`.
const TIMES: [&str; 10] = [
    "matin",
    "matinée",
    "après-midi",
    "soir",
    "soirée",
    "journée",
    "nuit",
    "veille",
    "lendemain",
    "surlendemain",
];

/// Whether the verb stands in a relative clause whose pronoun has a preposition: `à laquelle assistera X`.
fn ruled_relative(chunker: &Chunker, verb: usize) -> bool {
    let start = chunker.verbs[verb].start;
    let pronoun = (start.saturating_sub(4)..start).rev().find(|&at| {
        matches!(
            chunker.sentence[at].lower.as_str(),
            "lequel"
                | "laquelle"
                | "lesquels"
                | "lesquelles"
                | "auquel"
                | "auxquels"
                | "auxquelles"
        )
    });
    let merged = |at: usize| chunker.sentence[at].lower.starts_with("au");
    pronoun.is_some_and(merged)
        || pronoun
            .and_then(|at| at.checked_sub(1))
            .is_some_and(|before| {
                chunker
                    .reader
                    .lexicon
                    .is_class(&chunker.sentence[before], "preposition")
            })
}

impl Attachment {
    /// Finds the subject and object of each verb among the chunks of its clause.
    pub(super) fn arguments(&mut self, chunker: &Chunker, spoken: &[Subject]) {
        let count = chunker.verbs.len();
        let mut before = vec![None; count];
        let mut after: Vec<[Option<usize>; 2]> = vec![[None, None]; count];
        let covered = self.covered(chunker);
        for (number, chunk) in chunker.chunks.iter().enumerate() {
            let head = &chunker.sentence[chunk.head];
            // `La Journée de l'enfance` is a name.
            let time = TIMES.contains(&head.lower.as_str()) && head.is_small();
            // `Côté vietnamien, elle …`
            let side = head.is("côté") && chunk.determiner == "none";
            let bare =
                chunk.prep.is_empty() && !matches!(chunk.sort, Sort::Date(_)) && !time && !side;
            let Some((verb, is_before)) = self.clause[number].filter(|_| bare && !covered[number])
            else {
                continue;
            };
            if is_before {
                before[verb].get_or_insert(number);
            } else if let Some(place) = after[verb].iter_mut().find(|place| place.is_none()) {
                *place = Some(number);
            }
        }
        let listed: FxHashSet<(usize, usize)> =
            self.joined.iter().map(|&(a, b, _)| (a, b)).collect();
        for verb in 0..count {
            let [first, second] = after[verb];
            self.subject[verb] = before[verb];
            self.object[verb] = first;
            let group = chunker.verbs[verb].group;
            if chunker.verbs[verb].shape == "inverted" {
                (self.subject[verb], self.object[verb]) = (None, first);
                continue;
            }
            if chunker.verbs[verb].shape == "finite" && group.is_some_and(|g| spoken[g].inverted) {
                (self.subject[verb], self.object[verb]) = (first, None);
                self.inverted[verb] = first.is_some();
                continue;
            }
            if before[verb].is_some() {
                continue;
            }
            if let Some(earlier) = self.follows[verb] {
                self.subject[verb] = self.subject[earlier];
            } else if chunker.subject_may_follow(verb)
                && (!matches!(self.modifies[verb], Some((_, "qui" | "lequel")))
                    || ruled_relative(chunker, verb))
            {
                // `Ont pris part à la réunion X et Y`: what has no article is no subject.
                let fits = |chunk: &usize| {
                    let chunk = &chunker.chunks[*chunk];
                    chunk.sort != Sort::Noun || chunk.determiner != "none"
                };
                // `Ont apposé leur signature A et B`: those who stand behind a thing have done it.
                let sort = |chunk: Option<usize>| chunk.map(|chunk| chunker.chunks[chunk].sort);
                let done = matches!(sort(first), Some(Sort::Noun))
                    && matches!(sort(second), Some(Sort::Mention(_)))
                    && first
                        .zip(second)
                        .is_some_and(|pair| !listed.contains(&pair))
                    && first.is_some_and(|first| {
                        matches!(chunker.chunks[first].determiner, "possessive" | "the")
                    });
                self.subject[verb] = [first, second]
                    .into_iter()
                    .flatten()
                    .filter(|chunk| !done || Some(*chunk) == second)
                    .find(fits);
                self.inverted[verb] = self.subject[verb].is_some();
                if self.subject[verb] != first {
                    continue;
                }
                let apart =
                    |second: &usize| first.is_none_or(|first| !listed.contains(&(first, *second)));
                self.object[verb] = second.filter(apart);
            }
        }
    }

    /// Whether the subject of a verb is a noun whose complement stands before the verb: `les hôpitaux des deux
    /// pays`.
    pub(super) fn ends_in_complement(&self, chunker: &Chunker, verb: usize) -> bool {
        let Some(subject) = self.subject[verb].map(|subject| &chunker.chunks[subject]) else {
            return false;
        };
        let start = chunker.verbs[verb].start;
        let last = chunker.chunks.partition_point(|chunk| chunk.start < start);
        let Some(number) = last.checked_sub(1) else {
            return false;
        };
        let last = &chunker.chunks[number];
        let inside = self.clause[number].is_some_and(|(of, _)| of != verb);
        subject.sort == Sort::Noun && last.end == start && (last.prep == "de" || inside)
    }

    /// The mentions that are the subject behind a verb: the first, and those listed with it.
    pub(super) fn behind(&self, chunker: &Chunker, verb: usize) -> Vec<usize> {
        let mut chunk = self.subject[verb];
        let mut mentions = Vec::new();
        while let Some(number) = chunk {
            if let Sort::Mention(mention) = chunker.chunks[number].sort {
                mentions.push(mention);
            }
            let next = self.joined.iter().find(|(one, other, by)| {
                *one == number && *by != "," && chunker.chunks[*other].prep.is_empty()
            });
            chunk = next.map(|(_, other, _)| *other);
        }
        mentions
    }

    /// For each chunk, whether the preposition of one that it is listed with holds of it, too: `avec X et Y`.
    pub(super) fn covered(&self, chunker: &Chunker) -> Vec<bool> {
        let mut covered = vec![false; chunker.chunks.len()];
        // A list with commas alone may be none: what ends in `et` is one.
        let mut ends_list = vec![false; chunker.chunks.len()];
        for &(one, other, by) in self.joined.iter().rev() {
            ends_list[one] = by != "," || ends_list[other];
        }
        for &(one, other, by) in &self.joined {
            let after = self.clause[one].is_some_and(|(_, before)| !before);
            let open = !chunker.chunks[one].prep.is_empty() || covered[one];
            // `à Hué, deux livres et un jeu` lists the things alone.
            let place = |chunk: usize| matches!(chunker.chunks[chunk].sort, Sort::Place);
            let alike = place(one) == place(other)
                && matches!(chunker.chunks[one].sort, Sort::Noun)
                    == matches!(chunker.chunks[other].sort, Sort::Noun);
            let listed = by != "," || after && ends_list[other] && alike;
            let date = matches!(chunker.chunks[one].sort, Sort::Date(_));
            covered[other] = open
                && listed
                && !date
                && !begins_anew(&chunker.chunks[one], &chunker.chunks[other], by)
                && self.clause[one] == self.clause[other];
        }
        covered
    }

    /// A participle that opens the sentence says more of the first noun behind its comma.
    pub(super) fn opening(&mut self, chunker: &Chunker) {
        let Some((first, opener)) = opening_participle(chunker) else {
            return;
        };
        let is = |at: usize, word: &str| chunker.sentence[at].is(word);
        let behind = chunker
            .units
            .iter()
            .enumerate()
            .skip(first)
            .skip_while(|(_, unit)| !matches!(unit, Unit::Joint(at) if is(*at, ",")))
            .take_while(|(_, unit)| !matches!(unit, Unit::Verb(_)));
        // `Signé par le maire, X, et le préfet, Y, le texte prévoit`: whoever stands behind `et` is no subject.
        let listed = |unit: usize| {
            let before = unit.checked_sub(1).map(|before| &chunker.units[before]);
            matches!(before, Some(Unit::Joint(at)) if is(*at, "et"))
        };
        let bare = behind.filter_map(|(position, unit)| match *unit {
            Unit::Chunk(chunk) => {
                let chosen = &chunker.chunks[chunk];
                let bare = chosen.prep.is_empty()
                    && !matches!(chosen.sort, Sort::Date(_))
                    && !listed(position);
                bare.then_some(chunk)
            }
            _ => None,
        });
        self.modifies[opener] = bare.map(|chunk| (chunk, "")).next();
    }
}

/// Whether what follows a comma is no list with what stands before it: `a offert à l'école, à Praia, deux pompes et
/// un puits`.
fn begins_anew(one: &Chunk, other: &Chunk, by: &str) -> bool {
    let counted = |chunk: &Chunk| matches!(chunk.determiner, "a" | "number");
    let ruled = matches!(one.prep.as_str(), "de" | "à" | "en" | "dans" | "sur");
    by == "," && ruled && counted(other) && !counted(one)
}
