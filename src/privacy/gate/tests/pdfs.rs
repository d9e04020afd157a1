//! Names in every part of a PDF. The documents are made with `lopdf`, which is neither the reader nor the writer of ours.

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};

use super::*;

const NAME: &str = "林禾苗";

/// A string as documents hold Chinese ones.
fn string(text: &str) -> Object {
    let utf16 = text.encode_utf16().flat_map(u16::to_be_bytes);
    Object::String([0xfe, 0xff].into_iter().chain(utf16).collect(), StringFormat::Literal)
}

fn literal(bytes: &[u8]) -> Object {
    Object::String(bytes.to_vec(), StringFormat::Literal)
}

/// Glyphs of the test font: glyph n is the character with this number.
const GLYPHS: &str = " 林禾苗陈果今天读";

/// The hexadecimal string that shows a text.
fn glyphs(text: &str) -> String {
    text.chars().map(|it| format!("{:04x}", GLYPHS.chars().position(|glyph| glyph == it).unwrap())).collect()
}

/// A document of one page with this content, then changed.
fn document(content: &str, change: impl FnOnce(&mut Document, &mut Dictionary)) -> Vec<u8> {
    let mut pdf = Document::with_version("1.7");
    let map: String = GLYPHS.chars().zip(0..).map(|(char, glyph)| format!("<{glyph:04x}> <{:04x}>\n", char as u32)).collect();
    let map = format!(
        "begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n{} beginbfchar\n{map}endbfchar\nendcmap",
        GLYPHS.chars().count()
    );
    let map = pdf.add_object(Stream::new(Dictionary::new(), map.into_bytes()));
    let face =
        pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "CIDFontType2", "BaseFont" => "Song", "DW" => 1000 });
    let wide = pdf.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "Song", "Encoding" => "Identity-H", "DescendantFonts" => vec![face.into()], "ToUnicode" => map },
    );
    let plain = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let gb = pdf.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "GBK-EUC-H", "DescendantFonts" => vec![face.into()] },
    );
    let content = pdf.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
    let pages = pdf.new_object_id();
    let mut page = dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "W" => wide, "P" => plain, "G" => gb } },
    };
    change(&mut pdf, &mut page);
    let page = pdf.add_object(page);
    pdf.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }.into());
    let root = match pdf.trailer.get(b"Root") {
        Ok(root) => root.as_reference().unwrap(),
        Err(_) => pdf.add_object(Dictionary::new()),
    };
    let root_dict = pdf.objects.get_mut(&root).and_then(|it| it.as_dict_mut().ok()).unwrap();
    root_dict.set("Type", "Catalog");
    root_dict.set("Pages", pages);
    pdf.trailer.set("Root", root);
    pdf.compress();
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// Text of the wide font on a page.
fn shown(text: &str) -> String {
    format!("BT /W 12 Tf 72 700 Td <{}> Tj ET", glyphs(text))
}

/// A document whose catalogue has something.
fn with_root(make: impl FnOnce(&mut Document) -> Dictionary) -> Vec<u8> {
    document(&shown("今天"), |pdf, _| {
        let root = make(pdf);
        let root = pdf.add_object(root);
        pdf.trailer.set("Root", root);
    })
}

#[test]
fn text_is_found_however_it_is_drawn() {
    let gate = gate();
    let one = |char: &str, at: &str| format!("BT /W 12 Tf {at} Td <{}> Tj ET ", glyphs(char));
    let pages = [
        ("as it is", shown("今天林禾苗读")),
        ("in pieces", format!("BT /W 12 Tf 72 700 Td [<{}> -20 <{}> 30 <{}>] TJ ET", glyphs("林"), glyphs("禾"), glyphs("苗"))),
        ("each on its own", one("林", "72 700") + &one("禾", "84 700") + &one("苗", "96 700")),
        ("in another order", one("苗", "96 700") + &one("林", "72 700") + &one("禾", "84 700")),
        ("far apart", one("林", "72 700") + &one("禾", "172 700") + &one("苗", "272 700")),
        ("over the end of a line", one("今天林", "72 700") + &one("禾苗读", "72 680")),
        ("backwards", shown("苗禾林")),
        (
            "from top to bottom",
            one("林", "72 700") + &one("今", "300 690") + &one("禾", "72 685") + &one("天", "300 500") + &one("苗", "72 670"),
        ),
        ("invisibly", format!("BT 3 Tr /W 12 Tf 72 700 Td <{}> Tj ET", glyphs("林禾苗"))),
        (
            "with matrices",
            format!(
                "q 2 0 0 2 0 0 cm BT /W 6 Tf 1 0 0 1 36 350 Tm <{}> Tj 0 -8 TD <{}> Tj T* ET Q",
                glyphs("林禾"),
                glyphs("苗")
            ),
        ),
        ("in pinyin", "BT /P 12 Tf 72 700 Td (Lin Hemiao) Tj ET".to_owned()),
        ("as a number", "BT /P 12 Tf 72 700 Td (138) Tj 30 0 Td (0000) Tj 30 0 Td (1234) Tj ET".to_owned()),
        ("in GB", "BT /G 12 Tf 72 700 Td <c1d6baccc3e7> Tj ET".to_owned()),
        ("in a comment", "% linhemiao\n".to_owned() + &shown("今天")),
        ("spoken instead", format!("/Span << /ActualText <FEFF679779BE82D7> >> BDC {} EMC", shown("今天"))),
        (
            "spoken in part",
            format!(
                "{} /Span << /ActualText <FEFF79BE> >> BDC {} EMC {}",
                one("林", "72 700"),
                one("天", "84 700"),
                one("苗", "96 700")
            ),
        ),
    ];
    for (how, content) in pages {
        let leaks = gate.inspect("a.pdf", &document(&content, |_, _| {}));
        let found = leaks.iter().any(|it| matches!(told(&it.what).as_str(), "S01 Name" | "S01 Phone"));
        assert!(found, "{how}: {leaks:?}");
    }
}

#[test]
fn everything_beside_the_pages_is_read() {
    let gate = gate();
    let form = |pdf: &mut Document| {
        let content = format!("BT /W 12 Tf <{}> Tj ET", glyphs("林禾苗")).into_bytes();
        pdf.add_object(Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Form" }, content))
    };
    let info = |key: &'static str| {
        document(&shown("今天"), |pdf, _| {
            let mut info = Dictionary::new();
            info.set(key, string(NAME));
            let info = pdf.add_object(info);
            pdf.trailer.set("Info", info);
        })
    };
    let annotation = |annotation: Dictionary| {
        document(&shown("今天"), move |pdf, page| {
            let annotation = pdf.add_object(annotation);
            page.set("Annots", vec![annotation.into()]);
        })
    };
    let attached = |name: Object, content: &[u8]| {
        let content = content.to_vec();
        with_root(move |pdf| {
            let file = pdf.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, content));
            let spec = pdf.add_object(dictionary! { "Type" => "Filespec", "F" => name.clone(), "UF" => name.clone(), "EF" => dictionary! { "F" => file } });
            dictionary! { "Names" => dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![literal(b"a"), spec.into()] } } }
        })
    };
    let clean = document(&shown("今天"), |_, _| {});
    let later = document(&shown("今天"), |_, _| {});
    let planted: Vec<(&str, Channel, Vec<u8>)> = vec![
        ("title", Channel::PdfInfo, info("Title")),
        ("author", Channel::PdfInfo, info("Author")),
        ("subject", Channel::PdfInfo, info("Subject")),
        ("keywords", Channel::PdfInfo, info("Keywords")),
        ("a key of its own", Channel::PdfObject, info("Teacher")),
        (
            "XMP",
            Channel::PdfMetadata,
            with_root(|pdf| {
                let xmp = "<x:xmpmeta><dc:title>林<b>禾</b>苗</dc:title></x:xmpmeta>".as_bytes().to_vec();
                let xmp = pdf.add_object(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp));
                dictionary! { "Metadata" => xmp }
            }),
        ),
        (
            "bookmark",
            Channel::PdfBookmark,
            with_root(|pdf| {
                let outlines = pdf.new_object_id();
                let item = pdf.add_object(dictionary! { "Title" => string(NAME), "Parent" => outlines });
                pdf.objects.insert(
                    outlines,
                    dictionary! { "Type" => "Outlines", "First" => item, "Last" => item, "Count" => 1 }.into(),
                );
                dictionary! { "Outlines" => outlines }
            }),
        ),
        (
            "named destination",
            Channel::PdfDestination,
            with_root(|_| {
                dictionary! { "Names" => dictionary! { "Dests" => dictionary! { "Names" => vec![literal(b"linhemiao"), Object::Array(vec![])] } } }
            }),
        ),
        (
            "destination by key",
            Channel::PdfDestination,
            with_root(|_| dictionary! { "Dests" => dictionary! { "linhemiao" => Object::Array(vec![]) } }),
        ),
        (
            "alternative text",
            Channel::PdfAlternative,
            with_root(|pdf| {
                let figure = pdf.add_object(dictionary! { "Type" => "StructElem", "S" => "Figure", "Alt" => string(NAME) });
                dictionary! { "StructTreeRoot" => dictionary! { "Type" => "StructTreeRoot", "K" => figure } }
            }),
        ),
        (
            "title in the tag tree",
            Channel::PdfStructure,
            with_root(|pdf| {
                let section = pdf.add_object(dictionary! { "Type" => "StructElem", "S" => "Sect", "T" => string(NAME) });
                dictionary! { "StructTreeRoot" => dictionary! { "Type" => "StructTreeRoot", "K" => section } }
            }),
        ),
        (
            "expansion",
            Channel::PdfAlternative,
            with_root(|pdf| {
                let span = pdf.add_object(dictionary! { "Type" => "StructElem", "S" => "Span", "E" => string(NAME) });
                dictionary! { "StructTreeRoot" => dictionary! { "Type" => "StructTreeRoot", "K" => span } }
            }),
        ),
        (
            "note",
            Channel::PdfAnnotation,
            annotation(dictionary! { "Type" => "Annot", "Subtype" => "Text", "Contents" => string(NAME) }),
        ),
        (
            "author of a note",
            Channel::PdfAnnotation,
            annotation(dictionary! { "Type" => "Annot", "Subtype" => "Text", "T" => string(NAME) }),
        ),
        (
            "link",
            Channel::PdfAnnotation,
            annotation(dictionary! {
                "Type" => "Annot", "Subtype" => "Link", "A" => dictionary! { "S" => "URI", "URI" => literal("https://example.org/%E6%9E%97%E7%A6%BE%E8%8B%97".as_bytes()) },
            }),
        ),
        (
            "field of a form",
            Channel::PdfAnnotation,
            annotation(dictionary! { "Type" => "Annot", "Subtype" => "Widget", "FT" => "Tx", "V" => string(NAME) }),
        ),
        ("attachment's name", Channel::PdfAttachment, attached(string("林禾苗.md"), b"x")),
        ("attachment", Channel::PdfAttachment, attached(literal(b"a.md"), "- 林**禾**苗".as_bytes())),
        ("page in an attachment", Channel::PdfAttachment, attached(literal(b"a.html"), "<p>林<b>禾</b>苗</p>".as_bytes())),
        (
            "document in an attachment",
            Channel::PdfAttachment,
            attached(literal(b"a.pdf"), &document(&shown("林禾苗"), |_, _| {})),
        ),
        (
            "font name",
            Channel::PdfFont,
            document(&shown("今天"), |pdf, _| {
                pdf.add_object(dictionary! { "Type" => "FontDescriptor", "FontName" => "ABCDEF+LinHemiao" });
            }),
        ),
        (
            "form that nothing draws",
            Channel::PdfPage,
            document(&shown("今天"), |pdf, page| {
                form(pdf);
                let fonts = page.get(b"Resources").unwrap().clone();
                page.set("Resources", fonts);
            }),
        ),
        (
            "form that the page draws",
            Channel::PdfPage,
            document(&(shown("今天") + " /X Do"), |pdf, page| {
                let form = form(pdf);
                let Ok(Object::Dictionary(resources)) = page.get_mut(b"Resources") else { panic!("resources") };
                resources.set("XObject", dictionary! { "X" => form });
            }),
        ),
        (
            "picture",
            Channel::PdfObject,
            document(&shown("今天"), |pdf, _| {
                let jpeg = [&[0xff, 0xd8, 0xff, 0xfe, 0, 11][..], NAME.as_bytes(), &[0xff, 0xd9]].concat();
                pdf.add_object(Stream::new(
                    dictionary! { "Type" => "XObject", "Subtype" => "Image", "Filter" => "DCTDecode" },
                    jpeg,
                ));
            }),
        ),
        (
            "object that nothing refers to",
            Channel::PdfObject,
            document(&shown("今天"), |pdf, _| drop(pdf.add_object(string(NAME)))),
        ),
        ("behind the end", Channel::PdfRemnant, [clean.clone(), b"\n(linhemiao)".to_vec()].concat()),
        ("comment", Channel::PdfRemnant, [clean.clone(), b"\n% linhemiao".to_vec()].concat()),
        (
            "file number",
            Channel::PdfRemnant,
            [clean.clone(), b"\n/ID [<".to_vec(), md5_of(NAME).into_bytes(), b">]".to_vec()].concat(),
        ),
        ("earlier state", Channel::PdfRemnant, [info("Title"), b"\n".to_vec(), later.clone()].concat()),
    ];
    for (place, channel, bytes) in planted {
        let leaks = gate.inspect("a.pdf", &bytes);
        let found = leaks.iter().any(|it| told(&it.what) == "S01 Name" && it.trail.contains(&channel));
        assert!(found, "{place}: {leaks:?}");
    }
    assert_eq!(gate.inspect("a.pdf", &clean), []);
}

fn md5_of(text: &str) -> String {
    use md5::Digest;
    md5::Md5::digest(text.as_bytes()).iter().map(|it| format!("{it:02x}")).collect()
}

#[test]
fn documents_that_cannot_be_read_do_not_pass() {
    let gate = gate();
    let clean = document(&shown("今天"), |_, _| {});
    let mut unmapped = document(&shown("今天"), |_, _| {});
    assert_eq!(gate.inspect("a.pdf", &unmapped), []);
    let unreadable = |bytes: &[u8]| gate.inspect("a.pdf", bytes).iter().any(|it| it.what == What::Unreadable);
    assert!(unreadable(b"%PDF-1.7\nbroken"));
    assert!(unreadable(&clean[..100]));
    // a font whose glyphs nobody can read
    while let Some(at) = memchr::memmem::find(&unmapped, b"ToUnicode") {
        unmapped[at..at + 9].copy_from_slice(b"ToNothing");
    }
    assert!(unreadable(&unmapped));
    for end in (0..clean.len()).step_by(37) {
        gate.inspect("a.pdf", &clean[..end]);
    }
}
