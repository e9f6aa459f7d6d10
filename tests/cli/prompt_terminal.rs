//! The prompt in a real terminal: keys, interrupts, history, notices of reloads, pages and width.

use std::process::Command;
use std::time::{Duration, Instant};

use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};

use crate::folder::Folder;

/// How long the program may take to say something, in milliseconds.
const PATIENCE: u64 = 20_000;

fn folder() -> Folder {
    Folder::empty()
        .with(
            "rules/a.dl",
            ".decl near(place: symbol, other: symbol)\n\
             near(\"Hanoi\", \"Hue\"). near(\"Hue\", \"Da Nang\"). near(\"Hanoi\", \"Vinh Long\").\n\
             .decl number(n: number)\nnumber(1). number(n + 1) :- number(n), n < 100.\n",
        )
        .with("seeds/a1.txt", "Rien.\n")
}

struct Prompt(PtySession);

/// What a terminal is opened with.
struct Setting<'a> {
    rows: usize,
    columns: usize,
    arguments: &'a str,
    pager: &'a str,
}

const USUAL: Setting<'_> = Setting {
    rows: 24,
    columns: 80,
    arguments: "",
    pager: "sed s/^/PAGED/",
};

impl Prompt {
    fn open(folder: &Folder) -> Prompt {
        Prompt::open_with(folder, &USUAL)
    }

    fn open_with(folder: &Folder, setting: &Setting<'_>) -> Prompt {
        let Setting {
            rows,
            columns,
            arguments,
            ..
        } = setting;
        let script = format!("stty rows {rows} cols {columns}; exec \"$0\" {arguments}");
        let mut command = Command::new("sh");
        command
            .args(["-c", &script, env!("CARGO_BIN_EXE_entente")])
            .current_dir(folder.path())
            .env("TERM", "xterm")
            .env("NO_COLOR", "1")
            .env("PAGER", setting.pager)
            .env_remove("ENTENTE_PAGER")
            .env("ENTENTE_HISTORY", folder.path().join("history"));
        let options = Options::new()
            .timeout_ms(Some(PATIENCE))
            .strip_ansi_escape_codes(true);
        let session = spawn_with_options(command, options).expect("a terminal can be had");
        let mut prompt = Prompt(session);
        prompt.sees("tells how to ask");
        prompt.sees("entente> ");
        prompt
    }

    /// Waits for a text; returns what stood before it.
    fn sees(&mut self, text: &str) -> String {
        match self.0.exp_string(text) {
            Ok(before) => before,
            Err(error) => panic!("the terminal never showed {text:?}: {error}"),
        }
    }

    fn types(&mut self, keys: &str) {
        self.0.send(keys).expect("it takes keys");
        self.0.flush().expect("it takes keys");
    }

    /// Types a line, and waits for what follows it.
    fn asks(&mut self, line: &str, answer: &str) -> String {
        self.types(line);
        self.types("\r");
        self.sees(answer)
    }

    fn control(&mut self, key: char) {
        self.0.send_control(key).expect("it takes keys");
        self.0.flush().expect("it takes keys");
    }

    /// Waits for the prompt, without which Ctrl-D may come before it is listened to, and leaves by that.
    fn leaves(mut self) {
        self.sees("entente> ");
        self.control('d');
        self.ends();
    }

    fn ends(mut self) {
        self.0.exp_eof().expect("it ends");
    }
}

#[test]
fn tab_completes_commands_relations_and_names() {
    let folder = folder();
    let mut prompt = Prompt::open(&folder);
    prompt.types(":sch\t");
    prompt.sees(":schema ");
    prompt.types("num\t\r");
    prompt.sees("number(n: number)");
    prompt.types("nea\tplace, \"vin\t)\r");
    prompt.sees("near(place, \"Vinh Long\"");
    prompt.sees("Hanoi");
    prompt.sees("1 answer");
    // Where several fit, they are listed.
    prompt.types("near(\"H\t\t");
    prompt.sees("Hanoi");
    prompt.sees("Hue");
    prompt.asks("ue\", x)", "1 answer");
    prompt.sees("entente> ");
    prompt.asks("quit", "quit");
    prompt.ends();
}

#[test]
fn words_without_colon_and_the_end_of_input() {
    let folder = folder();
    let mut prompt = Prompt::open(&folder);
    prompt.asks("help", "Tab completes relations and names");
    prompt.sees("entente> ");
    prompt.asks("exit", "exit");
    prompt.ends();
    let mut prompt = Prompt::open(&folder);
    prompt.control('d');
    prompt.ends();
    let mut prompt = Prompt::open(&folder);
    // Within a line it deletes, and does not end anything.
    prompt.types("number(100)x");
    prompt.types("\u{1b}[D");
    prompt.control('d');
    prompt.types("\r");
    prompt.sees("yes");
    prompt.leaves();
}

#[test]
fn an_interrupt_clears_the_line_that_is_typed() {
    let folder = folder();
    let mut prompt = Prompt::open(&folder);
    prompt.types("near(\"Hanoi\", nonsense");
    prompt.control('c');
    prompt.sees("\n");
    prompt.sees("entente> ");
    prompt.asks("near(\"Hue\", \"Da Nang\")", "yes");
    prompt.sees("entente> ");
    // Also where a line was to follow.
    prompt.types("number(\r");
    prompt.sees("\n");
    prompt.control('c');
    prompt.sees("\n");
    prompt.sees("entente> ");
    prompt.asks("number(7)", "yes");
    prompt.leaves();
}

#[test]
fn an_interrupt_stops_what_is_computed_and_keeps_the_session() {
    let folder = folder();
    let mut prompt = Prompt::open(&folder);
    prompt.asks(
        ".decl kept(n: number) kept(1).",
        "added 1 declaration and 1 fact",
    );
    let mut fastest = Duration::MAX;
    let endless = [
        ".decl endless(n: number) endless(0). endless(n + 1) :- endless(n).",
        "number(a), number(b), number(c), number(d), number(e), a + b + c + d + e < 0",
    ];
    for round in 0..6 {
        prompt.asks(endless[round % 2], "\n");
        // It takes a moment to get going; were it stopped before, there would be a message all the same.
        std::thread::sleep(Duration::from_millis(300));
        let begun = Instant::now();
        prompt.control('c');
        // The terminal is looked at every 100 ms only, the first time at once: so this says whether it was there.
        std::thread::sleep(Duration::from_millis(90));
        prompt.sees("interrupted");
        fastest = fastest.min(begun.elapsed());
        prompt.sees("entente> ");
    }
    assert!(
        fastest < Duration::from_millis(100),
        "it took {fastest:?} at best"
    );
    prompt.asks("kept(1), number(100)", "yes");
    prompt.asks("endless(1)", "unknown relation");
    prompt.leaves();
}

#[test]
fn history_outlives_sessions_and_can_be_searched() {
    let folder = folder();
    let mut prompt = Prompt::open(&folder);
    prompt.asks("near(\"Hue\", first)", "1 answer");
    prompt.asks("number(50)", "yes");
    prompt.asks("quit", "quit");
    prompt.ends();
    assert!(folder.read("history").contains("near(\"Hue\", first)"));
    let mut prompt = Prompt::open(&folder);
    // Up, twice: over `quit`.
    prompt.types("\u{1b}[A\u{1b}[A\r");
    prompt.sees("number(50)");
    prompt.sees("yes");
    prompt.sees("entente> ");
    prompt.control('r');
    prompt.types("Hue");
    prompt.sees("near(\"Hue\", first)");
    prompt.types("\r");
    prompt.sees("Da Nang");
    prompt.sees("1 answer");
    prompt.leaves();
}

#[test]
fn files_that_are_saved_are_in_force_while_a_line_is_typed() {
    let folder = folder();
    let mut prompt = Prompt::open(&folder);
    prompt.types("near(\"Vientiane\"");
    let saved = folder.read("rules/a.dl") + "near(\"Vientiane\", \"Pakse\").\n";
    let folder = folder.with("rules/a.dl", &saved);
    prompt.sees("reloaded rules/a.dl: near +1");
    // What was typed stands below the notice, and goes on.
    prompt.sees("entente> near(\"Vientiane\"");
    prompt.asks(", x)", "Pakse");
    prompt.asks(":diff near", "+ near(\"Vientiane\", \"Pakse\").");
    let folder = folder.with("rules/a.dl", saved + "neer(1).\n");
    prompt.sees("unknown relation `neer`");
    prompt.sees("the base is as it was before");
    prompt.asks("near(\"Vientiane\", \"Pakse\")", "yes");
    prompt.leaves();
    let unwatched = Setting {
        arguments: "--no-watch",
        ..USUAL
    };
    let folder = folder.with("rules/a.dl", ".decl near(n: number)\nnear(1).\n");
    let mut prompt = Prompt::open_with(&folder, &unwatched);
    let folder = folder.with("rules/a.dl", ".decl near(n: number)\nnear(2).\n");
    prompt.asks(":reload", "near +1 -1");
    let shown = prompt.asks("near(2)", "yes");
    assert!(!shown.contains("reloaded"), "{shown}");
    prompt.leaves();
    drop(folder);
}

#[test]
fn long_answers_go_through_the_pager() {
    let folder = folder();
    let low = Setting { rows: 12, ..USUAL };
    let mut prompt = Prompt::open_with(&folder, &low);
    let shown = prompt.asks("number(n), n < 4", "3 answers");
    assert!(!shown.contains("PAGED"), "{shown}");
    prompt.asks("number(n), n < 40", "PAGED39 answers");
    prompt.asks(":pager off", "shown at once");
    let shown = prompt.asks("number(n), n < 40", "39 answers");
    assert!(!shown.contains("PAGED"), "{shown}");
    prompt.leaves();
    let without = Setting {
        arguments: "--no-pager",
        ..low
    };
    let mut prompt = Prompt::open_with(&folder, &without);
    let shown = prompt.asks("number(n)", "100 answers");
    assert!(!shown.contains("PAGED"), "{shown}");
    prompt.leaves();
    // A pager that is not there is no reason not to answer.
    let missing = Setting {
        pager: "no-such-pager-here 2>&-",
        ..low
    };
    let mut prompt = Prompt::open_with(&folder, &missing);
    prompt.asks("number(n)", "100 answers");
    prompt.leaves();
    // In a pager, Ctrl-C is the pager's.
    let waiting = Setting {
        pager: "trap 'echo TRAPPED; exit' INT; echo WAITS; while :; do sleep 0.1; done",
        ..low
    };
    let mut prompt = Prompt::open_with(&folder, &waiting);
    prompt.asks("number(n)", "WAITS");
    prompt.control('c');
    prompt.sees("TRAPPED");
    prompt.sees("entente> ");
    prompt.asks("number(9)", "yes");
    prompt.leaves();
}

#[test]
fn tables_fit_the_terminal() {
    let words = "un deux trois quatre cinq six sept huit neuf dix".repeat(3);
    let folder = folder().with(
        "rules/b.dl",
        format!(
            ".decl said(who: symbol, what: symbol, more: symbol)\nsaid(\"x\", \"{words}\", \"{words}\").\n"
        ),
    );
    let narrow = Setting {
        columns: 40,
        arguments: "--no-pager",
        ..USUAL
    };
    let mut prompt = Prompt::open_with(&folder, &narrow);
    prompt.types("said(who, what, more)\r");
    prompt.sees("\n");
    let shown = prompt.sees("1 answer");
    // A terminal is read byte by byte.
    let bytes: Vec<u8> = shown.chars().map(|c| c as u8).collect();
    let shown = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = shown.lines().map(str::trim_end).collect();
    assert!(lines.len() > 10, "{shown}");
    let widest = lines.iter().map(|line| line.chars().count()).max();
    assert_eq!(widest, Some(40), "{shown}");
    prompt.leaves();
}
