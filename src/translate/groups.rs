//! Groups of strata: which crepe program has which, which of them the engine runs, and in what order.
//!
//! crepe has no aggregates, so what needs one waits for the group after that in which all that the
//! aggregate looks at is there; and it waits for the engine where that runs something in between.

use super::refusals::{IN_ORDER, Refusal, refusal, takes_what_comes_first};
use crate::rules::{Aggregate, Literal, Program, RelationId, Rule, schedule};

/// Who evaluates each stratum, and when.
pub(super) struct Groups {
    /// Of each stratum, why the engine runs it.
    refusals: Vec<Option<Refusal>>,
    /// Of each relation, the crepe program that derives it, or behind which the engine does.
    group: Vec<usize>,
    /// Of each relation, whether the engine derives it.
    in_engine: Vec<bool>,
}

/// What is evaluated next.
pub(super) enum Step {
    /// The crepe program of this group.
    Crepe(usize),
    /// A stratum, for this reason.
    Engine(usize, Refusal),
}

impl Groups {
    pub(super) fn new(program: &Program) -> Groups {
        let mut refusals: Vec<Option<Refusal>> = program
            .strata
            .iter()
            .map(|stratum| refusal(program, stratum))
            .collect();
        refuse_in_order(program, &mut refusals);
        loop {
            let groups = Groups::around(program, refusals);
            // Which atoms an aggregate can have around it depends on the groups, and these on who runs
            // the aggregate.
            let Some((stratum, refusal)) = groups.misplaced_aggregate(program) else {
                return groups;
            };
            refusals = groups.refusals;
            refusals[stratum] = Some(refusal);
        }
    }

    /// The earliest groups, given what the engine runs.
    fn around(program: &Program, refusals: Vec<Option<Refusal>>) -> Groups {
        let mut groups = Groups {
            refusals,
            group: vec![0; program.relations.len()],
            in_engine: vec![false; program.relations.len()],
        };
        // Strata come in the order of their dependencies, so one pass is enough. A relation is never
        // aggregated within its own stratum.
        for (number, stratum) in program.strata.iter().enumerate() {
            let in_engine = groups.refusals[number].is_some() && is_evaluated(program, number);
            let rules = stratum.rules.iter().map(|&rule| &program.rules[rule]);
            let group = match in_engine {
                false => rules.map(|rule| groups.of_body(&rule.body)).max(),
                true => {
                    let giving_way = program
                        .subsumptions
                        .iter()
                        .filter(|subsumption| stratum.relations.contains(&subsumption.relation))
                        .map(|subsumption| &subsumption.rule);
                    rules
                        .chain(giving_way)
                        .flat_map(|rule| &rule.body)
                        .flat_map(Literal::relations)
                        .map(|(relation, ..)| groups.of(relation))
                        .max()
                }
            };
            for relation in &stratum.relations {
                groups.group[relation.index()] = group.unwrap_or(0);
                groups.in_engine[relation.index()] = in_engine;
            }
        }
        groups
    }

    /// A stratum that needs an aggregate which no crepe program can collect.
    fn misplaced_aggregate(&self, program: &Program) -> Option<(usize, Refusal)> {
        let strata = program.strata.iter().enumerate();
        let compiled = strata.filter(|(number, _)| self.refusals[*number].is_none());
        for (number, stratum) in compiled {
            for &rule in &stratum.rules {
                let rule = &program.rules[rule];
                let mut aggregates = aggregates(rule).into_iter();
                let misplaced = aggregates.find(|one| self.collecting(rule, one).is_none());
                if let Some(aggregate) = misplaced {
                    let refusal = Refusal {
                        what: "aggregates over variables that neither their bodies nor earlier atoms bind",
                        span: aggregate.span,
                    };
                    return Some((number, refusal));
                }
            }
        }
        None
    }

    /// The body that collects what an aggregate is computed over: its own and, where that does not bind
    /// all variables, the atoms of the rule around it that are there in time.
    pub(super) fn collecting(&self, rule: &Rule, aggregate: &Aggregate) -> Option<Vec<Literal>> {
        let binds_all = |body: &[Literal]| {
            let mut bound = vec![false; rule.variables.len()];
            let order = schedule(body, &mut bound);
            order.len() == body.len() && aggregate.outer.iter().all(|var| bound[var.index()])
        };
        let alone = aggregate.body.clone();
        if binds_all(&alone) {
            return Some(alone);
        }
        let group = self.of_aggregate(aggregate);
        let around = rule.body.iter().filter(|literal| match literal {
            Literal::Atom(atom) => self.ready(atom.relation) <= group,
            _ => false,
        });
        let body: Vec<Literal> = around.cloned().chain(alone).collect();
        binds_all(&body).then_some(body)
    }

    /// What is to be evaluated, in order.
    pub(super) fn steps(&self, program: &Program) -> Vec<Step> {
        let count = self.group.iter().max().map_or(0, |last| last + 1);
        let mut steps = Vec::new();
        for group in 0..count {
            let is_compiled = |rule: &Rule| {
                let is_collected = |aggregate: &&Aggregate| self.of_aggregate(aggregate) == group;
                self.is_compiled(rule)
                    && (self.of(rule.head.relation) == group
                        || aggregates(rule).iter().any(is_collected))
            };
            if program.rules.iter().any(is_compiled) {
                steps.push(Step::Crepe(group));
            }
            for (number, stratum) in program.strata.iter().enumerate() {
                let runs = is_evaluated(program, number)
                    && stratum.relations.iter().any(|id| self.of(*id) == group);
                if let Some(refusal) = self.refusals[number].filter(|_| runs) {
                    steps.push(Step::Engine(number, refusal));
                }
            }
        }
        steps
    }

    /// Whether a crepe program has this rule.
    pub(super) fn is_compiled(&self, rule: &Rule) -> bool {
        !self.in_engine[rule.head.relation.index()]
    }

    /// The group that derives a relation, or behind which the engine does.
    pub(super) fn of(&self, relation: RelationId) -> usize {
        self.group[relation.index()]
    }

    /// The first group that can use a relation.
    fn ready(&self, relation: RelationId) -> usize {
        self.of(relation) + usize::from(self.in_engine[relation.index()])
    }

    /// The group at whose end an aggregate can be computed.
    pub(super) fn of_aggregate(&self, aggregate: &Aggregate) -> usize {
        self.of_body(&aggregate.body)
    }

    /// The earliest group in which a body can be evaluated.
    fn of_body(&self, body: &[Literal]) -> usize {
        let of_literal = |literal: &Literal| match literal {
            Literal::Atom(atom) | Literal::Not(atom) => self.ready(atom.relation),
            Literal::Aggregate(aggregate) => self.of_aggregate(aggregate) + 1,
            Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Unpack(_)
            | Literal::Range { .. } => 0,
        };
        body.iter().map(of_literal).max().unwrap_or(0)
    }
}

/// Refuses what choices and the like rest on: crepe derives the same tuples in another order, of which
/// others would then be the first.
fn refuse_in_order(program: &Program, refusals: &mut [Option<Refusal>]) {
    let mut wanted = vec![false; program.relations.len()];
    for (stratum, refused) in program.strata.iter().zip(refusals).rev() {
        let is_wanted = stratum.relations.iter().any(|id| wanted[id.index()]);
        if !is_wanted && !takes_what_comes_first(program, stratum) {
            continue;
        }
        for &rule in &stratum.rules {
            let rule = &program.rules[rule];
            refused.get_or_insert(Refusal {
                what: IN_ORDER,
                span: rule.span,
            });
            for (relation, ..) in rule.body.iter().flat_map(Literal::relations) {
                wanted[relation.index()] = true;
            }
        }
    }
}

/// Whether there is anything to derive or to drop in a stratum.
fn is_evaluated(program: &Program, number: usize) -> bool {
    let stratum = &program.strata[number];
    let mut giving_way = program.subsumptions.iter();
    !stratum.rules.is_empty()
        || giving_way.any(|subsumption| stratum.relations.contains(&subsumption.relation))
}

/// The aggregates of a rule, those inside others too.
pub(super) fn aggregates(rule: &Rule) -> Vec<&Aggregate> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Literal> = rule.body.iter().collect();
    while let Some(literal) = waiting.pop() {
        if let Literal::Aggregate(aggregate) = literal {
            found.push(aggregate);
            waiting.extend(&aggregate.body);
        }
    }
    found
}
