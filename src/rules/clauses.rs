//! Bodies as written to plain alternatives: disjunctions multiplied out, negations pushed inwards.

use crate::syntax::ast::{Body, Condition, Term, TermKind};
use crate::text::Report;

/// A body may stand for this many alternatives at most; a clause that needs more is refused.
const MOST_ALTERNATIVES: usize = 1000;

/// A condition with nothing inside it, to hold or not to hold.
#[derive(Clone, Copy)]
pub(super) struct Flat<'a> {
    /// An atom, comparison or constant.
    pub(super) condition: &'a Condition,
    pub(super) positive: bool,
}

/// All ways through the alternatives of a body.
pub(super) fn alternatives(body: &Body) -> Result<Vec<Vec<Flat<'_>>>, Report> {
    let mut ways = any_of(body, true)?;
    // What is taken for another type is looked at last, when it is known what it is.
    let takes = |flat: &Flat<'_>| match flat.condition {
        Condition::Compare(_, left, right) => {
            let is_cast = |term: &Term| matches!(term.kind, TermKind::As(..));
            is_cast(left) || is_cast(right)
        }
        _ => false,
    };
    ways.iter_mut().for_each(|way| way.sort_by_key(takes));
    Ok(ways)
}

fn any_of(body: &Body, positive: bool) -> Result<Vec<Vec<Flat<'_>>>, Report> {
    if !positive {
        // Not (a, b ; c) is (not a ; not b), (not c).
        let mut all = vec![Vec::new()];
        for conjunction in &body.alternatives {
            let mut either = Vec::new();
            for condition in conjunction {
                either.extend(one(condition, false)?);
            }
            all = multiply(all, either, body)?;
        }
        return Ok(all);
    }
    let mut any = Vec::new();
    for conjunction in &body.alternatives {
        let mut all = vec![Vec::new()];
        for condition in conjunction {
            all = multiply(all, one(condition, true)?, body)?;
        }
        any.extend(all);
    }
    Ok(any)
}

fn one(condition: &Condition, positive: bool) -> Result<Vec<Vec<Flat<'_>>>, Report> {
    match condition {
        Condition::Not(inner, _) => one(inner, !positive),
        Condition::Group(body) => any_of(body, positive),
        _ => Ok(vec![vec![Flat {
            condition,
            positive,
        }]]),
    }
}

fn multiply<'a>(
    left: Vec<Vec<Flat<'a>>>,
    right: Vec<Vec<Flat<'a>>>,
    body: &Body,
) -> Result<Vec<Vec<Flat<'a>>>, Report> {
    if left.len() * right.len() > MOST_ALTERNATIVES {
        let message = format!("this body stands for more than {MOST_ALTERNATIVES} alternatives");
        return Err(Report::error(body.span(), message)
            .help("give the alternatives inside it a relation of their own"));
    }
    let mut product = Vec::with_capacity(left.len() * right.len());
    for first in &left {
        for second in &right {
            product.push([first.as_slice(), second.as_slice()].concat());
        }
    }
    Ok(product)
}

/// Calls `visit` with each variable of a term, outside of aggregates.
pub(super) fn variables<'a>(term: &'a Term, visit: &mut impl FnMut(&'a str, &'a Term)) {
    match &term.kind {
        TermKind::Variable(name) => visit(name, term),
        TermKind::Unary(_, inner) | TermKind::As(inner, _) => variables(inner, visit),
        TermKind::Binary(_, left, right) => {
            variables(left, visit);
            variables(right, visit);
        }
        TermKind::Call(_, args)
        | TermKind::UserCall(_, args)
        | TermKind::Record(args)
        | TermKind::Branch(_, args) => args.iter().for_each(|arg| variables(arg, visit)),
        TermKind::Any
        | TermKind::Text(_)
        | TermKind::Number(_)
        | TermKind::Unsigned(_)
        | TermKind::Float(_)
        | TermKind::Nil
        | TermKind::Counter
        | TermKind::Aggregate(_) => {}
    }
}

/// Calls `visit` with each term directly in a condition.
pub(super) fn terms<'a>(condition: &'a Condition, visit: &mut impl FnMut(&'a Term)) {
    match condition {
        Condition::Atom(atom) => atom.args.iter().for_each(visit),
        Condition::Not(inner, _) => terms(inner, visit),
        Condition::Compare(_, left, right) => {
            visit(left);
            visit(right);
        }
        Condition::Group(body) => body_terms(body, visit),
        Condition::Constant(..) => {}
    }
}

/// Calls `visit` with each term directly in a body.
pub(super) fn body_terms<'a>(body: &'a Body, visit: &mut impl FnMut(&'a Term)) {
    for condition in body.alternatives.iter().flatten() {
        terms(condition, visit);
    }
}

/// Calls `visit` with each variable of a term, also inside aggregates.
pub(super) fn all_variables<'a>(term: &'a Term, visit: &mut impl FnMut(&'a str, &'a Term)) {
    all_terms(term, &mut |term| {
        if let TermKind::Variable(name) = &term.kind {
            visit(name, term);
        }
    });
}

/// Calls `visit` with a term and each term in it, also inside aggregates.
pub(super) fn all_terms<'a>(term: &'a Term, visit: &mut impl FnMut(&'a Term)) {
    visit(term);
    match &term.kind {
        TermKind::Unary(_, inner) | TermKind::As(inner, _) => all_terms(inner, visit),
        TermKind::Binary(_, left, right) => {
            all_terms(left, visit);
            all_terms(right, visit);
        }
        TermKind::Call(_, args)
        | TermKind::UserCall(_, args)
        | TermKind::Record(args)
        | TermKind::Branch(_, args) => args.iter().for_each(|arg| all_terms(arg, visit)),
        TermKind::Aggregate(aggregate) => {
            if let Some(value) = &aggregate.value {
                all_terms(value, visit);
            }
            let mut inside = Vec::new();
            body_terms(&aggregate.body, &mut |term| inside.push(term));
            inside.into_iter().for_each(|term| all_terms(term, visit));
        }
        TermKind::Variable(_)
        | TermKind::Any
        | TermKind::Text(_)
        | TermKind::Number(_)
        | TermKind::Unsigned(_)
        | TermKind::Float(_)
        | TermKind::Nil
        | TermKind::Counter => {}
    }
}
