//! Images as they leave the casebook: upright, in the sizes that pages use, in sRGB, and encoded anew, so that nothing goes along
//! that cameras and programs write beside the picture: places, times, names, previews.
//!
//! [`develop`] is a function from the bytes of a file to a [`Picture`]; a [`Darkroom`] does it for the files of a casebook, all
//! at once, and keeps what it made.

mod colour;
mod darkroom;
mod drawing;
mod raster;
mod weight;

pub use darkroom::{Album, Darkroom, Shown};
pub use drawing::Faces;

use crate::source::Limits;

/// An image made ready: the same picture in one or more sizes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// How it is encoded.
    pub format: Format,
    /// From narrow to wide; at least one, and more only of pixels.
    pub sizes: Vec<Size>,
}

/// One size of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Size {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// The file.
    pub bytes: Vec<u8>,
}

/// How a picture is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Photographs.
    Jpeg,
    /// Pictures with few colours, or with transparent parts.
    Png,
    /// Drawings.
    Svg,
}

impl Format {
    /// Every format.
    const ALL: [Format; 3] = [Format::Jpeg, Format::Png, Format::Svg];

    /// What its files' names end in.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Svg => "svg",
        }
    }
}

/// Why an image cannot be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is none, or damaged.
    Damaged,
    /// An image of a kind that browsers do not show, by its name: `HEIC`.
    Kind(&'static str),
    /// More pixels than may be drawn.
    TooLarge {
        /// Pixels from left to right.
        width: u32,
        /// Pixels from top to bottom.
        height: u32,
    },
    /// A drawing with more parts than may be drawn.
    TooIntricate,
    /// The file could not be read again; the system's words.
    Unreadable(String),
}

/// Makes an image ready that has no more pixels than limits allow, in all and along a side.
///
/// # Errors
/// Where it is none that can be shown.
pub fn develop(bytes: &[u8], faces: &Faces, limits: Limits) -> Result<Picture, Fault> {
    if let Some(kind) = other_kind(bytes) {
        return Err(Fault::Kind(kind));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => drawing::develop(text, faces, limits),
        Err(_) => raster::develop(bytes, limits),
    }
}

/// The name of a kind of image that is not shown, by how its files begin.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..8).filter(|it| *it == b"ftyp").and_then(|_| bytes.get(8..12));
    match (brand, bytes) {
        (Some(b"avif" | b"avis"), _) => Some("AVIF"),
        (Some(b"heic" | b"heix" | b"hevc" | b"heim" | b"mif1" | b"msf1"), _) => Some("HEIC"),
        (_, [b'B', b'M', ..]) if bytes.contains(&0) => Some("BMP"),
        (_, [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..]) => Some("TIFF"),
        _ => None,
    }
}

/// Whether an image of this size may be drawn.
fn checked_size(width: u32, height: u32, limits: Limits) -> Result<(), Fault> {
    let pixels = u64::from(width) * u64::from(height);
    match width.max(height) <= limits.side && pixels <= limits.pixels {
        true => Ok(()),
        false => Err(Fault::TooLarge { width, height }),
    }
}

#[cfg(test)]
mod tests;
