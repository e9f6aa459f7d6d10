//! One run of one engine, in a process of its own, and what it took.

use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use nix::sys::resource::{Usage as Resources, UsageWho, getrusage};

use crate::engines::{Engine, Task};
use crate::programs::Program;
use crate::tables::Tables;
use crate::usage;
use crate::workloads::WORKLOADS;

/// The first argument of the process that runs an engine.
const CHILD: &str = "--child";
/// Begins the line that tells what a run took.
const TOOK: &str = "took";

/// What a run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Usage {
    pub(crate) wall: Duration,
    pub(crate) cpu: Duration,
    /// The most memory that it had at once, in KiB.
    pub(crate) peak: u64,
}

/// A run's counts, by relation, and what it took.
pub(crate) type Run = (BTreeMap<String, usize>, Usage);

/// Runs an engine on the data of a folder in a child process of this program.
pub(crate) fn run(engine: Engine, workload: &str, task: &Task<'_>) -> Result<Run, String> {
    let this = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(this);
    command
        .args([CHILD, engine.name(), workload])
        .arg(task.folder);
    command.args([task.threads.to_string(), task.without.to_owned()]);
    let peer_tables = task.peer_tables.to_possible_value();
    command.arg(peer_tables.expect("none is hidden").get_name());
    let output = command.output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stdout);
    let failed = || {
        let complaint = String::from_utf8_lossy(&output.stderr);
        format!("{} on {workload} failed:\n{said}{complaint}", engine.name())
    };
    let mut counts = BTreeMap::new();
    let mut usage = None;
    for line in said.lines() {
        if let Some(numbers) = line.strip_prefix(TOOK) {
            let numbers: Vec<u64> = numbers
                .split_whitespace()
                .filter_map(|n| n.parse().ok())
                .collect();
            let [wall, cpu, peak] = numbers[..] else {
                return Err(failed());
            };
            usage = Some(Usage {
                wall: Duration::from_micros(wall),
                cpu: Duration::from_micros(cpu),
                peak,
            });
        } else if let Some((relation, count)) = line.split_once('\t') {
            let count = count.trim().parse().map_err(|_| failed())?;
            counts.insert(relation.to_owned(), count);
        }
    }
    match usage {
        Some(usage) if output.status.success() && !counts.is_empty() => Ok((counts, usage)),
        _ => Err(failed()),
    }
}

/// If this process was started to run an engine, does so and prints what came of it.
pub(crate) fn as_child() -> Option<Result<(), String>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [
        first,
        engine,
        workload,
        folder,
        threads,
        without,
        peer_tables,
    ] = &arguments[..]
    else {
        return None;
    };
    (first == CHILD).then(|| {
        let task = Task {
            program: program_of(workload)?,
            folder: folder.as_ref(),
            threads: threads.parse().map_err(|_| "no number of threads")?,
            without,
            peer_tables: Tables::from_str(peer_tables, false)?,
        };
        child(Engine::named(engine).ok_or("no such engine")?, &task)
    })
}

fn program_of(workload: &str) -> Result<Program, String> {
    let workload = WORKLOADS.iter().find(|known| known.name == workload);
    Ok(workload.ok_or("no such workload")?.program)
}

fn child(engine: Engine, task: &Task<'_>) -> Result<(), String> {
    let start = Instant::now();
    let counts = engine.run(task)?;
    let wall = start.elapsed();
    let resources = |who| getrusage(who).map_err(|error| error.to_string());
    let (cpu, peak) = if engine.is_outside() {
        let resources = resources(UsageWho::RUSAGE_CHILDREN)?;
        (cpu(&resources), resources.max_rss() as u64)
    } else {
        (
            cpu(&resources(UsageWho::RUSAGE_SELF)?),
            usage::high_water()?,
        )
    };
    for (relation, count) in counts {
        println!("{relation}\t{count}");
    }
    let (wall, cpu) = (wall.as_micros(), cpu.as_micros());
    println!("{TOOK} {wall} {cpu} {peak}");
    Ok(())
}

fn cpu(resources: &Resources) -> Duration {
    let times = [resources.user_time(), resources.system_time()];
    times
        .into_iter()
        .map(|time| {
            Duration::from_secs(time.tv_sec() as u64) + Duration::from_micros(time.tv_usec() as u64)
        })
        .sum()
}
