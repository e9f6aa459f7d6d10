//! Names that are not there because of a mistake that was reported: what uses them is not reported, too.

use rustc_hash::FxHashSet;

use crate::syntax::ast::{Component, Item};

/// What is missing from a program because of mistakes.
#[derive(Clone, Debug, Default)]
pub(super) struct Missing {
    /// Whether any name may be missing.
    anything: bool,
    names: FxHashSet<String>,
    /// Whether the types of some columns or fields are not known.
    types: bool,
}

impl Missing {
    /// What items that could not be read would have declared.
    pub(super) fn from<'a>(items: impl Iterator<Item = &'a Item>) -> Missing {
        let mut missing = Missing::default();
        for item in items {
            match item {
                Item::Unreadable(unreadable) => match &unreadable.names {
                    Some(names) => missing.names.extend(names.iter().cloned()),
                    None => missing.anything = true,
                },
                Item::Component(component) => missing.anything |= is_torn(component),
                _ => {}
            }
        }
        missing
    }

    /// Says that any name may be missing.
    pub(super) fn anything(&mut self) {
        self.anything = true;
    }

    /// Says that a name is missing.
    pub(super) fn name(&mut self, name: &str) {
        self.names.insert(name.to_owned());
    }

    /// Says that the types of some columns or fields are not known.
    pub(super) fn types(&mut self) {
        self.types = true;
    }

    /// Whether any name may be missing.
    pub(super) fn may_be_anything(&self) -> bool {
        self.anything
    }

    /// Whether a mistake that was reported explains why a name is unknown.
    pub(super) fn explains(&self, name: &str) -> bool {
        self.anything || self.names.contains(name)
    }

    /// Whether a mistake that was reported explains why a branch is unknown.
    pub(super) fn explains_branches(&self) -> bool {
        self.anything || !self.names.is_empty()
    }

    /// Whether the types of all columns and fields are known.
    pub(super) fn knows_types(&self) -> bool {
        !self.types
    }
}

/// Whether something in a component could not be read.
fn is_torn(component: &Component) -> bool {
    component.items.iter().any(|item| match item {
        Item::Unreadable(_) => true,
        Item::Component(inner) => is_torn(inner),
        _ => false,
    })
}
