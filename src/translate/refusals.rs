//! What the crepe programs do not have: the strata that need it run in the engine.

use crate::rules::{Const, Functor, Literal, Program, RelationId, Rule, Stratum, Term, Type};
use crate::syntax::ast::AggregateKind;
use crate::text::Span;

/// Why the engine runs a stratum.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    /// What crepe does not run, in the plural.
    pub(super) what: &'static str,
    /// Where it stands.
    pub(super) span: Span,
}

impl Refusal {
    pub(super) fn message(&self) -> String {
        format!("crepe does not run {}", self.what)
    }
}

/// What a stratum is refused for that others need in a certain order.
pub(super) const IN_ORDER: &str = "what a choice, a limit or a counter rests on";

/// Whether what a stratum derives depends on the order in which its tuples come.
pub(super) fn takes_what_comes_first(program: &Program, stratum: &Stratum) -> bool {
    let chooses = |id: &RelationId| {
        let relation = program.relation(*id);
        !relation.choices.is_empty() || relation.limit.is_some()
    };
    let counts = |number: &usize| {
        let body = &program.rules[*number].body;
        body.iter()
            .any(|literal| refused_literal(literal) == Some(COUNTERS))
    };
    stratum.relations.iter().any(chooses) || stratum.rules.iter().any(counts)
}

const COUNTERS: &str = "counters";

/// What a crepe program has no words for.
const OTHER_TYPES: &str = "types other than number and symbol";

/// The first thing in a stratum that cannot be translated.
pub(super) fn refusal(program: &Program, stratum: &Stratum) -> Option<Refusal> {
    let of_relation = |id: &RelationId| {
        let relation = program.relation(*id);
        let what = if !relation.choices.is_empty() {
            "relations with a choice"
        } else if relation.limit.is_some() {
            "relations with a limit"
        } else if relation.columns.iter().any(|column| !is_plain(column.ty)) {
            OTHER_TYPES
        } else {
            return None;
        };
        let span = relation.declared;
        Some(Refusal { what, span })
    };
    let of_rule = |number: &usize| {
        let rule = &program.rules[*number];
        let span = rule.span;
        refused_in(rule).map(|what| Refusal { what, span })
    };
    let mut giving_way = program
        .subsumptions
        .iter()
        .filter(|subsumption| stratum.relations.contains(&subsumption.relation));
    let subsumption = giving_way.next().map(|subsumption| Refusal {
        what: "subsumption",
        span: subsumption.rule.span,
    });
    subsumption
        .or_else(|| stratum.rules.iter().find_map(of_rule))
        .or_else(|| stratum.relations.iter().find_map(of_relation))
}

fn is_plain(ty: Type) -> bool {
    matches!(ty, Type::Number | Type::Symbol)
}

/// What a rule has that cannot be translated.
fn refused_in(rule: &Rule) -> Option<&'static str> {
    let of_literals = || rule.body.iter().find_map(refused_literal);
    let of_types = || {
        let mut types = rule.variables.iter().map(|variable| variable.ty);
        types.any(|ty| !is_plain(ty)).then_some(OTHER_TYPES)
    };
    of_literals()
        .or_else(of_types)
        .or_else(|| rule.head.args.iter().find_map(refused_term))
}

fn refused_literal(literal: &Literal) -> Option<&'static str> {
    match literal {
        Literal::Unpack(_) => Some("records"),
        Literal::Range { .. } => Some("ranges"),
        Literal::Aggregate(aggregate) if aggregate.kind == AggregateKind::Mean => Some("means"),
        Literal::Aggregate(aggregate) => {
            let of_value = || aggregate.value.as_ref().and_then(refused_term);
            let inside = aggregate.body.iter().find_map(refused_literal);
            inside.or_else(of_value)
        }
        Literal::Compare(_, left, right, _) => [left, right].into_iter().find_map(refused_term),
        Literal::Atom(atom) | Literal::Not(atom) => atom.args.iter().find_map(refused_term),
        Literal::Test { args, .. } => args.iter().find_map(refused_term),
    }
}

fn refused_term(term: &Term) -> Option<&'static str> {
    match term {
        Term::Call(Functor::Counter, _) => Some(COUNTERS),
        Term::Call(functor, _) if !is_plain(functor.result()) => Some(OTHER_TYPES),
        Term::Call(_, args) => args.iter().find_map(refused_term),
        Term::Const(Const::Number(_) | Const::Symbol(_)) | Term::Var(_) | Term::Any => None,
        Term::Const(_) => Some(OTHER_TYPES),
    }
}
