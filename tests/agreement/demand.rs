//! A query derives on demand what it finds when everything is evaluated.

use std::time::Duration;

use entente::answers::Answer;
use entente::engine::{self, Completed, Limits};
use entente::facts::Database;
use entente::rules::{Const, Program, Query, RelationId, check_query, demanded, derived};
use entente::syntax::parse_query;
use entente::text::Sources;

use crate::support::checked;
use crate::support::random::{self, Choices, text};

fn limits(demand: bool) -> Limits {
    let mut limits = Limits {
        max_rows: Some(100_000),
        timeout: Some(Duration::from_secs(20)),
        ..Limits::default()
    };
    limits.tuning.demand = demand;
    limits
}

fn query(program: &Program, text: &str) -> Query {
    let source = Sources::default().add("query", text);
    let query = parse_query(source, text).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    check_query(program, &query).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"))
}

/// What a query finds, over facts alone; nothing, if that is too much work.
fn found(program: &Program, query: &Query, limits: &Limits) -> Option<Vec<Vec<Const>>> {
    let mut database = Database::new(program);
    let mut completed = Completed::stated(program);
    let asked = engine::ask(program, query, &mut database, &mut completed, limits);
    let (rows, notes) = asked.ok()?;
    Some(Answer::new(query.clone(), &rows, &database.values, notes).rows)
}

/// A query of a relation with the value of one of its tuples in one column or more, or one of another tuple.
fn ask_of(
    program: &Program,
    relation: RelationId,
    tuples: &[Vec<Const>],
    rng: &mut fastrand::Rng,
) -> String {
    let tuple = rng.usize(0..tuples.len());
    let bound = rng.usize(0..tuples[tuple].len());
    let args = (0..tuples[tuple].len()).map(|column| {
        let from = if rng.u8(0..8) == 0 {
            rng.usize(0..tuples.len())
        } else {
            tuple
        };
        let value = tuples[from][column].written();
        // There is no way to write an infinite number.
        let can_be_written = !value.contains("inf") && !value.contains("NaN");
        match (column == bound || rng.u8(0..4) == 0) && can_be_written {
            true => value,
            false => format!("v{column}"),
        }
    });
    let args: Vec<String> = args.collect();
    format!("{}({})", program.relation(relation).name, args.join(", "))
}

#[test]
fn queries_on_demand_find_what_is_there() {
    let (mut asked, mut rewritten, mut answered, mut fewer) = (0, 0, 0, 0);
    for seed in 0..400 {
        let source = text(&random::program(&mut Choices::seeded(seed)).items);
        let Ok(program) = checked("random.dl", &source) else {
            continue;
        };
        let mut database = Database::new(&program);
        if engine::evaluate(&program, &mut database, &limits(false)).is_err() {
            continue;
        }
        let facts = Database::new(&program);
        let size = |database: &Database| -> usize {
            program.ids().map(|id| database.rows(id).len()).sum()
        };
        let all = size(&database) - size(&facts);
        let mut rng = fastrand::Rng::with_seed(seed);
        let is_derived = derived(&program);
        for id in program.ids().filter(|id| is_derived[id.index()]) {
            let tuples = database.sorted(&program, id);
            if tuples.is_empty() || program.relation(id).arity() == 0 {
                continue;
            }
            let text = ask_of(&program, id, &tuples, &mut rng);
            let query = query(&program, &text);
            let stated: Vec<bool> = is_derived.iter().map(|derived| !derived).collect();
            let demanded = demanded(&program, &query, &stated);
            let whole = found(&program, &query, &limits(false)).expect("it was evaluated before");
            let part = found(&program, &query, &limits(true));
            assert_eq!(part.as_ref(), Some(&whole), "seed {seed}: {text}\n{source}");
            asked += 1;
            answered += usize::from(!whole.is_empty());
            rewritten += usize::from(demanded.program.relations.len() > program.relations.len());
            let few = Limits {
                max_rows: Some(all / 2),
                ..limits(true)
            };
            fewer += usize::from(found(&program, &query, &few).is_some());
        }
    }
    assert!(asked > 500, "{asked} queries");
    assert!(answered * 2 > asked, "{answered} of {asked} had answers");
    assert!(
        rewritten * 4 > asked,
        "{rewritten} of {asked} were rewritten"
    );
    assert!(
        fewer * 4 > asked,
        "{fewer} of {asked} derived less than half"
    );
}

/// Recursion in every shape, over a random graph and tuples that are stated.
const SHAPES: &str = "
    .decl edge(x: number, y: number)
    .decl left(x: number, y: number)
    left(x, y) :- edge(x, y).
    left(x, z) :- left(x, y), edge(y, z).
    .decl right(x: number, y: number)
    right(x, y) :- edge(x, y).
    right(x, z) :- edge(x, y), right(y, z).
    right(2, 3).
    .decl double(x: number, y: number)
    double(x, y) :- edge(x, y).
    double(x, z) :- double(x, y), double(y, z).
    .decl mixed(x: number, y: number)
    mixed(x, y) :- edge(x, y), x != y.
    mixed(x, z) :- edge(x, y), mixed(y, z).
    mixed(x, z) :- mixed(x, y), edge(y, z).
    .decl odd(x: number, y: number)
    .decl even(x: number, y: number)
    odd(x, y) :- edge(x, y).
    odd(x, z) :- edge(x, y), even(y, z).
    even(x, z) :- odd(x, y), edge(y, z).
    .decl same(x: number, y: number)
    same(x, x) :- edge(x, _).
    same(x, y) :- edge(up, x), same(up, over), edge(over, y).
    .decl path(x: number, l: number, y: number)
    path(x, 0, x) :- edge(x, _).
    path(x, n, z) :- edge(x, y), path(y, m, z), n = m + 1, n < 4.
    .decl seen(x: number, y: number)
    seen(x, y) :- right(x, y), !left(y, x).
    seen(x, z) :- edge(x, y), seen(y, z), 0 < count : { edge(y, _) }.
    .decl sinks(x: number, n: number)
    sinks(x, n) :- right(x, y), n = count : { left(y, z), !left(z, x) }.
    .decl lone(x: number, y: number)
    lone(x, y) :- edge(x, y), !near(y, x).
    .decl near(x: number, y: number)
    near(x, y) :- edge(y, x), x < y.
    near(x, y) :- near(x, z), edge(z, y), !sinks(y, 0).
    .decl through(by: number, x: number, y: number)
    through(x, x, y) :- edge(x, y).
    through(by, x, z) :- edge(x, y), through(by, y, z), by >= x.
    .decl within(x: number, y: number)
    within(x, y) :- edge(x, y), y = z, right(z, x).
    within(x, z) :- edge(x, 3), w = x, edge(w, y), within(y, z).
    .decl to_itself(x: number, y: number)
    to_itself(x, 1) :- edge(x, x).
    to_itself(x, x) :- edge(x, y), to_itself(y, _).
    to_itself(x, y) :- edge(x, y), to_itself(y, y).
";

#[test]
fn every_shape_of_recursion_is_asked_for_in_every_way() {
    for seed in 0..12 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut source = SHAPES.to_owned();
        for _ in 0..rng.usize(3..14) {
            source += &format!("edge({}, {}).\n", rng.u8(0..7), rng.u8(0..7));
        }
        let program = checked("shapes.dl", &source).unwrap();
        let stated: Vec<bool> = derived(&program).iter().map(|derived| !derived).collect();
        for id in program.ids().filter(|id| !stated[id.index()]) {
            let relation = program.relation(id);
            for bound in 1..1 << relation.arity() {
                let args = (0..relation.arity()).map(|at| match bound >> at & 1 {
                    1 => rng.u8(0..7).to_string(),
                    _ => format!("v{at}"),
                });
                let args: Vec<String> = args.collect();
                let atom = format!("{}({})", relation.name, args.join(", "));
                // Values come from an atom of the query as well, and into what it negates and counts.
                let from = format!("edge({}, from)", rng.u8(0..7));
                let joined = atom.replace("v0", "from");
                let open = joined.replace("v1", "_").replace("v2", "_");
                for text in [
                    atom,
                    format!("{from}, {joined}"),
                    format!("{from}, !{open}"),
                    format!("{from}, n = count : {{ {joined} }}"),
                    format!("{from}, n = count : {{ edge(from, w), !{open}, w < 5 }}"),
                ] {
                    let query = query(&program, &text);
                    let whole = found(&program, &query, &limits(false));
                    let part = found(&program, &query, &limits(true));
                    assert!(whole.is_some());
                    assert_eq!(part, whole, "seed {seed}: {text}\n{source}");
                }
            }
        }
    }
}

#[test]
fn a_query_costs_what_it_reaches() {
    let mut source = SHAPES.to_owned();
    for x in 10..60 {
        source += &format!("edge({x}, {}).\n", x + 1);
    }
    source += "edge(1, 2). edge(2, 3). edge(3, 1).";
    let program = checked("shapes.dl", &source).unwrap();
    for (text, rows) in [
        ("left(1, x)", 4),
        ("left(x, 1)", 9),
        ("right(1, x)", 10),
        ("right(x, 1)", 10),
        ("right(50, x)", 30),
        ("double(1, x)", 20),
        ("odd(1, x)", 30),
        ("path(1, n, x)", 30),
        ("n = count : { left(1, _) }", 10),
        ("edge(1, x), !left(x, 9)", 10),
        ("seen(7, x) ; !right(1, 2), x = 1 ; x = 2", 10),
    ] {
        let query = query(&program, text);
        let few = Limits {
            max_rows: Some(rows),
            ..limits(true)
        };
        let whole = found(&program, &query, &limits(false));
        assert_eq!(found(&program, &query, &few), whole, "{text}");
        assert!(whole.is_some_and(|whole| !whole.is_empty()), "{text}");
    }
    let all = query(&program, "left(x, y)");
    let demanded = demanded(&program, &all, &vec![false; program.relations.len()]);
    assert_eq!(
        demanded.program.relations.len(),
        program.relations.len(),
        "nothing is gained without a constant"
    );
}
