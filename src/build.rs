//! The build script: puts the shipped base into the program and its rules into crepe programs.

// The shared layers have more than the build script calls.
#![allow(dead_code, unused_imports, unreachable_pub)]

mod rules;
mod syntax;
mod text;
mod translate;

use std::fmt::Write;
use std::path::{Path, PathBuf};

use text::{Report, Sources, has_errors, render};

/// The rules of reading lie among the rules, and are none of them.
const READING: &str = "rules/reading";

/// Where the files of the shipped base lie, how their names end, and what they are to the program.
const FOLDERS: [(&str, &str, &str); 6] = [
    ("Article", "seeds", "txt"),
    ("Rules", "rules", "dl"),
    ("Reading", READING, "dl"),
    ("Lexicon", "facts/lexicon", "dl"),
    ("Curated", "facts/curated", "dl"),
    ("Extracted", "facts/extracted", "dl"),
];

const MIXED_RULES: &str = "tests/mixed_rules";

fn main() {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets this"));
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets this"));
    write(&out.join("shipped_base.rs"), &shipped_base(&root));
    write(
        &out.join("compiled_rules.rs"),
        &compiled_rules(&root, "rules"),
    );
    println!(
        "cargo::rustc-env=READER_FINGERPRINT={:016x}",
        reader_fingerprint(&root)
    );
    // Tests compile these: of some, the engine must derive a part.
    println!("cargo::rerun-if-changed={MIXED_RULES}");
    write(
        &out.join("mixed_rules.rs"),
        &compiled_rules(&root, MIXED_RULES),
    );
}

/// What the reader of articles is known by: articles are read anew once it changes.
fn reader_fingerprint(root: &Path) -> u64 {
    let mut texts = Vec::new();
    for folder in ["src/articles", "src/extract", "src/reading"] {
        println!("cargo::rerun-if-changed={folder}");
        for path in files(&root.join(folder), "rs") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            texts.push((name_of(root, &path), text));
        }
    }
    translate::fingerprint(
        texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    )
}

/// The crepe programs of the rules in a folder. A mistake in a rule fails the build with its report; what
/// crepe cannot run is left to the engine, with a warning if the rules are the base's.
fn compiled_rules(root: &Path, folder: &str) -> String {
    let mut sources = Sources::default();
    let mut items = Vec::new();
    let mut reports = Vec::new();
    let mut texts = Vec::new();
    for path in files(&root.join(folder), "dl") {
        let name = name_of(root, &path);
        if name.starts_with(READING) {
            continue;
        }
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => {
                reports.push(Report::general(format!("{name}: {error}")));
                continue;
            }
        };
        let source = sources.add(name.as_str(), text.as_str());
        let (read, wrong) = syntax::parse(source, &text);
        items.extend(read);
        reports.extend(wrong);
        texts.push((name, text));
    }
    let (program, wrong) = rules::check(items.iter(), &sources);
    reports.extend(wrong);
    if has_errors(&reports) {
        panic!(
            "the rules have mistakes\n\n{}",
            render(&reports, &sources, false)
        );
    }
    let texts = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()));
    let fingerprint = translate::fingerprint(texts);
    let translation = translate::translate(&program, &sources);
    if folder != MIXED_RULES {
        for line in render(&translation.refused, &sources, false).lines() {
            println!("cargo::warning={line}");
        }
    }
    let source = translation.source;
    format!("const FINGERPRINT: u64 = {fingerprint};\n\n{source}")
}

/// A file's path below the base, as messages and fingerprints have it.
fn name_of(root: &Path, path: &Path) -> String {
    let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    name.replace('\\', "/")
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
            let name = name_of(root, &path);
            if kind == "Rules" && name.starts_with(READING) {
                continue;
            }
            let path = path.to_string_lossy();
            let _ = writeln!(
                expression,
                "(FileKind::{kind}, {name:?}, include_str!({path:?})),"
            );
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
