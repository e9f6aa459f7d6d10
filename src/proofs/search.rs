//! The ways in which a rule gives a tuple: values of its variables under which its body holds.
//!
//! Rows are looked for one atom after the other, that with the most columns known first. All else that a body
//! says is computed again as soon as its variables are known.

mod conditions;

use super::finder::Finder;
use crate::engine::Stopped;
use crate::engine::functors::Functors;
use crate::facts::{Database, Word};
use crate::rules::{
    Atom, Functor, Literal, RelationId, Rule, Term, Type, VarId, Variable, schedule,
};
use crate::syntax::ast::Comparison;

/// One way in which a body holds.
#[derive(Clone, Debug)]
pub(super) struct Way {
    /// The words of the rule's variables.
    pub(super) bound: Vec<Option<Word>>,
    /// What each literal of the body used, in its order.
    pub(super) used: Vec<Used>,
}

/// What a literal used.
#[derive(Clone, Debug)]
pub(super) enum Used {
    Nothing,
    /// A row of the atom's relation.
    Row(usize),
    /// Every way in which an aggregate's body holds.
    Ways(Vec<Way>),
}

/// A rule made ready for searching: each `_` of its positive atoms is a variable, so that a way says which
/// tuple it used.
#[derive(Clone, Debug)]
pub(super) struct Prepared {
    pub(super) rule: Rule,
}

impl Prepared {
    /// `types` gives the types of a relation's columns.
    pub(super) fn new<'t>(rule: &Rule, types: impl Fn(RelationId) -> Vec<Type> + 't) -> Prepared {
        let mut rule = rule.clone();
        for literal in &mut rule.body {
            let Literal::Atom(atom) = literal else {
                continue;
            };
            let types = types(atom.relation);
            for (arg, ty) in atom.args.iter_mut().zip(types) {
                if *arg == Term::Any {
                    *arg = Term::Var(VarId(rule.variables.len() as u32));
                    rule.variables.push(Variable {
                        name: "#any".to_owned(),
                        ty,
                        span: atom.span,
                    });
                }
            }
        }
        Prepared { rule }
    }
}

/// Which rows a derivation may use.
#[derive(Clone, Copy)]
pub(super) enum MayUse<'a> {
    Any,
    /// Of these relations, only rows of rounds before this one.
    Before(&'a [RelationId], usize),
}

/// Whether a search goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Go {
    On,
    Enough,
}

/// A search for values of a rule's variables.
pub(super) struct Search<'a> {
    pub(super) variables: &'a [Variable],
    pub(super) database: &'a mut Database,
    pub(super) finder: &'a mut Finder,
    pub(super) functors: &'a mut Functors,
    pub(super) may_use: MayUse<'a>,
    pub(super) patience: Patience,
    /// Whether a way was found.
    pub(super) found: bool,
    /// Asked before rows are looked for: whether the user wants to wait.
    pub(super) go_on: &'a mut dyn FnMut() -> Result<(), Stopped>,
}

/// How many rows the finder may have looked at before the search gives up.
#[derive(Clone, Copy)]
pub(super) struct Patience {
    pub(super) without_any: usize,
    /// Once a way was found.
    pub(super) with_one: usize,
}

impl Patience {
    pub(super) const ENDLESS: Patience = Patience {
        without_any: usize::MAX,
        with_one: usize::MAX,
    };
}

type Visit<'v> = &'v mut dyn FnMut(&Way) -> Go;

impl Search<'_> {
    /// Calls `visit` with every way in which a rule's head is a tuple.
    pub(super) fn heads(
        &mut self,
        rule: &Rule,
        tuple: &[Word],
        visit: Visit<'_>,
    ) -> Result<Go, Stopped> {
        let mut bound = vec![None; rule.variables.len()];
        for (arg, &word) in rule.head.args.iter().zip(tuple) {
            let is_word = match arg {
                Term::Var(var) => *bound[var.index()].get_or_insert(word) == word,
                Term::Const(value) => self.database.values.find(value) == Some(word),
                _ => false,
            };
            if !is_word {
                return Ok(Go::On);
            }
        }
        self.bodies(&rule.body, bound, visit)
    }

    /// Calls `visit` with every way in which a body holds that goes on from some values.
    pub(super) fn bodies(
        &mut self,
        body: &[Literal],
        bound: Vec<Option<Word>>,
        visit: Visit<'_>,
    ) -> Result<Go, Stopped> {
        let mut known = vec![false; bound.len()];
        let order = schedule(body, &mut known);
        let mut assigns = vec![None; body.len()];
        let mut seen = vec![false; bound.len()];
        for at in order {
            if let Literal::Compare(Comparison::Equal, left, right, _) = &body[at] {
                assigns[at] = [left, right].into_iter().find_map(|side| match side {
                    Term::Var(var) if !seen[var.index()] => Some(*var),
                    _ => None,
                });
            }
            body[at].variables(&mut |var| seen[var.index()] = true);
            if let Literal::Aggregate(aggregate) = &body[at] {
                seen[aggregate.target.index()] = true;
            }
        }
        let start = Way {
            bound,
            used: vec![Used::Nothing; body.len()],
        };
        let waiting: Vec<usize> = (0..body.len()).collect();
        let body = Body {
            literals: body,
            assigns: &assigns,
        };
        self.find(body, start, waiting, visit)
    }

    /// Makes the literals hold that are still waiting.
    fn find(
        &mut self,
        body: Body<'_>,
        mut way: Way,
        mut waiting: Vec<usize>,
        visit: Visit<'_>,
    ) -> Result<Go, Stopped> {
        if !self.settle(body, &mut way, &mut waiting) {
            return Ok(Go::On);
        }
        let atoms = waiting.iter().enumerate().filter_map(|(place, &at)| {
            let Literal::Atom(atom) = &body.literals[at] else {
                return None;
            };
            Some((self.effort(atom, &way), place, at, atom))
        });
        if let Some((_, place, at, atom)) = atoms.min_by_key(|(effort, ..)| *effort) {
            (self.go_on)()?;
            waiting.remove(place);
            for row in self.candidates(atom, &way) {
                if self.is_out_of_patience() {
                    return Ok(Go::Enough);
                }
                if !self.may_use(atom.relation, row) {
                    continue;
                }
                let mut longer = way.clone();
                if self.bind(atom, row, &mut longer) {
                    longer.used[at] = Used::Row(row);
                    if self.find(body, longer, waiting.clone(), visit)? == Go::Enough {
                        return Ok(Go::Enough);
                    }
                }
            }
            return Ok(Go::On);
        }
        let ready = waiting
            .iter()
            .position(|&at| self.is_ready(&body.literals[at], &way));
        let Some(place) = ready else {
            // What takes numbers from the counter cannot be computed again, nor can what rests on them.
            self.found = true;
            return Ok(visit(&way));
        };
        let at = waiting.remove(place);
        match &body.literals[at] {
            Literal::Not(atom) => {
                (self.go_on)()?;
                match self.candidates(atom, &way).is_empty() {
                    true => self.find(body, way, waiting, visit),
                    false => Ok(Go::On),
                }
            }
            Literal::Aggregate(aggregate) => {
                let Some((word, ways)) = self.aggregate(aggregate, &way)? else {
                    return Ok(Go::On);
                };
                if !self.is_value(aggregate, word, &mut way) {
                    return Ok(Go::On);
                }
                way.used[at] = Used::Ways(ways);
                self.find(body, way, waiting, visit)
            }
            Literal::Range {
                target,
                ty,
                from,
                to,
                step,
                ..
            } => {
                let bounds = [Some(from), Some(to), step.as_ref()];
                let [from, to, step] = bounds.map(|bound| self.word(bound?, &way.bound));
                let (Some(from), Some(to)) = (from, to) else {
                    return Ok(Go::On);
                };
                for word in self.range(from, to, step, *ty) {
                    (self.go_on)()?;
                    let mut longer = way.clone();
                    if assign(&mut longer.bound, *target, word)
                        && self.find(body, longer, waiting.clone(), visit)? == Go::Enough
                    {
                        return Ok(Go::Enough);
                    }
                }
                Ok(Go::On)
            }
            _ => unreachable!("the others were settled"),
        }
    }

    fn is_out_of_patience(&self) -> bool {
        let most = match self.found {
            true => self.patience.with_one,
            false => self.patience.without_any,
        };
        self.finder.looked_at > most
    }

    fn may_use(&self, relation: RelationId, row: usize) -> bool {
        match self.may_use {
            MayUse::Before(relations, round) if relations.contains(&relation) => {
                self.database.rows(relation).round_of(row) < round
            }
            _ => true,
        }
    }

    /// How much there is to look through for an atom: nothing bound is worst.
    fn effort(&self, atom: &Atom, way: &Way) -> (bool, usize, usize) {
        let open = atom.args.iter().filter(|arg| !is_known(arg, &way.bound));
        let open = open.count();
        let rows = self.database.rows(atom.relation).len();
        (open > 0 && open == atom.args.len(), open, rows)
    }

    fn candidates(&mut self, atom: &Atom, way: &Way) -> Vec<usize> {
        let mut columns = Vec::new();
        let mut words = Vec::new();
        for (column, arg) in atom.args.iter().enumerate() {
            let word = match arg {
                Term::Const(value) => match self.database.values.find(value) {
                    Some(word) => word,
                    None => return Vec::new(),
                },
                Term::Var(var) => match way.bound[var.index()] {
                    Some(word) => word,
                    None => continue,
                },
                Term::Any | Term::Call(..) => continue,
            };
            columns.push(column);
            words.push(word);
        }
        if atom.args.is_empty() {
            let row = self.finder.row(self.database, atom.relation, &[]);
            return row.into_iter().collect();
        }
        self.finder
            .rows(self.database, atom.relation, &columns, &words)
    }

    /// Binds an atom's variables to a row's words; not where one would be two.
    fn bind(&self, atom: &Atom, row: usize, way: &mut Way) -> bool {
        let words = self.database.rows(atom.relation).row(row);
        atom.args.iter().zip(words).all(|(arg, &word)| match arg {
            Term::Var(var) => assign(&mut way.bound, *var, word),
            Term::Const(value) => self.database.values.find(value) == Some(word),
            Term::Any => true,
            Term::Call(..) => false,
        })
    }

    /// The word of a term whose variables are known; `None` where it is undefined.
    pub(super) fn word(&mut self, term: &Term, bound: &[Option<Word>]) -> Option<Word> {
        match term {
            Term::Var(var) => bound[var.index()],
            Term::Const(value) => Some(self.database.values.constant(value)),
            Term::Any => None,
            Term::Call(functor, args) => {
                let args: Option<Vec<Word>> =
                    args.iter().map(|arg| self.word(arg, bound)).collect();
                self.functors
                    .apply(*functor, &args?, &mut self.database.values)
            }
        }
    }
}

/// The literals of a body.
#[derive(Clone, Copy)]
struct Body<'b> {
    literals: &'b [Literal],
    /// For each literal, the variable that the evaluation gives its value by it, if it is an equation.
    assigns: &'b [Option<VarId>],
}

pub(super) fn assign(bound: &mut [Option<Word>], var: VarId, word: Word) -> bool {
    *bound[var.index()].get_or_insert(word) == word
}

fn is_known(term: &Term, bound: &[Option<Word>]) -> bool {
    match term {
        Term::Var(var) => bound[var.index()].is_some(),
        Term::Const(_) | Term::Any => true,
        Term::Call(functor, args) => {
            *functor != Functor::Counter && args.iter().all(|arg| is_known(arg, bound))
        }
    }
}

/// Whether a term takes a number from the counter.
fn counts(term: &Term) -> bool {
    match term {
        Term::Call(functor, args) => *functor == Functor::Counter || args.iter().any(counts),
        _ => false,
    }
}
