//! Grammar of components: their heads, their instances, and what they override. The items between the
//! braces are read by `grammar.rs`, so that a mistake in one of them ends that one only.

use nom::Parser;
use nom::combinator::map;
use nom::multi::separated_list1;
use nom::sequence::delimited;

use super::ast::{Component, ComponentUse, Init, Name};
use super::directives::directive;
use super::expressions::{name, punct, simple_name};
use super::tokens::{Parsed, Tokens};

/// Reads a component up to the brace that opens its items, of which it has none yet.
pub(super) fn component_head(input: Tokens<'_>) -> Parsed<'_, Component> {
    let (rest, ()) = directive(".comp")(input)?;
    let (rest, name) = simple_name("the name of a component")(rest)?;
    let (mut rest, parameters) =
        angled(rest, |input| simple_name("the name of a parameter")(input))?;
    let mut bases = Vec::new();
    while rest.starts_with(":") || (rest.starts_with(",") && !bases.is_empty()) {
        use nom::Input;
        let base;
        (rest, base) = component_use(rest.take_from(1))?;
        bases.push(base);
    }
    let wished = if bases.is_empty() { ":" } else { "," };
    let _ = rest.refuse::<()>(wished);
    let (rest, ()) = punct("{")(rest)?;
    let component = Component {
        name,
        parameters,
        bases,
        items: Vec::new(),
        span: input.span_to(rest),
    };
    Ok((rest, component))
}

/// Reads a component's name with the arguments for its parameters.
fn component_use(input: Tokens<'_>) -> Parsed<'_, ComponentUse> {
    let (rest, name) = name("the name of a component")(input)?;
    let (rest, arguments) = angled(rest, |input| self::name("the name of a type")(input))?;
    Ok((rest, ComponentUse { name, arguments }))
}

/// Reads `<A, B>`, which may be left out.
fn angled<'a>(
    input: Tokens<'a>,
    part: impl Fn(Tokens<'a>) -> Parsed<'a, Name>,
) -> Parsed<'a, Vec<Name>> {
    if !input.starts_with("<") {
        let _ = input.refuse::<()>("<");
        return Ok((input, Vec::new()));
    }
    delimited(punct("<"), separated_list1(punct(","), part), punct(">")).parse(input)
}

pub(super) fn init(input: Tokens<'_>) -> Parsed<'_, Init> {
    let (rest, (_, name, _, component)) = (
        directive(".init"),
        simple_name("the name of an instance"),
        punct("="),
        component_use,
    )
        .parse(input)?;
    let span = input.span_to(rest);
    Ok((
        rest,
        Init {
            name,
            component,
            span,
        },
    ))
}

pub(super) fn override_(input: Tokens<'_>) -> Parsed<'_, Name> {
    let parts = (directive(".override"), name("the name of a relation"));
    map(parts, |(_, name)| name).parse(input)
}
