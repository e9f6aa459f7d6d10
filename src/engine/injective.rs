//! Rules that give a tuple in one way only.

use crate::rules::{Literal, Rule, Term};

/// Whether no two ways to make the body true give the same tuple: the head has every variable that atoms
/// and ranges bind, and all others follow from these.
pub(super) fn is_injective(rule: &Rule) -> bool {
    let in_head = |arg: &Term| match arg {
        Term::Var(var) => rule.head.variables().any(|other| other == *var),
        Term::Const(_) => true,
        Term::Any | Term::Call(..) => false,
    };
    rule.body.iter().all(|literal| match literal {
        Literal::Atom(atom) => atom.args.iter().all(in_head),
        Literal::Range { target, .. } => in_head(&Term::Var(*target)),
        Literal::Not(_)
        | Literal::Compare(..)
        | Literal::Test { .. }
        | Literal::Aggregate(_)
        | Literal::Unpack(_) => true,
    })
}
