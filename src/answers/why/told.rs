//! A proof with all that there is to say of it: what every format of proofs is written from.

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Why;
use super::source::sources;
use crate::answers::{Answer, Knowledge};
use crate::proofs::{Application, Premise, PremiseKind, Proof, Reason, Step};
use crate::rules::Const;
use crate::syntax::ast::{AggregateKind, Item};
use crate::text::Span;

/// A proof of one row of an answer.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    /// The number of the proof, counted from 1: the smallest is the first.
    pub proof: usize,
    /// How many derivations there are.
    #[serde(skip)]
    pub derivations: Count,
    /// Whether no proof has fewer steps than the first.
    #[serde(skip)]
    pub smallest: bool,
    /// How sure the conclusion is by all its proofs, if that was asked for.
    #[serde(skip)]
    pub confidence: Option<f64>,
    /// The step that is proved.
    pub conclusion: usize,
    /// Each step stands behind those that it rests on.
    pub steps: Vec<ToldStep>,
}

/// A number, or a lower bound of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Count {
    pub number: usize,
    /// There may be more.
    pub at_least: bool,
}

/// A fact and what makes it hold.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ToldStep {
    pub id: usize,
    /// The relation; none of the answer to a query of several conditions.
    pub relation: Option<String>,
    #[serde(serialize_with = "constants")]
    pub values: Vec<Const>,
    /// The fact as the language writes it.
    pub fact: String,
    #[serde(flatten)]
    pub reason: ToldReason,
    /// How many steps it rests on, if those are left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<usize>,
}

/// What makes a fact hold.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "by", rename_all = "lowercase")]
pub(super) enum ToldReason {
    /// It is given.
    Given { sources: Vec<ToldSource> },
    /// A rule derives it.
    Rule {
        /// The file and the line of the rule.
        place: String,
        /// The rule as its file has it.
        rule: String,
        /// The values of the variables that the rule names.
        #[serde(serialize_with = "by_name")]
        variables: Vec<(String, Const)>,
        premises: Vec<ToldPremise>,
    },
    /// It follows from tuples that gave way to others since, by subsumption.
    Forgotten,
}

/// Where a given fact comes from.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct ToldSource {
    /// `extracted`, `curated` or `lexicon` for what fact files state, `rules` for what rule files or the session
    /// state, `articles` for what is taken from the articles themselves.
    pub origin: &'static str,
    /// The file and the line of the fact.
    pub place: Option<String>,
    pub article: Option<String>,
    pub title: Option<String>,
    pub date: Option<String>,
    /// The number of the sentence in its article, counted from 1.
    pub sentence: Option<usize>,
    /// The words of the article that say the fact.
    pub quotation: Option<String>,
    /// What stands before them in their sentence, and behind them.
    pub before: String,
    pub after: String,
    /// The bytes of the article's text that are quoted.
    #[serde(skip)]
    pub range: Option<(usize, usize)>,
    pub confidence: f64,
    /// How an extracted fact was read: the rule of reading, the form of the sentence, words of the lexicon.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
}

/// A condition of a rule that holds.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ToldPremise {
    /// The condition with its variables filled in.
    pub text: String,
    /// `fact`, `absence`, `condition` or `aggregate`.
    pub kind: &'static str,
    /// The step that gives the fact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The inline rule that asks for it, if it is not the rule itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inline: Option<String>,
    /// What an aggregate was computed over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// Nothing but a name for a value.
    #[serde(skip)]
    pub names_only: bool,
    /// The value is that of some of the rows; the others only do not undercut or exceed it.
    #[serde(skip)]
    pub only_reaching: bool,
}

/// One row that an aggregate was computed over.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Row {
    /// What was summed or compared.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "maybe_constant"
    )]
    pub value: Option<Const>,
    /// Whether the least or greatest value is its value.
    #[serde(skip)]
    pub reaches: bool,
    pub premises: Vec<ToldPremise>,
}

fn constant(value: &Const) -> serde_json::Value {
    match value {
        Const::Number(number) => serde_json::Value::from(*number),
        Const::Unsigned(number) => serde_json::Value::from(*number),
        Const::Float(number) => serde_json::Value::from(number.0),
        value => serde_json::Value::from(value.to_string()),
    }
}

fn maybe_constant<S: Serializer>(value: &Option<Const>, serializer: S) -> Result<S::Ok, S::Error> {
    value.as_ref().map(constant).serialize(serializer)
}

fn constants<S: Serializer>(values: &[Const], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(constant))
}

fn by_name<S: Serializer>(variables: &[(String, Const)], serializer: S) -> Result<S::Ok, S::Error> {
    let map: BTreeMap<&str, serde_json::Value> = variables
        .iter()
        .map(|(name, value)| (name.as_str(), constant(value)))
        .collect();
    map.serialize(serializer)
}

/// Tells all of a proof.
pub(super) fn told(
    knowledge: &Knowledge,
    answer: &Answer,
    row: usize,
    proof: &Proof,
    number: usize,
    why: &Why,
) -> Told {
    let steps = proof.steps.iter().enumerate().map(|(id, step)| {
        let relation = knowledge.program().relations.get(step.relation.index());
        ToldStep {
            id,
            relation: relation.map(|relation| relation.name.clone()),
            fact: match relation {
                Some(relation) => written(&relation.name, &step.values),
                None => answered(answer, row),
            },
            values: match relation {
                Some(_) => step.values.clone(),
                None => answer.rows[row].clone(),
            },
            reason: reason(knowledge, step, why),
            below: None,
        }
    });
    Told {
        proof: number + 1,
        derivations: Count {
            number: why.proofs.count,
            at_least: !why.proofs.all_counted,
        },
        smallest: why.proofs.smallest,
        confidence: why.confidence.map(super::hundredths),
        conclusion: proof.steps.len() - 1,
        steps: steps.collect(),
    }
}

/// A fact as the language writes it.
pub(super) fn written(relation: &str, values: &[Const]) -> String {
    let values: Vec<String> = values.iter().map(Const::written).collect();
    format!("{relation}({})", values.join(", "))
}

/// A row of an answer: its columns with their values.
fn answered(answer: &Answer, row: usize) -> String {
    let columns = answer.columns.iter().zip(&answer.rows[row]);
    let written: Vec<String> = columns
        .map(|(column, value)| format!("{} = {}", column.name, value.written()))
        .collect();
    match written.is_empty() {
        true => "yes".to_owned(),
        false => written.join(", "),
    }
}

fn reason(knowledge: &Knowledge, step: &Step, why: &Why) -> ToldReason {
    let application = match &step.reason {
        Reason::Given => {
            let sources = sources(knowledge, step.relation, &step.values, &why.how);
            return ToldReason::Given { sources };
        }
        Reason::Forgotten => return ToldReason::Forgotten,
        Reason::Rule(application) => application,
    };
    let files = knowledge.sources();
    let rule = match eqrel(knowledge, step, application) {
        Some(law) => law,
        None => files.text(application.span).to_owned(),
    };
    let named = application.variables.iter();
    ToldReason::Rule {
        place: files.place(application.span),
        rule,
        variables: named
            .filter(|bound| !bound.name.contains('#'))
            .map(|bound| (bound.name.clone(), bound.value.clone()))
            .collect(),
        premises: premises(knowledge, application.span, &application.premises),
    }
}

/// The law by which a relation declared `eqrel` has a tuple, if no rule of a file gives it.
fn eqrel(knowledge: &Knowledge, step: &Step, application: &Application) -> Option<String> {
    let relation = knowledge.program().relations.get(step.relation.index())?;
    if !relation.equivalence || relation.declared != application.span {
        return None;
    }
    let name = &relation.name;
    let law = match (application.premises.len(), step.values.as_slice()) {
        (2, _) => format!("{name}(x, z) :- {name}(x, y), {name}(y, z)."),
        (_, [one, other]) if one == other => format!("{name}(x, x) :- {name}(x, y)."),
        _ => format!("{name}(y, x) :- {name}(x, y)."),
    };
    Some(format!("{law} // because it is declared `eqrel`"))
}

fn premises(knowledge: &Knowledge, rule: Span, premises: &[Premise]) -> Vec<ToldPremise> {
    let told = premises.iter().map(|premise| {
        let inside = premise.span.source == rule.source
            && premise.span.start >= rule.start
            && premise.span.end <= rule.end;
        let mut told = ToldPremise {
            text: premise.text.clone(),
            kind: "condition",
            step: None,
            inline: match inside {
                true => None,
                false => inline_rule(knowledge, premise.span),
            },
            rows: Vec::new(),
            names_only: false,
            only_reaching: false,
        };
        match &premise.kind {
            PremiseKind::Fact(step) => {
                told.kind = "fact";
                told.step = Some(*step);
            }
            PremiseKind::Absent { .. } => told.kind = "absence",
            PremiseKind::Condition { names_only } => told.names_only = *names_only,
            PremiseKind::Aggregate { kind, value, rows } => {
                told.kind = "aggregate";
                told.only_reaching = matches!(kind, AggregateKind::Min | AggregateKind::Max);
                told.rows = rows
                    .iter()
                    .map(|row| Row {
                        value: row.value.clone(),
                        reaches: row.value.as_ref() == Some(value),
                        premises: self::premises(knowledge, rule, &row.premises),
                    })
                    .collect();
                // Of a least or greatest value, the rows that reach it come first.
                told.rows.sort_by_key(|row| !row.reaches);
            }
        }
        told
    });
    told.collect()
}

/// The place of the clause that a condition stands in, if it was put in for an inline relation.
fn inline_rule(knowledge: &Knowledge, span: Span) -> Option<String> {
    let items = knowledge.base().items.iter().chain(knowledge.session());
    let clause = clause_around(items, span)?;
    Some(knowledge.sources().place(clause))
}

/// The clause of some items, or of components among them, that a span lies in.
fn clause_around<'i>(items: impl Iterator<Item = &'i Item>, span: Span) -> Option<Span> {
    let around = |other: Span| {
        other.source == span.source && other.start <= span.start && span.end <= other.end
    };
    for item in items.filter(|item| around(item.span())) {
        match item {
            Item::Clause(clause) => return Some(clause.span),
            Item::Component(component) => return clause_around(component.items.iter(), span),
            _ => {}
        }
    }
    None
}

/// The steps that some premises are.
pub(super) fn needed(premises: &[ToldPremise]) -> Vec<usize> {
    let mut steps = Vec::new();
    for premise in premises {
        steps.extend(premise.step);
        for row in &premise.rows {
            steps.extend(needed(&row.premises));
        }
    }
    steps
}

/// As [`needed`], but of a least or greatest value only what gives it.
pub(super) fn needed_for_value(premises: &[ToldPremise]) -> Vec<usize> {
    let mut steps = Vec::new();
    for premise in premises {
        steps.extend(premise.step);
        let rows = premise.rows.iter();
        for row in rows.filter(|row| row.reaches || !premise.only_reaching) {
            steps.extend(needed_for_value(&row.premises));
        }
    }
    steps
}

impl Told {
    /// How many steps a step rests on.
    pub(super) fn below(&self, id: usize) -> usize {
        let mut seen = vec![false; self.steps.len()];
        let mut pending = vec![id];
        let mut below = 0;
        while let Some(at) = pending.pop() {
            if let ToldReason::Rule { premises, .. } = &self.steps[at].reason {
                for step in needed(premises) {
                    if !std::mem::replace(&mut seen[step], true) {
                        below += 1;
                        pending.push(step);
                    }
                }
            }
        }
        below
    }

    /// Leaves out what is more than so many levels below the conclusion.
    pub(super) fn cut(&mut self, depth: usize) {
        let mut level: Vec<Option<usize>> = vec![None; self.steps.len()];
        level[self.conclusion] = Some(0);
        for at in (0..self.steps.len()).rev() {
            let Some(own) = level[at] else {
                continue;
            };
            let below = self.below(at);
            let step = &mut self.steps[at];
            let ToldReason::Rule { premises, .. } = &mut step.reason else {
                continue;
            };
            if own >= depth {
                premises.clear();
                step.below = Some(below);
                continue;
            }
            for other in needed(premises) {
                let nearest = level[other].map_or(own + 1, |known| known.min(own + 1));
                level[other] = Some(nearest);
            }
        }
        self.steps.retain(|step| level[step.id].is_some());
    }
}
