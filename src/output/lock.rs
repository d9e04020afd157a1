//! The lock beside an output, and who holds it.

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use super::{Disk, StagingError};

/// So often a lock that is held, or vanishes while it is taken, is tried again.
const ATTEMPTS: usize = 20;

/// After so long: a build that is just ending is waited for.
const PAUSE: Duration = Duration::from_millis(15);

/// Who is writing to an output, as far as they said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holder {
    /// The process.
    pub process: Option<u32>,
    /// Whose it is.
    pub user: Option<String>,
    /// On which computer it runs: folders may be shared.
    pub computer: Option<String>,
    /// For how many minutes it has been running.
    pub minutes: Option<u64>,
}

/// Locks a folder of work. The lock ends with the file, however the process ends.
pub(super) fn lock(disk: &dyn Disk, work: &Path) -> Result<File, StagingError> {
    let path = work.join("lock");
    let failed = |error| StagingError::Io(path.clone(), error);
    let mut held = Holder::default();
    for _ in 0..ATTEMPTS {
        disk.make_folder(work).map_err(failed)?;
        let mut file = match disk.open(&path) {
            // Another build that gave up has just removed the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound && !work.exists() => continue,
            opened => opened.map_err(failed)?,
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, &path) => {
                // Who cannot say their name works on all the same.
                let _ = say(&mut file);
                return Ok(file);
            }
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                held = holder(&mut file);
                std::thread::sleep(PAUSE);
            }
            // A file system that knows no locks, as of some network drives.
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
    }
    Err(StagingError::Busy(path, held))
}

/// Whether a locked file is still the one at its path: one that was removed meanwhile keeps nobody out.
fn is_at(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let identity = |it: std::fs::Metadata| (it.dev(), it.ino());
        let there = std::fs::metadata(path).map(identity);
        file.metadata().map(identity).is_ok_and(|own| there.is_ok_and(|it| it == own))
    }
    // An open file cannot be removed.
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

fn say(file: &mut File) -> io::Result<()> {
    let user = ["USER", "USERNAME", "LOGNAME"].into_iter().find_map(|it| std::env::var(it).ok()).unwrap_or_default();
    let computer = std::env::var("COMPUTERNAME").or_else(|_| std::fs::read_to_string("/proc/sys/kernel/hostname"));
    let line = |text: &str| text.lines().next().unwrap_or_default().trim().to_owned();
    let text = format!("{}\n{}\n{}\n", std::process::id(), line(&user), line(&computer.unwrap_or_default()));
    file.set_len(0)?;
    file.write_all(text.as_bytes())
}

/// Who holds a lock. Where the system lets nobody read what is locked, nobody is known.
fn holder(file: &mut File) -> Holder {
    let mut text = String::new();
    let read = file.rewind().and_then(|()| file.read_to_string(&mut text));
    if read.is_err() {
        return Holder::default();
    }
    let since = file.metadata().and_then(|it| it.modified()).ok().and_then(|it| it.elapsed().ok());
    let mut lines = text.lines();
    let mut next = || lines.next().filter(|it| !it.is_empty()).map(str::to_owned);
    Holder {
        process: next().and_then(|it| it.parse().ok()),
        user: next(),
        computer: next(),
        minutes: since.map(|it| it.as_secs() / 60),
    }
}
