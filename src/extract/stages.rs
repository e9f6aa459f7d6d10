//! How long each stage of the reader took.

use std::time::{Duration, Instant};

/// A stage of the reader, in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Tokens,
    /// Names with what introduces them.
    Names,
    /// Who is introduced anywhere in the article.
    People,
    /// Which words mean whom.
    Mentions,
    /// Verbs, subjects, and what hangs together.
    Clauses,
    Dates,
    /// What was read, as facts.
    Form,
}

impl Stage {
    /// All stages with their names.
    pub const ALL: [(Stage, &'static str); 7] = [
        (Stage::Tokens, "tokens"),
        (Stage::Names, "names"),
        (Stage::People, "people"),
        (Stage::Mentions, "mentions"),
        (Stage::Clauses, "clauses"),
        (Stage::Dates, "dates"),
        (Stage::Form, "form"),
    ];
}

/// A watch that runs while an article is read.
#[derive(Clone, Debug)]
pub struct Stages {
    since: Instant,
    times: [Duration; Stage::ALL.len()],
}

impl Stages {
    /// Starts the watch.
    pub(super) fn begin() -> Stages {
        Stages {
            since: Instant::now(),
            times: [Duration::ZERO; Stage::ALL.len()],
        }
    }

    /// A stage ends here, which began where the last one ended.
    pub(super) fn end(&mut self, stage: Stage) {
        let now = Instant::now();
        self.times[stage as usize] += now - self.since;
        self.since = now;
    }

    /// How long each stage took.
    pub fn times(&self) -> impl Iterator<Item = (&'static str, Duration)> {
        let names = Stage::ALL.iter().map(|(_, name)| *name);
        names.zip(self.times)
    }
}
