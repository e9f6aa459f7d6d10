//! The smallest proofs in a graph of facts and of the ways in which each follows from others.
//!
//! The cost of a fact is its price if it is given, else 1 and the costs of all that its cheapest way rests on. With
//! prices of 1, these are the steps of its proof, written out as a tree. Costs are found as Knuth (1977, "A generalization of Dijkstra's
//! algorithm") finds the least values of a grammar: facts are settled in the order of their costs, so that each
//! rests on those that were settled before it, also where ways lead round in circles.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::search::Way;
use crate::rules::RelationId;

/// A row of a relation.
pub(super) type Key = (RelationId, usize);

/// A fact of the graph.
pub(super) struct Node {
    pub(super) key: Key,
    pub(super) given: bool,
    /// What it costs to use it, if it is given: 1, or more.
    pub(super) price: u64,
    pub(super) ways: Vec<Path>,
}

/// One way in which a fact follows.
pub(super) struct Path {
    /// The number of the rule.
    pub(super) rule: usize,
    pub(super) way: Way,
    /// The facts that it rests on, each once.
    pub(super) rests_on: Vec<usize>,
}

/// What proofs cost. The first fact is the one to prove: no proof of another may rest on it.
pub(super) struct Costs {
    /// For each fact but the first, its cheapest way and when it was settled, if it has a proof.
    pub(super) best: Vec<Option<(usize, usize)>>,
    /// The ways of the first fact that have proofs, with their costs, the cheapest first.
    pub(super) of_goal: Vec<(u64, usize)>,
}

impl Costs {
    pub(super) fn of(nodes: &[Node]) -> Costs {
        let mut waits: Vec<Vec<(usize, usize)>> = vec![Vec::new(); nodes.len()];
        let mut left: Vec<Vec<(usize, u64)>> = Vec::with_capacity(nodes.len());
        for (at, node) in nodes.iter().enumerate() {
            for (number, path) in node.ways.iter().enumerate() {
                for &other in &path.rests_on {
                    waits[other].push((at, number));
                }
            }
            let open = node.ways.iter().map(|path| (path.rests_on.len(), 1));
            left.push(open.collect());
        }
        let mut costs = Costs {
            best: vec![None; nodes.len()],
            of_goal: Vec::new(),
        };
        let mut heap = BinaryHeap::new();
        for (at, node) in nodes.iter().enumerate() {
            if node.given && at > 0 {
                heap.push(Reverse((node.price, at, 0)));
            }
            for (number, path) in node.ways.iter().enumerate() {
                if path.rests_on.is_empty() {
                    costs.found(&mut heap, 1, at, number);
                }
            }
        }
        let mut settled = 0;
        while let Some(Reverse((cost, at, number))) = heap.pop() {
            if costs.best[at].is_some() {
                continue;
            }
            costs.best[at] = Some((number, settled));
            settled += 1;
            for &(other, number) in &waits[at] {
                let (open, sum) = &mut left[other][number];
                *open -= 1;
                *sum = sum.saturating_add(cost);
                if *open == 0 {
                    let sum = *sum;
                    costs.found(&mut heap, sum, other, number);
                }
            }
        }
        costs.of_goal.sort_unstable();
        costs
    }

    fn found(
        &mut self,
        heap: &mut BinaryHeap<Reverse<(u64, usize, usize)>>,
        cost: u64,
        at: usize,
        number: usize,
    ) {
        match at {
            0 => self.of_goal.push((cost, number)),
            _ if self.best[at].is_none() => heap.push(Reverse((cost, at, number))),
            _ => {}
        }
    }
}
