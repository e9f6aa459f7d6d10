//! What is said about texts that cannot be read.

use super::mistakes;
use crate::syntax::parse;
use crate::text::Sources;

#[test]
fn each_mistake_is_reported_and_ends_its_clause_only() {
    insta::assert_snapshot!(mistakes(
        "p(x) :- q(x)\nr(1.\n.delc a(x: number)\ns(x) :- , t(x).\nok(1).\nu(“a”).\nv(1) w(2)."
    ));
}

#[test]
fn brackets_may_not_stand_too_deep() {
    let parts = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(9000), close.repeat(9000))
    };
    for (text, limit) in [
        (
            format!("p(x) :- {}.", parts("(", "x = 1", ")")),
            "at most 100",
        ),
        (
            format!("p(x) :- {}.", parts("!", "q(x)", "")),
            "at most 100",
        ),
        (format!("p({}).", parts("[", "1", "]")), "at most 100"),
        (format!("p({}).", parts("lnot ", "1", "")), "at most 100"),
        (format!("p({}).", parts("1 ^ ", "1", "")), "at most 100"),
        (format!("p({}).", parts("1 + ", "1", "")), "at most 1000"),
        (parts(".comp A { ", "", "}"), "at most 100"),
    ] {
        let source = Sources::default().add("a.dl", text.as_str());
        let (_, reports) = parse(source, &text);
        assert_eq!(reports.len(), 1, "{}", &text[..20]);
        assert!(reports[0].message.contains(limit), "{}", reports[0].message);
    }
}

#[test]
fn a_mistake_within_a_component_ends_its_item_only() {
    insta::assert_snapshot!(mistakes(
        ".comp A {\n  p(x) :- q(x)\n  r(1).\n  .decl a(x: number) eqrle\n  @ \"words\"\n  b(count : { q(_) ) .\n}\n.init a = A\nok(1)"
    ));
}

#[test]
fn braces_that_do_not_match_are_reported() {
    insta::assert_snapshot!(mistakes(
        ".comp 5 { p(1) }\n.override p\n}\n.comp A {\n  p(1).\n"
    ));
}

#[test]
fn what_cannot_be_run_is_said_so() {
    insta::assert_snapshot!(mistakes(
        "p(x) :- x = @@mine y : q(y).\np(1).\n.plan 0:(1)\n.include \"a.dl\"\np(x) :- x = -9223372036854775809."
    ));
}

#[test]
fn types_and_choices_are_explained() {
    insta::assert_snapshot!(mistakes(
        ".type A < B\n.type C = {x: number}\n.decl p(x: number) choice-domain\n.decl a.b(x: number)\np(a.b)."
    ));
}
