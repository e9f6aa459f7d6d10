//! Records and branches in tables: `[1, [2, nil]]`, `$Node($Leaf, 3)`.

use super::cells::{number_of, unsigned_of};
use crate::facts::Values;
use crate::rules::{Const, Field, Real, Type};

/// How deep values may stand inside each other.
const DEEPEST: usize = 1000;

/// The value of a record or algebraic type that a text is.
pub(super) fn parse(text: &str, ty: Type, values: &Values) -> Option<Const> {
    let mut parser = Parser {
        rest: text,
        values,
        depth: 0,
    };
    let value = parser.value(ty, ',')?;
    parser.rest.trim().is_empty().then_some(value)
}

/// The text of a value in which texts stand in quotation marks, as the parser reads them.
pub(super) fn quoted(value: &Const) -> String {
    let all = |fields: &[Const]| fields.iter().map(quoted).collect::<Vec<_>>().join(", ");
    match value {
        Const::Symbol(text) => format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")),
        Const::Record(fields) => format!("[{}]", all(fields)),
        Const::Branch(_, name, fields) if !fields.is_empty() => {
            format!("${name}({})", all(fields))
        }
        _ => value.to_string(),
    }
}

struct Parser<'a> {
    rest: &'a str,
    values: &'a Values,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// A value with `close` or a comma behind it.
    fn value(&mut self, ty: Type, close: char) -> Option<Const> {
        self.rest = self.rest.trim_start();
        Some(match ty {
            Type::Record(_) => return self.record(ty),
            Type::Algebraic(_) => return self.branch(ty),
            Type::Symbol if self.rest.starts_with('"') => Const::Symbol(self.quoted()?),
            Type::Symbol => Const::Symbol(self.word(close).to_owned()),
            Type::Number => Const::Number(number_of(self.word(close).trim_end())?),
            Type::Unsigned => Const::Unsigned(unsigned_of(self.word(close).trim_end())?),
            Type::Float => Const::Float(Real(self.word(close).trim_end().parse().ok()?)),
        })
    }

    /// A text in quotation marks, in which a backslash stands before a character that is meant as it is.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut chars = self.rest[1..].char_indices();
        loop {
            match chars.next()? {
                (at, '"') => {
                    self.rest = &self.rest[at + 2..];
                    return Some(text);
                }
                (_, '\\') => text.push(chars.next()?.1),
                (_, other) => text.push(other),
            }
        }
    }

    /// What stands before the next comma or the closing bracket.
    fn word(&mut self, close: char) -> &'a str {
        let end = self.rest.find([',', close]).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn record(&mut self, ty: Type) -> Option<Const> {
        if let Some(rest) = self.rest.strip_prefix("nil") {
            self.rest = rest;
            return Some(Const::Nil);
        }
        self.rest = self.rest.strip_prefix('[')?;
        let fields = self.fields(self.values.types().fields(ty), ']')?;
        Some(Const::Record(fields))
    }

    fn branch(&mut self, ty: Type) -> Option<Const> {
        self.rest = self.rest.strip_prefix('$')?;
        let end = self
            .rest
            .find(['(', ',', ')', ']'])
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        let name = name.trim_end();
        let branches = self.values.types().branches(ty);
        let number = branches.iter().position(|branch| branch.name == name)?;
        let wanted = &branches[number].fields;
        let fields = match self.rest.strip_prefix('(') {
            Some(rest) => {
                self.rest = rest;
                self.fields(wanted, ')')?
            }
            None if wanted.is_empty() => Vec::new(),
            None => return None,
        };
        Some(Const::Branch(number as u32, name.to_owned(), fields))
    }

    /// Fields with commas between, up to a closing bracket.
    fn fields(&mut self, wanted: &[Field], close: char) -> Option<Vec<Const>> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        let mut fields = Vec::new();
        for (at, field) in wanted.iter().enumerate() {
            if at > 0 {
                self.rest = self.rest.trim_start().strip_prefix(',')?;
            }
            fields.push(self.value(field.ty, close)?);
        }
        self.rest = self.rest.trim_start().strip_prefix(close)?;
        self.depth -= 1;
        Some(fields)
    }
}
