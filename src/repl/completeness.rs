//! When a typed text is complete, and when more lines must follow.

use super::commands;
use super::statements::{ranges, read};
use crate::syntax::{Token, TokenKind};

/// Whether a text can run as it is: not one that stops within brackets, behind a comma or operator, or
/// before the full stop of a rule. An empty line ends every text, so that nobody is caught in one.
///
/// A text in quotation marks that is not closed is complete, since the language wants it closed on its
/// line: further lines could not mend it.
pub fn is_complete(text: &str) -> bool {
    let ended = text
        .rsplit_once('\n')
        .is_some_and(|(_, last)| last.trim().is_empty());
    if ended || text.trim().is_empty() {
        return true;
    }
    match commands::split(text) {
        Some((word, clause)) => !commands::takes_clause(word) || is_whole(clause),
        None => is_whole(text),
    }
}

/// Gathers lines to complete texts.
#[derive(Debug, Default)]
pub struct Lines {
    waiting: String,
}

impl Lines {
    /// Takes a line; gives the text that it completes.
    pub fn push(&mut self, line: &str) -> Option<String> {
        if !self.waiting.is_empty() {
            self.waiting.push('\n');
        }
        self.waiting.push_str(line);
        is_complete(&self.waiting).then(|| std::mem::take(&mut self.waiting))
    }

    /// What is left when no line follows.
    pub fn end(self) -> Option<String> {
        (!self.waiting.is_empty()).then_some(self.waiting)
    }
}

fn is_whole(text: &str) -> bool {
    let (tokens, mistakes) = read(text);
    let opens_comment = |at: u32| text[at as usize..].starts_with("/*");
    if mistakes
        .iter()
        .any(|mistake| opens_comment(mistake.labels[0].0.start))
    {
        return false;
    }
    if !mistakes.is_empty() {
        return true;
    }
    let all = ranges(&tokens);
    let Some(last) = all.last() else {
        return true;
    };
    let statement = &tokens[last.clone()];
    !is_open(statement)
}

/// Whether a statement needs more than it has.
fn is_open(statement: &[Token]) -> bool {
    let depth: i64 = statement
        .iter()
        .map(|token| match token.kind {
            TokenKind::Punct("(" | "{") => 1,
            TokenKind::Punct(")" | "}") => -1,
            _ => 0,
        })
        .sum();
    let has = |sign: &'static str| statement.iter().any(|t| t.kind == TokenKind::Punct(sign));
    let (Some(first), Some(last)) = (statement.first(), statement.last()) else {
        return false;
    };
    match (&first.kind, &last.kind) {
        _ if depth > 0 => true,
        (_, TokenKind::Punct(".")) => false,
        (TokenKind::Directive(".decl"), _) => !has("("),
        (_, TokenKind::Punct(")" | "}")) => has(":-"),
        (_, TokenKind::Punct(_)) => true,
        _ => has(":-"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_runs_without_full_stop() {
        for text in [
            "",
            "p(x)",
            "p(x).",
            "?- p(x)",
            "p(x), x > 1",
            "p(\"a, (\")",
            "help",
            ":mode",
            "// p(",
            "p(x). q(y)",
        ] {
            assert!(is_complete(text), "{text}");
        }
    }

    #[test]
    fn what_is_open_waits() {
        for text in [
            "p(x",
            "p(x,",
            "p(x),",
            "p(x), x >",
            "p(x) ;",
            "p(x) :-",
            "p(x) :- q(x)",
            "p(x) :- q(x), x = 1",
            "?-",
            "!",
            "p(x), n = count : { q(x)",
            ".decl p",
            ".decl p(x: number,",
            ".type A <:",
            "/* p(x)",
            "q(x). p(x) :- q(x)",
            ":add p(1",
            ":add p(x) :- q(x)",
            "@",
        ] {
            assert!(!is_complete(text), "{text}");
        }
    }

    #[test]
    fn a_clause_is_complete_at_its_end() {
        for text in [
            "p(x) :-\n q(x).",
            ".decl p(x: number)",
            ".type A <: symbol",
            "/* p(x) */ p(x)",
            ":add p(1)",
        ] {
            assert!(is_complete(text), "{text}");
        }
    }

    #[test]
    fn what_more_lines_cannot_mend_is_complete() {
        for text in ["p(\"Tô Lâm", "p(x))", "p(“a”", "p(x) :-\n", "p(x\n  "] {
            assert!(is_complete(text), "{text}");
        }
    }

    #[test]
    fn lines_are_gathered() {
        let mut lines = Lines::default();
        assert_eq!(lines.push("p(x) :-"), None);
        assert_eq!(lines.push("  q(x)."), Some("p(x) :-\n  q(x).".into()));
        assert_eq!(lines.push("p(x)"), Some("p(x)".into()));
        assert_eq!(lines.push("p(x"), None);
        assert_eq!(lines.end(), Some("p(x".into()));
    }
}
