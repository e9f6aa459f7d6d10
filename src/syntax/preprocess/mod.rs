//! The preprocessor: included files, macros and conditions, as Soufflé takes them from C.
//!
//! It works on tokens, of which each keeps its place in the file that it was written in; those of a macro's
//! body get the place where the macro is used. So a report about what was put together still shows where
//! it stands.

mod conditions;
mod directives;
mod expansion;
mod files;
mod macros;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use self::files::Preprocessor;
use super::ast::{Item, Unreadable};
use super::grammar::{end_of, parse_in_runs, parse_run};
use super::mistakes::indent;
use crate::text::{Report, Sources, in_order};

/// What the command line says to the preprocessor.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Folders in which included files are looked for, behind the folder of the file that includes them.
    pub include: Vec<PathBuf>,
    /// Macros with their values.
    pub macros: Vec<(String, String)>,
}

impl Options {
    /// Defines macros as `-M` does: `"A=1 B"` says that `A` is 1 and `B`, which has no value, is 1 too.
    pub fn define(&mut self, macros: &str) {
        let defined = macros.split_whitespace().map(|word| {
            let (name, value) = word.split_once('=').unwrap_or((word, "1"));
            (name.to_owned(), value.to_owned())
        });
        self.macros.extend(defined);
    }
}

/// Reads a program with all files that it includes. `name` is its path, `read` reads a file or says why it
/// cannot. What could not be read is left out and reported; each file becomes one of the sources.
pub fn preprocess(
    sources: &mut Sources,
    name: &str,
    text: &str,
    options: &Options,
    read: &mut dyn FnMut(&Path) -> Result<String, String>,
) -> (Vec<Item>, Vec<Report>) {
    let source = sources.add(name, text);
    let has_work = ["#", ".include", ".once", "__", "RAM_DOMAIN_SIZE"]
        .iter()
        .any(|sign| text.contains(sign));
    if !has_work && options.macros.is_empty() {
        return parse_in_runs(source, text);
    }
    let mut preprocessor = Preprocessor::new(sources, options, read);
    preprocessor.define_options(&options.macros);
    preprocessor.file(source, Path::new(name));
    let missing = preprocessor.missing;
    let (run, mut reports) = preprocessor.finish();
    let (mut items, mistakes) = parse_run(run, end_of(source, text), &|token| {
        indent(&sources.get(token.span.source).text, token)
    });
    items.extend(missing.map(|span| Item::Unreadable(Unreadable { names: None, span })));
    reports.extend(mistakes);
    in_order(&mut reports);
    (items, reports)
}
