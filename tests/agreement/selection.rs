//! What a selection leaves out is as if the files did not have it.

use std::collections::BTreeSet;

use entente::answers::{Knowledge, Supposed};
use entente::engine::Limits;
use entente::facts::dates::Interval;
use entente::facts::{Base, BaseFile, Database, FileKind, Left, Selection};
use entente::rules::Const;

use crate::support::{Tuples, all_tuples, by_engine, by_oracle, repository, shipped_base};

fn shipped_files() -> Vec<BaseFile> {
    let (files, wrong) = entente::facts::read(&repository());
    assert!(wrong.is_empty());
    files
}

fn loaded(files: &[BaseFile]) -> Base {
    let (base, reports) = Base::load(files);
    assert!(
        reports.iter().all(|report| !report.is_error()),
        "{reports:?}"
    );
    base
}

fn derived(base: &Base) -> Tuples {
    by_engine(&base.program, base.database(&base.program))
}

/// The tuples without the articles in front of ids that several articles use: which ones do depends on which
/// articles there are.
fn without_prefixes(base: &Base, tuples: Tuples) -> Vec<(String, BTreeSet<Vec<Const>>)> {
    let ids: Vec<String> = base
        .articles
        .iter()
        .map(|one| format!("{}/", one.id()))
        .collect();
    let plain = |value: Const| match &value {
        Const::Symbol(text) => {
            let own = ids.iter().find_map(|id| text.strip_prefix(id.as_str()));
            own.map_or(value.clone(), |own| Const::Symbol(own.to_owned()))
        }
        _ => value,
    };
    tuples
        .into_iter()
        .map(|(name, tuples)| {
            let tuples = tuples
                .into_iter()
                .map(|tuple| tuple.into_iter().map(plain).collect());
            (name, tuples.collect())
        })
        .collect()
}

/// The files without some articles, and without what quotes them.
fn without_articles(files: &[BaseFile], gone: &[String]) -> Vec<BaseFile> {
    let mut kept = Vec::new();
    for file in files {
        match file.kind {
            FileKind::Article if gone.iter().any(|id| id == file.stem()) => {}
            FileKind::Curated | FileKind::Extracted => {
                let mut text = String::new();
                let mut is_kept = true;
                for line in file.text.lines() {
                    if let Some(id) = line.strip_prefix(".article ") {
                        is_kept = !gone.iter().any(|gone| id.trim().trim_matches('"') == gone);
                    }
                    if is_kept || line.is_empty() {
                        text.push_str(line);
                    }
                    text.push('\n');
                }
                kept.push(BaseFile {
                    text,
                    ..file.clone()
                });
            }
            _ => kept.push(file.clone()),
        }
    }
    kept
}

#[test]
fn as_of_a_date_is_as_without_the_files_of_later_articles() {
    let files = shipped_files();
    let whole = loaded(&files);
    let all = derived(&whole);
    let mut different = 0;
    for date in [
        "2020",
        "2021-06-30",
        "2024",
        "2025-01-31",
        "2025-07",
        "2025-12",
        "2026",
    ] {
        let limit = Interval::parse(date).unwrap();
        let is_later = |at: &usize| {
            let own = whole.date(*at).and_then(Interval::parse);
            own.is_some_and(|own| limit.before(own))
        };
        let later = (0..whole.articles.len()).filter(is_later);
        let gone: Vec<String> = later.map(|at| whole.articles[at].id().to_owned()).collect();
        let rest = loaded(&without_articles(&files, &gone));
        let mut selected = whole.clone();
        let left_out = selected.select(Selection {
            as_of: Some(date.to_owned()),
            ..Selection::default()
        });
        assert_eq!(left_out.articles, gone.len(), "{date}");
        let actual = derived(&selected);
        different += usize::from(actual != all);
        assert_eq!(
            without_prefixes(&whole, actual),
            without_prefixes(&whole, derived(&rest)),
            "{date}"
        );
        selected.select(Selection::default());
        assert_eq!(derived(&selected), all, "after {date}");
    }
    assert!(different >= 4, "{different}");
}

/// The files without curated facts, with other confidences behind the quotations of extracted ones. A fact is
/// marked as doubtful if its confidence is below `least`.
fn with_confidences(files: &[BaseFile], seed: u64, least: f64) -> Vec<BaseFile> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut changed = Vec::new();
    for file in files {
        if file.kind == FileKind::Curated {
            continue;
        }
        let mut file = file.clone();
        if file.kind == FileKind::Extracted {
            let lines = file.text.lines().map(|line| match line.rsplit_once('"') {
                Some((quotation, _)) if line.starts_with("@ ") => {
                    let confidence = f64::from(random.u32(0..=100)) / 100.0;
                    let mark = if confidence < least { " ?" } else { "" };
                    format!("{quotation}\" {confidence:.2}{mark}\n")
                }
                _ => format!("{line}\n"),
            });
            file.text = lines.collect();
        }
        changed.push(file);
    }
    changed
}

#[test]
fn a_least_confidence_is_as_if_less_were_marked_doubtful() {
    let files = shipped_files();
    let mut different = BTreeSet::new();
    for seed in 0..4 {
        let whole = loaded(&with_confidences(&files, seed, 0.5));
        for least in [0.3, 0.5, 0.8, 1.0] {
            let marked = derived(&loaded(&with_confidences(&files, seed, least)));
            let mut selected = whole.clone();
            selected.select(Selection {
                min_confidence: Some(least),
                ..Selection::default()
            });
            different.insert(marked.iter().map(|(_, tuples)| tuples.len()).sum::<usize>());
            let selected = derived(&selected);
            assert_eq!(
                without_prefixes(&whole, selected),
                without_prefixes(&whole, marked),
                "{seed}, {least}"
            );
        }
    }
    assert!(different.len() > 8, "{different:?}");
}

#[test]
fn what_falls_without_facts_is_what_is_not_derived_from_the_others() {
    let base = shipped_base();
    let limits = Limits::default();
    let knowledge = Knowledge::new(base, &limits).expect("there are no limits");
    let (base, program) = (knowledge.base(), knowledge.program());
    let before = all_tuples(program, knowledge.database());
    let mut random = fastrand::Rng::with_seed(3);
    let (mut lost, mut gained) = (0, 0);
    for _ in 0..12 {
        let stated: Vec<usize> = (0..base.statements.len())
            .filter(|&at| {
                base.statements[at].is_in_force() && base.statements[at].article.is_some()
            })
            .collect();
        let mut supposed = Vec::new();
        let mut gone = BTreeSet::new();
        for _ in 0..random.usize(1..20) {
            let statement = &base.statements[stated[random.usize(..stated.len())]];
            gone.insert((statement.relation, statement.values.clone()));
            supposed.push(Supposed::Left(Left::Facts {
                article: None,
                relation: program.relation(statement.relation).name.clone(),
                values: statement.values.iter().cloned().map(Some).collect(),
            }));
        }
        let mut rest = base.clone();
        rest.statements
            .retain(|one| !gone.contains(&(one.relation, one.values.clone())));
        let expected = by_oracle(program, &rest.database(program));
        let mut actual = before.clone();
        for change in knowledge
            .without(&supposed, &limits)
            .expect("there are no limits")
        {
            let tuples = &mut actual[change.relation.index()].1;
            assert_eq!(tuples.len(), change.had);
            lost += change.lost.len();
            gained += change.gained.len();
            assert!(change.lost.iter().all(|tuple| tuples.contains(tuple)));
            tuples.retain(|tuple| !change.lost.contains(tuple));
            tuples.extend(change.gained);
            tuples.sort_unstable();
        }
        assert_eq!(actual, expected);
    }
    assert!(lost > 200 && gained > 10, "{lost} lost, {gained} gained");
}

#[test]
fn what_is_fragile_falls_with_its_article_and_nothing_else_does() {
    let limits = Limits::default();
    let knowledge = Knowledge::new(shipped_base(), &limits).expect("there are no limits");
    let (base, program) = (knowledge.base(), knowledge.program());
    let before = all_tuples(program, knowledge.database());
    let fragile = knowledge
        .fragile(None, &limits)
        .expect("there are no limits");
    let mut falling = 0;
    for article in 0..base.articles.len() {
        let mut rest = base.clone();
        rest.select(Selection {
            without: vec![Left::Article(base.articles[article].id().to_owned())],
            ..Selection::default()
        });
        let database: Database = rest.database(program);
        let after = by_oracle(program, &database);
        for id in program.derived() {
            let lost: Vec<&Vec<Const>> = before[id.index()]
                .1
                .iter()
                .filter(|tuple| after[id.index()].1.binary_search(tuple).is_err())
                .collect();
            let named = fragile.iter().find(|one| one.article == article);
            let changes = named.into_iter().flat_map(|one| &one.changes);
            let named: Vec<&Vec<Const>> = changes
                .filter(|change| change.relation == id)
                .flat_map(|change| &change.lost)
                .collect();
            assert_eq!(
                named,
                lost,
                "{} without {article}",
                program.relation(id).name
            );
            falling += lost.len();
        }
        let relation = program.find("counterpart").expect("the base declares it");
        let alone = knowledge
            .fragile(Some(relation), &limits)
            .expect("there are no limits");
        let of = |fragile: &[entente::answers::Fragile]| -> Vec<Vec<Const>> {
            let changes = fragile.iter().flat_map(|one| &one.changes);
            let own = changes.filter(|change| change.relation == relation);
            own.flat_map(|change| change.lost.clone()).collect()
        };
        assert_eq!(of(&alone), of(&fragile));
    }
    assert!(falling > 500, "{falling}");
}
