//! What to say about a token that nothing could read, and where reading goes on behind it.

use nom::Input;

use super::ast::{Item, Unreadable};
use super::token::{DIRECTIVES, PUNCTUATION, QUALIFIERS, Token, TokenKind};
use super::tokens::Tokens;
use crate::text::{Report, Span, nearest};

/// What is expected where an item of a component may begin.
pub(super) const PART_OF_COMPONENT: &str = "an item of a component";

/// Whether the lexer already reported something between the start of an item and where it broke off: the
/// break is then a consequence. Each mistake has the number of tokens before it, in rising order.
pub(super) fn lies_in(mistakes: &[(usize, Report)], start: usize, at: usize) -> bool {
    let first = mistakes.partition_point(|(before, _)| *before < start);
    mistakes.get(first).is_some_and(|(before, _)| *before <= at)
}

/// The report on the token that nothing could read.
pub(super) fn unreadable(
    tokens: &[Token],
    at: usize,
    expected: &[&'static str],
    end: Span,
) -> Report {
    let found = tokens.get(at);
    let span = found.map_or(end, |token| token.span);
    if let Some(report) = special(tokens, at, expected) {
        return report;
    }
    let message = format!(
        "expected {}, found {}",
        listed(expected),
        found.map_or("the end".into(), |token| token.kind.describe()),
    );
    let report = Report::error(span, message);
    if expected.contains(&".") {
        report.help("a fact, rule or query ends with a full stop")
    } else {
        report
    }
}

/// What stands for an item that could not be read, if it would have declared something.
pub(super) fn unreadable_item(tokens: &[Token]) -> Option<Item> {
    let (first, mut rest) = tokens.split_first()?;
    let knows_names = match first.kind {
        TokenKind::Directive(word) => match word {
            ".decl" | ".type" | ".number_type" | ".symbol_type" => true,
            ".comp" | ".init" | ".include" => false,
            _ => return None,
        },
        // An unknown directive.
        TokenKind::Punct(".") => false,
        _ => return None,
    };
    let mut names = Vec::new();
    while let [
        Token {
            kind: TokenKind::Name(name),
            ..
        },
        after @ ..,
    ] = rest
    {
        names.push(name.clone());
        match after {
            [
                Token {
                    kind: TokenKind::Punct(","),
                    ..
                },
                more @ ..,
            ] => rest = more,
            _ => break,
        }
    }
    Some(Item::Unreadable(Unreadable {
        names: (knows_names && !names.is_empty()).then_some(names),
        span: first.span,
    }))
}

/// The report on a mistake of which more can be said than what was expected.
fn special(tokens: &[Token], at: usize, expected: &[&'static str]) -> Option<Report> {
    let found = tokens.get(at)?;
    let before = at.checked_sub(1).map(|before| &tokens[before].kind);
    match (&found.kind, tokens.get(at + 1)) {
        (TokenKind::Punct("."), Some(next)) if found.span.end == next.span.start => {
            let TokenKind::Name(name) = &next.kind else {
                return None;
            };
            let word = format!(".{name}");
            let report = Report::error(
                found.span.to(next.span),
                format!("unknown directive `{word}`"),
            );
            if name == "lattice" {
                return Some(report.help("lattices need functors in C++, which cannot be run here"));
            }
            let known = DIRECTIVES.join("`, `");
            Some(
                report
                    .suggest(nearest(&word, DIRECTIVES.iter().copied()))
                    .help(format!("the directives are `{known}`")),
            )
        }
        (TokenKind::Name(word), _) if expected == ["a qualifier"] => {
            let known = QUALIFIERS.join("`, `");
            Some(
                Report::error(found.span, format!("unknown qualifier `{word}`"))
                    .suggest(nearest(word, QUALIFIERS.iter().copied()))
                    .help(format!("the qualifiers are `{known}`")),
            )
        }
        (TokenKind::Punct("@"), _) if before == Some(&TokenKind::Punct("@")) => {
            let message =
                "aggregates of the user's own are written in C++, which cannot be run here";
            Some(
                Report::error(found.span, message)
                    .help("the aggregates are `count`, `sum`, `min`, `max` and `mean`"),
            )
        }
        (TokenKind::Punct("|"), Some(next))
            if expected.contains(&"a fact, a rule or a directive") =>
        {
            let TokenKind::Name(name) = &next.kind else {
                return None;
            };
            let message = format!("the branch `{name}` has no braces");
            let behind = tokens.get(at + 2).map_or(next.span, |token| token.span);
            let report = Report::error(behind, message);
            let report = match behind == next.span {
                true => report,
                false => report
                    .label("expected `{` here")
                    .also(next.span, "the branch"),
            };
            Some(
                report
                    .help(format!("write `{name} {{}}`; a type is of branches, or of other types")),
            )
        }
        (TokenKind::Directive(".override"), _) => Some(
            Report::error(found.span, "`.override` stands outside of a component")
                .help("put it into the component that has rules of its own for the relation"),
        ),
        (TokenKind::Directive(".plan"), _) => Some(
            Report::error(found.span, "`.plan` stands behind no rule")
                .help("put it directly behind the full stop of the rule that it is for"),
        ),
        (TokenKind::Directive(word @ (".include" | ".once")), _) => Some(
            Report::error(found.span, format!("`{word}` can stand in rule files only"))
                .help("name all files on the command line"),
        ),
        (kind, _) if expected.contains(&PART_OF_COMPONENT) => Some(
            Report::error(
                found.span,
                format!("{} begins nothing that a component can have", kind.describe()),
            )
            .help("a component has declarations, types, facts, rules, components, instances and directives of files"),
        ),
        (TokenKind::Punct("}"), _) if expected.contains(&"a fact, a rule or a directive") => {
            Some(Report::error(found.span, "this brace closes nothing").help("remove it"))
        }
        _ => None,
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

/// How far the first token of a line stands from the line's start; `None` for the other tokens.
pub(super) type Indent<'a> = &'a dyn Fn(&Token) -> Option<usize>;

/// The indent of a token in the text that it stands in.
pub(super) fn indent(text: &str, token: &Token) -> Option<usize> {
    let before = &text[..token.span.start as usize];
    let line = before.trim_end_matches([' ', '\t']);
    (line.is_empty() || line.ends_with('\n')).then(|| before.len() - line.len())
}

/// Where reading goes on after a mistake: behind the next full stop; at something that begins an item, which
/// a name does only where it begins a line that is not indented more than the item; or at the brace that
/// closes the component around it.
pub(super) fn next_item<'a>(
    indent: Indent<'_>,
    item: Tokens<'a>,
    tokens: &'a [Token],
    broken_at: usize,
    in_component: bool,
) -> Tokens<'a> {
    let start = item.position();
    let margin = tokens.get(start).and_then(indent).unwrap_or(0);
    let mut at = broken_at.max(start);
    let mut depth = braces(tokens.get(start..at).unwrap_or_default());
    while let Some(token) = tokens.get(at) {
        let begins = match token.kind {
            TokenKind::Directive(_) | TokenKind::Facts(_) | TokenKind::Punct("?-") => true,
            // Within a line, this begins a functor's name.
            TokenKind::Punct("@") => indent(token).is_some(),
            TokenKind::Name(_) => indent(token).is_some_and(|columns| columns <= margin),
            _ => false,
        };
        if at > start && begins {
            break;
        }
        match token.kind {
            TokenKind::Punct("{") => depth += 1,
            TokenKind::Punct("}") if depth == 0 && in_component => break,
            TokenKind::Punct("}") => depth -= 1,
            _ => {}
        }
        at += 1;
        // A full stop that opens the item is that of an unknown directive.
        if token.kind == TokenKind::Punct(".") && at - 1 > start {
            break;
        }
    }
    item.take_from(at - start)
}

/// How many braces are opened and not closed.
fn braces(tokens: &[Token]) -> i64 {
    tokens.iter().fold(0, |depth, token| match token.kind {
        TokenKind::Punct("{") => depth + 1,
        TokenKind::Punct("}") => depth - 1,
        _ => depth,
    })
}
