//! Trees as written: what a file says, with the place of every part.

use crate::text::Span;

/// One thing that a file says.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `.decl edge(x: number, y: number)`
    Decl(Decl),
    /// `.type Date <: symbol`
    Type(TypeDecl),
    /// `.input edge(filename="edges.tsv")`
    Io(Io),
    /// `path(x, y) :- edge(x, y).`
    Clause(Clause),
    /// `edge(1, 2). edge(2, 3).`
    Facts(Facts),
    /// `cost(x, c) <= cost(x, d) :- d <= c.`
    Subsumption(Subsumption),
    /// `.pragma "provenance" "none"`
    Pragma(Pragma),
    /// `.comp Graph<T> : Base<T> { … }`
    Component(Component),
    /// `.init graph = Graph<number>`
    Init(Init),
    /// `.override edge`; inside a component.
    Override(Name),
    /// `.functor hash(x: symbol): number`
    Functor(FunctorDecl),
    /// `?- path(1, x).`
    Query(Query),
    /// `.article "003_4ef7d3dc570260e4"`
    Article(Text),
    /// `@ "ont assisté à l’inauguration" 0.83`
    Quotation(Quotation),
    /// `!holds("X", "ministre", "Laos").`
    Withdrawal(Withdrawal),
    /// What could not be read and was reported, if it may have declared something.
    Unreadable(Unreadable),
}

/// A part of a program that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unreadable {
    /// The names that it would have declared; `None` if those are not known.
    pub names: Option<Vec<String>>,
    pub span: Span,
}

/// A name and where it stands. What a component's instance declares is called by a name with dots:
/// `graph.edge`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A text in double quotes, escapes resolved, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub span: Span,
}

/// Declares relations that share their columns; mostly one.
#[derive(Clone, Debug, PartialEq)]
pub struct Decl {
    pub names: Vec<Name>,
    pub columns: Vec<Column>,
    /// Words behind the columns: `eqrel`, `inline`, `overridable`, `btree`, …
    pub qualifiers: Vec<Name>,
    /// `choice-domain x, (y, z)`: groups of columns that determine the others.
    pub choices: Vec<Vec<Name>>,
    pub span: Span,
}

/// A column of a declaration, or a field of a record: its name and the name of its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    pub name: Name,
    pub type_name: Name,
}

/// Declares a type.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeDecl {
    pub name: Name,
    pub definition: TypeDefinition,
    pub span: Span,
}

/// What a declared type is.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeDefinition {
    /// `<: symbol`
    Subtype(Name),
    /// `= symbol`
    Alias(Name),
    /// `= Person | Body`; two or more.
    Union(Vec<Name>),
    /// `= [x: number, rest: List]`
    Record(Vec<Column>),
    /// `= Leaf { x: number } | Node { left: Tree, right: Tree }`
    Algebraic(Vec<Branch>),
}

/// A branch of an algebraic type.
#[derive(Clone, Debug, PartialEq)]
pub struct Branch {
    pub name: Name,
    pub fields: Vec<Column>,
}

/// Declares a functor of the user's own, in C++; refused, since there is no C++ here.
#[derive(Clone, Debug, PartialEq)]
pub struct FunctorDecl {
    pub name: Name,
    pub span: Span,
}

/// `.pragma key value`
#[derive(Clone, Debug, PartialEq)]
pub struct Pragma {
    pub key: Text,
    pub value: Option<Text>,
    pub span: Span,
}

/// A component: items that become part of the program where it is instantiated.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    pub name: Name,
    pub parameters: Vec<Name>,
    /// The components that this one inherits from.
    pub bases: Vec<ComponentUse>,
    pub items: Vec<Item>,
    pub span: Span,
}

/// A component's name with arguments for its parameters: `Graph<number>`.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentUse {
    pub name: Name,
    pub arguments: Vec<Name>,
}

/// An instance of a component.
#[derive(Clone, Debug, PartialEq)]
pub struct Init {
    pub name: Name,
    pub component: ComponentUse,
    pub span: Span,
}

/// Says that relations are read from or written to files.
#[derive(Clone, Debug, PartialEq)]
pub struct Io {
    pub direction: Direction,
    pub relations: Vec<Name>,
    /// `key = value` pairs, in the order written.
    pub options: Vec<(Name, Text)>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Input,
    Output,
    /// `.printsize edge`
    PrintSize,
    /// `.limitsize edge(n=10)`
    LimitSize,
}

impl Direction {
    /// The directive.
    pub fn word(self) -> &'static str {
        match self {
            Direction::Input => ".input",
            Direction::Output => ".output",
            Direction::PrintSize => ".printsize",
            Direction::LimitSize => ".limitsize",
        }
    }
}

/// An order of a `.plan`.
#[derive(Clone, Debug, PartialEq)]
pub struct JoinOrder {
    /// The version of the rule that it is for.
    pub version: u64,
    /// The atoms of the body, counted from 1.
    pub atoms: Vec<u64>,
    pub span: Span,
}

/// A fact or rule: the heads hold for whatever makes the body true. A fact has no body.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    pub heads: Vec<Atom>,
    pub body: Option<Body>,
    /// `.plan 0:(2,1), 1:(1,2)`: for a version of the rule, the order of its atoms, counted from 1.
    pub plan: Vec<JoinOrder>,
    pub span: Span,
}

/// Facts of one relation, whose arguments are numbers and texts. They are read from the file when they are
/// wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// The name of the relation, as it stands in the first fact.
    pub name: Name,
    pub span: Span,
}

/// Of two tuples for which the body holds, the first is dropped in favour of the second.
#[derive(Clone, Debug, PartialEq)]
pub struct Subsumption {
    pub dominated: Atom,
    pub dominating: Atom,
    pub body: Body,
    pub span: Span,
}

/// A question: what makes the body true?
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    pub body: Body,
    pub span: Span,
}

/// Alternatives, of which one must hold; each is a list of conditions that must hold together.
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    pub alternatives: Vec<Vec<Condition>>,
}

/// One condition of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// `edge(x, y)`, or a test such as `contains("a", x)`.
    Atom(Atom),
    /// `!edge(x, y)`, or the negation of any condition.
    Not(Box<Condition>, Span),
    /// `x < y + 1`
    Compare(Comparison, Term, Term),
    /// `( edge(x, y) ; edge(y, x) )`
    Group(Body),
    /// `true` or `false`
    Constant(bool, Span),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A relation's name and its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Atom {
    pub name: Name,
    pub args: Vec<Term>,
    pub span: Span,
}

/// A value, or how to find one.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    pub kind: TermKind,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq)]
pub enum TermKind {
    Variable(String),
    /// `_`: any value, not named.
    Any,
    Text(String),
    /// A whole number without a suffix: of whatever numeric type its place asks for.
    Number(i64),
    /// `5u`, or a whole number too large for the others.
    Unsigned(u64),
    /// `1.5`
    Float(f64),
    /// `nil`
    Nil,
    /// `[x, y]`
    Record(Vec<Term>),
    /// `$Node(x, y)`, `$Leaf`
    Branch(Name, Vec<Term>),
    /// `autoinc()` or `$`: a number that no other evaluation gives.
    Counter,
    /// `as(x, Person)`
    As(Box<Term>, Name),
    /// `-x`, `bnot x`, `lnot x`
    Unary(Prefix, Box<Term>),
    /// `x + y`
    Binary(Operator, Box<Term>, Box<Term>),
    /// `cat(x, y)`
    Call(Name, Vec<Term>),
    /// `@hash(x)`: a functor of the user's own.
    UserCall(Name, Vec<Term>),
    /// `sum x : { weight(_, x) }`
    Aggregate(Box<Aggregate>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
    Power,
    /// `band`
    BitAnd,
    /// `bor`
    BitOr,
    /// `bxor`
    BitXor,
    /// `bshl`
    ShiftLeft,
    /// `bshr`: keeps the sign.
    ShiftRight,
    /// `bshru`: fills with zeros.
    ShiftRightUnsigned,
    /// `land`
    And,
    /// `lor`
    Or,
    /// `lxor`
    Xor,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// `-`
    Minus,
    /// `bnot`
    BitNot,
    /// `lnot`
    Not,
}

/// A value computed over everything that makes a body true.
#[derive(Clone, Debug, PartialEq)]
pub struct Aggregate {
    pub kind: AggregateKind,
    /// What is summed or compared; `count` has none.
    pub value: Option<Term>,
    pub body: Body,
    /// The word `count`, `sum` and so on.
    pub keyword: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AggregateKind {
    Count,
    Sum,
    Min,
    Max,
    Mean,
}

/// The words of an article that say the facts which follow.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    pub words: Text,
    /// How sure the extractor is, from 0 to 1; a curated quotation has none.
    pub confidence: Option<f64>,
    /// Marked as too uncertain to be used.
    pub doubtful: bool,
    pub span: Span,
}

/// Takes back a fact that the extractor wrote.
#[derive(Clone, Debug, PartialEq)]
pub struct Withdrawal {
    pub atom: Atom,
    pub span: Span,
}

impl Item {
    pub fn span(&self) -> Span {
        match self {
            Item::Decl(decl) => decl.span,
            Item::Type(decl) => decl.span,
            Item::Io(io) => io.span,
            Item::Clause(clause) => clause.span,
            Item::Facts(facts) => facts.span,
            Item::Subsumption(clause) => clause.span,
            Item::Pragma(pragma) => pragma.span,
            Item::Component(component) => component.span,
            Item::Init(init) => init.span,
            Item::Override(name) => name.span,
            Item::Functor(functor) => functor.span,
            Item::Query(query) => query.span,
            Item::Article(text) => text.span,
            Item::Quotation(quotation) => quotation.span,
            Item::Withdrawal(withdrawal) => withdrawal.span,
            Item::Unreadable(unreadable) => unreadable.span,
        }
    }
}

impl Condition {
    pub fn span(&self) -> Span {
        match self {
            Condition::Atom(atom) => atom.span,
            Condition::Not(_, span) | Condition::Constant(_, span) => *span,
            Condition::Compare(_, left, right) => left.span.to(right.span),
            Condition::Group(body) => body.span(),
        }
    }
}

impl Body {
    /// The stretch from the first condition to the last.
    pub fn span(&self) -> Span {
        let first = self.alternatives.first().and_then(|a| a.first());
        let last = self.alternatives.last().and_then(|a| a.last());
        match (first, last) {
            (Some(first), Some(last)) => first.span().to(last.span()),
            _ => unreachable!("the grammar reads no empty body"),
        }
    }
}

impl Comparison {
    /// How the comparison is written.
    pub fn sign(self) -> &'static str {
        match self {
            Comparison::Equal => "=",
            Comparison::Unequal => "!=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
        }
    }

    /// The comparison that holds exactly where this one does not.
    pub fn negated(self) -> Comparison {
        match self {
            Comparison::Equal => Comparison::Unequal,
            Comparison::Unequal => Comparison::Equal,
            Comparison::Less => Comparison::GreaterOrEqual,
            Comparison::LessOrEqual => Comparison::Greater,
            Comparison::Greater => Comparison::LessOrEqual,
            Comparison::GreaterOrEqual => Comparison::Less,
        }
    }
}

impl AggregateKind {
    /// The word that begins the aggregate.
    pub fn word(self) -> &'static str {
        match self {
            AggregateKind::Count => "count",
            AggregateKind::Sum => "sum",
            AggregateKind::Min => "min",
            AggregateKind::Max => "max",
            AggregateKind::Mean => "mean",
        }
    }
}
