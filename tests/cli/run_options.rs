//! `entente run`: options of directives, and of the command.

use crate::folder::Folder;
use crate::run_lines::copying;

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

#[test]
fn the_standard_input_is_read_once() {
    let program =
        ".decl a(x: number)\n.input a(IO=stdin)\n.decl b(x: number)\n.input b(IO=stdin)\n";
    let folder = Folder::empty().with("p.dl", program);
    insta::assert_snapshot!(folder.see_with(&["run", "p.dl"], "1\n"), @"
    --- stderr
    error: the standard input is read twice
     --> p.dl:4:1
      |
    4 | .input b(IO=stdin)
      | ^^^^^^^^^^^^^^^^^^
      |
      = help: read one of the relations from a file

    --- status 2
    ");
}
