//! Joins of several atoms that the engine has ways of its own for.

use super::relations::Relation;
use super::rules::Rule;

impl Rule<'_, '_, '_> {
    /// Three atoms of one relation that lead from a value to a third one, directly and by a second one.
    pub(super) fn cycle(&mut self) {
        let relations = ways_within(&self.below);
        let Some(relation) = self.one_of(relations) else {
            return;
        };
        let ty = relation.columns[0];
        let [x, y, z] = [(); 3].map(|()| self.fresh(ty));
        self.world.mark("cycle");
        for (from, to) in [(&x, &y), (&y, &z), (&x, &z)] {
            self.body.push(format!("{}({from}, {to})", relation.name));
        }
        for name in [x, y, z] {
            self.bind(ty, &name);
        }
    }

    /// Two atoms of a relation of this layer, one leading on from the other, and one from there.
    pub(super) fn long_recursion(&mut self) {
        let relations = ways_within(&self.usable);
        let mut here = relations.clone();
        here.retain(|relation| relation.layer == self.layer);
        let Some(relation) = self.one_of(here) else {
            return;
        };
        let ty = relation.columns[0];
        let mut fitting = relations;
        fitting.retain(|other| other.columns[0] == ty);
        let last = self.one_of(fitting).expect("there is at least the first");
        let [x, y, z, end] = [(); 4].map(|()| self.fresh(ty));
        self.world.mark("long recursion");
        self.recursive = true;
        self.body.push(format!("{}({x}, {y})", relation.name));
        self.body.push(format!("{}({y}, {z})", relation.name));
        self.body.push(format!("{}({z}, {end})", last.name));
        self.bind(ty, &x);
        self.bind(ty, &end);
    }

    fn one_of(&mut self, relations: Vec<Relation>) -> Option<Relation> {
        match relations.is_empty() {
            true => None,
            false => Some(relations[self.below(relations.len())].clone()),
        }
    }
}

/// The relations that lead from a value to another one of the same type.
fn ways_within(relations: &[Relation]) -> Vec<Relation> {
    let leads = |relation: &&Relation| match relation.columns[..] {
        [from, to] => from == to && !relation.open,
        _ => false,
    };
    relations.iter().filter(leads).cloned().collect()
}
