//! Groups of strata: what can be derived before any aggregate, what needs aggregates of that, and so on.

use crate::rules::{Aggregate, Literal, Program, RelationId};

/// How many rules one crepe program may have, if its relations can be divided: crepe makes one function of
/// each program, and the compiler's time grows faster than a function.
const MOST_RULES: usize = 16;

/// What one crepe program derives.
pub(super) struct Part {
    /// Positions in the program's rules.
    pub(super) rules: Vec<usize>,
    /// The group that is complete after this part: its aggregates are computed here.
    pub(super) ends_level: Option<usize>,
}

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

    fn count(&self) -> usize {
        self.level.iter().max().map_or(0, |most| most + 1)
    }

    pub(super) fn of(&self, relation: RelationId) -> usize {
        self.level[relation.index()]
    }

    /// The parts of all groups in order, each group divided between strata.
    pub(super) fn parts(&self, program: &Program) -> Vec<Part> {
        let mut parts = Vec::new();
        for level in 0..self.count() {
            let mut rules: Vec<usize> = Vec::new();
            for stratum in &program.strata {
                let relation = stratum.relations.first();
                if relation.is_none_or(|relation| self.of(*relation) != level) {
                    continue;
                }
                if !rules.is_empty() && rules.len() + stratum.rules.len() > MOST_RULES {
                    parts.push(Part {
                        rules: std::mem::take(&mut rules),
                        ends_level: None,
                    });
                }
                rules.extend(&stratum.rules);
            }
            parts.push(Part {
                rules,
                ends_level: Some(level),
            });
        }
        parts
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
            Literal::Compare(..) | Literal::Test { .. } => 0,
        };
        body.iter().map(of_literal).max().unwrap_or(0)
    }
}
