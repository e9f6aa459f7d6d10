//! Conditions of rules as text, with their variables filled in.

use crate::facts::{Values, Word};
use crate::rules::{
    Aggregate, Atom, Const, Functor, Literal, Program, RelationId, Term, Type, Unpack, VarId,
    Variable,
};
use crate::syntax::ast::Operator;

/// Writes the conditions of a rule. Variables without a value are written by their names.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) program: &'a Program,
    pub(super) values: &'a Values,
    pub(super) variables: &'a [Variable],
    pub(super) bound: &'a [Option<Word>],
}

impl Writer<'_> {
    /// What a variable stands for.
    pub(super) fn value(&self, var: VarId) -> Option<Const> {
        let ty = self.variables[var.index()].ty;
        self.bound[var.index()].map(|word| self.values.meaning(word, ty))
    }

    pub(super) fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Atom(atom) => self.atom(atom),
            Literal::Not(atom) => format!("!{}", self.atom(atom)),
            Literal::Compare(comparison, left, right, _) => format!(
                "{} {} {}",
                self.term(left),
                comparison.sign(),
                self.term(right)
            ),
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => {
                let sign = if *expected { "" } else { "!" };
                format!("{sign}{}({})", test.name(), self.terms(args))
            }
            Literal::Aggregate(aggregate) => self.aggregate(aggregate),
            Literal::Unpack(unpack) => self.unpack(unpack),
            Literal::Range {
                target,
                from,
                to,
                step,
                ..
            } => {
                let bounds: Vec<String> = [Some(from), Some(to), step.as_ref()]
                    .into_iter()
                    .flatten()
                    .map(|bound| self.term(bound))
                    .collect();
                format!("{} = range({})", self.variable(*target), bounds.join(", "))
            }
        }
    }

    fn atom(&self, atom: &Atom) -> String {
        let name = &self.program.relation(atom.relation).name;
        format!("{name}({})", self.terms(&atom.args))
    }

    fn aggregate(&self, aggregate: &Aggregate) -> String {
        let body: Vec<String> = aggregate
            .body
            .iter()
            .filter(|literal| !names_only(literal, self.variables))
            .map(|literal| self.literal(literal))
            .collect();
        let value = match &aggregate.value {
            Some(value) => format!(" {}", self.term(value)),
            None => String::new(),
        };
        format!(
            "{} = {}{value} : {{ {} }}",
            self.variable(aggregate.target),
            aggregate.kind.word(),
            body.join(", ")
        )
    }

    fn unpack(&self, unpack: &Unpack) -> String {
        let fields = self.terms(&unpack.fields);
        let written = match &unpack.branch {
            None => format!("[{fields}]"),
            Some((_, name)) if fields.is_empty() => format!("${name}"),
            Some((_, name)) => format!("${name}({fields})"),
        };
        format!("{} = {written}", self.variable(unpack.value))
    }

    fn terms(&self, terms: &[Term]) -> String {
        let written: Vec<String> = terms.iter().map(|term| self.term(term)).collect();
        written.join(", ")
    }

    fn variable(&self, var: VarId) -> String {
        match self.value(var) {
            Some(value) => value.written(),
            None => {
                let name = &self.variables[var.index()].name;
                let written = name.split('#').find(|part| !part.is_empty());
                match (name.starts_with("#any"), written) {
                    (false, Some(written)) => written.to_owned(),
                    _ => "_".to_owned(),
                }
            }
        }
    }

    fn term(&self, term: &Term) -> String {
        match term {
            Term::Var(var) => self.variable(*var),
            Term::Const(value) => value.written(),
            Term::Any => "_".to_owned(),
            Term::Call(functor, args) => self.call(*functor, args),
        }
    }

    fn call(&self, functor: Functor, args: &[Term]) -> String {
        let name = match functor {
            Functor::Operator(operator, _) => {
                let side = |term: &Term| match term {
                    Term::Call(Functor::Operator(..), _) => format!("({})", self.term(term)),
                    term => self.term(term),
                };
                return format!("{} {} {}", side(&args[0]), sign(operator), side(&args[1]));
            }
            Functor::Negate(_) => return format!("-({})", self.terms(args)),
            Functor::BitNot(_) => "bnot",
            Functor::LogicalNot(_) => "lnot",
            Functor::Min(_) => "min",
            Functor::Max(_) => "max",
            Functor::Convert(_, Type::Symbol) => "to_string",
            Functor::Convert(_, Type::Unsigned) => "to_unsigned",
            Functor::Convert(_, Type::Float) => "to_float",
            Functor::Convert(..) => "to_number",
            Functor::Cat => "cat",
            Functor::Substr => "substr",
            Functor::Strlen => "strlen",
            Functor::Ord => "ord",
            Functor::Counter => "autoinc",
            Functor::FirstDay => "first_day",
            Functor::LastDay => "last_day",
            Functor::Interval => "interval",
            Functor::DaysBetween => "days_between",
        };
        format!("{name}({})", self.terms(args))
    }
}

/// Whether a condition only gives a value a name, so that there is nothing to show once names are filled in.
pub(super) fn names_only(literal: &Literal, variables: &[Variable]) -> bool {
    use crate::syntax::ast::Comparison::Equal;
    let is_made = |var: &VarId| variables[var.index()].name.starts_with('#');
    match literal {
        Literal::Compare(Equal, left, right, _) => {
            matches!(left, Term::Var(_) | Term::Const(_))
                && matches!(right, Term::Var(_) | Term::Const(_))
        }
        // A record that was only written down where it is used.
        Literal::Unpack(unpack) => is_made(&unpack.value) && unpack.fields.is_empty(),
        _ => false,
    }
}

/// The columns of an atom that are known.
pub(super) fn columns(
    atom: &Atom,
    writer: Writer<'_>,
    types: impl Fn(RelationId) -> Vec<Type>,
) -> Vec<Option<Const>> {
    let types = types(atom.relation);
    let args = atom.args.iter().zip(types);
    args.map(|(arg, ty)| match arg {
        Term::Var(var) => writer.bound[var.index()].map(|word| writer.values.meaning(word, ty)),
        Term::Const(value) => Some(value.clone()),
        Term::Any | Term::Call(..) => None,
    })
    .collect()
}

/// How an operator is written.
fn sign(operator: Operator) -> &'static str {
    match operator {
        Operator::Add => "+",
        Operator::Subtract => "-",
        Operator::Multiply => "*",
        Operator::Divide => "/",
        Operator::Remainder => "%",
        Operator::Power => "^",
        Operator::BitAnd => "band",
        Operator::BitOr => "bor",
        Operator::BitXor => "bxor",
        Operator::ShiftLeft => "bshl",
        Operator::ShiftRight => "bshr",
        Operator::ShiftRightUnsigned => "bshru",
        Operator::And => "land",
        Operator::Or => "lor",
        Operator::Xor => "lxor",
    }
}
