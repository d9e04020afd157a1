//! The demo's documents: every number of the class summary is counted a second time, from the files, by code that knows
//! nothing of the program; and the PDFs are read back.

use std::collections::{BTreeMap, BTreeSet};

use casebook::site::documents::documents;
use casebook::site::{Document, Layout, Piece, Room};
use casebook::source::SourceTree;
use casebook::syntax::{Block, Inline};

use crate::demo::{self, Raw, SITE};
use crate::html_page::Page;
use crate::pdf_text::Pdf;

const SUMMARY: &str = "4-2-2025-2026-2-summary";

/// What a document says, tables included, as plain text: a paragraph, caption or row a line.
pub(crate) fn text(document: &Document) -> String {
    let mut text = String::new();
    for piece in &document.pieces {
        match piece {
            Piece::Text(block) => write_block(block, &mut text),
            Piece::Table(table) => {
                // tables of forms have neither number nor caption
                if table.number > 0 {
                    text += &format!("表{} {}\n", table.number, table.caption);
                }
                let head: Vec<&str> = table.columns.iter().map(|it| it.title.as_str()).collect();
                text += &format!("{}\n", head.join("|"));
                table.rows.iter().for_each(|row| text += &format!("{}\n", row.join("|")));
                text += &table.note.iter().map(|it| format!("{it}\n")).collect::<String>();
            }
            Piece::Figure(figure) => text += &format!("图{} {}\n", figure.number, figure.caption),
            Piece::Room(Room::Lines(count)) => text += &"____\n".repeat(usize::from(*count)),
            Piece::Room(Room::Signs(labels)) => text += &format!("{}：____\n", labels.join("：____ ")),
            Piece::Room(Room::Cut(words)) => text += &format!("- - - {words} - - -\n"),
            Piece::Room(Room::Signature(it)) => text += &format!("{}\n{}\n", it.name, it.date.in_words()),
        }
    }
    text
}

fn write_block(block: &Block, text: &mut String) {
    match block {
        Block::Paragraph(content) | Block::Heading { content, .. } => {
            write_inlines(content, text);
            text.push('\n');
        }
        Block::Quote(blocks) => blocks.iter().for_each(|it| write_block(it, text)),
        Block::List { items, .. } => items.iter().flat_map(|it| &it.blocks).for_each(|it| write_block(it, text)),
        Block::Table { head, rows, .. } => {
            for row in std::iter::once(head).chain(rows) {
                for cell in row {
                    write_inlines(cell, text);
                    text.push('|');
                }
                text.push('\n');
            }
        }
        _ => {}
    }
}

fn write_inlines(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) => text.push_str(words),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => write_inlines(inner, text),
            // whatever is no plain word parts what stands before and after it
            _ => text.push('\u{1f}'),
        }
    }
}

/// The demo's documents by the stem of their PDF.
fn demo_documents() -> BTreeMap<String, Document> {
    documents_of(&demo::tree())
}

/// A casebook's documents by the stem of their PDF.
pub(crate) fn documents_of(tree: &SourceTree) -> BTreeMap<String, Document> {
    let (casebook, findings) = casebook::read(tree);
    assert!(!findings.has_errors(), "{findings:?}");
    let casebook = casebook.unwrap();
    let view = casebook::privacy::project(&casebook, None, casebook::privacy::Audience::Teacher).unwrap();
    let mut findings = casebook::diag::Diagnostics::new();
    let stem = |it: &Document| it.pdf.as_str().trim_start_matches("pdf/").trim_end_matches(".pdf").to_owned();
    documents(&view, &casebook::theme::Theme::built_in().genres().unwrap(), &mut findings)
        .into_iter()
        .map(|it| (stem(&it), it))
        .collect()
}

/// Shares of a whole in percent that add up to 100: the largest remainders are rounded up.
fn shares(counts: &[usize]) -> Vec<usize> {
    let whole: usize = counts.iter().sum();
    let mut shares: Vec<usize> = counts.iter().map(|it| it * 100 / whole).collect();
    let mut order: Vec<usize> = (0..counts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(counts[*at] * 100 % whole));
    let missing = 100 - shares.iter().sum::<usize>();
    order.into_iter().take(missing).for_each(|at| shares[at] += 1);
    shares
}

#[test]
fn numbers_of_the_class_summary_are_those_of_the_files() {
    let raw = Raw::read();
    let said = text(&demo_documents()[SUMMARY]);
    let pupils = raw.codes().len();
    let mut expected: Vec<String> = Vec::new();

    let talks = raw.notes("谈心").len();
    expected.push(format!("全学期谈心{talks}次，人均{}次", talks / pupils));

    let goals =
        |chinese: &str, english: &str| raw.lines(&format!("结果: {chinese}")) + raw.lines(&format!("result: {english}"));
    let (met, partly, not_met) = (goals("达成", "met"), goals("部分达成", "partly"), goals("未达成", "not_met"));
    expected.push(format!("共订目标{}条", met + partly + not_met));
    expected.push(format!("达成{met}条，部分达成{partly}条，未达成{not_met}条"));

    let sessions = raw.rows("辅导");
    let held = sessions.iter().filter(|(_, row)| row["是否开展"] == "是").count();
    let cancelled = sessions.iter().filter(|(_, row)| row["是否开展"] == "否").count();
    let planned = sessions.len();
    assert_eq!(held + cancelled, planned);
    let rate = held as f64 * 100.0 / planned as f64;
    expected.push(format!("计划辅导{planned}次，落实{rate:.1}%（{held}/{planned}）。"));
    let methods = raw.rows("学习方法");
    let alone = methods.iter().filter(|(_, row)| row["会独立使用"] == "是").count();
    expected.push(format!("教会学习方法{}人次，其中{alone}人次已会独立使用", methods.len()));

    let weak = raw.rows("薄弱环节");
    let closed = weak.iter().filter(|(_, row)| row["掌握程度"].starts_with("独立")).count();
    expected.push(format!("登记薄弱环节{}个，已掌握{closed}个", weak.len()));

    let (visits, phone, book) = (raw.notes("家访").len(), raw.rows("电话抽查").len(), raw.rows("联络本").len());
    expected.push(format!("联系{}次", visits + phone + book));
    expected.push(format!("\n家访|{visits}|"));
    expected.push(format!("\n电话|{phone}|"));
    expected.push(format!("\n联络本|{book}|"));

    expected.push(format!("为{pupils}人提供课堂表现机会{}次", raw.rows("表现机会").len()));
    expected.push(format!("发现并表扬优点{}次", raw.rows("praise").len() + raw.rows("表扬").len()));
    let awards = raw.rows("奖励").into_iter().chain(raw.rows("award"));
    let flags: u32 =
        awards.map(|(_, row)| row.get("数量").or(row.get("qty")).and_then(|it| it.parse::<u32>().ok()).unwrap_or(1)).sum();
    expected.push(format!("小红旗{flags}面"));

    let answers = raw.table("surveys/causes/responses.csv");
    let mut causes: BTreeMap<&str, usize> = BTreeMap::new();
    answers.iter().for_each(|row| *causes.entry(&row["主要成因"]).or_default() += 1);
    let mut causes: Vec<(&str, usize)> = causes.into_iter().collect();
    causes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let counts: Vec<usize> = causes.iter().map(|it| it.1).collect();
    assert_eq!((&counts[..], &shares(&counts)[..]), (&[5, 2, 1][..], &[63, 25, 12][..]));
    expected.push(format!("成因问卷共回收{}份", answers.len()));
    let percents = shares(&counts);
    causes.iter().zip(&percents).for_each(|((cause, count), percent)| expected.push(format!("\n{cause}|{count}|{percent}|")));
    expected.push(format!("主要成因以{}为多，占{}%（{}/8）", causes[0].0, percents[0], causes[0].1));

    let exams = raw.table("classes/4-2/期末考试.csv");
    let passed = |day: &str| {
        let rows = exams.iter().filter(|row| row["日期"] == day);
        rows.filter(|row| row["数值"].parse::<f64>().unwrap() / row["满分"].parse::<f64>().unwrap() >= 0.6).count()
    };
    let (before, after) = (passed("2026-01-20"), passed("2026-07-01"));
    assert_eq!((before, after), (2, 5));
    expected.push(format!("合格人数由期初的{before}人增至{after}人（n={pupils}）"));
    expected.push("不作显著性结论".to_owned());

    let missing: Vec<&String> = expected.iter().filter(|it| !said.contains(&***it)).collect();
    assert!(missing.is_empty(), "not said:\n{missing:#?}\nbut\n{said}");
}

#[test]
fn the_progress_in_the_summary_is_that_of_the_tables() {
    let raw = Raw::read();
    let documents = demo_documents();
    let mut by_pupil: BTreeMap<String, Vec<(char, f64)>> = BTreeMap::new();
    for (code, row) in raw.rows("成绩跟踪") {
        let first = ["口算流畅度", "朗读流畅度", "离开任务次数"].contains(&row["指标"].as_str());
        if let Some(value) = row["数值"].parse::<f64>().ok().filter(|_| first) {
            by_pupil.entry(code).or_default().push((row["阶段"].chars().next().unwrap(), value));
        }
    }
    // NAP by its definition, over every pair of a baseline and a support value
    let lower = ["S05"];
    let said = text(&documents[SUMMARY]);
    let mut checked = 0;
    for (code, values) in &by_pupil {
        let of = |phase: char| values.iter().filter(move |it| it.0 == phase).map(|it| it.1);
        let sign = if lower.contains(&code.as_str()) { -1.0 } else { 1.0 };
        let (baseline, support): (Vec<f64>, Vec<f64>) = (of('A').collect(), of('B').chain(of('R')).collect());
        if baseline.len() < 3 || support.len() < 5 {
            continue;
        }
        let pairs = baseline.iter().flat_map(|a| support.iter().map(move |b| sign * (b - a)));
        let won: f64 = pairs
            .map(|it| {
                if it > 0.0 {
                    1.0
                } else if it == 0.0 {
                    0.5
                } else {
                    0.0
                }
            })
            .sum();
        let nap = won / (baseline.len() * support.len()) as f64;
        assert!(said.contains(&format!("NAP={nap:.2}")), "{code}: NAP={nap:.2} in\n{said}");
        checked += 1;
    }
    assert_eq!(checked, 7, "all but the one who was absent too often");
    assert!(said.contains("数据不足"));
}

#[test]
fn the_summary_is_of_the_length_that_is_asked_for() {
    let documents = demo_documents();
    let said = text(&documents[SUMMARY]);
    let characters = said.chars().filter(|it| ('\u{4e00}'..='\u{9fff}').contains(it)).count();
    assert!((1500..=4500).contains(&characters), "{characters} characters");
    let title = &documents[SUMMARY].title;
    assert_eq!(title, "四（2）班2025—2026学年度第二学期学习困难学生支持工作总结");
    let roster = std::fs::read_to_string(demo::content().join("roster.yaml")).unwrap();
    let names = roster.split("姓名: ").skip(1).map(|it| it.split(['\n', ',', '}']).next().unwrap().trim());
    let names: BTreeSet<&str> = names.filter(|it| it.chars().count() > 1).collect();
    assert!(names.len() > 20, "{names:?}");
    for (stem, document) in &documents {
        let said = text(document);
        let named: Vec<&&str> = names.iter().filter(|it| said.contains(**it)).collect();
        assert!(named.is_empty(), "{stem} names {named:?}");
        for empty in ["（n=0）", "NaN", "数据不足%", "，。", "。。", "，，", "：。", "{", "}"] {
            assert!(!said.contains(empty), "{stem}: {empty} in\n{said}");
        }
        let tables =
            said.lines().filter_map(|it| it.strip_prefix("表")).filter_map(|it| it.split(' ').next()?.parse::<u32>().ok());
        assert!(tables.eq(1..=said.lines().filter(|it| it.starts_with("表") && it.contains(' ')).count() as u32), "{stem}");
    }
}

#[test]
fn a_documents_page_says_what_its_pdf_says() {
    for (stem, document) in demo_documents() {
        let page = SITE.get(&format!("documents/{stem}.html")).unwrap_or_else(|| panic!("no page for {stem}"));
        let page = Page::read(std::str::from_utf8(page).unwrap());
        let pdf = Pdf::read(&SITE[&format!("pdf/{stem}.pdf")]).text();
        let bare = |text: &str| -> String { text.chars().filter(|it| !it.is_whitespace()).collect() };
        let page = bare(&page.text);
        assert!(page.contains(&bare(&document.title)), "{stem}");
        let mut long = 0;
        for piece in &document.pieces {
            let Piece::Text(Block::Paragraph(content)) = piece else { continue };
            let mut words = String::new();
            write_inlines(content, &mut words);
            for words in bare(&words).split('\u{1f}') {
                assert!(page.contains(words), "{stem}: the page lacks {words}");
                // a paragraph may run over a page's end, where the page number stands between its halves
                let beginning: String = words.chars().take(12).collect();
                assert!(pdf.contains(&beginning), "{stem}: the PDF lacks {beginning}");
            }
            long += 1;
        }
        // a form is its table
        let form = document.layout == Layout::Compact;
        assert!(long >= if form { 1 } else { 3 }, "{stem} has {long} paragraphs");
    }
}

#[test]
fn pdfs_can_be_filed_read_aloud_and_printed() {
    let documents = demo_documents();
    let pdfs: Vec<&String> = SITE.keys().filter(|it| it.ends_with(".pdf")).collect();
    assert_eq!(pdfs.len(), documents.len());
    for (stem, document) in &documents {
        let bytes = &SITE[&format!("pdf/{stem}.pdf")];
        let pdf = Pdf::read(bytes);
        let pages_of = |it: &Document| Pdf::read(&SITE[it.pdf.as_str()]).pages();
        let bound: usize = document.parts.iter().map(pages_of).sum();
        let range = match bound {
            0 if stem == SUMMARY => 3..=5,
            0 => 1..=11,
            // a compilation has its pieces, a cover, a preface and contents
            bound => bound + 3..=bound + 4,
        };
        assert!(range.contains(&pdf.pages()), "{stem} has {} pages", pdf.pages());
        assert_eq!(pdf.information("Title").as_deref(), Some(document.title.as_str()), "{stem}");
        assert_eq!(pdf.information("Author"), document.author, "{stem}");
        let language = pdf.language().unwrap_or_default().to_lowercase();
        assert!(language.starts_with("zh"), "{stem}: {language}");
        assert!(pdf.is_tagged(), "{stem}");
        assert!(!pdf.bookmarks().is_empty(), "{stem}");
        let date = pdf.information("CreationDate").unwrap_or_default();
        let day = document.date.to_string().replace('-', "");
        assert!(date.contains(&day), "{stem} is dated {date}, not {day}");
        let fonts = pdf.fonts();
        assert!(!fonts.is_empty(), "{stem}");
        assert!(fonts.values().all(|embedded| *embedded), "{stem}: {fonts:?}");
        let number = match document.layout {
            Layout::Gongwen => "—1—".to_owned(),
            Layout::School => "1".to_owned(),
            Layout::Compact => format!("1/{}", pdf.pages()),
        };
        assert!(pdf.text().contains(&number), "{stem}: the page numbers");
    }
}
