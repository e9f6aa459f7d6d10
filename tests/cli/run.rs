//! `entente run`: Soufflé programs.

use crate::folder::Folder;

const PATHS: &str = "\
.decl edge(x: number, y: number)
.input edge
.decl path(x: number, y: number)
.output path
path(x, y) :- edge(x, y).
path(x, z) :- path(x, y), edge(y, z).
";

#[test]
fn a_program_reads_facts_and_writes_tables() {
    let folder = Folder::empty()
        .with("paths.dl", PATHS)
        .with("in/edge.facts", "10\t9\n9\t-1\r\n9\t-1\n");
    assert_eq!(
        folder.see(&["run", "paths.dl", "-F", "in", "-D", "out"]),
        "--- status 0"
    );
    assert_eq!(folder.read("out/path.csv"), "9\t-1\n10\t-1\n10\t9\n");
    insta::assert_snapshot!(folder.see(&["run", "paths.dl", "--facts", "in", "--output", "-"]), @"
    --- stdout
    ---------------
    path
    x	y
    ===============
    9	-1
    10	-1
    10	9
    ===============
    --- status 0
    ");
}

#[test]
fn options_say_where_tables_are_and_what_they_look_like() {
    let program = r#"
        .decl city(name: symbol, people: number)
        .input city(filename="cities.csv", delimiter=",", headers=true)
        .decl wish(name: symbol)
        .input wish(IO=stdin)
        .decl large(name: symbol, people: number)
        large(name, people) :- city(name, people), people > 1000, !wish(name).
        .output large(filename="large.txt", delimiter="; ", headers="true")
        .output large(IO=stdout)
        .decl any()
        any() :- large(_, _).
        .output any
    "#;
    let folder = Folder::empty().with("p.dl", program).with(
        "cities.csv",
        "name,people\nHanoï,8000\nVang Vieng,900\n,5000\nHuê,2000\n",
    );
    insta::assert_snapshot!(folder.see_with(&["run", "p.dl"], "Huê\n"), @"
    --- stdout
    ---------------
    large
    ===============
    	5000
    Hanoï	8000
    ===============
    --- status 0
    ");
    insta::assert_snapshot!(folder.read("large.txt"), @"
    name; people
    ; 5000
    Hanoï; 8000
    ");
    assert_eq!(folder.read("any.csv"), "()\n");
}

#[test]
fn queries_are_answered_at_the_end() {
    let folder = Folder::empty()
        .with(
            "p.dl",
            format!("{PATHS}?- path(x, 3).\n?- path(3, _).\n?- edge(7, y)."),
        )
        .with("edge.facts", "1\t2\n2\t3\n");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stdout
    ?- path(x, 3).
    ┌───┐
    │ x │
    ├───┤
    │ 1 │
    │ 2 │
    └───┘
    2 answers
    ?- path(3, _).
    no
    ?- edge(7, y).
    no answers
    --- stderr
    hint: no tuple of `path` has 3 as `x`; some have it as `y`
    hint: no tuple of `edge` has 7 as `x`
    --- status 0
    ");
}

#[test]
fn a_query_derives_what_it_asks_for() {
    let program = r#"
        .decl number(x: number)
        number(0).
        number(x + 1) :- number(x).
        .decl measured(id: number, text: symbol)
        measured(1, "12"). measured(2, "about 7"). measured(3, "40").
        .decl value(id: number, n: number)
        value(id, n) :- measured(id, text), n = to_number(text).
        .decl step(from: number, to: number)
        step(1, 2). step(2, 3). step(8, 8).
        .decl reach(from: number, to: number)
        reach(x, y) :- step(x, y).
        reach(x, z) :- step(x, y), reach(y, z).
        .decl reached(n: number)
        reached(n) :- n = count : { reach(_, _) }.
        .output reached(IO=stdout)
        ?- value(3, n).
        ?- value(2, n).
        ?- reach(1, y), !reach(y, 8).
        ?- n = count : { reach(1, _) }.
        ?- measured(2, "abuot 7").
    "#;
    let folder = Folder::empty().with("p.dl", program);
    insta::assert_snapshot!(folder.see(&["run", "p.dl", "--max-rows", "100"]), @r#"
    --- stdout
    ---------------
    reached
    ===============
    4
    ===============
    ?- value(3, n).
    ┌────┐
    │ n  │
    ├────┤
    │ 40 │
    └────┘
    1 answer
    ?- value(2, n).
    no answers
    ?- reach(1, y), !reach(y, 8).
    ┌───┐
    │ y │
    ├───┤
    │ 2 │
    │ 3 │
    └───┘
    2 answers
    ?- n = count : { reach(1, _) }.
    ┌───┐
    │ n │
    ├───┤
    │ 2 │
    └───┘
    1 answer
    ?- measured(2, "abuot 7").
    no
    --- stderr
    note: undefined: to_number("about 7"): no number
    hint: no tuple of `value` has 2 as `id`
    hint: no tuple of `measured` has "abuot 7" as `text`: did you mean "about 7"?
    --- status 0
    "#);
}

#[test]
fn hints_come_from_facts_where_relations_are_too_large_to_derive() {
    let program = r#"
        .decl far(p: symbol, n: number)
        far("Vilay", 0).
        far(p, n + 1) :- far(p, n).
        ?- far("Vilai", n).
        ?- far("Tô Lâm", n).
    "#;
    let folder = Folder::empty().with("p.dl", program);
    insta::assert_snapshot!(folder.see(&["run", "p.dl", "--max-rows", "100"]), @r#"
    --- stdout
    ?- far("Vilai", n).
    no answers
    ?- far("Tô Lâm", n).
    no answers
    --- stderr
    hint: no fact has "Vilai": did you mean "Vilay"?
    hint: no fact has "Tô Lâm"
    --- status 0
    "#);
}

#[test]
fn mistakes_in_a_program_are_reported_before_anything_is_read() {
    let folder = Folder::empty()
        .with(
            "p.dl",
            format!("{PATHS}path(x, y) :- egde(x, y).\n?- paht(x, y).\n"),
        )
        .with("q.dl", format!("{PATHS}?- paht(x, y).\n"));
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @"
    --- stderr
    error: unknown relation `egde`
     --> p.dl:7:15
      |
    7 | path(x, y) :- egde(x, y).
      |               ^^^^
      |
      = help: did you mean `edge`?

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["run", "q.dl"]), @"
    --- stderr
    error: unknown relation `paht`
     --> q.dl:7:4
      |
    7 | ?- paht(x, y).
      |    ^^^^
      |
      = help: did you mean `path`?

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["run", "none.dl"]), @"
    --- stderr
    error: no file `none.dl`
     |
     = help: name a file with a program

    --- status 2
    ");
}

#[test]
fn all_wrong_lines_of_fact_files_are_reported() {
    let folder = Folder::empty()
        .with(
            "p.dl",
            format!("{PATHS}.decl name(x: number, n: symbol)\n.input name\n"),
        )
        .with("edge.facts", "1\t2\n1,3\n1\tx\n")
        .with("name.facts", b"1\tcaf\xe9\n");
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r"
    --- stderr
    error: 1 column where 2 are declared
     --> edge.facts:2:1
      |
    2 | 1,3
      | ^^^
      |
     ::: p.dl:1:7
      |
    1 | .decl edge(x: number, y: number)
      |       ---- declared here
      |
      = help: the columns are `x`, `y`, with `\t` between them

    error: `x` is no number
     --> edge.facts:3:3
      |
    3 | 1    x
      |      ^ column `y` is a number
      |
      = help: numbers are digits, with `-` in front if negative, from -9223372036854775808 to 9223372036854775807

    error: this line is not UTF-8
     --> name.facts:1:6
      |
    1 | 1    caf�
      |         ^
      |
     ::: p.dl:7:7
      |
    7 | .decl name(x: number, n: symbol)
      |       ---- declared here
      |
      = help: save the file as UTF-8

    --- status 2
    ");
    assert!(!folder.path().join("path.csv").exists());
}

#[test]
fn files_that_are_not_there_and_options_that_are_not_understood_are_mistakes() {
    let folder = Folder::empty()
        .with("missing.dl", PATHS)
        .with("in/edge.facts", "1\t2\n")
        .with(
            "options.dl",
            ".decl a(x: number)\n.input a(IO=sqlite)\n.decl b(x: number)\n.input b(delimeter=\",\")\n\
             .decl c(x: number)\n.input c(delimiter=\"\")\n.decl d(x: number)\n.input d(headers=yes)\n",
        );
    insta::assert_snapshot!(folder.see(&["run", "missing.dl"]), @"
    --- stderr
    error: edge.facts: no such file or directory
     --> missing.dl:2:1
      |
    2 | .input edge
      | ^^^^^^^^^^^ `edge` is read from there
      |
      = help: name the folder of the fact files with `-F`

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["run", "missing.dl", "-F", "in", "-D", "missing.dl"]), @"
    --- stderr
    error: missing.dl/path.csv: file exists
     --> missing.dl:4:1
      |
    4 | .output path
      | ^^^^^^^^^^^^ `path` is written there
      |
      = help: name a folder that can be written to with `-D`

    --- status 2
    ");
    insta::assert_snapshot!(folder.see(&["run", "options.dl"]), @r#"
    --- stderr
    warning: the option `delimeter` is not understood
     --> options.dl:4:1
      |
    4 | .input b(delimeter=",")
      | ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: did you mean `delimiter`?

    error: this delimiter cannot stand between columns
     --> options.dl:6:1
      |
    6 | .input c(delimiter="")
      | ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: use a comma or `\t`, for example

    error: `headers` is neither `true` nor `false`
     --> options.dl:8:1
      |
    8 | .input d(headers=yes)
      | ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write `headers=true`, or leave it out

    --- status 2
    "#);
}

#[test]
fn a_table_that_cannot_be_read_back_is_warned_of() {
    let folder = Folder::empty().with(
        "p.dl",
        ".decl said(who: symbol, what: symbol)\nsaid(\"Vilay\", \"a\\tb\").\n.output said\n",
    );
    insta::assert_snapshot!(folder.see(&["run", "p.dl"]), @r#"
    --- stderr
    warning: the text "a\tb" of `said` has a delimiter or line end inside, so that its table cannot be read back
    help: `rfc4180=true` puts texts in quotation marks
    --- status 0
    "#);
}

#[test]
fn a_program_that_does_not_end_is_stopped() {
    let endless = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n.output n\n";
    let folder = Folder::empty().with("p.dl", endless);
    insta::assert_snapshot!(folder.see(&["run", "p.dl", "--max-rows", "1000"]), @"
    --- stderr
    error: stopped at 1000 rows while deriving `n`, which had 1002 rows
    help: allow more with `--max-rows`
    --- status 2
    ");
    for limit in [["--timeout", "0.05"], ["--max-memory", "1"]] {
        let called = folder.call(&["run", "p.dl", limit[0], limit[1]]);
        assert_eq!(called.status, 2);
        assert!(called.err.contains("while deriving `n`"), "{}", called.err);
    }
    assert!(!folder.path().join("n.csv").exists());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_a_run_with_130() {
    use std::process::{Command, Stdio};
    let endless = ".decl n(x: number)\nn(0).\nn(x + 1) :- n(x).\n";
    let folder = Folder::empty().with("p.dl", endless);
    let child = Command::new(env!("CARGO_BIN_EXE_entente"))
        .args(["run", "p.dl", "--timeout", "60"])
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program was built");
    std::thread::sleep(std::time::Duration::from_millis(500));
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .expect("kill is there")
            .success()
    );
    let output = child.wait_with_output().expect("the program ends");
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(130), "{message}");
    assert!(
        message.starts_with("error: interrupted while deriving `n`"),
        "{message}"
    );
}
