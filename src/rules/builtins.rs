//! The functors and tests that the language has: names and types. `engine::functors` computes them.

use super::Type;
use crate::syntax::ast::Operator;

/// What computes a value from values. It has no value where it is undefined (division by zero, text that
/// is no number or date): the condition it stands in does not hold then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Functor {
    Negate,
    Operator(Operator),
    /// The lesser or greater of two numbers.
    Min,
    Max,
    Cat,
    /// `substr(text, from, length)`, counted in characters from 0.
    Substr,
    /// The length in characters.
    Strlen,
    ToString,
    ToNumber,
    /// The first day of a date or interval, as a full date.
    FirstDay,
    LastDay,
    /// The interval from the first day of one date to the last of another.
    Interval,
    /// Days from the first day of one date to the first day of another.
    DaysBetween,
}

/// What holds or does not hold of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Test {
    /// `match(pattern, text)`: the whole text matches a regular expression.
    Match,
    /// `contains(part, text)`
    Contains,
    /// `before(a, b)`: `a` ends before `b` begins.
    Before,
    /// `overlaps(a, b)`: some day lies in both.
    Overlaps,
    /// `during(a, b)`: `a` lies within `b`.
    During,
}

const FUNCTORS: &[(&str, Functor, &[Type], Type)] = {
    use Type::{Number, Symbol};
    &[
        ("min", Functor::Min, &[Number, Number], Number),
        ("max", Functor::Max, &[Number, Number], Number),
        ("cat", Functor::Cat, &[Symbol, Symbol], Symbol),
        ("substr", Functor::Substr, &[Symbol, Number, Number], Symbol),
        ("strlen", Functor::Strlen, &[Symbol], Number),
        ("to_string", Functor::ToString, &[Number], Symbol),
        ("to_number", Functor::ToNumber, &[Symbol], Number),
        ("first_day", Functor::FirstDay, &[Symbol], Symbol),
        ("last_day", Functor::LastDay, &[Symbol], Symbol),
        ("interval", Functor::Interval, &[Symbol, Symbol], Symbol),
        (
            "days_between",
            Functor::DaysBetween,
            &[Symbol, Symbol],
            Number,
        ),
    ]
};

const TESTS: &[(&str, Test)] = &[
    ("match", Test::Match),
    ("contains", Test::Contains),
    ("before", Test::Before),
    ("overlaps", Test::Overlaps),
    ("during", Test::During),
];

impl Functor {
    /// The functor called by this name.
    pub fn named(name: &str) -> Option<Functor> {
        let row = FUNCTORS.iter().find(|row| row.0 == name)?;
        Some(row.1)
    }

    /// The names of all functors that are called by name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FUNCTORS.iter().map(|row| row.0)
    }

    /// The types of the arguments.
    pub fn arguments(self) -> &'static [Type] {
        match self {
            Functor::Negate => &[Type::Number],
            Functor::Operator(_) => &[Type::Number, Type::Number],
            _ => FUNCTORS
                .iter()
                .find(|row| row.1 == self)
                .map_or(&[], |row| row.2),
        }
    }

    /// The type of the value.
    pub fn result(self) -> Type {
        FUNCTORS
            .iter()
            .find(|row| row.1 == self)
            .map_or(Type::Number, |row| row.3)
    }
}

impl Test {
    /// The test called by this name.
    pub fn named(name: &str) -> Option<Test> {
        let row = TESTS.iter().find(|row| row.0 == name)?;
        Some(row.1)
    }

    /// The names of all tests.
    pub fn names() -> impl Iterator<Item = &'static str> {
        TESTS.iter().map(|row| row.0)
    }

    /// The test's name.
    pub fn name(self) -> &'static str {
        TESTS
            .iter()
            .find(|row| row.1 == self)
            .map_or("", |row| row.0)
    }

    /// All tests take two texts.
    pub const ARITY: usize = 2;
}
