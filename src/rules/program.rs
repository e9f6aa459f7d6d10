//! A checked program: relations, rules with numbered variables, facts and strata.

use rustc_hash::FxHashMap;

use super::missing::Missing;
use super::types::{Field, TypeId, Types};
use super::{Functor, Test, Type};
use crate::syntax::ast::{AggregateKind, Comparison};
use crate::syntax::write_symbol;
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
    pub types: Types,
    pub relations: Vec<Relation>,
    pub rules: Vec<Rule>,
    /// The facts that the program itself states.
    pub facts: Vec<Fact>,
    /// Groups of relations that depend on each other, each after those that it depends on.
    pub strata: Vec<Stratum>,
    /// Which tuples give way to which.
    pub subsumptions: Vec<Subsumption>,
    pub(super) by_name: FxHashMap<String, RelationId>,
    pub(super) missing: Missing,
}

/// A declared relation.
#[derive(Clone, Debug)]
pub struct Relation {
    pub name: String,
    pub columns: Vec<Column>,
    pub declared: Span,
    /// What a tuple means: the comment above the declaration.
    pub meaning: String,
    pub inputs: Vec<IoOptions>,
    pub outputs: Vec<IoOptions>,
    /// Whether the number of tuples is printed.
    pub printsize: bool,
    /// At how many tuples the relation's fixpoint stops.
    pub limit: Option<usize>,
    /// Whether the relation is closed under reflexion, symmetry and transitivity.
    pub equivalence: bool,
    /// Whether the relation stands for its rules' bodies wherever it is used.
    pub inline: bool,
    /// Groups of columns that determine the others: of two tuples alike in one, the first stays.
    pub choices: Vec<Vec<usize>>,
}

/// Of two tuples of a relation, the one that gives way, and for whom.
#[derive(Clone, Debug)]
pub struct Subsumption {
    pub relation: RelationId,
    /// Its head has the columns of both tuples, those of the one that gives way first.
    pub rule: Rule,
}

/// A column: its name, the name of its declared type, and what that stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    pub type_name: String,
    pub declared: TypeId,
    pub ty: Type,
}

impl Column {
    /// A record's field as a column of its own.
    pub fn of_field(field: &Field) -> Column {
        Column {
            name: field.name.clone(),
            type_name: field.ty.name().to_owned(),
            declared: field.declared,
            ty: field.ty,
        }
    }
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
    /// For versions of the rule, the order in which its positive atoms are joined, counted from 0. A version
    /// is the number of the recursive atom that sees the delta, among the recursive ones.
    pub plan: Vec<(usize, Vec<usize>)>,
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
pub struct Atom<T = Term> {
    pub relation: RelationId,
    pub args: Vec<T>,
    pub span: Span,
}

/// A constant value.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Const {
    Number(i64),
    Unsigned(u64),
    Float(Real),
    Symbol(String),
    /// The record without fields that every record type has.
    Nil,
    Record(Vec<Const>),
    /// A value of the branch with this number and name.
    Branch(u32, String, Vec<Const>),
}

/// A number with a fraction. All are ordered; the two zeros are one value, and so are all that are no number.
#[derive(Clone, Copy, Debug)]
pub struct Real(pub f64);

impl Real {
    /// The one of equal numbers that stands for them.
    pub fn canonical(self) -> Real {
        match self.0 {
            number if number.is_nan() => Real(f64::NAN),
            0.0 => Real(0.0),
            _ => self,
        }
    }
}

impl PartialEq for Real {
    fn eq(&self, other: &Real) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Real {}

impl PartialOrd for Real {
    fn partial_cmp(&self, other: &Real) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Real {
    fn cmp(&self, other: &Real) -> std::cmp::Ordering {
        self.canonical().0.total_cmp(&other.canonical().0)
    }
}

impl std::hash::Hash for Real {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.canonical().0.to_bits().hash(state);
    }
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

/// One condition of a rule's body. While types are inferred, terms and types are drafts.
#[derive(Clone, Debug)]
pub enum Literal<T = Term, K = Type> {
    /// Arguments are variables, constants and [`Term::Any`].
    Atom(Atom<T>),
    /// As [`Literal::Atom`]; holds where no tuple fits.
    Not(Atom<T>),
    /// With `=` and an unbound variable on one side, binds it.
    Compare(Comparison, T, T, Span),
    /// Holds where the test gives `expected`; where an argument is undefined it never holds.
    Test {
        test: Test,
        args: Vec<T>,
        expected: bool,
        span: Span,
    },
    Aggregate(Aggregate<T, K>),
    /// The fields of a record or branch; from whichever side is bound.
    Unpack(Unpack<T>),
    /// Binds `target` to one number after the other.
    Range {
        target: VarId,
        ty: K,
        from: T,
        to: T,
        step: Option<T>,
        span: Span,
    },
}

impl<T, K> Literal<T, K> {
    /// Where the condition is written.
    pub fn span(&self) -> Span {
        match self {
            Literal::Atom(atom) | Literal::Not(atom) => atom.span,
            Literal::Compare(.., span)
            | Literal::Test { span, .. }
            | Literal::Range { span, .. } => *span,
            Literal::Aggregate(aggregate) => aggregate.span,
            Literal::Unpack(unpack) => unpack.span,
        }
    }
}

/// `value` is a record, or of the branch, with these fields. Where the value is bound, its fields are
/// matched and bound; where all fields are, the value is made of them.
#[derive(Clone, Debug)]
pub struct Unpack<T = Term> {
    pub value: VarId,
    /// Variables, constants and [`Term::Any`].
    pub fields: Vec<T>,
    /// Number and name.
    pub branch: Option<(u32, String)>,
    pub span: Span,
}

/// Binds `target` to a value computed over every way to make `body` true.
///
/// Ways differ if any variable of the body differs. `count` and `sum` give 0 where there is none, `min`
/// and `max` give no value.
#[derive(Clone, Debug)]
pub struct Aggregate<T = Term, K = Type> {
    pub kind: AggregateKind,
    pub target: VarId,
    /// What is summed or compared; a variable, constant or call over the body's variables.
    pub value: Option<T>,
    /// The type of the value; of a count, a number.
    pub ty: K,
    /// Has no [`Term::Any`] in its positive atoms: each such place has a variable of its own.
    pub body: Vec<Literal<T, K>>,
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

    /// The same relations with other rules in place of its own, one for each; without facts.
    pub(crate) fn with_rules(&self, rules: Vec<Rule>, subsumptions: Vec<Subsumption>) -> Program {
        Program {
            types: self.types.clone(),
            relations: self.relations.clone(),
            rules,
            facts: Vec::new(),
            strata: self.strata.clone(),
            subsumptions,
            by_name: self.by_name.clone(),
            missing: self.missing.clone(),
        }
    }

    /// Whether a rule takes numbers from the counter, which are others in every evaluation.
    pub fn counts(&self) -> bool {
        let mut bodies = self.rules.iter().flat_map(|rule| &rule.body);
        bodies.any(super::grounding::counts)
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

impl std::fmt::Display for Const {
    /// As Soufflé prints values: texts as they are, records as `[1, nil]`, branches as `$Node(1)`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let list = |f: &mut std::fmt::Formatter<'_>, values: &[Const]| {
            for (at, value) in values.iter().enumerate() {
                if at > 0 {
                    f.write_str(", ")?;
                }
                write!(f, "{value}")?;
            }
            Ok(())
        };
        match self {
            Const::Number(number) => write!(f, "{number}"),
            Const::Unsigned(number) => write!(f, "{number}"),
            Const::Float(number) => f.write_str(&float_text(number.0)),
            Const::Symbol(text) => f.write_str(text),
            Const::Nil => f.write_str("nil"),
            Const::Record(fields) => {
                f.write_str("[")?;
                list(f, fields)?;
                f.write_str("]")
            }
            Const::Branch(_, name, fields) if fields.is_empty() => write!(f, "${name}"),
            Const::Branch(_, name, fields) => {
                write!(f, "${name}(")?;
                list(f, fields)?;
                f.write_str(")")
            }
        }
    }
}

/// A number with 17 significant digits, as C++ streams print it and Soufflé with them: without trailing
/// zeros, and with an exponent where that is below -4 or above 16.
fn float_text(number: f64) -> String {
    const DIGITS: i32 = 17;
    if !number.is_finite() {
        let text = if number.is_nan() { "nan" } else { "inf" };
        return format!("{}{text}", if number.is_sign_negative() { "-" } else { "" });
    }
    let scientific = format!("{number:.*e}", DIGITS as usize - 1);
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let trimmed = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if (-4..DIGITS).contains(&exponent) {
        let decimals = usize::try_from(DIGITS - 1 - exponent).unwrap_or(0);
        return trimmed(&format!("{number:.decimals$}"));
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}e{sign}{:02}", trimmed(digits), exponent.abs())
}

impl Const {
    /// The text of a symbol.
    pub fn text(&self) -> Option<&str> {
        match self {
            Const::Symbol(text) => Some(text),
            _ => None,
        }
    }

    /// How two values of a type compare in a condition; a float that is no number does not.
    pub fn ordering(&self, other: &Const) -> Option<std::cmp::Ordering> {
        match (self, other) {
            (Const::Float(left), Const::Float(right)) => left.0.partial_cmp(&right.0),
            _ => Some(self.cmp(other)),
        }
    }

    /// The value as the language writes it, so that it can be read back.
    pub fn written(&self) -> String {
        let list = |values: &[Const]| {
            let values: Vec<String> = values.iter().map(Const::written).collect();
            values.join(", ")
        };
        match self {
            Const::Symbol(text) => write_symbol(text),
            // The language has no exponents, and reads the shortest digits back as the same number.
            Const::Float(number) if number.0.is_finite() => match number.0.to_string() {
                digits if digits.contains('.') => digits,
                digits => format!("{digits}.0"),
            },
            Const::Record(fields) => format!("[{}]", list(fields)),
            Const::Branch(_, name, fields) if !fields.is_empty() => {
                format!("${name}({})", list(fields))
            }
            _ => self.to_string(),
        }
    }

    /// The type of a constant of the language itself.
    pub fn ty(&self) -> Option<Type> {
        Some(match self {
            Const::Number(_) => Type::Number,
            Const::Unsigned(_) => Type::Unsigned,
            Const::Float(_) => Type::Float,
            Const::Symbol(_) => Type::Symbol,
            Const::Nil | Const::Record(_) | Const::Branch(..) => return None,
        })
    }
}

impl Term {
    /// The type of a term that can be computed. That of `nil` is not needed: its word is the same in all.
    pub fn ty(&self, variables: &[Variable]) -> Type {
        match self {
            Term::Var(var) => variables[var.index()].ty,
            Term::Const(value) => value.ty().unwrap_or(Type::Number),
            Term::Any => Type::Symbol,
            Term::Call(functor, _) => functor.result(),
        }
    }

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
