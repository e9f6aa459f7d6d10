//! The checks in one call: items to a program, a clause to a fact.

use super::builtins::Test;
use super::clauses::{Flat, all_terms, alternatives};
use super::components::expand;
use super::constants::{constant_fact, plain_values};
use super::declarations::declare;
use super::drafts::DraftAtom;
use super::grounding::counts;
use super::inline_checks::inline_mistakes;
use super::inlining::inlined;
use super::lowering::{Lowered, Lowering};
use super::missing::Missing;
use super::plans::{join_orders, plan_mistakes};
use super::program::{
    Atom, Const, Fact, Literal, Program, RelationId, Rule, Subsumption, Term, VarId, Variable,
};
use super::safety::{report_ungrounded, singletons};
use super::strata::stratify;
use super::types::Type;
use super::witnesses::bind_witnesses;
use super::words::words_as_names;
use crate::syntax::ast;
use crate::syntax::ast::{Clause, Facts, Item, TermKind};
use crate::text::{Report, Sources, Span, has_errors, in_order};

/// Checks items of one or more files together. The program lacks what the reports call wrong.
pub fn check<'a>(
    items: impl Iterator<Item = &'a Item> + Clone,
    sources: &Sources,
) -> (Program, Vec<Report>) {
    let mut reports = singletons(items.clone());
    reports.extend(words_as_names(items.clone()));
    let stands_for_more = |item: &Item| match item {
        Item::Component(_) | Item::Init(_) => true,
        Item::Decl(decl) => decl.qualifiers.iter().any(|word| word.text == "inline"),
        _ => false,
    };
    if items.clone().any(stands_for_more) {
        let mut written: Vec<Item> = Vec::new();
        for item in items {
            match item {
                Item::Facts(facts) => written.extend(one_by_one(facts, sources)),
                other => written.push(other.clone()),
            }
        }
        let mut missing = Missing::from(written.iter());
        let mut wrong = Vec::new();
        let expanded = expand(&written, &mut wrong);
        if missing.may_be_anything() {
            // What components lack may be in what could not be read.
            wrong.clear();
        } else if has_errors(&wrong) {
            missing.anything();
        }
        reports.extend(wrong);
        reports.extend(inline_mistakes(&expanded));
        let expanded = inlined(&expanded).unwrap_or(expanded);
        return check_plain(expanded.iter(), sources, missing, reports);
    }
    let missing = Missing::from(items.clone());
    check_plain(items, sources, missing, reports)
}

/// Checks items without components.
fn check_plain<'a>(
    items: impl Iterator<Item = &'a Item> + Clone,
    sources: &Sources,
    missing: Missing,
    mut reports: Vec<Report>,
) -> (Program, Vec<Report>) {
    let plans = items.clone();
    let mut program = declare(items.clone(), sources, missing, &mut reports);
    for item in items {
        match item {
            Item::Clause(clause) => check_clause(clause, &mut program, &mut reports),
            Item::Facts(facts) => check_facts(facts, sources, &mut program, &mut reports),
            Item::Subsumption(clause) => check_subsumption(clause, &mut program, &mut reports),
            // A functor that is called is reported where it is.
            Item::Decl(_) | Item::Type(_) | Item::Io(_) | Item::Pragma(_) | Item::Functor(_) => {}
            Item::Component(_) | Item::Init(_) | Item::Override(_) => {}
            Item::Unreadable(_) => {}
            Item::Query(query) => reports.push(
                Report::error(query.span, "a query among rules")
                    .help("ask it at the prompt, or with `entente query`"),
            ),
            Item::Article(_) | Item::Quotation(_) | Item::Withdrawal(_) => reports.push(
                Report::error(item.span(), "a source of facts among rules")
                    .help("articles, quotations and withdrawals belong into files under facts/"),
            ),
        }
    }
    close_equivalences(&mut program);
    match stratify(&program, sources) {
        Ok(strata) => {
            program.strata = strata;
            reports.extend(circles(&program));
            reports.extend(plan_mistakes(plans, &program));
        }
        Err(cycles) => reports.extend(cycles),
    }
    let mut reports = without_repeats(reports);
    in_order(&mut reports);
    (program, reports)
}

/// What may not depend on itself: inline relations, and rules that take numbers from the counter.
fn circles(program: &Program) -> Vec<Report> {
    let mut reports = Vec::new();
    for stratum in program.strata.iter().filter(|stratum| stratum.recursive) {
        for &id in &stratum.relations {
            let relation = program.relation(id);
            if relation.inline {
                let message = format!("`{}` is inline and depends on itself", relation.name);
                reports.push(
                    Report::error(relation.declared, message)
                        .help("drop `inline`: what depends on itself cannot stand for its rules"),
                );
            }
        }
        for &rule in &stratum.rules {
            let rule = &program.rules[rule];
            let depends = rule.body.iter().any(|literal| match literal {
                Literal::Atom(atom) => stratum.relations.contains(&atom.relation),
                _ => false,
            });
            let counter = rule.body.iter().find_map(|literal| match literal {
                Literal::Compare(.., span) if counts(literal) => Some(*span),
                _ => None,
            });
            if let (true, Some(span)) = (depends, counter) {
                reports.push(
                    Report::error(span, "a counter in a rule that depends on itself")
                        .help("number the tuples in a rule of their own, once they are all there"),
                );
            }
        }
    }
    reports
}

/// Alternatives of one clause repeat its mistakes; each is said once.
pub(super) fn without_repeats(reports: Vec<Report>) -> Vec<Report> {
    let mut kept: Vec<Report> = Vec::with_capacity(reports.len());
    let mut seen = rustc_hash::FxHashSet::default();
    for report in reports {
        let place = report.labels.first().map(|(span, _)| *span);
        if seen.insert((place, report.message.clone())) {
            kept.push(report);
        }
    }
    kept
}

fn check_clause(clause: &Clause, program: &mut Program, reports: &mut Vec<Report>) {
    let Some(body) = &clause.body else {
        let counters = counters_in(&clause.heads);
        if !counters.is_empty() {
            return reports.extend(counters);
        }
        for head in &clause.heads {
            match check_fact(program, head) {
                Ok(Stated::Fact(fact)) => program.facts.push(fact),
                Ok(Stated::Rule(rule)) => program.rules.push(*rule),
                Err(wrong) => reports.extend(wrong),
            }
        }
        return;
    };
    let ways = match alternatives(body) {
        Ok(ways) => ways,
        Err(report) => return reports.push(report),
    };
    for way in &ways {
        for head in &clause.heads {
            match lower_rule(program, head, way, clause.span) {
                Ok(Some(mut rule)) => {
                    rule.plan = join_orders(&clause.plan, &rule.body);
                    program.rules.push(rule);
                }
                Ok(None) => {}
                Err(wrong) => reports.extend(wrong),
            }
        }
    }
}

/// Plain facts as clauses.
fn one_by_one(facts: &Facts, sources: &Sources) -> Vec<Item> {
    let mut items = Vec::new();
    facts.each(&sources.get(facts.span.source).text, |args, span| {
        items.push(Item::Clause(Clause {
            heads: vec![facts.atom(args, span)],
            body: None,
            plan: Vec::new(),
            span: Span {
                end: span.end + 1,
                ..span
            },
        }));
    });
    items
}

/// Checks plain facts.
fn check_facts(facts: &Facts, sources: &Sources, program: &mut Program, reports: &mut Vec<Report>) {
    let relation = program.find(&facts.name.text);
    let columns = relation.map(|relation| &program.relation(relation).columns);
    let types: Vec<Type> = columns.map_or(Vec::new(), |c| c.iter().map(|c| c.ty).collect());
    facts.each(&sources.get(facts.span.source).text, |args, span| {
        if let (Some(relation), Some(values)) = (relation, plain_values(args, &types)) {
            return program.facts.push(Fact {
                relation,
                values,
                span,
            });
        }
        match check_fact(program, &facts.atom(args, span)) {
            Ok(Stated::Fact(fact)) => program.facts.push(fact),
            Ok(Stated::Rule(rule)) => program.rules.push(*rule),
            Err(wrong) => reports.extend(wrong),
        }
    });
}

/// The reports on counters in a fact, of which nothing says how often it is stated.
fn counters_in(heads: &[ast::Atom]) -> Vec<Report> {
    let mut reports = Vec::new();
    for term in heads.iter().flat_map(|head| &head.args) {
        all_terms(term, &mut |term| {
            if term.kind == TermKind::Counter {
                reports.push(
                    Report::error(term.span, "a counter in a fact")
                        .help("write the number, or make it a rule: `… :- true.`"),
                );
            }
        });
    }
    reports
}

/// What a clause without a body states.
#[derive(Debug)]
pub enum Stated {
    Fact(Fact),
    /// A fact with values to compute, such as `p(1 + 2).`
    Rule(Box<Rule>),
}

/// Checks a clause without a body.
pub fn check_fact(program: &Program, head: &ast::Atom) -> Result<Stated, Vec<Report>> {
    if let Some(fact) = constant_fact(program, head) {
        return Ok(Stated::Fact(fact));
    }
    if program.find(&head.name.text).is_none() && Test::named(&head.name.text).is_some() {
        let message = format!(
            "`{}` is a test of the language, not a relation",
            head.name.text
        );
        return Err(vec![Report::error(head.name.span, message)]);
    }
    let rule = lower_rule(program, head, &[], head.span)?.expect("an empty body can hold");
    let values: Option<Vec<Const>> = rule
        .head
        .args
        .iter()
        .map(|arg| match arg {
            Term::Const(value) => Some(value.clone()),
            _ => None,
        })
        .collect();
    Ok(match values {
        Some(values) => Stated::Fact(Fact {
            relation: rule.head.relation,
            values,
            span: head.span,
        }),
        None => Stated::Rule(Box::new(rule)),
    })
}

/// One head and one alternative to a rule; `None` where the alternative can never hold.
fn lower_rule(
    program: &Program,
    head: &ast::Atom,
    way: &[Flat],
    span: Span,
) -> Result<Option<Rule>, Vec<Report>> {
    let head_terms: Vec<&ast::Term> = head.args.iter().collect();
    let mut lowering = Lowering::new(program, &head_terms, way);
    let mut possible = true;
    for flat in way {
        possible &= lowering.condition(*flat);
    }
    let head = lowering.head(head);
    finish_rule(lowering, head, possible, span)
}

/// Ends a rule: types and grounding.
fn finish_rule(
    mut lowering: Lowering,
    head: Option<DraftAtom>,
    possible: bool,
    span: Span,
) -> Result<Option<Rule>, Vec<Report>> {
    let Lowered {
        mut head,
        mut body,
        mut variables,
    } = lowering.finish(vec![head]);
    let head = head.pop().flatten();
    if lowering.is_whole() {
        bind_witnesses(&mut body, &mut variables);
        let wanted: Vec<VarId> = head.iter().flat_map(Atom::variables).collect();
        report_ungrounded(&mut lowering, &body, &variables, &wanted);
    }
    let Some(head) = head.filter(|_| lowering.is_whole()) else {
        return Err(lowering.reports);
    };
    Ok(possible.then_some(Rule {
        head,
        body,
        variables,
        plan: Vec::new(),
        span,
    }))
}

/// `a(x) <= a(y) :- body.` as a rule that pairs tuples which give way with those they give way to.
fn check_subsumption(clause: &ast::Subsumption, program: &mut Program, reports: &mut Vec<Report>) {
    if clause.dominated.name.text != clause.dominating.name.text {
        return reports.push(
            Report::error(clause.dominating.name.span, "a tuple of another relation")
                .label(format!(
                    "`{}` gives way to its own tuples only",
                    clause.dominated.name.text
                ))
                .help("both sides of `<=` are of one relation"),
        );
    }
    let ways = match alternatives(&clause.body) {
        Ok(ways) => ways,
        Err(report) => return reports.push(report),
    };
    for way in &ways {
        match lower_subsumption(program, clause, way) {
            Ok(Some(subsumption)) => program.subsumptions.push(subsumption),
            Ok(None) => {}
            Err(wrong) => reports.extend(wrong),
        }
    }
}

fn lower_subsumption(
    program: &Program,
    clause: &ast::Subsumption,
    way: &[Flat],
) -> Result<Option<Subsumption>, Vec<Report>> {
    let both = [&clause.dominated, &clause.dominating];
    let terms: Vec<&ast::Term> = both.iter().flat_map(|atom| &atom.args).collect();
    let mut lowering = Lowering::new(program, &terms, way);
    let mut args = Vec::new();
    let mut relation = None;
    for atom in both {
        if let Some(draft) = lowering.whole_tuple(atom) {
            relation = Some(draft.relation);
            args.extend(draft.args);
        }
    }
    let mut possible = true;
    for flat in way {
        possible &= lowering.condition(*flat);
    }
    let head = relation.map(|_| DraftAtom {
        relation: RelationId(program.relations.len() as u32),
        args,
        span: clause.span,
    });
    let rule = finish_rule(lowering, head, possible, clause.span)?;
    Ok(rule
        .zip(relation)
        .map(|(rule, relation)| Subsumption { relation, rule }))
}

/// Adds to each equivalence the rules that make it one.
fn close_equivalences(program: &mut Program) {
    let equivalences: Vec<RelationId> = program
        .ids()
        .filter(|id| program.relation(*id).equivalence)
        .collect();
    for id in equivalences {
        let relation = program.relation(id);
        let (span, ty) = (relation.declared, relation.columns[0].ty);
        let variables: Vec<Variable> = ["x", "y", "z"]
            .map(|name| Variable {
                name: name.to_owned(),
                ty,
                span,
            })
            .into();
        let atom = |one: u32, other: u32| Atom {
            relation: id,
            args: vec![Term::Var(VarId(one)), Term::Var(VarId(other))],
            span,
        };
        let mut rule = |head: Atom, body: Vec<Atom>| {
            program.rules.push(Rule {
                head,
                body: body.into_iter().map(Literal::Atom).collect(),
                variables: variables.clone(),
                plan: Vec::new(),
                span,
            });
        };
        rule(atom(0, 0), vec![atom(0, 1)]);
        rule(atom(1, 0), vec![atom(0, 1)]);
        rule(atom(0, 2), vec![atom(0, 1), atom(1, 2)]);
    }
}
