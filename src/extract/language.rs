//! Tests that read as the language: French in, facts out, with the lexicon of the product.

use std::sync::OnceLock;

use super::Lexicon;
use super::tokens::{Token, tokens};
use crate::articles::Article;

const FILES: &[&str] = &[
    include_str!("../../facts/lexicon/bodies.dl"),
    include_str!("../../facts/lexicon/calendar.dl"),
    include_str!("../../facts/lexicon/cities.dl"),
    include_str!("../../facts/lexicon/countries.dl"),
    include_str!("../../facts/lexicon/events.dl"),
    include_str!("../../facts/lexicon/grammar.dl"),
    include_str!("../../facts/lexicon/speech.dl"),
    include_str!("../../facts/lexicon/titles.dl"),
    include_str!("../../facts/lexicon/verbs.dl"),
];

/// The lexicon of the product, read with the little that its flat facts need.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let lines = FILES
            .iter()
            .flat_map(|file| file.lines())
            .filter(|line| line.starts_with("lex_"));
        let facts = lines.filter_map(|line| {
            let (relation, rest) = line.split_once("(\"")?;
            Some((
                relation,
                rest.strip_suffix("\").")?.split("\", \"").collect(),
            ))
        });
        Lexicon::from_facts(facts).expect("the lexicon is well formed")
    })
}

/// The tokens of one sentence.
pub(super) fn sentence(text: &str) -> Vec<Token<'_>> {
    tokens(text, 0..text.len())
}

/// The facts of a relation in a text, as `a | b | c`, in order. The text is taken for an article
/// of June 2025.
pub(super) fn facts(relation: &str, text: &str) -> Vec<String> {
    let article = Article::new("test", text);
    let facts = super::extract(&article, Some("2025-06"), lexicon());
    facts
        .iter()
        .filter(|fact| fact.relation == relation)
        .map(|fact| fact.args.join(" | "))
        .collect()
}
