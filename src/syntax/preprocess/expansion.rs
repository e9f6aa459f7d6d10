//! Expansion: macros give way to their bodies, in which further macros do.

use super::super::token::{Token, TokenKind};
use super::files::Preprocessor;
use super::macros::{Macro, plain_name};
use crate::text::{Report, Span};

/// How deep calls of macros may stand in the arguments of others.
const DEEPEST: u32 = 100;

/// How many tokens one use may become: bodies that name each other twice grow beyond all bounds.
const MOST_TOKENS: usize = 1_000_000;

/// What waits to be looked at.
enum Pending {
    Token(Token),
    /// The body of the macro hidden last ends here: from now on it may be used again.
    EndOfBody,
}

/// One use of a macro, while it is expanded.
struct Expansion<'t> {
    /// What waits, the next last.
    pending: Vec<Pending>,
    /// What follows in the file; may be taken for a macro's arguments.
    following: &'t [Token],
    /// How many tokens of `following` were taken.
    taken: usize,
    /// The macros whose bodies are being looked at: none of them is used within itself.
    hidden: Vec<String>,
}

impl Expansion<'_> {
    /// Drops the ends of bodies that come next, so that what follows them may be seen.
    fn next_is(&mut self, sign: &'static str) -> bool {
        while let Some(Pending::EndOfBody) = self.pending.last() {
            self.pending.pop();
            self.hidden.pop();
        }
        let next = match self.pending.last() {
            Some(Pending::Token(token)) => Some(token),
            _ => self.following.get(self.taken),
        };
        next.is_some_and(|token| token.kind == TokenKind::Punct(sign))
    }

    fn next(&mut self) -> Option<Token> {
        loop {
            match self.pending.pop() {
                Some(Pending::Token(token)) => return Some(token),
                Some(Pending::EndOfBody) => _ = self.hidden.pop(),
                None => break,
            }
        }
        let token = self.following.get(self.taken)?.clone();
        self.taken += 1;
        Some(token)
    }

    /// Has a macro's body looked at next.
    fn look_at(&mut self, name: &str, body: Vec<Token>) {
        self.pending.push(Pending::EndOfBody);
        self.hidden.push(name.to_owned());
        self.pending
            .extend(body.into_iter().rev().map(Pending::Token));
    }

    /// Reads a call's arguments, from the bracket on. A call that is not closed has none.
    fn arguments(&mut self, most: usize) -> Option<Vec<Vec<Token>>> {
        self.next();
        let mut arguments = vec![Vec::new()];
        let mut depth = 0;
        loop {
            let token = self.next()?;
            match token.kind {
                TokenKind::Punct(")") if depth == 0 => return Some(arguments),
                TokenKind::Punct(",") if depth == 0 && arguments.len() < most => {
                    arguments.push(Vec::new());
                    continue;
                }
                TokenKind::Punct("(") => depth += 1,
                TokenKind::Punct(")") => depth -= 1,
                _ => {}
            }
            let last = arguments.last_mut().expect("there is a first argument");
            last.push(token);
        }
    }
}

impl Preprocessor<'_> {
    /// Whether a token can be anything but itself.
    pub(super) fn is_expanded(&self, token: &Token) -> bool {
        let TokenKind::Name(name) = &token.kind else {
            return false;
        };
        name.starts_with("__")
            || name == "RAM_DOMAIN_SIZE"
            || !self.macros.is_empty()
                && (self.macros.contains_key(name)
                    || name.contains('.') && name.split('.').any(|p| self.macros.contains_key(p)))
    }

    /// Expands the first of `tokens` with what it takes from those behind; gives how many tokens were used.
    pub(super) fn expand_first(&mut self, tokens: &[Token], out: &mut Vec<Token>) -> usize {
        let Some((first, following)) = tokens.split_first() else {
            return 0;
        };
        let expansion = Expansion {
            pending: vec![Pending::Token(first.clone())],
            following,
            taken: 0,
            hidden: Vec::new(),
        };
        1 + self.expand(expansion, 0, out)
    }

    /// Expands tokens that nothing follows.
    pub(super) fn expand_all(
        &mut self,
        tokens: &[Token],
        hidden: &[String],
        depth: u32,
    ) -> Vec<Token> {
        let pending = tokens.iter().rev().cloned().map(Pending::Token).collect();
        let expansion = Expansion {
            pending,
            following: &[],
            taken: 0,
            hidden: hidden.to_vec(),
        };
        let mut out = Vec::new();
        self.expand(expansion, depth, &mut out);
        out
    }

    fn expand(&mut self, mut expansion: Expansion<'_>, depth: u32, out: &mut Vec<Token>) -> usize {
        if depth == 0 {
            self.expanded = 0;
        }
        while let Some(pending) = expansion.pending.pop() {
            let token = match pending {
                Pending::EndOfBody => {
                    expansion.hidden.pop();
                    continue;
                }
                Pending::Token(token) => token,
            };
            self.expanded += 1;
            if self.expanded > MOST_TOKENS {
                self.give_up(token.span, "this macro becomes more than a million words");
                return expansion.taken;
            }
            let TokenKind::Name(name) = &token.kind else {
                out.push(token);
                continue;
            };
            if let Some(kind) = self.built_in(name, token.span) {
                let span = token.span;
                out.push(Token { kind, span });
                continue;
            }
            let hidden = expansion.hidden.contains(name);
            match self.macros.get(name).filter(|_| !hidden) {
                Some(definition) if definition.parameters.is_none() => {
                    let definition = definition.clone();
                    self.look_at_body(&mut expansion, &token, &definition, &[], depth);
                }
                Some(definition) if expansion.next_is("(") => {
                    let definition = definition.clone();
                    if !self.call(&mut expansion, &token, &definition, depth) {
                        return expansion.taken;
                    }
                }
                Some(_) => out.push(token),
                None => match self.dotted(name, &expansion.hidden) {
                    Some((within, name)) => {
                        let kind = TokenKind::Name(name);
                        expansion.look_at(&within, vec![Token { kind, ..token }]);
                    }
                    None => out.push(token),
                },
            }
        }
        expansion.taken
    }

    /// Reads a call's arguments and looks at the macro's body; or else says that the call is not closed.
    fn call(
        &mut self,
        expansion: &mut Expansion<'_>,
        token: &Token,
        definition: &Macro,
        depth: u32,
    ) -> bool {
        let wanted = definition.parameters.as_ref().map_or(0, Vec::len);
        let most = match definition.takes_rest() {
            true => wanted,
            false => usize::MAX,
        };
        let called = token.kind.describe();
        let Some(mut arguments) = expansion.arguments(most) else {
            let message = format!("the brackets of the macro {called} are never closed");
            let report = Report::error(token.span, message)
                .also(definition.place, "defined here")
                .help("close them with `)`");
            self.mistake(report);
            return false;
        };
        if wanted == 0 && matches!(arguments.as_slice(), [only] if only.is_empty()) {
            arguments.clear();
        }
        if definition.takes_rest() && arguments.len() + 1 == wanted {
            arguments.push(Vec::new());
        }
        if arguments.len() != wanted {
            let noun = if wanted == 1 { "argument" } else { "arguments" };
            let given = arguments.len();
            let message = format!("the macro {called} takes {wanted} {noun}, not {given}");
            let report = Report::error(token.span, message)
                .also(definition.place, "defined here")
                .help("commas part the arguments, except within round brackets");
            self.mistake(report);
            return true;
        }
        self.look_at_body(expansion, token, definition, &arguments, depth);
        true
    }

    fn look_at_body(
        &mut self,
        expansion: &mut Expansion<'_>,
        token: &Token,
        definition: &Macro,
        arguments: &[Vec<Token>],
        depth: u32,
    ) {
        let TokenKind::Name(name) = &token.kind else {
            return;
        };
        if depth >= DEEPEST {
            self.give_up(
                token.span,
                "macros stand more than 100 deep within each other",
            );
            return;
        }
        let hidden = &expansion.hidden;
        let body = definition.body_with(token.span, arguments, &mut |argument| {
            self.expand_all(argument, hidden, depth + 1)
        });
        match body {
            Ok(body) => expansion.look_at(name, body),
            Err(unpasted) => {
                let message = format!("`##` makes `{}`, which is no word", unpasted.0);
                let report =
                    Report::error(token.span, message).also(definition.place, "defined here");
                self.mistake(report);
            }
        }
    }

    /// What a name is that needs no definition.
    fn built_in(&self, name: &str, place: Span) -> Option<TokenKind> {
        match name {
            "__FILE__" => Some(TokenKind::Text(self.sources.get(place.source).name.clone())),
            "__LINE__" => Some(TokenKind::Number(self.sources.line(place) as u64)),
            "RAM_DOMAIN_SIZE" => Some(TokenKind::Number(u64::from(i64::BITS))),
            _ => None,
        }
    }

    /// A name with dots in which one part is a macro that is a name: gives the macro and what it makes.
    fn dotted(&self, name: &str, hidden: &[String]) -> Option<(String, String)> {
        let parts: Vec<&str> = name.split('.').collect();
        if parts.len() < 2 {
            return None;
        }
        let meant = |part: &str| {
            let definition = self.macros.get(part)?;
            match definition.body.as_slice() {
                [
                    Token {
                        kind: TokenKind::Name(name),
                        ..
                    },
                ] if definition.parameters.is_none() => Some(name.clone()),
                _ => None,
            }
        };
        let (at, replaced) = parts
            .iter()
            .enumerate()
            .filter(|(_, part)| !hidden.iter().any(|hidden| hidden == *part))
            .find_map(|(at, part)| Some((at, meant(part)?)))?;
        let mut made: Vec<&str> = parts.clone();
        made[at] = &replaced;
        Some((parts[at].to_owned(), made.join(".")))
    }

    /// Whether a macro of this name is defined; what needs no definition is.
    pub(super) fn is_defined(&self, token: Option<&Token>) -> bool {
        plain_name(token).is_some_and(|(name, _)| {
            matches!(name, "__FILE__" | "__LINE__" | "RAM_DOMAIN_SIZE")
                || self.macros.contains_key(name)
        })
    }
}
