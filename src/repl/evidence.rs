//! The sentences behind a row of an answer: what is said where, and the facts that were read from it.

use std::ops::Range;

use crate::answers::{Answer, Knowledge, Support, lines_on_terminal, on_terminal};
use crate::facts::{FileKind, Statement};
use crate::rules::Const;
use crate::syntax::write_symbol;

/// The position of an article among the base's, and the words quoted from it.
type Words = (usize, Range<usize>);

/// The passage that says something, and the facts read from it.
struct Passage {
    words: Option<Words>,
    facts: Vec<String>,
}

/// The quotations behind one row, each with the facts that it supports. Rows are counted from 0 here, and
/// shown counted from 1.
pub(super) fn of_row(
    knowledge: &Knowledge,
    answer: &Answer,
    row: usize,
    supports: &[Support],
) -> String {
    let mut passages: Vec<Passage> = Vec::new();
    for support in supports {
        let relation = &knowledge.program().relation(support.relation).name;
        let fact = format!("{relation}({})", values(&support.values));
        for (words, place) in sources(knowledge, support) {
            let line = format!("{fact}  {place}");
            match passages.iter_mut().find(|passage| passage.words == words) {
                Some(passage) => passage.facts.push(line),
                None => passages.push(Passage {
                    words,
                    facts: vec![line],
                }),
            }
        }
    }
    passages.sort_by_key(|passage| match &passage.words {
        Some((article, words)) => (*article, words.start, words.end),
        None => (usize::MAX, 0, 0),
    });
    let mut text = heading(answer, row);
    for passage in passages {
        text.push('\n');
        match &passage.words {
            Some((article, words)) => text.push_str(&quoted(knowledge, *article, words)),
            None => text.push_str("  without a quotation:\n"),
        }
        for fact in &passage.facts {
            text.push_str(&format!("      {fact}\n"));
        }
    }
    text.push('\n');
    lines_on_terminal(&text).into_owned()
}

fn heading(answer: &Answer, row: usize) -> String {
    let written: Vec<String> = answer
        .columns
        .iter()
        .zip(&answer.rows[row])
        .map(|(column, value)| format!("{} = {}", column.name, written(value)))
        .collect();
    match written.is_empty() {
        true => "yes\n".to_owned(),
        false => format!("row {}: {}\n", row + 1, written.join(", ")),
    }
}

/// The words that say a fact, and where its files have it; a fact that no file has is a rule's own, the
/// session's or an article's.
fn sources(knowledge: &Knowledge, support: &Support) -> Vec<(Option<Words>, String)> {
    let statements = support
        .statements
        .iter()
        .map(|&at| &knowledge.base().statements[at]);
    let mut sources: Vec<_> = statements
        .map(|statement| (words(statement), place(knowledge, statement)))
        .collect();
    if sources.is_empty() {
        let stated = knowledge
            .program()
            .facts
            .iter()
            .find(|fact| fact.relation == support.relation && fact.values == support.values);
        let place = match stated {
            Some(fact) => knowledge.sources().place(fact.span),
            None => "from the articles themselves".to_owned(),
        };
        sources.push((None, place));
    }
    sources
}

fn words(statement: &Statement) -> Option<Words> {
    Some((statement.article?, statement.quotation.clone()?))
}

fn place(knowledge: &Knowledge, statement: &Statement) -> String {
    let place = knowledge.sources().place(statement.span);
    match statement.kind {
        FileKind::Extracted => format!("{place}, confidence {:.2}", statement.confidence),
        _ => place,
    }
}

/// The sentences that a quotation stands in, with the quotation in brackets if they say more, and the
/// article above them.
fn quoted(knowledge: &Knowledge, at: usize, words: &Range<usize>) -> String {
    let base = knowledge.base();
    let article = &base.articles[at];
    let sentence = |byte: usize| {
        article
            .sentence_at(byte)
            .map(|n| article.sentences()[n].clone())
    };
    let start = sentence(words.start).map_or(words.start, |s| s.start);
    let last = article.text()[words.clone()].char_indices().next_back();
    let end = last
        .and_then(|(offset, _)| sentence(words.start + offset))
        .map_or(words.end, |s| s.end.max(words.end));
    let text = article.text();
    let shown = match (start, end) == (words.start, words.end) {
        true => text[words.clone()].to_owned(),
        false => format!(
            "{}[{}]{}",
            &text[start..words.start],
            &text[words.clone()],
            &text[words.end..end]
        ),
    };
    let mut about = vec![article.id()];
    about.extend(base.date(at));
    about.extend(base.title(at));
    let line: Vec<&str> = shown.split_whitespace().collect();
    format!(
        "  {}\n    {}\n",
        on_terminal(&about.join(", ")),
        on_terminal(&line.join(" "))
    )
}

fn values(values: &[Const]) -> String {
    let written: Vec<String> = values.iter().map(written).collect();
    written.join(", ")
}

fn written(value: &Const) -> String {
    match value {
        Const::Number(number) => number.to_string(),
        Const::Symbol(text) => write_symbol(text),
    }
}
