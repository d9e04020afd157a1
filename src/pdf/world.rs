//! What Typst may see while a document is set: the theme, the document's data and pictures, the faces. Nothing else exists.

use std::collections::HashMap;
use std::sync::OnceLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};

use crate::output::add_part;
use crate::theme::Palette;

use super::faces::Faces;
use super::theme::{Theme, file_id};

/// What all documents share.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) theme: Theme,
    pub(super) faces: Faces,
    /// In which colours it is drawn.
    pub(super) palette: Palette,
    /// Who stands above the signature.
    pub(super) school: Option<String>,
    /// Whether documents get a seal.
    pub(super) seal: bool,
    library: LazyHash<Library>,
    hash: OnceLock<blake3::Hash>,
}

impl Shared {
    pub(super) fn new(theme: Theme, faces: Faces, palette: Palette, school: Option<String>, seal: bool) -> Self {
        Self { theme, faces, palette, school, seal, library: LazyHash::new(Library::default()), hash: OnceLock::new() }
    }

    /// A hash of everything here that can change a byte of a document and is not in the document's own data: the program and
    /// the crates it is made of, the theme, the faces.
    pub(super) fn hash(&self) -> blake3::Hash {
        *self.hash.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            add_part(&mut hasher, env!("CARGO_PKG_VERSION").as_bytes());
            add_part(&mut hasher, include_bytes!("../../Cargo.lock"));
            for (name, bytes) in self.theme.files() {
                add_part(&mut hasher, name.as_bytes());
                add_part(&mut hasher, bytes);
            }
            hasher.update(self.faces.hash().as_bytes());
            hasher.finalize()
        })
    }
}

/// The world of one document.
pub(super) struct World<'a> {
    shared: &'a Shared,
    files: HashMap<FileId, Bytes>,
}

impl<'a> World<'a> {
    /// The world of a document with this data and these files. Paths are the same for every document, since Typst keeps
    /// each path for ever.
    pub(super) fn new(shared: &'a Shared, data: String, files: Vec<(String, Bytes)>) -> Self {
        let data = [("data.json".to_owned(), Bytes::from_string(data))];
        let files = data.into_iter().chain(files).filter_map(|(path, bytes)| Some((file_id(&path)?, bytes))).collect();
        Self { shared, files }
    }

    /// The theme.
    pub(super) fn theme(&self) -> &Theme {
        &self.shared.theme
    }
}

impl typst::World for World<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.faces.book()
    }

    fn main(&self) -> FileId {
        self.shared.theme.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.theme.source(id).cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).or_else(|| self.shared.theme.file(id)).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.faces.font(index)
    }

    /// There is no clock: a document's date is in its data.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
