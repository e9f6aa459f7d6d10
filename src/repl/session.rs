//! The session: a line in, a reply out. It prints nothing and knows no terminal.

use std::time::Instant;

use super::commands::{self, Command};
use super::differing::{self, Past};
use super::origin::Origin;
use super::reply::Reply;
use super::{
    answering, changing, describe, explaining, help, paging, reloading, saving, timing, whatif,
    why, whynot,
};
use crate::answers::{Answer, Failure, Format, Knowledge, in_words};
use crate::engine::Limits;
use crate::text::{Report, has_errors, render};

/// What messages call the text that was typed.
pub(super) const PROMPT: &str = "<prompt>";

/// What is known, and how answers are shown. A line that fails leaves it as it was.
#[derive(Debug)]
pub struct Session {
    pub(super) knowledge: Knowledge,
    pub(super) origin: Origin,
    pub(super) limits: Limits,
    /// The answer shown last, cut to the rows that were shown.
    pub(super) shown: Option<Answer>,
    /// What `:why` proved last.
    pub(super) proved: Option<why::Proved>,
    /// How many levels of proofs are shown; all if there is no number.
    pub depth: Option<usize>,
    /// Whether answers and proofs tell how sure they are.
    pub confidence: bool,
    /// Comments that were typed by themselves; they belong to the clause that follows.
    pub(super) comments: String,
    /// The query asked last with the name that was meant, which `y` asks.
    pub(super) meant: Option<String>,
    /// The files of the base that is in force, if they are watched.
    pub(super) files: Option<reloading::Files>,
    /// What there was before changes.
    pub(super) past: Past,
    /// How many rows the answer to this line has.
    pub(super) answered: Option<usize>,
    /// Whether each reply says how long it took.
    pub timer: bool,
    /// Whether a terminal shows long answers page by page.
    pub pager: bool,
    pub format: Format,
    /// How many rows of an answer are shown; all by default.
    pub most_rows: Option<usize>,
    /// How many columns a line may take.
    pub width: Option<usize>,
    /// Whether reports are drawn with colours.
    pub colours: bool,
}

impl Session {
    pub fn new(knowledge: Knowledge, origin: Origin, limits: Limits) -> Session {
        Session {
            knowledge,
            origin,
            limits,
            shown: None,
            proved: None,
            depth: None,
            confidence: false,
            comments: String::new(),
            meant: None,
            files: None,
            past: Past::default(),
            answered: None,
            timer: false,
            pager: true,
            format: Format::default(),
            most_rows: None,
            width: None,
            colours: false,
        }
    }

    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What the terminal asks with: it tells if not everything counts.
    pub(super) fn prompt(&self) -> String {
        let selection = self.knowledge.base().selection();
        match selection.is_everything() {
            true => "entente> ".to_owned(),
            false => format!("entente ({})> ", in_words(selection)),
        }
    }

    /// Runs a complete text: a command, or queries and clauses.
    pub fn line(&mut self, text: &str) -> Reply {
        let started = Instant::now();
        self.answered = None;
        let mut reply = self.run(text);
        if self.timer {
            reply.say(&timing::took(started.elapsed(), self.answered));
        }
        reply
    }

    fn run(&mut self, text: &str) -> Reply {
        if let Some(query) = self.meant.take()
            && ["y", "yes"].contains(&text.trim())
        {
            let asked = Reply::notice(&format!("asked: {query}"));
            return asked.then(answering::run(self, &query));
        }
        let done = match commands::split(text) {
            Some((word, argument)) => {
                commands::find(word).and_then(|entry| self.command(entry.command, argument))
            }
            None => return answering::run(self, text),
        };
        done.unwrap_or_else(|report| self.refuse(&[report]))
    }

    fn command(&mut self, command: Command, argument: &str) -> Result<Reply, Report> {
        let (known, width) = (&self.knowledge, self.width);
        match command {
            Command::Help => help::help(argument).map(|text| Reply::data(&text)),
            Command::Relations => {
                describe::relations(known, argument, width).map(|text| Reply::data(&text))
            }
            Command::Schema => {
                describe::schema(known, argument, width).map(|text| Reply::data(&text))
            }
            Command::Rules => describe::rules(known, argument).map(|text| Reply::data(&text)),
            Command::Session if known.session().is_empty() => {
                Ok(Reply::notice("nothing was added"))
            }
            Command::Session => Ok(Reply::data(&describe::additions(known))),
            Command::Source => answering::source(self, argument),
            Command::Why => why::why_row(self, argument),
            Command::Next => why::next(self),
            Command::Depth => why::depth(self, argument),
            Command::Confidence => why::confidence(self, argument),
            Command::WhyNot => whynot::why_not(self, argument),
            Command::Without => whatif::without(self, argument),
            Command::Fragile => whatif::fragile(self, argument),
            Command::AsOf => whatif::as_of(self, argument),
            Command::MinConfidence => whatif::min_confidence(self, argument),
            Command::Add => changing::add_typed(self, argument),
            Command::Load => changing::load(self, argument),
            Command::Drop => changing::take_back(self, argument),
            Command::Pop => Ok(changing::pop(self)),
            Command::Reset => Ok(changing::reset(self)),
            Command::Save => saving::save(self, argument),
            Command::Reload => reloading::reload(self),
            Command::Diff => differing::diff(self, argument),
            Command::Accept => differing::accept(self, argument),
            Command::Explain => explaining::explain(self, argument),
            Command::Mode => self.mode(argument),
            Command::Limit => self.limit(argument),
            Command::Pager => paging::pager(self, argument),
            Command::Timer => timing::timer(self, argument),
            Command::Quit => Ok(Reply::done()),
        }
    }

    fn mode(&mut self, name: &str) -> Result<Reply, Report> {
        if !name.is_empty() {
            self.format = name.parse().map_err(Report::general)?;
        }
        Ok(Reply::notice(&format!(
            "answers are written as {}",
            self.format
        )))
    }

    fn limit(&mut self, rows: &str) -> Result<Reply, Report> {
        match rows {
            "" => {}
            "all" => self.most_rows = None,
            rows => match rows.parse() {
                Ok(most) if most > 0 => self.most_rows = Some(most),
                _ => {
                    return Err(Report::general(format!("`{rows}` is no number of rows"))
                        .help("`:limit 20`, or `:limit all`"));
                }
            },
        }
        Ok(Reply::notice(&match self.most_rows {
            Some(most) => format!(
                "at most {} of an answer are shown",
                describe::counted(most, "row")
            ),
            None => "all rows of an answer are shown".to_owned(),
        }))
    }

    /// The reply to a line that did not come through.
    pub(super) fn fail(&self, failure: Failure) -> Reply {
        match failure {
            Failure::Mistakes(reports) => self.refuse(&reports),
            Failure::Stopped(stopped) => self.refuse(&[Report::general(stopped.to_string())]),
        }
    }

    /// The reply to a mistake. What is only a warning can wait until the mistake is mended.
    pub(super) fn refuse(&self, reports: &[Report]) -> Reply {
        let mistakes: Vec<Report> = match has_errors(reports) {
            true => reports
                .iter()
                .filter(|report| report.is_error())
                .cloned()
                .collect(),
            false => reports.to_vec(),
        };
        Reply::failed(render(&mistakes, self.knowledge.sources(), self.colours))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Base, BaseFile, FileKind};
    use crate::repl::{classify, complete, is_complete};

    const FRAGMENTS: &[&str] = &[
        "met",
        "(",
        ")",
        "p",
        "q",
        ", ",
        "\"",
        "Tô",
        ".",
        " ",
        "\n",
        ":-",
        "?-",
        "!",
        "{",
        "}",
        ":",
        ":add ",
        ":sch",
        ":drop ",
        ":source ",
        "1",
        ".decl ",
        "x: symbol",
        "count",
        "=",
        "n",
        "// ",
        "/*",
        "*/",
        "\\",
        "_",
        ";",
        "“",
        "met(p, q)",
        "\"Tô Lâm\"",
        ".input met",
        "@",
        "\u{1b}[31m",
        "near(1, 2).",
        ".decl near(a: number, b: number) ",
    ];

    #[test]
    fn any_text_is_survived_and_a_mistake_changes_nothing() {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: ".decl met(p: symbol, q: symbol) met(\"Tô Lâm\", \"Ana\").".into(),
        };
        let (base, _) = Base::load(&[rules]);
        let knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        let mut random = fastrand::Rng::with_seed(7);
        let (mut failures, mut answers) = (0, 0);
        for _ in 0..3000 {
            let text: String = (0..random.usize(1..12))
                .map(|_| FRAGMENTS[random.usize(..FRAGMENTS.len())])
                .collect();
            let _ = is_complete(&text);
            let classes = classify(knowledge.program(), &text);
            assert!(
                classes
                    .windows(2)
                    .all(|pair| pair[0].0.end <= pair[1].0.start),
                "{text}: {classes:?}"
            );
            for cursor in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                let (start, _) = complete(&knowledge, &text, cursor);
                assert!(
                    start <= cursor && text.is_char_boundary(start),
                    "{text} at {cursor}"
                );
            }
            let mut session = Session::new(knowledge.clone(), Origin::Shipped, Limits::default());
            let reply = session.line(&text);
            let shown = reply.data.clone() + &reply.notices;
            assert!(!shown.contains('\u{1b}'), "{text}: {shown}");
            if reply.failed {
                failures += 1;
                assert!(!reply.notices.is_empty() && reply.data.is_empty(), "{text}");
                assert!(session.knowledge.session().is_empty(), "{text}");
            } else if !reply.data.is_empty() {
                answers += 1;
            }
        }
        assert!(
            failures > 100 && answers > 10,
            "{failures} failures, {answers} answers"
        );
    }
}
