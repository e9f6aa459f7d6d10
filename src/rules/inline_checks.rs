//! Where inline relations may not stand: what they say could not be put in there.

use rustc_hash::FxHashMap;

use super::clauses::{all_terms, all_variables, body_terms};
use crate::syntax::ast::{Atom, Body, Clause, Condition, Item, Term, TermKind};
use crate::text::{Report, Span};

/// An inline relation: where it is declared, and whether its rules have variables besides those of their
/// heads.
struct Inline {
    declared: Span,
    brings_variables: bool,
}

/// The reports on uses of inline relations in aggregates, with counters, and negated where that leaves
/// variables open.
pub(super) fn inline_mistakes(items: &[Item]) -> Vec<Report> {
    let mut relations: FxHashMap<&str, Inline> = FxHashMap::default();
    for item in items {
        if let Item::Decl(decl) = item
            && decl.qualifiers.iter().any(|word| word.text == "inline")
        {
            for name in &decl.names {
                let inline = Inline {
                    declared: name.span,
                    brings_variables: false,
                };
                relations.insert(&name.text, inline);
            }
        }
    }
    if relations.is_empty() {
        return Vec::new();
    }
    for clause in clauses(items) {
        for head in &clause.heads {
            if let Some(inline) = relations.get_mut(head.name.text.as_str()) {
                inline.brings_variables |= brings_variables(head, clause.body.as_ref());
            }
        }
    }
    let mut uses = Uses {
        relations: &relations,
        reports: Vec::new(),
    };
    for clause in clauses(items) {
        uses.clause(clause);
    }
    for item in items {
        if let Item::Subsumption(subsumption) = item {
            uses.body(&subsumption.body, true, false);
        }
    }
    uses.reports
}

fn clauses(items: &[Item]) -> impl Iterator<Item = &Clause> {
    items.iter().filter_map(|item| match item {
        Item::Clause(clause) => Some(clause),
        _ => None,
    })
}

/// Whether a rule has variables that its head does not have.
fn brings_variables(head: &Atom, body: Option<&Body>) -> bool {
    let mut given: Vec<&str> = Vec::new();
    for arg in &head.args {
        all_variables(arg, &mut |name, _| given.push(name));
    }
    let mut brings = false;
    if let Some(body) = body {
        body_terms(body, &mut |term| {
            all_variables(term, &mut |name, _| brings |= !given.contains(&name));
        });
    }
    brings
}

struct Uses<'a> {
    relations: &'a FxHashMap<&'a str, Inline>,
    reports: Vec<Report>,
}

impl Uses<'_> {
    fn clause(&mut self, clause: &Clause) {
        for head in &clause.heads {
            if let Some(inline) = self.relations.get(head.name.text.as_str()) {
                let mut terms: Vec<&Term> = head.args.iter().collect();
                if let Some(body) = &clause.body {
                    body_terms(body, &mut |term| terms.push(term));
                }
                for term in terms {
                    self.counters(term, &head.name.text, inline.declared);
                }
            }
            for arg in &head.args {
                self.term(arg);
            }
        }
        if let Some(body) = &clause.body {
            self.body(body, true, false);
        }
    }

    fn body(&mut self, body: &Body, positive: bool, in_aggregate: bool) {
        for condition in body.alternatives.iter().flatten() {
            self.condition(condition, positive, in_aggregate);
        }
    }

    fn condition(&mut self, condition: &Condition, positive: bool, in_aggregate: bool) {
        match condition {
            Condition::Atom(atom) => {
                self.atom(atom, positive, in_aggregate);
                atom.args.iter().for_each(|arg| self.term(arg));
            }
            Condition::Not(inner, _) => self.condition(inner, !positive, in_aggregate),
            Condition::Group(body) => self.body(body, positive, in_aggregate),
            Condition::Compare(_, left, right) => {
                self.term(left);
                self.term(right);
            }
            Condition::Constant(..) => {}
        }
    }

    /// Looks into the aggregates of a term.
    fn term(&mut self, term: &Term) {
        let mut aggregates = Vec::new();
        all_terms(term, &mut |term| {
            if let TermKind::Aggregate(aggregate) = &term.kind {
                aggregates.push(aggregate);
            }
        });
        for aggregate in aggregates {
            for condition in aggregate.body.alternatives.iter().flatten() {
                self.in_aggregate(condition, true);
            }
        }
    }

    /// The atoms of an aggregate; those of aggregates inside it are looked at with these.
    fn in_aggregate(&mut self, condition: &Condition, positive: bool) {
        match condition {
            Condition::Atom(atom) => self.atom(atom, positive, true),
            Condition::Not(inner, _) => self.in_aggregate(inner, !positive),
            Condition::Group(body) => {
                for condition in body.alternatives.iter().flatten() {
                    self.in_aggregate(condition, positive);
                }
            }
            Condition::Compare(..) | Condition::Constant(..) => {}
        }
    }

    fn atom(&mut self, atom: &Atom, positive: bool, in_aggregate: bool) {
        let name = &atom.name.text;
        let Some(inline) = self.relations.get(name.as_str()) else {
            return;
        };
        for arg in &atom.args {
            self.counters(arg, name, inline.declared);
        }
        let open = match atom.args.iter().find_map(open_place) {
            Some(place) => Some((place, "`_` would be left open by what it stands for")),
            None if inline.brings_variables => Some((
                atom.span,
                "its rules have variables that its columns do not name",
            )),
            None => None,
        };
        let (place, message, label) = match open {
            _ if in_aggregate => {
                let message = format!("`{name}` is inline, and stands in an aggregate");
                (atom.span, message, "its rules cannot be put in here")
            }
            Some((place, label)) if !positive => {
                (place, format!("`{name}` is inline, and negated"), label)
            }
            _ => return,
        };
        self.reports.push(
            Report::error(place, message)
                .label(label)
                .also(inline.declared, "declared here")
                .help("drop `inline`"),
        );
    }

    fn counters(&mut self, term: &Term, name: &str, declared: Span) {
        all_terms(term, &mut |term| {
            if term.kind == TermKind::Counter {
                self.reports.push(
                    Report::error(term.span, format!("`{name}` is inline, and counts"))
                        .label("it would count anew wherever it is put in")
                        .also(declared, "declared here")
                        .help("drop `inline`"),
                );
            }
        });
    }
}

/// Where a term has a `_`, outside of aggregates.
fn open_place(term: &Term) -> Option<Span> {
    match &term.kind {
        TermKind::Any => Some(term.span),
        TermKind::Unary(_, inner) | TermKind::As(inner, _) => open_place(inner),
        TermKind::Binary(_, left, right) => open_place(left).or_else(|| open_place(right)),
        TermKind::Call(_, args)
        | TermKind::UserCall(_, args)
        | TermKind::Record(args)
        | TermKind::Branch(_, args) => args.iter().find_map(open_place),
        _ => None,
    }
}
