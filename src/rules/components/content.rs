//! What one instance says, while it is being put together.

use rustc_hash::{FxHashMap, FxHashSet};

use super::catalogue::ComponentId;
use super::names::{self, Kind};
use crate::syntax::ast::{Component, Item, Name, TypeDefinition};
use crate::text::{Report, Span};

/// The items of an instance, named as its component names them.
pub(super) struct Content<'a> {
    component: &'a Component,
    items: Vec<Item>,
    /// Where relations, types and branches of types were declared.
    declared: FxHashMap<(Kind, String), Span>,
    instances: FxHashMap<&'a str, Span>,
    bases: FxHashSet<ComponentId>,
}

impl<'a> Content<'a> {
    pub(super) fn new(component: &'a Component) -> Content<'a> {
        Content {
            component,
            items: Vec::new(),
            declared: FxHashMap::default(),
            instances: FxHashMap::default(),
            bases: FxHashSet::default(),
        }
    }

    /// Adds an item, except for what it declares a second time.
    pub(super) fn push(&mut self, mut item: Item, reports: &mut Vec<Report>) {
        match &mut item {
            Item::Decl(decl) => {
                decl.names
                    .retain(|name| self.declare(Kind::Relation, name, reports));
                if decl.names.is_empty() {
                    return;
                }
            }
            Item::Type(decl) => {
                if !self.declare(Kind::Type, &decl.name, reports) {
                    return;
                }
                if let TypeDefinition::Algebraic(branches) = &decl.definition {
                    for branch in branches {
                        let key = (Kind::Branch, branch.name.text.clone());
                        self.declared.insert(key, branch.name.span);
                    }
                }
            }
            _ => {}
        }
        self.items.push(item);
    }

    pub(super) fn extend(&mut self, items: Vec<Item>, reports: &mut Vec<Report>) {
        for item in items {
            self.push(item, reports);
        }
    }

    fn declare(&mut self, kind: Kind, name: &Name, reports: &mut Vec<Report>) -> bool {
        let key = (kind, name.text.clone());
        let Some(&first) = self.declared.get(&key) else {
            self.declared.insert(key, name.span);
            return true;
        };
        let what = match kind {
            Kind::Relation => "relation",
            Kind::Type | Kind::Branch => "type",
        };
        let component = &self.component.name.text;
        let message = format!(
            "the {what} `{}` is declared twice in component `{component}`",
            name.text
        );
        reports.push(
            Report::error(name.span, message)
                .also(first, "first declared here")
                .help("remove one of the two: what a base declares is there already"),
        );
        false
    }

    /// Says that the items of an instance inside this one come next, and whether they may.
    pub(super) fn enters_instance(&mut self, name: &'a Name, reports: &mut Vec<Report>) -> bool {
        match self.instances.get(name.text.as_str()) {
            None => {
                self.instances.insert(&name.text, name.span);
                true
            }
            Some(&first) => {
                reports.push(two_instances(name, first));
                false
            }
        }
    }

    /// Says that the items of a base come next, and whether they may: what declares something can be
    /// inherited once only.
    pub(super) fn enters_base(
        &mut self,
        id: ComponentId,
        base: &Component,
        reports: &mut Vec<Report>,
    ) -> bool {
        let declares = |item: &Item| matches!(item, Item::Decl(_) | Item::Type(_) | Item::Init(_));
        if self.bases.insert(id) || !base.items.iter().any(declares) {
            return true;
        }
        let (heir, base) = (&self.component.name, &base.name);
        let message = format!(
            "component `{}` inherits from `{}` twice",
            heir.text, base.text
        );
        reports.push(
            Report::error(heir.span, message)
                .also(base.span, "what this declares would be declared twice")
                .help(format!("let one way only lead to `{}`", base.text)),
        );
        false
    }

    /// The items for the scope around the instance: what they declare has the instance's name in front.
    pub(super) fn qualified(self, instance: &str) -> Vec<Item> {
        let Content {
            mut items,
            declared,
            ..
        } = self;
        for item in &mut items {
            names::visit(item, &mut |kind, name| {
                let text = std::mem::take(&mut name.text);
                let key = (kind, text);
                let declared = declared.contains_key(&key);
                name.text = match declared {
                    true => format!("{instance}.{}", key.1),
                    false => key.1,
                };
            });
        }
        items
    }
}

/// The report on the second of two instances with one name.
pub(super) fn two_instances(name: &Name, first: Span) -> Report {
    let message = format!("two instances are called `{}`", name.text);
    Report::error(name.span, message)
        .also(first, "the first")
        .help("rename one of them")
}
