//! The files of a casebook, in memory.

use std::collections::BTreeMap;

use super::load::{Kind, kind_of};
use super::{Binary, Encoding, FileId, LineColumn, SitePath, Span};

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
    Text(String, Encoding),
    /// An image.
    Binary(Binary),
}

/// Every file of a casebook, in the order of their paths, so that nothing downstream depends on the file system's order.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    files: Vec<SourceFile>,
    by_path: BTreeMap<SitePath, FileId>,
}

impl SourceTree {
    /// Takes files in any order; of two files with one path the later wins.
    pub fn new(files: impl IntoIterator<Item = SourceFile>) -> Self {
        let by_path: BTreeMap<_, _> = files.into_iter().map(|file| (file.path, file.content)).collect();
        let files: Vec<_> = by_path.into_iter().map(|(path, content)| SourceFile { path, content }).collect();
        let by_path = files.iter().zip(0..).map(|(file, id)| (file.path.clone(), FileId(id))).collect();
        Self { files, by_path }
    }

    /// A tree of texts, of which those with an image's name are images; paths that are not sound are left out. Tests and `init`
    /// use it.
    pub fn of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self::new(texts.into_iter().filter_map(|(path, text)| {
            let content = match kind_of(path.as_ref()) {
                Some(Kind::Image) => Content::Binary(Binary::held(text.as_bytes())),
                Some(Kind::Text) | None => Content::Text(text.to_owned(), Encoding::Utf8),
            };
            Some(SourceFile { path: SitePath::new(path)?, content })
        }))
    }

    /// The files with their ids, in order of path.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().zip(0..).map(|(file, id)| (FileId(id), file))
    }

    /// The file with this id.
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
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
