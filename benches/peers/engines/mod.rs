//! The engines, each of which runs every program that it can on the fact files of a folder.

mod ascents;
mod crepes;
mod datafrogs;
mod ententes;
mod outside;

use std::num::NonZero;
use std::path::Path;

use crate::programs::Program;
use crate::tables::{self, Tables};

/// An engine that runs the programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Entente,
    Crepe,
    Ascent,
    Datafrog,
    /// Soufflé, compiled to a program beforehand.
    Souffle,
    /// Soufflé's interpreter.
    SouffleInterpreted,
}

/// Where an engine finds its facts and what it may use.
pub(crate) struct Task<'a> {
    pub(crate) program: Program,
    /// The folder of the fact files, of the program as `program.dl`, and of what is written.
    pub(crate) folder: &'a Path,
    pub(crate) threads: NonZero<usize>,
    /// What Entente does without.
    pub(crate) without: &'a str,
    /// How the engines that have no tables of their own read and write.
    pub(crate) peer_tables: Tables,
}

/// How many tuples a relation that the program gives out has.
pub(crate) type Counts = Vec<(&'static str, usize)>;

impl Engine {
    pub(crate) const ALL: [Engine; 6] = [
        Engine::Entente,
        Engine::Crepe,
        Engine::Ascent,
        Engine::Datafrog,
        Engine::Souffle,
        Engine::SouffleInterpreted,
    ];

    /// Its name in arguments and tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Engine::Entente => "entente",
            Engine::Crepe => "crepe",
            Engine::Ascent => "ascent",
            Engine::Datafrog => "datafrog",
            Engine::Souffle => "souffle",
            Engine::SouffleInterpreted => "souffle-interpreted",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Engine> {
        Engine::ALL.into_iter().find(|engine| engine.name() == name)
    }

    /// Whether this machine has it.
    pub(crate) fn is_here(self) -> bool {
        match self {
            Engine::Souffle | Engine::SouffleInterpreted => outside::is_on_the_path(),
            _ => true,
        }
    }

    /// Whether there is a program for it. Those for datafrog are planned by hand, one by one.
    pub(crate) fn runs(self, program: Program) -> bool {
        self != Engine::Datafrog || !matches!(program, Program::Reach | Program::News)
    }

    /// What is done once and not measured: Soufflé compiles.
    pub(crate) fn prepare(self, task: &Task) -> Result<(), String> {
        match self {
            Engine::Souffle => outside::compile(task),
            _ => Ok(()),
        }
    }

    /// Loads, derives, counts and writes. Returns the counts of the engines within this process; the
    /// others print them.
    pub(crate) fn run(self, task: &Task) -> Result<Counts, String> {
        tables::choose(task.peer_tables);
        match self {
            Engine::Entente => ententes::run(task),
            Engine::Crepe => Ok(crepes::run(task.program, task.folder)),
            Engine::Ascent => Ok(ascents::run(task.program, task.folder)),
            Engine::Datafrog => Ok(datafrogs::run(task.program, task.folder)),
            Engine::Souffle => outside::run_compiled(task),
            Engine::SouffleInterpreted => outside::interpret(task),
        }
    }

    /// Whether the work is done by a child process.
    pub(crate) fn is_outside(self) -> bool {
        matches!(self, Engine::Souffle | Engine::SouffleInterpreted)
    }
}
