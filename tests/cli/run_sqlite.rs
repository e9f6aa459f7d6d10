//! `entente run`: tables in SQLite databases.

use crate::folder::Folder;
use crate::run_lines::copying;

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
