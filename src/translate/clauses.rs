//! Conditions of a rule as clauses of a crepe rule.

use std::fmt::Write;

use super::emit::Emitter;
use super::names::{call, functor_path, variable};
use crate::rules::{Atom, Const, Literal, Rule, Term, VarId};
use crate::syntax::ast::Comparison;

impl Emitter<'_> {
    pub(super) fn literal(&mut self, rule: &Rule, literal: &Literal, writer: &mut Writer) {
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
                let ty = left.ty(&rule.variables);
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
            Literal::Unpack(_) | Literal::Range { .. } => {
                unreachable!("programs with these are refused")
            }
            Literal::Aggregate(aggregate) => {
                let at = self
                    .aggregates
                    .iter()
                    .position(|(owner, other)| {
                        std::ptr::eq(*owner, rule)
                            && other.target == aggregate.target
                            && other.span == aggregate.span
                    })
                    .expect("all aggregates were collected");
                let outer: Vec<String> = aggregate
                    .outer
                    .iter()
                    .map(|&var| variable(rule, var))
                    .collect();
                let target = variable(rule, aggregate.target);
                let outer = outer.join(", ");
                if writer.is_bound(aggregate.target) {
                    // As in `2 = count : …`: the aggregate must have the value that is there.
                    writer.clause(format!("let Some(total{at}) = aggregate({at}, &[{outer}])"));
                    return writer.clause(format!("(total{at} == {target})"));
                }
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
    pub(super) fn term(&mut self, rule: &Rule, term: &Term, writer: &mut Writer) -> String {
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

    pub(super) fn simple(&mut self, rule: &Rule, term: &Term) -> String {
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
}

/// The clauses of one crepe rule.
pub(super) struct Writer {
    clauses: Vec<String>,
    bound: Vec<bool>,
    has_atom: bool,
}

impl Writer {
    pub(super) fn new(rule: &Rule) -> Writer {
        Writer {
            clauses: Vec::new(),
            bound: vec![false; rule.variables.len()],
            has_atom: false,
        }
    }

    pub(super) fn clause(&mut self, clause: String) {
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

    pub(super) fn finish(self, head: &str, text: &mut String) {
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
