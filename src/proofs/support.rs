//! The facts behind a tuple: derivations followed back until nothing is derived any more.

use rustc_hash::FxHashSet;

use crate::engine::{Limits, Stopped, ways};
use crate::facts::{Database, Word};
use crate::rules::{
    Aggregate, Atom, Literal, Program, Query, RelationId, Rule, Term, Type, VarId, Variable,
    schedule,
};
use crate::syntax::ast::Comparison;

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
    leaves: Vec<Leaf>,
    seen: FxHashSet<(RelationId, usize)>,
}

/// One way in which a rule held: values of its variables.
struct Way {
    variables: Vec<VarId>,
    values: Vec<Word>,
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
            leaves: Vec::new(),
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
        Ok(self.leaves)
    }

    /// Adds the given tuples behind a row of a relation.
    fn behind(&mut self, relation: RelationId, row: usize) -> Result<(), Stopped> {
        if !self.seen.insert((relation, row)) {
            return Ok(());
        }
        let tuple = self.database.rows(relation).row(row).to_vec();
        if row < self.given[relation.index()] {
            self.leaves.push(Leaf { relation, tuple });
            return Ok(());
        }
        let round = self.database.rows(relation).round_of(row);
        let program = self.program;
        for rule in program
            .rules
            .iter()
            .filter(|rule| rule.head.relation == relation)
        {
            if let Some((rule, way)) = self.derivation(rule, &tuple, round)? {
                return self.follow(&rule, &way);
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
        let Some(rule) = self.bound_to(rule, tuple) else {
            return Ok(None);
        };
        let head = rule.head.relation;
        let ways = self.ways(&rule)?;
        let earlier = ways.into_iter().find(|way| {
            rule.body.iter().all(|literal| match literal {
                Literal::Atom(atom) if self.shares_stratum(head, atom.relation) => {
                    let rows = self.database.rows(atom.relation);
                    let used = self.row_of(atom, way);
                    used.is_some_and(|used| rows.round_of(used) < round)
                }
                _ => true,
            })
        });
        Ok(earlier.map(|way| (rule, way)))
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

    fn shares_stratum(&self, one: RelationId, other: RelationId) -> bool {
        let strata = &self.program.strata;
        strata
            .iter()
            .any(|stratum| stratum.relations.contains(&one) && stratum.relations.contains(&other))
    }

    /// The row of the tuple that an atom is under a way.
    fn row_of(&self, atom: &Atom, way: &Way) -> Option<usize> {
        let tuple: Option<Vec<Word>> = atom
            .args
            .iter()
            .map(|arg| match arg {
                Term::Var(var) => way.value(*var),
                Term::Const(value) => self.database.values.find(value),
                Term::Any | Term::Call(..) => None,
            })
            .collect();
        self.database.rows(atom.relation).find(&tuple?)
    }

    /// Adds the given tuples behind everything that a rule used.
    fn follow(&mut self, rule: &Rule, way: &Way) -> Result<(), Stopped> {
        for literal in &rule.body {
            match literal {
                Literal::Atom(atom) => {
                    if let Some(row) = self.row_of(atom, way) {
                        self.behind(atom.relation, row)?;
                    }
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
            self.follow(&inner, &way)?;
        }
        Ok(())
    }
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
