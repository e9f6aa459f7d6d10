//! Articles in pieces: short ones are read whole, a long one piece by piece, so that the room that reading takes
//! does not grow with an article's length, nor the time by more.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Read, ToRead};
use crate::articles::Article;
use crate::extract::Extracted;

/// How long a piece is, in bytes, unless a paragraph is longer: more than nearly all articles are. Rules compare the
/// events of a piece with each other.
const PIECE: usize = 16 << 10;
/// How many bytes of short articles are read together.
const ROUND: usize = 128 << 10;

/// Some sentences of one of the articles that are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) article: usize,
    pub(super) sentences: Range<usize>,
    bytes: usize,
}

/// The pieces that are read together, in order: those of one article each by itself.
pub(super) fn rounds(articles: &[ToRead]) -> Vec<Vec<Piece>> {
    let mut rounds: Vec<Vec<Piece>> = Vec::new();
    let mut bytes = 0;
    for (number, one) in articles.iter().enumerate() {
        let pieces = pieces(number, one.article, PIECE);
        let is_whole = pieces.len() < 2;
        for piece in pieces {
            let added = bytes + piece.bytes;
            match rounds.last_mut() {
                Some(round) if is_whole && added <= ROUND => {
                    bytes = added;
                    round.push(piece);
                }
                _ => {
                    bytes = piece.bytes;
                    rounds.push(vec![piece]);
                }
            }
        }
        if !is_whole {
            bytes = ROUND;
        }
    }
    rounds
}

/// The sentences of an article in pieces of about `most` bytes, cut where a line ends.
fn pieces(number: usize, article: &Article, most: usize) -> Vec<Piece> {
    let sentences = article.sentences();
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else {
        return Vec::new();
    };
    let piece = |sentences: Range<usize>, bytes| Piece {
        article: number,
        sentences,
        bytes,
    };
    if last.end - first.start <= most {
        return vec![piece(0..sentences.len(), last.end - first.start)];
    }
    let text = article.text();
    let mut pieces = Vec::new();
    let (mut from, mut start) = (0, first.start);
    for (at, pair) in sentences.windows(2).enumerate() {
        let between = &text[pair[0].end..pair[1].start];
        let long = pair[0].end - start;
        // Text without line ends is cut between its sentences.
        if long > most && between.contains('\n') || long > 2 * most {
            pieces.push(piece(from..at + 1, long));
            (from, start) = (at + 1, pair[1].start);
        }
    }
    pieces.push(piece(from..sentences.len(), last.end - start));
    pieces
}

/// The relations whose first argument is the id of an event.
const OF_EVENTS: [&str; 5] = [
    "event",
    "event_date",
    "event_place",
    "participant",
    "signed",
];

/// What was found in an article's pieces, one after the other.
#[derive(Default)]
pub(super) struct Whole {
    pub(super) read: Read,
    pieces: usize,
    /// How many events of each kind there are.
    events: FxHashMap<String, usize>,
    /// Where each fact stands that may be found twice.
    known: FxHashMap<(&'static str, Vec<String>), usize>,
}

impl Whole {
    /// Adds what was found in the next piece. Ids of events stay unique; a fact found twice stays one.
    pub(super) fn add(&mut self, facts: Vec<Extracted>, in_pieces: Vec<Range<usize>>) {
        self.read.in_pieces.extend(in_pieces);
        self.pieces += 1;
        let mut ids: FxHashMap<String, String> = FxHashMap::default();
        for fact in facts.iter().filter(|fact| fact.relation == "event") {
            let [id, kind, ..] = fact.args.as_slice() else {
                continue;
            };
            let count = self.events.entry(kind.clone()).or_default();
            *count += 1;
            // The first piece, often the only one, keeps its ids.
            if self.pieces > 1 {
                ids.insert(id.clone(), format!("{kind}-{count}"));
            }
        }
        for mut fact in facts {
            if OF_EVENTS.contains(&fact.relation) {
                if let Some(id) = fact.args.first().and_then(|id| ids.get(id)) {
                    fact.args[0].clone_from(id);
                }
            } else if fact.relation != "said" {
                let next = self.read.facts.len();
                let key = (fact.relation, fact.args.clone());
                let known = *self.known.entry(key).or_insert(next);
                if known < next {
                    let sure = &mut self.read.facts[known].confidence;
                    *sure = sure.max(fact.confidence);
                    continue;
                }
            }
            self.read.facts.push(fact);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_articles_are_cut_where_lines_end() {
        let text = "Un mot est dit. Un autre suit.\n".repeat(40);
        let article = Article::new("a", text.as_str());
        let cut = pieces(0, &article, 100);
        assert!(cut.len() > 5, "{cut:?}");
        let mut next = 0;
        for piece in &cut {
            assert_eq!(piece.sentences.start, next);
            assert!(piece.bytes <= 200);
            let last = article.sentences()[piece.sentences.end - 1].end;
            assert!(text[last..].starts_with('\n'));
            next = piece.sentences.end;
        }
        assert_eq!(next, article.sentences().len());
    }

    #[test]
    fn text_without_line_ends_is_cut_between_sentences() {
        let article = Article::new("a", "Un mot est dit. ".repeat(100));
        assert!(pieces(0, &article, 100).len() > 5);
    }

    #[test]
    fn short_articles_are_read_together_and_pieces_of_one_apart() {
        let short = Article::new("s", "Un mot est dit.");
        let long = Article::new("l", "Un mot est dit.\n".repeat(3 * PIECE / 16));
        let blank = Article::new("b", "\n");
        let one = |article| ToRead {
            article,
            published: None,
        };
        let all = [
            one(&short),
            one(&short),
            one(&blank),
            one(&long),
            one(&short),
        ];
        let rounds = rounds(&all);
        let shape: Vec<Vec<usize>> = rounds
            .iter()
            .map(|round| round.iter().map(|piece| piece.article).collect())
            .collect();
        assert_eq!(shape[0], [0, 1]);
        assert!(shape[1..shape.len() - 1].iter().all(|round| *round == [3]));
        assert_eq!(shape[shape.len() - 1], [4]);
    }

    #[test]
    fn events_of_further_pieces_get_ids_of_their_own() {
        let fact = |relation, args: &[&str], confidence| Extracted {
            relation,
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
            quote: 0..1,
            confidence,
        };
        let facts = || {
            vec![
                fact("event", &["visit-1", "visit", "visite"], 0.5),
                fact("participant", &["visit-1", "A", "visitor"], 0.5),
                fact("holds", &["A", "ministre", ""], 0.5),
            ]
        };
        let mut whole = Whole::default();
        whole.add(facts(), vec![]);
        let mut second = facts();
        second[2].confidence = 0.9;
        whole.add(second, std::iter::once(3..4).collect());
        let written: Vec<String> = whole
            .read
            .facts
            .iter()
            .map(|fact| format!("{} {} {}", fact.relation, fact.args[0], fact.confidence))
            .collect();
        assert_eq!(
            written,
            [
                "event visit-1 0.5",
                "participant visit-1 0.5",
                "holds A 0.9",
                "event visit-2 0.5",
                "participant visit-2 0.5"
            ]
        );
        assert_eq!(whole.read.in_pieces.first(), Some(&(3..4)));
    }
}
