//! The facts of some sentences.

use super::room::Room;
use super::sentence::told;
use super::{Notes, Relation, percent};
use crate::extract::dates::Date;
use crate::extract::discourse::Discourse;
use crate::extract::reader::Reader;
use crate::extract::subjects::Clauses;
use crate::extract::tokens::Token;

/// Where a sentence stands among those that are read together.
#[derive(Clone, Copy, Debug, Default)]
pub struct At {
    /// The number of its article: two may have the same id.
    pub article: usize,
    /// The number of the sentence.
    pub sentence: usize,
    /// The place of its first token.
    pub first: usize,
}

impl At {
    /// Where the sentence stands that follows one with these tokens.
    fn behind(self, sentence: &[Token]) -> At {
        At {
            article: self.article,
            sentence: self.sentence + 1,
            first: self.first + sentence.len(),
        }
    }
}

/// Sentences that are written together, with what was read of them.
pub(in crate::extract) struct Block<'b, 't, 'a> {
    pub(in crate::extract) reader: &'b Reader<'b>,
    pub(in crate::extract) discourse: &'b Discourse,
    pub(in crate::extract) clauses: &'b [Clauses<'t, 'a>],
    /// The dates of each sentence.
    pub(in crate::extract) dates: &'b [Vec<Date>],
}

impl<'t> Block<'_, 't, '_> {
    /// Writes the form of these sentences of an article as facts. Returns where the next one stands.
    pub(in crate::extract) fn write(
        &self,
        article: &str,
        first: At,
        notes: &mut impl Notes,
        room: &mut Room<'t>,
    ) -> At {
        let mut at = first;
        for (clauses, dates) in self.clauses.iter().zip(self.dates) {
            let sentence = clauses.sentence;
            let end = at.first + sentence.len();
            let args = [
                at.sentence.into(),
                article.into(),
                at.first.into(),
                end.into(),
            ];
            notes.note(Relation::Sentence, &args);
            self.reader
                .write_form(clauses, dates, self.discourse, at, notes, room);
            at = at.behind(sentence);
        }
        let mut at = first;
        for clauses in self.clauses {
            self.write_statements(clauses, at, notes);
            at = at.behind(clauses.sentence);
        }
        at
    }

    /// Writes who said what in a sentence.
    fn write_statements(&self, clauses: &Clauses, at: At, notes: &mut impl Notes) {
        let sentence = clauses.sentence;
        let place = |byte: usize| at.first + sentence.partition_point(|t| t.range.end <= byte);
        for statement in self.reader.statements(clauses) {
            let (who, _) = told(self.discourse, &statement.speaker);
            let about = &statement.about;
            let to = place(about.end.saturating_sub(1)) + usize::from(!about.is_empty());
            let args = [
                at.sentence.into(),
                who.as_ref().into(),
                statement.act.into(),
                place(about.start).into(),
                to.into(),
                percent(statement.sure),
            ];
            notes.note(Relation::Statement, &args);
        }
    }
}
