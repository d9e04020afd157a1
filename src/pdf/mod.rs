//! Documents to PDF, in this process: no network, no packages, no clock, no files but the few handed in.
//!
//! An [`Engine`] holds what all documents share: the faces, Typst's library, the theme's parsed sources. Setting a
//! [`Document`] turns it into data (`content`), which the theme's Typst functions walk; a user's words are never Typst source.
//! The PDFs are tagged PDF/A-2a and PDF/UA-1, and the same document gives the same bytes.

mod content;
mod faces;
mod failure;
mod glyphs;
mod pictures;
mod theme;
mod world;

#[cfg(test)]
mod sample;
#[cfg(test)]
#[allow(clippy::print_stderr, reason = "measurements are printed for whoever asks for them")]
mod tests;

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use typst::comemo;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::site::Document;
use crate::source::Span;

use faces::Faces;
use theme::Theme;
use world::{Shared, World};

/// Gives the bytes of the image that a text refers to: by what is written there, and the place where it is written. `None`
/// where it cannot be used; its words stand in its place then.
pub type Images<'a> = dyn Fn(&str, Span) -> Option<Vec<u8>> + Sync + 'a;

/// How many documents are set before Typst's memory of them is dropped. Its cache grows by about 2 MB a document.
const BATCH: usize = 24;

/// What all documents share. Made once a run; usable from several threads.
#[derive(Debug)]
pub struct Engine {
    shared: Shared,
}

/// A finished document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What keeps it from being PDF/A-2a and PDF/UA-1, in Typst's words: nothing, unless an image is of a kind that they do
    /// not allow.
    pub objections: Vec<String>,
    /// What it lacks: characters that no face has, images that cannot be read.
    pub warnings: Diagnostics,
}

impl Engine {
    /// Takes a theme's files by name (`gongwen.typ`), which replace the built-in ones of those names, and further faces
    /// (files of the formats OTF, TTF and TTC). With a face of the family FangSong among them, 公文 are set in it.
    ///
    /// # Errors
    /// What is wrong with the theme's files, with line and column.
    pub fn new(theme: &BTreeMap<String, String>, fonts: Vec<Vec<u8>>) -> Result<Self, Diagnostics> {
        let theme = Theme::read(theme)?;
        Ok(Self { shared: Shared::new(theme, Faces::load(fonts)) })
    }

    /// Sets one document.
    ///
    /// # Errors
    /// Why it could not be set: an error of the theme, or a fault of this program. Other documents are not affected.
    pub fn set(&self, document: &Document, images: &Images) -> Result<Pdf, Diagnostics> {
        let attempt = catch_unwind(AssertUnwindSafe(|| self.set_unguarded(document, images)));
        attempt.unwrap_or_else(|payload| Err([failure::fault(document, &panic_words(payload.as_ref()))].into_iter().collect()))
    }

    /// Sets many documents on all threads and hands each result over as soon as it is there, in no fixed order. Memory stays
    /// bounded: Typst's cache is dropped after every few dozen documents, when no document is under way.
    pub fn set_all(&self, documents: &[Document], images: &Images, each: impl Fn(usize, Result<Pdf, Diagnostics>) + Sync) {
        for (batch, documents) in documents.chunks(BATCH).enumerate() {
            documents.par_iter().enumerate().for_each(|(at, document)| {
                each(batch * BATCH + at, self.set(document, images));
            });
            comemo::evict(0);
        }
    }

    /// Families by which documents can be set, in order: the bundled ones, then those handed in.
    pub fn families(&self) -> impl Iterator<Item = &str> {
        self.shared.faces.families()
    }

    fn set_unguarded(&self, document: &Document, images: &Images) -> Result<Pdf, Diagnostics> {
        let (data, pictures, warnings) = content::of(document, &self.shared.faces, images);
        let world = World::new(&self.shared, data, pictures);
        let fail = |errors: &[_]| failure::of(document, &world, errors);
        let set = typst::compile::<PagedDocument>(&world).output.map_err(|errors| fail(&errors))?;
        let strict = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
        let strict = strict.map_err(|it| Diagnostics::from_iter([failure::fault(document, it.message())]))?;
        let options = |standards: PdfStandards| PdfOptions {
            ident: Smart::Custom(document.pdf.as_str().to_owned()),
            creator: Smart::Custom(Some("casebook".to_owned())),
            standards,
            ..PdfOptions::default()
        };
        let pages = set.pages().len();
        match typst_pdf::pdf(&set, &options(strict)) {
            Ok(bytes) => Ok(Pdf { bytes, pages, objections: Vec::new(), warnings }),
            Err(errors) => {
                let bytes = typst_pdf::pdf(&set, &options(PdfStandards::default())).map_err(|_| fail(&errors))?;
                let objections = errors.iter().map(|it| it.message.to_string()).collect();
                Ok(Pdf { bytes, pages, objections, warnings })
            }
        }
    }
}

/// A character that no face has, as a finding of a document.
fn missing_glyph(document: &Document, char: char, around: &str) -> Diagnostic {
    Diagnostic::at_path(Code::MissingGlyph, document.pdf.as_str())
        .arg("char", char)
        .arg("codepoint", format!("U+{:04X}", u32::from(char)))
        .arg("shown", glyphs::STAND_IN)
        .arg("title", &document.title)
        .arg("around", around)
}

fn panic_words(payload: &(dyn Any + Send)) -> String {
    let words = payload.downcast_ref::<&str>().map(|it| (*it).to_owned());
    words.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned())
}
