//! Evaluation on demand: relations are completed when something needs all of them, and a query derives of the
//! others what it asks for.

use super::fixpoint::{evaluate_encoded, evaluate_strata};
use super::functors::{Functors, Notes};
use super::limits::{Limits, Stopped, Watch};
use super::queries::answer;
use crate::facts::{Database, Rows};
use crate::rules::{Program, Query, RelationId, Stratum, demanded, derived, needs};

/// Which relations of a database have all their tuples.
#[derive(Clone, Debug)]
pub struct Completed(Vec<bool>);

impl Completed {
    /// All relations of a program, which was evaluated.
    pub fn all(program: &Program) -> Completed {
        Completed(vec![true; program.relations.len()])
    }

    /// Those that no rule derives.
    pub fn stated(program: &Program) -> Completed {
        Completed(
            derived(program)
                .into_iter()
                .map(|derived| !derived)
                .collect(),
        )
    }

    pub fn has(&self, relation: RelationId) -> bool {
        self.0[relation.index()]
    }

    /// Whether nothing is left to derive.
    pub fn is_all(&self) -> bool {
        !self.0.contains(&false)
    }
}

/// Completes some relations and all that they rest on; all, if the program takes numbers from the counter.
/// Returns what was undefined on the way.
///
/// On an error, nothing was added to the relations.
pub fn complete(
    program: &Program,
    relations: &[RelationId],
    database: &mut Database,
    completed: &mut Completed,
    limits: &Limits,
) -> Result<Notes, Stopped> {
    let mut needed = vec![false; program.relations.len()];
    let concerned = match program.counts() {
        true => program.ids().collect(),
        false => needs(program, relations),
    };
    for relation in concerned {
        needed[relation.index()] = !completed.has(relation);
    }
    let lengths: Vec<usize> = program.ids().map(|id| database.rows(id).len()).collect();
    let is_needed = |id: &RelationId| needed[id.index()];
    let wanted = |stratum: &Stratum| stratum.relations.iter().any(is_needed);
    let notes = match evaluate_encoded(program, wanted, database, limits) {
        Ok(notes) => notes,
        Err(stopped) => {
            for (id, length) in program.ids().zip(lengths) {
                database.shorten(id, length);
            }
            return Err(stopped);
        }
    };
    for (completed, needed) in completed.0.iter_mut().zip(needed) {
        *completed |= needed;
    }
    Ok(notes)
}

/// The tuples that answer a query, and what was undefined on the way. Derives what the query needs: whole
/// relations are complete from then on, parts of relations are forgotten.
pub fn ask(
    program: &Program,
    query: &Query,
    database: &mut Database,
    completed: &mut Completed,
    limits: &Limits,
) -> Result<(Rows, Notes), Stopped> {
    if completed.is_all() {
        return answer(program, query, database, limits);
    }
    if !limits.tuning.demand || program.counts() {
        let all: Vec<RelationId> = program.ids().collect();
        let mut notes = complete(program, &all, database, completed, limits)?;
        let (rows, more) = answer(program, query, database, limits)?;
        notes.extend(more);
        return Ok((rows, notes));
    }
    let demanded = demanded(program, query, &completed.0);
    let mut notes = complete(program, &demanded.whole, database, completed, limits)?;
    let added = &demanded.program.relations[program.relations.len()..];
    for relation in added {
        database.add_relation(relation.arity());
    }
    let answered = answer_demanded(&demanded.program, &demanded.query, database, limits);
    for _ in added {
        database.remove_last_relation();
    }
    let (rows, more) = answered?;
    notes.extend(more);
    Ok((rows, notes))
}

fn answer_demanded(
    program: &Program,
    query: &Query,
    database: &mut Database,
    limits: &Limits,
) -> Result<(Rows, Notes), Stopped> {
    // Numbering values anew would cost more than what little is asked for.
    let mut functors = Functors::default();
    let strata = program.strata.iter();
    evaluate_strata(
        program,
        strata,
        database,
        &mut functors,
        &mut Watch::new(limits),
    )?;
    let mut notes = functors.notes;
    let (rows, more) = answer(program, query, database, limits)?;
    notes.extend(more);
    Ok((rows, notes))
}
