//! What kind of file bytes are, by their first bytes; a name's ending proves nothing.

/// Kinds of file that are read in their own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// PDF.
    Pdf,
    /// Zip, and what is one under another name: `.docx`, `.xlsx`, `.epub`.
    Zip,
    /// An OpenType or TrueType font.
    Font,
    /// A web font, whose tables are packed, or an icon.
    Inert,
}

/// The kind of a file that is no text.
pub(super) fn of_bytes(bytes: &[u8]) -> Option<FileKind> {
    let starts = |magic: &[u8]| bytes.starts_with(magic);
    let kind = match bytes {
        _ if starts(b"\x89PNG\r\n\x1a\n") => FileKind::Png,
        _ if starts(b"\xff\xd8\xff") => FileKind::Jpeg,
        _ if starts(b"GIF87a") || starts(b"GIF89a") => FileKind::Gif,
        _ if starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => FileKind::WebP,
        _ if bytes.get(..bytes.len().min(1024)).is_some_and(|it| it.windows(5).any(|it| it == b"%PDF-")) => FileKind::Pdf,
        _ if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") => FileKind::Zip,
        _ if starts(b"OTTO") || starts(b"\0\x01\0\0") || starts(b"ttcf") || starts(b"true") && bytes.get(4) == Some(&0) => {
            FileKind::Font
        }
        _ if starts(b"wOFF") || starts(b"wOF2") || starts(b"\0\0\x01\0") => FileKind::Inert,
        _ => return None,
    };
    Some(kind)
}

/// The tables of a font that hold names.
pub(super) fn name_tables(bytes: &[u8]) -> Vec<&[u8]> {
    let number = |at: usize, length: usize| {
        Some(bytes.get(at..at + length)?.iter().fold(0, |value, byte| value << 8 | usize::from(*byte)))
    };
    let of_face = |start: usize| {
        let count = number(start + 4, 2).unwrap_or_default();
        let tables = (0..count).filter_map(move |it| {
            let row = start + 12 + it * 16;
            let tag = bytes.get(row..row + 4)?;
            let (from, length) = (number(row + 8, 4)?, number(row + 12, 4)?);
            matches!(tag, b"name" | b"meta" | b"post" | b"CFF " | b"DSIG")
                .then(|| bytes.get(from..from.checked_add(length)?))
                .flatten()
                .map(|it| (tag, it))
        });
        // of a table of outlines, its names stand first
        tables
            .map(|(tag, it)| if tag == b"CFF " { it.get(..it.len().min(512)).unwrap_or_default() } else { it })
            .collect::<Vec<_>>()
    };
    if bytes.starts_with(b"ttcf") {
        let faces = number(8, 4).unwrap_or_default().min(64);
        return (0..faces).filter_map(|it| number(12 + it * 4, 4)).flat_map(of_face).collect();
    }
    of_face(0)
}
