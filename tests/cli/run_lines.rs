//! `entente run`: tables with a line for each tuple.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::folder::Folder;

/// A program that copies the relation `city` with these options of `.input` and `.output`.
pub(crate) fn copying(input: &str, output: &str) -> Folder {
    Folder::empty().with(
        "p.dl",
        format!(
            ".decl city(name: symbol, people: number)\n.input city({input})\n\
             .decl copy(name: symbol, people: number)\ncopy(n, p) :- city(n, p).\n.output copy({output})\n"
        ),
    )
}

#[test]
fn quoted_tables_have_any_text() {
    let table = "\"name\",people\r\n\"a \"\"b\"\", c\",1\r\nplain,2\n\"two\nlines\",3\n\"\",4";
    let folder = copying("rfc4180=true, headers=true", "rfc4180=true, headers=true")
        .with("city.facts", table);
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    insta::assert_snapshot!(folder.read("copy.csv"), @r#"
    name,people
    "",4
    "a ""b"", c",1
    "plain",2
    "two
    lines",3
    "#);
    insta::assert_snapshot!(folder.see(&["run", "p.dl", "-D", "-"]), @r#"
    --- stdout
    ---------------
    copy
    name,people
    ===============
    "",4
    "a ""b"", c",1
    "plain",2
    "two
    lines",3
    ===============
    --- status 0
    "#);
    let folder = copying(
        "rfc4180=true, delimiter=\"; \"",
        "rfc4180=true, delimiter=\"\\t\"",
    )
    .with("city.facts", "\"x; y\"; 1\n");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "\"x; y\"\t1\n");
}

#[test]
fn mistakes_in_quoted_tables_are_shown() {
    let table = "\"a\"b,1\n\"\"\"\",x\n\"a,1\n";
    let folder = copying("rfc4180=true", "").with("city.facts", table);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stderr
    error: a quoted cell that goes on behind its quotation mark
     --> city.facts:1:4
      |
    1 | "a"b,1
      |    ^ neither `,` nor the line's end
      |
     ::: p.dl:1:7
      |
    1 | .decl city(name: symbol, people: number)
      |       ---- declared here
      |
      = help: double the quotation marks that are part of a cell

    error: `x` is no number
     --> city.facts:2:6
      |
    2 | """",x
      |      ^ column `people` is a number
      |
      = help: numbers are digits, with `-` in front if negative, from -9223372036854775808 to 9223372036854775807

    error: a quotation that does not end
     --> city.facts:3:1
      |
    3 | "a,1
      | ^
      |
      = help: double the quotation marks that are part of a cell

    --- status 2
    "#);
}

#[test]
fn columns_say_which_cells_are_read() {
    let folder = copying("columns=\"2:0\"", "")
        .with("city.facts", "7\t-\tHuê\n0x10\tx\tHanoï\tmore\n0b11\t\t\n");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "\t3\nHanoï\t16\nHuê\t7\n");
    let folder = copying("columns=\"2:0\"", "").with("city.facts", "7\tHuê\n");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r"
    --- stderr
    error: 2 columns where `columns` needs 3
     --> city.facts:1:1
      |
    1 | 7    Huê
      | ^^^^^^^^
      |
     ::: p.dl:1:7
      |
    1 | .decl city(name: symbol, people: number)
      |       ---- declared here
      |
      = help: `columns` counts from 0; there is `\t` between columns

    --- status 2
    ");
    for wrong in ["0", "1:1", "0:x"] {
        let folder = copying(&format!("columns=\"{wrong}\""), "").with("city.facts", "");
        let called = folder.call(&["run", "p.dl"]);
        assert_eq!(called.status, 2, "{}", called.err);
        assert!(
            called.err.contains("error: `columns` has"),
            "{}",
            called.err
        );
    }
}

#[test]
fn commas_in_brackets_are_part_of_a_cell() {
    let folder = copying("delimiter=\",\"", "").with("city.facts", "[a, [b,c]],1\nd[,],2\n");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "[a, [b,c]]\t1\nd[,]\t2\n");
    let folder = copying("delimiter=\",\"", "").with("city.facts", "a[b,1\nb],2\n");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: a bracket without its other half
     --> city.facts:1:2
      |
    1 | a[b,1
      |  ^
      |
     ::: p.dl:1:7
      |
    1 | .decl city(name: symbol, people: number)
      |       ---- declared here
      |
      = help: where a comma is the delimiter, commas in square brackets are part of a cell

    error: a bracket without its other half
     --> city.facts:2:2
      |
    2 | b],2
      |  ^
      |
      = help: where a comma is the delimiter, commas in square brackets are part of a cell

    --- status 2
    ");
}

#[test]
fn compressed_tables_are_written_and_recognised() {
    let folder = copying("", "compress=true").with("city.facts", "Huê\t1\n");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    let bytes = std::fs::read(folder.path().join("copy.csv.gz")).expect("it was written");
    let mut plain = String::new();
    GzDecoder::new(&*bytes)
        .read_to_string(&mut plain)
        .expect("it is gzip");
    assert_eq!(plain, "Huê\t1\n");

    let folder = copying("", "").with("city.facts", &bytes);
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "Huê\t1\n");

    let folder = copying("compress=true", "").with("city.facts", &bytes[..bytes.len() - 9]);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: city.facts: damaged gzip file: incomplete deflate stream
     |
     = help: compress the file again

    --- status 2
    ");
}
