//! How a query was answered, as text: its steps and what was derived for it, with rows and times.

use std::time::Duration;

use super::guards::on_terminal;
use crate::engine::{PlanProfile, Profile, StepProfile, StratumProfile};
use crate::text::Sources;

/// How many columns the text takes, unless names are longer.
const WIDTH: usize = 78;
/// How many of them are for a step; then come rows in, rows out and time.
const STEP: usize = 44;

/// A time in three digits or so: `0.012 ms`, `3.4 ms`, `1.2 s`.
pub fn shown_time(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    match milliseconds {
        0.0..0.1 => format!("{milliseconds:.3} ms"),
        0.1..1.0 => format!("{milliseconds:.2} ms"),
        1.0..10.0 => format!("{milliseconds:.1} ms"),
        10.0..1000.0 => format!("{milliseconds:.0} ms"),
        1000.0..10_000.0 => format!("{:.2} s", milliseconds / 1000.0),
        _ => format!("{:.1} s", milliseconds / 1000.0),
    }
}

/// Writes down how a query was answered that has so many answers. Every line has its end.
pub fn explained(profile: &Profile, sources: &Sources, answers: usize) -> String {
    let mut text = String::new();
    match profile.strata.as_slice() {
        [] => text.push_str("all that the query asks for was derived before\n"),
        strata => {
            let time: Duration = strata.iter().map(|stratum| stratum.time).sum();
            let head = "derived first, as far as the query asks for it";
            row(&mut text, head, ["", "rows", "time"]);
            for stratum in strata {
                write_stratum(&mut text, stratum);
            }
            row(&mut text, "  in all", ["", "", &shown_time(time)]);
        }
    }
    for (n, plan) in profile.plans.iter().enumerate() {
        text.push('\n');
        let head = match profile.plans.len() {
            1 => "the query, step by step".to_owned(),
            all => format!("the query, alternative {} of {all}", n + 1),
        };
        row(&mut text, &head, ["rows in", "rows out", "time"]);
        write_plan(&mut text, plan, sources);
    }
    let time: Duration = profile
        .plans
        .iter()
        .map(|plan| plan.prepared + plan.time)
        .sum();
    let answers = match answers {
        1 => "1 answer".to_owned(),
        many => format!("{many} answers"),
    };
    text.push_str(&format!("\n{answers}, found in {}\n", shown_time(time)));
    text
}

fn write_stratum(text: &mut String, stratum: &StratumProfile) {
    let rows: usize = stratum.relations.iter().map(|(_, rows)| rows).sum();
    let names: Vec<&str> = stratum
        .relations
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let rules = match stratum.rules {
        1 => "1 rule".to_owned(),
        many => format!("{many} rules"),
    };
    let recursive = if stratum.recursive { ", recursive" } else { "" };
    let what = format!("  {} ({rules}{recursive})", names.join(", "));
    row(
        text,
        &what,
        ["", &rows.to_string(), &shown_time(stratum.time)],
    );
}

fn write_plan(text: &mut String, plan: &PlanProfile, sources: &Sources) {
    row(
        text,
        "  order of the steps, and indexes",
        ["", "", &shown_time(plan.prepared)],
    );
    let mut number = 0;
    write_steps(text, &plan.steps, sources, 1, &mut number);
    let steps: Duration = plan.steps.iter().map(|step| step.time).sum();
    let found = plan.found.to_string();
    let time = shown_time(plan.time.saturating_sub(steps));
    row(text, "  collected", [&found, "", &time]);
}

fn write_steps(
    text: &mut String,
    steps: &[StepProfile],
    sources: &Sources,
    depth: usize,
    number: &mut usize,
) {
    for step in steps {
        *number += 1;
        let indent = "  ".repeat(depth);
        let numbers = [
            step.rows_in.to_string(),
            step.rows_out.to_string(),
            shown_time(step.time),
        ];
        let numbers = numbers.each_ref().map(String::as_str);
        let sign = if step.negated { "!" } else { "" };
        match step.place {
            Some(span) => {
                let condition: Vec<&str> = sources.text(span).split_whitespace().collect();
                let condition = format!("{indent}{number} {sign}{}", condition.join(" "));
                text.push_str(&cut(&on_terminal(&condition), WIDTH));
                text.push('\n');
                row(text, &format!("{indent}    {}", step.how), numbers);
            }
            None => row(text, &format!("{indent}{number} {}", step.how), numbers),
        }
        write_steps(text, &step.inside, sources, depth + 2, number);
    }
}

/// A line with numbers; what stands before them has a line of its own if it is long.
fn row(text: &mut String, what: &str, [rows_in, rows_out, time]: [&str; 3]) {
    let numbers = format!("{rows_in:>9} {rows_out:>9} {time:>11}");
    let gap = match what.chars().count() > STEP {
        true => format!("\n{:STEP$}", ""),
        false => " ".repeat(STEP - what.chars().count()),
    };
    text.push_str(format!("{what}{gap} {numbers}").trim_end());
    text.push('\n');
}

/// The text, cut to so many characters.
fn cut(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Knowledge;
    use crate::engine::{Limits, Profiler};
    use crate::facts::{Base, BaseFile, FileKind};

    const RULES: &str = "
        .decl edge(x: number, y: number) edge(1, 2). edge(2, 3). edge(3, 4). edge(4, 5).
        .decl path(x: number, y: number)
        path(x, y) :- edge(x, y).
        path(x, z) :- path(x, y), edge(y, z).
        .decl closed(x: number) closed(3).";

    /// How a query was answered, with every time the same.
    fn how(query: &str, on_demand: bool) -> String {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: RULES.into(),
        };
        let (base, reports) = Base::load(&[rules]);
        assert!(reports.is_empty(), "{reports:?}");
        let mut knowledge = match on_demand {
            true => Knowledge::on_demand(base),
            false => Knowledge::new(base, &Limits::default()).unwrap(),
        };
        let limits = Limits {
            profiler: Some(Profiler::default()),
            ..Limits::default()
        };
        let answer = knowledge.ask("query", query, &limits).unwrap();
        let mut profile = limits.profiler.unwrap().profile();
        for stratum in &mut profile.strata {
            stratum.time = Duration::from_millis(2);
        }
        for plan in &mut profile.plans {
            (plan.prepared, plan.time) = (Duration::from_micros(250), Duration::from_millis(3));
            for step in &mut plan.steps {
                step.time = Duration::from_micros(20);
                step.inside
                    .iter_mut()
                    .for_each(|step| step.time = Duration::ZERO);
            }
        }
        explained(&profile, knowledge.sources(), answer.rows.len())
    }

    #[test]
    fn steps_have_their_conditions_and_rows() {
        insta::assert_snapshot!(how("edge(x, y), x > 1, path(y, z), !closed(z)", false), @"
        all that the query asks for was derived before

        the query, step by step                        rows in  rows out        time
          order of the steps, and indexes                                    0.25 ms
          1 edge(x, y)
              all of 4 tuples                                1         4    0.020 ms
          2 x > 1
              condition                                      4         3    0.020 ms
          3 path(y, z)
              by x, in 10 tuples                             3         3    0.020 ms
          4 !closed(z)
              looked up whole, in 1 tuple                    3         3    0.020 ms
          collected                                          3                2.9 ms

        3 answers, found in 3.2 ms
        ");
    }

    #[test]
    fn what_a_query_asks_for_is_derived_first() {
        insta::assert_snapshot!(how("path(3, z)", true), @"
        derived first, as far as the query asks for it
                                                                    rows        time
          what is asked of path (1 rule)                               1      2.0 ms
          path (3 rules, recursive)                                    2      2.0 ms
          in all                                                              4.0 ms

        the query, step by step                        rows in  rows out        time
          order of the steps, and indexes                                    0.25 ms
          1 path(3, z)
              by x, in 2 tuples                              1         2    0.020 ms
          collected                                          2                3.0 ms

        2 answers, found in 3.2 ms
        ");
    }

    #[test]
    fn aggregates_show_the_steps_inside() {
        insta::assert_snapshot!(how("closed(x), n = count : { edge(y, _), y < x }", false), @"
        all that the query asks for was derived before

        the query, step by step                        rows in  rows out        time
          order of the steps, and indexes                                    0.25 ms
          1 closed(x)
              all of 1 tuple                                 1         1    0.020 ms
          2 count
              aggregate for each group                       1         1    0.020 ms
              3 edge(y, _)
                  all of 4 tuples                            1         4    0.000 ms
              4 y < x
                  condition                                  4         2    0.000 ms
          5 n = count : { edge(y, _), y < x }
              computed                                       1         1    0.020 ms
          collected                                          1                2.9 ms

        1 answer, found in 3.2 ms
        ");
    }

    #[test]
    fn alternatives_have_plans_of_their_own() {
        insta::assert_snapshot!(how("closed(x) ; edge(x, 2)", false), @"
        all that the query asks for was derived before

        the query, alternative 1 of 2                  rows in  rows out        time
          order of the steps, and indexes                                    0.25 ms
          1 closed(x)
              all of 1 tuple                                 1         1    0.020 ms
          collected                                          1                3.0 ms

        the query, alternative 2 of 2                  rows in  rows out        time
          order of the steps, and indexes                                    0.25 ms
          1 edge(x, 2)
              by y, in 4 tuples                              1         1    0.020 ms
          collected                                          1                3.0 ms

        2 answers, found in 6.5 ms
        ");
    }

    #[test]
    fn times_have_three_digits_or_so() {
        let shown = |micros| shown_time(Duration::from_micros(micros));
        assert_eq!(
            [12, 340, 1240, 56_700, 1_234_000, 65_432_100].map(shown),
            ["0.012 ms", "0.34 ms", "1.2 ms", "57 ms", "1.23 s", "65.4 s"]
        );
    }

    #[test]
    fn long_texts_are_cut_or_have_a_line_of_their_own() {
        assert_eq!(cut("éàè", 3), "éàè");
        assert_eq!(cut("éàèé", 3), "éà…");
        let mut text = String::new();
        row(&mut text, &"x".repeat(50), ["1", "2", "3 ms"]);
        assert_eq!(text.lines().count(), 2);
        assert!(
            text.lines().all(|line| line.chars().count() <= 80),
            "{text}"
        );
    }
}
