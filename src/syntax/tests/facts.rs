//! Plain facts read at once say what the grammar says of them.

use crate::syntax::ast::{Clause, Item};
use crate::syntax::grammar::{parse, parse_in_runs};
use crate::text::{Sources, Span, render};

/// The items of a program, with each plain fact as a clause of its own, and its mistakes; then the same as the
/// grammar alone has it, and how many facts were read at once.
fn both_ways(text: &str) -> [(Vec<Item>, String); 2] {
    let mut sources = Sources::default();
    let source = sources.add("a.dl", text);
    let (items, reports) = parse_in_runs(source, text);
    let mut clauses = Vec::new();
    for item in items {
        let Item::Facts(facts) = item else {
            clauses.push(item);
            continue;
        };
        facts.each(text, |args, span| {
            clauses.push(Item::Clause(Clause {
                heads: vec![facts.atom(args, span)],
                body: None,
                plan: Vec::new(),
                span: Span {
                    end: span.end + 1,
                    ..span
                },
            }));
        });
    }
    let (expected, wrong) = parse(source, text);
    [
        (clauses, render(&reports, &sources, false)),
        (expected, render(&wrong, &sources, false)),
    ]
}

fn runs(text: &str) -> Vec<String> {
    let source = Sources::default().add("a.dl", text);
    let (items, _) = parse_in_runs(source, text);
    let run = |item: &Item| match item {
        Item::Facts(facts) => {
            Some(text[facts.span.start as usize..facts.span.end as usize].to_owned())
        }
        _ => None,
    };
    items.iter().filter_map(run).collect()
}

#[test]
fn facts_of_numbers_and_texts_are_plain_up_to_whatever_else_stands_there() {
    assert_eq!(
        runs("e(1, -2).\ne( \"a\" ,\t007 ). e(3).\n// why\ne(4).\nf(5).\nf(6).f(7).\n"),
        [
            "e(1, -2).\ne( \"a\" ,\t007 ). e(3).",
            "e(4).",
            "f(5).",
            "f(7)."
        ]
    );
    let others = [
        "e(x).",
        "e().",
        "e(1.5).",
        "e(1u).",
        "e(0x1).",
        "e(1 + 1).",
        "e(- 1).",
        "e(-1 ^ 2).",
        "e(10.0.0.1).",
        "e(\"a\\n\").",
        "e(\"a\nb\").",
        "e(nil).",
        "e([1]).",
        "e(1), e(2).",
        "e(1) :- e(2).",
        "e(1) <= e(2) :- true.",
        "e(9999999999999999999).",
        "e(-9223372036854775808).",
        "e(99999999999999999999999999999999999999).",
        "e(1).input f",
        "e.f(1).",
        "?- e(1).",
        ".comp C { e(1). e(2). }",
    ];
    for other in others {
        assert_eq!(runs(other), [] as [&str; 0], "{other}");
    }
}

#[test]
fn random_programs_say_the_same_with_facts_read_at_once() {
    let parts = [
        "e(1, 2).",
        "e(\"a b\").",
        "e(\"é\", -3).",
        "f(1).",
        "e(1)",
        "e(x).",
        ".",
        " ",
        "\n",
        "\n",
        "\n",
        "e(",
        ")",
        ",",
        "\"",
        "-",
        "1",
        " :- e(x).",
        "// c\n",
        "/* c */",
        ".decl e(x: number)\n",
        "@[a]",
        "@ \"q\" 0.5\n",
        "é",
        ".e(1).",
        "{",
        "}",
        "?- e(1).",
        "e (1).",
        "e(1,\n2).",
    ];
    let mut random = fastrand::Rng::with_seed(11);
    let (mut right, mut wrong) = (0, 0);
    for _ in 0..20_000 {
        let count = random.usize(1..12);
        let text: String = (0..count)
            .map(|_| *random.choice(&parts).unwrap())
            .collect();
        let [(items, messages), (expected, expected_messages)] = both_ways(&text);
        match expected_messages.is_empty() {
            true => {
                right += 1;
                assert_eq!(items, expected, "{text:?}");
                assert_eq!(messages, "", "{text:?}");
            }
            false => {
                wrong += 1;
                assert_ne!(messages, "", "{text:?}");
            }
        }
    }
    assert!(
        right > 2_000 && wrong > 2_000,
        "{right} right, {wrong} wrong"
    );
}
