//! What an image says beside its picture: comments, captions, where and when it was taken.

use exif::{Context, Reader, Tag, Value};

use super::compressed;
use super::encoded::{Reading, texts};
use super::kind::FileKind;

/// What is found beside a picture.
#[derive(Debug, Default)]
pub(super) struct Remarks {
    /// Texts, in every encoding that they may be in.
    pub(super) texts: Vec<Reading>,
    /// Whether a place is stored.
    pub(super) located: bool,
    /// Bytes behind the picture's end, or pictures within it.
    pub(super) more: Vec<Vec<u8>>,
    /// Whether the file could be read to its end.
    pub(super) whole: bool,
}

/// The words that XMP has for a place.
const PLACES: [&str; 3] = ["GPSLatitude", "GPSLongitude", "LocationCreated"];

/// Longer blocks hold no words.
const LONGEST: usize = 1 << 20;

/// As many bytes come of a packed text at most.
const UNPACKED: u64 = 1 << 24;

/// Reads an image of a known kind.
pub(super) fn remarks(kind: FileKind, bytes: &[u8]) -> Remarks {
    let mut remarks = Remarks::default();
    let read = match kind {
        FileKind::Png => remarks.png(bytes),
        FileKind::Jpeg => remarks.jpeg(bytes),
        FileKind::Gif => remarks.gif(bytes),
        FileKind::WebP => remarks.webp(bytes),
        _ => None,
    };
    remarks.whole = read.is_some();
    remarks
}

fn big_endian(bytes: &[u8], at: usize, length: usize) -> Option<usize> {
    Some(bytes.get(at..at + length)?.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)))
}

impl Remarks {
    fn text(&mut self, bytes: &[u8]) {
        if bytes.len() <= LONGEST {
            let found = texts(bytes);
            self.located |= found.iter().any(|it| PLACES.iter().any(|word| it.text.contains(word)));
            self.texts.extend(found);
        }
    }

    /// Chunks of length, name, data and sum.
    fn png(&mut self, bytes: &[u8]) -> Option<()> {
        let mut at = 8;
        loop {
            let length = big_endian(bytes, at, 4)?;
            let name = bytes.get(at + 4..at + 8)?;
            let data = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
            match name {
                b"IHDR" | b"IDAT" | b"PLTE" | b"tRNS" | b"fdAT" | b"gAMA" | b"cHRM" | b"sRGB" | b"pHYs" => {}
                b"eXIf" => self.exif(data),
                b"iTXt" | b"zTXt" | b"iCCP" => self.png_text(name, data),
                _ => self.text(data),
            }
            at += length + 12;
            if name == b"IEND" {
                self.behind(bytes.get(at..)?);
                return Some(());
            }
        }
    }

    /// A keyword and a text, which may be packed.
    fn png_text(&mut self, name: &[u8], data: &[u8]) {
        self.text(data);
        let packed = match (name, data.iter().position(|it| *it == 0)) {
            (_, None) => return,
            // keyword, flag, method, language, translated keyword
            (b"iTXt", Some(end)) if data.get(end + 1) == Some(&1) => {
                let mut rest = data.get(end + 3..).unwrap_or_default().splitn(3, |it| *it == 0);
                rest.nth(2)
            }
            (b"iTXt", _) => None,
            (_, Some(end)) => data.get(end + 2..),
        };
        if let Some(text) = packed.and_then(|it| compressed::inflate_zlib(it, UNPACKED)).filter(|_| name != b"iCCP") {
            self.text(&text);
        }
    }

    /// Segments up to the picture, the picture's scans, what follows.
    fn jpeg(&mut self, bytes: &[u8]) -> Option<()> {
        let mut at = 2;
        loop {
            at += bytes.get(at..)?.iter().position(|it| *it == 0xff)?;
            let marker = *bytes.get(at + 1)?;
            match marker {
                0xff => at += 1,
                0 | 1 | 0xd0..=0xd8 => at += 2,
                0xd9 => {
                    self.behind(bytes.get(at + 2..)?);
                    return Some(());
                }
                _ => {
                    let length = big_endian(bytes, at + 2, 2)?;
                    let data = bytes.get(at + 4..at + 2 + length.max(2))?;
                    match marker {
                        0xe1 if data.starts_with(b"Exif\0") => self.exif(data.get(6..).unwrap_or_default()),
                        0xe0..=0xef | 0xfe => self.text(data),
                        _ => {}
                    }
                    at += 2 + length.max(2);
                }
            }
        }
    }

    /// Blocks that begin with a sign; comments and extensions are texts in short pieces.
    fn gif(&mut self, bytes: &[u8]) -> Option<()> {
        let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
        let pieces = |mut at: usize| {
            let mut text = Vec::new();
            loop {
                let length = usize::from(*bytes.get(at)?);
                text.extend_from_slice(bytes.get(at + 1..at + 1 + length)?);
                at += length + 1;
                if length == 0 {
                    return Some((text, at));
                }
            }
        };
        let mut at = 13 + table(*bytes.get(10)?);
        loop {
            match *bytes.get(at)? {
                0x21 => {
                    let (text, end) = pieces(at + 2)?;
                    self.text(&text);
                    at = end;
                }
                0x2c => at = pieces(at + 11 + table(*bytes.get(at + 9)?))?.1,
                0x3b => {
                    self.behind(bytes.get(at + 1..)?);
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// Chunks of name, length and data, of even length.
    fn webp(&mut self, bytes: &[u8]) -> Option<()> {
        let mut at = 12;
        while at + 8 <= bytes.len() {
            let length = u32::from_le_bytes(bytes.get(at + 4..at + 8)?.try_into().ok()?) as usize;
            let data = bytes.get(at + 8..(at + 8).checked_add(length)?)?;
            match bytes.get(at..at + 4)? {
                b"VP8 " | b"VP8L" | b"VP8X" | b"ALPH" | b"ANIM" | b"ANMF" | b"ICCP" => {}
                b"EXIF" => self.exif(data.strip_prefix(b"Exif\0\0").unwrap_or(data)),
                _ => self.text(data),
            }
            at += 8 + length + length % 2;
        }
        (at >= bytes.len()).then_some(())
    }

    fn behind(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.more.push(bytes.to_vec());
        }
    }

    fn exif(&mut self, bytes: &[u8]) {
        self.text(bytes);
        let Ok(exif) = Reader::new().read_raw(bytes.to_vec()) else { return };
        for field in exif.fields() {
            self.located |= field.tag.context() == Context::Gps && field.tag != Tag::GPSVersionID;
            match &field.value {
                Value::Ascii(parts) => parts.iter().for_each(|it| self.text(it)),
                Value::Byte(bytes) | Value::Undefined(bytes, _) => {
                    // the first eight bytes of a comment name its encoding
                    self.text(bytes);
                    self.text(bytes.get(8..).unwrap_or_default());
                }
                _ => {}
            }
        }
    }
}
