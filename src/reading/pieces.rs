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
const ROUND: usize = 1 << 20;

/// Some sentences of one of the articles that are read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) article: usize,
    /// The bytes of each.
    pub(super) sentences: Vec<Range<usize>>,
    bytes: usize,
}

/// The pieces that are read together, in order.
pub(super) fn rounds(articles: &[ToRead]) -> Vec<Vec<Piece>> {
    let mut rounds: Vec<Vec<Piece>> = Vec::new();
    let mut bytes = 0;
    for (number, one) in articles.iter().enumerate() {
        for piece in pieces(number, one.article, PIECE) {
            let added = bytes + piece.bytes;
            match rounds.last_mut() {
                Some(round) if added <= ROUND => {
                    bytes = added;
                    round.push(piece);
                }
                _ => {
                    bytes = piece.bytes;
                    rounds.push(vec![piece]);
                }
            }
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
    let piece = |sentences: Vec<Range<usize>>| Piece {
        article: number,
        bytes: sentences.iter().map(ExactSizeIterator::len).sum(),
        sentences,
    };
    if last.end - first.start <= most {
        return vec![piece(sentences.to_vec())];
    }
    let text = article.text();
    let mut pieces = Vec::new();
    let mut some: Vec<Range<usize>> = Vec::new();
    for sentence in sentences {
        if let (Some(from), Some(to)) = (some.first(), some.last()) {
            let long = to.end - from.start;
            let between = &text[to.end..sentence.start];
            // Text without line ends is cut between its sentences.
            if long > most && between.contains('\n') || long > 2 * most {
                pieces.push(piece(std::mem::take(&mut some)));
            }
        }
        // What is no sentence any more is cut where a word ends.
        let mut rest = sentence.clone();
        while rest.len() > 2 * most {
            let Some(end) = end_of_word(text, rest.start + most, rest.end) else {
                break;
            };
            some.push(rest.start..end);
            pieces.push(piece(std::mem::take(&mut some)));
            rest.start = end;
        }
        some.push(rest);
    }
    pieces.push(piece(some));
    pieces
}

/// Where a word ends behind a byte, if one does before `last`: at a comma if there is one near.
fn end_of_word(text: &str, behind: usize, last: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let near = last.min(behind + NEAR);
    let comma = bytes[behind..near].iter().position(|&byte| byte == b',');
    let end = comma.map(|at| behind + at + 1).or_else(|| {
        let space = bytes[behind..last].iter().position(|&byte| byte == b' ');
        space.map(|at| behind + at)
    })?;
    (end < last).then_some(end)
}

/// How far a comma is looked for, in bytes.
const NEAR: usize = 1 << 10;

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
        for range in in_pieces {
            match self.read.in_pieces.last_mut() {
                // Parts of what is so long that it was cut before it was read.
                Some(last) if last.end == range.start => last.end = range.end,
                _ => self.read.in_pieces.push(range),
            }
        }
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
        for piece in &cut {
            assert!(piece.bytes <= 200);
            let last = piece.sentences.last().expect("there is one").end;
            assert!(text[last..].starts_with('\n'));
        }
        let all = cut.iter().flat_map(|piece| &piece.sentences);
        assert!(all.eq(article.sentences()));
    }

    #[test]
    fn what_never_ends_is_cut_where_words_end() {
        let clause = "Keo a dit non et encore non, ";
        for text in [clause.repeat(100), "mot ".repeat(1000)] {
            let article = Article::new("a", text.as_str());
            let cut = pieces(0, &article, 300);
            assert!(cut.len() > 5 && cut.iter().all(|piece| piece.bytes <= 700));
            let mut next = article.sentences()[0].start;
            for sentence in cut.iter().flat_map(|piece| &piece.sentences) {
                assert_eq!(sentence.start, next);
                next = sentence.end;
                assert!(text[next..].is_empty() || text[next..].starts_with(' '));
            }
            assert_eq!(next, article.sentences()[0].end);
        }
        let article = Article::new("a", "x".repeat(10_000));
        assert_eq!(pieces(0, &article, 300).len(), 1);
    }

    #[test]
    fn text_without_line_ends_is_cut_between_sentences() {
        let article = Article::new("a", "Un mot est dit. ".repeat(100));
        assert!(pieces(0, &article, 100).len() > 5);
    }

    #[test]
    fn articles_and_pieces_are_read_together_up_to_a_bound() {
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
        let together = rounds(&all);
        assert_eq!(together.len(), 1);
        let numbers = together[0].iter().map(|piece| piece.article);
        assert_eq!(numbers.collect::<Vec<_>>(), [0, 1, 3, 3, 3, 4]);
        let long = Article::new("l", "Un mot est dit.\n".repeat(4 * ROUND / 16));
        let rounds = rounds(&[one(&short), one(&long)]);
        assert!((4..=6).contains(&rounds.len()));
        for round in &rounds {
            assert!(round.iter().map(|piece| piece.bytes).sum::<usize>() <= ROUND);
        }
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
