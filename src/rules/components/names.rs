//! The names in an item: what each is the name of, what a parameter in its place stands for, and which
//! are left out.

use super::catalogue::Binding;
use crate::syntax::ast::{
    Aggregate, Atom, Body, Column, Condition, Item, Name, Term, TermKind, TypeDefinition,
};

/// What a name in an item is the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Relation,
    Type,
    Branch,
}

/// Calls `visit` with every name that a component's instance may qualify, declared or used.
pub(super) fn visit(item: &mut Item, visit: &mut impl FnMut(Kind, &mut Name)) {
    match item {
        Item::Decl(decl) => {
            for name in &mut decl.names {
                visit(Kind::Relation, name);
            }
            columns(&mut decl.columns, visit);
        }
        Item::Type(decl) => {
            visit(Kind::Type, &mut decl.name);
            match &mut decl.definition {
                TypeDefinition::Subtype(base) | TypeDefinition::Alias(base) => {
                    visit(Kind::Type, base);
                }
                TypeDefinition::Union(members) => {
                    for name in members {
                        visit(Kind::Type, name);
                    }
                }
                TypeDefinition::Record(fields) => columns(fields, visit),
                TypeDefinition::Algebraic(branches) => {
                    for branch in branches {
                        visit(Kind::Branch, &mut branch.name);
                        columns(&mut branch.fields, visit);
                    }
                }
            }
        }
        Item::Io(io) => {
            for name in &mut io.relations {
                visit(Kind::Relation, name);
            }
        }
        Item::Clause(clause) => {
            for head in &mut clause.heads {
                atom(head, visit);
            }
            if let Some(conditions) = &mut clause.body {
                body(conditions, visit);
            }
        }
        Item::Subsumption(clause) => {
            atom(&mut clause.dominated, visit);
            atom(&mut clause.dominating, visit);
            body(&mut clause.body, visit);
        }
        Item::Query(query) => body(&mut query.body, visit),
        Item::Withdrawal(withdrawal) => atom(&mut withdrawal.atom, visit),
        // A component has no runs of facts, only clauses.
        Item::Facts(_) => {}
        Item::Pragma(_)
        | Item::Component(_)
        | Item::Init(_)
        | Item::Override(_)
        | Item::Functor(_)
        | Item::Article(_)
        | Item::Quotation(_)
        | Item::Unreadable(_) => {}
    }
}

/// Puts what a parameter stands for in its place. A parameter can stand for a type, not for a relation.
pub(super) fn substitute(item: &mut Item, binding: &Binding) {
    visit(item, &mut |kind, name| {
        if kind != Kind::Relation
            && let Some(Some(value)) = binding.get(&name.text)
        {
            // The place stays that in the component, so that messages point to what is wrong there.
            name.text.clone_from(&value.text);
        }
    });
}

/// Takes the clauses of overridden relations out, and says whether anything remains of the item. A name
/// with dots counts by its first part.
pub(super) fn leave_out(item: &mut Item, overridden: &[&str]) -> bool {
    let stays = |atom: &Atom| {
        let first = atom.name.text.split('.').next();
        first.is_none_or(|first| !overridden.contains(&first))
    };
    match item {
        Item::Clause(clause) => {
            clause.heads.retain(stays);
            !clause.heads.is_empty()
        }
        Item::Subsumption(clause) => stays(&clause.dominated),
        Item::Withdrawal(withdrawal) => stays(&withdrawal.atom),
        _ => true,
    }
}

fn columns(columns: &mut [Column], visit: &mut impl FnMut(Kind, &mut Name)) {
    for column in columns {
        visit(Kind::Type, &mut column.type_name);
    }
}

fn body(body: &mut Body, visit: &mut impl FnMut(Kind, &mut Name)) {
    for part in body.alternatives.iter_mut().flatten() {
        condition(part, visit);
    }
}

fn condition(part: &mut Condition, visit: &mut impl FnMut(Kind, &mut Name)) {
    match part {
        Condition::Atom(inner) => atom(inner, visit),
        Condition::Not(inner, _) => condition(inner, visit),
        Condition::Compare(_, left, right) => {
            term(left, visit);
            term(right, visit);
        }
        Condition::Group(inner) => body(inner, visit),
        Condition::Constant(..) => {}
    }
}

fn atom(atom: &mut Atom, visit: &mut impl FnMut(Kind, &mut Name)) {
    visit(Kind::Relation, &mut atom.name);
    for arg in &mut atom.args {
        term(arg, visit);
    }
}

fn term(whole: &mut Term, visit: &mut impl FnMut(Kind, &mut Name)) {
    match &mut whole.kind {
        TermKind::Variable(_)
        | TermKind::Any
        | TermKind::Text(_)
        | TermKind::Number(_)
        | TermKind::Unsigned(_)
        | TermKind::Float(_)
        | TermKind::Nil
        | TermKind::Counter => {}
        TermKind::Branch(name, args) => {
            visit(Kind::Branch, name);
            args.iter_mut().for_each(|arg| term(arg, visit));
        }
        TermKind::As(inner, name) => {
            visit(Kind::Type, name);
            term(inner, visit);
        }
        TermKind::Unary(_, inner) => term(inner, visit),
        TermKind::Binary(_, left, right) => {
            term(left, visit);
            term(right, visit);
        }
        TermKind::Record(args) | TermKind::Call(_, args) | TermKind::UserCall(_, args) => {
            args.iter_mut().for_each(|arg| term(arg, visit));
        }
        TermKind::Aggregate(aggregate) => {
            let Aggregate {
                value, body: inner, ..
            } = &mut **aggregate;
            if let Some(value) = value {
                term(value, visit);
            }
            body(inner, visit);
        }
    }
}
