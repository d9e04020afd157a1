//! Every object of a document, whether a page refers to it or not: strings, names, streams.

use std::collections::BTreeSet;

use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_syntax::{Filter, Pdf};

use crate::privacy::gate::encoded;
use crate::privacy::gate::leak::{Channel, What};
use crate::privacy::gate::read::Reading;

use super::font::Fonts;
use super::{layout, page};

/// Arrays and dictionaries within each other are followed so far.
const DEEPEST: usize = 64;

/// The text of a string as readers show it.
pub(super) fn text(bytes: &[u8]) -> String {
    encoded::texts(bytes).into_iter().next().map(|it| it.text).unwrap_or_default()
}

/// Whether a stream draws on a page.
pub(super) fn is_form(stream: &Stream<'_>) -> bool {
    is(stream.dict(), "Subtype", b"Form") || stream.dict().contains_key("PatternType")
}

fn is(dict: &Dict<'_>, key: &str, value: &[u8]) -> bool {
    dict.get::<Name<'_>>(key).is_some_and(|it| it.as_ref() == value)
}

/// Reads all objects. Gives how many streams there are.
pub(super) fn read(reading: &mut Reading<'_>, pdf: &Pdf, fonts: &mut Fonts, drawn: &BTreeSet<ObjectIdentifier>) -> usize {
    let mut streams = 0;
    for object in pdf.objects() {
        if let Object::Stream(stream) = &object {
            streams += 1;
            if is_form(stream)
                && !drawn.contains(&stream.obj_id())
                && let Some(page) = pdf.pages().first()
            {
                let glyphs = page::glyphs_of_form(stream, page, fonts);
                layout::tell(reading, &glyphs);
            }
            read_stream(reading, stream);
        }
        walk(reading, &object, Channel::PdfObject, 0);
    }
    streams
}

/// Where a value stands, by the key before it.
fn channel(key: &[u8], dict: &Dict<'_>, above: Channel) -> Channel {
    let has = |key: &str| dict.contains_key(key);
    match key {
        b"ActualText" | b"Alt" | b"E" => Channel::PdfAlternative,
        b"Title" if has("Parent") || has("Dest") || has("A") || has("First") => Channel::PdfBookmark,
        b"Title" | b"Author" | b"Subject" | b"Keywords" | b"Creator" | b"Producer" => Channel::PdfInfo,
        b"URI" | b"Contents" | b"TU" | b"TM" | b"V" | b"DV" | b"RC" | b"Subj" | b"NM" | b"DA" | b"CA" => Channel::PdfAnnotation,
        b"T" if is(dict, "Type", b"StructElem") || has("K") && has("P") => Channel::PdfStructure,
        b"T" => Channel::PdfAnnotation,
        b"F" | b"UF" | b"Desc" if is(dict, "Type", b"Filespec") || has("EF") => Channel::PdfAttachment,
        b"BaseFont" | b"FontName" | b"FontFamily" | b"CharSet" => Channel::PdfFont,
        b"Dests" | b"Dest" | b"D" | b"Names" => Channel::PdfDestination,
        _ if above == Channel::PdfDestination => above,
        _ if is(dict, "Type", b"StructElem") || is(dict, "Type", b"StructTreeRoot") => Channel::PdfStructure,
        _ => above,
    }
}

fn walk(reading: &mut Reading<'_>, object: &Object<'_>, at: Channel, depth: usize) {
    if depth > DEEPEST {
        return reading.within(at, |it| it.tell(What::Unreadable));
    }
    match object {
        Object::String(string) => reading.within(at, |it| it.words(string.as_bytes())),
        Object::Name(name) => name_of(reading, name, at),
        Object::Array(array) => walk_array(reading, array, at, depth),
        Object::Dict(dict) => walk_dict(reading, dict, at, depth),
        Object::Stream(stream) => walk_dict(reading, stream.dict(), at, depth),
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) => {}
    }
}

fn walk_array(reading: &mut Reading<'_>, array: &Array<'_>, at: Channel, depth: usize) {
    for item in array.raw_iter() {
        if let MaybeRef::NotRef(object) = item {
            walk(reading, &object, at, depth + 1);
        }
    }
}

fn walk_dict(reading: &mut Reading<'_>, dict: &Dict<'_>, at: Channel, depth: usize) {
    let names = dict.contains_key("Limits") || dict.contains_key("Names");
    let at = if names && at == Channel::PdfObject { Channel::PdfDestination } else { at };
    for (key, value) in dict.entries() {
        name_of(reading, &key, at);
        if let MaybeRef::NotRef(object) = value {
            walk(reading, &object, channel(key.as_ref(), dict, at), depth + 1);
        }
    }
}

/// A name; those of the format itself are short and plain.
fn name_of(reading: &mut Reading<'_>, name: &Name<'_>, at: Channel) {
    let bytes = name.as_ref();
    if bytes.len() > 2 {
        match std::str::from_utf8(bytes) {
            Ok(text) => reading.text_in(at, text),
            Err(_) => reading.within(at, |it| it.words(bytes)),
        }
    }
}

/// The content of a stream that is neither page nor form.
fn read_stream(reading: &mut Reading<'_>, stream: &Stream<'_>) {
    let dict = stream.dict();
    let filters = stream.filters();
    match filters.last() {
        Some(Filter::DctDecode) => {
            let raw = stream.raw_data();
            let packed = filters.len() > 1 && filters.first() == Some(&Filter::FlateDecode);
            let limit = reading.limit();
            let unpacked = packed.then(|| crate::privacy::gate::compressed::inflate_zlib(&raw, limit)).flatten();
            return reading.within(Channel::PdfObject, |it| it.embedded(unpacked.as_deref().unwrap_or(&raw)));
        }
        Some(Filter::JpxDecode | Filter::Jbig2Decode | Filter::CcittFaxDecode) => return,
        _ => {}
    }
    if is(dict, "Subtype", b"Image") || is(dict, "Type", b"ObjStm") || is(dict, "Type", b"XRef") {
        return;
    }
    let Ok(content) = stream.decoded() else { return reading.within(Channel::PdfObject, |it| it.tell(What::Unreadable)) };
    if is(dict, "Type", b"Metadata") || is(dict, "Subtype", b"XML") {
        reading.within(Channel::PdfMetadata, |it| it.embedded(&content));
    } else if is(dict, "Type", b"EmbeddedFile") || dict.contains_key("Params") {
        reading.within(Channel::PdfAttachment, |it| it.file("", &content));
    } else if is(dict, "Subtype", b"OpenType") || content.starts_with(b"\0\x01\0\0") || content.starts_with(b"OTTO") {
        reading.within(Channel::PdfFont, |it| it.embedded(&content));
    } else if is(dict, "Subtype", b"CIDFontType0C") || is(dict, "Subtype", b"Type1C") || dict.contains_key("Length1") {
        let head = content.get(..content.len().min(512)).unwrap_or(&content);
        reading.within(Channel::PdfFont, |it| it.guessing(|it| it.words(head)));
    } else if dict.contains_key("FunctionType") || dict.contains_key("ShadingType") || is_profile(&content) {
        // numbers
    } else if super::super::kind::of_bytes(&content).is_some() {
        reading.within(Channel::PdfObject, |it| it.file("", &content));
    } else {
        reading.within(Channel::PdfObject, |it| it.guessing(|it| it.code(&content)));
    }
}

/// Whether bytes are a colour profile.
fn is_profile(bytes: &[u8]) -> bool {
    bytes.get(36..40) == Some(b"acsp")
}
