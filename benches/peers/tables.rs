//! Tables for the engines that have none of their own: a reader and a writer as fast as they can be had, and
//! those that a program around such an engine has at first.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::sync::OnceLock;

use clap::ValueEnum;
use rustc_hash::FxHashMap;

/// How the engines that have no tables of their own read and write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tables {
    /// Whole files at once, texts borrowed from them, numbers parsed by hand.
    Tuned,
    /// Line by line with what the standard library has, each text owned.
    Plain,
}

static TABLES: OnceLock<Tables> = OnceLock::new();

/// Says how this process reads and writes. To be called once, before any table is read.
pub(crate) fn choose(tables: Tables) {
    TABLES.set(tables).expect("it is chosen once");
}

fn are_plain() -> bool {
    TABLES.get() == Some(&Tables::Plain)
}

/// The rows of a table of two columns of numbers.
pub(crate) fn pairs(folder: &Path, relation: &str) -> Vec<(u32, u32)> {
    if are_plain() {
        return plain_lines(folder, relation, |line| {
            let (x, y) = line.split_once('\t').expect("a line has two columns");
            (plain_number(x), plain_number(y))
        });
    }
    let bytes = bytes(folder, relation);
    let mut numbers = Numbers(&bytes);
    let mut rows = Vec::with_capacity(bytes.len() / 8);
    while let (Some(x), Some(y)) = (numbers.next(), numbers.next()) {
        rows.push((x, y));
    }
    rows
}

/// The rows of a table of one column of numbers.
pub(crate) fn singles(folder: &Path, relation: &str) -> Vec<u32> {
    if are_plain() {
        return plain_lines(folder, relation, plain_number);
    }
    Numbers(&bytes(folder, relation)).collect()
}

/// What each line of a table is read as.
fn plain_lines<T>(folder: &Path, relation: &str, mut read: impl FnMut(&str) -> T) -> Vec<T> {
    let file = File::open(folder.join(relation).with_extension("facts"));
    let lines = BufReader::new(file.expect("the table is there")).lines();
    lines
        .map(|line| read(&line.expect("tables are UTF-8")))
        .collect()
}

fn plain_number(text: &str) -> u32 {
    text.parse().expect("a number")
}

fn bytes(folder: &Path, relation: &str) -> Vec<u8> {
    let path = folder.join(relation).with_extension("facts");
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Numbers without sign, each ended by one byte.
struct Numbers<'a>(&'a [u8]);

impl Iterator for Numbers<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut value = 0;
        for (at, byte) in self.0.iter().enumerate() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                self.0 = &self.0[at + 1..];
                return Some(value);
            }
            value = value * 10 + u32::from(digit);
        }
        None
    }
}

/// Texts by their numbers, for the rules that compare texts.
static TEXTS: OnceLock<Vec<&'static str>> = OnceLock::new();
/// The same where texts are owned.
static OWNED: OnceLock<Vec<String>> = OnceLock::new();

/// The text that a number stands for, once the tables are read.
pub(crate) fn text(symbol: u32) -> &'static str {
    if are_plain() {
        return &OWNED.get().expect("tables are read before rules run")[symbol as usize];
    }
    TEXTS.get().expect("tables are read before rules run")[symbol as usize]
}

/// The rows of some tables of two columns of texts, which become numbers. To be called once.
pub(crate) fn symbol_pairs<const N: usize>(
    folder: &Path,
    relations: [&str; N],
) -> [Vec<(u32, u32)>; N] {
    if are_plain() {
        return plain_symbol_pairs(folder, relations);
    }
    let mut texts: Vec<&'static str> = Vec::new();
    let mut numbers: FxHashMap<&'static str, u32> = FxHashMap::default();
    let mut number_of = |text: &'static str| {
        *numbers.entry(text).or_insert_with(|| {
            texts.push(text);
            texts.len() as u32 - 1
        })
    };
    let tables = relations.map(|relation| {
        let bytes = bytes(folder, relation);
        let table: &'static str = String::from_utf8(bytes).expect("tables are UTF-8").leak();
        let mut rows = Vec::new();
        let mut rest = table;
        while let Some(tab) = memchr::memchr(b'\t', rest.as_bytes()) {
            let (first, behind) = (&rest[..tab], &rest[tab + 1..]);
            let end = memchr::memchr(b'\n', behind.as_bytes()).unwrap_or(behind.len());
            rows.push((number_of(first), number_of(&behind[..end])));
            rest = behind.get(end + 1..).unwrap_or_default();
        }
        rows
    });
    TEXTS.set(texts).expect("tables are read once");
    tables
}

fn plain_symbol_pairs<const N: usize>(folder: &Path, relations: [&str; N]) -> [Vec<(u32, u32)>; N] {
    let mut texts: Vec<String> = Vec::new();
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let mut number_of = |text: &str| match numbers.get(text) {
        Some(&number) => number,
        None => {
            let number = texts.len() as u32;
            texts.push(text.to_owned());
            numbers.insert(text.to_owned(), number);
            number
        }
    };
    let tables = relations.map(|relation| {
        plain_lines(folder, relation, |line| {
            let (first, second) = line.split_once('\t').expect("a line has two columns");
            (number_of(first), number_of(second))
        })
    });
    OWNED.set(texts).expect("tables are read once");
    tables
}

/// Writes a relation of texts.
pub(crate) fn write<const N: usize>(
    folder: &Path,
    relation: &str,
    rows: impl Iterator<Item = [u32; N]>,
) {
    let file = File::create(folder.join(relation).with_extension("csv"));
    let file = file.expect("the folder can be written to");
    if are_plain() {
        let mut out = BufWriter::new(file);
        for row in rows {
            writeln!(out, "{}", row.map(text).join("\t")).expect("the folder has room");
        }
        return out.flush().expect("the folder has room");
    }
    let texts = TEXTS.get().expect("tables are read before rules run");
    let mut out = BufWriter::with_capacity(1 << 18, file);
    let mut line: Vec<u8> = Vec::new();
    for row in rows {
        line.clear();
        for symbol in row {
            line.extend_from_slice(texts[symbol as usize].as_bytes());
            line.push(b'\t');
        }
        line.pop();
        line.push(b'\n');
        out.write_all(&line).expect("the folder has room");
    }
    out.flush().expect("the folder has room");
}
