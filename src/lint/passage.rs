//! A stretch of text that is read at once: a paragraph, a heading, a cell.

use std::borrow::Cow;

use crate::source::{FileId, Span};

/// A stretch of text, what it is, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Passage<'a> {
    /// The words. Code, addresses and live figures in them are masked, so that every byte keeps its place.
    pub(super) text: Cow<'a, str>,
    pub(super) form: Form,
    pub(super) voice: Voice,
    pub(super) place: Place<'a>,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A paragraph.
    Paragraph,
    /// A heading and its level.
    Heading(u8),
    /// An item of a list, and whether it goes on with the list of the passage before.
    Item { goes_on: bool },
    /// A row of a table: words are read, numbers and marks are not.
    Row,
    /// The value of a field.
    Value,
    /// A `casebook` block, whose table or chart carries its n. It has no text.
    Live,
}

/// Whose words they are, and who may read them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice {
    /// In what kind of file.
    pub(super) setting: Setting,
    /// Whether only the pupil's own teachers see it, and no document does.
    pub(super) secret: bool,
    /// Whether it is what a pupil or parent said.
    pub(super) quoted: bool,
}

/// In what kind of file a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Setting {
    /// A note.
    Note,
    /// A pupil's file, or the settings.
    Profile,
    /// A text that is made to be read by others: of a class, survey, project, or a summary.
    Document,
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// Every byte of it stands in the file as it is, from this offset on.
    Exact(FileId, usize),
    /// It was written with escapes or folded lines: the value's place, and how it was written.
    Written(Span, &'a str),
}

impl Passage<'_> {
    /// The place of a stretch of the passage. Where the text was written otherwise than it reads, the words are looked for
    /// in what was written; failing that it is the whole value.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        match self.place {
            Place::Exact(file, offset) => Span::new(file, offset + start..offset + end),
            Place::Written(span, written) => {
                let words = self.text.get(start..end).unwrap_or_default();
                let earlier = self.text.get(..start).unwrap_or_default().matches(words).count();
                let found = if words.is_empty() { None } else { written.match_indices(words).nth(earlier) };
                found.map_or(span, |(at, _)| {
                    let at = span.start as usize + at;
                    Span::new(span.file, at..at + words.len())
                })
            }
        }
    }
}

/// The value of a field as a passage: `text` was written at `span`, which reads `written` in the file.
pub(super) fn value<'a>(text: &'a str, span: Span, written: &'a str, voice: Voice) -> Passage<'a> {
    let place = match written.find(text) {
        Some(at) => Place::Exact(span.file, span.start as usize + at),
        None => Place::Written(span, written),
    };
    Passage { text: Cow::Borrowed(text), form: Form::Value, voice, place }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_what_was_written() {
        let voice = Voice { setting: Setting::Note, secret: false, quoted: false };
        let span = |start| Span { file: FileId(0), start, end: start + 40 };
        let plain = value("他很好", span(10), "\"他很好\"", voice);
        assert_eq!(plain.span(3, 6), Span::new(FileId(0), 14..17), "past the quote");
        let escaped = value("一\n二，一", span(0), "\"一\\n二，一\"", voice);
        assert_eq!(escaped.span(10, 13), Span::new(FileId(0), 12..15), "the second 一");
        let folded = value("甲 乙", span(7), "甲\n  乙", voice);
        assert_eq!(folded.span(0, 7), span(7), "the whole value");
    }
}
