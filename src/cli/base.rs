//! The base that a command works on.

use std::path::Path;

use super::{Failure, output};
use crate::answers::Knowledge;
use crate::engine::Limits;
use crate::facts::{Base, locate};
use crate::repl::Origin;
use crate::text::{Report, has_errors, nearest};

/// The base in the named folder; else the one in the current folder or above it; else the shipped one.
pub(super) fn origin(named: Option<&Path>) -> Result<Origin, Report> {
    let Some(folder) = named else {
        let found = std::env::current_dir()
            .ok()
            .and_then(|folder| locate(&folder));
        return Ok(found.map_or(Origin::Shipped, Origin::Folder));
    };
    let shown = folder.display();
    if !folder.is_dir() {
        return Err(Report::general(format!("`{shown}` is no folder"))
            .help("name the folder of a base after `--base`"));
    }
    match locate(folder) {
        Some(found) if found == folder => Ok(Origin::Folder(found)),
        above => {
            let report = Report::general(format!("`{shown}` holds no base"));
            Err(match above {
                Some(above) if !above.as_os_str().is_empty() => report.help(format!(
                    "the folder above it does: `--base {}`",
                    above.display()
                )),
                _ => report.help("a base has the folder rules/, and facts/ or seeds/"),
            })
        }
    }
}

/// Loads a base; returns it with everything that was wrong.
pub(super) fn load(origin: &Origin) -> (Base, Vec<Report>) {
    let (files, mut reports) = origin.files();
    let (base, wrong) = Base::load(&files);
    reports.extend(wrong);
    (base, reports)
}

/// Loads a base that must have no errors. Its warnings are counted on the standard error output.
pub(super) fn load_sound(origin: &Origin) -> Result<Base, Failure> {
    let (base, reports) = load(origin);
    if has_errors(&reports) {
        return Err(Failure::Mistakes(reports, Box::new(base.sources)));
    }
    match reports.len() {
        0 => {}
        1 => output::label(
            "warning",
            "the base has a warning: `entente check` shows it",
        ),
        n => output::label(
            "warning",
            &format!("the base has {n} warnings: `entente check` shows them"),
        ),
    }
    Ok(base)
}

/// The article that an id or a path means.
pub(super) fn find_article(base: &Base, name: &str) -> Result<usize, Report> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let id = file.strip_suffix(".txt").unwrap_or(file);
    base.article(id).ok_or_else(|| {
        let ids = base.articles.iter().map(|article| article.id());
        let report = Report::general(format!("the base has no article `{name}`"));
        match nearest(id, ids) {
            Some(near) => report.suggest(Some(near)),
            None => report.help("its articles: `entente query 'article(Id, Title, Date)'`"),
        }
    })
}

/// Evaluates a base.
pub(super) fn evaluate(base: Base, limits: &Limits) -> Result<Knowledge, Failure> {
    Knowledge::new(base, limits).map_err(Failure::Stopped)
}
