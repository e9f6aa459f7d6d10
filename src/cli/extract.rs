//! `entente extract`: articles to facts.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use rustc_hash::FxHashSet;

use super::fact_file::save;
use super::lines::FactLine;
use super::{Failure, MISTAKE, Outcome, base, output};
use crate::articles::Article;
use crate::engine::Limits;
use crate::extract::Extracted;
use crate::facts::{Base, FileKind, read_text};
use crate::reading::{Reading, ToRead};
use crate::repl::Origin;
use crate::rules::Const;
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
    /// The facts, one object a line.
    Jsonl,
    /// What the rules of reading begin with: verbs, chunks, and how they hang together.
    Form,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    let target = target(&origin, arguments.format)?;
    let base = load(&origin)?;
    let reading = Reading::new(&origin.files().0)
        .map_err(|(reports, sources)| Failure::Mistakes(reports, Box::new(sources)))?;
    let mut status = 0;
    let mut fail = |report: Report| {
        status = MISTAKE;
        output::reports(&[report], &base.sources);
    };
    let mut texts: Vec<Text> = Vec::new();
    for name in &arguments.articles {
        match find(&base, &origin, name) {
            Ok(found) => texts.extend(found),
            Err(report) => fail(report),
        }
    }
    let mut seen = FxHashSet::default();
    for text in &texts {
        let (article, published) = match read(&base, text) {
            Ok(read) => read,
            Err(report) => {
                fail(report);
                continue;
            }
        };
        // An article may be named twice: by its id, its file and its folder.
        if !seen.insert((article.id().to_owned(), article.text().to_owned())) {
            continue;
        }
        let one = ToRead {
            article: &article,
            published,
        };
        if let Target::Form = target {
            output::data(&reading.form(one))?;
            continue;
        }
        let read = reading.read(&[one], &Limits::default());
        let found = match read {
            Ok(mut found) => found.remove(0),
            Err(stopped) => {
                fail(Report::general(format!("{}: {stopped}", article.id())));
                continue;
            }
        };
        match target {
            Target::Form => {}
            Target::Lines => output::data(&write_jsonl(&article, &found))?,
            Target::Folder(folder) => {
                if let Err(report) = save(&base, folder, text.file(), &article, &found) {
                    fail(report);
                }
            }
        }
    }
    Ok(status)
}

/// Where the facts go.
#[derive(Clone, Copy)]
enum Target<'a> {
    /// To the standard output.
    Lines,
    /// Nowhere: only the form is shown.
    Form,
    /// Into the base in a folder.
    Folder(&'a Path),
}

fn target(origin: &Origin, format: Option<Form>) -> Result<Target<'_>, Report> {
    match (origin, format) {
        (_, Some(Form::Jsonl)) => Ok(Target::Lines),
        (_, Some(Form::Form)) => Ok(Target::Form),
        (Origin::Folder(folder), None) => Ok(Target::Folder(folder)),
        (Origin::Shipped, None) => {
            let message = "the base is inside the program: there is no folder to write to";
            Err(Report::general(message).help(
                "name a base of your own with `--base DIR`, or print the facts with `--format jsonl`",
            ))
        }
    }
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

/// A text to read.
#[derive(Debug)]
enum Text {
    File(PathBuf),
    /// Position among the articles of the base.
    Article(usize),
}

impl Text {
    fn file(&self) -> Option<&Path> {
        match self {
            Text::File(path) => Some(path),
            Text::Article(_) => None,
        }
    }
}

/// The texts that an argument means: a folder, a file, or an article of the base.
fn find(base: &Base, origin: &Origin, name: &str) -> Result<Vec<Text>, Report> {
    let mut path = PathBuf::from(name);
    // With `--base`, paths may also be meant from the base's folder.
    if let Origin::Folder(folder) = origin
        && !path.exists()
        && folder.join(&path).exists()
    {
        path = folder.join(path);
    }
    let is_text = |path: &Path| path.extension() == Some(OsStr::new("txt"));
    if path.is_dir() {
        let entries = std::fs::read_dir(&path)
            .map_err(|error| Report::general(format!("{name}: {}", output::cause(&error))))?;
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
    if path.is_file() || is_text(&path) {
        return Ok(vec![Text::File(path)]);
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
    let name = output::path(path);
    let content = read_text(path)
        .map_err(|error| Report::general(format!("{name}: {}", output::cause(&error))))?;
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
