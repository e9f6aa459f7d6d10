//! Grammar of bodies, conditions and terms.

use nom::Parser;
use nom::combinator::{map, opt};
use nom::multi::{many0, separated_list0, separated_list1};
use nom::sequence::delimited;

use super::ast::{
    Aggregate, AggregateKind, Atom, Body, Comparison, Condition, Name, Operator, Term, TermKind,
    Text,
};
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};

/// How many operators one term may chain: trees are walked recursively later on.
const LONGEST_CHAIN: usize = 1000;

/// Reads one operator or bracket.
pub(super) fn punct<'a>(sign: &'static str) -> impl Fn(Tokens<'a>) -> Parsed<'a, ()> {
    move |input| input.read(sign, |kind| (*kind == TokenKind::Punct(sign)).then_some(()))
}

/// Reads a name; `what` is what a message calls it.
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
    let after = after_closing(input);
    matches!(
        after,
        Some(TokenKind::Punct(
            "=" | "!=" | "<" | "<=" | ">" | ">=" | "+" | "-" | "*" | "/" | "%" | "^"
        ))
    )
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

fn arguments(input: Tokens<'_>) -> Parsed<'_, Vec<Term>> {
    input.nested(|input| {
        delimited(punct("("), separated_list0(punct(","), term), punct(")")).parse(input)
    })
}

pub(super) fn term(input: Tokens<'_>) -> Parsed<'_, Term> {
    chain(input, product, |kind| match kind {
        TokenKind::Punct("+") => Some(Operator::Add),
        TokenKind::Punct("-") => Some(Operator::Subtract),
        _ => None,
    })
}

fn product(input: Tokens<'_>) -> Parsed<'_, Term> {
    chain(input, prefixed, |kind| match kind {
        TokenKind::Punct("*") => Some(Operator::Multiply),
        TokenKind::Punct("/") => Some(Operator::Divide),
        TokenKind::Punct("%") => Some(Operator::Remainder),
        _ => None,
    })
}

/// Reads operands joined by operators that bind to the left.
fn chain<'a>(
    input: Tokens<'a>,
    operand: impl Fn(Tokens<'a>) -> Parsed<'a, Term> + Copy,
    operator: impl Fn(&TokenKind) -> Option<Operator> + Copy,
) -> Parsed<'a, Term> {
    let read_operator = move |input: Tokens<'a>| input.read("an operator", operator);
    let (rest, first) = operand(input)?;
    let (rest, others) = many0((read_operator, operand)).parse(rest)?;
    if others.len() > LONGEST_CHAIN {
        return rest.refuse("a shorter term (at most 1000 operators)");
    }
    let whole = others.into_iter().fold(first, |left, (operator, right)| {
        let span = left.span.to(right.span);
        let kind = TermKind::Binary(operator, Box::new(left), Box::new(right));
        Term { kind, span }
    });
    Ok((rest, whole))
}

fn prefixed(input: Tokens<'_>) -> Parsed<'_, Term> {
    if !matches!(input.first().map(|t| &t.kind), Some(TokenKind::Punct("-"))) {
        return power(input);
    }
    input.nested(|input| {
        let (rest, ()) = punct("-")(input)?;
        if let Some((rest, kind)) = negative_number(rest) {
            let span = input.span_to(rest);
            return Ok((rest, Term { kind, span }));
        }
        let (rest, inner) = prefixed(rest)?;
        let span = input.span_to(rest);
        let kind = TermKind::Negate(Box::new(inner));
        Ok((rest, Term { kind, span }))
    })
}

/// The number behind a minus sign, read together with it: the smallest number has no positive counterpart.
/// A power binds more than the sign.
fn negative_number(input: Tokens<'_>) -> Option<(Tokens<'_>, TermKind)> {
    use nom::Input;
    let Some(TokenKind::Number(magnitude)) = input.first().map(|token| &token.kind) else {
        return None;
    };
    let rest = input.take_from(1);
    if matches!(rest.first().map(|t| &t.kind), Some(TokenKind::Punct("^"))) {
        return None;
    }
    Some((
        rest,
        TermKind::Number(0_i64.wrapping_sub(*magnitude as i64)),
    ))
}

fn power(input: Tokens<'_>) -> Parsed<'_, Term> {
    let (rest, base) = primary(input)?;
    let Ok((rest, ())) = rest.read("an operator", |kind| {
        (*kind == TokenKind::Punct("^")).then_some(())
    }) else {
        return Ok((rest, base));
    };
    let (rest, exponent) = rest.nested(prefixed)?;
    let span = base.span.to(exponent.span);
    let kind = TermKind::Binary(Operator::Power, Box::new(base), Box::new(exponent));
    Ok((rest, Term { kind, span }))
}

fn primary(input: Tokens<'_>) -> Parsed<'_, Term> {
    let span = input.span();
    let simple = |kind: TermKind| Term { kind, span };
    match input.first().map(|token| &token.kind) {
        Some(TokenKind::Name(word)) => {
            if let Some(kind) = aggregate_keyword(input, word) {
                return aggregate(input, kind);
            }
            let (rest, name) = name("a term")(input)?;
            if matches!(rest.first().map(|t| &t.kind), Some(TokenKind::Punct("("))) {
                let (rest, args) = arguments(rest)?;
                let span = input.span_to(rest);
                let kind = TermKind::Call(name, args);
                return Ok((rest, Term { kind, span }));
            }
            let _ = rest.refuse::<()>("(");
            Ok((rest, simple(TermKind::Variable(name.text))))
        }
        Some(TokenKind::Punct("(")) => input.nested(|input| {
            let (rest, inner) = delimited(punct("("), term, punct(")")).parse(input)?;
            let span = input.span_to(rest);
            Ok((rest, Term { span, ..inner }))
        }),
        Some(TokenKind::Number(number)) if i64::try_from(*number).is_err() => {
            input.refuse("a number up to 9223372036854775807")
        }
        _ => input
            .read("a term", |kind| match kind {
                TokenKind::Underscore => Some(TermKind::Any),
                TokenKind::Text(text) => Some(TermKind::Text(text.clone())),
                TokenKind::Number(number) => Some(TermKind::Number(*number as i64)),
                _ => None,
            })
            .map(|(rest, kind)| (rest, simple(kind))),
    }
}

/// Whether a name begins an aggregate here: `count :`, or `sum`, `min`, `max` before a term. `min(` and
/// `max(` are functors, unless a colon follows the bracket.
fn aggregate_keyword(input: Tokens<'_>, word: &str) -> Option<AggregateKind> {
    use nom::Input;
    let kind = match word {
        "count" => AggregateKind::Count,
        "sum" => AggregateKind::Sum,
        "min" => AggregateKind::Min,
        "max" => AggregateKind::Max,
        _ => return None,
    };
    let rest = input.take_from(1);
    let begins = match rest.first().map(|token| &token.kind)? {
        TokenKind::Punct(":") => true,
        TokenKind::Punct("(") => matches!(after_closing(rest), Some(TokenKind::Punct(":"))),
        TokenKind::Name(_) | TokenKind::Number(_) | TokenKind::Text(_) => true,
        _ => false,
    };
    begins.then_some(kind)
}

fn aggregate(input: Tokens<'_>, kind: AggregateKind) -> Parsed<'_, Term> {
    input.nested(|input| {
        let keyword = input.span();
        let (rest, _) = name("an aggregate")(input)?;
        let (rest, value) = match kind {
            AggregateKind::Count => (rest, None),
            _ => map(term, Some).parse(rest)?,
        };
        let (rest, _) = punct(":")(rest)?;
        let (rest, body) = match rest.first().map(|token| &token.kind) {
            Some(TokenKind::Punct("{")) => delimited(punct("{"), body, punct("}")).parse(rest)?,
            _ => {
                let _ = rest.refuse::<()>("{");
                map(atom, |atom| Body {
                    alternatives: vec![vec![Condition::Atom(atom)]],
                })
                .parse(rest)?
            }
        };
        let span = input.span_to(rest);
        let aggregate = Aggregate {
            kind,
            value,
            body,
            keyword,
        };
        let kind = TermKind::Aggregate(Box::new(aggregate));
        Ok((rest, Term { kind, span }))
    })
}
