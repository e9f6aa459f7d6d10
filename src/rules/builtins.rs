//! The functors and tests that the language has: names and types. `engine::functors` computes them.

use super::Type;
use crate::syntax::ast::Operator;

/// What computes a value from values. It has no value where it is undefined (division by zero, text that
/// is no number or date): the condition it stands in does not hold then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Functor {
    Negate(Type),
    BitNot(Type),
    LogicalNot(Type),
    /// Of numbers of one type.
    Operator(Operator, Type),
    /// The lesser or greater of two values of a type.
    Min(Type),
    Max(Type),
    Cat,
    /// `substr(text, from, length)`, counted in characters from 0.
    Substr,
    /// The length in characters.
    Strlen,
    /// The number that a text is known by inside.
    Ord,
    /// From one type to another: texts are read and written, numbers converted as machines do.
    Convert(Type, Type),
    /// A number that no other evaluation gives.
    Counter,
    /// The first day of a date or interval, as a full date.
    FirstDay,
    LastDay,
    /// The interval from the first day of one date to the last of another.
    Interval,
    /// Days from the first day of one date to the first day of another.
    DaysBetween,
}

/// How a functor called by name is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// Always the same types.
    Fixed(Functor, &'static [Type], Type),
    /// Two or more arguments of one type, which is that of the value.
    Extreme(Extreme),
    /// From whatever type the argument has.
    Convert(Type),
    /// The number that a text is known by; a number is its own.
    Ord,
    /// Values from the first up to the second, which is not among them.
    Range,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extreme {
    Min,
    Max,
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

const FUNCTORS: &[(&str, Named)] = {
    use Type::{Float, Number, Symbol, Unsigned};
    &[
        ("min", Named::Extreme(Extreme::Min)),
        ("max", Named::Extreme(Extreme::Max)),
        ("cat", Named::Fixed(Functor::Cat, &[Symbol, Symbol], Symbol)),
        (
            "substr",
            Named::Fixed(Functor::Substr, &[Symbol, Number, Number], Symbol),
        ),
        ("strlen", Named::Fixed(Functor::Strlen, &[Symbol], Number)),
        ("ord", Named::Ord),
        ("to_string", Named::Convert(Symbol)),
        ("to_number", Named::Convert(Number)),
        ("to_unsigned", Named::Convert(Unsigned)),
        ("to_float", Named::Convert(Float)),
        ("range", Named::Range),
        ("autoinc", Named::Fixed(Functor::Counter, &[], Number)),
        (
            "first_day",
            Named::Fixed(Functor::FirstDay, &[Symbol], Symbol),
        ),
        (
            "last_day",
            Named::Fixed(Functor::LastDay, &[Symbol], Symbol),
        ),
        (
            "interval",
            Named::Fixed(Functor::Interval, &[Symbol, Symbol], Symbol),
        ),
        (
            "days_between",
            Named::Fixed(Functor::DaysBetween, &[Symbol, Symbol], Number),
        ),
    ]
};

/// Conversions under the names that Soufflé has for a single pair of types.
const CONVERSIONS: &[(&str, Type, Type)] = {
    use Type::{Float, Number, Unsigned};
    &[
        ("itof", Number, Float),
        ("itou", Number, Unsigned),
        ("utoi", Unsigned, Number),
        ("utof", Unsigned, Float),
        ("ftoi", Float, Number),
        ("ftou", Float, Unsigned),
    ]
};

const TESTS: &[(&str, Test)] = &[
    ("match", Test::Match),
    ("contains", Test::Contains),
    ("before", Test::Before),
    ("overlaps", Test::Overlaps),
    ("during", Test::During),
];

impl Named {
    /// The functor called by this name.
    pub(super) fn find(name: &str) -> Option<Named> {
        if let Some(row) = FUNCTORS.iter().find(|row| row.0 == name) {
            return Some(row.1);
        }
        CONVERSIONS.iter().find(|row| row.0 == name).map(|row| {
            let arguments: &'static [Type] = match row.1 {
                Type::Number => &[Type::Number],
                Type::Unsigned => &[Type::Unsigned],
                _ => &[Type::Float],
            };
            Named::Fixed(Functor::Convert(row.1, row.2), arguments, row.2)
        })
    }
}

impl Functor {
    /// The names of all functors that are called by name.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let converting = CONVERSIONS.iter().map(|row| row.0);
        FUNCTORS.iter().map(|row| row.0).chain(converting)
    }

    /// The type of the value.
    pub fn result(self) -> Type {
        match self {
            Functor::Negate(ty)
            | Functor::BitNot(ty)
            | Functor::LogicalNot(ty)
            | Functor::Operator(_, ty)
            | Functor::Min(ty)
            | Functor::Max(ty)
            | Functor::Convert(_, ty) => ty,
            Functor::Strlen | Functor::Ord | Functor::Counter | Functor::DaysBetween => {
                Type::Number
            }
            Functor::Cat
            | Functor::Substr
            | Functor::FirstDay
            | Functor::LastDay
            | Functor::Interval => Type::Symbol,
        }
    }

    /// The type of an argument; of functors that compute with what words stand for.
    pub fn argument(self, at: usize) -> Type {
        match self {
            Functor::Negate(ty)
            | Functor::BitNot(ty)
            | Functor::LogicalNot(ty)
            | Functor::Operator(_, ty)
            | Functor::Min(ty)
            | Functor::Max(ty)
            | Functor::Convert(ty, _) => ty,
            Functor::Substr if at > 0 => Type::Number,
            _ => Type::Symbol,
        }
    }

    /// Whether a functor is called by this name.
    pub fn is_name(name: &str) -> bool {
        Named::find(name).is_some()
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
