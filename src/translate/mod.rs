//! Checked rules to the source of crepe programs.
//!
//! Relations are put into [`groups`], so that everything an aggregate looks at is complete when its group
//! begins; [`emit`] writes one crepe program a group. `compiled.rs` holds what the programs call.

mod clauses;
mod emit;
mod groups;
mod names;
mod refusals;

use std::hash::{DefaultHasher, Hash, Hasher};

pub use emit::translate;

/// What stands in place of the programs where rules cannot be translated: the engine runs them then.
pub const NOTHING: &str = "\
const CONSTANTS: &[Constant] = &[];
const AGGREGATES: &[(AggregateKind, usize, Type)] = &[];
const DERIVED_ONLY: &[&str] = &[];
const GROUPS: &[fn(&mut Host)] = &[];
";

/// What rule files are known by: changes with any name or text.
pub fn fingerprint<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
    }
    hasher.finish()
}
