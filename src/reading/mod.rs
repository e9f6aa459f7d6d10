//! Reading: the form of articles, as `extract` finds it, and what the rules of `rules/reading/` make of it.

mod evidence;
mod findings;
mod gather;
mod noted;
mod pieces;
mod unused;

use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use crate::articles::Article;
use crate::engine::{Limits, Stopped, Workspace};
use crate::extract::{self, Extracted, Lexicon};
use crate::facts::{BaseFile, Database, FileKind};
use crate::rules::{Program, RelationId, check};
use crate::syntax::parse;
use crate::text::{Report, Sources, Span, has_errors};
pub use evidence::{Evidence, WasRead};
use extract::form::{Arg, At, Notes, Relation};
use noted::{Columns, Noted};
use pieces::{Piece, Whole};

/// The rules and words that articles are read by.
pub struct Reading {
    program: Program,
    /// What places of rules and words point into.
    sources: Sources,
    lexicon: Lexicon,
    /// The lexicon's facts, and nothing else.
    blank: Database,
    /// The relation of each of [`Relation::ALL`].
    form: Vec<RelationId>,
    /// Where articles were read before, for the next ones.
    spare: Mutex<Vec<Room>>,
}

/// Where articles are read.
struct Room {
    columns: Columns,
    workspace: Workspace,
}

/// An article to read, and when it was published, if its text does not say (ISO 8601).
#[derive(Clone, Copy, Debug)]
pub struct ToRead<'a> {
    pub article: &'a Article,
    pub published: Option<&'a str>,
}

/// What was read in an article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Read {
    pub facts: Vec<Extracted>,
    /// Stretches that are too long to be sentences, and were read in pieces.
    pub in_pieces: Vec<Range<usize>>,
}

impl Reading {
    /// The rules and words of a base. On mistakes, the reports and the sources that they point into.
    pub fn new(files: &[BaseFile]) -> Result<Reading, (Vec<Report>, Sources)> {
        let mut sources = Sources::default();
        let mut items = Vec::new();
        let mut reports = Vec::new();
        let wanted = |file: &&BaseFile| matches!(file.kind, FileKind::Reading | FileKind::Lexicon);
        for file in files.iter().filter(wanted) {
            let source = sources.add(file.name.as_str(), file.text.as_str());
            let (read, wrong) = parse(source, &file.text);
            items.extend(read);
            reports.extend(wrong);
        }
        let (program, wrong) = check(items.iter(), &sources);
        reports.extend(wrong);
        if has_errors(&reports) {
            return Err((reports, sources));
        }
        let mut form = Vec::new();
        for (_, name) in Relation::ALL {
            match program.find(name) {
                Some(id) => form.push(id),
                None => {
                    let message = format!("rules/reading does not declare `{name}`");
                    let report = Report::general(message)
                        .help("the program fills it: keep rules/reading/clauses.dl");
                    return Err((vec![report], sources));
                }
            }
        }
        let lexicon = match lexicon(&program) {
            Ok(lexicon) => lexicon,
            Err(message) => {
                let report = Report::general(format!("facts/lexicon: {message}"));
                return Err((vec![report], sources));
            }
        };
        Ok(Reading {
            blank: Database::new(&program),
            program,
            sources,
            lexicon,
            form,
            spare: Mutex::default(),
        })
    }

    /// The words that articles are read by.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The form of an article as facts, sentence by sentence, each with the words that it is about.
    pub fn form(&self, one: ToRead) -> String {
        let mut lines = Lines(Vec::new());
        let first = At::default();
        let all = one.article.sentences();
        let went = extract::read(
            one.article,
            all,
            one.published,
            &self.lexicon,
            first,
            &mut lines,
        );
        let places = went.places;
        let text = one.article.text();
        let mut written = String::new();
        for (relation, args) in lines.0 {
            let name = Relation::ALL[relation as usize].1;
            let about = |at: usize| args.get(at).and_then(|arg| arg.parse::<usize>().ok());
            let span = match relation {
                Relation::Sentence | Relation::Chunk | Relation::Verb => about(2).zip(about(3)),
                Relation::Office => about(4).zip(about(5)),
                Relation::Statement => about(3).zip(about(4)),
                _ => None,
            };
            let words = span.and_then(|(from, to)| places.get(from..to));
            let words = words.and_then(|all| Some(all.first()?.start..all.last()?.end));
            let about = words.map_or(String::new(), |range| {
                format!("  // {}", text[range].replace('\n', " "))
            });
            written.push_str(&format!("{name}({}).{about}\n", args.join(", ")));
        }
        written
    }

    /// Where each rule is written, and what it derives.
    pub fn rules(&self) -> impl Iterator<Item = (Span, &str)> {
        let rules = self.program.rules.iter();
        rules.map(|rule| {
            let head = self.program.relation(rule.head.relation);
            (rule.span, head.name.as_str())
        })
    }

    /// What places of rules and words point into.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// Reads some articles, each by itself, however many are read together. If the limits have a profiler, it takes
    /// down how long each stage took.
    pub fn read(&self, articles: &[ToRead], limits: &Limits) -> Result<Vec<Read>, Stopped> {
        let mut wholes: Vec<Whole> = articles.iter().map(|_| Whole::default()).collect();
        let spare = self.spare().pop();
        let mut room = spare.unwrap_or_else(|| Room {
            columns: Columns::default(),
            workspace: Workspace::new(&self.blank),
        });
        for round in pieces::rounds(articles) {
            let mut since = Instant::now();
            let mut end_stage = |name| {
                if let Some(profiler) = &limits.profiler {
                    profiler.add_stage(name, since.elapsed());
                    since = Instant::now();
                }
            };
            room.workspace.begin_again(&self.blank);
            end_stage("words");
            let noted = Noted::into(room.workspace.database_mut(), &mut room.columns);
            let (texts, in_pieces) = self.note(articles, &round, noted, limits);
            end_stage("form in all");
            room.workspace.evaluate(&self.program, limits)?;
            end_stage("rules");
            let found = gather::gather(&self.program, room.workspace.database(), &texts);
            end_stage("facts");
            for ((piece, facts), in_pieces) in round.iter().zip(found).zip(in_pieces) {
                wholes[piece.article].add(facts, in_pieces);
            }
        }
        self.spare().push(room);
        Ok(wholes.into_iter().map(|whole| whole.read).collect())
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Room>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the form of some pieces into a database. Returns their texts, and what of each is not read.
    fn note<'a>(
        &self,
        articles: &[ToRead<'a>],
        round: &[Piece],
        mut noted: Noted<'_>,
        limits: &Limits,
    ) -> (Vec<Text<'a>>, Vec<Vec<Range<usize>>>) {
        let mut at = At::default();
        let mut texts = Vec::with_capacity(round.len());
        let mut in_pieces = Vec::with_capacity(round.len());
        for (number, piece) in round.iter().enumerate() {
            let one = articles[piece.article];
            // Pieces of one article are read as if they were articles.
            at.article = number;
            let went = extract::read(
                one.article,
                &piece.sentences,
                one.published,
                &self.lexicon,
                at,
                &mut noted,
            );
            if let Some(profiler) = &limits.profiler {
                for (name, time) in went.stages.times() {
                    profiler.add_stage(name, time);
                }
            }
            // A gap, so that no token follows that of another article.
            let next = At {
                article: number,
                sentence: at.sentence + noted.sentences() + 1,
                first: at.first + went.places.len() + 1,
            };
            texts.push(Text {
                article: one.article,
                first: at.first,
                places: went.places,
            });
            in_pieces.push(went.in_pieces);
            at = next;
        }
        noted.put(&self.form);
        (texts, in_pieces)
    }
}

fn lexicon(program: &Program) -> Result<Lexicon, String> {
    let facts = program.facts.iter().map(|fact| {
        let args = fact.values.iter().filter_map(|value| value.text());
        (
            program.relation(fact.relation).name.as_str(),
            args.collect(),
        )
    });
    Lexicon::from_facts(facts)
}

/// An article's text with its tokens.
struct Text<'a> {
    article: &'a Article,
    /// The place of the first token.
    first: usize,
    /// Where each token stands, in bytes.
    places: Vec<Range<usize>>,
}

/// What the reader notes, as it stands in fact files.
struct Lines(Vec<(Relation, Vec<String>)>);

impl Notes for Lines {
    fn note(&mut self, relation: Relation, args: &[Arg<'_>]) {
        let args = args.iter().map(|arg| match arg {
            Arg::Place(number) => number.to_string(),
            Arg::Text(text) | Arg::Own(text) => format!("\"{text}\""),
        });
        self.0.push((relation, args.collect()));
    }
}
