//! Entente, as `entente run` runs a program that it has never seen.

use std::ffi::OsStr;
use std::process::ExitCode;

use super::{Counts, Task};

/// It prints the counts itself, as the program says.
pub(super) fn run(task: &Task) -> Result<Counts, String> {
    let program = task.folder.join("program.dl");
    let threads = task.threads.to_string();
    let folder = task.folder.as_os_str();
    let mut arguments: Vec<&OsStr> = vec![
        "entente".as_ref(),
        "run".as_ref(),
        program.as_ref(),
        "-F".as_ref(),
        folder,
        "-D".as_ref(),
        folder,
        "-j".as_ref(),
        threads.as_ref(),
    ];
    if !task.without.is_empty() {
        arguments.extend::<[&OsStr; 2]>(["--without".as_ref(), task.without.as_ref()]);
    }
    let status = entente::cli::run(arguments);
    if status != ExitCode::SUCCESS {
        return Err("entente did not come through".to_owned());
    }
    Ok(Counts::new())
}
