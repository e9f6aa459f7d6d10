//! The types of columns and terms.

/// What the values of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// A whole number of 64 bits, with sign.
    Number,
    /// A text.
    Symbol,
}

impl Type {
    /// The type's name in a declaration.
    pub fn name(self) -> &'static str {
        match self {
            Type::Number => "number",
            Type::Symbol => "symbol",
        }
    }

    /// The type that the language itself has under this name.
    pub fn built_in(name: &str) -> Option<Type> {
        [Type::Number, Type::Symbol]
            .into_iter()
            .find(|known| known.name() == name)
    }
}
