//! Hints: why a query may have found nothing, so that a typo never silently does.

use std::time::Duration;

use rustc_hash::FxHashSet;

use super::guards::on_terminal;
use super::{Answer, Knowledge};
use crate::engine::{self, Completed, Limits};
use crate::facts::{Database, Word};
use crate::rules::{Atom, Const, Literal, Program, RelationId, Rule, Term, Type, VarId};
use crate::syntax::ast::Comparison;
use crate::syntax::write_symbol;
use crate::text::alike;

/// Says of an empty answer which conditions no tuple can meet, and what was meant perhaps; and of any
/// answer, which constants look misspelt where a misspelling adds answers: behind `!` and in aggregates.
pub fn hints(knowledge: &Knowledge, answer: &Answer) -> Vec<String> {
    let (program, database) = (knowledge.program(), knowledge.database());
    hints_in(program, database, knowledge.completed(), answer)
}

/// How many rows, and for how long, are derived to find hints for an empty answer.
const MOST_ROWS: usize = 1_000_000;
const LONGEST: Duration = Duration::from_secs(1);

/// Completes the relations of a query without answers, if that is little work: what they have makes the best
/// hints.
pub fn complete_for_hints(
    program: &Program,
    database: &mut Database,
    completed: &mut Completed,
    answer: &Answer,
    limits: &Limits,
) {
    if !answer.rows.is_empty() {
        return;
    }
    let limits = Limits {
        max_rows: Some(limits.max_rows.unwrap_or(MOST_ROWS).min(MOST_ROWS)),
        timeout: Some(limits.timeout.unwrap_or(LONGEST).min(LONGEST)),
        profiler: None,
        ..limits.clone()
    };
    let bodies = answer.query.rules.iter().flat_map(|rule| &rule.body);
    let relations = bodies.flat_map(Literal::relations).map(|(id, ..)| id);
    let relations: Vec<RelationId> = relations.filter(|id| !completed.has(*id)).collect();
    if !relations.is_empty() {
        // Where it is much work after all, there are the hints that facts give.
        let _ = engine::complete(program, &relations, database, completed, &limits);
    }
}

/// As [`hints`], for a program that is no base.
pub fn hints_in(
    program: &Program,
    database: &Database,
    completed: &Completed,
    answer: &Answer,
) -> Vec<String> {
    let known = Known {
        program,
        database,
        completed,
    };
    let mut hints = Vec::new();
    for rule in &answer.query.rules {
        for literal in &rule.body {
            let found = match literal {
                Literal::Atom(atom) if answer.rows.is_empty() => absent(known, rule, atom)
                    .map(|absent| absent.hint())
                    .or_else(|| empty(known, atom)),
                Literal::Not(atom) => misspelt(known, rule, atom),
                Literal::Aggregate(aggregate) => {
                    aggregate.body.iter().find_map(|inner| match inner {
                        Literal::Atom(atom) | Literal::Not(atom) => misspelt(known, rule, atom),
                        _ => None,
                    })
                }
                _ => None,
            };
            hints.extend(found.filter(|hint| !hints.contains(hint)));
        }
    }
    hints
}

/// Of an empty answer: a text of the query that its column does not have, and the one that was meant, if it can
/// have been only one.
pub fn meant(knowledge: &Knowledge, answer: &Answer) -> Option<(String, String)> {
    if !answer.rows.is_empty() {
        return None;
    }
    let known = Known {
        program: knowledge.program(),
        database: knowledge.database(),
        completed: knowledge.completed(),
    };
    let mut absent = answer.query.rules.iter().flat_map(|rule| {
        let bodies = rule.body.iter();
        bodies.filter_map(move |literal| match literal {
            Literal::Atom(atom) => absent(known, rule, atom),
            _ => None,
        })
    });
    absent.find_map(|absent| match (absent.value, absent.near.as_slice()) {
        (Const::Symbol(typed), [near]) => Some((typed.clone(), (*near).to_owned())),
        _ => None,
    })
}

/// Where a query is asked.
#[derive(Clone, Copy)]
struct Known<'a> {
    program: &'a Program,
    database: &'a Database,
    completed: &'a Completed,
}

fn empty(known: Known, atom: &Atom) -> Option<String> {
    let name = &known.program.relation(atom.relation).name;
    let rows = known.database.rows(atom.relation);
    let is_empty = rows.is_empty() && known.completed.has(atom.relation);
    is_empty.then(|| format!("`{name}` is empty"))
}

/// What there is to say of a constant that looks misspelt: there are others like it.
fn misspelt(known: Known, rule: &Rule, atom: &Atom) -> Option<String> {
    let absent = absent(known, rule, atom)?;
    (!absent.near.is_empty() || absent.elsewhere.is_some()).then(|| absent.hint())
}

/// A constant that no tuple has where the query wants it.
struct Absent<'a> {
    value: &'a Const,
    /// What has no such value.
    by: String,
    /// Texts that may have been meant.
    near: Vec<&'a str>,
    /// Another column that has it.
    elsewhere: Option<&'a str>,
}

/// How many texts are offered.
const MOST_NAMES: usize = 5;

impl Absent<'_> {
    fn hint(&self) -> String {
        let offered = self.near.iter().take(MOST_NAMES);
        let mut names: Vec<String> = offered
            .map(|near| on_terminal(&write_symbol(near)).into_owned())
            .collect();
        match self.near.len().saturating_sub(MOST_NAMES) {
            0 => {}
            1 => names.push("one other".to_owned()),
            more => names.push(format!("one of {more} others")),
        }
        match (names.split_last(), self.elsewhere) {
            (Some((only, [])), _) => format!("{}: did you mean {only}?", self.by),
            (Some((last, names)), _) => {
                format!("{}: did you mean {} or {last}?", self.by, names.join(", "))
            }
            (None, Some(column)) => format!("{}; some have it as `{column}`", self.by),
            (None, None) => self.by.clone(),
        }
    }
}

/// The first constant of an atom that its column does not have.
fn absent<'a>(known: Known<'a>, rule: &'a Rule, atom: &'a Atom) -> Option<Absent<'a>> {
    let is_complete = known.completed.has(atom.relation);
    if is_complete && known.database.rows(atom.relation).is_empty() {
        return None;
    }
    atom.args.iter().enumerate().find_map(|(column, arg)| {
        let value = match arg {
            Term::Const(value) => value,
            Term::Var(var) => equal_constant(rule, *var)?,
            Term::Any | Term::Call(..) => return None,
        };
        match is_complete {
            true => absent_in_column(known, atom, column, value),
            false => absent_everywhere(known, value),
        }
    })
}

/// The texts that words stand for, sorted.
fn texts(database: &Database, words: FxHashSet<Word>) -> Vec<&str> {
    let texts = words.iter().map(|&word| database.values.text(word));
    let mut texts: Vec<&str> = texts.collect();
    texts.sort_unstable();
    texts
}

/// A text that no tuple has, of those that are known.
fn absent_everywhere<'a>(known: Known<'a>, value: &'a Const) -> Option<Absent<'a>> {
    let Const::Symbol(text) = value else {
        return None;
    };
    let Known {
        program, database, ..
    } = known;
    let word = database.values.find(value);
    let mut words: FxHashSet<Word> = FxHashSet::default();
    for id in program.ids() {
        for (column, declared) in program.relation(id).columns.iter().enumerate() {
            if declared.ty == Type::Symbol {
                words.extend(database.rows(id).iter().map(|row| row[column]));
            }
        }
    }
    if word.is_some_and(|word| words.contains(&word)) {
        return None;
    }
    Some(Absent {
        value,
        by: format!("no fact has {}", on_terminal(&value.written())),
        near: alike(text, texts(database, words)),
        elsewhere: None,
    })
}

/// A value that a column does not have.
fn absent_in_column<'a>(
    known: Known<'a>,
    atom: &'a Atom,
    column: usize,
    value: &'a Const,
) -> Option<Absent<'a>> {
    let Known {
        program, database, ..
    } = known;
    let relation = program.relation(atom.relation);
    let rows = database.rows(atom.relation);
    let word = database.values.find(value);
    let occurs =
        |column: usize| word.is_some_and(|word| rows.iter().any(|row| row[column] == word));
    if occurs(column) {
        return None;
    }
    let wanted = on_terminal(&value.written()).into_owned();
    let (name, column_name) = (&relation.name, &relation.columns[column].name);
    let near = match value {
        Const::Symbol(text) => {
            let words = rows.iter().map(|row| row[column]).collect();
            alike(text, texts(database, words))
        }
        _ => Vec::new(),
    };
    let elsewhere = (0..relation.arity())
        .find(|&other| value.ty() == Some(relation.columns[other].ty) && occurs(other));
    Some(Absent {
        value,
        by: format!("no tuple of `{name}` has {wanted} as `{column_name}`"),
        near,
        elsewhere: elsewhere.map(|other| relation.columns[other].name.as_str()),
    })
}

/// The constant that a condition such as `p = "Laos"` gives to a variable.
fn equal_constant(rule: &Rule, var: VarId) -> Option<&Const> {
    rule.body.iter().find_map(|literal| match literal {
        Literal::Compare(Comparison::Equal, Term::Var(left), Term::Const(value), _)
        | Literal::Compare(Comparison::Equal, Term::Const(value), Term::Var(left), _)
            if *left == var =>
        {
            Some(value)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile, FileKind};

    fn hints_of(query: &str) -> Vec<String> {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: r#".decl met(p: symbol, q: symbol, times: number)
                met("Vilay Lakhamphong", "Tô Lâm", 2). met("Ana", "Lâm B", 1).
                .decl fled(p: symbol)"#
                .into(),
        };
        let (base, reports) = Base::load(&[rules]);
        assert!(reports.is_empty(), "{reports:?}");
        let mut knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        let answer = knowledge.ask("query", query, &Limits::default()).unwrap();
        hints(&knowledge, &answer)
    }

    #[test]
    fn a_constant_that_does_not_occur_is_named_with_the_nearest_one() {
        assert_eq!(
            hints_of(r#"met("Vilay", Q, _)"#),
            [r#"no tuple of `met` has "Vilay" as `p`: did you mean "Vilay Lakhamphong"?"#]
        );
        assert_eq!(
            hints_of(r#"met(P, Q, _), Q = "to lam""#),
            [r#"no tuple of `met` has "to lam" as `q`: did you mean "Tô Lâm"?"#]
        );
        assert_eq!(
            hints_of(r#"met("X", _, _)"#),
            [r#"no tuple of `met` has "X" as `p`"#]
        );
        assert_eq!(
            hints_of("met(P, _, 3)"),
            ["no tuple of `met` has 3 as `times`"]
        );
        assert_eq!(
            hints_of(r#"met("Tô Lâm", Q, _)"#),
            [r#"no tuple of `met` has "Tô Lâm" as `p`; some have it as `q`"#]
        );
    }

    #[test]
    fn all_that_may_be_meant_are_named_up_to_five() {
        assert_eq!(
            hints_of(r#"met(P, "lam", _)"#),
            [r#"no tuple of `met` has "lam" as `q`: did you mean "Lâm B" or "Tô Lâm"?"#]
        );
        let absent = |near: Vec<&'static str>| Absent {
            value: &Const::Number(0),
            by: "none".to_owned(),
            near,
            elsewhere: None,
        };
        assert_eq!(
            absent(vec!["a", "b", "c", "d", "e", "f"]).hint(),
            r#"none: did you mean "a", "b", "c", "d", "e" or one other?"#
        );
        assert_eq!(
            absent(vec!["a"; 7]).hint(),
            r#"none: did you mean "a", "a", "a", "a", "a" or one of 2 others?"#
        );
    }

    #[test]
    fn an_empty_relation_is_named_once() {
        assert_eq!(hints_of(r#"fled("Vilay")"#), ["`fled` is empty"]);
        assert_eq!(hints_of(r#"fled("Vilay") ; fled(_)"#), ["`fled` is empty"]);
    }

    #[test]
    fn a_misspelling_that_adds_answers_is_named_too() {
        assert_eq!(
            hints_of(r#"met(P, _, _), !met(P, "to lam", _)"#),
            [r#"no tuple of `met` has "to lam" as `q`: did you mean "Tô Lâm"?"#]
        );
        assert_eq!(
            hints_of(r#"N = count : { met("Vilay", _, _) }"#),
            [r#"no tuple of `met` has "Vilay" as `p`: did you mean "Vilay Lakhamphong"?"#]
        );
        assert_eq!(hints_of(r#"met(P, _, _), !fled(P)"#), [""; 0]);
    }

    #[test]
    fn an_answer_needs_no_hint() {
        assert_eq!(hints_of("met(P, Q, N)"), [""; 0]);
    }
}
