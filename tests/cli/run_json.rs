//! `entente run`: tables in JSON.

use crate::folder::Folder;
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

/// A program that copies routes, which are records, from `route.json`.
fn copying_routes(output: &str) -> Folder {
    Folder::empty().with(
        "p.dl",
        format!(
            ".type Route = [stop: symbol, minute: number, rest: Route]\n\
             .decl route(r: Route, line: unsigned)\n.input route(IO=jsonfile)\n.output route({output})\n"
        ),
    )
}

#[test]
fn records_in_json_are_arrays_or_objects() {
    let routes = r#"[[["Huê", 3, ["Hà Nội", 9, null]], 1], [null, 2],
        [{"minute": 4, "rest": null, "stop": "["}, 3], ["[Vinh, 5, nil]", 4]]"#;
    let folder = copying_routes("IO=json").with("route.json", routes);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stdout
    [[null, 2],
    [["Huê", 3, ["Hà Nội", 9, null]], 1],
    [["[", 4, null], 3],
    [["Vinh", 5, null], 4]]
    --- status 0
    "#);
    let folder = copying_routes("IO=json, format=object").with("route.json", routes);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stdout
    [{"r": null, "line": 2},
    {"r": {"stop": "Huê", "minute": 3, "rest": {"stop": "Hà Nội", "minute": 9, "rest": null}}, "line": 1},
    {"r": {"stop": "[", "minute": 4, "rest": null}, "line": 3},
    {"r": {"stop": "Vinh", "minute": 5, "rest": null}, "line": 4}]
    --- status 0
    "#);
    let folder = copying_routes("rfc4180=true, IO=stdout").with("route.json", routes);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stdout
    ---------------
    route
    ===============
    "nil",2
    "[""Huê"", 3, [""Hà Nội"", 9, nil]]",1
    "[""["", 4, nil]",3
    "[""Vinh"", 5, nil]",4
    ===============
    --- status 0
    "#);
}

#[test]
fn mistakes_in_records_in_json_are_shown() {
    let wrong = r#"[[["a", 1], 1], [["a", "b", null], 1], [{"stop": "a", "minute": 1}, 1], [7, 1],
 [{"stop": "a", "minute": 1, "rest": null, "next": 1}, 1], ["[a]", 1]]"#;
    let folder = copying_routes("").with("route.json", wrong);
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stderr
    error: a record of 2 where 3 are declared
     --> route.json:1:3
      |
    1 | [[["a", 1], 1], [["a", "b", null], 1], [{"stop": "a", "minute": 1}, 1], [7, 1],
      |   ^^^^^^^^ column `r` is a record
      |
     ::: p.dl:2:7
      |
    2 | .decl route(r: Route, line: unsigned)
      |       ----- declared here
      |
      = help: its fields are `stop`, `minute`, `rest`

    error: `"b"` is no number
     --> route.json:1:24
      |
    1 | [[["a", 1], 1], [["a", "b", null], 1], [{"stop": "a", "minute": 1}, 1], [7, 1],
      |                        ^^^ column `minute` is a number
      |
      = help: write a JSON number

    error: no field `rest`
     --> route.json:1:41
      |
    1 | [[["a", 1], 1], [["a", "b", null], 1], [{"stop": "a", "minute": 1}, 1], [7, 1],
      |                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^ column `r` is a record
      |
      = help: its fields are `stop`, `minute`, `rest`

    error: `7` is no record
     --> route.json:1:74
      |
    1 | [[["a", 1], 1], [["a", "b", null], 1], [{"stop": "a", "minute": 1}, 1], [7, 1],
      |                                                                          ^ column `r` is a record
      |
      = help: its fields are `stop`, `minute`, `rest`

    error: there is no field `next`
     --> route.json:2:3
      |
    2 |  [{"stop": "a", "minute": 1, "rest": null, "next": 1}, 1], ["[a]", 1]]
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ column `r` is a record
      |
      = help: its fields are `stop`, `minute`, `rest`

    error: `[a]` is no record
     --> route.json:2:61
      |
    2 |  [{"stop": "a", "minute": 1, "rest": null, "next": 1}, 1], ["[a]", 1]]
      |                                                             ^^^^^ column `r` is a record
      |
      = help: records are written as in [1, nil], branches as in $Node(1)

    --- status 2
    "#);
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
