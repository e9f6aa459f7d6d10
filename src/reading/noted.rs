//! What the reader notes of some articles, on its way into a database: many rows at once, texts that come again and
//! again looked up once.

use std::ops::Range;

use crate::extract::form::{Arg, Notes, Relation};
use crate::extract::spellings::{hash_of_short, short};
use crate::facts::{Column, Database, Rows, Values, Word};
use crate::rules::RelationId;

/// Rows of the relations of the form that are not yet in the database.
pub(super) struct Noted<'d> {
    database: &'d mut Database,
    columns: &'d mut Columns,
    recent: Recent,
    own: Own,
    words: Waiting,
    sentences: usize,
}

/// Room for rows, used again from one round to the next, as it is much to get and to grow.
pub(super) struct Columns(
    /// For each relation, its columns, and empty ones behind them.
    [[Vec<Word>; WIDEST]; Relation::ALL.len()],
);

impl Default for Columns {
    fn default() -> Columns {
        Columns([const { [const { Vec::new() }; WIDEST] }; Relation::ALL.len()])
    }
}

/// How many rows are put into the database at once.
const BATCH: usize = 4096;

/// How many columns a relation has at most.
const WIDEST: usize = 7;

impl<'d> Noted<'d> {
    /// For rows of a database, by way of columns that are empty.
    pub(super) fn into(database: &'d mut Database, columns: &'d mut Columns) -> Noted<'d> {
        Noted {
            database,
            columns,
            recent: Recent(vec![(u128::MAX, 0); RECENT]),
            own: Own(vec![("", None); OWN]),
            words: Waiting::default(),
            sentences: 0,
        }
    }

    /// The number of sentences of the article that was noted last.
    pub(super) fn sentences(&mut self) -> usize {
        std::mem::take(&mut self.sentences)
    }

    /// Puts all rows into their relations, in the order in which they were noted.
    pub(super) fn put(mut self, form: &[RelationId]) {
        self.look_up_words();
        for (columns, &relation) in self.columns.0.iter_mut().zip(form) {
            put_columns(columns, self.database.rows_mut(relation));
            columns.iter_mut().for_each(Vec::clear);
        }
    }

    /// Looks up the words of chunks that wait for it.
    fn look_up_words(&mut self) {
        let Waiting { texts, ends } = &mut self.words;
        let column = &mut self.columns.0[Relation::Words as usize][1];
        let values = &mut self.database.values;
        values.symbols_within(texts, ends, |word| column.push(word));
        texts.clear();
        ends.clear();
    }
}

/// The words of chunks, most of which are met once: looked up many at a time, so that no look waits for another.
#[derive(Default)]
struct Waiting {
    texts: String,
    ends: Vec<usize>,
}

/// How many of these wait at most.
const WAITING: usize = 512;

/// Adds rows to a relation, given by its columns and empty ones behind them.
fn put_columns(columns: &[Vec<Word>], rows: &mut Rows) {
    let width = columns.iter().take_while(|column| !column.is_empty());
    let columns = &columns[..width.count()];
    let Some(first) = columns.first() else {
        return;
    };
    // Most tell of one verb or chunk after the other, so that no two rows are alike.
    let each_once = first.windows(2).all(|pair| pair[0] < pair[1]);
    if each_once && rows.is_empty() && !rows.has_choices() {
        return rows.append_batch(&part(columns, 0..first.len()), first.len());
    }
    for from in (0..first.len()).step_by(BATCH) {
        let to = first.len().min(from + BATCH);
        rows.insert_batch(&part(columns, from..to), to - from);
    }
}

/// Some rows of columns.
fn part(columns: &[Vec<Word>], rows: Range<usize>) -> Vec<Column<'_>> {
    let part = columns.iter().map(|column| &column[rows.clone()]);
    part.map(Column::Each).collect()
}

/// The words of short texts that were asked for lately; where a text belongs follows from its letters.
struct Recent(Vec<(u128, Word)>);

/// How many short texts are kept: few enough to stay near.
const RECENT: usize = 4096;

impl Recent {
    fn symbol(&mut self, text: &str, values: &mut Values) -> Word {
        let Some(short) = short(text) else {
            return values.symbol(text);
        };
        let place = &mut self.0[hash_of_short(short) as usize % RECENT];
        if place.0 != short {
            *place = (short, values.symbol(text));
        }
        place.1
    }
}

/// The words of the reader's own texts; where one belongs follows from where it lies in the program.
struct Own(Vec<(&'static str, Option<Word>)>);

/// Room for these: far more than there are, so that few share a place.
const OWN: usize = 1024;

impl Own {
    fn symbol(&mut self, text: &'static str, values: &mut Values) -> Word {
        let (kept, word) = &mut self.0[text.as_ptr().addr() % OWN];
        match word {
            Some(word) if std::ptr::eq(*kept, text) => *word,
            _ => {
                *kept = text;
                *word.insert(values.symbol(text))
            }
        }
    }
}

impl Notes for Noted<'_> {
    // Where a fact is noted, its relation and the kinds of its arguments are known.
    #[inline(always)]
    fn note(&mut self, relation: Relation, args: &[Arg<'_>]) {
        self.sentences += usize::from(relation == Relation::Sentence);
        let values = &mut self.database.values;
        let columns = &mut self.columns.0[relation as usize];
        debug_assert!(args.len() <= WIDEST);
        for (column, arg) in columns.iter_mut().zip(args) {
            column.push(match *arg {
                Arg::Text(words) if relation == Relation::Words => {
                    self.words.texts.push_str(words);
                    self.words.ends.push(self.words.texts.len());
                    continue;
                }
                Arg::Place(number) => values.number(number),
                Arg::Text(text) => self.recent.symbol(text, values),
                Arg::Own(text) => self.own.symbol(text, values),
            });
        }
        if relation == Relation::Words && self.words.ends.len() == WAITING {
            self.look_up_words();
        }
    }
}
