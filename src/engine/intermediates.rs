//! Long recursive bodies in parts: what two atoms give is a relation of its own.
//!
//! A body with several recursive atoms is joined once a round for each of them, and what the first two atoms
//! give is found again every time, once for each value of the variable that they share. As a relation it is
//! found once, and has a delta like any other. This is what users of Datalog engines do by hand; compilers
//! of logic programs know it as supplementary relations (Beeri and Ramakrishnan, "On the power of magic",
//! 1991).

use super::plan::used;
use crate::rules::{Atom, Literal, RelationId, Rule, Term, VarId};

/// How many columns an intermediate relation may have: with more, what is saved seldom outweighs the memory.
const WIDEST: usize = 2;

/// A relation for what two atoms give.
pub(super) struct Intermediate {
    pub(super) arity: usize,
    /// The relation whose rule it is a part of.
    pub(super) part_of: RelationId,
}

/// Whether a rule has enough atoms, and recursive ones among them, to be split.
pub(super) fn may_be_split(rule: &Rule, is_recursive: &dyn Fn(RelationId) -> bool) -> bool {
    let atoms = || {
        let atoms = rule.body.iter();
        atoms.filter_map(|literal| match literal {
            Literal::Atom(atom) => Some(atom),
            _ => None,
        })
    };
    let recursive = atoms().filter(|atom| is_recursive(atom.relation));
    rule.plan.is_empty() && atoms().count() >= 3 && recursive.count() >= 2
}

/// Splits the rules of a stratum. `inside` says which relations are in it; new ones are numbered from `next`
/// on.
pub(super) fn split(
    rules: Vec<Rule>,
    inside: &dyn Fn(RelationId) -> bool,
    next: usize,
) -> (Vec<Rule>, Vec<Intermediate>) {
    let mut split = Vec::new();
    let mut new: Vec<Intermediate> = Vec::new();
    for mut rule in rules {
        loop {
            let is_new = |id: RelationId| id.index() >= next;
            let is_recursive = |id: RelationId| inside(id) || is_new(id);
            let relation = RelationId((next + new.len()) as u32);
            let Some(part) = take_part(&mut rule, &is_recursive, relation) else {
                break;
            };
            new.push(Intermediate {
                arity: part.head.args.len(),
                part_of: rule.head.relation,
            });
            split.push(part);
        }
        split.push(rule);
    }
    (split, new)
}

/// Takes two atoms out of a rule's body and puts one of a new relation in their place; returns the rule of
/// that relation.
fn take_part(
    rule: &mut Rule,
    is_recursive: &dyn Fn(RelationId) -> bool,
    relation: RelationId,
) -> Option<Rule> {
    let (first, second, head) = find_part(rule, is_recursive, relation)?;
    let body = vec![rule.body[first].clone(), rule.body[second].clone()];
    let part = Rule {
        head: head.clone(),
        body,
        ..rule.clone()
    };
    rule.body[first] = Literal::Atom(head);
    rule.body.remove(second);
    Some(part)
}

/// The places of two atoms of a rule that share a variable which nothing else needs, and what they give.
/// Only if the body has more atoms, at least two of them recursive.
fn find_part(
    rule: &Rule,
    is_recursive: &dyn Fn(RelationId) -> bool,
    relation: RelationId,
) -> Option<(usize, usize, Atom)> {
    let atoms: Vec<(usize, &Atom)> = rule
        .body
        .iter()
        .enumerate()
        .filter_map(|(at, literal)| match literal {
            Literal::Atom(atom) => Some((at, atom)),
            _ => None,
        })
        .collect();
    if !may_be_split(rule, is_recursive) {
        return None;
    }
    let pairs = (0..atoms.len()).flat_map(|one| (one + 1..atoms.len()).map(move |two| (one, two)));
    for (one, two) in pairs {
        let (first, one) = atoms[one];
        let (second, two) = atoms[two];
        if !is_recursive(one.relation) && !is_recursive(two.relation) {
            continue;
        }
        let needed = needed_besides(rule, [first, second]);
        let mut columns: Vec<VarId> = one.variables().chain(two.variables()).collect();
        columns.sort_unstable();
        columns.dedup();
        columns.retain(|var| needed.contains(var));
        let mut shared = one
            .variables()
            .filter(|&var| two.variables().any(|v| v == var));
        if columns.len() > WIDEST || columns.is_empty() || shared.all(|var| needed.contains(&var)) {
            continue;
        }
        let head = Atom {
            relation,
            args: columns.into_iter().map(Term::Var).collect(),
            span: rule.span,
        };
        return Some((first, second, head));
    }
    None
}

/// The variables that the head and the other literals need.
fn needed_besides(rule: &Rule, pair: [usize; 2]) -> Vec<VarId> {
    let mut needed: Vec<VarId> = rule.head.variables().collect();
    for (at, literal) in rule.body.iter().enumerate() {
        if !pair.contains(&at) {
            used(literal, &mut needed);
        }
    }
    needed
}
