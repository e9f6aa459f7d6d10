//! The sentences behind a row of an answer: what is said where, and the facts that were read from it.

use std::ops::Range;

use crate::answers::{
    Answer, How, Knowledge, Support, Words, about, again, lines_on_terminal, on_terminal_line,
    words, wrapped,
};
use crate::articles::Article;
use crate::facts::{FileKind, Statement};
use crate::rules::Const;

/// The passage that says something, and the facts read from it.
struct Passage {
    words: Option<Words>,
    /// Each with lines that say how it was read.
    facts: Vec<(String, Vec<String>)>,
}

/// The quotations behind one row, each with the facts that it supports. Rows are counted from 0 here, and
/// shown counted from 1.
pub(super) fn of_row(
    knowledge: &Knowledge,
    answer: &Answer,
    row: usize,
    supports: &[Support],
    how: &How,
    width: Option<usize>,
) -> String {
    let mut text = heading(answer, row);
    let mut article = None;
    let mut shown = None;
    for passage in passages(knowledge, supports, how) {
        match &passage.words {
            Some((at, words)) => {
                if article != Some(*at) {
                    article = Some(*at);
                    text.push_str(&format!("\n  {}\n", about(knowledge, *at)));
                }
                let source = &knowledge.base().articles[*at];
                let sentences = Some((*at, source.sentences_around(words)));
                let quoted = match shown == sentences {
                    true => again(&source.text()[words.clone()]),
                    false => quoted(source, words),
                };
                shown = sentences;
                text.push_str(&wrapped(&quoted, 4, 4, width));
            }
            None => text.push_str("\n  without a quotation\n"),
        }
        for (fact, how) in &passage.facts {
            text.push_str(&format!("      {fact}\n"));
            for line in how {
                text.push_str(&wrapped(line, 8, 10, width));
            }
        }
    }
    text.push('\n');
    lines_on_terminal(&text).into_owned()
}

/// The passages that facts were read from, as they follow each other in the articles; then the facts
/// without a quotation.
fn passages(knowledge: &Knowledge, supports: &[Support], how: &How) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    for support in supports {
        let relation = &knowledge.program().relation(support.relation).name;
        let fact = format!("{relation}({})", values(&support.values));
        for (words, place, statement) in sources(knowledge, support) {
            let how = statement.and_then(|at| how.get(&at)).cloned();
            let line = (format!("{fact}  {place}"), how.unwrap_or_default());
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
    passages
}

fn heading(answer: &Answer, row: usize) -> String {
    let written: Vec<String> = answer
        .columns
        .iter()
        .zip(&answer.rows[row])
        .map(|(column, value)| format!("{} = {}", column.name, value.written()))
        .collect();
    match written.is_empty() {
        true => "yes\n".to_owned(),
        false => format!("row {}: {}\n", row + 1, written.join(", ")),
    }
}

/// The words that say a fact, and where its files have it; a fact that no file has is a rule's own, the
/// session's or an article's.
fn sources(
    knowledge: &Knowledge,
    support: &Support,
) -> Vec<(Option<Words>, String, Option<usize>)> {
    let statements = support.statements.iter();
    let mut sources: Vec<_> = statements
        .map(|&at| {
            let statement = &knowledge.base().statements[at];
            (words(statement), place(knowledge, statement), Some(at))
        })
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
        sources.push((None, place, None));
    }
    sources
}

fn place(knowledge: &Knowledge, statement: &Statement) -> String {
    let place = knowledge.sources().place(statement.span);
    match statement.kind {
        FileKind::Extracted => format!("{place}, confidence {:.2}", statement.confidence),
        _ => place,
    }
}

/// The sentences that a quotation stands in, with the quotation in brackets if they say more.
fn quoted(article: &Article, words: &Range<usize>) -> String {
    let all = article.sentences_around(words);
    let text = article.text();
    match all == *words {
        true => on_terminal_line(&text[all]),
        false => on_terminal_line(&format!(
            "{}[{}]{}",
            &text[all.start..words.start],
            &text[words.clone()],
            &text[words.end..all.end]
        )),
    }
}

fn values(values: &[Const]) -> String {
    let written: Vec<String> = values.iter().map(Const::written).collect();
    written.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile};

    fn knowledge() -> Knowledge {
        let file = |kind, name: &str, text: &str| BaseFile {
            kind,
            name: name.into(),
            text: text.into(),
        };
        let (base, reports) = Base::load(&[
            file(
                FileKind::Article,
                "seeds/a.txt",
                "date 2025-07 Titre\n\nLe matin, Ana a vu\nBao à \u{1b}[31mHanoï. Il pleut.\n",
            ),
            file(
                FileKind::Rules,
                "rules/a.dl",
                ".decl saw(a: symbol, b: symbol) .decl rain(what: symbol) .decl known(a: symbol)\nknown(\"Ana\").\n\
                 .decl all(a: symbol, w: symbol) all(a, w) :- saw(a, _), rain(w), known(a).",
            ),
            file(
                FileKind::Curated,
                "facts/curated/a.dl",
                ".article \"a\"\n@ \"Ana a vu Bao\"\nsaw(\"Ana\", \"Bao\").\n",
            ),
            file(
                FileKind::Extracted,
                "facts/extracted/a.dl",
                ".article \"a\"\n@ \"Il pleut.\" 0.5\nrain(\"pluie\").\n",
            ),
        ]);
        assert!(reports.is_empty(), "{reports:?}");
        Knowledge::new(base, &Limits::default()).unwrap()
    }

    #[test]
    fn each_fact_stands_below_the_words_that_say_it() {
        let mut knowledge = knowledge();
        let limits = Limits::default();
        let answer = knowledge.ask("query", "all(a, w)", &limits).unwrap();
        let supports = knowledge.support(&answer, 0, &limits).unwrap();
        insta::assert_snapshot!(of_row(&knowledge, &answer, 0, &supports, &How::default(), None), @r#"
        row 1: a = "Ana", w = "pluie"

          a, 2025-07, Titre
            Le matin, [Ana a vu Bao] à ␛[31mHanoï.
              saw("Ana", "Bao")  facts/curated/a.dl:3
            Il pleut.
              rain("pluie")  facts/extracted/a.dl:3, confidence 0.50

          without a quotation
              known("Ana")  rules/a.dl:2
        "#);
    }
}
