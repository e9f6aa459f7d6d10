//! Why not, as JSON for programs.

use serde_json::{Value, json};

use super::filled::{filled, shown};
use super::{WhyNot, kept_out, place, set_aside, written};
use crate::answers::{Knowledge, in_json};
use crate::facts::Standing;
use crate::proofs::whynot::{Absence, Attempt, Condition, Failure, Outcome};
use crate::rules::Const;

/// One object: `fact`, whether it `holds`, and what is missing.
pub fn as_json(knowledge: &Knowledge, why_not: &WhyNot) -> String {
    let fact = written(knowledge.program(), &why_not.pattern);
    let all = match &why_not.absence {
        None => json!({"fact": fact, "holds": true}),
        Some(absence) => {
            let mut all = json!({"fact": fact, "holds": false});
            let more = missing(knowledge, absence);
            if let (Value::Object(all), Value::Object(more)) = (&mut all, more) {
                all.extend(more);
                let unknown = why_not.unknown.iter().map(
                    |(unknown, near)| json!({"value": value(unknown), "did_you_mean": near.as_ref().map(value)}),
                );
                all.insert("nowhere".to_owned(), unknown.collect());
                all.insert("mentions".to_owned(), mentions(knowledge, why_not));
            }
            all
        }
    };
    let text = serde_json::to_string_pretty(&all).expect("texts and numbers can be written");
    in_json(text + "\n")
}

fn missing(knowledge: &Knowledge, absence: &Absence) -> Value {
    let (base, program) = (knowledge.base(), knowledge.program());
    let sources = knowledge.sources();
    let rules: Vec<Value> = absence
        .attempts
        .iter()
        .map(|one| attempt(knowledge, one))
        .collect();
    let columns = &program.relation(absence.pattern.relation).columns;
    let excluded: Vec<Value> = absence
        .excluded
        .iter()
        .map(|one| {
            json!({
                "rule": sources.place(program.rules[one.rule].span),
                "column": columns[one.column].name,
                "gives": one.gives.as_ref().map(value),
            })
        })
        .collect();
    let set_aside: Vec<Value> = set_aside(base, program, &absence.pattern)
        .into_iter()
        .map(|statement| {
            let (why, by) = match statement.standing {
                Standing::Withdrawn(span) => ("withdrawn", Some(span)),
                Standing::Overruled(span) => ("overruled", Some(span)),
                Standing::LeftOut => ("left out", None),
                Standing::Doubtful | Standing::InForce => ("doubtful", None),
            };
            json!({
                "place": place(base, statement),
                "why": why,
                "by": by.map(|span| sources.place(span)),
            })
        })
        .collect();
    let near: Vec<Vec<Value>> = absence
        .nearest
        .tuples
        .iter()
        .map(|near| values(&near.values))
        .collect();
    let not_there: Vec<Value> = absence
        .nearest
        .unknown
        .iter()
        .map(|one| {
            json!({
                "column": columns[one.column].name,
                "value": value(&one.value),
                "did_you_mean": one.near.as_ref().map(value),
            })
        })
        .collect();
    json!({
        "rules": rules,
        "not_in_column": not_there,
        "excluded": excluded,
        "set_aside": set_aside,
        "nearest": near,
        "nearest_more": absence.nearest.more,
    })
}

fn attempt(knowledge: &Knowledge, attempt: &Attempt) -> Value {
    let program = knowledge.program();
    let rule = &program.rules[attempt.rule];
    let shown = shown(rule, &attempt.conditions);
    let conditions: Vec<Value> = attempt
        .conditions
        .iter()
        .enumerate()
        .filter(|(at, _)| shown.contains(at))
        .map(|(at, one)| {
            let text = filled(program, knowledge.sources(), rule, at, one);
            condition(knowledge, text, one)
        })
        .collect();
    let mut all = json!({
        "rule": knowledge.sources().place(rule.span),
        "holding": attempt.holding(),
        "conditions": conditions,
    });
    if attempt.is_met() {
        all["kept_out"] = json!(kept_out(program.relation(rule.head.relation)));
    }
    all
}

fn condition(knowledge: &Knowledge, text: String, condition: &Condition) -> Value {
    let program = knowledge.program();
    let outcome = match &condition.outcome {
        Outcome::Holds => return json!({"condition": text, "outcome": "holds"}),
        Outcome::Open => return json!({"condition": text, "outcome": "open"}),
        Outcome::Fails(failure) => failure,
    };
    let why = match outcome {
        Failure::Missing(absence) => json!({"missing": missing(knowledge, absence)}),
        Failure::Present(presence) => json!({
            "relation": program.relation(presence.relation).name,
            "present": values(&presence.values),
            "rule": presence.rule.map(|rule| knowledge.sources().place(program.rules[rule].span)),
        }),
        Failure::Compared(left, right) => json!({"left": value(left), "right": value(right)}),
        Failure::Computed(is) => json!({"is": is.as_ref().map(value)}),
        Failure::Undefined => json!({"undefined": true}),
        Failure::Untrue => json!({}),
    };
    json!({"condition": text, "outcome": "fails", "why": why})
}

fn mentions(knowledge: &Knowledge, why_not: &WhyNot) -> Value {
    let mentions = &why_not.mentions;
    let found: Vec<Value> = mentions
        .found
        .iter()
        .map(|mention| {
            let article = &knowledge.base().articles[mention.article];
            let range = article.sentences()[mention.sentence - 1].clone();
            json!({
                "article": article.id(),
                "sentence": mention.sentence,
                "text": &article.text()[range],
            })
        })
        .collect();
    json!({"names": mentions.names, "sentences": found, "more": mentions.more})
}

fn value(value: &Const) -> Value {
    match value {
        Const::Number(number) => json!(number),
        Const::Unsigned(number) => json!(number),
        Const::Float(number) => json!(number.0),
        Const::Symbol(text) => json!(text),
        value => json!(value.to_string()),
    }
}

fn values(values: &[Const]) -> Vec<Value> {
    values.iter().map(value).collect()
}
