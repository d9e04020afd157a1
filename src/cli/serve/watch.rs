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

/// What has to be read again.
#[derive(Debug)]
pub(super) enum Change {
    /// What lies at these places and below them.
    At(Vec<PathBuf>),
    /// Perhaps everything.
    Anything,
}

/// Watches the folders `content` and `themes` of a casebook.
pub(super) struct Watch {
    root: PathBuf,
    watcher: Option<RecommendedWatcher>,
    /// Whether the system tells of every change below `content`.
    told: bool,
}

/// The folders whose changes matter.
const FOLDERS: [&str; 2] = ["content", THEMES];

const THEMES: &str = "themes";

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
        let mut watch = Self { root: whole(root), watcher, told: false };
        watch.begin();
        watch
    }

    /// Asks the system anew: the folders may have come, gone, or come again.
    fn begin(&mut self) {
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
    pub(super) fn wait(&mut self, signals: &Receiver<Signal>) -> Change {
        loop {
            let first = match self.told {
                true => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
                false => signals.recv_timeout(POLL),
            };
            let mut change = match first {
                Ok(signal) => self.change(signal),
                Err(RecvTimeoutError::Timeout) => Change::Anything,
                Err(RecvTimeoutError::Disconnected) => {
                    // No watcher: the folder is looked at all the same.
                    std::thread::sleep(POLL);
                    Change::Anything
                }
            };
            let begun = Instant::now();
            while begun.elapsed() < LONGEST {
                match signals.recv_timeout(QUIET) {
                    Ok(signal) => change = change.and(self.change(signal)),
                    Err(_) => break,
                }
            }
            // Where not everything is told, what was told is not everything.
            match change {
                Change::At(places) if places.is_empty() => {}
                Change::At(_) if !self.told => return Change::Anything,
                change => return change,
            }
        }
    }

    /// What a signal is about: nothing but the folders that matter. One that has come or gone has to be watched anew.
    fn change(&mut self, signal: Signal) -> Change {
        let Signal::Changed(mut paths) = signal else { return Change::Anything };
        let folders = FOLDERS.map(|it| self.root.join(it));
        if paths.iter().any(|path| folders.contains(path) || *path == self.root) {
            self.begin();
            return Change::Anything;
        }
        paths.retain(|path| folders.iter().any(|it| path.starts_with(it)));
        Change::At(paths)
    }
}

impl Change {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Change::At(mut places), Change::At(others)) => {
                places.extend(others);
                Change::At(places)
            }
            _ => Change::Anything,
        }
    }

    /// Whether it may be about a theme.
    pub(super) fn touches_themes(&self, root: &Path) -> bool {
        match self {
            Change::At(places) => {
                let themes = whole(root).join(THEMES);
                places.iter().any(|it| it.starts_with(&themes))
            }
            Change::Anything => true,
        }
    }
}

/// A folder as the system names it when it tells of changes.
fn whole(root: &Path) -> PathBuf {
    root.canonicalize().or_else(|_| std::path::absolute(root)).unwrap_or_else(|_| root.to_owned())
}
