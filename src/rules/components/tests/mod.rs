//! What components expand to.

mod mistakes;
mod written;

use super::expand;
use crate::syntax::parse;
use crate::text::{Sources, render};
use written::written;

/// The program without components, or the reports.
fn expanded(text: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add("a.dl", text);
    let (items, mut reports) = parse(source, text);
    assert!(reports.is_empty(), "{}", render(&reports, &sources, false));
    let items = expand(&items, &mut reports);
    match reports.is_empty() {
        true => written(&items),
        false => render(&reports, &sources, false),
    }
}

#[test]
fn each_instance_has_relations_and_types_of_its_own() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Answers {
            .type Answer = number
            .decl answer(x: Answer)
            answer(42).
        }
        .init one = Answers
        .init two = Answers
        two.answer(33).
        .decl all(x: two.Answer)
        all(x) :- one.answer(x), !two.answer(x).
        "#
    ));
}

#[test]
fn a_component_may_stand_behind_its_instance() {
    insta::assert_snapshot!(expanded(
        ".init x = A<number>  .comp A<T> : B<T> { p(1). }  .comp B<T> { .decl p(x: T) }"
    ));
}

#[test]
fn what_a_component_does_not_declare_is_looked_for_around_its_instance() {
    insta::assert_snapshot!(expanded(
        r#"
        .decl out(x: number)
        .decl everywhere(x: number)
        .comp Count {
            r(1).
            r(x + 1) :- r(x), x < 10, everywhere(x).
        }
        .comp A {
            .decl r(x: number)
            .init count = Count
            out(x) :- r(x), everywhere(x).
        }
        .init a = A
        r(2).
        "#
    ));
}

#[test]
fn every_use_of_a_name_is_qualified() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp A {
            .decl p, q(x: number, y: symbol) choice-domain x, (x, y)
            .input p(filename="p.tsv")
            .output p, q
            .printsize q
            .limitsize q(n=3)
            p(x, y), q(x, y) :- q(x, _), (p(x, y) ; !q(x, y), !(p(1, y))), true. .plan 0:(2,1)
            p(n, "a") :- n = count : { q(_, _) ; p(_, _) }, sum x : p(x, _) < max(n, min z : { q(z, _) }).
            p(x, y) <= p(z, y) :- q(x, _), z < -x.
        }
        .init a = A
        "#
    ));
}

#[test]
fn parameters_stand_for_types() {
    insta::assert_snapshot!(expanded(
        r#"
        .type Person <: symbol
        .comp A<T, U> {
            .type Same = T
            .type Sub <: T
            .type Either = Sub | U | number
            .type Pair = [first: T, rest: Pair]
            .type Tree = Leaf {value: U} | Node {left: Tree, right: Tree}
            .decl p(x: Same, y: T, z: Tree, w: Pair)
            .decl T(x: T)
            p(as(x, T), as(y, Sub), $Node($Leaf(1), $Other), [y, nil]) :- p(x, y, _, _), T(x).
        }
        .init a = A<Person, b.Tree>
        .init b = A<symbol, number>
        "#
    ));
}

#[test]
fn an_argument_is_passed_on() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Directed<N> {
            .decl edge(a: N, b: N)
            .decl reach(a: N, b: N)
            reach(x, y) :- edge(x, y).
        }
        .comp Graph<M> : Directed<M> {
            edge(x, y) :- edge(y, x).
        }
        .comp Net<N> {
            .type Near = N
            .init g = Graph<N>
            .init h = Graph<Near>
            g.edge(x, y) :- e(x, y).
            .decl e(a: N, b: N)
        }
        .init map = Net<symbol>
        map.g.edge("A", "B").
        "#
    ));
}

#[test]
fn an_argument_may_be_a_component_to_instantiate() {
    insta::assert_snapshot!(expanded(
        r#"
        .decl r(x: number)
        .comp Case<Selector> {
            .comp One { r(1). }
            .comp Two { r(2). }
            .init selection = Selector
        }
        .init case = Case<Two>
        "#
    ));
}

#[test]
fn an_argument_may_be_a_base() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp A<T> : T { p(1). }
        .comp B { .decl p(x: number) p(2). }
        .comp C : A<B> { p(3). }
        .comp D<X, N> : X<N> {}
        .comp E<N> { .decl q(x: N) }
        .init a = A<C>
        .init d = D<E, symbol>
        "#
    ));
}

#[test]
fn parameters_of_one_name_are_kept_apart() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp A { .decl x(s: symbol) x("A"). }
        .comp B { .decl x(s: symbol) x("B"). }
        .comp Top<Z> {
            .comp Foo<Z> : Bar<Z> {}
            .comp Bar<Q> {
                .init X = Q
                .output X.x()
            }
            .init foo = Foo<Z>
        }
        .init a = Top<A>  .init b = Top<B>
        "#
    ));
}

#[test]
fn a_component_inside_another_does_not_see_its_parameters() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Outer<T> {
            .comp Inner { .decl p(x: T) }
            .init inner = Inner
        }
        .init o = Outer<number>
        "#
    ));
}

#[test]
fn components_inside_a_base_are_inherited_and_hide_those_outside() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Part { .decl outer() }
        .comp Base {
            .comp Part { .decl inner() }
        }
        .comp Heir : Base { .init part = Part }
        .comp Own : Base {
            .comp Part { .decl own() }
            .init part = Part
        }
        .comp Other { .init part = Part }
        .init heir = Heir
        .init own = Own
        .init other = Other
        "#
    ));
}

#[test]
fn instances_of_several_bases_come_together() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Graph { .decl edge(x: number) }
        .comp A { .init g = Graph  g.edge(1). }
        .comp B { .decl p(x: number)  p(x) :- q(x), g.edge(x). }
        .comp C : A, B { .decl q(x: number)  g.edge(x) :- p(x). }
        .init c = C
        .decl d(x: number)
        d(x) :- c.g.edge(x).
        "#
    ));
}

#[test]
fn an_override_leaves_the_clauses_of_all_bases_out() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Base {
            .decl r, s(x: number) overridable
            r(1), s(1).
            r(x) :- s(x).
            r(x) <= r(y) :- x < y.
            s(x) :- r(x).
            .output r
        }
        .comp Middle : Base { r(2). s(2). }
        .comp Heir : Middle {
            .override r
            r(3).
        }
        .comp Last : Heir { r(4). }
        .init middle = Middle
        .init last = Last
        "#
    ));
}

#[test]
fn a_base_may_be_inherited_twice_if_it_declares_nothing() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Rules { p(1). }
        .comp A : Rules { .decl p(x: number) }
        .comp B : A, Rules {}
        .init b = B
        "#
    ));
}

#[test]
fn clauses_of_one_instance_do_not_reach_into_its_neighbours() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp A { r(1). }
        .comp B { .decl r(x: number) }
        .comp C { .init a = A  .init b = B }
        .init c = C
        .decl r(x: number)
        "#
    ));
}

#[test]
fn an_override_keeps_the_clauses_of_instances_inside_a_base() {
    insta::assert_snapshot!(expanded(
        r#"
        .comp Base {
            .decl r(x: symbol) overridable
            .comp Nested {
                .decl own(x: symbol)
                r("nested").
                r(x) :- own(x).
            }
            .init nested = Nested
            r("base").
        }
        .comp Heir : Base { .override r  r("heir"). }
        .init heir = Heir
        "#
    ));
}
