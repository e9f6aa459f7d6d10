//! Rule groups: what was evaluated together, by whom, and why not by crepe.

use crate::compiled;
use crate::engine::{self, Limits, Notes, Stopped};
use crate::facts::{Base, Database};
use crate::rules::{Program, RelationId};
use crate::syntax::ast::Item;

/// Rules that were evaluated together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleGroup {
    /// What they derive.
    pub relations: Vec<RelationId>,
    pub evaluator: Evaluator,
}

/// Who derived what is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evaluator {
    /// A crepe program that was compiled in.
    Compiled,
    /// The engine, at run time, for this reason.
    Engine(String),
}

/// Whether the engine derived everything in one evaluation.
pub(super) fn by_engine_alone(groups: &[RuleGroup]) -> bool {
    matches!(groups, [group] if matches!(group.evaluator, Evaluator::Engine(_)))
}

/// Derives what the rules of a base and a session say of a database: by the crepe programs, where they were
/// made of these rules, else by the engine.
pub(super) fn evaluate(
    base: &Base,
    program: &Program,
    session: &[Item],
    database: &mut Database,
    limits: &Limits,
) -> Result<(Notes, Vec<RuleGroup>), Stopped> {
    if !session.is_empty() {
        let notes = engine::evaluate(program, database, limits)?;
        return Ok((notes, vec![RuleGroup::of_session(program)]));
    }
    let reason = if limits.max_rows.is_some() || limits.max_memory.is_some() {
        Some("it alone observes limits on rows and memory".to_owned())
    } else {
        compiled::misfit(base.fingerprint, program, database)
    };
    if let Some(reason) = reason {
        let all = RuleGroup {
            relations: program.derived().collect(),
            evaluator: Evaluator::Engine(reason),
        };
        return Ok((engine::evaluate(program, database, limits)?, vec![all]));
    }
    let notes = compiled::evaluate(program, database, limits)?;
    // A step may derive nothing and only collect what aggregates look at.
    let steps = compiled::steps().iter();
    let deriving = steps.filter(|step| !step.relations.is_empty());
    let groups = deriving.map(|step| RuleGroup {
        relations: step
            .relations
            .iter()
            .filter_map(|name| program.find(name))
            .collect(),
        evaluator: match step.refused() {
            None => Evaluator::Compiled,
            Some(reason) => Evaluator::Engine(reason.to_owned()),
        },
    });
    Ok((notes, groups.collect()))
}

/// What a rule group is to be called: `a`, `b` and `c`, and who derives it.
impl RuleGroup {
    /// All rules, where a session added to them.
    pub(super) fn of_session(program: &Program) -> RuleGroup {
        let reason = "the session added to the rules that were compiled in";
        RuleGroup {
            relations: program.derived().collect(),
            evaluator: Evaluator::Engine(reason.to_owned()),
        }
    }

    pub fn describe(&self, program: &Program) -> String {
        let mut names: Vec<String> = self
            .relations
            .iter()
            .map(|id| format!("`{}`", program.relation(*id).name))
            .collect();
        names.sort_unstable();
        let names = names.join(", ");
        match &self.evaluator {
            Evaluator::Compiled => format!("crepe derives {names}"),
            Evaluator::Engine(reason) => format!("the engine derives {names}: {reason}"),
        }
    }
}
