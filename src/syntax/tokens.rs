//! The grammar's input: a run of tokens that nom can read, and the farthest place that it could not.

use std::cell::{Cell, RefCell};

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Input, Needed};

use super::token::{Token, TokenKind};
use crate::text::Span;

/// How many brackets may stand inside each other.
const DEEPEST: u32 = 100;

/// A run of tokens. All runs of one text share the record of what was expected where.
#[derive(Clone, Copy)]
pub(super) struct Tokens<'a> {
    tokens: &'a [Token],
    /// Position of the first token of this run in its text.
    at: usize,
    progress: &'a Progress,
}

/// How far the grammar got, and what would have let it go on. nom's own errors forget what a repetition
/// tried last, so each terminal notes its wish here.
pub(super) struct Progress {
    farthest: Cell<usize>,
    expected: RefCell<Vec<&'static str>>,
    depth: Cell<u32>,
    pub(super) end: Span,
}

/// nom's error type for the grammar: it carries nothing, the [`Progress`] does.
#[derive(Debug)]
pub(super) struct Unread;

impl<I> ParseError<I> for Unread {
    fn from_error_kind(_: I, _: ErrorKind) -> Unread {
        Unread
    }

    fn append(_: I, _: ErrorKind, _: Unread) -> Unread {
        Unread
    }
}

pub(super) type Parsed<'a, T> = IResult<Tokens<'a>, T, Unread>;

impl Progress {
    pub(super) fn new(end: Span) -> Progress {
        Progress {
            farthest: Cell::new(0),
            expected: RefCell::default(),
            depth: Cell::new(0),
            end,
        }
    }

    /// Position of the first token that nothing could read, and what would have been read there.
    pub(super) fn farthest(&self) -> (usize, Vec<&'static str>) {
        (self.farthest.get(), self.expected.borrow().clone())
    }

    /// Forgets what was expected before `at`: a new clause begins there.
    pub(super) fn restart(&self, at: usize) {
        self.farthest.set(at);
        self.expected.borrow_mut().clear();
        self.depth.set(0);
    }
}

impl<'a> Tokens<'a> {
    pub(super) fn new(tokens: &'a [Token], progress: &'a Progress) -> Tokens<'a> {
        Tokens {
            tokens,
            at: 0,
            progress,
        }
    }

    pub(super) fn position(self) -> usize {
        self.at
    }

    pub(super) fn first(self) -> Option<&'a Token> {
        self.tokens.first()
    }

    /// Whether the next token is this operator or bracket.
    pub(super) fn starts_with(self, sign: &'static str) -> bool {
        self.first()
            .is_some_and(|token| token.kind == TokenKind::Punct(sign))
    }

    /// Where the next token stands; after the last, the end of the text.
    pub(super) fn span(self) -> Span {
        self.first().map_or(self.progress.end, |token| token.span)
    }

    /// The stretch from the start of this run to the end of the last token before `rest`.
    pub(super) fn span_to(self, rest: Tokens<'a>) -> Span {
        match rest.at.checked_sub(self.at + 1) {
            Some(last) => self.span().to(self.tokens[last].span),
            None => self.span().before(),
        }
    }

    /// Reads one token if `read` takes it; else notes `expected` and fails.
    pub(super) fn read<T>(
        self,
        expected: &'static str,
        read: impl FnOnce(&'a TokenKind) -> Option<T>,
    ) -> Parsed<'a, T> {
        match self.first().and_then(|token| read(&token.kind)) {
            Some(found) => Ok((self.take_from(1), found)),
            None => self.refuse(expected),
        }
    }

    /// Fails here, noting what was expected.
    pub(super) fn refuse<T>(self, expected: &'static str) -> Parsed<'a, T> {
        let progress = self.progress;
        if self.at > progress.farthest.get() {
            progress.restart_at(self.at);
        }
        if self.at == progress.farthest.get() {
            let mut wishes = progress.expected.borrow_mut();
            if !wishes.contains(&expected) {
                wishes.push(expected);
            }
        }
        Err(nom::Err::Error(Unread))
    }

    /// Reads something that may contain itself, unless it stands too deep.
    pub(super) fn nested<T>(self, read: impl FnOnce(Tokens<'a>) -> Parsed<'a, T>) -> Parsed<'a, T> {
        let depth = &self.progress.depth;
        if depth.get() >= DEEPEST {
            self.refuse::<T>("fewer brackets inside each other (at most 100)")?;
            return Err(nom::Err::Failure(Unread));
        }
        depth.set(depth.get() + 1);
        let result = read(self);
        depth.set(depth.get() - 1);
        result
    }
}

impl Progress {
    fn restart_at(&self, at: usize) {
        self.farthest.set(at);
        self.expected.borrow_mut().clear();
    }
}

impl<'a> Input for Tokens<'a> {
    type Item = &'a Token;
    type Iter = std::slice::Iter<'a, Token>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.tokens.len()
    }

    fn take(&self, index: usize) -> Self {
        Tokens {
            tokens: &self.tokens[..index],
            ..*self
        }
    }

    fn take_from(&self, index: usize) -> Self {
        Tokens {
            tokens: &self.tokens[index..],
            at: self.at + index,
            ..*self
        }
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P>(&self, predicate: P) -> Option<usize>
    where
        P: Fn(Self::Item) -> bool,
    {
        self.tokens.iter().position(predicate)
    }

    fn iter_elements(&self) -> Self::Iter {
        self.tokens.iter()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.tokens.iter().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if self.tokens.len() >= count {
            Ok(count)
        } else {
            Err(Needed::new(count - self.tokens.len()))
        }
    }
}
