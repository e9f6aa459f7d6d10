//! Alternatives to rules: names to numbers, terms to variables and constants, types inferred.

use rustc_hash::FxHashMap;

use super::builtins::{Functor, Test};
use super::clauses::{Flat, alternatives, body_terms, terms, variables};
use super::declarations::unknown_relation;
use super::program::{Aggregate, Atom, Const, Literal, Program, RelationId, Term, VarId, Variable};
use super::types::Type;
use crate::syntax::ast;
use crate::syntax::ast::{Comparison, Condition, TermKind};
use crate::text::{Report, Span, nearest};

/// One alternative of a clause while it becomes a rule.
pub(super) struct Lowering<'p> {
    program: &'p Program,
    variables: Vec<Draft>,
    /// Names to variables: the rule's own, then those of each aggregate around the current place.
    scopes: Vec<FxHashMap<String, VarId>>,
    pub(super) body: Vec<Literal>,
    /// Terms that must have one type.
    equals: Vec<(Term, Term, Span)>,
    in_aggregate: bool,
    pub(super) reports: Vec<Report>,
}

/// Stands for a term that was reported, so that nothing more is said of it.
const WRONG: Term = Term::Any;

/// A variable whose type may not be known yet.
struct Draft {
    name: String,
    span: Span,
    ty: Option<(Type, Span)>,
}

impl<'p> Lowering<'p> {
    /// Starts with the variables of a head and an alternative.
    pub(super) fn new(program: &'p Program, head: &[&ast::Term], body: &[Flat]) -> Lowering<'p> {
        let mut lowering = Lowering {
            program,
            variables: Vec::new(),
            scopes: vec![FxHashMap::default()],
            body: Vec::new(),
            equals: Vec::new(),
            in_aggregate: false,
            reports: Vec::new(),
        };
        for term in head {
            lowering.name_variables(term);
        }
        for flat in body {
            terms(flat.condition, &mut |term| lowering.name_variables(term));
        }
        lowering
    }

    /// Gives each variable of a term a number in the innermost scope, unless an outer one knows it.
    fn name_variables(&mut self, term: &ast::Term) {
        variables(term, &mut |name, term| {
            if self.find(name).is_none() {
                let var = self.fresh(name.to_owned(), term.span);
                let scope = self.scopes.last_mut().expect("there is a scope");
                scope.insert(name.to_owned(), var);
            }
        });
    }

    fn find(&self, name: &str) -> Option<VarId> {
        self.scopes.iter().rev().find_map(|s| s.get(name)).copied()
    }

    fn fresh(&mut self, name: String, span: Span) -> VarId {
        let var = VarId(self.variables.len() as u32);
        self.variables.push(Draft {
            name,
            span,
            ty: None,
        });
        var
    }

    /// The variable that a query or a report calls by this name.
    pub(super) fn variable(&self, name: &str) -> Option<VarId> {
        self.scopes[0].get(name).copied()
    }

    /// The name under which messages speak of a variable, if it was written.
    pub(super) fn name(&self, var: VarId) -> Option<&str> {
        let name = &self.variables[var.index()].name;
        (!name.contains('#')).then_some(name)
    }

    pub(super) fn span(&self, var: VarId) -> Span {
        self.variables[var.index()].span
    }

    /// Adds a condition to the body. Returns false where it can never hold.
    pub(super) fn condition(&mut self, flat: Flat) -> bool {
        match flat.condition {
            Condition::Constant(value, _) => return *value == flat.positive,
            Condition::Atom(atom) => self.atom_condition(atom, flat.positive),
            Condition::Compare(sign, left, right) => {
                let sign = if flat.positive { *sign } else { sign.negated() };
                self.comparison(sign, left, right);
            }
            Condition::Not(..) | Condition::Group(_) => {
                unreachable!("alternatives have nothing inside them")
            }
        }
        true
    }

    fn atom_condition(&mut self, atom: &ast::Atom, positive: bool) {
        let declared = self.program.find(&atom.name.text);
        if let (None, Some(test)) = (declared, Test::named(&atom.name.text)) {
            return self.test(test, atom, positive);
        }
        if let (None, Some(_)) = (declared, Functor::named(&atom.name.text)) {
            let message = format!("`{}` is a functor, not a relation", atom.name.text);
            let help = format!("compare its value: `x = {}(…)`", atom.name.text);
            return self
                .reports
                .push(Report::error(atom.name.span, message).help(help));
        }
        let Some(atom) = self.atom(atom, true) else {
            return;
        };
        self.body.push(if positive {
            Literal::Atom(atom)
        } else {
            Literal::Not(atom)
        });
    }

    fn test(&mut self, test: Test, atom: &ast::Atom, expected: bool) {
        if atom.args.len() != Test::ARITY {
            let message = format!(
                "`{}` takes {} arguments, not {}",
                test.name(),
                Test::ARITY,
                atom.args.len()
            );
            return self.reports.push(Report::error(atom.span, message));
        }
        let mut args = Vec::new();
        for arg in &atom.args {
            let term = self.valued(arg);
            self.constrain(&term, Type::Symbol, arg.span);
            args.push(term);
        }
        self.body.push(Literal::Test {
            test,
            args,
            expected,
            span: atom.span,
        });
    }

    fn comparison(&mut self, sign: Comparison, left: &ast::Term, right: &ast::Term) {
        let span = left.span.to(right.span);
        let left = self.valued(left);
        let right = self.valued(right);
        self.equals.push((left.clone(), right.clone(), span));
        self.body.push(Literal::Compare(sign, left, right, span));
    }

    /// A relation with its arguments, if both are right. A head has no `_`.
    pub(super) fn atom(&mut self, atom: &ast::Atom, any_allowed: bool) -> Option<Atom> {
        let Some(id) = self.program.find(&atom.name.text) else {
            self.reports
                .push(unknown_relation(&atom.name, self.program));
            return None;
        };
        self.check_arity(id, atom)?;
        let mut args = Vec::with_capacity(atom.args.len());
        for (position, arg) in atom.args.iter().enumerate() {
            let term = match &arg.kind {
                TermKind::Any if any_allowed => self.any(arg.span),
                _ => self.flattened(arg),
            };
            let ty = self.program.relation(id).columns[position].ty;
            self.constrain(&term, ty, arg.span);
            args.push(term);
        }
        Some(Atom {
            relation: id,
            args,
            span: atom.span,
        })
    }

    fn check_arity(&mut self, id: RelationId, atom: &ast::Atom) -> Option<()> {
        let relation = self.program.relation(id);
        if relation.arity() == atom.args.len() {
            return Some(());
        }
        let message = format!(
            "`{}` has {}, not {}",
            relation.name,
            match relation.arity() {
                1 => "1 column".to_owned(),
                columns => format!("{columns} columns"),
            },
            atom.args.len()
        );
        self.reports.push(
            Report::error(atom.span, message)
                .also(relation.declared, "declared here")
                .help(format!("it is `{}`", relation.signature())),
        );
        None
    }

    /// In aggregates each `_` counts as a variable, so that ways which differ there are told apart.
    fn any(&mut self, span: Span) -> Term {
        if self.in_aggregate {
            Term::Var(self.fresh("#any".into(), span))
        } else {
            Term::Any
        }
    }

    /// A term that atoms can have: calls are computed into a variable of their own.
    fn flattened(&mut self, term: &ast::Term) -> Term {
        let value = self.valued(term);
        let Term::Call(functor, _) = &value else {
            return value;
        };
        let ty = functor.result();
        let var = Term::Var(self.fresh("#value".into(), term.span));
        self.constrain(&var, ty, term.span);
        let equal = Literal::Compare(Comparison::Equal, var.clone(), value, term.span);
        self.body.push(equal);
        var
    }

    /// A term whose value can be computed.
    fn valued(&mut self, term: &ast::Term) -> Term {
        match &term.kind {
            TermKind::Variable(name) => match self.find(name) {
                Some(var) => Term::Var(var),
                None => unreachable!("all variables are named before terms are read"),
            },
            TermKind::Any => {
                let message = "`_` has no value here";
                self.reports.push(
                    Report::error(term.span, message)
                        .help("name the variable and bind it in a positive atom"),
                );
                WRONG
            }
            TermKind::Text(text) => Term::Const(Const::Symbol(text.clone())),
            TermKind::Number(number) => Term::Const(Const::Number(*number)),
            TermKind::Negate(inner) => self.call(Functor::Negate, &[inner]),
            TermKind::Binary(operator, left, right) => {
                self.call(Functor::Operator(*operator), &[left, right])
            }
            TermKind::Call(name, args) => self.named_call(name, args, term.span),
            TermKind::Aggregate(aggregate) => self.aggregate(aggregate, term.span),
        }
    }

    fn named_call(&mut self, name: &ast::Name, args: &[ast::Term], span: Span) -> Term {
        let Some(functor) = Functor::named(&name.text) else {
            let near = nearest(&name.text, Functor::names());
            let report = Report::error(name.span, format!("unknown functor `{}`", name.text));
            self.reports
                .push(if self.program.find(&name.text).is_some() {
                    report.help("a relation is no value: make its atom a condition of its own")
                } else {
                    report.suggest(near).help(format!(
                        "the functors are `{}`",
                        Functor::names().collect::<Vec<_>>().join("`, `")
                    ))
                });
            return WRONG;
        };
        let arity = functor.arguments().len();
        // `cat(a, b, c)` is `cat(cat(a, b), c)`, and so for the others whose value fits their arguments.
        let chains = matches!(functor, Functor::Cat | Functor::Min | Functor::Max);
        if args.len() != arity && !(chains && args.len() > arity) {
            let message = format!(
                "`{}` takes {arity} arguments, not {}",
                name.text,
                args.len()
            );
            self.reports.push(Report::error(span, message));
            return WRONG;
        }
        let args: Vec<&ast::Term> = args.iter().collect();
        let first = self.call(functor, &args[..arity]);
        args[arity..].iter().fold(first, |whole, arg| {
            let value = self.valued(arg);
            self.constrain(&value, functor.result(), arg.span);
            Term::Call(functor, vec![whole, value])
        })
    }

    fn call(&mut self, functor: Functor, args: &[&ast::Term]) -> Term {
        let mut values = Vec::with_capacity(args.len());
        for (arg, &ty) in args.iter().zip(functor.arguments()) {
            let value = self.valued(arg);
            self.constrain(&value, ty, arg.span);
            values.push(value);
        }
        Term::Call(functor, values)
    }

    fn aggregate(&mut self, aggregate: &ast::Aggregate, span: Span) -> Term {
        let first_local = self.variables.len() as u32;
        self.scopes.push(FxHashMap::default());
        body_terms(&aggregate.body, &mut |term| self.name_variables(term));
        if let Some(value) = &aggregate.value {
            self.name_variables(value);
        }
        let around = std::mem::take(&mut self.body);
        let was_inside = std::mem::replace(&mut self.in_aggregate, true);
        let value = self.aggregate_parts(aggregate);
        self.in_aggregate = was_inside;
        let body = std::mem::replace(&mut self.body, around);
        self.scopes.pop();

        let target = self.fresh(format!("#{}", aggregate.kind.word()), span);
        match &value {
            Some(value) if aggregate.kind != ast::AggregateKind::Sum => {
                self.equals.push((Term::Var(target), value.clone(), span));
            }
            _ => self.constrain(&Term::Var(target), Type::Number, span),
        }
        let outer = outer_variables(&body, value.as_ref(), first_local);
        self.body.push(Literal::Aggregate(Aggregate {
            kind: aggregate.kind,
            target,
            value,
            body,
            outer,
            span: aggregate.keyword,
        }));
        Term::Var(target)
    }

    /// Reads the body of an aggregate into `self.body`, and its value.
    fn aggregate_parts(&mut self, aggregate: &ast::Aggregate) -> Option<Term> {
        match alternatives(&aggregate.body) {
            Ok(ways) if ways.len() == 1 => {
                for flat in &ways[0] {
                    if !self.condition(*flat) {
                        let never = Term::Const(Const::Number(0));
                        let one = Term::Const(Const::Number(1));
                        let span = flat.condition.span();
                        let equal = Literal::Compare(Comparison::Equal, never, one, span);
                        self.body.push(equal);
                    }
                }
            }
            Ok(_) => {
                let span = aggregate.body.span();
                self.reports.push(
                    Report::error(span, "alternatives inside an aggregate")
                        .help("give them a relation of their own, and aggregate over that"),
                );
            }
            Err(report) => self.reports.push(report),
        }
        let value = aggregate.value.as_ref()?;
        let term = self.valued(value);
        if aggregate.kind == ast::AggregateKind::Sum {
            self.constrain(&term, Type::Number, value.span);
        }
        Some(term)
    }

    /// Notes that a term has a type because of where it stands.
    fn constrain(&mut self, term: &Term, ty: Type, span: Span) {
        match term {
            Term::Var(var) => {
                let draft = &mut self.variables[var.index()];
                match draft.ty {
                    None => draft.ty = Some((ty, span)),
                    Some((known, _)) if known == ty => {}
                    Some((known, first)) => {
                        let name = match draft.name.contains('#') {
                            true => "this value".to_owned(),
                            false => format!("`{}`", draft.name),
                        };
                        let message = format!("{name} is a {} and a {}", known.name(), ty.name());
                        self.reports.push(
                            Report::error(span, message)
                                .label(format!("a {} here", ty.name()))
                                .also(first, format!("a {} here", known.name()))
                                .help("to_number and to_string turn one into the other"),
                        );
                    }
                }
            }
            Term::Any => {}
            Term::Const(_) | Term::Call(..) => {
                let found = self.type_of(term).expect("constants and calls have a type");
                if found != ty {
                    let message = format!("expected a {}, found a {}", ty.name(), found.name());
                    let help = match term {
                        Term::Const(Const::Number(number)) => {
                            format!("as a text it is \"{number}\"")
                        }
                        _ => "to_number and to_string turn one into the other".to_owned(),
                    };
                    self.reports.push(Report::error(span, message).help(help));
                }
            }
        }
    }

    fn type_of(&self, term: &Term) -> Option<Type> {
        match term {
            Term::Var(var) => self.variables[var.index()].ty.map(|(ty, _)| ty),
            Term::Const(Const::Number(_)) => Some(Type::Number),
            Term::Const(Const::Symbol(_)) => Some(Type::Symbol),
            Term::Any => None,
            Term::Call(functor, _) => Some(functor.result()),
        }
    }

    /// Carries types over from one side of each comparison to the other, and hands the variables out.
    pub(super) fn finish(&mut self) -> Vec<Variable> {
        let equals = std::mem::take(&mut self.equals);
        let mut open: Vec<&(Term, Term, Span)> = equals.iter().collect();
        loop {
            let before = open.len();
            open.retain(|(left, right, span)| {
                match (self.type_of(left), self.type_of(right)) {
                    (_, Some(ty)) => self.constrain(left, ty, *span),
                    (Some(ty), None) => self.constrain(right, ty, *span),
                    (None, None) => return true,
                }
                false
            });
            if open.len() == before {
                break;
            }
        }
        self.variables
            .iter()
            .map(|draft| Variable {
                name: draft.name.clone(),
                // A variable without a type is bound nowhere, which grounding reports.
                ty: draft.ty.map_or(Type::Symbol, |(ty, _)| ty),
                span: draft.span,
            })
            .collect()
    }
}

/// The variables of an aggregate that were there before it.
fn outer_variables(body: &[Literal], value: Option<&Term>, first_local: u32) -> Vec<VarId> {
    let mut outer = Vec::new();
    let mut visit = |var: VarId| {
        if var.0 < first_local {
            outer.push(var);
        }
    };
    for literal in body {
        match literal {
            Literal::Atom(atom) | Literal::Not(atom) => atom.variables().for_each(&mut visit),
            Literal::Compare(_, left, right, _) => {
                left.variables(&mut visit);
                right.variables(&mut visit);
            }
            Literal::Test { args, .. } => args.iter().for_each(|arg| arg.variables(&mut visit)),
            Literal::Aggregate(inner) => inner.outer.iter().copied().for_each(&mut visit),
        }
    }
    if let Some(value) = value {
        value.variables(&mut visit);
    }
    outer.sort_unstable();
    outer.dedup();
    outer
}
