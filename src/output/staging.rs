//! A door onto the disk.

use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use super::door::Taken;
use super::exchange::{exchange, flush, repair};
use super::manifest::{self, Manifest, Written, manifest_path};
use super::place::{MARKER, MARKER_TEXT, PlaceError, check_place, is_ours};
use super::{Door, DoorError};
use crate::privacy::Audience;

/// Writes into a folder beside the target; [`commit`](StagingDoor::commit) puts it in the target's place.
#[derive(Debug)]
pub struct StagingDoor {
    target: PathBuf,
    work: PathBuf,
    stage: PathBuf,
    /// What the folder already holds from two builds ago.
    before: Manifest,
    now: Mutex<Manifest>,
    folders: Mutex<BTreeSet<PathBuf>>,
    taken: Taken,
    /// What the marker says of whom the folder is for.
    audience: Option<Audience>,
    /// Held until the door is dropped, so that no second build stages into the same folder.
    _lock: File,
}

/// Why nothing could be staged or swapped in.
#[derive(Debug)]
pub enum StagingError {
    /// The target may not be replaced.
    Place(PlaceError),
    /// Another build is writing to this target.
    Busy(PathBuf),
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl StagingDoor {
    /// Opens a door that will replace `target`, for a build of `content`.
    ///
    /// # Errors
    /// Where the target may not be replaced, another build holds it, or its neighbourhood cannot be written.
    pub fn open(target: &Path, content: &Path) -> Result<Self, StagingError> {
        check_place(target, content).map_err(StagingError::Place)?;
        let target = std::path::absolute(target).map_err(|error| StagingError::Io(target.to_owned(), error))?;
        let work = work_folder(&target);
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| StagingError::Io(path, error)
        };
        std::fs::create_dir_all(&work).map_err(at(&work))?;
        let lock = lock(&work)?;
        let stage = work.join("stage");
        repair(&stage, &target, &work.join("aside")).map_err(at(&target))?;
        let before = match manifest_path(&work, &stage) {
            Ok(path) => {
                let before = manifest::read(&path);
                // From here on the folder changes: what the manifest said holds no longer, and a build that is cut off must
                // not leave it behind.
                let _ = std::fs::remove_file(&path);
                before
            }
            Err(_) => None,
        };
        if before.is_none() && stage.exists() {
            std::fs::remove_dir_all(&stage).map_err(at(&stage))?;
        }
        std::fs::create_dir_all(&stage).map_err(at(&stage))?;
        Ok(Self {
            target,
            work,
            stage,
            before: before.unwrap_or_default(),
            now: Mutex::default(),
            folders: Mutex::default(),
            taken: Taken::default(),
            audience: None,
            _lock: lock,
        })
    }

    /// The same door, to a folder that says for whom it is.
    pub fn marked(self, audience: Audience) -> Self {
        Self { audience: Some(audience), ..self }
    }

    /// Puts what was staged in the target's place.
    ///
    /// # Errors
    /// Where the file system refuses; the previous output is still in place then.
    pub fn commit(self) -> Result<(), StagingError> {
        let audience = self.audience.map(|it| format!("audience: {}\n", it.id())).unwrap_or_default();
        self.put(MARKER, format!("{MARKER_TEXT}{audience}").into_bytes()).map_err(|error| match error {
            DoorError::Io(path, error) => StagingError::Io(path.into(), error),
            DoorError::Taken(path) | DoorError::BadPath(path) => {
                StagingError::Io(path.into(), io::ErrorKind::AlreadyExists.into())
            }
        })?;
        let now = self.now.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let finish = || -> io::Result<()> {
            remove_stale(&self.stage, &self.before, &now)?;
            flush(&self.stage)?;
            if let Some(parent) = self.target.parent() {
                std::fs::create_dir_all(parent)?;
            }
            let manifest = manifest_path(&self.work, &self.stage)?;
            exchange(&self.stage, &self.target, &self.work.join("aside"))?;
            manifest::write(&manifest, &now)
        };
        finish().map_err(|error| StagingError::Io(self.target.clone(), error))
    }
}

impl StagingDoor {
    /// Gives up before anything was written: what was made to stage into is removed again, as far as it is empty.
    pub fn abandon(self) {
        let Self { target, work, stage, .. } = self;
        if std::fs::remove_dir(&stage).is_ok() {
            let _ = std::fs::remove_file(work.join("lock"));
            for folder in work.ancestors().take_while(|it| target.parent().is_some_and(|parent| it.starts_with(parent))) {
                if std::fs::remove_dir(folder).is_err() {
                    break;
                }
            }
        }
    }
}

impl Door for StagingDoor {
    fn put(&self, path: &str, bytes: Vec<u8>) -> Result<(), DoorError> {
        self.taken.pass(path)?;
        let file = self.stage.join(path);
        let hash = blake3::hash(&bytes);
        let kept = self.before.get(path).filter(|it| it.hash == hash && it.is_untouched(&file));
        let written = match kept {
            Some(written) => written.clone(),
            None => self.write(&file, &bytes, hash).map_err(|error| DoorError::Io(path.to_owned(), error))?,
        };
        self.now.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(path.to_owned(), written);
        Ok(())
    }
}

impl StagingDoor {
    fn write(&self, file: &Path, bytes: &[u8], hash: blake3::Hash) -> io::Result<Written> {
        if let Some(folder) = file.parent() {
            let known = self.folders.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).contains(folder);
            if !known {
                std::fs::create_dir_all(folder).or_else(|_| {
                    self.make_way(folder)?;
                    std::fs::create_dir_all(folder)
                })?;
                self.folders.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).insert(folder.to_owned());
            }
        }
        let mut out = File::create(file).or_else(|_| {
            self.make_way(file)?;
            File::create(file)
        })?;
        io::Write::write_all(&mut out, bytes)?;
        Ok(Written::of(hash, &out.metadata()?))
    }
}

impl StagingDoor {
    /// Removes what an earlier generation has where `path` shall be: a folder in place of a file, or the other way round.
    fn make_way(&self, path: &Path) -> io::Result<()> {
        if path.is_dir() {
            return std::fs::remove_dir_all(path);
        }
        let above = path.ancestors().take_while(|it| *it != self.stage).find(|it| it.is_file());
        above.map_or(Ok(()), std::fs::remove_file)
    }
}

/// Removes what the folder held before and no longer has, and folders left empty by it.
fn remove_stale(stage: &Path, before: &Manifest, now: &Manifest) -> io::Result<()> {
    for path in before.keys().filter(|it| !now.contains_key(*it)) {
        let file = stage.join(path);
        match std::fs::remove_file(&file) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => return Err(error),
            _ => {}
        }
        let mut folder = file.parent();
        while let Some(it) = folder.filter(|it| *it != stage && std::fs::remove_dir(it).is_ok()) {
            folder = it.parent();
        }
    }
    Ok(())
}

/// The folder beside the target in which builds are staged.
fn work_folder(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default();
    target.parent().unwrap_or(target).join(".casebook").join(name)
}

fn lock(work: &Path) -> Result<File, StagingError> {
    let path = work.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(|error| StagingError::Io(path.clone(), error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StagingError::Busy(path)),
        Err(TryLockError::Error(error)) => Err(StagingError::Io(path, error)),
    }
}

/// Removes an output folder of ours and what is kept beside it. Gives whether there was one.
///
/// # Errors
/// Where the folder is not ours, another build holds it, or the file system refuses.
pub fn clean(target: &Path, content: &Path) -> Result<bool, StagingError> {
    check_place(target, content).map_err(StagingError::Place)?;
    let target = std::path::absolute(target).map_err(|error| StagingError::Io(target.to_owned(), error))?;
    let work = work_folder(&target);
    let there = is_ours(&target);
    let remove = |folder: &Path| match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StagingError::Io(folder.to_owned(), error)),
        _ => Ok(()),
    };
    if work.exists() {
        let _held = lock(&work)?;
        remove(&work)?;
        let _ = work.parent().map(std::fs::remove_dir);
    }
    if there {
        remove(&target)?;
    }
    Ok(there)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn build(root: &Path, files: &[(&str, &str)]) -> Result<(), StagingError> {
        let door = StagingDoor::open(&root.join("public/teacher"), &root.join("content"))?;
        for (path, text) in files {
            door.put(path, text.as_bytes().to_vec()).expect("put");
        }
        door.commit()
    }

    fn files(folder: &Path) -> BTreeMap<String, String> {
        let entries = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok);
        let files = entries.filter(|it| it.file_type().is_file()).map(|it| {
            let path = it.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (path, std::fs::read_to_string(it.path()).unwrap())
        });
        files.filter(|(path, _)| path != MARKER).collect()
    }

    fn expected(of: &[(&str, &str)]) -> BTreeMap<String, String> {
        of.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn each_build_replaces_the_last_as_a_whole() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        let target = root.path().join("public/teacher");
        let generations: [&[(&str, &str)]; 5] = [
            &[("index.html", "1"), ("a/x.html", "x"), ("a/y.html", "y")],
            &[("index.html", "2"), ("a/x.html", "x")],
            &[("index.html", "3"), ("b/deep/z.html", "z")],
            &[("index.html", "3"), ("b/deep/z.html", "z")],
            &[("index.html", "1"), ("b/deep", "now a file")],
        ];
        for files_now in generations {
            build(root.path(), files_now).unwrap();
            assert_eq!(files(&target), expected(files_now));
        }
    }

    #[test]
    fn a_build_that_is_given_up_changes_nothing() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        let target = root.path().join("public/teacher");
        build(root.path(), &[("index.html", "1")]).unwrap();
        build(root.path(), &[("index.html", "2")]).unwrap();
        let door = StagingDoor::open(&target, &root.path().join("content")).unwrap();
        door.put("index.html", b"half".to_vec()).unwrap();
        assert!(matches!(build(root.path(), &[]), Err(StagingError::Busy(_))), "held by the first");
        drop(door);
        assert_eq!(files(&target), expected(&[("index.html", "2")]));
        build(root.path(), &[("index.html", "2")]).unwrap();
        assert_eq!(files(&target), expected(&[("index.html", "2")]), "the half-written file was not taken for the old one");
    }

    #[test]
    fn a_file_changed_by_hand_is_written_anew() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        let target = root.path().join("public/teacher");
        let one: &[(&str, &str)] = &[("index.html", "1")];
        build(root.path(), one).unwrap();
        std::fs::write(target.join("index.html"), "by hand").unwrap();
        build(root.path(), one).unwrap();
        build(root.path(), one).unwrap();
        assert_eq!(files(&target), expected(one));
        assert!(clean(&target, &root.path().join("content")).unwrap());
        assert!(!target.exists());
    }
}
