//! The session: a line in, a reply out. It prints nothing and knows no terminal.

use super::commands::{self, Command};
use super::origin::{Origin, carry_over};
use super::statements::{self, Kind};
use super::{describe, evidence};
use crate::answers::{Answer, Failure, Format, Knowledge, hints, lines_on_terminal, write};
use crate::engine::Limits;
use crate::facts::{Base, read_text};
use crate::syntax::ast::Item;
use crate::syntax::parse;
use crate::text::{Report, Sources, has_errors, render};

/// What messages call the text that was typed.
const PROMPT: &str = "<prompt>";

/// What is known, and how answers are shown. A line that fails leaves it as it was.
#[derive(Debug)]
pub struct Session {
    knowledge: Knowledge,
    origin: Origin,
    limits: Limits,
    /// The answer shown last, cut to the rows that were shown.
    shown: Option<Answer>,
    /// Comments that were typed by themselves; they belong to the clause that follows.
    comments: String,
    pub format: Format,
    /// How many rows of an answer are shown; all by default.
    pub most_rows: Option<usize>,
    /// How many columns a table may take.
    pub width: Option<usize>,
    /// Whether reports are drawn with colours.
    pub colours: bool,
}

/// What a line is answered with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// What was asked for: it goes to the standard output.
    pub data: String,
    /// What there is to say about it: mistakes, warnings, hints. It goes to the standard error output.
    pub notices: String,
    /// The user is done.
    pub done: bool,
    /// The line was a mistake or was stopped, and changed nothing.
    pub failed: bool,
}

impl Reply {
    fn data(text: &str) -> Reply {
        Reply {
            data: lines_on_terminal(text).into_owned(),
            ..Reply::default()
        }
    }

    fn notice(text: &str) -> Reply {
        let mut reply = Reply::default();
        reply.say(text);
        reply
    }

    fn say(&mut self, line: &str) {
        self.notices.push_str(&lines_on_terminal(line));
        self.notices.push('\n');
    }
}

impl Session {
    pub fn new(knowledge: Knowledge, origin: Origin, limits: Limits) -> Session {
        Session {
            knowledge,
            origin,
            limits,
            shown: None,
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
            None => return self.statements(text),
        };
        done.unwrap_or_else(|report| self.refuse(&[report]))
    }

    fn command(&mut self, command: Command, argument: &str) -> Result<Reply, Report> {
        let known = &self.knowledge;
        Ok(match command {
            Command::Help => Reply::data(&commands::help(argument)?),
            Command::Relations => Reply::data(&describe::relations(known, argument)?),
            Command::Schema => Reply::data(&describe::schema(known, argument)?),
            Command::Rules => Reply::data(&describe::rules(known, argument)?),
            Command::Session if known.session().is_empty() => Reply::notice("nothing was added"),
            Command::Session => Reply::data(&describe::additions(known)),
            Command::Source => return self.source(argument),
            Command::Add => self.add_typed(argument),
            Command::Load => return self.load(argument),
            Command::Drop => return self.take_back(argument),
            Command::Reset => self.reset(),
            Command::Reload => return self.reload(),
            Command::Mode => return self.mode(argument),
            Command::Limit => return self.limit(argument),
            Command::Quit => Reply {
                done: true,
                ..Reply::default()
            },
        })
    }

    /// Runs the statements of a text, all or none.
    fn statements(&mut self, text: &str) -> Reply {
        let statements = statements::split(text);
        if statements.is_empty() {
            if !text.trim().is_empty() {
                self.comments.push_str(text);
                self.comments.push('\n');
            }
            return Reply::default();
        }
        let comments = std::mem::take(&mut self.comments);
        let before = (statements.len() > 1).then(|| self.knowledge.clone());
        let mut reply = Reply::default();
        let mut clauses = match statements[0].kind {
            Kind::Clause => comments,
            _ => String::new(),
        };
        for statement in statements {
            let step = match statement.kind {
                Kind::Io => self.refuse(&[nothing_to_read()]),
                Kind::Stated(names) if self.may_state(&names, &clauses) => {
                    clauses.push_str(statement.text);
                    clauses.push('\n');
                    continue;
                }
                Kind::Clause => {
                    clauses.push_str(statement.text);
                    clauses.push('\n');
                    continue;
                }
                Kind::Query | Kind::Stated(_) => {
                    let added = self.add_waiting(&mut clauses);
                    match added.failed {
                        true => added,
                        false => join(added, self.ask(statement.text)),
                    }
                }
            };
            reply = join(reply, step);
            if reply.failed {
                break;
            }
        }
        if !reply.failed {
            reply = join(reply, self.add_waiting(&mut clauses));
        }
        match before {
            Some(before) if reply.failed => {
                self.knowledge = before;
                self.shown = None;
                Reply {
                    data: String::new(),
                    ..reply
                }
            }
            _ => reply,
        }
    }

    /// Whether atoms with a full stop are facts: their relations were declared at the prompt.
    fn may_state(&self, names: &[String], clauses: &str) -> bool {
        let (items, _) = parse(Sources::default().add(PROMPT, clauses), clauses);
        let own = |name: &String| {
            self.knowledge
                .session()
                .iter()
                .chain(&items)
                .any(|item| match item {
                    Item::Decl(decl) => decl.names.iter().any(|declared| declared.text == *name),
                    _ => false,
                })
        };
        names.iter().all(own)
    }

    fn add_waiting(&mut self, clauses: &mut String) -> Reply {
        match std::mem::take(clauses) {
            none if none.is_empty() => Reply::default(),
            text => self.add(PROMPT, text.trim()),
        }
    }

    /// Adds what follows `:add`, whose full stop may be left out.
    fn add_typed(&mut self, clause: &str) -> Reply {
        let unfinished = match statements::split(clause).last() {
            None => {
                return self.refuse(&[missing("a clause", "`:add holds(\"…\", \"…\", \"…\").`")]);
            }
            Some(last) => last.kind == Kind::Query && !last.text.ends_with('.'),
        };
        match unfinished {
            true => self.add(PROMPT, &format!("{clause}.")),
            false => self.add(PROMPT, clause),
        }
    }

    fn add(&mut self, name: &str, text: &str) -> Reply {
        let (items, _) = parse(Sources::default().add(name, text), text);
        if items.iter().any(|item| matches!(item, Item::Io(_))) {
            return self.refuse(&[nothing_to_read()]);
        }
        let notes = self.knowledge.notes().clone();
        let before = self.knowledge.session().len();
        let mut warnings = match self.knowledge.add(name, text, &self.limits) {
            Ok(warnings) => warnings,
            Err(failure) => return self.fail(failure),
        };
        self.shown = None;
        let added = &self.knowledge.session()[before..];
        // What was added earlier was warned of earlier.
        let source = added.first().map(|item| item.span().source);
        warnings.retain(|warning| warning.labels.first().map(|(span, _)| span.source) == source);
        let mut reply = Reply {
            notices: self.draw(&warnings),
            ..Reply::default()
        };
        for note in self.knowledge.notes().difference(&notes) {
            reply.say(&format!("note: {note}"));
        }
        reply.say(&match added {
            [] => "nothing to add".to_owned(),
            items => format!("added {} to the session", describe::census(items)),
        });
        reply
    }

    fn ask(&mut self, text: &str) -> Reply {
        let answer = match self.knowledge.ask(PROMPT, text, &self.limits) {
            Ok(answer) => answer,
            Err(failure) => return self.fail(failure),
        };
        let all = answer.rows.len();
        let shown = self.most_rows.map_or(all, |most| most.min(all));
        let mut reply = Reply::default();
        for note in &answer.notes {
            reply.say(&format!("note: {note}"));
        }
        for hint in hints(&self.knowledge, &answer) {
            reply.say(&format!("hint: {hint}"));
        }
        let is_fact = matches!(
            statements::split(text).as_slice(),
            [statements::Statement { kind: Kind::Stated(names), .. }] if names.len() == 1
        );
        if is_fact && all == 0 {
            reply.say(&format!(
                "hint: this was a question; `:add {text}` adds it as a fact"
            ));
        }
        let mut cut = answer;
        cut.rows.truncate(shown);
        cut.words.truncate(shown);
        reply.data = write(&cut, self.format, self.width);
        if shown < all {
            reply.say(&format!(
                "these are the first {shown} of {all} answers; `:limit all` shows all"
            ));
        }
        self.shown = Some(cut);
        reply
    }

    fn source(&mut self, row: &str) -> Result<Reply, Report> {
        let Some(answer) = &self.shown else {
            return Err(Report::general("there are no rows to give sources of")
                .help("ask a question first"));
        };
        let rows = match row {
            "" => 0..answer.rows.len(),
            row => match row.parse::<usize>() {
                Ok(row) if (1..=answer.rows.len()).contains(&row) => row - 1..row,
                _ => {
                    let rows = describe::counted(answer.rows.len(), "row");
                    return Err(Report::general(format!("no row `{row}`"))
                        .help(format!("the answer has {rows}")));
                }
            },
        };
        if rows.is_empty() {
            return Ok(Reply::notice(
                "the answer has no rows, so nothing says them",
            ));
        }
        let mut reply = Reply::default();
        for row in rows {
            match self.knowledge.support(answer, row, &self.limits) {
                Ok(supports) => {
                    reply
                        .data
                        .push_str(&evidence::of_row(&self.knowledge, answer, row, &supports))
                }
                Err(stopped) => return Ok(self.fail(Failure::Stopped(stopped))),
            }
        }
        Ok(reply)
    }

    fn load(&mut self, path: &str) -> Result<Reply, Report> {
        let path = path.trim_matches('"');
        if path.is_empty() {
            return Err(missing("a file", "`:load ideas.dl`"));
        }
        let text = read_text(std::path::Path::new(path))
            .map_err(|message| Report::general(format!("{path}: {message}")))?;
        Ok(self.add(path, &text))
    }

    fn take_back(&mut self, number: &str) -> Result<Reply, Report> {
        let mut items = self.knowledge.session().to_vec();
        match number.parse::<usize>() {
            Ok(number) if (1..=items.len()).contains(&number) => items.remove(number - 1),
            _ => {
                return Err(Report::general(format!(
                    "nothing in the session has the number `{number}`"
                ))
                .help("`:session` lists what was added, numbered"));
            }
        };
        Ok(self.replace(items, &format!("took {number} back")))
    }

    fn reset(&mut self) -> Reply {
        match self.knowledge.session().len() {
            0 => Reply::notice("nothing was added"),
            _ => self.replace(Vec::new(), "took back everything that was added"),
        }
    }

    fn replace(&mut self, items: Vec<Item>, success: &str) -> Reply {
        match self.knowledge.replace_session(items, &self.limits) {
            Ok(_) => {
                self.shown = None;
                Reply::notice(success)
            }
            Err(failure) => self.fail(failure),
        }
    }

    fn reload(&mut self) -> Result<Reply, Report> {
        let (files, mut reports) = self.origin.read()?;
        let (mut base, wrong) = Base::load(&files);
        reports.extend(wrong);
        if has_errors(&reports) {
            let mut reply = Reply {
                notices: tidy(&render(&reports, &base.sources, self.colours)),
                failed: true,
                ..Reply::default()
            };
            reply.say("the base is as it was before");
            return Ok(reply);
        }
        let warnings = tidy(&render(&reports, &base.sources, self.colours));
        let items = carry_over(&self.knowledge, &mut base);
        let mut fresh = match Knowledge::new(base, &self.limits) {
            Ok(fresh) => fresh,
            Err(stopped) => return Ok(self.fail(Failure::Stopped(stopped))),
        };
        if !items.is_empty()
            && let Err(failure) = fresh.replace_session(items, &self.limits)
        {
            let mut reply = match failure {
                Failure::Mistakes(reports) => Reply {
                    notices: tidy(&render(&reports, fresh.sources(), self.colours)),
                    failed: true,
                    ..Reply::default()
                },
                stopped => self.fail(stopped),
            };
            reply.say(
                "what the session added does not fit the new base; the base is as it was before",
            );
            return Ok(reply);
        }
        self.knowledge = fresh;
        self.shown = None;
        let mut reply = Reply {
            notices: warnings,
            ..Reply::default()
        };
        reply.say(&format!("reloaded {}", describe::size(&self.knowledge)));
        Ok(reply)
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

    fn fail(&self, failure: Failure) -> Reply {
        match failure {
            Failure::Mistakes(reports) => self.refuse(&reports),
            Failure::Stopped(stopped) => self.refuse(&[Report::general(stopped.to_string())]),
        }
    }

    fn refuse(&self, reports: &[Report]) -> Reply {
        Reply {
            notices: self.draw(reports),
            failed: true,
            ..Reply::default()
        }
    }

    fn draw(&self, reports: &[Report]) -> String {
        tidy(&render(reports, self.knowledge.sources(), self.colours))
    }
}

/// A later step's reply behind an earlier one's; that of a failure stands alone.
fn join(first: Reply, then: Reply) -> Reply {
    if then.failed {
        return then;
    }
    Reply {
        data: first.data + &then.data,
        notices: first.notices + &then.notices,
        ..then
    }
}

/// Reports with one line end behind them.
fn tidy(drawn: &str) -> String {
    match drawn.trim_end() {
        "" => String::new(),
        drawn => format!("{drawn}\n"),
    }
}

fn missing(what: &str, example: &str) -> Report {
    Report::general(format!("{what} is missing")).help(format!("for example {example}"))
}

fn nothing_to_read() -> Report {
    Report::general("`.input` and `.output` do nothing at the prompt")
        .help("run programs that read and write files with `entente run`")
}
