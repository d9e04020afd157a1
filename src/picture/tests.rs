//! Images in, pictures out.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Mutex;
use std::time::Instant;

use image::{DynamicImage, GenericImageView, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::*;
use crate::diag::Code;
use crate::output::Cache;
use crate::privacy::Audience;
use crate::source::{Binary, Content, SitePath, SourceFile, SourceTree, Span};
use crate::theme::BUNDLED_FACES;

fn made(bytes: &[u8]) -> Result<Picture, Fault> {
    develop(bytes, &Faces::new(BUNDLED_FACES), crate::source::Limits::default())
}

/// The widest size, read again.
fn read(picture: &Picture) -> DynamicImage {
    image::load_from_memory(&picture.sizes.last().expect("a size").bytes).expect("an image")
}

fn png(image: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, ImageFormat::Png).expect("written");
    bytes.into_inner()
}

/// Noise, as a photograph has it: no two pixels beside each other are the same.
fn noise(width: u32, height: u32) -> RgbImage {
    let mut state = 7_u32;
    RgbImage::from_fn(width, height, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        Rgb([(state >> 24) as u8, (state >> 16) as u8, (state >> 8) as u8])
    })
}

/// A photograph whose left half is red, taken with the camera turned, and everything that cameras write beside it.
fn photograph(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    let image = RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([200, 30, 30]) } else { Rgb([30, 30, 200]) });
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 95);
    encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
    let exif = [&b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0"[..], &[orientation, 0, 0, 0, 0, 0, 0]].concat();
    encoder.add_app_segment(1, [&exif[..], b"GPS 31.2304N 121.4737E Wang Xiaoming"].concat()).expect("short");
    encoder.add_app_segment(1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>Wang Xiaoming</x:xmpmeta>".to_vec()).expect("short");
    encoder.add_app_segment(13, b"Photoshop 3.0\0Wang Xiaoming".to_vec()).expect("short");
    encoder.encode(image.as_raw(), width as u16, height as u16, ColorType::Rgb).expect("encoded");
    bytes
}

#[test]
fn photographs_stand_upright_and_tell_nothing() {
    let upright = [(1, (3, 1)), (3, (36, 1)), (6, (1, 3)), (8, (1, 36))];
    for (orientation, red) in upright {
        let picture = made(&photograph(40, 20, orientation)).expect("an image");
        let image = read(&picture);
        let lying = orientation < 5;
        assert_eq!(image.dimensions(), if lying { (40, 20) } else { (20, 40) }, "{orientation}");
        let [r, _, b, _] = image.get_pixel(red.0, red.1).0;
        assert!(r > 150 && b < 90, "the red half is where it was seen: {orientation}, {r} {b}");
        for size in &picture.sizes {
            for told in [&b"Exif"[..], b"GPS", b"Wang", b"xmp", b"Photoshop", b"ICC"] {
                assert!(!size.bytes.windows(told.len()).any(|it| it == told), "{}", String::from_utf8_lossy(told));
            }
            assert!(markers(&size.bytes).iter().all(|it| !matches!(it, 0xE1..=0xEF | 0xFE)), "{:?}", markers(&size.bytes));
        }
    }
}

/// The markers of a JPEG up to its picture.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let (mut at, mut found) = (2, Vec::new());
    while let [0xFF, marker, high, low, ..] = jpeg[at..] {
        found.push(marker);
        if marker == 0xDA {
            break;
        }
        at += 2 + usize::from(u16::from_be_bytes([high, low]));
    }
    found
}

#[test]
fn pictures_come_in_sizes_and_are_never_enlarged() {
    let widths = |width, height| {
        let picture = made(&png(noise(width, height))).expect("an image");
        picture.sizes.iter().map(|it| (it.width, it.height)).collect::<Vec<_>>()
    };
    assert_eq!(widths(2000, 1000), [(480, 240), (960, 480), (1600, 800)]);
    assert_eq!(widths(1000, 500), [(480, 240), (1000, 500)], "960 is as good as 1000");
    assert_eq!(widths(300, 4000), [(300, 4000)]);
    assert_eq!(widths(1, 1), [(1, 1)]);
    let turned = made(&photograph(3000, 2000, 6)).expect("an image");
    assert_eq!(turned.sizes.last().map(|it| (it.width, it.height)), Some((1600, 2400)), "the width that is seen counts");
}

#[test]
fn drawings_stay_sharp_and_photographs_small() {
    let drawn = RgbImage::from_fn(600, 400, |x, y| if (x / 20 + y / 20) % 2 == 0 { Rgb([255; 3]) } else { Rgb([0, 60, 120]) });
    assert_eq!(made(&png(drawn)).expect("an image").format, Format::Png);
    assert_eq!(made(&png(noise(600, 400))).expect("an image").format, Format::Jpeg);
    let mut glass = RgbaImage::from_pixel(600, 400, Rgba([0, 60, 120, 255]));
    assert_eq!(made(&png(glass.clone())).map(|it| it.format), Ok(Format::Png), "nothing shines through");
    glass.put_pixel(3, 3, Rgba([0, 0, 0, 0]));
    let picture = made(&png(glass)).expect("an image");
    assert_eq!((picture.format, read(&picture).get_pixel(3, 3).0[3]), (Format::Png, 0), "what shines through stays so");
}

#[test]
fn png_carries_pixels_only() {
    let mut file = png(RgbImage::from_pixel(4, 4, Rgb([9, 9, 9])));
    // A chunk of words behind the header, with its checksum.
    let words = b"tEXtAuthor\0Wang Xiaoming";
    let sum = words.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |it, _| if it & 1 == 1 { it >> 1 ^ 0xEDB8_8320 } else { it >> 1 })
    });
    let chunk = [&((words.len() - 4) as u32).to_be_bytes()[..], words, &(!sum).to_be_bytes()].concat();
    file.splice(33..33, chunk);
    let picture = made(&file).expect("an image");
    assert!(picture.sizes.iter().all(|it| !it.bytes.windows(4).any(|it| it == b"Wang" || it == b"tEXt")));
}

#[test]
fn colours_of_a_telephone_become_those_of_every_screen() {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 100);
    encoder.set_sampling_factor(SamplingFactor::R_4_4_4);
    encoder.add_icc_profile(&moxcms::ColorProfile::new_display_p3().encode().expect("a profile")).expect("short");
    encoder.encode(&[200, 100, 100].repeat(64), 8, 8, ColorType::Rgb).expect("encoded");
    let [r, g, b, _] = read(&made(&bytes).expect("an image")).get_pixel(4, 4).0;
    assert!(r.abs_diff(214) < 5 && g.abs_diff(96) < 5 && b.abs_diff(98) < 5, "{r} {g} {b}");
}

#[test]
fn what_cannot_be_shown_is_told_before_it_is_decoded() {
    let header = |width: u32, height: u32| {
        let mut file = png(RgbImage::new(1, 1));
        file.splice(16..24, [width.to_be_bytes(), height.to_be_bytes()].concat());
        let sum = file[12..29].iter().fold(!0_u32, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |it, _| if it & 1 == 1 { it >> 1 ^ 0xEDB8_8320 } else { it >> 1 })
        });
        file.splice(29..33, (!sum).to_be_bytes());
        file
    };
    assert_eq!(made(&header(40_000, 1)), Err(Fault::TooLarge { width: 40_000, height: 1 }));
    assert_eq!(made(&header(10_000, 5_001)), Err(Fault::TooLarge { width: 10_000, height: 5_001 }));
    assert_eq!(made(&header(7_000, 7_000)), Err(Fault::Damaged), "a header without its pixels");
    let photo = photograph(40, 20, 1);
    for bytes in [&b""[..], b"\x89PNG\r\n\x1a\n broken", &[0xFF, 0xD8, 0xFF], b"GIF89a", &photo[..200], "不是图片".as_bytes()]
    {
        assert_eq!(made(bytes), Err(Fault::Damaged), "{:?}", &bytes[..bytes.len().min(8)]);
    }
    assert_eq!(made(b"\0\0\0\x18ftypheic\0\0\0\0mif1"), Err(Fault::Kind("HEIC")));
    assert_eq!(made(b"BM\x36\0\0\0\0\0"), Err(Fault::Kind("BMP")));
}

#[test]
fn drawings_hold_shapes_and_words_and_nothing_else() {
    let hidden = png(RgbImage::from_pixel(4, 4, Rgb([9, 9, 9])));
    let embedded: String = base64(&hidden);
    let svg = format!(
        "<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY who '小松'>]><svg xmlns='http://www.w3.org/2000/svg' \
         xmlns:xlink='http://www.w3.org/1999/xlink' width='200' height='100' onload='alert(1)'><!-- 王小明 -->\
         <metadata>王小明</metadata><title>王小明</title><style>@import url(http://evil.cn/x.css); .a {{ fill: red }}</style>\
         <script>alert(1)</script><rect class='a' width='50' height='50' onclick='alert(2)'/>\
         <foreignObject width='9' height='9'><p xmlns='http://www.w3.org/1999/xhtml'>外来</p></foreignObject>\
         <image href='http://evil.cn/x.png' width='9' height='9'/><image href='/etc/passwd' width='9' height='9'/>\
         <image href='data:image/png;base64,{embedded}' width='9' height='9'/>\
         <a xlink:href='javascript:alert(3)'><text x='10' y='80' font-family='SimSun'>&who;画的</text></a>\
         <rect width='5' height='5' fill='url(http://evil.cn/#g)'/></svg>"
    );
    let picture = made(svg.as_bytes()).expect("a drawing");
    assert_eq!((picture.format, picture.sizes.len()), (Format::Svg, 1));
    let size = &picture.sizes[0];
    assert_eq!((size.width, size.height), (200, 100));
    let text = std::str::from_utf8(&size.bytes).expect("words");
    assert!(text.contains("小松画的") && text.contains("#ff0000") && text.contains("data:image/png;base64,"), "{text}");
    for gone in ["script", "alert", "evil", "import", "passwd", "foreign", "外来", "ENTITY", "DOCTYPE", "王小明", "href=\"h"]
    {
        assert!(!text.contains(gone), "{gone} in {text}");
    }
    assert_eq!(made(svg.as_bytes()), Ok(picture), "the same bytes again");
    assert_eq!(
        made(b"<svg xmlns='http://www.w3.org/2000/svg' width='40000' height='9'/>").err(),
        Some(Fault::TooLarge { width: 40_000, height: 9 })
    );
    assert_eq!(made(b"<html><body>x</body></html>"), Err(Fault::Damaged));
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |it: &[u8]| {
        let number = it.iter().fold(0_u32, |sum, byte| sum << 8 | u32::from(*byte)) << (8 * (3 - it.len()));
        let sign = |at: usize| if at > it.len() { '=' } else { char::from(SIGNS[(number >> (18 - 6 * at) & 63) as usize]) };
        [sign(0), sign(1), sign(2), sign(3)]
    };
    bytes.chunks(3).flat_map(group).collect()
}

#[test]
fn a_few_lines_that_stand_for_millions_of_shapes_are_refused_at_once() {
    let chain = |first: &str, part: &dyn Fn(usize) -> String, last: &str| {
        let parts: String = (1..12).map(part).collect();
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><defs>{first}{parts}</defs>{last}</svg>")
    };
    let many = |it: String| it.repeat(10);
    let uses = chain(
        "<rect id='g0' width='1' height='1'/>",
        &|at| format!("<g id='g{at}'>{}</g>", many(format!("<use href='#g{}'/>", at - 1))),
        "<use href='#g11'/>",
    );
    let patterns = chain(
        "<pattern id='g0' width='1' height='1'><rect width='1' height='1'/></pattern>",
        &|at| {
            let rows = many(format!("<rect width='1' height='1' fill='url(#g{})'/>", at - 1));
            format!("<pattern id='g{at}' width='1' height='1'>{rows}</pattern>")
        },
        "<rect width='9' height='9' fill='url(#g11)'/>",
    );
    let masks = chain(
        "<mask id='g0'><rect width='1' height='1'/></mask>",
        &|at| {
            format!(
                "<mask id='g{at}'>{}</mask>",
                many(format!("<rect width='1' height='1' style='mask:url(\"#g{}\")'/>", at - 1))
            )
        },
        "<g mask='url(#g11)'><rect width='9' height='9'/></g>",
    );
    let markers = chain(
        "<marker id='g0'><rect width='1' height='1'/></marker>",
        &|at| {
            format!("<marker id='g{at}'><path d='M0 0{}' marker-mid='url(#g{})'/></marker>", many(" L1 1".to_owned()), at - 1)
        },
        "<g marker-mid='url(#g11)'><path d='M0 0L1 1L2 2'/></g>",
    );
    let sheet = patterns
        .replace("<defs>", "<style>rect{fill:url(#g11)}</style><defs>")
        .replace("height='9' fill='url(#g11)'", "height='9'");
    let deep = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}{}</svg>",
        "<g>".repeat(900),
        "</g>".repeat(900)
    );
    for (name, svg) in
        [("uses", uses), ("patterns", patterns), ("masks", masks), ("markers", markers), ("sheet", sheet), ("deep", deep)]
    {
        let begun = Instant::now();
        assert_eq!(made(svg.as_bytes()), Err(Fault::TooIntricate), "{name}");
        assert!(begun.elapsed().as_secs() < 2, "{name}");
    }
    let circle = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g id='a'><use href='#a'/></g><rect width='9' height='9'/></svg>";
    assert_eq!(made(circle.as_bytes()).map(|it| it.format), Ok(Format::Svg), "what refers to itself ends");
    let map = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}</svg>",
        "<path d='M0 0L1 1L2 0L3 1'/>".repeat(50_000)
    );
    assert_eq!(made(map.as_bytes()).map(|it| it.format), Ok(Format::Svg), "a map of a town");
}

fn tree(files: &[(&str, Vec<u8>)]) -> SourceTree {
    SourceTree::new(files.iter().map(|(path, bytes)| SourceFile {
        path: SitePath::new(path).expect("sound"),
        content: Content::Binary(Binary::held(bytes.as_slice())),
    }))
}

#[test]
fn an_album_names_by_content_and_passes_each_file_once() {
    let photo = png(noise(700, 500));
    let tree = tree(&[("王小明.png", photo.clone()), ("又一张.jpg", photo), ("坏的.png", b"x\xFF".to_vec())]);
    let used: BTreeMap<_, _> = tree.iter().map(|(id, _)| (id, vec![Span::file(id), Span::file(id)])).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let album = |cache: Option<&Cache>| {
        let passed = Mutex::new(BTreeMap::new());
        let darkroom = Darkroom::new(&tree, cache, Faces::default());
        let (album, findings) = darkroom.album(&used, &|path, bytes| {
            assert_eq!(passed.lock().expect("one thread").insert(path.to_owned(), bytes), None, "{path} twice");
            None
        });
        (album, findings, passed.into_inner().expect("one thread"))
    };
    let (plain, findings, passed) = album(None);
    assert_eq!(findings.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::ImageDamaged]);
    assert_eq!(findings.iter().map(|it| it.related.len()).sum::<usize>(), 1);
    assert_eq!(passed.len(), 2, "two sizes of one picture");
    for (path, bytes) in &passed {
        let hash = blake3::hash(bytes).to_hex();
        assert_eq!(path, &format!("assets/{}.jpg", &hash.as_str()[..16]));
    }
    let cache = Cache::of(folder.path(), Audience::Teacher);
    for _ in 0..2 {
        assert_eq!(album(Some(&cache)), (plain.clone(), findings.clone(), passed.clone()));
    }
    let kept = std::fs::read_dir(folder.path().join(".casebook/cache/teacher")).expect("a cache").count();
    assert_eq!(kept, 1, "one picture is kept");
}

#[test]
fn an_image_that_changes_while_the_program_runs_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("图.png");
    std::fs::write(&place, png(noise(30, 30))).expect("written");
    let tree = crate::source::load(folder.path(), crate::source::Limits::default()).expect("loads").tree;
    let file = tree.find(&SitePath::new("图.png").expect("sound")).expect("there");
    let darkroom = Darkroom::new(&tree, None, Faces::default());
    assert_eq!(darkroom.picture(file).map(|it| it.sizes.len()), Ok(1));
    std::fs::write(&place, png(noise(31, 30))).expect("written");
    let fault = darkroom.picture(file).expect_err("changed");
    let finding = darkroom.finding(file, &[Span::file(file)], fault).expect("a finding");
    assert_eq!(finding.code, Code::ImageChanged);
}
