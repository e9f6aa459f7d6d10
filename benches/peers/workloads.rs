//! The twelve workloads: a program and the data for it, at full size and at one for a quick check.

use std::path::Path;

use clap::ValueEnum;

use crate::generate::{self as make, Tables};
use crate::programs::Program;

/// A program with data for it.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    pub(crate) program: Program,
    /// Makes the data from a fixed seed.
    data: fn(Size) -> Tables,
}

/// How much data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// As in docs/performance.md.
    Full,
    /// Little, to see whether the engines agree.
    Quick,
}

impl Size {
    fn or<T>(self, full: T, quick: T) -> T {
        match self {
            Size::Full => full,
            Size::Quick => quick,
        }
    }
}

/// Which numbers stand for things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ids {
    /// Those from 0 up to how many things there are.
    Dense,
    /// Any of 31 bits.
    Scattered,
}

impl Workload {
    /// Writes the fact files and the program into a folder.
    pub(crate) fn write(&self, size: Size, ids: Ids, folder: &Path) -> std::io::Result<()> {
        std::fs::write(folder.join("program.dl"), self.program.text())?;
        (self.data)(size)
            .into_iter()
            .try_for_each(|(relation, rows)| {
                let rows = match ids {
                    Ids::Dense => rows,
                    Ids::Scattered => make::scatter(&rows),
                };
                std::fs::write(folder.join(relation).with_extension("facts"), rows)
            })
    }
}

/// Removes what runs have written into a folder: the system may wait for the disk where a file is written anew,
/// which says nothing of an engine.
pub(crate) fn forget_results(folder: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            std::fs::remove_file(path)?;
        }
    }
    Ok(())
}

pub(crate) const WORKLOADS: [Workload; 12] = [
    Workload {
        name: "tc-chain",
        program: Program::Closure,
        data: |size| make::chain(size.or(2_000, 40)),
    },
    Workload {
        name: "tc-random",
        program: Program::Closure,
        data: |size| make::random(size.or(2_000, 40), size.or(6_200, 120)),
    },
    Workload {
        name: "tc-dense",
        program: Program::Closure,
        data: |size| make::random(size.or(1_500, 40), size.or(30_000, 400)),
    },
    Workload {
        name: "tc-grid",
        program: Program::Closure,
        data: |size| make::grid(size.or(80, 6)),
    },
    Workload {
        name: "tc-pl",
        program: Program::Closure,
        data: |size| make::power_law("edge", size.or(6_000, 60), size.or(10_500, 120), 2),
    },
    Workload {
        name: "sg-tree",
        program: Program::SameGeneration,
        data: |size| make::tree(size.or(3_200, 60)),
    },
    Workload {
        name: "sg-graph",
        program: Program::SameGeneration,
        data: |size| make::parents(size.or(1_620, 60), size.or(320, 12)),
    },
    Workload {
        name: "andersen",
        program: Program::Andersen,
        data: |size| make::pointers(size.or(1_440, 5)),
    },
    Workload {
        name: "cspa",
        program: Program::Cspa,
        data: |size| make::flows(size.or(4_300, 8)),
    },
    Workload {
        name: "reach",
        program: Program::Reach,
        data: |size| make::reach(size.or(60_000, 100), size.or(150_000, 150), size.or(20, 5)),
    },
    Workload {
        name: "tri",
        program: Program::Triangles,
        data: |size| make::power_law("edge", size.or(5_000, 60), size.or(473_000, 400), 3),
    },
    Workload {
        name: "news",
        program: Program::News,
        data: |size| make::news(size.or(1_000_000, 500), size.or(900, 20)),
    },
];
