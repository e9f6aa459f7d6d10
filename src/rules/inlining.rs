//! Inline relations: their rules stand where they are used, so that variables which those leave open may be
//! bound there.
//!
//! An inline relation that is negated, or that several rules give inside an aggregate, stays a relation as
//! others are; so does one that depends on itself, which is reported later.

use rustc_hash::{FxHashMap, FxHashSet};

use super::clauses::{all_variables, body_terms};
use crate::syntax::ast::{
    Aggregate, Atom, Body, Clause, Column, Comparison, Condition, Item, Term, TermKind,
};

/// The items with inline relations put in where they are used, if there are any.
pub(super) fn inlined(items: &[Item]) -> Option<Vec<Item>> {
    let columns: FxHashMap<&str, &[Column]> = items
        .iter()
        .filter_map(|item| match item {
            Item::Decl(decl) if decl.qualifiers.iter().any(|word| word.text == "inline") => {
                Some(decl)
            }
            _ => None,
        })
        .flat_map(|decl| {
            let names = decl.names.iter();
            names.map(|name| (name.text.as_str(), decl.columns.as_slice()))
        })
        .collect();
    if columns.is_empty() {
        return None;
    }
    let mut rules: FxHashMap<&str, Vec<(&Atom, Option<&Body>)>> = FxHashMap::default();
    for &name in columns.keys() {
        rules.insert(name, Vec::new());
    }
    for item in items {
        let Item::Clause(clause) = item else {
            continue;
        };
        for head in &clause.heads {
            if let Some(rules) = rules.get_mut(head.name.text.as_str()) {
                rules.push((head, clause.body.as_ref()));
            }
        }
    }
    let mut inliner = Inliner {
        rules: &rules,
        columns: &columns,
        within: Vec::new(),
        copies: 0,
        kept: FxHashSet::default(),
    };
    let mut expanded: Vec<Item> = items.iter().map(|item| inliner.item(item)).collect();
    let kept = inliner.kept;
    // A relation that was put in everywhere needs no rules of its own.
    let is_gone = |clause: &Clause| {
        clause.heads.iter().all(|head| {
            rules.contains_key(head.name.text.as_str()) && !kept.contains(&head.name.text)
        })
    };
    expanded.retain(|item| !matches!(item, Item::Clause(clause) if is_gone(clause)));
    Some(expanded)
}

struct Inliner<'a> {
    rules: &'a FxHashMap<&'a str, Vec<(&'a Atom, Option<&'a Body>)>>,
    columns: &'a FxHashMap<&'a str, &'a [Column]>,
    /// The inline relations whose rules the current place is in.
    within: Vec<String>,
    copies: usize,
    /// Inline relations that are still used as relations.
    kept: FxHashSet<String>,
}

/// What the variables of a copied rule become.
type Names = FxHashMap<String, TermKind>;

impl Inliner<'_> {
    fn item(&mut self, item: &Item) -> Item {
        match item {
            Item::Clause(clause) => Item::Clause(Clause {
                body: clause.body.as_ref().map(|body| self.body(body, false)),
                ..clause.clone()
            }),
            Item::Subsumption(subsumption) => {
                let mut subsumption = subsumption.clone();
                subsumption.body = self.body(&subsumption.body, false);
                Item::Subsumption(subsumption)
            }
            other => other.clone(),
        }
    }

    fn body(&mut self, body: &Body, in_aggregate: bool) -> Body {
        let alternatives = body.alternatives.iter().map(|conjunction| {
            conjunction
                .iter()
                .map(|condition| self.condition(condition, in_aggregate))
                .collect()
        });
        Body {
            alternatives: alternatives.collect(),
        }
    }

    fn condition(&mut self, condition: &Condition, in_aggregate: bool) -> Condition {
        match condition {
            Condition::Atom(atom) => self.atom(atom, in_aggregate),
            Condition::Not(inner, span) => {
                if let Condition::Atom(atom) = &**inner {
                    if self.brings_nothing_in(atom) {
                        let inner = self.atom(atom, in_aggregate);
                        return Condition::Not(Box::new(inner), *span);
                    }
                    self.keep(atom);
                }
                Condition::Not(inner.clone(), *span)
            }
            Condition::Group(body) => Condition::Group(self.body(body, in_aggregate)),
            Condition::Compare(sign, left, right) => {
                Condition::Compare(*sign, self.term(left), self.term(right))
            }
            Condition::Constant(..) => condition.clone(),
        }
    }

    /// Whether an atom's rules have no variables but those of their heads, so that what they say can be
    /// negated condition by condition.
    fn brings_nothing_in(&self, atom: &Atom) -> bool {
        let Some(rules) = self.rules.get(atom.name.text.as_str()) else {
            return false;
        };
        let is_given = atom.args.iter().all(|arg| arg.kind != TermKind::Any);
        is_given
            && rules.iter().all(|(head, body)| {
                let mut names: Vec<&str> = Vec::new();
                let are_variables = head.args.iter().all(|arg| match &arg.kind {
                    TermKind::Variable(name) if !names.contains(&name.as_str()) => {
                        names.push(name);
                        true
                    }
                    _ => false,
                });
                let mut own = true;
                if let Some(body) = body {
                    body_terms(body, &mut |term| {
                        all_variables(term, &mut |name, _| own &= names.contains(&name));
                    });
                }
                are_variables && own
            })
    }

    fn keep(&mut self, atom: &Atom) {
        if self.rules.contains_key(atom.name.text.as_str()) {
            self.kept.insert(atom.name.text.clone());
        }
    }

    fn atom(&mut self, atom: &Atom, in_aggregate: bool) -> Condition {
        let name = atom.name.text.as_str();
        let args: Vec<Term> = atom.args.iter().map(|arg| self.term(arg)).collect();
        let atom = Atom {
            args,
            ..atom.clone()
        };
        let Some(rules) = self.rules.get(name) else {
            return Condition::Atom(atom);
        };
        let several =
            rules.len() != 1 || rules[0].1.is_some_and(|body| body.alternatives.len() != 1);
        let misfits = rules
            .iter()
            .any(|(head, _)| head.args.len() != atom.args.len());
        let is_inside_itself = self.within.iter().any(|outer| outer == name);
        if rules.is_empty() || is_inside_itself || misfits || (in_aggregate && several) {
            self.keep(&atom);
            return Condition::Atom(atom);
        }
        self.within.push(name.to_owned());
        let mut alternatives = Vec::new();
        for (head, body) in rules {
            alternatives.extend(self.copy(&atom, head, *body, in_aggregate));
        }
        self.within.pop();
        match alternatives.is_empty() {
            true => Condition::Constant(false, atom.span),
            false => Condition::Group(Body { alternatives }),
        }
    }

    /// The ways in which a rule makes an atom true, in the atom's own terms.
    fn copy(
        &mut self,
        atom: &Atom,
        head: &Atom,
        body: Option<&Body>,
        in_aggregate: bool,
    ) -> Vec<Vec<Condition>> {
        self.copies += 1;
        let copy = self.copies;
        let mut names = Names::default();
        let mut equal = Vec::new();
        let columns = self.columns.get(atom.name.text.as_str());
        let columns = columns.map_or(&[][..], |columns| columns);
        for (at, (wanted, given)) in head.args.iter().zip(&atom.args).enumerate() {
            match &wanted.kind {
                TermKind::Variable(name)
                    if given.kind != TermKind::Any && !names.contains_key(name) =>
                {
                    names.insert(name.clone(), given.kind.clone());
                }
                _ if given.kind == TermKind::Any => {}
                _ => equal.push((wanted, given, columns.get(at))),
            }
        }
        let equal: Vec<Condition> = equal
            .into_iter()
            .map(|(wanted, given, column)| {
                let mut wanted = renamed(wanted, &names, copy);
                // Where the atom stood, its column said what record this is.
                if let (TermKind::Record(_), Some(column)) = (&wanted.kind, column) {
                    wanted.kind = TermKind::As(Box::new(wanted.clone()), column.type_name.clone());
                }
                Condition::Compare(Comparison::Equal, wanted, given.clone())
            })
            .collect();
        let Some(body) = body else {
            return vec![match equal.is_empty() {
                true => vec![Condition::Constant(true, atom.span)],
                false => equal,
            }];
        };
        let body = self.body(&renamed_body(body, &names, copy), in_aggregate);
        let ways = body.alternatives.into_iter();
        ways.map(|way| [equal.clone(), way].concat()).collect()
    }

    fn term(&mut self, term: &Term) -> Term {
        let kind = match &term.kind {
            TermKind::Aggregate(aggregate) => TermKind::Aggregate(Box::new(Aggregate {
                body: self.body(&aggregate.body, true),
                ..(**aggregate).clone()
            })),
            TermKind::Unary(prefix, inner) => TermKind::Unary(*prefix, Box::new(self.term(inner))),
            TermKind::Binary(operator, left, right) => TermKind::Binary(
                *operator,
                Box::new(self.term(left)),
                Box::new(self.term(right)),
            ),
            TermKind::Call(name, args) => TermKind::Call(
                name.clone(),
                args.iter().map(|arg| self.term(arg)).collect(),
            ),
            other => other.clone(),
        };
        Term {
            kind,
            span: term.span,
        }
    }
}

/// A term of a copied rule: variables of the head are what they are used with, the others are named apart.
fn renamed(term: &Term, names: &Names, copy: usize) -> Term {
    let all = |terms: &[Term]| {
        terms
            .iter()
            .map(|term| renamed(term, names, copy))
            .collect()
    };
    let one = |term: &Term| Box::new(renamed(term, names, copy));
    let kind = match &term.kind {
        TermKind::Variable(name) => match names.get(name) {
            Some(kind) => kind.clone(),
            None => TermKind::Variable(format!("{name}#{copy}")),
        },
        TermKind::Unary(prefix, inner) => TermKind::Unary(*prefix, one(inner)),
        TermKind::As(inner, name) => TermKind::As(one(inner), name.clone()),
        TermKind::Binary(operator, left, right) => {
            TermKind::Binary(*operator, one(left), one(right))
        }
        TermKind::Call(name, args) => TermKind::Call(name.clone(), all(args)),
        TermKind::UserCall(name, args) => TermKind::UserCall(name.clone(), all(args)),
        TermKind::Record(args) => TermKind::Record(all(args)),
        TermKind::Branch(name, args) => TermKind::Branch(name.clone(), all(args)),
        TermKind::Aggregate(aggregate) => TermKind::Aggregate(Box::new(Aggregate {
            value: aggregate
                .value
                .as_ref()
                .map(|value| renamed(value, names, copy)),
            body: renamed_body(&aggregate.body, names, copy),
            ..(**aggregate).clone()
        })),
        other => other.clone(),
    };
    Term {
        kind,
        span: term.span,
    }
}

fn renamed_body(body: &Body, names: &Names, copy: usize) -> Body {
    let alternatives = body.alternatives.iter().map(|conjunction| {
        conjunction
            .iter()
            .map(|condition| renamed_condition(condition, names, copy))
            .collect()
    });
    Body {
        alternatives: alternatives.collect(),
    }
}

fn renamed_condition(condition: &Condition, names: &Names, copy: usize) -> Condition {
    match condition {
        Condition::Atom(atom) => Condition::Atom(Atom {
            args: atom
                .args
                .iter()
                .map(|arg| renamed(arg, names, copy))
                .collect(),
            ..atom.clone()
        }),
        Condition::Not(inner, span) => {
            Condition::Not(Box::new(renamed_condition(inner, names, copy)), *span)
        }
        Condition::Compare(sign, left, right) => Condition::Compare(
            *sign,
            renamed(left, names, copy),
            renamed(right, names, copy),
        ),
        Condition::Group(body) => Condition::Group(renamed_body(body, names, copy)),
        Condition::Constant(..) => condition.clone(),
    }
}
