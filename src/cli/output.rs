//! Printing: data to the standard output, everything else to the standard error output.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use rustyline::DefaultEditor;

use crate::answers::{lines_on_terminal, on_terminal};
use crate::text::{Report, Sources, render};

/// Writes data as it is, or, to a terminal, without the control characters that it may have.
///
/// Data has no colours, and nothing may be taken out of it on the way to a file; so it does not pass
/// through `anstream`, which strips escape sequences.
pub(super) fn data(text: &str) -> io::Result<()> {
    data_with(|out| out.write_all(text.as_bytes()))
}

/// As [`data`], for what writes its data in many pieces.
pub(super) fn data_with(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let stdout = io::stdout().lock();
    if stdout.is_terminal() {
        let mut written = Vec::new();
        write(&mut written)?;
        let text = String::from_utf8_lossy(&written);
        let mut stdout = stdout;
        stdout.write_all(lines_on_terminal(&text).as_bytes())?;
        return stdout.flush();
    }
    let mut out = BufWriter::new(stdout);
    write(&mut out)?;
    out.flush()
}

/// Writes what was drawn with colours, which stay if the standard output is a terminal that has them. Texts in it
/// must be without control characters.
pub(super) fn drawn(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// How many columns the standard output has, if it is a terminal.
pub(super) fn width() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    let (columns, _) = DefaultEditor::new().ok()?.dimensions()?;
    Some(usize::from(columns))
}

/// Draws reports on the standard error output.
pub(super) fn reports(reports: &[Report], sources: &Sources) {
    let drawn = render(reports, sources, true);
    // Where not even messages can be written, there is nobody to tell.
    let _ = anstream::stderr().lock().write_all(drawn.as_bytes());
}

/// A line on the standard error output, behind a label such as `hint`.
pub(super) fn label(label: &str, text: &str) {
    let _ = write_label(&mut anstream::stderr().lock(), label, text);
}

/// A line behind a label, which is coloured by what it says.
pub(super) fn write_label(out: &mut impl Write, label: &str, text: &str) -> io::Result<()> {
    let colour = match label {
        "error" => AnsiColor::BrightRed,
        "warning" | "finding" => AnsiColor::Yellow,
        _ => AnsiColor::BrightCyan,
    };
    let style = Style::new().bold().fg_color(Some(colour.into()));
    writeln!(out, "{style}{label}{style:#}: {}", on_terminal(text))
}

/// A path as it is shown: from the current folder, if it lies there.
pub(super) fn path(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here)
        .unwrap_or(path)
        .display()
        .to_string()
}

/// What the system says of an error, without its number.
pub(super) fn cause(error: &impl ToString) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((cause, _)) => cause.to_lowercase(),
        None => text,
    }
}
