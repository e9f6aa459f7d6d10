//! The dialogue of a review, without the terminal: a line in, a reply out.

use std::path::Path;

use super::correction::correction;
use super::curated::{Added, Curated};
use super::queue::{Item, queue};
use super::shown::{HELP, fact, shown};
use crate::facts::Base;
use crate::rules::Const;
use crate::text::render;

/// A review of what was extracted.
pub(super) struct Session<'a> {
    base: &'a Base,
    curated: Curated,
    pub(super) shows: Shows,
    queue: Vec<Item>,
    /// Which items have been judged or passed over.
    done: Vec<bool>,
    /// The item that the next line is about.
    at: usize,
    corrects: bool,
    judged: Vec<Judged>,
    /// Whether something could not be saved or understood.
    pub(super) failed: bool,
}

/// How items are shown.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shows {
    pub(super) colours: bool,
    pub(super) width: Option<usize>,
}

/// A judgement, and what is needed to take it back.
struct Judged {
    at: usize,
    verdict: Verdict,
    /// The items that it settled.
    settled: Vec<usize>,
    added: Option<Added>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Accepted,
    Corrected,
    Rejected,
    Skipped,
}

impl Verdict {
    fn word(self) -> &'static str {
        match self {
            Verdict::Accepted => "accepted",
            Verdict::Corrected => "corrected",
            Verdict::Rejected => "rejected",
            Verdict::Skipped => "skipped",
        }
    }
}

/// What the user sees next.
pub(super) struct Reply {
    pub(super) text: String,
    pub(super) asks: Asks,
}

/// What the next line is to say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Asks {
    /// What to do with the item.
    Judgement,
    /// The fact as it should be; what stands on the line at first.
    Fact(String),
    /// Nothing any more.
    Nothing,
}

impl<'a> Session<'a> {
    pub(super) fn new(base: &'a Base, folder: &Path, article: Option<usize>) -> Session<'a> {
        let queue = queue(base, article);
        Session {
            base,
            curated: Curated::new(folder),
            shows: Shows::default(),
            done: vec![false; queue.len()],
            queue,
            at: 0,
            corrects: false,
            judged: Vec::new(),
            failed: false,
        }
    }

    /// How the review begins.
    pub(super) fn begin(&mut self) -> Reply {
        match self.queue.is_empty() {
            true => self.end("nothing to review: all that was extracted has been judged\n"),
            false => self.go_on(String::new()),
        }
    }

    /// Does what a line says.
    pub(super) fn line(&mut self, line: &str) -> Reply {
        if std::mem::take(&mut self.corrects) {
            return self.correct(line);
        }
        match line.trim().to_lowercase().as_str() {
            "a" | "accept" | "y" => self.judge(Verdict::Accepted, None),
            "r" | "reject" | "n" => self.judge(Verdict::Rejected, None),
            "s" | "skip" => self.judge(Verdict::Skipped, None),
            "u" | "undo" => self.undo(),
            "q" | "quit" => self.quit(),
            "c" | "correct" => self.ask_for_fact(),
            "?" | "h" | "help" => self.ask(HELP.to_owned()),
            "" => self.go_on(String::new()),
            _ => self.refuse("one of a, c, r, s, u, q; `?` tells what they do\n"),
        }
    }

    /// Asks again, since what came cannot be used.
    pub(super) fn refuse(&mut self, why: &str) -> Reply {
        self.failed = true;
        self.corrects = false;
        self.ask(why.to_owned())
    }

    /// The end of the input, or of the user's patience.
    pub(super) fn quit(&mut self) -> Reply {
        let summary = self.summary();
        self.end(&summary)
    }

    /// Gives up a correction; there is none if the fact is asked about.
    pub(super) fn give_up(&mut self) -> Option<Reply> {
        std::mem::take(&mut self.corrects).then(|| self.ask("not corrected\n".to_owned()))
    }

    fn ask(&self, text: String) -> Reply {
        Reply {
            text,
            asks: Asks::Judgement,
        }
    }

    fn end(&self, text: &str) -> Reply {
        Reply {
            text: text.to_owned(),
            asks: Asks::Nothing,
        }
    }

    fn ask_for_fact(&mut self) -> Reply {
        self.corrects = true;
        let item = &self.queue[self.at];
        Reply {
            text: String::new(),
            asks: Asks::Fact(fact(self.base, item.relation, &item.values)),
        }
    }

    /// Shows the next item that is open, behind a text; or the end.
    fn go_on(&mut self, mut text: String) -> Reply {
        let next = self.done.iter().position(|done| !done);
        let Some(next) = next else {
            text.push_str(&self.summary());
            return self.end(&text);
        };
        self.at = next;
        let open = self.done.iter().filter(|done| !**done).count();
        text.push_str(&shown(self.base, &self.queue[next], open, self.shows));
        self.ask(text)
    }

    fn correct(&mut self, line: &str) -> Reply {
        let item = &self.queue[self.at];
        if line.trim().is_empty() {
            return self.ask("not corrected\n".to_owned());
        }
        match correction(self.base, item, line) {
            Ok(values) if values == item.values => {
                self.ask("that is the fact as it was: `a` accepts it\n".to_owned())
            }
            Ok(values) => self.judge(Verdict::Corrected, Some(values)),
            Err((reports, sources)) => {
                self.failed = true;
                self.ask(render(&reports, &sources, self.shows.colours))
            }
        }
    }

    /// Settles an item, and saves that.
    fn judge(&mut self, verdict: Verdict, corrected: Option<Vec<Const>>) -> Reply {
        let settled = self.settled(verdict);
        let added = match verdict {
            Verdict::Skipped => None,
            _ => match self.save(verdict, corrected.as_deref()) {
                Ok(change) => Some(change),
                Err(message) => {
                    self.failed = true;
                    return self.ask(message);
                }
            },
        };
        let (added, note) = match added {
            Some((added, note)) => (Some(added), note),
            None => (None, String::new()),
        };
        for &item in &settled {
            self.done[item] = true;
        }
        self.judged.push(Judged {
            at: self.at,
            verdict,
            settled,
            added,
        });
        self.go_on(note)
    }

    /// The items that a judgement settles: with an event that is none all that is said about it, with a fact
    /// about an event the event.
    fn settled(&self, verdict: Verdict) -> Vec<usize> {
        let mut settled = vec![self.at];
        let item = &self.queue[self.at];
        match verdict {
            Verdict::Accepted | Verdict::Corrected => settled.extend(self.open_event(item)),
            Verdict::Rejected => {
                let is_about = |other: &Item| matches!(&other.event, Some((Some(event), _)) if *event == self.at);
                let open = self.queue.iter().enumerate();
                let open = open.filter(|(at, other)| !self.done[*at] && is_about(other));
                settled.extend(open.map(|(at, _)| at));
            }
            Verdict::Skipped => {}
        }
        settled
    }

    /// The event of an item, if it is still to be judged.
    fn open_event(&self, item: &Item) -> Option<usize> {
        let event = item.event.as_ref()?.0?;
        let was_skipped = || {
            let mut judged = self.judged.iter();
            judged.any(|judged| judged.at == event && judged.verdict == Verdict::Skipped)
        };
        (!self.done[event] || was_skipped()).then_some(event)
    }

    /// Writes a judgement into the curated file of its article.
    fn save(
        &mut self,
        verdict: Verdict,
        corrected: Option<&[Const]>,
    ) -> Result<(Added, String), String> {
        let item = &self.queue[self.at];
        let article = &self.base.articles[item.article];
        let quote = |item: &Item| &article.text()[item.quotation.clone()];
        let written = |item: &Item, values| fact(self.base, item.relation, values);
        let event = match verdict {
            Verdict::Rejected | Verdict::Skipped => None,
            Verdict::Accepted | Verdict::Corrected => self.open_event(item),
        };
        let mut quoted = Vec::new();
        let mut note = String::new();
        if let Some(event) = event {
            let event = &self.queue[event];
            let line = written(event, &event.values);
            note.push_str(&format!("with its event, {line}\n"));
            quoted.push((quote(event), vec![format!("{line}.")]));
        }
        let own = written(item, &item.values);
        let lines = match corrected {
            Some(values) => vec![format!("!{own}."), format!("{}.", written(item, values))],
            None if verdict == Verdict::Rejected => vec![format!("!{own}.")],
            None => vec![format!("{own}.")],
        };
        quoted.push((quote(item), lines));
        let shown = crate::cli::output::path(&self.curated.path(article.id()));
        let change = self
            .curated
            .add(article.id(), &quoted)
            .map_err(|message| format!("error: not saved: {shown}: {message}\n"))?;
        if change.changed_meanwhile {
            note.push_str(&format!("{shown} was changed meanwhile; that is kept\n"));
        }
        Ok((change.added, note))
    }

    fn undo(&mut self) -> Reply {
        let Some(last) = self.judged.pop() else {
            return self.ask("nothing to undo\n".to_owned());
        };
        if let Some(added) = &last.added
            && let Err(message) = self.curated.take_back(added)
        {
            self.failed = true;
            let id = self.base.articles[self.queue[last.at].article].id();
            let shown = crate::cli::output::path(&self.curated.path(id));
            self.judged.push(last);
            return self.ask(format!("error: not undone: {shown}: {message}\n"));
        }
        for &item in &last.settled {
            self.done[item] = self.is_settled(item);
        }
        self.at = last.at;
        let item = &self.queue[last.at];
        let open = self.done.iter().filter(|done| !**done).count();
        let text = format!("undone: no longer {}\n", last.verdict.word());
        self.ask(text + &shown(self.base, item, open, self.shows))
    }

    /// Whether a judgement that stands has settled an item.
    fn is_settled(&self, item: usize) -> bool {
        let mut judged = self.judged.iter();
        judged.any(|judged| judged.settled.contains(&item))
    }

    fn summary(&self) -> String {
        let count = |verdict| {
            let judged = self.judged.iter();
            judged.filter(|judged| judged.verdict == verdict).count()
        };
        let verdicts = [
            Verdict::Accepted,
            Verdict::Corrected,
            Verdict::Rejected,
            Verdict::Skipped,
        ];
        let counts = verdicts.map(|verdict| format!("{} {}", count(verdict), verdict.word()));
        let open = self.done.iter().filter(|done| !**done).count();
        format!("{}; {open} left\n", counts.join(", "))
    }
}
