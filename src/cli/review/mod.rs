//! `entente review`: a person judges what was extracted.

mod correction;
mod curated;
mod queue;
mod session;
mod shown;

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::Path;

use clap::Args;
use rustyline::error::ReadlineError;
use rustyline::{Config, DefaultEditor, Editor};

use self::session::{Asks, Reply, Session, Shows};
use self::shown::KEYS;
use super::{INTERRUPTED, MISTAKE, Outcome, base, output};
use crate::repl::Origin;
use crate::text::Report;

/// Judge what was extracted, the least certain first.
///
/// Shows each extracted fact that no curated one says or takes back, with the sentence that says it, and asks
/// what to do with it. Every judgement is saved at once in facts/curated/; what stands there already is not
/// changed.
#[derive(Debug, Args)]
#[command(after_help = "\
Keys, each with Enter: a accept, c correct, r reject, s skip, u undo, q quit, ? help. On a pipe, each line of
the standard input is a key; the line behind a `c` is the corrected fact.

Examples:
  entente review                          all articles
  entente review 003_4ef7d3dc570260e4     one article

Exit status: 0 done, 2 if something was not understood or not saved, 130 interrupted.")]
pub(super) struct Arguments {
    /// The id of an article, or its file; all articles by default.
    #[arg(value_name = "ARTICLE")]
    article: Option<String>,
}

pub(super) fn run(folder: Option<&Path>, arguments: &Arguments) -> Outcome {
    let origin = base::origin(folder)?;
    let Origin::Folder(folder) = &origin else {
        let message = "the base is inside the program: there is no folder to write to";
        return Err(Report::general(message)
            .help("name a base of your own with `--base DIR`")
            .into());
    };
    let base = base::load_sound(&origin)?;
    let article = match &arguments.article {
        Some(name) => Some(base::find_article(&base, name)?),
        None => None,
    };
    let mut session = Session::new(&base, folder, article);
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        converse(&mut session)
    } else {
        run_lines(&mut session, io::stdin().lock())
    }
}

fn show(reply: &Reply) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(reply.text.as_bytes())?;
    out.flush()
}

/// The review at a terminal.
fn converse(session: &mut Session) -> Outcome {
    let terminal = |error: ReadlineError| io::Error::other(error.to_string());
    let config = Config::builder().auto_add_history(false).build();
    let mut editor: DefaultEditor = Editor::with_config(config).map_err(terminal)?;
    session.shows = Shows {
        colours: anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
        width: output::width(),
    };
    let mut reply = session.begin();
    loop {
        show(&reply)?;
        let line = match &reply.asks {
            Asks::Nothing => return Ok(0),
            Asks::Judgement => editor.readline(KEYS),
            Asks::Fact(fact) => editor.readline_with_initial("correct: ", (fact, "")),
        };
        reply = match line {
            Ok(line) => session.line(&line),
            Err(ReadlineError::Eof) => session.quit(),
            Err(ReadlineError::Interrupted) => match session.give_up() {
                Some(reply) => reply,
                None => {
                    show(&session.quit())?;
                    return Ok(INTERRUPTED);
                }
            },
            Err(error) => return Err(terminal(error).into()),
        };
    }
}

/// The review on a pipe: each line is a key, or the fact that a correction asks for.
fn run_lines(session: &mut Session, mut input: impl BufRead) -> Outcome {
    let mut reply = session.begin();
    show(&reply)?;
    while reply.asks != Asks::Nothing {
        let mut bytes = Vec::new();
        if input.read_until(b'\n', &mut bytes)? == 0 {
            reply = session.quit();
        } else {
            reply = match String::from_utf8(bytes) {
                Ok(line) => session.line(line.trim_end_matches(['\n', '\r'])),
                Err(_) => session.refuse("the line is not UTF-8\n"),
            };
        }
        show(&reply)?;
    }
    Ok(if session.failed { MISTAKE } else { 0 })
}
