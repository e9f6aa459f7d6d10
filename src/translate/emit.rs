//! Writes the crepe programs.
//!
//! What crepe needs minding for decides their shape. Every column is a word. Struct names differ in more
//! than case. Body order is join order. A variable that stands twice in the atom that binds it is compared
//! afterwards. Constants, functors and aggregates are calls into `compiled.rs`; a functor's value is bound
//! with `let Some(…)`, so that a rule does not fire where it is undefined. `go_on()` behind the first atom
//! lets a run be interrupted.

use std::collections::BTreeSet;
use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::groups::Groups;
use crate::rules::{
    Aggregate, Atom, Const, Functor, Literal, Program, RelationId, Rule, Term, Type, VarId,
    schedule,
};
use crate::syntax::ast::{AggregateKind, Comparison};
use crate::text::{Report, Sources};

/// The source of a Rust file with one crepe program a group, and the function that runs them in turn.
///
/// What cannot be translated is reported; such a program runs in the engine.
pub fn translate(program: &Program, sources: &Sources) -> Result<String, Vec<Report>> {
    let mut emitter = Emitter {
        program,
        sources,
        groups: Groups::new(program),
        names: struct_names(program),
        constants: Vec::new(),
        aggregates: Vec::new(),
        reports: Vec::new(),
    };
    emitter.collect_aggregates();
    let mut text = String::new();
    for group in 0..emitter.groups.count() {
        emitter.group(group, &mut text);
    }
    emitter.tables(&mut text);
    match emitter.reports.is_empty() {
        true => Ok(text),
        false => Err(emitter.reports),
    }
}

struct Emitter<'a> {
    program: &'a Program,
    sources: &'a Sources,
    groups: Groups,
    /// The name of each relation's struct.
    names: Vec<String>,
    /// Constants that are words only at run time: all but small numbers.
    constants: Vec<Const>,
    /// Every aggregate with the rule that has it.
    aggregates: Vec<(&'a Rule, &'a Aggregate)>,
    reports: Vec<Report>,
}

/// Struct names: the relation's in camel case, with a number where two would be alike to crepe.
fn struct_names(program: &Program) -> Vec<String> {
    let mut taken: FxHashMap<String, usize> = FxHashMap::default();
    let mut names = Vec::new();
    for relation in &program.relations {
        let camel: String = relation
            .name
            .split(['_', '?'])
            .map(|part| {
                let mut chars = part.chars();
                let first = chars.next().map(|c| c.to_ascii_uppercase());
                first.into_iter().chain(chars).collect::<String>()
            })
            .collect();
        let count = taken.entry(camel.to_ascii_lowercase()).or_insert(0);
        *count += 1;
        names.push(match *count {
            1 => format!("R{camel}"),
            n => format!("R{camel}_{n}"),
        });
    }
    names
}

impl<'a> Emitter<'a> {
    fn collect_aggregates(&mut self) {
        for rule in &self.program.rules {
            let mut waiting: Vec<&'a Literal> = rule.body.iter().collect();
            while let Some(literal) = waiting.pop() {
                if let Literal::Aggregate(aggregate) = literal {
                    self.aggregates.push((rule, aggregate));
                    waiting.extend(&aggregate.body);
                }
            }
        }
    }

    /// One module with the crepe program of a group, and what feeds and empties it.
    fn group(&mut self, group: usize, text: &mut String) {
        let program = self.program;
        let rules: Vec<&'a Rule> = program
            .rules
            .iter()
            .filter(|rule| self.groups.of_rule(rule) == group)
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
            let (_, aggregate) = self.aggregates[at];
            inputs.extend(aggregate.body.iter().flat_map(plain_relations));
            self.aggregate_rule(at, &mut body);
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
    fn has_facts(&self, relation: RelationId) -> bool {
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

    fn name(&self, relation: RelationId) -> &str {
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

    /// The rule that collects what an aggregate is computed over.
    fn aggregate_rule(&mut self, at: usize, text: &mut String) {
        let (rule, aggregate) = self.aggregates[at];
        let place = self.sources.place(aggregate.span);
        let word = aggregate.kind.word();
        let _ = writeln!(text, "        // {place}: what its `{word}` looks at");
        let group = self.groups.of_aggregate(aggregate);
        let mut body: Vec<Literal> = aggregate.body.clone();
        let mut bound = vec![false; rule.variables.len()];
        let mut order = schedule(&body, &mut bound);
        let all_bound = |bound: &[bool], order: &[usize], body: &[Literal]| {
            order.len() == body.len() && aggregate.outer.iter().all(|var| bound[var.index()])
        };
        if !all_bound(&bound, &order, &body) {
            // What the body alone does not bind, atoms of the rule around it may.
            let around = rule.body.iter().filter(|literal| match literal {
                Literal::Atom(atom) => self.groups.of(atom.relation) <= group,
                _ => false,
            });
            body = around.cloned().chain(body).collect();
            bound.fill(false);
            order = schedule(&body, &mut bound);
        }
        if !all_bound(&bound, &order, &body) {
            self.reports.push(
                Report::error(
                    aggregate.span,
                    "crepe cannot compute this aggregate on its own",
                )
                .help(
                    "its rules run in the engine; bind its variables inside it to have it compiled",
                ),
            );
            return;
        }
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

    fn literal(&mut self, rule: &Rule, literal: &Literal, writer: &mut Writer) {
        match literal {
            Literal::Atom(atom) => {
                let (args, equal) = self.arguments(rule, atom, writer);
                writer.clause(call(self.name(atom.relation), &args));
                writer.first_atom();
                for (copy, original) in equal {
                    writer.clause(format!("({copy} == {original})"));
                }
            }
            Literal::Not(atom) => {
                let (args, _) = self.arguments(rule, atom, writer);
                writer.clause(format!("!{}", call(self.name(atom.relation), &args)));
            }
            Literal::Compare(Comparison::Equal, left, right, _) => {
                for (side, other) in [(left, right), (right, left)] {
                    if let Term::Var(var) = side
                        && !writer.is_bound(*var)
                    {
                        let value = self.term(rule, other, writer);
                        writer.clause(format!("let {} = {value}", variable(rule, *var)));
                        return writer.bind(*var);
                    }
                }
                let left = self.term(rule, left, writer);
                let right = self.term(rule, right, writer);
                writer.clause(format!("({left} == {right})"));
            }
            Literal::Compare(Comparison::Unequal, left, right, _) => {
                let left = self.term(rule, left, writer);
                let right = self.term(rule, right, writer);
                writer.clause(format!("({left} != {right})"));
            }
            Literal::Compare(comparison, left, right, _) => {
                let ty = type_of(rule, left);
                let left = self.term(rule, left, writer);
                let right = self.term(rule, right, writer);
                writer.clause(format!(
                    "(compare(Comparison::{comparison:?}, Type::{ty:?}, {left}, {right}))"
                ));
            }
            Literal::Test {
                test,
                args,
                expected,
                ..
            } => {
                let left = self.term(rule, &args[0], writer);
                let right = self.term(rule, &args[1], writer);
                writer.clause(format!(
                    "(test(Test::{test:?}, {left}, {right}, {expected}))"
                ));
            }
            Literal::Aggregate(aggregate) => {
                let at = self
                    .aggregates
                    .iter()
                    .position(|(_, other)| {
                        other.target == aggregate.target && other.span == aggregate.span
                    })
                    .expect("all aggregates were collected");
                let outer: Vec<String> = aggregate
                    .outer
                    .iter()
                    .map(|&var| variable(rule, var))
                    .collect();
                let target = variable(rule, aggregate.target);
                let outer = outer.join(", ");
                writer.clause(format!("let Some({target}) = aggregate({at}, &[{outer}])"));
                writer.bind(aggregate.target);
            }
        }
    }

    /// The arguments of an atom, and which of them are copies to be compared afterwards.
    fn arguments(
        &mut self,
        rule: &Rule,
        atom: &Atom,
        writer: &mut Writer,
    ) -> (Vec<String>, Vec<(String, String)>) {
        let mut args = Vec::new();
        let mut equal = Vec::new();
        let mut fresh: Vec<VarId> = Vec::new();
        for (column, arg) in atom.args.iter().enumerate() {
            args.push(match arg {
                Term::Any => "_".to_owned(),
                Term::Var(var) if fresh.contains(var) => {
                    let copy = format!("copy{}_{column}", writer.clauses.len());
                    equal.push((copy.clone(), variable(rule, *var)));
                    copy
                }
                Term::Var(var) => {
                    if !writer.is_bound(*var) {
                        fresh.push(*var);
                    }
                    variable(rule, *var)
                }
                term => self.simple(rule, term),
            });
        }
        fresh.into_iter().for_each(|var| writer.bind(var));
        (args, equal)
    }

    /// A term as an expression; calls inside it become `let` clauses of their own first.
    fn term(&mut self, rule: &Rule, term: &Term, writer: &mut Writer) -> String {
        let Term::Call(functor, args) = term else {
            return self.simple(rule, term);
        };
        let args: Vec<String> = args
            .iter()
            .map(|arg| self.term(rule, arg, writer))
            .collect();
        let value = format!("value{}", writer.clauses.len());
        let functor = functor_path(*functor);
        let args = args.join(", ");
        writer.clause(format!("let Some({value}) = functor({functor}, &[{args}])"));
        value
    }

    fn simple(&mut self, rule: &Rule, term: &Term) -> String {
        match term {
            Term::Var(var) => variable(rule, *var),
            Term::Const(Const::Number(number)) if (0..1 << 30).contains(number) => {
                format!("{number}u32")
            }
            Term::Const(value) => {
                let known = self.constants.iter().position(|other| other == value);
                let at = known.unwrap_or_else(|| {
                    self.constants.push(value.clone());
                    self.constants.len() - 1
                });
                format!("constant({at})")
            }
            Term::Any | Term::Call(..) => unreachable!("heads and atoms have no such arguments"),
        }
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

    /// What the programs need at run time: constants, aggregates, and the groups in order.
    fn tables(&self, text: &mut String) {
        text.push_str("const CONSTANTS: &[Constant] = &[\n");
        for constant in &self.constants {
            let _ = match constant {
                Const::Number(number) => writeln!(text, "    Constant::Number({number}),"),
                Const::Symbol(symbol) => writeln!(text, "    Constant::Symbol({symbol:?}),"),
            };
        }
        text.push_str("];\n\n/// Kind, number of columns it depends on, and type of the value.\n");
        text.push_str("const AGGREGATES: &[(AggregateKind, usize, Type)] = &[\n");
        for (rule, aggregate) in &self.aggregates {
            let ty = match (&aggregate.value, aggregate.kind) {
                (Some(value), AggregateKind::Min | AggregateKind::Max) => type_of(rule, value),
                _ => Type::Number,
            };
            let (kind, outer) = (aggregate.kind, aggregate.outer.len());
            let _ = writeln!(
                text,
                "    (AggregateKind::{kind:?}, {outer}, Type::{ty:?}),"
            );
        }
        text.push_str("];\n\n/// Relations that rules derive and rule files state no facts of.\n");
        text.push_str("const DERIVED_ONLY: &[&str] = &[\n");
        for id in self.program.derived() {
            if !self.has_facts(id) {
                let _ = writeln!(text, "    {:?},", self.program.relation(id).name);
            }
        }
        let groups: Vec<String> = (0..self.groups.count())
            .map(|group| format!("group_{group}::run"))
            .collect();
        let _ = writeln!(
            text,
            "];\n\nconst GROUPS: &[fn(&mut Host)] = &[{}];",
            groups.join(", ")
        );
    }
}

/// The clauses of one crepe rule.
struct Writer {
    clauses: Vec<String>,
    bound: Vec<bool>,
    has_atom: bool,
}

impl Writer {
    fn new(rule: &Rule) -> Writer {
        Writer {
            clauses: Vec::new(),
            bound: vec![false; rule.variables.len()],
            has_atom: false,
        }
    }

    fn clause(&mut self, clause: String) {
        self.clauses.push(clause);
    }

    fn first_atom(&mut self) {
        if !self.has_atom {
            self.clauses.push("(go_on())".to_owned());
            self.has_atom = true;
        }
    }

    fn is_bound(&self, var: VarId) -> bool {
        self.bound[var.index()]
    }

    fn bind(&mut self, var: VarId) {
        self.bound[var.index()] = true;
    }

    fn finish(self, head: &str, text: &mut String) {
        let _ = write!(text, "        {head} <-");
        if self.clauses.is_empty() {
            text.push_str(" (true)");
        }
        for (n, clause) in self.clauses.iter().enumerate() {
            let comma = if n == 0 { "" } else { "," };
            let _ = write!(text, "{comma}\n            {clause}");
        }
        text.push_str(";\n");
    }
}

/// The relations of the atoms of a body, outside of aggregates.
fn plain_relations(literal: &Literal) -> Option<RelationId> {
    match literal {
        Literal::Atom(atom) | Literal::Not(atom) => Some(atom.relation),
        Literal::Compare(..) | Literal::Test { .. } | Literal::Aggregate(_) => None,
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
            Literal::Not(_) | Literal::Compare(..) | Literal::Test { .. } => {}
        }
    }
    own.retain(|var| !aggregate.outer.contains(var));
    own.into_iter().collect()
}

/// A variable's name in the crepe program: its own behind a letter, so that it is no keyword.
fn variable(rule: &Rule, var: VarId) -> String {
    let name = &rule.variables[var.index()].name;
    match name.strip_prefix('#') {
        Some(made) => format!("made_{made}_{}", var.0),
        None => format!("v_{}", name.replace('?', "_q_")),
    }
}

/// A relation with its arguments. One without columns has a single word that is always 0.
fn call(name: &str, args: &[String]) -> String {
    match args {
        [] => format!("{name}(0u32)"),
        _ => format!("{name}({})", args.join(", ")),
    }
}

fn fields(columns: usize) -> String {
    let fields: Vec<String> = (0..columns.max(1))
        .map(|column| format!("t.{column}"))
        .collect();
    fields.join(", ")
}

fn functor_path(functor: Functor) -> String {
    match functor {
        Functor::Operator(operator) => format!("Functor::Operator(Operator::{operator:?})"),
        other => format!("Functor::{other:?}"),
    }
}

fn type_of(rule: &Rule, term: &Term) -> Type {
    match term {
        Term::Var(var) => rule.variables[var.index()].ty,
        Term::Const(Const::Number(_)) => Type::Number,
        Term::Const(Const::Symbol(_)) | Term::Any => Type::Symbol,
        Term::Call(functor, _) => functor.result(),
    }
}
