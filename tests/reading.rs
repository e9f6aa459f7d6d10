//! What is read: in the shipped articles, and in sentences by themselves.
//!
//! tests/reading/ has sentences by subject, each read as an article of its own of 12 March 2026, or without a date
//! (`undated.txt`). What is found
//! stands in tests/snapshots/; `INSTA_UPDATE=always cargo test --test reading` accepts a change.

mod support;

use std::fmt::Write;
use std::fs;

use entente::articles::Article;
use entente::engine::Limits;
use entente::facts::shipped;
use entente::reading::{Reading, ToRead};
use support::{files_below, repository};

/// Each sentence, and below it what is read in it, with its confidence.
fn read(reading: &Reading, sentences: &str, published: Option<&str>) -> String {
    let articles: Vec<Article> = sentences
        .split("\n\n")
        .map(|sentence| Article::new("a".to_owned(), sentence.trim().to_owned()))
        .collect();
    let all: Vec<ToRead> = articles
        .iter()
        .map(|article| ToRead { article, published })
        .collect();
    let found = reading.read(&all, &Limits::default()).expect("no limits");
    let mut text = String::new();
    for (article, found) in articles.iter().zip(found) {
        let _ = writeln!(text, "{}", article.text());
        for fact in found.facts {
            let (relation, args) = (fact.relation, fact.args.join("\", \""));
            let _ = writeln!(text, "    {:.2} {relation}(\"{args}\")", fact.confidence);
        }
        text.push('\n');
    }
    text
}

#[test]
fn sentences_are_read_as_reviewed() {
    let reading = Reading::new(&shipped()).unwrap_or_else(|(reports, _)| panic!("{reports:?}"));
    let mut insta = insta::Settings::clone_current();
    insta.set_prepend_module_to_snapshot(false);
    insta.set_omit_expression(true);
    insta.bind(|| {
        let files = files_below(&repository().join("tests/reading"), "txt");
        assert!(!files.is_empty());
        for path in files {
            let sentences = fs::read_to_string(&path).expect("it can be read");
            let subject = path.file_stem().expect("a name").to_string_lossy();
            let published = Some("2026-03-12").filter(|_| subject != "undated");
            let read = read(&reading, &sentences, published);
            insta::assert_snapshot!(format!("reading__{subject}"), read);
        }
    });
}
