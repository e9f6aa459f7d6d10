//! Rules while their types are inferred, and how they become rules of a program.

use super::builtins::{Extreme, Functor};
use super::kinds::{Kind, Kinds};
use super::program::{Atom, Const, Literal, Real, Term, VarId};
use super::types::Type;
use super::walks::{Change, Variables};
use crate::syntax::ast::{Operator, Prefix};
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

pub(super) type DraftAtom = Atom<DraftTerm>;

/// A condition whose types may be open.
pub(super) type DraftLiteral = Literal<DraftTerm, Kind>;

impl Variables for DraftTerm {
    fn variables(&self, visit: &mut impl FnMut(VarId)) {
        match self {
            DraftTerm::Var(var) => visit(*var),
            DraftTerm::Call(_, args) => args.iter().for_each(|arg| arg.variables(visit)),
            _ => {}
        }
    }
}

/// Turns drafts into literals once all kinds are known.
pub(super) struct Finisher<'k> {
    pub(super) kinds: &'k Kinds,
    pub(super) reports: Vec<Report>,
}

impl Finisher<'_> {
    pub(super) fn known(&self, kind: Kind) -> Type {
        self.kinds.known(kind).unwrap_or(Type::Number)
    }

    pub(super) fn atom(&mut self, draft: &DraftAtom) -> Atom {
        draft.changed(|term| self.term(term))
    }

    pub(super) fn body(&mut self, drafts: &[DraftLiteral]) -> Vec<Literal> {
        drafts.iter().map(|draft| draft.changed(self)).collect()
    }
}

impl Change<DraftTerm, Kind> for Finisher<'_> {
    type Term = Term;
    type Type = Type;

    fn ty(&mut self, kind: &Kind) -> Type {
        self.known(*kind)
    }

    fn term(&mut self, draft: &DraftTerm) -> Term {
        match draft {
            DraftTerm::Var(var) => Term::Var(*var),
            DraftTerm::Any => Term::Any,
            DraftTerm::Text(text) => Term::Const(Const::Symbol(text.clone())),
            DraftTerm::Unsigned(number) => Term::Const(Const::Unsigned(*number)),
            DraftTerm::Float(number) => Term::Const(Const::Float(Real(*number))),
            DraftTerm::Nil => Term::Const(Const::Nil),
            DraftTerm::Whole(number, kind, span) => Term::Const(match self.known(*kind) {
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
                        Prefix::Minus => Functor::Negate(self.known(kind)),
                        Prefix::BitNot => Functor::BitNot(self.known(kind)),
                        Prefix::Not => Functor::LogicalNot(self.known(kind)),
                    },
                    DraftFunctor::Operator(Operator::Add, kind)
                        if self.known(kind) == Type::Symbol =>
                    {
                        Functor::Cat
                    }
                    DraftFunctor::Operator(operator, kind) => {
                        Functor::Operator(operator, self.known(kind))
                    }
                    DraftFunctor::Extreme(Extreme::Min, kind) => Functor::Min(self.known(kind)),
                    DraftFunctor::Extreme(Extreme::Max, kind) => Functor::Max(self.known(kind)),
                    DraftFunctor::Ord(kind) => match self.known(kind) {
                        Type::Symbol => Functor::Ord,
                        ty => Functor::Convert(ty, Type::Number),
                    },
                    DraftFunctor::Convert(from, to) => Functor::Convert(self.known(from), to),
                };
                Term::Call(functor, args.iter().map(|arg| self.term(arg)).collect())
            }
        }
    }
}
