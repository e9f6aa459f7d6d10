//! The session: a line in, a reply out. It prints nothing and knows no terminal.

use super::commands::{self, Command};
use super::origin::Origin;
use super::reply::Reply;
use super::{answering, changing, describe, help, why};
use crate::answers::{Answer, Failure, Format, Knowledge};
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
            format: Format::default(),
            most_rows: None,
            width: None,
            colours: false,
        }
    }

    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// Runs a complete text: a command, or queries and clauses.
    pub fn line(&mut self, text: &str) -> Reply {
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
            Command::Add => changing::add_typed(self, argument),
            Command::Load => changing::load(self, argument),
            Command::Drop => changing::take_back(self, argument),
            Command::Reset => Ok(changing::reset(self)),
            Command::Reload => changing::reload(self),
            Command::Mode => self.mode(argument),
            Command::Limit => self.limit(argument),
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
