//! Random facts for the shipped rules.

use entente::facts::Database;
use entente::rules::{Const, Program};

/// Facts of the vocabulary over few names, so that they meet.
pub(super) fn random_facts(program: &Program, rng: &mut fastrand::Rng) -> Database {
    let pools: [(&str, &[&str]); 16] = [
        ("article", &["1", "2", "3"]),
        ("person", &["A", "B", "C", "D"]),
        ("who", &["A", "B", "C", "Laos", "Vietnam", "police (Laos)"]),
        (
            "title",
            &[
                "ministre de la Défense",
                "général",
                "président",
                "membre du Politburo",
            ],
        ),
        ("of", &["Laos", "Vietnam", ""]),
        ("id", &["e1", "e2", "e3", "e4", "e5"]),
        (
            "kind",
            &[
                "visit",
                "meeting",
                "call",
                "conference",
                "signing",
                "person",
                "body",
            ],
        ),
        (
            "part",
            &[
                "host",
                "guest",
                "visitor",
                "head",
                "chair",
                "attendee",
                "signatory",
            ],
        ),
        ("place", &["Hanoï", "Vientiane", "Laos", "Vietnam"]),
        ("a", &["police (Laos)", "armée (Laos)", "Vietnam"]),
        ("b", &["armée (Laos)", "police (Vietnam)", "Laos"]),
        ("field", &["défense", "lutte contre la drogue"]),
        ("name", &["A", "B", "ministre de la Défense"]),
        ("canonical", &["B", "C", "président"]),
        ("act", &["affirm", "agree"]),
        ("document", &["plan 2025", "accord"]),
    ];
    let dates: &[&str] = &[
        "2024",
        "2025-01",
        "2025-01-12",
        "2025-07-30",
        "2025-01-11/2025-01-13",
        "",
    ];
    let mut database = Database::new(program);
    let derived: Vec<_> = program.derived().collect();
    let stated: Vec<_> = program.facts.iter().map(|fact| fact.relation).collect();
    for id in program
        .ids()
        .filter(|id| !derived.contains(id) && !stated.contains(id))
    {
        for _ in 0..rng.usize(2..7) {
            let columns = &program.relation(id).columns;
            let tuple: Vec<Const> = columns
                .iter()
                .map(|column| {
                    let pool = match column.type_name.as_str() {
                        "Date" => dates,
                        "EventId" => pools[5].1,
                        _ => pools
                            .iter()
                            .find(|(name, _)| *name == column.name)
                            .map_or(&["A", "Laos", "x"][..], |(_, pool)| pool),
                    };
                    Const::Symbol(pool[rng.usize(0..pool.len())].to_owned())
                })
                .collect();
            database.insert(id, &tuple);
        }
    }
    database
}
