//! Reading a content folder.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::encoding::decode;
use super::{Binary, Content, Encoding, Limits, Problem, ProblemKind, SitePath, SourceFile, SourceTree};

/// A tree and what could not be taken into it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// The files.
    pub tree: SourceTree,
    /// What was left out or read with a reservation, in order of path.
    pub problems: Vec<Problem>,
    /// Files that are links to others.
    links: BTreeSet<String>,
}

/// Reads every file below `content` whose kind the casebook knows: `.md`, `.csv`, `.yaml` and `.yml` as text; of pictures only a
/// hash is kept. Hidden files, editors' leftovers and other kinds are passed over in silence; what should have been read and could
/// not is named in [`Loaded::problems`]. A link is followed to a file inside the folder and nowhere else; devices, pipes and
/// sockets are never opened.
///
/// # Errors
/// Where the folder itself cannot be read.
pub fn load(content: &Path, limits: Limits) -> io::Result<Loaded> {
    let root = content.canonicalize()?;
    std::fs::read_dir(&root)?;
    let read = Taking::all(&root, &root, limits);
    let tree = SourceTree::new(read.files).within(limits);
    Ok(Loaded { tree, ..Loaded::default() }.with(read.problems, read.links))
}

/// The text of a content folder's `casebook.yaml`, which sets the limits for reading all others; it is read within the usual ones.
/// `None` where it cannot be read: that is told when everything is.
pub fn settings_text(content: &Path) -> Option<String> {
    let root = content.canonicalize().ok()?;
    let (found, _) = walk(&root, &root.join("casebook.yaml"), Limits::default());
    let read = found.into_iter().next()?.read(&root, Limits::default()).ok()?;
    match read.0.content {
        Content::Text(text, _) => Some(text.to_string()),
        Content::Binary(_) => None,
    }
}

/// Reads again what lies at these places or below them, and links, for what they lead to may lie there. All else is taken over
/// from an earlier reading of the same folder.
///
/// # Errors
/// Where the folder itself cannot be read.
pub fn load_again(before: &Loaded, content: &Path, limits: Limits, places: &[PathBuf]) -> io::Result<Loaded> {
    let root = content.canonicalize()?;
    std::fs::read_dir(&root)?;
    let places: Vec<&PathBuf> = places.iter().filter(|it| it.starts_with(&root)).collect();
    if before.tree.limits() != limits || places.iter().any(|it| **it == root || it.to_str().is_none()) {
        return load(content, limits);
    }
    let paths: BTreeSet<String> = places.into_iter().map(|it| shown(&root, it)).chain(before.links.iter().cloned()).collect();
    let mut read = Taking::default();
    // What lies below another of the places is read with it.
    let lies_in = |path: &str, folder: &str| path.strip_prefix(folder).is_some_and(|it| it.is_empty() || it.starts_with('/'));
    for path in paths.iter().filter(|it| !paths.iter().any(|other| other != *it && lies_in(it, other))) {
        let place = root.join(path);
        let hidden = Path::new(path).iter().any(passed_over);
        // What lies behind a link to a folder is not part of the casebook.
        let within = place.parent().is_some_and(|it| it.canonicalize().is_ok_and(|real| real == it));
        if !hidden && within && place.symlink_metadata().is_ok() {
            read.extend(Taking::all(&root, &place, limits));
        }
    }
    let gone = |path: &str| paths.iter().any(|it| lies_in(path, it));
    let kept = before.problems.iter().filter(|it| !gone(&it.path)).cloned();
    let links = before.links.iter().filter(|it| !gone(it)).cloned();
    let tree = before.tree.updated(|path| gone(path.as_str()), read.files);
    Ok(Loaded { tree, problems: kept.collect(), links: links.collect() }.with(read.problems, read.links))
}

impl Loaded {
    fn with(mut self, problems: Vec<Problem>, links: BTreeSet<String>) -> Self {
        self.problems.extend(problems);
        self.problems.sort();
        self.links.extend(links);
        self
    }
}

/// What was read of a folder or file.
#[derive(Default)]
struct Taking {
    files: Vec<SourceFile>,
    problems: Vec<Problem>,
    links: BTreeSet<String>,
}

impl Taking {
    /// Everything at a place and below it.
    fn all(root: &Path, place: &Path, limits: Limits) -> Self {
        let (mut found, mut problems) = walk(root, place, limits);
        let notes = found.iter().filter(|it| it.kind == Kind::Text).count();
        if notes > limits.notes || found.len() > most(limits) {
            problems.push(Problem { path: String::new(), kind: ProblemKind::TooManyNotes { limit: limits.notes } });
            found.retain(|it| it.path.as_str() == "casebook.yaml");
        }
        let links = found.iter().filter(|it| it.link).map(|it| it.path.to_string()).collect();
        let mut all = Self { files: Vec::with_capacity(found.len()), problems, links };
        let read: Vec<Result<(SourceFile, Option<Problem>), Problem>> =
            found.into_par_iter().with_min_len(16).map(|it| it.read(root, limits)).collect();
        for outcome in read {
            match outcome {
                Ok((file, reservation)) => {
                    all.files.push(file);
                    all.problems.extend(reservation);
                }
                Err(problem) => all.problems.push(problem),
            }
        }
        all
    }

    fn extend(&mut self, other: Self) {
        self.files.extend(other.files);
        self.problems.extend(other.problems);
        self.links.extend(other.links);
    }
}

/// How a file is taken in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Text,
    Image,
}

/// A file that is to be read.
struct Found {
    place: PathBuf,
    path: SitePath,
    kind: Kind,
    link: bool,
}

/// So many files, images among them, are listed before the rest is passed over.
fn most(limits: Limits) -> usize {
    limits.notes.saturating_mul(2).max(100_000)
}

/// The files at a place in `root` and below it that are to be read, and what cannot be.
fn walk(root: &Path, place: &Path, limits: Limits) -> (Vec<Found>, Vec<Problem>) {
    let mut found = Vec::new();
    let mut problems = Vec::new();
    let entries = WalkDir::new(place).follow_root_links(false).into_iter();
    let entries = entries.filter_entry(|it| it.path() == root || !passed_over(it.file_name()));
    for entry in entries {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |it| shown(root, it));
                problems.push(Problem::unreadable(path, &error.into()));
                continue;
            }
        };
        match take(root, entry, limits) {
            // What comes beyond the limit need not be known.
            Ok(Some(file)) if found.len() <= most(limits) => found.push(file),
            Ok(Some(_)) => {}
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    (found, problems)
}

/// What to do with an entry: a file to read, nothing, or a complaint.
fn take(root: &Path, entry: DirEntry, limits: Limits) -> Result<Option<Found>, Problem> {
    let file_type = entry.file_type();
    let link = file_type.is_symlink();
    let kind = kind_of(entry.path());
    let folder_link = || link && std::fs::metadata(entry.path()).is_ok_and(|it| it.is_dir());
    if file_type.is_dir() || kind.is_none() && !folder_link() || !link && !file_type.is_file() {
        return Ok(None);
    }
    let complaint = |kind| Problem { path: shown(root, entry.path()), kind };
    let Some(kind) = kind else { return Err(complaint(ProblemKind::LinkNotFollowed)) };
    let Some(path) = site_path(root, entry.path()) else { return Err(complaint(ProblemKind::PathNotUnicode)) };
    let length = path.as_str().len();
    if length > limits.path {
        return Err(complaint(ProblemKind::PathTooLong { length, limit: limits.path }));
    }
    Ok(Some(Found { place: entry.into_path(), path, kind, link }))
}

/// Hidden files, and what editors, office programs and systems leave behind.
fn passed_over(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let ends = |suffix: &[u8]| name.len() >= suffix.len() && name[name.len() - suffix.len()..].eq_ignore_ascii_case(suffix);
    name.starts_with(b".")
        || name.starts_with(b"~$")
        || [&b"~"[..], b".tmp", b".swp", b".swo", b".bak"].into_iter().any(ends)
        || [&b"thumbs.db"[..], b"desktop.ini"].into_iter().any(|it| name.eq_ignore_ascii_case(it))
}

/// The kind that a file's extension tells; `None` for kinds that no casebook holds.
pub(super) fn kind_of(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.as_encoded_bytes();
    let is = |known: &[&str]| known.iter().any(|it| extension.eq_ignore_ascii_case(it.as_bytes()));
    if is(&["md", "csv", "yaml", "yml"]) {
        Some(Kind::Text)
    } else {
        is(&["png", "jpg", "jpeg", "gif", "webp", "svg"]).then_some(Kind::Image)
    }
}

/// The path inside the casebook; `None` where a name is not Unicode.
fn site_path(root: &Path, place: &Path) -> Option<SitePath> {
    let relative = place.strip_prefix(root).ok()?.to_str()?;
    if std::path::MAIN_SEPARATOR == '/' {
        SitePath::new(relative)
    } else {
        SitePath::new(&relative.replace(std::path::MAIN_SEPARATOR, "/"))
    }
}

/// A path as it is shown in a complaint.
fn shown(root: &Path, place: &Path) -> String {
    let relative = place.strip_prefix(root).unwrap_or(place).to_string_lossy();
    relative.replace(std::path::MAIN_SEPARATOR, "/")
}

impl Found {
    /// Reads the file, with a reservation where it is read otherwise than it should be.
    fn read(self, root: &Path, limits: Limits) -> Result<(SourceFile, Option<Problem>), Problem> {
        let complaint = |kind| Problem { path: self.path.to_string(), kind };
        let place = if self.link {
            let target = self.place.canonicalize().ok().filter(|it| it.starts_with(root) && it.is_file());
            target.ok_or_else(|| complaint(ProblemKind::LinkNotFollowed))?
        } else {
            self.place
        };
        let limit = if self.kind == Kind::Text { limits.text } else { limits.image };
        let bytes = match bytes(&place, limit) {
            Ok(Taken::Whole(bytes)) => bytes,
            Ok(Taken::TooLarge(size)) => return Err(complaint(ProblemKind::TooLarge { size, limit })),
            Err(error) => return Err(Problem::unreadable(self.path.as_str(), &error)),
        };
        let (content, reservation) = match self.kind {
            Kind::Image => (Content::Binary(Binary::on_disk(place, &bytes)), None),
            Kind::Text => {
                let (text, encoding) = decode(bytes).ok_or_else(|| complaint(ProblemKind::NotText))?;
                let reservation = (encoding != Encoding::Utf8).then(|| complaint(ProblemKind::OtherEncoding(encoding)));
                (Content::Text(text.into(), encoding), reservation)
            }
        };
        Ok((SourceFile { path: self.path, content }, reservation))
    }
}

/// A file's bytes, or how many there are where that is too many.
enum Taken {
    Whole(Vec<u8>),
    TooLarge(u64),
}

/// Reads at most `limit` bytes. What the walk saw as a file may have been replaced since, so the open file is asked again.
fn bytes(place: &Path, limit: u64) -> io::Result<Taken> {
    let file = open(place)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    if metadata.len() > limit {
        return Ok(Taken::TooLarge(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() as u64 > limit { Taken::TooLarge(bytes.len() as u64) } else { Taken::Whole(bytes) })
}

/// Reads a picture again that was found by the walk; `None` where it has grown since it had so many bytes, which were within the
/// limit.
pub(super) fn again(place: &Path, length: u64) -> io::Result<Option<Vec<u8>>> {
    match bytes(place, length)? {
        Taken::Whole(bytes) => Ok(Some(bytes)),
        Taken::TooLarge(_) => Ok(None),
    }
}

/// Opens for reading without following a link and without waiting for a pipe's other end.
#[cfg(unix)]
fn open(place: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;

    use rustix::fs::OFlags;

    let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    OpenOptions::new().read(true).custom_flags(flags.bits() as i32).open(place)
}

/// Opens for reading.
#[cfg(not(unix))]
fn open(place: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(place)
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
