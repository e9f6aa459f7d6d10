//! How often each way to be fast was taken, so that tests can tell whether they reach it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A way to be fast that gave or spared something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Atoms agreed on values, told by sets of bits.
    Bits,
    /// A list was marked for the bindings that share it.
    Marks,
    /// Atoms agreed on values, told by looking tuples up.
    LookUps,
    /// A relation was scanned in the order of an index.
    Groups,
    /// Tuples were looked up by one of several known columns.
    Keys,
    /// Bindings were alike and kept once.
    Distinct,
    /// A part of a rule had tuples.
    Split,
    /// Threads derived something from several blocks.
    Shared,
}

impl Use {
    pub const ALL: [Use; 8] = [
        Use::Bits,
        Use::Marks,
        Use::LookUps,
        Use::Groups,
        Use::Keys,
        Use::Distinct,
        Use::Split,
        Use::Shared,
    ];
}

/// A count for each use, shared by those who count and those who ask.
#[derive(Clone, Debug, Default)]
pub struct Uses(Arc<[AtomicUsize; Use::ALL.len()]>);

impl Uses {
    /// How often.
    pub fn of(&self, used: Use) -> usize {
        self.0[used as usize].load(Ordering::Relaxed)
    }

    pub(super) fn count(&self, used: Use) {
        self.0[used as usize].fetch_add(1, Ordering::Relaxed);
    }
}
