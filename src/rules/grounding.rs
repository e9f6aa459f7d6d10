//! Safety: every variable is bound, and the order in which a body can be evaluated.

use super::builtins::{Functor, Test};
use super::program::{Literal, Term, VarId};
use crate::syntax::ast::{Comparison, Operator};

/// The order in which the literals of a body can be evaluated, given the variables already bound.
///
/// Positive atoms keep their order; everything else comes as early as its variables are bound, what takes least
/// first; but an atom that only asks whether there is a tuple comes before values are made. Literals whose variables
/// are never bound are left out; `bound` then lacks them.
pub fn schedule(body: &[Literal], bound: &mut [bool]) -> Vec<usize> {
    schedule_some(body, (0..body.len()).collect(), bound)
}

/// The same of some literals of a body, which are in this order.
pub fn schedule_some(body: &[Literal], mut waiting: Vec<usize>, bound: &mut [bool]) -> Vec<usize> {
    let mut order = Vec::with_capacity(waiting.len());
    loop {
        let ready =
            |&at: &usize| !is_atom(&body[at]) && !counts(&body[at]) && is_ready(&body[at], bound);
        let next = (0..waiting.len())
            .filter(|&position| ready(&waiting[position]))
            .min_by_key(|&position| effort(&body[waiting[position]], bound));
        let atom = waiting.iter().position(|&at| is_atom(&body[at]));
        let makes = |position: &usize| effort(&body[waiting[*position]], bound) == MAKES;
        let asks = |position: &usize| binds_nothing(&body[waiting[*position]], bound);
        let next = match next {
            Some(next) if makes(&next) => atom.filter(asks).or(Some(next)),
            next => next.or(atom),
        };
        let next = next.or_else(|| waiting.iter().position(|&at| is_ready(&body[at], bound)));
        let Some(next) = next else {
            return order;
        };
        let at = waiting.remove(next);
        bind(&body[at], bound);
        order.push(at);
    }
}

/// What it takes to make values.
const MAKES: usize = 4;

/// How much it takes to evaluate a literal that is no atom, from 0 up. What may be undefined, and what makes values,
/// comes behind the conditions that may keep it from being evaluated.
fn effort(literal: &Literal, bound: &[bool]) -> usize {
    if !binds_nothing(literal, bound) {
        return MAKES;
    }
    let plain = |term: &Term| !matches!(term, Term::Call(..));
    match literal {
        Literal::Compare(_, left, right, _) if plain(left) && plain(right) => 0,
        Literal::Not(_) | Literal::Atom(_) => 1,
        Literal::Test { test, args, .. } => match test {
            Test::Contains if args.iter().all(plain) => 1,
            Test::Contains if args.iter().all(is_total) => 2,
            _ => 3,
        },
        Literal::Compare(_, left, right, _) if is_total(left) && is_total(right) => 2,
        Literal::Compare(..) | Literal::Unpack(_) | Literal::Range { .. } => 3,
        Literal::Aggregate(_) => MAKES,
    }
}

/// Whether a term has a value whatever its variables stand for.
fn is_total(term: &Term) -> bool {
    match term {
        Term::Call(Functor::Cat | Functor::Substr | Functor::Strlen, args) => {
            args.iter().all(is_total)
        }
        Term::Call(Functor::Operator(operator, _), args) => {
            let is_defined = matches!(operator, Operator::Add | Operator::Subtract);
            is_defined && args.iter().all(is_total)
        }
        Term::Call(..) => false,
        Term::Var(_) | Term::Const(_) | Term::Any => true,
    }
}

/// Marks what an atom binds, and what can be computed then by some literals of its body that are no atoms.
pub fn bind_with(atom: Option<&Literal>, body: &[Literal], others: &[usize], bound: &mut [bool]) {
    if let Some(atom) = atom {
        bind(atom, bound);
    }
    let mut grew = true;
    while grew {
        grew = false;
        for &at in others {
            if !binds_nothing(&body[at], bound) && is_ready(&body[at], bound) {
                bind(&body[at], bound);
                grew = true;
            }
        }
    }
}

/// Whether all that a literal could bind is bound.
fn binds_nothing(literal: &Literal, bound: &[bool]) -> bool {
    let is_bound = |var: VarId| bound[var.index()];
    match literal {
        Literal::Atom(atom) => atom.variables().all(is_bound),
        Literal::Compare(Comparison::Equal, left, right, _) => {
            [left, right].into_iter().all(|side| match side {
                Term::Var(var) => is_bound(*var),
                _ => true,
            })
        }
        Literal::Aggregate(aggregate) => is_bound(aggregate.target),
        Literal::Unpack(_) => {
            let mut all = true;
            literal.variables(&mut |var| all &= is_bound(var));
            all
        }
        Literal::Range { target, .. } => is_bound(*target),
        Literal::Not(_) | Literal::Compare(..) | Literal::Test { .. } => true,
    }
}

fn is_atom(literal: &Literal) -> bool {
    matches!(literal, Literal::Atom(_))
}

/// Whether a literal takes a number from the counter: once for each way to make all the others true.
pub(super) fn counts(literal: &Literal) -> bool {
    fn in_term(term: &Term) -> bool {
        match term {
            Term::Call(Functor::Counter, _) => true,
            Term::Call(_, args) => args.iter().any(in_term),
            _ => false,
        }
    }
    match literal {
        Literal::Compare(_, left, right, _) => in_term(left) || in_term(right),
        _ => false,
    }
}

/// Whether every variable that a literal needs is bound.
fn is_ready(literal: &Literal, bound: &[bool]) -> bool {
    let known = |term: &Term| is_known(term, bound);
    match literal {
        Literal::Atom(_) => true,
        Literal::Not(atom) => atom.args.iter().all(known),
        Literal::Compare(Comparison::Equal, left, right, _) => match (left, right) {
            (Term::Var(_), other) if known(other) => true,
            (other, Term::Var(_)) if known(other) => true,
            _ => known(left) && known(right),
        },
        Literal::Compare(_, left, right, _) => known(left) && known(right),
        Literal::Test { args, .. } => args.iter().all(known),
        Literal::Aggregate(aggregate) => aggregate.outer.iter().all(|var| bound[var.index()]),
        Literal::Unpack(unpack) => {
            let is_value = |field: &Term| *field != Term::Any && known(field);
            bound[unpack.value.index()] || unpack.fields.iter().all(is_value)
        }
        Literal::Range { from, to, step, .. } => {
            known(from) && known(to) && step.as_ref().is_none_or(known)
        }
    }
}

/// Whether a term's variables are all bound.
fn is_known(term: &Term, bound: &[bool]) -> bool {
    let mut all = true;
    term.variables(&mut |var| all &= bound[var.index()]);
    all
}

/// Marks what a literal binds.
fn bind(literal: &Literal, bound: &mut [bool]) {
    match literal {
        Literal::Atom(atom) => atom.variables().for_each(|var| bound[var.index()] = true),
        Literal::Compare(Comparison::Equal, left, right, _) => {
            for side in [left, right] {
                if let Term::Var(var) = side {
                    bound[var.index()] = true;
                }
            }
        }
        Literal::Aggregate(aggregate) => bound[aggregate.target.index()] = true,
        Literal::Unpack(_) => literal.variables(&mut |var| bound[var.index()] = true),
        Literal::Range { target, .. } => bound[target.index()] = true,
        Literal::Not(_) | Literal::Compare(..) | Literal::Test { .. } => {}
    }
}

/// The variables of a body that nothing binds, each with the kind of place that needs it.
pub(super) fn ungrounded(body: &[Literal], variables: usize) -> Vec<VarId> {
    let mut bound = vec![false; variables];
    let order = schedule(body, &mut bound);
    let mut missing = Vec::new();
    let mut need = |var: VarId, bound: &[bool]| {
        if !bound[var.index()] && !missing.contains(&var) {
            missing.push(var);
        }
    };
    for (at, literal) in body.iter().enumerate() {
        if order.contains(&at) {
            if let Literal::Aggregate(aggregate) = literal {
                let mut inside = bound.clone();
                schedule(&aggregate.body, &mut inside);
                for literal in &aggregate.body {
                    literal.variables(&mut |var| need(var, &inside));
                }
                if let Some(value) = &aggregate.value {
                    value.variables(&mut |var| need(var, &inside));
                }
            }
        } else {
            literal.variables(&mut |var| need(var, &bound));
        }
    }
    missing
}
