//! Documents that were made before from the very same: found again before anything is read, and told with the same findings.
//!
//! A record holds where each finished document is kept and what was found. It is filed under a hash of all that the documents
//! were made from, and is of no use without the documents: where one is gone, everything is made as if there were no record.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diag::{Code, Diagnostics};
use crate::output::{Cache, Kind, add_part};
use crate::pdf::{self, Cast, Kept};
use crate::source::{Content, SourceTree};
use crate::theme::Theme;

/// So many bytes of documents are held at a time: of more there is no record, and each is found for itself.
const MOST_BYTES: u64 = 128 << 20;

/// What a build of documents came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Where each document goes and is kept.
    pub(crate) documents: Vec<(String, Kept)>,
    /// Every finding, in order of place.
    pub(crate) findings: Diagnostics,
    /// In which faces they were set.
    pub(crate) cast: Vec<Cast>,
}

/// Where the record of a build is filed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot<'a> {
    cache: &'a Cache,
    kind: Kind,
    key: blake3::Hash,
}

impl<'a> Slot<'a> {
    /// That of a build from these files with this theme. `options` stand for everything else that was asked for; `sourced` says
    /// whether documents carry their sources, whose records are kept apart as the documents are.
    pub(crate) fn of(cache: &'a Cache, tree: &SourceTree, theme: &Theme, options: &[u8], sourced: bool) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("casebook 2026-11 record of a build");
        let mut add = |part: &[u8]| add_part(&mut hasher, part);
        add(env!("CASEBOOK_MADE_FROM").as_bytes());
        add(options);
        add(theme.name().as_bytes());
        for (path, bytes) in theme.own_files() {
            add(path.as_bytes());
            add(bytes);
        }
        add(b"content");
        for (id, file) in tree.iter() {
            // Places are by number of file, and a tree that was loaded again numbers its files otherwise.
            add(&id.0.to_le_bytes());
            add(file.path.as_str().as_bytes());
            match &file.content {
                Content::Text(text, encoding) => {
                    add(format!("{encoding:?}").as_bytes());
                    add(text.as_bytes());
                }
                Content::Binary(image) => add(image.hash().as_bytes()),
            }
        }
        let kind = if sourced { Kind::SourcedRecord } else { Kind::Record };
        Self { cache, kind, key: hasher.finalize() }
    }

    /// Passes the documents of the build before to `put`, by their paths, and gives its record; `None` where there is none, or a
    /// document is kept no more, before anything was passed.
    pub(crate) fn pass(self, put: impl Fn(&str, Vec<u8>) + Sync) -> Option<Record> {
        let record: Record = serde_json::from_slice(&self.cache.get(self.kind, self.key)?).ok()?;
        let read = |(_, kept): &(String, Kept)| pdf::kept(self.cache, *kept);
        // A path passes a door once, so all are at hand before the first goes.
        let files = record.documents.par_iter().map(read).collect::<Option<Vec<_>>>()?;
        record.documents.par_iter().zip(files).for_each(|((path, _), bytes)| put(path, bytes));
        Some(record)
    }

    /// Keeps the record of documents of so many bytes, unless these are too many to be held, or the same files may come to
    /// something else another time.
    pub(crate) fn keep(self, record: &Record, bytes: u64) {
        // An image that changed under the build was not read as the tree knows it.
        if bytes > MOST_BYTES || record.findings.iter().any(|it| it.code == Code::ImageChanged) {
            return;
        }
        if let Ok(entry) = serde_json::to_vec(record) {
            self.cache.put(self.kind, self.key, &entry);
        }
    }
}
