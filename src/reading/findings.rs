//! What the rules found, as rows with places in the text.

use crate::facts::{Database, Word};
use crate::rules::Program;

/// A tuple of one of the relations of `rules/reading/findings.dl`.
#[derive(Clone, Copy)]
pub(super) struct Finding<'d> {
    database: &'d Database,
    row: &'d [Word],
}

impl<'d> Finding<'d> {
    /// The tuples of a relation; none if the rules do not have it.
    pub(super) fn all(
        program: &Program,
        database: &'d Database,
        relation: &str,
    ) -> Vec<Finding<'d>> {
        let id = program.find(relation);
        let rows = id.map(|id| database.rows(id).iter());
        rows.into_iter()
            .flatten()
            .map(|row| Finding { database, row })
            .collect()
    }

    pub(super) fn text(self, column: usize) -> &'d str {
        self.database.values.text(self.row[column])
    }

    pub(super) fn number(self, column: usize) -> i64 {
        self.database.values.integer(self.row[column])
    }

    /// The place in this column.
    pub(super) fn place(self, column: usize) -> usize {
        usize::try_from(self.number(column)).unwrap_or(0)
    }

    /// The place in this column and the one after it.
    pub(super) fn span(self, column: usize) -> (usize, usize) {
        (self.place(column), self.place(column + 1))
    }
}
