//! Room that evaluations of one program over ever new facts use one after the other.

use super::fixpoint::evaluate_strata;
use super::index::Indexes;
use super::{Functors, Limits, Notes, Stopped, Watch};
use crate::facts::Database;
use crate::rules::Program;

/// A database with its indexes, which can be emptied and filled again. Relations keep the room that they took, and
/// those that do not change keep their indexes.
pub struct Workspace {
    database: Database,
    indexes: Indexes,
}

impl Workspace {
    /// Room for evaluations that begin with what a database has.
    pub fn new(blank: &Database) -> Workspace {
        Workspace {
            database: blank.clone(),
            indexes: Indexes::default(),
        }
    }

    /// Takes away all that came to what the workspace was made with.
    pub fn begin_again(&mut self, blank: &Database) {
        let changed = self.database.begin_again(blank);
        self.indexes
            .begin_again(|relation| changed.get(relation.index()).is_none_or(|changed| *changed));
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    pub fn database_mut(&mut self) -> &mut Database {
        &mut self.database
    }

    /// Derives everything that a program's rules say of the database, over values as they are. Returns what was
    /// undefined on the way. On an error the workspace is of no use any more.
    pub fn evaluate(&mut self, program: &Program, limits: &Limits) -> Result<Notes, Stopped> {
        let mut functors = Functors::default();
        let mut watch = Watch::new(limits);
        evaluate_strata(
            program,
            program.strata.iter(),
            &mut self.database,
            &mut self.indexes,
            &mut functors,
            &mut watch,
        )?;
        Ok(functors.notes)
    }
}
