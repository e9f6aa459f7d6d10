//! Proofs: how a fact follows from what was given, step by step.

use crate::rules::{Const, RelationId, VarId};
use crate::syntax::ast::AggregateKind;
use crate::text::Span;

use super::Leaf;

/// The number of a step in its proof.
pub type StepId = usize;

/// A proof. What several steps rest on is one step, so the steps are a graph without cycles.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Each behind those that it rests on; the last is what is proved.
    pub steps: Vec<Step>,
}

/// A fact, and what makes it hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The relation; `Program::relations.len()` where it is the answer to a query of several conditions.
    pub relation: RelationId,
    pub values: Vec<Const>,
    pub reason: Reason,
}

/// What makes a fact hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// A file, the session or an article states it.
    Given,
    Rule(Application),
    /// A rule derived it from tuples that gave way to others since, so that it cannot be told how.
    Forgotten,
}

/// A rule with values for its variables.
#[derive(Clone, Debug, PartialEq)]
pub struct Application {
    /// The clause, which may stand for several rules: one for each head and alternative.
    pub span: Span,
    /// The variables outside of aggregates.
    pub variables: Vec<Bound>,
    /// What the rule asks for, in the order of its body; what inline relations ask for stands in their place.
    pub premises: Vec<Premise>,
}

/// A variable with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// Its number in the rule; behind those of the rule are variables for each `_` of its positive atoms.
    pub var: VarId,
    /// The name; that of a variable made for a value in between has a `#`.
    pub name: String,
    pub value: Const,
}

/// A condition of a rule that holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Premise {
    /// Where the condition stands.
    pub span: Span,
    /// The condition with its variables filled in.
    pub text: String,
    pub kind: PremiseKind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum PremiseKind {
    /// A fact, which an earlier step gives.
    Fact(StepId),
    /// No tuple of the relation has these values; any value is meant where there is none.
    Absent {
        relation: RelationId,
        columns: Vec<Option<Const>>,
    },
    /// A comparison, test, record or range. One that only names a value has nothing to show.
    Condition { names_only: bool },
    /// The value of an aggregate, and all that it was computed over.
    Aggregate {
        kind: AggregateKind,
        value: Const,
        rows: Vec<Counted>,
    },
}

/// One way in which the body of an aggregate holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// What was summed or compared; nothing of a count.
    pub value: Option<Const>,
    pub premises: Vec<Premise>,
}

impl Proof {
    /// What is proved.
    pub fn conclusion(&self) -> &Step {
        &self.steps[self.steps.len() - 1]
    }

    /// The given facts that the proof ends at, in the order in which they are first needed.
    pub fn leaves(&self) -> Vec<Leaf> {
        self.ends(Application::rests_on)
    }

    /// The given facts that must hold for the proof to hold: of a least or greatest value, those behind one row
    /// that reaches it. Of the other rows, none needs to be right for the value to be.
    pub fn grounds(&self) -> Vec<Leaf> {
        self.ends(Application::is_grounded_in)
    }

    fn ends(&self, rests_on: impl Fn(&Application) -> Vec<StepId>) -> Vec<Leaf> {
        let mut leaves = Vec::new();
        let mut seen = vec![false; self.steps.len()];
        let mut pending = vec![self.steps.len() - 1];
        while let Some(at) = pending.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            let step = &self.steps[at];
            match &step.reason {
                Reason::Given => leaves.push(Leaf {
                    relation: step.relation,
                    values: step.values.clone(),
                }),
                Reason::Forgotten => {}
                Reason::Rule(application) => {
                    let before = pending.len();
                    pending.extend(rests_on(application));
                    pending[before..].reverse();
                }
            }
        }
        leaves
    }
}

impl Application {
    /// The steps that the application rests on, in the order of its premises; some may come more than once.
    pub fn rests_on(&self) -> Vec<StepId> {
        let mut steps = Vec::new();
        rest_on(&self.premises, false, &mut steps);
        steps
    }

    fn is_grounded_in(&self) -> Vec<StepId> {
        let mut steps = Vec::new();
        rest_on(&self.premises, true, &mut steps);
        steps
    }
}

/// Adds the steps that premises rest on; of least and greatest values, `one_row` that reaches them or all rows.
fn rest_on(premises: &[Premise], one_row: bool, into: &mut Vec<StepId>) {
    for premise in premises {
        match &premise.kind {
            PremiseKind::Fact(step) => into.push(*step),
            PremiseKind::Aggregate { kind, value, rows } => {
                let is_extreme = matches!(kind, AggregateKind::Min | AggregateKind::Max);
                let reaches = |row: &&Counted| row.value.as_ref() == Some(value);
                match rows.iter().find(reaches).filter(|_| one_row && is_extreme) {
                    Some(row) => rest_on(&row.premises, one_row, into),
                    None => rows
                        .iter()
                        .for_each(|row| rest_on(&row.premises, one_row, into)),
                }
            }
            PremiseKind::Absent { .. } | PremiseKind::Condition { .. } => {}
        }
    }
}
