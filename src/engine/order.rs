//! Join order: what is bound, and how large relations are, decides which atom comes next.

use super::plan::{GROUP, Planner};
use crate::rules::{Atom, Const, Literal, RelationId, Rule, Term, VarId, Variable};
use crate::rules::{bind_with, schedule_some};

impl Planner<'_> {
    /// The order of a rule's body: of the rule's own orders that of `version`, if there is one.
    pub(super) fn order_of(
        &mut self,
        rule: &Rule,
        version: usize,
        delta: Option<usize>,
    ) -> Vec<usize> {
        let given = rule.plan.iter().find(|(number, _)| *number == version);
        match given {
            Some((_, given)) => self.order_as_given(&rule.body, &rule.variables, given),
            None => self.order(&rule.body, &rule.variables, delta, Vec::new()),
        }
    }

    /// Orders a body whose positive atoms are joined in an order of the program's own.
    fn order_as_given(
        &self,
        body: &[Literal],
        variables: &[Variable],
        given: &[usize],
    ) -> Vec<usize> {
        let (atoms, others): (Vec<usize>, Vec<usize>) =
            (0..body.len()).partition(|&at| matches!(body[at], Literal::Atom(_)));
        let atoms = given.iter().map(|&number| atoms[number]);
        let order = atoms.chain(others).collect();
        schedule_some(body, order, &mut vec![false; variables.len()])
    }

    /// Orders a body: the delta first, then what is cheapest; everything else as `schedule` has it.
    pub(super) fn order(
        &mut self,
        body: &[Literal],
        variables: &[Variable],
        delta: Option<usize>,
        bound: Vec<VarId>,
    ) -> Vec<usize> {
        let mut start = vec![false; variables.len()];
        for var in bound {
            if var != GROUP {
                start[var.index()] = true;
            }
        }
        let (atoms, others): (Vec<usize>, Vec<usize>) =
            (0..body.len()).partition(|&at| matches!(body[at], Literal::Atom(_)));
        // What constants and the atoms so far let one compute is bound too.
        let mut known = start.clone();
        bind_with(None, body, &others, &mut known);
        let begins = !start.contains(&true);
        let (mut order, cost) = self.join_order(body, (&atoms, &others), delta, begins, &known);
        if delta.is_none() && begins && atoms.len() > 1 && cost > LONG && self.tuning.statistics {
            let (mut best, cheapest) = (cost / GAIN, order[0]);
            for &first in atoms.iter().filter(|&&first| first != cheapest) {
                let first = Some(first);
                let other = self.join_order(body, (&atoms, &others), first, begins, &known);
                if other.1 < best {
                    (order, best) = other;
                }
            }
        }
        order.extend(others);
        schedule_some(body, order, &mut start)
    }

    /// The order of atoms that begins with `first`, or else with what is cheapest, and goes on with what is cheapest
    /// each time; and how many bindings its joins are expected to give in all.
    fn join_order(
        &mut self,
        body: &[Literal],
        (atoms, others): (&[usize], &[usize]),
        first: Option<usize>,
        begins: bool,
        known: &[bool],
    ) -> (Vec<usize>, f64) {
        let (mut atoms, mut known) = (atoms.to_vec(), known.to_vec());
        let mut order: Vec<usize> = Vec::with_capacity(body.len());
        let (mut bindings, mut all) = (1.0, 0.0);
        while !atoms.is_empty() {
            let next = match first {
                Some(first) if order.is_empty() => {
                    atoms.iter().position(|&at| at == first).unwrap_or(0)
                }
                _ if atoms.len() == 1 => 0,
                _ => {
                    let begins = order.is_empty() && begins;
                    let joined = joined(body, &atoms, (!begins).then_some(&known));
                    self.cheapest(body, &atoms, &joined, &known)
                }
            };
            let next = atoms.remove(next);
            bindings *= self.expected(atom(&body[next]), &known);
            all += bindings;
            bind_with(Some(&body[next]), body, others, &mut known);
            order.push(next);
        }
        (order, all)
    }

    /// The atom expected to find the fewest tuples for a binding; the first of equals. Those that are not `joined`
    /// to others multiply what is found, so they come last.
    fn cheapest(
        &mut self,
        body: &[Literal],
        atoms: &[usize],
        joined: &[bool],
        known: &[bool],
    ) -> usize {
        let any_joined = self.tuning.statistics && joined.contains(&true);
        let mut best = (0, f64::INFINITY);
        for (position, &at) in atoms.iter().enumerate() {
            if any_joined && !joined[position] {
                continue;
            }
            let cost = self.expected(atom(&body[at]), known);
            if cost < best.1 {
                best = (position, cost);
            }
        }
        best.0
    }

    /// How many tuples an atom is expected to find for a binding.
    fn expected(&mut self, atom: &Atom, known: &[bool]) -> f64 {
        match self.tuning.statistics && !(self.in_stratum)(atom.relation) {
            true => self.counted(atom, known),
            false => self.guessed(atom, known),
        }
    }

    /// How many tuples an atom finds for a binding, if all columns had about as many values.
    fn guessed(&self, atom: &Atom, known: &[bool]) -> f64 {
        let free = atom.args.iter().filter(|arg| match arg {
            Term::Var(var) => !known[var.index()],
            Term::Any => true,
            _ => false,
        });
        let size = self.database.rows(atom.relation).len();
        // A relation that is still being derived may become large.
        let size = match (self.in_stratum)(atom.relation) {
            true => size.max(LARGE),
            false => size,
        };
        (size.max(1) as f64).powf(free.count() as f64 / atom.args.len().max(1) as f64)
    }

    /// How many tuples an atom of a complete relation finds for a binding, by how many values its columns have.
    fn counted(&mut self, atom: &Atom, known: &[bool]) -> f64 {
        let mut found = self.database.rows(atom.relation).len() as f64;
        for (column, arg) in atom.args.iter().enumerate() {
            match arg {
                Term::Const(value) => found *= self.share(atom.relation, column, value),
                Term::Var(var) if known[var.index()] => {
                    let rows = self.database.rows(atom.relation);
                    let statistics = &mut self.indexes.statistics;
                    found /= statistics.values(atom.relation, column, rows);
                }
                Term::Var(_) | Term::Any | Term::Call(..) => {}
            }
        }
        found
    }

    /// The share of the tuples of a complete relation that have a value in a column: counted where there are few.
    fn share(&mut self, relation: RelationId, column: usize, value: &Const) -> f64 {
        let rows = self.database.rows(relation);
        if rows.is_empty() {
            return 0.0;
        }
        if rows.len() > COUNTED || rows.arity() < 2 {
            return 1.0 / self.indexes.statistics.values(relation, column, rows);
        }
        let all = rows.len() as f64;
        let word = self.database.values.constant(value);
        let index = self.index(relation, vec![column]);
        self.indexes.all[index].1.entries_of(word) as f64 / all
    }
}

fn atom(literal: &Literal) -> &Atom {
    match literal {
        Literal::Atom(atom) => atom,
        _ => unreachable!("only atoms are joined"),
    }
}

/// For each atom whether a variable of it is known, or it has none; at the beginning, where none can be known,
/// whether it shares a variable with another atom.
fn joined(body: &[Literal], atoms: &[usize], known: Option<&Vec<bool>>) -> Vec<bool> {
    let variables = |at: usize| atom(&body[at]).variables().collect::<Vec<VarId>>();
    let all: Vec<Vec<VarId>> = atoms.iter().map(|&at| variables(at)).collect();
    let is_joined = |(at, own): (usize, &Vec<VarId>)| match known {
        Some(known) => own.is_empty() || own.iter().any(|var| known[var.index()]),
        None => {
            let others = all.iter().enumerate().filter(|(other, _)| *other != at);
            let mut others = others.flat_map(|(_, vars)| vars);
            others.any(|var| own.contains(var))
        }
    };
    all.iter().enumerate().map(is_joined).collect()
}

/// How many tuples a relation that is still being derived is taken to have at least.
const LARGE: usize = 1000;

/// From so many bindings on it pays to look for a shorter way that begins with another atom.
const LONG: f64 = 1000.0;

/// How many times as short it must be, as what is expected is not what comes.
const GAIN: f64 = 4.0;

/// In a relation with no more tuples than this, those with a constant are counted.
const COUNTED: usize = 1 << 15;

#[cfg(test)]
mod tests {
    use super::super::index::Indexes;
    use super::super::tuning::Tuning;
    use super::*;
    use crate::facts::Database;
    use crate::rules::program_of;

    const PROGRAM: &str = "
        .decl few(x: number)
        .decl many(x: number, y: number)
        .decl p(x: number, y: number)
        few(1).
        many(1, 2). many(1, 3). many(2, 4). many(3, 5).
        p(x, y) :- many(x, y), few(x).
        p(x, y) :- few(x), many(x, y). .plan 0:(2,1)
        p(x, z) :- p(x, y), many(y, z), few(x). .plan 0:(3,2,1)
    ";

    #[test]
    fn a_plan_decides_the_order_of_joins_and_sizes_do_without_one() {
        let program = program_of(PROGRAM);
        let mut planner = Planner {
            database: &mut Database::new(&program),
            indexes: &mut Indexes::default(),
            tuning: &Tuning::default(),
            in_stratum: &|_| false,
            deltas: &[],
        };
        let mut order = |rule: usize, delta| planner.order_of(&program.rules[rule], 0, delta);
        assert_eq!(order(0, None), [1, 0]);
        assert_eq!(order(1, None), [1, 0]);
        assert_eq!(order(2, Some(0)), [2, 1, 0]);
        assert_eq!(planner.order_of(&program.rules[2], 1, Some(0)), [0, 2, 1]);
    }

    /// Two kinds lead to 3,000 events, 50 verbs to as many.
    #[test]
    fn another_atom_begins_where_the_cheapest_one_leads_to_many_bindings() {
        let mut text = String::from(
            ".decl kind(k: number)
            .decl told(e: number, k: number)
            .decl sentence_of(e: number, s: number)
            .decl asks(v: number, s: number)
            .decl meant(v: number, e: number)
            kind(0). kind(1).
            meant(v, e) :- kind(k), told(e, k), sentence_of(e, s), asks(v, s).\n",
        );
        for event in 0..3_000 {
            text += &format!(
                "told({event}, {}). sentence_of({event}, {event}).\n",
                event % 2
            );
        }
        for verb in 0..50 {
            text += &format!("asks({verb}, {verb}).\n");
        }
        let program = program_of(&text);
        let order = |tuning: &Tuning| {
            let mut planner = Planner {
                database: &mut Database::new(&program),
                indexes: &mut Indexes::default(),
                tuning,
                in_stratum: &|_| false,
                deltas: &[],
            };
            planner.order_of(&program.rules[0], 0, None)
        };
        let mut tuning = Tuning::default();
        assert_eq!(order(&tuning), [3, 2, 1, 0]);
        tuning.switch_off("statistics");
        assert_eq!(order(&tuning)[0], 0);
    }
}
