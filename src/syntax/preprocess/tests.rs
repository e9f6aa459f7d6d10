//! The preprocessor's tests: files and what is left of them.

use std::path::{Path, PathBuf};

use super::super::ast::Item;
use super::{Options, preprocess};
use crate::text::{Sources, render};

/// What is read from the first of some files, a line an item as it stands in its file; then the reports.
fn read(files: &[(&str, &str)], options: &Options) -> (Vec<Item>, Sources, String) {
    let mut sources = Sources::default();
    let (name, text) = files[0];
    let mut find = |path: &Path| {
        let found = files.iter().find(|(name, _)| Path::new(name) == path);
        found
            .map(|(_, text)| (*text).to_owned())
            .ok_or("no such file".to_owned())
    };
    let (items, reports) = preprocess(&mut sources, name, text, options, &mut find);
    let drawn = render(&reports, &sources, false);
    (items, sources, drawn)
}

/// The facts of a program, as `name(arguments)`.
fn facts(files: &[(&str, &str)], options: &Options) -> String {
    use super::super::ast::TermKind;
    let (items, _, reports) = read(files, options);
    assert_eq!(reports, "");
    let facts = items.iter().filter_map(|item| match item {
        Item::Clause(clause) => Some(clause),
        _ => None,
    });
    let shown = facts.flat_map(|clause| &clause.heads).map(|head| {
        let args = head.args.iter().map(|arg| match &arg.kind {
            TermKind::Number(number) => number.to_string(),
            TermKind::Text(text) => format!("{text:?}"),
            TermKind::Variable(name) => name.clone(),
            kind => format!("{kind:?}"),
        });
        format!("{}({})", head.name.text, args.collect::<Vec<_>>().join(","))
    });
    shown.collect::<Vec<_>>().join(" ")
}

fn facts_of(text: &str) -> String {
    facts(&[("a.dl", text)], &Options::default())
}

fn reports_of(files: &[(&str, &str)]) -> String {
    read(files, &Options::default()).2
}

#[test]
fn macros_give_way_to_their_bodies() {
    for (text, meant) in [
        ("#define N 5\np(N).", "p(5)"),
        (
            "#define N 5 // five\n#define M N\np(M, \"N\").",
            "p(5,\"N\")",
        ),
        ("#define F(a, b) p(b, a)\nF(1, 2).", "p(2,1)"),
        ("#define F(a) a(1).\nF(p) F(q)", "p(1) q(1)"),
        ("#define F(a) p a\nF((1, 2)).", "p(1,2)"),
        ("#define F() p(1)\nF().", "p(1)"),
        ("#define F(a) a\n#define G F\np(G(3)).", "p(3)"),
        ("#define F p(\\\n  1)\nF.", "p(1)"),
        ("#define p p\n#define q r\n#define r q\np(q, r).", "p(q,r)"),
        (
            "#define S(a) #a\n#define C(a, b) a##b\nC(p, 1)(S(x + 1)).",
            "p1(\"x + 1\")",
        ),
        ("#define L(...) p(__VA_ARGS__)\nL(1, 2).", "p(1,2)"),
        ("#define G graph.inner\nG.edge(1).", "graph.inner.edge(1)"),
        ("#define R(c) c.edge(1).\nR(graph)", "graph.edge(1)"),
        ("#define N 1\n#undef N\np(N).", "p(N)"),
        ("#define F(a) a\np(F).", "p(F)"),
        ("p(__LINE__,\n__LINE__, __FILE__).", "p(1,2,\"a.dl\")"),
        ("#define F(a) a\np(F(F(F(1)))).", "p(1)"),
    ] {
        assert_eq!(facts_of(text), meant, "{text}");
    }
}

#[test]
fn conditions_choose_lines() {
    for (condition, holds) in [
        ("#ifdef A", true),
        ("#ifndef A", false),
        ("#if defined(A) && !defined B", true),
        ("#if A == 2 || C", true),
        ("#if A > 1 + 1", false),
        ("#if (A - 2) * 3 != 0", false),
        ("#if 0", false),
        ("#if !0 && A / 2 == 1", true),
        ("#if UNKNOWN", false),
        ("#if -1 < 0x1", true),
    ] {
        let text = format!(
            "#define A 2\n{condition}\np(1). don't\n#elif A\np(2).\n#else\np(3).\n#endif\np(4)."
        );
        let text = if holds {
            text.replace("don't", "")
        } else {
            text
        };
        let meant = if holds { "p(1) p(4)" } else { "p(2) p(4)" };
        assert_eq!(facts_of(&text), meant, "{condition}");
    }
    let nested = "#if 0\n#if 1\np(1).\n#else\np(2).\n#endif\n#else\np(3).\n#endif";
    assert_eq!(facts_of(nested), "p(3)");
}

#[test]
fn files_are_included_from_their_folders() {
    let options = Options {
        include: vec![PathBuf::from("lib")],
        ..Options::default()
    };
    let files = [
        (
            "rules/a.dl",
            "#include \"b.dl\"\n.include \"../c.dl\"\n#include <d.dl>\n#define E \"b.dl\"\n#include E\np(N).",
        ),
        ("rules/b.dl", "#pragma once\n#define N 7\nb(1)."),
        (
            "c.dl",
            ".once\n.include \"rules/b.dl\"\n#ifndef C\n#define C\nc(1).\n#endif\n",
        ),
        ("lib/d.dl", "#include \"../c.dl\"\nd(__FILE__)."),
    ];
    assert_eq!(facts(&files, &options), "b(1) c(1) d(\"lib/d.dl\") p(7)");
}

#[test]
fn guards_end_a_circle() {
    let guarded = "#ifndef A\n#define A\n#include \"b.dl\"\na(1).\n#endif\n";
    let files = [("a.dl", guarded), ("b.dl", "#include \"a.dl\"\nb(1).\n")];
    assert_eq!(facts(&files, &Options::default()), "b(1) a(1)");
}

#[test]
fn the_command_line_defines_macros() {
    let mut options = Options::default();
    options.define("A=1 B  C=\"x\"");
    let files = [("a.dl", "p(A, B, C).")];
    assert_eq!(facts(&files, &options), "p(1,1,\"x\")");
}

#[test]
fn places_are_those_of_the_files() {
    let files = [
        ("a.dl", "#define F(a) p(a, 1)\n#include \"b.dl\"\n  F(x).\n"),
        ("b.dl", "\nq(1)."),
    ];
    let (items, sources, _) = read(&files, &Options::default());
    let places: Vec<String> = items
        .iter()
        .map(|item| sources.place(item.span()))
        .collect();
    assert_eq!(places, ["b.dl:2", "a.dl:3"]);
    assert_eq!(sources.text(items[1].span()), "F(x).");
}

#[test]
fn mistakes_are_shown_where_they_stand() {
    insta::assert_snapshot!(reports_of(&[
        (
            "a.dl",
            "#define F(a, b) p(a b)\n#include \"b.dl\"\n#include \"none.dl\"\nF(1).\nF(1, 2).\n#fi 1\n#error no luck, don't\n#warning careful\n#endif\n#define 5\n#define G(a\n#define H é\n#if 1 +\n#if 1\n",
        ),
        ("b.dl", "q(1.\nq(2)."),
    ]));
}

#[test]
fn what_has_no_end_is_refused() {
    insta::assert_snapshot!(reports_of(&[
        ("a.dl", "#include \"b.dl\"\np(1)."),
        ("b.dl", ".include \"a.dl\"\nq(1)."),
    ]));
    let unclosed = reports_of(&[("a.dl", "#define F(a) a\nq(1).\np(F((1).\nq(2).")]);
    assert!(unclosed.contains("never closed"), "{unclosed}");
    let mut growing = String::from("#define A0 1\n");
    for n in 1..60 {
        growing += &format!("#define A{n} A{} + A{}\n", n - 1, n - 1);
    }
    let grown = reports_of(&[("a.dl", &format!("{growing}p(A59)."))]);
    assert!(grown.contains("a million words"), "{grown}");
    let deep = format!(
        "#define F(a) a\np({}1{}).",
        "F(".repeat(5000),
        ")".repeat(5000)
    );
    assert!(reports_of(&[("a.dl", &deep)]).contains("100 deep"));
}

#[test]
fn any_text_is_read_without_panic() {
    let words = [
        "#",
        "##",
        "define ",
        "include ",
        "if ",
        "else\n",
        "endif\n",
        "\n",
        "\\\n",
        "F",
        "(",
        ")",
        ",",
        "\"",
        "<",
        ">",
        "1",
        "p(x).",
        ".once",
        ".include ",
        "__FILE__",
        "é",
        "/*",
        "*/",
        "//",
        "#define F(a) a",
        "@[",
        "]",
        "{",
        "}",
        ".comp A {",
        "$",
        "as(",
        "defined",
    ];
    let mut random = fastrand::Rng::with_seed(7);
    for _ in 0..3_000 {
        let length = random.usize(..30);
        let text: String = (0..length)
            .map(|_| words[random.usize(..words.len())])
            .collect();
        let _ = read(&[("a.dl", &text), ("b.dl", &text)], &Options::default());
    }
}
