//! `entente run`: the formats of tables and their options, read and written.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::folder::Folder;

/// A program that copies the relation `city` with these options of `.input` and `.output`.
fn copying(input: &str, output: &str) -> Folder {
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

#[cfg(feature = "sqlite")]
#[test]
fn sqlite_databases_are_laid_out_as_souffle_does() {
    let folder =
        copying("", "IO=sqlite, filename=\"cities.db\"").with("city.facts", "x\t1\ny\t2\n");
    for _ in 0..2 {
        assert_eq!(folder.see(&["run", "p.dl", "-D", "out"]), "--- status 0");
    }
    let database = rusqlite::Connection::open(folder.path().join("out/cities.db")).expect("opens");
    let rows = |table: &str| -> Vec<String> {
        let mut select = database
            .prepare(&format!("SELECT * FROM {table}"))
            .expect("it is there");
        let row = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            Ok(format!("{:?} {:?}", row.get_ref(0)?, row.get_ref(1)?))
        };
        let rows = select.query_map([], row).expect("it is read");
        rows.map(|row| row.expect("it is read")).collect()
    };
    assert_eq!(
        rows("_copy"),
        ["Integer(1) Integer(1)", "Integer(2) Integer(2)"]
    );
    assert_eq!(
        rows("__SymbolTable"),
        ["Integer(1) Text([120])", "Integer(2) Text([121])"]
    );
    assert_eq!(
        rows("copy"),
        ["Text([120]) Integer(1)", "Text([121]) Integer(2)"]
    );
    let names = "SELECT name || ' ' || people FROM copy ORDER BY people DESC LIMIT 1";
    let named: String = database
        .query_row(names, [], |row| row.get(0))
        .expect("names are those of columns");
    assert_eq!(named, "y 2");

    let folder = copying("IO=sqlite, dbname=\"out/cities.db\", name=copy", "").with(
        "out/cities.db",
        std::fs::read(folder.path().join("out/cities.db")).expect("there"),
    );
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "x\t1\ny\t2\n");
}

#[cfg(feature = "sqlite")]
#[test]
fn mistakes_in_sqlite_databases_are_shown() {
    let folder = copying("IO=sqlite", "");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: city.sqlite: no such file or directory
     --> p.dl:2:1
      |
    2 | .input city(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^^^ `city` is read from there
      |
      = help: name the folder of the fact files with `-F`

    --- status 2
    ");
    let folder = folder.with(
        "city.sqlite",
        "not a database at all, but a long enough text",
    );
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: city.sqlite: file is not a database
     --> p.dl:2:1
      |
    2 | .input city(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^^^ `city` is read from there

    --- status 2
    ");
    let path = folder.path().join("city.sqlite");
    std::fs::remove_file(&path).expect("it is there");
    let database = rusqlite::Connection::open(&path).expect("it can be made");
    let made = |statement| database.execute_batch(statement).expect("it is right");
    made("CREATE TABLE other (x)");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: city.sqlite: no table or view `city`
     --> p.dl:2:1
      |
    2 | .input city(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^^^ `city` is read from there

    --- status 2
    ");
    made("CREATE TABLE city (name)");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: city.sqlite: `city` has 1 column where 2 are declared
     --> p.dl:2:1
      |
    2 | .input city(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^^^ `city` is read from there

    --- status 2
    ");
    made(
        "ALTER TABLE city ADD people; INSERT INTO city VALUES ('a', 1), ('b', 'x'), (NULL, 2), ('c', NULL)",
    );
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: city.sqlite: row 2 of `city`: `x` is no number, but column `people` is a number
     --> p.dl:2:1
      |
    2 | .input city(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^^^ `city` is read from there

    error: city.sqlite: row 4 of `city`: `n/a` is no number, but column `people` is a number
     --> p.dl:2:1
      |
    2 | .input city(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^^^ `city` is read from there

    --- status 2
    ");
    made("DELETE FROM city WHERE name = 'b' OR name = 'c'");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "a\t1\nn/a\t2\n");

    let folder = Folder::empty().with("p.dl", ".decl a()\na().\n.output a(IO=sqlite)\n");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: a.sqlite: SQLite has no tables without columns
     --> p.dl:3:1
      |
    3 | .output a(IO=sqlite)
      | ^^^^^^^^^^^^^^^^^^^^ `a` is written there

    --- status 2
    ");
}

#[test]
fn directives_name_folders_tables_and_headers() {
    let program = r#"
        .decl a(x: number)
        .input a(name=b, IO=file, intermediate=true)
        .output a(name=c, attributeNames="the x", headers=true)
        .output a(IO=stdout, name="d", headers=true)
        .output a(IO=stdoutprintsize)
        .decl none(x: number)
        .input none(filename="nowhere.facts")
    "#;
    let folder = Folder::empty()
        .with("p.dl", program)
        .with("in/b.facts", "1\n2\n\n");
    let called = folder.call(&["run", "p.dl", "-F", "in"]);
    assert!(
        called.err.contains("in/nowhere.facts: no such file"),
        "{}",
        called.err
    );
    let folder = folder.with("in/nowhere.facts", "");
    insta::assert_snapshot!(folder.see(&["run", "p.dl", "-F", "in", "-D", "out"]), @"
    --- stdout
    ---------------
    d
    x
    ===============
    1
    2
    ===============
    a	2
    --- status 0
    ");
    assert_eq!(folder.read("out/c.csv"), "the x\n1\n2\n");
}

#[test]
fn options_that_are_not_understood_are_warned_of() {
    let folder = copying("delimeter=\",\", colour=red", "rfc=true").with("city.facts", "a\t1\n");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stderr
    warning: the option `delimeter` is not understood
     --> p.dl:2:1
      |
    2 | .input city(delimeter=",", colour=red)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `delimiter`?

    warning: the option `colour` is not understood
     --> p.dl:2:1
      |
    2 | .input city(delimeter=",", colour=red)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: without it, the table is the same

    warning: the option `rfc` is not understood
     --> p.dl:5:1
      |
    5 | .output copy(rfc=true)
      | ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `rfc4180`?

    --- status 0
    "#);
    assert_eq!(folder.read("copy.csv"), "a\t1\n");
    for (input, output) in [
        ("IO=stdout", ""),
        ("", "IO=jsn"),
        ("rfc4180=yes", ""),
        ("rfc4180=true, delimiter=\"\\\"\"", ""),
        ("", "compress=1"),
    ] {
        let called = copying(input, output).call(&["run", "p.dl"]);
        assert_eq!(called.status, 2, "{}", called.err);
        assert_eq!(called.err.matches("error").count(), 1, "{}", called.err);
    }
    insta::assert_snapshot!(copying("IO=sqllite", "IO=jsn").see(&["run", "p.dl"]), @"
    --- stderr
    error: `IO=sqllite` is not understood
     --> p.dl:2:1
      |
    2 | .input city(IO=sqllite)
      | ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `IO=sqlite`?

    error: `IO=jsn` is not understood
     --> p.dl:5:1
      |
    5 | .output copy(IO=jsn)
      | ^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `IO=json`?

    --- status 2
    ");
}

#[test]
fn a_table_takes_the_place_of_another_in_one_step() {
    let folder = copying("", "")
        .with("city.facts", "a\t1\n")
        .with("copy.csv", "old");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("copy.csv"), "a\t1\n");
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .expect("it is there")
        .map(|entry| {
            entry
                .expect("it is there")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    assert_eq!(names, ["city.facts", "copy.csv", "p.dl"]);
}

#[cfg(unix)]
#[test]
fn links_and_devices_stay_what_they_are() {
    let folder = copying("", "")
        .with("city.facts", "a\t1\n")
        .with("real.csv", "old");
    std::os::unix::fs::symlink("real.csv", folder.path().join("copy.csv")).expect("it can be made");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
    assert_eq!(folder.read("real.csv"), "a\t1\n");
    assert!(folder.path().join("copy.csv").is_symlink());
    let folder = copying("", "filename=\"/dev/null\"").with("city.facts", "a\t1\n");
    assert_eq!(folder.see(&["run", "p.dl"]), "--- status 0");
}

#[test]
fn flags_of_souffle_are_taken() {
    let folder = copying("", "").with("in/city.facts", "a\t1\n");
    let flags = [
        "run",
        "p.dl",
        "--fact-dir",
        "in",
        "--output-dir",
        "out",
        "-j",
        "auto",
        "-I",
        "x",
        "-I",
        "y",
    ];
    assert_eq!(
        folder.see(&[&flags[..], &["-M", "A=1 B"]].concat()),
        "--- status 0"
    );
    assert_eq!(folder.read("out/copy.csv"), "a\t1\n");
    assert_eq!(
        folder.see(&["run", "p.dl", "-F", "in", "-j8"]),
        "--- status 0"
    );
    insta::assert_snapshot!(folder.see(&["run", "p.dl", "-j", "0"]), @"
    --- stderr
    error: invalid value '0' for '--jobs <N>': not a number of threads: write 1 or more, or `auto`

    For more information, try '--help'.
    --- status 2
    ");
}
