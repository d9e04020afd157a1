//! Colours as every screen shows them.

use image::{DynamicImage, RgbImage, RgbaImage};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Turns the colours that a profile describes, such as a telephone's Display P3, into sRGB. An image whose profile cannot be
/// used stays as it is: so it looks as it does in programs that know no profiles.
pub(super) fn to_srgb(image: DynamicImage, profile: Option<&[u8]>) -> DynamicImage {
    match profile.and_then(|it| turned(&image, it)) {
        Some(turned) => turned,
        None => image,
    }
}

fn turned(image: &DynamicImage, profile: &[u8]) -> Option<DynamicImage> {
    let profile = ColorProfile::new_from_slice(profile).ok().filter(|it| it.color_space == DataColorSpace::Rgb)?;
    let layout = if image.color().has_alpha() { Layout::Rgba } else { Layout::Rgb };
    let transform =
        profile.create_transform_8bit(layout, &ColorProfile::new_srgb(), layout, TransformOptions::default()).ok()?;
    let mut turned = vec![0; image.as_bytes().len()];
    transform.transform(image.as_bytes(), &mut turned).ok()?;
    let (width, height) = (image.width(), image.height());
    match layout {
        Layout::Rgba => RgbaImage::from_raw(width, height, turned).map(DynamicImage::ImageRgba8),
        _ => RgbImage::from_raw(width, height, turned).map(DynamicImage::ImageRgb8),
    }
}
