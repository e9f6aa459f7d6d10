//! The facts behind a tuple: derivations followed back until nothing is derived any more.

use rustc_hash::FxHashSet;

use super::search::{Finder, Search, constants, is_plain};
use crate::engine::{Limits, Stopped, Watch, ways};
use crate::facts::{Database, Word};
use crate::rules::{
    Aggregate, Atom, Literal, Program, Query, RelationId, Rule, Term, Type, VarId, Variable,
    schedule,
};
use crate::syntax::ast::Comparison;
use crate::text::Span;

/// A given tuple that a proof ends at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Leaf {
    pub relation: RelationId,
    pub tuple: Vec<Word>,
}

/// Follows derivations back.
///
/// The database must be one that [`crate::engine::evaluate`] completed: there, every tuple was derived from
/// tuples of lower strata and of earlier rounds of its own, so a derivation from those always exists, and
/// following such derivations ends.
pub struct Prover<'a> {
    program: &'a Program,
    database: &'a mut Database,
    /// How many tuples of each relation were given, not derived: its first rows.
    given: &'a [usize],
    limits: &'a Limits,
    watch: Watch,
    finder: Finder,
    leaves: Vec<Leaf>,
    /// Rows that are still to be followed back; the last one is the next.
    pending: Vec<(RelationId, usize)>,
    seen: FxHashSet<(RelationId, usize)>,
}

/// One way in which a rule held: values of its variables.
pub(super) struct Way {
    pub(super) variables: Vec<VarId>,
    pub(super) values: Vec<Word>,
}

impl<'a> Prover<'a> {
    pub fn new(
        program: &'a Program,
        database: &'a mut Database,
        given: &'a [usize],
        limits: &'a Limits,
    ) -> Prover<'a> {
        Prover {
            program,
            database,
            given,
            limits,
            watch: Watch::new(limits),
            finder: Finder::default(),
            leaves: Vec::new(),
            pending: Vec::new(),
            seen: FxHashSet::default(),
        }
    }

    /// The given tuples behind one row of an answer, in the order of the query's and the rules' atoms.
    pub fn behind_answer(mut self, query: &Query, row: &[Word]) -> Result<Vec<Leaf>, Stopped> {
        for rule in &query.rules {
            if let Some((rule, way)) = self.derivation(rule, row, usize::MAX)? {
                self.follow(&rule, &way)?;
                break;
            }
        }
        while let Some((relation, row)) = self.pending.pop() {
            self.behind(relation, row)?;
        }
        Ok(self.leaves)
    }

    /// The given tuples behind one row of a relation, and the clause that derived it, if it was not given.
    pub fn behind_row(
        mut self,
        relation: RelationId,
        row: usize,
    ) -> Result<(Option<Span>, Vec<Leaf>), Stopped> {
        let rule = self.behind(relation, row)?;
        while let Some((relation, row)) = self.pending.pop() {
            self.behind(relation, row)?;
        }
        Ok((rule, self.leaves))
    }

    /// Adds a row of a relation if it was given, else what it was derived from to what is pending. Returns the
    /// clause that derived it, if it was not known before.
    fn behind(&mut self, relation: RelationId, row: usize) -> Result<Option<Span>, Stopped> {
        if !self.seen.insert((relation, row)) {
            return Ok(None);
        }
        let tuple = self.database.rows(relation).row(row).to_vec();
        if row < self.given[relation.index()] {
            self.leaves.push(Leaf { relation, tuple });
            return Ok(None);
        }
        let round = self.database.rows(relation).round_of(row);
        let program = self.program;
        for rule in program
            .rules
            .iter()
            .filter(|rule| rule.head.relation == relation)
        {
            if let Some((rule, way)) = self.derivation(rule, &tuple, round)? {
                self.follow(&rule, &way)?;
                return Ok(Some(rule.span));
            }
        }
        unreachable!("every derived tuple has a derivation from earlier rounds")
    }

    /// A way in which a rule gives `tuple`, from tuples of its own stratum of rounds before `round` only;
    /// with the rule as it was searched, in which no argument is left open.
    fn derivation(
        &mut self,
        rule: &Rule,
        tuple: &[Word],
        round: usize,
    ) -> Result<Option<(Rule, Way)>, Stopped> {
        if is_plain(rule) {
            return self.search(rule, tuple, round);
        }
        let Some(rule) = self.bound_to(rule, tuple) else {
            return Ok(None);
        };
        let head = rule.head.relation;
        let ways = self.ways(&rule)?;
        let earlier = ways.into_iter().find(|way| {
            rule.body.iter().all(|literal| match literal {
                Literal::Atom(atom) if shares_stratum(self.program, head, atom.relation) => {
                    let rows = self.database.rows(atom.relation);
                    let used = row_of(atom, way, self.database, &mut self.finder);
                    used.is_some_and(|used| rows.round_of(used) < round)
                }
                _ => true,
            })
        });
        Ok(earlier.map(|way| (rule, way)))
    }

    /// As `derivation`, of a rule whose rows can be looked for one atom after the other.
    fn search(
        &mut self,
        rule: &Rule,
        tuple: &[Word],
        round: usize,
    ) -> Result<Option<(Rule, Way)>, Stopped> {
        let rule = closed(rule);
        let values = &mut self.database.values;
        for value in constants(&rule) {
            values.constant(value);
        }
        let mut bound = vec![None; rule.variables.len()];
        for (arg, &word) in rule.head.args.iter().zip(tuple) {
            let is_word = match arg {
                Term::Var(var) => *bound[var.index()].get_or_insert(word) == word,
                Term::Const(value) => self.database.values.find(value) == Some(word),
                _ => false,
            };
            if !is_word {
                return Ok(None);
            }
        }
        let head = rule.head.relation;
        let (program, database) = (self.program, &*self.database);
        let may_use = |relation: RelationId, row: usize| {
            !shares_stratum(program, head, relation)
                || database.rows(relation).round_of(row) < round
        };
        let search = Search {
            rule: &rule,
            database,
            finder: &mut self.finder,
            may_use: &may_use,
            bound,
        };
        let watch = &mut self.watch;
        let way = search.first(&mut || match watch.check(|| 0) {
            None => Ok(()),
            Some(reason) => Err(Stopped {
                reason,
                relation: name_of(program, head),
                rows: 0,
            }),
        })?;
        Ok(way.map(|way| (rule, way)))
    }

    /// The rule with its head's variables equal to a tuple; `None` if its head's constants differ.
    fn bound_to(&mut self, rule: &Rule, tuple: &[Word]) -> Option<Rule> {
        let mut bound = closed(rule);
        let mut equal = Vec::new();
        for (arg, &word) in rule.head.args.iter().zip(tuple) {
            match arg {
                Term::Var(var) => {
                    let ty = rule.variables[var.index()].ty;
                    let value = Term::Const(self.database.values.meaning(word, ty));
                    let var = Term::Var(*var);
                    equal.push(Literal::Compare(Comparison::Equal, var, value, rule.span));
                }
                Term::Const(value) if self.database.values.find(value) == Some(word) => {}
                _ => return None,
            }
        }
        equal.append(&mut bound.body);
        bound.body = equal;
        Some(bound)
    }

    fn ways(&mut self, rule: &Rule) -> Result<Vec<Way>, Stopped> {
        let mut bound = vec![false; rule.variables.len()];
        schedule(&rule.body, &mut bound);
        let variables: Vec<VarId> = (0..bound.len() as u32)
            .map(VarId)
            .filter(|var| bound[var.index()])
            .collect();
        let rows = ways(self.program, rule, &variables, self.database, self.limits)?;
        let way = |values: &[Word]| Way {
            variables: variables.clone(),
            values: values.to_vec(),
        };
        Ok(rows.iter().map(way).collect())
    }

    /// Adds everything that a rule used to what is pending, so that it is followed back in its order.
    fn follow(&mut self, rule: &Rule, way: &Way) -> Result<(), Stopped> {
        let before = self.pending.len();
        self.use_all(rule, way)?;
        self.pending[before..].reverse();
        Ok(())
    }

    /// Adds everything that a rule used to what is pending, in its order.
    fn use_all(&mut self, rule: &Rule, way: &Way) -> Result<(), Stopped> {
        for literal in &rule.body {
            match literal {
                Literal::Atom(atom) => {
                    let row = row_of(atom, way, self.database, &mut self.finder);
                    self.pending.extend(row.map(|row| (atom.relation, row)));
                }
                Literal::Aggregate(aggregate) => self.follow_aggregate(rule, aggregate, way)?,
                Literal::Not(_)
                | Literal::Compare(..)
                | Literal::Test { .. }
                | Literal::Unpack(_)
                | Literal::Range { .. } => {}
            }
        }
        Ok(())
    }

    /// Everything that an aggregate was computed over is behind it.
    fn follow_aggregate(
        &mut self,
        rule: &Rule,
        aggregate: &Aggregate,
        way: &Way,
    ) -> Result<(), Stopped> {
        let mut body = Vec::new();
        for &var in &aggregate.outer {
            if let Some(word) = way.value(var) {
                let ty = rule.variables[var.index()].ty;
                let value = Term::Const(self.database.values.meaning(word, ty));
                let var = Term::Var(var);
                body.push(Literal::Compare(Comparison::Equal, var, value, rule.span));
            }
        }
        body.extend(aggregate.body.iter().cloned());
        let inner = Rule {
            body,
            ..rule.clone()
        };
        for way in self.ways(&inner)? {
            self.use_all(&inner, &way)?;
        }
        Ok(())
    }
}

fn shares_stratum(program: &Program, one: RelationId, other: RelationId) -> bool {
    let mut strata = program.strata.iter();
    strata.any(|stratum| stratum.relations.contains(&one) && stratum.relations.contains(&other))
}

/// What a relation is called; that of a query's answers is none of the program's.
fn name_of(program: &Program, relation: RelationId) -> String {
    let relation = program.relations.get(relation.index());
    relation.map_or("the answer".to_owned(), |relation| relation.name.clone())
}

/// The row of the tuple that an atom is under a way.
fn row_of(atom: &Atom, way: &Way, database: &Database, finder: &mut Finder) -> Option<usize> {
    let tuple: Option<Vec<Word>> = atom
        .args
        .iter()
        .map(|arg| match arg {
            Term::Var(var) => way.value(*var),
            Term::Const(value) => database.values.find(value),
            Term::Any | Term::Call(..) => None,
        })
        .collect();
    finder.row(database, atom.relation, &tuple?)
}

impl Way {
    fn value(&self, var: VarId) -> Option<Word> {
        let at = self.variables.iter().position(|&other| other == var)?;
        Some(self.values[at])
    }
}

/// The rule with a variable for each `_` of its positive atoms, so that a way says which tuple it used.
fn closed(rule: &Rule) -> Rule {
    let mut closed = rule.clone();
    for literal in &mut closed.body {
        let Literal::Atom(atom) = literal else {
            continue;
        };
        for arg in &mut atom.args {
            if *arg == Term::Any {
                *arg = Term::Var(VarId(closed.variables.len() as u32));
                closed.variables.push(Variable {
                    name: "#any".to_owned(),
                    ty: Type::Symbol,
                    span: atom.span,
                });
            }
        }
    }
    closed
}
