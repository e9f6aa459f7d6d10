//! Writes the crepe programs.
//!
//! What crepe needs minding for decides their shape. Every column is a word. Struct names differ in more
//! than case. Body order is join order. A variable that stands twice in the atom that binds it is compared
//! afterwards. Constants, functors and aggregates are calls into `compiled.rs`; a functor's value is bound
//! with `let Some(…)`, so that a rule does not fire where it is undefined. `go_on()` behind the first atom
//! lets a run be interrupted.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::clauses::Writer;
use super::groups::{Groups, Step, aggregates};
use super::names::{call, fields, struct_names, variable};
use super::refusals::Refusal;
use crate::rules::{Aggregate, Const, Literal, Program, RelationId, Rule, Term, VarId, schedule};
use crate::syntax::ast::Comparison;
use crate::text::{Report, Sources};

/// What became of checked rules.
pub struct Translation {
    /// The source of a Rust file with one crepe program a group, and the table of what is run in turn.
    pub source: String,
    /// What the engine runs, and why.
    pub refused: Vec<Report>,
}

/// Translates the strata that crepe can run, and says which of them the engine runs in between.
pub fn translate(program: &Program, sources: &Sources) -> Translation {
    let mut emitter = Emitter {
        program,
        sources,
        groups: Groups::new(program),
        names: struct_names(program),
        constants: Vec::new(),
        aggregates: Vec::new(),
    };
    emitter.collect_aggregates();
    let steps = emitter.groups.steps(program);
    let mut source = String::new();
    for step in &steps {
        if let Step::Crepe(group) = step {
            emitter.group(*group, &mut source);
        }
    }
    emitter.tables(&steps, &mut source);
    let refused = steps.iter().filter_map(|step| match step {
        Step::Engine(stratum, refusal) => Some(report(program, *stratum, refusal)),
        Step::Crepe(_) => None,
    });
    Translation {
        source,
        refused: refused.collect(),
    }
}

fn report(program: &Program, stratum: usize, refusal: &Refusal) -> Report {
    let relations = program.strata[stratum].relations.iter();
    let names: Vec<String> = relations
        .map(|id| format!("`{}`", program.relation(*id).name))
        .collect();
    Report::warning(refusal.span, refusal.message()).help(format!(
        "the engine derives {} instead, with the same result",
        names.join(", ")
    ))
}

pub(super) struct Emitter<'a> {
    pub(super) program: &'a Program,
    pub(super) sources: &'a Sources,
    pub(super) groups: Groups,
    /// The name of each relation's struct.
    names: Vec<String>,
    /// Constants that are words only at run time: all but small numbers.
    pub(super) constants: Vec<Const>,
    /// Every aggregate with the rule that has it.
    pub(super) aggregates: Vec<(&'a Rule, &'a Aggregate)>,
}

impl<'a> Emitter<'a> {
    fn collect_aggregates(&mut self) {
        let rules = self.program.rules.iter();
        for rule in rules.filter(|rule| self.groups.is_compiled(rule)) {
            let found = aggregates(rule).into_iter();
            self.aggregates.extend(found.map(|found| (rule, found)));
        }
    }

    /// One module with the crepe program of a group, and what feeds and empties it.
    fn group(&mut self, group: usize, text: &mut String) {
        let program = self.program;
        let rules: Vec<&'a Rule> = program
            .rules
            .iter()
            .filter(|rule| {
                self.groups.is_compiled(rule) && self.groups.of(rule.head.relation) == group
            })
            .collect();
        let heads: BTreeSet<RelationId> = rules.iter().map(|rule| rule.head.relation).collect();
        let mut inputs: BTreeSet<RelationId> = BTreeSet::new();
        let mut body = String::new();
        for rule in rules {
            inputs.extend(rule.body.iter().flat_map(plain_relations));
            self.rule(rule, &mut body);
        }
        let aggregates: Vec<usize> = (0..self.aggregates.len())
            .filter(|&at| self.groups.of_aggregate(self.aggregates[at].1) == group)
            .collect();
        for &at in &aggregates {
            inputs.extend(self.aggregate_rule(at, &mut body));
        }
        for relation in &heads {
            if self.has_facts(*relation) {
                self.given_rule(*relation, &mut body);
            }
        }
        inputs.retain(|relation| !heads.contains(relation));
        let _ = writeln!(text, "mod group_{group} {{");
        let _ = writeln!(text, "    use super::*;\n    crepe::crepe! {{");
        self.structs(&inputs, &heads, &aggregates, text);
        text.push_str(&body);
        text.push_str("    }\n");
        self.run_function(&inputs, &heads, &aggregates, text);
        text.push_str("}\n\n");
    }

    /// Whether the rule files themselves state tuples of a relation.
    pub(super) fn has_facts(&self, relation: RelationId) -> bool {
        self.program
            .facts
            .iter()
            .any(|fact| fact.relation == relation)
    }

    fn structs(
        &self,
        inputs: &BTreeSet<RelationId>,
        heads: &BTreeSet<RelationId>,
        aggregates: &[usize],
        text: &mut String,
    ) {
        let mut declare = |kind: &str, name: &str, columns: usize| {
            let words = vec!["Word"; columns.max(1)].join(", ");
            let _ = writeln!(text, "        {kind} struct {name}({words});");
        };
        for &id in inputs {
            declare("@input", self.name(id), self.program.relation(id).arity());
        }
        for &id in heads {
            let columns = self.program.relation(id).arity();
            declare("@output", self.name(id), columns);
            if self.has_facts(id) {
                declare("@input", &format!("Given{}", self.name(id)), columns);
            }
        }
        for &at in aggregates {
            declare(
                "@output",
                &format!("Aggregate{at}"),
                self.aggregate_columns(at).len(),
            );
        }
    }

    pub(super) fn name(&self, relation: RelationId) -> &str {
        &self.names[relation.index()]
    }

    /// The columns of an aggregate's relation: the variables it depends on, those of its own, its value.
    fn aggregate_columns(&self, at: usize) -> Vec<String> {
        let (rule, aggregate) = self.aggregates[at];
        let mut columns: Vec<String> = aggregate
            .outer
            .iter()
            .map(|&var| variable(rule, var))
            .collect();
        columns.extend(
            own_variables(aggregate)
                .into_iter()
                .map(|var| variable(rule, var)),
        );
        if aggregate.value.is_some() {
            columns.push("value".to_owned());
        }
        columns
    }

    fn rule(&mut self, rule: &'a Rule, text: &mut String) {
        self.source_comment(rule, text);
        let mut bound = vec![false; rule.variables.len()];
        let order = schedule(&rule.body, &mut bound);
        let mut writer = Writer::new(rule);
        for at in order {
            self.literal(rule, &rule.body[at], &mut writer);
        }
        let args: Vec<String> = rule
            .head
            .args
            .iter()
            .map(|arg| self.simple(rule, arg))
            .collect();
        let head = self.name(rule.head.relation);
        writer.finish(&call(head, &args), text);
    }

    fn source_comment(&self, rule: &Rule, text: &mut String) {
        let place = self.sources.place(rule.span);
        let _ = writeln!(text, "        // {place}");
        for line in self.sources.text(rule.span).lines() {
            let _ = writeln!(text, "        //   {line}");
        }
    }

    /// The rule that collects what an aggregate is computed over. Returns the relations that it looks into.
    fn aggregate_rule(&mut self, at: usize, text: &mut String) -> Vec<RelationId> {
        let (rule, aggregate) = self.aggregates[at];
        let place = self.sources.place(aggregate.span);
        let word = aggregate.kind.word();
        let _ = writeln!(text, "        // {place}: what its `{word}` looks at");
        let body = self.groups.collecting(rule, aggregate);
        let body = body.expect("what cannot be collected is refused");
        let order = schedule(&body, &mut vec![false; rule.variables.len()]);
        let mut writer = Writer::new(rule);
        for at in order {
            self.literal(rule, &body[at], &mut writer);
        }
        if let Some(value) = &aggregate.value {
            let value = self.term(rule, value, &mut writer);
            writer.clause(format!("let value = {value}"));
        }
        let columns = self.aggregate_columns(at);
        writer.finish(&call(&format!("Aggregate{at}"), &columns), text);
        body.iter().filter_map(plain_relations).collect()
    }

    /// Facts of a relation that rules derive too.
    fn given_rule(&self, relation: RelationId, text: &mut String) {
        let arity = self.program.relation(relation).arity();
        let args: Vec<String> = (0..arity).map(|column| format!("c{column}")).collect();
        let name = self.name(relation);
        let head = call(name, &args);
        let body = call(&format!("Given{name}"), &args);
        let _ = writeln!(text, "        {head} <- {body};");
    }

    fn run_function(
        &self,
        inputs: &BTreeSet<RelationId>,
        heads: &BTreeSet<RelationId>,
        aggregates: &[usize],
        text: &mut String,
    ) {
        text.push_str("    pub(super) fn run(host: &mut Host) {\n");
        text.push_str("        let mut program = Crepe::new();\n");
        let words = |columns: usize| -> Vec<String> {
            (0..columns.max(1))
                .map(|column| format!("row[{column}]"))
                .collect()
        };
        let mut feed = |id: RelationId, name: &str| {
            let columns = self.program.relation(id).arity();
            let row = call(name, &words(columns));
            let relation = &self.program.relation(id).name;
            let _ = writeln!(
                text,
                "        program.extend(host.rows({relation:?}).map(|row| {row}));"
            );
        };
        for &id in inputs {
            feed(id, self.name(id));
        }
        for &id in heads {
            if self.has_facts(id) {
                feed(id, &format!("Given{}", self.name(id)));
            }
        }
        let mut results: Vec<String> = heads.iter().map(|id| format!("rows_{}", id.0)).collect();
        results.extend(aggregates.iter().map(|at| format!("aggregate_{at}")));
        let tuple: String = results.iter().map(|name| format!("{name}, ")).collect();
        let _ = writeln!(
            text,
            "        let ({tuple}) = program.run_with_hasher::<Hasher>();"
        );
        for &id in heads {
            let relation = self.program.relation(id);
            let fields = fields(relation.arity());
            let _ = writeln!(
                text,
                "        host.store({:?}, rows_{}.iter().map(|t| [{fields}]));",
                relation.name, id.0
            );
        }
        for &at in aggregates {
            let (_, aggregate) = self.aggregates[at];
            let fields = fields(self.aggregate_columns(at).len());
            let kind = aggregate.kind;
            let _ = writeln!(
                text,
                "        host.fold({at}, aggregate_{at}.iter().map(|t| [{fields}]));\n        // {kind:?} by the first {} columns",
                aggregate.outer.len()
            );
        }
        text.push_str("    }\n");
    }
}

/// The relations of the atoms of a body, outside of aggregates.
fn plain_relations(literal: &Literal) -> Option<RelationId> {
    match literal {
        Literal::Atom(atom) | Literal::Not(atom) => Some(atom.relation),
        Literal::Compare(..)
        | Literal::Test { .. }
        | Literal::Aggregate(_)
        | Literal::Unpack(_)
        | Literal::Range { .. } => None,
    }
}

/// The variables that an aggregate's body binds itself, without those of aggregates inside it.
fn own_variables(aggregate: &Aggregate) -> Vec<VarId> {
    let mut own = BTreeSet::new();
    for literal in &aggregate.body {
        match literal {
            Literal::Atom(atom) => own.extend(atom.variables()),
            Literal::Compare(Comparison::Equal, left, right, _) => {
                for side in [left, right] {
                    if let Term::Var(var) = side {
                        own.insert(*var);
                    }
                }
            }
            Literal::Aggregate(inner) => {
                own.insert(inner.target);
            }
            Literal::Not(_)
            | Literal::Compare(..)
            | Literal::Test { .. }
            | Literal::Unpack(_)
            | Literal::Range { .. } => {}
        }
    }
    own.retain(|var| !aggregate.outer.contains(var));
    own.into_iter().collect()
}
