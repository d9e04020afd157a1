//! Names in files within files: pictures' metadata, archives, fonts.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;

const NAME: &str = "林禾苗";

fn utf16(text: &str, big: bool) -> Vec<u8> {
    text.encode_utf16().flat_map(|it| if big { it.to_be_bytes() } else { it.to_le_bytes() }).collect()
}

pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A PNG of these chunks.
fn png(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = (b"IHDR", vec![0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    let ends = [(b"IDAT", zlib(&[0, 0])), (b"IEND", Vec::new())];
    for (name, data) in std::iter::once(&header).chain(chunks).chain(&ends) {
        png.extend((data.len() as u32).to_be_bytes());
        png.extend(*name);
        png.extend(data);
        png.extend([0; 4]);
    }
    png
}

/// A JPEG of these segments.
fn jpeg(segments: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let mut jpeg = vec![0xff, 0xd8];
    for (marker, data) in segments {
        jpeg.extend([0xff, *marker]);
        jpeg.extend((data.len() as u16 + 2).to_be_bytes());
        jpeg.extend(data);
    }
    jpeg.extend([0xff, 0xda, 0, 3, 1, 0x55, 0xff, 0, 0x55, 0xff, 0xd9]);
    jpeg
}

/// Exif of one directory, and of one for places where there are entries for it.
fn exif(entries: &[(u16, u16, Vec<u8>)], places: &[(u16, u16, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    let directory = |bytes: &mut Vec<u8>, entries: &[(u16, u16, Vec<u8>)]| {
        let mut behind = bytes.len() + 2 + entries.len() * 12 + 4;
        let mut data = Vec::<u8>::new();
        bytes.extend((entries.len() as u16).to_le_bytes());
        for (tag, kind, value) in entries {
            bytes.extend(tag.to_le_bytes());
            bytes.extend(kind.to_le_bytes());
            let size = match kind {
                4 => 4,
                5 => 8,
                _ => 1,
            };
            bytes.extend((value.len() as u32 / size).to_le_bytes());
            if value.len() <= 4 {
                let mut value = value.clone();
                value.resize(4, 0);
                bytes.extend(value);
            } else {
                bytes.extend((behind as u32).to_le_bytes());
                behind += value.len();
                data.extend(value);
            }
        }
        bytes.extend([0; 4]);
        bytes.extend(data);
    };
    let mut entries = entries.to_vec();
    if !places.is_empty() {
        let length: usize = 8
            + 2
            + (entries.len() + 1) * 12
            + 4
            + entries.iter().map(|it| if it.2.len() > 4 { it.2.len() } else { 0 }).sum::<usize>();
        entries.push((0x8825, 4, (length as u32).to_le_bytes().to_vec()));
    }
    directory(&mut bytes, &entries);
    if !places.is_empty() {
        directory(&mut bytes, places);
    }
    bytes
}

fn latitude() -> Vec<(u16, u16, Vec<u8>)> {
    let rational = [30_u32, 1, 0, 1, 0, 1].iter().flat_map(|it| it.to_le_bytes()).collect();
    vec![(1, 2, b"N\0".to_vec()), (2, 5, rational)]
}

fn webp(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend(*name);
        body.extend((data.len() as u32).to_le_bytes());
        body.extend(data);
        body.extend(vec![0; data.len() % 2]);
    }
    [b"RIFF".to_vec(), (body.len() as u32).to_le_bytes().to_vec(), body].concat()
}

fn gif(comment: &[u8]) -> Vec<u8> {
    let mut gif = b"GIF89a\x01\0\x01\0\0\0\0".to_vec();
    gif.extend([0x21, 0xfe, comment.len() as u8]);
    gif.extend(comment);
    gif.extend([0, 0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 1, 0, 0x3b]);
    gif
}

/// A zip archive of one file, deflated.
fn zip(name: &str, content: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    packer.write_all(content).unwrap();
    let packed = packer.finish().unwrap();
    let sizes = [0, packed.len() as u32, content.len() as u32].iter().flat_map(|it| it.to_le_bytes()).collect::<Vec<_>>();
    let names = [(name.len() as u16).to_le_bytes(), [0; 2]].concat();
    let common = [&[20, 0, 0, 0, 8, 0, 0, 0, 0, 0][..], &sizes, &names].concat();
    let local = [b"PK\x03\x04".as_slice(), &common, name.as_bytes(), &packed].concat();
    let entry = [b"PK\x01\x02\x14\0".as_slice(), &common, &[0; 14], name.as_bytes()].concat();
    let mut end = b"PK\x05\x06\0\0\0\0\x01\0\x01\0".to_vec();
    end.extend((entry.len() as u32).to_le_bytes());
    end.extend((local.len() as u32).to_le_bytes());
    end.extend([0, 0]);
    [local, entry, end].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

/// A font that has nothing but names.
fn font(name: &str) -> Vec<u8> {
    let text = utf16(name, true);
    let table = [&[0, 0, 0, 1, 0, 18, 0, 3, 0, 1, 4, 9, 0, 1][..], &(text.len() as u16).to_be_bytes(), &[0, 0], &text].concat();
    let row = [b"name".as_slice(), &[0; 4], &28_u32.to_be_bytes(), &(table.len() as u32).to_be_bytes()].concat();
    [&[0, 1, 0, 0, 0, 1, 0, 16, 0, 0, 0, 0][..], &row, &table].concat()
}

#[test]
fn names_in_files_of_other_kinds_are_found() {
    let gate = gate();
    let text = |head: &[u8], text: &[u8]| [head, text].concat();
    let name = NAME.as_bytes();
    let xmp = String::from("<x:xmpmeta><dc:creator>林<b>禾</b>苗</dc:creator></x:xmpmeta>");
    let gb = encoding_rs::GB18030.encode(NAME).0.into_owned();
    let planted: Vec<(&str, Vec<u8>)> = vec![
        ("png tEXt", png(&[(b"tEXt", text(b"Author\0", name))])),
        ("png zTXt", png(&[(b"zTXt", text(b"Author\0\0", &zlib(name)))])),
        ("png iTXt", png(&[(b"iTXt", text(b"Author\0\0\0\0\0", name))])),
        ("png iTXt packed", png(&[(b"iTXt", text(b"Author\0\x01\0zh\0\0", &zlib(name)))])),
        ("png eXIf", png(&[(b"eXIf", exif(&[(0x13b, 2, text(name, b"\0"))], &[]))])),
        ("png private chunk", png(&[(b"prVt", name.to_vec())])),
        ("png, behind its end", text(&png(&[]), name)),
        ("jpeg comment", jpeg(&[(0xfe, name.to_vec())])),
        ("jpeg comment in GB", jpeg(&[(0xfe, gb.clone())])),
        ("jpeg Artist", jpeg(&[(0xe1, text(b"Exif\0\0", &exif(&[(0x13b, 2, text(name, b"\0"))], &[])))])),
        ("jpeg XPAuthor", jpeg(&[(0xe1, text(b"Exif\0\0", &exif(&[(0x9c9d, 1, utf16(NAME, false))], &[])))])),
        ("jpeg XMP", jpeg(&[(0xe1, text(b"http://ns.adobe.com/xap/1.0/\0", xmp.as_bytes()))])),
        ("jpeg IPTC", jpeg(&[(0xed, text(b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0e\x1c\x02\x50\0\x09", name))])),
        ("jpeg, behind its end", text(&jpeg(&[]), &jpeg(&[(0xfe, name.to_vec())]))),
        ("webp EXIF", webp(&[(b"VP8 ", vec![0; 10]), (b"EXIF", exif(&[(0x10e, 2, text(name, b"\0"))], &[]))])),
        ("webp XMP", webp(&[(b"VP8 ", vec![0; 10]), (b"XMP ", xmp.clone().into_bytes())])),
        ("gif comment", gif(name)),
        ("zip entry", zip("a.xml", b"<a>\xe6\x9e\x97<b>\xe7\xa6\xbe</b>\xe8\x8b\x97</a>")),
        ("zip name", zip("林禾苗.txt", b"x")),
        ("zip in zip", zip("a.zip", &zip("b.txt", name))),
        ("gzip", gzip(name)),
        ("gzip of gzip", gzip(&gzip(name))),
        ("font", font("林禾苗手写体")),
        ("UTF-16 text", text(&[0xff, 0xfe], &utf16(NAME, false))),
        ("GB text", gb),
        ("picture in a page", format!("<img src=\"data:image/gif;base64,{}\">", base64(&gif(name))).into_bytes()),
        (
            "picture in a style sheet",
            format!(".a{{background:url(data:image/png;base64,{})}}", base64(&png(&[(b"tEXt", text(b"A\0", name))])))
                .into_bytes(),
        ),
    ];
    for (place, bytes) in &planted {
        let leaks = gate.inspect("a.bin", bytes);
        assert!(leaks.iter().any(|it| told(&it.what) == "S01 Name"), "{place}: {leaks:?}");
    }
    let located: Vec<(&str, Vec<u8>)> = vec![
        ("png", png(&[(b"eXIf", exif(&[], &latitude()))])),
        ("jpeg", jpeg(&[(0xe1, text(b"Exif\0\0", &exif(&[(0x10e, 2, b"abcdef\0".to_vec())], &latitude())))])),
        ("webp", webp(&[(b"EXIF", exif(&[], &latitude()))])),
        ("jpeg XMP", jpeg(&[(0xe1, text(b"http://ns.adobe.com/xap/1.0/\0", b"<rdf exif:GPSLatitude='30,0N'/>"))])),
        ("drawing", b"<svg><metadata exif:GPSLongitude='120,0E'/></svg>".to_vec()),
    ];
    for (place, bytes) in &located {
        let leaks = gate.inspect("a.bin", bytes);
        assert!(leaks.iter().any(|it| it.what == What::Location), "{place}: {leaks:?}");
    }
}

#[test]
fn clean_files_of_other_kinds_pass_and_broken_ones_do_not() {
    let gate = gate();
    let camera = exif(&[(0x10f, 2, b"Camera\0".to_vec())], &[]);
    let clean = [
        png(&[(b"tEXt", b"Software\0x".to_vec())]),
        jpeg(&[(0xe1, [b"Exif\0\0".to_vec(), camera].concat())]),
        gif(b"hello"),
        webp(&[(b"VP8 ", vec![0; 10])]),
        zip("a.txt", b"hello"),
        font("Song"),
    ];
    for bytes in &clean {
        assert_eq!(gate.inspect("a.bin", bytes), []);
        let cut = &bytes[..bytes.len() - 9];
        let leaks = gate.inspect("a.bin", cut);
        assert!(leaks.iter().any(|it| it.what == What::Unreadable) || bytes == &font("Song"), "{leaks:?}");
        for end in 0..bytes.len() {
            gate.inspect("a.bin", &bytes[..end]);
        }
    }
    let leaks = gate.inspect("a.mp4", &[0, 0, 0, 0x18, b'f', b't', b'y', b'p', 0xff, 0x81, 0xc0]);
    assert!(leaks.iter().any(|it| it.what == What::Unreadable), "{leaks:?}");
}

fn base64(bytes: &[u8]) -> String {
    super::random::base64(bytes)
}
