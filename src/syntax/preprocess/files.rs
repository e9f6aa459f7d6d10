//! Reading files: their lines that begin with `#`, what they include, and the tokens that are left.

use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};

use super::super::lexer::{Run, continued, scan_with};
use super::super::mistakes::indent;
use super::super::token::{Token, TokenKind};
use super::Options;
use super::macros::Macro;
use crate::text::{Report, SourceId, Sources, Span};

/// Signs that only the preprocessor knows.
const SIGNS: &[&str] = &["##", "#", "&&", "||", "=="];

/// How many files may be included, counted with repetition: files that include each other twice grow
/// without end.
const MOST_FILES: usize = 10_000;

/// What reads a file, or says why it cannot.
type Read<'a> = &'a mut dyn FnMut(&Path) -> Result<String, String>;

/// A program that is being put together.
pub(super) struct Preprocessor<'a> {
    pub(super) sources: &'a mut Sources,
    pub(super) options: &'a Options,
    read: Read<'a>,
    pub(super) macros: HashMap<String, Macro>,
    /// How often a macro has changed: a file that is included again meanwhile is read no differently.
    pub(super) changes: usize,
    /// How many tokens were looked at for the macro that is being expanded.
    pub(super) expanded: usize,
    tokens: Vec<Token>,
    mistakes: Vec<(usize, Report)>,
    reports: Vec<Report>,
    /// The files that are being read, each with the number of changes when it was begun.
    pub(super) reading: Vec<(PathBuf, usize)>,
    /// Files that are read once only.
    pub(super) once: HashSet<PathBuf>,
    known: HashMap<PathBuf, SourceId>,
    pub(super) included: usize,
    /// Whether something was found that has no end.
    stopped: bool,
    /// The first file that could not be included.
    pub(super) missing: Option<Span>,
}

/// One `#if` up to its `#endif`.
pub(super) struct Conditional {
    /// Where it was opened.
    pub(super) place: Span,
    /// Whether what stands here is read.
    pub(super) active: bool,
    /// Whether a branch was read, or none may be.
    pub(super) taken: bool,
    /// Whether `#else` was read.
    pub(super) ends: bool,
}

/// A file, while it is read.
pub(super) struct File<'t> {
    pub(super) path: &'t Path,
    pub(super) text: &'t str,
    pub(super) conditionals: Vec<Conditional>,
}

impl File<'_> {
    pub(super) fn is_active(&self) -> bool {
        self.conditionals.last().is_none_or(|inner| inner.active)
    }
}

impl<'a> Preprocessor<'a> {
    pub(super) fn new(
        sources: &'a mut Sources,
        options: &'a Options,
        read: Read<'a>,
    ) -> Preprocessor<'a> {
        Preprocessor {
            sources,
            options,
            read,
            macros: HashMap::new(),
            changes: 0,
            expanded: 0,
            tokens: Vec::new(),
            mistakes: Vec::new(),
            reports: Vec::new(),
            reading: Vec::new(),
            once: HashSet::new(),
            known: HashMap::new(),
            included: 0,
            stopped: false,
            missing: None,
        }
    }

    /// The program's tokens with the mistakes among them, and what else is to be said.
    pub(super) fn finish(self) -> (Run, Vec<Report>) {
        let run = Run {
            tokens: self.tokens,
            mistakes: self.mistakes,
        };
        (run, self.reports)
    }

    pub(super) fn report(&mut self, report: Report) {
        self.reports.push(report);
    }

    /// Reports something for which the item around it is left out.
    pub(super) fn mistake(&mut self, report: Report) {
        self.mistakes.push((self.tokens.len(), report));
    }

    /// Reports what has no end, and reads nothing any more.
    pub(super) fn give_up(&mut self, place: Span, message: &str) {
        if !self.stopped {
            self.stopped = true;
            self.report(Report::error(place, message).help("see which of them repeats itself"));
        }
    }

    /// Reads a file that is one of the sources.
    pub(super) fn file(&mut self, source: SourceId, path: &Path) {
        let path = normal(path);
        self.known.insert(path.clone(), source);
        self.reading.push((path.clone(), self.changes));
        let text = self.sources.get(source).text.clone();
        let mut file = File {
            path: &path,
            text: &text,
            conditionals: Vec::new(),
        };
        let run = scan_with(source, &text, SIGNS);
        self.lines(run, &mut file);
        for open in file.conditionals {
            let report = Report::error(open.place, "this condition is never closed");
            self.report(report.help("close it with `#endif`"));
        }
        self.reading.pop();
    }

    fn lines(&mut self, run: Run, file: &mut File<'_>) {
        let tokens = run.tokens;
        let text = file.text;
        let mut mistakes = run.mistakes.into_iter().peekable();
        let is_line =
            |token: &Token| token.kind == TokenKind::Punct("#") && indent(text, token).is_some();
        let mut at = 0;
        // The next line for the preprocessor; a macro's arguments end before it.
        let mut next_line = None;
        while !self.stopped {
            while let Some((_, report)) = mistakes.next_if(|(before, _)| *before <= at) {
                if file.is_active() {
                    self.mistake(report);
                }
            }
            let Some(token) = tokens.get(at) else {
                return;
            };
            let line_at = *next_line.get_or_insert_with(|| {
                let ahead = tokens[at..].iter().position(is_line);
                ahead.map_or(tokens.len(), |ahead| at + ahead)
            });
            if at == line_at {
                next_line = None;
                let end = line_end(file.text, token.span.start as usize);
                let length = tokens[at..].partition_point(|t| (t.span.start as usize) < end);
                let line = &tokens[at..at + length];
                // What a line says that is no definition is its own affair: `#error don't`.
                let defines = file.is_active()
                    && matches!(
                        line.get(1).map(|t| &t.kind),
                        Some(TokenKind::Name(word)) if word == "define"
                    );
                while let Some((_, report)) =
                    mistakes.next_if(|(_, r)| (r.labels[0].0.start as usize) < end)
                {
                    if defines {
                        self.report(report);
                    }
                }
                self.directive(line, &file.text[..end], file);
                at += length;
            } else if !file.is_active() {
                at += 1;
            } else {
                at += self.token(&tokens[at..line_at], file);
            }
        }
    }

    /// Takes over the first token, or what it stands for; gives how many were used. The tokens end before the
    /// next line that begins with `#`.
    fn token(&mut self, tokens: &[Token], file: &File<'_>) -> usize {
        let token = &tokens[0];
        match (&token.kind, tokens.get(1)) {
            (TokenKind::Directive(".once"), _) => {
                self.once.insert(file.path.to_owned());
                1
            }
            (
                TokenKind::Directive(".include"),
                Some(Token {
                    kind: TokenKind::Text(name),
                    span,
                }),
            ) => {
                self.include(name, *span, file);
                2
            }
            _ if self.is_expanded(token) => {
                let mut out = Vec::new();
                let used = self.expand_first(tokens, &mut out);
                self.tokens.append(&mut out);
                used
            }
            _ => {
                self.tokens.push(token.clone());
                1
            }
        }
    }

    /// Reads an included file: from the folder of the file that includes it, or from the folders named on the
    /// command line.
    pub(super) fn include(&mut self, name: &str, place: Span, file: &File<'_>) {
        let own = file.path.parent().map(Path::to_owned).unwrap_or_default();
        let folders = std::iter::once(&own).chain(&self.options.include);
        let candidates: Vec<PathBuf> = folders.map(|folder| normal(&folder.join(name))).collect();
        let mut failures = Vec::new();
        for path in candidates {
            if self.once.contains(&path) {
                return;
            }
            let source = match self.known.get(&path) {
                Some(&source) => source,
                None => match (self.read)(&path) {
                    Ok(text) if text.len() > Sources::LARGEST => {
                        failures.push(format!("`{}`: it is too large", path.display()));
                        continue;
                    }
                    Ok(text) => self.sources.add(path.display().to_string(), text),
                    Err(reason) => {
                        failures.push(format!("`{}`: {reason}", path.display()));
                        continue;
                    }
                },
            };
            let repeats =
                |(open, changes): &(PathBuf, usize)| *open == path && *changes == self.changes;
            if self.reading.iter().any(repeats) {
                let report = Report::error(place, format!("`{name}` includes itself"))
                    .help("write `.once` or `#pragma once` into it, if that is meant");
                self.report(report);
                return;
            }
            self.included += 1;
            if self.included > MOST_FILES || self.reading.len() > 200 {
                self.give_up(place, "too many files are included");
                return;
            }
            self.file(source, &path);
            return;
        }
        self.missing.get_or_insert(place);
        let mut report = Report::error(place, format!("cannot read `{name}`"));
        for failure in failures {
            report = report.help(format!("tried {failure}"));
        }
        self.report(report.help("name the folder that it is in with `-I`"));
    }
}

/// The path without what leads nowhere, so that a file has one name: `a/../b/./c` is `b/c`.
fn normal(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some() => _ = plain.pop(),
            part => plain.push(part),
        }
    }
    plain
}

/// Where a line ends that may be continued with a backslash or by a comment.
fn line_end(text: &str, start: usize) -> usize {
    let mut rest = &text[start..];
    while !rest.is_empty() && !rest.starts_with('\n') {
        rest = if let Some(next_line) = continued(rest) {
            next_line
        } else if let Some(comment) = rest.strip_prefix("/*") {
            comment.split_once("*/").map_or("", |(_, after)| after)
        } else if rest.starts_with("//") {
            &rest[rest.find('\n').unwrap_or(rest.len())..]
        } else {
            let mut chars = rest.chars();
            chars.next();
            chars.as_str()
        };
    }
    text.len() - rest.len()
}
