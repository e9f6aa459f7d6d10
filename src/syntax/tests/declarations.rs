//! Directives, types and components.

use super::{reads, trees};

#[test]
fn every_kind_of_item_is_read() {
    let items = reads(
        r#"
        .type Date <: symbol
        .decl a, b(x: number, d: Date)
        .input a(IO=file, filename="a.tsv", delimiter=",")
        .output b
        .article "003"
        @ "ont assisté à" 0.83
        a(1, "2025-07").
        !a(1, "2025").
        a(x, y), b(x, y) :- (b(x, y) ; a(y, x)), !b(_, y), -x + 2 * 3 ^ 2 < x, true.
        b(n, m) :- n = count : { a(_, _) ; b(_, _) }, m = sum x + 1 : a(x, _), (1 + 2) = max(n, 3).
        ?- a(x, _), x != 1.
        "#,
    );
    assert_eq!(items.len(), 11);
}

#[test]
fn relations_have_qualifiers_and_choices() {
    insta::assert_snapshot!(trees(
        ".decl a, b(x: number, y: g.T) inline btree\n.decl c() choice-domain x, (y, z)\n\
         .decl d(x: number) input output printsize\nd(1)."
    ));
}

#[test]
fn types_have_all_forms() {
    insta::assert_snapshot!(trees(
        ".type A <: g.B\n.type A = B\n.type A = B | C | d.E\n.type R = [x: A, y: B]\n.type R = []\n\
         .type T = Leaf {x: A}\n.type T = Leaf {} | Node {l: T, r: T}\n.type Old\n\
         .symbol_type Old\n.number_type Old\np(1)."
    ));
}

#[test]
fn relations_are_read_and_written() {
    insta::assert_snapshot!(trees(
        ".input a, g.b(IO=file, rfc4180=true, n=10, delimiter=\"\\t\")\n.output a()\n.printsize a\n\
         .limitsize a(n=3)"
    ));
}

#[test]
fn pragmas_functors_and_annotations_are_read() {
    insta::assert_snapshot!(trees(
        ".pragma \"a\" \"b\"\n.pragma \"a\"\n.functor f(x: number, symbol): symbol stateful\n\
         .functor g():number\n@[inline(x)]\n@![cfg = \"a\"] .decl p(x: number)\n@[a[b]] p(1)."
    ));
}

#[test]
fn components_hold_items() {
    insta::assert_snapshot!(trees(
        ".comp Graph<N, E> : Base<N>, Other {\n .decl edge(x: N)\n .comp Inner { p(1). }\n\
         .init inner = Inner\n .override path\n .type L <: N\n .output edge\n path(x) :- edge(x).\n}\n\
         .comp Empty {}\n.init g = Graph<number, a.b>\np(x) :- g.edge(x), !g.inner.p(x)."
    ));
}

#[test]
fn annotations_stand_anywhere_and_mean_nothing() {
    let annotated = "@[x({.decl (=) é})] .decl p(@[a] x: @[b = \"c\"] number)\n\
                     @[d] p(@[e] x), @![f [g]] q(x) :- @![h] r(x), @[i] x = @[j] @f(x).";
    let plain = ".decl p(x: number)\np(x), q(x) :- r(x), x = @f(x).";
    assert_eq!(trees(annotated), trees(plain));
}
