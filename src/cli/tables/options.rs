//! The options of `.input` and `.output`: which file, and what it looks like.

use std::path::Path;

use crate::facts::{Layout, LineLayout};
use crate::rules::IoOptions;
use crate::text::{Report, nearest};

/// What a directive says of a relation.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// What the relation is called there.
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) layout: Layout,
    /// Whether to write through gzip. Reading sees for itself.
    pub(super) compress: bool,
    /// Whether a file that is not there is an empty one.
    pub(super) may_lack: bool,
}

/// Where a relation is read from or written to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The path of a file.
    File(String),
    /// The standard input or output.
    Standard,
    /// A file of SQLite's, or another place that it knows.
    Sqlite(String),
    /// The standard output, which gets the number of tuples only.
    Size,
}

/// Soufflé's options. Those that Soufflé sets for itself, or that old versions had, change nothing.
const OPTIONS: [&str; 18] = [
    "IO",
    "attributeNames",
    "auxValues",
    "columns",
    "compress",
    "dbname",
    "delimiter",
    "fact-dir",
    "filename",
    "format",
    "headers",
    "intermediate",
    "name",
    "no-warn",
    "operation",
    "output-dir",
    "params",
    "rfc4180",
];

const INPUTS: [&str; 5] = ["file", "stdin", "jsonfile", "json", "sqlite"];
const OUTPUTS: [&str; 6] = [
    "file",
    "stdout",
    "jsonfile",
    "json",
    "sqlite",
    "stdoutprintsize",
];

/// What `.input` says of a relation: by default, lines in `NAME.facts` of `folder`.
pub(super) fn input(
    relation: &str,
    options: &IoOptions,
    folder: &Path,
    reports: &mut Vec<Report>,
) -> Result<Table, Report> {
    let folder = options.get("fact-dir").map_or(folder, Path::new);
    warn_of_unknown(options, reports);
    table(relation, options, folder, &INPUTS, "facts")
}

/// What `.output` says of a relation: by default, lines in `NAME.csv` of `folder`. As in Soufflé, the folder
/// `-` is the standard output, to which all outputs go, with the names of their columns.
pub(super) fn output(
    relation: &str,
    options: &IoOptions,
    folder: &Path,
    reports: &mut Vec<Report>,
) -> Result<Table, Report> {
    warn_of_unknown(options, reports);
    if folder == Path::new("-") {
        let mut layout = lines(options)?;
        layout.headers = true;
        return Ok(Table {
            name: options.get("name").unwrap_or(relation).to_owned(),
            place: Place::Standard,
            layout: Layout::Lines(layout),
            compress: false,
            may_lack: false,
        });
    }
    let folder = options.get("output-dir").map_or(folder, Path::new);
    table(relation, options, folder, &OUTPUTS, "csv")
}

fn warn_of_unknown(options: &IoOptions, reports: &mut Vec<Report>) {
    for (key, _) in &options.options {
        // The types that Soufflé passes along with `params`.
        if OPTIONS.contains(&key.as_str()) || key == "types" {
            continue;
        }
        let message = format!("the option `{key}` is not understood");
        let report = Report::warning(options.span, message);
        reports.push(match nearest(key, OPTIONS) {
            Some(near) => report.suggest(Some(near)),
            None => report.help("without it, the table is the same"),
        });
    }
}

fn table(
    relation: &str,
    options: &IoOptions,
    folder: &Path,
    understood: &[&str],
    ending: &str,
) -> Result<Table, Report> {
    let name = options.get("name").unwrap_or(relation).to_owned();
    let compress = flag(options, "compress")?;
    let in_folder = |ending: &str, file: Option<&str>| {
        let default = format!("{name}.{ending}");
        let file = file.unwrap_or(&default);
        // Messages name a file in the current folder without `./` in front.
        match folder == Path::new(".") {
            true => file.to_owned(),
            false => folder.join(file).display().to_string(),
        }
    };
    let filename = options.get("filename");
    let (place, is_json) = match options.get("IO").unwrap_or("file") {
        io if !understood.contains(&io) => return Err(unknown_io(options, io, understood)),
        "stdin" | "stdout" => (Place::Standard, false),
        "json" => (Place::Standard, true),
        "jsonfile" => (Place::File(in_folder("json", filename)), true),
        "stdoutprintsize" => (Place::Size, false),
        "sqlite" => {
            let file = filename.or(options.get("dbname"));
            let place = match file {
                // SQLite's own names of places are left to it.
                Some(own) if own.starts_with("file:") || own.starts_with(":memory:") => own.into(),
                _ => in_folder("sqlite", file),
            };
            (Place::Sqlite(place), false)
        }
        _ => {
            let is_compressed_output = compress && ending == "csv";
            let ending = if is_compressed_output {
                "csv.gz"
            } else {
                ending
            };
            (Place::File(in_folder(ending, filename)), false)
        }
    };
    let layout = match is_json {
        true => Layout::Json {
            objects: is_objects(options)?,
        },
        false => Layout::Lines(lines(options)?),
    };
    Ok(Table {
        name,
        place,
        layout,
        compress,
        may_lack: flag(options, "no-warn")?,
    })
}

fn unknown_io(options: &IoOptions, io: &str, understood: &[&str]) -> Report {
    let report = Report::error(options.span, format!("`IO={io}` is not understood"));
    match nearest(io, understood.iter().copied()) {
        Some(near) => report.suggest(Some(&format!("IO={near}"))),
        None => report.help(format!(
            "the places are `IO={}`",
            understood.join("`, `IO=")
        )),
    }
}

fn is_objects(options: &IoOptions) -> Result<bool, Report> {
    match options.get("format") {
        None | Some("list") => Ok(false),
        Some("object") => Ok(true),
        Some(other) => Err(Report::error(
            options.span,
            format!("`format={other}` is not understood"),
        )
        .help("write `format=list` or `format=object`")),
    }
}

/// What the options say of a file with lines.
fn lines(options: &IoOptions) -> Result<LineLayout, Report> {
    let mut layout = match flag(options, "rfc4180")? {
        true => LineLayout::rfc4180(),
        false => LineLayout::default(),
    };
    if let Some(delimiter) = options.get("delimiter") {
        let is_quotation_mark = layout.quotes && delimiter.contains('"');
        if delimiter.is_empty() || delimiter.contains(['\n', '\r']) || is_quotation_mark {
            return Err(
                Report::error(options.span, "this delimiter cannot stand between columns")
                    .help("use a comma or `\\t`, for example"),
            );
        }
        layout.delimiter = delimiter.to_owned();
    }
    layout.headers = flag(options, "headers")?;
    layout.header_line = options.get("attributeNames").map(str::to_owned);
    layout.cells = match options.get("columns") {
        None | Some("") => None,
        Some(columns) => Some(cells(columns, options)?),
    };
    Ok(layout)
}

/// The cells that `columns` names, counted from 0: `2:0` reads the third cell into the first column, and the
/// first into the second.
fn cells(columns: &str, options: &IoOptions) -> Result<Vec<usize>, Report> {
    let wrong = |message: String| {
        Report::error(options.span, message).help(
            "write `columns=\"2:0\"` to read the third cell of each line, then the first, for example",
        )
    };
    let mut cells = Vec::new();
    for number in columns.split(':') {
        match number.trim().parse::<u16>() {
            Ok(cell) if cells.contains(&usize::from(cell)) => {
                return Err(wrong(format!("`columns` has {cell} twice")));
            }
            Ok(cell) => cells.push(usize::from(cell)),
            Err(_) => {
                return Err(wrong(format!(
                    "`columns` has `{number}`, which is no number"
                )));
            }
        }
    }
    Ok(cells)
}

fn flag(options: &IoOptions, key: &str) -> Result<bool, Report> {
    match options.get(key) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Report::error(
            options.span,
            format!("`{key}` is neither `true` nor `false`"),
        )
        .help(format!("write `{key}=true`, or leave it out"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Sources, Span};

    #[test]
    fn options_with_a_hyphen_count_where_a_directive_has_them() {
        let source = Sources::default().add("p.dl", "");
        let with = |key: &str, value: &str| IoOptions {
            options: vec![(key.to_owned(), value.to_owned())],
            span: Span {
                source,
                start: 0,
                end: 0,
            },
        };
        let options = |key| with(key, "own");
        let mut reports = Vec::new();
        let folder = Path::new("in");
        let read = input("a", &options("fact-dir"), folder, &mut reports).unwrap();
        assert_eq!(read.place, Place::File("own/a.facts".into()));
        let written = output("a", &options("output-dir"), folder, &mut reports).unwrap();
        assert_eq!(written.place, Place::File("own/a.csv".into()));
        let other = output("a", &options("fact-dir"), folder, &mut reports).unwrap();
        assert_eq!(other.place, Place::File("in/a.csv".into()));
        assert!(!other.may_lack);
        let quiet = input("a", &with("no-warn", "true"), folder, &mut reports).unwrap();
        assert!(quiet.may_lack);
        assert!(reports.is_empty());
    }
}
