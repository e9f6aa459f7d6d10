//! The prompt: a session (line in, reply out) and the terminal around it.

mod answering;
mod changing;
mod commands;
mod completeness;
mod completion;
mod cursor;
mod describe;
mod differing;
mod evidence;
mod explaining;
mod help;
mod highlighting;
mod interrupts;
mod origin;
mod output;
mod paging;
#[cfg(test)]
mod pasting;
mod piped;
mod reloading;
mod reply;
mod saving;
mod session;
mod statements;
mod terminal;
mod timing;
mod watching;
mod whatif;
mod why;
mod whynot;

use std::io::IsTerminal;
use std::process::ExitCode;

use crate::answers::{Format, Knowledge};
use crate::engine::Limits;
use crate::facts::Base;
use crate::text::{Report, has_errors, render};

pub(crate) use crate::answers::wrapped;
pub use completeness::{Lines, is_complete};
pub use completion::{Candidate, complete};
pub use highlighting::{Class, classify};
pub use origin::Origin;
pub use reply::Reply;
pub use session::Session;
pub(crate) use whatif::{checked_confidence, checked_date, consequences, resting_on_one, told};
pub(crate) use whynot::as_text;

/// What the prompt starts with.
#[derive(Clone, Debug)]
pub struct Options {
    pub base: Origin,
    /// How answers are written at first; as tables by default.
    pub format: Option<Format>,
    /// Bounds of every evaluation.
    pub limits: Limits,
    /// Whether the base's files are watched; if nothing is said, at a terminal.
    pub watch: Option<bool>,
    /// Whether a terminal shows long answers page by page.
    pub pager: bool,
}

/// What a program ends with that was asked to do something wrong.
const MISTAKE: u8 = 2;
/// What a program ends with that was interrupted.
const INTERRUPTED: u8 = 130;

/// Loads the base and runs the prompt: at a terminal until the user is done, else to the end of the
/// standard input.
pub fn run(options: Options) -> ExitCode {
    let mut interrupts = interrupts::install(&options.limits);
    let colours = output::has_colours();
    let (files, mut reports) = options.base.files();
    let (base, wrong) = Base::load(&files);
    reports.extend(wrong);
    if files.is_empty() && reports.is_empty() {
        reports.push(
            Report::general("there is no base here")
                .help("a base is a folder with `rules`, `facts` and `seeds`"),
        );
    }
    let shown = output::notice(&render(&reports, &base.sources, colours));
    if shown.is_err() || has_errors(&reports) {
        return ExitCode::from(MISTAKE);
    }
    let knowledge = match interrupts.while_busy(|| Knowledge::new(base, &options.limits)) {
        Ok(knowledge) => knowledge,
        Err(stopped) => {
            let report = Report::general(stopped.to_string());
            // Nothing can be told to somebody whose error output is closed.
            let _ = output::notice(&render(&[report], &Default::default(), colours));
            return ExitCode::from(if interrupts.happened() {
                INTERRUPTED
            } else {
                MISTAKE
            });
        }
    };
    let mut session = Session::new(knowledge, options.base, options.limits);
    session.format = options.format.unwrap_or_default();
    session.colours = colours;
    session.pager = options.pager;
    let at_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let watched = options.watch.unwrap_or(at_terminal);
    match at_terminal {
        true => terminal::run(session, &mut interrupts, watched),
        false => piped::run(session, &interrupts, watched),
    }
}
