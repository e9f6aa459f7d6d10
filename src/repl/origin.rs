//! Where the base comes from, and what the session keeps when it is read anew.

use std::path::PathBuf;

use crate::answers::Knowledge;
use crate::facts::{BaseFile, read, shipped};
use crate::syntax::ast::Item;
use crate::syntax::parse;
use crate::text::{Report, SourceId, Sources};

/// Where the base comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Folder(PathBuf),
    /// The base that is built into the program.
    Shipped,
}

impl Origin {
    /// Reads the files for the first time.
    pub fn files(&self) -> (Vec<BaseFile>, Vec<Report>) {
        match self {
            Origin::Folder(folder) => read(folder),
            Origin::Shipped => (shipped(), Vec::new()),
        }
    }

    /// Reads the files again, if they can have changed.
    pub(super) fn read(&self) -> Result<(Vec<BaseFile>, Vec<Report>), Report> {
        match self {
            Origin::Folder(_) => Ok(self.files()),
            Origin::Shipped => Err(Report::general(
                "the base is built into the program and cannot change",
            )
            .help("start the program in a folder with a base, or with `--base FOLDER`")),
        }
    }
}

/// What the session added, read again for a new base: the places of its items must point into that base's
/// sources.
pub(super) fn carry_over(knowledge: &Knowledge, sources_after: &mut Sources) -> Vec<Item> {
    let place = |item: &Item| (item.span().source, item.span().start);
    let kept: Vec<(SourceId, u32)> = knowledge.session().iter().map(place).collect();
    let mut sources: Vec<SourceId> = Vec::new();
    for &(source, _) in &kept {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let mut items = Vec::new();
    for source in sources {
        let file = knowledge.sources().get(source);
        let again = sources_after.add(file.name.as_str(), file.text.as_str());
        let (parsed, _) = parse(again, &file.text);
        items.extend(
            parsed
                .into_iter()
                .filter(|item| kept.contains(&(source, item.span().start))),
        );
    }
    items
}
