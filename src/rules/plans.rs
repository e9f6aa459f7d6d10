//! Plans: in which order the atoms of a rule are joined, and whether a plan says that.

use super::program::{Literal, Program, Rule, Stratum};
use crate::syntax::ast::{Item, JoinOrder};
use crate::text::Report;

/// The orders of a plan that name each positive atom of a body once. An alternative may have other atoms
/// than the plan is for; the engine then orders them itself.
pub(super) fn join_orders(plan: &[JoinOrder], body: &[Literal]) -> Vec<(usize, Vec<usize>)> {
    let atoms = atoms(body);
    let orders = plan.iter().filter(|order| is_complete(order, atoms));
    orders
        .map(|order| {
            let atoms = order.atoms.iter().map(|&atom| atom as usize - 1);
            (order.version as usize, atoms.collect())
        })
        .collect()
}

/// How many positive atoms a body has.
fn atoms(body: &[Literal]) -> u64 {
    let is_atom = |literal: &&Literal| matches!(literal, Literal::Atom(_));
    body.iter().filter(is_atom).count() as u64
}

/// Whether an order names each of so many atoms once.
fn is_complete(order: &JoinOrder, atoms: u64) -> bool {
    order.atoms.len() as u64 == atoms && (1..=atoms).all(|atom| order.atoms.contains(&atom))
}

/// The reports on plans of recursive rules that name other atoms or versions than there are. Those of other
/// rules are passed over, as in Soufflé.
pub(super) fn plan_mistakes<'a>(
    items: impl Iterator<Item = &'a Item>,
    program: &Program,
) -> Vec<Report> {
    let mut reports = Vec::new();
    for item in items {
        let Item::Clause(clause) = item else {
            continue;
        };
        if clause.plan.is_empty() {
            continue;
        }
        for stratum in program.strata.iter().filter(|stratum| stratum.recursive) {
            let rules = stratum.rules.iter().map(|&rule| &program.rules[rule]);
            for rule in rules.filter(|rule| rule.span == clause.span) {
                for order in &clause.plan {
                    reports.extend(mistake(order, rule, stratum));
                }
            }
        }
    }
    reports
}

fn mistake(order: &JoinOrder, rule: &Rule, stratum: &Stratum) -> Option<Report> {
    let recursive = |literal: &&Literal| match literal {
        Literal::Atom(atom) => stratum.relations.contains(&atom.relation),
        _ => false,
    };
    let versions = rule.body.iter().filter(recursive).count() as u64;
    let atoms = atoms(&rule.body);
    if versions == 0 {
        return None;
    }
    if !is_complete(order, atoms) {
        let all: Vec<String> = (1..=atoms).map(|atom| atom.to_string()).collect();
        return Some(
            Report::error(order.span, "not an order of the rule's atoms").help(format!(
                "name each of its {atoms} atoms once, as in `({})`",
                all.join(", ")
            )),
        );
    }
    if order.version >= versions {
        let message = format!("the rule has no version {}", order.version);
        let help = match versions {
            1 => "it has one, 0: one of its atoms depends on the head".to_owned(),
            _ => format!("it has {versions}, from 0: one for each atom that depends on the head"),
        };
        return Some(Report::error(order.span, message).help(help));
    }
    None
}
