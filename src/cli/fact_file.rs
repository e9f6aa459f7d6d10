//! The fact files that `entente extract` writes for articles.

use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};

use super::output;
use crate::articles::Article;
use crate::extract::Extracted;
use crate::facts::{Base, EVENT_ID, Sourced, fingerprint_of, write_extracted};
use crate::rules::{Const, Program};
use crate::text::Report;
use crate::translate::fingerprint;

/// Whether a fact is too uncertain to be used. Files have two decimals; so these count.
pub(super) fn is_doubtful(confidence: f64, least: f64) -> bool {
    (confidence * 100.0).round() / 100.0 < least
}

/// The fact files of a base.
pub(super) struct FactFiles<'a> {
    program: &'a Program,
    /// The events that a person wrote down, by article and id: their kinds and labels.
    curated: FxHashMap<&'a str, Events<'a>>,
    /// What stands for the program, the rules of reading and the words.
    fingerprint: u64,
}

/// Events by their ids, each as its further arguments.
type Events<'a> = FxHashMap<&'a str, &'a [Const]>;

/// The text of a fact file.
pub(super) struct Written {
    pub(super) text: String,
    /// How many facts it has.
    pub(super) summary: String,
}

impl<'a> FactFiles<'a> {
    pub(super) fn new(base: &'a Base, fingerprint: u64) -> FactFiles<'a> {
        let event = base.program.find("event");
        let mut curated: FxHashMap<&str, Events> = FxHashMap::default();
        for fact in &base.statements {
            if Some(fact.relation) == event
                && let Some(article) = fact.article
                && let [Const::Symbol(id), rest @ ..] = fact.values.as_slice()
            {
                // What tells events of different articles apart is none of the id.
                let article = base.articles[article].id();
                let own = id.strip_prefix(article);
                let id = own.and_then(|id| id.strip_prefix('/')).unwrap_or(id);
                curated.entry(article).or_default().insert(id, rest);
            }
        }
        FactFiles {
            program: &base.program,
            curated,
            fingerprint,
        }
    }

    /// Where the fact file of an article lies in the base in `folder`.
    pub(super) fn path(folder: &Path, article: &str) -> PathBuf {
        folder.join("facts/extracted").join(format!("{article}.dl"))
    }

    /// Refuses texts from elsewhere than the base's articles. `file` is where the article was read from, if not
    /// from the base.
    pub(super) fn check_place(&self, folder: &Path, file: Option<&Path>) -> Result<(), Report> {
        let seeds = folder.join("seeds");
        match file {
            Some(file) if !lies_in(file, &seeds) => {
                let message = format!("{}: not an article of the base", file.display());
                Err(Report::general(message).help(format!(
                    "copy it to {}, or print its facts with `--format jsonl`",
                    output::path(&seeds)
                )))
            }
            _ => Ok(()),
        }
    }

    /// What stands for all that the facts of an article depend on.
    pub(super) fn fingerprint(&self, article: &Article, published: Option<&str>) -> u64 {
        let reading = self.fingerprint.to_string();
        let mut events: Vec<String> = match self.curated.get(article.id()) {
            Some(events) => events.iter().map(|event| format!("{event:?}")).collect(),
            None => Vec::new(),
        };
        events.sort();
        let events = events.concat();
        let parts = [
            ("reading", reading.as_str()),
            ("text", article.text()),
            ("published", published.unwrap_or_default()),
            ("events", events.as_str()),
        ];
        fingerprint(parts.into_iter())
    }

    /// Whether the article's fact file was written from what this fingerprint stands for.
    pub(super) fn has(&self, folder: &Path, article: &Article, fingerprint: u64) -> bool {
        fingerprint_of(&FactFiles::path(folder, article.id())) == Some(fingerprint)
    }

    /// The text of an article's fact file. Facts of less confidence than `least` are marked as doubtful.
    pub(super) fn write(
        &self,
        article: &Article,
        found: &[Extracted],
        least: f64,
        fingerprint: u64,
    ) -> Written {
        let none = Events::default();
        let taken = self.curated.get(article.id()).unwrap_or(&none);
        let facts = in_order_of_text(self.program, taken, article, found, least);
        let doubtful = facts.iter().filter(|fact| fact.doubtful).count();
        let mut summary = match facts.len() {
            1 => "1 fact".to_owned(),
            many => format!("{many} facts"),
        };
        if doubtful > 0 {
            summary.push_str(&format!(", {doubtful} of them too uncertain to be used"));
        }
        Written {
            text: write_extracted(&facts, fingerprint),
            summary,
        }
    }
}

fn lies_in(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

/// Whether an event that was found is one that a person wrote down in the same words.
fn is_same(curated: &[Const], found: &Extracted) -> bool {
    let rest = found.args.iter().skip(1);
    curated.len() + 1 == found.args.len()
        && curated
            .iter()
            .zip(rest)
            .all(|(one, other)| matches!(one, Const::Symbol(text) if text == other))
}

/// The facts in the order of the words that say them, so that facts with one source stand under it; with
/// ids of events that no other event of a person has, since one id would make the two events one.
fn in_order_of_text<'a>(
    program: &Program,
    curated: &Events,
    article: &'a Article,
    found: &'a [Extracted],
    least: f64,
) -> Vec<Sourced<'a>> {
    let mut ids: FxHashMap<&str, String> = FxHashMap::default();
    let mut sorted: Vec<&Extracted> = found.iter().collect();
    sorted.sort_by(|one, other| {
        let place = |fact: &Extracted| (fact.quote.start, fact.quote.end);
        place(one)
            .cmp(&place(other))
            .then(other.confidence.total_cmp(&one.confidence))
    });
    let used: FxHashSet<&str> = found
        .iter()
        .flat_map(|fact| &fact.args)
        .map(String::as_str)
        .collect();
    let same: FxHashSet<&str> = found
        .iter()
        .filter(|fact| fact.relation == "event")
        .filter_map(|fact| {
            let id = fact.args.first()?.as_str();
            is_same(curated.get(id)?, fact).then_some(id)
        })
        .collect();
    let mut given: FxHashSet<String> = FxHashSet::default();
    let mut free_id = |id: &'a str| -> String {
        let is_free = |id: &str| !curated.contains_key(id) && !used.contains(id);
        let mut new = || {
            (2..)
                .map(|n| format!("{id}-{n}"))
                .find(|id| is_free(id) && given.insert(id.clone()))
                .expect("ids do not end")
        };
        ids.entry(id)
            .or_insert_with(|| {
                if curated.contains_key(id) && !same.contains(id) {
                    new()
                } else {
                    id.to_owned()
                }
            })
            .clone()
    };
    let mut facts = Vec::with_capacity(sorted.len());
    for fact in sorted {
        let columns = program
            .find(fact.relation)
            .map(|id| &program.relation(id).columns);
        let is_id = |at: usize| {
            columns
                .and_then(|columns| columns.get(at))
                .is_some_and(|c| c.type_name == EVENT_ID)
        };
        let mut args = Vec::with_capacity(fact.args.len());
        for (at, arg) in fact.args.iter().enumerate() {
            args.push(Const::Symbol(if is_id(at) {
                free_id(arg)
            } else {
                arg.clone()
            }));
        }
        facts.push(Sourced {
            relation: fact.relation,
            args,
            article: Some(article.id()),
            quote: Some(&article.text()[fact.quote.clone()]),
            confidence: Some(fact.confidence),
            doubtful: is_doubtful(fact.confidence, least),
            place: None,
        });
    }
    facts
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;
    use crate::rules::check;
    use crate::syntax::parse;
    use crate::text::Sources;

    #[test]
    fn facts_come_in_the_order_of_the_text_and_no_event_has_the_id_of_a_curated_one() {
        let text = ".type EventId <: symbol\n.decl event(id: EventId, kind: symbol)\n\
            .decl said(who: symbol)\n";
        let mut sources = Sources::default();
        let (items, _) = parse(sources.add("r.dl", text), text);
        let (program, _) = check(items.iter(), &sources);
        let article = Article::new("a1", "Tô Lâm a parlé. On a signé.");
        let fact = |relation, args: &[&str], quote: &Range<usize>, confidence| Extracted {
            relation,
            args: args.iter().map(|&arg| arg.to_owned()).collect(),
            quote: quote.clone(),
            confidence,
        };
        let spoke = article.find("Tô Lâm").expect("it is there");
        let signed = article.find("On a signé").expect("it is there");
        let found = [
            fact("event", &["e1", "signing"], &signed, 0.5),
            fact("event", &["e1-2", "signing"], &signed, 0.9),
            fact("event", &["e3", "e1"], &spoke, 0.5),
            fact("said", &["e1"], &spoke, 0.5),
        ];
        let visit = [Const::Symbol("visit".into())];
        let taken = Events::from_iter([("e1", &visit[..])]);
        let facts = in_order_of_text(&program, &taken, &article, &found, 0.5);
        let shown: Vec<String> = facts
            .iter()
            .map(|fact| format!("{} {:?} {:?}", fact.relation, fact.args, fact.quote))
            .collect();
        insta::assert_snapshot!(shown.join("\n"), @r#"
        event [Symbol("e3"), Symbol("e1")] Some("Tô Lâm")
        said [Symbol("e1")] Some("Tô Lâm")
        event [Symbol("e1-2"), Symbol("signing")] Some("On a signé")
        event [Symbol("e1-3"), Symbol("signing")] Some("On a signé")
        "#);
    }
}
