//! Tokens as the input of nom, for the parsers of titles, names and dates.

use nom::{IResult, Input, Needed, Parser};

use super::tokens::Token;

/// Tokens as input for nom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Words<'t, 'a>(pub &'t [Token<'a>]);

/// The outcome of a parser over tokens.
pub type Parsed<'t, 'a, T> = IResult<Words<'t, 'a>, T>;

impl<'t, 'a> Words<'t, 'a> {
    /// The first token, if any.
    pub fn first(self) -> Option<&'t Token<'a>> {
        self.0.first()
    }

    /// Whether the first token is one of these words or marks.
    pub fn starts_with(self, words: &[&str]) -> bool {
        self.first()
            .is_some_and(|token| words.contains(&token.lower.as_str()))
    }

    /// Whether the tokens are these words, one after the other.
    pub fn begins(self, words: &[&str]) -> bool {
        self.0.len() >= words.len() && self.0.iter().zip(words).all(|(token, word)| token.is(word))
    }

    /// What is left after `count` tokens.
    pub fn skip(self, count: usize) -> Self {
        Words(self.0.get(count..).unwrap_or_default())
    }
}

impl<'t, 'a> Input for Words<'t, 'a> {
    type Item = &'t Token<'a>;
    type Iter = std::slice::Iter<'t, Token<'a>>;
    type IterIndices = std::iter::Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.0.len()
    }
    fn take(&self, index: usize) -> Self {
        Words(&self.0[..index])
    }
    fn take_from(&self, index: usize) -> Self {
        Words(&self.0[index..])
    }
    fn take_split(&self, index: usize) -> (Self, Self) {
        (Words(&self.0[index..]), Words(&self.0[..index]))
    }
    fn position<P: Fn(Self::Item) -> bool>(&self, predicate: P) -> Option<usize> {
        self.0.iter().position(predicate)
    }
    fn iter_elements(&self) -> Self::Iter {
        self.0.iter()
    }
    fn iter_indices(&self) -> Self::IterIndices {
        self.0.iter().enumerate()
    }
    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.0.len() {
            Ok(count)
        } else {
            Err(Needed::new(count - self.0.len()))
        }
    }
}

/// A token that the predicate holds of.
pub fn token_if<'t, 'a, P>(
    predicate: P,
) -> impl Parser<Words<'t, 'a>, Output = &'t Token<'a>, Error = ParseError<'t, 'a>>
where
    P: Fn(&Token<'a>) -> bool,
    'a: 't,
{
    move |input: Words<'t, 'a>| match input.first() {
        Some(token) if predicate(token) => Ok((input.skip(1), token)),
        _ => Err(nom::Err::Error(nom::error::Error::new(
            input,
            nom::error::ErrorKind::Satisfy,
        ))),
    }
}

/// The error of a parser over tokens: only where it failed matters.
pub type ParseError<'t, 'a> = nom::error::Error<Words<'t, 'a>>;
