//! What rests on what: the relations that rules derive, and those that they need for it.

use super::program::{Program, RelationId, Rule};

/// Which relations the rules of a program add tuples to or take them from.
pub fn derived(program: &Program) -> Vec<bool> {
    let mut derived = vec![false; program.relations.len()];
    for rule in &program.rules {
        derived[rule.head.relation.index()] = true;
    }
    for subsumption in &program.subsumptions {
        derived[subsumption.relation.index()] = true;
    }
    derived
}

/// Some relations and all that they rest on.
pub fn needs(program: &Program, relations: &[RelationId]) -> Vec<RelationId> {
    let mut found = vec![false; program.relations.len()];
    let mut waiting = relations.to_vec();
    let mut rules_of: Vec<Vec<&Rule>> = vec![Vec::new(); program.relations.len()];
    for rule in &program.rules {
        rules_of[rule.head.relation.index()].push(rule);
    }
    for subsumption in &program.subsumptions {
        rules_of[subsumption.relation.index()].push(&subsumption.rule);
    }
    while let Some(relation) = waiting.pop() {
        if std::mem::replace(&mut found[relation.index()], true) {
            continue;
        }
        for literal in rules_of[relation.index()]
            .iter()
            .flat_map(|rule| &rule.body)
        {
            waiting.extend(literal.relations().into_iter().map(|(id, ..)| id));
        }
    }
    program.ids().filter(|id| found[id.index()]).collect()
}
