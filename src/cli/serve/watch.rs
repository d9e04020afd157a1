//! Waiting for something below the casebook to change.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// An editor saves in several steps; what comes within this time of a change belongs to it.
const QUIET: Duration = Duration::from_millis(10);

/// A folder in which something is written all the time is looked at this often all the same.
const LONGEST: Duration = Duration::from_millis(50);

/// Where the system does not tell of changes, the folder is looked at this often.
const POLL: Duration = Duration::from_secs(1);

/// What wakes the preview.
#[derive(Debug)]
pub(super) enum Signal {
    /// Something changed at these places.
    Changed(Vec<PathBuf>),
    /// The system lost count of what changed.
    Lost,
}

/// Watches the folders `content` and `themes` of a casebook.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    /// Whether the system tells of every change below `content`.
    told: bool,
}

/// The folders whose changes matter.
const FOLDERS: [&str; 2] = ["content", "themes"];

impl Watch {
    pub(super) fn new(root: &Path, signals: Sender<Signal>) -> Self {
        let tell = move |event: notify::Result<notify::Event>| {
            let signal = match event {
                Ok(event) if matches!(event.kind, EventKind::Access(_)) => return,
                Ok(event) if event.need_rescan() => Signal::Lost,
                Ok(event) => Signal::Changed(event.paths),
                Err(_) => Signal::Lost,
            };
            // Nobody listens any more where the program is ending.
            let _ = signals.send(signal);
        };
        let watcher = notify::recommended_watcher(tell).ok();
        // The system tells of changes by whole paths.
        let root = root.canonicalize().or_else(|_| std::path::absolute(root)).unwrap_or_else(|_| root.to_owned());
        let mut watch = Self { root, watcher, told: false };
        watch.begin();
        watch
    }

    /// Asks the system anew: the folders may have come, gone, or come again.
    pub(super) fn begin(&mut self) {
        let Some(watcher) = &mut self.watcher else { return };
        // Where the casebook itself is moved or put back, its folder tells.
        let above = watcher.watch(&self.root, RecursiveMode::NonRecursive).is_ok();
        let mut told = above;
        for folder in FOLDERS {
            let folder = self.root.join(folder);
            let _ = watcher.unwatch(&folder);
            if folder.is_dir() {
                told &= watcher.watch(&folder, RecursiveMode::Recursive).is_ok();
            }
        }
        self.told = told;
    }

    /// Waits for a change that matters, and until it is over.
    pub(super) fn wait(&mut self, signals: &Receiver<Signal>) {
        loop {
            let first = match self.told {
                true => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => signals.recv_timeout(POLL),
            };
            let mut matters = match first {
                Ok(signal) => self.matters(&signal),
                Err(RecvTimeoutError::Timeout) => true,
                Err(RecvTimeoutError::Disconnected) => {
                    // No watcher: the folder is looked at all the same.
                    std::thread::sleep(POLL);
                    true
                }
            };
            let begun = Instant::now();
            while begun.elapsed() < LONGEST {
                match signals.recv_timeout(QUIET) {
                    Ok(signal) => matters |= self.matters(&signal),
                    Err(_) => break,
                }
            }
            if matters {
                return;
            }
        }
    }

    /// Whether a signal is about the folders that matter. A folder that has come or gone has to be watched anew.
    fn matters(&mut self, signal: &Signal) -> bool {
        let Signal::Changed(paths) = signal else { return true };
        let folders = FOLDERS.map(|it| self.root.join(it));
        if paths.iter().any(|path| folders.contains(path) || *path == self.root) {
            self.begin();
            return true;
        }
        paths.iter().any(|path| folders.iter().any(|it| path.starts_with(it)))
    }
}
