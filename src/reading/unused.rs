//! Relations of `rules/reading/` and of the lexicon that nothing uses.

use rustc_hash::FxHashSet;

use super::Reading;
use super::gather::GATHERED;
use crate::extract::Lexicon;
use crate::extract::form::Relation;
use crate::rules::{Literal, RelationId};
use crate::text::{Report, Sources};

impl Reading {
    /// A warning for each relation that no rule of reading uses, nor the program; with what they point into. Those
    /// in `elsewhere`, which other rules use, are left alone.
    pub fn unused(&self, elsewhere: &FxHashSet<String>) -> (Vec<Report>, &Sources) {
        let program = &self.program;
        let used: FxHashSet<RelationId> = program
            .rules
            .iter()
            .flat_map(|rule| rule.body.iter().flat_map(Literal::relations))
            .map(|(id, ..)| id)
            .collect();
        let derived: FxHashSet<RelationId> = program.derived().collect();
        let is_unused = |id: &RelationId| {
            let relation = program.relation(*id);
            let name = relation.name.as_str();
            let is_form = Relation::ALL.iter().any(|(_, form)| *form == name);
            let is_known = GATHERED.contains(&name) || Lexicon::reads(name) || is_form;
            // Of one that is inline, its rules stand wherever it was used.
            !used.contains(id) && !relation.inline && !is_known && !elsewhere.contains(name)
        };
        let reports = program.ids().filter(is_unused).map(|id| {
            let relation = program.relation(id);
            let name = &relation.name;
            let facts = program.facts.iter().filter(|fact| fact.relation == id).count();
            let message = match (derived.contains(&id), facts) {
                (true, _) => format!("no rule of reading uses what is derived of `{name}`"),
                (false, 0) => format!("`{name}` is declared, and no rule of reading uses it"),
                (false, facts) => format!("no rule uses the facts of `{name}`, of which there are {facts}"),
            };
            Report::warning(relation.declared, message)
                .help("use it in a rule that leads to a relation of rules/reading/findings.dl, or remove it")
        });
        (reports.collect(), &self.sources)
    }
}
