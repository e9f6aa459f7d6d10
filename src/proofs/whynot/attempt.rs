//! How far one rule gets: the conditions that can be met together, and those that fail then.

use std::cmp::Ordering;

use super::{Absence, Inquiry, Pattern};
use crate::engine::Stopped;
use crate::facts::Word;
use crate::rules::{Atom, Const, Literal, RelationId, Rule, Term};

/// How much is looked at for one rule, in rows or so; what was best until then counts.
const STEPS: usize = 50_000;
/// How much for all rules together, before each of them gets as little as `FEW`.
const ALL: usize = 1_000_000;
const FEW: usize = 1_000;

/// The nearest that a rule came to giving what was looked for.
#[derive(Clone, Debug)]
pub struct Attempt {
    /// Position in [`crate::rules::Program::rules`].
    pub rule: usize,
    /// One for each literal of the rule's body.
    pub conditions: Vec<Condition>,
}

/// A literal of the rule's body.
#[derive(Clone, Debug)]
pub struct Condition {
    /// What the rule's variables were when it failed; at the end, if it did not.
    pub values: Vec<Option<Const>>,
    pub outcome: Outcome,
}

#[derive(Clone, Debug)]
pub enum Outcome {
    Holds,
    Fails(Failure),
    /// What it says of could not be found, since another condition failed.
    Open,
}

/// What is wrong with a condition.
#[derive(Clone, Debug)]
pub enum Failure {
    /// No tuple fits.
    Missing(Box<Absence>),
    /// There is a tuple where none may be.
    Present(Presence),
    /// Two values do not compare like that.
    Compared(Const, Const),
    /// An aggregate has this value, and the rule needs another; none where there is nothing to compute it
    /// from.
    Computed(Option<Const>),
    /// A functor or test has no value for these.
    Undefined,
    /// Nothing else is to be said.
    Untrue,
}

/// A tuple that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub relation: RelationId,
    pub values: Vec<Const>,
    /// A rule that gives it, by its position; none if it is only stated.
    pub rule: Option<usize>,
}

impl Attempt {
    /// Which of two attempts came nearer: the one of whose conditions a greater part holds; of equal parts, the
    /// one with fewer that do not.
    pub fn nearer(&self, other: &Attempt) -> Ordering {
        let lacking = |attempt: &Attempt| attempt.conditions.len() - attempt.holding();
        let (own, others) = (lacking(self), lacking(other));
        let parts = (own * other.conditions.len()).cmp(&(others * self.conditions.len()));
        parts.then(own.cmp(&others))
    }

    /// How many conditions hold together.
    pub fn holding(&self) -> usize {
        let hold = |condition: &&Condition| matches!(condition.outcome, Outcome::Holds);
        self.conditions.iter().filter(hold).count()
    }

    /// Whether all conditions hold, and it is the relation that keeps the tuple out.
    pub fn is_met(&self) -> bool {
        self.holding() == self.conditions.len()
    }
}

/// Where a condition stands while the nearest attempt is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Open,
    Holds,
    Fails,
    /// An atom left out, to see how far the others get without it.
    LeftOut,
}

/// A way through the conditions of a rule.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub(super) bound: Vec<Option<Word>>,
    pub(super) statuses: Vec<Status>,
    /// The variables as they were when conditions failed.
    pub(super) failed: Vec<Vec<Option<Word>>>,
}

impl Course {
    fn new(rule: &Rule, bound: Vec<Option<Word>>) -> Course {
        Course {
            bound,
            statuses: vec![Status::Open; rule.body.len()],
            failed: vec![Vec::new(); rule.body.len()],
        }
    }

    fn count(&self, status: Status) -> usize {
        self.statuses.iter().filter(|one| **one == status).count()
    }

    fn settle(&mut self, at: usize, status: Status) {
        self.statuses[at] = status;
        if status == Status::Fails {
            self.failed[at].clone_from(&self.bound);
        }
    }
}

/// The best course so far, and how much more may be looked at.
struct Hunt<'r> {
    rule: &'r Rule,
    best: Option<Course>,
    most: usize,
    /// When it ends, by what was looked at.
    until: usize,
}

impl Hunt<'_> {
    fn is_over(&self, spent: usize) -> bool {
        let is_met = self.best.is_some() && self.most == self.rule.body.len();
        spent > self.until || is_met
    }
}

impl Inquiry<'_> {
    /// The nearest that a rule comes, with its head's variables bound.
    pub(super) fn attempt(
        &mut self,
        at: usize,
        bound: Vec<Option<Word>>,
        depth: usize,
    ) -> Result<Attempt, Stopped> {
        let program = self.program;
        let rule = &program.rules[at];
        let course = self.best_course(rule, bound)?;
        let mut conditions = Vec::with_capacity(rule.body.len());
        // Only the first failure is followed further down.
        let mut depth = depth - 1;
        for (at, status) in course.statuses.iter().enumerate() {
            let words = match status {
                Status::Fails => &course.failed[at],
                _ => &course.bound,
            };
            let values: Vec<Option<Const>> = words
                .iter()
                .zip(&rule.variables)
                .map(|(word, variable)| {
                    word.map(|word| self.database.values.meaning(word, variable.ty))
                })
                .collect();
            let outcome = match status {
                Status::Holds => Outcome::Holds,
                Status::Fails => {
                    let failure = self.failure(rule, at, words, &values, depth)?;
                    depth = 0;
                    Outcome::Fails(failure)
                }
                Status::Open | Status::LeftOut => Outcome::Open,
            };
            conditions.push(Condition { values, outcome });
        }
        Ok(Attempt {
            rule: at,
            conditions,
        })
    }

    /// The course on which most conditions hold.
    fn best_course(&mut self, rule: &Rule, bound: Vec<Option<Word>>) -> Result<Course, Stopped> {
        let start = Course::new(rule, bound);
        let mut hunt = Hunt {
            rule,
            best: None,
            most: 0,
            until: self.spent + if self.spent < ALL { STEPS } else { FEW },
        };
        self.follow(&mut hunt, start.clone())?;
        Ok(hunt.best.unwrap_or(start))
    }

    /// Meets what is open of a course in all ways that can be better than the best one.
    fn follow(&mut self, hunt: &mut Hunt, mut course: Course) -> Result<(), Stopped> {
        let rule = hunt.rule;
        loop {
            let most = course.count(Status::Holds) + course.count(Status::Open);
            if hunt.is_over(self.spent) || (hunt.best.is_some() && most <= hunt.most) {
                return Ok(());
            }
            self.spent += 1;
            if let Some(at) = self.ready(rule, &course) {
                let holds = self.decide(rule, at, &mut course.bound)?;
                course.settle(at, if holds { Status::Holds } else { Status::Fails });
                continue;
            }
            let Some(at) = self.next_choice(rule, &course) else {
                return self.arrive(hunt, course);
            };
            self.go_on(rule.head.relation)?;
            let choices = self.choices(rule, at, &course.bound)?;
            if choices.is_empty() {
                course.settle(at, Status::Fails);
                continue;
            }
            for bound in choices {
                if hunt.is_over(self.spent) {
                    return Ok(());
                }
                let mut longer = course.clone();
                longer.bound = bound;
                longer.settle(at, Status::Holds);
                self.follow(hunt, longer)?;
            }
            course.settle(at, Status::LeftOut);
        }
    }

    /// Notes the end of a course, if it is the best. What was left out is met if it can be, after all.
    fn arrive(&mut self, hunt: &mut Hunt, mut course: Course) -> Result<(), Stopped> {
        for at in 0..course.statuses.len() {
            if course.statuses[at] == Status::LeftOut {
                match self.choices(hunt.rule, at, &course.bound)?.pop() {
                    Some(bound) => {
                        course.bound = bound;
                        course.settle(at, Status::Holds);
                    }
                    None => course.settle(at, Status::Fails),
                }
            }
        }
        let holding = course.count(Status::Holds);
        if hunt.best.is_none() || holding > hunt.most {
            hunt.most = holding;
            hunt.best = Some(course);
        }
        Ok(())
    }

    /// The open condition with the fewest choices: one that has some variables bound already.
    fn next_choice(&self, rule: &Rule, course: &Course) -> Option<usize> {
        let is_open = |at: &usize| course.statuses[*at] == Status::Open;
        (0..rule.body.len())
            .filter(is_open)
            .filter_map(|at| Some((self.effort(&rule.body[at], &course.bound)?, at)))
            .min()
            .map(|(_, at)| at)
    }

    fn effort(&self, literal: &Literal, bound: &[Option<Word>]) -> Option<(bool, usize, usize)> {
        let atom = match literal {
            Literal::Atom(atom) => atom,
            Literal::Range { from, to, step, .. } => {
                let mut ends = [Some(from), Some(to), step.as_ref()].into_iter().flatten();
                return ends
                    .all(|end| super::conditions::is_known(end, bound))
                    .then_some((false, 1, 0));
            }
            _ => return None,
        };
        let is_open = |arg: &&Term| match arg {
            Term::Var(var) => bound[var.index()].is_none(),
            Term::Const(_) => false,
            Term::Any | Term::Call(..) => true,
        };
        let open = atom.args.iter().filter(is_open).count();
        let rows = self.database.rows(atom.relation).len();
        Some((open > 0 && open == atom.args.len(), open, rows))
    }

    /// What is wrong with a condition that fails.
    fn failure(
        &mut self,
        rule: &Rule,
        at: usize,
        bound: &[Option<Word>],
        values: &[Option<Const>],
        depth: usize,
    ) -> Result<Failure, Stopped> {
        Ok(match &rule.body[at] {
            Literal::Atom(atom) => {
                let absence = self.absence(pattern(atom, values), depth)?;
                Failure::Missing(Box::new(absence))
            }
            Literal::Not(atom) => Failure::Present(self.presence(&pattern(atom, values))?),
            Literal::Compare(_, left, right, _) => {
                let sides = [left, right].map(|side| {
                    let word = self.value(side, bound)?;
                    let ty = side.ty(&rule.variables);
                    Some(self.database.values.meaning(word, ty))
                });
                let is_aggregate = |side: &Term| {
                    rule.body.iter().any(|other| match (other, side) {
                        (Literal::Aggregate(one), Term::Var(var)) => one.target == *var,
                        _ => false,
                    })
                };
                match sides {
                    [Some(value), Some(_)] if is_aggregate(left) => Failure::Computed(Some(value)),
                    [Some(_), Some(value)] if is_aggregate(right) => Failure::Computed(Some(value)),
                    [Some(left), Some(right)] => Failure::Compared(left, right),
                    _ => Failure::Undefined,
                }
            }
            Literal::Test { test, args, .. } => {
                let texts = self.texts(args, bound);
                let result =
                    texts.and_then(|[left, right]| self.functors.test(*test, &left, &right));
                match result {
                    Some(_) => Failure::Untrue,
                    None => Failure::Undefined,
                }
            }
            Literal::Aggregate(aggregate) => {
                let value = self.aggregate(rule, aggregate, bound)?;
                let value = value.map(|word| self.database.values.meaning(word, aggregate.ty));
                Failure::Computed(value)
            }
            Literal::Unpack(_) | Literal::Range { .. } => Failure::Untrue,
        })
    }

    /// A tuple that fits a pattern, and a rule that gives it.
    fn presence(&mut self, pattern: &Pattern) -> Result<Presence, Stopped> {
        let relation = pattern.relation;
        let rows = self.rows(pattern)?;
        let values = rows
            .iter()
            .map(|&row| self.meaning(relation, row))
            .min()
            .expect("a condition failed since there is one");
        let tuple = Pattern {
            relation,
            values: values.iter().cloned().map(Some).collect(),
            alike: Vec::new(),
        };
        let mut giving = None;
        let program = self.program;
        for (at, rule) in program.rules.iter().enumerate() {
            if rule.head.relation == relation
                && let Ok(bound) = self.unify(rule, &tuple)
                && self.best_course(rule, bound)?.count(Status::Holds) == rule.body.len()
            {
                giving = Some(at);
                break;
            }
        }
        Ok(Presence {
            relation,
            values,
            rule: giving,
        })
    }
}

/// What an atom looks for.
fn pattern(atom: &Atom, values: &[Option<Const>]) -> Pattern {
    let value = |arg: &Term| match arg {
        Term::Var(var) => values[var.index()].clone(),
        Term::Const(value) => Some(value.clone()),
        Term::Any | Term::Call(..) => None,
    };
    let mut alike = Vec::new();
    for (at, arg) in atom.args.iter().enumerate() {
        let before = atom.args[..at].iter().position(|other| other == arg);
        if let (Term::Var(var), Some(before)) = (arg, before)
            && values[var.index()].is_none()
        {
            alike.push((before, at));
        }
    }
    Pattern {
        relation: atom.relation,
        values: atom.args.iter().map(value).collect(),
        alike,
    }
}
