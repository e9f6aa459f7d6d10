//! What does nothing in a base: rules that derive nothing, and facts that nothing uses.

use rustc_hash::FxHashSet;

use super::Knowledge;
use super::why::WORDED;
use crate::engine::{Limits, Stopped, ways};
use crate::facts::FileKind;
use crate::rules::{Literal, RelationId};
use crate::text::{Report, Span};

/// Relations that the loader itself looks into.
const LOADED: [&str; 2] = ["article_title", "article_date"];
/// What a relation is called that has another's tuples with the article of each in front.
const REPORTED: &str = "reported_";

impl Knowledge {
    /// A warning for each clause of which no rule derives anything.
    ///
    /// # Errors
    /// When a limit is reached or the user interrupts.
    pub fn idle_rules(&mut self, limits: &Limits) -> Result<Vec<Report>, Stopped> {
        let program = self.program().clone();
        let mut spans: Vec<Span> = Vec::new();
        for rule in &program.rules {
            if !spans.contains(&rule.span) {
                spans.push(rule.span);
            }
        }
        let mut reports = Vec::new();
        for span in spans {
            let of_clause = program.rules.iter().filter(|rule| rule.span == span);
            let mut is_idle = true;
            let mut lacking = None;
            for rule in of_clause.clone() {
                let (_, database) = self.parts();
                let empty = rule.body.iter().find_map(|literal| match literal {
                    Literal::Atom(atom) if database.rows(atom.relation).is_empty() => Some(atom),
                    _ => None,
                });
                lacking = lacking.or(empty);
                let holds = !database.rows(rule.head.relation).is_empty()
                    && empty.is_none()
                    && !ways(&program, rule, &[], database, limits)?.is_empty();
                if holds {
                    is_idle = false;
                    break;
                }
            }
            if is_idle {
                let mut heads: Vec<&str> = of_clause
                    .map(|rule| program.relation(rule.head.relation).name.as_str())
                    .collect();
                heads.dedup();
                let message = format!("this rule derives no `{}` here", heads.join("`, no `"));
                let report = Report::warning(span, message);
                reports.push(match lacking {
                    Some(atom) => {
                        let name = &program.relation(atom.relation).name;
                        report.help(format!("`{name}`, which it needs, is empty"))
                    }
                    None => report.help("`:whynot` tells which of its conditions fail"),
                });
            }
        }
        Ok(reports)
    }

    /// The names of all relations that rules look into.
    pub fn used(&self) -> FxHashSet<String> {
        let program = self.program();
        let used = program.rules.iter().flat_map(|rule| &rule.body);
        let used = used.flat_map(Literal::relations);
        used.map(|(id, ..)| program.relation(id).name.clone())
            .collect()
    }

    /// A warning for each relation that has facts, of files of facts or of rules, which nothing uses: no rule, no
    /// output, nor the program itself. The lexicon's are for reading, which knows which of them it uses.
    pub fn unused_facts(&self) -> Vec<Report> {
        let (base, program) = (self.base(), self.program());
        let used = self.used();
        let derived: FxHashSet<RelationId> = program.derived().collect();
        let mut reports = Vec::new();
        for id in program.ids() {
            let relation = program.relation(id);
            let name = relation.name.as_str();
            let is_used = used.contains(name)
                || used.contains(&format!("{REPORTED}{name}"))
                || LOADED.contains(&name)
                || WORDED.contains(&name)
                || !relation.outputs.is_empty()
                || relation.printsize
                || derived.contains(&id);
            if is_used {
                continue;
            }
            let statements = base.statements.iter().filter(|statement| {
                statement.relation == id
                    && statement.is_in_force()
                    && statement.kind != FileKind::Lexicon
            });
            let own = program.facts.iter().filter(|fact| fact.relation == id);
            let mut spans = statements
                .map(|one| one.span)
                .chain(own.map(|fact| fact.span));
            let Some(first) = spans.next() else {
                continue;
            };
            let facts = match spans.count() {
                0 => "the fact".to_owned(),
                more => format!("the {} facts", more + 1),
            };
            reports.push(
                Report::warning(
                    relation.declared,
                    format!("no rule uses {facts} of `{name}`"),
                )
                .also(first, "the first one stands here")
                .help(
                    "they can be asked for; write a rule with them, or remove them if nobody does",
                ),
            );
        }
        reports
    }
}
