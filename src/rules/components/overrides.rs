//! Overrides: a component may leave out the clauses that its bases have for a relation, if they allow it.

use super::catalogue::{Binding, Catalogue, ComponentId};
use crate::syntax::ast::{Component, Decl, Item, Name};
use crate::text::{Report, nearest};

/// The names of the relations whose inherited clauses a component leaves out.
pub(super) fn names(component: &Component) -> impl Iterator<Item = &str> {
    overrides(component).map(|name| name.text.as_str())
}

/// Reports what a component overrides without being allowed to.
pub(super) fn check<'a>(
    catalogue: &Catalogue<'a>,
    id: ComponentId,
    binding: &Binding<'a>,
    reports: &mut Vec<Report>,
) {
    let component = catalogue.component(id);
    if overrides(component).next().is_none() {
        return;
    }
    let ancestors = catalogue.ancestors(id, binding);
    let bases: Vec<&Component> = catalogue
        .ids()
        .filter(|&base| base != id && ancestors.components.contains(&base))
        .map(|base| catalogue.component(base))
        .collect();
    for name in overrides(component) {
        if let Some((_, own)) = relations(component).find(|(_, own)| own.text == name.text) {
            reports.push(overrides_its_own(component, name, own));
            continue;
        }
        let mut inherited = bases
            .iter()
            .flat_map(|base| relations(base))
            .filter(|(_, relation)| relation.text == name.text)
            .peekable();
        if inherited.peek().is_none() && ancestors.complete && !is_instance(&bases, name) {
            reports.push(overrides_nothing(component, name, &bases));
        }
        for (decl, relation) in inherited {
            if !is_overridable(decl) {
                reports.push(forbidden(component, name, relation));
            }
        }
    }
}

fn overrides(component: &Component) -> impl Iterator<Item = &Name> {
    component.items.iter().filter_map(|item| match item {
        Item::Override(name) => Some(name),
        _ => None,
    })
}

fn relations(component: &Component) -> impl Iterator<Item = (&Decl, &Name)> {
    let decls = component.items.iter().filter_map(|item| match item {
        Item::Decl(decl) => Some(decl),
        _ => None,
    });
    decls.flat_map(|decl| decl.names.iter().map(move |name| (decl, name)))
}

fn is_overridable(decl: &Decl) -> bool {
    decl.qualifiers
        .iter()
        .any(|word| word.text == "overridable")
}

/// Whether a base has an instance of that name: the clauses for its relations can be overridden together.
fn is_instance(bases: &[&Component], name: &Name) -> bool {
    let mut items = bases.iter().flat_map(|base| &base.items);
    items.any(|item| matches!(item, Item::Init(init) if init.name.text == name.text))
}

fn overrides_its_own(component: &Component, name: &Name, own: &Name) -> Report {
    let message = format!(
        "component `{}` declares `{}` and overrides it",
        component.name.text, name.text
    );
    Report::error(component.name.span, message)
        .also(own.span, "declared here")
        .also(name.span, "only what is inherited can be overridden")
        .help("remove the declaration, or the `.override`")
}

fn overrides_nothing(component: &Component, name: &Name, bases: &[&Component]) -> Report {
    let message = format!(
        "component `{}` inherits no relation `{}`",
        component.name.text, name.text
    );
    let known: Vec<&str> = bases
        .iter()
        .flat_map(|base| relations(base))
        .filter(|(decl, _)| is_overridable(decl))
        .map(|(_, relation)| relation.text.as_str())
        .collect();
    let report = Report::warning(name.span, message).label("nothing to override");
    match (nearest(&name.text, known.iter().copied()), known.as_slice()) {
        (Some(near), _) => report.suggest(Some(near)),
        (None, []) => report.help("remove the `.override`: no base has a relation for it"),
        (None, known) => report.help(format!("it can override `{}`", known.join("`, `"))),
    }
}

fn forbidden(component: &Component, name: &Name, relation: &Name) -> Report {
    let message = format!(
        "component `{}` overrides `{}`, which cannot be overridden",
        component.name.text, name.text
    );
    Report::error(component.name.span, message)
        .also(relation.span, "declared here, without `overridable`")
        .also(name.span, "overridden here")
        .help(format!(
            "write `overridable` behind the columns where `{}` is declared, or add to its clauses \
             without `.override`",
            name.text
        ))
}
