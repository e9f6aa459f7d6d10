//! Annotations: `@[…]` and `@![…]`, which may stand before any part of a program and mean nothing here.

use super::lexer::Run;
use super::token::{Token, TokenKind};

/// Leaves out annotations, with whatever is wrong in them. One that is not closed is left for the grammar to
/// report.
pub(super) fn without_annotations(run: Run) -> Run {
    let Some(mut next) = annotation(&run.tokens, 0) else {
        return run;
    };
    let mut tokens = Vec::with_capacity(run.tokens.len());
    let mut mistakes = run.mistakes.into_iter().peekable();
    let mut kept = Vec::new();
    for (at, token) in run.tokens.iter().enumerate() {
        if at >= next.end {
            next = annotation(&run.tokens, at).unwrap_or(usize::MAX - 1..usize::MAX);
        }
        while let Some((before, report)) = mistakes.next_if(|(before, _)| *before <= at) {
            // Of mistakes with as many tokens before them, all stand before the annotation's sign.
            if !next.contains(&before) || before == next.start {
                kept.push((tokens.len(), report));
            }
        }
        if !next.contains(&at) {
            tokens.push(token.clone());
        }
    }
    kept.extend(mistakes.map(|(_, report)| (tokens.len(), report)));
    Run {
        tokens,
        mistakes: kept,
    }
}

/// The next annotation from a place on.
fn annotation(tokens: &[Token], from: usize) -> Option<std::ops::Range<usize>> {
    let is = |at: usize, sign: &'static str| {
        tokens
            .get(at)
            .is_some_and(|token| token.kind == TokenKind::Punct(sign))
    };
    let start = (from..tokens.len())
        .find(|&at| is(at, "@") && (is(at + 1, "[") || is(at + 1, "!") && is(at + 2, "[")))?;
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(start + 1) {
        match token.kind {
            TokenKind::Punct("(" | "[" | "{") => depth += 1,
            TokenKind::Punct(")" | "]" | "}") => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(start..at + 1);
                }
            }
            _ => {}
        }
    }
    None
}
