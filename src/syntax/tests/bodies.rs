//! Clauses, conditions and terms.

use super::{mistakes, trees};
use crate::syntax::parse_query;
use crate::text::Sources;

/// The term that a text is, with brackets around all that belongs together.
fn grouped(term: &str) -> String {
    use crate::syntax::ast::{Item, Term, TermKind};
    fn show(term: &Term) -> String {
        match &term.kind {
            TermKind::Binary(operator, left, right) => {
                format!("({} {operator:?} {})", show(left), show(right))
            }
            TermKind::Unary(prefix, inner) => format!("({prefix:?} {})", show(inner)),
            TermKind::Variable(name) => name.clone(),
            TermKind::Number(number) => number.to_string(),
            kind => format!("{kind:?}"),
        }
    }
    let items = super::reads(&format!("p({term})."));
    let [Item::Clause(clause)] = items.as_slice() else {
        unreachable!("one fact was written");
    };
    show(&clause.heads[0].args[0])
}

#[test]
fn a_query_needs_neither_sign_nor_full_stop() {
    for text in ["?- p(x).", "p(x)", "p(x), x > 1.", "?- p(x) ; q(x)"] {
        let source = Sources::default().add("a.dl", text);
        assert!(parse_query(source, text).is_ok(), "{text}");
    }
}

#[test]
fn operators_bind_as_in_souffle() {
    for (term, meant) in [
        ("a + b * c - d", "((a Add (b Multiply c)) Subtract d)"),
        ("a lor b lxor c land d", "(a Or (b Xor (c And d)))"),
        ("a land b lor c", "((a And b) Or c)"),
        ("a bor b bxor c band d", "(a BitOr (b BitXor (c BitAnd d)))"),
        ("a band b bshl 1 + c", "(a BitAnd (b ShiftLeft (1 Add c)))"),
        (
            "a bshr b bshru c",
            "((a ShiftRight b) ShiftRightUnsigned c)",
        ),
        ("a land b bor c", "(a And (b BitOr c))"),
        ("a ^ b ^ c", "(a Power (b Power c))"),
        ("-a ^ 2", "(Minus (a Power 2))"),
        ("-2 ^ 2", "(Minus (2 Power 2))"),
        ("2 ^ -3 * a", "((2 Power -3) Multiply a)"),
        ("bnot a + b", "((BitNot a) Add b)"),
        ("lnot bnot -a", "(Not (BitNot (Minus a)))"),
        ("a % b / c", "((a Remainder b) Divide c)"),
        ("(a + b) * c", "((a Add b) Multiply c)"),
        ("a - -1", "(a Subtract -1)"),
    ] {
        assert_eq!(grouped(term), meant, "{term}");
    }
}

#[test]
fn literals_have_all_forms() {
    insta::assert_snapshot!(trees(
        "p(1, 0x1F, 0b101, 5u, 0xFFu, 0b1u, 18446744073709551615, -9223372036854775808).\n\
         p(1.5, -0.25, \"a\\n\\\"\", _, nil, $, autoinc(), [], [a, [1, nil]], $Leaf, $a.Node($Leaf(), x))."
    ));
}

#[test]
fn an_internet_address_is_a_number() {
    assert_eq!(grouped("10.0.0.1"), "167772161");
    assert_eq!(grouped("255.0.0.0 + 1"), "(4278190080 Add 1)");
    assert!(mistakes("p(10.0.0.256).").contains("`10.0.0.256` is no internet address"));
}

#[test]
fn functors_are_called() {
    insta::assert_snapshot!(trees(
        "p(as(x + 1, g.T), cat(a, b, c), min(a, b), max(1, 2, 3), range(1, 9), ord(x), @mine(x, @n()))."
    ));
}

#[test]
fn aggregates_have_all_forms() {
    insta::assert_snapshot!(trees(
        "p(n) :- n = count : { q(_), !r(_) }, n = count : g.q(_), s = sum x + 1 : { q(x) }.\n\
         p(n) :- n = min -x : q(x), n = max (x + 1) * 2 : q(x), n = mean(x) : { q(x) ; r(x) }.\n\
         p(n) :- n = max ord(x) : q(x), n = min $B(x) : q(x), n = max(1, 2) - min(x, 3).\n\
         p(n) :- n = sum y : { q(x), y = count : r(x) } + 1."
    ));
}

#[test]
fn conditions_nest() {
    insta::assert_snapshot!(trees(
        "p(x) :- (q(x) ; !(r(x), x > 1), (true ; false)), match(\"a.*\", x), !contains(\"a\", x).\n\
         p(x) :- (x) = 1, (x + 1) band 2 != 0, !!q(x), [x, _] = y, g.q(x); x >= 2u."
    ));
}

#[test]
fn clauses_have_plans_and_subsume() {
    insta::assert_snapshot!(trees(
        "p(x), q(x) :- r(x), s(x). .plan 0:(1,2), 1:(2,1), 2:()\np(1).\n\
         p(x, a) <= p(x, b) :- b <= a.\np(x) <= p(y) :- q(x, y). .plan 1:(1)\np(x).q(y)."
    ));
}

#[test]
fn a_full_stop_ends_a_clause_unless_a_name_goes_on() {
    assert!(mistakes("p(x) :- g.q(x), y = 1.q(y).p(2).").is_empty());
    assert!(mistakes("p(x) :- q(x), x = y.\nq(1).").is_empty());
    assert!(mistakes("p(x) :- q(x), x = y. q(1).").is_empty());
}
