//! Which parts of a typed text are what, for colouring.

use std::ops::Range;

use super::commands;
use super::statements::read;
use crate::rules::{Functor, Program, Test};
use crate::syntax::{Token, TokenKind};

/// What a stretch of a typed text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Command,
    Keyword,
    /// A relation, functor or test that there is.
    Relation,
    Variable,
    Text,
    Number,
    /// A command or relation that there is not, or what is no token.
    Unknown,
}

const KEYWORDS: [&str; 6] = ["count", "sum", "min", "max", "true", "false"];

/// The parts of a text that have a colour of their own, in order.
pub fn classify(program: &Program, text: &str) -> Vec<(Range<usize>, Class)> {
    let mut classes = Vec::new();
    let mut start = 0;
    if let Some((word, argument)) = commands::split(text) {
        let begin = text.len() - text.trim_start().len();
        let colon = usize::from(text[begin..].starts_with(':'));
        let end = begin + colon + word.len();
        let class = match commands::find(word) {
            Ok(_) => Class::Command,
            Err(_) => Class::Unknown,
        };
        classes.push((begin..end, class));
        if !commands::takes_clause(word) {
            return classes;
        }
        start = text.trim_end().len() - argument.len();
    }
    let clause = &text[start..];
    let (tokens, mistakes) = read(clause);
    let declares = tokens
        .first()
        .is_some_and(|t| t.kind == TokenKind::Directive(".decl"));
    for (at, token) in tokens.iter().enumerate() {
        let next = tokens.get(at + 1).map(|token| &token.kind);
        let class = match class(program, token, next) {
            Some(Class::Unknown) if declares => continue,
            Some(class) => class,
            None => continue,
        };
        classes.push((place(token.span.start, token.span.end, start), class));
    }
    for mistake in mistakes {
        let span = mistake.labels[0].0;
        let class = match clause[span.start as usize..].starts_with('"') {
            true => Class::Text,
            false => Class::Unknown,
        };
        classes.push((place(span.start, span.end, start), class));
    }
    classes.sort_by_key(|(range, _)| range.start);
    classes
}

fn place(from: u32, to: u32, start: usize) -> Range<usize> {
    start + from as usize..start + to as usize
}

fn class(program: &Program, token: &Token, next: Option<&TokenKind>) -> Option<Class> {
    let calls = next == Some(&TokenKind::Punct("("));
    Some(match &token.kind {
        TokenKind::Directive(_) | TokenKind::Punct(":-" | "?-") => Class::Keyword,
        TokenKind::Punct(_) => return None,
        TokenKind::Text(_) => Class::Text,
        TokenKind::Number(_) | TokenKind::Unsigned(_) | TokenKind::Decimal(_) => Class::Number,
        TokenKind::Underscore => Class::Variable,
        TokenKind::Name(name) if calls => {
            let is_known = program.find(name).is_some()
                || Functor::is_name(name)
                || Test::named(name).is_some();
            if is_known {
                Class::Relation
            } else {
                Class::Unknown
            }
        }
        // `count : …`, but `sum x : …`: what follows a variable is a sign.
        TokenKind::Name(name) if KEYWORDS.contains(&name.as_str()) => match next {
            Some(TokenKind::Punct(":") | TokenKind::Name(_) | TokenKind::Number(_)) => {
                Class::Keyword
            }
            _ if ["true", "false"].contains(&name.as_str()) => Class::Keyword,
            _ => Class::Variable,
        },
        TokenKind::Name(_) => Class::Variable,
        TokenKind::Facts(_) => Class::Relation,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Base, BaseFile, FileKind};

    fn classes(text: &str) -> String {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: ".decl met(p: symbol)".into(),
        };
        let (base, _) = Base::load(&[rules]);
        let classes = classify(&base.program, text);
        let words = classes
            .iter()
            .map(|(range, class)| format!("{class:?} {}", &text[range.clone()]));
        words.collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn known_relations_differ_from_unknown_ones() {
        assert_eq!(
            classes("?- met(p), mett(\"a\", 3), before(_, p)"),
            "Keyword ?-, Relation met, Variable p, Unknown mett, Text \"a\", Number 3, Relation before, \
             Variable _, Variable p"
        );
        assert_eq!(
            classes("n = sum x : { met(x) }"),
            "Variable n, Keyword sum, Variable x, Relation met, Variable x"
        );
        assert_eq!(
            classes(".decl new(x: symbol)"),
            "Keyword .decl, Variable x, Variable symbol"
        );
    }

    #[test]
    fn what_is_being_typed_has_a_colour_already() {
        assert_eq!(classes("met(\"Tô"), "Relation met, Text \"Tô");
        assert_eq!(classes("met(é"), "Relation met, Unknown é");
    }

    #[test]
    fn commands_are_known_or_not() {
        assert_eq!(classes(" :schema met"), "Command :schema");
        assert_eq!(classes(":nonsense"), "Unknown :nonsense");
        assert_eq!(classes("quit"), "Command quit");
        assert_eq!(
            classes(":add met(\"a\") "),
            "Command :add, Relation met, Text \"a\""
        );
    }
}
