//! Macros: what `#define` says, and what their bodies become.

use super::super::lexer::scan;
use super::super::token::{Token, TokenKind};
use super::super::write_symbol;
use crate::text::{SourceId, Span};

/// What stands for all arguments behind the named ones, where a macro takes any number of them.
const REST: &str = "__VA_ARGS__";

/// A macro.
#[derive(Clone, Debug)]
pub(super) struct Macro {
    /// The names of its parameters; none for a macro that is used without brackets.
    pub(super) parameters: Option<Vec<String>>,
    pub(super) body: Vec<Token>,
    /// Where its name stands in the definition.
    pub(super) place: Span,
}

/// Two words that `##` cannot make one.
#[derive(Debug)]
pub(super) struct Unpasted(pub(super) String);

impl Macro {
    /// Whether both say the same, wherever they stand.
    pub(super) fn is_same(&self, other: &Macro) -> bool {
        let kinds = |body: &[Token]| body.iter().map(|t| t.kind.clone()).collect::<Vec<_>>();
        self.parameters == other.parameters && kinds(&self.body) == kinds(&other.body)
    }

    /// Whether the macro's last parameter takes all arguments that are left.
    pub(super) fn takes_rest(&self) -> bool {
        let last = self.parameters.as_ref().and_then(|names| names.last());
        last.is_some_and(|name| name == REST)
    }

    /// The macro's body, with `arguments` for its parameters, at the place `used`. An argument stands in the
    /// body as `expand` gives it, except beside `#` and `##`, which want it as written.
    pub(super) fn body_with(
        &self,
        used: Span,
        arguments: &[Vec<Token>],
        expand: &mut dyn FnMut(&[Token]) -> Vec<Token>,
    ) -> Result<Vec<Token>, Unpasted> {
        let parameters = self.parameters.as_deref().unwrap_or_default();
        let argument = |token: Option<&Token>| {
            let TokenKind::Name(name) = &token?.kind else {
                return None;
            };
            let at = parameters.iter().position(|parameter| parameter == name)?;
            arguments.get(at)
        };
        let is = |at: usize, sign: &'static str| {
            self.body
                .get(at)
                .is_some_and(|token| token.kind == TokenKind::Punct(sign))
        };
        let mut made: Vec<Token> = Vec::new();
        let mut pastes = false;
        let mut at = 0;
        while let Some(token) = self.body.get(at) {
            let mut part = if is(at, "##") {
                pastes = true;
                at += 1;
                continue;
            } else if is(at, "#")
                && let Some(argument) = argument(self.body.get(at + 1))
            {
                at += 1;
                let kind = TokenKind::Text(spelt(argument));
                vec![Token { kind, span: used }]
            } else if let Some(argument) = argument(Some(token)) {
                match pastes || is(at + 1, "##") {
                    true => argument.clone(),
                    false => expand(argument),
                }
            } else {
                let kind = with_arguments(&token.kind, parameters, arguments);
                vec![Token { kind, span: used }]
            };
            if pastes && !part.is_empty() {
                let right = part.remove(0);
                let left = made.pop();
                made.extend(paste(left, right, used)?);
            }
            pastes = false;
            made.append(&mut part);
            at += 1;
        }
        Ok(made)
    }
}

/// A name with dots, in which arguments that are names stand for parameters: `graph.edge` for `G.edge`.
fn with_arguments(kind: &TokenKind, parameters: &[String], arguments: &[Vec<Token>]) -> TokenKind {
    match kind {
        TokenKind::Name(name) if name.contains('.') => {
            let parts: Vec<&str> = name
                .split('.')
                .map(|part| {
                    let at = parameters.iter().position(|parameter| parameter == part);
                    match at.and_then(|at| arguments.get(at)).map(Vec::as_slice) {
                        Some(
                            [
                                Token {
                                    kind: TokenKind::Name(name),
                                    ..
                                },
                            ],
                        ) => name,
                        _ => part,
                    }
                })
                .collect();
            TokenKind::Name(parts.join("."))
        }
        kind => kind.clone(),
    }
}

/// Makes one token of two; nothing stands on the left if an argument was empty.
fn paste(left: Option<Token>, right: Token, used: Span) -> Result<Vec<Token>, Unpasted> {
    let Some(left) = left else {
        return Ok(vec![right]);
    };
    let together = format!("{}{}", spelling(&left.kind), spelling(&right.kind));
    let run = scan(used.source, &together);
    match <[Token; 1]>::try_from(run.tokens) {
        Ok([token]) if run.mistakes.is_empty() => Ok(vec![Token {
            kind: token.kind,
            span: used,
        }]),
        _ => Err(Unpasted(together)),
    }
}

/// Tokens as written, with one blank where there were any.
fn spelt(tokens: &[Token]) -> String {
    let mut written = String::new();
    let mut end: Option<(SourceId, u32)> = None;
    for token in tokens {
        if end.is_some_and(|end| end != (token.span.source, token.span.start)) {
            written.push(' ');
        }
        written.push_str(&spelling(&token.kind));
        end = Some((token.span.source, token.span.end));
    }
    written
}

fn spelling(kind: &TokenKind) -> String {
    match kind {
        TokenKind::Name(name) | TokenKind::Facts(name) => name.clone(),
        TokenKind::Underscore => "_".into(),
        TokenKind::Number(number) => number.to_string(),
        TokenKind::Unsigned(number) => format!("{number}u"),
        TokenKind::Decimal(number) => format!("{number:?}"),
        TokenKind::Text(text) => write_symbol(text),
        TokenKind::Directive(word) | TokenKind::Punct(word) => (*word).to_owned(),
    }
}

/// Reads what stands behind `#define`; gives the macro's name, or what was expected and where.
pub(super) fn definition(tokens: &[Token]) -> Result<(String, Macro), (usize, &'static str)> {
    let Some((name, place)) = plain_name(tokens.first()) else {
        return Err((0, "the name of a macro"));
    };
    let touches =
        |bracket: &&Token| bracket.kind == TokenKind::Punct("(") && bracket.span.start == place.end;
    let (parameters, body) = match tokens.get(1).filter(touches) {
        Some(_) => {
            let (parameters, body) = parameters(tokens)?;
            (Some(parameters), body)
        }
        None => (None, 1),
    };
    let definition = Macro {
        parameters,
        body: tokens[body..].to_vec(),
        place,
    };
    Ok((name.to_owned(), definition))
}

/// Reads the parameters of a macro, which begin behind its name and a bracket; and says where its body begins.
fn parameters(tokens: &[Token]) -> Result<(Vec<String>, usize), (usize, &'static str)> {
    let sign = |at: usize, sign: &'static str| {
        tokens
            .get(at)
            .is_some_and(|token: &Token| token.kind == TokenKind::Punct(sign))
    };
    let mut names = Vec::new();
    if sign(2, ")") {
        return Ok((names, 3));
    }
    let mut at = 2;
    loop {
        let takes_rest = (at..at + 3).all(|at| sign(at, "."));
        match plain_name(tokens.get(at)) {
            Some((name, _)) => names.push(name.to_owned()),
            None if takes_rest => {
                names.push(REST.to_owned());
                at += 2;
            }
            None => return Err((at, "the name of a parameter")),
        }
        at += 1;
        if sign(at, ")") {
            return Ok((names, at + 1));
        }
        if takes_rest || !sign(at, ",") {
            return Err((at, "`)`"));
        }
        at += 1;
    }
}

/// A name without dots, and its place.
pub(super) fn plain_name(token: Option<&Token>) -> Option<(&str, Span)> {
    match token {
        Some(Token {
            kind: TokenKind::Name(name),
            span,
        }) if !name.contains('.') => Some((name, *span)),
        _ => None,
    }
}
