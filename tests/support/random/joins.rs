//! Joins of several atoms that the engine has ways of its own for.

use super::Item;
use super::relations::{Relation, World};
use super::rules::Rule;
use super::types::Ty;

impl World<'_, '_> {
    /// A line of numbers that lie far apart, who comes when from where on it in an odd number of steps, slowly
    /// and by a relation that is recursive without need; a cycle over all these; and marks, one for
    /// each number, by which the neighbours on it are alike or not.
    pub(super) fn line(&mut self, layer: usize) {
        self.mark("line");
        let [line, step, odd, cycle, mark, alike] =
            ["line", "step", "odd", "cycle", "mark", "alike"].map(|name| format!("{name}{layer}"));
        let far = self.choices.pick(&[1, 97, 1009]);
        for (name, columns, at) in [
            (&line, 2, 0),
            (&step, 2, layer),
            (&odd, 2, layer),
            (&cycle, 3, layer),
            (&mark, 3, 0),
            (&alike, 2, layer),
        ] {
            self.declare(name, &[Ty::Number; 3][..columns], at, "");
        }
        for at in 0..4 + self.choices.below(8) {
            let next = at + 1 + usize::from(self.choices.chance(20));
            let fact = format!("{line}({}, {}).", at * far, next * far);
            self.items.push(Item::Text(fact));
            let fact = format!("{mark}({}, {}, {}).", at * far, at % 2, at % 3);
            self.items.push(Item::Text(fact));
        }
        let rules = [
            (format!("{step}(x, y)"), vec![format!("{line}(x, y)")]),
            (
                format!("{step}(x, y)"),
                vec![format!("{odd}(x, y)"), format!("{line}(x, y)")],
            ),
            (format!("{odd}(x, y)"), vec![format!("{line}(x, y)")]),
            (
                format!("{odd}(x, w)"),
                vec![
                    format!("{step}(x, y)"),
                    format!("{odd}(y, z)"),
                    format!("{line}(z, w)"),
                ],
            ),
            (
                format!("{cycle}(x, y, z)"),
                vec![
                    format!("{odd}(x, y)"),
                    format!("{odd}(y, z)"),
                    format!("{odd}(x, z)"),
                ],
            ),
            (
                format!("{alike}(x, y)"),
                vec![
                    format!("{step}(x, y)"),
                    format!("{mark}(x, u, v)"),
                    format!("{mark}(y, u, _)"),
                    format!("!{mark}(y, _, v)"),
                ],
            ),
        ];
        for (head, mut body) in rules {
            self.choices.shuffle(&mut body);
            let heads = vec![head];
            self.items.push(Item::Rule { heads, body });
        }
    }
}

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
