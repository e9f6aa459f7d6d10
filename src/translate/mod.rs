//! Checked rules to the source of crepe programs.

use std::hash::{DefaultHasher, Hash, Hasher};

/// What rule files are known by: changes with any name or text.
pub fn fingerprint<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> u64 {
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
    }
    hasher.finish()
}
