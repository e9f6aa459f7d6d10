//! Tables: relations as files, as Soufflé reads and writes them.

mod batch;
mod cells;
mod json;
mod layout;
mod lines;
#[cfg(test)]
mod lines_tests;
mod mistakes;
mod nested;
mod order;
#[cfg(test)]
mod round_trip;
mod split;
#[cfg_attr(feature = "sqlite", path = "sqlite.rs")]
#[cfg_attr(not(feature = "sqlite"), path = "no_sqlite.rs")]
mod sqlite;
mod write;

use std::borrow::Cow;
use std::io::{self, Read, Write};
use std::num::NonZero;

use flate2::read::MultiGzDecoder;

pub use cells::{BadCell, parse_cell, write_cell};
pub use layout::{Layout, LineLayout};
pub use sqlite::{read_sqlite, write_sqlite};

use super::{Database, Values};
use crate::rules::{Program, RelationId};
use crate::text::{Report, Sources};

/// How files begin that gzip compressed.
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// A table to be read.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// What reports call it.
    pub name: &'a str,
    /// What is in it; if it is compressed, that is recognised.
    pub bytes: &'a [u8],
    pub layout: &'a Layout,
    /// How many threads read it.
    pub threads: NonZero<usize>,
}

impl<'a> Input<'a> {
    /// A table that one thread reads.
    pub fn new(name: &'a str, bytes: &'a [u8], layout: &'a Layout) -> Input<'a> {
        Input {
            name,
            bytes,
            layout,
            threads: NonZero::<usize>::MIN,
        }
    }
}

/// Reads a table into a relation. If any line is wrong, the reports say which; the database is then of no use.
/// Else there may be warnings.
pub fn read_table(
    input: &Input<'_>,
    program: &Program,
    relation: RelationId,
    database: &mut Database,
    sources: &mut Sources,
) -> Result<Vec<Report>, Vec<Report>> {
    let Input {
        name,
        bytes,
        layout,
        threads,
    } = *input;
    let mut bytes = Cow::Borrowed(bytes);
    if bytes.starts_with(&GZIP) {
        let mut plain = Vec::new();
        if let Err(error) = MultiGzDecoder::new(&*bytes).read_to_end(&mut plain) {
            let message = format!("{name}: damaged gzip file: {error}");
            return Err(vec![
                Report::general(message).help("compress the file again"),
            ]);
        }
        bytes = Cow::Owned(plain);
    }
    if bytes.len() > Sources::LARGEST {
        return Err(vec![Report::general(format!("{name}: larger than 4 GiB"))]);
    }
    let text = match simdutf8::basic::from_utf8(&bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(&bytes),
    };
    // Only a file that is not UTF-8 has its lines looked at twice.
    let wrong = match &text {
        Cow::Borrowed(_) => Vec::new(),
        Cow::Owned(text) => lines::wrong_lines(&bytes, text),
    };
    let declared = program.relation(relation);
    // The values are lent out so that rows and values can be added to side by side.
    let mut values = std::mem::take(&mut database.values);
    let rows = database.rows_mut(relation);
    let mut mistakes = match layout {
        Layout::Lines(layout) => {
            let types = Values::new(values.types());
            let reader = lines::Reader::new(&text, &declared.columns, layout, &types);
            batch::read_into(reader, &text, wrong, rows, &mut values, threads)
        }
        Layout::Json { .. } => match wrong.first() {
            Some(&(_, byte)) => {
                let mut mistakes = mistakes::Mistakes::default();
                mistakes.refuse_bytes(byte);
                mistakes
            }
            None => json::read_json(&text, declared, rows, &mut values),
        },
    };
    database.values = values;
    if mistakes.is_empty() {
        let warning = mistakes.warning(|| sources.add(name, text.into_owned()));
        return Ok(warning.into_iter().collect());
    }
    let source = sources.add(name, text.into_owned());
    Err(mistakes.reports(name, source, declared.declared))
}

/// Writes a relation as a table, its rows sorted by value; threads make lines ready together. Returns a text with a delimiter or line end
/// inside, if there is one and, as in Soufflé's plain tables, nothing tells it from the table's own.
pub fn write_table(
    out: &mut impl Write,
    layout: &Layout,
    program: &Program,
    relation: RelationId,
    database: &Database,
    threads: NonZero<usize>,
) -> io::Result<Option<String>> {
    let declared = program.relation(relation);
    let (rows, values) = (database.rows(relation), &database.values);
    match layout {
        Layout::Lines(layout) => {
            if layout.headers {
                write::write_header(out, layout, declared)?;
            }
            write::write_rows(out, layout, declared, rows, values, threads.get())
        }
        Layout::Json { objects } => {
            json::write_json(out, *objects, declared, rows, values)?;
            Ok(None)
        }
    }
}

/// Writes the line with a table's column names.
pub fn write_header(
    out: &mut impl Write,
    layout: &LineLayout,
    program: &Program,
    relation: RelationId,
) -> io::Result<()> {
    write::write_header(out, layout, program.relation(relation))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::check;
    use crate::syntax::parse;
    use crate::text::render;

    /// A table read into the relation `r` of a declaration and written again, or what is wrong with it.
    fn read_and_written(declaration: &str, layout: &Layout, bytes: &[u8]) -> String {
        let mut sources = Sources::default();
        let source = sources.add("p.dl", declaration);
        let (items, wrong) = parse(source, declaration);
        assert!(wrong.is_empty(), "{wrong:?}");
        let (program, wrong) = check(items.iter(), &sources);
        assert!(wrong.is_empty(), "{wrong:?}");
        let mut database = Database::new(&program);
        let r = program.find("r").unwrap();
        let input = Input::new("r.facts", bytes, layout);
        let read = read_table(&input, &program, r, &mut database, &mut sources);
        match read {
            Ok(warnings) => {
                let mut out = render(&warnings, &sources, false).into_bytes();
                write_table(
                    &mut out,
                    layout,
                    &program,
                    r,
                    &database,
                    NonZero::<usize>::MIN,
                )
                .unwrap();
                String::from_utf8(out).unwrap()
            }
            Err(reports) => render(&reports, &sources, false),
        }
    }

    const EDGE: &str = ".decl r(from: symbol, weight: number)";

    #[test]
    fn rows_come_back_sorted_and_once() {
        let table = b"b\t10\r\nb\t9\n\t-1\nb\t10\n\xc3\xa9 \t9223372036854775807";
        assert_eq!(
            read_and_written(EDGE, &Layout::default(), table),
            "\t-1\nb\t9\nb\t10\né \t9223372036854775807\n"
        );
        assert_eq!(read_and_written(EDGE, &Layout::default(), b""), "");
        assert_eq!(
            read_and_written(".decl r(x: symbol)", &Layout::default(), b"a\n\n"),
            "\na\n"
        );
    }

    #[test]
    fn a_line_may_have_more_columns() {
        let table = b"a\t1\nb\t2\t\nc\t3\tx\ty\n";
        insta::assert_snapshot!(read_and_written(EDGE, &Layout::default(), table), @r"
        warning: 3 columns where 2 are declared
         --> r.facts:2:1
          |
        2 | b    2    
          | ^^^^^^^^^^ the columns behind those are not read, here and in 1 more line
          |
          = help: the columns are `from`, `weight`, with `\t` between them

        a	1
        b	2
        c	3
        ");
    }

    #[test]
    fn delimiters_and_headers_are_those_of_the_layout() {
        let layout = Layout::Lines(LineLayout {
            delimiter: ", ".into(),
            headers: true,
            ..LineLayout::default()
        });
        let table = b"to, cost\na,b, 1\n";
        assert_eq!(
            read_and_written(EDGE, &layout, table),
            "from, weight\na,b, 1\n"
        );
    }

    #[test]
    fn a_relation_without_columns_is_a_line_or_none() {
        assert_eq!(
            read_and_written(".decl r()", &Layout::default(), b"()\n"),
            "()\n"
        );
        assert_eq!(read_and_written(".decl r()", &Layout::default(), b""), "");
    }

    #[test]
    fn every_wrong_line_is_reported_with_its_place() {
        let table = b"a\t1\na\na\tb\na\t1\t2\n\xe9\t1\na\t99999999999999999999\na\t1 \n";
        insta::assert_snapshot!(read_and_written(EDGE, &Layout::default(), table), @r"
        error: 1 column where 2 are declared
         --> r.facts:2:1
          |
        2 | a
          | ^
          |
         ::: p.dl:1:7
          |
        1 | .decl r(from: symbol, weight: number)
          |       - declared here
          |
          = help: the columns are `from`, `weight`, with `\t` between them

        error: `b` is no number
         --> r.facts:3:3
          |
        3 | a    b
          |      ^ column `weight` is a number
          |
          = help: numbers are digits, with `-` in front if negative, from -9223372036854775808 to 9223372036854775807

        error: this line is not UTF-8
         --> r.facts:5:1
          |
        5 | �    1
          | ^
          |
          = help: save the file as UTF-8

        error: `99999999999999999999` is no number
         --> r.facts:6:3
          |
        6 | a    99999999999999999999
          |      ^^^^^^^^^^^^^^^^^^^^ column `weight` is a number
          |
          = help: numbers are digits, with `-` in front if negative, from -9223372036854775808 to 9223372036854775807

        error: `1 ` is no number
         --> r.facts:7:3
          |
        7 | a    1 
          |      ^^ column `weight` is a number
          |
          = help: numbers are digits, with `-` in front if negative, from -9223372036854775808 to 9223372036854775807
        ");
        insta::assert_snapshot!(read_and_written(".decl r()", &Layout::default(), b"\n"), @"
        error: a line that is not `()`
         --> r.facts:1:1
          |
        1 |
          | ^ the relation has no columns
          |
         ::: p.dl:1:7
          |
        1 | .decl r()
          |       - declared here
          |
          = help: write one line `()` if the relation holds, and an empty file if not
        ");
    }

    #[test]
    fn reports_end_somewhere() {
        let refused = read_and_written(EDGE, &Layout::default(), &b"a\n".repeat(25));
        assert_eq!(refused.matches("1 column where 2 are declared").count(), 20);
        assert!(
            refused.contains("r.facts: 5 more lines are wrong"),
            "{refused}"
        );
    }
}
