//! Random tables, written in every format and read again.

use std::num::NonZero;

use super::*;
use crate::rules::{Const, Type, check};
use crate::syntax::parse;
use crate::text::render;

/// A relation `r` with columns of these types.
fn program(types: &[Type]) -> (Program, Sources) {
    let columns: Vec<String> = types
        .iter()
        .enumerate()
        .map(|(at, ty)| format!("c{at}: {}", ty.name()))
        .collect();
    let declaration = format!(".decl r({})", columns.join(", "));
    let mut sources = Sources::default();
    let source = sources.add("p.dl", declaration.as_str());
    let (items, wrong) = parse(source, &declaration);
    assert!(wrong.is_empty(), "{wrong:?}");
    let (program, wrong) = check(items.iter(), &sources);
    assert!(wrong.is_empty(), "{wrong:?}");
    (program, sources)
}

fn random_value(random: &mut fastrand::Rng, ty: Type, pieces: &[&str]) -> Const {
    match ty {
        Type::Number => Const::Number(match random.u8(0..4) {
            0 => random.i64(..),
            1 => random
                .choice([0, 1, -1, i64::MIN, i64::MAX])
                .expect("there are some"),
            _ => random.i64(-1000..1000),
        }),
        Type::Symbol => {
            let length = random.usize(0..4);
            let parts = (0..length).map(|_| *random.choice(pieces).expect("there are some"));
            Const::Symbol(parts.collect())
        }
        Type::Unsigned => Const::Unsigned(random.u64(..)),
        Type::Float => Const::Float(crate::rules::Real(random.f64() - 0.5)),
        Type::Record(_) | Type::Algebraic(_) => unreachable!("tables of these are golden programs"),
    }
}

fn random_database(random: &mut fastrand::Rng, program: &Program, pieces: &[&str]) -> Database {
    let mut database = Database::new(program);
    let r = program.find("r").expect("it is declared");
    for _ in 0..random.usize(0..20) {
        let columns = program.relation(r).columns.iter();
        let tuple: Vec<Const> = columns
            .map(|column| random_value(random, column.ty, pieces))
            .collect();
        database.insert(r, &tuple);
    }
    database
}

/// Pieces of texts with everything that a format may trip over.
const ANY: [&str; 14] = [
    "a",
    "é",
    "\"",
    "\"\"",
    ",",
    "\t",
    "\n",
    "\r",
    " ",
    "\\",
    "[",
    "]",
    "\u{2028}\u{1}",
    "0",
];

/// Pieces of texts that lines without quotation marks can have.
const PLAIN: [&str; 8] = ["a", "é", "\"", " ", "\\", "(", "b/", "0"];

/// Calls `test` with random relations.
fn for_random(pieces: &[&str], mut test: impl FnMut(&Program, &Database, Sources)) {
    let mut random = fastrand::Rng::with_seed(11);
    for _ in 0..300 {
        let arity = random.usize(0..4);
        let types: Vec<Type> = (0..arity)
            .map(|_| random.choice([Type::Number, Type::Symbol]).expect("two"))
            .collect();
        let (program, sources) = program(&types);
        let database = random_database(&mut random, &program, pieces);
        test(&program, &database, sources);
    }
}

fn comes_back(layout: &Layout, pieces: &[&str], change: impl Fn(Vec<u8>) -> Vec<u8>) {
    for_random(pieces, |program, database, mut sources| {
        let r = program.find("r").expect("it is declared");
        let mut written = Vec::new();
        write_table(
            &mut written,
            layout,
            program,
            r,
            database,
            NonZero::<usize>::MIN,
        )
        .expect("memory takes it");
        let bytes = change(written);
        let mut read = Database::new(program);
        if let Err(wrong) = read_table(
            &Input::new("r", &bytes, layout),
            program,
            r,
            &mut read,
            &mut sources,
        ) {
            panic!("{layout:?}\n{}", render(&wrong, &sources, false));
        }
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(
            read.sorted(program, r),
            database.sorted(program, r),
            "{text}"
        );
    });
}

fn as_it_is(bytes: Vec<u8>) -> Vec<u8> {
    bytes
}

fn with_headers(layout: LineLayout) -> Layout {
    Layout::Lines(LineLayout {
        headers: true,
        ..layout
    })
}

#[test]
fn through_lines() {
    comes_back(&Layout::default(), &PLAIN, as_it_is);
    comes_back(&with_headers(LineLayout::default()), &PLAIN, as_it_is);
    for delimiter in [",", "; ;", "|"] {
        let layout = LineLayout {
            delimiter: delimiter.to_owned(),
            ..LineLayout::default()
        };
        comes_back(&with_headers(layout), &PLAIN, as_it_is);
    }
}

#[test]
fn through_quotation_marks() {
    comes_back(&with_headers(LineLayout::rfc4180()), &ANY, as_it_is);
    for delimiter in ["\t", "a", ", "] {
        let layout = LineLayout {
            delimiter: delimiter.to_owned(),
            ..LineLayout::rfc4180()
        };
        comes_back(&Layout::Lines(layout), &ANY, as_it_is);
    }
}

#[test]
fn through_json() {
    for objects in [false, true] {
        comes_back(&Layout::Json { objects }, &ANY, as_it_is);
    }
}

#[test]
fn through_gzip() {
    let compress = |plain: Vec<u8>| {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        out.write_all(&plain).expect("memory takes it");
        out.finish().expect("memory takes it")
    };
    comes_back(&Layout::Lines(LineLayout::rfc4180()), &ANY, compress);
}

#[test]
fn through_columns_in_another_order() {
    let turned = LineLayout {
        cells: Some(vec![1, 0]),
        ..LineLayout::default()
    };
    let (program, mut sources) = program(&[Type::Number, Type::Symbol]);
    let r = program.find("r").expect("it is declared");
    let mut read = Database::new(&program);
    let layout = Layout::Lines(turned);
    let table = b"a\t1\tmore\nb\t2\n";
    read_table(
        &Input::new("r", table, &layout),
        &program,
        r,
        &mut read,
        &mut sources,
    )
    .expect("it is right");
    let mut written = Vec::new();
    write_table(
        &mut written,
        &Layout::default(),
        &program,
        r,
        &read,
        NonZero::<usize>::MIN,
    )
    .expect("memory takes it");
    assert_eq!(String::from_utf8_lossy(&written), "1\ta\n2\tb\n");
}

#[cfg(feature = "sqlite")]
#[test]
fn through_sqlite() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let mut number = 0;
    for_random(&ANY, |program, database, _| {
        let r = program.find("r").expect("it is declared");
        // One database takes several tables, which share their texts, and a table anew each time.
        number += 1;
        let file = folder.path().join(format!("{}.sqlite", number / 8));
        let file = file.to_str().expect("it is text");
        let arity = program.relation(r).arity();
        let types = program.relation(r).columns.iter().map(|c| c.ty.name());
        let table = format!("r.{}", types.collect::<Vec<_>>().join("'"));
        let written = write_sqlite(file, &table, program, r, database);
        if arity == 0 {
            assert!(written.is_err());
            return;
        }
        written.expect("it can be written");
        let mut read = Database::new(program);
        read_sqlite(file, &table, program, r, &mut read).expect("it can be read");
        assert_eq!(read.sorted(program, r), database.sorted(program, r));
    });
}
