//! Join order: what is bound, and how large relations are, decides which atom comes next.

use super::plan::{GROUP, Planner};
use crate::rules::{Literal, Term, VarId, Variable, schedule};

impl Planner<'_> {
    /// Orders a body: the delta first, then what is cheapest; everything else as `schedule` has it.
    pub(super) fn order(
        &self,
        body: &[Literal],
        variables: &[Variable],
        delta: Option<usize>,
        bound: Vec<VarId>,
    ) -> Vec<usize> {
        let mut known = vec![false; variables.len()];
        for var in bound {
            if var != GROUP {
                known[var.index()] = true;
            }
        }
        let start = known.clone();
        let (mut atoms, others): (Vec<usize>, Vec<usize>) =
            (0..body.len()).partition(|&at| matches!(body[at], Literal::Atom(_)));
        let mut chosen: Vec<usize> = Vec::new();
        // What constants and the atoms so far let one compute is bound too.
        let bind = |chosen: &[usize], known: &mut Vec<bool>| {
            known.clone_from(&start);
            let so_far = chosen.iter().chain(&others);
            let literals: Vec<Literal> = so_far.map(|&at| body[at].clone()).collect();
            schedule(&literals, known);
        };
        while !atoms.is_empty() {
            bind(&chosen, &mut known);
            let next = match delta {
                Some(delta) if chosen.is_empty() => {
                    atoms.iter().position(|&at| at == delta).unwrap_or(0)
                }
                _ => self.cheapest(body, &atoms, &known),
            };
            chosen.push(atoms.remove(next));
        }
        let order: Vec<usize> = chosen.into_iter().chain(others).collect();
        let literals: Vec<Literal> = order.iter().map(|&at| body[at].clone()).collect();
        let mut known = start;
        schedule(&literals, &mut known)
            .into_iter()
            .map(|at| order[at])
            .collect()
    }

    /// The atom expected to find the fewest tuples for a binding; the first of equals.
    fn cheapest(&self, body: &[Literal], atoms: &[usize], known: &[bool]) -> usize {
        let cost = |&at: &usize| -> f64 {
            let Literal::Atom(atom) = &body[at] else {
                unreachable!("only atoms are compared")
            };
            let free = atom.args.iter().filter(|arg| match arg {
                Term::Var(var) => !known[var.index()],
                Term::Any => true,
                _ => false,
            });
            let size = self.database.rows(atom.relation).len();
            // A relation that is still being derived may become large.
            let size = match (self.in_stratum)(atom.relation) {
                true => size.max(1000),
                false => size,
            };
            (size.max(1) as f64).powf(free.count() as f64 / atom.args.len().max(1) as f64)
        };
        let mut best = (0, f64::INFINITY);
        for (position, at) in atoms.iter().enumerate() {
            let cost = cost(at);
            if cost < best.1 {
                best = (position, cost);
            }
        }
        best.0
    }
}
