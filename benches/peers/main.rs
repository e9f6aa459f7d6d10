//! Entente beside its peers: the same programs on the same data.
//!
//!     cargo bench --bench peers -- --only tc-grid,tri --engines entente,crepe --runs 3
//!
//! Counts are compared before times are shown. Without `--bench`, as `cargo test` runs it, it only compares
//! counts, on little data. docs/performance.md says what is measured.

// A bench prints what it finds.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod engines;
mod generate;
mod measure;
mod programs;
mod report;
mod tables;
mod usage;
mod workloads;

use std::num::NonZero;
use std::process::ExitCode;

use clap::Parser;

use engines::{Engine, Task};
use measure::{Run, Usage};
use report::Line;
use tables::Tables;
use workloads::{Ids, Size, WORKLOADS, Workload};

/// Entente beside its peers.
#[derive(Parser)]
struct Arguments {
    /// The workloads, with commas between; all by default.
    #[arg(long, value_delimiter = ',', value_parser = WORKLOADS.map(|workload| workload.name))]
    only: Vec<String>,
    /// The engines, with commas between; all that are here by default.
    #[arg(long, value_delimiter = ',', value_parser = Engine::ALL.map(Engine::name))]
    engines: Vec<String>,
    /// How often each engine runs; medians are shown.
    #[arg(long, default_value = "5")]
    runs: NonZero<usize>,
    /// How many threads Entente and Soufflé may use.
    #[arg(long, default_value = "1")]
    threads: NonZero<usize>,
    /// What Entente does without, as in `entente run --without`.
    #[arg(long, default_value = "")]
    without: String,
    /// Which numbers stand for the nodes of graphs and the like.
    #[arg(long, value_enum, default_value = "dense")]
    ids: Ids,
    /// How the engines that have no tables of their own read and write.
    #[arg(long, value_enum, default_value = "tuned")]
    peer_tables: Tables,
    /// Compares counts on little data, and no times.
    #[arg(long)]
    quick: bool,
    /// Cargo's sign that this is a bench.
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let outcome = measure::as_child().unwrap_or_else(|| compare(&arguments()));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// `cargo test` gives arguments that are meant for tests: words choose workloads.
fn arguments() -> Arguments {
    let given = || std::env::args().skip(1);
    if given().any(|argument| argument == "--bench") {
        return Arguments::parse();
    }
    let mut arguments = Arguments::parse_from(["peers", "--quick"]);
    let words: Vec<String> = given().filter(|word| !word.starts_with('-')).collect();
    let names = WORKLOADS.iter().map(|workload| workload.name);
    let chosen = names.filter(|name| words.iter().any(|word| name.contains(word)));
    arguments.only = chosen.map(str::to_owned).collect();
    if arguments.only.is_empty() && !words.is_empty() {
        arguments.only.push("none".to_owned());
    }
    arguments
}

fn compare(arguments: &Arguments) -> Result<(), String> {
    let chosen = |all: &[String], name: &str| all.is_empty() || all.iter().any(|one| one == name);
    let engines: Vec<Engine> = Engine::ALL
        .into_iter()
        .filter(|engine| chosen(&arguments.engines, engine.name()) && engine.is_here())
        .collect();
    let mut lines = Vec::new();
    for workload in &WORKLOADS {
        if chosen(&arguments.only, workload.name) {
            eprintln!("{}", workload.name);
            lines.push(compare_on(workload, &engines, arguments)?);
        }
    }
    if !arguments.quick {
        println!("{}", report::report(&lines, &engines));
    }
    Ok(())
}

/// Runs the engines in turn, several times, on the data of one workload.
fn compare_on(
    workload: &Workload,
    engines: &[Engine],
    arguments: &Arguments,
) -> Result<Line, String> {
    let (size, runs) = match arguments.quick {
        true => (Size::Quick, 1),
        false => (Size::Full, arguments.runs.get()),
    };
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let folder = folder.path();
    let written = workload.write(size, arguments.ids, folder);
    written.map_err(|error| format!("{}: {error}", folder.display()))?;
    let task = Task {
        program: workload.program,
        folder,
        threads: arguments.threads,
        without: &arguments.without,
        peer_tables: arguments.peer_tables,
    };
    let engines = engines.iter().filter(|engine| engine.runs(task.program));
    let mut all: Vec<(Engine, Vec<Run>)> = engines.map(|engine| (*engine, Vec::new())).collect();
    for (engine, _) in &all {
        engine.prepare(&task)?;
    }
    for _ in 0..runs {
        for (engine, runs) in &mut all {
            let forgotten = workloads::forget_results(folder);
            forgotten.map_err(|error| format!("{}: {error}", folder.display()))?;
            runs.push(measure::run(*engine, workload.name, &task)?);
        }
    }
    Ok(Line {
        workload: workload.name,
        tuples: agreed(workload, &all)?,
        usages: all
            .into_iter()
            .map(|(engine, runs)| (engine, medians(&runs)))
            .collect(),
    })
}

/// How many tuples came out of every run; an error if the runs differ.
fn agreed(workload: &Workload, all: &[(Engine, Vec<Run>)]) -> Result<usize, String> {
    let mut runs = all
        .iter()
        .flat_map(|(engine, runs)| runs.iter().map(|(counts, _)| (engine.name(), counts)));
    let Some((first, expected)) = runs.next() else {
        return Ok(0);
    };
    if let Some((other, counts)) = runs.find(|(_, counts)| *counts != expected) {
        let name = workload.name;
        return Err(format!(
            "{name}: {first} counts {expected:?}, {other} {counts:?}"
        ));
    }
    let tuples = expected.values().sum();
    if tuples == 0 {
        return Err(format!("{}: nothing was derived", workload.name));
    }
    Ok(tuples)
}

fn medians(runs: &[Run]) -> Usage {
    fn median<T: Ord + Copy>(runs: &[Run], of: impl Fn(&Usage) -> T) -> T {
        let mut values: Vec<T> = runs.iter().map(|(_, usage)| of(usage)).collect();
        values.sort_unstable();
        values[values.len() / 2]
    }
    Usage {
        wall: median(runs, |usage| usage.wall),
        cpu: median(runs, |usage| usage.cpu),
        peak: median(runs, |usage| usage.peak),
    }
}
