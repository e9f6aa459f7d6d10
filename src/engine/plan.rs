//! Plans: the steps that turn one empty binding into the tuples of a rule's head.
//!
//! Bindings are columns, one for each variable that is still needed. Joins are ordered greedily by what
//! is bound and how large relations are; filters come as early as they can.

use std::sync::atomic::AtomicUsize;

use super::earlier::{Known, RuleKey};
use super::index::{Delta, Indexes};
use super::injective::is_injective;
use super::steps::{Access, Expr, Gain, Lookup, Plan, Seen, Sink, Source, Step};
use super::tuning::Tuning;
use crate::facts::{Database, Values};
use crate::rules::Type;
use crate::rules::{Aggregate, Atom, Literal, RelationId, Rule, Term, Unpack, VarId, Variable};
use crate::syntax::ast::Comparison;
use crate::text::Span;

/// What plans are made with.
pub(super) struct Planner<'a> {
    pub(super) database: &'a mut Database,
    pub(super) indexes: &'a mut Indexes,
    pub(super) tuning: &'a Tuning,
    /// Whether a relation is in the stratum that is being evaluated.
    pub(super) in_stratum: &'a dyn Fn(RelationId) -> bool,
    /// For each relation of the stratum, its delta.
    pub(super) deltas: &'a [Delta],
}

/// A column that stands for no variable: the number of the group that an aggregate's binding belongs to.
pub(super) const GROUP: VarId = VarId(u32::MAX);

/// A column that is of no use any more.
const UNNAMED: VarId = VarId(u32::MAX - 1);

impl Planner<'_> {
    /// The number of the index of a relation on these columns, brought up to date.
    pub(super) fn index(&mut self, relation: RelationId, columns: Vec<usize>) -> usize {
        let delta = match (self.in_stratum)(relation) {
            true => self.deltas[relation.index()],
            false => Delta::complete(self.database.rows(relation)),
        };
        self.indexes.get(relation, columns, self.database, delta)
    }

    /// Whether each tuple that a rule gives is new, so that this need not be asked for each.
    fn gives_new_tuples_only(&self, rule: &Rule) -> bool {
        let rows = self.database.rows(rule.head.relation);
        let unique = |atom: &Atom, columns: &[usize]| {
            let is_complete = !(self.in_stratum)(atom.relation);
            let rows = self.database.rows(atom.relation);
            let indexes = || self.indexes.unique(atom.relation, columns, rows);
            self.tuning.keys && is_complete && indexes().is_some()
        };
        rows.is_empty() && !rows.has_choices() && is_injective(rule, unique)
    }

    /// A plan for a rule whose literal `delta`, an atom, sees the current delta only. Of the rule's own
    /// orders it takes that of `version`. By its key, what an evaluation before has taught is found; if the plan need
    /// not be `whole`, it ends where bindings came to then.
    pub(super) fn rule(
        &mut self,
        rule: &Rule,
        version: usize,
        delta: Option<usize>,
        key: Option<RuleKey>,
        whole: bool,
    ) -> Plan {
        let needed: Vec<VarId> = rule.head.variables().collect();
        let known = match key {
            Some(key) => self.order_again(rule, version, key),
            None => Known::of(self.order_of(rule, version, delta)),
        };
        let last = known.reached.filter(|_| !whole);
        let mut draft = Draft {
            planner: self,
            variables: &rule.variables,
            layout: Vec::new(),
            steps: Vec::new(),
            places: Vec::new(),
            ordered: Vec::new(),
            delta,
            multiset: false,
            differ: known.differ,
            last: last.unwrap_or(usize::MAX),
        };
        let is_whole = draft.steps(&rule.body, &known.order, &needed);
        draft.group_scan();
        if !is_whole {
            return draft.plan(Sink::Rest);
        }
        let args = draft.sources(&rule.head.args);
        let mut plan = draft.plan(Sink::Rest);
        plan.sink = Sink::Insert {
            relation: rule.head.relation,
            args,
            all_new: delta.is_none() && self.gives_new_tuples_only(rule),
        };
        plan
    }
}

/// A plan while its steps are made.
pub(super) struct Draft<'d, 'p> {
    pub(super) planner: &'d mut Planner<'p>,
    variables: &'d [Variable],
    /// The variables of the columns of the bindings so far.
    pub(super) layout: Vec<VarId>,
    pub(super) steps: Vec<Step>,
    places: Vec<Option<Span>>,
    /// For each step, which place of the body's order it is for.
    ordered: Vec<usize>,
    delta: Option<usize>,
    /// Whether bindings that differ only in variables no longer needed count one by one.
    multiset: bool,
    /// For each place of the order, as a bit, whether bindings are known to differ behind it.
    differ: u64,
    /// The place of the order that is the last one wanted.
    last: usize,
}

impl Draft<'_, '_> {
    /// The plan of these steps.
    fn plan(self, sink: Sink) -> Plan {
        Plan {
            steps: self.steps,
            places: self.places,
            ordered: self.ordered,
            reached: AtomicUsize::new(0),
            sink,
            shared: Gain::of_rounds(),
        }
    }

    /// Makes the steps of a body up to the last place of its order that is wanted. Says whether these are all.
    fn steps(&mut self, body: &[Literal], order: &[usize], needed: &[VarId]) -> bool {
        let mut order = order.to_vec();
        let all = order.len();
        while !order.is_empty() {
            let place = all - order.len();
            let at = order.remove(0);
            let agreeing = match self.planner.tuning.intersect {
                true => self.agreeing(body, at, &order),
                false => Vec::new(),
            };
            order.retain(|at| !agreeing.contains(at));
            let mut later: Vec<VarId> = needed.to_vec();
            for &other in &order {
                used(&body[other], &mut later);
            }
            let before = self.layout.len();
            match agreeing.is_empty() {
                true => self.step(&body[at], at, &later),
                false => self.intersect(body, at, &agreeing, &later),
            }
            self.places.resize(self.steps.len(), Some(body[at].span()));
            self.ordered.resize(self.steps.len(), place);
            if place >= self.last && !order.is_empty() {
                return false;
            }
            let joins_follow = order.iter().any(|&at| matches!(body[at], Literal::Atom(_)));
            let differ = place < u64::BITS as usize && self.differ & 1 << place != 0;
            let may_repeat = self.planner.tuning.distinct && !self.multiset && !differ;
            if joins_follow && may_repeat && self.drops(before) {
                let gain = match self.delta {
                    Some(_) => Gain::of_rounds(),
                    None => Gain::of_one_run(),
                };
                self.steps.push(Step::Distinct { gain });
                self.places.push(None);
                self.ordered.push(place);
            }
        }
        true
    }

    fn step(&mut self, literal: &Literal, at: usize, later: &[VarId]) {
        match literal {
            Literal::Atom(atom) => {
                let seen = self.seen(atom.relation, at);
                self.atom(atom, seen, later);
            }
            Literal::Not(atom) => {
                let (lookup, _) = self.look_up(atom, Seen::All);
                let lookup = self.by_column_in_use(lookup);
                self.steps.push(Step::Exists {
                    lookup,
                    expected: false,
                });
            }
            Literal::Compare(Comparison::Equal, left, right, _) => {
                match (self.unbound(left), self.unbound(right)) {
                    (Some(var), _) => self.bind(var, right),
                    (None, Some(var)) => self.bind(var, left),
                    (None, None) => self.compare(Comparison::Equal, left, right),
                }
            }
            Literal::Compare(comparison, left, right, _) => self.compare(*comparison, left, right),
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => {
                let left = self.expr(&args[0]);
                let right = self.expr(&args[1]);
                self.steps.push(Step::Test {
                    test: *test,
                    left,
                    right,
                    expected: *expected,
                });
            }
            Literal::Aggregate(aggregate) => self.aggregate(aggregate),
            Literal::Unpack(unpack) => self.unpack(unpack),
            Literal::Range {
                target,
                ty,
                from,
                to,
                step,
                ..
            } => {
                let from = self.expr(from);
                let to = self.expr(to);
                let step = step.as_ref().map(|step| self.expr(step));
                let ty = *ty;
                self.steps.push(Step::Range { ty, from, to, step });
                self.take_as_column(*target, ty);
            }
        }
    }

    pub(super) fn seen(&self, relation: RelationId, at: usize) -> Seen {
        match self.delta {
            _ if !(self.planner.in_stratum)(relation) => Seen::All,
            Some(delta) if at == delta => Seen::Delta,
            Some(delta) if at < delta => Seen::Old,
            Some(_) => Seen::UpToDelta,
            None => Seen::All,
        }
    }

    fn atom(&mut self, atom: &Atom, seen: Seen, later: &[VarId]) {
        let (lookup, fresh) = self.look_up(atom, seen);
        let wanted: Vec<(VarId, usize)> = fresh
            .into_iter()
            .filter(|(var, _)| later.contains(var))
            .collect();
        let keeps_all = self.multiset && !matches!(lookup.access, Access::Tuple(_));
        if wanted.is_empty() && !keeps_all {
            let lookup = self.by_column_in_use(lookup);
            self.steps.push(Step::Exists {
                lookup,
                expected: true,
            });
            return;
        }
        let carry: Vec<usize> = (0..self.layout.len())
            .filter(|&column| {
                let var = self.layout[column];
                var == GROUP || later.contains(&var)
            })
            .collect();
        self.layout = carry.iter().map(|&column| self.layout[column]).collect();
        self.layout.extend(wanted.iter().map(|(var, _)| *var));
        self.steps.push(Step::Join {
            lookup,
            carry,
            bring: wanted.into_iter().map(|(_, place)| place).collect(),
        });
    }

    /// Whether the last step lost a value by which bindings differed; there were `before` columns before it.
    fn drops(&self, before: usize) -> bool {
        let Some(Step::Join {
            lookup,
            carry,
            bring,
        }) = self.steps.last()
        else {
            return false;
        };
        let places = match &lookup.access {
            Access::Index(index, _) => self.planner.indexes.all[*index].1.width(),
            _ => self.planner.database.rows(lookup.relation).arity(),
        };
        let places = places - lookup.known.len();
        !self.layout.is_empty() && (carry.len() < before || bring.len() < places)
    }

    /// How to find the tuples of an atom, and which variables they bind, each with its place.
    pub(super) fn look_up(&mut self, atom: &Atom, seen: Seen) -> (Lookup, Vec<(VarId, usize)>) {
        let mut columns = Vec::new();
        let mut key = Vec::new();
        let mut equal = Vec::new();
        let mut fresh: Vec<(VarId, usize)> = Vec::new();
        for (column, arg) in atom.args.iter().enumerate() {
            let known = match arg {
                Term::Any => None,
                Term::Var(var) => match self.column(*var) {
                    Some(source) => Some(Source::Column(source)),
                    None => {
                        match fresh.iter().find(|(other, _)| other == var) {
                            Some((_, first)) => equal.push((*first, column)),
                            None => fresh.push((*var, column)),
                        }
                        None
                    }
                },
                term => Some(self.source(term)),
            };
            if let Some(source) = known {
                columns.push(column);
                key.push(source);
            }
        }
        let relation = atom.relation;
        let mut checked = Vec::new();
        let access = if columns.is_empty() && !atom.args.is_empty() {
            Access::Scan
        } else if columns.len() == atom.args.len() {
            Access::Tuple(key)
        } else {
            let (number, key) = self.by_index(relation, columns, key, &mut checked);
            let index = &self.planner.indexes.all[number].1;
            let checked = checked.iter_mut().map(|(place, _)| place);
            for place in checked {
                *place = index.place(*place);
            }
            let places = equal.iter_mut().flat_map(|(one, other)| [one, other]);
            for place in places.chain(fresh.iter_mut().map(|(_, place)| place)) {
                *place = index.place(*place);
            }
            Access::Index(number, key)
        };
        let lookup = Lookup {
            relation,
            seen,
            access,
            equal,
            known: checked,
        };
        (lookup, fresh)
    }

    fn aggregate(&mut self, aggregate: &Aggregate) {
        let outer: Vec<usize> = aggregate
            .outer
            .iter()
            .map(|&var| self.column(var).expect("outer variables are bound first"))
            .collect();
        let mut layout = aggregate.outer.clone();
        layout.push(GROUP);
        let order = self.planner.order(
            &aggregate.body,
            self.variables,
            None,
            aggregate.outer.clone(),
        );
        let mut needed = Vec::new();
        if let Some(value) = &aggregate.value {
            value.variables(&mut |var| needed.push(var));
        }
        let mut inner = Draft {
            planner: self.planner,
            variables: self.variables,
            layout,
            steps: Vec::new(),
            places: Vec::new(),
            ordered: Vec::new(),
            delta: None,
            multiset: true,
            differ: 0,
            last: usize::MAX,
        };
        inner.steps(&aggregate.body, &order, &needed);
        let value = aggregate.value.as_ref().map(|value| inner.expr(value));
        let group = inner
            .column(GROUP)
            .expect("the group is carried to the end");
        let plan = inner.plan(Sink::Fold { group, value });
        let ty = aggregate.ty;
        self.steps.push(Step::Aggregate {
            kind: aggregate.kind,
            ty,
            outer,
            plan: Box::new(plan),
        });
        let ty = self.variables[aggregate.target.index()].ty;
        self.take_as_column(aggregate.target, ty);
    }

    fn unpack(&mut self, unpack: &Unpack) {
        let branch = unpack.branch.as_ref().map(|(number, _)| *number);
        let Some(value) = self.column(unpack.value) else {
            let fields = self.sources(&unpack.fields);
            self.steps.push(Step::Pack { branch, fields });
            self.layout.push(unpack.value);
            return;
        };
        let mut known = Vec::new();
        let mut equal = Vec::new();
        let mut fresh: Vec<(VarId, usize)> = Vec::new();
        for (at, field) in unpack.fields.iter().enumerate() {
            match field {
                Term::Any => {}
                Term::Var(var) if self.column(*var).is_none() => {
                    match fresh.iter().find(|(other, _)| other == var) {
                        Some((_, first)) => equal.push((*first, at)),
                        None => fresh.push((*var, at)),
                    }
                }
                field => known.push((at, self.source(field))),
            }
        }
        self.steps.push(Step::Unpack {
            value: Source::Column(value),
            branch,
            known,
            equal,
            bring: fresh.iter().map(|(_, at)| *at).collect(),
        });
        self.layout.extend(fresh.into_iter().map(|(var, _)| var));
    }

    /// Names the column that the last step added. Where the variable has a value already, as in
    /// `2 = count : …`, the two must be equal.
    fn take_as_column(&mut self, var: VarId, ty: Type) {
        let Some(known) = self.column(var) else {
            return self.layout.push(var);
        };
        let added = Source::Column(self.layout.len());
        self.layout.push(UNNAMED);
        let (added, known) = (Expr::Source(added), Expr::Source(Source::Column(known)));
        self.steps
            .push(Step::Compare(Comparison::Equal, ty, added, known));
    }

    fn compare(&mut self, comparison: Comparison, left: &Term, right: &Term) {
        let ty = left.ty(self.variables);
        let left = self.expr(left);
        let right = self.expr(right);
        self.steps.push(Step::Compare(comparison, ty, left, right));
    }

    fn bind(&mut self, var: VarId, value: &Term) {
        let value = self.expr(value);
        self.steps.push(Step::Bind(value));
        self.layout.push(var);
    }

    /// The variable that a term is, if it has no value yet.
    fn unbound(&self, term: &Term) -> Option<VarId> {
        match term {
            Term::Var(var) if self.column(*var).is_none() => Some(*var),
            _ => None,
        }
    }

    pub(super) fn column(&self, var: VarId) -> Option<usize> {
        self.layout.iter().position(|&other| other == var)
    }

    fn values(&mut self) -> &mut Values {
        &mut self.planner.database.values
    }

    fn source(&mut self, term: &Term) -> Source {
        match term {
            Term::Var(var) => Source::Column(self.column(*var).expect("variables are bound first")),
            Term::Const(value) => Source::Constant(self.values().constant(value)),
            Term::Any | Term::Call(..) => unreachable!("atoms have variables and constants only"),
        }
    }

    fn sources(&mut self, terms: &[Term]) -> Vec<Source> {
        terms.iter().map(|term| self.source(term)).collect()
    }

    fn expr(&mut self, term: &Term) -> Expr {
        match term {
            Term::Call(functor, args) => {
                let args = args.iter().map(|arg| self.expr(arg)).collect();
                Expr::Call(*functor, args)
            }
            _ => Expr::Source(self.source(term)),
        }
    }
}

/// Adds the variables that a literal needs from before it.
pub(super) fn used(literal: &Literal, into: &mut Vec<VarId>) {
    literal.variables(&mut |var| into.push(var));
    // A target that has a value already is compared with it.
    if let Literal::Aggregate(aggregate) = literal {
        into.push(aggregate.target);
    }
}
