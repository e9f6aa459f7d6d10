//! What a body says besides its atoms: comparisons, tests and records, each looked at once its values are known.

use super::{Body, Search, Way, assign, counts, is_known};
use crate::engine::functors::holds;
use crate::facts::Word;
use crate::rules::{Literal, Term, Type, Unpack, VarId};
use crate::syntax::ast::Comparison;

impl Search<'_> {
    /// Computes what can be computed without looking at rows; says whether all of it holds.
    pub(super) fn settle(
        &mut self,
        body: Body<'_>,
        way: &mut Way,
        waiting: &mut Vec<usize>,
    ) -> bool {
        let mut again = true;
        while std::mem::take(&mut again) {
            let mut place = 0;
            while let Some(&at) = waiting.get(place) {
                let literal = &body.literals[at];
                let is_simple = matches!(
                    literal,
                    Literal::Compare(..) | Literal::Test { .. } | Literal::Unpack(_)
                );
                if !is_simple || !self.is_ready(literal, way) {
                    place += 1;
                    continue;
                }
                waiting.remove(place);
                if !self.holds(literal, body.assigns[at], way) {
                    return false;
                }
                again = true;
            }
        }
        true
    }

    /// Whether a literal's values are known so far that it can be looked at.
    pub(super) fn is_ready(&self, literal: &Literal, way: &Way) -> bool {
        let known = |term: &Term| is_known(term, &way.bound);
        match literal {
            Literal::Atom(_) => false,
            Literal::Not(atom) => atom.args.iter().all(known),
            Literal::Compare(Comparison::Equal, left, right, _) => match (left, right) {
                (Term::Var(var), other) | (other, Term::Var(var)) if counts(other) => {
                    way.bound[var.index()].is_some()
                }
                (Term::Var(_), other) if known(other) => true,
                (other, Term::Var(_)) if known(other) => true,
                _ => known(left) && known(right),
            },
            Literal::Compare(_, left, right, _) => known(left) && known(right),
            Literal::Test { args, .. } => args.iter().all(known),
            Literal::Aggregate(aggregate) => {
                let mut outer = aggregate.outer.iter();
                outer.all(|var| way.bound[var.index()].is_some())
            }
            Literal::Unpack(unpack) => {
                let is_value = |field: &Term| *field != Term::Any && known(field);
                way.bound[unpack.value.index()].is_some() || unpack.fields.iter().all(is_value)
            }
            Literal::Range { from, to, step, .. } => {
                known(from) && known(to) && step.as_ref().is_none_or(known)
            }
        }
    }

    /// Whether a comparison, test or record holds; binds what it says. `assigns` is the variable that the
    /// evaluation gives its value by it.
    fn holds(&mut self, literal: &Literal, assigns: Option<VarId>, way: &mut Way) -> bool {
        match literal {
            Literal::Compare(comparison, left, right, _) => {
                for (side, other) in [(left, right), (right, left)] {
                    let Term::Var(var) = side else {
                        continue;
                    };
                    // A number of the counter is whatever it was.
                    if *comparison == Comparison::Equal && counts(other) {
                        return true;
                    }
                    let is_open = way.bound[var.index()].is_none();
                    let gives = is_open || assigns == Some(*var);
                    if *comparison == Comparison::Equal && gives && is_known(other, &way.bound) {
                        let word = self.word(other, &way.bound);
                        return word.is_some_and(|word| assign(&mut way.bound, *var, word));
                    }
                }
                let ty = self.type_of(left).or(self.type_of(right));
                let words = (self.word(left, &way.bound), self.word(right, &way.bound));
                let (Some(left), Some(right)) = words else {
                    return false;
                };
                match ty {
                    Some(ty) => holds(*comparison, self.database.values.ordering(left, right, ty)),
                    None => (left == right) == (*comparison == Comparison::Equal),
                }
            }
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => {
                let words = (
                    self.word(&args[0], &way.bound),
                    self.word(&args[1], &way.bound),
                );
                let (Some(left), Some(right)) = words else {
                    return false;
                };
                let values = &self.database.values;
                let found = self
                    .functors
                    .test(*test, values.text(left), values.text(right));
                found == Some(*expected)
            }
            Literal::Unpack(unpack) => self.unpack(unpack, &mut way.bound),
            _ => unreachable!("only these are settled"),
        }
    }

    /// The type by which a term is compared; none of constants that are the same in all types.
    fn type_of(&self, term: &Term) -> Option<Type> {
        match term {
            Term::Const(value) => value.ty(),
            Term::Any => None,
            term => Some(term.ty(self.variables)),
        }
    }

    fn unpack(&mut self, unpack: &Unpack, bound: &mut [Option<Word>]) -> bool {
        let branch = unpack.branch.as_ref().map(|(number, _)| *number);
        let Some(value) = bound[unpack.value.index()] else {
            let mut words: Vec<Word> = branch.into_iter().collect();
            for field in &unpack.fields {
                match self.word(field, bound) {
                    Some(word) => words.push(word),
                    None => return false,
                }
            }
            let word = self.database.values.record(&words);
            return assign(bound, unpack.value, word);
        };
        let Some(words) = self.database.values.fields(value) else {
            return false;
        };
        let words = match (branch, words) {
            (None, words) => words.to_vec(),
            (Some(wanted), [number, words @ ..]) if wanted == *number => words.to_vec(),
            _ => return false,
        };
        unpack
            .fields
            .iter()
            .zip(words)
            .all(|(field, word)| match field {
                Term::Var(var) => assign(bound, *var, word),
                Term::Const(value) => self.database.values.find(value) == Some(word),
                Term::Any => true,
                Term::Call(..) => false,
            })
    }
}
