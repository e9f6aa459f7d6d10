//! Soufflé, if it is on the path: interpreted, and compiled beforehand.

use std::process::{Command, Stdio};

use super::{Counts, Task};

pub(super) fn is_on_the_path() -> bool {
    let mut command = Command::new("souffle");
    command.arg("--version");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

pub(super) fn compile(task: &Task) -> Result<(), String> {
    let mut command = Command::new("souffle");
    command.arg("-o").arg(task.folder.join("compiled"));
    command.arg(task.folder.join("program.dl"));
    finish(command)
}

pub(super) fn run_compiled(task: &Task) -> Result<Counts, String> {
    finish(with_folders(
        Command::new(task.folder.join("compiled")),
        task,
    ))
}

pub(super) fn interpret(task: &Task) -> Result<Counts, String> {
    let mut command = with_folders(Command::new("souffle"), task);
    command.arg(task.folder.join("program.dl"));
    finish(command)
}

fn with_folders(mut command: Command, task: &Task) -> Command {
    command
        .arg("-F")
        .arg(task.folder)
        .arg("-D")
        .arg(task.folder);
    command.arg("-j").arg(task.threads.to_string());
    command
}

/// It prints the counts itself, as the program says.
fn finish<T: Default>(mut command: Command) -> Result<T, String> {
    match command.status() {
        Ok(status) if status.success() => Ok(T::default()),
        Ok(status) => Err(format!("{command:?}: {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}
