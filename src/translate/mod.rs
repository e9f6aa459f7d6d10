//! Checked rules to the source of crepe programs.
//!
//! Strata are put into [`groups`], so that everything an aggregate looks at is complete when its group
//! begins; [`emit`] writes one crepe program a group. What crepe cannot run is left to the engine, stratum by
//! stratum, between the groups. `compiled.rs` holds what the programs call.

mod clauses;
mod emit;
mod groups;
mod names;
mod refusals;
mod tables;

use std::hash::{DefaultHasher, Hash, Hasher};

pub use emit::{Translation, translate};

/// What rule files are known by: changes with any name or text.
pub fn fingerprint<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
    }
    hasher.finish()
}
