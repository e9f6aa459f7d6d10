//! Proofs as they are shown, one construct of the language after the other.

use super::*;
use crate::facts::{Base, FileKind};

fn knowledge(rules: &str) -> Knowledge {
    let file = |kind, name: &str, text: &str| BaseFile {
        kind,
        name: name.into(),
        text: text.into(),
    };
    let (base, reports) = Base::load(&[file(FileKind::Rules, "rules/a.dl", rules)]);
    assert!(reports.is_empty(), "{reports:?}");
    Knowledge::new(base, &Limits::default()).unwrap()
}

/// The proofs of the first answer to a query.
fn proofs(rules: &str, query: &str, wanted: Range<usize>, format: ProofFormat) -> String {
    let mut knowledge = knowledge(rules);
    let limits = Limits::default();
    let answer = knowledge.ask("query", query, &limits).unwrap();
    assert!(!answer.rows.is_empty(), "{query} has no answers");
    let wanted = Wanted {
        proofs: wanted,
        confidence: false,
    };
    let why = why(&mut knowledge, &answer, 0, wanted, Vec::new, &limits).unwrap();
    let shown = Shown {
        format,
        width: Some(100),
        ..Shown::default()
    };
    write_why(&knowledge, &answer, 0, &why, shown)
}

fn shown(rules: &str, query: &str) -> String {
    proofs(rules, query, 0..1, ProofFormat::Text)
}

const EDGES: &str = ".decl edge(x: number, y: number)
edge(1, 2). edge(2, 3). edge(3, 1). edge(3, 4).
";

#[test]
fn recursion_round_a_cycle_ends_at_facts() {
    let rules = format!(
        "{EDGES}.decl path(x: number, y: number)
path(x, y) :- edge(x, y).
path(x, z) :- path(x, y), path(y, z).
"
    );
    insta::assert_snapshot!(shown(&rules, "path(1, 1)"));
}

#[test]
fn absences_are_shown_with_what_was_looked_for() {
    let rules = format!(
        "{EDGES}.decl end(x: number)
end(y) :- edge(_, y), !edge(y, _).
"
    );
    insta::assert_snapshot!(shown(&rules, "end(x)"));
}

#[test]
fn aggregates_show_what_was_counted() {
    let rules = ".decl paid(who: symbol, amount: number)
paid(\"An\", 3). paid(\"An\", 5). paid(\"An\", 4). paid(\"An\", 8). paid(\"Ba\", 8).
.decl account(who: symbol, times: number, total: number, most: number)
account(who, times, total, most) :-
    paid(who, _), times = count : { paid(who, _) }, total = sum n : { paid(who, n) },
    most = max n : { paid(_, n), n > 1 }.
.decl largest(who: symbol)
largest(who) :- _ = max n : { paid(who, n) }.
";
    insta::assert_snapshot!(shown(rules, "account(\"An\", _, _, _)"));
    insta::assert_snapshot!(shown(rules, "largest(\"Ba\")"));
}

#[test]
fn values_are_computed_in_sight() {
    let rules = ".decl size(name: symbol, n: number)
size(\"row\", 2).
.decl cell(name: symbol, text: symbol, at: number)
cell(name, cat(name, \"!\"), n * 2 + 1) :- size(name, n), n < 5, match(\"r.w\", name), n = range(0, 9).
";
    insta::assert_snapshot!(shown(rules, "cell(a, b, c)"));
}

#[test]
fn records_and_branches_are_taken_apart() {
    let rules = ".type List = [head: number, rest: List]
.type Shape = Circle { r: number } | Dot {}
.decl list(l: List)
list([1, [2, nil]]).
.decl shape(s: Shape)
shape($Circle(3)).
.decl second(n: number, r: number)
second(n, r) :- list([_, [n, _]]), shape($Circle(r)).
";
    insta::assert_snapshot!(shown(rules, "second(n, r)"));
}

#[test]
fn the_alternative_that_held_is_shown() {
    let rules = format!(
        "{EDGES}.decl near(x: number, y: number)
.decl node(x: number)
near(x, y), node(x) :- ( edge(x, y) ; edge(y, x) ), ( x < y ; x > y + 1 ).
"
    );
    insta::assert_snapshot!(shown(&rules, "near(3, 1), node(1)"));
}

#[test]
fn inline_rules_are_named_where_they_were_put_in() {
    let rules = format!(
        "{EDGES}.decl linked(x: number, y: number) inline
linked(x, y) :- edge(x, y), x != y.
.decl two(x: number, z: number)
two(x, z) :- linked(x, y), linked(y, z).
"
    );
    insta::assert_snapshot!(shown(&rules, "two(1, 3)"));
}

#[test]
fn equivalences_name_the_law() {
    let rules = ".decl same(x: symbol, y: symbol) eqrel
.decl alias(x: symbol, y: symbol)
alias(\"a\", \"b\"). alias(\"c\", \"b\").
same(x, y) :- alias(x, y).
";
    insta::assert_snapshot!(shown(rules, "same(\"a\", \"c\")"));
    insta::assert_snapshot!(shown(rules, "same(\"c\", \"c\")"));
}

#[test]
fn components_show_the_rule_of_the_component() {
    let rules = ".comp Graph<Node> {
    .decl edge(x: Node, y: Node)
    .decl path(x: Node, y: Node)
    path(x, y) :- edge(x, y).
    path(x, z) :- path(x, y), edge(y, z).
}
.init roads = Graph<symbol>
roads.edge(\"a\", \"b\"). roads.edge(\"b\", \"c\").
";
    insta::assert_snapshot!(shown(rules, "roads.path(\"a\", \"c\")"));
}

#[test]
fn what_stays_by_choice_or_subsumption_has_its_rule() {
    let rules = ".decl road(x: symbol, y: symbol, km: number)
road(\"a\", \"b\", 7). road(\"a\", \"c\", 3). road(\"c\", \"b\", 2). road(\"b\", \"d\", 1).
.decl way(x: symbol, y: symbol, km: number)
way(x, y, n) :- road(x, y, n).
way(x, z, n + m) :- way(x, y, n), road(y, z, m).
way(x, y, long) <= way(x, y, short) :- short <= long.
.decl tree(x: symbol, y: symbol) choice-domain y
tree(x, y) :- road(x, y, _).
";
    insta::assert_snapshot!(shown(rules, "way(\"a\", \"d\", n)"));
    insta::assert_snapshot!(shown(rules, "tree(x, \"b\")"));
}

#[test]
fn other_proofs_follow_the_smallest() {
    let rules = ".decl p(x: number)
.decl q(x: number)
.decl r(x: number)
p(1). q(1).
r(x) :- p(x), q(x).
r(x) :- p(x).
r(x) :- r(x), q(x).
";
    insta::assert_snapshot!(proofs(rules, "r(1)", 0..10, ProofFormat::Text));
}

#[test]
fn a_fact_that_is_given_and_derived_has_both_proofs() {
    let rules = ".decl p(x: number)
p(1). p(2).
p(x + 1) :- p(x), x < 2.
";
    insta::assert_snapshot!(proofs(rules, "p(2)", 0..10, ProofFormat::Text));
}

#[test]
fn programs_read_json() {
    let rules = format!(
        "{EDGES}.decl degree(x: number, n: number)
degree(x, n) :- edge(_, x), n = count : {{ edge(x, _) }}, !edge(x, x).
"
    );
    let json = proofs(&rules, "degree(3, n)", 0..1, ProofFormat::Json);
    insta::assert_snapshot!(json);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let steps = value["proofs"][0]["steps"].as_array().unwrap();
    // Every step stands behind those that it rests on.
    for step in steps {
        let premises = step["premises"].as_array().cloned().unwrap_or_default();
        for premise in premises {
            if let Some(other) = premise["step"].as_u64() {
                assert!(other < step["id"].as_u64().unwrap());
            }
        }
    }
}

#[test]
fn graphs_name_each_node_once_and_draw_known_nodes_only() {
    let rules = ".decl p(x: symbol)
p(\"a \\\"b\\\" <c> #1; [d]\").
.decl q(x: symbol)
.decl r(x: symbol)
q(x) :- p(x), !r(x), strlen(x) > 1.
r(\"\").
";
    let dot = proofs(rules, "q(x)", 0..1, ProofFormat::Dot);
    let mermaid = proofs(rules, "q(x)", 0..1, ProofFormat::Mermaid);
    insta::assert_snapshot!(format!("{dot}\n{mermaid}"));
    for (text, arrow) in [(dot, " -> "), (mermaid, " --> ")] {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let (edges, nodes): (Vec<&str>, Vec<&str>) = lines
            .into_iter()
            .filter(|line| line.starts_with('p'))
            .partition(|line| line.contains(arrow));
        let id = |line: &str| -> String {
            let ends = |c: char| !c.is_alphanumeric() && c != '_';
            line.split(ends).next().unwrap_or_default().to_owned()
        };
        let names: Vec<String> = nodes.iter().map(|line| id(line)).collect();
        assert_eq!(names.len(), 4, "{names:?}");
        for edge in edges {
            let (from, to) = edge.trim_end_matches(';').split_once(arrow).unwrap();
            for end in [from, to] {
                assert_eq!(
                    names.iter().filter(|name| *name == end).count(),
                    1,
                    "{edge}"
                );
            }
        }
    }
}
