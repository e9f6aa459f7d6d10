//! Grammar of bodies and conditions.

use nom::Parser;
use nom::combinator::{map, opt};
use nom::multi::separated_list1;
use nom::sequence::delimited;

use super::ast::{Atom, Body, Comparison, Condition, Name, TermKind, Text};
use super::terms::{arguments, infix, term};
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};

/// Reads one operator or bracket.
pub(super) fn punct<'a>(sign: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, ()> {
    move |input| input.read(sign, |kind| (*kind == TokenKind::Punct(sign)).then_some(()))
}

/// Reads a name, which may have dots; `what` is what a message calls it.
pub(super) fn name<'a>(what: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Name> {
    move |input| {
        let (rest, text) = input.read(what, |kind| match kind {
            TokenKind::Name(name) => Some(name.clone()),
            _ => None,
        })?;
        let span = input.span();
        Ok((rest, Name { text, span }))
    }
}

/// Reads a name without dots: one that is declared, or that only means something at its place.
pub(super) fn simple_name<'a>(what: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Name> {
    move |input| match input.first().map(|token| &token.kind) {
        Some(TokenKind::Name(word)) if word.contains('.') => input.refuse(what),
        _ => name(what)(input),
    }
}

/// Reads a text in double quotes; `what` is what a message calls it.
pub(super) fn text<'a>(what: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, Text> {
    move |input| {
        let (rest, text) = input.read(what, |kind| match kind {
            TokenKind::Text(text) => Some(text.clone()),
            _ => None,
        })?;
        let span = input.span();
        Ok((rest, Text { text, span }))
    }
}

pub(super) fn body(input: Tokens<'_>) -> Parsed<'_, Body> {
    let conjunction = separated_list1(punct(","), condition);
    map(separated_list1(punct(";"), conjunction), |alternatives| {
        Body { alternatives }
    })
    .parse(input)
}

fn condition(input: Tokens<'_>) -> Parsed<'_, Condition> {
    match input.first().map(|token| &token.kind) {
        Some(TokenKind::Punct("!")) => input.nested(|input| {
            let (rest, (_, inner)) = (punct("!"), condition).parse(input)?;
            let span = input.span_to(rest);
            Ok((rest, Condition::Not(Box::new(inner), span)))
        }),
        Some(TokenKind::Punct("(")) if !is_operand(input) => input.nested(|input| {
            map(delimited(punct("("), body, punct(")")), Condition::Group).parse(input)
        }),
        _ => comparison_or_atom(input),
    }
}

/// Whether the bracket that opens here belongs to a term: an operator follows the one that closes it.
/// Looking ahead keeps reading linear; trying both ways would double the work with each bracket.
fn is_operand(input: Tokens<'_>) -> bool {
    match after_closing(input) {
        Some(TokenKind::Punct("=" | "!=" | "<" | "<=" | ">" | ">=" | "^")) => true,
        Some(kind) => infix(kind).is_some(),
        None => false,
    }
}

/// The token behind the bracket that closes the one opened here.
fn after_closing(input: Tokens<'_>) -> Option<&TokenKind> {
    use nom::Input;
    let mut depth = 0_usize;
    let mut tokens = input.iter_elements();
    for token in tokens.by_ref() {
        match token.kind {
            TokenKind::Punct("(") => depth += 1,
            TokenKind::Punct(")") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            // No term or group goes beyond its clause.
            TokenKind::Punct(".") => return None,
            _ => {}
        }
    }
    tokens.next().map(|token| &token.kind)
}

/// Reads a term and decides by what follows: a comparison, or, if the term looks like one, an atom.
fn comparison_or_atom(input: Tokens<'_>) -> Parsed<'_, Condition> {
    if input.first().is_none() {
        return input.refuse("a condition");
    }
    let (rest, left) = term(input)?;
    let (rest, sign) = opt(comparison_sign).parse(rest)?;
    if let Some(sign) = sign {
        let (rest, right) = term(rest)?;
        return Ok((rest, Condition::Compare(sign, left, right)));
    }
    let span = left.span;
    let condition = match left.kind {
        TermKind::Call(name, args) => Condition::Atom(Atom { name, args, span }),
        TermKind::Variable(word) if word == "true" || word == "false" => {
            Condition::Constant(word == "true", span)
        }
        _ => return rest.refuse("a comparison"),
    };
    Ok((rest, condition))
}

fn comparison_sign(input: Tokens<'_>) -> Parsed<'_, Comparison> {
    input.read("a comparison", |kind| match kind {
        TokenKind::Punct("=") => Some(Comparison::Equal),
        TokenKind::Punct("!=") => Some(Comparison::Unequal),
        TokenKind::Punct("<") => Some(Comparison::Less),
        TokenKind::Punct("<=") => Some(Comparison::LessOrEqual),
        TokenKind::Punct(">") => Some(Comparison::Greater),
        TokenKind::Punct(">=") => Some(Comparison::GreaterOrEqual),
        _ => None,
    })
}

pub(super) fn atom(input: Tokens<'_>) -> Parsed<'_, Atom> {
    let (rest, name) = name("the name of a relation")(input)?;
    let (rest, args) = arguments(rest)?;
    let span = input.span_to(rest);
    Ok((rest, Atom { name, args, span }))
}
