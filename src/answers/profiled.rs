//! What reading and its rules did, as text: stages and rules with their times.

use std::time::Duration;

use rustc_hash::FxHashMap;

use super::shown_time;
use crate::engine::{Profile, RuleProfile};
use crate::text::{Sources, Span};

/// Writes down how long each stage and each rule took: rules that gave something first, then those that gave
/// nothing, of each the slowest first. `rules` are all that there are, with what they derive.
pub fn profiled<'r>(
    profile: &Profile,
    rules: impl Iterator<Item = (Span, &'r str)>,
    sources: &Sources,
) -> String {
    let mut text = String::from("      time  stage\n");
    for (name, time) in &profile.stages {
        text.push_str(&format!("{:>10}  {name}\n", shown_time(*time)));
    }
    let mut heads: FxHashMap<Span, Vec<&str>> = FxHashMap::default();
    for (span, head) in rules {
        let heads = heads.entry(span).or_default();
        if !heads.contains(&head) {
            heads.push(head);
        }
    }
    let mut rules: Vec<Line> = heads
        .into_iter()
        .map(|(span, heads)| Line {
            did: profile.rules.get(&span).copied().unwrap_or_default(),
            place: sources.place(span),
            span,
            heads: heads.join(", "),
        })
        .collect();
    rules.sort_by_key(|rule| (std::cmp::Reverse(rule.did.time), rule.span));
    let (gave, idle): (Vec<Line>, Vec<Line>) =
        rules.into_iter().partition(|rule| rule.did.derived > 0);
    write(&mut text, "rules that gave something", &gave);
    write(&mut text, "rules that gave nothing", &idle);
    text
}

/// A rule with what it did.
struct Line {
    did: RuleProfile,
    span: Span,
    place: String,
    heads: String,
}

fn write(text: &mut String, title: &str, rules: &[Line]) {
    let time: Duration = rules.iter().map(|rule| rule.did.time).sum();
    let count = rules.len();
    text.push_str(&format!("\n{title}: {count}, {}\n", shown_time(time)));
    text.push_str("      time    runs   derived       new  rule\n");
    for rule in rules {
        let RuleProfile {
            time,
            runs,
            derived,
            new,
        } = rule.did;
        let time = shown_time(time);
        let (place, heads) = (&rule.place, &rule.heads);
        text.push_str(&format!(
            "{time:>10} {runs:>7} {derived:>9} {new:>9}  {place} {heads}\n"
        ));
    }
}
