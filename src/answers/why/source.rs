//! Where a given fact comes from: the words of an article that say it, or the file that states it.

use super::told::ToldSource;
use crate::answers::passages::{How, words};
use crate::answers::{Knowledge, on_terminal};
use crate::facts::FileKind;
use crate::rules::{Const, RelationId};

/// The sources of a given fact.
pub(super) fn sources(
    knowledge: &Knowledge,
    relation: RelationId,
    values: &[Const],
    how: &How,
) -> Vec<ToldSource> {
    let base = knowledge.base();
    let stating = base.stating(knowledge.program(), relation, values);
    if stating.is_empty() {
        let mut facts = knowledge.program().facts.iter();
        let stated = facts.find(|fact| fact.relation == relation && fact.values == values);
        return vec![ToldSource {
            origin: match stated {
                Some(_) => "rules",
                None => "articles",
            },
            place: stated.map(|fact| knowledge.sources().place(fact.span)),
            confidence: 1.0,
            ..ToldSource::default()
        }];
    }
    stating
        .into_iter()
        .map(|at| {
            let statement = &base.statements[at];
            let mut source = ToldSource {
                origin: match statement.kind {
                    FileKind::Extracted => "extracted",
                    FileKind::Lexicon => "lexicon",
                    _ => "curated",
                },
                place: Some(knowledge.sources().place(statement.span)),
                confidence: statement.confidence,
                read: how.get(&at).cloned().unwrap_or_default(),
                ..ToldSource::default()
            };
            if let Some(article) = statement.article {
                source.article = Some(base.articles[article].id().to_owned());
                source.title = base.title(article).map(str::to_owned);
                source.date = base.date(article).map(str::to_owned);
            }
            if let Some((article, quoted)) = words(statement) {
                let article = &base.articles[article];
                let all = article.sentences_around(&quoted);
                let text = article.text();
                source.sentence = article.sentence_at(quoted.start).map(|number| number + 1);
                source.quotation = Some(text[quoted.clone()].to_owned());
                source.before = text[all.start..quoted.start].to_owned();
                source.after = text[quoted.end..all.end].to_owned();
                source.range = Some((quoted.start, quoted.end));
            }
            source
        })
        .collect()
}

/// A text on one line, for a terminal.
pub(super) fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    on_terminal(&words.join(" ")).into_owned()
}
