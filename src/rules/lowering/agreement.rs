//! Whether types agree: clashes, the fields of records, declared types, operands.

use rustc_hash::FxHashSet;

use super::records::counted_fields;
use super::{Draft, Lowering, RecordDraft, WRONG};
use crate::rules::drafts::DraftTerm;
use crate::rules::kinds::Clash;
use crate::rules::types::{Type, TypeId, Types};
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
        let types = &self.program.types;
        let (called, other_called) = (types.called(one), types.called(other));
        let help = match term {
            DraftTerm::Whole(number, ..) if one == Type::Symbol || other == Type::Symbol => {
                Some(format!("as a text it is \"{number}\""))
            }
            DraftTerm::Unsigned(number) if one == Type::Number && *number > i64::MAX as u64 => {
                Some(format!("numbers go to {}", i64::MAX))
            }
            _ => conversion(other, one),
        };
        let variable = match term {
            DraftTerm::Var(var) => self.name(*var).map(|name| (name, self.span(*var))),
            _ => None,
        };
        let report = match variable {
            Some((name, first)) if here != there => {
                let message = format!("`{name}` is {other_called} and {called}");
                let mut report = Report::error(first, message);
                for (place, called) in [(here, called), (there, other_called)] {
                    report = match place == first {
                        true => report.label(format!("{called} here")),
                        false => report.also(place, format!("{called} here")),
                    };
                }
                report
            }
            _ => {
                let message = format!("expected {called}, found {other_called}");
                let report = Report::error(here, message);
                match there == here {
                    true => report,
                    false => report.also(there, other_called),
                }
            }
        };
        self.type_mistake(help.into_iter().fold(report, Report::help));
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
                    Some(other) => {
                        let other = self.program.types.called(other);
                        let message = format!("expected {other}, found a record");
                        self.type_mistake(Report::error(record.span, message));
                    }
                    None if self.kinds.is_wrong(record.kind) => {}
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
                self.type_mistake(
                    Report::error(record.span, message)
                        .also(first.span, format!("of {one} fields here")),
                );
                continue;
            }
            for (field, other) in record.fields.iter().zip(&first.fields) {
                let is = self.kinds.join(field.kind, other.kind, field.span);
                self.said_at(is, &WRONG, field.span);
            }
        }
    }

    pub(super) fn decide_fields(&mut self, record: &RecordDraft, ty: Type) {
        let wanted = self.program.types.fields(ty).to_vec();
        if wanted.len() != record.fields.len() {
            let message = format!(
                "{} has {}, not {}",
                self.program.types.called(ty),
                counted_fields(wanted.len()),
                record.fields.len()
            );
            let names: Vec<&str> = wanted.iter().map(|field| field.name.as_str()).collect();
            let help = format!("write `[{}]`", names.join(", "));
            return self.type_mistake(Report::error(record.span, message).help(help));
        }
        self.are_of(&record.fields, &wanted);
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
        let mut mistakes = Vec::new();
        let mut said: Vec<FxHashSet<(TypeId, Span)>> = Vec::new();
        for draft in &self.variables {
            let is_clash = draft
                .declared
                .iter()
                .any(|(ty, _)| types.get(*ty).ty != types.get(draft.declared[0].0).ty);
            if draft.declared.len() < 2 || is_clash || !fitting(draft).is_empty() {
                continue;
            }
            // Variables that are compared have the same mistake.
            let places: FxHashSet<(TypeId, Span)> = draft.declared.iter().copied().collect();
            if said.contains(&places) {
                continue;
            }
            mistakes.push(nothing_in_common(draft, types));
            said.push(places);
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
                mistakes.push(
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
        for report in mistakes {
            self.type_mistake(report);
        }
    }

    /// Checks operands whose types were open when they were read.
    pub(super) fn check_operands(&mut self) {
        let is_structured = |ty: Type| matches!(ty, Type::Record(_) | Type::Algebraic(_));
        for (kind, span) in std::mem::take(&mut self.sums) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let message = format!(
                    "`+` adds numbers or texts, not {}",
                    self.program.types.called(ty)
                );
                self.type_mistake(Report::error(span, message));
            }
        }
        for (kind, to, span) in std::mem::take(&mut self.converted) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let (from, to) = (self.program.types.called(ty), to.with_article());
                self.type_mistake(
                    Report::error(span, format!("{to} cannot be made of {from}"))
                        .help("take it apart to convert its fields"),
                );
            }
        }
        for (kind, span) in std::mem::take(&mut self.ordered) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let message = format!("no order is defined on {}", self.program.types.called(ty));
                let help = "`=` and `!=` compare them; take them apart to order their fields";
                self.type_mistake(Report::error(span, message).help(help));
            }
        }
        for (kind, span) in std::mem::take(&mut self.nils) {
            if let Some(ty) = self.kinds.known(kind)
                && !matches!(ty, Type::Record(_))
            {
                let message = format!(
                    "`nil` is a record, and {} is expected",
                    self.program.types.called(ty)
                );
                self.type_mistake(Report::error(span, message));
            }
        }
        for (kind, span) in std::mem::take(&mut self.whole) {
            if self.kinds.known(kind) == Some(Type::Float) {
                self.type_mistake(
                    Report::error(span, "this operation is on whole numbers")
                        .help("ftoi and ftou make one of a float"),
                );
            }
        }
    }
}

/// The report on a variable that is of two types which have no value in common.
fn nothing_in_common(draft: &Draft, types: &Types) -> Report {
    let name = |declared: (TypeId, Span)| &types.get(declared.0).name;
    let (first, last) = (draft.declared[0], draft.declared[draft.declared.len() - 1]);
    let message = format!(
        "`{}` is a `{}` and a `{}`, which have no value in common",
        draft.name,
        name(first),
        name(last)
    );
    let mut report = Report::error(draft.span, message);
    for declared in [first, last] {
        let said = format!("a `{}` here", name(declared));
        report = match declared.1 == draft.span {
            true => report.label(said),
            false => report.also(declared.1, said),
        };
    }
    report.help("`as(x, T)` takes a value for one of another type")
}

/// How a value of one type becomes one of another.
fn conversion(from: Type, to: Type) -> Option<String> {
    let functor = match to {
        Type::Number => "to_number",
        Type::Unsigned => "to_unsigned",
        Type::Float => "to_float",
        Type::Symbol => "to_string",
        Type::Record(_) | Type::Algebraic(_) => return None,
    };
    let simple = from.is_numeric() || from == Type::Symbol;
    simple.then(|| {
        format!(
            "`{functor}(…)` makes {} of {}",
            to.with_article(),
            from.with_article()
        )
    })
}
