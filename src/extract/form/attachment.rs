//! Which chunk stands in the clause of which verb, and how verbs hang on each other.

use super::chunks::{Chunker, Sort, Unit};
use super::units::{
    agreeing, agreeing_with_relative, behind_pronoun, between_commas, by, continues_list,
    first_of_phrase, governed, is_comma, last_chunk, names_members, opening_participle,
    waits_for_object,
};
use crate::extract::subjects::Subject;
use crate::extract::tokens::Token;

/// How the units of a sentence hang together. Verbs and chunks go by their numbers.
#[derive(Debug, Default)]
pub(super) struct Attachment {
    /// For each chunk, its verb, and whether it stands before it.
    pub(super) clause: Vec<Option<(usize, bool)>>,
    pub(super) verbs: Vec<VerbLinks>,
    /// Neighbours with nothing but prepositions between.
    pub(super) next: Vec<(usize, usize)>,
    /// Neighbours with a comma, `et` and the like between.
    pub(super) joined: Vec<(usize, usize, &'static str)>,
    /// For each chunk, how it stands in a list.
    pub(super) lists: Vec<InList>,
}

/// How a chunk stands in a list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InList {
    /// Whether the preposition of one that it is listed with holds of it, too: `avec X et Y`.
    pub(super) covered: bool,
    /// Whether what follows it in the list ends in `et`: a list with commas alone may be none.
    pub(super) goes_on: bool,
}

/// How a verb hangs together with its clause.
#[derive(Clone, Debug, Default)]
pub(super) struct VerbLinks {
    /// The verb of the clause that its own is part of.
    pub(super) under: Option<usize>,
    /// The chunk that its clause says more about, and by which word.
    pub(super) modifies: Option<(usize, &'static str)>,
    /// Its subject; that of the verb before where they share it.
    pub(super) subject: Option<usize>,
    /// Whether its subject stands behind it.
    pub(super) inverted: bool,
    /// Its object.
    pub(super) object: Option<usize>,
    /// The one before it in its clause, whose subject it may share.
    pub(super) follows: Option<usize>,
    /// The first chunk before it that may be its subject.
    pub(super) before: Option<usize>,
    /// The first two behind it that may be its subject or object.
    pub(super) behind: [Option<usize>; 2],
}

/// A clause that has been opened and not closed.
#[derive(Clone, Debug, Default)]
struct Frame {
    verb: Option<usize>,
    /// A participle, infinitive or gerund that takes what follows, up to the next comma.
    inner: Option<usize>,
    /// Chunks that wait for their verb.
    waiting: Vec<usize>,
    /// What opened it: a relative pronoun with its antecedent, or a conjunction.
    relative: Option<(Option<usize>, &'static str)>,
    /// Whether it stands between commas.
    inserted: bool,
    /// Where it was opened, among the units.
    position: usize,
    /// Whether a comma has opened an insertion after which the clause goes on.
    parenthesis: bool,
}

/// How deep clauses seldom stand in clauses.
const FRAMES: usize = 4;

/// Attaches the chunks of a sentence; `spoken` says of each verb group whether its subject is known to stand
/// behind it: `…, a déclaré le ministre`.
pub(super) fn attach(chunker: &Chunker, spoken: &[Subject], attachment: &mut Attachment) {
    let (chunks, verbs) = (chunker.chunks.len(), chunker.verbs.len());
    attachment.clear();
    attachment.clause.resize(chunks, None);
    attachment.lists.resize(chunks, InList::default());
    attachment.verbs.resize_with(verbs, VerbLinks::default);
    attachment.neighbours(chunker);
    // `Ils ont débuté, à Oran, un exercice, a annoncé le ministre`: what stands before the last verb is not its own.
    for (number, verb) in chunker.verbs.iter().enumerate() {
        attachment.verbs[number].inverted =
            verb.shape == "finite" && verb.group.is_some_and(|group| spoken[group].inverted);
    }
    attachment.clauses(chunker);
    attachment.arguments(chunker, spoken);
    attachment.opening(chunker);
}

impl Attachment {
    fn clear(&mut self) {
        self.clause.clear();
        self.verbs.clear();
        self.next.clear();
        self.joined.clear();
        self.lists.clear();
    }

    fn neighbours(&mut self, chunker: &Chunker) {
        let mut last: Option<usize> = None;
        // How many joints there are since then, and the last one.
        let mut joints: (usize, Option<usize>) = (0, None);
        let spots = &chunker.spots;
        let mut member = false;
        for (position, unit) in chunker.units.iter().enumerate() {
            match *unit {
                // `le président X (alors ministre) en mai`: what is said aside parts no neighbours.
                Unit::Chunk(chunk) if spots[chunker.chunks[chunk].start].aside => {}
                Unit::Chunk(chunk) => {
                    if let Some(before) = last {
                        if member {
                            self.joined.push((before, chunk, "dont"));
                        } else if joints.0 == 0 {
                            let (from, to) =
                                (chunker.chunks[before].end, chunker.chunks[chunk].opens);
                            let between = spots.get(from..to).unwrap_or_default();
                            let gap = between.iter().filter(|spot| !spot.aside).count();
                            if gap <= 3 {
                                self.next.push((before, chunk));
                            }
                        } else if joints.0 <= 2 {
                            self.joined.push((before, chunk, by(chunker, joints.1)));
                        }
                    }
                    last = Some(chunk);
                    member = false;
                    joints = (0, None);
                }
                Unit::Joint(at) => joints = (joints.0 + 1, Some(at)),
                Unit::Opener(_) if names_members(chunker, position) => member = last.is_some(),
                Unit::Verb(_) | Unit::Opener(_) => {
                    last = None;
                    joints = (0, None);
                }
            }
        }
    }

    fn clauses(&mut self, chunker: &Chunker) {
        let mut frames = Vec::with_capacity(FRAMES);
        frames.push(Frame::default());
        let mut last_joint = false;
        // `Arrivée samedi à Alger, pour une visite, la ministre …`: its clause goes on up to the subject.
        let participle = opening_participle(chunker);
        let mut opening = participle.is_some();
        for (position, unit) in chunker.units.iter().enumerate() {
            match *unit {
                Unit::Opener(_) if names_members(chunker, position) => {}
                Unit::Opener(at) => {
                    let token = &chunker.sentence[at];
                    self.open(chunker, &mut frames, token, position, last_joint);
                    last_joint = false;
                    continue;
                }
                Unit::Joint(at) => {
                    let comma = chunker.sentence[at].is(",");
                    // The insertion that a relative clause ends: `coopèrent, en vertu de l'accord qu'ils ont signé, dans …`
                    let ends_both = comma
                        && frames.len() > 1
                        && frames[frames.len() - 2].parenthesis
                        && frames[frames.len() - 1].verb.is_some();
                    if ends_both {
                        frames.pop();
                    }
                    let top = frames.last_mut().expect("there is one");
                    let goes_on = comma && (top.parenthesis || self.inserts(chunker, position));
                    if comma {
                        top.parenthesis = goes_on && !top.parenthesis;
                    }
                    if comma && !goes_on {
                        let list = top.inner.is_some_and(|inner| {
                            chunker.verbs[inner].shape == "infinitive"
                                && continues_list(chunker, position)
                        });
                        let goes_on = top.inner.is_some_and(|inner| {
                            between_commas(chunker, position, &chunker.verbs[inner])
                        });
                        if !list && !opening && !goes_on {
                            top.inner = None;
                        }
                        // `à laquelle ont participé A, et B`
                        let more = top.relative.is_some_and(|(_, by)| by != "qui")
                            && top.verb.is_some_and(|verb| chunker.verbs[verb].plural)
                            && chunker.units.get(position + 1).is_some_and(
                                |unit| matches!(unit, Unit::Joint(at) if chunker.sentence[*at].is("et")),
                            );
                        let waits = top
                            .verb
                            .is_some_and(|verb| waits_for_object(chunker, position, verb));
                        if top.inserted && top.verb.is_some() && frames.len() > 1 && !more && !waits
                        {
                            frames.pop();
                        }
                    }
                    last_joint = true;
                    continue;
                }
                Unit::Verb(verb) => {
                    opening &= participle.is_some_and(|(first, _)| position <= first);
                    self.verb(chunker, &mut frames, verb, position, last_joint);
                }
                Unit::Chunk(chunk) => {
                    let top = frames.last_mut().expect("there is one");
                    let chosen = &chunker.chunks[chunk];
                    let bare = chosen.prep.is_empty() && !matches!(chosen.sort, Sort::Date(_));
                    // `Dirigées par A et B, les manœuvres …`: `et` goes on with the agents.
                    let comma = last_joint
                        && position
                            .checked_sub(1)
                            .is_some_and(|before| is_comma(chunker, before));
                    if opening && comma && bare && top.inner.is_some() {
                        opening = false;
                        top.inner = None;
                    }
                    match top.inner.or(top.verb) {
                        Some(verb) => self.clause[chunk] = Some((verb, false)),
                        None => top.waiting.push(chunk),
                    }
                }
            }
            last_joint = false;
        }
    }

    /// Whether a comma opens an insertion, such as a date, after which the clause of the last verb goes on: `qui
    /// effectue, à l'invitation de X, une visite`, `d'avoir donné, en avril, des livres`.
    fn inserts(&self, chunker: &Chunker, position: usize) -> bool {
        let mut behind = chunker.units[..position].iter().rev();
        let at_once = matches!(behind.next(), Some(Unit::Verb(_)));
        let mut dated = false;
        let mut first = true;
        let mut inside = false;
        for (at, unit) in chunker.units.iter().enumerate().skip(position + 1).take(12) {
            match *unit {
                Unit::Chunk(chunk) => {
                    let chunk = &chunker.chunks[chunk];
                    let date = matches!(chunk.sort, Sort::Date(_));
                    let place = matches!(chunk.sort, Sort::Place) && chunk.prep == "à";
                    if first && chunk.prep.is_empty() && !date {
                        return false;
                    }
                    dated |= first && (date || place);
                    first = false;
                }
                Unit::Joint(joint) if chunker.sentence[joint].is(",") && !first => {
                    let after = chunker.units.get(at + 1);
                    let Some(Unit::Chunk(next)) = after else {
                        return false;
                    };
                    let next = &chunker.chunks[*next];
                    let bare = next.prep.is_empty() && !matches!(next.sort, Sort::Date(_));
                    let ruled = matches!(
                        &*next.prep,
                        "de" | "à" | "par" | "avec" | "dans" | "sur" | "en matière de"
                    );
                    return at_once && bare || (at_once || dated) && ruled;
                }
                // `en vertu de l'accord qu'ils ont signé`
                Unit::Opener(_) if at_once && !first && !inside => inside = true,
                Unit::Verb(_) if inside => {}
                _ => return false,
            }
        }
        false
    }

    fn open(
        &mut self,
        chunker: &Chunker,
        frames: &mut Vec<Frame>,
        token: &Token,
        position: usize,
        inserted: bool,
    ) {
        let relative = match token.lower.as_str() {
            ";" | ":" | "." | "?" | "!" | "…" | "-" | "–" | "—" => {
                frames.clear();
                frames.push(Frame::default());
                return;
            }
            // `X, avec qui il a signé un accord`
            "qui" if governed(chunker, position) => "lequel",
            "qui" => "qui",
            "dont" => "dont",
            "où" => "où",
            "que" | "qu'" => "que",
            "lequel" | "laquelle" | "lesquels" | "lesquelles" => "lequel",
            "auquel" | "auxquels" | "auxquelles" => "lequel",
            _ => "",
        };
        let antecedent = match relative {
            "" => None,
            _ => last_chunk(chunker, position),
        };
        frames.push(Frame {
            relative: Some((antecedent, relative)),
            inserted,
            position,
            ..Frame::default()
        });
    }

    fn verb(
        &mut self,
        chunker: &Chunker,
        frames: &mut Vec<Frame>,
        number: usize,
        position: usize,
        after_joint: bool,
    ) {
        let verb = &chunker.verbs[number];
        if matches!(verb.shape, "participle" | "infinitive" | "gerund") {
            let top = frames.last_mut().expect("there is one");
            // `pour protéger et défendre`: both hang on the same verb.
            let twin = top.inner.filter(|&inner| {
                after_joint
                    && verb.shape == "infinitive"
                    && chunker.verbs[inner].shape == "infinitive"
            });
            // `doit inspecter les troupes déployées là et être reçu par …`: like the verb before the participle.
            let coordinate = after_joint
                && verb.shape == "infinitive"
                && top
                    .inner
                    .is_some_and(|inner| chunker.verbs[inner].shape == "participle");
            self.verbs[number].under = match twin {
                Some(inner) => self.verbs[inner].under,
                None if coordinate && top.verb.is_some() => top.verb,
                None => top.inner.or(top.verb),
            };
            let by = verb.at.checked_sub(1).map(|at| &chunker.sentence[at]);
            let manner = by.is_some_and(|token| token.is("en"));
            if verb.shape == "gerund" && verb.group.is_none() && !manner {
                self.verbs[number].modifies =
                    first_of_phrase(chunker, position).map(|chunk| (chunk, ""));
            }
            if let Some(twin) = self.joined_to(chunker, number) {
                self.verbs[number].under = self.verbs[number - 1].under;
                self.verbs[number].modifies = Some(twin);
            } else if verb.shape == "participle" && !behind_pronoun(chunker, verb) {
                self.verbs[number].modifies =
                    agreeing(chunker, position, verb).map(|chunk| (chunk, ""));
            }
            // What waits before an infinitive or participle waits for the finite verb.
            top.inner = Some(number);
            return;
        }
        // The clause is finished: this verb belongs to the one around it.
        let depth = frames.len();
        while frames.len() > 1
            && frames.last().is_some_and(|top| top.verb.is_some())
            && !after_joint
            && matches!(verb.shape, "finite" | "modal" | "possible")
            && frames[frames.len() - 2].verb.is_none()
        {
            frames.pop();
        }
        if after_joint {
            self.resume(chunker, frames, number);
        }
        let parent = frames.iter().rev().skip(1).find_map(|frame| frame.verb);
        let top = frames.last_mut().expect("there is one");
        let before = top.verb.replace(number);
        top.inner = None;
        self.verbs[number].under = parent;
        self.verbs[number].follows = before;
        if let Some((Some(antecedent), by)) = top.relative
            && (by != "que" || before.is_none() || verb.shape == "shared")
        {
            // `le traité d'amitié que les deux pays ont signé`: the participle agrees with what is signed.
            let compound = verb.compound || verb.shape == "shared";
            let agrees = by == "que" && compound || by == "qui" && verb.passive;
            let agreed = match by {
                // `une séance entre les deux délégations, à laquelle …`
                "lequel" => agreeing_with_relative(chunker, top.position),
                _ => agreeing(chunker, top.position, verb).filter(|_| agrees),
            };
            self.verbs[number].modifies = Some((agreed.unwrap_or(antecedent), by));
        }
        for chunk in top.waiting.drain(..) {
            self.clause[chunk] = Some((number, true));
        }
        // `et ont signé` has the subject of the verb before.
        let shares = after_joint
            && verb.start.checked_sub(1).is_some_and(|at| {
                matches!(chunker.sentence[at].lower.as_str(), "et" | "puis" | "mais")
            });
        let own = !matches!(verb.shape, "shared" | "inverted") && !self.verbs[number].inverted;
        if (before.is_some() || frames.len() < depth) && own && !shares {
            self.subject_back(chunker, position, number);
        }
    }

    /// What a participle behind `et` says more about, if one before it agrees with it: `tenue à Hué et présidée
    /// par X`.
    fn joined_to(&self, chunker: &Chunker, number: usize) -> Option<(usize, &'static str)> {
        let verb = &chunker.verbs[number];
        let joint = verb.start.checked_sub(1).map(|at| &chunker.sentence[at])?;
        let ending = |at: usize| {
            let word = chunker.sentence[at].lower.as_str();
            (
                word.ends_with('s'),
                word.trim_end_matches('s').ends_with('e'),
            )
        };
        let before = number.checked_sub(1)?;
        let alike = chunker.verbs[before].shape == "participle"
            && ending(chunker.verbs[before].at) == ending(verb.at);
        self.verbs[before]
            .modifies
            .filter(|_| joint.is("et") && alike && verb.shape == "participle")
    }

    /// Leaves the clauses that a verb after `et` is not part of: it agrees with the verb that it is joined to
    /// in number, and is made like it, if any is.
    fn resume(&self, chunker: &Chunker, frames: &mut Vec<Frame>, number: usize) {
        let verb = &chunker.verbs[number];
        let like = |frame: &Frame, made: bool| {
            frame.verb.is_some_and(|other| {
                let other = &chunker.verbs[other];
                other.plural == verb.plural && (!made || other.compound == verb.compound)
            })
        };
        let shared = verb.shape == "shared";
        let to = (0..frames.len())
            .rev()
            .find(|&at| frames[at].verb.is_some() && shared || like(&frames[at], true))
            .or_else(|| (0..frames.len()).rev().find(|&at| like(&frames[at], false)));
        let waits = frames.last().is_some_and(|top| top.verb.is_none());
        if let Some(to) = to.filter(|_| !waits) {
            frames.truncate(to + 1);
        }
    }

    /// Gives a verb that follows another in its clause the chunks from its subject on.
    fn subject_back(&mut self, chunker: &Chunker, position: usize, verb: usize) {
        let mut from = position;
        for at in (0..position).rev() {
            match chunker.units[at] {
                Unit::Chunk(chunk) => {
                    if chunker.chunks[chunk].prep.is_empty()
                        && !matches!(chunker.chunks[chunk].sort, Sort::Date(_))
                        && at
                            .checked_sub(1)
                            .is_none_or(|before| matches!(chunker.units[before], Unit::Joint(_)))
                    {
                        from = at;
                        break;
                    }
                }
                Unit::Joint(_) => {}
                Unit::Verb(_) | Unit::Opener(_) => break,
            }
        }
        for unit in &chunker.units[from..position] {
            if let Unit::Chunk(chunk) = unit {
                self.clause[*chunk] = Some((verb, true));
            }
        }
    }
}
