//! Passages of articles, and how the facts that they state were read.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Knowledge, on_terminal};
use crate::engine::{Limits, Stopped};
use crate::facts::{BaseFile, FileKind, Statement};
use crate::reading::{Evidence, Reading, ToRead, WasRead};

/// The position of an article among the base's, and the words quoted from it.
pub type Words = (usize, Range<usize>);

/// Lines that say how extracted facts were read, by the numbers of the statements.
pub type How = FxHashMap<usize, Vec<String>>;

/// How the extracted ones among some statements were read. Their articles are read again, by the rules and
/// words of `files`.
pub fn how_read(
    knowledge: &Knowledge,
    statements: impl Iterator<Item = usize>,
    files: impl FnOnce() -> Vec<BaseFile>,
    limits: &Limits,
) -> Result<How, Stopped> {
    let mut how = How::default();
    let is_extracted = |at: &usize| knowledge.base().statements[*at].kind == FileKind::Extracted;
    let mut extracted: Vec<usize> = statements.filter(is_extracted).collect();
    extracted.sort_unstable();
    extracted.dedup();
    if extracted.is_empty() {
        return Ok(how);
    }
    let Ok(reading) = Reading::new(&files()) else {
        return Ok(how);
    };
    for at in extracted {
        let base = knowledge.base();
        let statement = &base.statements[at];
        let Some((article, quote)) = words(statement) else {
            continue;
        };
        let one = ToRead {
            article: &base.articles[article],
            published: base.date(article),
        };
        let fact = WasRead {
            relation: &base.program.relation(statement.relation).name,
            args: &statement.values,
            quote: &quote,
        };
        let lines = match reading.evidence(one, fact, limits)? {
            Some(evidence) => lines(&evidence),
            None => vec!["the rules of reading do not find it any more".to_owned()],
        };
        how.insert(at, lines);
    }
    Ok(how)
}

/// What is shown of how a fact was read.
fn lines(evidence: &Evidence) -> Vec<String> {
    let mut lines = vec![format!("read by {} ({})", evidence.rule, evidence.pattern)];
    let form: Vec<String> = evidence
        .form
        .iter()
        .map(|(what, words)| format!("{what} [{}]", on_terminal_line(words)))
        .collect();
    if !form.is_empty() {
        lines.push(format!("from {}", form.join(", ")));
    }
    for (fact, place) in &evidence.words {
        lines.push(format!("by {}  {place}", on_terminal(fact)));
    }
    lines
}

/// The words that say a fact.
pub fn words(statement: &Statement) -> Option<Words> {
    Some((statement.article?, statement.quotation.clone()?))
}

/// An article's id, date and title.
pub fn about(knowledge: &Knowledge, at: usize) -> String {
    let base = knowledge.base();
    let mut about = vec![base.articles[at].id()];
    about.extend(base.date(at));
    about.extend(base.title(at));
    on_terminal(&about.join(", ")).into_owned()
}

/// A quotation from a sentence that stands above already: its first and last words are enough to find it.
pub fn again(quotation: &str) -> String {
    const ENDS: usize = 5;
    let words: Vec<&str> = quotation.split_whitespace().collect();
    let shown = match words.len() > 2 * ENDS + 2 {
        true => format!(
            "{} … {}",
            words[..ENDS].join(" "),
            words[words.len() - ENDS..].join(" ")
        ),
        false => words.join(" "),
    };
    format!("… [{}] …", on_terminal(&shown))
}

/// A passage on one line: its line ends are only where the article's lines end.
pub fn on_terminal_line(passage: &str) -> String {
    let words: Vec<&str> = passage.split_whitespace().collect();
    on_terminal(&words.join(" ")).into_owned()
}
