//! Whether single conditions of a rule hold of what its variables are.

use super::Inquiry;
use super::attempt::{Course, Status};
use crate::engine::functors::holds;
use crate::engine::{Stopped, ways};
use crate::facts::Word;
use crate::rules::{Aggregate, Functor, Literal, Rule, Term, VarId};
use crate::syntax::ast::Comparison;

/// At most so many rows are tried for one condition.
const MOST_CHOICES: usize = 10_000;

/// So many rows are looked through in the time in which one is tried.
const LOOKED_THROUGH: usize = 256;
/// What it costs, in rows, to have the engine look for something.
const BY_ENGINE: usize = 200;

type Bound = Vec<Option<Word>>;

/// Whether all variables of a term are bound, and it has a value at all.
pub(super) fn is_known(term: &Term, bound: &[Option<Word>]) -> bool {
    match term {
        Term::Var(var) => bound[var.index()].is_some(),
        Term::Const(_) => true,
        Term::Any | Term::Call(Functor::Counter, _) => false,
        Term::Call(_, args) => args.iter().all(|arg| is_known(arg, bound)),
    }
}

impl Inquiry<'_> {
    /// An open condition, other than an atom, whose variables are bound.
    pub(super) fn ready(&self, rule: &Rule, course: &Course) -> Option<usize> {
        let known = |term: &Term| is_known(term, &course.bound);
        let is_ready = |literal: &Literal| match literal {
            Literal::Atom(_) | Literal::Range { .. } => false,
            Literal::Not(atom) => atom.args.iter().all(|arg| *arg == Term::Any || known(arg)),
            Literal::Compare(Comparison::Equal, left, right, _) => match (left, right) {
                (Term::Var(_), other) | (other, Term::Var(_)) if known(other) => true,
                _ => known(left) && known(right),
            },
            Literal::Compare(_, left, right, _) => known(left) && known(right),
            Literal::Test { args, .. } => args.iter().all(known),
            Literal::Aggregate(aggregate) => {
                let mut outer = aggregate.outer.iter();
                outer.all(|var| course.bound[var.index()].is_some())
            }
            Literal::Unpack(unpack) => {
                course.bound[unpack.value.index()].is_some() || unpack.fields.iter().all(known)
            }
        };
        let open = |at: &usize| course.statuses[*at] == Status::Open;
        (0..rule.body.len())
            .filter(open)
            .find(|&at| is_ready(&rule.body[at]))
    }

    /// Whether a condition that is ready holds. It may bind variables.
    pub(super) fn decide(
        &mut self,
        rule: &Rule,
        at: usize,
        bound: &mut Bound,
    ) -> Result<bool, Stopped> {
        Ok(match &rule.body[at] {
            Literal::Not(_) => self.choices(rule, at, bound)?.is_empty(),
            Literal::Compare(comparison, left, right, _) => {
                self.compare(rule, *comparison, left, right, bound)
            }
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => match self.texts(args, bound) {
                Some([left, right]) => self.functors.test(*test, &left, &right) == Some(*expected),
                None => false,
            },
            Literal::Aggregate(aggregate) => match self.aggregate(rule, aggregate, bound)? {
                Some(word) => *bound[aggregate.target.index()].get_or_insert(word) == word,
                None => false,
            },
            Literal::Atom(_) | Literal::Unpack(_) | Literal::Range { .. } => {
                match self.choices(rule, at, bound)?.into_iter().next() {
                    Some(longer) => {
                        *bound = longer;
                        true
                    }
                    None => false,
                }
            }
        })
    }

    fn compare(
        &mut self,
        rule: &Rule,
        comparison: Comparison,
        left: &Term,
        right: &Term,
        bound: &mut Bound,
    ) -> bool {
        if comparison == Comparison::Equal {
            for (side, other) in [(left, right), (right, left)] {
                if let Term::Var(var) = side
                    && bound[var.index()].is_none()
                {
                    bound[var.index()] = self.value(other, bound);
                    return bound[var.index()].is_some();
                }
            }
        }
        let (Some(one), Some(other)) = (self.value(left, bound), self.value(right, bound)) else {
            return false;
        };
        let typed = match left {
            Term::Const(_) => right,
            _ => left,
        };
        let ty = typed.ty(&rule.variables);
        holds(comparison, self.database.values.ordering(one, other, ty))
    }

    /// The value of a term whose variables are bound; none where it is undefined.
    pub(super) fn value(&mut self, term: &Term, bound: &[Option<Word>]) -> Option<Word> {
        match term {
            Term::Var(var) => bound[var.index()],
            Term::Const(value) => Some(self.database.values.constant(value)),
            Term::Any | Term::Call(Functor::Counter, _) => None,
            Term::Call(functor, args) => {
                let args: Option<Vec<Word>> =
                    args.iter().map(|arg| self.value(arg, bound)).collect();
                let values = &mut self.database.values;
                self.functors.apply(*functor, &args?, values)
            }
        }
    }

    /// The two texts that a test is about.
    pub(super) fn texts(&mut self, args: &[Term], bound: &[Option<Word>]) -> Option<[String; 2]> {
        let [left, right] = args else {
            return None;
        };
        let (left, right) = (self.value(left, bound)?, self.value(right, bound)?);
        let values = &self.database.values;
        Some([left, right].map(|word| values.text(word).to_owned()))
    }

    /// The value of an aggregate.
    pub(super) fn aggregate(
        &mut self,
        rule: &Rule,
        aggregate: &Aggregate,
        bound: &[Option<Word>],
    ) -> Result<Option<Word>, Stopped> {
        let mut outside = vec![None; bound.len()];
        for var in &aggregate.outer {
            outside[var.index()] = bound[var.index()];
        }
        let literal = Literal::Aggregate(aggregate.clone());
        let found = self.solved(rule, &literal, &[aggregate.target], &outside)?;
        Ok(found.first().map(|words| words[0]))
    }

    /// The ways in which a condition can be met: each with what it binds.
    pub(super) fn choices(
        &mut self,
        rule: &Rule,
        at: usize,
        bound: &[Option<Word>],
    ) -> Result<Vec<Bound>, Stopped> {
        let literal = &rule.body[at];
        let atom = match literal {
            Literal::Atom(atom) | Literal::Not(atom) => atom,
            other => {
                let mut open: Vec<VarId> = Vec::new();
                other.variables(&mut |var| {
                    if bound[var.index()].is_none() && !open.contains(&var) {
                        open.push(var);
                    }
                });
                let found = self.solved(rule, other, &open, bound)?;
                let with = |words: Vec<Word>| {
                    let mut longer = bound.to_vec();
                    for (var, word) in open.iter().zip(words) {
                        longer[var.index()] = Some(word);
                    }
                    longer
                };
                return Ok(found.into_iter().map(with).collect());
            }
        };
        let mut columns = Vec::new();
        let mut words = Vec::new();
        for (column, arg) in atom.args.iter().enumerate() {
            if is_known(arg, bound) {
                columns.push(column);
                words.extend(self.value(arg, bound));
            }
        }
        let found = self
            .finder
            .fitting(self.database, atom.relation, &columns, &words);
        let rows = self.database.rows(atom.relation);
        self.spent += 1 + rows.len() / LOOKED_THROUGH + found.len().min(MOST_CHOICES);
        let mut choices: Vec<Bound> = Vec::new();
        for row in found.into_iter().take(MOST_CHOICES) {
            let mut longer = bound.to_vec();
            let fits = atom
                .args
                .iter()
                .zip(rows.row(row))
                .all(|(arg, &word)| match arg {
                    Term::Var(var) => *longer[var.index()].get_or_insert(word) == word,
                    _ => true,
                });
            if fits {
                choices.push(longer);
            }
        }
        // A name that stands for itself explains more than one of its other spellings.
        let is_new = |word: &&Option<Word>| word.is_some() && !bound.contains(*word);
        choices.sort_by_cached_key(|longer| longer.iter().filter(is_new).count());
        Ok(choices)
    }

    /// The values of variables under which the engine finds that a condition holds.
    fn solved(
        &mut self,
        rule: &Rule,
        literal: &Literal,
        wanted: &[VarId],
        bound: &[Option<Word>],
    ) -> Result<Vec<Vec<Word>>, Stopped> {
        let known = bound.iter().zip(0..).filter_map(|(word, var)| {
            let value = self
                .database
                .values
                .meaning((*word)?, rule.variables[var as usize].ty);
            let (var, value) = (Term::Var(VarId(var)), Term::Const(value));
            Some(Literal::Compare(Comparison::Equal, var, value, rule.span))
        });
        let body: Vec<Literal> = known.chain([literal.clone()]).collect();
        let alone = Rule {
            body,
            plan: Vec::new(),
            ..rule.clone()
        };
        self.spent += BY_ENGINE;
        let rows = ways(self.program, &alone, wanted, self.database, self.limits)?;
        Ok(rows.iter().map(<[Word]>::to_vec).collect())
    }
}
