//! Why not: for every rule that could have given a tuple, how far it gets, and where it fails.

mod attempt;
mod conditions;
mod near;

use rustc_hash::FxHashSet;

use crate::engine::{Functors, Limits, Stopped, Watch};
use crate::facts::{Database, Word};
use crate::rules::{Const, Program, RelationId, Rule, Term};

use super::finder::Finder;
pub use attempt::{Attempt, Condition, Failure, Outcome, Presence};
pub use near::{Near, Nearest, Unknown};

/// What is looked for: a relation with a value for each column, or none where any will do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    pub relation: RelationId,
    pub values: Vec<Option<Const>>,
    /// Pairs of columns without a value that must have the same one.
    pub alike: Vec<(usize, usize)>,
}

/// Why no tuple fits a pattern.
#[derive(Clone, Debug)]
pub struct Absence {
    pub pattern: Pattern,
    /// One for each rule that could have given a tuple: those that came nearest first. None if the question
    /// was not followed that far down, or stands above already.
    pub attempts: Vec<Attempt>,
    pub excluded: Vec<Exclusion>,
    /// The tuples of the relation that come closest.
    pub nearest: Nearest,
}

/// A rule that cannot give what is looked for, whatever holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// Position in [`Program::rules`].
    pub rule: usize,
    pub column: usize,
    /// The value that the rule gives to the column; none where it is that of another column.
    pub gives: Option<Const>,
}

/// Says why no tuple of a database fits, over all that an evaluation derived.
///
/// Failing conditions that are themselves derived are followed `depth` levels down; 1 is the rules of the
/// pattern's own relation. Returns `None` if some tuple fits.
///
/// # Errors
/// When a limit is reached or the user interrupts.
pub fn why_not(
    program: &Program,
    database: &mut Database,
    pattern: &Pattern,
    depth: usize,
    limits: &Limits,
) -> Result<Option<Absence>, Stopped> {
    let mut inquiry = Inquiry {
        program,
        database,
        limits,
        watch: Watch::new(limits),
        finder: Finder::default(),
        functors: Functors::default(),
        above: Vec::new(),
        spent: 0,
        symbols: FxHashSet::default(),
    };
    if inquiry.rows(pattern)?.is_empty() {
        return inquiry.absence(pattern.clone(), depth).map(Some);
    }
    Ok(None)
}

/// What one question needs.
struct Inquiry<'a> {
    program: &'a Program,
    database: &'a mut Database,
    limits: &'a Limits,
    watch: Watch,
    finder: Finder,
    functors: Functors,
    /// The patterns that are being explained, the first one first.
    above: Vec<Pattern>,
    /// How much was looked at, in rows or so.
    spent: usize,
    /// The texts that tuples have, once that was asked for.
    symbols: FxHashSet<Word>,
}

impl Inquiry<'_> {
    fn absence(&mut self, pattern: Pattern, depth: usize) -> Result<Absence, Stopped> {
        self.go_on(pattern.relation)?;
        let nearest = self.nearest(&pattern);
        let mut absence = Absence {
            pattern,
            attempts: Vec::new(),
            excluded: Vec::new(),
            nearest,
        };
        // A rule's variables are not made one, so what must be alike is not followed down.
        let is_plain = absence.pattern.alike.is_empty();
        if depth == 0 || !is_plain || self.above.contains(&absence.pattern) {
            return Ok(absence);
        }
        self.above.push(absence.pattern.clone());
        let program = self.program;
        for (at, rule) in program.rules.iter().enumerate() {
            if rule.head.relation != absence.pattern.relation {
                continue;
            }
            match self.unify(rule, &absence.pattern) {
                Ok(bound) => {
                    let attempt = self.attempt(at, bound, depth)?;
                    absence.attempts.push(attempt);
                }
                Err((column, gives)) => absence.excluded.push(Exclusion {
                    rule: at,
                    column,
                    gives,
                }),
            }
        }
        self.above.pop();
        absence.attempts.sort_by(Attempt::nearer);
        Ok(absence)
    }

    /// The rule's variables as its head binds them, or the column that does not fit.
    fn unify(
        &mut self,
        rule: &Rule,
        pattern: &Pattern,
    ) -> Result<Vec<Option<Word>>, (usize, Option<Const>)> {
        let mut bound = vec![None; rule.variables.len()];
        for (column, (arg, value)) in rule.head.args.iter().zip(&pattern.values).enumerate() {
            let Some(value) = value else {
                continue;
            };
            let word = self.database.values.constant(value);
            match arg {
                Term::Var(var) if *bound[var.index()].get_or_insert(word) == word => {}
                Term::Const(own) if self.database.values.constant(own) == word => {}
                Term::Const(own) => return Err((column, Some(own.clone()))),
                _ => return Err((column, None)),
            }
        }
        Ok(bound)
    }

    /// The rows that fit a pattern.
    fn rows(&mut self, pattern: &Pattern) -> Result<Vec<usize>, Stopped> {
        self.go_on(pattern.relation)?;
        let given = pattern.values.iter().enumerate();
        let given = given.filter_map(|(column, value)| Some((column, value.as_ref()?)));
        let (columns, words): (Vec<usize>, Vec<Word>) = given
            .map(|(column, value)| (column, self.database.values.constant(value)))
            .unzip();
        let relation = pattern.relation;
        let mut rows = self
            .finder
            .fitting(self.database, relation, &columns, &words);
        let all = self.database.rows(relation);
        rows.retain(|&row| {
            let mut pairs = pattern.alike.iter();
            pairs.all(|&(one, other)| all.row(row)[one] == all.row(row)[other])
        });
        Ok(rows)
    }

    /// Looks whether to stop.
    fn go_on(&mut self, relation: RelationId) -> Result<(), Stopped> {
        match self.watch.check(|| 0) {
            None => Ok(()),
            Some(reason) => Err(Stopped {
                reason,
                relation: self.program.relation(relation).name.clone(),
                rows: 0,
            }),
        }
    }

    fn meaning(&self, relation: RelationId, row: usize) -> Vec<Const> {
        let columns = &self.program.relation(relation).columns;
        let words = self.database.rows(relation).row(row).iter().zip(columns);
        words
            .map(|(&word, column)| self.database.values.meaning(word, column.ty))
            .collect()
    }
}
