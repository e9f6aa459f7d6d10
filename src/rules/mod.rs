//! What a program means: declarations, types, safety and strata, checked before anything runs.

mod builtins;
mod check;
mod clauses;
mod components;
mod constants;
mod declarations;
mod demand;
mod drafts;
mod grounding;
mod inline_checks;
mod inlining;
mod kinds;
mod lowering;
mod missing;
mod needs;
mod plans;
mod program;
mod queries;
mod safety;
#[cfg(test)]
mod samples;
mod strata;
mod tails;
mod type_declarations;
mod types;
mod walks;
mod witnesses;
mod words;

pub use builtins::{Functor, Test};
pub use check::{Stated, check, check_fact};
pub(crate) use constants::plain_values;
pub use demand::{Demanded, demanded};
pub use grounding::{bind_with, schedule, schedule_some};
pub use needs::{derived, needs};
pub use program::{
    Aggregate, Atom, Column, Const, Fact, IoOptions, Literal, Program, Real, Relation, RelationId,
    Rule, Stratum, Subsumption, Term, Unpack, VarId, Variable,
};
pub use queries::{Query, check_query};
#[cfg(test)]
pub(crate) use samples::program_of;
pub use types::{BranchType, Declared, Field, Shape, Type, TypeId, Types};
pub use walks::Variables;
