//! The terminal around the session: line editing, history, completion and colours.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::rc::Rc;

use anstyle::{AnsiColor, Style};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, Helper};

use super::interrupts::Interrupts;
use super::{
    Class, Lines, MISTAKE, Session, classify, commands, complete, describe, is_complete, output,
};

/// At most so many rows of an answer fill a terminal, until the user asks for more.
const MOST_ROWS: usize = 200;

type Terminal = Editor<Assistant, DefaultHistory>;

/// Runs the prompt until the user is done.
pub(super) fn run(session: Session, interrupts: &Interrupts) -> ExitCode {
    match converse(session, interrupts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be told to somebody whose error output is closed.
            let _ = output::notice(&format!("error: {error}\n"));
            ExitCode::from(MISTAKE)
        }
    }
}

fn converse(mut session: Session, interrupts: &Interrupts) -> rustyline::Result<()> {
    session.most_rows = Some(MOST_ROWS);
    output::data(&format!(
        "Entente {}: {}. `:help` tells how to ask.\n",
        env!("CARGO_PKG_VERSION"),
        describe::size(session.knowledge())
    ))?;
    let colours = session.colours;
    let session = Rc::new(RefCell::new(session));
    let mut terminal = open(Rc::clone(&session), colours)?;
    let history = history();
    if let Some(path) = &history {
        // No history yet, or one that cannot be read, is a history that begins today.
        let _ = terminal.load_history(path);
    }
    let style = AnsiColor::Green.on_default().bold();
    loop {
        let prompt = session.borrow().prompt();
        let prompt = (prompt.clone(), format!("{style}{prompt}{style:#}"));
        let text = match terminal.readline(&prompt) {
            Ok(text) => text,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(error),
        };
        if text.trim().is_empty() {
            continue;
        }
        remember(&mut terminal, &text, history.as_ref());
        session.borrow_mut().width = terminal.dimensions().map(|(columns, _)| columns.into());
        // What is pasted may hold several texts.
        let mut lines = Lines::default();
        let mut texts: Vec<String> = text.lines().filter_map(|line| lines.push(line)).collect();
        texts.extend(lines.end());
        for text in texts {
            let reply = interrupts.while_busy(|| session.borrow_mut().line(&text));
            if interrupts.happened() {
                // The terminal has written `^C`.
                output::notice("\n")?;
            }
            output::show(&reply)?;
            if reply.done {
                return Ok(());
            }
            if interrupts.happened() {
                break;
            }
        }
    }
}

fn open(session: Rc<RefCell<Session>>, colours: bool) -> rustyline::Result<Terminal> {
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .color_mode(if colours {
            ColorMode::Enabled
        } else {
            ColorMode::Disabled
        })
        .history_ignore_space(true)
        .build();
    let entries = DefaultHistory::with_config(&config);
    let mut terminal = Editor::with_history(config, entries)?;
    terminal.set_helper(Some(Assistant {
        session,
        files: FilenameCompleter::new(),
        colours,
    }));
    Ok(terminal)
}

/// Adds a text to the history and its file. That the file cannot be written is no reason to stop.
fn remember(terminal: &mut Terminal, text: &str, path: Option<&PathBuf>) {
    let is_new = terminal.add_history_entry(text).unwrap_or(false);
    if let Some(path) = path
        && is_new
    {
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = terminal.append_history(path);
    }
}

/// The file of the history, in the folder that the system has for what programs remember.
fn history() -> Option<PathBuf> {
    let variable = if cfg!(windows) {
        "LOCALAPPDATA"
    } else {
        "XDG_STATE_HOME"
    };
    let named = std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    let folder = named.or_else(|| Some(std::env::home_dir()?.join(".local").join("state")))?;
    Some(folder.join("entente").join("history"))
}

/// What the line editor asks while a line is typed.
struct Assistant {
    session: Rc<RefCell<Session>>,
    files: FilenameCompleter,
    colours: bool,
}

impl Helper for Assistant {}

impl Hinter for Assistant {
    type Hint = String;
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        Ok(match is_complete(context.input()) {
            true => ValidationResult::Valid(None),
            false => ValidationResult::Incomplete,
        })
    }
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(
        &self,
        line: &str,
        cursor: usize,
        context: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<Pair>)> {
        if commands::takes_file(line) {
            return self.files.complete(line, cursor, context);
        }
        let (start, candidates) = complete(self.session.borrow().knowledge(), line, cursor);
        let pair = |candidate: super::Candidate| Pair {
            display: candidate.display,
            replacement: candidate.replacement,
        };
        Ok((start, candidates.into_iter().map(pair).collect()))
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _cursor: usize) -> Cow<'l, str> {
        if !self.colours {
            return Cow::Borrowed(line);
        }
        let session = self.session.borrow();
        let mut painted = String::new();
        let mut end = 0;
        for (range, class) in classify(session.knowledge().program(), line) {
            let style = style(class);
            painted.push_str(&line[end..range.start]);
            let _ = write!(painted, "{style}{}{style:#}", &line[range.clone()]);
            end = range.end;
        }
        painted.push_str(&line[end..]);
        Cow::Owned(painted)
    }

    fn highlight_char(&self, _line: &str, _cursor: usize, kind: CmdKind) -> bool {
        kind != CmdKind::MoveCursor
    }
}

fn style(class: Class) -> Style {
    match class {
        Class::Command | Class::Keyword => AnsiColor::Magenta.on_default(),
        Class::Relation => AnsiColor::Blue.on_default().bold(),
        Class::Variable => AnsiColor::Cyan.on_default(),
        Class::Text => AnsiColor::Green.on_default(),
        Class::Number => AnsiColor::Yellow.on_default(),
        Class::Unknown => AnsiColor::Red.on_default(),
    }
}
