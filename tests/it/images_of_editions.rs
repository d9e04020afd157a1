//! Images in what others read: none but those to which the guardians of everybody on them agreed, encoded anew.

use std::collections::BTreeMap;
use std::io::Cursor;

use casebook::Outcome;
use casebook::output::MemoryDoor;
use casebook::privacy::{Audience, Forbidden};
use casebook::source::{Binary, Content, SitePath, SourceFile, SourceTree};
use casebook::theme::Theme;
use casebook::{Options, build};
use image::{ImageFormat, Rgb, RgbImage};
use lopdf::{Document, Object};

const IMAGE: &str = "students/S01/notes/林禾苗.jpg";

/// What a camera writes beside a photograph.
const BESIDE: &[u8] = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0GPS 31.2304N 121.4737E Lin Hemiao";

/// A photograph, and everything that a camera writes beside it.
fn photograph() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = RgbImage::from_fn(60, 40, |x, y| Rgb([(x * 4) as u8, (y * 6) as u8, 90]));
    image.write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
    let bytes = bytes.into_inner();
    let length = (BESIDE.len() as u16 + 2).to_be_bytes();
    [&bytes[..2], &[0xff, 0xe1], &length, BESIDE, &bytes[2..]].concat()
}

/// A casebook in which a note, a teacher's thoughts and a summary show the photograph: what the roster says of it, and what the
/// guardians of S01 and S02 agreed to.
fn casebook(images: &str, consents: [&str; 2]) -> SourceTree {
    let [first, second] = consents;
    let general = "{用途: 课题研究, 读者: 研究, 同意日期: 2026-03-02}";
    let roster = format!(
        "学生:\n  S01:\n    姓名: 林禾苗\n    知情同意: [{general}{first}]\n  S02:\n    姓名: 周行远\n    知情同意: [{general}{second}]\n{images}"
    );
    let aliases = "学生:\n  S01: {化名: 青青, 文件夹: h7mq3zkwt2fd}\n  S02: {化名: 石头, 文件夹: v4xn8cpe6ryb}\n";
    // A genre that each of the audiences reads.
    let summaries = ["工作总结", "课题阶段总结", "成长档案"].map(|genre| {
        format!("---\n文体: {genre}\n标题: 小结\n日期: 2026-03-20\n读者: [研究, 家长, 校内]\n学生: S01\n---\n\n![林禾苗的画](../students/S01/notes/林禾苗.jpg)\n")
    });
    let note = "---\n---\n\n林禾苗画了一棵树。\n\n![林禾苗的画，*周行远*涂色](林禾苗.jpg \"林禾苗\")\n";
    let texts = [
        ("casebook.yaml", "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n"),
        ("students/S01/index.md", "---\n化名: 青青\n---\n"),
        ("students/S02/index.md", "---\n化名: 石头\n---\n"),
        ("aliases.yaml", aliases),
        ("roster.yaml", roster.as_str()),
        ("students/S01/notes/2026-03-12-表扬.md", note),
        ("students/S01/notes/2026-03-13-反思.md", note),
        ("summaries/a.md", &summaries[0]),
        ("summaries/b.md", &summaries[1]),
        ("summaries/c.md", &summaries[2]),
    ];
    let mut files: Vec<SourceFile> = SourceTree::of_texts(texts).iter().map(|(_, file)| file.clone()).collect();
    let content = Content::Binary(Binary::held(photograph()));
    files.push(SourceFile { path: SitePath::new(IMAGE).unwrap(), content });
    SourceTree::new(files)
}

fn edition(tree: &SourceTree, audience: Audience, pdf: bool) -> (BTreeMap<String, Vec<u8>>, Outcome) {
    let door = MemoryDoor::default();
    let as_of = Some("2026-04-01".parse().unwrap());
    let options = Options { site: true, pdf, audience, as_of, ..Options::default() };
    let outcome = build(tree, &Theme::built_in(), &options, &door);
    assert!(outcome.is_sound(), "{audience:?}: {:?} {:?} {:?}", outcome.findings, outcome.refused, outcome.leaks);
    (door.into_files(), outcome)
}

/// For which audiences the photograph is among the files, and how often it was left out for each.
fn shown(tree: &SourceTree) -> Vec<(&'static str, u32)> {
    let of = |audience: Audience| {
        let (files, outcome) = edition(tree, audience, false);
        let pictures: Vec<&String> = files.keys().filter(|it| it.contains("assets/")).collect();
        let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
        let used = pages.filter(|(_, it)| String::from_utf8_lossy(it).contains("<img")).count();
        assert_eq!(used > 0, !pictures.is_empty(), "{audience:?}");
        (!pictures.is_empty(), (audience.id(), outcome.hidden.images))
    };
    Audience::ALL.into_iter().skip(1).map(of).filter(|it| it.0).map(|it| it.1).collect()
}

const LISTED: &str = "图片:\n- {文件: students/S01/notes/林禾苗.jpg, 学生: [S01]}\n";
const BOTH: &str = "图片:\n- {文件: content/students/S01/notes/林禾苗.jpg, 学生: [S01, S02]}\n";

/// A consent to the photograph, and more.
fn agreed(audience: &str, more: &str) -> String {
    format!(", {{用途: 照片影像, 读者: {audience}, 同意日期: 2026-03-12, 图片: [students/S01/notes/林禾苗.jpg]{more}}}")
}

#[test]
fn an_image_is_seen_by_those_for_whom_everybody_on_it_agreed() {
    let [parent, research, staff] = ["家长", "研究", "校内"].map(|it| agreed(it, ""));
    let check = |images: &str, consents: [&str; 2], expected: &[&str]| {
        let found: Vec<&str> = shown(&casebook(images, consents)).into_iter().map(|it| it.0).collect();
        assert_eq!(found, expected, "{images}{consents:?}");
    };
    check("", ["", ""], &[]);
    check(LISTED, ["", ""], &[]);
    check(LISTED, [&parent, ""], &["parent"]);
    check(LISTED, [&research, ""], &["research"]);
    check(LISTED, [&[&parent[..], &research, &staff].concat(), ""], &["staff", "parent", "research"]);
    // Who is on it was not said, or one of them did not agree.
    check("", [&parent, ""], &[]);
    check(BOTH, [&parent, ""], &[]);
    check(BOTH, ["", &parent], &[]);
    check(BOTH, [&parent, &research], &[]);
    check(BOTH, [&parent, &parent], &["parent"]);
    // Expired, not yet given, withdrawn, withdrawn as a whole, given again.
    check(LISTED, [&agreed("家长", ", 到期日期: 2026-03-31"), ""], &[]);
    check(LISTED, [&agreed("家长", ", 到期日期: 2026-04-01"), ""], &["parent"]);
    check(LISTED, [&agreed("家长", "").replace("2026-03-12", "2026-04-02"), ""], &[]);
    check(LISTED, [&agreed("家长", ", 撤回日期: 2026-04-01"), ""], &[]);
    check(LISTED, [&agreed("家长", ", 撤回日期: 2026-04-02"), ""], &["parent"]);
    let all = ", {用途: 照片影像, 同意日期: 2026-03-01, 撤回日期: 2026-03-20}";
    check(LISTED, [&format!("{parent}{all}"), ""], &[]);
    check(LISTED, [&format!("{all}{}", parent.replace("2026-03-12", "2026-03-21")), ""], &["parent"]);
    // A consent that names no audience, no image, or is for something else.
    check(LISTED, [&parent.replace("读者: 家长, ", ""), ""], &[]);
    check(LISTED, [&parent.replace("图片: [students/S01/notes/林禾苗.jpg]", "同意人: 母亲"), ""], &[]);
    check(LISTED, [&parent.replace("照片影像", "公开发表"), ""], &[]);
}

#[test]
fn what_is_left_out_is_counted_and_not_named() {
    let tree = casebook(BOTH, ["", ""]);
    for audience in Audience::ALL.into_iter().skip(1) {
        let (files, outcome) = edition(&tree, audience, false);
        assert!(outcome.hidden.images > 0, "{audience:?}");
        assert!(outcome.findings.is_empty(), "silently: {:?}", outcome.findings);
        let pages = files.iter().filter(|(path, _)| path.ends_with(".html")).map(|it| String::from_utf8_lossy(it.1));
        assert!(pages.into_iter().all(|it| !it.contains("<img")), "{audience:?}");
        assert!(!files.keys().any(|it| it.contains("assets/")), "{audience:?}");
    }
    let (files, _) = edition(&tree, Audience::Teacher, false);
    assert!(files.keys().any(|it| it.starts_with("assets/")), "the class's own teachers see it");
}

#[test]
fn who_asks_for_what_is_kept_of_a_pupil_is_told_of_images() {
    let tree = casebook(BOTH, ["", ""]);
    let read = casebook::read(&tree).0.unwrap();
    let of = |code: &str| casebook::privacy::mentions(&tree, &read, read.find_student(code).unwrap());
    assert!(of("S02").iter().any(|it| it.path.as_str() == IMAGE && !it.own && it.times == 1));
    let listed = casebook(LISTED, ["", ""]);
    let read = casebook::read(&listed).0.unwrap();
    let of = |code: &str| casebook::privacy::mentions(&listed, &read, read.find_student(code).unwrap());
    assert!(!of("S02").iter().any(|it| it.path.as_str() == IMAGE));
}

#[test]
fn an_image_that_is_seen_is_encoded_anew_and_names_nobody() {
    let consents = ["家长", "研究", "校内"].map(|it| agreed(it, "")).concat();
    let tree = casebook(BOTH, [&consents, &consents]);
    for audience in Audience::ALL.into_iter().skip(1) {
        let (files, outcome) = edition(&tree, audience, true);
        assert_eq!(outcome.hidden.images, 0);
        let (path, bytes) = files.iter().find(|(path, _)| path.contains("assets/")).unwrap();
        assert!(image::load_from_memory(bytes).is_ok());
        let name = path.rsplit('/').next().unwrap().split('.').next().unwrap();
        assert!(name.len() == 16 && name.chars().all(|it| it.is_ascii_hexdigit()), "{path}");
        // The gate would have stopped the photograph as it was.
        let forbidden = Forbidden::of(&casebook::read(&tree).0.unwrap());
        let read = |bytes: Vec<u8>| casebook::verify(&forbidden, audience, &[("assets/a.jpg".to_owned(), bytes)]);
        assert!(!read(photograph()).is_empty() && read(bytes.clone()).is_empty());
        for (path, bytes) in &files {
            let text = String::from_utf8_lossy(bytes);
            for word in ["GPS 31", "Hemiao", "林禾苗", "周行远", "Exif\0"] {
                assert!(!text.contains(word) && !path.contains(word), "{audience:?}/{path}: {word}");
            }
        }
        let pages: String = files.iter().filter(|it| it.0.ends_with(".html")).map(|it| String::from_utf8_lossy(it.1)).collect();
        assert!(pages.contains("alt=\"青青的画，石头涂色\"") || audience != Audience::Staff, "the words are redacted");
        assert!(pages.contains("青青的画") || pages.contains("同学的画"), "{audience:?}");
        let drawn = files.iter().filter(|(path, _)| path.ends_with(".pdf")).map(|(path, bytes)| {
            let pdf = Document::load_mem(bytes).unwrap();
            let images = pdf.objects.values().filter_map(|it| match it {
                Object::Stream(it) if it.dict.get(b"Subtype").is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"Image")) => {
                    Some(it)
                }
                _ => None,
            });
            let mut count = 0;
            for it in images {
                assert!(!it.content.windows(6).any(|it| it == b"GPS 31"), "{path}");
                count += 1;
            }
            count
        });
        assert!(drawn.sum::<u32>() > 0, "{audience:?}: the summary shows it on paper");
    }
}
