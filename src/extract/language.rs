//! Tests that read as the language: French in, facts out, with the lexicon of the product.

use std::sync::OnceLock;

use super::Lexicon;
use super::form::{Arg, At, Notes, Relation};
use super::tokens::{Token, tokens};
use crate::articles::Article;

const FILES: &[&str] = &[
    include_str!("../../facts/lexicon/abbreviations.dl"),
    include_str!("../../facts/lexicon/accounts.dl"),
    include_str!("../../facts/lexicon/address.dl"),
    include_str!("../../facts/lexicon/adverbials.dl"),
    include_str!("../../facts/lexicon/body_nouns.dl"),
    include_str!("../../facts/lexicon/feelings.dl"),
    include_str!("../../facts/lexicon/regions.dl"),
    include_str!("../../facts/lexicon/bodies.dl"),
    include_str!("../../facts/lexicon/calendar.dl"),
    include_str!("../../facts/lexicon/cities.dl"),
    include_str!("../../facts/lexicon/countries.dl"),
    include_str!("../../facts/lexicon/events.dl"),
    include_str!("../../facts/lexicon/grammar.dl"),
    include_str!("../../facts/lexicon/speech.dl"),
    include_str!("../../facts/lexicon/descriptions.dl"),
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
            .filter(|line| line.starts_with("lex_"))
            .flat_map(|line| line.split("\")."));
        let facts = lines.filter_map(|line| {
            let (relation, rest) = line.split_once("(\"")?;
            Some((relation.trim(), rest.split("\", \"").collect()))
        });
        Lexicon::from_facts(facts).expect("the lexicon is well formed")
    })
}

/// The tokens of one sentence.
pub(super) fn sentence(text: &str) -> Vec<Token<'_>> {
    tokens(text, 0..text.len())
}

/// The form of a text, and where its tokens stand in bytes.
pub(super) fn form(text: &str) -> (Vec<Fact>, Vec<std::ops::Range<usize>>) {
    let article = Article::new("test", text);
    let mut form = Form::default();
    let first = At::default();
    let all = article.sentences();
    let places = super::read(&article, all, Some("2025-06"), lexicon(), first, &mut form).places;
    (form.0, places)
}

/// What is said of a text in its form: `holds` as person, title and owner, `said` as speaker, act and words,
/// in order. The text is taken for an article of June 2025.
pub(super) fn facts(relation: &str, text: &str) -> Vec<String> {
    let (form, places) = form(text);
    let words = |from: &str, to: &str| {
        let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
        match places.get(from..to) {
            Some([first, .., last]) => &text[first.start..last.end],
            Some([only]) => &text[only.clone()],
            _ => "",
        }
    };
    let facts = form.iter().filter_map(|(of, args)| match (of, relation) {
        (Relation::Office, "holds") => Some(args[1..4].join(" | ")),
        (Relation::Statement, "said") => {
            let about = words(&args[3], &args[4]);
            Some(format!("{} | {} | {about}", args[1], args[2]))
        }
        _ => None,
    });
    facts.collect()
}

/// A fact of the form, as texts.
pub(super) type Fact = (Relation, Vec<String>);

/// The facts of the form.
#[derive(Default)]
struct Form(Vec<(Relation, Vec<String>)>);

impl Notes for Form {
    fn note(&mut self, relation: Relation, args: &[Arg<'_>]) {
        let args = args.iter().map(|arg| match arg {
            Arg::Place(number) => number.to_string(),
            Arg::Text(text) | Arg::Own(text) => (*text).to_owned(),
        });
        self.0.push((relation, args.collect()));
    }
}
