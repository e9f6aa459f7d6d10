//! Plans for atoms that leave the same variable open.

use std::iter;

use super::plan::{Draft, GROUP};
use super::steps::{Access, Lookup, Seen, Source, Step, Way};
use crate::rules::{Atom, Literal, Term, VarId};

impl Draft<'_, '_> {
    /// The later atoms which, like the one at `at`, lack the value of one variable only, the same for all.
    pub(super) fn agreeing(&mut self, body: &[Literal], at: usize, later: &[usize]) -> Vec<usize> {
        let mut open = |at: usize| match &body[at] {
            Literal::Atom(atom) if self.seen(atom.relation, at) == Seen::All => {
                self.open_variable(atom).filter(|_| !self.finds_few(atom))
            }
            _ => None,
        };
        let Some(var) = open(at) else {
            return Vec::new();
        };
        let later = later.iter().copied();
        later.filter(|&other| open(other) == Some(var)).collect()
    }

    /// The variable that is all an atom leaves open, if its other columns are known, at least one of them.
    fn open_variable(&self, atom: &Atom) -> Option<VarId> {
        let mut open = None;
        for arg in &atom.args {
            match arg {
                Term::Any => return None,
                Term::Var(var) if self.column(*var).is_none() => match open {
                    None => open = Some(*var),
                    Some(_) => return None,
                },
                _ => {}
            }
        }
        open.filter(|_| atom.args.len() > 1)
    }

    /// Joins atoms that leave the same variable open.
    pub(super) fn intersect(
        &mut self,
        body: &[Literal],
        at: usize,
        agreeing: &[usize],
        later: &[VarId],
    ) {
        let atoms: Vec<&Atom> = iter::once(&at)
            .chain(agreeing)
            .map(|&at| match &body[at] {
                Literal::Atom(atom) => atom,
                _ => unreachable!("only atoms agree"),
            })
            .collect();
        let lookups: Vec<(Lookup, Vec<(VarId, usize)>)> = atoms
            .iter()
            .map(|atom| self.look_up(atom, Seen::All))
            .collect();
        let needed = |var: VarId| {
            var == GROUP
                || later.contains(&var)
                || atoms.iter().any(|atom| atom.variables().any(|v| v == var))
        };
        let carry: Vec<usize> = (0..self.layout.len())
            .filter(|&column| needed(self.layout[column]))
            .collect();
        self.layout = carry.iter().map(|&column| self.layout[column]).collect();
        self.layout.push(lookups[0].1[0].0);
        let mut ways = Vec::new();
        for (atom, (lookup, _)) in atoms.into_iter().zip(lookups) {
            if let Access::Index(index, _) = lookup.access
                && self.planner.tuning.bits
            {
                self.planner.indexes.all[index].1.make_sets();
            }
            ways.push(Way {
                lookup,
                check: self.look_up(atom, Seen::All).0,
                is_shared: false,
            });
        }
        self.steps.push(Step::Intersect { ways, carry });
    }

    /// Where a plan begins with a scan, and what is looked up next goes by a column of it: scans in the order of
    /// that column, so that bindings in a row share what is found.
    pub(super) fn group_scan(&mut self) {
        let is_filter = |step: &&Step| {
            matches!(
                step,
                Step::Exists { .. } | Step::Compare(..) | Step::Test { .. } | Step::Distinct { .. }
            )
        };
        let filters = self.steps.iter().skip(1).take_while(is_filter).count();
        let Some(Step::Join { lookup, bring, .. }) = self.steps.first() else {
            return;
        };
        let relation = lookup.relation;
        let is_scan = matches!(lookup.access, Access::Scan) && lookup.fits_all();
        let has_columns = self.planner.database.rows(relation).arity() > 1;
        if !is_scan || !has_columns || lookup.seen != Seen::All {
            return;
        }
        let has_index = |column: &usize| self.planner.indexes.has(relation, &[bring[*column]]);
        let column = match self.steps.get(1 + filters) {
            Some(Step::Intersect { ways, .. }) if self.planner.tuning.bits => {
                let columns = ways.iter().filter_map(|way| column_of_key(&way.lookup));
                let columns: Vec<usize> = columns.collect();
                let found = columns.iter().copied().find(has_index);
                found.or(columns.first().copied())
            }
            // An index only for this order would not pay.
            Some(Step::Join { lookup, .. }) if self.planner.tuning.groups => {
                column_of_key(lookup).filter(has_index)
            }
            _ => None,
        };
        let Some(column) = column else {
            return;
        };
        let index = self.planner.index(relation, vec![bring[column]]);
        if !self.planner.indexes.all[index].1.is_gapless() {
            return;
        }
        if let Some(Step::Join { lookup, .. }) = self.steps.first_mut() {
            lookup.access = Access::Groups(index);
        }
        if let Some(Step::Intersect { ways, .. }) = self.steps.get_mut(1 + filters) {
            for way in ways {
                way.is_shared = column_of_key(&way.lookup) == Some(column);
            }
        }
    }
}

/// The column of the bindings that is the key of a look-up, if it is the only one.
fn column_of_key(lookup: &Lookup) -> Option<usize> {
    let Access::Index(_, key) = &lookup.access else {
        return None;
    };
    let mut columns = key.iter().filter_map(|source| match source {
        Source::Column(column) => Some(*column),
        Source::Constant(_) => None,
    });
    let first = columns.next()?;
    columns.all(|other| other == first).then_some(first)
}
