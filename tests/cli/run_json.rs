//! `entente run`: tables in JSON.

use crate::run_lines::copying;

#[test]
fn json_is_read_and_written_in_both_forms() {
    let list = r#"[["Hu\u00ea", 1], ["\"", -2]]"#;
    let folder = copying("IO=jsonfile", "IO=jsonfile").with("city.json", list);
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    insta::assert_snapshot!(folder.read("copy.json"), @r#"
    [["\"", -2],
    ["Huê", 1]]
    "#);

    let object = r#"[{"people": 1, "name": "x"}, {"name": "\n", "people": 9223372036854775807}]"#;
    let folder = copying("IO=json", "IO=json, format=object");
    insta::assert_snapshot!(folder.see_with(&["run", "p.dl"], object), @r#"
    --- stdout
    [{"name": "\n", "people": 9223372036854775807},
    {"name": "x", "people": 1}]
    --- status 0
    "#);
    insta::assert_snapshot!(folder.see_with(&["run", "p.dl", "-D", "-"], "[]"), @"
    --- stdout
    ---------------
    copy
    name	people
    ===============
    ===============
    --- status 0
    ");
}

#[test]
fn mistakes_in_json_are_shown() {
    let wrong = r#"[["a", 1],
 ["b"],
 ["c", "1"],
 [null, 1],
 {"name": "d"},
 {"name": "e", "people": 1, "pepole": 2},
 ["f", 1.5],
 ["\ud800", 1],
 7]"#;
    let folder = copying("IO=jsonfile", "").with("city.json", wrong);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stderr
    error: 1 column where 2 are declared
     --> city.json:2:2
      |
    2 |  ["b"],
      |  ^^^^^
      |
     ::: p.dl:1:7
      |
    1 | .decl city(name: symbol, people: number)
      |       ---- declared here
      |
      = help: the columns are `name`, `people`

    error: `"1"` is no number
     --> city.json:3:8
      |
    3 |  ["c", "1"],
      |        ^^^ column `people` is a number
      |
      = help: write a JSON number

    error: `null` is no string
     --> city.json:4:3
      |
    4 |  [null, 1],
      |   ^^^^ column `name` is a symbol
      |
      = help: write a JSON string

    error: no column `people`
     --> city.json:5:2
      |
    5 |  {"name": "d"},
      |  ^^^^^^^^^^^^^
      |
      = help: the columns are `name`, `people`

    error: there is no column `pepole`
     --> city.json:6:2
      |
    6 |  {"name": "e", "people": 1, "pepole": 2},
      |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the columns are `name`, `people`

    error: `1.5` is no number
     --> city.json:7:8
      |
    7 |  ["f", 1.5],
      |        ^^^ column `people` is a number
      |
      = help: numbers are digits, with `-` in front if negative, from -9223372036854775808 to 9223372036854775807

    error: `"\ud800"` is no text
     --> city.json:8:3
      |
    8 |  ["\ud800", 1],
      |   ^^^^^^^^ unexpected end of hex escape
      |
      = help: write half of a surrogate pair with its other half

    error: neither an array nor an object
     --> city.json:9:2
      |
    9 |  7]
      |  ^
      |
      = help: the columns are `name`, `people`

    --- status 2
    "#);
    for (text, message) in [
        ("[[\"a\", 1],]", "trailing comma"),
        ("{}", "expected a sequence"),
        ("", "eof while parsing"),
        ("[[\"é\", 1", "eof while parsing"),
        ("[[1]] x", "trailing characters"),
    ] {
        let folder = copying("IO=jsonfile", "").with("city.json", text);
        let called = folder.call(&["run", "p.dl"]);
        assert_eq!(called.status, 2);
        assert!(
            called.err.starts_with("error: no JSON array of tuples\n"),
            "{}",
            called.err
        );
        assert!(called.err.contains(message), "{}", called.err);
    }
    let folder = copying("IO=jsonfile, format=map", "").with("city.json", "[]");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: `format=map` is not understood
     --> p.dl:2:1
      |
    2 | .input city(IO=jsonfile, format=map)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `format=list` or `format=object`

    --- status 2
    ");
}

#[test]
fn json_that_is_not_utf8_is_refused() {
    let folder = copying("IO=jsonfile", "").with("city.json", b"[[\"caf\xe9\", 1]]");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stderr
    error: this line is not UTF-8
     --> city.json:1:7
      |
    1 | [["caf�", 1]]
      |       ^
      |
     ::: p.dl:1:7
      |
    1 | .decl city(name: symbol, people: number)
      |       ---- declared here
      |
      = help: save the file as UTF-8

    --- status 2
    "#);
}
