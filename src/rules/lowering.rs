//! Alternatives to rules: names to numbers, terms to variables and constants, types inferred.

use rustc_hash::FxHashMap;

use super::builtins::{Functor, Named, Test};
use super::clauses::{Flat, alternatives, body_terms, terms, variables};
use super::declarations::unknown_relation;
use super::drafts::{DraftAtom, DraftFunctor, DraftLiteral, DraftTerm, Finisher};
use super::kinds::{Clash, Kind, Kinds};
use super::program::{Atom, Literal, Program, RelationId, VarId, Variable};
use super::types::{Type, TypeId};
use crate::syntax::ast;
use crate::syntax::ast::{AggregateKind, Comparison, Condition, Operator, Prefix, TermKind};
use crate::text::{Report, Span, nearest};

/// One alternative of a clause while it becomes a rule.
pub(super) struct Lowering<'p> {
    program: &'p Program,
    variables: Vec<Draft>,
    /// Names to variables: the rule's own, then those of each aggregate around the current place.
    scopes: Vec<FxHashMap<String, VarId>>,
    body: Vec<DraftLiteral>,
    kinds: Kinds,
    /// Records whose type decides those of their fields.
    records: Vec<RecordDraft>,
    /// Variables that `=` makes one.
    same: Vec<(VarId, VarId)>,
    /// Columns that variables are put into: their types must fit.
    sinks: Vec<(VarId, TypeId, Span)>,
    /// Operands that must be whole numbers.
    whole: Vec<(Kind, Span)>,
    /// Values that must be records, since `nil` is one of them.
    nils: Vec<(Kind, Span)>,
    /// Values that are ordered, which records are not.
    ordered: Vec<(Kind, Span)>,
    /// What `+` adds: numbers or texts.
    sums: Vec<(Kind, Span)>,
    in_aggregate: bool,
    pub(super) reports: Vec<Report>,
}

/// A variable of a rule that is being read.
struct Draft {
    name: String,
    span: Span,
    kind: Kind,
    /// The declared types of the columns that bind it.
    declared: Vec<(TypeId, Span)>,
}

/// A record whose type may not be known yet.
struct RecordDraft {
    kind: Kind,
    fields: Vec<(Kind, Span)>,
    span: Span,
}

/// Stands for a term that was reported, so that nothing more is said of it.
const WRONG: DraftTerm = DraftTerm::Any;

/// What a rule consists of once everything about it is known.
pub(super) struct Lowered {
    pub(super) head: Vec<Option<Atom>>,
    pub(super) body: Vec<Literal>,
    pub(super) variables: Vec<Variable>,
}

impl<'p> Lowering<'p> {
    /// Starts with the variables of a head and an alternative.
    pub(super) fn new(program: &'p Program, head: &[&ast::Term], body: &[Flat]) -> Lowering<'p> {
        let mut lowering = Lowering {
            program,
            variables: Vec::new(),
            scopes: vec![FxHashMap::default()],
            body: Vec::new(),
            kinds: Kinds::default(),
            records: Vec::new(),
            same: Vec::new(),
            sinks: Vec::new(),
            whole: Vec::new(),
            nils: Vec::new(),
            ordered: Vec::new(),
            sums: Vec::new(),
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
                let var = self.fresh(name, term.span);
                let scope = self.scopes.last_mut().expect("there is a scope");
                scope.insert(name.to_owned(), var);
            }
        });
    }

    fn find(&self, name: &str) -> Option<VarId> {
        self.scopes.iter().rev().find_map(|s| s.get(name)).copied()
    }

    fn fresh(&mut self, name: &str, span: Span) -> VarId {
        let kind = self.kinds.open();
        self.fresh_of(name, kind, span)
    }

    fn fresh_of(&mut self, name: &str, kind: Kind, span: Span) -> VarId {
        let var = VarId(self.variables.len() as u32);
        self.variables.push(Draft {
            name: name.to_owned(),
            span,
            kind,
            declared: Vec::new(),
        });
        var
    }

    fn kind(&self, var: VarId) -> Kind {
        self.variables[var.index()].kind
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
        if declared.is_none() && Functor::is_name(&atom.name.text) {
            let message = format!("`{}` is a functor, not a relation", atom.name.text);
            let help = format!("compare its value: `x = {}(…)`", atom.name.text);
            return self
                .reports
                .push(Report::error(atom.name.span, message).help(help));
        }
        let role = if positive { Role::Binds } else { Role::Checks };
        if let Some(atom) = self.atom(atom, role) {
            self.body.push(match positive {
                true => DraftLiteral::Atom(atom),
                false => DraftLiteral::Not(atom),
            });
        }
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
            args.push(self.valued_as(arg, Type::Symbol));
        }
        self.body.push(DraftLiteral::Test {
            test,
            args,
            expected,
            span: atom.span,
        });
    }

    fn comparison(&mut self, sign: Comparison, left: &ast::Term, right: &ast::Term) {
        let span = left.span.to(right.span);
        let (left, left_kind) = self.side(sign, left);
        let (right, right_kind) = self.side(sign, right);
        let joined = self.kinds.join(left_kind, right_kind, span);
        self.said(joined, &left);
        if !matches!(sign, Comparison::Equal | Comparison::Unequal) {
            self.ordered.push((left_kind, span));
        }
        if let (Comparison::Equal, DraftTerm::Var(one), DraftTerm::Var(other)) =
            (sign, &left, &right)
        {
            self.same.push((*one, *other));
        }
        self.body
            .push(DraftLiteral::Compare(sign, left, right, span));
    }

    /// Adds a positive atom in which each `_` is a variable, and returns it.
    pub(super) fn whole_tuple(&mut self, atom: &ast::Atom) -> Option<DraftAtom> {
        let was_inside = std::mem::replace(&mut self.in_aggregate, true);
        let draft = self.atom(atom, Role::Binds);
        self.in_aggregate = was_inside;
        let draft = draft?;
        self.body.push(DraftLiteral::Atom(draft.clone()));
        Some(draft)
    }

    /// A side of a comparison. `_ = x` holds of whatever value `x` has.
    fn side(&mut self, sign: Comparison, term: &ast::Term) -> (DraftTerm, Kind) {
        if sign == Comparison::Equal && term.kind == TermKind::Any {
            let var = self.fresh("#any", term.span);
            return (DraftTerm::Var(var), self.kind(var));
        }
        self.valued(term)
    }

    /// A head, which is put into its relation.
    pub(super) fn head(&mut self, atom: &ast::Atom) -> Option<DraftAtom> {
        self.atom(atom, Role::Head)
    }

    /// A relation with its arguments, if both are right.
    fn atom(&mut self, atom: &ast::Atom, role: Role) -> Option<DraftAtom> {
        let Some(id) = self.program.find(&atom.name.text) else {
            self.reports
                .push(unknown_relation(&atom.name, self.program));
            return None;
        };
        self.check_arity(id, atom)?;
        let mut args = Vec::with_capacity(atom.args.len());
        for (position, arg) in atom.args.iter().enumerate() {
            let column = &self.program.relation(id).columns[position];
            let (ty, declared) = (column.ty, column.declared);
            let term = match &arg.kind {
                TermKind::Any if role == Role::Binds => self.any(ty, arg.span),
                TermKind::Any if role == Role::Checks => DraftTerm::Any,
                _ => self.flattened(arg, ty),
            };
            if let DraftTerm::Var(var) = term {
                match role {
                    Role::Binds => self.variables[var.index()]
                        .declared
                        .push((declared, arg.span)),
                    Role::Checks | Role::Head => self.sinks.push((var, declared, arg.span)),
                }
            }
            args.push(term);
        }
        Some(DraftAtom {
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
    fn any(&mut self, ty: Type, span: Span) -> DraftTerm {
        if self.in_aggregate {
            let kind = self.kinds.of(ty, span);
            DraftTerm::Var(self.fresh_of("#any", kind, span))
        } else {
            DraftTerm::Any
        }
    }

    /// A term of a type that atoms can have: calls are computed into a variable of their own.
    fn flattened(&mut self, term: &ast::Term, ty: Type) -> DraftTerm {
        let value = self.valued_as(term, ty);
        if !matches!(value, DraftTerm::Call(..)) {
            return value;
        }
        let kind = self.kinds.of(ty, term.span);
        let var = DraftTerm::Var(self.fresh_of("#value", kind, term.span));
        self.body.push(DraftLiteral::Compare(
            Comparison::Equal,
            var.clone(),
            value,
            term.span,
        ));
        var
    }

    /// A term whose value can be computed, of a type.
    fn valued_as(&mut self, term: &ast::Term, ty: Type) -> DraftTerm {
        let (value, kind) = self.valued(term);
        if matches!(value, DraftTerm::Any) {
            return value;
        }
        let is = self.kinds.is(kind, ty, term.span);
        self.said(is, &value);
        value
    }

    /// A term whose value can be computed, and its kind.
    fn valued(&mut self, term: &ast::Term) -> (DraftTerm, Kind) {
        let span = term.span;
        match &term.kind {
            TermKind::Variable(name) => match self.find(name) {
                Some(var) => (DraftTerm::Var(var), self.kind(var)),
                None => unreachable!("all variables are named before terms are read"),
            },
            TermKind::Any => {
                self.reports.push(
                    Report::error(span, "`_` has no value here")
                        .help("name the variable and bind it in a positive atom"),
                );
                self.wrong()
            }
            TermKind::Text(text) => {
                let kind = self.kinds.of(Type::Symbol, span);
                (DraftTerm::Text(text.clone()), kind)
            }
            TermKind::Number(number) => {
                let kind = self.kinds.numeric();
                (DraftTerm::Whole(*number, kind, span), kind)
            }
            TermKind::Unsigned(number) => {
                let kind = self.kinds.of(Type::Unsigned, span);
                (DraftTerm::Unsigned(*number), kind)
            }
            TermKind::Float(number) => {
                let kind = self.kinds.of(Type::Float, span);
                (DraftTerm::Float(*number), kind)
            }
            TermKind::Nil => {
                let kind = self.kinds.open();
                self.nils.push((kind, span));
                (DraftTerm::Nil, kind)
            }
            TermKind::Record(fields) => self.record(fields, span),
            TermKind::Branch(name, fields) => self.branch(name, fields, span),
            TermKind::Counter => {
                let kind = self.kinds.of(Type::Number, span);
                let counter = DraftFunctor::Fixed(Functor::Counter);
                (DraftTerm::Call(counter, Vec::new()), kind)
            }
            TermKind::As(inner, name) => self.cast(inner, name, span),
            TermKind::Unary(prefix, inner) => {
                let kind = self.kinds.numeric();
                let inner = self.joined(inner, kind);
                if *prefix != Prefix::Minus {
                    self.whole.push((kind, span));
                }
                (
                    DraftTerm::Call(DraftFunctor::Prefix(*prefix, kind), vec![inner]),
                    kind,
                )
            }
            TermKind::Binary(operator, left, right) => {
                // Texts are added, too: `+` joins them.
                let kind = match operator {
                    Operator::Add => self.kinds.open(),
                    _ => self.kinds.numeric(),
                };
                let args = vec![self.joined(left, kind), self.joined(right, kind)];
                if *operator == Operator::Add {
                    self.sums.push((kind, span));
                }
                use Operator::{Add, Divide, Multiply, Power, Subtract};
                if !matches!(operator, Add | Subtract | Multiply | Divide | Power) {
                    self.whole.push((kind, span));
                }
                (
                    DraftTerm::Call(DraftFunctor::Operator(*operator, kind), args),
                    kind,
                )
            }
            TermKind::Call(name, args) => self.named_call(name, args, span),
            TermKind::UserCall(name, _) => {
                let message = format!("`@{}` is a functor of the user's own", name.text);
                self.reports.push(
                    Report::error(span, message)
                        .help("functors in C++ cannot be called here; write it with rules"),
                );
                self.wrong()
            }
            TermKind::Aggregate(aggregate) => self.aggregate(aggregate, span),
        }
    }

    fn wrong(&mut self) -> (DraftTerm, Kind) {
        (WRONG, self.kinds.open())
    }

    /// A term that has the same kind as others.
    fn joined(&mut self, term: &ast::Term, kind: Kind) -> DraftTerm {
        let (value, own) = self.valued(term);
        let joined = self.kinds.join(own, kind, term.span);
        self.said_at(joined, &value, term.span);
        value
    }

    fn record(&mut self, fields: &[ast::Term], span: Span) -> (DraftTerm, Kind) {
        let kind = self.kinds.open();
        let value = self.fresh_of("#record", kind, span);
        let mut kinds = Vec::new();
        let fields = self.fields(fields, &mut kinds);
        self.records.push(RecordDraft {
            kind,
            fields: kinds,
            span,
        });
        self.body.push(DraftLiteral::Unpack {
            value,
            fields,
            branch: None,
            span,
        });
        (DraftTerm::Var(value), kind)
    }

    /// The fields of a record or branch, as atoms have arguments.
    fn fields(&mut self, fields: &[ast::Term], kinds: &mut Vec<(Kind, Span)>) -> Vec<DraftTerm> {
        let mut terms = Vec::new();
        for field in fields {
            if field.kind == TermKind::Any {
                let kind = self.kinds.open();
                kinds.push((kind, field.span));
                terms.push(match self.in_aggregate {
                    true => DraftTerm::Var(self.fresh_of("#any", kind, field.span)),
                    false => DraftTerm::Any,
                });
                continue;
            }
            let (value, kind) = self.valued(field);
            kinds.push((kind, field.span));
            terms.push(match value {
                DraftTerm::Call(..) => {
                    let var = DraftTerm::Var(self.fresh_of("#value", kind, field.span));
                    let equal = Comparison::Equal;
                    let literal = DraftLiteral::Compare(equal, var.clone(), value, field.span);
                    self.body.push(literal);
                    var
                }
                value => value,
            });
        }
        terms
    }

    fn branch(&mut self, name: &ast::Name, fields: &[ast::Term], span: Span) -> (DraftTerm, Kind) {
        let Some((ty, number)) = self.program.types.branch(&name.text) else {
            let all: Vec<&str> = self.program.types.branch_names().collect();
            let near = nearest(&name.text, all);
            self.reports.push(
                Report::error(name.span, format!("unknown branch `${}`", name.text)).suggest(near),
            );
            return self.wrong();
        };
        let wanted: Vec<Type> = self.program.types.branches(ty)[number as usize]
            .fields
            .iter()
            .map(|field| field.ty)
            .collect();
        if wanted.len() != fields.len() {
            let message = format!(
                "`${}` has {} fields, not {}",
                name.text,
                wanted.len(),
                fields.len()
            );
            self.reports.push(Report::error(span, message));
            return self.wrong();
        }
        let kind = self.kinds.of(ty, span);
        let value = self.fresh_of("#branch", kind, span);
        let mut kinds = Vec::new();
        let fields = self.fields(fields, &mut kinds);
        for ((kind, span), ty) in kinds.into_iter().zip(wanted) {
            let is = self.kinds.is(kind, ty, span);
            self.said_at(is, &WRONG, span);
        }
        self.body.push(DraftLiteral::Unpack {
            value,
            fields,
            branch: Some((number, name.text.clone())),
            span,
        });
        (DraftTerm::Var(value), kind)
    }

    /// `as(x, T)`: the same value, of another type.
    fn cast(&mut self, inner: &ast::Term, name: &ast::Name, span: Span) -> (DraftTerm, Kind) {
        let (value, kind) = self.valued(inner);
        let Some(declared) = self.program.types.find(&name.text) else {
            let near = nearest(&name.text, self.program.types.names());
            self.reports.push(
                Report::error(name.span, format!("unknown type `{}`", name.text)).suggest(near),
            );
            return self.wrong();
        };
        let ty = self.program.types.get(declared).ty;
        let from = self.kinds.known(kind).unwrap_or(ty);
        if from == ty {
            let is = self.kinds.is(kind, ty, span);
            self.said(is, &value);
        }
        let kind = self.kinds.of(ty, span);
        let var = self.fresh_of("#as", kind, span);
        self.variables[var.index()].declared.push((declared, span));
        let value = match (from, ty) {
            _ if from == ty => value,
            (Type::Symbol, Type::Number) => {
                DraftTerm::Call(DraftFunctor::Fixed(Functor::Ord), vec![value])
            }
            _ if from.is_numeric() && ty.is_numeric() => {
                DraftTerm::Call(DraftFunctor::Fixed(Functor::Convert(from, ty)), vec![value])
            }
            _ => {
                let message = format!(
                    "{} cannot be taken for {}",
                    from.with_article(),
                    ty.with_article()
                );
                self.reports.push(Report::error(span, message).help(
                    "`as` is for types of one kind; to_number, to_string and the like convert",
                ));
                return self.wrong();
            }
        };
        let equal = DraftLiteral::Compare(Comparison::Equal, DraftTerm::Var(var), value, span);
        self.body.push(equal);
        (DraftTerm::Var(var), kind)
    }

    fn named_call(
        &mut self,
        name: &ast::Name,
        args: &[ast::Term],
        span: Span,
    ) -> (DraftTerm, Kind) {
        let Some(named) = Named::find(&name.text) else {
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
            return self.wrong();
        };
        let (least, most) = match named {
            Named::Fixed(Functor::Cat, ..) | Named::Extreme(_) => (2, usize::MAX),
            Named::Fixed(_, arguments, _) => (arguments.len(), arguments.len()),
            Named::Convert(_) | Named::Ord => (1, 1),
            Named::Range => (2, 3),
        };
        if args.len() < least || args.len() > most {
            let message = format!(
                "`{}` takes {least} arguments, not {}",
                name.text,
                args.len()
            );
            self.reports.push(Report::error(span, message));
            return self.wrong();
        }
        match named {
            Named::Fixed(functor, arguments, result) => {
                let typed = |at: usize| arguments[at.min(arguments.len() - 1)];
                let values: Vec<DraftTerm> = args
                    .iter()
                    .enumerate()
                    .map(|(at, arg)| self.valued_as(arg, typed(at)))
                    .collect();
                let kind = self.kinds.of(result, span);
                (
                    chained(DraftFunctor::Fixed(functor), values, arguments.len()),
                    kind,
                )
            }
            Named::Extreme(extreme) => {
                let kind = self.kinds.open();
                let values = args.iter().map(|arg| self.joined(arg, kind)).collect();
                (
                    chained(DraftFunctor::Extreme(extreme, kind), values, 2),
                    kind,
                )
            }
            Named::Convert(to) => {
                let (value, from) = self.valued(&args[0]);
                let kind = self.kinds.of(to, span);
                (
                    DraftTerm::Call(DraftFunctor::Convert(from, to), vec![value]),
                    kind,
                )
            }
            Named::Ord => {
                let (value, from) = self.valued(&args[0]);
                let kind = self.kinds.of(Type::Number, span);
                (DraftTerm::Call(DraftFunctor::Ord(from), vec![value]), kind)
            }
            Named::Range => self.range(args, span),
        }
    }

    fn range(&mut self, args: &[ast::Term], span: Span) -> (DraftTerm, Kind) {
        let kind = self.kinds.numeric();
        let mut values = args
            .iter()
            .map(|arg| self.joined(arg, kind))
            .collect::<Vec<_>>()
            .into_iter();
        let target = self.fresh_of("#range", kind, span);
        let (Some(from), Some(to)) = (values.next(), values.next()) else {
            unreachable!("the number of arguments was checked")
        };
        self.body.push(DraftLiteral::Range {
            target,
            kind,
            from,
            to,
            step: values.next(),
            span,
        });
        (DraftTerm::Var(target), kind)
    }

    fn aggregate(&mut self, aggregate: &ast::Aggregate, span: Span) -> (DraftTerm, Kind) {
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

        let kind = match (aggregate.kind, &value) {
            (AggregateKind::Count, _) | (_, None) => self.kinds.of(Type::Number, span),
            (AggregateKind::Mean, _) => self.kinds.of(Type::Float, span),
            (_, Some((_, kind))) => *kind,
        };
        let target = self.fresh_of(&format!("#{}", aggregate.kind.word()), kind, span);
        let outer = outer_variables(&body, value.as_ref().map(|(value, _)| value), first_local);
        self.body.push(DraftLiteral::Aggregate {
            kind: aggregate.kind,
            target,
            value,
            body,
            outer,
            span: aggregate.keyword,
        });
        (DraftTerm::Var(target), kind)
    }

    /// Reads the body of an aggregate into `self.body`, and its value.
    fn aggregate_parts(&mut self, aggregate: &ast::Aggregate) -> Option<(DraftTerm, Kind)> {
        match alternatives(&aggregate.body) {
            Ok(ways) if ways.len() == 1 => {
                for flat in &ways[0] {
                    if !self.condition(*flat) {
                        let span = flat.condition.span();
                        let kind = self.kinds.of(Type::Number, span);
                        let number = |n| DraftTerm::Whole(n, kind, span);
                        let never = (number(0), number(1));
                        let equal = Comparison::Equal;
                        self.body
                            .push(DraftLiteral::Compare(equal, never.0, never.1, span));
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
        let (term, kind) = self.valued(value);
        if matches!(aggregate.kind, AggregateKind::Sum | AggregateKind::Mean) {
            let number = self.kinds.is_number(kind, value.span);
            if number.is_err() {
                self.said_at(number, &term, value.span);
                return Some((term, self.kinds.numeric()));
            }
        }
        Some((term, kind))
    }

    fn said(&mut self, result: Result<(), Clash>, term: &DraftTerm) {
        if let Err(clash) = result {
            self.report_clash(&clash, term);
        }
    }

    /// As `said`, for a term at a place that the clash may not name.
    fn said_at(&mut self, result: Result<(), Clash>, term: &DraftTerm, span: Span) {
        if let Err(mut clash) = result {
            if clash.one.1 != span && clash.other.1 != span {
                clash.one.1 = span;
            }
            self.report_clash(&clash, term);
        }
    }

    /// Reports a term that is of two types.
    fn report_clash(&mut self, clash: &Clash, term: &DraftTerm) {
        let ((one, here), (other, there)) = (clash.one, clash.other);
        let convert = "to_number, to_string and the like turn one into the other";
        if here == there || !matches!(term, DraftTerm::Var(_)) {
            let message = format!(
                "expected {}, found {}",
                one.with_article(),
                other.with_article()
            );
            let report = Report::error(here, message);
            let report = if there == here {
                report
            } else {
                report.also(there, other.with_article())
            };
            let help = match term {
                DraftTerm::Whole(number, ..) if one == Type::Symbol || other == Type::Symbol => {
                    format!("as a text it is \"{number}\"")
                }
                _ => convert.to_owned(),
            };
            return self.reports.push(report.help(help));
        }
        let name = match term {
            DraftTerm::Var(var) => match self.name(*var) {
                Some(name) => format!("`{name}`"),
                None => "this value".to_owned(),
            },
            _ => "this value".to_owned(),
        };
        let message = format!(
            "{name} is {} and {}",
            other.with_article(),
            one.with_article()
        );
        self.reports.push(
            Report::error(here, message)
                .label(format!("{} here", one.with_article()))
                .also(there, format!("{} here", other.with_article()))
                .help(convert),
        );
    }

    /// Decides the types of records' fields, as those of the records become known.
    fn decide_records(&mut self) {
        let mut open = std::mem::take(&mut self.records);
        loop {
            let before = open.len();
            let mut waiting = Vec::new();
            for record in open {
                match self.kinds.known(record.kind) {
                    Some(ty @ Type::Record(_)) => self.decide_fields(&record, ty),
                    Some(other) => self.reports.push(Report::error(
                        record.span,
                        format!("expected {}, found a record", other.with_article()),
                    )),
                    None => waiting.push(record),
                }
            }
            open = waiting;
            if open.len() == before {
                break;
            }
        }
        for record in open {
            self.reports.push(
                Report::error(record.span, "nothing says what type this record is of")
                    .help("`as([…], T)` does, or a column of that type"),
            );
        }
    }

    fn decide_fields(&mut self, record: &RecordDraft, ty: Type) {
        let wanted: Vec<Type> = self.program.types.fields(ty).iter().map(|f| f.ty).collect();
        if wanted.len() != record.fields.len() {
            let message = format!(
                "this record has {} fields, not {}",
                wanted.len(),
                record.fields.len()
            );
            return self.reports.push(Report::error(record.span, message));
        }
        for ((kind, span), ty) in record.fields.iter().zip(wanted) {
            let is = self.kinds.is(*kind, ty, *span);
            self.said_at(is, &WRONG, *span);
        }
    }

    /// Checks that variables fit the declared types of all their columns.
    fn check_declared(&mut self) {
        loop {
            let mut grew = false;
            for &(one, other) in &self.same {
                for (from, to) in [(one, other), (other, one)] {
                    let more = self.variables[from.index()].declared.clone();
                    let known = &mut self.variables[to.index()].declared;
                    for declared in more {
                        if !known.iter().any(|(ty, _)| *ty == declared.0) {
                            known.push(declared);
                            grew = true;
                        }
                    }
                }
            }
            if !grew {
                break;
            }
        }
        let types = &self.program.types;
        let fitting = |draft: &Draft| {
            let wanted: Vec<TypeId> = draft.declared.iter().map(|(ty, _)| *ty).collect();
            types.common(&wanted)
        };
        for draft in &self.variables {
            let is_clash = draft
                .declared
                .iter()
                .any(|(ty, _)| types.get(*ty).ty != types.get(draft.declared[0].0).ty);
            if draft.declared.len() < 2 || is_clash || !fitting(draft).is_empty() {
                continue;
            }
            let (first, last) = (draft.declared[0], draft.declared[draft.declared.len() - 1]);
            let name = |declared: (TypeId, Span)| &types.get(declared.0).name;
            let message = format!(
                "`{}` is a `{}` and a `{}`, which have no value in common",
                draft.name,
                name(first),
                name(last)
            );
            self.reports.push(
                Report::error(last.1, message)
                    .label(format!("a `{}` here", name(last)))
                    .also(first.1, format!("a `{}` here", name(first)))
                    .help("`as(x, T)` takes a value for one of another type"),
            );
        }
        for &(var, column, span) in &self.sinks {
            let draft = &self.variables[var.index()];
            if draft.declared.is_empty() {
                continue;
            }
            let misfit = fitting(draft).into_iter().find(|&ty| {
                !types.is_subtype(ty, column) && types.get(ty).ty == types.get(column).ty
            });
            if let Some(misfit) = misfit {
                let message = format!(
                    "`{}` is a `{}`, and this column has type `{}`",
                    draft.name,
                    types.get(misfit).name,
                    types.get(column).name
                );
                self.reports.push(
                    Report::error(span, message)
                        .also(
                            draft.declared[0].1,
                            format!("a `{}` here", types.get(misfit).name),
                        )
                        .help(format!(
                            "`as({}, {})` takes it for one",
                            draft.name,
                            types.get(column).name
                        )),
                );
            }
        }
    }

    /// Checks operands whose types were open when they were read.
    fn check_operands(&mut self) {
        let is_structured = |ty: Type| matches!(ty, Type::Record(_) | Type::Algebraic(_));
        for (kind, span) in std::mem::take(&mut self.sums) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let message = format!("`+` adds numbers or texts, not {}", ty.with_article());
                self.reports.push(Report::error(span, message));
            }
        }
        for (kind, span) in std::mem::take(&mut self.ordered) {
            if let Some(ty) = self.kinds.known(kind).filter(|ty| is_structured(*ty)) {
                let message = format!("no order is defined on {}", ty.with_article());
                let help = "`=` and `!=` compare them; take them apart to order their fields";
                self.reports.push(Report::error(span, message).help(help));
            }
        }
        for (kind, span) in std::mem::take(&mut self.nils) {
            if let Some(ty) = self.kinds.known(kind)
                && !matches!(ty, Type::Record(_))
            {
                let message = format!("`nil` is a record, and {} is expected", ty.with_article());
                self.reports.push(Report::error(span, message));
            }
        }
        for (kind, span) in std::mem::take(&mut self.whole) {
            if self.kinds.known(kind) == Some(Type::Float) {
                self.reports.push(
                    Report::error(span, "this operation is on whole numbers")
                        .help("ftoi and ftou make one of a float"),
                );
            }
        }
    }

    /// Ends the rule: types are decided, drafts become literals.
    pub(super) fn finish(&mut self, heads: Vec<Option<DraftAtom>>) -> Lowered {
        self.decide_records();
        self.check_operands();
        self.check_declared();
        let drafts = std::mem::take(&mut self.body);
        let mut finisher = Finisher {
            kinds: &self.kinds,
            reports: Vec::new(),
        };
        let head = heads
            .iter()
            .map(|head| head.as_ref().map(|head| finisher.atom(head)))
            .collect();
        let body = finisher.body(&drafts);
        let variables = self
            .variables
            .iter()
            .map(|draft| Variable {
                name: draft.name.clone(),
                ty: finisher.ty(draft.kind),
                span: draft.span,
            })
            .collect();
        let reports = finisher.reports;
        self.reports.extend(reports);
        Lowered {
            head,
            body,
            variables,
        }
    }
}

/// What an atom does with its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Binds,
    /// A negated atom, which binds nothing.
    Checks,
    Head,
}

/// `cat(a, b, c)` as `cat(cat(a, b), c)`, and so for the others that take more than their arity.
fn chained(functor: DraftFunctor, values: Vec<DraftTerm>, arity: usize) -> DraftTerm {
    let mut values = values.into_iter();
    let first: Vec<DraftTerm> = values.by_ref().take(arity).collect();
    values.fold(DraftTerm::Call(functor, first), |whole, value| {
        DraftTerm::Call(functor, vec![whole, value])
    })
}

/// The variables of an aggregate that were there before it.
fn outer_variables(
    body: &[DraftLiteral],
    value: Option<&DraftTerm>,
    first_local: u32,
) -> Vec<VarId> {
    let mut outer = Vec::new();
    let mut visit = |var: VarId| {
        if var.0 < first_local {
            outer.push(var);
        }
    };
    for literal in body {
        literal.variables(&mut visit);
    }
    if let Some(value) = value {
        value.variables(&mut visit);
    }
    outer.sort_unstable();
    outer.dedup();
    outer
}
