//! What the fuzz targets do with bytes, here and in `fuzz/`. They return whether the bytes were of use: no
//! mistake was found in them. Whatever they are, nothing panics.

use std::num::NonZero;
use std::path::Path;

use entente::engine::oracle::Verdict;
use entente::engine::{self, Limits, oracle};
use entente::facts::{Database, Input, Layout, LineLayout, read_table, write_table};
use entente::rules::check;
use entente::syntax::{Options, parse, parse_query, preprocess};
use entente::text::{Report, Sources, has_errors, render};

use super::compare::{Compared, compare};
use super::random::{self, Choices};
use super::relations;

/// A target by its name.
pub type Target = fn(&[u8]) -> bool;

/// All targets; `fuzz/fuzz_targets/` has a file for each.
pub const TARGETS: &[(&str, Target)] = &[
    ("grammar", grammar),
    ("preprocessor", preprocessor),
    ("checking", checking),
    ("tables", tables),
    ("evaluation", evaluation),
    ("random_programs", random_programs),
];

fn drawn(reports: &[Report], sources: &Sources) {
    if let Some(first) = reports.first() {
        assert!(!render(std::slice::from_ref(first), sources, false).is_empty());
    }
}

/// Facts, rules and queries: read, checked, their mistakes drawn.
pub fn grammar(bytes: &[u8]) -> bool {
    let text = &String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    let source = sources.add("fuzz.dl", &**text);
    let (items, mut reports) = parse(source, text);
    let (_, wrong) = check(items.iter(), &sources);
    reports.extend(wrong);
    drawn(&reports, &sources);
    if let Err(reports) = parse_query(source, text) {
        assert!(!reports.is_empty(), "refused without a word: {text:?}");
    }
    reports.is_empty()
}

/// Macros, conditions and included files. Lines of `----` part the program from the files `1.dl`, `2.dl`, ….
pub fn preprocessor(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let files: Vec<&str> = text.split("\n----\n").collect();
    let mut sources = Sources::default();
    let mut options = Options::default();
    options.define("DEBUG SIZE=3");
    let mut read = |path: &Path| {
        let number = path
            .file_stem()
            .and_then(|stem| stem.to_str()?.parse().ok());
        let file: Option<&&str> = number.and_then(|number: usize| files.get(number));
        file.map(|file| (*file).to_owned())
            .ok_or_else(|| "no such file".to_owned())
    };
    let (items, mut reports) = preprocess(&mut sources, "0.dl", files[0], &options, &mut read);
    let (_, wrong) = check(items.iter(), &sources);
    reports.extend(wrong);
    drawn(&reports, &sources);
    reports.is_empty()
}

/// Programs that are valid mostly, with components and inline relations: checked, and translated for crepe.
pub fn checking(bytes: &[u8]) -> bool {
    let mut program = random::program(&mut Choices::Bytes(bytes));
    // The last bytes break some of the programs.
    if let [.., at, with] = bytes
        && *at > 127
    {
        let at = usize::from(*at) * program.items.len() / 256;
        let other = program.items[usize::from(*with) * program.items.len() / 256].clone();
        program.items[at] = other;
    }
    let text = random::text(&program.items);
    let mut sources = Sources::default();
    let source = sources.add("fuzz.dl", text.as_str());
    let (items, mut reports) = parse(source, &text);
    assert!(reports.is_empty(), "not read:\n{text}");
    let (program, wrong) = check(items.iter(), &sources);
    reports.extend(wrong);
    drawn(&reports, &sources);
    let is_right = !has_errors(&reports);
    if is_right {
        let _ = entente::translate::translate(&program, &sources);
    }
    is_right
}

/// Fact files of every kind. The first byte gives the format, the second the columns. What can be read is
/// written and read again.
pub fn tables(bytes: &[u8]) -> bool {
    const DECLARATIONS: [&str; 6] = [
        ".decl r(x: symbol, y: number)",
        ".decl r(x: float, y: unsigned, z: symbol)",
        ".type L = [head: number, tail: L] .decl r(l: L, x: symbol)",
        ".type E = A {} | B { x: E, y: symbol } | C { p: P } .type P = [x: float, e: E] .decl r(e: E)",
        ".decl r()",
        ".decl r(x: symbol)",
    ];
    let [format, columns, table @ ..] = bytes else {
        return false;
    };
    let lines = |layout| Layout::Lines(layout);
    let layout = match format % 8 {
        0 => Layout::default(),
        1 => lines(LineLayout::rfc4180()),
        2 => Layout::Json { objects: true },
        3 => Layout::Json { objects: false },
        4 => lines(LineLayout {
            headers: true,
            ..LineLayout::rfc4180()
        }),
        5 => lines(LineLayout {
            delimiter: ", ".to_owned(),
            ..LineLayout::default()
        }),
        6 => lines(LineLayout {
            headers: true,
            ..LineLayout::default()
        }),
        _ => lines(LineLayout {
            delimiter: "é|".to_owned(),
            ..LineLayout::rfc4180()
        }),
    };
    let declaration = DECLARATIONS[usize::from(*columns) % DECLARATIONS.len()];
    let mut sources = Sources::default();
    let source = sources.add("p.dl", declaration);
    let (items, _) = parse(source, declaration);
    let (program, wrong) = check(items.iter(), &sources);
    assert!(wrong.is_empty(), "{wrong:?}");
    let id = program.find("r").expect("it is declared");
    let mut read = |bytes: &[u8]| {
        let mut database = Database::new(&program);
        let input = Input::new("r.facts", bytes, &layout);
        match read_table(&input, &program, id, &mut database, &mut sources) {
            Ok(_) => Some(database),
            Err(reports) => {
                drawn(&reports, &sources);
                None
            }
        }
    };
    let Some(database) = read(table) else {
        return false;
    };
    let mut written = Vec::new();
    let doubtful = write_table(
        &mut written,
        &layout,
        &program,
        id,
        &database,
        NonZero::<usize>::MIN,
    );
    if doubtful.expect("memory can be written").is_some() {
        return true;
    }
    let again = read(&written).unwrap_or_else(|| {
        let written = String::from_utf8_lossy(&written);
        panic!("written so, it cannot be read: {written:?}")
    });
    assert_eq!(
        database.sorted(&program, id),
        again.sorted(&program, id),
        "written so: {:?}",
        String::from_utf8_lossy(&written)
    );
    true
}

/// Small programs as text, in the engine and as the oracle judges them.
pub fn evaluation(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut sources = Sources::default();
    let source = sources.add("fuzz.dl", &*text);
    let (items, reports) = parse(source, &text);
    let (program, wrong) = check(items.iter(), &sources);
    // What counters and places in the table of symbols give is not the same in both.
    let counts = text.contains("autoinc") || text.contains("ord");
    if has_errors(&reports) || has_errors(&wrong) || counts {
        return false;
    }
    let limits = Limits {
        max_rows: Some(2_000),
        max_memory: Some(64 << 20),
        timeout: Some(std::time::Duration::from_millis(500)),
        ..Limits::default()
    };
    let mut database = Database::new(&program);
    let facts = relations(&program, &database);
    if engine::evaluate(&program, &mut database, &limits).is_err() {
        return false;
    }
    let result = relations(&program, &database);
    match oracle::verify(&program, &facts, &result, 20_000) {
        Verdict::Wrong(why) => panic!("{why}\n{text}"),
        verdict => verdict == Verdict::Right,
    }
}

/// Random programs made of bytes, in the engine and as the oracle judges them.
pub fn random_programs(bytes: &[u8]) -> bool {
    let program = random::program(&mut Choices::Bytes(bytes));
    let text = random::text(&program.items);
    match compare(&text) {
        Compared::Different(why) => panic!("{why}\n{text}"),
        compared => matches!(compared, Compared::Same { .. }),
    }
}
