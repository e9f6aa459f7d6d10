//! What bounds an evaluation: flags, and Ctrl-C.

use std::sync::atomic::Ordering;
use std::time::Duration;

use clap::Args;

use super::INTERRUPTED;
use crate::engine::{Limits, Tuning};

/// The flags that bound an evaluation.
#[derive(Debug, Args)]
pub(super) struct LimitArguments {
    /// Stop when rules have derived this many rows.
    #[arg(long, value_name = "N")]
    max_rows: Option<usize>,
    /// Stop after this many seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
    /// Stop when relations and values take this many MiB.
    #[arg(long, value_name = "MIB")]
    max_memory: Option<usize>,
    /// Switch off what makes evaluation fast; answers stay the same.
    #[arg(long, value_name = "WAY", value_delimiter = ',', value_parser = Tuning::SWITCHES)]
    without: Vec<String>,
}

impl LimitArguments {
    /// The limits, with Ctrl-C as one of them.
    pub(super) fn limits(&self) -> Limits {
        let mut limits = Limits {
            max_rows: self.max_rows,
            timeout: self.timeout,
            max_memory: self
                .max_memory
                .map(|mebibytes| mebibytes.saturating_mul(1 << 20)),
            ..interruptible()
        };
        for name in &self.without {
            limits.tuning.switch_off(name);
        }
        limits
    }
}

/// No limits but Ctrl-C, and as many threads as the machine runs at once. Pressed twice, it ends the program at once.
pub(super) fn interruptible() -> Limits {
    let mut limits = Limits::default();
    limits.tuning.threads = Tuning::all_threads();
    let interrupt = limits.interrupt.clone();
    // Without a handler, Ctrl-C ends the program, which will do.
    let _ = ctrlc::set_handler(move || {
        if interrupt.swap(true, Ordering::Relaxed) {
            std::process::exit(i32::from(INTERRUPTED));
        }
    });
    limits
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text
        .parse()
        .map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("not a time: write seconds, such as 10 or 0.5".to_owned()),
    }
}
