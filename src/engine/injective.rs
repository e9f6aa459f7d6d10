//! Rules that give a tuple in one way only.

use crate::rules::{Atom, Literal, Rule, Term, VarId};

/// Whether no two ways to make the body true give the same tuple: the head determines the tuples of all atoms and
/// the numbers of all ranges, and everything else follows from these. A tuple is determined if all its columns are,
/// or a column that is `unique` to it in its relation.
pub(super) fn is_injective(rule: &Rule, unique: impl Fn(&Atom, &[usize]) -> bool) -> bool {
    let mut determined: Vec<VarId> = rule.head.variables().collect();
    let is_determined = |arg: &Term, determined: &[VarId]| match arg {
        Term::Var(var) => determined.contains(var),
        Term::Const(_) => true,
        Term::Any | Term::Call(..) => false,
    };
    let mut open: Vec<&Atom> = Vec::new();
    for literal in &rule.body {
        match literal {
            Literal::Atom(atom) => open.push(atom),
            Literal::Range { target, .. } if !determined.contains(target) => return false,
            Literal::Range { .. }
            | Literal::Not(_)
            | Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Aggregate(_)
            | Literal::Unpack(_) => {}
        }
    }
    loop {
        let follows = open.iter().position(|atom| {
            let columns = atom.args.iter().enumerate();
            let known = columns.filter(|(_, arg)| is_determined(arg, &determined));
            let known: Vec<usize> = known.map(|(column, _)| column).collect();
            known.len() == atom.args.len() || unique(atom, &known)
        });
        match follows {
            Some(at) => determined.extend(open.remove(at).variables()),
            None => return open.is_empty(),
        }
    }
}
