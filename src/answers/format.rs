//! Answers as text: tables for people, CSV, JSON and Markdown for what comes after.

use std::fmt;
use std::str::FromStr;

use comfy_table::{
    Cell, CellAlignment, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::Answer;
use super::guards::{in_csv, in_json, in_markdown, on_terminal};
use crate::rules::Const;

/// How an answer is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// A table with borders, for reading. Values are written as in the language, so that they can be pasted into
    /// another query.
    #[default]
    Table,
    /// Comma-separated values with a header. Texts that a spreadsheet would take for a formula have an
    /// apostrophe in front.
    Csv,
    /// An array of objects.
    Json,
    /// One object a line.
    Jsonl,
    /// A table for a page.
    Markdown,
}

impl Format {
    pub const ALL: [Format; 5] = [
        Format::Table,
        Format::Csv,
        Format::Json,
        Format::Jsonl,
        Format::Markdown,
    ];

    /// What the format is called.
    pub fn name(self) -> &'static str {
        match self {
            Format::Table => "table",
            Format::Csv => "csv",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
            Format::Markdown => "markdown",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Format, String> {
        let found = Format::ALL.into_iter().find(|format| format.name() == name);
        found.ok_or_else(|| {
            let names = Format::ALL.map(Format::name).join(", ");
            format!("no format `{name}`; the formats are {names}")
        })
    }
}

/// Writes an answer, every line with its end. A table is wrapped to `width` columns, if one is given.
pub fn write(answer: &Answer, format: Format, width: Option<usize>) -> String {
    if answer.columns.is_empty() {
        return write_yes_or_no(!answer.rows.is_empty(), format);
    }
    match format {
        Format::Table => write_table(answer, width),
        Format::Csv => write_csv(answer),
        Format::Json => {
            let objects: Vec<String> = answer.rows.iter().map(|row| object(answer, row)).collect();
            array(&objects)
        }
        Format::Jsonl => {
            let objects = answer.rows.iter().map(|row| object(answer, row) + "\n");
            in_json(objects.collect())
        }
        Format::Markdown => write_markdown(answer),
    }
}

/// The last line of a table: how many answers there are.
fn count(answers: usize) -> String {
    match answers {
        0 => "no answers\n".to_owned(),
        1 => "1 answer\n".to_owned(),
        many => format!("{many} answers\n"),
    }
}

fn write_yes_or_no(yes: bool, format: Format) -> String {
    let word = if yes { "yes" } else { "no" };
    match format {
        Format::Table | Format::Markdown => format!("{word}\n"),
        Format::Csv => format!("answer\n{word}\n"),
        Format::Json => array(&[format!("{{\"answer\":{yes}}}")]),
        Format::Jsonl => format!("{{\"answer\":{yes}}}\n"),
    }
}

const LINES: ContentLineStyle = ContentLineStyle::new('│', '│', '│');
const RULE: LineStyle = LineStyle::new('├', '─', '┼', '┤');
const STYLE: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(LINES)
    .header_separator(RULE)
    .content_lines(LINES)
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// How many lines of a table are not rows.
const FRAME: usize = 4;

fn write_table(answer: &Answer, width: Option<usize>) -> String {
    if answer.rows.is_empty() {
        return count(0);
    }
    let mut table = Table::new();
    table.load_style(STYLE);
    if let Some(width) = width {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    }
    table.set_header(answer.columns.iter().map(|column| column.name.as_str()));
    for row in &answer.rows {
        table.add_row(row.iter().map(|value| match value {
            Const::Number(_) | Const::Unsigned(_) | Const::Float(_) => {
                Cell::new(value.written()).set_alignment(CellAlignment::Right)
            }
            value => Cell::new(on_terminal(&value.written())),
        }));
    }
    let mut drawn = table.to_string();
    // Where a row takes several lines, only rules between them show which lines belong together.
    if drawn.lines().count() > answer.rows.len() + FRAME {
        table.load_style(STYLE.row_separator(RULE));
        drawn = table.to_string();
    }
    drawn + "\n" + &count(answer.rows.len())
}

fn write_csv(answer: &Answer) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let header = answer.columns.iter().map(|column| column.name.as_str());
    let mut written = writer.write_record(header);
    for row in &answer.rows {
        for value in row {
            written = written.and_then(|()| match value {
                Const::Symbol(text) => writer.write_field(in_csv(text).as_ref()),
                value => writer.write_field(value.to_string()),
            });
        }
        written = written.and_then(|()| writer.write_record(None::<&[u8]>));
    }
    written.expect("memory takes everything");
    let bytes = writer.into_inner().expect("memory takes everything");
    String::from_utf8(bytes).expect("texts are UTF-8")
}

/// A row as a JSON object with its keys in the order of the columns.
struct Object<'a> {
    answer: &'a Answer,
    row: &'a [Const],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.row.len()))?;
        for (column, value) in self.answer.columns.iter().zip(self.row) {
            match value {
                Const::Number(number) => map.serialize_entry(&column.name, number)?,
                Const::Symbol(text) => map.serialize_entry(&column.name, text)?,
                Const::Unsigned(number) => map.serialize_entry(&column.name, number)?,
                Const::Float(number) => map.serialize_entry(&column.name, &number.0)?,
                value => map.serialize_entry(&column.name, &value.to_string())?,
            }
        }
        map.end()
    }
}

fn object(answer: &Answer, row: &[Const]) -> String {
    serde_json::to_string(&Object { answer, row }).expect("texts and numbers are JSON")
}

fn array(objects: &[String]) -> String {
    match objects {
        [] => "[]\n".to_owned(),
        objects => in_json(format!("[\n  {}\n]\n", objects.join(",\n  "))),
    }
}

fn write_markdown(answer: &Answer) -> String {
    let mut written = String::from("|");
    for column in &answer.columns {
        written.push_str(&format!(" {} |", in_markdown(&column.name)));
    }
    written.push_str("\n|");
    for column in &answer.columns {
        written.push_str(match column.ty {
            ty if ty.is_numeric() => " ---: |",
            _ => " --- |",
        });
    }
    written.push('\n');
    for row in &answer.rows {
        written.push('|');
        for value in row {
            match value {
                Const::Number(number) => written.push_str(&format!(" {number} |")),
                value => written.push_str(&format!(" {} |", in_markdown(&value.to_string()))),
            }
        }
        written.push('\n');
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Knowledge;
    use crate::engine::Limits;
    use crate::facts::{Base, BaseFile, FileKind};

    fn answer(query: &str) -> Answer {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: r#".decl said(who: symbol, what: symbol, times: number)
                said("Tô Lâm", "= | <b>", -3). said("Vilay", "a\nb", 12).
                .decl nothing(who: symbol, times: number)"#
                .into(),
        };
        let (base, reports) = Base::load(&[rules]);
        assert!(reports.is_empty(), "{reports:?}");
        let mut knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        knowledge.ask("query", query, &Limits::default()).unwrap()
    }

    fn written(query: &str, format: &str) -> String {
        write(&answer(query), format.parse().unwrap(), None)
    }

    #[test]
    fn a_table_has_a_count_below() {
        insta::assert_snapshot!(written("said(Who, What, Times)", "table"), @r#"
        ┌──────────┬───────────┬───────┐
        │ Who      │ What      │ Times │
        ├──────────┼───────────┼───────┤
        │ "Tô Lâm" │ "= | <b>" │    -3 │
        │ "Vilay"  │ "a\nb"    │    12 │
        └──────────┴───────────┴───────┘
        2 answers
        "#);
        insta::assert_snapshot!(written(r#"said(Who, _, 12)"#, "table"), @r#"
        ┌─────────┐
        │ Who     │
        ├─────────┤
        │ "Vilay" │
        └─────────┘
        1 answer
        "#);
    }

    #[test]
    fn a_table_wraps_to_the_width_with_rules_between_rows() {
        let narrow = write(&answer("said(Who, What, Times)"), Format::Table, Some(24));
        insta::assert_snapshot!(narrow, @r#"
        ┌───────┬───────┬──────┐
        │ Who   │ What  │ Time │
        │       │       │ s    │
        ├───────┼───────┼──────┤
        │ "Tô   │ "= |  │   -3 │
        │ Lâm"  │ <b>"  │      │
        ├───────┼───────┼──────┤
        │ "Vila │ "a\nb │   12 │
        │ y"    │ "     │      │
        └───────┴───────┴──────┘
        2 answers
        "#);
    }

    #[test]
    fn csv_guards_texts_but_not_numbers() {
        insta::assert_snapshot!(written("said(Who, What, Times)", "csv"), @r#"
        Who,What,Times
        Tô Lâm,'= | <b>,-3
        Vilay,"a
        b",12
        "#);
    }

    #[test]
    fn json_keeps_numbers_and_the_order_of_columns() {
        insta::assert_snapshot!(written("said(Who, What, Times)", "json"), @r#"
        [
          {"Who":"Tô Lâm","What":"= | <b>","Times":-3},
          {"Who":"Vilay","What":"a\nb","Times":12}
        ]
        "#);
        insta::assert_snapshot!(written("said(Who, What, Times)", "jsonl"), @r#"
        {"Who":"Tô Lâm","What":"= | <b>","Times":-3}
        {"Who":"Vilay","What":"a\nb","Times":12}
        "#);
    }

    #[test]
    fn markdown_escapes_markup() {
        insta::assert_snapshot!(written("said(Who, What, Times)", "markdown"), @r"
        | Who | What | Times |
        | --- | --- | ---: |
        | Tô Lâm | = \| &lt;b&gt; | -3 |
        | Vilay | a<br>b | 12 |
        ");
    }

    #[test]
    fn no_answers_have_a_form_in_every_format() {
        let forms = Format::ALL.map(|format| written("nothing(Who, Times)", format.name()));
        assert_eq!(
            forms,
            [
                "no answers\n",
                "Who,Times\n",
                "[]\n",
                "",
                "| Who | Times |\n| --- | ---: |\n"
            ]
        );
    }

    #[test]
    fn a_question_without_variables_is_answered_yes_or_no() {
        let forms = |query| Format::ALL.map(|format| written(query, format.name()));
        assert_eq!(
            forms("said(_, _, 12)"),
            [
                "yes\n",
                "answer\nyes\n",
                "[\n  {\"answer\":true}\n]\n",
                "{\"answer\":true}\n",
                "yes\n"
            ]
        );
        assert_eq!(forms("said(_, _, 13)")[0], "no\n");
        assert_eq!(forms("said(_, _, 13)")[3], "{\"answer\":false}\n");
    }

    #[test]
    fn an_unknown_format_is_told_the_known_ones() {
        let refused = "xml".parse::<Format>().unwrap_err();
        assert_eq!(
            refused,
            "no format `xml`; the formats are table, csv, json, jsonl, markdown"
        );
    }
}
