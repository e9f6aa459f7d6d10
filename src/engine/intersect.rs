//! Runs the steps in which several atoms agree on a value.
//!
//! Each binding goes through one list of values and asks for each value whether the other lists have it. Where
//! values are dense, lists are asked as sets of bits: the longest ones have theirs at the index, and others are
//! marked for as long as bindings in a row share them. Where this is not worth it, tuples are looked up.

use std::ops::Range;

use super::batch::{BATCH, Batch};
use super::folds::Folds;
use super::index::{Entries, Index};
use super::join::{Halt, Machine};
use super::sets::{Mark, copy_known, keep_known};
use super::steps::{Access, Lookup, Plan, Way};
use super::uses::Use;

/// What it takes to look up a tuple and to mark a value, each in times of what it takes to test a bit.
const LOOK_UP: u64 = 8;
const MARK: u64 = 2;

/// A batch is handed on when a list is longer than its room, and this much or less is free.
const LITTLE_ROOM: usize = BATCH / 4;

impl Machine<'_> {
    /// Hands on what the ways of an intersection agree on.
    pub(super) fn intersect(
        &mut self,
        plan: &Plan,
        at: usize,
        (ways, carry): (&[Way], &[usize]),
        input: &Batch,
        output: &mut Batch,
        mut folds: Option<&mut Folds>,
    ) -> Result<(), Halt> {
        let mut found: Vec<Vec<Entries>> = Vec::with_capacity(ways.len());
        for way in ways {
            let mut values = Vec::with_capacity(input.len);
            self.look_up(&way.lookup, input, &mut values);
            found.push(values);
        }
        let mut marks: Vec<Mark> = ways
            .iter()
            .map(|_| self.marks.pop().unwrap_or_default())
            .collect();
        let choices = self.choices(ways, &found, input.len);
        let mut place = Place {
            ways,
            carry,
            found: &found,
            choices: &choices,
            binding: 0,
            done: 0,
        };
        let mut unchecked = Vec::new();
        while self.agreed(&mut place, &mut marks, input, output, &mut unchecked) {
            if !unchecked.is_empty() {
                self.check_tuples(ways, &unchecked, output);
            }
            if output.len > 0 {
                let used = match unchecked.is_empty() {
                    true => Use::Bits,
                    false => Use::LookUps,
                };
                self.watch.count_use(used);
                self.step(plan, at + 1, output, folds.as_deref_mut())?;
            }
        }
        if marks.iter().any(Mark::is_used) {
            self.watch.count_use(Use::Marks);
        }
        for (mark, way) in marks.iter_mut().zip(ways) {
            let index = self.index_of(&way.lookup);
            mark.clear(|list| index.entries(list));
        }
        self.marks.extend(marks);
        Ok(())
    }

    /// How each binding is done. The way follows from the binding alone, so that tuples come in the same order
    /// whatever batches bindings stand in.
    fn choices(&self, ways: &[Way], found: &[Vec<Entries>], len: usize) -> Vec<Choice> {
        let indexes: Vec<&Index> = ways.iter().map(|way| self.index_of(&way.lookup)).collect();
        let mut choices = Vec::with_capacity(len);
        let mut runs = vec![(0, 0); ways.len()];
        let mut costs = vec![Cost::default(); ways.len()];
        for binding in 0..len {
            let list = |way: usize| found[way][binding];
            for (number, (cost, run)) in costs.iter_mut().zip(&mut runs).enumerate() {
                let list = list(number);
                if binding >= run.1 {
                    let same = found[number][binding..].iter();
                    *run = (
                        binding,
                        binding + same.take_while(|&&other| other == list).count(),
                    );
                }
                let sets = indexes[number].sets();
                let count = u64::from(list.1 - list.0);
                let marking = count * MARK / (run.1 - run.0) as u64;
                cost.values = count;
                (cost.set, cost.test) = match sets.filter(|sets| sets.fit()) {
                    None => (u64::MAX, LOOK_UP),
                    Some(sets) if sets.get(list).is_some() => (0, 1),
                    Some(_) if ways[number].is_shared => (marking, 1),
                    Some(_) => (marking, LOOK_UP),
                };
            }
            let others = |way: usize| {
                let others = costs.iter().enumerate();
                others
                    .filter(move |(other, _)| *other != way)
                    .map(|(_, cost)| cost)
            };
            let testing = |&way: &usize| {
                let tests: u64 = others(way).map(|cost| cost.test).sum();
                costs[way].values * tests
            };
            let way = (0..ways.len()).min_by_key(testing).unwrap_or_default();
            let values = costs[way].values;
            let bits = others(way).fold(0, |sum: u64, cost| {
                sum.saturating_add(cost.set).saturating_add(values)
            });
            choices.push(Choice {
                way,
                by_bits: bits <= values * LOOK_UP * (ways.len() as u64 - 1),
            });
        }
        choices
    }

    fn index_of(&self, lookup: &Lookup) -> &Index {
        match &lookup.access {
            Access::Index(index, _) => &self.indexes.all[*index].1,
            _ => unreachable!("atoms that agree leave one of several columns open"),
        }
    }

    /// Fills `output` with bindings and values: those on which all lists agree, and those that are `unchecked`.
    /// Says whether there is any.
    fn agreed(
        &self,
        place: &mut Place<'_>,
        marks: &mut [Mark],
        input: &Batch,
        output: &mut Batch,
        unchecked: &mut Vec<Unchecked>,
    ) -> bool {
        let &mut Place {
            ways,
            carry,
            found,
            choices,
            ..
        } = place;
        unchecked.clear();
        output.reset(carry.len() + 1);
        for column in &mut output.columns {
            column.resize(BATCH, 0);
        }
        let (carried, values) = output.columns.split_at_mut(carry.len());
        let values = &mut values[0];
        let mut len = 0;
        while place.binding < choices.len() && len < BATCH {
            let binding = place.binding;
            let Choice { way, by_bits } = choices[binding];
            let list = self.index_of(&ways[way].lookup);
            let list = list.entries(found[way][binding]);
            if list.is_empty() {
                place.binding += 1;
                continue;
            }
            let left = &list[place.done..];
            let room = BATCH - len;
            if left.len() > room && room <= LITTLE_ROOM {
                break;
            }
            let part = &left[..left.len().min(room)];
            place.done += part.len();
            if place.done == list.len() {
                (place.binding, place.done) = (binding + 1, 0);
            }
            let mut count = None;
            for other in (0..ways.len()).filter(|other| by_bits && *other != way) {
                let index = self.index_of(&ways[other].lookup);
                let set = set_of(index, found[other][binding], &mut marks[other]);
                count = Some(match count {
                    None => copy_known(part, set, &mut values[len..]),
                    Some(count) => keep_known(&mut values[len..len + count], set),
                });
            }
            let count = count.unwrap_or_else(|| {
                values[len..len + part.len()].copy_from_slice(part);
                let rows = len..len + part.len();
                unchecked.push(Unchecked { rows, way });
                part.len()
            });
            for (column, &from) in carried.iter_mut().zip(carry) {
                column[len..len + count].fill(input.columns[from][binding]);
            }
            len += count;
        }
        for column in &mut output.columns {
            column.truncate(len);
        }
        output.len = len;
        len > 0
    }

    /// Leaves out the rows whose tuples the other ways do not have.
    fn check_tuples(&mut self, ways: &[Way], unchecked: &[Unchecked], output: &mut Batch) {
        let mut passing = vec![true; output.len];
        let mut asked = self.room.batches.pop().unwrap_or_default();
        for (number, way) in ways.iter().enumerate() {
            let rows = unchecked.iter().filter(|unchecked| unchecked.way != number);
            let rows: Vec<usize> = rows.flat_map(|unchecked| unchecked.rows.clone()).collect();
            asked.reset(output.columns.len());
            for (to, from) in asked.columns.iter_mut().zip(&output.columns) {
                to.extend(rows.iter().map(|&row| from[row]));
            }
            asked.len = rows.len();
            let mut known = Vec::with_capacity(rows.len());
            self.exists(&way.check, true, &asked, &mut known);
            for (row, known) in rows.into_iter().zip(known) {
                passing[row] &= known;
            }
        }
        self.room.batches.push(asked);
        for column in &mut output.columns {
            let mut passes = passing.iter();
            column.retain(|_| *passes.next().expect("there is one for each row"));
        }
        output.len = passing.iter().filter(|passes| **passes).count();
    }
}

/// How a binding is done: through the list of which way, and whether with sets of the others.
#[derive(Clone, Copy)]
struct Choice {
    way: usize,
    by_bits: bool,
}

/// What one of the lists of a binding takes.
#[derive(Clone, Copy, Default)]
struct Cost {
    values: u64,
    /// To have it as a set.
    set: u64,
    /// To test another list's value.
    test: u64,
}

/// Where an intersection stands.
struct Place<'i> {
    ways: &'i [Way],
    carry: &'i [usize],
    found: &'i [Vec<Entries>],
    choices: &'i [Choice],
    binding: usize,
    /// How many of the values of that binding are done.
    done: usize,
}

/// Rows with values of one way that the others have not been asked for.
struct Unchecked {
    rows: Range<usize>,
    way: usize,
}

/// A list of an index as a set: its own, or one that is marked for it.
fn set_of<'s>(index: &'s Index, list: Entries, mark: &'s mut Mark) -> &'s [u64] {
    let sets = index.sets().expect("bits are chosen where there are sets");
    if let Some(set) = sets.get(list) {
        return set;
    }
    mark.mark(list, sets, |list| index.entries(list));
    mark.bits()
}
