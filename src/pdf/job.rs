//! A document ready to be set: everything that can change a byte of its PDF, owned, so that any thread can set it.

use serde::Deserialize;
use serde_json::json;
use typst::diag::Warned;
use typst::foundations::{Bytes, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diag::Diagnostics;
use crate::output::add_part;

use super::failure::{self, Name, Remark};
use super::world::{Shared, World};

/// Raised when what is done with the same job changes, so that nothing is taken from a cache that was filled before.
const EDITION: u32 = 2;

/// What is given to Typst.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) name: Name,
    /// The document, as the theme's functions read it.
    pub(super) data: String,
    /// Drawings, images and attached sources by path.
    pub(super) files: Vec<(String, Bytes)>,
    /// Whether sources are attached, which PDF/A-2 does not allow and PDF/A-3 does.
    pub(super) attached: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) bytes: Vec<u8>,
    pub(super) pages: usize,
    pub(super) objections: Vec<String>,
    pub(super) remarks: Vec<Remark>,
}

/// What is kept of a product besides its file.
#[derive(Deserialize)]
struct Head {
    pages: usize,
    objections: Vec<String>,
    remarks: Vec<Remark>,
}

impl Job {
    /// A hash of everything that can change a byte: the job, and what all documents share, which `shared` is the hash of.
    pub(super) fn key(&self, shared: blake3::Hash) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        hasher.update(shared.as_bytes()).update(&EDITION.to_le_bytes()).update(&[u8::from(self.attached)]);
        for part in [self.name.path.as_bytes(), self.data.as_bytes()] {
            add_part(&mut hasher, part);
        }
        for (path, bytes) in &self.files {
            add_part(&mut hasher, path.as_bytes());
            add_part(&mut hasher, bytes);
        }
        hasher.finalize()
    }

    /// How much there is to set, in bytes.
    pub(super) fn weight(&self) -> usize {
        self.data.len() + self.files.iter().map(|(_, it)| it.len()).sum::<usize>()
    }

    /// Sets it.
    ///
    /// # Errors
    /// Why it could not be set.
    pub(super) fn set(self, shared: &Shared) -> Result<Product, Diagnostics> {
        let Self { name, data, files, attached } = self;
        let world = World::new(shared, data, files);
        let fail = |errors: &[_]| failure::of(&name, &world, errors);
        let Warned { output, warnings } = typst::compile::<PagedDocument>(&world);
        let set = output.map_err(|errors| fail(&errors))?;
        let remarks = failure::remarks(&world, &warnings);
        let archival = if attached { PdfStandard::A_3a } else { PdfStandard::A_2a };
        let strict = PdfStandards::new(&[archival, PdfStandard::Ua_1]);
        let strict = strict.map_err(|it| Diagnostics::from_iter([failure::fault(&name, it.message())]))?;
        let options = |standards: PdfStandards| PdfOptions {
            ident: Smart::Custom(name.path.clone()),
            creator: Smart::Custom(Some("casebook".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        let pages = set.pages().len();
        let (bytes, objections) = match typst_pdf::pdf(&set, &options(strict)) {
            Ok(bytes) => (bytes, Vec::new()),
            Err(errors) => {
                let bytes = typst_pdf::pdf(&set, &options(PdfStandards::default())).map_err(|_| fail(&errors))?;
                (bytes, errors.iter().map(|it| it.message.to_string()).collect())
            }
        };
        Ok(Product { bytes, pages, objections, remarks })
    }
}

impl Product {
    /// As it is kept: a line of JSON, and the file.
    pub(super) fn to_entry(&self) -> Vec<u8> {
        let Self { bytes, pages, objections, remarks } = self;
        let mut entry = json!({"pages": pages, "objections": objections, "remarks": remarks}).to_string().into_bytes();
        entry.push(b'\n');
        entry.extend_from_slice(bytes);
        entry
    }

    /// What was kept; `None` where it is no such entry.
    pub(super) fn from_entry(mut entry: Vec<u8>) -> Option<Self> {
        let end = entry.iter().position(|it| *it == b'\n')?;
        let Head { pages, objections, remarks } = serde_json::from_slice(entry.get(..end)?).ok()?;
        entry.drain(..=end);
        Some(Self { bytes: entry, pages, objections, remarks })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job() -> Job {
        let name = Name { path: "pdf/a.pdf".into(), title: "样稿".into() };
        Job { name, data: "{}".into(), files: vec![("img/0.svg".into(), Bytes::from_string("<svg/>"))], attached: false }
    }

    #[test]
    fn everything_that_can_change_a_byte_changes_the_key() {
        let shared = blake3::hash(b"shared");
        let changes: [fn(&mut Job); 5] = [
            |it| it.name.path.push('x'),
            |it| it.data.push(' '),
            |it| it.files[0].0 = "img/1.svg".into(),
            |it| it.files[0].1 = Bytes::from_string("<svg />"),
            |it| it.attached = true,
        ];
        let mut keys = vec![job().key(shared), job().key(blake3::hash(b"other"))];
        keys.extend(changes.map(|change| {
            let mut job = job();
            change(&mut job);
            job.key(shared)
        }));
        assert_eq!(job().key(shared), keys[0]);
        keys.sort_by_key(|it| *it.as_bytes());
        keys.dedup();
        assert_eq!(keys.len(), 7);
    }

    #[test]
    fn entries_are_read_back() {
        let remarks = [None, Some(("own.typ".to_owned(), 3..8))].map(|place| Remark { place, message: "unknown font".into() });
        let product =
            Product { bytes: b"%PDF\n\x00".to_vec(), pages: 3, objections: vec!["a\nb".into()], remarks: remarks.into() };
        assert_eq!(Product::from_entry(product.to_entry()), Some(product));
        for broken in [&b""[..], b"{}\n", b"{\"pages\":1}\nx", b"no line"] {
            assert_eq!(Product::from_entry(broken.to_vec()), None);
        }
    }
}
