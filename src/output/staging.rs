//! A door onto the disk.

use std::collections::BTreeSet;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::door::Taken;
use super::exchange::{exchange, repair};
use super::lock::{Holder, lock};
use super::manifest::{self, Manifest, Written, manifest_path};
use super::place::{MARKER, MARKER_TEXT, Others, PlaceError, check_place, is_ours};
use super::{Disk, Door, DoorError, LocalDisk};
use crate::privacy::Audience;

/// Writes into a folder beside the target; [`commit`](StagingDoor::commit) puts it in the target's place.
#[derive(Debug)]
pub struct StagingDoor {
    disk: Arc<dyn Disk>,
    target: PathBuf,
    work: PathBuf,
    stage: PathBuf,
    /// What the folder already holds from two builds ago.
    before: Manifest,
    /// Whether the folder is no longer what `before` says.
    begun: Mutex<bool>,
    now: Mutex<Manifest>,
    /// Files that were written and not kept.
    fresh: Mutex<Vec<PathBuf>>,
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
    /// Another build is writing to this target: which file says so, and who it is.
    Busy(PathBuf, Holder),
    /// The file system refused.
    Io(PathBuf, io::Error),
}

impl StagingDoor {
    /// Opens a door that will replace `target`, for a build of `content`.
    ///
    /// # Errors
    /// Where the target may not be replaced, another build holds it, or its neighbourhood cannot be written.
    pub fn open(target: &Path, content: &Path, others: Others) -> Result<Self, StagingError> {
        Self::open_on(Arc::new(LocalDisk), target, content, others)
    }

    /// The same on a disk of one's own.
    ///
    /// # Errors
    /// As of [`StagingDoor::open`].
    pub fn open_on(disk: Arc<dyn Disk>, target: &Path, content: &Path, others: Others) -> Result<Self, StagingError> {
        let target = check_place(target, content, others).map_err(StagingError::Place)?;
        let work = work_folder(&target);
        let at = |path: &Path| {
            let path = path.to_owned();
            move |error| StagingError::Io(path, error)
        };
        let lock = lock(&*disk, &work)?;
        let stage = work.join("stage");
        repair(&*disk, &stage, &target, &work.join("aside")).map_err(at(&target))?;
        manifest::drop_others(&*disk, &work, [&stage, &target]).map_err(at(&work))?;
        let before = manifest_path(&work, &stage).ok().and_then(|path| manifest::read(&path));
        if before.is_none() && stage.symlink_metadata().is_ok() {
            disk.remove_all(&stage).map_err(at(&stage))?;
        }
        disk.make_folder(&stage).map_err(at(&stage))?;
        Ok(Self {
            disk,
            target,
            work,
            stage,
            before: before.unwrap_or_default(),
            begun: Mutex::default(),
            now: Mutex::default(),
            fresh: Mutex::default(),
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
        let marked = self.put(MARKER, format!("{MARKER_TEXT}{audience}").into_bytes()).map_err(|error| match error {
            DoorError::Io(path, error) => StagingError::Io(path.into(), error),
            DoorError::Taken(path) | DoorError::BadPath(path) => {
                StagingError::Io(path.into(), io::ErrorKind::AlreadyExists.into())
            }
        });
        let finished = marked.and_then(|()| self.finish().map_err(|error| StagingError::Io(self.target.clone(), error)));
        if finished.is_err() {
            self.abandon();
        }
        finished
    }

    fn finish(&self) -> io::Result<()> {
        let now = locked(&self.now);
        if self.before.keys().any(|it| !now.contains_key(it)) {
            self.begin()?;
            remove_stale(&*self.disk, &self.stage, &self.before, &now)?;
        }
        self.disk.flush(&self.stage, &locked(&self.fresh))?;
        // A folder takes its manifest along when names are exchanged: it is true from now on, whichever place the folder has.
        manifest::write(&*self.disk, &manifest_path(&self.work, &self.stage)?, &now)?;
        exchange(&*self.disk, &self.stage, &self.target, &self.work.join("aside"))?;
        // The new output is in its place. That a power cut would bring back the previous one is no reason to say it failed.
        for folder in [self.target.parent(), Some(&*self.work)].into_iter().flatten() {
            let _ = self.disk.flush_names(folder);
        }
        Ok(())
    }

    /// Gives up. What is no longer what it was is removed, so that a full disk has room again; what was made to stage into is too,
    /// as far as it is empty.
    pub fn abandon(self) {
        let Self { disk, target, work, stage, before, begun, .. } = self;
        let worthless = *locked(&begun) || before.is_empty();
        if worthless && disk.remove_all(&stage).is_ok() && !target.exists() {
            let _ = disk.remove_file(&work.join("lock"));
            for folder in work.ancestors().take_while(|it| target.parent().is_some_and(|parent| it.starts_with(parent))) {
                if disk.remove_folder(folder).is_err() {
                    break;
                }
            }
        }
    }

    /// To be called before the folder is changed: what its manifest says holds no longer then, and a build that is cut off must not
    /// leave it behind.
    fn begin(&self) -> io::Result<()> {
        let mut begun = locked(&self.begun);
        if !*begun {
            match self.disk.remove_file(&manifest_path(&self.work, &self.stage)?) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            self.disk.flush_names(&self.work)?;
            *begun = true;
        }
        Ok(())
    }

    fn write(&self, file: &Path, bytes: &[u8], hash: blake3::Hash) -> io::Result<Written> {
        self.begin()?;
        if let Some(folder) = file.parent() {
            let known = locked(&self.folders).contains(folder);
            if !known {
                self.make_folder(folder)?;
                locked(&self.folders).insert(folder.to_owned());
            }
        }
        let written = self.disk.write(file, bytes).or_else(|error| {
            // An earlier generation may have a folder here, or a file that somebody forbade to be written.
            if file.is_dir() {
                self.disk.remove_all(file)?;
            } else if error.kind() == io::ErrorKind::PermissionDenied {
                self.disk.remove_file(file)?;
            } else {
                return Err(error);
            }
            self.disk.write(file, bytes)
        })?;
        locked(&self.fresh).push(file.to_owned());
        Ok(Written::of(hash, &written))
    }

    /// Makes a folder in place of a file that an earlier generation has there. A folder that is there stays with what is in it.
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        self.disk.make_folder(folder).or_else(|error| {
            let in_the_way = folder.ancestors().take_while(|it| *it != self.stage).find(|it| it.is_file()).ok_or(error)?;
            self.disk.remove_file(in_the_way)?;
            self.disk.make_folder(folder)
        })
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
        locked(&self.now).insert(path.to_owned(), written);
        Ok(())
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what the folder held before and no longer has, and folders left empty by it.
fn remove_stale(disk: &dyn Disk, stage: &Path, before: &Manifest, now: &Manifest) -> io::Result<()> {
    for path in before.keys().filter(|it| !now.contains_key(*it)) {
        let file = stage.join(path);
        match disk.remove_file(&file) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) && !file.is_dir() => {
                return Err(error);
            }
            _ => {}
        }
        let mut folder = file.parent();
        while let Some(it) = folder.filter(|it| *it != stage && disk.remove_folder(it).is_ok()) {
            folder = it.parent();
        }
    }
    Ok(())
}

/// The folder beside the target in which builds are staged.
fn work_folder(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default();
    target.parent().unwrap_or(target).join(super::place::WORK).join(name)
}

/// Removes an output folder of ours and what is kept beside it. Gives whether there was one.
///
/// # Errors
/// Where the folder is not ours, another build holds it, or the file system refuses.
pub fn clean(target: &Path, content: &Path) -> Result<bool, StagingError> {
    let target = check_place(target, content, Others::Keep).map_err(StagingError::Place)?;
    let work = work_folder(&target);
    let there = is_ours(&target);
    let remove = |folder: &Path| match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StagingError::Io(folder.to_owned(), error)),
        _ => Ok(()),
    };
    if work.exists() {
        let _held = lock(&LocalDisk, &work)?;
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
        let door = StagingDoor::open(&root.join("public/teacher"), &root.join("content"), Others::Keep)?;
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
        let door = StagingDoor::open(&target, &root.path().join("content"), Others::Keep).unwrap();
        door.put("index.html", b"half".to_vec()).unwrap();
        assert!(matches!(build(root.path(), &[]), Err(StagingError::Busy(_, _))), "held by the first");
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
