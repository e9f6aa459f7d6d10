//! Invented articles with known facts, most of which no rule was written with: who holds which office in them. The scores
//! of all relations stand in docs/reading.md.

mod support;

use std::collections::BTreeSet;
use std::fs;

use entente::articles::Article;
use entente::engine::Limits;
use entente::facts::shipped;
use entente::reading::{Reading, ToRead};
use serde_json::Value;
use support::{files_below, repository};

/// Below this confidence a fact is not used.
const THRESHOLD: f64 = 0.78;

/// Article, person, title, and country or body, with one kind of apostrophe and space, in small letters.
type Office = [String; 4];

fn office(article: &str, args: &[String]) -> Office {
    let plain = |text: &str| text.replace('’', "'").replace('\u{a0}', " ").to_lowercase();
    [article, &args[0], &args[1], &args[2]].map(plain)
}

/// The offices that stand in the file of known facts.
fn known(article: &str, facts: &str) -> Vec<Office> {
    facts
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("a fact"))
        .filter(|fact| fact["relation"] == "holds")
        .map(|fact| {
            let args: Vec<String> = serde_json::from_value(fact["args"].clone()).expect("texts");
            office(article, &args)
        })
        .collect()
}

#[test]
fn most_offices_are_found_and_right() {
    let reading = Reading::new(&shipped()).unwrap_or_else(|(reports, _)| panic!("{reports:?}"));
    let mut gold = BTreeSet::new();
    let mut articles = Vec::new();
    for path in files_below(&repository().join("tests/unseen"), "txt") {
        let name = path.file_stem().expect("a name").to_string_lossy();
        let facts = fs::read_to_string(path.with_extension("jsonl")).expect("its facts");
        gold.extend(known(&name, &facts));
        let text = fs::read_to_string(&path).expect("it can be read");
        articles.push(Article::new(name.into_owned(), text));
    }
    assert_eq!(articles.len(), 48);
    let all: Vec<ToRead> = articles
        .iter()
        .map(|article| ToRead {
            article,
            published: None,
        })
        .collect();
    let found = reading.read(&all, &Limits::default()).expect("no limits");
    let mut read = BTreeSet::new();
    for (article, found) in articles.iter().zip(found) {
        let used = found.facts.iter().filter(|f| f.confidence >= THRESHOLD);
        let offices = used.filter(|fact| fact.relation == "holds");
        read.extend(offices.map(|fact| office(article.id(), &fact.args)));
    }
    let right = gold.intersection(&read).count() as f64;
    let (precision, recall) = (right / read.len() as f64, right / gold.len() as f64);
    // To the letter, they were .885 and .825 when this was written.
    assert!(precision >= 0.87, "precision {precision:.3}");
    assert!(recall >= 0.81, "recall {recall:.3}");
}
