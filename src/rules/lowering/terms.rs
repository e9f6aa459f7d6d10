//! Terms: what has a value, with its kind.

use super::{Lowering, WRONG};
use crate::rules::builtins::Functor;
use crate::rules::drafts::{DraftFunctor, DraftTerm};
use crate::rules::kinds::Kind;
use crate::rules::types::Type;
use crate::syntax::ast;
use crate::syntax::ast::{Operator, Prefix, TermKind};
use crate::text::Report;

impl Lowering<'_> {
    /// A term whose value can be computed, of a type.
    pub(super) fn valued_as(&mut self, term: &ast::Term, ty: Type) -> DraftTerm {
        let (value, kind) = self.valued(term);
        if matches!(value, DraftTerm::Any) {
            return value;
        }
        let is = self.kinds.is(kind, ty, term.span);
        self.said(is, &value);
        value
    }

    /// A term whose value can be computed, and its kind.
    pub(super) fn valued(&mut self, term: &ast::Term) -> (DraftTerm, Kind) {
        let span = term.span;
        match &term.kind {
            TermKind::Variable(name) => match self.find(name) {
                Some(var) => (DraftTerm::Var(var), self.kind(var)),
                None => unreachable!("all variables are named before terms are read"),
            },
            TermKind::Any => {
                self.reports.push(
                    Report::error(span, "`_` has no value here")
                        .help("name the variable and bind it in a positive atom"),
                );
                self.wrong()
            }
            TermKind::Text(text) => {
                let kind = self.kinds.of(Type::Symbol, span);
                (DraftTerm::Text(text.clone()), kind)
            }
            TermKind::Number(number) => {
                let kind = self.kinds.numeric();
                (DraftTerm::Whole(*number, kind, span), kind)
            }
            TermKind::Unsigned(number) => {
                let kind = self.kinds.of(Type::Unsigned, span);
                (DraftTerm::Unsigned(*number), kind)
            }
            TermKind::Float(number) => {
                let kind = self.kinds.of(Type::Float, span);
                (DraftTerm::Float(*number), kind)
            }
            TermKind::Nil => {
                let kind = self.kinds.open();
                self.nils.push((kind, span));
                (DraftTerm::Nil, kind)
            }
            TermKind::Record(fields) => self.record(fields, span),
            TermKind::Branch(name, fields) => self.branch(name, fields, span),
            TermKind::Counter => {
                let kind = self.kinds.of(Type::Number, span);
                let counter = DraftFunctor::Fixed(Functor::Counter);
                (DraftTerm::Call(counter, Vec::new()), kind)
            }
            TermKind::As(inner, name) => self.cast(inner, name, span),
            TermKind::Unary(prefix, inner) => {
                let kind = self.kinds.numeric();
                let inner = self.joined(inner, kind);
                if *prefix != Prefix::Minus {
                    self.whole.push((kind, span));
                }
                (
                    DraftTerm::Call(DraftFunctor::Prefix(*prefix, kind), vec![inner]),
                    kind,
                )
            }
            TermKind::Binary(operator, left, right) => {
                // Texts are added, too: `+` joins them.
                let kind = match operator {
                    Operator::Add => self.kinds.open(),
                    _ => self.kinds.numeric(),
                };
                let args = vec![self.joined(left, kind), self.joined(right, kind)];
                if *operator == Operator::Add {
                    self.sums.push((kind, span));
                }
                use Operator::{Add, Divide, Multiply, Power, Subtract};
                if !matches!(operator, Add | Subtract | Multiply | Divide | Power) {
                    self.whole.push((kind, span));
                }
                (
                    DraftTerm::Call(DraftFunctor::Operator(*operator, kind), args),
                    kind,
                )
            }
            TermKind::Call(name, args) => self.named_call(name, args, span),
            TermKind::UserCall(name, _) => {
                let message = format!("`@{}` is a functor of the user's own", name.text);
                self.reports.push(
                    Report::error(span, message)
                        .help("functors in C++ cannot be called here; write it with rules"),
                );
                self.wrong()
            }
            TermKind::Aggregate(aggregate) => self.aggregate(aggregate, span),
        }
    }

    pub(super) fn wrong(&mut self) -> (DraftTerm, Kind) {
        (WRONG, self.kinds.wrong())
    }

    /// A term that has the same kind as others.
    pub(super) fn joined(&mut self, term: &ast::Term, kind: Kind) -> DraftTerm {
        let (value, own) = self.valued(term);
        let joined = self.kinds.join(own, kind, term.span);
        self.said_at(joined, &value, term.span);
        value
    }
}
