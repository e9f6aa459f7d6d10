//! What the reader notes of some articles, on its way into a database: many rows at once, texts that come again and
//! again looked up once.

use crate::extract::form::{Arg, Notes, Relation};
use crate::facts::{Column, Database, Word};
use crate::rules::RelationId;

/// Rows of the relations of the form that are not yet in the database.
pub(super) struct Noted<'d> {
    database: &'d mut Database,
    /// For each relation, its columns.
    columns: [Vec<Vec<Word>>; Relation::ALL.len()],
    /// Short texts with their words; where a text belongs follows from its letters.
    recent: Vec<(Short, Word)>,
    sentences: usize,
}

/// A text of less than 16 bytes as a number, with its length.
type Short = u128;

/// How many short texts are kept: few enough to stay near.
const RECENT: usize = 512;

/// How many rows are put into the database at once.
const BATCH: usize = 4096;

impl<'d> Noted<'d> {
    pub(super) fn into(database: &'d mut Database) -> Noted<'d> {
        Noted {
            database,
            columns: [const { Vec::new() }; Relation::ALL.len()],
            recent: vec![(Short::MAX, 0); RECENT],
            sentences: 0,
        }
    }

    /// The number of sentences of the article that was noted last.
    pub(super) fn sentences(&mut self) -> usize {
        std::mem::take(&mut self.sentences)
    }

    /// Puts all rows into their relations, in the order in which they were noted.
    pub(super) fn put(self, form: &[RelationId]) {
        for (columns, &relation) in self.columns.iter().zip(form) {
            let rows = self.database.rows_mut(relation);
            let count = columns.first().map_or(0, Vec::len);
            for from in (0..count).step_by(BATCH) {
                let to = count.min(from + BATCH);
                let batch = columns.iter().map(|column| Column::Each(&column[from..to]));
                rows.insert_batch(&batch.collect::<Vec<_>>(), to - from);
            }
        }
    }

    fn symbol(&mut self, text: &str) -> Word {
        let Some(short) = short(text) else {
            return self.database.values.symbol(text);
        };
        let place = &mut self.recent[place(short)];
        if place.0 != short {
            *place = (short, self.database.values.symbol(text));
        }
        place.1
    }
}

/// The letters of a short text, and their number.
fn short(text: &str) -> Option<Short> {
    let mut letters = [0; 16];
    letters[..15]
        .get_mut(..text.len())?
        .copy_from_slice(text.as_bytes());
    letters[15] = text.len() as u8;
    Some(Short::from_le_bytes(letters))
}

/// Where a short text is kept if it is.
fn place(short: Short) -> usize {
    let mixed = (short as u64 ^ (short >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 32) as usize % RECENT
}

impl Notes for Noted<'_> {
    fn note(&mut self, relation: Relation, args: &[Arg<'_>]) {
        self.sentences += usize::from(relation == Relation::Sentence);
        self.columns[relation as usize].resize_with(args.len(), Vec::new);
        for (at, arg) in args.iter().enumerate() {
            let word = match *arg {
                Arg::Place(number) => self.database.values.number(number),
                Arg::Text(text) => self.symbol(text),
            };
            self.columns[relation as usize][at].push(word);
        }
    }
}
