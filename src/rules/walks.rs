//! Walks over conditions, whether their types are known or still inferred.

use super::program::{Aggregate, Atom, Literal, RelationId, Term, Unpack, VarId};
use crate::text::Span;

/// A term that may have variables in it.
pub trait Variables {
    /// Calls `visit` with every variable of the term.
    fn variables(&self, visit: &mut impl FnMut(VarId));
}

impl Variables for Term {
    fn variables(&self, visit: &mut impl FnMut(VarId)) {
        Term::variables(self, visit);
    }
}

impl<T: Variables, K> Literal<T, K> {
    /// Calls `visit` with the variables that the literal has outside of aggregates; of an aggregate, with
    /// those that it needs from outside.
    pub fn variables(&self, visit: &mut impl FnMut(VarId)) {
        match self {
            Literal::Atom(atom) | Literal::Not(atom) => {
                atom.args.iter().for_each(|arg| arg.variables(visit));
            }
            Literal::Compare(_, left, right, _) => {
                left.variables(visit);
                right.variables(visit);
            }
            Literal::Test { args, .. } => args.iter().for_each(|arg| arg.variables(visit)),
            Literal::Aggregate(aggregate) => aggregate.outer.iter().copied().for_each(visit),
            Literal::Unpack(unpack) => {
                visit(unpack.value);
                unpack
                    .fields
                    .iter()
                    .for_each(|field| field.variables(visit));
            }
            Literal::Range {
                target,
                from,
                to,
                step,
                ..
            } => {
                visit(*target);
                from.variables(visit);
                to.variables(visit);
                if let Some(step) = step {
                    step.variables(visit);
                }
            }
        }
    }
}

impl<T, K> Literal<T, K> {
    /// The relations that the literal looks into, and whether it needs all of their tuples first
    /// (negation, aggregates).
    pub fn relations(&self) -> Vec<(RelationId, bool, Span)> {
        match self {
            Literal::Atom(atom) => vec![(atom.relation, false, atom.span)],
            Literal::Not(atom) => vec![(atom.relation, true, atom.span)],
            Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Unpack(_)
            | Literal::Range { .. } => Vec::new(),
            Literal::Aggregate(aggregate) => {
                let inner = aggregate.body.iter().flat_map(Literal::relations);
                inner.map(|(id, _, span)| (id, true, span)).collect()
            }
        }
    }

    /// The same condition with other parts.
    pub(super) fn changed<C: Change<T, K>>(&self, change: &mut C) -> Literal<C::Term, C::Type> {
        match self {
            Literal::Atom(atom) => Literal::Atom(atom.changed(|term| change.term(term))),
            Literal::Not(atom) => Literal::Not(atom.changed(|term| change.term(term))),
            Literal::Compare(comparison, left, right, span) => {
                let (left, right) = (change.term(left), change.term(right));
                Literal::Compare(*comparison, left, right, *span)
            }
            Literal::Test {
                test,
                args,
                expected,
                span,
            } => Literal::Test {
                test: *test,
                args: args.iter().map(|arg| change.term(arg)).collect(),
                expected: *expected,
                span: *span,
            },
            Literal::Aggregate(aggregate) => Literal::Aggregate(Aggregate {
                kind: aggregate.kind,
                target: change.variable(aggregate.target),
                value: aggregate.value.as_ref().map(|value| change.term(value)),
                ty: change.ty(&aggregate.ty),
                body: aggregate
                    .body
                    .iter()
                    .map(|one| one.changed(change))
                    .collect(),
                outer: aggregate
                    .outer
                    .iter()
                    .map(|var| change.variable(*var))
                    .collect(),
                span: aggregate.span,
            }),
            Literal::Unpack(unpack) => Literal::Unpack(Unpack {
                value: change.variable(unpack.value),
                fields: unpack
                    .fields
                    .iter()
                    .map(|field| change.term(field))
                    .collect(),
                branch: unpack.branch.clone(),
                span: unpack.span,
            }),
            Literal::Range {
                target,
                ty,
                from,
                to,
                step,
                span,
            } => Literal::Range {
                target: change.variable(*target),
                ty: change.ty(ty),
                from: change.term(from),
                to: change.term(to),
                step: step.as_ref().map(|step| change.term(step)),
                span: *span,
            },
        }
    }
}

impl<T> Atom<T> {
    /// The same relation with other arguments.
    pub(super) fn changed<U>(&self, change: impl FnMut(&T) -> U) -> Atom<U> {
        Atom {
            relation: self.relation,
            args: self.args.iter().map(change).collect(),
            span: self.span,
        }
    }
}

/// What the parts of a condition become.
pub(super) trait Change<T, K> {
    type Term;
    type Type;

    fn term(&mut self, term: &T) -> Self::Term;
    fn ty(&mut self, ty: &K) -> Self::Type;
    fn variable(&mut self, var: VarId) -> VarId {
        var
    }
}
