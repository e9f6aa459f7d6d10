//! Grammar of aggregates: `count : { … }`, `sum x : atom`.

use nom::Parser;
use nom::combinator::map;
use nom::sequence::delimited;

use super::ast::{Aggregate, AggregateKind, Body, Condition, Term, TermKind};
use super::expressions::{atom, body, name, punct};
use super::terms::{infix, term};
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};

/// How many tokens of a value are looked at for the colon behind it. Every word that may begin an
/// aggregate is looked at so; without an end, a long text of such words would be read once for each.
const LONGEST_VALUE: usize = 1000;

/// Whether a name begins an aggregate here: `count :`, or `sum`, `min`, `max`, `mean` before a term. `min(`
/// and `max(` are functors, unless a colon follows the term that begins with the bracket.
pub(super) fn aggregate_keyword(input: Tokens<'_>, word: &str) -> Option<AggregateKind> {
    use nom::Input;
    let kind = match word {
        "count" => AggregateKind::Count,
        "sum" => AggregateKind::Sum,
        "min" => AggregateKind::Min,
        "max" => AggregateKind::Max,
        "mean" => AggregateKind::Mean,
        _ => return None,
    };
    let rest = input.take_from(1);
    let begins = match &rest.first()?.kind {
        TokenKind::Punct(":") => true,
        TokenKind::Punct("(" | "[" | "-" | "$" | "@") => colon_follows(rest),
        name @ TokenKind::Name(_) => infix(name).is_none(),
        TokenKind::Number(_)
        | TokenKind::Unsigned(_)
        | TokenKind::Decimal(_)
        | TokenKind::Text(_) => true,
        _ => false,
    };
    begins.then_some(kind)
}

/// Whether the term that begins here ends with a colon.
fn colon_follows(input: Tokens<'_>) -> bool {
    use nom::Input;
    let mut depth = 0_usize;
    for token in input.iter_elements().take(LONGEST_VALUE) {
        match token.kind {
            TokenKind::Punct("(" | "[" | "{") => depth += 1,
            TokenKind::Punct(")" | "]" | "}") if depth == 0 => return false,
            TokenKind::Punct(")" | "]" | "}") => depth -= 1,
            TokenKind::Punct(":") if depth == 0 => return true,
            TokenKind::Punct("," | ";" | "=" | "!=" | "<" | "<=" | ">" | ">=") if depth == 0 => {
                return false;
            }
            TokenKind::Punct("." | ":-") | TokenKind::Directive(_) => return false,
            _ => {}
        }
    }
    false
}

pub(super) fn aggregate(input: Tokens<'_>, kind: AggregateKind) -> Parsed<'_, Term> {
    input.nested(|input| {
        let keyword = input.span();
        let (rest, _) = name("an aggregate")(input)?;
        let (rest, value) = match kind {
            AggregateKind::Count => (rest, None),
            _ => map(term, Some).parse(rest)?,
        };
        let (rest, _) = punct(":")(rest)?;
        let (rest, body) = scope(rest)?;
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

/// Reads what an aggregate ranges over: a body in braces, or one atom.
fn scope(input: Tokens<'_>) -> Parsed<'_, Body> {
    if input.starts_with("{") {
        return delimited(punct("{"), body, punct("}")).parse(input);
    }
    let _ = input.refuse::<()>("{");
    map(atom, |atom| Body {
        alternatives: vec![vec![Condition::Atom(atom)]],
    })
    .parse(input)
}
