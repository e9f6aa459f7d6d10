//! Tables: relations as files of lines and columns, as Soufflé reads and writes them.

use std::borrow::Cow;
use std::io::{self, Write};

use super::table_lines::Reader;
use super::{Database, Word};
use crate::rules::{Program, RelationId, Type};
use crate::text::{Report, Sources};

/// What a table looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// What stands between columns; not empty.
    pub delimiter: String,
    /// Whether the first line names the columns.
    pub headers: bool,
}

impl Default for Layout {
    fn default() -> Layout {
        Layout {
            delimiter: "\t".to_owned(),
            headers: false,
        }
    }
}

/// Reads a table into a relation. If any line is wrong, the reports say which; `name` is what they call
/// the file. The database is then of no use.
pub fn read_table(
    name: &str,
    bytes: &[u8],
    layout: &Layout,
    program: &Program,
    relation: RelationId,
    database: &mut Database,
    sources: &mut Sources,
) -> Result<(), Vec<Report>> {
    if bytes.len() > Sources::LARGEST {
        return Err(vec![Report::general(format!("{name}: larger than 4 GiB"))]);
    }
    let text = String::from_utf8_lossy(bytes);
    let relation_declared = program.relation(relation);
    let mut reader = Reader::new(&relation_declared.columns, &layout.delimiter);
    // Only a file that is not UTF-8 has its lines looked at twice.
    let mut raw_lines = match &text {
        Cow::Borrowed(_) => None,
        Cow::Owned(_) => Some(bytes.split(|&byte| byte == b'\n')),
    };
    let mut start = 0;
    for (number, with_end) in text.split_inclusive('\n').enumerate() {
        let line_start = start;
        start += with_end.len();
        let raw_line = raw_lines.as_mut().and_then(Iterator::next);
        if let Some(Err(error)) = raw_line.map(std::str::from_utf8) {
            reader.refuse_bytes(line_start + error.valid_up_to());
            continue;
        }
        if number == 0 && layout.headers {
            continue;
        }
        let line = with_end.strip_suffix('\n').unwrap_or(with_end);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if let Some(row) = reader.row(line, line_start, database) {
            database.rows_mut(relation).insert(row);
        }
    }
    if !reader.has_mistakes() {
        return Ok(());
    }
    let source = sources.add(name, text.into_owned());
    Err(reader.reports(name, source, relation_declared.declared))
}

/// Writes a relation as a table, its rows sorted by value. Returns a text with a delimiter or line end
/// inside, if there is one: as in Soufflé, nothing tells it from the table's own.
pub fn write_table(
    out: &mut impl Write,
    layout: &Layout,
    program: &Program,
    relation: RelationId,
    database: &Database,
) -> io::Result<Option<String>> {
    let columns = &program.relation(relation).columns;
    let values = &database.values;
    if layout.headers {
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        writeln!(out, "{}", names.join(&layout.delimiter))?;
    }
    let mut rows: Vec<&[Word]> = database.rows(relation).iter().collect();
    if columns.is_empty() && !rows.is_empty() {
        out.write_all(b"()\n")?;
        return Ok(None);
    }
    rows.sort_unstable_by(|left, right| {
        let cells = left.iter().zip(*right).zip(columns);
        let mut orders = cells.map(|((&l, &r), column)| values.compare(l, r, column.ty));
        orders
            .find(|order| order.is_ne())
            .unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut unclear = None;
    for row in rows {
        for (at, (&word, column)) in row.iter().zip(columns).enumerate() {
            if at > 0 {
                out.write_all(layout.delimiter.as_bytes())?;
            }
            match column.ty {
                Type::Number => write!(out, "{}", values.integer(word))?,
                Type::Symbol => {
                    let text = values.text(word);
                    if unclear.is_none()
                        && (text.contains(&layout.delimiter) || text.contains('\n'))
                    {
                        unclear = Some(text.to_owned());
                    }
                    out.write_all(text.as_bytes())?;
                }
                ty => write!(out, "{}", values.meaning(word, ty))?,
            }
        }
        out.write_all(b"\n")?;
    }
    Ok(unclear)
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
        let read = read_table(
            "r.facts",
            bytes,
            layout,
            &program,
            r,
            &mut database,
            &mut sources,
        );
        match read {
            Ok(()) => {
                let mut out = Vec::new();
                write_table(&mut out, layout, &program, r, &database).unwrap();
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
    fn delimiters_and_headers_are_those_of_the_layout() {
        let layout = Layout {
            delimiter: ", ".into(),
            headers: true,
        };
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
        let table = b"a\t1\na\na\tb\na\t1\t2\n\xe9\t1\na\t99999999999999999999\na\t+1\n";
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

        error: 3 columns where 2 are declared
         --> r.facts:4:1
          |
        4 | a    1    2
          | ^^^^^^^^^^^
          |
          = help: the columns are `from`, `weight`, with `\t` between them

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

        error: `+1` is no number
         --> r.facts:7:3
          |
        7 | a    +1
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
