//! The lines that begin with `#`.

use super::super::lexer::scan;
use super::super::token::{Token, TokenKind};
use super::conditions;
use super::files::{Conditional, File, Preprocessor};
use super::macros::{definition, plain_name};
use crate::text::{Report, Span, nearest};

/// The words that may stand behind `#`.
const WORDS: &[&str] = &[
    "define", "elif", "else", "endif", "error", "if", "ifdef", "ifndef", "include", "line",
    "pragma", "undef", "warning",
];

impl Preprocessor<'_> {
    /// Defines the macros of the command line.
    pub(super) fn define_options(&mut self, macros: &[(String, String)]) {
        for (name, value) in macros {
            let text = format!("{name} {value}");
            let source = self.sources.add("command line", text.as_str());
            let run = scan(source, &text);
            let end = text.len() as u32;
            let whole = Span {
                source,
                start: 0,
                end,
            };
            for (_, report) in run.mistakes {
                self.report(report);
            }
            self.define(&run.tokens, whole);
        }
    }

    /// Does what a line says; `before` is the text of the file up to the line's end.
    pub(super) fn directive(&mut self, line: &[Token], before: &str, file: &mut File<'_>) {
        let Some(word) = line.get(1) else {
            return;
        };
        // A line such as `# 12 "file.dl"` is left behind by other preprocessors.
        let name = match &word.kind {
            TokenKind::Number(_) => "line",
            TokenKind::Name(name) => name,
            _ => "",
        };
        let rest = &line[2..];
        let place = line[0].span.to(word.span);
        if self.conditional(name, rest, place, file) || !file.is_active() {
            return;
        }
        match name {
            "define" => self.define(rest, place),
            "undef" => match plain_name(rest.first()) {
                Some((name, _)) => self.changes += usize::from(self.macros.remove(name).is_some()),
                None => self.expected("the name of a macro", rest, 0, place),
            },
            "include" => self.include_line(rest, before, place, file),
            "error" => self.report(Report::error(place, said(word, before, "#error"))),
            "warning" => self.report(Report::warning(place, said(word, before, "#warning"))),
            "pragma" => {
                if matches!(plain_name(rest.first()), Some(("once", _))) {
                    self.once.insert(file.path.to_owned());
                }
            }
            "line" => {}
            _ => {
                let shown = match &word.kind {
                    TokenKind::Name(name) => format!("`#{name}`"),
                    kind => format!("`#` before {}", kind.describe()),
                };
                let known = WORDS.join("`, `#");
                let mut report = Report::error(place, format!("unknown directive {shown}"));
                if let Some(near) = nearest(name, WORDS.iter().copied()) {
                    report = report.help(format!("did you mean `#{near}`?"));
                }
                let report = report.help(format!("the preprocessor's directives are `#{known}`"));
                self.report(report);
            }
        }
    }

    fn expected(&mut self, what: &str, tokens: &[Token], at: usize, place: Span) {
        let (place, found) = match tokens.get(at) {
            Some(token) => (token.span, token.kind.describe()),
            None => (
                tokens.last().map_or(place, |token| token.span),
                "the end of the line".into(),
            ),
        };
        self.report(Report::error(
            place,
            format!("expected {what}, found {found}"),
        ));
    }

    fn define(&mut self, tokens: &[Token], place: Span) {
        match definition(tokens) {
            Ok((name, definition)) => {
                let old = self.macros.get(&name);
                if old.is_none_or(|old| !old.is_same(&definition)) {
                    self.changes += 1;
                    self.macros.insert(name, definition);
                }
            }
            Err((at, what)) => self.expected(what, tokens, at, place),
        }
    }

    /// Reads `#include "file"`, `#include <file>`, or a macro that is a text.
    fn include_line(&mut self, rest: &[Token], before: &str, place: Span, file: &File<'_>) {
        let expanded;
        let rest = match rest.first() {
            Some(first) if self.is_expanded(first) => {
                expanded = self.expand_all(rest, &[], 0);
                &expanded
            }
            _ => rest,
        };
        match rest.first().map(|token| (&token.kind, token.span)) {
            Some((TokenKind::Text(name), span)) => self.include(name, span, file),
            Some((TokenKind::Punct("<"), span)) => {
                let inner = before.get(span.end as usize..).unwrap_or_default();
                match inner.split_once('>') {
                    Some((name, _)) => {
                        let end = span.end + name.len() as u32 + 1;
                        self.include(name.trim(), Span { end, ..span }, file);
                    }
                    None => self.expected("`>` behind the name of a file", &[], 0, place),
                }
            }
            _ => self.expected("the name of a file, as a text", rest, 0, place),
        }
    }

    /// Opens, changes or closes a condition, if the word does so.
    fn conditional(
        &mut self,
        name: &str,
        rest: &[Token],
        place: Span,
        file: &mut File<'_>,
    ) -> bool {
        match name {
            "if" | "ifdef" | "ifndef" => {
                let holds = file.is_active() && self.holds(name, rest, place);
                file.conditionals.push(Conditional {
                    place,
                    active: holds,
                    taken: holds || !file.is_active(),
                    ends: false,
                });
            }
            "elif" | "else" => {
                let Some(open) = file.conditionals.last_mut().filter(|open| !open.ends) else {
                    let message = format!("`#{name}` stands behind no `#if`");
                    self.report(
                        Report::error(place, message).help("remove it, or begin with `#if`"),
                    );
                    return true;
                };
                open.active = !open.taken && (name == "else" || self.holds(name, rest, place));
                open.taken |= open.active;
                open.ends = name == "else";
            }
            "endif" => {
                if file.conditionals.pop().is_none() {
                    let message = "`#endif` stands behind no `#if`";
                    self.report(Report::error(place, message).help("remove it"));
                }
            }
            _ => return false,
        }
        true
    }

    fn holds(&mut self, name: &str, rest: &[Token], place: Span) -> bool {
        if name == "ifdef" || name == "ifndef" {
            if plain_name(rest.first()).is_none() {
                self.expected("the name of a macro", rest, 0, place);
                return false;
            }
            return self.is_defined(rest.first()) == (name == "ifdef");
        }
        let known = self.with_defined(rest);
        let condition = self.expand_all(&known, &[], 0);
        match conditions::value(&condition) {
            Ok(value) => value != 0,
            Err((at, what)) => {
                self.expected(what, &condition, at, place);
                false
            }
        }
    }

    /// The tokens with 0 or 1 for `defined X` and `defined(X)`, which ask for the name before it is expanded.
    fn with_defined(&self, tokens: &[Token]) -> Vec<Token> {
        let mut known = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            if !matches!(plain_name(Some(token)), Some(("defined", _))) {
                known.push(token.clone());
                continue;
            }
            let bracketed = tokens
                .get(at)
                .is_some_and(|t| t.kind == TokenKind::Punct("("));
            at += usize::from(bracketed);
            let kind = TokenKind::Number(self.is_defined(tokens.get(at)).into());
            known.push(Token {
                kind,
                span: token.span,
            });
            at += 1 + usize::from(bracketed);
        }
        known
    }
}

/// What a line says behind its word.
fn said(word: &Token, before: &str, directive: &str) -> String {
    let text = before.get(word.span.end as usize..).unwrap_or_default();
    match text.trim() {
        "" => format!("`{directive}` without a message"),
        text => text.to_owned(),
    }
}
