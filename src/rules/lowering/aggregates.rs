//! Aggregates: their own variables, and those from around them.

use rustc_hash::FxHashMap;

use super::Lowering;
use crate::rules::clauses::{all_variables, alternatives, body_terms};
use crate::rules::drafts::{DraftLiteral, DraftTerm};
use crate::rules::kinds::Kind;
use crate::rules::program::{Aggregate, VarId};
use crate::rules::types::Type;
use crate::rules::walks::Variables;
use crate::syntax::ast;
use crate::syntax::ast::{AggregateKind, Comparison};
use crate::text::{Report, Span};

impl Lowering<'_> {
    pub(super) fn aggregate(
        &mut self,
        aggregate: &ast::Aggregate,
        span: Span,
    ) -> (DraftTerm, Kind) {
        let first_local = self.variables.len() as u32;
        self.scopes.push(FxHashMap::default());
        self.name_apart(aggregate, span);
        if let Some(value) = &aggregate.value {
            self.name_variables(value);
        }
        body_terms(&aggregate.body, &mut |term| self.name_variables(term));
        let around = std::mem::take(&mut self.body);
        let was_inside = std::mem::replace(&mut self.in_aggregate, true);
        let was_in_head = std::mem::replace(&mut self.in_head, false);
        let value = self.aggregate_parts(aggregate);
        self.in_aggregate = was_inside;
        self.in_head = was_in_head;
        let body = std::mem::replace(&mut self.body, around);
        self.scopes.pop();

        let kind = match (aggregate.kind, &value) {
            (AggregateKind::Count, _) | (_, None) => self.kinds.of(Type::Number, span),
            (AggregateKind::Mean, _) => self.kinds.of(Type::Float, span),
            (_, Some((_, kind))) => *kind,
        };
        let target = self.fresh_of(&format!("#{}", aggregate.kind.word()), kind, span);
        if let (
            Some((DraftTerm::Var(var), _)),
            AggregateKind::Min | AggregateKind::Max | AggregateKind::Sum,
        ) = (&value, aggregate.kind)
        {
            self.same.push((*var, target));
        }
        let outer = outer_variables(&body, value.as_ref().map(|(value, _)| value), first_local);
        self.body.push(DraftLiteral::Aggregate(Aggregate {
            kind: aggregate.kind,
            target,
            ty: value.as_ref().map_or(kind, |(_, kind)| *kind),
            value: value.map(|(value, _)| value),
            body,
            outer,
            span: aggregate.keyword,
        }));
        (DraftTerm::Var(target), kind)
    }

    /// In `x = sum x : { p(x) }`, the `x` inside is another than the sum, which nothing else binds.
    fn name_apart(&mut self, aggregate: &ast::Aggregate, span: Span) {
        let Some(result) = self.result.take() else {
            return;
        };
        let mut is_inside = false;
        let mut look = |term| {
            all_variables(term, &mut |name, _| is_inside |= name == result);
        };
        body_terms(&aggregate.body, &mut look);
        aggregate.value.iter().for_each(look);
        if is_inside {
            let var = self.fresh(&result, span);
            let scope = self.scopes.last_mut().expect("there is a scope");
            scope.insert(result, var);
        }
    }

    /// Reads the body of an aggregate into `self.body`, and its value.
    pub(super) fn aggregate_parts(
        &mut self,
        aggregate: &ast::Aggregate,
    ) -> Option<(DraftTerm, Kind)> {
        match alternatives(&aggregate.body) {
            Ok(ways) if ways.len() == 1 => {
                self.note_bound(&ways[0]);
                for flat in &ways[0] {
                    if !self.condition(*flat) {
                        let span = flat.condition.span();
                        let kind = self.kinds.of(Type::Number, span);
                        let number = |n| DraftTerm::Whole(n, kind, span);
                        let never = (number(0), number(1));
                        let equal = Comparison::Equal;
                        self.body
                            .push(DraftLiteral::Compare(equal, never.0, never.1, span));
                    }
                }
            }
            Ok(_) => {
                let span = aggregate.body.span();
                self.reports.push(
                    Report::error(span, "alternatives inside an aggregate")
                        .help("give them a relation of their own, and aggregate over that"),
                );
            }
            Err(report) => self.reports.push(report),
        }
        let value = aggregate.value.as_ref()?;
        let (term, kind) = self.valued(value);
        if matches!(aggregate.kind, AggregateKind::Sum | AggregateKind::Mean) {
            let number = self.kinds.is_number(kind, value.span);
            if number.is_err() {
                self.said_at(number, &term, value.span);
                return Some((term, self.kinds.numeric()));
            }
        }
        Some((term, kind))
    }
}

/// The variables of an aggregate that were there before it.
fn outer_variables(
    body: &[DraftLiteral],
    value: Option<&DraftTerm>,
    first_local: u32,
) -> Vec<VarId> {
    let mut outer = Vec::new();
    let mut visit = |var: VarId| {
        if var.0 < first_local {
            outer.push(var);
        }
    };
    for literal in body {
        literal.variables(&mut visit);
    }
    if let Some(value) = value {
        value.variables(&mut visit);
    }
    outer.sort_unstable();
    outer.dedup();
    outer
}
