//! The conditions of `#if`: whole numbers, as C computes them.

use super::super::token::{Token, TokenKind};

/// How many brackets and signs may stand inside each other.
const DEEPEST: u32 = 100;

/// The value of a condition in which all macros were expanded, and `defined` was replaced by 0 or 1. What
/// cannot be computed gives the number of the token that is wrong, and what was expected there.
pub(super) fn value(tokens: &[Token]) -> Result<i64, (usize, &'static str)> {
    let mut reader = Reader {
        tokens,
        at: 0,
        depth: 0,
    };
    let value = reader.operation(0)?;
    match reader.sign() {
        None if reader.at == tokens.len() => Ok(value),
        _ => Err((reader.at, "an operator")),
    }
}

struct Reader<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: u32,
}

/// The operators between two numbers; each row binds more than the one before.
const OPERATORS: [&[&str]; 6] = [
    &["||"],
    &["&&"],
    &["==", "!="],
    &["<", "<=", ">", ">="],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Reader<'_> {
    fn sign(&self) -> Option<&'static str> {
        match self.tokens.get(self.at)?.kind {
            TokenKind::Punct(sign) => Some(sign),
            _ => None,
        }
    }

    /// Reads what the operators of one row join.
    fn operation(&mut self, row: usize) -> Result<i64, (usize, &'static str)> {
        let Some(operators) = OPERATORS.get(row) else {
            return self.operand();
        };
        let mut left = self.operation(row + 1)?;
        while let Some(sign) = self.sign().filter(|sign| operators.contains(sign)) {
            let place = self.at;
            self.at += 1;
            let right = self.operation(row + 1)?;
            left = match sign {
                "||" => (left != 0 || right != 0).into(),
                "&&" => (left != 0 && right != 0).into(),
                "==" => (left == right).into(),
                "!=" => (left != right).into(),
                "<" => (left < right).into(),
                "<=" => (left <= right).into(),
                ">" => (left > right).into(),
                ">=" => (left >= right).into(),
                "+" => left.wrapping_add(right),
                "-" => left.wrapping_sub(right),
                "*" => left.wrapping_mul(right),
                "/" | "%" if right == 0 => return Err((place + 1, "a number other than 0")),
                "/" => left.wrapping_div(right),
                _ => left.wrapping_rem(right),
            };
        }
        Ok(left)
    }

    fn operand(&mut self) -> Result<i64, (usize, &'static str)> {
        let Some(token) = self.tokens.get(self.at) else {
            return Err((self.at, "a number"));
        };
        let place = self.at;
        self.at += 1;
        match &token.kind {
            TokenKind::Number(number) | TokenKind::Unsigned(number) => Ok(*number as i64),
            TokenKind::Name(name) if name == "true" => Ok(1),
            // What is not defined counts as 0.
            TokenKind::Name(_) | TokenKind::Underscore => Ok(0),
            TokenKind::Punct(sign @ ("(" | "!" | "-" | "+")) => {
                if self.depth >= DEEPEST {
                    return Err((place, "fewer brackets inside each other (at most 100)"));
                }
                self.depth += 1;
                let value = match *sign {
                    "(" => self.bracketed()?,
                    "!" => (self.operand()? == 0).into(),
                    "-" => self.operand()?.wrapping_neg(),
                    _ => self.operand()?,
                };
                self.depth -= 1;
                Ok(value)
            }
            _ => Err((place, "a number")),
        }
    }

    fn bracketed(&mut self) -> Result<i64, (usize, &'static str)> {
        let value = self.operation(0)?;
        if self.sign() != Some(")") {
            return Err((self.at, "`)`"));
        }
        self.at += 1;
        Ok(value)
    }
}
