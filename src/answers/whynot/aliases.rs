//! Names that mean the same: a value that a relation lacks may be there under another one.

use rustc_hash::FxHashMap;

use crate::facts::{Base, Database};
use crate::proofs::whynot::{Absence, Failure, Outcome};
use crate::rules::{Const, Program};

/// The relation of curated aliases: the second and third columns name one thing.
pub(super) const ALIASES: &str = "same_name";

/// For each name that has others, all of them, itself included.
#[derive(Debug, Default)]
pub(super) struct Aliases(FxHashMap<String, Vec<String>>);

impl Aliases {
    pub(super) fn of(base: &Base, program: &Program) -> Aliases {
        let mut aliases = Aliases::default();
        let same = program.find(ALIASES);
        for statement in base.statements.iter().filter(|one| one.is_in_force()) {
            if Some(statement.relation) == same
                && let [_, Const::Symbol(one), Const::Symbol(other), ..] =
                    statement.values.as_slice()
            {
                aliases.join(one, other);
            }
        }
        aliases
    }

    /// All names for what a name means.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        match self.0.get(name) {
            Some(names) => names.iter().map(String::as_str).collect(),
            None => vec![name],
        }
    }

    /// Two names for one thing, with all that meant the same as either.
    fn join(&mut self, one: &str, other: &str) {
        let group = |name: &str| match self.0.get(name) {
            Some(group) => group.clone(),
            None => vec![name.to_owned()],
        };
        let mut joined = group(one);
        for name in group(other) {
            if !joined.contains(&name) {
                joined.push(name);
            }
        }
        for name in &joined {
            self.0.insert(name.clone(), joined.clone());
        }
    }

    /// Where a value is missing in a column that has another name for the same, says so.
    pub(super) fn suggest(&self, database: &Database, absence: &mut Absence) {
        let rows = database.rows(absence.pattern.relation);
        for unknown in &mut absence.nearest.unknown {
            let Some(text) = unknown.value.text() else {
                continue;
            };
            let others = self.all(text).into_iter().filter(|name| *name != text);
            let mut others = others.map(|name| Const::Symbol(name.to_owned()));
            let found = others.find(|name| {
                let word = database.values.find(name);
                word.is_some_and(|word| rows.iter().any(|row| row[unknown.column] == word))
            });
            if found.is_some() {
                unknown.near = found;
            }
        }
        let conditions = absence
            .attempts
            .iter_mut()
            .flat_map(|one| &mut one.conditions);
        for condition in conditions {
            if let Outcome::Fails(Failure::Missing(below)) = &mut condition.outcome {
                self.suggest(database, below);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Aliases;

    #[test]
    fn names_that_mean_the_same_are_one_group() {
        let mut aliases = Aliases::default();
        aliases.join("A", "B");
        aliases.join("C", "D");
        aliases.join("B", "C");
        for name in ["A", "B", "C", "D"] {
            let mut group = aliases.all(name);
            group.sort_unstable();
            assert_eq!(group, ["A", "B", "C", "D"]);
        }
        assert_eq!(aliases.all("E"), ["E"]);
    }
}
