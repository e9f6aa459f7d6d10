//! `entente extract`: articles to facts.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rustc_hash::{FxHashMap, FxHashSet};

use super::lines::FactLine;
use super::{Failure, MISTAKE, Outcome, base, output};
use crate::articles::Article;
use crate::extract::{Extracted, Lexicon, extract};
use crate::facts::{Base, FileKind, Sourced, read_text, save_extracted};
use crate::repl::Origin;
use crate::rules::{Const, Program};
use crate::text::{Report, has_errors, nearest};

/// Read articles and write what they say into fact files.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente extract seeds/new.txt                  writes facts/extracted/new.dl
  entente extract seeds                          all articles of the base
  entente extract /tmp/draft.txt --format jsonl  prints the facts of any text

Curated facts win over extracted ones, and files under facts/curated/ are never touched.")]
pub(super) struct Arguments {
    /// Ids of articles of the base, text files, or folders of text files.
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<String>,
    /// Print the facts instead of writing fact files.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Jsonl,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    if arguments.format.is_none() && origin == Origin::Shipped {
        let message = "the base is inside the program: there is no folder to write to";
        return Err(Report::general(message)
            .help("name a base of your own with `--base DIR`, or print the facts with `--format jsonl`")
            .into());
    }
    let base = load(&origin)?;
    let lexicon = lexicon(&base)?;
    let mut failed = false;
    let mut fail = |report: Report| {
        failed = true;
        output::reports(&[report], &base.sources);
    };
    let mut seen = FxHashSet::default();
    for name in &arguments.articles {
        let texts = match find(&base, &origin, name) {
            Ok(texts) => texts,
            Err(report) => {
                fail(report);
                continue;
            }
        };
        for text in texts {
            if !seen.insert(text.clone()) {
                continue;
            }
            let (article, published) = match read(&base, &text) {
                Ok(read) => read,
                Err(report) => {
                    fail(report);
                    continue;
                }
            };
            let found = extract(&article, published, &lexicon);
            match arguments.format {
                Some(Form::Jsonl) => output::data(&write_jsonl(&article, &found))?,
                None => {
                    if let Err(report) = save(&base, &origin, &text, &article, &found) {
                        fail(report);
                    }
                }
            }
        }
    }
    Ok(if failed { MISTAKE } else { 0 })
}

/// Loads what extraction needs of a base. What was extracted before is not: it may be out of date, which
/// is a reason to extract anew. Nor must the curated facts be sound, which may be about a new article.
fn load(origin: &Origin) -> Result<Base, Failure> {
    let (mut files, _) = origin.files();
    files.retain(|file| file.kind != FileKind::Extracted);
    let (base, reports) = Base::load(&files);
    if !has_errors(&reports) {
        return Ok(base);
    }
    files.retain(|file| file.kind != FileKind::Curated);
    let (without_curated, reports) = Base::load(&files);
    if has_errors(&reports) {
        return Err(Failure::Mistakes(
            reports,
            Box::new(without_curated.sources),
        ));
    }
    let message = "curated facts have mistakes and are left aside: `entente check` shows them";
    output::label("warning", message);
    Ok(without_curated)
}

fn lexicon(base: &Base) -> Result<Lexicon, Failure> {
    let words = base
        .statements
        .iter()
        .filter(|statement| statement.kind == FileKind::Lexicon);
    let facts = words.map(|statement| {
        let args = statement.values.iter().filter_map(|value| match value {
            Const::Symbol(text) => Some(text.as_str()),
            Const::Number(_) => None,
        });
        let relation = &base.program.relation(statement.relation).name;
        (relation.as_str(), args.collect())
    });
    Lexicon::from_facts(facts)
        .map_err(|message| Report::general(format!("facts/lexicon: {message}")).into())
}

/// A text to read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Text {
    File(PathBuf),
    /// Position among the articles of the base.
    Article(usize),
}

/// The texts that an argument means: a folder, a file, or an article of the base.
fn find(base: &Base, origin: &Origin, name: &str) -> Result<Vec<Text>, Report> {
    let path = Path::new(name);
    let is_text = |path: &Path| path.extension() == Some(OsStr::new("txt"));
    if path.is_dir() {
        let entries =
            std::fs::read_dir(path).map_err(|error| Report::general(format!("{name}: {error}")))?;
        let mut paths: Vec<PathBuf> = entries
            .filter_map(Result::ok)
            .map(|entry| entry.path())
            .filter(|p| is_text(p))
            .collect();
        paths.sort();
        if paths.is_empty() {
            return Err(Report::general(format!("{name}: no text files"))
                .help("articles are files whose names end in .txt"));
        }
        return Ok(paths.into_iter().map(Text::File).collect());
    }
    if path.is_file() || is_text(path) {
        return Ok(vec![Text::File(path.to_owned())]);
    }
    if let Some(article) = base.article(name) {
        return Ok(vec![Text::Article(article)]);
    }
    // An article whose file cannot be read is not in the base; reading it again says why.
    if let Origin::Folder(folder) = origin {
        let file = folder.join("seeds").join(format!("{name}.txt"));
        if file.is_file() {
            return Ok(vec![Text::File(file)]);
        }
    }
    let ids = base.articles.iter().map(Article::id);
    let report = Report::general(format!("no article, file or folder `{name}`"));
    Err(match nearest(name, ids) {
        Some(near) => report.suggest(Some(near)),
        None => report.help("the articles of the base: `entente query 'article(Id, Title, Date)'`"),
    })
}

/// Reads a text, with the date that the base knows of it.
fn read<'a>(base: &'a Base, text: &Text) -> Result<(Article, Option<&'a str>), Report> {
    let path = match text {
        Text::Article(at) => return Ok((base.articles[*at].clone(), base.date(*at))),
        Text::File(path) => path,
    };
    let name = path.display();
    let content = read_text(path).map_err(|error| Report::general(format!("{name}: {error}")))?;
    if content.trim().is_empty() {
        return Err(Report::general(format!("{name}: the file is empty")));
    }
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    let known = base
        .article(&id)
        .filter(|&at| base.articles[at].text() == content);
    Ok((
        Article::new(id, content),
        known.and_then(|at| base.date(at)),
    ))
}

fn write_jsonl(article: &Article, found: &[Extracted]) -> String {
    let line = |fact: &Extracted| {
        let args: Vec<Const> = fact.args.iter().cloned().map(Const::Symbol).collect();
        FactLine {
            relation: fact.relation,
            args: &args,
            quote: Some(&article.text()[fact.quote.clone()]),
            confidence: fact.confidence,
            article: Some(article.id()),
            origin: None,
            place: None,
        }
        .write()
    };
    found.iter().map(line).collect()
}

/// Writes the fact file of an article of the base's folder.
fn save(
    base: &Base,
    origin: &Origin,
    text: &Text,
    article: &Article,
    found: &[Extracted],
) -> Result<(), Report> {
    let Origin::Folder(folder) = origin else {
        return Ok(());
    };
    if let Text::File(path) = text
        && !lies_in(path, &folder.join("seeds"))
    {
        let report = Report::general(format!("{}: not an article of the base", path.display()));
        return Err(report.help(format!(
            "copy it to {}, or print its facts with `--format jsonl`",
            folder.join("seeds").display()
        )));
    }
    let path = folder
        .join("facts/extracted")
        .join(format!("{}.dl", article.id()));
    let facts = in_order_of_text(
        &base.program,
        &taken_ids(base, article.id()),
        article,
        found,
    );
    let shown = path.display();
    save_extracted(&path, &facts)
        .map_err(|message| Report::general(format!("{shown}: {message}")))?;
    let count = facts.len();
    output::label(
        "written",
        &format!(
            "{shown} ({count} {})",
            if count == 1 { "fact" } else { "facts" }
        ),
    );
    Ok(())
}

fn lies_in(path: &Path, folder: &Path) -> bool {
    match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => path.starts_with(folder),
        _ => false,
    }
}

/// The type of columns with ids of events.
const EVENT_ID: &str = "EventId";

/// Ids that a person gave to events of an article.
fn taken_ids<'a>(base: &'a Base, article: &str) -> FxHashSet<&'a str> {
    let article = base.article(article);
    let event = base.program.find("event");
    base.statements
        .iter()
        .filter(|fact| fact.article == article && Some(fact.relation) == event)
        .filter_map(|fact| match fact.values.first() {
            Some(Const::Symbol(id)) => Some(id.as_str()),
            _ => None,
        })
        .collect()
}

/// The facts in the order of the words that say them, so that facts with one source stand under it; with
/// ids of events that no event of a person has, since one id would make the two events one.
fn in_order_of_text<'a>(
    program: &Program,
    taken: &FxHashSet<&str>,
    article: &'a Article,
    found: &'a [Extracted],
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
    let mut free_id = |id: &'a str| -> String {
        let is_free = |id: &str| !taken.contains(id) && !used.contains(id);
        let new = || {
            (2..)
                .map(|n| format!("{id}-{n}"))
                .find(|id| is_free(id))
                .expect("ids do not end")
        };
        ids.entry(id)
            .or_insert_with(|| {
                if taken.contains(id) {
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
            place: None,
        });
    }
    facts
}
