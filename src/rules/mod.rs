//! What a program means: declarations, types, safety and strata, checked before anything runs.

mod builtins;
mod check;
mod clauses;
mod declarations;
mod grounding;
mod lowering;
mod program;
mod strata;
mod types;

pub use builtins::{Functor, Test};
pub use check::{Query, Stated, check, check_fact, check_query};
pub use grounding::schedule;
pub use program::{
    Aggregate, Atom, Column, Const, Fact, IoOptions, Literal, Program, Relation, RelationId, Rule,
    Stratum, Term, VarId, Variable,
};
pub use types::Type;
