//! Grammar of the lines that begin with a sign of their own: directives, quotations, withdrawals.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::{separated_list0, separated_list1};

use super::ast::{Column, Decl, Direction, Io, Name, Quotation, Text, TypeDecl, Withdrawal};
use super::expressions::{atom, name, punct, text};
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};

fn directive<'a>(word: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, ()> {
    move |input| {
        input.read(word, |kind| {
            (*kind == TokenKind::Directive(word)).then_some(())
        })
    }
}

pub(super) fn declaration(input: Tokens<'_>) -> Parsed<'_, Decl> {
    let columns = separated_list0(punct(","), column);
    let (rest, (_, names, _, columns, _)) = (
        directive(".decl"),
        separated_list1(punct(","), name("the name of a relation")),
        punct("("),
        columns,
        punct(")"),
    )
        .parse(input)?;
    let span = input.span_to(rest);
    Ok((
        rest,
        Decl {
            names,
            columns,
            span,
        },
    ))
}

fn column(input: Tokens<'_>) -> Parsed<'_, Column> {
    let parts = (
        name("the name of a column"),
        punct(":"),
        name("the name of a type"),
    );
    map(parts, |(name, _, type_name)| Column { name, type_name }).parse(input)
}

pub(super) fn type_declaration(input: Tokens<'_>) -> Parsed<'_, TypeDecl> {
    let (rest, (_, name, _, base)) = (
        directive(".type"),
        name("the name of a type"),
        punct("<:"),
        name("the name of a type"),
    )
        .parse(input)?;
    let span = input.span_to(rest);
    Ok((rest, TypeDecl { name, base, span }))
}

pub(super) fn io(input: Tokens<'_>) -> Parsed<'_, Io> {
    let input_word = map(directive(".input"), |()| Direction::Input);
    let output_word = map(directive(".output"), |()| Direction::Output);
    let options = (
        punct("("),
        separated_list0(punct(","), io_option),
        punct(")"),
    );
    let (rest, (direction, relations, options)) = (
        alt((input_word, output_word)),
        separated_list1(punct(","), name("the name of a relation")),
        opt(options),
    )
        .parse(input)?;
    let span = input.span_to(rest);
    let options = options.map_or_else(Vec::new, |(_, options, _)| options);
    Ok((
        rest,
        Io {
            direction,
            relations,
            options,
            span,
        },
    ))
}

fn io_option(input: Tokens<'_>) -> Parsed<'_, (Name, Text)> {
    let bare = map(name("a value"), |name| Text {
        text: name.text,
        span: name.span,
    });
    let parts = (
        name("the name of an option"),
        punct("="),
        alt((text("a text"), number_as_text, bare)),
    );
    map(parts, |(key, _, value)| (key, value)).parse(input)
}

fn number_as_text(input: Tokens<'_>) -> Parsed<'_, Text> {
    let (rest, number) = input.read("a number", |kind| match kind {
        TokenKind::Number(number) => Some(*number),
        _ => None,
    })?;
    let text = number.to_string();
    let span = input.span();
    Ok((rest, Text { text, span }))
}

pub(super) fn article(input: Tokens<'_>) -> Parsed<'_, Text> {
    map(
        (directive(".article"), text("the article's id, as a text")),
        |(_, id)| id,
    )
    .parse(input)
}

pub(super) fn quotation(input: Tokens<'_>) -> Parsed<'_, Quotation> {
    let starts_number = |input: Tokens<'_>| {
        matches!(
            input.first().map(|token| &token.kind),
            Some(TokenKind::Number(_) | TokenKind::Decimal(_))
        )
    };
    let (rest, (_, words)) = (punct("@"), text("the quoted words, as a text")).parse(input)?;
    // What looks like a number must be a good one: `opt` would leave 1.5 to be a strange next fact.
    let (rest, confidence) = if starts_number(rest) {
        map(confidence, Some).parse(rest)?
    } else {
        (rest, None)
    };
    let span = input.span_to(rest);
    Ok((
        rest,
        Quotation {
            words,
            confidence,
            span,
        },
    ))
}

fn confidence(input: Tokens<'_>) -> Parsed<'_, f64> {
    input.read("a confidence from 0 to 1", |kind| match kind {
        TokenKind::Number(number @ (0 | 1)) => Some(*number as f64),
        TokenKind::Decimal(number) if (0.0..=1.0).contains(number) => Some(*number),
        _ => None,
    })
}

pub(super) fn withdrawal(input: Tokens<'_>) -> Parsed<'_, Withdrawal> {
    let (rest, (_, atom, _)) = (punct("!"), atom, punct(".")).parse(input)?;
    let span = input.span_to(rest);
    Ok((rest, Withdrawal { atom, span }))
}
