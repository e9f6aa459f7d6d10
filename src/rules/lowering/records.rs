//! Records, branches and values taken for another type.

use super::{FieldDraft, Lowering, RecordDraft, WRONG};
use crate::rules::builtins::Functor;
use crate::rules::drafts::{DraftFunctor, DraftLiteral, DraftTerm};
use crate::rules::kinds::Kind;
use crate::rules::program::Unpack;
use crate::rules::type_declarations::unknown_type;
use crate::rules::types::{Field, Type};
use crate::syntax::ast;
use crate::syntax::ast::{Comparison, TermKind};
use crate::text::{Report, Span, nearest};

impl Lowering<'_> {
    pub(super) fn record(&mut self, fields: &[ast::Term], span: Span) -> (DraftTerm, Kind) {
        let kind = self.kinds.open();
        let value = self.fresh_of("#record", kind, span);
        let mut drafts = Vec::new();
        let fields = self.fields(fields, &mut drafts);
        self.records.push(RecordDraft {
            kind,
            fields: drafts,
            span,
        });
        self.body.push(DraftLiteral::Unpack(Unpack {
            value,
            fields,
            branch: None,
            span,
        }));
        (DraftTerm::Var(value), kind)
    }

    /// The fields of a record or branch, as atoms have arguments.
    pub(super) fn fields(
        &mut self,
        fields: &[ast::Term],
        drafts: &mut Vec<FieldDraft>,
    ) -> Vec<DraftTerm> {
        let mut terms = Vec::new();
        for field in fields {
            if field.kind == TermKind::Any && !self.in_head {
                let kind = self.kinds.open();
                drafts.push(FieldDraft {
                    kind,
                    span: field.span,
                    var: None,
                });
                terms.push(match self.in_aggregate {
                    true => DraftTerm::Var(self.fresh_of("#any", kind, field.span)),
                    false => DraftTerm::Any,
                });
                continue;
            }
            let (value, kind) = self.valued(field);
            let var = match value {
                DraftTerm::Var(var) => Some(var),
                _ => None,
            };
            let span = field.span;
            drafts.push(FieldDraft { kind, span, var });
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
            if self.program.missing.explains_branches() {
                self.has_hole = true;
                return self.wrong();
            }
            let all: Vec<&str> = self.program.types.branch_names().collect();
            let near = nearest(&name.text, all.iter().copied());
            let report = Report::error(name.span, format!("unknown branch `${}`", name.text));
            self.reports.push(match (near, all.is_empty()) {
                (Some(_), _) => report.suggest(near),
                (None, true) => report.help("declare its type: `.type T = Branch { … } | …`"),
                (None, false) => report.help(format!("the branches are `${}`", all.join("`, `$"))),
            });
            return self.wrong();
        };
        let wanted = self.program.types.branches(ty)[number as usize]
            .fields
            .clone();
        if wanted.len() != fields.len() {
            let message = format!(
                "`${}` has {}, not {}",
                name.text,
                counted_fields(wanted.len()),
                fields.len()
            );
            let names: Vec<&str> = wanted.iter().map(|field| field.name.as_str()).collect();
            let help = match names.is_empty() {
                true => format!("write `${}`", name.text),
                false => format!("write `${}({})`", name.text, names.join(", ")),
            };
            self.reports.push(Report::error(span, message).help(help));
            return self.wrong();
        }
        let kind = self.kinds.of(ty, span);
        let value = self.fresh_of("#branch", kind, span);
        let mut drafts = Vec::new();
        let fields = self.fields(fields, &mut drafts);
        self.are_of(&drafts, &wanted);
        self.body.push(DraftLiteral::Unpack(Unpack {
            value,
            fields,
            branch: Some((number, name.text.clone())),
            span,
        }));
        (DraftTerm::Var(value), kind)
    }

    /// Says that the fields of a record or branch are of the types that it was declared with.
    pub(super) fn are_of(&mut self, drafts: &[FieldDraft], wanted: &[Field]) {
        for (draft, field) in drafts.iter().zip(wanted) {
            let is = self.kinds.is(draft.kind, field.ty, draft.span);
            let term = draft.var.map_or(WRONG, DraftTerm::Var);
            self.said_at(is, &term, draft.span);
            if let Some(var) = draft.var {
                let declared = &mut self.variables[var.index()].declared;
                declared.push((field.declared, draft.span));
            }
        }
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
            let report = unknown_type(name, &self.program.types, &self.program.missing);
            self.has_hole |= report.is_none();
            self.reports.extend(report);
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

pub(super) fn counted_fields(number: usize) -> String {
    match number {
        1 => "1 field".to_owned(),
        _ => format!("{number} fields"),
    }
}
