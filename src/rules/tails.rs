//! Rules that end with the relation that they derive: what such a rule asks for answers what it was asked itself,
//! so that demand need not keep the answers to all that was asked on the way (Naughton, Ramakrishnan, Sagiv
//! and Ullman 1989, on right-linear rules).

use super::demand::{hands_on, is_known};
use super::needs::needs;
use super::program::{Atom, Literal, Program, RelationId, Rule, Term};

/// Whether all recursion through a relation with these rules, asked for with values in the columns `bound`, is
/// by tails: an atom that asks for the relation in the same way and gives the rule its other columns.
pub(super) fn is_by_tails(program: &Program, rules: &[&Rule], bound: &[bool]) -> bool {
    let Some(relation) = rules.first().map(|rule| rule.head.relation) else {
        return false;
    };
    // Else it would be kept for more demands than there are answers.
    let asked = bound.iter().filter(|bound| **bound).count();
    let mut some = false;
    if asked > bound.len() - asked {
        return false;
    }
    for rule in rules {
        let rest = match tail_of(rule, relation) {
            Some((rest, tail)) => {
                some = true;
                if !is_tail(&rest, &tail, bound) {
                    return false;
                }
                rest.body
            }
            None => rule.body.clone(),
        };
        let others = rest.iter().flat_map(Literal::relations);
        let others: Vec<RelationId> = others.map(|(id, ..)| id).collect();
        if needs(program, &others).contains(&relation) {
            return false;
        }
    }
    some
}

/// A rule without the first of its atoms of the relation that it derives, and that atom.
pub(super) fn tail_of(rule: &Rule, relation: RelationId) -> Option<(Rule, Atom)> {
    let at = rule.body.iter().position(|literal| match literal {
        Literal::Atom(atom) => atom.relation == relation,
        _ => false,
    })?;
    let mut rest = rule.clone();
    match rest.body.remove(at) {
        Literal::Atom(tail) => Some((rest, tail)),
        _ => None,
    }
}

/// Whether the rest of a rule hands on values for the bound columns of the tail, and all other columns are, as they
/// are, those of the head.
fn is_tail(rest: &Rule, tail: &Atom, bound: &[bool]) -> bool {
    let head = &rest.head;
    let mut known = vec![false; rest.variables.len()];
    let mut used = vec![0; rest.variables.len()];
    for literal in &rest.body {
        literal.variables(&mut |var| used[var.index()] += 1);
        if let Literal::Aggregate(aggregate) = literal {
            used[aggregate.target.index()] += 1;
        }
    }
    for var in head.variables() {
        used[var.index()] += 1;
    }
    for (arg, _) in head.args.iter().zip(bound).filter(|(_, bound)| **bound) {
        arg.variables(&mut |var| known[var.index()] = true);
    }
    let mut waiting: Vec<&Literal> = rest.body.iter().collect();
    let ready = |literal: &&Literal, known: &[bool]| match literal {
        Literal::Atom(atom) => atom.args.iter().any(|arg| is_known(arg, known)),
        literal => hands_on(literal, known),
    };
    while let Some(at) = waiting.iter().position(|literal| ready(literal, &known)) {
        waiting
            .remove(at)
            .variables(&mut |var| known[var.index()] = true);
    }
    let columns = tail.args.iter().zip(&head.args).zip(bound);
    columns
        .into_iter()
        .all(|((arg, of_head), bound)| match (bound, arg) {
            (true, arg) => is_known(arg, &known),
            (false, Term::Var(var)) => {
                let among_bound = tail.args.iter().filter(|other| *other == arg).count() > 1;
                arg == of_head && used[var.index()] == 1 && !among_bound
            }
            (false, _) => false,
        })
}
