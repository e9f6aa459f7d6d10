//! Rules while their types are inferred, and how they become rules of a program.

use super::builtins::{Extreme, Functor, Test};
use super::kinds::{Kind, Kinds};
use super::program::{Aggregate, Atom, Const, Literal, Real, RelationId, Term, Unpack, VarId};
use super::types::Type;
use crate::syntax::ast::{AggregateKind, Comparison, Operator, Prefix};
use crate::text::{Report, Span};

/// A term whose type may be open.
#[derive(Clone, Debug)]
pub(super) enum DraftTerm {
    Var(VarId),
    Text(String),
    Whole(i64, Kind, Span),
    Unsigned(u64),
    Float(f64),
    Nil,
    Any,
    Call(DraftFunctor, Vec<DraftTerm>),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum DraftFunctor {
    Fixed(Functor),
    Prefix(Prefix, Kind),
    Operator(Operator, Kind),
    Extreme(Extreme, Kind),
    Convert(Kind, Type),
    Ord(Kind),
}

#[derive(Clone, Debug)]
pub(super) struct DraftAtom {
    pub(super) relation: RelationId,
    pub(super) args: Vec<DraftTerm>,
    pub(super) span: Span,
}

#[derive(Clone, Debug)]
pub(super) enum DraftLiteral {
    Atom(DraftAtom),
    Not(DraftAtom),
    Compare(Comparison, DraftTerm, DraftTerm, Span),
    Test {
        test: Test,
        args: Vec<DraftTerm>,
        expected: bool,
        span: Span,
    },
    Aggregate {
        kind: AggregateKind,
        target: VarId,
        value: Option<(DraftTerm, Kind)>,
        body: Vec<DraftLiteral>,
        outer: Vec<VarId>,
        span: Span,
    },
    Unpack {
        value: VarId,
        fields: Vec<DraftTerm>,
        branch: Option<(u32, String)>,
        span: Span,
    },
    Range {
        target: VarId,
        kind: Kind,
        from: DraftTerm,
        to: DraftTerm,
        step: Option<DraftTerm>,
        span: Span,
    },
}

impl DraftTerm {
    /// Calls `visit` with every variable of the term.
    pub(super) fn variables(&self, visit: &mut impl FnMut(VarId)) {
        match self {
            DraftTerm::Var(var) => visit(*var),
            DraftTerm::Call(_, args) => args.iter().for_each(|arg| arg.variables(visit)),
            _ => {}
        }
    }
}

impl DraftLiteral {
    /// Calls `visit` with the variables of the literal; of an aggregate, with those from outside.
    pub(super) fn variables(&self, visit: &mut impl FnMut(VarId)) {
        match self {
            DraftLiteral::Atom(atom) | DraftLiteral::Not(atom) => {
                atom.args.iter().for_each(|arg| arg.variables(visit));
            }
            DraftLiteral::Compare(_, left, right, _) => {
                left.variables(visit);
                right.variables(visit);
            }
            DraftLiteral::Test { args, .. } => args.iter().for_each(|arg| arg.variables(visit)),
            DraftLiteral::Aggregate { outer, .. } => outer.iter().copied().for_each(visit),
            DraftLiteral::Unpack { value, fields, .. } => {
                visit(*value);
                fields.iter().for_each(|field| field.variables(visit));
            }
            DraftLiteral::Range {
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

/// Turns drafts into literals once all kinds are known.
pub(super) struct Finisher<'k> {
    pub(super) kinds: &'k Kinds,
    pub(super) reports: Vec<Report>,
}

impl Finisher<'_> {
    pub(super) fn ty(&self, kind: Kind) -> Type {
        self.kinds.known(kind).unwrap_or(Type::Number)
    }

    pub(super) fn term(&mut self, draft: &DraftTerm) -> Term {
        match draft {
            DraftTerm::Var(var) => Term::Var(*var),
            DraftTerm::Any => Term::Any,
            DraftTerm::Text(text) => Term::Const(Const::Symbol(text.clone())),
            DraftTerm::Unsigned(number) => Term::Const(Const::Unsigned(*number)),
            DraftTerm::Float(number) => Term::Const(Const::Float(Real(*number))),
            DraftTerm::Nil => Term::Const(Const::Nil),
            DraftTerm::Whole(number, kind, span) => Term::Const(match self.ty(*kind) {
                Type::Unsigned => match u64::try_from(*number) {
                    Ok(number) => Const::Unsigned(number),
                    Err(_) => {
                        let message = format!("{number} is no unsigned number");
                        let help = "unsigned numbers go from 0 to 18446744073709551615";
                        self.reports.push(Report::error(*span, message).help(help));
                        Const::Unsigned(0)
                    }
                },
                Type::Float => Const::Float(Real(*number as f64)),
                _ => Const::Number(*number),
            }),
            DraftTerm::Call(functor, args) => {
                let functor = match *functor {
                    DraftFunctor::Fixed(functor) => functor,
                    DraftFunctor::Prefix(prefix, kind) => match prefix {
                        Prefix::Minus => Functor::Negate(self.ty(kind)),
                        Prefix::BitNot => Functor::BitNot(self.ty(kind)),
                        Prefix::Not => Functor::LogicalNot(self.ty(kind)),
                    },
                    DraftFunctor::Operator(Operator::Add, kind)
                        if self.ty(kind) == Type::Symbol =>
                    {
                        Functor::Cat
                    }
                    DraftFunctor::Operator(operator, kind) => {
                        Functor::Operator(operator, self.ty(kind))
                    }
                    DraftFunctor::Extreme(Extreme::Min, kind) => Functor::Min(self.ty(kind)),
                    DraftFunctor::Extreme(Extreme::Max, kind) => Functor::Max(self.ty(kind)),
                    DraftFunctor::Ord(kind) => match self.ty(kind) {
                        Type::Symbol => Functor::Ord,
                        ty => Functor::Convert(ty, Type::Number),
                    },
                    DraftFunctor::Convert(from, to) => Functor::Convert(self.ty(from), to),
                };
                Term::Call(functor, args.iter().map(|arg| self.term(arg)).collect())
            }
        }
    }

    pub(super) fn atom(&mut self, draft: &DraftAtom) -> Atom {
        Atom {
            relation: draft.relation,
            args: draft.args.iter().map(|arg| self.term(arg)).collect(),
            span: draft.span,
        }
    }

    pub(super) fn body(&mut self, drafts: &[DraftLiteral]) -> Vec<Literal> {
        drafts.iter().map(|draft| self.literal(draft)).collect()
    }

    fn literal(&mut self, draft: &DraftLiteral) -> Literal {
        match draft {
            DraftLiteral::Atom(atom) => Literal::Atom(self.atom(atom)),
            DraftLiteral::Not(atom) => Literal::Not(self.atom(atom)),
            DraftLiteral::Compare(comparison, left, right, span) => {
                Literal::Compare(*comparison, self.term(left), self.term(right), *span)
            }
            DraftLiteral::Test {
                test,
                args,
                expected,
                span,
            } => Literal::Test {
                test: *test,
                args: args.iter().map(|arg| self.term(arg)).collect(),
                expected: *expected,
                span: *span,
            },
            DraftLiteral::Aggregate {
                kind,
                target,
                value,
                body,
                outer,
                span,
            } => Literal::Aggregate(Aggregate {
                kind: *kind,
                target: *target,
                ty: value
                    .as_ref()
                    .map_or(Type::Number, |(_, kind)| self.ty(*kind)),
                value: value.as_ref().map(|(value, _)| self.term(value)),
                body: self.body(body),
                outer: outer.clone(),
                span: *span,
            }),
            DraftLiteral::Unpack {
                value,
                fields,
                branch,
                span,
            } => Literal::Unpack(Unpack {
                value: *value,
                fields: fields.iter().map(|field| self.term(field)).collect(),
                branch: branch.clone(),
                span: *span,
            }),
            DraftLiteral::Range {
                target,
                kind,
                from,
                to,
                step,
                span,
            } => Literal::Range {
                target: *target,
                ty: self.ty(*kind),
                from: self.term(from),
                to: self.term(to),
                step: step.as_ref().map(|step| self.term(step)),
                span: *span,
            },
        }
    }
}
