//! Records, branches and values taken for another type.

use super::{Lowering, RecordDraft, WRONG};
use crate::rules::builtins::Functor;
use crate::rules::drafts::{DraftFunctor, DraftLiteral, DraftTerm};
use crate::rules::kinds::Kind;
use crate::rules::types::Type;
use crate::syntax::ast;
use crate::syntax::ast::{Comparison, TermKind};
use crate::text::{Report, Span, nearest};

impl Lowering<'_> {
    pub(super) fn record(&mut self, fields: &[ast::Term], span: Span) -> (DraftTerm, Kind) {
        let kind = self.kinds.open();
        let value = self.fresh_of("#record", kind, span);
        let mut kinds = Vec::new();
        let fields = self.fields(fields, &mut kinds);
        self.records.push(RecordDraft {
            kind,
            fields: kinds,
            span,
        });
        self.body.push(DraftLiteral::Unpack {
            value,
            fields,
            branch: None,
            span,
        });
        (DraftTerm::Var(value), kind)
    }

    /// The fields of a record or branch, as atoms have arguments.
    pub(super) fn fields(
        &mut self,
        fields: &[ast::Term],
        kinds: &mut Vec<(Kind, Span)>,
    ) -> Vec<DraftTerm> {
        let mut terms = Vec::new();
        for field in fields {
            if field.kind == TermKind::Any {
                let kind = self.kinds.open();
                kinds.push((kind, field.span));
                terms.push(match self.in_aggregate {
                    true => DraftTerm::Var(self.fresh_of("#any", kind, field.span)),
                    false => DraftTerm::Any,
                });
                continue;
            }
            let (value, kind) = self.valued(field);
            kinds.push((kind, field.span));
            terms.push(match value {
                DraftTerm::Call(..) => {
                    let var = DraftTerm::Var(self.fresh_of("#value", kind, field.span));
                    let equal = Comparison::Equal;
                    let literal = DraftLiteral::Compare(equal, var.clone(), value, field.span);
                    self.body.push(literal);
                    var
                }
                value => value,
            });
        }
        terms
    }

    pub(super) fn branch(
        &mut self,
        name: &ast::Name,
        fields: &[ast::Term],
        span: Span,
    ) -> (DraftTerm, Kind) {
        let Some((ty, number)) = self.program.types.branch(&name.text) else {
            let all: Vec<&str> = self.program.types.branch_names().collect();
            let near = nearest(&name.text, all);
            self.reports.push(
                Report::error(name.span, format!("unknown branch `${}`", name.text)).suggest(near),
            );
            return self.wrong();
        };
        let wanted: Vec<Type> = self.program.types.branches(ty)[number as usize]
            .fields
            .iter()
            .map(|field| field.ty)
            .collect();
        if wanted.len() != fields.len() {
            let message = format!(
                "`${}` has {} fields, not {}",
                name.text,
                wanted.len(),
                fields.len()
            );
            self.reports.push(Report::error(span, message));
            return self.wrong();
        }
        let kind = self.kinds.of(ty, span);
        let value = self.fresh_of("#branch", kind, span);
        let mut kinds = Vec::new();
        let fields = self.fields(fields, &mut kinds);
        for ((kind, span), ty) in kinds.into_iter().zip(wanted) {
            let is = self.kinds.is(kind, ty, span);
            self.said_at(is, &WRONG, span);
        }
        self.body.push(DraftLiteral::Unpack {
            value,
            fields,
            branch: Some((number, name.text.clone())),
            span,
        });
        (DraftTerm::Var(value), kind)
    }

    /// Whether the records of two types have fields of the same types, so that they are the same values.
    fn is_alike(&self, one: Type, other: Type) -> bool {
        let types = |ty| self.program.types.fields(ty).iter().map(|field| field.ty);
        matches!((one, other), (Type::Record(_), Type::Record(_))) && types(one).eq(types(other))
    }

    /// `as(x, T)`: the same value, of another type.
    pub(super) fn cast(
        &mut self,
        inner: &ast::Term,
        name: &ast::Name,
        span: Span,
    ) -> (DraftTerm, Kind) {
        let (value, kind) = self.valued(inner);
        let Some(declared) = self.program.types.find(&name.text) else {
            let near = nearest(&name.text, self.program.types.names());
            self.reports.push(
                Report::error(name.span, format!("unknown type `{}`", name.text)).suggest(near),
            );
            return self.wrong();
        };
        let ty = self.program.types.get(declared).ty;
        let from = self.kinds.known(kind).unwrap_or(ty);
        if from == ty {
            let is = self.kinds.is(kind, ty, span);
            self.said(is, &value);
        }
        let kind = self.kinds.of(ty, span);
        let var = self.fresh_of("#as", kind, span);
        self.variables[var.index()].declared.push((declared, span));
        let value = match (from, ty) {
            _ if from == ty || self.is_alike(from, ty) => value,
            (Type::Symbol | Type::Record(_) | Type::Algebraic(_), Type::Number) => {
                DraftTerm::Call(DraftFunctor::Fixed(Functor::Ord), vec![value])
            }
            _ if from.is_numeric() && ty.is_numeric() => {
                DraftTerm::Call(DraftFunctor::Fixed(Functor::Convert(from, ty)), vec![value])
            }
            _ => {
                let message = format!(
                    "{} cannot be taken for {}",
                    from.with_article(),
                    ty.with_article()
                );
                self.reports.push(Report::error(span, message).help(
                    "`as` is for types of one kind; to_number, to_string and the like convert",
                ));
                return self.wrong();
            }
        };
        let equal = DraftLiteral::Compare(Comparison::Equal, DraftTerm::Var(var), value, span);
        self.body.push(equal);
        (DraftTerm::Var(var), kind)
    }
}
