//! Groups of strata: what can be derived before any aggregate, what needs aggregates of that, and so on.

use crate::rules::{Aggregate, Literal, Program, RelationId, Rule};

/// The number of the group of each relation.
pub(super) struct Groups {
    level: Vec<usize>,
}

impl Groups {
    pub(super) fn new(program: &Program) -> Groups {
        let mut groups = Groups {
            level: vec![0; program.relations.len()],
        };
        // Strata come in the order of their dependencies, so one pass is enough. A relation is never
        // aggregated within its own stratum.
        for stratum in &program.strata {
            let rules = stratum.rules.iter().map(|&rule| &program.rules[rule]);
            let level = rules.map(|rule| groups.of_body(&rule.body)).max();
            for relation in &stratum.relations {
                groups.level[relation.index()] = level.unwrap_or(0);
            }
        }
        groups
    }

    pub(super) fn count(&self) -> usize {
        self.level.iter().max().map_or(0, |most| most + 1)
    }

    pub(super) fn of(&self, relation: RelationId) -> usize {
        self.level[relation.index()]
    }

    pub(super) fn of_rule(&self, rule: &Rule) -> usize {
        self.of(rule.head.relation)
    }

    /// The group at whose end an aggregate can be computed.
    pub(super) fn of_aggregate(&self, aggregate: &Aggregate) -> usize {
        self.of_body(&aggregate.body)
    }

    /// The earliest group in which a body can be evaluated.
    fn of_body(&self, body: &[Literal]) -> usize {
        let of_literal = |literal: &Literal| match literal {
            Literal::Atom(atom) | Literal::Not(atom) => self.of(atom.relation),
            Literal::Aggregate(aggregate) => self.of_aggregate(aggregate) + 1,
            Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Unpack(_)
            | Literal::Range { .. } => 0,
        };
        body.iter().map(of_literal).max().unwrap_or(0)
    }
}
