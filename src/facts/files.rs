//! The files of a base: articles, rules and facts, from a folder or from inside the program.

use std::path::{Path, PathBuf};

use crate::text::{Report, Sources};

/// What a file of a base is for. Its folder says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    Article,
    Rules,
    /// Rules that say what the form of an article means: for `entente extract` alone.
    Reading,
    Lexicon,
    Curated,
    Extracted,
}

/// A file of a base. Its name is its path below the base, with `/` between folders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseFile {
    pub kind: FileKind,
    pub name: String,
    pub text: String,
}

/// The rules of reading lie among the rules, and are none of them.
const READING: &str = "rules/reading";

/// Where the files of each kind lie, and how their names end.
const FOLDERS: [(FileKind, &str, &str); 6] = [
    (FileKind::Article, "seeds", "txt"),
    (FileKind::Rules, "rules", "dl"),
    (FileKind::Reading, READING, "dl"),
    (FileKind::Lexicon, "facts/lexicon", "dl"),
    (FileKind::Curated, "facts/curated", "dl"),
    (FileKind::Extracted, "facts/extracted", "dl"),
];

impl BaseFile {
    /// The file's name without folder and ending: the id of an article.
    pub fn stem(&self) -> &str {
        let name = self.name.rsplit('/').next().unwrap_or(&self.name);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// The base that was built into the program.
pub fn shipped() -> Vec<BaseFile> {
    /// Kind, name and text of each file; written by the build script.
    const SHIPPED: &[(FileKind, &str, &str)] =
        include!(concat!(env!("OUT_DIR"), "/shipped_base.rs"));
    let file = |&(kind, name, text): &(FileKind, &str, &str)| BaseFile {
        kind,
        name: name.to_owned(),
        text: text.to_owned(),
    };
    SHIPPED.iter().map(file).collect()
}

/// The nearest folder, from `start` upwards, that holds a base: one with rules, and with facts or articles.
pub fn locate(start: &Path) -> Option<PathBuf> {
    let holds_base = |folder: &&Path| {
        let has = |kind: FileKind| {
            FOLDERS
                .iter()
                .filter(|(of, ..)| *of == kind)
                .any(|(_, below, ending)| {
                    let mut paths = Vec::new();
                    collect(&folder.join(below), ending, &mut paths, &mut Vec::new());
                    !paths.is_empty()
                })
        };
        has(FileKind::Rules) && (folder.join("facts").is_dir() || has(FileKind::Article))
    };
    start.ancestors().find(holds_base).map(Path::to_owned)
}

/// Reads all files of the base in a folder, sorted by kind and name. Files that cannot be read are
/// reported and left out; a folder that is not there is empty.
pub fn read(base: &Path) -> (Vec<BaseFile>, Vec<Report>) {
    let mut files = Vec::new();
    let mut reports = Vec::new();
    for (kind, folder, ending) in FOLDERS {
        let mut paths = Vec::new();
        collect(&base.join(folder), ending, &mut paths, &mut reports);
        paths.sort();
        for path in paths {
            let name = path.strip_prefix(base).unwrap_or(&path);
            let name = name.to_string_lossy().replace('\\', "/");
            if kind == FileKind::Rules && name.starts_with(READING) {
                continue;
            }
            match read_text(&path) {
                Ok(text) => files.push(BaseFile { kind, name, text }),
                Err(message) => reports.push(Report::general(format!("{name}: {message}"))),
            }
        }
    }
    (files, reports)
}

/// Paths of the files with an ending in a folder and the folders inside it.
fn collect(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>, reports: &mut Vec<Report>) {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
        Err(error) => {
            let message = format!("{}: {error}", folder.display());
            return reports.push(Report::general(message));
        }
    };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, ending, paths, reports);
        } else if path.extension().is_some_and(|e| e == ending) {
            paths.push(path);
        }
    }
}

/// Reads a text file, or says why it cannot be read.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    if bytes.len() > Sources::LARGEST {
        return Err("larger than 4 GiB".to_owned());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..at]
            .iter()
            .filter(|&&b| b == b'\n')
            .count();
        let byte = error.as_bytes()[at];
        format!("line {line}: not UTF-8 (byte 0x{byte:02x} at offset {at}); save the file as UTF-8")
    })
}
