//! The grammar takes whatever bytes it is given: it reads them or reports them, and never panics.
//!
//! 100,000 texts: random bytes, random words of the language, and mutations of the repository's own files,
//! all from a fixed seed. What is read is checked, too.

mod support;

use entente::rules::check;
use entente::syntax::{parse, parse_query};
use entente::text::{Sources, render};
use fastrand::Rng;
use support::{files_below, repository};

const TEXTS: usize = 100_000;

/// Reads and checks a text, and draws what is wrong with it. Says whether all of it was right.
fn survives(text: &str) -> bool {
    let mut sources = Sources::default();
    let source = sources.add("fuzz.dl", text);
    let (items, mut reports) = parse(source, text);
    let (_, wrong) = check(items.iter(), &sources);
    reports.extend(wrong);
    if let Some(first) = reports.first() {
        assert!(!render(std::slice::from_ref(first), &sources, false).is_empty());
    }
    if let Err(reports) = parse_query(source, text) {
        assert!(!reports.is_empty(), "refused without a word: {text:?}");
    }
    reports.is_empty()
}

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

/// A few lines of a file with bytes removed, doubled or replaced.
fn mutation(rng: &mut Rng, files: &[Vec<String>]) -> String {
    let file = &files[rng.usize(0..files.len())];
    let start = rng.usize(0..file.len());
    let end = file.len().min(start + rng.usize(1..6));
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

#[test]
fn no_text_makes_the_grammar_panic() {
    let mut files = Vec::new();
    for folder in ["rules", "facts", "tests/refusals"] {
        for path in files_below(&repository().join(folder), "dl") {
            let text = std::fs::read_to_string(path).expect("the repository's files are text");
            files.push(text.lines().map(str::to_owned).collect::<Vec<_>>());
        }
    }
    files.retain(|lines| !lines.is_empty());
    assert!(files.len() > 40, "only {} files to mutate", files.len());
    let mut rng = Rng::with_seed(20_250_730);
    let mut right = 0;
    for n in 0..TEXTS {
        let text = match n % 3 {
            0 => random_bytes(&mut rng),
            1 => random_words(&mut rng),
            _ => mutation(&mut rng, &files),
        };
        right += usize::from(survives(&text));
    }
    assert!(
        right > 1000,
        "only {right} of the texts were right: the fuzzer has no aim"
    );
}
