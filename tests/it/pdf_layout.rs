//! How documents are set, measured from the PDF: the text box of 公文, where lines and pages may break, sizes and faces.

use std::collections::BTreeMap;

use casebook::output::MemoryDoor;
use casebook::pdf::{Engine, OwnFiles, Settings, Supplies};
use casebook::site::{Document, Layout};
use casebook::source::SourceTree;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::demo::{self, SITE};
use crate::documents::documents_of;
use crate::pdf_lines::{Line, lines};

const SETTINGS: &str = "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";

/// Size 3 in points.
const SIZE: f64 = 15.75;

/// The lines of a document with this layout and text.
fn set(layout: &str, settings: &str, text: &str) -> Vec<Line> {
    let written = format!(
        "---\n文体: 工作总结\n标题: 样稿\n学期: 2025-2026-2\n作者: 四（2）班班主任：白老师\n日期: 2026-07-03\n版式: {layout}\n---\n\n{text}\n"
    );
    let settings = format!("{SETTINGS}{settings}");
    let tree = SourceTree::of_texts([("casebook.yaml", settings.as_str()), ("summaries/样稿.md", written.as_str())]);
    let door = MemoryDoor::default();
    let outcome = build(&tree, &Theme::built_in(), &Options { pdf: true, ..Options::default() }, &door);
    assert!(outcome.is_sound(), "{:?}", outcome.findings);
    lines(&door.into_files()["pdf/样稿.pdf"])
}

fn is_page_number(line: &Line) -> bool {
    line.text.trim().starts_with('—') && line.text.trim().ends_with('—') && line.text.contains(|it: char| it.is_ascii_digit())
}

fn body(all: &[Line], page: u32) -> Vec<&Line> {
    all.iter().filter(|it| it.page == page && !is_page_number(it)).collect()
}

/// Paragraphs that fill whole lines: the first line of each has two characters less.
fn full(character: &str, lines: usize) -> String {
    character.repeat(28 * lines - 2)
}

#[test]
fn gongwen_has_22_lines_of_28_characters_in_156_by_225_mm() {
    let all = set("公文", "", &[full("学", 30), full("生", 30)].join("\n\n"));
    let em = SIZE * 25.4 / 72.0;
    let page = body(&all, 2);
    assert_eq!(page.len(), 22);
    for line in &page {
        let (width, count) = (line.right - line.left, line.text.chars().count());
        assert!(line.left > 27.99 && line.right < 184.01, "{line:?}");
        match count {
            28 => assert!((155.5..156.001).contains(&width), "{width}"),
            26 => assert!((line.left - 28.0 - 2.0 * em).abs() < 0.2, "the first line is two characters in: {line:?}"),
            _ => panic!("{count} characters: {line:?}"),
        }
    }
    // A line's box reaches from 0.88 above its baseline to 0.12 below it.
    let (first, last) = (page[0].baseline - 0.88 * em, page[21].baseline + 0.12 * em);
    assert!((first - 37.0).abs() < 0.05, "the upper margin: {first}");
    assert!(last < 262.05 && last > 256.0, "the text box ends at 262: {last}");
    let pitches: Vec<f64> = page.windows(2).map(|pair| pair[1].baseline - pair[0].baseline).collect();
    assert!(pitches.iter().all(|it| (it - 225.0 / 22.0).abs() < 0.01), "{pitches:?}");
}

#[test]
fn gongwen_has_its_page_numbers_outside() {
    let all = set("公文", "", &full("学", 60));
    let numbers: Vec<&Line> = all.iter().filter(|it| is_page_number(it)).collect();
    assert_eq!(numbers.len(), 3);
    let em = 14.0 * 25.4 / 72.0;
    for number in numbers {
        assert_eq!((number.size, number.text.replace(' ', "")), (14.0, format!("—{}—", number.page)));
        match number.page % 2 {
            1 => assert!((184.0 - em - number.right).abs() < 0.3, "{number:?}"),
            _ => assert!((28.0 + em - number.left).abs() < 0.3, "{number:?}"),
        }
        assert!((262.0..274.0).contains(&number.baseline), "7 mm below the text box: {number:?}");
    }
}

#[test]
fn gongwen_has_its_faces_and_signature() {
    let text = "正文第一段。\n\n# 一级\n\n## 二级\n\n### 三级\n\n#### 四级\n\n正文最后一段。";
    let all = set("公文", "", text);
    let find = |words: &str| all.iter().find(|it| it.text.contains(words)).unwrap_or_else(|| panic!("{words}: {all:#?}"));
    assert_eq!(find("样稿").size, 22.0);
    assert!(find("样稿").face.contains("SemiBold"), "{}", find("样稿").face);
    for (words, face) in [("一、一级", "Hei"), ("（一）二级", "Kai"), ("1.三级", "Song"), ("（1）四级", "Song")]
    {
        let line =
            all.iter().find(|it| it.text.replace(' ', "").contains(words)).unwrap_or_else(|| panic!("{words}: {all:#?}"));
        assert!(line.face.contains(face) && line.size == SIZE, "{line:?}");
    }
    let em = SIZE * 25.4 / 72.0;
    let (name, date) = (find("白老师"), find("2026年7月3日"));
    assert!((184.0 - 2.0 * em - name.right).abs() < 0.6, "two characters from the right: {name:?}");
    assert!((date.left - name.left - 2.0 * em).abs() < 0.6, "the date begins two characters further: {name:?} {date:?}");
    let sealed = set("公文", "文稿: {盖章: 是, 落款单位: 晴川实验小学}\n", text);
    let find = |words: &str| sealed.iter().find(|it| it.text.contains(words)).unwrap();
    let (school, name, date) = (find("晴川实验小学"), find("白老师"), find("2026年7月3日"));
    assert!(date.right <= 184.0 - 4.0 * em + 0.6, "four characters from the right: {date:?}");
    for line in [school, name] {
        assert!(
            (line.left + line.right - date.left - date.right).abs() < 1.2,
            "above the middle of the date: {line:?} {date:?}"
        );
    }
    assert!(school.baseline < name.baseline && name.baseline < date.baseline);
}

#[test]
fn the_end_of_a_long_paragraph_goes_with_the_signature_and_no_more() {
    let mut moved = 0;
    for above in 9..=20 {
        let filler: Vec<String> = (0..above).map(|_| "学".repeat(20)).collect();
        let text = format!("{}\n\n{}", filler.join("\n\n"), full("生", 6));
        let all = set("公文", "", &text);
        let signed = all.iter().find(|it| it.text.contains("白老师")).unwrap();
        let of_last = |page: u32| body(&all, page).iter().filter(|it| it.text.contains('生')).count();
        assert!(of_last(signed.page) >= 2, "{above} lines above: nothing stands before the signature");
        if signed.page == 1 {
            continue;
        }
        moved += 1;
        let foot = body(&all, signed.page - 1).iter().map(|it| it.baseline).fold(0.0, f64::max);
        // Two lines, or as many as the page before had no room for.
        let gone = of_last(signed.page);
        assert!(
            gone == 2 || foot > 262.0 - 1.5 * 225.0 / 22.0,
            "{above} lines above: {gone} gone, the page before ends at {foot:.0} mm"
        );
    }
    assert!(moved > 4, "{moved}");
}

#[test]
fn school_papers_are_set_in_size_12_and_one_and_a_half_lines() {
    let all = set("校内", "", &[full("学", 20), full("生", 20)].join("\n\n"));
    let page = body(&all, 1);
    let text: Vec<&&Line> = page.iter().filter(|it| it.text.starts_with("学学")).collect();
    assert!(text.iter().all(|it| it.size == 12.0 && it.face.contains("Song")), "{text:?}");
    let pitch = text[2].baseline - text[1].baseline;
    assert!((20.0..=23.5).contains(&(pitch / 25.4 * 72.0)), "one and a half lines of 12 pt are some 22 pt: {pitch} mm");
    assert!(text.iter().all(|it| it.left > 31.6 && it.right < 178.4), "{text:?}");
}

#[test]
fn latin_keeps_a_quarter_from_chinese() {
    let width = |text: &str| {
        let all = set("公文", "", text);
        let line = all.iter().find(|it| it.text.contains(text)).unwrap().clone();
        (line.right - line.left) * 72.0 / 25.4
    };
    let apart = width("好8好") - width("好好") - (width("好88好") - width("好8好"));
    assert!((6.5..9.0).contains(&apart), "two quarters of 16 pt: {apart}");
}

/// Marks that close, and therefore never begin a line.
const CLOSING: &str = "，。、；：？！）】》〉」』”’…—％%‰～·";
/// Marks that open, and therefore never end a line.
const OPENING: &str = "（【《〈「『“‘";

/// Running text, as wide as the text box: not tables, captions or drawings.
fn demo() -> BTreeMap<&'static str, Vec<Line>> {
    SITE.iter().filter(|(path, _)| path.ends_with(".pdf")).map(|(path, bytes)| (path.as_str(), lines(bytes))).collect()
}

#[test]
fn no_line_of_the_demo_begins_or_ends_with_the_wrong_mark() {
    let mut seen = 0;
    for (path, all) in demo() {
        // The mark of a footnote stands higher than the line it is in.
        let goes_on = |line: &Line| {
            let before = |it: &&Line| it.page == line.page && (it.right - line.left).abs() < 0.5;
            all.iter().filter(before).any(|it| (it.baseline - line.baseline).abs() < 3.0)
        };
        for line in all.iter().filter(|it| it.size >= 9.0 && !is_page_number(it) && !goes_on(it)) {
            seen += 1;
            let words = line.text.trim();
            let wrong = words.starts_with(|it| CLOSING.contains(it)) && words.chars().count() > 1
                || words.ends_with(|it| OPENING.contains(it));
            assert!(!wrong, "{path}, page {}: {words}", line.page);
        }
    }
    assert!(seen > 1000, "{seen} lines");
}

#[test]
fn no_heading_of_the_demo_stands_at_a_pages_foot() {
    let mut seen = 0;
    for (path, all) in demo() {
        let pages = all.iter().map(|it| it.page).max().unwrap();
        for page in 1..=pages {
            let body = body(&all, page);
            let is_heading = |it: &Line| {
                it.size == SIZE
                    && (it.face.contains("Hei") && it.text.contains('、')
                        || it.face.contains("Kai") && it.text.starts_with('（'))
            };
            seen += body.iter().filter(|it| is_heading(it)).count();
            let last = body.iter().max_by(|a, b| a.baseline.total_cmp(&b.baseline)).unwrap();
            assert!(!is_heading(last), "{path}, page {page}: {}", last.text);
            // A mark at a line's end is half as wide as it says, and a blank there is nothing.
            let end = |it: &Line| {
                let half = it.size * 25.4 / 144.0;
                match it.text.chars().next_back() {
                    Some(' ') => it.right - half / 2.0,
                    Some(mark) if CLOSING.contains(mark) => it.right - half,
                    _ => it.right,
                }
            };
            // the text block of the official layout; record tables and letters have margins of their own
            let official = body.iter().any(|it| it.size == SIZE);
            let wide: Vec<_> = body.iter().filter(|it| official && it.size >= 9.0 && end(it) > 184.1).collect();
            assert!(wide.is_empty(), "{path}: lines run into the margin: {wide:?}");
        }
    }
    assert!(seen > 20, "{seen} headings");
}

#[test]
fn words_of_drawings_can_be_read() {
    let mut sizes: Vec<f64> = Vec::new();
    for (_, all) in demo() {
        sizes.extend(all.iter().filter(|it| it.size < 9.0).map(|it| it.size));
    }
    assert!(sizes.len() > 50, "{} words", sizes.len());
    let smallest = sizes.iter().copied().fold(f64::INFINITY, f64::min);
    assert!(smallest >= 6.0, "marks of footnotes are the smallest: {smallest}");
    // 600 units of a drawing over its width, of which words take 11 at least
    let theme = include_str!("../../themes/default/typst/gongwen.typ");
    let width: f64 = theme.split("drawing: ").nth(1).unwrap().split("pt").next().unwrap().parse().unwrap();
    assert!(11.0 * width / 600.0 >= 7.0, "{width}");
}

/// The body's lines by page, of documents that are one text: in a compilation each piece ends on a page of its own.
fn texts() -> Vec<(&'static str, Vec<Vec<Line>>)> {
    let bound = |path: &str| path.contains("汇编");
    let pages = |all: &[Line]| {
        let last = all.iter().map(|it| it.page).max().unwrap();
        (1..=last).map(|page| body(all, page).into_iter().cloned().collect()).collect()
    };
    demo().into_iter().filter(|(path, _)| !bound(path)).map(|(path, all)| (path, pages(&all))).collect()
}

#[test]
fn no_line_that_leads_to_others_is_the_last_of_a_page() {
    let mut seen = 0;
    for (path, pages) in texts() {
        for (at, page) in pages.iter().enumerate().take(pages.len() - 1) {
            let last = page.iter().filter(|it| it.size >= 10.0).max_by(|a, b| a.baseline.total_cmp(&b.baseline)).unwrap();
            assert!(!last.text.trim_end().ends_with('：'), "{path}, page {}: {}", at + 1, last.text);
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen} pages");
}

#[test]
fn no_line_of_schools_own_papers_is_a_single_character() {
    let mut seen = 0;
    let own = |path: &str| ["letter", "portfolio", "comments", "contact-log", "support-log"].iter().any(|it| path.contains(it));
    for (path, pages) in texts().into_iter().filter(|(path, _)| own(path)) {
        for line in pages.iter().flatten().filter(|it| it.size > 10.0) {
            let han = line.text.chars().filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it)).count();
            assert!(han != 1 || line.text.trim().chars().count() > 4, "{path}: {}", line.text);
            seen += 1;
        }
    }
    assert!(seen > 1300, "{seen} lines");
}

#[test]
fn no_page_but_the_last_has_an_empty_quarter() {
    let mut seen = 0;
    for (path, pages) in texts() {
        for (at, page) in pages.iter().enumerate().take(pages.len() - 1) {
            let last = page.iter().map(|it| it.baseline).fold(0.0, f64::max);
            assert!(last > 200.0, "{path}, page {}, ends at {last:.0} mm", at + 1);
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen} pages");
}

#[test]
fn every_document_settles_in_every_layout() {
    // With a file of one's own, what Typst remarks about the others is told.
    let files = BTreeMap::from([("own.typ".to_owned(), Vec::new())]);
    let theme = OwnFiles { folder: "themes/school/typst/".into(), files };
    let engine = Engine::new(Settings { theme, ..Settings::default() }).unwrap();
    let supplies = Supplies { images: &|_, _| None, sources: None, cache: None };
    let documents: Vec<Document> = documents_of(&demo::tree()).into_values().collect();
    for layout in [Layout::Gongwen, Layout::School, Layout::Compact] {
        let documents: Vec<Document> = documents.iter().map(|it| Document { layout, ..it.clone() }).collect();
        engine.set_all(&documents, supplies, |at, result| {
            let warnings = result.unwrap().warnings;
            assert!(warnings.is_empty(), "{layout:?}: {}: {warnings:?}", documents[at].title);
        });
    }
}

#[test]
fn tables_and_figures_stand_in_order() {
    let mut seen = 0;
    for (path, pages) in texts() {
        for kind in ['表', '图'] {
            let number = |line: &Line| {
                let words = line.text.trim().strip_prefix(kind)?.replace(' ', "");
                let digits: String = words.chars().take_while(char::is_ascii_digit).collect();
                let caption = line.face.contains("Hei") && words[digits.len()..].starts_with('　');
                digits.parse::<u32>().ok().filter(|_| caption)
            };
            let numbers: Vec<u32> = pages.iter().flatten().filter_map(number).collect();
            assert!(numbers.is_sorted(), "{path}: {numbers:?}");
            seen += numbers.len();
        }
    }
    assert!(seen > 60, "{seen} captions");
}
