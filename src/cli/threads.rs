//! Work on several threads whose results come in the order of the jobs.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// How many jobs each thread may be ahead of the oldest result that nobody took: what bounds the room that
/// results take.
const AHEAD: usize = 4;

struct State<R> {
    next: usize,
    taken: usize,
    done: BTreeMap<usize, R>,
    stopped: bool,
}

struct Shared<R> {
    state: Mutex<State<R>>,
    changed: Condvar,
}

impl<R> Shared<R> {
    fn lock(&self) -> MutexGuard<'_, State<R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'g>(&self, guard: MutexGuard<'g, State<R>>) -> MutexGuard<'g, State<R>> {
        let waited = self.changed.wait(guard);
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next job, once it may be begun; none if there is nothing left to do.
    fn next(&self, jobs: usize, ahead: usize) -> Option<usize> {
        let mut state = self.lock();
        while !state.stopped && state.next < jobs && state.next >= state.taken + ahead {
            state = self.wait(state);
        }
        let next = state.next;
        state.next += 1;
        (!state.stopped && next < jobs).then_some(next)
    }
}

/// Does the work of each job, and hands what comes of it to `take`, job by job. Where that fails, no more work is
/// begun. `work` must not panic.
pub(super) fn in_order<J: Sync, R: Send, E>(
    jobs: &[J],
    threads: NonZero<usize>,
    work: impl Fn(&J) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let shared = Shared {
        state: Mutex::new(State {
            next: 0,
            taken: 0,
            done: BTreeMap::new(),
            stopped: false,
        }),
        changed: Condvar::new(),
    };
    let threads = threads.get().min(jobs.len());
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(job) = shared.next(jobs.len(), AHEAD * threads) {
                    let result = work(&jobs[job]);
                    shared.lock().done.insert(job, result);
                    shared.changed.notify_all();
                }
            });
        }
        for job in 0..jobs.len() {
            let mut state = shared.lock();
            let result = loop {
                match state.done.remove(&job) {
                    Some(result) => break result,
                    None => state = shared.wait(state),
                }
            };
            state.taken = job + 1;
            drop(state);
            shared.changed.notify_all();
            if let Err(error) = take(result) {
                shared.lock().stopped = true;
                shared.changed.notify_all();
                return Err(error);
            }
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[test]
    fn results_come_in_order_and_work_does_not_run_far_ahead() {
        let jobs: Vec<usize> = (0..200).collect();
        let begun = AtomicUsize::new(0);
        for threads in [1, 2, 7] {
            begun.store(0, Ordering::Relaxed);
            let mut taken = Vec::new();
            let work = |job: &usize| {
                begun.fetch_add(1, Ordering::Relaxed);
                if job.is_multiple_of(7) {
                    thread::sleep(Duration::from_millis(1));
                }
                job * 2
            };
            let done = in_order(&jobs, NonZero::new(threads).unwrap(), work, |result| {
                assert!(begun.load(Ordering::Relaxed) <= taken.len() + (AHEAD + 1) * threads + 1);
                taken.push(result);
                Ok::<(), ()>(())
            });
            assert_eq!(done, Ok(()));
            assert_eq!(taken, jobs.iter().map(|job| job * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_failure_stops_the_work() {
        let jobs: Vec<usize> = (0..1000).collect();
        let begun = AtomicUsize::new(0);
        let work = |_: &usize| begun.fetch_add(1, Ordering::Relaxed);
        let mut left = 3;
        let done = in_order(&jobs, NonZero::new(2).unwrap(), work, |_| {
            left -= 1;
            if left == 0 { Err("full") } else { Ok(()) }
        });
        assert_eq!(done, Err("full"));
        assert!(begun.load(Ordering::Relaxed) < 30);
    }
}
