//! PDFs as readers, search engines and curious people see them: pages, properties, bookmarks, attachments, and what was left behind.
//!
//! Read with `hayro-syntax`, which shares nothing with the writer of our documents.

mod font;
mod layout;
mod objects;
mod page;
mod remnant;

use std::collections::BTreeSet;

use hayro_syntax::Pdf;

use crate::diag::guarded;

use super::leak::{Channel, What};
use super::read::Reading;

/// Reads a document and everything in it. One that cannot be read is told, for what is in it is not known.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) {
    // what the reader of the format does not bear must not end the build
    let read = guarded(|| document(reading, bytes));
    if !matches!(read, Ok(Some(()))) {
        reading.within(Channel::PdfObject, |it| it.tell(What::Unreadable));
    }
}

fn document(reading: &mut Reading<'_>, bytes: &[u8]) -> Option<()> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let mut drawn = BTreeSet::new();
    let mut fonts = font::Fonts::default();
    for page in pdf.pages().iter() {
        let glyphs = page::glyphs(page, &mut fonts, &mut drawn);
        layout::tell(reading, &glyphs);
    }
    let streams = objects::read(reading, &pdf, &mut fonts, &drawn);
    if fonts.unreadable {
        reading.within(Channel::PdfPage, |it| it.tell(What::Unreadable));
    }
    remnant::read(reading, bytes, streams);
    Some(())
}
