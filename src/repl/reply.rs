//! What a line is answered with.

use anstyle::{AnsiColor, Style};

use crate::answers::lines_on_terminal;

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
    /// What was asked for, as text that may come from anywhere.
    pub(super) fn data(text: &str) -> Reply {
        Reply {
            data: lines_on_terminal(text).into_owned(),
            ..Reply::default()
        }
    }

    pub(super) fn notice(line: &str) -> Reply {
        let mut reply = Reply::default();
        reply.say(line);
        reply
    }

    pub(super) fn done() -> Reply {
        Reply {
            done: true,
            ..Reply::default()
        }
    }

    /// The reply to a mistake, with its reports as drawn.
    pub(super) fn failed(drawn: String) -> Reply {
        let mut reply = Reply {
            failed: true,
            ..Reply::default()
        };
        reply.draw(&drawn);
        reply
    }

    /// Adds a line of notice.
    pub(super) fn say(&mut self, line: &str) {
        self.notices.push_str(&lines_on_terminal(line));
        self.notices.push('\n');
    }

    /// Adds a line of notice behind a label such as `hint`.
    pub(super) fn label(&mut self, label: &str, text: &str, colours: bool) {
        let style = match colours {
            true => AnsiColor::BrightCyan.on_default().bold(),
            false => Style::new(),
        };
        let text = lines_on_terminal(text);
        self.notices
            .push_str(&format!("{style}{label}{style:#}: {text}\n"));
    }

    /// Adds reports as drawn, without the empty lines that end them.
    pub(super) fn draw(&mut self, drawn: &str) {
        let drawn = drawn.trim_end();
        if !drawn.is_empty() {
            self.notices.push_str(drawn);
            self.notices.push('\n');
        }
    }

    /// This reply with a later one behind it; that of a failure stands alone.
    pub(super) fn then(self, later: Reply) -> Reply {
        if later.failed {
            return later;
        }
        Reply {
            data: self.data + &later.data,
            notices: self.notices + &later.notices,
            ..later
        }
    }
}
