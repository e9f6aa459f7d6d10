//! Whether types agree: clashes, the fields of records, declared types, operands.

use super::{Draft, Lowering, RecordDraft, WRONG};
use crate::rules::drafts::DraftTerm;
use crate::rules::kinds::Clash;
use crate::rules::types::{Type, TypeId};
use crate::text::{Report, Span};

impl Lowering<'_> {
    pub(super) fn said(&mut self, result: Result<(), Clash>, term: &DraftTerm) {
        if let Err(clash) = result {
            self.report_clash(&clash, term);
        }
    }

    /// As `said`, for a term at a place that the clash may not name.
    pub(super) fn said_at(&mut self, result: Result<(), Clash>, term: &DraftTerm, span: Span) {
        if let Err(mut clash) = result {
            if clash.one.1 != span && clash.other.1 != span {
                clash.one.1 = span;
            }
            self.report_clash(&clash, term);
        }
    }

    /// Reports a term that is of two types.
    pub(super) fn report_clash(&mut self, clash: &Clash, term: &DraftTerm) {
        let ((one, here), (other, there)) = (clash.one, clash.other);
        let convert = "to_number, to_string and the like turn one into the other";
        if here == there || !matches!(term, DraftTerm::Var(_)) {
            let message = format!(
                "expected {}, found {}",
                one.with_article(),
                other.with_article()
            );
            let report = Report::error(here, message);
            let report = if there == here {
                report
            } else {
                report.also(there, other.with_article())
            };
            let help = match term {
                DraftTerm::Whole(number, ..) if one == Type::Symbol || other == Type::Symbol => {
                    format!("as a text it is \"{number}\"")
                }
                _ => convert.to_owned(),
            };
            return self.reports.push(report.help(help));
        }
        let name = match term {
            DraftTerm::Var(var) => match self.name(*var) {
                Some(name) => format!("`{name}`"),
                None => "this value".to_owned(),
            },
            _ => "this value".to_owned(),
        };
        let message = format!(
            "{name} is {} and {}",
            other.with_article(),
            one.with_article()
        );
        self.reports.push(
            Report::error(here, message)
                .label(format!("{} here", one.with_article()))
                .also(there, format!("{} here", other.with_article()))
                .help(convert),
        );
    }

    /// Decides the types of records' fields, as those of the records become known.
    pub(super) fn decide_records(&mut self) {
        let mut open = std::mem::take(&mut self.records);
        loop {
            let before = open.len();
            let mut waiting = Vec::new();
            for record in open {
                match self.kinds.known(record.kind) {
                    Some(ty @ Type::Record(_)) => self.decide_fields(&record, ty),
                    Some(other) => self.reports.push(Report::error(
                        record.span,
                        format!("expected {}, found a record", other.with_article()),
                    )),
                    None => waiting.push(record),
                }
            }
            open = waiting;
            if open.len() == before {
                break;
            }
        }
        self.decide_untyped(&open);
    }

    /// Records that are only compared with each other need no type: they have fields of the same kinds.
    fn decide_untyped(&mut self, records: &[RecordDraft]) {
        for (at, record) in records.iter().enumerate() {
            let alike = |other: &&RecordDraft| self.kinds.are_one(other.kind, record.kind);
            let Some(first) = records[..at].iter().find(alike) else {
                continue;
            };
            if first.fields.len() != record.fields.len() {
                let (one, other) = (first.fields.len(), record.fields.len());
                let message = format!("a record of {other} fields, and one of {one} in its place");
                self.reports.push(
                    Report::error(record.span, message)
                        .also(first.span, format!("of {one} fields here")),
                );
                continue;
            }
            for ((kind, span), (other, _)) in record.fields.iter().zip(&first.fields) {
                let is = self.kinds.join(*kind, *other, *span);
                self.said_at(is, &WRONG, *span);
            }
        }
    }

    pub(super) fn decide_fields(&mut self, record: &RecordDraft, ty: Type) {
        let wanted: Vec<Type> = self.program.types.fields(ty).iter().map(|f| f.ty).collect();
        if wanted.len() != record.fields.len() {
            let message = format!(
                "this record has {} fields, not {}",
                wanted.len(),
                record.fields.len()
            );
            return self.reports.push(Report::error(record.span, message));
        }
        for ((kind, span), ty) in record.fields.iter().zip(wanted) {
            let is = self.kinds.is(*kind, ty, *span);
            self.said_at(is, &WRONG, *span);
        }
    }

    /// Checks that variables fit the declared types of all their columns.
    pub(super) fn check_declared(&mut self) {
        loop {
            let mut grew = false;
            for &(one, other) in &self.same {
                for (from, to) in [(one, other), (other, one)] {
                    let more = self.variables[from.index()].declared.clone();
                    let known = &mut self.variables[to.index()].declared;
                    for declared in more {
                        if !known.iter().any(|(ty, _)| *ty == declared.0) {
                            known.push(declared);
                            grew = true;
                        }
                    }
                }
            }
            if !grew {
                break;
            }
        }
        let types = &self.program.types;
        let fitting = |draft: &Draft| {
            let wanted: Vec<TypeId> = draft.declared.iter().map(|(ty, _)| *ty).collect();
            types.common(&wanted)
        };
        for draft in &self.variables {
            let is_clash = draft
                .declared
                .iter()
                .any(|(ty, _)| types.get(*ty).ty != types.get(draft.declared[0].0).ty);
            if draft.declared.len() < 2 || is_clash || !fitting(draft).is_empty() {
                continue;
            }
            let (first, last) = (draft.declared[0], draft.declared[draft.declared.len() - 1]);
            let name = |declared: (TypeId, Span)| &types.get(declared.0).name;
            let message = format!(
                "`{}` is a `{}` and a `{}`, which have no value in common",
                draft.name,
                name(first),
                name(last)
            );
            self.reports.push(
                Report::error(last.1, message)
                    .label(format!("a `{}` here", name(last)))
                    .also(first.1, format!("a `{}` here", name(first)))
                    .help("`as(x, T)` takes a value for one of another type"),
            );
        }
        for &(var, column, span) in &self.sinks {
            let draft = &self.variables[var.index()];
            if draft.declared.is_empty() {
                continue;
            }
            let misfit = fitting(draft).into_iter().find(|&ty| {
                !types.is_subtype(ty, column) && types.get(ty).ty == types.get(column).ty
            });
            if let Some(misfit) = misfit {
                let message = format!(
                    "`{}` is a `{}`, and this column has type `{}`",
                    draft.name,
                    types.get(misfit).name,
                    types.get(column).name
                );
                self.reports.push(
                    Report::error(span, message)
                        .also(
                            draft.declared[0].1,
                            format!("a `{}` here", types.get(misfit).name),
                        )
                        .help(format!(
                            "`as({}, {})` takes it for one",
                            draft.name,
                            types.get(column).name
                        )),
                );
            }
        }
    }

    /// Checks operands whose types were open when they were read.
    pub(super) fn check_operands(&mut self) {
        let is_structured = |ty: Type| matches!(ty, Type::Record(_) | Type::Algebraic(_));
        for (kind, span) in std::mem::take(&mut self.sums) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let message = format!("`+` adds numbers or texts, not {}", ty.with_article());
                self.reports.push(Report::error(span, message));
            }
        }
        for (kind, span) in std::mem::take(&mut self.ordered) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let message = format!("no order is defined on {}", ty.with_article());
                let help = "`=` and `!=` compare them; take them apart to order their fields";
                self.reports.push(Report::error(span, message).help(help));
            }
        }
        for (kind, span) in std::mem::take(&mut self.nils) {
            if let Some(ty) = self.kinds.known(kind)
                && !matches!(ty, Type::Record(_))
            {
                let message = format!("`nil` is a record, and {} is expected", ty.with_article());
                self.reports.push(Report::error(span, message));
            }
        }
        for (kind, span) in std::mem::take(&mut self.whole) {
            if self.kinds.known(kind) == Some(Type::Float) {
                self.reports.push(
                    Report::error(span, "this operation is on whole numbers")
                        .help("ftoi and ftou make one of a float"),
                );
            }
        }
    }
}
