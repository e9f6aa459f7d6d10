//! What a proof ends at is enough to derive what it proves.

use super::{Goal, Leaf, Prover};
use crate::engine::{self, Limits};
use crate::facts::Database;
use crate::rules::{Program, check_query, program_of};
use crate::syntax::parse_query;
use crate::text::Sources;

const RULES: &str = "
.decl edge(x: number, y: number)
.decl blocked(x: number)
.decl reach(x: number, y: number)
reach(x, y) :- edge(x, y), !blocked(y).
reach(x, z) :- reach(x, y), reach(y, z), x != z.
.decl odd(x: number, y: number)
.decl even(x: number, y: number)
odd(x, y) :- edge(x, y).
odd(x, z) :- even(x, y), edge(y, z).
even(x, z) :- odd(x, y), edge(y, z).
.decl last(x: number, z: number)
last(x, z) :- reach(1, x), even(x, _), y = 3, x > y, z = x + y.
.decl counted(x: number, n: number)
counted(x, n) :- reach(x, 2), n = count : { reach(x, _) }.
";

fn program(facts: &str) -> Program {
    program_of(&format!("{RULES}{facts}"))
}

fn as_facts(program: &Program, leaves: &[Leaf]) -> String {
    let fact = |leaf: &Leaf| {
        let numbers: Vec<String> = leaf.values.iter().map(|value| value.written()).collect();
        let name = &program.relation(leaf.relation).name;
        format!("{name}({}).\n", numbers.join(", "))
    };
    leaves.iter().map(fact).collect()
}

#[test]
fn what_proofs_end_at_derives_what_they_prove() {
    let mut random = fastrand::Rng::with_seed(12);
    let mut proved = 0;
    for round in 0..40 {
        let nodes = random.i64(3..12);
        let blocked = format!("blocked({}).\n", random.i64(0..nodes));
        let edges: String = (0..2 * nodes)
            .map(|_| {
                format!(
                    "edge({}, {}).\n",
                    random.i64(0..nodes),
                    random.i64(0..nodes)
                )
            })
            .collect();
        let mut limits = Limits::default();
        limits.tuning.split = round % 2 == 0;
        limits.tuning.encode = round % 3 == 0;
        limits.tuning.sparse = 0;
        let whole = program(&format!("{edges}{blocked}"));
        let mut database = Database::new(&whole);
        let given: Vec<usize> = whole.ids().map(|id| database.rows(id).len()).collect();
        engine::evaluate(&whole, &mut database, &limits).unwrap();
        for query in ["reach(X, Y)", "even(X, Y)", "last(X, Y)", "counted(X, Y)"] {
            let source = Sources::default().add("q", query);
            let query = check_query(&whole, &parse_query(source, query).unwrap()).unwrap();
            let (rows, _) = engine::answer(&whole, &query, &mut database, &limits).unwrap();
            for row in rows.iter() {
                let mut prover = Prover::new(&whole, &mut database, &given, &limits);
                let found = prover.prove(Goal::Answer(&query, row), 0..1).unwrap();
                assert_eq!(
                    found.proofs.len(),
                    1,
                    "{row:?} of {query:?} {found:?}\n{edges}{blocked}"
                );
                let leaves = found.proofs[0].leaves();
                let facts = as_facts(&whole, &leaves);
                let part = program(&format!("{facts}{blocked}"));
                let mut derived = Database::new(&part);
                engine::evaluate(&part, &mut derived, &limits).unwrap();
                let (again, _) = engine::answer(&part, &query, &mut derived, &limits).unwrap();
                let row = row.iter().map(|&word| database.values.integer(word));
                let row: Vec<u32> = row.map(|number| derived.values.number(number)).collect();
                assert!(again.contains(&row), "{edges}{blocked}{facts}");
                proved += 1;
            }
        }
    }
    assert!(proved > 1000, "{proved}");
}
