//! The grammar of facts, rules and queries, in nom.
//!
//! ```text
//! file        = { item }
//! item        = declaration | type | io | clause | query | article | quotation | withdrawal
//! declaration = ".decl" name { "," name } "(" [ column { "," column } ] ")"
//! column      = name ":" name
//! type        = ".type" name "<:" name
//! io          = ( ".input" | ".output" ) name { "," name } [ "(" [ option { "," option } ] ")" ]
//! option      = name "=" ( text | number | name )
//! clause      = atom { "," atom } [ ":-" body ] "."
//! query       = "?-" body "."                         at the prompt, "?-" and "." may be left out
//! article     = ".article" text
//! quotation   = "@" text [ number | decimal ]
//! withdrawal  = "!" atom "."
//! body        = conjunction { ";" conjunction }
//! conjunction = condition { "," condition }
//! condition   = "!" condition | "(" body ")" | "true" | "false" | atom | term comparison term
//! comparison  = "=" | "!=" | "<" | "<=" | ">" | ">="
//! atom        = name "(" [ term { "," term } ] ")"
//! term        = product { ( "+" | "-" ) product }
//! product     = prefixed { ( "*" | "/" | "%" ) prefixed }
//! prefixed    = "-" prefixed | power
//! power       = primary [ "^" prefixed ]
//! primary     = number | text | "_" | aggregate | name "(" [ term { "," term } ] ")" | name | "(" term ")"
//! aggregate   = "count" ":" scope | ( "sum" | "min" | "max" ) term ":" scope
//! scope       = "{" body "}" | atom
//! ```
//!
//! Tokens are described in `lexer.rs`, the directives' rules stand in `directives.rs`, those of bodies and
//! terms in `expressions.rs`. A mistake ends its clause only: reading goes on with the next one, so that
//! all mistakes of a file are reported at once.

use nom::Parser;
use nom::branch::alt;
use nom::combinator::{map, opt};
use nom::multi::separated_list1;

use super::ast::{Clause, Item, Query};
use super::directives::{article, declaration, io, quotation, type_declaration, withdrawal};
use super::expressions::{atom, body, punct};
use super::lexer::lex;
use super::token::{DIRECTIVES, PUNCTUATION, Token, TokenKind};
use super::tokens::{Parsed, Progress, Tokens};
use crate::text::{Report, SourceId, Span, nearest};

/// Reads a file. What could not be read is left out and reported.
pub fn parse(source: SourceId, text: &str) -> (Vec<Item>, Vec<Report>) {
    let (tokens, mut reports) = lex(source, text);
    let lexical = reports.len();
    let progress = Progress::new(end_of(source, text));
    let mut items = Vec::new();
    let mut rest = Tokens::new(&tokens, &progress);
    while rest.first().is_some() {
        progress.restart(rest.position());
        match item(rest) {
            Ok((after, item)) => {
                // An item that something was left out of would be reported for what it lacks.
                if !lies_in(
                    &reports[..lexical],
                    &tokens,
                    rest.position(),
                    after.position() - 1,
                ) {
                    items.push(item);
                }
                rest = after;
            }
            Err(_) => {
                let (at, expected) = progress.farthest();
                if !lies_in(&reports[..lexical], &tokens, rest.position(), at) {
                    reports.push(unreadable(&tokens, at, &expected, progress.end));
                }
                rest = next_clause(text, rest, &tokens, at);
            }
        }
    }
    reports.sort_by_key(|report| report.labels[0].0.start);
    (items, reports)
}

/// Reads one query, in which `?-` and the full stop may be left out.
pub fn parse_query(source: SourceId, text: &str) -> Result<Query, Vec<Report>> {
    let (tokens, reports) = lex(source, text);
    if !reports.is_empty() {
        return Err(reports);
    }
    let progress = Progress::new(end_of(source, text));
    let start = Tokens::new(&tokens, &progress);
    let read = (opt(punct("?-")), body, opt(punct("."))).parse(start);
    match read {
        Ok((rest, (_, body, _))) if rest.first().is_none() => Ok(Query {
            span: start.span_to(rest),
            body,
        }),
        Ok((rest, _)) => {
            let _ = rest.refuse::<()>("the end of the query");
            Err(refused(&tokens, &progress))
        }
        Err(_) => Err(refused(&tokens, &progress)),
    }
}

fn refused(tokens: &[Token], progress: &Progress) -> Vec<Report> {
    let (at, expected) = progress.farthest();
    vec![unreadable(tokens, at, &expected, progress.end)]
}

fn end_of(source: SourceId, text: &str) -> Span {
    let end = text.trim_end().len() as u32;
    Span {
        source,
        start: end,
        end,
    }
}

fn item(input: Tokens<'_>) -> Parsed<'_, Item> {
    match input.first().map(|token| &token.kind) {
        Some(TokenKind::Directive(".decl")) => map(declaration, Item::Decl).parse(input),
        Some(TokenKind::Directive(".type")) => map(type_declaration, Item::Type).parse(input),
        Some(TokenKind::Directive(".article")) => map(article, Item::Article).parse(input),
        Some(TokenKind::Directive(_)) => map(io, Item::Io).parse(input),
        Some(TokenKind::Punct("?-")) => map(query, Item::Query).parse(input),
        Some(TokenKind::Punct("@")) => map(quotation, Item::Quotation).parse(input),
        Some(TokenKind::Punct("!")) => map(withdrawal, Item::Withdrawal).parse(input),
        Some(TokenKind::Name(_)) => map(clause, Item::Clause).parse(input),
        _ => input.refuse("a fact, a rule or a directive"),
    }
}

fn clause(input: Tokens<'_>) -> Parsed<'_, Clause> {
    let (rest, heads) = separated_list1(punct(","), atom).parse(input)?;
    let implied = map((punct(":-"), body, punct(".")), |(_, body, _)| Some(body));
    let (rest, body) = alt((map(punct("."), |_| None), implied)).parse(rest)?;
    let span = input.span_to(rest);
    Ok((rest, Clause { heads, body, span }))
}

fn query(input: Tokens<'_>) -> Parsed<'_, Query> {
    let (rest, (_, body, _)) = (punct("?-"), body, punct(".")).parse(input)?;
    let span = input.span_to(rest);
    Ok((rest, Query { body, span }))
}

/// Whether the lexer already reported something between the start of a clause and where it broke off:
/// the break is then a consequence.
fn lies_in(reports: &[Report], tokens: &[Token], start: usize, at: usize) -> bool {
    let from = start
        .checked_sub(1)
        .map_or(0, |before| tokens[before].span.end);
    let to = tokens.get(at).map_or(u32::MAX, |token| token.span.end);
    reports
        .iter()
        .any(|report| (from..to).contains(&report.labels[0].0.start))
}

/// The report on the token that nothing could read.
fn unreadable(tokens: &[Token], at: usize, expected: &[&'static str], end: Span) -> Report {
    let found = tokens.get(at);
    let span = found.map_or(end, |token| token.span);
    let message = format!(
        "expected {}, found {}",
        listed(expected),
        found.map_or("the end".into(), |token| token.kind.describe()),
    );
    let report = Report::error(span, message);
    let unknown_directive = match (found, tokens.get(at + 1)) {
        (Some(dot), Some(word)) if dot.kind == TokenKind::Punct(".") => match &word.kind {
            TokenKind::Name(name) if dot.span.end == word.span.start => Some(format!(".{name}")),
            _ => None,
        },
        _ => None,
    };
    if let Some(word) = unknown_directive {
        let near = nearest(&word, DIRECTIVES.iter().copied());
        let known = DIRECTIVES.join("`, `");
        return Report::error(
            span.to(tokens[at + 1].span),
            format!("unknown directive `{word}`"),
        )
        .suggest(near)
        .help(format!("the directives are `{known}`"));
    }
    if expected.contains(&".") {
        report.help("a fact, rule or query ends with a full stop")
    } else {
        report
    }
}

fn listed(expected: &[&'static str]) -> String {
    let words: Vec<String> = expected
        .iter()
        .map(|wish| match PUNCTUATION.contains(wish) {
            true => format!("`{wish}`"),
            false => (*wish).to_owned(),
        })
        .collect();
    match words.split_last() {
        None => "something else".into(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
    }
}

/// Where reading goes on after a mistake: behind the next full stop, or at something that begins a line.
fn next_clause<'a>(
    text: &str,
    clause: Tokens<'a>,
    tokens: &'a [Token],
    broken_at: usize,
) -> Tokens<'a> {
    use nom::Input;
    let start = clause.position();
    let begins_line = |token: &Token| {
        let before = &text[..token.span.start as usize];
        before.is_empty() || before.ends_with('\n')
    };
    let mut at = broken_at.max(start);
    while let Some(token) = tokens.get(at) {
        let begins = match token.kind {
            TokenKind::Directive(_) | TokenKind::Punct("@" | "?-") => true,
            TokenKind::Name(_) => begins_line(token),
            _ => false,
        };
        if at > start && begins {
            break;
        }
        at += 1;
        // A full stop that opens the clause is that of an unknown directive.
        if token.kind == TokenKind::Punct(".") && at - 1 > start {
            break;
        }
    }
    clause.take_from(at - start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Sources, render};

    fn mistakes(text: &str) -> String {
        let mut sources = Sources::default();
        let source = sources.add("a.dl", text);
        let (_, reports) = parse(source, text);
        render(&reports, &sources, false)
    }

    fn reads(text: &str) -> Vec<Item> {
        let source = Sources::default().add("a.dl", text);
        let (items, reports) = parse(source, text);
        assert!(reports.is_empty(), "{}", mistakes(text));
        items
    }

    #[test]
    fn every_kind_of_item_is_read() {
        let items = reads(
            r#"
            .type Date <: symbol
            .decl a, b(x: number, d: Date)
            .input a(IO=file, filename="a.tsv", delimiter=",")
            .output b
            .article "003"
            @ "ont assisté à" 0.83
            a(1, "2025-07").
            !a(1, "2025").
            a(x, y), b(x, y) :- (b(x, y) ; a(y, x)), !b(_, y), -x + 2 * 3 ^ 2 < x, true.
            b(n, m) :- n = count : { a(_, _) ; b(_, _) }, m = sum x + 1 : a(x, _), (1 + 2) = max(n, 3).
            ?- a(x, _), x != 1.
            "#,
        );
        assert_eq!(items.len(), 11);
    }

    #[test]
    fn a_query_needs_neither_sign_nor_full_stop() {
        for text in ["?- p(x).", "p(x)", "p(x), x > 1.", "?- p(x) ; q(x)"] {
            let source = Sources::default().add("a.dl", text);
            assert!(parse_query(source, text).is_ok(), "{text}");
        }
    }

    #[test]
    fn each_mistake_is_reported_and_ends_its_clause_only() {
        insta::assert_snapshot!(mistakes(
            "p(x) :- q(x)\nr(1.\n.delc a(x: number)\ns(x) :- , t(x).\nok(1).\nu(“a”).\nv(1) w(2)."
        ));
    }

    #[test]
    fn brackets_may_not_stand_too_deep() {
        let deep = format!("p(x) :- {}x = 1{}.", "(".repeat(9000), ")".repeat(9000));
        assert!(mistakes(&deep).contains("at most 100"));
        let many = format!("p(x) :- {}q(x).", "!".repeat(9000));
        assert!(mistakes(&many).contains("at most 100"));
        let long = format!("p({}1).", "1 + ".repeat(90_000));
        assert!(mistakes(&long).contains("at most 1000"));
    }
}
