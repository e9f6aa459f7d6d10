//! A bounded run of the fuzz targets: whatever bytes they are given, they never panic, and what is evaluated
//! is right. `fuzz/` runs the same targets for as long as one likes.
//!
//! Bytes are random, random words of the language, seeds, and mutations of those, all from a fixed seed.
//! `FUZZ_ROUNDS=20` makes the runs twenty times as long.

mod support;

use fastrand::Rng;
use support::targets::{TARGETS, Target};
use support::{files_below, repository};

fn random_bytes(rng: &mut Rng) -> String {
    let bytes: Vec<u8> = (0..rng.usize(0..60)).map(|_| rng.u8(..)).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn random_words(rng: &mut Rng) -> String {
    const WORDS: [&str; 52] = [
        ".decl",
        ".type",
        ".input",
        ".output",
        ".article",
        "p",
        "q",
        "x",
        "Y",
        "_",
        "number",
        "symbol",
        "count",
        "sum",
        "min",
        "max",
        "cat",
        "match",
        "true",
        "false",
        "(",
        ")",
        "{",
        "}",
        ",",
        ".",
        ";",
        ":",
        ":-",
        "?-",
        "<:",
        "<=",
        ">=",
        "!=",
        "=",
        "<",
        ">",
        "!",
        "+",
        "-",
        "*",
        "/",
        "%",
        "^",
        "@",
        "1",
        "0x1F",
        "9223372036854775808",
        "0.5",
        "\"é\"",
        "\"",
        "//\n",
    ];
    let words = (0..rng.usize(0..40)).map(|_| WORDS[rng.usize(0..WORDS.len())]);
    words
        .collect::<Vec<_>>()
        .join(if rng.bool() { " " } else { "" })
}

/// A few lines of a file, changed.
fn mutation(rng: &mut Rng, files: &[Vec<String>]) -> String {
    let file = &files[rng.usize(0..files.len())];
    let start = rng.usize(0..file.len());
    let end = file.len().min(start + rng.usize(1..6));
    mutation_of(rng, file, start, end)
}

/// Some lines of a file with bytes removed, doubled or replaced.
fn mutation_of(rng: &mut Rng, file: &[String], start: usize, end: usize) -> String {
    let mut text: Vec<char> = file[start..end].join("\n").chars().collect();
    for _ in 0..rng.usize(0..4) {
        if text.is_empty() {
            break;
        }
        let at = rng.usize(0..text.len());
        match rng.u8(0..4) {
            0 => drop(text.remove(at)),
            1 => text.insert(at, text[at]),
            2 => text[at] = rng.char(..),
            _ => text.truncate(at),
        }
    }
    text.into_iter().collect()
}

/// Some bytes with others instead.
fn mutated_bytes(rng: &mut Rng, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(0..=bytes.len());
        match rng.u8(0..5) {
            0 if at < bytes.len() => drop(bytes.remove(at)),
            1 => bytes.insert(at, rng.u8(..)),
            2 if at < bytes.len() => {
                let end = rng.usize(at..bytes.len());
                bytes.extend_from_within(at..end);
            }
            3 => bytes.truncate(at.max(2)),
            _ if at < bytes.len() => bytes[at] = rng.u8(..),
            _ => {}
        }
    }
    bytes
}

fn target(name: &str) -> Target {
    let found = TARGETS.iter().find(|(known, _)| *known == name);
    found.expect("the target is listed").1
}

fn rounds() -> usize {
    let rounds = std::env::var("FUZZ_ROUNDS").ok();
    rounds.map_or(1, |text| text.parse().expect("FUZZ_ROUNDS is a number"))
}

/// Runs a target on bytes; says on how many of them it was of use.
fn run(name: &str, count: usize, mut bytes: impl FnMut(&mut Rng, usize) -> Vec<u8>) -> usize {
    let mut rng = Rng::with_seed(20_250_730);
    let target = target(name);
    let mut right = 0;
    for n in 0..count * rounds() {
        let bytes = bytes(&mut rng, n);
        let result = std::panic::catch_unwind(|| target(&bytes));
        let Ok(is_right) = result else {
            panic!(
                "the target `{name}` panics on {bytes:?}\n{}",
                String::from_utf8_lossy(&bytes)
            );
        };
        right += usize::from(is_right);
    }
    right / rounds()
}

/// The lines of the repository's own programs and facts.
fn program_lines(folders: &[&str]) -> Vec<Vec<String>> {
    let mut files = Vec::new();
    for folder in folders {
        for path in files_below(&repository().join(folder), "dl") {
            let text = std::fs::read_to_string(path).expect("the repository's files are text");
            files.push(text.lines().map(str::to_owned).collect::<Vec<_>>());
        }
    }
    files.retain(|lines| !lines.is_empty());
    assert!(files.len() > 40, "only {} files to mutate", files.len());
    files
}

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = repository().join("fuzz/seeds").join(target);
    let entries = std::fs::read_dir(folder).expect("the target has seeds");
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path| std::fs::read(path).expect("seeds can be read");
    paths.into_iter().map(read).collect()
}

#[test]
fn the_grammar_takes_any_text() {
    let files = program_lines(&["rules", "facts", "tests/refusals", "tests/programs"]);
    let right = run("grammar", 60_000, |rng, n| match n % 3 {
        0 => random_bytes(rng).into_bytes(),
        1 => random_words(rng).into_bytes(),
        _ => mutation(rng, &files).into_bytes(),
    });
    assert!(right > 600, "only {right} of the texts were right");
}

#[test]
fn the_preprocessor_takes_any_text() {
    let seeds = seeds("preprocessor");
    let right = run("preprocessor", 10_000, |rng, n| match n % 4 {
        0 => random_words(rng).into_bytes(),
        _ => mutated_bytes(rng, &seeds[n % seeds.len()]),
    });
    assert!(right > 500, "only {right} of the texts were right");
}

#[test]
fn any_program_is_checked() {
    let right = run("checking", 3_000, |rng, _| {
        (0..rng.usize(0..900)).map(|_| rng.u8(..)).collect()
    });
    assert!(right > 500, "only {right} of the programs were right");
}

#[test]
fn any_table_is_read_or_refused_and_comes_back() {
    let seeds = seeds("tables");
    for seed in &seeds {
        assert!(target("tables")(seed), "{}", String::from_utf8_lossy(seed));
    }
    let right = run("tables", 30_000, |rng, n| {
        mutated_bytes(rng, &seeds[n % seeds.len()])
    });
    assert!(right > 2_000, "only {right} of the tables were right");
}

#[test]
fn what_small_programs_derive_is_right() {
    let files = program_lines(&["tests/programs"]);
    let right = run("evaluation", 4_000, |rng, _| {
        let file = &files[rng.usize(0..files.len())];
        mutation_of(rng, file, 0, file.len()).into_bytes()
    });
    assert!(right > 500, "only {right} of the programs were right");
}

#[test]
fn what_programs_of_bytes_derive_is_right() {
    let right = run("random_programs", 300, |rng, _| {
        (0..rng.usize(100..2000)).map(|_| rng.u8(..)).collect()
    });
    assert!(right > 150, "only {right} of the programs were right");
}
