//! The components of a program: which one a name stands for, and what parameters stand for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::DEEPEST;
use crate::syntax::ast::{Component, ComponentUse, Item, Name};

/// Number of a component in a [`Catalogue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct ComponentId(usize);

/// All components of a program, also those declared inside others.
pub(super) struct Catalogue<'a> {
    entries: Vec<Entry<'a>>,
    /// By the scope that they are declared in, and name. Of two with one name, the first.
    declared: FxHashMap<(Option<ComponentId>, &'a str), ComponentId>,
    /// Components that inherit from themselves.
    circular: FxHashSet<ComponentId>,
}

struct Entry<'a> {
    component: &'a Component,
    enclosing: Option<ComponentId>,
}

/// What a name stands for where a component is expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Component(ComponentId),
    /// A parameter, of a component that is not being instantiated.
    Open,
    Missing,
}

impl<'a> Catalogue<'a> {
    pub(super) fn new(items: &'a [Item]) -> Catalogue<'a> {
        let mut catalogue = Catalogue {
            entries: Vec::new(),
            declared: FxHashMap::default(),
            circular: FxHashSet::default(),
        };
        catalogue.enter(items, None);
        let circular = catalogue.ids().filter(|&id| {
            let open = Binding::open(catalogue.component(id));
            catalogue.ancestors(id, &open).components.contains(&id)
        });
        catalogue.circular = circular.collect();
        catalogue
    }

    fn enter(&mut self, items: &'a [Item], enclosing: Option<ComponentId>) {
        for item in items {
            if let Item::Component(component) = item {
                let id = ComponentId(self.entries.len());
                self.entries.push(Entry {
                    component,
                    enclosing,
                });
                let key = (enclosing, component.name.text.as_str());
                self.declared.entry(key).or_insert(id);
                self.enter(&component.items, Some(id));
            }
        }
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = ComponentId> + use<> {
        (0..self.entries.len()).map(ComponentId)
    }

    pub(super) fn component(&self, id: ComponentId) -> &'a Component {
        self.entries[id.0].component
    }

    /// The component that this one is declared in.
    pub(super) fn enclosing(&self, id: ComponentId) -> Option<ComponentId> {
        self.entries[id.0].enclosing
    }

    /// Whether the component inherits from itself.
    pub(super) fn is_circular(&self, id: ComponentId) -> bool {
        self.circular.contains(&id)
    }

    /// The component that a name stands for in a scope. The scope's own components come first, then what
    /// its bases see, then what the scopes around it see.
    pub(super) fn find(
        &self,
        scope: Option<ComponentId>,
        name: &'a str,
        binding: &Binding<'a>,
    ) -> Found {
        let mut search = Search {
            catalogue: self,
            binding,
            known: FxHashMap::default(),
            depth: 0,
        };
        match search.bound(name) {
            None => Found::Open,
            Some(name) => match search.from(scope, name) {
                Some(id) => Found::Component(id),
                None => Found::Missing,
            },
        }
    }

    /// The names of the components declared in a scope and around it.
    pub(super) fn visible(&self, scope: Option<ComponentId>) -> Vec<&'a str> {
        let around: Vec<Option<ComponentId>> =
            std::iter::successors(scope, |&id| self.enclosing(id))
                .map(Some)
                .chain([None])
                .collect();
        self.entries
            .iter()
            .filter(|entry| around.contains(&entry.enclosing))
            .map(|entry| entry.component.name.text.as_str())
            .collect()
    }

    /// The components that a component inherits from, directly or not.
    pub(super) fn ancestors(&self, id: ComponentId, binding: &Binding<'a>) -> Ancestors {
        let mut ancestors = Ancestors {
            components: FxHashSet::default(),
            complete: true,
        };
        let mut heirs = vec![(id, binding.clone())];
        // Farther bases make the program stand too deep.
        for _ in 0..DEEPEST {
            for (heir, binding) in std::mem::take(&mut heirs) {
                for used in &self.component(heir).bases {
                    match self.find(self.enclosing(heir), &used.name.text, &binding) {
                        Found::Component(base) => {
                            if ancestors.components.insert(base) {
                                let inner = binding.extend(self.component(base), used);
                                ancestors.complete &= inner.is_some();
                                heirs.extend(inner.map(|inner| (base, inner)));
                            }
                        }
                        Found::Open | Found::Missing => ancestors.complete = false,
                    }
                }
            }
        }
        ancestors.complete &= heirs.is_empty();
        ancestors
    }
}

/// What [`Catalogue::ancestors`] finds.
pub(super) struct Ancestors {
    pub(super) components: FxHashSet<ComponentId>,
    /// Whether all bases are known.
    pub(super) complete: bool,
}

/// What the parameters of a component stand for. Components declared inside it do not see them.
#[derive(Clone, Default)]
pub(super) struct Binding<'a>(Vec<(&'a str, Option<&'a Name>)>);

impl<'a> Binding<'a> {
    /// For a component that is not being instantiated: its parameters may be anything.
    pub(super) fn open(component: &'a Component) -> Binding<'a> {
        let parameters = component.parameters.iter();
        Binding(parameters.map(|name| (name.text.as_str(), None)).collect())
    }

    /// For a component that is used where this binding holds; `None` where the number of arguments is
    /// wrong.
    pub(super) fn extend(
        &self,
        component: &'a Component,
        used: &'a ComponentUse,
    ) -> Option<Binding<'a>> {
        if component.parameters.len() != used.arguments.len() {
            return None;
        }
        let pairs = component.parameters.iter().zip(&used.arguments);
        let bound = pairs.map(|(parameter, argument)| {
            let value = self.get(&argument.text).unwrap_or(Some(argument));
            (parameter.text.as_str(), value)
        });
        Some(Binding(bound.collect()))
    }

    /// What a parameter stands for, if the name is one: `Some(None)` where that may be anything.
    pub(super) fn get(&self, name: &str) -> Option<Option<&'a Name>> {
        let found = self
            .0
            .iter()
            .rev()
            .find(|(parameter, _)| *parameter == name);
        found.map(|(_, value)| *value)
    }

    /// Whether the parameters stand for the same names, wherever those were written.
    pub(super) fn same(&self, other: &Binding) -> bool {
        let text = |value: &Option<&Name>| value.map(|name| name.text.clone());
        self.0.len() == other.0.len()
            && self
                .0
                .iter()
                .zip(&other.0)
                .all(|(a, b)| a.0 == b.0 && text(&a.1) == text(&b.1))
    }
}

/// One look-up. Bases may lead to one scope along many ways, so what was found is kept.
struct Search<'a, 'c> {
    catalogue: &'c Catalogue<'a>,
    binding: &'c Binding<'a>,
    known: FxHashMap<(Option<ComponentId>, &'a str), Option<ComponentId>>,
    depth: usize,
}

impl<'a> Search<'a, '_> {
    /// The name that a name stands for; `None` for a parameter that may be anything.
    fn bound(&self, name: &'a str) -> Option<&'a str> {
        match self.binding.get(name) {
            None => Some(name),
            Some(value) => value.map(|name| name.text.as_str()),
        }
    }

    fn from(&mut self, scope: Option<ComponentId>, name: &'a str) -> Option<ComponentId> {
        if let Some(&known) = self.known.get(&(scope, name)) {
            return known;
        }
        // Until it is found, a look-up that comes back to itself finds nothing. Neither does one that goes
        // deeper than components may stand; that is reported in any case.
        self.known.insert((scope, name), None);
        if self.depth > 2 * DEEPEST {
            return None;
        }
        self.depth += 1;
        let found = self.outwards(scope, name);
        self.depth -= 1;
        self.known.insert((scope, name), found);
        found
    }

    fn outwards(&mut self, scope: Option<ComponentId>, name: &'a str) -> Option<ComponentId> {
        let catalogue = self.catalogue;
        let mut around = scope;
        while let Some(id) = around {
            let entry = &catalogue.entries[id.0];
            if let Some(found) = catalogue.declared.get(&(Some(id), name)).copied() {
                return Some(found);
            }
            for used in &entry.component.bases {
                let base = self.bound(&used.name.text);
                let base = base.and_then(|base| self.from(entry.enclosing, base));
                if let Some(found) = base.and_then(|base| self.from(Some(base), name)) {
                    return Some(found);
                }
            }
            around = entry.enclosing;
        }
        catalogue.declared.get(&(None, name)).copied()
    }
}
