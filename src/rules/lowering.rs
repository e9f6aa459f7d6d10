//! Alternatives to rules: names to numbers, terms to variables and constants, types inferred.

mod aggregates;
mod agreement;
mod calls;
mod records;
mod terms;

use rustc_hash::{FxHashMap, FxHashSet};

use super::builtins::{Functor, Test};
use super::clauses::{Flat, terms, variables};
use super::declarations::unknown_relation;
use super::drafts::{DraftAtom, DraftLiteral, DraftTerm, Finisher};
use super::kinds::{Kind, Kinds};
use super::program::{Atom, Literal, Program, RelationId, VarId, Variable};
use super::types::{Type, TypeId};
use crate::syntax::ast;
use crate::syntax::ast::{Comparison, Condition, TermKind};
use crate::text::{Report, Span, has_errors};

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
    /// Variables that are compared: their types must have values in common.
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
    /// Where aggregates use variables.
    inner_uses: Vec<(VarId, Span)>,
    /// Values that are converted, which records are not.
    converted: Vec<(Kind, Type, Span)>,
    in_aggregate: bool,
    /// Whether what is read must have a value.
    in_head: bool,
    /// Whether something was left out that was reported elsewhere.
    has_hole: bool,
    /// Variables that something other than their being equal to an aggregate may bind.
    bound: FxHashSet<String>,
    /// The variable that the aggregate to be read next is the value of, if nothing else binds it.
    result: Option<String>,
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
    fields: Vec<FieldDraft>,
    span: Span,
}

/// A field of a record or branch.
struct FieldDraft {
    kind: Kind,
    span: Span,
    /// The variable that stands there.
    var: Option<VarId>,
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
            inner_uses: Vec::new(),
            converted: Vec::new(),
            in_aggregate: false,
            in_head: false,
            has_hole: false,
            bound: FxHashSet::default(),
            result: None,
            reports: Vec::new(),
        };
        for term in head {
            lowering.name_variables(term);
        }
        for flat in body {
            terms(flat.condition, &mut |term| lowering.name_variables(term));
        }
        lowering.note_bound(body);
        lowering
    }

    /// Notes the variables that the conditions of a body may bind.
    fn note_bound(&mut self, body: &[Flat]) {
        for flat in body {
            let is_result = |one: &ast::Term, other: &ast::Term| {
                matches!(one.kind, TermKind::Variable(_))
                    && matches!(other.kind, TermKind::Aggregate(_))
            };
            match flat.condition {
                Condition::Compare(Comparison::Equal, left, right)
                    if is_result(left, right) || is_result(right, left) => {}
                Condition::Atom(_) | Condition::Compare(Comparison::Equal, ..) => {
                    terms(flat.condition, &mut |term| {
                        variables(term, &mut |name, _| {
                            self.bound.insert(name.to_owned());
                        });
                    });
                }
                _ => {}
            }
        }
    }

    /// Gives each variable of a term a number in the innermost scope, unless an outer one knows it.
    fn name_variables(&mut self, term: &ast::Term) {
        variables(term, &mut |name, term| {
            if let Some(var) = self.find(name) {
                if self.scopes.len() > 1 {
                    self.inner_uses.push((var, term.span));
                }
            } else {
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

    /// Where an aggregate first uses a variable from around it.
    pub(super) fn inner_use(&self, var: VarId) -> Option<Span> {
        let first = self.inner_uses.iter().find(|(used, _)| *used == var)?;
        Some(first.1)
    }

    /// How many variables there are.
    pub(super) fn variables(&self) -> usize {
        self.variables.len()
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
        self.result = match (&left.kind, &right.kind) {
            (TermKind::Variable(name), TermKind::Aggregate(_))
            | (TermKind::Aggregate(_), TermKind::Variable(name))
                if sign == Comparison::Equal && !self.bound.contains(name) =>
            {
                Some(name.clone())
            }
            _ => None,
        };
        let (left_term, right_term) = (left, right);
        let (left, left_kind) = self.side(sign, left_term, right_term);
        let (right, right_kind) = self.side(sign, right_term, left_term);
        let joined = self.kinds.join(left_kind, right_kind, span);
        self.said(joined, &left);
        if !matches!(sign, Comparison::Equal | Comparison::Unequal) {
            self.ordered.push((left_kind, span));
        }
        if let (DraftTerm::Var(one), DraftTerm::Var(other)) = (&left, &right) {
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

    /// A side of a comparison. `_ = max …` holds of whatever value the aggregate has, for its witnesses.
    fn side(&mut self, sign: Comparison, term: &ast::Term, other: &ast::Term) -> (DraftTerm, Kind) {
        let aggregates = matches!(other.kind, TermKind::Aggregate(_));
        if sign == Comparison::Equal && term.kind == TermKind::Any && aggregates {
            let var = self.fresh("#any", term.span);
            return (DraftTerm::Var(var), self.kind(var));
        }
        self.valued(term)
    }

    /// A head, which is put into its relation.
    pub(super) fn head(&mut self, atom: &ast::Atom) -> Option<DraftAtom> {
        self.in_head = true;
        let draft = self.atom(atom, Role::Head);
        self.in_head = false;
        draft
    }

    /// A relation with its arguments, if both are right.
    fn atom(&mut self, atom: &ast::Atom, role: Role) -> Option<DraftAtom> {
        let Some(id) = self.program.find(&atom.name.text) else {
            let report = unknown_relation(&atom.name, self.program);
            self.has_hole |= report.is_none();
            self.reports.extend(report);
            return None;
        };
        self.check_arity(id, atom)?;
        let mut args = Vec::with_capacity(atom.args.len());
        for (position, arg) in atom.args.iter().enumerate() {
            let column = &self.program.relation(id).columns[position];
            let (ty, declared) = (column.ty, column.declared);
            if self.program.types.find(&column.type_name).is_none() {
                args.push(self.untyped(arg, role));
                continue;
            }
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
                    Role::Head => self.sinks.push((var, declared, arg.span)),
                    // What has no value in common with the column is merely not in it.
                    Role::Checks => {}
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

    /// A term in a column whose type is not known, which was reported.
    fn untyped(&mut self, arg: &ast::Term, role: Role) -> DraftTerm {
        self.has_hole = true;
        match arg.kind {
            TermKind::Any if role != Role::Head => DraftTerm::Any,
            _ => self.valued(arg).0,
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

    /// Whether everything could be read, so that what it lacks is a mistake of its own.
    pub(super) fn is_whole(&self) -> bool {
        !self.has_hole && !has_errors(&self.reports)
    }

    /// Reports a mistake about types, unless not all types are known.
    fn type_mistake(&mut self, report: Report) {
        match self.program.missing.knows_types() {
            true => self.reports.push(report),
            false => self.has_hole = true,
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
                ty: finisher.known(draft.kind),
                span: draft.span,
            })
            .collect();
        for report in finisher.reports {
            self.type_mistake(report);
        }
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
