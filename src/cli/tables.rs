//! The options of `.input` and `.output`: which file, and what it looks like.

use std::path::{Path, PathBuf};

use crate::facts::Layout;
use crate::rules::IoOptions;
use crate::text::{Report, nearest};

/// Where a relation is read from or written to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    File(PathBuf),
    /// The standard input or output.
    Standard,
}

/// The options of Soufflé's that are understood.
const OPTIONS: [&str; 4] = ["IO", "delimiter", "filename", "headers"];

/// What `.input` says of a relation: `NAME.facts` in `folder` by default.
pub(super) fn input(
    name: &str,
    options: &IoOptions,
    folder: &Path,
) -> Result<(Place, Layout), Report> {
    read_options(options, "stdin", folder, &format!("{name}.facts"))
}

/// What `.output` says of a relation: `NAME.csv` in `folder` by default. As in Soufflé, the folder `-` is
/// the standard output, which names the columns.
pub(super) fn output(
    name: &str,
    options: &IoOptions,
    folder: &Path,
) -> Result<(Place, Layout), Report> {
    let (place, layout) = read_options(options, "stdout", folder, &format!("{name}.csv"))?;
    if folder == Path::new("-") {
        let layout = Layout {
            headers: true,
            ..layout
        };
        return Ok((Place::Standard, layout));
    }
    Ok((place, layout))
}

fn read_options(
    options: &IoOptions,
    standard: &str,
    folder: &Path,
    default_name: &str,
) -> Result<(Place, Layout), Report> {
    for (key, value) in &options.options {
        let is_off = key == "rfc4180" && value == "false";
        if !is_off && !OPTIONS.contains(&key.as_str()) {
            let report = Report::error(
                options.span,
                format!("the option `{key}` is not understood"),
            );
            return Err(match nearest(key, OPTIONS) {
                Some(near) => report.suggest(Some(near)),
                None => report.help(format!("the options are `{}`", OPTIONS.join("`, `"))),
            });
        }
    }
    let mut layout = Layout::default();
    if let Some(delimiter) = options.get("delimiter") {
        if delimiter.is_empty() || delimiter.contains('\n') {
            return Err(
                Report::error(options.span, "this delimiter cannot stand between columns")
                    .help("use a comma or `\\t`, for example"),
            );
        }
        layout.delimiter = delimiter.to_owned();
    }
    layout.headers = match options.get("headers") {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            return Err(
                Report::error(options.span, "`headers` is neither `true` nor `false`")
                    .help("write `headers=true` if the first line names the columns"),
            );
        }
    };
    let place = match options.get("IO") {
        None | Some("file") => {
            let name = options.get("filename").unwrap_or(default_name);
            // Messages name a file in the current folder without `./` in front.
            Place::File(if folder == Path::new(".") {
                name.into()
            } else {
                folder.join(name)
            })
        }
        Some(io) if io == standard => Place::Standard,
        Some(io) => {
            let message = format!("`IO={io}` is not understood");
            return Err(Report::error(options.span, message)
                .help(format!("write `IO=file` or `IO={standard}`")));
        }
    };
    Ok((place, layout))
}
