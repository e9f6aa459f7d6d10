//! The terminal around the session: line editing, history, completion and colours.

use std::borrow::Cow;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex};

use anstyle::{AnsiColor, Style};
use rustyline::completion::{Completer, FilenameCompleter, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::DefaultHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, ExternalPrinter, Helper};

use super::interrupts::Interrupts;
use super::watching::Watching;
use super::{
    Class, Lines, MISTAKE, Reply, Session, classify, commands, complete, describe, is_complete,
    output, paging, watching,
};

/// At most so many rows of an answer are shown, until the user asks for more.
const MOST_ROWS: usize = 1000;

type Terminal = Editor<Assistant, DefaultHistory>;

/// Runs the prompt until the user is done. With `watched`, files of the base that change are read anew.
pub(super) fn run(session: Session, interrupts: &mut Interrupts, watched: bool) -> ExitCode {
    interrupts.stay();
    match converse(session, interrupts, watched) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be told to somebody whose error output is closed.
            let _ = output::notice(&format!("error: {error}\n"));
            ExitCode::from(MISTAKE)
        }
    }
}

fn converse(mut session: Session, interrupts: &Interrupts, watched: bool) -> rustyline::Result<()> {
    session.most_rows = Some(MOST_ROWS);
    output::data(&format!(
        "Entente {}: {}. `:help` tells how to ask.\n",
        env!("CARGO_PKG_VERSION"),
        describe::size(session.knowledge())
    ))?;
    let colours = session.colours;
    let session = Arc::new(Mutex::new(session));
    let mut terminal = open(Arc::clone(&session), colours)?;
    let watching = match watched {
        true => watch(&mut terminal, &session)?,
        false => None,
    };
    let history = history();
    if let Some(path) = &history {
        // No history yet, or one that cannot be read, is a history that begins today.
        let _ = terminal.load_history(path);
    }
    let style = AnsiColor::Green.on_default().bold();
    loop {
        let prompt = watching::lock(&session).prompt();
        let prompt = (prompt.clone(), format!("{style}{prompt}{style:#}"));
        let text = match interrupts.while_waiting(|| terminal.readline(&prompt)) {
            Ok(text) => text,
            Err(ReadlineError::Interrupted) => {
                if let Some(watching) = &watching {
                    watching.interrupt();
                }
                continue;
            }
            Err(ReadlineError::Eof) => return Ok(()),
            Err(error) => return Err(error),
        };
        if text.trim().is_empty() {
            continue;
        }
        remember(&mut terminal, &text, history.as_ref());
        let size = terminal.dimensions();
        // What is pasted may hold several texts.
        let mut lines = Lines::default();
        let mut texts: Vec<String> = text.lines().filter_map(|line| lines.push(line)).collect();
        texts.extend(lines.end());
        for text in texts {
            // A reload may be about to end, which signals stop as well.
            let mut session = interrupts.while_busy(|| watching::lock(&session));
            session.width = size.map(|(columns, _)| columns.into());
            let reply = interrupts.while_busy(|| session.line(&text));
            let interrupted = interrupts.happened();
            if interrupted {
                // The terminal has written `^C`.
                output::notice("\n")?;
            }
            // Notices of a reload wait until the session is free.
            let rows = size.map(|(_, rows)| rows.into()).filter(|_| session.pager);
            show(&reply, rows, interrupts)?;
            if reply.done {
                return Ok(());
            }
            if interrupted {
                break;
            }
        }
    }
}

/// Shows a reply on a terminal with so many rows; what does not fit goes through the pager.
fn show(reply: &Reply, rows: Option<usize>, interrupts: &Interrupts) -> rustyline::Result<()> {
    let is_long = rows.is_some_and(|rows| paging::is_long(&reply.data, rows));
    let paged = is_long && interrupts.elsewhere(|| paging::page(&reply.data))?;
    if !paged {
        output::data(&reply.data)?;
    }
    output::notice(&reply.notices)?;
    Ok(())
}

/// Watches the base's files. Notices stand above the line that is being typed.
fn watch(
    terminal: &mut Terminal,
    session: &Arc<Mutex<Session>>,
) -> rustyline::Result<Option<Watching>> {
    // A terminal that cannot do this has no notices, so nothing may change behind the user's back.
    let Ok(mut printer) = terminal.create_external_printer() else {
        return Ok(None);
    };
    let tell = move |text| drop(printer.print(text));
    match watching::watch(session, tell) {
        Ok(watching) => Ok(watching),
        Err(report) => {
            output::notice(&watching::without(&report))?;
            Ok(None)
        }
    }
}

fn open(session: Arc<Mutex<Session>>, colours: bool) -> rustyline::Result<Terminal> {
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

/// The file of the history: the one that ENTENTE_HISTORY names, none if it is empty or `off`, else one in the folder
/// that the system has for what programs remember.
fn history() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("ENTENTE_HISTORY") {
        return (!named.is_empty() && named != "off").then(|| PathBuf::from(named));
    }
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
    /// Not at hand while a reload takes place, which is no reason for typing to wait.
    session: Arc<Mutex<Session>>,
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
        let Ok(session) = self.session.try_lock() else {
            return Ok((cursor, Vec::new()));
        };
        let (start, candidates) = complete(session.knowledge(), line, cursor);
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
        let Ok(session) = self.session.try_lock() else {
            return Cow::Borrowed(line);
        };
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
