//! Grammar of terms: operators, literals, calls, records, branches.

use nom::Parser;
use nom::multi::separated_list0;
use nom::sequence::delimited;

use super::aggregates::{aggregate, aggregate_keyword};
use super::ast::{Operator, Prefix, Term, TermKind};
use super::expressions::{name, punct};
use super::token::TokenKind;
use super::tokens::{Parsed, Tokens};

/// How many operators one term may chain: trees are walked recursively later on.
const LONGEST_CHAIN: usize = 1000;

/// Reads operands joined by operators, which all bind to the left. Operands wait until an operator that
/// does not bind more than the one before them shows that they belong together.
pub(super) fn term(input: Tokens<'_>) -> Parsed<'_, Term> {
    let (mut rest, first) = prefixed(input)?;
    let mut operands = vec![first];
    let mut operators: Vec<Operator> = Vec::new();
    let mut chained = 0;
    while let Ok((after, operator)) = rest.read("an operator", infix) {
        chained += 1;
        if chained > LONGEST_CHAIN {
            return rest.refuse("a shorter term (at most 1000 operators)");
        }
        join(&mut operands, &mut operators, binding(operator));
        operators.push(operator);
        let operand;
        (rest, operand) = prefixed(after)?;
        operands.push(operand);
    }
    join(&mut operands, &mut operators, 0);
    let whole = operands.pop().expect("a first operand was read");
    Ok((rest, whole))
}

/// Joins the last operands as long as their operator binds at least as much as `least`.
fn join(operands: &mut Vec<Term>, operators: &mut Vec<Operator>, least: u8) {
    while let Some(&operator) = operators.last().filter(|last| binding(**last) >= least) {
        operators.pop();
        let (Some(right), Some(left)) = (operands.pop(), operands.pop()) else {
            unreachable!("an operator stands between two operands");
        };
        let span = left.span.to(right.span);
        let kind = TermKind::Binary(operator, Box::new(left), Box::new(right));
        operands.push(Term { kind, span });
    }
}

/// How much an operator binds, in Soufflé's order; the power binds more than a prefix and is read apart.
fn binding(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::Xor => 2,
        Operator::And => 3,
        Operator::BitOr => 4,
        Operator::BitXor => 5,
        Operator::BitAnd => 6,
        Operator::ShiftLeft | Operator::ShiftRight | Operator::ShiftRightUnsigned => 7,
        Operator::Add | Operator::Subtract => 8,
        Operator::Multiply | Operator::Divide | Operator::Remainder => 9,
        Operator::Power => 10,
    }
}

/// The operator that a token is between two operands; the power sign is left to [`power`].
pub(super) fn infix(kind: &TokenKind) -> Option<Operator> {
    Some(match kind {
        TokenKind::Punct("+") => Operator::Add,
        TokenKind::Punct("-") => Operator::Subtract,
        TokenKind::Punct("*") => Operator::Multiply,
        TokenKind::Punct("/") => Operator::Divide,
        TokenKind::Punct("%") => Operator::Remainder,
        TokenKind::Name(word) => match word.as_str() {
            "band" => Operator::BitAnd,
            "bor" => Operator::BitOr,
            "bxor" => Operator::BitXor,
            "bshl" => Operator::ShiftLeft,
            "bshr" => Operator::ShiftRight,
            "bshru" => Operator::ShiftRightUnsigned,
            "land" => Operator::And,
            "lor" => Operator::Or,
            "lxor" => Operator::Xor,
            _ => return None,
        },
        _ => return None,
    })
}

fn prefix(kind: &TokenKind) -> Option<Prefix> {
    match kind {
        TokenKind::Punct("-") => Some(Prefix::Minus),
        TokenKind::Name(word) if word == "bnot" => Some(Prefix::BitNot),
        TokenKind::Name(word) if word == "lnot" => Some(Prefix::Not),
        _ => None,
    }
}

fn prefixed(input: Tokens<'_>) -> Parsed<'_, Term> {
    let Some(prefix) = input.first().and_then(|token| prefix(&token.kind)) else {
        return power(input);
    };
    input.nested(|input| {
        use nom::Input;
        let rest = input.take_from(1);
        if prefix == Prefix::Minus
            && let Some((rest, kind)) = negative_number(rest)?
        {
            let span = input.span_to(rest);
            return Ok((rest, Term { kind, span }));
        }
        let (rest, inner) = prefixed(rest)?;
        let span = input.span_to(rest);
        let kind = TermKind::Unary(prefix, Box::new(inner));
        Ok((rest, Term { kind, span }))
    })
}

type Negative<'a> = Result<Option<(Tokens<'a>, TermKind)>, nom::Err<super::tokens::Unread>>;

/// The number behind a minus sign, read together with it: the smallest number has no positive counterpart.
/// A power binds more than the sign.
fn negative_number(input: Tokens<'_>) -> Negative<'_> {
    use nom::Input;
    let after = || {
        let rest = input.take_from(1);
        let raised = rest.starts_with("^");
        (!raised).then_some(rest)
    };
    let number = match input.first().map(|token| &token.kind) {
        Some(TokenKind::Number(magnitude)) if *magnitude > 1 << 63 => {
            return input
                .refuse("a number from -9223372036854775808")
                .map(|(_, never)| never);
        }
        Some(TokenKind::Number(magnitude)) => {
            TermKind::Number(0_i64.wrapping_sub(*magnitude as i64))
        }
        Some(TokenKind::Decimal(magnitude)) => TermKind::Float(-magnitude),
        _ => return Ok(None),
    };
    Ok(after().map(|rest| (rest, number)))
}

/// Reads `x ^ y ^ z`, which binds to the right. The exponent may have a prefix: `2 ^ -x`.
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
    match input.first().map(|token| &token.kind) {
        Some(TokenKind::Name(word)) => word_term(input, word),
        Some(TokenKind::Punct("(")) => input.nested(|input| {
            let (rest, inner) = delimited(punct("("), term, punct(")")).parse(input)?;
            let span = input.span_to(rest);
            Ok((rest, Term { span, ..inner }))
        }),
        Some(TokenKind::Punct("[")) => {
            let (rest, fields) = terms_within(input, "[", "]")?;
            spanned(input, rest, TermKind::Record(fields))
        }
        Some(TokenKind::Punct("$")) => branch(input),
        Some(TokenKind::Punct("@")) => {
            let (rest, (_, name)) = (punct("@"), name("the name of a functor")).parse(input)?;
            let (rest, args) = arguments(rest)?;
            spanned(input, rest, TermKind::UserCall(name, args))
        }
        _ => {
            let (rest, kind) = input.read("a term", literal)?;
            spanned(input, rest, kind)
        }
    }
}

fn literal(kind: &TokenKind) -> Option<TermKind> {
    Some(match kind {
        TokenKind::Underscore => TermKind::Any,
        TokenKind::Text(text) => TermKind::Text(text.clone()),
        TokenKind::Number(number) => match i64::try_from(*number) {
            Ok(number) => TermKind::Number(number),
            Err(_) => TermKind::Unsigned(*number),
        },
        TokenKind::Unsigned(number) => TermKind::Unsigned(*number),
        TokenKind::Decimal(number) => TermKind::Float(*number),
        _ => return None,
    })
}

/// Reads a term that begins with a name: an aggregate, a call or a variable.
fn word_term<'a>(input: Tokens<'a>, word: &str) -> Parsed<'a, Term> {
    if let Some(kind) = aggregate_keyword(input, word) {
        return aggregate(input, kind);
    }
    let (rest, name) = name("a term")(input)?;
    if rest.starts_with("(") {
        if word == "as" {
            return cast(input, rest);
        }
        let (rest, args) = arguments(rest)?;
        let kind = match word {
            "autoinc" if args.is_empty() => TermKind::Counter,
            _ => TermKind::Call(name, args),
        };
        return spanned(input, rest, kind);
    }
    let _ = rest.refuse::<()>("(");
    match word {
        "nil" => spanned(input, rest, TermKind::Nil),
        // Only relations and what else is called have names with dots.
        _ if word.contains('.') => rest.refuse("("),
        _ => spanned(input, rest, TermKind::Variable(name.text)),
    }
}

/// Reads `(x, Person)` behind `as`.
fn cast<'a>(whole: Tokens<'a>, input: Tokens<'a>) -> Parsed<'a, Term> {
    let parts = (punct(","), name("the name of a type"));
    let (rest, (inner, (_, type_name))) =
        input.nested(|input| delimited(punct("("), (term, parts), punct(")")).parse(input))?;
    spanned(whole, rest, TermKind::As(Box::new(inner), type_name))
}

/// Reads `$Node(x, y)`, `$Leaf`, or the bare `$` of a counter.
fn branch(input: Tokens<'_>) -> Parsed<'_, Term> {
    let (rest, ()) = punct("$")(input)?;
    let names_branch = match rest.first().map(|token| &token.kind) {
        Some(kind @ TokenKind::Name(_)) => infix(kind).is_none(),
        _ => false,
    };
    if !names_branch {
        return spanned(input, rest, TermKind::Counter);
    }
    let (rest, name) = name("the name of a branch")(rest)?;
    let (rest, args) = match rest.starts_with("(") {
        true => arguments(rest)?,
        false => (rest, Vec::new()),
    };
    spanned(input, rest, TermKind::Branch(name, args))
}

pub(super) fn arguments(input: Tokens<'_>) -> Parsed<'_, Vec<Term>> {
    terms_within(input, "(", ")")
}

fn terms_within<'a>(
    input: Tokens<'a>,
    open: &'static str,
    close: &'static str,
) -> Parsed<'a, Vec<Term>> {
    input.nested(|input| {
        delimited(punct(open), separated_list0(punct(","), term), punct(close)).parse(input)
    })
}

fn spanned<'a>(start: Tokens<'a>, rest: Tokens<'a>, kind: TermKind) -> Parsed<'a, Term> {
    let span = start.span_to(rest);
    Ok((rest, Term { kind, span }))
}
