use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};
use std::time::Instant;

use lopdf::Object;
use proptest::prelude::*;

use super::sample::{causes, heading, paragraph, plain, span, stone, summary, text};
use super::*;
use crate::diag::Language;
use crate::site::chart::{BarChart, GoalChart};
use crate::site::{Chart, FigureView, Layout, Piece, Signature, TableView};
use crate::syntax::{Align, Block, Footnote, Inline, ListItem};

pub(super) static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::new(Settings::default()).expect("the built-in theme"));

const LAYOUTS: [Layout; 3] = [Layout::Gongwen, Layout::School, Layout::Compact];

/// The least PNG: one pixel.
pub(super) const PIXEL: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde\x00\x00\x00\x0c\
    IDATx\xdacP\x09\xa8\x02\x00\x01\x8a\x00\xef\x8f\xe0~\xcc\x00\x00\x00\x00IEND\xaeB`\x82";

/// No images, no sources, no cache.
pub(super) const NOTHING: Supplies = Supplies { images: &|_, _| None, sources: None, cache: None };

fn with_images<'a>(images: &'a Images<'a>) -> Supplies<'a> {
    Supplies { images, ..NOTHING }
}

pub(super) fn set(document: &Document) -> Pdf {
    ENGINE.set(document, NOTHING).unwrap_or_else(|findings| panic!("{findings:?}"))
}

/// Set in every layout, each keeping to the standards; the pages of the first.
fn set_soundly(document: Document) -> usize {
    let pages = LAYOUTS.map(|layout| {
        let pdf = set(&Document { layout, ..document.clone() });
        assert!(pdf.objections.is_empty(), "{layout:?}: {:?}", pdf.objections);
        pdf.pages
    });
    pages[0]
}

fn of(blocks: Vec<Block>) -> Document {
    plain("样稿", blocks.into_iter().map(Piece::Text).collect())
}

pub(super) fn codes(findings: &Diagnostics) -> Vec<Code> {
    findings.iter().map(|it| it.code).collect()
}

pub(super) fn words(pdf: &Pdf, page: u32) -> String {
    let file = lopdf::Document::load_mem(&pdf.bytes).expect("a PDF");
    file.extract_text(&[page]).expect("text").replace(['\n', ' '], "")
}

/// Every string of a PDF under one of these keys.
fn strings(pdf: &Pdf, key: &[u8]) -> Vec<String> {
    let file = lopdf::Document::load_mem(&pdf.bytes).expect("a PDF");
    let dictionaries = file.objects.values().filter_map(|it| match it {
        Object::Dictionary(it) => Some(it),
        Object::Stream(it) => Some(&it.dict),
        _ => None,
    });
    let nested = |it: &lopdf::Dictionary| it.iter().filter_map(|(_, it)| it.as_dict().ok().cloned()).collect::<Vec<_>>();
    let all = dictionaries.flat_map(|it| [vec![it.clone()], nested(it)].concat());
    all.filter_map(|it| it.get(key).ok().and_then(|it| lopdf::decode_text_string(it).ok())).collect()
}

#[test]
fn everything_is_set_to_standard() {
    let pages = set_soundly(summary());
    assert!((4..=6).contains(&pages), "{pages}");
    let pdf = set(&summary());
    assert!(pdf.warnings.is_empty(), "{:?}", pdf.warnings);
    assert!(strings(&pdf, b"Lang").iter().all(|it| it == "zh-CN"), "{:?}", strings(&pdf, b"Lang"));
    let titles = strings(&pdf, b"Title");
    for title in ["一、 基本情况", "（一） 先谈心，后补课", "1. 谈心的做法", "（1） 每周一次"] {
        assert!(titles.iter().any(|it| it == title), "{title}: {titles:?}");
    }
    assert!(words(&pdf, 1).contains("表1　重点支持学生基本情况"), "{}", words(&pdf, 1));
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let documents: Vec<Document> = (0..3).map(|_| summary()).collect();
    let first = set(&summary()).bytes;
    let others = Mutex::new(Vec::new());
    ENGINE.set_all(&documents, NOTHING, |at, pdf| {
        let pdf = pdf.unwrap_or_else(|findings| panic!("{findings:?}"));
        others.lock().unwrap().push((at, pdf.bytes == first));
    });
    let mut others = others.into_inner().unwrap();
    others.sort_unstable();
    assert_eq!(others, [(0, true), (1, true), (2, true)]);
    assert!(set(&summary()).bytes == first, "also when Typst has forgotten everything");
}

#[test]
fn a_users_words_are_only_words() {
    let nasty = "#eval(\"1\") #panic() $a_b$ <label> @ref `raw` \"]) #panic(\"z\") \\u{41} -- // /* */ *b* = h";
    let link = |target: &str| Inline::Link { target: target.into(), content: vec![text("链接")], span: span() };
    let mut document = of(vec![
        paragraph(nasty),
        Block::Code { info: nasty.into(), text: nasty.into() },
        Block::Html(nasty.into()),
        Block::Paragraph(["javascript:alert(1)", "file:///etc/passwd", "a/b.md", "data:x", " https://x"].map(link).to_vec()),
        Block::Paragraph(["https://example.org/", "mailto:a@example.org", "TEL:010"].map(link).to_vec()),
        Block::Quote(vec![paragraph(nasty)]),
    ]);
    document.title = nasty.into();
    document.title_parts = vec![nasty.into()];
    (document.subtitle, document.author, document.keywords) = (Some(nasty.into()), Some(nasty.into()), vec![nasty.into()]);
    document.attachments = vec![nasty.into()];
    document.signature = Some(Signature { name: nasty.into(), date: document.date });
    let mut table = causes(1, 1);
    (table.caption, table.note, table.rows[0][0]) = (nasty.into(), Some(nasty.into()), nasty.into());
    document.pieces.push(Piece::Table(table));
    document.pieces.push(heading(1, nasty));
    set_soundly(document.clone());
    let pdf = set(&document);
    let mut targets = strings(&pdf, b"URI");
    targets.sort();
    assert_eq!(targets, ["TEL:010", "https://example.org/", "mailto:a@example.org"]);
    assert!(words(&pdf, 1).contains("#eval(\"1\")#panic()$a_b$<label>@ref`raw`"), "{}", words(&pdf, 1));
}

#[test]
fn characters_that_no_face_has_are_shown_and_told() {
    let mut document = of(vec![paragraph("王\u{20005}同学笑了😀。")]);
    document.signature = Some(Signature { name: "\u{20005}老师".into(), date: document.date });
    set_soundly(document.clone());
    let pdf = set(&document);
    assert_eq!(codes(&pdf.warnings), [Code::MissingGlyph; 2]);
    let told: Vec<_> = pdf.warnings.iter().map(|it| it.message(Language::Chinese)).collect();
    assert!(
        told.iter().any(|it| it.contains("“\u{20005}”（U+20005）") && it.contains("样稿") && it.contains("同学笑了")),
        "{told:?}"
    );
    assert!(words(&pdf, 1).contains("王〓同学笑了〓"));
}

#[test]
fn depth_and_gaps_do_no_harm() {
    let mut quote = paragraph("深处");
    let mut list = paragraph("深处");
    let mut strong = text("深处");
    for _ in 0..100 {
        quote = Block::Quote(vec![quote]);
        list = Block::List { start: None, tight: false, items: vec![ListItem { task: None, blocks: vec![list] }] };
        strong = Inline::Strong(vec![Inline::Emphasis(vec![strong])]);
    }
    let mut document = of(vec![quote, list, Block::Paragraph(vec![strong])]);
    for level in [3, 1, 4, 6, 2, 5] {
        document.pieces.push(heading(level, "标题"));
        document.pieces.push(heading(level, " "));
    }
    set_soundly(document);
}

#[test]
fn little_is_enough() {
    set_soundly(plain("", Vec::new()));
    let empty = TableView { rows: Vec::new(), note: None, caption: String::new(), number: 0, ..causes(0, 1) };
    let no_columns = TableView { columns: Vec::new(), ..causes(3, 1) };
    let ragged = TableView {
        rows: vec![vec!["只有一格".into()].into(), Vec::new().into(), vec!["—".into(); 9].into()],
        ..causes(2, 1)
    };
    let tables = [empty, no_columns, ragged].map(Piece::Table).to_vec();
    set_soundly(Document { title_parts: vec!["别的".into()], language: Language::English, ..plain("Title", tables) });
    set_soundly(of(vec![
        Block::Paragraph(Vec::new()),
        Block::List { start: Some(0), tight: true, items: Vec::new() },
        Block::List { start: Some(9), tight: false, items: vec![ListItem { task: None, blocks: Vec::new() }] },
        Block::Table { align: Vec::new(), head: Vec::new(), rows: Vec::new() },
        Block::Table { align: vec![Align::Center], head: vec![vec![text("甲")]], rows: vec![vec![vec![text("乙")], vec![]]] },
        Block::Code { info: String::new(), text: String::new() },
        Block::Html(String::new()),
        Block::Quote(Vec::new()),
    ]));
}

#[test]
fn footnotes_may_be_cited_anywhere() {
    let cite = |index| Inline::FootnoteRef(index);
    let mut document = of(vec![
        Block::Paragraph(vec![text("一"), cite(0), text("二"), cite(0), text("三"), cite(7)]),
        Block::Table {
            align: vec![], head: vec![vec![text("甲"), cite(1)]], rows: vec![vec![vec![text("乙"), cite(1)]]; 60]
        },
        Block::Quote(vec![Block::Paragraph(vec![cite(2)])]),
    ]);
    document.pieces.push(Piece::Text(Block::Heading { level: 1, content: vec![text("题"), cite(3)] }));
    let note = |index| Footnote { label: "x".into(), blocks: vec![Block::Paragraph(vec![text("注"), cite(index)])] };
    document.footnotes = vec![note(0), note(2), note(1), note(9)];
    set_soundly(document);
}

#[test]
fn a_long_table_goes_on_under_its_head() {
    let table = causes(2, 30);
    let rows = table.rows.len();
    let pdf = set(&plain("样稿", vec![Piece::Table(table)]));
    assert!(pdf.pages > 1 && pdf.objections.is_empty(), "{} pages, {:?}", pdf.pages, pdf.objections);
    let pages: Vec<String> = (1..=pdf.pages as u32).map(|it| words(&pdf, it)).collect();
    assert!(pages[0].contains("表2") && !pages[0].contains("续表"), "{}", pages[0]);
    assert!(pages[1..].iter().all(|it| it.contains("续表2") && it.contains("主要成因")), "{pages:?}");
    let shown: usize = pages.iter().map(|it| it.matches("不会读题").count()).sum();
    assert_eq!(shown * 3, rows);
}

#[test]
fn no_row_of_a_table_stands_alone_on_a_page() {
    for rows in (12usize..48).step_by(3) {
        let mut table = causes(2, rows.div_ceil(3));
        table.rows.truncate(rows);
        table.rows.iter_mut().for_each(|row| row[0] = "行".into());
        for layout in LAYOUTS {
            let document = Document {
                layout,
                ..plain("样稿", vec![Piece::Text(paragraph(&"学".repeat(300))), Piece::Table(table.clone())])
            };
            let pdf = set(&document);
            assert!(pdf.objections.is_empty(), "{:?}", pdf.objections);
            let shown = (1..=pdf.pages as u32).map(|page| words(&pdf, page).matches('行').count()).collect::<Vec<_>>();
            assert_eq!(shown.iter().sum::<usize>(), rows);
            assert!(!shown.contains(&1), "{layout:?}, {rows} rows: {shown:?}");
        }
    }
}

#[test]
fn a_page_of_gongwen_has_22_lines_of_28_characters() {
    // Full lines, the last included; the first line of a paragraph is two characters shorter.
    let lines = |lines: usize| Piece::Text(paragraph(&"学".repeat(28 * lines - 2)));
    let pages = |pieces: Vec<Piece>| set(&plain("样稿", pieces)).pages;
    let first = (1..30).take_while(|it| pages(vec![lines(*it)]) == 1).count();
    assert!((19..=21).contains(&first), "{first} lines below the title");
    assert_eq!(pages(vec![lines(first), lines(22)]), 2);
    assert_eq!(pages(vec![lines(first), lines(23)]), 3);
    assert_eq!(pages(vec![lines(first), lines(44)]), 3);
    let more = Piece::Text(paragraph(&"学".repeat(28 * 22 - 1)));
    assert_eq!(pages(vec![lines(first), more]), 3, "one character more begins a line");
}

const DRAWING: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><text x='2' y='20'>方块里的字</text></svg>";

#[test]
fn images_are_shown_or_told_in_words() {
    let image = |target: &str, alt: &str, title: &str| Inline::Image {
        target: target.into(),
        alt: alt.into(),
        title: title.into(),
        span: span(),
    };
    let document = of(vec![
        Block::Paragraph(vec![image("good.png", "一个点", "图题")]),
        Block::Paragraph(vec![image("good.png", "", "")]),
        Block::Paragraph(vec![text("行中"), image("good.png", "点", ""), text("图")]),
        Block::Paragraph(vec![image("drawn.svg", "方块", "")]),
        Block::Paragraph(vec![image("absent.png", "没有的", "")]),
    ]);
    let images = |target: &str, _: Span| match target {
        "good.png" => Some(("png", PIXEL.to_vec())),
        "drawn.svg" => Some(("svg", DRAWING.as_bytes().to_vec())),
        _ => None,
    };
    let pdf = ENGINE.set(&document, with_images(&images)).expect("set");
    assert!(pdf.objections.is_empty(), "{:?}", pdf.objections);
    assert_eq!(codes(&pdf.warnings), [], "an absent image is told by whoever looked for it");
    assert!(words(&pdf, 1).contains("［没有的］") && words(&pdf, 1).contains("方块里的字"), "{}", words(&pdf, 1));
}

#[test]
fn a_broken_document_stops_no_other() {
    let image = Inline::Image { target: "x".into(), alt: "x".into(), title: String::new(), span: span() };
    let documents = [summary(), of(vec![Block::Paragraph(vec![image])]), summary()];
    let failing = |_: &str, _: Span| -> Option<(&'static str, Vec<u8>)> { panic!("out of luck") };
    let results = Mutex::new(BTreeMap::new());
    ENGINE.set_all(&documents, with_images(&failing), |at, result| {
        results.lock().unwrap().insert(at, result.map(|it| it.pages > 0));
    });
    let results = results.into_inner().unwrap();
    assert_eq!((results[&0].as_ref(), results[&2].as_ref()), (Ok(&true), Ok(&true)));
    let findings = results[&1].as_ref().expect_err("it panicked");
    assert_eq!(codes(findings), [Code::DocumentFailed]);
    assert!(findings.iter().all(|it| it.message(Language::Chinese).contains("out of luck")));
}

#[test]
fn what_is_in_the_cache_is_not_set_again_and_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let images = |_: &str, _: Span| Some(("png", PIXEL.to_vec()));
    let image = Inline::Image { target: "a.png".into(), alt: "点".into(), title: String::new(), span: span() };
    let documents = [summary(), of(vec![paragraph("王\u{20005}同学"), Block::Paragraph(vec![image])])];
    let all = |engine: &Engine, supplies: Supplies| {
        let results = Mutex::new(BTreeMap::new());
        // Where a document is kept is the cache's affair, not part of what it is.
        let set = |result: Result<Pdf, Diagnostics>| {
            let pdf = result.expect("set");
            assert_eq!(pdf.kept.is_some(), supplies.cache.is_some());
            Pdf { kept: None, ..pdf }
        };
        engine.set_all(&documents, supplies, |at, result| drop(results.lock().unwrap().insert(at, set(result))));
        results.into_inner().unwrap()
    };
    let entries = || std::fs::read_dir(folder.path().join(".casebook/cache/teacher")).map_or(0, Iterator::count);
    let plain = all(&ENGINE, with_images(&images));
    let cache = Cache::of(folder.path(), crate::privacy::Audience::Teacher);
    let supplies = Supplies { cache: Some(&cache), ..with_images(&images) };
    assert_eq!(all(&ENGINE, supplies), plain);
    assert_eq!(entries(), 2);
    // A theme of the same text whose engine cannot set anything: what comes, comes from the cache.
    let hasty = Engine::new(Settings::default()).unwrap().with_patience(Duration::ZERO);
    assert_eq!(all(&hasty, supplies), plain, "bytes, pages and warnings");
    assert_eq!(entries(), 2);
    let unused = BTreeMap::from([("unused.typ".to_owned(), Vec::new())]);
    let more = [
        Settings { theme: OwnFiles { files: unused, ..OwnFiles::default() }, ..Settings::default() },
        Settings { fonts: vec![Arc::from(&b"no face"[..])], ..Settings::default() },
        Settings { school: Some("晴川实验小学".to_owned()), ..Settings::default() },
        Settings { seal: true, ..Settings::default() },
    ];
    for (at, settings) in more.into_iter().enumerate() {
        let before = entries();
        all(&Engine::new(settings).unwrap(), supplies);
        assert!(entries() > before, "change {at} of the settings makes other documents");
    }
    let before = entries();
    let other_image = |_: &str, _: Span| Some(("png", [PIXEL, b"more"].concat()));
    all(&ENGINE, Supplies { cache: Some(&cache), ..with_images(&other_image) });
    assert_eq!(entries(), before + 1, "one document shows the image");
}

#[test]
fn sources_are_attached_to_pdf_a_3() {
    let sources = |_: &Document| {
        vec![Source { name: "S01-谈心.md".to_owned(), text: "---\n主题: 作业\n---\n正文#eval\n".to_owned() }]
    };
    let pdf = ENGINE.set(&summary(), Supplies { sources: Some(&sources), ..NOTHING }).expect("set");
    assert!(pdf.objections.is_empty(), "{:?}", pdf.objections);
    let file = lopdf::Document::load_mem(&pdf.bytes).expect("a PDF");
    let attached: Vec<_> = file.objects.values().filter_map(|it| it.as_stream().ok()).collect();
    let attached =
        attached.iter().filter(|it| it.dict.get(b"Type").is_ok_and(|it| it.as_name().is_ok_and(|it| it == b"EmbeddedFile")));
    let texts: Vec<_> = attached.map(|it| it.decompressed_content().unwrap_or_else(|_| it.content.clone())).collect();
    assert_eq!(texts, ["---\n主题: 作业\n---\n正文#eval\n".as_bytes()]);
    let metadata = |pdf: &Pdf| String::from_utf8_lossy(&pdf.bytes).into_owned();
    assert!(
        metadata(&pdf).contains("<pdfaid:part>3</pdfaid:part>") && metadata(&pdf).contains("<pdfuaid:part>1</pdfuaid:part>")
    );
    assert!(metadata(&set(&summary())).contains("<pdfaid:part>2</pdfaid:part>"));
}

#[test]
fn nothing_of_the_data_is_in_destinations() {
    let file = lopdf::Document::load_mem(&set(&summary()).bytes).expect("a PDF");
    let catalog = file.catalog().expect("a catalog");
    let names = catalog.get(b"Names").and_then(|it| file.dereference(it)).map(|(_, it)| format!("{it:?}"));
    let names = names.unwrap_or_default();
    assert!(!names.contains("S0") && !names.contains("shitou"), "{names}");
}

/// Words of any characters, and of those that have done harm before.
fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,12}".prop_map(|it| it),
        proptest::collection::vec(any::<char>(), 0..8).prop_map(|it| it.into_iter().collect()),
        "[学习困难，。“”（）《》…—0-9a-z ]{0,40}".prop_map(|it| it),
    ]
}

fn any_inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        any_words().prop_map(Inline::Text),
        any_words().prop_map(Inline::Code),
        any_words().prop_map(Inline::Html),
        (0usize..4).prop_map(Inline::FootnoteRef),
        Just(Inline::SoftBreak),
        Just(Inline::HardBreak),
        any_words().prop_map(|alt| Inline::Image { target: "a.png".into(), alt, title: String::new(), span: span() }),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        let inner = proptest::collection::vec(inner, 0..3);
        prop_oneof![
            inner.clone().prop_map(Inline::Strong),
            inner.clone().prop_map(Inline::Emphasis),
            inner.clone().prop_map(Inline::Strike),
            inner.prop_map(|content| Inline::Link { target: "https://example.org/".into(), content, span: span() }),
        ]
    });
    proptest::collection::vec(inline, 0..4)
}

fn any_block() -> impl Strategy<Value = Block> {
    let row = || proptest::collection::vec(any_inlines(), 0..4);
    let leaf = prop_oneof![
        any_inlines().prop_map(Block::Paragraph),
        (1u8..7, any_inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        any_words().prop_map(|text| Block::Code { info: String::new(), text }),
        any_words().prop_map(Block::Html),
        Just(Block::Rule),
        (row(), proptest::collection::vec(row(), 0..4)).prop_map(|(head, rows)| Block::Table { align: vec![], head, rows }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let blocks = proptest::collection::vec(inner, 0..3);
        let item = (any::<Option<bool>>(), blocks.clone()).prop_map(|(task, blocks)| ListItem { task, blocks });
        let items = proptest::collection::vec(item, 0..3);
        prop_oneof![
            blocks.prop_map(Block::Quote),
            (any::<Option<u64>>(), any::<bool>(), items).prop_map(|(start, tight, items)| Block::List { start, tight, items }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is written, a document comes of it, and one that keeps to the standards.
    #[test]
    fn anything_can_be_set(blocks in proptest::collection::vec(any_block(), 0..8), title in any_words(), notes in
        proptest::collection::vec(any_inlines(), 0..3))
    {
        let mut document = of(blocks);
        document.title_parts = vec![title.clone()];
        document.title = title;
        let note = |content| Footnote { label: String::new(), blocks: vec![Block::Paragraph(content)] };
        document.footnotes = notes.into_iter().map(note).collect();
        let pdf = ENGINE.set(&document, with_images(&|_, _| Some(("png", PIXEL.to_vec()))));
        prop_assert!(matches!(&pdf, Ok(pdf) if pdf.objections.is_empty()), "{:?}", pdf.map(|it| it.objections));
    }
}

/// The sample in every layout, in the system's folder for temporary files, to be looked at.
#[test]
#[ignore = "for the eye"]
fn samples_to_look_at() {
    let write = |name: &str, document: &Document| {
        let pdf = set(document);
        std::fs::write(std::env::temp_dir().join(name), &pdf.bytes).expect("a writable folder");
        eprintln!("{name}: {} pages, {} bytes, {:?}", pdf.pages, pdf.bytes.len(), pdf.objections);
    };
    for layout in LAYOUTS {
        write(&format!("casebook-{layout:?}.pdf").to_lowercase(), &Document { layout, ..summary() });
    }
    write("casebook-table.pdf", &plain("样稿", vec![Piece::Table(causes(2, 30)), Piece::Figure(stone(1))]));
    let bars = [("基础知识薄弱", 5.0, "5人（63%）"), ("学习技能不足", 2.0, "2人（25%）"), ("环境影响", 1.0, "1人（12%）")];
    let bars = bars.map(|(label, amount, printed)| (label.to_owned(), amount, printed.to_owned())).to_vec();
    let bars = Chart::Bars(BarChart { id: "b".into(), title: "成因".into(), description: "成因".into(), bars });
    let amount = |value: f64| (value, format!("{value}题/分"));
    let (start, target, actual) = (amount(13.0), amount(20.0), amount(21.0));
    let goal = Chart::Goal(GoalChart { description: "目标".into(), start, target, actual });
    let figure = |number, chart| Piece::Figure(FigureView { number, caption: "Causes".into(), chart, data: causes(0, 1) });
    let words = "Eight pupils were supported this term; five of them in mathematics. ".repeat(4);
    let words = Piece::Text(paragraph(&words));
    let mut english =
        plain("Report on a term of support", vec![heading(2, "Basics"), words.clone(), heading(3, "Causes"), words]);
    english.pieces.extend([figure(1, bars), figure(2, goal), Piece::Table(causes(1, 1))]);
    english.subtitle = Some("S02".into());
    english.signature = Some(Signature { name: "Bai".into(), date: english.date });
    write("casebook-english.pdf", &Document { language: Language::English, layout: Layout::School, ..english });
}

/// How long documents take: the first, later ones with other words, and many on all threads.
#[test]
#[ignore = "a measurement"]
fn speed() {
    let other = |at: usize| {
        let mut document = summary();
        document.title = format!("第{at}份{}", document.title);
        document.pieces.insert(3, Piece::Text(paragraph(&format!("第{at}份的第一段话，与别的不同。").repeat(3))));
        document.pieces.push(Piece::Text(paragraph(&format!("第{at}份的最后一段话，与别的不同。").repeat(3))));
        document
    };
    let begin = Instant::now();
    let engine = Engine::new(Settings::default()).expect("the built-in theme");
    eprintln!("engine: {:?}", begin.elapsed());
    for at in 0..6 {
        let document = other(at);
        let begin = Instant::now();
        let pdf = engine.set(&document, NOTHING).expect("set");
        eprintln!("document {at}: {:?}, {} pages", begin.elapsed(), pdf.pages);
    }
    for threads in [1, 2] {
        let documents: Vec<Document> = (100 * threads..100 * threads + 300).map(other).collect();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let begin = Instant::now();
        pool.install(|| engine.set_all(&documents, NOTHING, |_, it| assert!(it.is_ok())));
        let memory = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let peak = memory.lines().find(|it| it.starts_with("VmHWM")).unwrap_or_default().to_owned();
        eprintln!("300 documents on {threads} threads: {:?}; {peak}", begin.elapsed());
    }
}
