//! The build script: puts the shipped base into the program and its rules into crepe programs.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Where the files of the shipped base lie, how their names end, and what they are to the program.
const FOLDERS: [(&str, &str, &str); 5] = [
    ("Article", "seeds", "txt"),
    ("Rules", "rules", "dl"),
    ("Lexicon", "facts/lexicon", "dl"),
    ("Curated", "facts/curated", "dl"),
    ("Extracted", "facts/extracted", "dl"),
];

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets this"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets this"));
    write(&out.join("shipped_base.rs"), &shipped_base(&root));
}

fn write(path: &Path, text: &str) {
    if let Err(error) = std::fs::write(path, text) {
        panic!("{}: {error}", path.display());
    }
}

/// The files of the base as a Rust expression: kind, name and text of each.
fn shipped_base(root: &Path) -> String {
    let mut expression = String::from("&[\n");
    for (kind, folder, ending) in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        for path in files(&root.join(folder), ending) {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy();
            let name = name.replace('\\', "/");
            let path = path.to_string_lossy();
            let _ = writeln!(expression, "(FileKind::{kind}, {name:?}, include_str!({path:?})),");
        }
    }
    expression.push(']');
    expression
}

/// The files with an ending in a folder and the folders inside it, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}
