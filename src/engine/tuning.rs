//! What the engine may do to be fast. None of it changes an answer; tests switch each on and off.

use std::num::NonZero;

/// Ways to be fast, each of which can be switched off.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// How many threads work on plans with many rows to begin with.
    pub threads: NonZero<usize>,
    /// How many rows are many.
    pub shared_from: usize,
    /// Whether atoms that leave the same variable open are joined through the shortest of their lists.
    pub intersect: bool,
    /// Whether bindings that became alike before a join are joined once.
    pub distinct: bool,
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
            intersect: true,
            distinct: true,
            split: true,
            encode: true,
            sparse: 4,
            demand: true,
            incremental: true,
        }
    }
}

impl Tuning {
    /// The names of what can be switched off.
    pub const SWITCHES: [&str; 6] = [
        "demand",
        "distinct",
        "encode",
        "incremental",
        "intersect",
        "split",
    ];

    /// Switches off what `SWITCHES` calls so.
    pub fn switch_off(&mut self, name: &str) {
        match name {
            "demand" => self.demand = false,
            "distinct" => self.distinct = false,
            "encode" => self.encode = false,
            "incremental" => self.incremental = false,
            "intersect" => self.intersect = false,
            "split" => self.split = false,
            _ => unreachable!("there is no switch `{name}`"),
        }
    }

    /// As many threads as the machine runs at once.
    pub fn all_threads() -> NonZero<usize> {
        std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN)
    }
}
