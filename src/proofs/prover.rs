//! The search for proofs: the graph of all that a fact may rest on, if it is small; else one way back from each
//! fact to earlier ones.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::finder::Finder;
use super::graph::{Costs, Key, Node, Path};
use super::search::{Go, MayUse, Patience, Prepared, Search, Used, Way};
use super::tree::Proof;
use crate::engine::functors::Functors;
use crate::engine::{Limits, Stopped, Watch};
use crate::facts::{Database, Word};
use crate::rules::{Const, Literal, Program, Query, RelationId, Type};

/// How many facts the graph may have in which the smallest proof is looked for.
const MOST_FACTS: usize = 10_000;
/// How many rows may be looked at for it.
const MOST_LOOKED_AT: usize = 2_000_000;
/// How many rows may be looked at, outside of the graph, for other ways than the first.
const MOST_LOOKED_AT_FOR_OTHERS: usize = 500_000;
/// How many ways of one fact it may have.
const MOST_WAYS: usize = 64;
/// How many derivations of the fact to prove are counted.
pub const MOST_COUNTED: usize = 1000;
/// Outside of the graph, of so many ways the most promising is taken.
const CANDIDATES: usize = 4;

/// What is to be proved.
#[derive(Clone, Copy)]
pub enum Goal<'q> {
    /// A row of a relation.
    Row(RelationId, usize),
    /// A row of the answer to a query.
    Answer(&'q Query, &'q [Word]),
}

/// Proofs of one fact.
#[derive(Clone, Debug)]
pub struct Proofs {
    /// Those that were asked for, smaller ones first.
    pub proofs: Vec<Proof>,
    /// How many derivations the fact has: rules with values of their variables, each of which has a proof that
    /// does not rest on the fact itself; and 1 if the fact is given.
    pub count: usize,
    /// Counting went on to the end; else there may be more derivations.
    pub all_counted: bool,
    /// Everything that could be part of a proof was looked at, so that no proof has fewer steps than the first.
    pub smallest: bool,
}

/// Looks for proofs.
///
/// The database must be one that [`crate::engine::evaluate`] completed: there, every tuple was derived from
/// tuples of lower strata and of earlier rounds of its own, so a derivation from those always exists, and
/// following such derivations ends.
pub struct Prover<'a> {
    pub(super) program: &'a Program,
    pub(super) database: &'a mut Database,
    /// How many tuples of each relation were given, not derived: its first rows.
    given: &'a [usize],
    watch: Watch,
    finder: Finder,
    functors: Functors,
    /// The rules that were needed, ready for searching; behind those of the program the query's.
    pub(super) prepared: FxHashMap<usize, Prepared>,
    rules_of: Vec<Vec<usize>>,
    stratum_of: Vec<usize>,
    /// The answer to prove.
    answer: Vec<Word>,
    patience: Patience,
}

/// How a fact of a proof was obtained.
pub(super) enum Chosen {
    Given,
    Way(usize, Way),
    Forgotten,
}

impl<'a> Prover<'a> {
    pub fn new(
        program: &'a Program,
        database: &'a mut Database,
        given: &'a [usize],
        limits: &Limits,
    ) -> Prover<'a> {
        let mut rules_of = vec![Vec::new(); program.relations.len() + 1];
        for (at, rule) in program.rules.iter().enumerate() {
            rules_of[rule.head.relation.index()].push(at);
        }
        let mut stratum_of = vec![program.strata.len(); program.relations.len() + 1];
        for (at, stratum) in program.strata.iter().enumerate() {
            for relation in &stratum.relations {
                stratum_of[relation.index()] = at;
            }
        }
        Prover {
            program,
            database,
            given,
            watch: Watch::new(limits),
            finder: Finder::default(),
            functors: Functors::default(),
            prepared: FxHashMap::default(),
            rules_of,
            stratum_of,
            answer: Vec::new(),
            patience: Patience::ENDLESS,
        }
    }

    /// The proofs with these numbers, counted from 0 and the smallest first; and how many there are.
    ///
    /// The answer to a query that is a single atom is proved as the tuple that this atom is.
    pub fn prove(&mut self, goal: Goal<'_>, wanted: Range<usize>) -> Result<Proofs, Stopped> {
        let goal = self.key_of(goal)?;
        self.proofs(goal, wanted)
    }

    /// What is to be proved, as a row.
    pub(super) fn key_of(&mut self, goal: Goal<'_>) -> Result<Key, Stopped> {
        let (query, words) = match goal {
            Goal::Row(relation, row) => return Ok((relation, row)),
            Goal::Answer(query, words) => (query, words),
        };
        let goal = (RelationId(self.program.relations.len() as u32), 0);
        self.answer = words.to_vec();
        let first = self.program.rules.len();
        self.rules_of[goal.0.index()].clear();
        for (rule, number) in query.rules.iter().zip(first..) {
            let prepared = Prepared::new(rule, types_in(self.program));
            self.prepared.insert(number, prepared);
            self.rules_of[goal.0.index()].push(number);
        }
        Ok(self.only_atom(query, goal)?.unwrap_or(goal))
    }

    /// The tuple that a query of a single atom asks for, with the smallest proof of those that fit.
    fn only_atom(&mut self, query: &Query, goal: Key) -> Result<Option<Key>, Stopped> {
        let [rule] = query.rules.as_slice() else {
            return Ok(None);
        };
        let [Literal::Atom(atom)] = rule.body.as_slice() else {
            return Ok(None);
        };
        let ways = self.ways(goal, 2, false)?;
        if let [(_, way)] = ways.as_slice()
            && let [Used::Row(row)] = way.used.as_slice()
        {
            return Ok(Some((atom.relation, *row)));
        }
        let (chosen, ..) = self.chosen(goal, 0..1)?;
        let rests_on = chosen.first().and_then(|proof| match proof.last() {
            Some((_, Chosen::Way(_, way))) => way.used.first(),
            _ => None,
        });
        Ok(match rests_on {
            Some(Used::Row(row)) => Some((atom.relation, *row)),
            _ => None,
        })
    }

    fn proofs(&mut self, goal: Key, wanted: Range<usize>) -> Result<Proofs, Stopped> {
        let (chosen, count, all_counted, smallest) = self.chosen(goal, wanted)?;
        let proofs = chosen.iter().map(|steps| self.assembled(steps));
        Ok(Proofs {
            proofs: proofs.collect(),
            count,
            all_counted,
            smallest,
        })
    }

    /// The steps of the wanted proofs, in order; how many there are, whether all were counted, and whether the
    /// first is the smallest.
    #[allow(clippy::type_complexity)]
    fn chosen(
        &mut self,
        goal: Key,
        wanted: Range<usize>,
    ) -> Result<(Vec<Vec<(Key, Chosen)>>, usize, bool, bool), Stopped> {
        let (nodes, complete, capped) = self.explore(goal)?;
        if complete {
            let costs = Costs::of(&nodes);
            let mut starts: Vec<Option<usize>> = Vec::new();
            starts.extend(nodes[0].given.then_some(None));
            starts.extend(costs.of_goal.iter().map(|(_, way)| Some(*way)));
            if !starts.is_empty() {
                let proofs = starts.iter().take(wanted.end).skip(wanted.start);
                let proofs = proofs.map(|way| in_graph(&nodes, &costs, *way)).collect();
                let all_counted = nodes[0].ways.len() < MOST_COUNTED && !capped;
                return Ok((proofs, starts.len(), all_counted, !capped));
            }
        }
        drop(nodes);
        let mut starts: Vec<Option<(usize, Way)>> = Vec::new();
        starts.extend(self.is_given(goal).then_some(None));
        if starts.is_empty() || wanted.end > 1 {
            let mut ways: Vec<(usize, (usize, Way))> = Vec::new();
            let most = match wanted.end {
                0..=1 => CANDIDATES,
                _ => MOST_COUNTED,
            };
            for (rule, way) in self.some_ways(goal, most)? {
                ways.push((self.promise(rule, &way), (rule, way)));
            }
            ways.sort_by_key(|(promise, _)| *promise);
            starts.extend(ways.into_iter().map(|(_, way)| Some(way)));
        }
        let count = starts.len();
        let mut proofs = Vec::new();
        if count == 0 && wanted.start == 0 {
            proofs.push(vec![(goal, Chosen::Forgotten)]);
        }
        for start in starts.into_iter().take(wanted.end).skip(wanted.start) {
            proofs.push(self.back_from(goal, start)?);
        }
        Ok((proofs, count, false, false))
    }

    /// The graph of everything that a fact may rest on, itself first; whether it is complete, and whether ways
    /// of some facts were left out because they have too many.
    pub(super) fn explore(&mut self, goal: Key) -> Result<(Vec<Node>, bool, bool), Stopped> {
        let most = self.finder.looked_at + MOST_LOOKED_AT;
        self.patience = Patience {
            without_any: most,
            with_one: most,
        };
        let explored = self.explore_within(goal, most);
        self.patience = Patience::ENDLESS;
        explored
    }

    fn explore_within(
        &mut self,
        goal: Key,
        looked_at: usize,
    ) -> Result<(Vec<Node>, bool, bool), Stopped> {
        let mut numbers: FxHashMap<Key, usize> = FxHashMap::default();
        let mut nodes: Vec<Node> = vec![self.node(goal)];
        numbers.insert(goal, 0);
        let mut capped = false;
        let mut at = 0;
        while at < nodes.len() {
            let Node { key, given, .. } = nodes[at];
            let most = if at == 0 { MOST_COUNTED } else { MOST_WAYS };
            if !given || at == 0 {
                let mut ways = self.ways(key, most, false)?;
                if ways.len() == most {
                    capped |= at > 0;
                    // Those found first may all rest on the fact itself; one from earlier rounds does not.
                    ways.extend(self.ways(key, 1, true)?);
                }
                for (rule, way) in ways {
                    let mut rests_on = Vec::new();
                    for other in self.rests_on(rule, &way) {
                        let number = *numbers.entry(other).or_insert_with(|| {
                            nodes.push(self.node(other));
                            nodes.len() - 1
                        });
                        rests_on.push(number);
                    }
                    nodes[at].ways.push(Path {
                        rule,
                        way,
                        rests_on,
                    });
                }
            }
            if nodes.len() > MOST_FACTS || self.finder.looked_at > looked_at {
                return Ok((nodes, false, true));
            }
            at += 1;
        }
        Ok((nodes, true, capped))
    }

    fn node(&self, key: Key) -> Node {
        Node {
            key,
            given: self.is_given(key),
            price: 1,
            ways: Vec::new(),
        }
    }

    pub(super) fn values(&self, (relation, row): Key) -> Vec<Const> {
        let columns = &self.program.relation(relation).columns;
        let words = self.database.rows(relation).row(row).iter().zip(columns);
        words
            .map(|(&word, column)| self.database.values.meaning(word, column.ty))
            .collect()
    }

    fn is_given(&self, (relation, row): Key) -> bool {
        let given = self.given.get(relation.index());
        given.is_some_and(|&given| row < given)
    }

    /// Ways in which rules give a fact, so many at most; from earlier rounds of its stratum only, or from any.
    fn ways(&mut self, key: Key, most: usize, earlier: bool) -> Result<Vec<(usize, Way)>, Stopped> {
        let (relation, row) = key;
        let program = self.program;
        let mut tuple = self.answer.clone();
        let mut may_use = MayUse::Any;
        let mut name = "the answer";
        if let Some(declared) = program.relations.get(relation.index()) {
            let rows = self.database.rows(relation);
            tuple = rows.row(row).to_vec();
            name = &declared.name;
            let stratum = program.strata.get(self.stratum_of[relation.index()]);
            if let Some(stratum) = stratum.filter(|_| earlier) {
                may_use = MayUse::Before(&stratum.relations, rows.round_of(row));
            }
        }
        let mut found = Vec::new();
        for &number in &self.rules_of[relation.index()] {
            let prepared = self
                .prepared
                .entry(number)
                .or_insert_with(|| Prepared::new(&program.rules[number], types_in(program)));
            let watch = &mut self.watch;
            let mut search = Search {
                variables: &prepared.rule.variables,
                database: self.database,
                finder: &mut self.finder,
                functors: &mut self.functors,
                may_use,
                patience: self.patience,
                found: !found.is_empty(),
                go_on: &mut || match watch.check(|| 0) {
                    None => Ok(()),
                    Some(reason) => Err(Stopped {
                        reason,
                        relation: name.to_owned(),
                        rows: row,
                    }),
                },
            };
            search.heads(&prepared.rule, &tuple, &mut |way| {
                found.push((number, way.clone()));
                match found.len() < most {
                    true => Go::On,
                    false => Go::Enough,
                }
            })?;
            if found.len() >= most {
                break;
            }
        }
        Ok(found)
    }

    /// Ways from earlier rounds, so many at most: one if there is any, and others that are soon found.
    fn some_ways(&mut self, key: Key, most: usize) -> Result<Vec<(usize, Way)>, Stopped> {
        self.patience.with_one = self.finder.looked_at + MOST_LOOKED_AT_FOR_OTHERS;
        let ways = self.ways(key, most, true);
        self.patience = Patience::ENDLESS;
        ways
    }

    /// The facts that a way rests on, each once.
    fn rests_on(&self, rule: usize, way: &Way) -> Vec<Key> {
        let mut keys = Vec::new();
        let mut seen = FxHashSet::default();
        rest_on(&self.prepared[&rule].rule.body, way, &mut |key| {
            if seen.insert(key) {
                keys.push(key);
            }
        });
        keys
    }

    /// How far back a way reaches: less is better.
    fn promise(&self, rule: usize, way: &Way) -> usize {
        let keys = self.rests_on(rule, way);
        let far = keys.iter().map(|&key| match self.is_given(key) {
            true => 1,
            false => 2 + self.database.rows(key.0).round_of(key.1),
        });
        far.sum()
    }

    /// The steps of a proof in which each fact rests on earlier ones: the most promising of a few ways. No
    /// `start` means that the fact is given.
    fn back_from(
        &mut self,
        goal: Key,
        start: Option<(usize, Way)>,
    ) -> Result<Vec<(Key, Chosen)>, Stopped> {
        let mut chosen: Vec<(Key, Chosen)> = Vec::new();
        let mut seen = FxHashSet::default();
        let mut pending = Vec::new();
        let last = match start {
            None => Chosen::Given,
            Some((rule, way)) => {
                pending.extend(self.rests_on(rule, &way));
                Chosen::Way(rule, way)
            }
        };
        while let Some(key) = pending.pop() {
            if !seen.insert(key) {
                continue;
            }
            if self.is_given(key) {
                chosen.push((key, Chosen::Given));
                continue;
            }
            let ways = self.some_ways(key, CANDIDATES)?;
            let best = ways
                .into_iter()
                .min_by_key(|(rule, way)| self.promise(*rule, way));
            let Some((rule, way)) = best else {
                // Only tuples that gave way to others can be missing.
                chosen.push((key, Chosen::Forgotten));
                continue;
            };
            pending.extend(self.rests_on(rule, &way));
            chosen.push((key, Chosen::Way(rule, way)));
        }
        let database = &*self.database;
        chosen.sort_by_key(|((relation, row), how)| {
            let stratum = self.stratum_of[relation.index()];
            let round = database.rows(*relation).round_of(*row);
            (!matches!(how, Chosen::Given), stratum, round)
        });
        chosen.push((goal, last));
        Ok(chosen)
    }
}

/// The types of the columns of a program's relations.
pub(super) fn types_in(program: &Program) -> impl Fn(RelationId) -> Vec<Type> {
    |relation| {
        let columns = &program.relation(relation).columns;
        columns.iter().map(|column| column.ty).collect()
    }
}

/// Calls `visit` with each fact that the literals of a body used.
fn rest_on(body: &[Literal], way: &Way, visit: &mut impl FnMut(Key)) {
    for (literal, used) in body.iter().zip(&way.used) {
        match (literal, used) {
            (Literal::Atom(atom), Used::Row(row)) => visit((atom.relation, *row)),
            (Literal::Aggregate(aggregate), Used::Ways(ways)) => {
                ways.iter()
                    .for_each(|way| rest_on(&aggregate.body, way, visit));
            }
            _ => {}
        }
    }
}

/// The steps of the cheapest proof that ends in one way of the first fact, or in its being given.
pub(super) fn in_graph(nodes: &[Node], costs: &Costs, last: Option<usize>) -> Vec<(Key, Chosen)> {
    let chosen = |at: usize, number: usize| {
        let path = &nodes[at].ways[number];
        (nodes[at].key, Chosen::Way(path.rule, path.way.clone()))
    };
    let Some(last) = last else {
        return vec![(nodes[0].key, Chosen::Given)];
    };
    let mut needed: Vec<(usize, usize, usize)> = Vec::new();
    let mut seen = FxHashSet::default();
    let mut pending = nodes[0].ways[last].rests_on.clone();
    while let Some(at) = pending.pop() {
        if !seen.insert(at) {
            continue;
        }
        let (number, settled) = costs.best[at].expect("what has a cost rests on what has one");
        needed.push((settled, at, number));
        if !nodes[at].given {
            pending.extend(&nodes[at].ways[number].rests_on);
        }
    }
    needed.sort_unstable();
    let mut steps: Vec<(Key, Chosen)> = needed
        .into_iter()
        .map(|(_, at, number)| match nodes[at].given {
            true => (nodes[at].key, Chosen::Given),
            false => chosen(at, number),
        })
        .collect();
    steps.push(chosen(0, last));
    steps
}
