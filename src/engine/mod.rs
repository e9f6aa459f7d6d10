//! The engine: evaluates any checked program at run time, bottom-up and semi-naive.
//!
//! A rule becomes a [`plan`], whose steps move batches of bindings; [`join`] runs it, [`fixpoint`] repeats
//! the plans of a stratum until nothing new comes. [`oracle`] is a second evaluator, slow and obvious,
//! that shares nothing with these but the meaning of functors; tests compare the two.

mod agreement;
mod batch;
mod demand;
mod dictionary;
mod earlier;
mod filters;
mod fixpoint;
mod folds;
pub mod functors;
mod incremental;
mod index;
mod injective;
mod intermediates;
mod intersect;
mod join;
mod key_columns;
mod limits;
mod matches;
pub mod oracle;
mod order;
mod parallel;
mod plan;
mod profile;
mod queries;
mod records;
mod sets;
mod settle;
mod statistics;
mod steps;
mod subsumption;
mod tuning;
mod uses;
mod workspace;

pub use demand::{Completed, ask, complete};
pub use fixpoint::evaluate;
pub(crate) use fixpoint::evaluate_strata;
pub use functors::{Functors, Notes};
pub use incremental::{Updated, update};
pub(crate) use limits::Watch;
pub use limits::{Limits, Reason, Stopped};
pub use profile::{PlanProfile, Profile, Profiler, RuleProfile, StepProfile, StratumProfile};
pub use queries::{answer, ways};
pub use settle::settle;
pub use tuning::Tuning;
pub use uses::{Use, Uses};
pub use workspace::Workspace;
