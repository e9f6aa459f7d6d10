//! Words of the language, which name nothing else.

use super::clauses::{all_variables, body_terms};
use crate::syntax::ast::{Column, Decl, Item, Name, Term, TypeDecl, TypeDefinition};
use crate::text::{Report, Span};

/// The words that a program cannot use as names, as in Soufflé.
const WORDS: &[&str] = &[
    "as",
    "autoinc",
    "band",
    "bnot",
    "bor",
    "brie",
    "bshl",
    "bshr",
    "bshru",
    "btree",
    "btree_delete",
    "bxor",
    "cat",
    "contains",
    "count",
    "eqrel",
    "false",
    "inline",
    "input",
    "land",
    "lnot",
    "lor",
    "lxor",
    "magic",
    "match",
    "max",
    "mean",
    "min",
    "nil",
    "no_inline",
    "no_magic",
    "ord",
    "output",
    "overridable",
    "printsize",
    "range",
    "stateful",
    "strlen",
    "substr",
    "sum",
    "to_float",
    "to_number",
    "to_string",
    "to_unsigned",
    "true",
];

/// The reports on names that are words of the language.
pub(super) fn words_as_names<'a>(items: impl Iterator<Item = &'a Item>) -> Vec<Report> {
    let mut reports = Vec::new();
    for item in items {
        match item {
            Item::Decl(decl) => in_declaration(decl, &mut reports),
            Item::Type(decl) => in_type(decl, &mut reports),
            Item::Clause(clause) => {
                let mut terms: Vec<&Term> =
                    clause.heads.iter().flat_map(|head| &head.args).collect();
                if let Some(body) = &clause.body {
                    body_terms(body, &mut |term| terms.push(term));
                }
                variables(&terms, &mut reports);
            }
            Item::Subsumption(clause) => {
                let both = [&clause.dominated, &clause.dominating];
                let mut terms: Vec<&Term> = both.iter().flat_map(|atom| &atom.args).collect();
                body_terms(&clause.body, &mut |term| terms.push(term));
                variables(&terms, &mut reports);
            }
            Item::Component(component) => {
                named(&component.name, "a component", &mut reports);
                for parameter in &component.parameters {
                    named(parameter, "a parameter", &mut reports);
                }
                reports.extend(words_as_names(component.items.iter()));
            }
            Item::Init(init) => named(&init.name, "an instance", &mut reports),
            _ => {}
        }
    }
    reports
}

fn in_declaration(decl: &Decl, reports: &mut Vec<Report>) {
    for name in &decl.names {
        named(name, "a relation", reports);
    }
    columns(&decl.columns, "a column", reports);
}

fn in_type(decl: &TypeDecl, reports: &mut Vec<Report>) {
    named(&decl.name, "a type", reports);
    match &decl.definition {
        TypeDefinition::Record(fields) => columns(fields, "a field", reports),
        TypeDefinition::Algebraic(branches) => {
            for branch in branches {
                named(&branch.name, "a branch", reports);
                columns(&branch.fields, "a field", reports);
            }
        }
        TypeDefinition::Subtype(_) | TypeDefinition::Alias(_) | TypeDefinition::Union(_) => {}
    }
}

fn columns(columns: &[Column], what: &str, reports: &mut Vec<Report>) {
    for column in columns {
        named(&column.name, what, reports);
    }
}

fn named(name: &Name, what: &str, reports: &mut Vec<Report>) {
    if WORDS.contains(&name.text.as_str()) {
        reports.push(taken(&name.text, name.span, what));
    }
}

/// Each variable is reported where it first stands.
fn variables(terms: &[&Term], reports: &mut Vec<Report>) {
    let mut seen: Vec<&str> = Vec::new();
    for term in terms {
        all_variables(term, &mut |name, term| {
            if WORDS.contains(&name) && !seen.contains(&name) {
                seen.push(name);
                reports.push(taken(name, term.span, "a variable"));
            }
        });
    }
}

fn taken(word: &str, span: Span, what: &str) -> Report {
    let message = format!("`{word}` is a word of the language, and cannot name {what}");
    Report::error(span, message).help(format!("write `{word}_`, for example"))
}
