//! Watching the files of a base, and reading them anew when they were saved.
//!
//! A thread of its own waits until nothing is written for a moment, reads the files and evaluates them while the
//! user goes on; only to put the new base in the place of the old one does it wait for a line to be answered.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher, recommended_watcher};

use super::origin::Origin;
use super::reloading::{Files, Refused, adopt, load, refuse};
use super::session::Session;
use crate::engine::{Limits, Reason};
use crate::text::{Report, Severity, render};

/// The folders of a base whose files matter.
const FOLDERS: [&str; 3] = ["rules", "facts", "seeds"];

/// How long nothing must be written before files are read: editors save in several steps, and often several files.
const QUIET: Duration = Duration::from_millis(150);
/// How long writing may go on before files are read all the same.
const LONGEST: Duration = Duration::from_secs(2);
/// How often files are read again that cannot be read, since they are just being replaced.
const TRIES: usize = 3;

/// Watches for as long as it lives.
pub(super) struct Watching {
    /// Dropped first, which ends the thread.
    _watcher: Arc<Mutex<RecommendedWatcher>>,
    stop: Arc<AtomicBool>,
}

impl Watching {
    /// Stops an evaluation of changed files; the base stays as it is until they change again.
    pub(super) fn interrupt(&self) {
        self.stop.store(true, Ordering::SeqCst);
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.interrupt();
    }
}

/// The session, also after a thread that had it panicked: a line that fails leaves it as it was.
pub(super) fn lock(session: &Mutex<Session>) -> MutexGuard<'_, Session> {
    session.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is said where files cannot be watched.
pub(super) fn without(report: &Report) -> String {
    render(std::slice::from_ref(report), &Default::default(), false)
}

/// Watches the base of a session and hands notices to `tell`; a base that is built in is not watched.
///
/// # Errors
/// If the system cannot watch the folder.
pub(super) fn watch(
    session: &Arc<Mutex<Session>>,
    tell: impl FnMut(String) + Send + 'static,
) -> Result<Option<Watching>, Report> {
    let (origin, limits, colours) = {
        let session = lock(session);
        (
            session.origin.clone(),
            session.limits.clone(),
            session.colours,
        )
    };
    let Origin::Folder(folder) = &origin else {
        return Ok(None);
    };
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.clone());
    lock(session).files = Some(Files::of(&origin.files().0));
    let stop = Arc::new(AtomicBool::new(false));
    let (sender, receiver) = channel();
    let stopped = Arc::clone(&stop);
    let matters = matters(folder.clone());
    let watcher = recommended_watcher(move |event: notify::Result<Event>| {
        if event.is_ok_and(|event| matters(&event)) {
            // What is being evaluated is out of date.
            stopped.store(true, Ordering::SeqCst);
            let _ = sender.send(());
        }
    });
    let cannot = |error: &dyn std::fmt::Display| {
        let report = Report::general(format!("changes of files are not seen: {error}"));
        let report = report.help("`:reload` reads them anew");
        Report {
            severity: Severity::Warning,
            ..report
        }
    };
    let mut watcher = watcher.map_err(|error| cannot(&error))?;
    watcher
        .watch(&folder, RecursiveMode::NonRecursive)
        .map_err(|error| cannot(&error))?;
    let watcher = Arc::new(Mutex::new(watcher));
    watch_folders(&watcher, &folder);
    let reloading = Reloading {
        session: Arc::clone(session),
        origin,
        limits: Limits {
            interrupt: Arc::clone(&stop),
            ..limits
        },
        colours,
        failed: None,
    };
    let again = Arc::downgrade(&watcher);
    thread::spawn(move || {
        let renew = || {
            if let Some(watcher) = again.upgrade() {
                watch_folders(&watcher, &folder);
            }
        };
        reloading.run(&receiver, renew, tell);
    });
    Ok(Some(Watching {
        _watcher: watcher,
        stop,
    }))
}

/// Watches the folders that are there: they can have come, or others can have taken their places.
fn watch_folders(watcher: &Mutex<RecommendedWatcher>, base: &Path) {
    let mut watcher = watcher.lock().unwrap_or_else(PoisonError::into_inner);
    for folder in FOLDERS {
        // One that is not there is watched when it comes.
        let _ = watcher.watch(&base.join(folder), RecursiveMode::Recursive);
    }
}

/// Whether an event is of files that matter: reading them is no change.
fn matters(base: PathBuf) -> impl Fn(&Event) -> bool {
    move |event| {
        let is_in_base = |path: &PathBuf| {
            let within = path.strip_prefix(&base).ok();
            let first = within.and_then(|path| path.components().next());
            first.is_some_and(|first| FOLDERS.iter().any(|folder| first.as_os_str() == *folder))
        };
        !event.kind.is_access() && event.paths.iter().any(is_in_base)
    }
}

/// What the thread works with.
struct Reloading {
    session: Arc<Mutex<Session>>,
    origin: Origin,
    limits: Limits,
    colours: bool,
    /// The files that could not be loaded last.
    failed: Option<Files>,
}

impl Reloading {
    /// Reads the base anew whenever something has changed, until nobody watches any more.
    fn run(
        mut self,
        events: &Receiver<()>,
        renew: impl Fn(),
        mut tell: impl FnMut(String) + Send + 'static,
    ) {
        while events.recv().is_ok() {
            let begun = Instant::now();
            loop {
                match events.recv_timeout(QUIET) {
                    Ok(()) if begun.elapsed() < LONGEST => {}
                    Err(RecvTimeoutError::Disconnected) => return,
                    Ok(()) | Err(RecvTimeoutError::Timeout) => break,
                }
            }
            renew();
            self.limits.interrupt.store(false, Ordering::SeqCst);
            if let Some(notice) = self.reload() {
                tell(notice);
            }
        }
    }

    /// Reads the files and puts their base in place of the old one. Returns what there is to say, if something has
    /// changed.
    fn reload(&mut self) -> Option<String> {
        let (mut files, mut reports) = self.origin.files();
        for _ in 1..TRIES {
            if reports.is_empty() {
                break;
            }
            thread::sleep(QUIET);
            (files, reports) = self.origin.files();
        }
        let read = Files::of(&files);
        let in_force = lock(&self.session).files.clone().unwrap_or_default();
        let changed = read.changed_since(&in_force);
        if changed.is_empty() && reports.is_empty() {
            // Also if it was mended by undoing.
            let mended = self.failed.take().is_some();
            return mended.then(|| "the files are again as they are in force\n".to_owned());
        }
        if self.failed.as_ref() == Some(&read) {
            return None;
        }
        let loaded = load(&files, reports, &self.limits, self.colours);
        let mut session = lock(&self.session);
        let reply = match loaded {
            // Newer files are waiting, or the user wants no more of it.
            Err(Refused::Stopped(stopped)) if stopped.reason == Reason::Interrupted => {
                return None;
            }
            Err(refused) => refuse(&session, refused),
            Ok(fresh) => {
                let names = named(&changed);
                adopt(&mut session, fresh, |_| format!("reloaded {names}: "))
            }
        };
        self.failed = reply.failed.then_some(read);
        Some(reply.notices)
    }
}

/// Names of files for a notice.
fn named(files: &[String]) -> String {
    match files {
        [one] => one.clone(),
        [one, other] => format!("{one} and {other}"),
        [one, others @ ..] => format!("{one} and {} other files", others.len()),
        [] => "the base".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc::Receiver;

    use super::*;
    use crate::answers::Knowledge;
    use crate::facts::Base;

    const RULES: &str = ".decl near(a: number, b: number)\nnear(1, 2).\n";

    struct Watched {
        folder: tempfile::TempDir,
        session: Arc<Mutex<Session>>,
        told: Receiver<String>,
        _watching: Watching,
    }

    fn watched() -> Watched {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("rules")).unwrap();
        fs::write(folder.path().join("rules/a.dl"), RULES).unwrap();
        let origin = Origin::Folder(folder.path().to_owned());
        let (base, _) = Base::load(&origin.files().0);
        let knowledge = Knowledge::new(base, &Limits::default()).unwrap();
        let session = Session::new(knowledge, origin, Limits::default());
        let session = Arc::new(Mutex::new(session));
        let (sender, told) = channel();
        let tell = move |text| drop(sender.send(text));
        let watching = watch(&session, tell).unwrap().unwrap();
        Watched {
            folder,
            session,
            told,
            _watching: watching,
        }
    }

    impl Watched {
        fn write(&self, name: &str, text: &str) {
            fs::write(self.folder.path().join(name), text).unwrap();
        }

        /// The next notice.
        fn told(&self) -> String {
            self.told.recv_timeout(Duration::from_secs(60)).unwrap()
        }

        fn says(&self, line: &str) -> String {
            let reply = lock(&self.session).line(line);
            reply.data + &reply.notices
        }
    }

    #[test]
    fn what_is_saved_is_in_force_and_the_session_stays() {
        let watched = watched();
        watched.says(".decl far(a: number) far(a) :- near(a, _).");
        watched.write("rules/a.dl", &format!("{RULES}near(3, 4). near(5, 6).\n"));
        assert_eq!(watched.told(), "reloaded rules/a.dl: near +2, far +2\n");
        assert_eq!(watched.says("far(3), far(5)"), "yes\n");
        assert!(watched.says(":diff far").contains("+ far(3)."));
    }

    #[test]
    fn a_mistake_leaves_the_base_in_force() {
        let watched = watched();
        watched.write("rules/a.dl", &format!("{RULES}neer(3, 4).\n"));
        let told = watched.told();
        assert!(
            told.contains("unknown relation `neer`") && told.contains("rules/a.dl:3:1"),
            "{told}"
        );
        assert!(told.ends_with("the base is as it was before\n"), "{told}");
        assert_eq!(watched.says("near(1, 2)"), "yes\n");
        watched.write("rules/a.dl", RULES);
        assert_eq!(watched.told(), "the files are again as they are in force\n");
    }

    #[test]
    fn files_replaced_removed_and_new_ones_in_new_folders_are_seen() {
        let watched = watched();
        let path = watched.folder.path();
        // As editors do that write a file beside the old one.
        watched.write("rules/.a.dl.tmp", &RULES.replace("1, 2", "7, 8"));
        fs::rename(path.join("rules/.a.dl.tmp"), path.join("rules/a.dl")).unwrap();
        assert_eq!(watched.told(), "reloaded rules/a.dl: near +1 -1\n");
        fs::create_dir_all(path.join("facts/lexicon")).unwrap();
        watched.write("facts/lexicon/b.dl", "near(9, 9).\n");
        watched.write("rules/c.dl", ".decl lone(a: number)\nlone(1).\n");
        // Slow machines may see them one after the other.
        let mut told = watched.told();
        while watched.says("near(a, 9), lone(1)").starts_with("error")
            || watched.says("near(9, 9)") != "yes\n"
        {
            told.push_str(&watched.told());
        }
        assert!(told.contains("reloaded "), "{told}");
        fs::remove_file(path.join("rules/c.dl")).unwrap();
        assert_eq!(watched.told(), "reloaded rules/c.dl: lone -1\n");
    }

    #[test]
    fn several_files_are_one_reload_and_what_does_not_matter_is_none() {
        let watched = watched();
        let path = watched.folder.path();
        fs::create_dir(path.join("rules/reading")).unwrap();
        watched.write("rules/reading/r.dl", "x");
        watched.write("notes.txt", "x");
        watched.write("rules/a.dl~", "x");
        for n in 0..3 {
            watched.write(
                &format!("rules/d{n}.dl"),
                &format!(".decl d{n}(a: number)\n"),
            );
        }
        let told = watched.told();
        assert_eq!(
            told,
            "reloaded rules/d0.dl and 2 other files: nothing was gained or lost\n"
        );
        assert!(watched.told.try_recv().is_err());
    }
}
