//! Whether what an evaluator derived is a right result, also where a program has several.
//!
//! Each stratum is looked at by itself, over the lower relations as the evaluator has them: so what depends
//! on a choice is compared exactly, whatever was chosen.

use std::collections::BTreeSet;

use super::{Oracle, Relations, excludes};
use crate::rules::{Const, Program, RelationId, Stratum};

/// What [`verify`] finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Right,
    /// A relation is wrong; why.
    Wrong(String),
    /// The oracle would have to look at more tuples than it may.
    TooMuch,
}

/// Says whether `result` is what a program gives of `facts`, looking at `steps` tuples at most.
///
/// The relations of a stratum must be those that the oracle derives. Where that is open, they must have
/// what the definition asks for: every tuple is derived from others of the result; of tuples that a choice
/// keeps apart there is one, and the reason why any other is missing; a limit was reached where a tuple is
/// missing for no other reason; no tuple gives way to another, and what is missing gives way to one.
pub fn verify(program: &Program, facts: &Relations, result: &Relations, steps: usize) -> Verdict {
    let mut facts = facts.clone();
    for fact in &program.facts {
        facts[fact.relation.index()].insert(fact.values.clone());
    }
    let mut verifier = Verifier {
        program,
        facts: &facts,
        result,
        steps,
    };
    for stratum in &program.strata {
        let found = verifier.stratum(stratum);
        if verifier.steps == 0 {
            return Verdict::TooMuch;
        }
        if let Err(wrong) = found {
            return Verdict::Wrong(wrong);
        }
    }
    Verdict::Right
}

struct Verifier<'a> {
    program: &'a Program,
    facts: &'a Relations,
    result: &'a Relations,
    steps: usize,
}

impl Verifier<'_> {
    fn stratum(&mut self, stratum: &Stratum) -> Result<(), String> {
        let program = self.program;
        let is_open = stratum.relations.iter().any(|&id| {
            let relation = program.relation(id);
            !relation.choices.is_empty() || relation.limit.is_some()
        });
        let mut start = self.result.clone();
        for id in &stratum.relations {
            start[id.index()].clone_from(&self.facts[id.index()]);
        }
        if is_open {
            return self.open(stratum, start);
        }
        let mut oracle = Oracle::new(program, start, self.steps);
        oracle.stratum(stratum);
        self.steps = oracle.steps;
        if oracle.mutual {
            return self.irreducible(stratum);
        }
        for &id in &stratum.relations {
            let (right, result) = (&oracle.relations[id.index()], &self.result[id.index()]);
            if self.steps > 0 && right != result {
                return Err(format!(
                    "`{}` differs\nonly the oracle has {}\nonly the other has {}",
                    program.relation(id).name,
                    some(right.difference(result)),
                    some(result.difference(right)),
                ));
            }
        }
        Ok(())
    }

    /// Checks relations of which choices and limits leave open what is in them.
    fn open(&mut self, stratum: &Stratum, mut start: Relations) -> Result<(), String> {
        let program = self.program;
        for &id in &stratum.relations {
            let choices = &program.relation(id).choices;
            let tuples = &self.result[id.index()];
            for tuple in tuples {
                if let Some(other) = tuples.iter().find(|t| excludes(choices, t, tuple)) {
                    let pair = some([tuple, other].into_iter());
                    return Err(self.wrong(id, &format!("has both of {pair}")));
                }
            }
            start[id.index()].retain(|tuple| tuples.contains(tuple));
        }
        self.is_derived(stratum, start)?;
        let mut oracle = Oracle::new(program, self.result.clone(), self.steps);
        let mut wanted = oracle.derived(stratum);
        self.steps = oracle.steps;
        for &id in &stratum.relations {
            let facts = &self.facts[id.index()];
            wanted.extend(facts.iter().map(|tuple| (id, tuple.clone())));
        }
        let is_full = |&id: &RelationId| {
            let limit = program.relation(id).limit;
            limit.is_some_and(|limit| self.result[id.index()].len() >= limit)
        };
        if stratum.relations.iter().any(is_full) {
            return Ok(());
        }
        for (id, tuple) in wanted {
            let choices = &program.relation(id).choices;
            let tuples = &self.result[id.index()];
            if !tuples.contains(&tuple) && !tuples.iter().any(|t| excludes(choices, t, &tuple)) {
                let tuple = some([&tuple].into_iter());
                return Err(self.wrong(id, &format!("lacks {tuple}, which nothing keeps out")));
            }
        }
        Ok(())
    }

    /// Whether every tuple of the result follows, step by step, from others of it.
    fn is_derived(&mut self, stratum: &Stratum, start: Relations) -> Result<(), String> {
        let mut oracle = Oracle::new(self.program, start, self.steps);
        loop {
            let mut grew = false;
            for (id, tuple) in oracle.derived(stratum) {
                if self.result[id.index()].contains(&tuple) {
                    grew |= oracle.relations[id.index()].insert(tuple);
                }
            }
            if !grew {
                break;
            }
        }
        self.steps = oracle.steps;
        for &id in &stratum.relations {
            let (right, result) = (&oracle.relations[id.index()], &self.result[id.index()]);
            if self.steps > 0 && right != result {
                let extra = some(result.difference(right));
                return Err(self.wrong(id, &format!("has {extra}, which nothing derives")));
            }
        }
        Ok(())
    }

    /// Checks relations with tuples of which each gives way to the other.
    fn irreducible(&mut self, stratum: &Stratum) -> Result<(), String> {
        let mut oracle = Oracle::new(self.program, self.result.clone(), self.steps);
        for &id in &stratum.relations {
            if let Some((weak, strong)) = oracle.dominated(id).first() {
                let pair = some([weak, strong].into_iter());
                return Err(self.wrong(id, &format!("has both of {pair}")));
            }
        }
        for (id, tuple) in oracle.derived(stratum) {
            oracle.relations[id.index()].insert(tuple);
        }
        for &id in &stratum.relations {
            oracle.relations[id.index()].extend(self.facts[id.index()].iter().cloned());
            let result = &self.result[id.index()];
            let pairs = oracle.dominated(id).into_iter();
            let beaten: BTreeSet<_> = pairs
                .filter(|(_, strong)| result.contains(strong))
                .map(|(weak, _)| weak)
                .collect();
            let lacks = &oracle.relations[id.index()] - result;
            if let Some(tuple) = lacks.iter().find(|tuple| !beaten.contains(*tuple)) {
                let tuple = some([tuple].into_iter());
                return Err(self.wrong(id, &format!("lacks {tuple}, which gives way to none")));
            }
        }
        self.steps = oracle.steps;
        Ok(())
    }

    fn wrong(&self, id: RelationId, why: &str) -> String {
        format!("`{}` {why}", self.program.relation(id).name)
    }
}

/// The first of some tuples.
fn some<'a>(tuples: impl Iterator<Item = &'a Vec<Const>>) -> String {
    let written = tuples.map(|tuple| {
        let values: Vec<String> = tuple.iter().map(Const::written).collect();
        format!("({})", values.join(", "))
    });
    let mut written: Vec<String> = written.take(6).collect();
    if written.len() == 6 {
        written[5] = "…".to_owned();
    }
    match written.is_empty() {
        true => "nothing".to_owned(),
        false => written.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::program_of;

    /// What is said of a program's relation `p` holding these numbers.
    fn verdict(program: &str, numbers: &[&[i64]]) -> Verdict {
        let program = program_of(program);
        let facts = vec![BTreeSet::new(); program.relations.len()];
        let mut result = facts.clone();
        for fact in &program.facts {
            result[fact.relation.index()].insert(fact.values.clone());
        }
        let p = program.find("p").expect("the program has a relation `p`");
        let tuple = |tuple: &&[i64]| tuple.iter().map(|n| Const::Number(*n)).collect();
        result[p.index()] = numbers.iter().map(tuple).collect();
        verify(&program, &facts, &result, 10_000)
    }

    fn wrong(why: &str) -> Verdict {
        Verdict::Wrong(why.to_owned())
    }

    const CHOICE: &str = ".decl e(x: number, y: number) e(1, 2). e(1, 3). e(2, 2).
        .decl p(x: number, y: number) choice-domain x
        p(x, y) :- e(x, y).";

    #[test]
    fn a_choice_may_be_made_either_way_but_is_made() {
        assert_eq!(verdict(CHOICE, &[&[1, 2], &[2, 2]]), Verdict::Right);
        assert_eq!(verdict(CHOICE, &[&[1, 3], &[2, 2]]), Verdict::Right);
        assert_eq!(
            verdict(CHOICE, &[&[1, 3]]),
            wrong("`p` lacks (2, 2), which nothing keeps out")
        );
        assert_eq!(
            verdict(CHOICE, &[&[1, 2], &[1, 3], &[2, 2]]),
            wrong("`p` has both of (1, 2) (1, 3)")
        );
        assert_eq!(
            verdict(CHOICE, &[&[1, 4], &[2, 2]]),
            wrong("`p` has (1, 4), which nothing derives")
        );
    }

    #[test]
    fn a_limit_is_reached_or_all_is_there() {
        let program = ".decl p(x: number) p(0). p(x + 1) :- p(x), x < 5. .limitsize p(n=3)";
        let right = wrong("`p` lacks (2), which nothing keeps out");
        assert_eq!(verdict(program, &[&[0], &[1]]), right);
        assert_eq!(verdict(program, &[&[0], &[1], &[2]]), Verdict::Right);
        assert_eq!(verdict(program, &[&[0], &[1], &[2], &[3]]), Verdict::Right);
        assert_eq!(
            verdict(program, &[&[0], &[1], &[3]]),
            wrong("`p` has (3), which nothing derives")
        );
    }

    #[test]
    fn of_tuples_that_give_way_to_each_other_one_stays() {
        let program = ".decl p(x: number, y: number) p(1, 2). p(2, 2). p(3, 1).
            p(_, x) <= p(_, y) :- x <= y.";
        assert_eq!(verdict(program, &[&[1, 2]]), Verdict::Right);
        assert_eq!(verdict(program, &[&[2, 2]]), Verdict::Right);
        assert_eq!(
            verdict(program, &[&[1, 2], &[2, 2]]),
            wrong("`p` has both of (1, 2) (2, 2)")
        );
        assert_eq!(
            verdict(program, &[]),
            wrong("`p` lacks (1, 2), which gives way to none")
        );
    }

    #[test]
    fn what_is_too_much_is_not_called_right() {
        let endless = ".decl p(x: number) p(0). p(x + 1) :- p(x).";
        assert_eq!(verdict(endless, &[&[0]]), Verdict::TooMuch);
    }
}
