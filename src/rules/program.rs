//! A checked program: relations, rules with numbered variables, facts and strata.

use rustc_hash::FxHashMap;

use super::{Functor, Test, Type};
use crate::syntax::ast::{AggregateKind, Comparison};
use crate::text::Span;

/// Number of a relation in a [`Program`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationId(pub u32);

/// Number of a variable in a [`Rule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct VarId(pub u32);

impl RelationId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl VarId {
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A program that passed every check.
#[derive(Clone, Debug, Default)]
pub struct Program {
    pub relations: Vec<Relation>,
    pub rules: Vec<Rule>,
    /// The facts that the program itself states.
    pub facts: Vec<Fact>,
    /// Groups of relations that depend on each other, each after those that it depends on.
    pub strata: Vec<Stratum>,
    pub(super) by_name: FxHashMap<String, RelationId>,
}

/// A declared relation.
#[derive(Clone, Debug)]
pub struct Relation {
    pub name: String,
    pub columns: Vec<Column>,
    pub declared: Span,
    /// What a tuple means: the comment above the declaration.
    pub meaning: String,
    pub input: Option<IoOptions>,
    pub outputs: Vec<IoOptions>,
}

/// A column: its name, the name of its declared type, and what that stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub type_name: String,
    pub ty: Type,
}

/// The options of an `.input` or `.output`, and where it stands.
#[derive(Clone, Debug)]
pub struct IoOptions {
    pub options: Vec<(String, String)>,
    pub span: Span,
}

impl IoOptions {
    pub fn get(&self, key: &str) -> Option<&str> {
        let found = self.options.iter().find(|(name, _)| name == key)?;
        Some(&found.1)
    }
}

/// A tuple that a file states.
#[derive(Clone, Debug)]
pub struct Fact {
    pub relation: RelationId,
    pub values: Vec<Const>,
    pub span: Span,
}

/// One rule with one head and no alternatives. A clause as written gives one rule for each head and
/// each way through its alternatives, all with the clause's span.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Arguments are variables and constants.
    pub head: Atom,
    pub body: Vec<Literal>,
    pub variables: Vec<Variable>,
    /// The whole clause.
    pub span: Span,
}

/// A variable of a rule: as the clause names it, or made for a term's value (then the name has a `#`,
/// which no written name can have).
#[derive(Clone, Debug)]
pub struct Variable {
    pub name: String,
    pub ty: Type,
    /// Where it first stands.
    pub span: Span,
}

/// A relation with its arguments.
#[derive(Clone, Debug)]
pub struct Atom {
    pub relation: RelationId,
    pub args: Vec<Term>,
    pub span: Span,
}

/// A constant value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Const {
    Number(i64),
    Symbol(String),
}

/// A value, or how to find one.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    Var(VarId),
    Const(Const),
    /// Any value; in atoms only.
    Any,
    /// In comparisons, tests and aggregates only.
    Call(Functor, Vec<Term>),
}

/// One condition of a rule's body.
#[derive(Clone, Debug)]
pub enum Literal {
    /// Arguments are variables, constants and [`Term::Any`].
    Atom(Atom),
    /// As [`Literal::Atom`]; holds where no tuple fits.
    Not(Atom),
    /// With `=` and an unbound variable on one side, binds it.
    Compare(Comparison, Term, Term, Span),
    /// Holds where the test gives `expected`; where an argument is undefined it never holds.
    Test {
        test: Test,
        args: Vec<Term>,
        expected: bool,
        span: Span,
    },
    Aggregate(Aggregate),
}

/// Binds `target` to a value computed over every way to make `body` true.
///
/// Ways differ if any variable of the body differs. `count` and `sum` give 0 where there is none, `min`
/// and `max` give no value.
#[derive(Clone, Debug)]
pub struct Aggregate {
    pub kind: AggregateKind,
    pub target: VarId,
    /// What is summed or compared; a variable, constant or call over the body's variables.
    pub value: Option<Term>,
    /// Has no [`Term::Any`] in its positive atoms: each such place has a variable of its own.
    pub body: Vec<Literal>,
    /// Variables of the body that the rule binds outside of the aggregate.
    pub outer: Vec<VarId>,
    pub span: Span,
}

/// Relations that depend on each other, evaluated together.
#[derive(Clone, Debug)]
pub struct Stratum {
    pub relations: Vec<RelationId>,
    /// Positions in [`Program::rules`] of the rules with these heads.
    pub rules: Vec<usize>,
    /// Whether a relation of the stratum depends on itself.
    pub recursive: bool,
}

impl Program {
    pub fn relation(&self, id: RelationId) -> &Relation {
        &self.relations[id.index()]
    }

    pub fn find(&self, name: &str) -> Option<RelationId> {
        self.by_name.get(name).copied()
    }

    /// The numbers of all relations, in the order of their declarations.
    pub fn ids(&self) -> impl Iterator<Item = RelationId> + use<> {
        (0..self.relations.len() as u32).map(RelationId)
    }

    /// The relations that rules derive, in the order of their declarations.
    pub fn derived(&self) -> impl Iterator<Item = RelationId> {
        let mut heads = vec![false; self.relations.len()];
        for rule in &self.rules {
            heads[rule.head.relation.index()] = true;
        }
        self.ids().filter(move |id| heads[id.index()])
    }
}

impl Relation {
    pub fn arity(&self) -> usize {
        self.columns.len()
    }

    /// The relation as a declaration: `edge(x: number, y: number)`.
    pub fn signature(&self) -> String {
        let columns: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("{}: {}", column.name, column.type_name))
            .collect();
        format!("{}({})", self.name, columns.join(", "))
    }
}

impl Term {
    /// Calls `visit` with every variable of the term.
    pub fn variables(&self, visit: &mut impl FnMut(VarId)) {
        match self {
            Term::Var(var) => visit(*var),
            Term::Call(_, args) => args.iter().for_each(|arg| arg.variables(visit)),
            Term::Const(_) | Term::Any => {}
        }
    }
}

impl Atom {
    /// The variables among the arguments.
    pub fn variables(&self) -> impl Iterator<Item = VarId> {
        self.args.iter().filter_map(|arg| match arg {
            Term::Var(var) => Some(*var),
            _ => None,
        })
    }
}

impl Literal {
    /// The relations that the literal looks into, and whether it needs all of their tuples first
    /// (negation, aggregates).
    pub fn relations(&self) -> Vec<(RelationId, bool, Span)> {
        match self {
            Literal::Atom(atom) => vec![(atom.relation, false, atom.span)],
            Literal::Not(atom) => vec![(atom.relation, true, atom.span)],
            Literal::Compare(..) | Literal::Test { .. } => Vec::new(),
            Literal::Aggregate(aggregate) => {
                let inner = aggregate.body.iter().flat_map(Literal::relations);
                inner.map(|(id, _, span)| (id, true, span)).collect()
            }
        }
    }
}
