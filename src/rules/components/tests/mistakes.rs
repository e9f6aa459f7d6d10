//! What is reported about components.

use super::expanded;

#[test]
fn an_unknown_component_is_reported_with_a_way_out() {
    insta::assert_snapshot!(expanded(
        ".comp Graph<N> {}\n\
         .comp Net<T> : Grahp<T> {\n  .comp Part {}\n  .comp Inner { .init t = T }\n}\n\
         .init a = Part\n\
         .init b = Zebra\n\
         .init c = Net<number>\n\
         .comp Never : Nothing { .init n = Nowhere }"
    ));
}

#[test]
fn an_argument_that_is_not_a_component_is_reported_where_it_is_given() {
    insta::assert_snapshot!(expanded(
        ".comp Case<Which> {\n  .comp One {}\n  .init which = Which\n}\n\
         .comp Pass<W> : Case<W> {}\n\
         .init a = Case<number>\n\
         .init b = Pass<Ome>"
    ));
}

#[test]
fn a_wrong_number_of_arguments_is_reported() {
    insta::assert_snapshot!(expanded(
        ".comp None {}\n.comp Two<A, B> { .init a = A }\n.comp Heir : None<number> {}\n\
         .init x = Two\n.init y = Two<number>\n.init z = Two<Two, number>"
    ));
}

#[test]
fn a_circle_of_bases_is_reported_once() {
    insta::assert_snapshot!(expanded(
        ".comp A : B {}\n.comp B : C {}\n.comp C : A {}\n.comp D : D { .decl p() }\n\
         .init a = A\n.init b = B\n.init d = D"
    ));
}

#[test]
fn an_instance_inside_itself_is_reported() {
    insta::assert_snapshot!(expanded(
        ".comp A { .init b = B }\n.comp B : C {}\n.comp C { .init a1 = A .init a2 = A }\n\
         .comp T<X> { .init t = X<X> }\n\
         .init a = A\n.init t = T<T>"
    ));
}

#[test]
fn what_has_one_name_is_reported() {
    insta::assert_snapshot!(expanded(
        ".decl edge()\n.type Node = number\n.comp Graph { .decl p() }\n.comp Graph { .decl q() }\n\
         .comp edge {}\n.init x = Graph\n.init x = Graph\n.init Graph = Graph\n.init Node = Graph\n\
         .comp Nest {\n  .comp In {}\n  .comp In {}\n  .init Nest = In\n  .init Nest = In\n}\n\
         .init nest = Nest"
    ));
}

#[test]
fn a_wrong_override_is_reported() {
    insta::assert_snapshot!(expanded(
        ".comp Base {\n  .decl fixed(x: number)\n  .decl open(x: number) overridable\n  fixed(1).\n}\n\
         .comp Heir : Base {\n  .decl own(x: number) overridable\n  .override fixed\n  .override own\n  \
         .override opne\n  .override zebra\n}\n\
         .comp Alone { .override p }\n\
         .comp Open<T> : T { .override fixed  .override q }\n\
         .init x = Heir\n.init y = Heir\n.init z = Open<Base>"
    ));
}

#[test]
fn a_second_declaration_is_reported() {
    insta::assert_snapshot!(expanded(
        ".comp Base { .decl p, q(x: number)  .type T = number }\n\
         .comp Heir : Base { .decl p(x: number)  .type T = symbol }\n\
         .comp Left : Base {}\n.comp Right : Base {}\n.comp Both : Left, Right {}\n\
         .comp A { .init g = Left }\n.comp B : A { .init g = Right }\n\
         .init h1 = Heir\n.init h2 = Heir\n.init both = Both\n.init b = B"
    ));
}

/// Components of which each instantiates the one before it.
fn tower(height: usize, floor: &str) -> String {
    let mut text = ".comp C0 { .decl p() }\n".to_owned();
    for n in 1..=height {
        let floor = floor.replace('#', &(n - 1).to_string());
        text += &format!(".comp C{n} {floor}\n");
    }
    text + &format!(".init x = C{height}\n")
}

#[test]
fn components_may_not_stand_too_deep() {
    let lines = expanded(&tower(99, "{ .init a = C# }"));
    assert_eq!(lines, format!(".decl x{}.p()\n", ".a".repeat(99)));
    for floor in ["{ .init a = C# }", ": C# {}", ": C# { .init a = C# }"] {
        let report = expanded(&tower(300, floor));
        assert!(report.contains("more than 100 deep"), "{report}");
        assert!(!report.contains("unknown"), "{report}");
    }
}

#[test]
fn there_may_not_be_too_many_instances() {
    insta::assert_snapshot!(
        expanded(&tower(40, "{ .init a = C# .init b = C# }"))
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("\n")
    );
    let many = tower(12, "{ .init a = C# .init b = C# }");
    assert_eq!(expanded(&many).lines().count(), 4096);
}
