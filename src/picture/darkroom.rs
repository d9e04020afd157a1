//! Where the images of a casebook are made ready, and what was made before is kept.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::diag::{Code, Diagnostic, Diagnostics, guarded};
use crate::output::{Cache, Kind};
use crate::source::{Content, FileId, Limit, Limits, SourceTree, Span};

use super::{Faces, Fault, Format, Picture, Size, develop, raster};

/// Raised when the same image is made ready otherwise, so that nothing is taken from a cache that was filled before.
const EDITION: u32 = 1;

/// So many pixels are decoded at once, which take some 500 MB: two of the largest images that are usual. A photograph of a
/// telephone has 12 million, of a good camera 45.
const ROOM: u64 = 100_000_000;

/// Where pictures lie on a site.
const FOLDER: &str = "assets";

/// Makes the images of a casebook ready.
#[derive(Debug)]
pub struct Darkroom<'a> {
    tree: &'a SourceTree,
    cache: Option<&'a Cache>,
    faces: Faces,
    room: Room,
}

/// How the pictures of a site are shown, by their files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Album(BTreeMap<FileId, Shown>);

/// How a picture is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Pixels from left to right of its widest size.
    pub width: u32,
    /// Pixels from top to bottom of it.
    pub height: u32,
    /// Its sizes from narrow to wide: where the file lies below the output folder, and how wide it is. The name is made of the
    /// bytes alone, for that of a photograph may be a child's.
    pub sizes: Vec<(String, u32)>,
}

impl Album {
    /// How the picture of a file is shown; `None` for one that cannot be.
    pub fn shown(&self, file: FileId) -> Option<&Shown> {
        self.0.get(&file)
    }
}

impl<'a> Darkroom<'a> {
    /// For the images of a tree. `faces` measure the words of drawings.
    pub fn new(tree: &'a SourceTree, cache: Option<&'a Cache>, faces: Faces) -> Self {
        Self { tree, cache, faces, room: Room::default() }
    }

    /// The files that it draws on.
    pub fn tree(&self) -> &'a SourceTree {
        self.tree
    }

    /// The picture of a file.
    ///
    /// # Errors
    /// Where it is no image that can be shown.
    pub fn picture(&self, file: FileId) -> Result<Picture, Fault> {
        let Some(Content::Binary(image)) = self.tree.get(file).map(|it| &it.content) else { return Err(Fault::Damaged) };
        let mut hasher = blake3::Hasher::new_derive_key("casebook 2026-11 picture");
        let (limits, usual) = (self.tree.limits(), Limits::default());
        if (limits.pixels, limits.side) != (usual.pixels, usual.side) {
            hasher.update(&limits.pixels.to_le_bytes()).update(&limits.side.to_le_bytes());
        }
        let key = hasher.update(&EDITION.to_le_bytes()).update(image.hash().as_bytes()).finalize();
        if let Some(kept) = self.cache.and_then(|it| it.get(Kind::Picture, key)).and_then(from_entry) {
            return Ok(kept);
        }
        let bytes = image.read().map_err(|error| Fault::Unreadable(error.to_string()))?;
        // Decoders are others' code: one that panics has met an image that is none.
        let work = || guarded(|| develop(&bytes, &self.faces, limits)).unwrap_or(Err(Fault::Damaged));
        let picture = self.room.with(raster::pixels(&bytes), work)?;
        if let Some(cache) = self.cache {
            cache.put(Kind::Picture, key, &to_entry(&picture));
        }
        Ok(picture)
    }

    /// Makes the pictures of a site ready and passes each file to `put` once. Reports those that cannot be shown where they are
    /// used.
    pub fn album(
        &self,
        used: &BTreeMap<FileId, Vec<Span>>,
        put: &(dyn Fn(&str, Vec<u8>) -> Option<Diagnostic> + Sync),
    ) -> (Album, Diagnostics) {
        let passed = Mutex::new(BTreeSet::new());
        let pass = |name: &str, bytes: Vec<u8>| {
            let first = locked(&passed).insert(name.to_owned());
            first.then(|| put(name, bytes)).flatten()
        };
        let made = used.par_iter().map(|(file, spans)| match self.picture(*file) {
            Ok(picture) => {
                let (shown, findings) = shown(picture, &pass);
                (Some((*file, shown)), findings)
            }
            Err(fault) => (None, self.finding(*file, spans, fault).into_iter().collect()),
        });
        let mut album = Album::default();
        let mut findings = Diagnostics::new();
        for (shown, found) in made.collect::<Vec<_>>() {
            album.0.extend(shown);
            findings.extend(found);
        }
        (album, findings)
    }

    /// What is to be said of an image that cannot be shown, at the first place where it is used.
    pub fn finding(&self, file: FileId, spans: &[Span], fault: Fault) -> Option<Diagnostic> {
        let (first, others) = spans.split_first()?;
        let name = self.tree.get(file).map_or("", |it| it.path.as_str());
        let finding = |code| {
            let finding = Diagnostic::new(code, *first).arg("file", name);
            others.iter().fold(finding, |it, span| it.related(*span))
        };
        Some(match fault {
            Fault::Damaged => finding(Code::ImageDamaged),
            Fault::Kind(kind) => finding(Code::ImageKind).arg("kind", kind),
            Fault::TooLarge { width, height } => {
                let finding = finding(Code::ImageTooLarge).arg("width", width).arg("height", height);
                let limits = self.tree.limits();
                let over = if width.max(height) > limits.side { Limit::Side } else { Limit::Pixels };
                finding.arg("side", limits.side).arg("pixels", limits.pixels).set_by(over)
            }
            Fault::TooIntricate => finding(Code::ImageTooIntricate),
            Fault::Unreadable(reason) => finding(Code::ImageChanged).arg("reason", reason),
        })
    }
}

/// Passes a picture's files on, and says how it is shown.
fn shown(picture: Picture, pass: &dyn Fn(&str, Vec<u8>) -> Option<Diagnostic>) -> (Shown, Vec<Diagnostic>) {
    let (width, height) = picture.sizes.last().map_or((0, 0), |it| (it.width, it.height));
    let mut findings = Vec::new();
    let mut sizes = Vec::new();
    for size in picture.sizes {
        let hash = blake3::hash(&size.bytes).to_hex();
        let name = format!("{FOLDER}/{}.{}", &hash.as_str()[..16], picture.format.extension());
        findings.extend(pass(&name, size.bytes));
        sizes.push((name, size.width));
    }
    (Shown { width, height, sizes }, findings)
}

/// A picture as it is kept: a line of JSON, and its files.
fn to_entry(picture: &Picture) -> Vec<u8> {
    let sizes: Vec<_> = picture.sizes.iter().map(|it| json!([it.width, it.height, it.bytes.len()])).collect();
    let mut entry = json!({"format": picture.format.extension(), "sizes": sizes}).to_string().into_bytes();
    entry.push(b'\n');
    picture.sizes.iter().for_each(|it| entry.extend_from_slice(&it.bytes));
    entry
}

/// What was kept; `None` where it is no such entry.
fn from_entry(entry: Vec<u8>) -> Option<Picture> {
    let end = entry.iter().position(|it| *it == b'\n')?;
    let head: Value = serde_json::from_slice(entry.get(..end)?).ok()?;
    let extension = head.get("format")?.as_str()?;
    let format = Format::ALL.into_iter().find(|it| it.extension() == extension)?;
    let mut rest = entry.get(end + 1..)?;
    let mut sizes = Vec::new();
    for size in head.get("sizes")?.as_array()? {
        let number = |at: usize| size.get(at)?.as_u64();
        let (bytes, after) = rest.split_at_checked(usize::try_from(number(2)?).ok()?)?;
        rest = after;
        let (width, height) = (u32::try_from(number(0)?).ok()?, u32::try_from(number(1)?).ok()?);
        sizes.push(Size { width, height, bytes: bytes.to_vec() });
    }
    (rest.is_empty() && !sizes.is_empty()).then_some(Picture { format, sizes })
}

/// Keeps several threads from decoding more at once than a school's computer has memory for. One image alone may be as large as
/// any may be.
#[derive(Debug, Default)]
struct Room {
    taken: Mutex<u64>,
    left: Condvar,
}

impl Room {
    /// Runs once there is room for so many pixels.
    fn with<T>(&self, pixels: u64, run: impl FnOnce() -> T) -> T {
        let mut taken = locked(&self.taken);
        while *taken > 0 && *taken + pixels > ROOM {
            taken = self.left.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += pixels;
        drop(taken);
        let made = run();
        *locked(&self.taken) -= pixels;
        self.left.notify_all();
        made
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
