//! What is known now and was not before, and the other way round.

use rustc_hash::FxHashMap;

use super::Knowledge;
use crate::facts::{Database, Values, Word};
use crate::rules::{Const, RelationId, Type};

/// What relations had at some time.
#[derive(Clone, Debug)]
pub struct State {
    relations: Vec<(String, Vec<Type>)>,
    database: Database,
}

/// How a relation differs from what it was.
#[derive(Clone, Debug)]
pub struct Difference<'a> {
    pub relation: &'a str,
    /// Whether the relation was not there before, or is not there now.
    pub is_new: bool,
    pub is_gone: bool,
    gained: Vec<usize>,
    lost: Vec<usize>,
    before: Side<'a>,
    after: Side<'a>,
}

/// A relation at one of the two times.
#[derive(Clone, Copy, Debug)]
struct Side<'a> {
    state: &'a State,
    /// The number of the relation, if it was there.
    at: Option<usize>,
}

impl State {
    /// What relations have now. All of them must have been evaluated.
    pub fn of(knowledge: &Knowledge) -> State {
        let relations = knowledge.program().relations.iter().map(|relation| {
            let types = relation.columns.iter().map(|column| column.ty);
            (relation.name.clone(), types.collect())
        });
        State {
            relations: relations.collect(),
            database: knowledge.database().clone(),
        }
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.relations.iter().position(|(known, _)| known == name)
    }

    /// The relations that differ from what they were, in the order of this state; those that are gone stand
    /// behind. `before` gives the state that a relation is compared with.
    pub fn since<'a>(&'a self, before: impl Fn(&str) -> &'a State) -> Vec<Difference<'a>> {
        let mut words = Words::default();
        let now = self.relations.iter().map(|(name, _)| name.as_str());
        let mut names: Vec<&str> = now.collect();
        let gone = before("").relations.iter().map(|(name, _)| name.as_str());
        names.extend(gone.filter(|name| self.find(name).is_none()));
        let compared = names.into_iter().map(|name| {
            let state = before(name);
            let before = Side {
                state,
                at: state.find(name),
            };
            let after = Side {
                state: self,
                at: self.find(name),
            };
            Difference {
                relation: name,
                is_new: before.at.is_none(),
                is_gone: after.at.is_none(),
                gained: after.without(before, &mut words),
                lost: before.without(after, &mut words),
                before,
                after,
            }
        });
        compared
            .filter(|one| !one.gained.is_empty() || !one.lost.is_empty())
            .collect()
    }
}

/// What words of one database are in another, by their types.
#[derive(Default)]
struct Words(FxHashMap<(*const State, *const State, Type, Word), Option<Word>>);

impl<'a> Side<'a> {
    /// The rows that another side does not have.
    fn without(self, other: Side<'_>, words: &mut Words) -> Vec<usize> {
        let Some(at) = self.at else {
            return Vec::new();
        };
        let rows = self.state.database.rows(RelationId(at as u32));
        let types = &self.state.relations[at].1;
        let others = other
            .at
            .filter(|at| other.state.relations[*at].1 == *types)
            .map(|at| other.state.database.rows(RelationId(at as u32)));
        let Some(others) = others else {
            return (0..rows.len()).collect();
        };
        let (from, to) = (&self.state.database.values, &other.state.database.values);
        let pair = (
            std::ptr::from_ref(self.state),
            std::ptr::from_ref(other.state),
        );
        let mut tuple = Vec::with_capacity(types.len());
        let has = |row: &[Word]| {
            tuple.clear();
            for (&word, &ty) in row.iter().zip(types) {
                let known = words.0.entry((pair.0, pair.1, ty, word));
                let known = known.or_insert_with(|| to.find(&from.meaning(word, ty)));
                match known {
                    Some(word) => tuple.push(*word),
                    None => return false,
                }
            }
            others.contains(&tuple)
        };
        let mut has = has;
        let all = rows.iter().enumerate();
        all.filter(|(_, row)| !has(row)).map(|(at, _)| at).collect()
    }

    fn values(self, rows: &[usize]) -> Vec<Vec<Const>> {
        let Some(at) = self.at else {
            return Vec::new();
        };
        let (values, types): (&Values, _) =
            (&self.state.database.values, &self.state.relations[at].1);
        let tuples = self.state.database.rows(RelationId(at as u32));
        let row = |&row: &usize| {
            let words = tuples.row(row).iter().zip(types);
            words.map(|(&word, &ty)| values.meaning(word, ty)).collect()
        };
        rows.iter().map(row).collect()
    }
}

impl Difference<'_> {
    /// How many tuples were gained and lost.
    pub fn counts(&self) -> (usize, usize) {
        (self.gained.len(), self.lost.len())
    }

    /// The relation with how many tuples it gained and lost: `met +3 -1`.
    pub fn summary(&self) -> String {
        let mut summary = self.relation.to_owned();
        let (gained, lost) = self.counts();
        if gained > 0 {
            summary.push_str(&format!(" +{gained}"));
        }
        if lost > 0 {
            summary.push_str(&format!(" -{lost}"));
        }
        summary
    }

    /// The tuples with whether they were gained, sorted by their values; of two that are alike, the lost one
    /// stands first.
    pub fn tuples(&self) -> Vec<(Vec<Const>, bool)> {
        let gained = self.after.values(&self.gained);
        let lost = self.before.values(&self.lost);
        let gained = gained.into_iter().map(|tuple| (tuple, true));
        let lost = lost.into_iter().map(|tuple| (tuple, false));
        let mut all: Vec<(Vec<Const>, bool)> = gained.chain(lost).collect();
        all.sort_unstable();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile, FileKind};

    fn state(rules: &str) -> State {
        let file = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: rules.into(),
        };
        let (base, reports) = Base::load(&[file]);
        assert!(reports.is_empty(), "{reports:?}");
        State::of(&Knowledge::new(base, &Limits::default()).unwrap())
    }

    fn said(before: &str, after: &str) -> Vec<String> {
        let (before, after) = (state(before), state(after));
        let differences = after.since(|_| &before);
        let tuple = |(tuple, gained): (Vec<Const>, bool)| {
            let values: Vec<String> = tuple.iter().map(Const::written).collect();
            format!("{}{}", if gained { '+' } else { '-' }, values.join(","))
        };
        let one = |difference: &Difference<'_>| {
            let tuples: Vec<String> = difference.tuples().into_iter().map(tuple).collect();
            format!("{}: {}", difference.summary(), tuples.join(" "))
        };
        differences.iter().map(one).collect()
    }

    #[test]
    fn tuples_are_compared_by_value() {
        // Other words stand for the same texts, and rows come in another order.
        let before =
            ".decl p(x: symbol, n: number) p(\"a\", 9000000000). p(\"b\", 2). p(\"c\", 3).";
        let after = ".decl p(x: symbol, n: number) p(\"d\", 3). p(\"b\", 2). p(\"a\", 9000000000).";
        assert_eq!(said(before, after), ["p +1 -1: -\"c\",3 +\"d\",3"]);
        assert_eq!(said(before, before), [""; 0]);
    }

    #[test]
    fn relations_come_and_go() {
        let before =
            ".decl p(x: symbol) p(\"a\"). .decl q(x: number) q(1). .decl r(x: number) r(1).";
        let after = ".decl q(x: symbol) q(\"1\"). .decl s(x: number) .decl r(x: number) r(1).";
        assert_eq!(said(before, after), ["q +1 -1: -1 +\"1\"", "p -1: -\"a\""]);
    }
}
