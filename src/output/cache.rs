//! What was made before, kept by content from one build to the next.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::privacy::Audience;

/// What a file has in its name while it is being written.
const UNFINISHED: &str = "unfinished-";

/// Where a file system knows no locks, an unfinished file of this age was left behind by a build that was killed.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Numbers the files that this process writes, whichever cache they are for.
static SERIAL: AtomicU64 = AtomicU64::new(0);

/// What an entry is. A build drops unused entries only of the kinds that it made all of, so that builds of parts and with other
/// options do not cost each other what they keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Kind {
    /// A finished document.
    Document,
    /// One that carries its sources.
    SourcedDocument,
    /// An image made ready.
    Picture,
    /// What a build of documents alone came to.
    Record,
    /// What one of documents with their sources came to.
    SourcedRecord,
}

impl Kind {
    const ALL: [Kind; 5] = [Kind::Document, Kind::SourcedDocument, Kind::Picture, Kind::Record, Kind::SourcedRecord];

    /// What names of its entries begin with.
    fn prefix(self) -> &'static str {
        match self {
            Kind::Document => "document-",
            Kind::SourcedDocument => "sourced-",
            Kind::Picture => "picture-",
            Kind::Record => "record-",
            Kind::SourcedRecord => "sourcedrecord-",
        }
    }

    fn name(self, key: blake3::Hash) -> String {
        format!("{}{}", self.prefix(), key.to_hex())
    }
}

/// Adds a part to the hash of what something is made from, with its length, so that two parts are never taken for two others that
/// read the same in a row.
pub fn add_part(hasher: &mut blake3::Hasher, part: &[u8]) {
    hasher.update(&(part.len() as u64).to_le_bytes()).update(part);
}

/// Bytes by the hash of everything that they were made from. It may be deleted at any time, and two builds may use it at once:
/// an entry appears whole or not at all, and one that was damaged, or stands under another's key, counts as absent. It never
/// fails: what cannot be read or written is made anew.
#[derive(Debug)]
pub struct Cache {
    folder: PathBuf,
    writes: bool,
    used: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// The cache of an audience, beside the content of the casebook at `root`. What is made for one audience never lies with
    /// what is made for another.
    pub fn of(root: &Path, audience: Audience) -> Self {
        let folder = root.join(".casebook/cache").join(audience.id());
        Self { folder, writes: true, used: Mutex::default() }
    }

    /// The same cache, to be read only.
    pub fn read_only(self) -> Self {
        Self { writes: false, ..self }
    }

    /// What is kept under this key.
    pub fn get(&self, kind: Kind, key: blake3::Hash) -> Option<Vec<u8>> {
        let name = kind.name(key);
        let mut entry = std::fs::read(self.folder.join(&name)).ok()?;
        let (hash, _) = entry.split_first_chunk::<{ blake3::OUT_LEN }>()?;
        let hash = blake3::Hash::from(*hash);
        entry.drain(..blake3::OUT_LEN);
        if seal(key, &entry) != hash {
            return None;
        }
        self.note(name);
        Some(entry)
    }

    /// Keeps bytes under a key.
    pub fn put(&self, kind: Kind, key: blake3::Hash, bytes: &[u8]) {
        if !self.writes {
            return;
        }
        let name = kind.name(key);
        if self.write(&name, key, bytes).is_ok() {
            self.note(name);
        }
    }

    /// Drops what of these kinds was neither found nor kept since the cache was opened, and what is of no kind: after a build that
    /// made all of these kinds, what is no longer of use.
    pub fn drop_unused(&self, kinds: &[Kind]) {
        let Ok(entries) = std::fs::read_dir(&self.folder) else { return };
        let used = self.used.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for entry in entries.filter_map(Result::ok) {
            let name = entry.file_name().to_string_lossy().into_owned();
            let of_use = match Kind::ALL.into_iter().find(|it| name.starts_with(it.prefix())) {
                Some(kind) => used.contains(&name) || !kinds.contains(&kind),
                None => name.starts_with(UNFINISHED) && !is_left_behind(&entry.path()),
            };
            if self.writes && !of_use {
                let _ = std::fs::remove_file(entry.path());
            }
        }
    }

    /// Removes the cache.
    ///
    /// # Errors
    /// Where the file system refuses.
    pub fn clean(self) -> io::Result<()> {
        match std::fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        // The two folders above, where nothing else is in them.
        for folder in self.folder.ancestors().skip(1).take(2) {
            if std::fs::remove_dir(folder).is_err() {
                break;
            }
        }
        Ok(())
    }

    fn note(&self, name: String) {
        self.used.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(name);
    }

    /// Writes under a name of this process's own, then gives the entry its name in one step.
    fn write(&self, name: &str, key: blake3::Hash, bytes: &[u8]) -> io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let unfinished = self.folder.join(format!("{UNFINISHED}{}-{serial}", std::process::id()));
        // Locked as long as it is open: by that others see that it is being written.
        let write = || -> io::Result<()> {
            let mut file = File::create(&unfinished)?;
            let _ = file.try_lock();
            file.write_all(seal(key, bytes).as_bytes())?;
            file.write_all(bytes)?;
            std::fs::rename(&unfinished, self.folder.join(name))
        };
        let placed = write();
        if placed.is_err() {
            let _ = std::fs::remove_file(&unfinished);
        }
        placed
    }
}

/// Whether an unfinished file was left behind by a build that was killed: nobody holds it then.
fn is_left_behind(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let old = || {
        let modified = file.metadata().and_then(|it| it.modified()).ok();
        modified.and_then(|it| it.elapsed().ok()).is_some_and(|age| age > ABANDONED)
    };
    match file.try_lock() {
        Ok(()) => true,
        Err(TryLockError::WouldBlock) => false,
        Err(TryLockError::Error(_)) => old(),
    }
}

/// What an entry begins with: a hash of its bytes that is another under another key.
fn seal(key: blake3::Hash, bytes: &[u8]) -> blake3::Hash {
    blake3::keyed_hash(key.as_bytes(), bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(of: &str) -> blake3::Hash {
        blake3::hash(of.as_bytes())
    }

    #[test]
    fn entries_are_kept_until_a_build_does_without_them() {
        let root = tempfile::tempdir().unwrap();
        let open = || Cache::of(root.path(), Audience::Teacher);
        let first = open();
        assert_eq!(first.get(Kind::Document, key("a")), None);
        first.put(Kind::Document, key("a"), b"A");
        first.put(Kind::Document, key("b"), b"B");
        Cache::of(root.path(), Audience::Research).put(Kind::Document, key("a"), b"other");
        let second = open();
        assert_eq!(second.get(Kind::Document, key("a")).as_deref(), Some(&b"A"[..]));
        second.drop_unused(&Kind::ALL);
        let third = open();
        assert_eq!((third.get(Kind::Document, key("a")).is_some(), third.get(Kind::Document, key("b"))), (true, None));
        assert!(Cache::of(root.path(), Audience::Research).get(Kind::Document, key("a")).is_some(), "another audience's stays");
    }

    #[test]
    fn a_build_drops_only_what_it_made_all_of() {
        let root = tempfile::tempdir().unwrap();
        let open = || Cache::of(root.path(), Audience::Teacher);
        for kind in Kind::ALL {
            open().put(kind, key("a"), b"A");
        }
        let old = root.path().join(".casebook/cache/teacher").join(key("a").to_hex().as_str());
        std::fs::write(&old, b"of an earlier version").unwrap();
        open().drop_unused(&[Kind::Document]);
        let there = |kind| open().get(kind, key("a")).is_some();
        assert_eq!(Kind::ALL.map(there), [false, true, true, true, true]);
        assert!(!old.exists());
        open().drop_unused(&[Kind::SourcedDocument, Kind::Picture, Kind::SourcedRecord]);
        assert_eq!(Kind::ALL.map(there), [false, false, false, true, false]);
        open().drop_unused(&[Kind::Record]);
        assert_eq!(Kind::ALL.map(there), [false; 5]);
    }

    #[test]
    fn what_a_killed_build_left_unfinished_is_removed_and_what_is_being_written_is_not() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::of(root.path(), Audience::Teacher);
        cache.put(Kind::Document, key("a"), b"A");
        let [left, held] =
            ["1-1", "1-2"].map(|it| root.path().join(".casebook/cache/teacher").join(format!("{UNFINISHED}{it}")));
        std::fs::write(&left, b"hal").unwrap();
        let writing = File::create(&held).unwrap();
        writing.try_lock().unwrap();
        cache.drop_unused(&[]);
        assert_eq!((left.exists(), held.exists()), (false, true));
        drop(writing);
        cache.drop_unused(&[]);
        assert!(!held.exists() && cache.get(Kind::Document, key("a")).is_some());
    }

    #[test]
    fn a_damaged_entry_is_absent() {
        let root = tempfile::tempdir().unwrap();
        let cache = Cache::of(root.path(), Audience::Teacher);
        cache.put(Kind::Document, key("a"), b"whole");
        let file = |of: &str| root.path().join(".casebook/cache/teacher").join(Kind::Document.name(key(of)));
        let whole = std::fs::read(file("a")).unwrap();
        let turned: Vec<u8> =
            whole.iter().enumerate().map(|(at, it)| if at == whole.len() / 2 { it ^ 1 } else { *it }).collect();
        for damaged in [&whole[..whole.len() - 1], &whole[..3], b"", &turned, &[&whole, &b"x"[..]].concat()] {
            std::fs::write(file("a"), damaged).unwrap();
            assert_eq!(cache.get(Kind::Document, key("a")), None);
        }
        std::fs::write(file("b"), &whole).unwrap();
        assert_eq!(cache.get(Kind::Document, key("b")), None, "an entry under another's name");
        std::fs::create_dir(file("c")).unwrap();
        assert_eq!(cache.get(Kind::Document, key("c")), None);
        cache.put(Kind::Document, key("c"), b"a folder stands in its place");
        cache.put(Kind::Document, key("a"), b"whole");
        assert_eq!(cache.get(Kind::Document, key("a")).as_deref(), Some(&b"whole"[..]), "made anew");
    }

    #[test]
    fn two_builds_may_write_the_same_entry_at_once() {
        let root = tempfile::tempdir().unwrap();
        let bytes = vec![7; 1 << 16];
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let cache = Cache::of(root.path(), Audience::Teacher);
                    for _ in 0..50 {
                        cache.put(Kind::Document, key("a"), &bytes);
                        assert!(cache.get(Kind::Document, key("a")).is_none_or(|it| it == bytes));
                    }
                    cache.drop_unused(&Kind::ALL);
                });
            }
        });
        assert_eq!(Cache::of(root.path(), Audience::Teacher).get(Kind::Document, key("a")), Some(bytes));
    }

    #[test]
    fn reading_leaves_nothing_and_cleaning_leaves_no_folder() {
        let root = tempfile::tempdir().unwrap();
        let reader = Cache::of(root.path(), Audience::Teacher).read_only();
        reader.put(Kind::Document, key("a"), b"A");
        assert!(!root.path().join(".casebook").exists());
        let cache = Cache::of(root.path(), Audience::Teacher);
        cache.put(Kind::Document, key("a"), b"A");
        cache.clean().unwrap();
        assert!(!root.path().join(".casebook").exists());
        Cache::of(root.path(), Audience::Teacher).clean().expect("cleaning twice is no fault");
    }
}
