//! Images of pixels: PNG, JPEG, WebP and GIF.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, RgbImage, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::{Fault, Format, Picture, Size, checked_size, colour};
use crate::source::Limits;

/// How wide pictures are made: for a telephone, for a column of text, and for a fine screen or a printed page. None is made
/// wider than it is.
const WIDTHS: [u32; 3] = [480, 960, 1600];

/// Of JPEG, from 1 to 100.
const QUALITY: u8 = 82;

/// Of a picture without transparent parts the PNG is kept unless it is so many times as large as the JPEG: drawings and
/// screenshots stay sharp, photographs that were saved as PNG become small.
const WORTH: usize = 2;

/// Makes an image ready. Of one that moves only the first picture is kept.
pub(super) fn develop(bytes: &[u8], limits: Limits) -> Result<Picture, Fault> {
    let (photograph, image) = decoded(bytes, limits)?;
    let widest = image.width();
    let narrower = WIDTHS.into_iter().filter(|it| it * 4 <= widest * 3);
    let mut images = narrower.map(|width| resized(&image, width)).collect::<Option<Vec<_>>>().ok_or(Fault::Damaged)?;
    images.push(image);
    let encoded = |format: Format| images.iter().map(|it| encoded(it, format)).collect::<Option<Vec<Size>>>();
    let opaque = images.iter().all(|it| !it.color().has_alpha());
    let jpeg = if opaque { encoded(Format::Jpeg) } else { None };
    let png = if photograph && opaque { None } else { encoded(Format::Png) };
    let length = |sizes: &[Size]| sizes.last().map_or(0, |it| it.bytes.len());
    let (format, sizes) = match (jpeg, png) {
        (Some(jpeg), Some(png)) if length(&png) > WORTH * length(&jpeg) => (Format::Jpeg, jpeg),
        (_, Some(png)) => (Format::Png, png),
        (Some(jpeg), None) => (Format::Jpeg, jpeg),
        (None, None) => return Err(Fault::Damaged),
    };
    Ok(Picture { format, sizes })
}

/// How many pixels have to be decoded, as the header says; 0 where it says nothing.
pub(super) fn pixels(bytes: &[u8]) -> u64 {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok();
    let (width, height) = reader.and_then(|it| it.into_dimensions().ok()).unwrap_or_default();
    u64::from(width) * u64::from(height)
}

/// Whether it is a photograph, and its pixels: upright, in sRGB, of eight bits, no wider than any page shows them. The size is
/// looked at before anything is decoded.
fn decoded(bytes: &[u8], limits: Limits) -> Result<(bool, DynamicImage), Fault> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Fault::Damaged)?;
    let photograph = reader.format() == Some(ImageFormat::Jpeg);
    let mut decoder = reader.into_decoder().map_err(|_| Fault::Damaged)?;
    let (width, height) = decoder.dimensions();
    checked_size(width, height, limits)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(|_| Fault::Damaged)?;
    let image = plain(image);
    let lying = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let [.., widest] = WIDTHS;
    let shown = if lying { height } else { width };
    let mut image = match shown > widest {
        true => {
            let width = if lying { share(width, widest, height) } else { widest };
            resized(&image, width).ok_or(Fault::Damaged)?
        }
        false => image,
    };
    image.apply_orientation(orientation);
    Ok((photograph, colour::to_srgb(image, profile.as_deref())))
}

/// Eight bits of red, green and blue, and of opacity where anything shines through.
fn plain(image: DynamicImage) -> DynamicImage {
    if !image.color().has_alpha() {
        return DynamicImage::ImageRgb8(image.into_rgb8());
    }
    let image = image.into_rgba8();
    match image.pixels().all(|it| it.0[3] == u8::MAX) {
        true => DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(image).into_rgb8()),
        false => DynamicImage::ImageRgba8(image),
    }
}

/// The picture at another width, in proportion.
fn resized(image: &DynamicImage, width: u32) -> Option<DynamicImage> {
    let height = share(image.height(), width, image.width());
    let alpha = image.color().has_alpha();
    let pixels = if alpha { PixelType::U8x4 } else { PixelType::U8x3 };
    let source = ImageRef::new(image.width(), image.height(), image.as_bytes(), pixels).ok()?;
    let mut target = Image::new(width, height, pixels);
    Resizer::new().resize(&source, &mut target, None).ok()?;
    match alpha {
        true => RgbaImage::from_raw(width, height, target.into_vec()).map(DynamicImage::ImageRgba8),
        false => RgbImage::from_raw(width, height, target.into_vec()).map(DynamicImage::ImageRgb8),
    }
}

/// `length · part / whole`, rounded, at least 1.
fn share(length: u32, part: u32, whole: u32) -> u32 {
    let product = u64::from(length) * u64::from(part);
    let whole = u64::from(whole.max(1));
    u32::try_from((product + whole / 2) / whole).unwrap_or(u32::MAX).max(1)
}

fn encoded(image: &DynamicImage, format: Format) -> Option<Size> {
    let (width, height) = (image.width(), image.height());
    let mut bytes = Vec::new();
    match format {
        Format::Jpeg => {
            let mut encoder = Encoder::new(&mut bytes, QUALITY);
            // Not with tables of its own: with this sampling, jpeg-encoder 0.7.1 then writes codes that no decoder reads.
            encoder.set_sampling_factor(SamplingFactor::R_4_2_0);
            encoder.encode(image.as_bytes(), u16::try_from(width).ok()?, u16::try_from(height).ok()?, ColorType::Rgb).ok()?;
        }
        Format::Png | Format::Svg => {
            let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
            encoder.write_image(image.as_bytes(), width, height, image.color().into()).ok()?;
        }
    }
    Some(Size { width, height, bytes })
}
