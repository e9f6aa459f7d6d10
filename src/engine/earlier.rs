//! What evaluations of the same rules over other facts have taught: in which order to join, where bindings are not
//! alike, and how far they come.

use std::sync::atomic::Ordering;

use rustc_hash::FxHashMap;

use super::plan::Planner;
use super::steps::{Plan, Sink, Step};
use crate::rules::{Literal, Rule};

/// A rule that is evaluated again and again, with one of its atoms that sees the delta, if one does.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct RuleKey {
    /// The number of the first rule of its stratum in the program.
    pub(super) stratum: usize,
    /// Its own number among those that the stratum has once they are split.
    pub(super) number: usize,
    /// The place in the body of the atom that sees the delta.
    pub(super) delta: Option<usize>,
}

/// What was learnt of each rule.
#[derive(Default)]
pub(super) struct Earlier {
    of: FxHashMap<RuleKey, Lessons>,
}

struct Lessons {
    known: Known,
    /// How many tuples the relations of the body had when the order was found.
    sizes: Vec<usize>,
}

/// What is known of a rule when its plan is made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Known {
    /// The order of its body.
    pub(super) order: Vec<usize>,
    /// A bit for each place of the order: whether bindings were seen to differ behind it.
    pub(super) differ: u64,
    /// The last place of the order that bindings have come to, if the whole rule was evaluated.
    pub(super) reached: Option<usize>,
}

impl Known {
    /// Nothing but the order.
    pub(super) fn of(order: Vec<usize>) -> Known {
        Known {
            order,
            differ: 0,
            reached: None,
        }
    }
}

/// Up to so many tuples, it does not matter how many there are.
const SMALL: usize = 64;

impl Earlier {
    /// Learns from a plan that was run as often as it had to be.
    pub(super) fn learn(&mut self, key: RuleKey, plan: &Plan) {
        let Some(Lessons { known, .. }) = self.of.get_mut(&key) else {
            return;
        };
        if !matches!(plan.sink, Sink::Rest) {
            let reached = plan.reached.load(Ordering::Relaxed);
            known.reached = Some(plan.ordered.get(reached).map_or(usize::MAX, |&at| at));
        }
        for (step, place) in plan.steps.iter().zip(&plan.ordered) {
            if let Step::Distinct { gain } = step
                && *place < u64::BITS as usize
                && gain.is_little()
            {
                known.differ |= 1 << place;
            }
        }
    }
}

impl Planner<'_> {
    /// The order of a rule's body, and what else is known of it. What was found before holds unless relations are now
    /// more than twice as large as they were then, or less than half as large.
    pub(super) fn order_again(&mut self, rule: &Rule, version: usize, key: RuleKey) -> Known {
        let sizes = rule.body.iter().filter_map(|literal| match literal {
            Literal::Atom(atom) if !(self.in_stratum)(atom.relation) => {
                Some(self.database.rows(atom.relation).len().max(SMALL))
            }
            _ => None,
        });
        if let Some(found) = self.indexes.earlier.of.get(&key) {
            let mut both = sizes.clone().zip(&found.sizes);
            if both.all(|(now, &then)| now <= 2 * then && then <= 2 * now) {
                return found.known.clone();
            }
        }
        let sizes = sizes.collect();
        let known = Known::of(self.order_of(rule, version, key.delta));
        let lessons = Lessons {
            known: known.clone(),
            sizes,
        };
        self.indexes.earlier.of.insert(key, lessons);
        known
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use super::super::index::Indexes;
    use super::super::steps::{Expr, Gain, Source};
    use super::super::tuning::Tuning;
    use super::*;
    use crate::facts::Database;
    use crate::rules::{RelationId, program_of};

    /// What is known of the rule with so many tuples.
    fn known(indexes: &mut Indexes, few: u32, many: u32) -> Known {
        let program = program_of(
            ".decl a(x: number, y: number)
            .decl b(x: number, y: number)
            .decl p(x: number, z: number)
            p(x, z) :- a(x, y), b(y, z).",
        );
        let mut database = Database::new(&program);
        for (at, size) in [few, many].into_iter().enumerate() {
            let rows = database.rows_mut(RelationId(at as u32));
            (0..size).for_each(|n| _ = rows.insert(&[n, n]));
        }
        let mut planner = Planner {
            database: &mut database,
            indexes,
            tuning: &Tuning::default(),
            in_stratum: &|_| false,
            deltas: &[],
        };
        planner.order_again(&program.rules[0], 0, KEY)
    }

    const KEY: RuleKey = RuleKey {
        stratum: 0,
        number: 0,
        delta: None,
    };

    #[test]
    fn an_order_holds_while_relations_are_about_as_large() {
        let mut indexes = Indexes::default();
        assert_eq!(known(&mut indexes, 1_000, 1_500).order, [0, 1]);
        assert_eq!(known(&mut indexes, 1_500, 1_000).order, [0, 1]);
        assert_eq!(known(&mut Indexes::default(), 1_500, 1_000).order, [1, 0]);
        assert_eq!(known(&mut indexes, 1_500, 700).order, [1, 0]);
    }

    /// A plan with a step for each place of the order.
    fn plan(steps: Vec<Step>, reached: usize, sink: Sink) -> Plan {
        Plan {
            places: vec![None; steps.len()],
            ordered: (0..steps.len()).collect(),
            steps,
            reached: AtomicUsize::new(reached),
            sink,
            shared: Gain::of_rounds(),
        }
    }

    fn whole() -> Sink {
        Sink::Insert {
            relation: RelationId(2),
            args: Vec::new(),
            all_new: false,
        }
    }

    #[test]
    fn bindings_that_differed_are_remembered_with_the_order() {
        let mut indexes = Indexes::default();
        known(&mut indexes, 100, 100);
        // Behind the second place all bindings differed, behind the first half were alike.
        let steps = [50, 100].map(|kept| {
            let gain = Gain::of_one_run();
            gain.add(100, kept);
            Step::Distinct { gain }
        });
        let plan = plan(steps.into(), 2, whole());
        indexes.earlier.learn(KEY, &plan);
        assert_eq!(known(&mut indexes, 120, 100).differ, 0b10);
        assert_eq!(known(&mut indexes, 300, 100).differ, 0);
    }

    #[test]
    fn how_far_bindings_come_is_learnt_of_whole_plans() {
        let steps = || (0..2).map(|_| Step::Bind(Expr::Source(Source::Constant(0))));
        let mut indexes = Indexes::default();
        assert_eq!(known(&mut indexes, 100, 100).reached, None);
        for (reached, sink, learnt) in [
            (0, whole(), 0),
            (1, whole(), 1),
            (0, Sink::Rest, 1),
            (2, whole(), usize::MAX),
        ] {
            let plan = plan(steps().collect(), reached, sink);
            indexes.earlier.learn(KEY, &plan);
            assert_eq!(known(&mut indexes, 100, 100).reached, Some(learnt));
        }
        assert_eq!(known(&mut indexes, 300, 100).reached, None);
    }
}
