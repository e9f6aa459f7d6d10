//! What evaluations of the same rules over other facts have taught: in which order to join, and where bindings are not
//! alike.

use rustc_hash::FxHashMap;

use super::plan::Planner;
use super::steps::{Plan, Step};
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
    order: Vec<usize>,
    /// How many tuples the relations of the body had when the order was found.
    sizes: Vec<usize>,
    /// A bit for each place of the order: whether bindings were seen to differ behind it.
    differ: u64,
}

/// Up to so many tuples, it does not matter how many there are.
const SMALL: usize = 64;

impl Earlier {
    /// Learns from a plan that was run as often as it had to be.
    pub(super) fn learn(&mut self, key: RuleKey, plan: &Plan) {
        let Some(lessons) = self.of.get_mut(&key) else {
            return;
        };
        for step in &plan.steps {
            if let Step::Distinct { gain, place } = step
                && *place < u64::BITS as usize
                && gain.is_little()
            {
                lessons.differ |= 1 << place;
            }
        }
    }
}

impl Planner<'_> {
    /// The order of a rule's body, and for each place of it, as a bit, whether bindings are known to differ behind it.
    /// What was found before holds unless relations are now more than twice as large as they were then, or less
    /// than half as large.
    pub(super) fn order_again(
        &mut self,
        rule: &Rule,
        version: usize,
        key: RuleKey,
    ) -> (Vec<usize>, u64) {
        let sizes = rule.body.iter().filter_map(|literal| match literal {
            Literal::Atom(atom) if !(self.in_stratum)(atom.relation) => {
                Some(self.database.rows(atom.relation).len().max(SMALL))
            }
            _ => None,
        });
        if let Some(found) = self.indexes.earlier.of.get(&key) {
            let mut both = sizes.clone().zip(&found.sizes);
            if both.all(|(now, &then)| now <= 2 * then && then <= 2 * now) {
                return (found.order.clone(), found.differ);
            }
        }
        let sizes = sizes.collect();
        let order = self.order_of(rule, version, key.delta);
        let lessons = Lessons {
            order: order.clone(),
            sizes,
            differ: 0,
        };
        self.indexes.earlier.of.insert(key, lessons);
        (order, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::super::index::Indexes;
    use super::super::steps::{Gain, Sink};
    use super::super::tuning::Tuning;
    use super::*;
    use crate::facts::Database;
    use crate::rules::{RelationId, program_of};

    /// The order of the rule's atoms with so many tuples, and where bindings are known to differ.
    fn order(indexes: &mut Indexes, few: u32, many: u32) -> (Vec<usize>, u64) {
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
        assert_eq!(order(&mut indexes, 1_000, 1_500).0, [0, 1]);
        assert_eq!(order(&mut indexes, 1_500, 1_000).0, [0, 1]);
        assert_eq!(order(&mut Indexes::default(), 1_500, 1_000).0, [1, 0]);
        assert_eq!(order(&mut indexes, 1_500, 700).0, [1, 0]);
    }

    #[test]
    fn bindings_that_differed_are_remembered_with_the_order() {
        let mut indexes = Indexes::default();
        order(&mut indexes, 100, 100);
        // Behind the second place all bindings differed, behind the first half were alike.
        let steps = [(0, 50), (1, 100)].map(|(place, kept)| {
            let gain = Gain::of_one_run();
            gain.add(100, kept);
            Step::Distinct { gain, place }
        });
        let plan = Plan {
            steps: steps.into(),
            places: vec![None; 2],
            sink: Sink::Fold {
                group: 0,
                value: None,
            },
            shared: Gain::of_rounds(),
        };
        indexes.earlier.learn(KEY, &plan);
        assert_eq!(order(&mut indexes, 120, 100).1, 0b10);
        assert_eq!(order(&mut indexes, 300, 100).1, 0);
    }
}
