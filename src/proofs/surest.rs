//! The surest proofs: those whose passages have the greatest product, in all and for each article.

use std::collections::BTreeMap;

use super::confidence::{Passage, confidence};
use super::graph::{Costs, Node};
use super::prover::{Goal, Prover, in_graph};
use super::tree::Proof;
use crate::engine::Stopped;
use crate::rules::{Const, RelationId};

/// So many ways to derive the fact are weighed.
const MOST_WAYS: usize = 32;
/// So many articles, those with most to say, are asked for a proof of their own.
const MOST_ARTICLES: usize = 12;
/// Of so many facts at most it is tried whether a proof is surer without them.
const MOST_TRIED: usize = 12;
/// What a doubt costs: more than any number of steps.
const DOUBT: f64 = 1e9;
/// What a fact costs that the article in question does not state.
const ELSEWHERE: u64 = 1 << 40;
/// What a fact costs that is to be done without.
const BANNED: u64 = 1 << 44;

/// A graph with what its given facts rest on.
struct Weighed {
    nodes: Vec<Node>,
    /// For each fact, the passages that state it, if it is given.
    passages: Vec<Vec<Passage>>,
}

impl Prover<'_> {
    /// Proofs that tell how sure a fact is: for each way to derive it the surest one, and for each article the
    /// surest of those that rest on it alone as far as can be. `stating` tells which passages state a given fact.
    pub fn surest(
        &mut self,
        goal: Goal<'_>,
        stating: &dyn Fn(RelationId, &[Const]) -> Vec<Passage>,
    ) -> Result<Vec<Proof>, Stopped> {
        let key = self.key_of(goal)?;
        let (nodes, complete, _) = self.explore(key)?;
        if !complete {
            return Ok(self.prove(goal, 0..MOST_WAYS)?.proofs);
        }
        let passages = nodes.iter().map(|node| match node.given {
            true => stating(node.key.0, &self.values(node.key)),
            false => Vec::new(),
        });
        let mut weighed = Weighed {
            passages: passages.collect(),
            nodes,
        };
        let mut proofs = Vec::new();
        for article in weighed.articles() {
            weighed.set_prices(article, &[], &[]);
            let costs = Costs::of(&weighed.nodes);
            let starts = weighed.starts(&costs);
            let most = if article.is_none() { MOST_WAYS } else { 1 };
            for start in starts.into_iter().take(most) {
                let start = match start {
                    Some(way) => Some(weighed.improved(article, way)),
                    None => None,
                };
                let costs = Costs::of(&weighed.nodes);
                proofs.push(self.assembled(&in_graph(&weighed.nodes, &costs, start)));
                weighed.set_prices(article, &[], &[]);
            }
        }
        Ok(proofs)
    }
}

impl Weighed {
    /// No article in particular, and those with most passages.
    fn articles(&self) -> Vec<Option<usize>> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for passage in self.passages.iter().flatten() {
            *counts.entry(passage.article).or_default() += 1;
        }
        let mut articles: Vec<(usize, usize)> = counts.into_iter().collect();
        articles.sort_by_key(|(_, passages)| std::cmp::Reverse(*passages));
        let articles = articles.into_iter().take(MOST_ARTICLES);
        let each = articles.map(|(article, _)| Some(article));
        std::iter::once(None).chain(each).collect()
    }

    /// The ways of the fact to prove, the cheapest first; none where it is given.
    fn starts(&self, costs: &Costs) -> Vec<Option<usize>> {
        let given = self.nodes[0].given.then_some(None);
        let ways = costs.of_goal.iter().map(|(_, way)| Some(*way));
        given.into_iter().chain(ways).collect()
    }

    /// Sets what given facts cost: nothing for those in `free`, and for those in `banned` more than all others.
    fn set_prices(&mut self, article: Option<usize>, free: &[usize], banned: &[usize]) {
        for at in 0..self.nodes.len() {
            let mut stated = self.passages[at].iter();
            let own = |passage: &&Passage| article.is_none_or(|article| passage.article == article);
            let surest = stated.clone().filter(own).map(|passage| passage.confidence);
            let surest = surest.reduce(f64::max);
            let any = stated
                .by_ref()
                .map(|passage| passage.confidence)
                .reduce(f64::max);
            let doubt = |confidence: f64| (-confidence.max(1e-6).ln() * DOUBT) as u64;
            self.nodes[at].price = match (surest, any) {
                _ if banned.contains(&at) => BANNED,
                _ if free.contains(&at) => 1,
                (Some(surest), _) => 1 + doubt(surest),
                (None, Some(any)) => ELSEWHERE + doubt(any),
                (None, None) => 1,
            };
        }
    }

    /// Sets prices under which the cheapest proof that ends in a way is as sure as can be found: a passage counts
    /// once, so it is tried to do without each fact in turn and to use the others more often. Returns the way.
    fn improved(&mut self, article: Option<usize>, way: usize) -> usize {
        let mut used = self.used(way);
        let mut sure = self.sureness(article, &used);
        let mut banned: Vec<usize> = Vec::new();
        // Facts of small doubt are most likely to be in the proof for want of any.
        let mut tried = used.clone();
        tried.sort_by(|one, other| {
            let best = |at: &usize| {
                let passages = self.passages[*at].iter();
                passages
                    .map(|passage| passage.confidence)
                    .fold(0.0, f64::max)
            };
            best(other).total_cmp(&best(one))
        });
        for at in tried.into_iter().take(MOST_TRIED) {
            let mut without = banned.clone();
            without.push(at);
            self.set_prices(article, &used, &without);
            let found = self.used(way);
            if without.iter().any(|banned| found.contains(banned)) {
                continue;
            }
            let surer = self.sureness(article, &found);
            if surer >= sure {
                (used, sure, banned) = (found, surer, without);
            }
        }
        self.set_prices(article, &used, &banned);
        way
    }

    /// The stated facts that the cheapest proof uses which ends in a way.
    fn used(&self, way: usize) -> Vec<usize> {
        let costs = Costs::of(&self.nodes);
        let mut used = Vec::new();
        let mut seen = vec![false; self.nodes.len()];
        let mut pending = self.nodes[0].ways[way].rests_on.clone();
        while let Some(at) = pending.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            if self.nodes[at].given {
                if !self.passages[at].is_empty() {
                    used.push(at);
                }
            } else if let Some((number, _)) = costs.best[at] {
                pending.extend(&self.nodes[at].ways[number].rests_on);
            }
        }
        used
    }

    /// How sure a proof is that uses some facts, by passages of an article where it has any.
    fn sureness(&self, article: Option<usize>, used: &[usize]) -> f64 {
        let grounds = used.iter().map(|&at| {
            let passages = &self.passages[at];
            let own = passages
                .iter()
                .filter(|passage| Some(passage.article) == article);
            let own: Vec<Passage> = own.copied().collect();
            if own.is_empty() {
                passages.clone()
            } else {
                own
            }
        });
        confidence(&[grounds.collect()])
    }
}
