//! What is not needed of facts once all of them are there.

use crate::facts::Database;
use crate::rules::{Atom, Literal, Program, RelationId, Term};

use super::plan::used;

/// Gives up what tells which tuples a relation has, for those that get no more of them and of which no rule asks
/// whether one is there.
pub fn settle(program: &Program, database: &mut Database) {
    for relation in program.ids() {
        let mut rules = program.rules.iter();
        if rules.all(|rule| rule.head.relation != relation && !asks(&rule.body, relation)) {
            database.rows_mut(relation).forget_members();
        }
    }
}

/// Whether a body may ask if a relation has a tuple that is known as a whole.
fn asks(body: &[Literal], relation: RelationId) -> bool {
    let is_known_elsewhere = |atom: &Atom, at: usize| {
        let mut others = Vec::new();
        for (other, literal) in body.iter().enumerate() {
            if other != at {
                used(literal, &mut others);
            }
        }
        atom.args.iter().all(|arg| match arg {
            Term::Var(var) => others.contains(var),
            Term::Any => false,
            Term::Const(_) | Term::Call(..) => true,
        })
    };
    body.iter().enumerate().any(|(at, literal)| match literal {
        Literal::Atom(atom) => atom.relation == relation && is_known_elsewhere(atom, at),
        Literal::Not(atom) => atom.relation == relation,
        Literal::Aggregate(aggregate) => asks_in_aggregate(&aggregate.body, relation),
        _ => false,
    })
}

/// The variables of an aggregate's body may be known from around it.
fn asks_in_aggregate(body: &[Literal], relation: RelationId) -> bool {
    body.iter().any(|literal| match literal {
        Literal::Atom(atom) | Literal::Not(atom) => atom.relation == relation,
        Literal::Aggregate(aggregate) => asks_in_aggregate(&aggregate.body, relation),
        _ => false,
    })
}
