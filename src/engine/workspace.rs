//! Room that evaluations of one program over ever new facts use one after the other.

use super::fixpoint::evaluate_with;
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
        evaluate_with(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::evaluate;
    use crate::facts::Word;
    use crate::rules::{RelationId, program_of};

    const PROGRAM: &str = "
        .decl word(text: symbol, kind: symbol)
        word(\"a\", \"k\"). word(\"b\", \"k\"). word(\"c\", \"l\").
        .decl next(x: number, y: number)
        .decl said(x: number, text: symbol)
        .decl path(x: number, y: number)
        path(x, y) :- next(x, y).
        path(x, z) :- path(x, y), next(y, z).
        .decl kind(x: number, kind: symbol, y: number)
        kind(x, k, y) :- said(x, t), word(t, k), path(x, y), !said(y, t).
        .decl last(x: number, y: number)
        last(x, y) :- said(x, _), y = max z : { path(x, z) }.
    ";

    #[test]
    fn what_was_evaluated_before_leaves_no_trace() {
        let rounds = [40, 60, 2_000, 2_500, 7, 500, 600, 0, 3_000, 2_900];
        assert_rounds(PROGRAM, &rounds, |database, size, find| {
            let mut random = fastrand::Rng::with_seed(size);
            for _ in 0..size {
                let from = random.u32(..50_000);
                let edge = [from, from + random.u32(1..9)];
                database.rows_mut(find("next")).insert(&edge);
                let text = ["a", "b", "c", "d"][random.usize(..4)];
                let text: Word = database.values.symbol(text);
                database.rows_mut(find("said")).insert(&[edge[0], text]);
            }
        });
    }

    /// Evaluates both, and compares all that they have.
    fn assert_like_fresh(program: &Program, workspace: &mut Workspace, mut fresh: Database) {
        let limits = Limits::default();
        workspace.evaluate(program, &limits).expect("no limits");
        evaluate(program, &mut fresh, &limits).expect("no limits");
        for at in 0..program.relations.len() {
            let relation = RelationId(at as u32);
            let sorted = |database: &Database| database.sorted(program, relation);
            assert_eq!(sorted(workspace.database()), sorted(&fresh));
        }
    }

    /// Evaluates a program round by round, in a workspace and in fresh databases, which `fill` is given for each round.
    fn assert_rounds<R: Copy>(
        program: &str,
        rounds: &[R],
        fill: impl Fn(&mut Database, R, &dyn Fn(&str) -> RelationId),
    ) {
        let program = program_of(program);
        let find = |name: &str| program.find(name).expect("declared");
        let blank = Database::new(&program);
        let mut workspace = Workspace::new(&blank);
        for &round in rounds {
            workspace.begin_again(&blank);
            let mut fresh = blank.clone();
            fill(workspace.database_mut(), round, &find);
            fill(&mut fresh, round, &find);
            assert_like_fresh(&program, &mut workspace, fresh);
        }
    }

    #[test]
    fn bindings_are_followed_further_than_before() {
        let program = "
            .decl a(x: number, y: number)
            .decl b(x: number, y: number)
            .decl c(x: number)
            .decl ends(x: number, z: number)
            ends(x, z) :- a(x, y), b(y, z), c(z).
            .decl chain(x: number, z: number)
            chain(x, y) :- a(x, y).
            chain(x, z) :- chain(x, y), b(y, z), c(z).";
        // From where on the tuples of b and c begin: with 0, all join.
        let rounds = [(1000, 0), (0, 1000), (0, 0), (1000, 1000), (90, 0), (0, 90)];
        assert_rounds(program, &rounds, |database, (of_b, of_c), find| {
            for n in 0..100 {
                database.rows_mut(find("a")).insert(&[n, n]);
                database.rows_mut(find("b")).insert(&[n + of_b, n + 1]);
                database.rows_mut(find("c")).insert(&[n + of_c]);
            }
        });
    }

    #[test]
    fn an_index_of_what_is_empty_now_has_nothing() {
        let program = "
            .decl a(x: number, y: number)
            .decl b(x: number, y: number)
            .decl c(x: number)
            .decl most(x: number, y: number)
            most(x, y) :- c(x), y = max z : { a(x, z), b(x, z) }.";
        let rounds = [(2_000, 2_000), (0, 2_000), (2_000, 0), (0, 0)];
        assert_rounds(program, &rounds, |database, (of_a, of_b), find| {
            for n in 0..2_000 {
                // Far apart, so that keys are numbered by rank.
                let x = n * 40;
                database.rows_mut(find("c")).insert(&[x]);
                for (relation, many) in [("a", of_a), ("b", of_b)] {
                    if n < many {
                        database.rows_mut(find(relation)).insert(&[x, n % 7]);
                    }
                }
            }
        });
    }
}
