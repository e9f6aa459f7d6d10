//! From the files of a base to answers and proofs: the shipped base, and synthetic ones of growing size.
//!
//!     cargo bench --bench base -- --facts 10000,100000,1000000,10000000
//!
//! Without `--bench`, as `cargo test` runs it, a small base is asked once.

// A bench prints what it finds.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod corpus;
#[path = "../peers/usage.rs"]
mod usage;

use std::process::{Command, ExitCode};
use std::time::Instant;

use clap::Parser;

use entente::answers::Knowledge;
use entente::engine::Limits;
use entente::facts::{Base, BaseFile, shipped};
use entente::text::has_errors;

/// From the files of a base to answers and proofs.
#[derive(Parser)]
struct Arguments {
    /// How many facts the synthetic bases have, with commas between.
    #[arg(
        long,
        value_delimiter = ',',
        default_value = "10000,100000,1000000,10000000"
    )]
    facts: Vec<usize>,
    /// One base, in this process; 0 is the shipped one.
    #[arg(long, hide = true)]
    one: Option<usize>,
    /// Cargo's sign that this is a bench.
    #[arg(long, hide = true)]
    bench: bool,
}

/// A base with a question, and a conclusion to prove.
struct Case {
    name: String,
    files: Vec<BaseFile>,
    question: &'static str,
    conclusion: &'static str,
}

impl Case {
    fn with_facts(facts: usize) -> Case {
        match facts {
            0 => Case {
                name: "shipped".to_owned(),
                files: shipped(),
                question: "works_with(A, B, Field)",
                conclusion: "present(P, E)",
            },
            _ => Case {
                name: format!("{facts} facts"),
                files: corpus::base(facts / corpus::FACTS_OF_AN_ARTICLE),
                question: "met(\"personne 5\", Q, E), seen(Q, Place, Month)",
                conclusion: "seen(P, \"ville 7\", M)",
            },
        }
    }

    /// Loads, derives, asks and proves; prints what each took.
    fn run(self) -> Result<(), String> {
        let limits = Limits::default();
        let mut last = Instant::now();
        let mut lap = || {
            std::mem::replace(&mut last, Instant::now())
                .elapsed()
                .as_secs_f64()
        };
        let (base, reports) = Base::load(&self.files);
        drop(self.files);
        if has_errors(&reports) {
            return Err(format!("{}: {:?}", self.name, reports.first()));
        }
        let load = lap();
        let failed = |error: &dyn std::fmt::Debug| format!("{}: {error:?}", self.name);
        let mut known = Knowledge::new(base, &limits).map_err(|error| failed(&error))?;
        let derive = lap();
        let ids = known.program().ids();
        let tuples: usize = ids.map(|id| known.database().rows(id).len()).sum();
        let answer = known.ask("question", self.question, &limits);
        let answer = answer.map_err(|error| failed(&error))?;
        let ask = lap();
        let conclusion = known.ask("conclusion", self.conclusion, &limits);
        let conclusion = conclusion.map_err(|error| failed(&error))?;
        if conclusion.rows.is_empty() {
            return Err(format!("{}: no conclusion to prove", self.name));
        }
        lap();
        let mut prove = || {
            let found = known
                .support(&conclusion, 0, &limits)
                .map_err(|error| failed(&error))?;
            match found.is_empty() {
                true => Err(format!("{}: a proof without facts", self.name)),
                false => Ok(lap()),
            }
        };
        let (first, second) = (prove()?, prove()?);
        let peak = usage::high_water()? as f64 / 1024.0;
        println!(
            "| {} | {tuples} | {load:.3} | {derive:.3} | {ask:.4} ({} rows) | {first:.3} | {second:.4} | {peak:.0} |",
            self.name,
            answer.rows.len(),
        );
        Ok(())
    }
}

fn main() -> ExitCode {
    let outcome = match std::env::args().any(|argument| argument == "--bench") {
        true => bench(&Arguments::parse()),
        false => Case::with_facts(0)
            .run()
            .and_then(|()| Case::with_facts(10_000).run()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs each base in a process of its own.
fn bench(arguments: &Arguments) -> Result<(), String> {
    if let Some(facts) = arguments.one {
        return Case::with_facts(facts).run();
    }
    println!("Seconds, and MiB at most:\n");
    println!("| base | tuples | load | derive | ask | first proof | next proof | peak |");
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    for facts in [0].iter().chain(&arguments.facts) {
        let mut command = Command::new(&this);
        command.args(["--bench", "--one", &facts.to_string()]);
        let status = command.status().map_err(|error| error.to_string())?;
        if !status.success() {
            return Err(format!("the base of {facts} facts failed: {status}"));
        }
    }
    Ok(())
}
