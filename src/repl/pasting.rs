//! Tests that answers paste back: what a table shows is written as the language reads it.

use super::{Origin, Session};
use crate::answers::Knowledge;
use crate::engine::Limits;
use crate::facts::{Base, BaseFile, FileKind};
use crate::syntax::write_symbol;

const SIGNS: [&str; 12] = [
    "a", "É", "đ", "漢", "\"", "\\", "\n", "\t", " ", ",", "’", "(",
];

fn symbol(random: &mut fastrand::Rng) -> String {
    let length = random.usize(..6);
    let text: String = (0..length)
        .map(|_| SIGNS[random.usize(..SIGNS.len())])
        .collect();
    write_symbol(&text)
}

/// A float in decimals, of any magnitude.
fn float(random: &mut fastrand::Rng) -> String {
    let number = (random.f64() - 0.5) * 10f64.powi(random.i32(-20..20));
    let digits = number.to_string();
    match digits.contains('.') {
        true => digits,
        false => digits + ".0",
    }
}

/// A value of each type, as a program may state it.
fn tuple(random: &mut fastrand::Rng) -> [String; 6] {
    let number = |random: &mut fastrand::Rng| {
        let bits = random.u32(1..63);
        random.i64(-(1 << bits)..1 << bits).to_string()
    };
    let record = match random.bool() {
        true => format!("[{}, {}, nil]", symbol(random), float(random)),
        false => format!(
            "[{}, {}, [{}, 0.5, nil]]",
            symbol(random),
            float(random),
            symbol(random)
        ),
    };
    let branch = match random.u8(..3) {
        0 => "$None()".to_owned(),
        1 => format!("$One({})", symbol(random)),
        _ => format!("$Two({}, $One({}))", number(random), symbol(random)),
    };
    [
        symbol(random),
        number(random),
        random.u32(..).to_string(),
        float(random),
        record,
        branch,
    ]
}

const TYPES: &str = "
    .type List = [text: symbol, weight: float, rest: List]
    .type Choice = None {} | One {text: symbol} | Two {number: number, rest: Choice}
    .decl all(s: symbol, n: number, u: unsigned, f: float, r: List, c: Choice)\n";

/// The cells of the rows of a table.
fn cells(table: &str) -> Vec<Vec<String>> {
    let rows = table.lines().filter(|line| line.starts_with('│')).skip(1);
    let cells = |line: &str| {
        let cells = line.trim_matches('│').split('│');
        cells.map(|cell| cell.trim().to_owned()).collect()
    };
    rows.map(cells).collect()
}

#[test]
fn every_row_of_a_table_can_be_asked_and_added() {
    let mut random = fastrand::Rng::with_seed(11);
    let mut text = TYPES.to_owned();
    for _ in 0..200 {
        text.push_str(&format!("all({}).\n", tuple(&mut random).join(", ")));
    }
    let session = |text: &str| {
        let rules = BaseFile {
            kind: FileKind::Rules,
            name: "rules/a.dl".into(),
            text: text.to_owned(),
        };
        let (base, reports) = Base::load(&[rules]);
        assert!(reports.is_empty(), "{reports:?}");
        let knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        Session::new(knowledge, Origin::Shipped, Limits::default())
    };
    let mut full = session(&text);
    let mut empty = session(TYPES);
    let shown = full.line("all(s, n, u, f, r, c)").data;
    let rows = cells(&shown);
    assert!(rows.len() > 150, "{shown}");
    for row in &rows {
        let pasted = format!("all({})", row.join(", "));
        assert_eq!(full.line(&pasted).data, "yes\n", "{pasted}");
        let equal = "suf".chars().zip([&row[0], &row[2], &row[3]]);
        let equal: Vec<String> = equal
            .map(|(name, cell)| format!("{name} = {cell}"))
            .collect();
        let asked = format!("all(s, _, u, f, _, _), {}", equal.join(", "));
        assert!(full.line(&asked).data.contains("1 answer"), "{asked}");
    }
    let facts: Vec<String> = rows
        .iter()
        .map(|row| format!("all({}).", row.join(", ")))
        .collect();
    let added = empty.line(&format!(":add {}", facts.join(" ")));
    assert!(!added.failed, "{}", added.notices);
    assert_eq!(empty.line("all(s, n, u, f, r, c)").data, shown);
}
