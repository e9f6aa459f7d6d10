//! Grammar of `.type` and of its old forms `.symbol_type` and `.number_type`.

use nom::Parser;
use nom::combinator::map;
use nom::multi::{separated_list0, separated_list1};
use nom::sequence::delimited;

use super::ast::{Branch, Column, Name, TypeDecl, TypeDefinition};
use super::expressions::{name, punct, simple_name};
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};

/// Reads the declaration of a type. The directive's word was looked at by the caller.
pub(super) fn type_declaration(input: Tokens<'_>) -> Parsed<'_, TypeDecl> {
    use nom::Input;
    let old_base = match input.first().map(|token| &token.kind) {
        Some(TokenKind::Directive(".number_type")) => Some("number"),
        Some(TokenKind::Directive(".symbol_type")) => Some("symbol"),
        _ => None,
    };
    let (rest, name) = simple_name("the name of a type")(input.take_from(1))?;
    let (rest, definition) = match old_base {
        Some(base) => (rest, subtype_of(base, &name)),
        None => definition(rest, &name)?,
    };
    let span = input.span_to(rest);
    let declaration = TypeDecl {
        name,
        definition,
        span,
    };
    Ok((rest, declaration))
}

/// What a type without a definition is: its base has no place of its own.
fn subtype_of(base: &str, name: &Name) -> TypeDefinition {
    TypeDefinition::Subtype(Name {
        text: base.to_owned(),
        span: name.span,
    })
}

fn definition<'a>(input: Tokens<'a>, declared: &Name) -> Parsed<'a, TypeDefinition> {
    if input.starts_with("<:") {
        let base = (punct("<:"), name("the name of a type"));
        return map(base, |(_, base)| TypeDefinition::Subtype(base)).parse(input);
    }
    if input.starts_with("=") {
        let (rest, ()) = punct("=")(input)?;
        return structure(rest);
    }
    // `.type Name` alone is Soufflé's old way to declare a subtype of symbol, unless the next token shows
    // that something else was meant.
    let _ = input.refuse::<()>("<:");
    match input.first().map(|token| &token.kind) {
        None
        | Some(TokenKind::Directive(_) | TokenKind::Name(_))
        | Some(TokenKind::Punct("}" | "@" | "!" | "?-")) => {
            Ok((input, subtype_of("symbol", declared)))
        }
        _ => input.refuse("="),
    }
}

/// Reads what stands behind `=`: a record, branches, a union, or another type's name.
fn structure(input: Tokens<'_>) -> Parsed<'_, TypeDefinition> {
    use nom::Input;
    if input.starts_with("[") {
        return map(fields("[", "]"), TypeDefinition::Record).parse(input);
    }
    let named = matches!(
        input.first().map(|token| &token.kind),
        Some(TokenKind::Name(_))
    );
    if named && input.take_from(1).starts_with("{") {
        let branches = separated_list1(punct("|"), branch);
        return map(branches, TypeDefinition::Algebraic).parse(input);
    }
    if !named {
        let _ = input.refuse::<()>("[");
    }
    let (rest, mut members) =
        separated_list1(punct("|"), name("the name of a type")).parse(input)?;
    let definition = match members.len() {
        1 => TypeDefinition::Alias(members.remove(0)),
        _ => TypeDefinition::Union(members),
    };
    Ok((rest, definition))
}

fn branch(input: Tokens<'_>) -> Parsed<'_, Branch> {
    let parts = (simple_name("the name of a branch"), fields("{", "}"));
    map(parts, |(name, fields)| Branch { name, fields }).parse(input)
}

fn fields<'a>(
    open: &'static str,
    close: &'static str,
) -> impl Fn(Tokens<'a>) -> Parsed<'a, Vec<Column>> {
    move |input| {
        delimited(
            punct(open),
            separated_list0(punct(","), column("the name of a field")),
            punct(close),
        )
        .parse(input)
    }
}

/// Reads `name: type`; `what` is what a message calls the name.
pub(super) fn column<'a>(what: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Column> {
    move |input| {
        let parts = (simple_name(what), punct(":"), name("the name of a type"));
        map(parts, |(name, _, type_name)| Column { name, type_name }).parse(input)
    }
}
