//! `entente facts`: the facts in force, with where each comes from.

use std::path::Path;

use clap::{Args, ValueEnum};

use super::lines::FactLine;
use super::{Outcome, base, output};
use crate::answers::in_csv;
use crate::facts::{Base, FileKind, Sourced, Standing, Statement, VOCABULARY, write_facts};
use crate::rules::Const;
use crate::text::Report;

/// List the facts in force, each with where it comes from.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente facts                                  all facts of the vocabulary, as a fact file
  entente facts 003_4ef7d3dc570260e4 --format jsonl
  entente facts --all --format csv > facts.csv")]
pub(super) struct Arguments {
    /// Ids of articles, or their files; all articles by default.
    #[arg(value_name = "ARTICLE")]
    articles: Vec<String>,
    #[arg(long, default_value = "dl", value_name = "FORMAT")]
    format: Form,
    /// Also list names, facts about the articles themselves, the lexicon, and what was extracted but is too
    /// uncertain to be used.
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Dl,
    Jsonl,
    Csv,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let base = base::load_sound(&base::origin(folder)?)?;
    let wanted = arguments
        .articles
        .iter()
        .map(|name| base::find_article(&base, name))
        .collect::<Result<Vec<usize>, Report>>()?;
    let mut statements: Vec<&Statement> = base
        .statements
        .iter()
        .filter(|statement| {
            statement.is_in_force() || arguments.all && statement.standing == Standing::Doubtful
        })
        .filter(|statement| {
            wanted.is_empty() || statement.article.is_some_and(|a| wanted.contains(&a))
        })
        .filter(|statement| arguments.all || VOCABULARY.contains(&name_of(&base, statement)))
        .collect();
    // Facts of no article come first: nothing in a fact file could tell them from the article before.
    statements.sort_by_key(|statement| statement.article);
    let written = match arguments.format {
        Form::Dl => write_dl(&base, &statements),
        Form::Jsonl => write_jsonl(&base, &statements),
        Form::Csv => write_csv(&base, &statements),
    };
    output::data(&written)?;
    Ok(0)
}

fn name_of<'a>(base: &'a Base, statement: &Statement) -> &'a str {
    &base.program.relation(statement.relation).name
}

fn article_of<'a>(base: &'a Base, statement: &Statement) -> Option<&'a str> {
    statement.article.map(|article| base.articles[article].id())
}

fn quote_of<'a>(base: &'a Base, statement: &Statement) -> Option<&'a str> {
    let (article, range) = (statement.article?, statement.quotation.clone()?);
    Some(&base.articles[article].text()[range])
}

fn origin_of(statement: &Statement) -> &'static str {
    match statement.kind {
        _ if statement.standing == Standing::Doubtful => "doubtful",
        FileKind::Extracted => "extracted",
        FileKind::Lexicon => "lexicon",
        FileKind::Article | FileKind::Rules | FileKind::Reading | FileKind::Curated => "curated",
    }
}

fn write_dl(base: &Base, statements: &[&Statement]) -> String {
    let facts: Vec<Sourced> = statements
        .iter()
        .map(|statement| Sourced {
            relation: name_of(base, statement),
            args: statement.values.clone(),
            article: article_of(base, statement),
            quote: quote_of(base, statement),
            confidence: (statement.kind == FileKind::Extracted).then_some(statement.confidence),
            doubtful: statement.standing == Standing::Doubtful,
            place: Some(base.sources.place(statement.span)),
        })
        .collect();
    write_facts(&facts)
}

fn write_jsonl(base: &Base, statements: &[&Statement]) -> String {
    let line = |statement: &&Statement| {
        FactLine {
            relation: name_of(base, statement),
            args: &statement.values,
            quote: quote_of(base, statement),
            confidence: statement.confidence,
            article: article_of(base, statement),
            origin: Some(origin_of(statement)),
            place: Some(&base.sources.place(statement.span)),
        }
        .write()
    };
    statements.iter().map(line).collect()
}

/// How many columns for arguments there are at least.
const ARGUMENTS: usize = 3;

fn write_csv(base: &Base, statements: &[&Statement]) -> String {
    let most = statements
        .iter()
        .map(|statement| statement.values.len())
        .max();
    let arguments = most.unwrap_or_default().max(ARGUMENTS);
    let mut header = vec!["article".to_owned(), "relation".to_owned()];
    header.extend((1..=arguments).map(|number| format!("arg{number}")));
    header.extend(["confidence", "origin", "place", "quote"].map(str::to_owned));
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut written = writer.write_record(&header);
    for statement in statements {
        let text = |text: Option<&str>| in_csv(text.unwrap_or_default()).into_owned();
        let mut record = vec![
            text(article_of(base, statement)),
            text(Some(name_of(base, statement))),
        ];
        record.extend(statement.values.iter().map(|value| match value {
            Const::Symbol(value) => text(Some(value)),
            value => value.to_string(),
        }));
        record.resize(2 + arguments, String::new());
        record.push(format!("{:.2}", statement.confidence));
        record.push(origin_of(statement).to_owned());
        record.push(text(Some(&base.sources.place(statement.span))));
        record.push(text(quote_of(base, statement)));
        written = written.and_then(|()| writer.write_record(&record));
    }
    written.expect("memory takes everything");
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("texts are UTF-8")
}
