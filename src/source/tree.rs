//! The files of a casebook, in memory.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::load::{Kind, kind_of};
use super::{Binary, Encoding, FileId, Limits, LineColumn, SitePath, Span};

/// One file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Where it lies inside `content`.
    pub path: SitePath,
    /// What is in it.
    pub content: Content,
}

/// A file's content: text that was decoded, or an image.
#[derive(Debug, Clone)]
pub enum Content {
    /// Decoded text without byte order mark and how it was encoded.
    Text(Arc<str>, Encoding),
    /// An image.
    Binary(Binary),
}

impl SourceFile {
    /// Its text; empty for an image.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text, _) => text,
            Content::Binary(_) => "",
        }
    }
}

impl Content {
    /// Whether it is the same, read in the same way.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Content::Text(text, encoding), Content::Text(other, other_encoding)) => {
                encoding == other_encoding && (Arc::ptr_eq(text, other) || text == other)
            }
            (Content::Binary(image), Content::Binary(other)) => image.hash() == other.hash(),
            (Content::Text(..), Content::Binary(_)) | (Content::Binary(_), Content::Text(..)) => false,
        }
    }
}

/// Every file of a casebook, in the order of their paths, so that nothing downstream depends on the file system's order.
///
/// A tree that is loaded again keeps the ids of the files that it had before: places in them stay what they were.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    /// By id; nothing where a file has gone since.
    files: Vec<Option<SourceFile>>,
    by_path: BTreeMap<SitePath, FileId>,
    limits: Limits,
}

impl SourceTree {
    /// Takes files in any order; of two files with one path the later wins.
    pub fn new(files: impl IntoIterator<Item = SourceFile>) -> Self {
        let by_path: BTreeMap<_, _> = files.into_iter().map(|file| (file.path, file.content)).collect();
        let ids = by_path.keys().cloned().zip((0..).map(FileId)).collect();
        let files = by_path.into_iter().map(|(path, content)| Some(SourceFile { path, content })).collect();
        Self { files, by_path: ids, limits: Limits::default() }
    }

    /// The same tree with these files instead of those at their places.
    pub fn with(&self, files: impl IntoIterator<Item = SourceFile>) -> Self {
        self.updated(|_| false, files)
    }

    /// The same tree, to be parsed within these limits.
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Within which limits it is to be parsed.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The same tree without the files for which `gone` holds, and with these, which may be among them again. A file that is what
    /// it was stays the same in memory, too.
    pub(super) fn updated(&self, gone: impl Fn(&SitePath) -> bool, files: impl IntoIterator<Item = SourceFile>) -> Self {
        let mut tree = self.clone();
        tree.by_path.retain(|path, _| !gone(path));
        for file in files {
            let id = self.find(&file.path).unwrap_or(FileId(tree.files.len() as u32));
            let before = self.get(id).filter(|it| it.content.is(&file.content)).cloned();
            tree.by_path.insert(file.path.clone(), id);
            match tree.files.get_mut(id.0 as usize) {
                Some(slot) => *slot = before.or(Some(file)),
                None => tree.files.push(Some(file)),
            }
        }
        for (_, id) in self.by_path.iter().filter(|(path, _)| !tree.by_path.contains_key(*path)) {
            if let Some(slot) = tree.files.get_mut(id.0 as usize) {
                *slot = None;
            }
        }
        tree
    }

    /// The files that are not as in an earlier state of this tree: others, new, or gone.
    pub fn changes(&self, before: &SourceTree) -> Vec<FileId> {
        let count = self.files.len().max(before.files.len()) as u32;
        let same = |id: &FileId| match (self.get(*id), before.get(*id)) {
            (Some(file), Some(earlier)) => file.path == earlier.path && file.content.is(&earlier.content),
            (None, None) => true,
            _ => false,
        };
        (0..count).map(FileId).filter(|id| !same(id)).collect()
    }

    /// A tree of texts, of which those with an image's name are images; paths that are not sound are left out. Tests and `init`
    /// use it.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::new(texts.into_iter().filter_map(|(path, text)| {
            let content = match kind_of(path.as_ref()) {
                Some(Kind::Image) => Content::Binary(Binary::held(text.as_bytes())),
                Some(Kind::Text) | None => Content::Text(text.into(), Encoding::Utf8),
            };
            Some(SourceFile { path: SitePath::new(path)?, content })
        }))
    }

    /// The files with their ids, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.by_path.values().filter_map(|id| Some((*id, self.get(*id)?)))
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)?.as_ref()
    }

    /// The file at this path.
    pub fn find(&self, path: &SitePath) -> Option<FileId> {
        self.by_path.get(path).copied()
    }

    /// The text of a file; empty for an image or an unknown id.
    pub fn text(&self, id: FileId) -> &str {
        match self.get(id).map(|file| &file.content) {
            Some(Content::Text(text, _)) => text,
            _ => "",
        }
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.text(span.file).get(span.range()).unwrap_or("")
    }

    /// Where a span starts, for people.
    pub fn locate(&self, span: Span) -> LineColumn {
        LineColumn::of(self.text(span.file), span.start as usize)
    }
}
