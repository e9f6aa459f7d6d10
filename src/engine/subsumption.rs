//! Subsumption: tuples of a relation that give way to others of it.

use super::fixpoint::Run;
use super::index::Delta;
use super::limits::Stopped;
use super::plan::Planner;
use crate::rules::{Atom, RelationId, Rule};

impl Run<'_> {
    /// Takes the tuples of a relation away that give way to others of it.
    pub(super) fn subsume(
        &mut self,
        relation: RelationId,
        deltas: &mut [Delta],
    ) -> Result<(), Stopped> {
        let program = self.program;
        let pairs = program
            .subsumptions
            .iter()
            .filter(|subsumption| subsumption.relation == relation);
        let mut gone: Vec<bool> = Vec::new();
        for subsumption in pairs {
            let arity = program.relation(relation).arity();
            let temporary = self.database.add_relation(2 * arity);
            let rule = Rule {
                head: Atom {
                    relation: temporary,
                    ..subsumption.rule.head.clone()
                },
                ..subsumption.rule.clone()
            };
            let mut next = deltas.to_vec();
            next[relation.index()] = deltas[relation.index()].next(self.database.rows(relation));
            let mut planner = Planner {
                database: self.database,
                indexes: self.indexes,
                tuning: self.watch.tuning(),
                in_stratum: &|other| other == relation,
                deltas: &next,
            };
            let plan = planner.rule(&rule, 0, None, None, true);
            self.run(&plan, &next)?;
            let found = self
                .database
                .remove_last_relation()
                .expect("it was added above");
            self.indexes.forget(temporary);
            let rows = self.database.rows(relation);
            gone.resize(rows.len(), false);
            for pair in found.iter() {
                let (pair_weak, pair_strong) = pair.split_at(arity);
                let (Some(weak), Some(strong)) = (rows.find(pair_weak), rows.find(pair_strong))
                else {
                    continue;
                };
                // Of two that give way to each other, one stays.
                let mutual = gone[strong] && found.contains(&[pair_strong, pair_weak].concat());
                if weak != strong && !mutual {
                    gone[weak] = true;
                }
            }
        }
        if gone.contains(&true) {
            let old = deltas[relation.index()].end;
            let rows = self.database.rows_mut(relation);
            let kept = rows.retain(old, |row| !gone[row]);
            deltas[relation.index()].end = kept;
            self.indexes.forget(relation);
        }
        Ok(())
    }
}
