//! The lines of a table: to rows, or what is wrong with them.

use std::borrow::Cow;
use std::ops::Range;

use super::{Database, Word};
use crate::rules::{Column, Type};
use crate::text::{Report, SourceId, Span};

/// At most this many wrong lines of a file are reported.
const MOST_REPORTS: usize = 20;

/// Reads lines one by one and keeps what is wrong with them.
pub(super) struct Reader<'a> {
    columns: &'a [Column],
    delimiter: &'a [u8],
    /// The words of the line that was read last.
    row: Vec<Word>,
    mistakes: Vec<Mistake>,
    wrong_lines: usize,
}

/// What is wrong in a line.
struct Mistake {
    place: Range<usize>,
    message: String,
    label: String,
    help: String,
}

impl<'a> Reader<'a> {
    pub(super) fn new(columns: &'a [Column], delimiter: &'a str) -> Reader<'a> {
        Reader {
            columns,
            delimiter: delimiter.as_bytes(),
            row: vec![0; columns.len()],
            mistakes: Vec::new(),
            wrong_lines: 0,
        }
    }

    /// The words of a line that starts at `start` in its file; none if it is wrong.
    pub(super) fn row(
        &mut self,
        line: &str,
        start: usize,
        database: &mut Database,
    ) -> Option<&[Word]> {
        self.line(line, start, database).then_some(&self.row)
    }

    pub(super) fn has_mistakes(&self) -> bool {
        !self.mistakes.is_empty()
    }

    /// What was wrong in the file `name`, whose text is in `source`; `declared` is where its relation is.
    pub(super) fn reports(self, name: &str, source: SourceId, declared: Span) -> Vec<Report> {
        let shown = self.mistakes.len();
        let mut reports: Vec<Report> = self
            .mistakes
            .into_iter()
            .map(|mistake| {
                let span = Span {
                    source,
                    start: mistake.place.start as u32,
                    end: mistake.place.end as u32,
                };
                Report::error(span, mistake.message)
                    .label(mistake.label)
                    .help(mistake.help)
            })
            .collect();
        // Where the relation is declared is said once.
        if let Some(first) = reports.first_mut() {
            first.labels.push((declared, "declared here".to_owned()));
        }
        if self.wrong_lines > shown {
            let more = self.wrong_lines - shown;
            reports.push(Report::general(format!(
                "{name}: {more} more lines are wrong"
            )));
        }
        reports
    }

    /// Reads a line into `row`; says whether it was good.
    fn line(&mut self, line: &str, start: usize, database: &mut Database) -> bool {
        if self.columns.is_empty() {
            return self.line_without_columns(line, start);
        }
        let mut at = 0;
        for (number, column) in self.columns.iter().enumerate() {
            let end = self.find_delimiter(line, at);
            let is_last = number + 1 == self.columns.len();
            if end.is_none() != is_last {
                self.refuse_count(line, start);
                return false;
            }
            let cell = &line[at..end.unwrap_or(line.len())];
            self.row[number] = match column.ty {
                Type::Symbol => database.values.symbol(cell),
                Type::Number => match number_of(cell) {
                    Some(number) => database.values.number(number),
                    None => {
                        self.refuse_number(cell, start + at, column);
                        return false;
                    }
                },
                _ => unreachable!(),
            };
            at += cell.len() + self.delimiter.len();
        }
        true
    }

    fn line_without_columns(&mut self, line: &str, start: usize) -> bool {
        let good = line == "()";
        if !good {
            self.refuse(Mistake {
                place: start..start + line.len(),
                message: "a line that is not `()`".to_owned(),
                label: "the relation has no columns".to_owned(),
                help: "write one line `()` if the relation holds, and an empty file if not"
                    .to_owned(),
            });
        }
        good
    }

    fn find_delimiter(&self, line: &str, from: usize) -> Option<usize> {
        let rest = &line.as_bytes()[from..];
        let found = match self.delimiter {
            [byte] => rest.iter().position(|b| b == byte),
            many => rest.windows(many.len()).position(|window| window == many),
        };
        found.map(|at| from + at)
    }

    fn refuse(&mut self, mistake: Mistake) {
        self.wrong_lines += 1;
        if self.mistakes.len() < MOST_REPORTS {
            self.mistakes.push(mistake);
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

    fn refuse_count(&mut self, line: &str, start: usize) {
        let mut found = 1;
        let mut at = 0;
        while let Some(next) = self.find_delimiter(line, at) {
            found += 1;
            at = next + self.delimiter.len();
        }
        let wanted = self.columns.len();
        let names: Vec<&str> = self
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        let delimiter = String::from_utf8_lossy(self.delimiter)
            .escape_debug()
            .to_string();
        self.refuse(Mistake {
            place: start..start + line.len(),
            message: format!("{} where {wanted} are declared", columns(found)),
            label: String::new(),
            help: format!(
                "the columns are `{}`, with `{delimiter}` between them",
                names.join("`, `")
            ),
        });
    }

    fn refuse_number(&mut self, cell: &str, start: usize, column: &Column) {
        self.refuse(Mistake {
            place: start..start + cell.len(),
            message: format!("`{}` is no number", beginning(cell)),
            label: format!("column `{}` is a number", column.name),
            help:
                "numbers are digits, with `-` in front if negative, from -9223372036854775808 to \
                   9223372036854775807"
                    .to_owned(),
        });
    }
}

/// As much of a cell as a message can take.
fn beginning(cell: &str) -> Cow<'_, str> {
    match cell.char_indices().nth(40) {
        Some((end, _)) => Cow::Owned(format!("{}…", &cell[..end])),
        None => Cow::Borrowed(cell),
    }
}

fn columns(count: usize) -> String {
    match count {
        1 => "1 column".to_owned(),
        many => format!("{many} columns"),
    }
}

fn number_of(cell: &str) -> Option<i64> {
    if cell.starts_with('+') {
        return None;
    }
    cell.parse().ok()
}
