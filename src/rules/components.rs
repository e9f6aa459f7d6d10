//! Components: every `.init` gives way to what its component says, under names with the instance's name
//! in front.

mod catalogue;
mod checks;
mod content;
mod names;
mod overrides;
mod references;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;

use crate::syntax::ast::{Init, Item};
use crate::text::{Report, Span};

use catalogue::{Binding, Catalogue, ComponentId};
use content::Content;
use references::resolve;

/// How deep components may stand inside each other, as instances or as bases: enough for any program, and
/// little enough for the stack.
const DEEPEST: usize = 100;

/// How many copies of components a program may come to. Components that instantiate each other twice
/// double with every level.
const MOST_COPIES: usize = 10_000;

/// The items with all instances written out: there are no components, instances and overrides left, and
/// what an instance `x` declares is called `x.name` everywhere. Names that a component does not declare
/// are left to the instance around it and in the end to the program.
///
/// An instance stands where its `.init` stood. What could not be instantiated is reported and missing from
/// the result, so that unknown names in it may be consequences.
pub(super) fn expand(items: &[Item], reports: &mut Vec<Report>) -> Vec<Item> {
    let catalogue = Catalogue::new(items);
    let mut expansion = Expansion {
        catalogue: &catalogue,
        reports: checks::check(&catalogue, items),
        path: Vec::new(),
        copies: 0,
        exhausted: false,
    };
    let expanded = expansion.program(items);
    // A mistake in a component comes up with each of its instances.
    let mut found = expansion.reports;
    let mut seen = FxHashSet::default();
    found.retain(|report| seen.insert((report.labels[0].0, report.message.clone())));
    found.sort_by_key(|report| report.labels[0].0);
    reports.append(&mut found);
    expanded
}

struct Expansion<'a, 'c> {
    catalogue: &'c Catalogue<'a>,
    reports: Vec<Report>,
    /// The components being copied, each inside the one before it.
    path: Vec<Step<'a>>,
    copies: usize,
    /// Whether there were too many copies; no more are made then.
    exhausted: bool,
}

/// A component being copied: on its own account, or as the base of the step before.
struct Step<'a> {
    component: ComponentId,
    binding: Binding<'a>,
    is_base: bool,
}

impl<'a> Expansion<'a, '_> {
    fn program(&mut self, items: &'a [Item]) -> Vec<Item> {
        let mut expanded = Vec::with_capacity(items.len());
        let mut instances = FxHashSet::default();
        for item in items {
            match item {
                Item::Component(_) | Item::Override(_) => {}
                // The second of two instances was reported, and its relations would be declared twice.
                Item::Init(init) if !instances.insert(&init.name.text) => {}
                Item::Init(init) => {
                    expanded.extend(self.instance(init, None, &Binding::default()));
                }
                item => expanded.push(item.clone()),
            }
        }
        expanded
    }

    /// What an instance says, for the scope that its `.init` stands in.
    fn instance(
        &mut self,
        init: &'a Init,
        scope: Option<ComponentId>,
        binding: &Binding<'a>,
    ) -> Vec<Item> {
        let used = &init.component;
        let catalogue = self.catalogue;
        let Some((id, binding)) = resolve(catalogue, used, scope, binding, &mut self.reports)
        else {
            return Vec::new();
        };
        let around = |step: &Step| step.component == id && step.binding.same(&binding);
        let component = catalogue.component(id);
        if self.path.iter().any(around) {
            let name = &component.name;
            let message = format!("component `{}` is instantiated inside itself", name.text);
            let report = Report::error(used.name.span, message)
                .label("this instance would hold itself, without end")
                .also(name.span, "the component")
                .help("take the instance out, or move it outside of the component");
            self.reports.push(report);
            return Vec::new();
        }
        let mut content = Content::new(component);
        self.copy(id, binding, false, used.name.span, &[], &mut content);
        content.qualified(&init.name.text)
    }

    /// Adds what a component says, after what its bases say, without the clauses of relations that are
    /// overridden.
    fn copy(
        &mut self,
        id: ComponentId,
        binding: Binding<'a>,
        is_base: bool,
        place: Span,
        overridden: &[&str],
        content: &mut Content<'a>,
    ) {
        if !self.may_go_on(place) {
            return;
        }
        let catalogue = self.catalogue;
        let component = catalogue.component(id);
        overrides::check(catalogue, id, &binding, &mut self.reports);
        self.path.push(Step {
            component: id,
            binding: binding.clone(),
            is_base,
        });
        let mut overridden_below = overridden.to_vec();
        overridden_below.extend(overrides::names(component));
        for used in &component.bases {
            let scope = catalogue.enclosing(id);
            let reports = &mut self.reports;
            let Some((base, binding)) = resolve(catalogue, used, scope, &binding, reports) else {
                continue;
            };
            if self.inherits_already(base, &binding) {
                let message = checks::circle(&catalogue.component(base).name.text);
                if !catalogue.is_circular(base) {
                    self.reports
                        .push(Report::error(used.name.span, message).help(checks::OUT_OF_CIRCLE));
                }
                continue;
            }
            if content.enters_base(base, catalogue.component(base), &mut self.reports) {
                self.copy(
                    base,
                    binding,
                    true,
                    used.name.span,
                    &overridden_below,
                    content,
                );
            }
        }
        for item in &component.items {
            match item {
                Item::Component(_) | Item::Override(_) => {}
                Item::Init(init) => {
                    if content.enters_instance(&init.name, &mut self.reports) {
                        let items = self.instance(init, Some(id), &binding);
                        content.extend(items, &mut self.reports);
                    }
                }
                item => {
                    let mut item = item.clone();
                    if names::leave_out(&mut item, overridden) {
                        names::substitute(&mut item, &binding);
                        content.push(item, &mut self.reports);
                    }
                }
            }
        }
        self.path.pop();
    }

    /// Whether the component, with these arguments, is among those that inherit from it, up to the
    /// instance.
    fn inherits_already(&self, base: ComponentId, binding: &Binding) -> bool {
        let instance = self.path.iter().rposition(|step| !step.is_base);
        self.path[instance.unwrap_or(0)..]
            .iter()
            .any(|step| step.component == base && step.binding.same(binding))
    }

    /// Counts a copy, and says whether it may be made.
    fn may_go_on(&mut self, place: Span) -> bool {
        if self.exhausted {
            return false;
        }
        self.copies += 1;
        if self.copies > MOST_COPIES {
            self.exhausted = true;
            self.reports.push(
                Report::error(
                    place,
                    format!("the instances come to more than {MOST_COPIES} copies of components"),
                )
                .label("the one too many")
                .help(
                    "a component that instantiates or inherits others is copied together with them: \
                     leave out what is not needed",
                ),
            );
            return false;
        }
        if self.path.len() >= DEEPEST {
            self.reports.push(
                Report::error(
                    place,
                    format!("components stand more than {DEEPEST} deep inside each other here"),
                )
                .label("one too deep")
                .help("have fewer components inherit from or instantiate one another in a row"),
            );
            return false;
        }
        true
    }
}
