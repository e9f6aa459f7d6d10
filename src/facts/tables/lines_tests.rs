//! Reading lines as it is, compared with reading them as simply as can be.

use super::*;
use crate::facts::Values;
use crate::rules::{Const, check};
use crate::syntax::parse;

/// The tuples of a table of a text and a number with tabs between, or how many of its lines are wrong.
fn simply(bytes: &[u8]) -> Result<Vec<(String, i64)>, usize> {
    let mut lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').collect();
    if lines.last().is_some_and(|last| last.is_empty()) {
        lines.pop();
    }
    // An empty line at the end, without columns, is none.
    if lines
        .last()
        .is_some_and(|last| [&b""[..], b"\r"].contains(last))
    {
        lines.pop();
    }
    let (mut tuples, mut wrong) = (Vec::new(), 0);
    for line in lines {
        let tuple = std::str::from_utf8(line).ok().and_then(|line| {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let mut cells = line.split('\t');
            let (text, number) = (cells.next()?, cells.next()?);
            Some((text.to_owned(), number.parse().ok()?))
        });
        match tuple {
            Some(tuple) => tuples.push(tuple),
            None => wrong += 1,
        }
    }
    tuples.sort();
    tuples.dedup();
    if wrong > 0 { Err(wrong) } else { Ok(tuples) }
}

#[test]
fn random_tables_have_the_tuples_that_a_simple_reader_finds() {
    let mut sources = Sources::default();
    let declaration = ".decl r(x: symbol, y: number)";
    let source = sources.add("p.dl", declaration);
    let (program, _) = check(parse(source, declaration).0.iter(), &sources);
    let r = program.find("r").unwrap();
    let lines: [&[u8]; 8] = [
        b"a\t1\n",
        b"\t-7\r\n",
        b"Personne num\xc3\xa9ro 1\t3\tmore\n",
        b"\r\t2\n",
        b"a text that is longer than the others\t40000000000\n",
        b"b \t0",
        b"a\t1\n",
        b"c\t5\n",
    ];
    let broken: [&[u8]; 6] = [b"\n", b"\xc3\t1\n", b"a\n", b"a\tb\n", b"\r\n", b"\t"];
    let mut random = fastrand::Rng::with_seed(7);
    let (mut right, mut wrong) = (0, 0);
    for round in 0..3000 {
        let count = if round % 100 == 0 {
            random.usize(400..1500)
        } else {
            random.usize(0..8)
        };
        let mut bytes = Vec::new();
        for _ in 0..count {
            let is_broken = round % 2 == 0 && random.usize(0..=count) == 0;
            let line = random.choice(if is_broken { &broken[..] } else { &lines[..] });
            bytes.extend_from_slice(line.unwrap());
        }
        let mut database = Database::new(&program);
        // Some texts are known before.
        database.values = Values::new(&program.types);
        database.values.symbol("b ");
        let layout = Layout::default();
        let read = read_table(
            &Input::new("r", &bytes, &layout),
            &program,
            r,
            &mut database,
            &mut sources,
        );
        let shown = String::from_utf8_lossy(&bytes);
        match simply(&bytes) {
            Ok(tuples) => {
                right += 1;
                assert!(read.is_ok(), "{shown:?}");
                let tuples: Vec<Vec<Const>> = tuples
                    .into_iter()
                    .map(|(text, number)| vec![Const::Symbol(text), Const::Number(number)])
                    .collect();
                assert_eq!(database.sorted(&program, r), tuples, "{shown:?}");
            }
            Err(count) => {
                wrong += 1;
                let reports = read.expect_err(&shown);
                assert_eq!(reports.len().min(21), count.min(21), "{shown:?}");
            }
        }
    }
    assert!(right > 1000 && wrong > 300, "{right} right, {wrong} wrong");
}

#[test]
fn threads_read_and_write_what_one_reads_and_writes() {
    let mut sources = Sources::default();
    let declaration = ".decl r(x: symbol, y: number, z: float)";
    let source = sources.add("p.dl", declaration);
    let (program, _) = check(parse(source, declaration).0.iter(), &sources);
    let r = program.find("r").unwrap();
    let mut random = fastrand::Rng::with_seed(11);
    let mut bytes = Vec::new();
    for _ in 0..80_000 {
        let (text, number) = (random.u32(0..30_000), random.i64(-(1 << 33)..1 << 33));
        let float = f64::from(random.u8(..)) / 4.0;
        bytes.extend_from_slice(format!("text {text}\t{}\t{float}\n", number >> 3).as_bytes());
    }
    let layout = Layout::default();
    let mut run = |bytes: &[u8], threads: usize| {
        let threads = NonZero::new(threads).unwrap();
        let mut database = Database::new(&program);
        let input = Input {
            threads,
            ..Input::new("r", bytes, &layout)
        };
        match read_table(&input, &program, r, &mut database, &mut sources) {
            Err(reports) => Err(reports
                .iter()
                .map(|report| report.message.clone())
                .collect()),
            Ok(_) => {
                let mut table = Vec::new();
                write_table(&mut table, &layout, &program, r, &database, threads).unwrap();
                let rows = database.rows(r);
                Ok((rows.words(0, rows.len()).to_vec(), table))
            }
        }
    };
    let one: Result<_, Vec<String>> = run(&bytes, 1);
    assert!(one.is_ok());
    assert!(one == run(&bytes, 2) && one == run(&bytes, 3));
    bytes.extend_from_slice(b"a\t1\nb\tc\t1\n");
    let one = run(&bytes, 1);
    assert_eq!(one.as_ref().map(|_| ()).map_err(Vec::len), Err(2));
    assert!(one == run(&bytes, 2));
}
