//! Ctrl-C: it stops what is being computed, and ends the program where nothing is, but not a session at a terminal.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::engine::Limits;

/// What a signal finds the program at.
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing that could be stopped.
    Idle,
    /// An evaluation, which stops.
    Busy,
    /// Something that signals do not concern: another program has the terminal, or the prompt is about to wait.
    Elsewhere,
}

/// What signals did, and whether something is being computed that they may stop.
#[derive(Debug, Default)]
pub(super) struct Interrupts {
    interrupt: Arc<AtomicBool>,
    state: Arc<AtomicU8>,
    /// What the program is at where it is not busy.
    rest: u8,
    /// Since when a prompt has waited.
    waiting: Arc<Mutex<Option<Instant>>>,
}

/// How late a signal may be noticed that was meant for what ran before.
const LATE: Duration = Duration::from_millis(300);

/// How long an evaluation has to stop before another signal ends the program.
const PATIENCE: Duration = Duration::from_secs(1);

/// Has signals stop evaluations with these limits. Another one while the first is still waiting after a while ends
/// the program, as does one that finds nothing to stop.
pub(super) fn install(limits: &Limits) -> Interrupts {
    let interrupt = Arc::clone(&limits.interrupt);
    let state = Arc::new(AtomicU8::new(State::Idle as u8));
    let interrupts = Interrupts {
        interrupt: Arc::clone(&interrupt),
        state: Arc::clone(&state),
        rest: State::Idle as u8,
        waiting: Arc::default(),
    };
    let waiting = Arc::clone(&interrupts.waiting);
    let first: Mutex<Option<Instant>> = Mutex::new(None);
    // Where the program has a handler already, that one is in force.
    let _ = ctrlc::set_handler(move || {
        let state = state.load(Ordering::SeqCst);
        let since = *waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let is_late = since.is_some_and(|since| since.elapsed() < LATE);
        if state == State::Elsewhere as u8 || (state == State::Idle as u8 && is_late) {
            return;
        }
        let mut first = first.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = interrupt.swap(true, Ordering::SeqCst);
        if !waits {
            *first = Some(Instant::now());
        }
        let waits_for_long = waits && first.is_none_or(|first| first.elapsed() > PATIENCE);
        if state != State::Busy as u8 || waits_for_long {
            std::process::exit(super::INTERRUPTED.into());
        }
    });
    interrupts
}

impl Interrupts {
    /// From now on signals end the program only while it waits for the user: a prompt keeps its session.
    pub(super) fn stay(&mut self) {
        self.rest = State::Elsewhere as u8;
        self.state.store(self.rest, Ordering::SeqCst);
    }

    /// Waits for the user. Keys are no signals then.
    pub(super) fn while_waiting<T>(&self, wait: impl FnOnce() -> T) -> T {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.state.store(State::Idle as u8, Ordering::SeqCst);
        let done = wait();
        self.state.store(self.rest, Ordering::SeqCst);
        done
    }

    /// Runs something that signals may stop.
    pub(super) fn while_busy<T>(&self, run: impl FnOnce() -> T) -> T {
        self.interrupt.store(false, Ordering::SeqCst);
        self.state.store(State::Busy as u8, Ordering::SeqCst);
        let done = run();
        self.state.store(self.rest, Ordering::SeqCst);
        done
    }

    /// Runs another program, which has signals of its own.
    pub(super) fn elsewhere<T>(&self, run: impl FnOnce() -> T) -> T {
        self.state.store(State::Elsewhere as u8, Ordering::SeqCst);
        let done = run();
        self.state.store(self.rest, Ordering::SeqCst);
        done
    }

    /// Whether the last run was interrupted.
    pub(super) fn happened(&self) -> bool {
        self.interrupt.load(Ordering::SeqCst)
    }
}
