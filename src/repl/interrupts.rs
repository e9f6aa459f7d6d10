//! Ctrl-C: it stops what is being computed, and ends the program where nothing is.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::engine::Limits;

/// What signals did, and whether something is being computed that they may stop.
#[derive(Debug, Default)]
pub(super) struct Interrupts {
    interrupt: Arc<AtomicBool>,
    busy: Arc<AtomicBool>,
}

/// Has signals stop evaluations with these limits. A second one while the first is still waiting ends the
/// program, as does one that finds nothing to stop.
pub(super) fn install(limits: &Limits) -> Interrupts {
    let interrupt = Arc::clone(&limits.interrupt);
    let busy = Arc::new(AtomicBool::new(false));
    let interrupts = Interrupts {
        interrupt: Arc::clone(&interrupt),
        busy: Arc::clone(&busy),
    };
    // Where the program has a handler already, that one is in force.
    let _ = ctrlc::set_handler(move || {
        if !busy.load(Ordering::SeqCst) || interrupt.swap(true, Ordering::SeqCst) {
            std::process::exit(super::INTERRUPTED.into());
        }
    });
    interrupts
}

impl Interrupts {
    /// Runs something that signals may stop.
    pub(super) fn while_busy<T>(&self, run: impl FnOnce() -> T) -> T {
        self.interrupt.store(false, Ordering::SeqCst);
        self.busy.store(true, Ordering::SeqCst);
        let done = run();
        self.busy.store(false, Ordering::SeqCst);
        done
    }

    /// Whether the last run was interrupted.
    pub(super) fn happened(&self) -> bool {
        self.interrupt.load(Ordering::SeqCst)
    }
}
