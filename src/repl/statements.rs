//! What a typed text consists of: queries, and clauses for the session.

use std::ops::Range;

use crate::syntax::ast::{Item, Term, TermKind};
use crate::syntax::{Token, TokenKind, lex, parse};
use crate::text::{Report, Sources};

/// A query or clause of a typed text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) kind: Kind,
    /// Where it stands in the text, with the comments above it.
    pub(super) range: Range<usize>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Query,
    /// A rule, a declaration, or a fact with its source.
    Clause,
    /// `.input` or `.output`, which only a whole program can have.
    Io,
    /// Atoms without variables and a full stop, by their relations: a question or facts, depending on
    /// who declared these.
    Stated(Vec<String>),
}

/// Splits a text into its statements. One that is not written in tokens of the language comes back as a
/// whole, for the grammar to report.
pub(super) fn split(text: &str) -> Vec<Statement> {
    let (tokens, mistakes) = read(text);
    let ranges = match mistakes.is_empty() {
        true => ranges(&tokens),
        false => std::iter::once(0..tokens.len()).collect(),
    };
    let mut statements = Vec::new();
    let mut start = 0;
    for (n, range) in ranges.iter().enumerate() {
        let whole = n + 1 == ranges.len() && !mistakes.is_empty();
        let end = match tokens[range.clone()].last() {
            Some(last) if !whole => last.span.end as usize,
            _ => text.len(),
        };
        start += text[start..end].len() - text[start..end].trim_start().len();
        let kind = kind(&tokens[range.clone()], &text[start..end]);
        statements.push(Statement {
            kind,
            range: start..end,
        });
        start = end;
    }
    statements
}

/// The tokens of a typed text, and what is no token.
pub(super) fn read(text: &str) -> (Vec<Token>, Vec<Report>) {
    let source = Sources::default().add("<prompt>", text);
    lex(source, text)
}

/// The tokens of each statement: up to a full stop outside of brackets, or to the end of a directive.
pub(super) fn ranges(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut depth = 0usize;
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let mut ends = false;
        match token.kind {
            TokenKind::Punct("(" | "{") => depth += 1,
            TokenKind::Punct(")" | "}") => {
                depth = depth.saturating_sub(1);
                ends = depth == 0 && tokens[start].kind == TokenKind::Directive(".decl");
            }
            TokenKind::Punct(".") => ends = depth == 0,
            TokenKind::Directive(_) if depth == 0 && at > start => {
                ranges.push(start..at);
                start = at;
            }
            _ => {}
        }
        ends |= tokens[start].kind == TokenKind::Directive(".type") && at - start == 3;
        if ends {
            ranges.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < tokens.len() {
        ranges.push(start..tokens.len());
    }
    ranges
}

fn kind(tokens: &[Token], text: &str) -> Kind {
    match tokens.first().map(|token| &token.kind) {
        Some(TokenKind::Directive(".input" | ".output")) => return Kind::Io,
        Some(TokenKind::Directive(_) | TokenKind::Punct("@")) => return Kind::Clause,
        Some(TokenKind::Punct("?-")) => return Kind::Query,
        _ => {}
    }
    if tokens
        .iter()
        .any(|token| token.kind == TokenKind::Punct(":-"))
    {
        return Kind::Clause;
    }
    stated(text).map_or(Kind::Query, Kind::Stated)
}

/// The relations of a clause without variables and body.
fn stated(text: &str) -> Option<Vec<String>> {
    let source = Sources::default().add("<prompt>", text);
    let (items, wrong) = parse(source, text);
    let [Item::Clause(clause)] = items.as_slice() else {
        return None;
    };
    let mut args = clause.heads.iter().flat_map(|head| &head.args);
    let ground = wrong.is_empty() && clause.body.is_none() && args.all(is_ground);
    ground.then(|| {
        clause
            .heads
            .iter()
            .map(|head| head.name.text.clone())
            .collect()
    })
}

fn is_ground(term: &Term) -> bool {
    match &term.kind {
        TermKind::Text(_)
        | TermKind::Number(_)
        | TermKind::Unsigned(_)
        | TermKind::Float(_)
        | TermKind::Nil
        | TermKind::Counter => true,
        TermKind::Variable(_) | TermKind::Any | TermKind::Aggregate(_) => false,
        TermKind::Unary(_, inner) | TermKind::As(inner, _) => is_ground(inner),
        TermKind::Binary(_, left, right) => is_ground(left) && is_ground(right),
        TermKind::Call(_, args)
        | TermKind::UserCall(_, args)
        | TermKind::Record(args)
        | TermKind::Branch(_, args) => args.iter().all(is_ground),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        let statements = split(text);
        statements
            .iter()
            .map(|s| format!("{:?} {}", s.kind, &text[s.range.clone()]))
            .collect()
    }

    #[test]
    fn a_question_needs_neither_sign_nor_full_stop() {
        for text in [
            "p(x)",
            "?- p(x).",
            "p(x), x > 1",
            "!p(1).",
            "p(1)",
            "p(x), q(x).",
            "x = 1",
        ] {
            assert_eq!(kinds(text), [format!("Query {text}")]);
        }
    }

    #[test]
    fn rules_and_declarations_are_clauses() {
        for text in [
            ".decl p(x: number)",
            ".type Day <: symbol",
            "p(x) :- q(x).",
            "@ \"words\"",
        ] {
            assert_eq!(kinds(text), [format!("Clause {text}")]);
        }
        assert_eq!(kinds(".input p"), ["Io .input p"]);
    }

    #[test]
    fn atoms_without_variables_are_stated() {
        assert_eq!(kinds("p(1, \"a.b\")."), ["Stated([\"p\"]) p(1, \"a.b\")."]);
        assert_eq!(
            kinds("p(-1 + 2), q(cat(\"a\", \"b\"))."),
            ["Stated([\"p\", \"q\"]) p(-1 + 2), q(cat(\"a\", \"b\"))."]
        );
        assert_eq!(kinds("p(_)."), ["Query p(_)."]);
        assert_eq!(kinds("p(count : q(_))."), ["Query p(count : q(_))."]);
    }

    #[test]
    fn one_text_may_hold_several() {
        assert_eq!(
            kinds(
                "// Who.\n.decl p(x: number) p(1). .type A <: symbol p(x) :- q(x). ?- p(x). p(x) // all"
            ),
            [
                "Clause // Who.\n.decl p(x: number)",
                "Stated([\"p\"]) p(1).",
                "Clause .type A <: symbol",
                "Clause p(x) :- q(x).",
                "Query ?- p(x).",
                "Query p(x)",
            ]
        );
        assert!(kinds("// nothing").is_empty());
        assert!(kinds("").is_empty());
    }

    #[test]
    fn what_cannot_be_read_stays_whole() {
        assert_eq!(kinds("p(“a”). q(x)"), ["Query p(“a”). q(x)"]);
        assert_eq!(
            kinds("p(x) :- q(\"a). r(x)"),
            ["Clause p(x) :- q(\"a). r(x)"]
        );
        assert_eq!(kinds("é"), ["Query é"]);
    }
}
