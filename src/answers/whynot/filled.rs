//! Conditions of rules as they are written, with values in place of variables.

use crate::proofs::whynot::{Condition, Outcome};
use crate::rules::{Aggregate, Atom, Const, Literal, Program, Rule, Term, VarId};
use crate::syntax::{TokenKind, lex};
use crate::text::{Sources, Span};

/// A condition with the values that its variables had.
pub(crate) fn filled(
    program: &Program,
    sources: &Sources,
    rule: &Rule,
    at: usize,
    condition: &Condition,
) -> String {
    let values = &condition.values;
    let in_text = |span: Span| in_text(sources, rule, span, values);
    match &rule.body[at] {
        Literal::Atom(atom) => self::atom(program, rule, atom, values),
        Literal::Not(atom) => format!("!{}", self::atom(program, rule, atom, values)),
        Literal::Compare(_, left, right, span) => {
            // A term that stands in an atom or in the head: the place in which it stands has no name.
            let unnamed = [left, right].into_iter().find_map(|side| match side {
                Term::Var(var) if is_unnamed(rule, *var) => Some(*var),
                _ => None,
            });
            let value = unnamed.filter(|var| aggregate_of(rule, *var).is_none());
            match value.and_then(|var| values[var.index()].as_ref()) {
                Some(value) => format!("{} = {}", value.written(), in_text(*span)),
                None => in_text(*span),
            }
        }
        Literal::Test { span, .. } | Literal::Range { span, .. } => in_text(*span),
        Literal::Aggregate(aggregate) => {
            let span = comparing(rule, aggregate.target).unwrap_or(aggregate.span);
            match &values[aggregate.target.index()] {
                Some(value) if !is_unnamed(rule, aggregate.target) => {
                    format!("{} = {}", value.written(), in_text(span))
                }
                _ => in_text(span),
            }
        }
        Literal::Unpack(unpack) => match &values[unpack.value.index()] {
            Some(value) => format!("{} = {}", value.written(), in_text(unpack.span)),
            None => in_text(unpack.span),
        },
    }
}

/// The conditions of a rule that are shown: an aggregate is part of the condition that compares it, unless there
/// is nothing to compare.
pub(crate) fn shown(rule: &Rule, conditions: &[Condition]) -> Vec<usize> {
    let is_shown = |at: &usize| match (&rule.body[*at], &conditions[*at].outcome) {
        (Literal::Aggregate(aggregate), Outcome::Holds) => {
            !is_unnamed(rule, aggregate.target) || comparing(rule, aggregate.target).is_none()
        }
        (Literal::Compare(_, left, right, _), Outcome::Open) => {
            let of_aggregate = |side: &Term| match side {
                Term::Var(var) => is_unnamed(rule, *var) && aggregate_of(rule, *var).is_some(),
                _ => false,
            };
            !of_aggregate(left) && !of_aggregate(right)
        }
        _ => true,
    };
    (0..rule.body.len()).filter(is_shown).collect()
}

/// Whether a variable was made for a value, which no name stands for.
fn is_unnamed(rule: &Rule, var: VarId) -> bool {
    rule.variables[var.index()].name.contains('#')
}

/// The aggregate that gives a variable its value.
fn aggregate_of(rule: &Rule, var: VarId) -> Option<&Aggregate> {
    rule.body.iter().find_map(|literal| match literal {
        Literal::Aggregate(aggregate) if aggregate.target == var => Some(aggregate),
        _ => None,
    })
}

/// Where the comparison stands that the value of an aggregate is for.
fn comparing(rule: &Rule, target: VarId) -> Option<Span> {
    rule.body.iter().find_map(|literal| match literal {
        Literal::Compare(_, left, right, span)
            if [left, right].contains(&&Term::Var(target)) && is_unnamed(rule, target) =>
        {
            Some(*span)
        }
        _ => None,
    })
}

/// An atom with values in place of variables; a variable without one keeps its name.
fn atom(program: &Program, rule: &Rule, atom: &Atom, values: &[Option<Const>]) -> String {
    let arg = |arg: &Term| match arg {
        Term::Var(var) => match &values[var.index()] {
            Some(value) => value.written(),
            None => {
                let name = &rule.variables[var.index()].name;
                if name.contains('#') {
                    "_".to_owned()
                } else {
                    name.clone()
                }
            }
        },
        Term::Const(value) => value.written(),
        Term::Any | Term::Call(..) => "_".to_owned(),
    };
    let args: Vec<String> = atom.args.iter().map(arg).collect();
    let name = &program.relation(atom.relation).name;
    format!("{name}({})", args.join(", "))
}

/// The text of a span, on one line, with values in place of the names of variables.
fn in_text(sources: &Sources, rule: &Rule, span: Span, values: &[Option<Const>]) -> String {
    let text = sources.text(span);
    let (tokens, _) = lex(span.source, text);
    let mut written = String::new();
    let mut end = 0;
    for token in &tokens {
        let (from, to) = (token.span.start as usize, token.span.end as usize);
        let value = match &token.kind {
            TokenKind::Name(name) => rule
                .variables
                .iter()
                .position(|variable| variable.name == *name)
                .and_then(|at| values[at].as_ref()),
            _ => None,
        };
        // A relation or functor may have a variable's name.
        let is_called = text[to..].trim_start().starts_with('(');
        if let Some(value) = value
            && !is_called
        {
            written.push_str(&text[end..from]);
            written.push_str(&value.written());
            end = to;
        }
    }
    written.push_str(&text[end..]);
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}
