//! Grammar of items: facts, rules, subsumptions, queries, and the choice among all kinds of items.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::map;
use nom::multi::{separated_list0, separated_list1};
use nom::sequence::delimited;

use super::ast::{Body, Clause, Facts, Item, JoinOrder, Name, Query, Subsumption};
use super::components::{init, override_};
use super::directives::{
    article, declaration, directive, functor, io, pragma, quotation, withdrawal,
};
use super::expressions::{atom, body, punct};
use super::mistakes::PART_OF_COMPONENT;
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};
use super::types::type_declaration;
use crate::text::Span;

/// Reads one item that is no component. Within a component there are fewer kinds.
pub(super) fn item(input: Tokens<'_>, in_component: bool) -> Parsed<'_, Item> {
    let kind = input.first().map(|token| &token.kind);
    match kind {
        Some(TokenKind::Directive(".decl")) => map(declaration, Item::Decl).parse(input),
        Some(TokenKind::Directive(".type" | ".symbol_type" | ".number_type")) => {
            map(type_declaration, Item::Type).parse(input)
        }
        Some(TokenKind::Directive(".input" | ".output" | ".printsize" | ".limitsize")) => {
            map(io, Item::Io).parse(input)
        }
        Some(TokenKind::Directive(".init")) => map(init, Item::Init).parse(input),
        Some(TokenKind::Name(_)) => clause(input),
        Some(TokenKind::Facts(_)) => map(facts, Item::Facts).parse(input),
        Some(TokenKind::Directive(".override")) if in_component => {
            map(override_, Item::Override).parse(input)
        }
        _ if in_component => input.refuse(PART_OF_COMPONENT),
        Some(TokenKind::Directive(".pragma")) => map(pragma, Item::Pragma).parse(input),
        Some(TokenKind::Directive(".functor")) => map(functor, Item::Functor).parse(input),
        Some(TokenKind::Directive(".article")) => map(article, Item::Article).parse(input),
        Some(TokenKind::Punct("?-")) => map(query, Item::Query).parse(input),
        Some(TokenKind::Punct("@")) => map(quotation, Item::Quotation).parse(input),
        Some(TokenKind::Punct("!")) => map(withdrawal, Item::Withdrawal).parse(input),
        _ => input.refuse("a fact, a rule or a directive"),
    }
}

/// Reads a run of plain facts.
fn facts(input: Tokens<'_>) -> Parsed<'_, Facts> {
    let (rest, name) = input.read("facts", |kind| match kind {
        TokenKind::Facts(name) => Some(name),
        _ => None,
    })?;
    let span = input.span_to(rest);
    let name = Name {
        text: name.clone(),
        span: Span {
            end: span.start + name.len() as u32,
            ..span
        },
    };
    Ok((rest, Facts { name, span }))
}

/// Reads a fact, a rule or a subsumption: what follows the first atom tells.
fn clause(input: Tokens<'_>) -> Parsed<'_, Item> {
    let (rest, first) = atom(input)?;
    if rest.starts_with("<=") {
        let (rest, (_, dominating, body)) = (punct("<="), atom, implied).parse(rest)?;
        // A plan changes how a program runs, not what it means; of a subsumption nothing asks for it.
        let (rest, _) = plan(rest)?;
        let span = input.span_to(rest);
        let subsumption = Subsumption {
            dominated: first,
            dominating,
            body,
            span,
        };
        return Ok((rest, Item::Subsumption(subsumption)));
    }
    let (rest, others) = nom::multi::many0((punct(","), atom)).parse(rest)?;
    let mut heads = vec![first];
    heads.extend(others.into_iter().map(|(_, head)| head));
    let (rest, body) = alt((map(punct("."), |()| None), map(implied, Some))).parse(rest)?;
    let (rest, plan) = match body {
        Some(_) => plan(rest)?,
        None => (rest, Vec::new()),
    };
    let span = input.span_to(rest);
    let clause = Clause {
        heads,
        body,
        plan,
        span,
    };
    Ok((rest, Item::Clause(clause)))
}

fn implied(input: Tokens<'_>) -> Parsed<'_, Body> {
    delimited(punct(":-"), body, punct(".")).parse(input)
}

/// Reads `.plan 0:(1,2), 1:(2,1)`, which may be left out.
fn plan(input: Tokens<'_>) -> Parsed<'_, Vec<JoinOrder>> {
    if input.first().map(|token| &token.kind) != Some(&TokenKind::Directive(".plan")) {
        return Ok((input, Vec::new()));
    }
    let orders = separated_list1(punct(","), join_order);
    map((directive(".plan"), orders), |(_, orders)| orders).parse(input)
}

/// Reads `0:(1,2)`.
fn join_order(input: Tokens<'_>) -> Parsed<'_, JoinOrder> {
    let (rest, (version, _)) =
        (number("the number of a version of the rule"), punct(":")).parse(input)?;
    let start = rest;
    let atoms = separated_list0(punct(","), number("the number of an atom, counted from 1"));
    let (rest, atoms) = delimited(punct("("), atoms, punct(")")).parse(rest)?;
    let span = start.span_to(rest);
    Ok((
        rest,
        JoinOrder {
            version,
            atoms,
            span,
        },
    ))
}

fn number<'a>(what: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, u64> {
    move |input| {
        input.read(what, |kind| match kind {
            TokenKind::Number(number) => Some(*number),
            _ => None,
        })
    }
}

fn query(input: Tokens<'_>) -> Parsed<'_, Query> {
    let (rest, (_, body, _)) = (punct("?-"), body, punct(".")).parse(input)?;
    let span = input.span_to(rest);
    Ok((rest, Query { body, span }))
}
