//! The relations of a program with what their words stand for.

use super::rows::FEW;
use super::symbols::Part;
use super::{Rows, Values};
use crate::rules::{Const, Program, RelationId, Type};

/// How many facts of a program have their texts looked up together.
const FACTS: usize = 256;

/// Tuples for every relation of a program.
#[derive(Clone, Debug)]
pub struct Database {
    pub values: Values,
    relations: Vec<Rows>,
    /// As in [`Rows::set_dense_from`].
    dense_from: usize,
}

impl Default for Database {
    fn default() -> Database {
        Database {
            values: Values::default(),
            relations: Vec::new(),
            dense_from: FEW,
        }
    }
}

impl Database {
    /// Empty relations for a program, and the facts that it states.
    pub fn new(program: &Program) -> Database {
        let relations = program
            .relations
            .iter()
            .map(|relation| Rows::with_choices(relation.arity(), &relation.choices));
        let mut database = Database {
            values: Values::new(&program.types),
            relations: relations.collect(),
            dense_from: FEW,
        };
        for facts in program.facts.chunks(FACTS) {
            let values = facts.iter().flat_map(|fact| &fact.values);
            let texts: Vec<&str> = values.filter_map(Const::text).collect();
            database
                .values
                .symbols_of(&texts, |text| Part::whole(text), |_| {});
            for fact in facts {
                database.insert(fact.relation, &fact.values);
            }
        }
        database
    }

    /// Makes the database what another of the same program is, of which it was a copy and has kept all tuples. Says
    /// which relations have changed: they keep the room that they took.
    pub(crate) fn begin_again(&mut self, blank: &Database) -> Vec<bool> {
        self.values = blank.values.clone();
        self.relations.truncate(blank.relations.len());
        let pairs = self.relations.iter_mut().zip(&blank.relations);
        let changed = pairs.map(|(rows, blank)| {
            let has_changed = rows.len() != blank.len();
            if has_changed {
                rows.clear();
                blank.iter().for_each(|tuple| _ = rows.insert(tuple));
            }
            has_changed
        });
        changed.collect()
    }

    /// Sets from how many tuples on relations of one or two columns may take forms for dense tuples.
    pub(crate) fn set_dense_from(&mut self, tuples: usize) {
        self.dense_from = tuples;
        let relations = self.relations.iter_mut();
        relations.for_each(|rows| rows.set_dense_from(tuples));
    }

    pub fn rows(&self, relation: RelationId) -> &Rows {
        &self.relations[relation.index()]
    }

    pub fn rows_mut(&mut self, relation: RelationId) -> &mut Rows {
        &mut self.relations[relation.index()]
    }

    /// How many relations there are.
    pub fn relations(&self) -> usize {
        self.relations.len()
    }

    /// Adds a relation that the program does not have, such as that of a query's answers.
    pub fn add_relation(&mut self, arity: usize) -> RelationId {
        let mut rows = Rows::new(arity);
        rows.set_dense_from(self.dense_from);
        self.relations.push(rows);
        RelationId(self.relations.len() as u32 - 1)
    }

    /// Has a relation for each one of a program that has more, or fewer, behind those that were there.
    pub fn fit(&mut self, program: &Program) {
        self.relations.truncate(program.relations.len());
        for relation in &program.relations[self.relations.len()..] {
            let rows = Rows::with_choices(relation.arity(), &relation.choices);
            self.relations.push(rows);
        }
    }

    /// Takes the rows of a relation away again that came behind its first ones.
    pub fn shorten(&mut self, relation: RelationId, length: usize) {
        if self.rows(relation).len() > length {
            self.rows_mut(relation).retain(length, |row| row < length);
        }
    }

    /// Empties a relation; returns what it had.
    pub fn take(&mut self, program: &Program, relation: RelationId) -> Rows {
        let declared = program.relation(relation);
        let empty = Rows::with_choices(declared.arity(), &declared.choices);
        std::mem::replace(self.rows_mut(relation), empty)
    }

    /// Takes the relation added last away again.
    pub fn remove_last_relation(&mut self) -> Option<Rows> {
        self.relations.pop()
    }

    /// Adds a tuple of constants; says whether it is new.
    pub fn insert(&mut self, relation: RelationId, tuple: &[Const]) -> bool {
        let words: Vec<_> = tuple.iter().map(|v| self.values.constant(v)).collect();
        self.relations[relation.index()].insert(&words)
    }

    /// A relation's tuples as constants, sorted by value, so that they come out alike whatever evaluated
    /// them.
    pub fn sorted(&self, program: &Program, relation: RelationId) -> Vec<Vec<Const>> {
        let types: Vec<Type> = program
            .relation(relation)
            .columns
            .iter()
            .map(|c| c.ty)
            .collect();
        let mut tuples: Vec<Vec<Const>> = self
            .rows(relation)
            .iter()
            .map(|row| {
                let words = row.iter().zip(&types);
                words
                    .map(|(&word, &ty)| self.values.meaning(word, ty))
                    .collect()
            })
            .collect();
        tuples.sort_unstable();
        tuples
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> usize {
        self.values.memory() + self.relations.iter().map(Rows::memory).sum::<usize>()
    }
}
