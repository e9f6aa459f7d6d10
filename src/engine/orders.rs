//! Orders of joins that were found before, for evaluations of the same rules over other facts.

use rustc_hash::FxHashMap;

use super::plan::Planner;
use crate::rules::{Literal, Rule};

/// A rule that is evaluated again and again: the number of the first rule of its stratum in the program, and its own
/// number among those that the stratum has once they are split.
pub(super) type RuleKey = (usize, usize);

/// The last order of each rule, by which of its atoms sees the delta.
#[derive(Default)]
pub(super) struct Orders {
    found: FxHashMap<(RuleKey, Option<usize>), Found>,
}

/// An order, and how many tuples the relations of the body had when it was found.
struct Found {
    order: Vec<usize>,
    sizes: Vec<usize>,
}

/// Up to so many tuples, it does not matter how many there are.
const SMALL: usize = 64;

impl Planner<'_> {
    /// The order of a rule's body; that found before, unless relations are now more than twice as large as they were
    /// then, or less than half as large.
    pub(super) fn order_again(
        &mut self,
        rule: &Rule,
        version: usize,
        delta: Option<usize>,
        key: RuleKey,
    ) -> Vec<usize> {
        let sizes = rule.body.iter().filter_map(|literal| match literal {
            Literal::Atom(atom) if !(self.in_stratum)(atom.relation) => {
                Some(self.database.rows(atom.relation).len().max(SMALL))
            }
            _ => None,
        });
        let key = (key, delta);
        if let Some(found) = self.indexes.orders.found.get(&key) {
            let mut both = sizes.clone().zip(&found.sizes);
            if both.all(|(now, &then)| now <= 2 * then && then <= 2 * now) {
                return found.order.clone();
            }
        }
        let sizes = sizes.collect();
        let order = self.order_of(rule, version, delta);
        let found = Found {
            order: order.clone(),
            sizes,
        };
        self.indexes.orders.found.insert(key, found);
        order
    }
}
