//! What the crepe programs do not have: rules that need it run in the engine.

use crate::rules::{Functor, Literal, Program, Rule, Term, Type};
use crate::syntax::ast::AggregateKind;
use crate::text::Report;

/// The first use of each construct that cannot be translated.
pub(super) fn refusals(program: &Program) -> Vec<Report> {
    let mut refused: Vec<Report> = Vec::new();
    let mut refuse = |span, what: &str| {
        let message = format!("crepe does not run {what}");
        if !refused.iter().any(|report| report.message == message) {
            let report = Report::warning(span, message);
            refused.push(report.help("the engine runs the rules instead, with the same result"));
        }
    };
    for relation in &program.relations {
        if relation.columns.iter().any(|column| !is_plain(column.ty)) {
            refuse(
                relation.declared,
                "relations with types other than number and symbol",
            );
        }
        if !relation.choices.is_empty() {
            refuse(relation.declared, "relations with a choice");
        }
        if relation.limit.is_some() {
            refuse(relation.declared, "relations with a limit");
        }
    }
    for subsumption in &program.subsumptions {
        refuse(subsumption.rule.span, "subsumption");
    }
    for rule in &program.rules {
        if let Some(what) = refused_in(rule) {
            refuse(rule.span, what);
        }
    }
    refused
}

const OTHER_TYPES: &str = "rules with types other than number and symbol";

fn is_plain(ty: Type) -> bool {
    matches!(ty, Type::Number | Type::Symbol)
}

/// What a rule has that cannot be translated.
fn refused_in(rule: &Rule) -> Option<&'static str> {
    if rule.variables.iter().any(|variable| !is_plain(variable.ty)) {
        return Some(OTHER_TYPES);
    }
    rule.body.iter().find_map(refused_literal)
}

fn refused_literal(literal: &Literal) -> Option<&'static str> {
    match literal {
        Literal::Unpack(_) => Some("records"),
        Literal::Range { .. } => Some("ranges"),
        Literal::Aggregate(aggregate) if aggregate.kind == AggregateKind::Mean => Some("means"),
        Literal::Aggregate(aggregate) => {
            let in_value = aggregate.value.as_ref().and_then(refused_term);
            in_value.or_else(|| aggregate.body.iter().find_map(refused_literal))
        }
        Literal::Compare(_, left, right, _) => [left, right].into_iter().find_map(refused_term),
        Literal::Test { args, .. } => args.iter().find_map(refused_term),
        Literal::Atom(_) | Literal::Not(_) => None,
    }
}

fn refused_term(term: &Term) -> Option<&'static str> {
    match term {
        Term::Call(Functor::Counter, _) => Some("counters"),
        Term::Call(functor, _) if !is_plain(functor.result()) => Some(OTHER_TYPES),
        Term::Call(_, args) => args.iter().find_map(refused_term),
        Term::Const(value) if !value.ty().is_some_and(is_plain) => Some(OTHER_TYPES),
        Term::Var(_) | Term::Const(_) | Term::Any => None,
    }
}
