//! The subjects and objects of verbs.

use super::attachment::{Attachment, VerbLinks};
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
        self.cover(chunker);
        for (number, chunk) in chunker.chunks.iter().enumerate() {
            let head = &chunker.sentence[chunk.head];
            // `La Journée de l'enfance` is a name.
            let time = TIMES.contains(&head.lower.as_str()) && head.is_small();
            // `Côté vietnamien, elle …`
            let side = head.is("côté") && chunk.determiner == "none";
            let bare =
                chunk.prep.is_empty() && !matches!(chunk.sort, Sort::Date(_)) && !time && !side;
            let Some((verb, is_before)) =
                self.clause[number].filter(|_| bare && !self.lists[number].covered)
            else {
                continue;
            };
            let links = &mut self.verbs[verb];
            if is_before {
                links.before.get_or_insert(number);
            } else if let Some(place) = links.behind.iter_mut().find(|place| place.is_none()) {
                *place = Some(number);
            }
        }
        let joined = &self.joined;
        let listed =
            |one: usize, other: usize| joined.iter().any(|&(a, b, _)| (a, b) == (one, other));
        for verb in 0..self.verbs.len() {
            let VerbLinks {
                before,
                behind: [first, second],
                ..
            } = self.verbs[verb];
            self.verbs[verb].subject = before;
            self.verbs[verb].object = first;
            let group = chunker.verbs[verb].group;
            if chunker.verbs[verb].shape == "inverted" {
                (self.verbs[verb].subject, self.verbs[verb].object) = (None, first);
                continue;
            }
            if chunker.verbs[verb].shape == "finite" && group.is_some_and(|g| spoken[g].inverted) {
                (self.verbs[verb].subject, self.verbs[verb].object) = (first, None);
                self.verbs[verb].inverted = first.is_some();
                continue;
            }
            if before.is_some() {
                continue;
            }
            if let Some(earlier) = self.verbs[verb].follows {
                self.verbs[verb].subject = self.verbs[earlier].subject;
            } else if chunker.subject_may_follow(verb)
                && (!matches!(self.verbs[verb].modifies, Some((_, "qui" | "lequel")))
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
                        .is_some_and(|(one, other)| !listed(one, other))
                    && first.is_some_and(|first| {
                        matches!(chunker.chunks[first].determiner, "possessive" | "the")
                    });
                self.verbs[verb].subject = [first, second]
                    .into_iter()
                    .flatten()
                    .filter(|chunk| !done || Some(*chunk) == second)
                    .find(fits);
                self.verbs[verb].inverted = self.verbs[verb].subject.is_some();
                if self.verbs[verb].subject != first {
                    continue;
                }
                let apart = |second: &usize| first.is_none_or(|first| !listed(first, *second));
                self.verbs[verb].object = second.filter(apart);
            }
        }
    }

    /// Whether the subject of a verb is a noun whose complement stands before the verb: `les hôpitaux des deux
    /// pays`.
    pub(super) fn ends_in_complement(&self, chunker: &Chunker, verb: usize) -> bool {
        let Some(subject) = self.verbs[verb]
            .subject
            .map(|subject| &chunker.chunks[subject])
        else {
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
        let mut chunk = self.verbs[verb].subject;
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

    /// Tells of chunks how they stand in lists.
    fn cover(&mut self, chunker: &Chunker) {
        for &(one, other, by) in self.joined.iter().rev() {
            self.lists[one].goes_on = by != "," || self.lists[other].goes_on;
        }
        for &(one, other, by) in &self.joined {
            let after = self.clause[one].is_some_and(|(_, before)| !before);
            let open = !chunker.chunks[one].prep.is_empty() || self.lists[one].covered;
            // `à Hué, deux livres et un jeu` lists the things alone.
            let place = |chunk: usize| matches!(chunker.chunks[chunk].sort, Sort::Place);
            let alike = place(one) == place(other)
                && matches!(chunker.chunks[one].sort, Sort::Noun)
                    == matches!(chunker.chunks[other].sort, Sort::Noun);
            let listed = by != "," || after && self.lists[other].goes_on && alike;
            let date = matches!(chunker.chunks[one].sort, Sort::Date(_));
            self.lists[other].covered = open
                && listed
                && !date
                && !begins_anew(&chunker.chunks[one], &chunker.chunks[other], by)
                && self.clause[one] == self.clause[other];
        }
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
        self.verbs[opener].modifies = bare.map(|chunk| (chunk, "")).next();
    }
}

/// Whether what follows a comma is no list with what stands before it: `a offert à l'école, à Praia, deux pompes et
/// un puits`.
fn begins_anew(one: &Chunk, other: &Chunk, by: &str) -> bool {
    let counted = |chunk: &Chunk| matches!(chunk.determiner, "a" | "number");
    let ruled = matches!(&*one.prep, "de" | "à" | "en" | "dans" | "sur");
    by == "," && ruled && counted(other) && !counted(one)
}
