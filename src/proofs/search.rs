//! Searching one derivation of a tuple among the rows that are there.
//!
//! A few derivations are looked for, each with most variables bound. So nothing is made ready for all rows of a
//! relation: rows are looked through, and an index is made only where that was done so often that it would have
//! paid.

use rustc_hash::FxHashMap;

use super::support::Way;
use crate::engine::functors::holds;
use crate::facts::{Database, Word, hash_words};
use crate::rules::{Atom, Const, Literal, RelationId, Rule, Term, VarId};
use crate::syntax::ast::Comparison;

/// How often a relation is looked through before an index is made, which takes about as long.
const LOOKS: usize = 16;

/// Finds rows by some of their columns.
#[derive(Debug, Default)]
pub(super) struct Finder {
    places: FxHashMap<(RelationId, Vec<usize>), Place>,
}

/// What is known of the rows of a relation by some of their columns.
#[derive(Debug)]
enum Place {
    /// How often they were looked through.
    Looked(usize),
    /// The upper half of the hash of the columns over the row's number, sorted.
    Index(Vec<u64>),
}

impl Finder {
    /// The rows that have these words in these columns, in their order; all, if no column is given.
    pub(super) fn fitting(
        &mut self,
        database: &Database,
        relation: RelationId,
        columns: &[usize],
        words: &[Word],
    ) -> Vec<usize> {
        match database.rows(relation).arity() {
            0 => self.row(database, relation, &[]).into_iter().collect(),
            _ => self.rows(database, relation, columns, words),
        }
    }

    /// The rows that have these words in these columns, in their order.
    fn rows(
        &mut self,
        database: &Database,
        relation: RelationId,
        columns: &[usize],
        words: &[Word],
    ) -> Vec<usize> {
        let rows = database.rows(relation);
        if columns.is_empty() {
            return (0..rows.len()).collect();
        }
        let fits = |row: &[Word]| {
            let mut wanted = columns.iter().zip(words);
            wanted.all(|(&column, word)| row[column] == *word)
        };
        let key = (relation, columns.to_vec());
        let place = self.places.entry(key).or_insert(Place::Looked(0));
        if let Place::Looked(times) = place {
            if *times < LOOKS {
                *times += 1;
                let all = rows.words(0, rows.len()).chunks_exact(rows.arity());
                let found = all.enumerate().filter(|(_, row)| fits(row));
                return found.map(|(number, _)| number).collect();
            }
            let hash = |row: &[Word]| hash_words(columns.iter().map(|&column| row[column]));
            let hashes = rows.iter().zip(0_u64..);
            let mut index: Vec<u64> = hashes.map(|(row, at)| upper(hash(row)) | at).collect();
            index.sort_unstable();
            *place = Place::Index(index);
        }
        let Place::Index(index) = place else {
            unreachable!("it was made above")
        };
        let hash = upper(hash_words(words.iter().copied()));
        let from = index.partition_point(|&entry| entry < hash);
        let alike = index[from..]
            .iter()
            .take_while(|&&entry| upper(entry) == hash);
        let numbers = alike.map(|&entry| entry as u32 as usize);
        numbers.filter(|&row| fits(rows.row(row))).collect()
    }

    /// The row of a tuple.
    pub(super) fn row(
        &mut self,
        database: &Database,
        relation: RelationId,
        tuple: &[Word],
    ) -> Option<usize> {
        let rows = database.rows(relation);
        if tuple.is_empty() {
            return (!rows.is_empty()).then_some(0);
        }
        let columns: Vec<usize> = (0..tuple.len()).collect();
        self.rows(database, relation, &columns, tuple)
            .first()
            .copied()
    }
}

fn upper(hash: u64) -> u64 {
    hash & !0xffff_ffff
}

/// A search for values of a rule's variables.
pub(super) struct Search<'a> {
    pub(super) rule: &'a Rule,
    pub(super) database: &'a Database,
    pub(super) finder: &'a mut Finder,
    /// Whether a derivation may use a row.
    pub(super) may_use: &'a dyn Fn(RelationId, usize) -> bool,
    /// What the variables are; the words of all constants are known.
    pub(super) bound: Vec<Option<Word>>,
}

/// Whether all that a rule says besides its atoms are comparisons and absences, which can be looked at once all
/// variables are bound.
pub(super) fn is_plain(rule: &Rule) -> bool {
    let is_simple = |term: &Term| !matches!(term, Term::Call(..));
    rule.body.iter().all(|literal| match literal {
        Literal::Atom(_) | Literal::Not(_) => true,
        Literal::Compare(_, left, right, _) => {
            let has_variable = matches!((left, right), (Term::Var(_), _) | (_, Term::Var(_)));
            has_variable && is_simple(left) && is_simple(right)
        }
        _ => false,
    })
}

/// The constants in the conditions of a plain rule.
pub(super) fn constants(rule: &Rule) -> impl Iterator<Item = &Const> {
    let terms = rule.body.iter().flat_map(|literal| match literal {
        Literal::Atom(atom) | Literal::Not(atom) => atom.args.iter().collect(),
        Literal::Compare(_, left, right, _) => vec![left, right],
        _ => Vec::new(),
    });
    terms.filter_map(|term| match term {
        Term::Const(value) => Some(value),
        _ => None,
    })
}

impl Search<'_> {
    /// The first way to make the rule hold, if there is one. `go_on` is asked before rows are looked for.
    pub(super) fn first<E>(
        mut self,
        go_on: &mut dyn FnMut() -> Result<(), E>,
    ) -> Result<Option<Way>, E> {
        let atoms: Vec<&Atom> = self
            .rule
            .body
            .iter()
            .filter_map(|literal| match literal {
                Literal::Atom(atom) => Some(atom),
                _ => None,
            })
            .collect();
        Ok(self.find(&atoms, go_on)?.then(|| self.way()))
    }

    fn way(&self) -> Way {
        let bound = self.bound.iter().zip(0..);
        let (variables, values) = bound
            .filter_map(|(word, var)| Some((VarId(var), (*word)?)))
            .unzip();
        Way { variables, values }
    }

    /// Finds rows for these atoms.
    fn find<E>(
        &mut self,
        atoms: &[&Atom],
        go_on: &mut dyn FnMut() -> Result<(), E>,
    ) -> Result<bool, E> {
        let before = self.bound.clone();
        let mut found = false;
        if self.may_hold() {
            let next = (0..atoms.len()).min_by_key(|&at| self.effort(atoms[at]));
            let Some(next) = next else {
                found = self.lacks_what_it_denies();
                if !found {
                    self.bound = before;
                }
                return Ok(found);
            };
            go_on()?;
            let atom = atoms[next];
            let mut others = atoms.to_vec();
            others.remove(next);
            for row in self.candidates(atom) {
                let after = self.bound.clone();
                if (self.may_use)(atom.relation, row)
                    && self.bind(atom, row)
                    && self.find(&others, go_on)?
                {
                    found = true;
                    break;
                }
                self.bound = after;
            }
        }
        if !found {
            self.bound = before;
        }
        Ok(found)
    }

    /// How much there is to look through for an atom: nothing bound is worst.
    fn effort(&self, atom: &Atom) -> (bool, usize, usize) {
        let open = atom
            .args
            .iter()
            .filter(|arg| self.word(arg).is_none())
            .count();
        let rows = self.database.rows(atom.relation).len();
        (open > 0 && open == atom.args.len(), open, rows)
    }

    fn candidates(&mut self, atom: &Atom) -> Vec<usize> {
        let known = atom.args.iter().enumerate();
        let (columns, words): (Vec<usize>, Vec<Word>) = known
            .filter_map(|(column, arg)| Some((column, self.word(arg)?)))
            .unzip();
        if atom.args.is_empty() {
            return self
                .finder
                .row(self.database, atom.relation, &[])
                .into_iter()
                .collect();
        }
        self.finder
            .rows(self.database, atom.relation, &columns, &words)
    }

    /// Binds an atom's variables to a row's words; not where one would be two.
    fn bind(&mut self, atom: &Atom, row: usize) -> bool {
        let words = self.database.rows(atom.relation).row(row);
        atom.args.iter().zip(words).all(|(arg, &word)| match arg {
            Term::Var(var) => *self.bound[var.index()].get_or_insert(word) == word,
            Term::Const(value) => self.database.values.find(value) == Some(word),
            Term::Any => true,
            Term::Call(..) => false,
        })
    }

    fn word(&self, term: &Term) -> Option<Word> {
        match term {
            Term::Var(var) => self.bound[var.index()],
            Term::Const(value) => self.database.values.find(value),
            Term::Any | Term::Call(..) => None,
        }
    }

    /// Whether the comparisons hold whose variables are bound. An equation binds one that is not.
    fn may_hold(&mut self) -> bool {
        let rule = self.rule;
        let mut again = true;
        while std::mem::take(&mut again) {
            for literal in &rule.body {
                let Literal::Compare(Comparison::Equal, left, right, _) = literal else {
                    continue;
                };
                for (one, other) in [(left, right), (right, left)] {
                    if let Term::Var(var) = one
                        && self.bound[var.index()].is_none()
                        && let Some(word) = self.word(other)
                    {
                        self.bound[var.index()] = Some(word);
                        again = true;
                    }
                }
            }
        }
        rule.body.iter().all(|literal| {
            let Literal::Compare(comparison, left, right, _) = literal else {
                return true;
            };
            let var = [left, right].into_iter().find_map(|term| match term {
                Term::Var(var) => Some(var),
                _ => None,
            });
            match (var, self.word(left), self.word(right)) {
                (Some(var), Some(left), Some(right)) => {
                    let ty = rule.variables[var.index()].ty;
                    holds(*comparison, self.database.values.ordering(left, right, ty))
                }
                _ => true,
            }
        })
    }

    /// Whether there is no tuple of which the rule says that there is none; all variables are bound.
    fn lacks_what_it_denies(&mut self) -> bool {
        let rule = self.rule;
        rule.body.iter().all(|literal| match literal {
            Literal::Not(atom) => self.candidates(atom).is_empty(),
            _ => true,
        })
    }
}
