//! What stops an evaluation: the user, the clock, or too many rows or bytes.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use super::profile::Profiler;
use super::tuning::Tuning;
use super::uses::{Use, Uses};

/// Bounds of an evaluation, by default none, and how it goes.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// How many rows the evaluation may add, over all relations.
    pub max_rows: Option<usize>,
    /// How many bytes relations and values may take.
    pub max_memory: Option<usize>,
    pub timeout: Option<Duration>,
    /// Set by another thread or a signal to stop the evaluation.
    pub interrupt: Arc<AtomicBool>,
    pub tuning: Tuning,
    pub uses: Uses,
    /// Takes down what evaluations do, if it is there.
    pub profiler: Option<Profiler>,
}

/// Why an evaluation was stopped. What it had derived is incomplete and must not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stopped {
    pub reason: Reason,
    /// The relation that was being derived.
    pub relation: String,
    /// How many rows that relation had by then.
    pub rows: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Interrupted,
    Timeout(Duration),
    Rows(usize),
    Memory(usize),
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Stopped { relation, rows, .. } = self;
        match self.reason {
            Reason::Interrupted => write!(f, "interrupted")?,
            Reason::Timeout(limit) => write!(f, "stopped after {} s", limit.as_secs_f64())?,
            Reason::Rows(limit) => write!(f, "stopped at {limit} rows")?,
            Reason::Memory(limit) => write!(f, "stopped at {} MiB", limit >> 20)?,
        }
        write!(f, " while deriving `{relation}`, which had {rows} rows")
    }
}

/// The clock and counts of one evaluation.
pub(crate) struct Watch {
    limits: Limits,
    started: Instant,
    derived: usize,
    added: usize,
    checks: usize,
}

impl Watch {
    pub(crate) fn new(limits: &Limits) -> Watch {
        Watch {
            limits: limits.clone(),
            started: Instant::now(),
            derived: 0,
            added: 0,
            checks: 0,
        }
    }

    /// The same clock for another thread, which adds no rows by itself.
    pub(super) fn fork(&self) -> Watch {
        let limits = Limits {
            max_rows: None,
            max_memory: None,
            ..self.limits.clone()
        };
        Watch {
            limits,
            started: self.started,
            derived: 0,
            added: 0,
            checks: 0,
        }
    }

    pub(super) fn tuning(&self) -> &Tuning {
        &self.limits.tuning
    }

    pub(super) fn profiler(&self) -> Option<&Profiler> {
        self.limits.profiler.as_ref()
    }

    pub(super) fn count_use(&self, used: Use) {
        self.limits.uses.count(used);
    }

    /// Counts tuples that were derived, and those of them that were new.
    pub(super) fn add(&mut self, derived: usize, new: usize) {
        self.derived += derived;
        self.added += new;
    }

    /// How many tuples were derived so far, and how many of them were new.
    pub(super) fn derived(&self) -> (usize, usize) {
        (self.derived, self.added)
    }

    /// Called once a batch: says why to stop, if at all. `memory` is asked now and then only.
    pub(crate) fn check(&mut self, memory: impl FnOnce() -> usize) -> Option<Reason> {
        if self.limits.interrupt.load(Ordering::Relaxed) {
            return Some(Reason::Interrupted);
        }
        if let Some(most) = self.limits.max_rows
            && self.added > most
        {
            return Some(Reason::Rows(most));
        }
        self.checks += 1;
        if let Some(most) = self.limits.timeout
            && self.started.elapsed() > most
        {
            return Some(Reason::Timeout(most));
        }
        if let Some(most) = self.limits.max_memory
            && self.checks.is_multiple_of(16)
            && memory() > most
        {
            return Some(Reason::Memory(most));
        }
        None
    }
}
