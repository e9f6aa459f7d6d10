//! What can be wrong with components whether or not they are instantiated.

use rustc_hash::FxHashMap;

use super::catalogue::{Binding, Catalogue, Found};
use super::content::two_instances;
use super::overrides;
use super::references::resolve;
use crate::syntax::ast::{Item, Name};
use crate::text::{Report, Span};

/// The way out of a circle of bases.
pub(super) const OUT_OF_CIRCLE: &str = "take one of the bases out of the circle";

/// The reports on the components of a program, as they are declared.
pub(super) fn check(catalogue: &Catalogue, items: &[Item]) -> Vec<Report> {
    let mut reports = Vec::new();
    names_of_scope(items, true, &mut reports);
    for id in catalogue.ids() {
        let component = catalogue.component(id);
        let open = Binding::open(component);
        for used in &component.bases {
            resolve(
                catalogue,
                used,
                catalogue.enclosing(id),
                &open,
                &mut reports,
            );
        }
        for item in &component.items {
            if let Item::Init(init) = item {
                resolve(catalogue, &init.component, Some(id), &open, &mut reports);
            }
        }
        overrides::check(catalogue, id, &open, &mut reports);
        names_of_scope(&component.items, false, &mut reports);
    }
    circles(catalogue, &mut reports);
    reports
}

/// What is wrong where a component is its own base.
pub(super) fn circle(name: &str) -> String {
    format!("component `{name}` inherits from itself")
}

/// Reports circles of bases, each once: at the component that is declared first.
fn circles(catalogue: &Catalogue, reports: &mut Vec<Report>) {
    let mut reported = Vec::new();
    for id in catalogue.ids().filter(|&id| catalogue.is_circular(id)) {
        let component = catalogue.component(id);
        let open = Binding::open(component);
        let ancestors = catalogue.ancestors(id, &open).components;
        if reported.iter().any(|other| ancestors.contains(other)) {
            continue;
        }
        reported.push(id);
        let leads_back = component.bases.iter().find_map(|used| {
            let found = catalogue.find(catalogue.enclosing(id), &used.name.text, &open);
            let Found::Component(base) = found else {
                return None;
            };
            let inner = open.extend(catalogue.component(base), used)?;
            let back = base == id || catalogue.ancestors(base, &inner).components.contains(&id);
            back.then_some((used, base == id))
        });
        let Some((used, itself)) = leads_back else {
            continue;
        };
        let label = match itself {
            true => "its own base".to_owned(),
            false => format!(
                "`{}` inherits from `{}` in turn",
                used.name.text, component.name.text
            ),
        };
        reports.push(
            Report::error(used.name.span, circle(&component.name.text))
                .label(label)
                .help(OUT_OF_CIRCLE),
        );
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum What {
    Relation,
    Type,
    Component,
    Instance,
}

/// Reports components and instances whose name is taken. In the program's own scope relations and types
/// take names, too; a component may use their names again.
fn names_of_scope(items: &[Item], is_program: bool, reports: &mut Vec<Report>) {
    let mut taken: FxHashMap<(What, &str), Span> = FxHashMap::default();
    if is_program {
        for item in items {
            match item {
                Item::Decl(decl) => {
                    for name in &decl.names {
                        taken
                            .entry((What::Relation, &name.text))
                            .or_insert(name.span);
                    }
                }
                Item::Type(decl) => {
                    let key = (What::Type, decl.name.text.as_str());
                    taken.entry(key).or_insert(decl.name.span);
                }
                _ => {}
            }
        }
    }
    for item in items {
        let (what, name) = match item {
            Item::Component(component) => (What::Component, &component.name),
            Item::Init(init) => (What::Instance, &init.name),
            _ => continue,
        };
        let key = (what, name.text.as_str());
        if let Some(&first) = taken.get(&key) {
            reports.push(match what {
                What::Instance => two_instances(name, first),
                _ => declared_twice(name, first),
            });
            continue;
        }
        taken.insert(key, name.span);
        let others = [What::Relation, What::Type, What::Component, What::Instance];
        let clash = others
            .into_iter()
            .filter(|other| is_program && *other != what);
        for other in clash {
            if let Some(&first) = taken.get(&(other, name.text.as_str())) {
                reports.push(shared_name(name, what, first, other));
            }
        }
    }
}

fn declared_twice(name: &Name, first: Span) -> Report {
    let message = format!("the component `{}` is declared twice", name.text);
    Report::error(name.span, message)
        .also(first, "first declared here")
        .help("rename one of them, or let one inherit from the other")
}

fn shared_name(name: &Name, what: What, first: Span, other: What) -> Report {
    let word = |what| match what {
        What::Relation => "a relation",
        What::Type => "a type",
        What::Component => "a component",
        What::Instance => "an instance",
    };
    let message = format!(
        "`{}` is the name of {} and of {}",
        name.text,
        word(other),
        word(what)
    );
    Report::error(name.span, message)
        .also(first, format!("{} here", word(other)))
        .help("rename one of them")
}
