//! The grammar's tests: texts and what is read from them.

mod bodies;
mod declarations;
mod facts;
mod mistakes;

use super::ast::Item;
use super::parse;
use crate::text::{Sources, render};

/// The messages about a text.
fn mistakes(text: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add("a.dl", text);
    let (_, reports) = parse(source, text);
    render(&reports, &sources, false)
}

/// What a text without mistakes says.
fn reads(text: &str) -> Vec<Item> {
    let source = Sources::default().add("a.dl", text);
    let (items, reports) = parse(source, text);
    assert!(reports.is_empty(), "{}", mistakes(text));
    items
}

/// The trees of a text, an item a line, without places.
fn trees(text: &str) -> String {
    let lines: Vec<String> = reads(text).iter().map(tree).collect();
    lines.join("\n")
}

/// A tree as Rust shows it, less what every tree has.
fn tree(item: &Item) -> String {
    let mut shown = format!("{item:?}");
    for start in [", span: Span {", ", keyword: Span {", ", Span {"] {
        while let Some(at) = shown.find(start) {
            let end = at + shown[at..].find('}').expect("a span ends with a brace") + 1;
            shown.replace_range(at..end, "");
        }
    }
    let plain = [
        ("Name { text: ", "{"),
        ("Text { text: ", "{"),
        ("Term { kind: ", "{"),
        ("Column { name: ", "{"),
        ("ComponentUse { name: ", "{"),
        ("Branch { name: ", "{"),
        ("Body { alternatives: ", "{"),
        ("Aggregate { kind: ", "{"),
    ];
    for (long, short) in plain {
        shown = shown.replace(long, short);
    }
    without_braces(&shown)
}

/// Leaves out what braces remain; they enclose one thing, or what a name in front of them is for.
fn without_braces(shown: &str) -> String {
    shown
        .replace("{ ", "{")
        .replace(" }", "}")
        .replace(['{', '}'], "")
}
