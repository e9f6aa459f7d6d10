//! Join order: what is bound, and how large relations are, decides which atom comes next.

use super::plan::{GROUP, Planner};
use crate::rules::{Literal, Rule, Term, VarId, Variable, schedule};

impl Planner<'_> {
    /// The order of a rule's body: of the rule's own orders that of `version`, if there is one.
    pub(super) fn order_of(&self, rule: &Rule, version: usize, delta: Option<usize>) -> Vec<usize> {
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
        scheduled(
            body,
            atoms.chain(others).collect(),
            &mut vec![false; variables.len()],
        )
    }

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
        let order = chosen.into_iter().chain(others).collect();
        scheduled(body, order, &mut start.clone())
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

/// The literals of a body in this order of its atoms, everything else as early as it can be.
fn scheduled(body: &[Literal], order: Vec<usize>, known: &mut [bool]) -> Vec<usize> {
    let literals: Vec<Literal> = order.iter().map(|&at| body[at].clone()).collect();
    let scheduled = schedule(&literals, known);
    scheduled.into_iter().map(|at| order[at]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::index::Indexes;
    use super::super::tuning::Tuning;
    use super::*;
    use crate::facts::Database;
    use crate::rules::check;
    use crate::syntax::parse;
    use crate::text::Sources;

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
        let mut sources = Sources::default();
        let source = sources.add("order.dl", PROGRAM);
        let (items, _) = parse(source, PROGRAM);
        let (program, reports) = check(items.iter(), &sources);
        assert!(reports.is_empty(), "{reports:?}");
        let planner = Planner {
            database: &mut Database::new(&program),
            indexes: &mut Indexes::default(),
            tuning: &Tuning::default(),
            in_stratum: &|_| false,
            deltas: &[],
        };
        let order = |rule: usize, delta| planner.order_of(&program.rules[rule], 0, delta);
        assert_eq!(order(0, None), [1, 0]);
        assert_eq!(order(1, None), [1, 0]);
        assert_eq!(order(2, Some(0)), [2, 1, 0]);
        assert_eq!(planner.order_of(&program.rules[2], 1, Some(0)), [0, 2, 1]);
    }
}
