//! What is wrong in a table's file, and the reports of it.

use std::borrow::Cow;
use std::ops::Range;

use crate::text::{Report, SourceId, Span};

/// At most this many wrong lines of a file are reported.
pub(super) const MOST_REPORTS: usize = 20;

/// What is wrong at one place of a file.
pub(super) struct Mistake {
    /// Bytes of the file's text.
    pub(super) place: Range<usize>,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: String,
}

impl Mistake {
    fn span(&self, source: SourceId) -> Span {
        Span {
            source,
            start: self.place.start as u32,
            end: self.place.end as u32,
        }
    }
}

/// The first mistakes of a file, and how many there are.
#[derive(Default)]
pub(super) struct Mistakes {
    first: Vec<Mistake>,
    count: usize,
    /// The first line with more columns than are declared, and how many there are.
    longer: Option<(Mistake, usize)>,
}

impl Mistakes {
    pub(super) fn refuse(&mut self, mistake: Mistake) {
        self.count += 1;
        if self.first.len() < MOST_REPORTS {
            self.first.push(mistake);
        }
    }

    /// Refuses a line for the byte at `at`, which is no text.
    pub(super) fn refuse_bytes(&mut self, at: usize) {
        self.refuse(Mistake {
            place: at..at + char::REPLACEMENT_CHARACTER.len_utf8(),
            message: "this line is not UTF-8".to_owned(),
            label: String::new(),
            help: "save the file as UTF-8".to_owned(),
        });
    }

    /// Notes a line that has more columns than are declared; the others are not read.
    pub(super) fn pass_over(&mut self, mistake: Mistake) {
        let longer = self.longer.get_or_insert((mistake, 0));
        longer.1 += 1;
    }

    /// The warning about lines with more columns than are declared, if there are any.
    pub(super) fn warning(&mut self, source: impl FnOnce() -> SourceId) -> Option<Report> {
        let (mistake, count) = self.longer.take()?;
        let span = mistake.span(source());
        let not_read = "the columns behind those are not read".to_owned();
        let label = match count {
            1 => not_read,
            2 => format!("{not_read}, here and in 1 more line"),
            many => format!("{not_read}, here and in {} more lines", many - 1),
        };
        Some(
            Report::warning(span, mistake.message)
                .label(label)
                .help(mistake.help),
        )
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The reports of the file `name`, whose text is in `source`; `declared` is where its relation is.
    pub(super) fn reports(self, name: &str, source: SourceId, declared: Span) -> Vec<Report> {
        let shown = self.first.len();
        let mut reports: Vec<Report> = self
            .first
            .into_iter()
            .map(|mistake| {
                let span = mistake.span(source);
                Report::error(span, mistake.message)
                    .label(mistake.label)
                    .help(mistake.help)
            })
            .collect();
        // Where the relation is declared is said once.
        if let Some(first) = reports.first_mut() {
            first.labels.push((declared, "declared here".to_owned()));
        }
        if self.count > shown {
            let more = self.count - shown;
            reports.push(Report::general(format!(
                "{name}: {more} more lines are wrong"
            )));
        }
        reports
    }
}

/// As much of a text as a message can take.
pub(super) fn beginning(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}
