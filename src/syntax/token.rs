//! Tokens: the words of the language.

use crate::text::Span;

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub enum TokenKind {
    /// A name: `co_present`, `X`, `?x`, or one with dots: `graph.edge`. Keywords of the language are names to
    /// the lexer.
    Name(String),
    /// `_`
    Underscore,
    /// A whole number. Its sign is an operator, so the smallest number is one more than the largest
    /// negated; the magnitude is kept apart from the sign for that reason.
    Number(u64),
    /// A whole number that is unsigned by its suffix: `5u`.
    Unsigned(u64),
    /// A number with a decimal point, as in a confidence.
    Decimal(f64),
    /// Text in double quotes, escapes resolved.
    Text(String),
    /// A word that begins with a full stop: `.decl`, `.article`.
    Directive(&'static str),
    /// A run of plain facts, with the name of their relation.
    Facts(String),
    /// An operator or bracket: `:-`, `(`.
    Punct(&'static str),
}

/// The directives of the language.
pub(super) const DIRECTIVES: &[&str] = &[
    ".article",
    ".comp",
    ".decl",
    ".functor",
    ".include",
    ".init",
    ".input",
    ".limitsize",
    ".number_type",
    ".once",
    ".output",
    ".override",
    ".plan",
    ".pragma",
    ".printsize",
    ".symbol_type",
    ".type",
];

/// Operators and brackets, longest first where one begins another.
pub(super) const PUNCTUATION: &[&str] = &[
    ":-", "?-", "<:", "<=", ">=", "!=", "(", ")", "{", "}", "[", "]", ",", ".", ";", ":", "=", "<",
    ">", "!", "+", "-", "*", "/", "%", "^", "@", "|", "$",
];

/// Words that may stand behind the columns of a declaration.
pub(super) const QUALIFIERS: &[&str] = &[
    "brie",
    "btree",
    "btree_delete",
    "choice-domain",
    "eqrel",
    "inline",
    "input",
    "magic",
    "no_inline",
    "no_magic",
    "output",
    "overridable",
    "printsize",
];

impl TokenKind {
    /// How a message calls this token.
    pub fn describe(&self) -> String {
        match self {
            TokenKind::Name(name) | TokenKind::Facts(name) => format!("`{name}`"),
            TokenKind::Underscore => "`_`".into(),
            TokenKind::Number(number) => format!("`{number}`"),
            TokenKind::Unsigned(number) => format!("`{number}u`"),
            TokenKind::Decimal(number) => format!("`{number}`"),
            TokenKind::Text(_) => "a text".into(),
            TokenKind::Directive(word) | TokenKind::Punct(word) => format!("`{word}`"),
        }
    }
}
