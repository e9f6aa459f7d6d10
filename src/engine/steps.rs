//! The steps of a plan.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::batch::{Batch, value};
use super::index::{Delta, Entries};
use crate::facts::Word;
use crate::rules::{Functor, RelationId, Test, Type};
use crate::syntax::ast::{AggregateKind, Comparison};
use crate::text::Span;

/// Steps and where their bindings go.
pub(super) struct Plan {
    pub(super) steps: Vec<Step>,
    /// For each step, where the condition is written that it is for.
    pub(super) places: Vec<Option<Span>>,
    /// For each step, which place of the body's order it is for.
    pub(super) ordered: Vec<usize>,
    /// How many steps there were before the furthest one that bindings have come to.
    pub(super) reached: AtomicUsize,
    pub(super) sink: Sink,
    /// What threads that share the plan derived, and how much of it was new.
    pub(super) shared: Gain,
}

impl Plan {
    /// Notes that bindings come to the step at a place, or behind all steps.
    #[inline]
    pub(super) fn reach(&self, at: usize) {
        if self.reached.load(Ordering::Relaxed) < at {
            self.reached.fetch_max(at, Ordering::Relaxed);
        }
    }

    /// Whether the plan is only the beginning of one, and bindings came to where that goes on.
    pub(super) fn must_go_on(&self) -> bool {
        matches!(self.sink, Sink::Rest) && self.reached.load(Ordering::Relaxed) == self.steps.len()
    }

    /// Whether the plan needs the words of rows of a relation that are not of its delta: it goes through them, or
    /// asks in which row a tuple is.
    pub(super) fn scans_old_rows(&self, relation: RelationId) -> bool {
        let scans = |lookup: &Lookup| {
            lookup.relation == relation
                && match lookup.access {
                    Access::Scan => lookup.seen != Seen::Delta,
                    Access::Tuple(_) => lookup.seen != Seen::All,
                    _ => false,
                }
        };
        self.steps.iter().any(|step| match step {
            Step::Join { lookup, .. } | Step::Exists { lookup, .. } => scans(lookup),
            Step::Intersect { ways, .. } => ways.iter().any(|way| scans(&way.lookup)),
            _ => false,
        })
    }
}

/// What happens with a complete binding.
pub(super) enum Sink {
    Insert {
        relation: RelationId,
        args: Vec<Source>,
        /// Whether the tuples are known to be new.
        all_new: bool,
    },
    /// Nothing is expected to come so far: the plan is only the beginning of one.
    Rest,
    /// Goes into the aggregate of the group whose number stands in the column `group`.
    Fold { group: usize, value: Option<Expr> },
}

/// A value at hand: in a column of the bindings, or always the same.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Column(usize),
    Constant(Word),
}

pub(super) enum Expr {
    Source(Source),
    Call(Functor, Vec<Expr>),
}

/// Which rows of a relation an atom sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// All rows of a relation that is complete.
    All,
    /// The rows from before the current delta.
    Old,
    Delta,
    /// The rows up to the end of the current delta.
    UpToDelta,
}

impl Seen {
    /// The rows that are seen, of a relation with so many. Only one that still grows has a delta.
    pub(super) fn range(self, rows: usize, delta: impl Fn() -> Delta) -> Entries {
        let (from, to) = match self {
            Seen::All => (0, rows),
            Seen::Old => (0, delta().old),
            Seen::Delta => (delta().old, delta().end),
            Seen::UpToDelta => (0, delta().end),
        };
        (from as u32, to as u32)
    }
}

/// How the tuples that fit a binding are found.
pub(super) enum Access {
    Scan,
    /// All tuples, in the order of the groups of an index on one column.
    Groups(usize),
    /// Every column is known.
    Tuple(Vec<Source>),
    /// The columns of an index are known.
    Index(usize, Vec<Source>),
}

/// Which tuples of a relation a step looks for.
pub(super) struct Lookup {
    pub(super) relation: RelationId,
    pub(super) seen: Seen,
    pub(super) access: Access,
    /// Pairs of places that must be equal: of the tuple, or of the entry of an index.
    pub(super) equal: Vec<(usize, usize)>,
    /// Places that must have a value.
    pub(super) known: Vec<(usize, Source)>,
}

impl Lookup {
    /// Whether every tuple or entry that is found fits.
    pub(super) fn fits_all(&self) -> bool {
        self.equal.is_empty() && self.known.is_empty()
    }

    /// Whether a tuple or entry fits a binding.
    #[inline]
    pub(super) fn fits(&self, entry: &[Word], input: &Batch, binding: usize) -> bool {
        let mut known = self.known.iter();
        self.equal.iter().all(|&(a, b)| entry[a] == entry[b])
            && known.all(|&(place, source)| entry[place] == value(source, input, binding))
    }
}

/// What a `Distinct` step, or a thread before it hands tuples over, has seen and what it has kept, over all rounds.
pub(super) struct Gain {
    /// How many bindings are looked at before the step may be given up.
    trial: usize,
    seen: AtomicUsize,
    kept: AtomicUsize,
}

impl Gain {
    /// Of a plan that runs round after round: bindings of later rounds may repeat those of earlier ones.
    pub(super) fn of_rounds() -> Gain {
        Gain::after(1 << 14)
    }

    /// Of a plan that runs once.
    pub(super) fn of_one_run() -> Gain {
        Gain::after(256)
    }

    fn after(trial: usize) -> Gain {
        Gain {
            trial,
            seen: AtomicUsize::new(0),
            kept: AtomicUsize::new(0),
        }
    }

    pub(super) fn add(&self, seen: usize, kept: usize) {
        self.seen.fetch_add(seen, Ordering::Relaxed);
        self.kept.fetch_add(kept, Ordering::Relaxed);
    }

    /// How many more bindings are looked at in any case.
    pub(super) fn on_trial(&self) -> usize {
        self.trial.saturating_sub(self.seen.load(Ordering::Relaxed))
    }

    /// Whether some bindings were looked at, and too few of them were alike.
    pub(super) fn is_little(&self) -> bool {
        let seen = self.seen.load(Ordering::Relaxed);
        seen > 0 && !self.pays_for(seen)
    }

    /// Whether enough bindings were alike to go on: what is dropped must save more than it takes to find it.
    pub(super) fn pays(&self) -> bool {
        let seen = self.seen.load(Ordering::Relaxed);
        seen < self.trial || self.pays_for(seen)
    }

    fn pays_for(&self, seen: usize) -> bool {
        self.kept.load(Ordering::Relaxed) < seen / 4 * 3
    }
}

/// One of the lists of values in an intersection.
pub(super) struct Way {
    pub(super) lookup: Lookup,
    /// Whether the list has a value.
    pub(super) check: Lookup,
    /// Whether bindings in a row are known to share the list.
    pub(super) is_shared: bool,
}

pub(super) enum Step {
    /// One binding for each tuple that fits.
    Join {
        lookup: Lookup,
        /// Columns of the binding that are still needed.
        carry: Vec<usize>,
        /// Places of the tuple, or of the entry, that become columns of the binding, behind those carried.
        bring: Vec<usize>,
    },
    /// One binding for each value that several atoms agree on, where it is all that they leave open. Each
    /// binding goes through one list of such values, the shortest unless another costs less, and asks whether
    /// the others have them, as in worst-case optimal joins (Ngo, Ré and Rudra, "Skew strikes back", 2013).
    Intersect {
        ways: Vec<Way>,
        /// Columns of the binding that are still needed, by the checks too.
        carry: Vec<usize>,
    },
    /// Keeps one of the bindings that are alike, as far as that pays: a variable was dropped before, and
    /// joins follow.
    Distinct {
        gain: Gain,
    },
    /// Keeps the bindings that some tuple fits, or that none does.
    Exists {
        lookup: Lookup,
        expected: bool,
    },
    Compare(Comparison, Type, Expr, Expr),
    Test {
        test: Test,
        left: Expr,
        right: Expr,
        expected: bool,
    },
    /// Adds a column.
    Bind(Expr),
    /// Adds a column with a record, or a value of a branch, of these fields.
    Pack {
        branch: Option<u32>,
        fields: Vec<Source>,
    },
    /// Keeps the bindings whose value is no `nil` and, if it is of a branch, of this one.
    Unpack {
        value: Source,
        branch: Option<u32>,
        /// Fields that must have a value, and pairs of fields that must be alike.
        known: Vec<(usize, Source)>,
        equal: Vec<(usize, usize)>,
        /// Fields that become columns.
        bring: Vec<usize>,
    },
    /// Adds a column; one binding for each number from the first up to the second.
    Range {
        ty: Type,
        from: Expr,
        to: Expr,
        step: Option<Expr>,
    },
    /// Adds a column with an aggregate over what `plan` finds for the columns `outer`.
    Aggregate {
        kind: AggregateKind,
        /// The type of the aggregated value.
        ty: Type,
        outer: Vec<usize>,
        plan: Box<Plan>,
    },
}
