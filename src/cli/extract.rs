//! `entente extract`: articles to facts.

use std::io::IsTerminal;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use rustc_hash::FxHashSet;

use super::fact_file::{FactFiles, is_doubtful};
use super::limits::interruptible;
use super::lines::FactLine;
use super::texts::{Text, find, read};
use super::threads::in_order;
use super::{Failure, NOTHING, Outcome, base, output};
use crate::answers::profiled;
use crate::articles::Article;
use crate::engine::{Limits, Profiler, Reason, Stopped, Tuning};
use crate::extract::Extracted;
use crate::facts::{Base, BaseFile, FileKind, save_extracted};
use crate::reading::{Read, Reading, ToRead};
use crate::repl::Origin;
use crate::rules::Const;
use crate::text::{Report, Severity, has_errors};
use crate::translate::fingerprint;

/// Read articles and write what they say into fact files.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  entente extract seeds/new.txt                  writes facts/extracted/new.dl
  entente extract seeds                          all articles of the base that changed
  entente extract /tmp/draft.txt --format jsonl  prints the facts of any text
  entente extract /tmp/drafts --profile          shows what takes long, and which rules find nothing

Curated facts win over extracted ones, and files under facts/curated/ are never touched. What was extracted
too uncertainly to be used stands in the fact file behind a `?`; `entente review` asks about it.

Exit status: 0 all was read, 1 some articles could not be read, 2 a mistake, 130 interrupted.")]
pub(super) struct Arguments {
    /// Ids of articles of the base, text files, or folders of text files.
    #[arg(value_name = "ARTICLE", required = true)]
    articles: Vec<String>,
    /// Print the facts instead of writing fact files.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// Print how long each stage of reading and each rule of rules/reading took, in place of the facts.
    #[arg(long, conflicts_with = "format")]
    profile: bool,
    /// From 0 to 1: facts of a lower confidence are written but not used, and not printed as jsonl.
    #[arg(long, value_name = "SHARE", default_value = "0.78", value_parser = share)]
    min_confidence: f64,
    /// Print facts of any confidence.
    #[arg(long)]
    all: bool,
    /// Also read articles that are unchanged since they were read last.
    #[arg(long)]
    force: bool,
    /// How many threads read; by default, as many as the machine runs at once.
    #[arg(long, value_name = "N")]
    threads: Option<NonZero<usize>>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// The facts, one object a line.
    Jsonl,
    /// What the rules of reading begin with: verbs, chunks, and how they hang together.
    Form,
}

fn share(text: &str) -> Result<f64, String> {
    let share = text.parse().map_err(|_| "not a number".to_owned())?;
    match (0.0..=1.0).contains(&share) {
        true => Ok(share),
        false => Err("not a number from 0 to 1".to_owned()),
    }
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    let target = target(&origin, arguments)?;
    let (files, _) = origin.files();
    let reading = Reading::new(&files)
        .map_err(|(reports, sources)| Failure::Mistakes(reports, Box::new(sources)))?;
    let fingerprint = fingerprint_of_reading(&files, arguments.min_confidence);
    let base = load(files)?;
    let mut extraction = Extraction {
        base: &base,
        bar: ProgressBar::hidden(),
        seen: FxHashSet::default(),
        skipped: 0,
        status: 0,
    };
    let mut texts: Vec<Text> = Vec::new();
    for name in &arguments.articles {
        match find(&base, &origin, name) {
            Ok(found) => texts.extend(found),
            Err(report) => extraction.fail(report),
        }
    }
    let threads = arguments.threads.unwrap_or_else(Tuning::all_threads);
    let mut limits = interruptible();
    limits.tuning.threads = NonZero::<usize>::MIN;
    let profiler = arguments.profile.then(Profiler::of_rules);
    limits.profiler.clone_from(&profiler);
    let reader = Reader {
        base: &base,
        reading: &reading,
        target,
        files: FactFiles::new(&base, fingerprint),
        limits,
        arguments,
    };
    let batches = batches(&base, &texts, threads);
    if texts.len() > SHOWN_ONE_BY_ONE && std::io::stderr().is_terminal() {
        extraction.bar = bar(texts.len());
    }
    in_order(
        &batches,
        threads,
        |batch| reader.read(batch),
        |done| done.into_iter().try_for_each(|one| extraction.take(one)),
    )?;
    extraction.bar.finish_and_clear();
    if let Some(profiler) = profiler {
        let rules = reading.rules();
        output::data(&profiled(&profiler.profile(), rules, reading.sources()))?;
    }
    Ok(extraction.end())
}

/// Where the facts go.
#[derive(Clone, Copy)]
enum Target<'a> {
    /// To the standard output.
    Lines,
    /// Nowhere: only the form is shown.
    Form,
    /// Nowhere: only how they were found is shown.
    Profile,
    /// Into the base in a folder.
    Folder(&'a Path),
}

fn target<'a>(origin: &'a Origin, arguments: &Arguments) -> Result<Target<'a>, Report> {
    match (origin, arguments.format) {
        _ if arguments.profile => Ok(Target::Profile),
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
fn load(mut files: Vec<BaseFile>) -> Result<Base, Failure> {
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

/// What stands for all that facts depend on besides the article: the program, its rules of reading and words,
/// and what it was asked for.
fn fingerprint_of_reading(files: &[BaseFile], min_confidence: f64) -> u64 {
    let program = concat!(env!("CARGO_PKG_VERSION"), " ", env!("READER_FINGERPRINT"));
    let asked = min_confidence.to_string();
    let own = [("program", program), ("min-confidence", asked.as_str())];
    let read = |file: &&BaseFile| matches!(file.kind, FileKind::Reading | FileKind::Lexicon);
    let files = files.iter().filter(read);
    let files = files.map(|file| (file.name.as_str(), file.text.as_str()));
    fingerprint(own.into_iter().chain(files))
}

/// The most articles, and bytes, that are read together.
const BATCH: (usize, usize) = (512, 1 << 20);

/// The texts that are read together.
fn batches<'t>(base: &Base, texts: &'t [Text], threads: NonZero<usize>) -> Vec<&'t [Text]> {
    // Few texts are shared out among the threads.
    let most = texts.len().div_ceil(2 * threads.get()).clamp(1, BATCH.0);
    let mut batches = Vec::new();
    let (mut from, mut bytes) = (0, 0_usize);
    for (at, text) in texts.iter().enumerate() {
        let size = text.size(base);
        if at > from && (at - from == most || bytes.saturating_add(size) > BATCH.1) {
            batches.push(&texts[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes = bytes.saturating_add(size);
    }
    if from < texts.len() {
        batches.push(&texts[from..]);
    }
    batches
}

/// Reads batches of texts, on any thread.
struct Reader<'a> {
    base: &'a Base,
    reading: &'a Reading,
    target: Target<'a>,
    files: FactFiles<'a>,
    limits: Limits,
    arguments: &'a Arguments,
}

/// What came of a text.
enum Done {
    Failed(Report),
    Stopped(Stopped),
    Unchanged,
    Read(Output),
}

/// What is to be written of an article.
struct Output {
    /// The article's id, and what its text is known by.
    article: (String, u64),
    text: String,
    /// Where to, and how many facts, if it is a fact file.
    file: Option<(PathBuf, String)>,
    warning: Option<Report>,
}

impl Reader<'_> {
    fn read(&self, batch: &&[Text]) -> Vec<Done> {
        let mut done = Vec::with_capacity(batch.len());
        let mut wanted = Vec::new();
        for text in *batch {
            match read(self.base, text) {
                Ok((article, published)) => {
                    let number = self.files.fingerprint(&article, published);
                    match self.is_unchanged(text, &article, number) {
                        Ok(false) => {
                            wanted.push((done.len(), article, published, number));
                            done.push(Done::Unchanged);
                        }
                        Ok(true) => done.push(Done::Unchanged),
                        Err(report) => done.push(Done::Failed(report)),
                    }
                }
                Err(report) => done.push(Done::Failed(report)),
            }
        }
        let articles: Vec<ToRead> = wanted
            .iter()
            .map(|(_, article, published, _)| ToRead {
                article,
                published: *published,
            })
            .collect();
        for ((at, article, _, number), result) in wanted.iter().zip(self.read_all(&articles)) {
            done[*at] = match result {
                Ok(found) => Done::Read(self.output(&batch[*at], article, *number, found)),
                Err(other) => *other,
            };
        }
        done
    }

    /// Whether a fact file has what reading the article would give.
    fn is_unchanged(&self, text: &Text, article: &Article, number: u64) -> Result<bool, Report> {
        let Target::Folder(folder) = self.target else {
            return Ok(false);
        };
        self.files.check_place(folder, text.file())?;
        Ok(!self.arguments.force && self.files.has(folder, article, number))
    }

    /// Reads articles together; where that breaks down, one by one.
    fn read_all(&self, articles: &[ToRead]) -> Vec<Result<Found, Box<Done>>> {
        if articles.is_empty() {
            return Vec::new();
        }
        let read = || -> Result<Vec<Found>, Stopped> {
            if let Target::Form = self.target {
                let forms = articles.iter().map(|one| self.reading.form(*one));
                return Ok(forms.map(Found::Form).collect());
            }
            let read = self.reading.read(articles, &self.limits)?;
            Ok(read.into_iter().map(Found::Facts).collect())
        };
        match (catch_unwind(AssertUnwindSafe(read)), articles) {
            (Ok(Ok(found)), _) => found.into_iter().map(Ok).collect(),
            (Ok(Err(stopped)), _) => {
                let stopped = |_: &ToRead| Err(Box::new(Done::Stopped(stopped.clone())));
                articles.iter().map(stopped).collect()
            }
            (Err(_), [one]) => {
                let message = format!("{}: reading it broke down", one.article.id());
                let report = Report::general(message)
                    .help("that is a mistake in the program: please report it with the text");
                vec![Err(Box::new(Done::Failed(report)))]
            }
            (Err(_), several) => several
                .chunks(1)
                .flat_map(|one| self.read_all(one))
                .collect(),
        }
    }

    fn output(&self, text: &Text, article: &Article, number: u64, found: Found) -> Output {
        let mut output = Output {
            article: (article.id().to_owned(), number),
            text: String::new(),
            file: None,
            warning: None,
        };
        let read = match found {
            Found::Form(form) => {
                output.text = form;
                return output;
            }
            Found::Facts(read) => read,
        };
        let name = match text.file() {
            Some(path) => output::path(path),
            None => article.id().to_owned(),
        };
        output.warning = in_pieces(&name, article, &read);
        let min = self.arguments.min_confidence;
        match self.target {
            Target::Folder(folder) => {
                let written = self.files.write(article, &read.facts, min, number);
                output.file = Some((FactFiles::path(folder, article.id()), written.summary));
                output.text = written.text;
            }
            Target::Form | Target::Profile => {}
            Target::Lines => {
                let is_wanted =
                    |fact: &&Extracted| self.arguments.all || !is_doubtful(fact.confidence, min);
                let wanted = read.facts.iter().filter(is_wanted);
                output.text = wanted.map(|fact| line(article, fact)).collect();
            }
        }
        output
    }
}

enum Found {
    Form(String),
    Facts(Read),
}

/// The warning of what is too long to be a sentence.
fn in_pieces(name: &str, article: &Article, read: &Read) -> Option<Report> {
    let first = read.in_pieces.first()?;
    let text = article.text();
    let line = 1 + memchr::memchr_iter(b'\n', &text.as_bytes()[..first.start]).count();
    let bytes: usize = read.in_pieces.iter().map(ExactSizeIterator::len).sum();
    let what = match read.in_pieces.len() {
        1 => "a stretch".to_owned(),
        many => format!("the first of {many} stretches"),
    };
    let message = format!(
        "{name}: line {line}: {what} too long to be a sentence ({bytes} bytes in all) was read in pieces"
    );
    Some(
        Report {
            severity: Severity::Warning,
            ..Report::general(message)
        }
        .help("end sentences with full stops, or paragraphs with line ends"),
    )
}

fn line(article: &Article, fact: &Extracted) -> String {
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
}

/// With more texts than this, a terminal shows a bar, and no line for each file that was written.
const SHOWN_ONE_BY_ONE: usize = 16;

fn bar(texts: usize) -> ProgressBar {
    let template = "{bar:30} {pos} of {len} articles, {eta} left";
    let style = ProgressStyle::with_template(template);
    ProgressBar::new(texts as u64).with_style(style.expect("the template is right"))
}

/// Writes what was read, in the order in which it was asked for.
struct Extraction<'a> {
    base: &'a Base,
    bar: ProgressBar,
    /// An article may be named twice: by its id, its file and its folder.
    seen: FxHashSet<(String, u64)>,
    skipped: usize,
    status: u8,
}

impl Extraction<'_> {
    fn fail(&mut self, report: Report) {
        self.status = NOTHING;
        self.tell(report);
    }

    fn tell(&self, report: Report) {
        let reports = || output::reports(&[report], &self.base.sources);
        self.bar.suspend(reports);
    }

    fn take(&mut self, done: Done) -> Result<(), Failure> {
        self.bar.inc(1);
        match done {
            Done::Failed(report) => self.fail(report),
            Done::Stopped(stopped) if matches!(stopped.reason, Reason::Interrupted) => {
                self.bar.finish_and_clear();
                return Err(Failure::Stopped(stopped));
            }
            Done::Stopped(stopped) => self.fail(Report::general(stopped.to_string())),
            Done::Unchanged => self.skipped += 1,
            Done::Read(output) => {
                if self.seen.insert(output.article) {
                    if let Some(warning) = output.warning {
                        self.tell(warning);
                    }
                    match output.file {
                        Some((path, summary)) => self.save(&path, &output.text, &summary),
                        None => output::data(&output.text)?,
                    }
                }
            }
        }
        Ok(())
    }

    fn save(&mut self, path: &Path, text: &str, summary: &str) {
        let shown = output::path(path);
        match save_extracted(path, text) {
            Ok(()) if self.bar.is_hidden() => {
                output::label("written", &format!("{shown}, {summary}"));
            }
            Ok(()) => {}
            Err(message) => self.fail(Report::general(format!("{shown}: {message}"))),
        }
    }

    /// Says what was skipped. Returns the status.
    fn end(self) -> u8 {
        let skipped = match self.skipped {
            0 => return self.status,
            1 => "1 article, unchanged since it was read".to_owned(),
            many => format!("{many} articles, unchanged since they were read"),
        };
        let message = format!("{skipped}; `--force` reads anew");
        output::label("skipped", &message);
        self.status
    }
}
