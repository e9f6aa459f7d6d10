//! Grammar of the lines that begin with a sign of their own: directives, quotations, withdrawals.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::{separated_list0, separated_list1};
use nom::sequence::delimited;

use super::ast::{Decl, Direction, FunctorDecl, Io, Name, Pragma, Quotation, Text, Withdrawal};
use super::expressions::{atom, name, punct, simple_name, text};
use super::token::{QUALIFIERS, TokenKind};
use super::tokens::{Parsed, Tokens};
use super::types::column;

pub(super) fn directive<'a>(word: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, ()> {
    move |input| {
        input.read(word, |kind| {
            (*kind == TokenKind::Directive(word)).then_some(())
        })
    }
}

pub(super) fn declaration(input: Tokens<'_>) -> Parsed<'_, Decl> {
    let columns = separated_list0(punct(","), column("the name of a column"));
    let (rest, (_, names, columns, qualifiers, choices)) = (
        directive(".decl"),
        separated_list1(punct(","), simple_name("the name of a relation")),
        delimited(punct("("), columns, punct(")")),
        qualifiers,
        choices,
    )
        .parse(input)?;
    let span = input.span_to(rest);
    Ok((
        rest,
        Decl {
            names,
            columns,
            qualifiers,
            choices,
            span,
        },
    ))
}

/// Whether the next token is a word that no bracket follows: no clause begins with it.
fn bare_word(input: Tokens<'_>) -> Option<&str> {
    use nom::Input;
    match input.first().map(|token| &token.kind) {
        Some(TokenKind::Name(word)) if !input.take_from(1).starts_with("(") => Some(word),
        _ => None,
    }
}

fn qualifiers(input: Tokens<'_>) -> Parsed<'_, Vec<Name>> {
    let mut rest = input;
    let mut qualifiers = Vec::new();
    while let Some(word) = bare_word(rest).filter(|word| *word != "choice-domain") {
        if !QUALIFIERS.contains(&word) {
            return rest.refuse("a qualifier");
        }
        let qualifier;
        (rest, qualifier) = name("a qualifier")(rest)?;
        qualifiers.push(qualifier);
    }
    Ok((rest, qualifiers))
}

/// Reads `choice-domain x, (y, z)`, which may be left out.
fn choices(input: Tokens<'_>) -> Parsed<'_, Vec<Vec<Name>>> {
    let is_choice = matches!(
        input.first().map(|token| &token.kind),
        Some(TokenKind::Name(word)) if word == "choice-domain"
    );
    if !is_choice {
        return Ok((input, Vec::new()));
    }
    let column = || simple_name("the name of a column");
    let several = delimited(
        punct("("),
        separated_list1(punct(","), column()),
        punct(")"),
    );
    let group = alt((several, map(column(), |column| vec![column])));
    let (rest, _) = name("a qualifier")(input)?;
    separated_list1(punct(","), group).parse(rest)
}

pub(super) fn pragma(input: Tokens<'_>) -> Parsed<'_, Pragma> {
    let (rest, (_, key)) = (directive(".pragma"), text("a text")).parse(input)?;
    let (rest, value) = opt(text("a text")).parse(rest)?;
    let span = input.span_to(rest);
    Ok((rest, Pragma { key, value, span }))
}

pub(super) fn functor(input: Tokens<'_>) -> Parsed<'_, FunctorDecl> {
    let named = map(column("the name of an argument"), |_| ());
    let unnamed = map(name("the name of a type"), |_| ());
    let arguments = separated_list0(punct(","), alt((named, unnamed)));
    let (rest, (_, name, _, _, _)) = (
        directive(".functor"),
        simple_name("the name of a functor"),
        delimited(punct("("), arguments, punct(")")),
        punct(":"),
        name("the name of a type"),
    )
        .parse(input)?;
    let rest = match bare_word(rest) {
        Some("stateful") => self::name("`stateful`")(rest)?.0,
        _ => rest,
    };
    let span = input.span_to(rest);
    Ok((rest, FunctorDecl { name, span }))
}

pub(super) fn io(input: Tokens<'_>) -> Parsed<'_, Io> {
    let options = delimited(
        punct("("),
        separated_list0(punct(","), io_option),
        punct(")"),
    );
    let (rest, (direction, relations, options)) = (
        direction,
        separated_list1(punct(","), name("the name of a relation")),
        opt(options),
    )
        .parse(input)?;
    let span = input.span_to(rest);
    let options = options.unwrap_or_default();
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

fn direction(input: Tokens<'_>) -> Parsed<'_, Direction> {
    input.read("a directive", |kind| match kind {
        TokenKind::Directive(".input") => Some(Direction::Input),
        TokenKind::Directive(".output") => Some(Direction::Output),
        TokenKind::Directive(".printsize") => Some(Direction::PrintSize),
        TokenKind::Directive(".limitsize") => Some(Direction::LimitSize),
        _ => None,
    })
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
    let (rest, text) = input.read("a number", |kind| match kind {
        TokenKind::Number(number) => Some(number.to_string()),
        TokenKind::Decimal(number) => Some(number.to_string()),
        _ => None,
    })?;
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
    let (rest, doubtful) = if rest.first().is_some_and(|token| is_doubt(&token.kind)) {
        rest.read("?", |kind| is_doubt(kind).then_some(true))?
    } else {
        (rest, false)
    };
    let span = input.span_to(rest);
    Ok((
        rest,
        Quotation {
            words,
            confidence,
            doubtful,
            span,
        },
    ))
}

/// A question mark by itself: what the extractor puts behind a confidence that is too low.
fn is_doubt(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::Name(name) if name == "?")
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
