//! Uses of components: which one is meant, and what its parameters stand for there.

use super::catalogue::{Binding, Catalogue, ComponentId, Found};
use crate::syntax::ast::{Component, ComponentUse};
use crate::text::{Report, nearest};

/// The component that is used, with its arguments. `None` where there is none, which is reported, or
/// where that depends on an instance not yet known.
pub(super) fn resolve<'a>(
    catalogue: &Catalogue<'a>,
    used: &'a ComponentUse,
    scope: Option<ComponentId>,
    binding: &Binding<'a>,
    reports: &mut Vec<Report>,
) -> Option<(ComponentId, Binding<'a>)> {
    let id = match catalogue.find(scope, &used.name.text, binding) {
        Found::Component(id) => id,
        Found::Open => return None,
        Found::Missing => {
            reports.push(unknown(catalogue, used, scope, binding));
            return None;
        }
    };
    let component = catalogue.component(id);
    let extended = binding.extend(component, used);
    if extended.is_none() {
        reports.push(wrong_number(component, used));
    }
    Some((id, extended?))
}

fn unknown(
    catalogue: &Catalogue,
    used: &ComponentUse,
    scope: Option<ComponentId>,
    binding: &Binding,
) -> Report {
    let name = &used.name;
    let visible = catalogue.visible(scope);
    if let Some(Some(argument)) = binding.get(&name.text) {
        let message = format!("`{}` is not a component", argument.text);
        return Report::error(argument.span, message)
            .label(format!("given for `{}`", name.text))
            .also(name.span, "a component is needed here")
            .suggest(nearest(&argument.text, visible))
            .help(format!(
                "give a component that is known where `{}` is used",
                name.text
            ));
    }
    let message = format!("unknown component `{}`", name.text);
    let report = Report::error(name.span, message);
    let around: Vec<ComponentId> =
        std::iter::successors(scope, |&id| catalogue.enclosing(id)).collect();
    let parameter_of = around
        .iter()
        .map(|&id| catalogue.component(id))
        .find(|outer| {
            let mut parameters = outer.parameters.iter();
            parameters.any(|parameter| parameter.text == name.text)
        });
    let elsewhere = catalogue.ids().find_map(|id| {
        let outer = catalogue.enclosing(id)?;
        (catalogue.component(id).name.text == name.text).then(|| catalogue.component(outer))
    });
    match (parameter_of, elsewhere, nearest(&name.text, visible)) {
        (Some(outer), ..) => report.help(format!(
            "a component does not see the parameters of `{}` around it: give it a parameter of its own",
            outer.name.text
        )),
        (None, Some(outer), _) => report.help(format!(
            "`{}` is declared in component `{}`, and known inside of it only",
            name.text, outer.name.text
        )),
        (None, None, Some(near)) => report.suggest(Some(near)),
        (None, None, None) => report.help(format!("declare it: `.comp {} {{ … }}`", name.text)),
    }
}

fn wrong_number(component: &Component, used: &ComponentUse) -> Report {
    let name = &component.name;
    let (wanted, given) = (component.parameters.len(), used.arguments.len());
    let span = match used.arguments.last() {
        Some(last) => used.name.span.to(last.span),
        None => used.name.span,
    };
    let plural = if wanted == 1 { "" } else { "s" };
    let message = format!(
        "component `{}` takes {wanted} argument{plural}, not {given}",
        name.text
    );
    let parameters: Vec<&str> = component
        .parameters
        .iter()
        .map(|parameter| parameter.text.as_str())
        .collect();
    let mut report = Report::error(span, message).also(name.span, "declared here");
    if used.name.text != name.text {
        report = report.label(format!(
            "`{}` stands for `{}` here",
            used.name.text, name.text
        ));
    }
    match parameters.is_empty() {
        true => report.help(format!("write `{}`", used.name.text)),
        false => report.help(format!(
            "write `{}<{}>` with a type or a component for each parameter",
            used.name.text,
            parameters.join(", ")
        )),
    }
}
