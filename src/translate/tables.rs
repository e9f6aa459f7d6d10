//! The tables behind the crepe programs: constants, aggregates, and what is run in turn.

use std::fmt::Write;

use super::emit::Emitter;
use super::groups::Step;
use crate::rules::{Const, RelationId, Type};
use crate::syntax::ast::AggregateKind;

impl Emitter<'_> {
    pub(super) fn tables(&self, steps: &[Step], text: &mut String) {
        self.constant_table(text);
        self.aggregate_table(text);
        self.derived_table(text);
        self.step_table(steps, text);
    }

    fn constant_table(&self, text: &mut String) {
        text.push_str("const CONSTANTS: &[Constant] = &[\n");
        for constant in &self.constants {
            let _ = match constant {
                Const::Number(number) => writeln!(text, "    Constant::Number({number}),"),
                Const::Symbol(symbol) => writeln!(text, "    Constant::Symbol({symbol:?}),"),
                _ => unreachable!("rules with other types are refused"),
            };
        }
        text.push_str("];\n\n");
    }

    fn aggregate_table(&self, text: &mut String) {
        text.push_str("/// Kind, number of columns it depends on, and type of the value.\n");
        text.push_str("const AGGREGATES: &[(AggregateKind, usize, Type)] = &[\n");
        for (rule, aggregate) in &self.aggregates {
            let ty = match (&aggregate.value, aggregate.kind) {
                (Some(value), AggregateKind::Min | AggregateKind::Max) => value.ty(&rule.variables),
                _ => Type::Number,
            };
            let (kind, outer) = (aggregate.kind, aggregate.outer.len());
            let _ = writeln!(
                text,
                "    (AggregateKind::{kind:?}, {outer}, Type::{ty:?}),"
            );
        }
        text.push_str("];\n\n");
    }

    fn derived_table(&self, text: &mut String) {
        text.push_str("/// Relations that the programs derive and rule files state no facts of.\n");
        text.push_str("const DERIVED_ONLY: &[&str] = &[\n");
        for id in self.compiled() {
            if !self.has_facts(id) {
                let _ = writeln!(text, "    {:?},", self.program.relation(id).name);
            }
        }
        text.push_str("];\n\n");
    }

    fn step_table(&self, steps: &[Step], text: &mut String) {
        text.push_str("/// What is evaluated in turn: the relations, and who derives them.\n");
        text.push_str("const STEPS: &[Step] = &[\n");
        for step in steps {
            let (relations, run) = match step {
                Step::Crepe(group) => {
                    let derived = self.compiled().filter(|id| self.groups.of(*id) == *group);
                    (
                        self.names_of(derived),
                        format!("Run::Crepe(group_{group}::run)"),
                    )
                }
                Step::Engine(stratum, refusal) => {
                    let relations = self.program.strata[*stratum].relations.iter().copied();
                    let place = self.sources.place(refusal.span);
                    let why = format!("{} ({place})", refusal.message());
                    (self.names_of(relations), format!("Run::Engine({why:?})"))
                }
            };
            let _ = writeln!(
                text,
                "    Step {{\n        relations: &{relations:?},\n        run: {run},\n    }},"
            );
        }
        text.push_str("];\n");
    }

    /// The relations that crepe programs derive.
    fn compiled(&self) -> impl Iterator<Item = RelationId> {
        let mut derived: Vec<RelationId> = self
            .program
            .rules
            .iter()
            .filter(|rule| self.groups.is_compiled(rule))
            .map(|rule| rule.head.relation)
            .collect();
        derived.sort_unstable();
        derived.dedup();
        derived.into_iter()
    }

    fn names_of(&self, relations: impl Iterator<Item = RelationId>) -> Vec<&str> {
        relations
            .map(|id| self.program.relation(id).name.as_str())
            .collect()
    }
}
