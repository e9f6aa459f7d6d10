//! What the engine may do to be fast. None of it changes an answer; tests switch each on and off.

use std::num::NonZero;

use super::batch::BATCH;
use crate::facts::FEW;

/// Ways to be fast, each of which can be switched off.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// How many threads work on plans with many rows to begin with.
    pub threads: NonZero<usize>,
    /// How many rows are many.
    pub shared_from: usize,
    /// How often a plan must look things up for each row of its scan to be shared: with less, adding the tuples,
    /// which one thread does, is most of the work.
    pub shared_work: usize,
    /// With how many tuples a relation may take a form for dense ones; never if the switch `forms` is off.
    pub dense_from: usize,
    /// Whether atoms that leave the same variable open are joined through the shortest of their lists.
    pub intersect: bool,
    /// Whether these lists are asked as sets of bits, where values are dense.
    pub bits: bool,
    /// Whether rows are scanned in the order of a column by which others of their relation are looked up.
    pub groups: bool,
    /// Whether bindings that became alike before a join are joined once.
    pub distinct: bool,
    /// Whether atoms are ordered by how many values their columns have, and not by their sizes alone.
    pub statistics: bool,
    /// Whether tuples are looked up by one column where that tells them apart, and known to be new where such columns say
    /// so.
    pub keys: bool,
    /// Whether recursive rules with long bodies are split into parts.
    pub split: bool,
    /// Whether values that are only compared for equality are numbered densely.
    pub encode: bool,
    /// How many times the count of values the largest of them must be for that.
    pub sparse: usize,
    /// Whether a query derives only what it asks for of relations that are not complete.
    pub demand: bool,
    /// Whether changed facts and rules are followed up from what was derived before.
    pub incremental: bool,
}

impl Default for Tuning {
    /// Everything, on one thread.
    fn default() -> Tuning {
        Tuning {
            threads: NonZero::<usize>::MIN,
            shared_from: 8 * 1024,
            shared_work: 2,
            dense_from: FEW,
            intersect: true,
            bits: true,
            groups: true,
            distinct: true,
            statistics: true,
            keys: true,
            split: true,
            encode: true,
            sparse: 4,
            demand: true,
            incremental: true,
        }
    }
}

impl Tuning {
    /// How many rows of a scan a thread takes at once: of the fewest that are shared, each takes several times.
    pub(super) fn rows_of_block(&self) -> usize {
        (self.shared_from / 8).clamp(1, BATCH)
    }

    /// The names of what can be switched off.
    pub const SWITCHES: [&str; 11] = [
        "bits",
        "demand",
        "distinct",
        "encode",
        "forms",
        "groups",
        "incremental",
        "intersect",
        "keys",
        "split",
        "statistics",
    ];

    /// Switches off what `SWITCHES` calls so.
    pub fn switch_off(&mut self, name: &str) {
        match name {
            "bits" => self.bits = false,
            "demand" => self.demand = false,
            "distinct" => self.distinct = false,
            "encode" => self.encode = false,
            "forms" => self.dense_from = usize::MAX,
            "groups" => self.groups = false,
            "incremental" => self.incremental = false,
            "intersect" => self.intersect = false,
            "keys" => self.keys = false,
            "split" => self.split = false,
            "statistics" => self.statistics = false,
            _ => unreachable!("there is no switch `{name}`"),
        }
    }

    /// As many threads as the machine runs at once.
    pub fn all_threads() -> NonZero<usize> {
        std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
    }
}
