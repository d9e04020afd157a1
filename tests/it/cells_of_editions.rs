//! Numbers of persons as colleagues and research read them: none of few, and none that what stands beside it gives away.
//!
//! The pages are read as they leave. What is few is written down here once more.

use std::collections::BTreeMap;

use casebook::output::MemoryDoor;
use casebook::privacy::Audience;
use casebook::source::SourceTree;
use casebook::theme::Theme;
use casebook::{Options, build};

use crate::demo;
use crate::editions::of;
use crate::html_page::Page;

/// Heads of columns in which persons are counted.
const PERSONS: [&str; 8] = ["人数", "份数", "覆盖人数", "覆盖", "涉及人数", "涉及", "提高人数", "n"];

/// Tables whose rows are parts of the number that stands below.
const PARTS: [&str; 3] = ["成因统计", "关注领域统计", "支持层级"];

const WITHHELD: &str = "不列";

/// A table of a page.
struct Table {
    caption: String,
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

fn least(audience: Audience) -> u32 {
    match audience {
        Audience::Staff => 5,
        Audience::Research => 10,
        Audience::Teacher | Audience::Parent => 0,
    }
}

fn is_few(count: u32, audience: Audience) -> bool {
    (1..least(audience)).contains(&count)
}

/// What stands between tags of a name.
fn between<'h>(html: &'h str, tag: &str) -> Vec<&'h str> {
    let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
    let inner = |it: &'h str| it.split_once('>').map(|it| it.1.split(&close as &str).next().unwrap_or_default());
    html.split(&open as &str).skip(1).filter(|it| it.starts_with(['>', ' '])).filter_map(inner).collect()
}

fn words(html: &str) -> String {
    Page::read(html).text.trim().to_owned()
}

fn tables(html: &str) -> Vec<Table> {
    let table = |it: &str| {
        let row = |row: &str| {
            let cells = row.replace("<th", "<td").replace("</th>", "</td>");
            between(&cells, "td").into_iter().map(words).collect::<Vec<_>>()
        };
        let mut rows: Vec<Vec<String>> = between(it, "tr").into_iter().map(row).collect();
        let heads = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Table { caption: between(it, "caption").first().map(|it| words(it)).unwrap_or_default(), heads, rows }
    };
    between(html, "table").into_iter().map(table).collect()
}

/// The persons of a cell such as `5`, `5人`, `5/8` or `5（63%）`, and of how many they are.
fn persons(cell: &str) -> Option<(u32, Option<u32>)> {
    let cell = cell.trim_end_matches('人');
    let cell = cell.split('（').next().unwrap_or_default();
    match cell.split_once('/') {
        Some((count, whole)) => Some((count.parse().ok()?, Some(whole.parse().ok()?))),
        None => Some((cell.parse().ok()?, None)),
    }
}

/// What in the tables of pages tells of few.
fn told_of_few(pages: &BTreeMap<String, Vec<u8>>, audience: Audience) -> (usize, usize, Vec<String>) {
    let (mut seen, mut withheld, mut faults) = (0, 0, Vec::new());
    for (path, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        // Of one pupil everything is told that the reader may see; who is not named is in no number.
        if path.starts_with("students/") {
            continue;
        }
        for table in tables(&String::from_utf8_lossy(bytes)) {
            for (at, head) in table.heads.iter().enumerate().filter(|(_, it)| PERSONS.contains(&it.as_str())) {
                let cells: Vec<&String> = table.rows.iter().filter_map(|row| row.get(at)).collect();
                let hidden = cells.iter().filter(|it| **it == WITHHELD).count();
                withheld += hidden;
                if hidden == 1 && PARTS.contains(&table.caption.as_str()) && cells.len() > 1 {
                    faults.push(format!("{path}: {} leaves one {head}", table.caption));
                }
                for cell in cells {
                    let Some((count, whole)) = persons(cell) else { continue };
                    seen += 1;
                    if is_few(count, audience) || whole.is_some_and(|it| is_few(it - count, audience) || is_few(it, audience)) {
                        faults.push(format!("{path}: {} tells {cell} in {head}", table.caption));
                    }
                }
            }
        }
    }
    (seen, withheld, faults)
}

#[test]
fn tables_of_the_demo_tell_of_no_few() {
    for audience in [Audience::Staff, Audience::Research] {
        let (seen, withheld, faults) = told_of_few(of(audience).0, audience);
        assert!(faults.is_empty(), "{}: {} faults:\n{}", audience.id(), faults.len(), faults.join("\n"));
        assert!(audience == Audience::Research || (seen > 20 && withheld > 5), "{seen} told, {withheld} not");
    }
    let (_, withheld, faults) = told_of_few(&demo::SITE, Audience::Staff);
    assert!(withheld == 0 && faults.len() > 10, "the teacher's has them all");
}

/// Sentences that the program composes.
#[test]
fn sentences_stay_whole_without_their_numbers() {
    for audience in [Audience::Staff, Audience::Research] {
        for (path, bytes) in of(audience).0.iter().filter(|(path, _)| path.starts_with("documents/")) {
            let text = words(&String::from_utf8_lossy(bytes));
            for bad in ["不列）人", "占（", "由（", "（本版不列）次", "若干%", "若干）人"] {
                assert!(!text.contains(bad), "{}/{path}: {bad}", audience.id());
            }
        }
    }
    let (files, _) = of(Audience::Research);
    let report = files.iter().find(|(path, _)| path.starts_with("documents/") && path.contains("interim")).unwrap();
    let report = words(&String::from_utf8_lossy(report.1));
    assert!(
        report.contains("开题") && !report.contains("研究对象若干") && !report.contains("结案"),
        "clauses without theirs go"
    );
    let (files, _) = of(Audience::Staff);
    let summary = files.iter().find(|(path, _)| path.starts_with("documents/") && path.ends_with("summary.html")).unwrap();
    let summary = words(&String::from_utf8_lossy(summary.1));
    assert!(summary.contains("本学期新建档8人。") && !summary.contains("若干人"), "and what can be told stays");
}

/// Numbers of persons in running text, with what stands around them: `8人`, `8名学生`, `8份`, `n=8`.
fn persons_in(text: &str) -> Vec<(u32, String)> {
    let signs: Vec<char> = text.chars().collect();
    let around = |from: usize, to: usize| signs[from.min(signs.len())..to.min(signs.len())].iter().collect::<String>();
    let mut found = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        let end = at + signs[at..].iter().take_while(|it| it.is_ascii_digit()).count();
        if end == at {
            at += 1;
            continue;
        }
        let before: String = around(at.saturating_sub(8), at);
        let behind: String = around(end, end + 10);
        let unit = behind.trim_start();
        let of_persons = ["人", "名学生", "名同学", "份", "个家庭", "户"].iter().any(|it| unit.starts_with(it));
        let is_count = of_persons && !unit.starts_with("人次") || before.ends_with("n=");
        // 3.5人 and 2026—27 are none.
        let whole = !before.ends_with(['.', '—', '/', '－']) && !behind.starts_with(['.', '/']);
        if is_count && whole {
            let number = around(at, end).parse().unwrap_or(u32::MAX);
            found.push((number, around(at.saturating_sub(8), end + 10)));
        }
        at = end;
    }
    found
}

/// What a reader of a page reads, and what is said to those who do not see it and to other programs.
fn all_words(html: &str) -> String {
    let page = Page::read(html);
    let said = ["content", "title", "alt", "aria-label"];
    let said = page.tags.iter().flat_map(|tag| said.iter().filter_map(|it| tag.get(it)));
    said.map(str::to_owned).chain([page.text.clone()]).collect::<Vec<_>>().join("\n")
}

/// Numbers below the limit that count pupils, anywhere on the pages but those of one pupil. What a teacher wrote into a text stands
/// as it was written.
fn told_in_words(pages: &BTreeMap<String, Vec<u8>>, least: u32) -> Vec<String> {
    let packed = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
    let written = packed(&demo::Raw::read().files().map(|it| it.1).collect::<String>());
    // Records, and teachers in a lesson, are no pupils.
    let of_others = |around: &str| ["写明诱因的记录", "听课人数", "课题组共"].iter().any(|it| around.contains(it));
    let mut faults = Vec::new();
    for (path, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
        if path.starts_with("students/") && path != "students/index.html" {
            continue;
        }
        let text = all_words(&String::from_utf8_lossy(bytes));
        for (count, around) in persons_in(&text).into_iter().filter(|(count, _)| (1..least).contains(count)) {
            let own = written.contains(&packed(&around.chars().skip(4).take(12).collect::<String>()));
            if !own && !of_others(&around) && !path.contains("support-log") {
                faults.push(format!("{path}: {count} in …{}…", around.replace('\n', " ")));
            }
        }
    }
    faults
}

/// The demo for colleagues, with another limit than theirs.
fn demo_told_from(least: u32) -> BTreeMap<String, Vec<u8>> {
    let raw = demo::Raw::read();
    let files: Vec<(&str, String)> = raw
        .files()
        .map(|(path, text)| match path {
            "casebook.yaml" => (path, text.replace("最小人数: 3", &format!("最小人数: {least}"))),
            _ => (path, text.to_owned()),
        })
        .collect();
    pages_for(Audience::Staff, &files.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>())
}

fn pages_for(audience: Audience, files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let tree = SourceTree::of_texts(files.iter().copied());
    let door = MemoryDoor::default();
    let outcome = build(&tree, &Theme::built_in(), &Options { site: true, audience, ..Options::default() }, &door);
    assert!(outcome.is_sound(), "{:?} {:?} {:?}", outcome.refused, outcome.findings, outcome.leaks);
    door.into_files()
}

/// The demo's class has eight pupils in care: where fewer than nine are few, none of their numbers may be told.
#[test]
fn no_sentence_head_or_description_tells_of_few() {
    let teachers = told_in_words(&demo::SITE, 9);
    assert!(teachers.len() > 60, "the teacher's has them all: {}", teachers.join("\n"));
    for (name, pages, least) in [
        ("staff", demo_told_from(9), 9),
        ("staff", of(Audience::Staff).0.clone(), 5),
        ("research", of(Audience::Research).0.clone(), 10),
    ] {
        let faults = told_in_words(&pages, least);
        assert!(faults.is_empty(), "{name}, {least}: {} faults:\n{}", faults.len(), faults.join("\n"));
    }
}

/// A class of twelve with a questionnaire that was sent to so many and came back from so many.
fn returns(audience: Audience, sent: u32, returned: u32) -> String {
    let survey = format!(
        "---\n标题: 成因\n答卷类型: 成因问卷\n日期: 2026-03-06\n调查对象: [学生]\n班级: [4-1]\n发放份数: {sent}\n回收份数: {returned}\n\
         ---\n\n```casebook\n表: 问卷各题\n```\n"
    );
    let answers = (1..=returned.min(12)).map(|it| format!("S{it:02},基础知识薄弱\n"));
    let answers = "学生,主要成因\n".to_owned() + &answers.collect::<String>();
    let mut files = vec![
        (
            "casebook.yaml".to_owned(),
            "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n".to_owned(),
        ),
        ("classes/4-1/index.md".to_owned(), "---\n年级: 四年级\n---\n".to_owned()),
        ("surveys/a/index.md".to_owned(), survey),
        ("surveys/a/responses.csv".to_owned(), answers),
    ];
    for number in 1..=12 {
        let profile = format!(
            "---\n化名: 小{}\n班级: 4-1\n建档日期: 2026-03-05\n---\n",
            "甲乙丙丁戊己庚辛壬癸子丑".chars().nth(number - 1).unwrap()
        );
        files.push((format!("students/S{number:02}/index.md"), profile));
    }
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let pages = pages_for(audience, &files);
    let (_, page) = pages.iter().find(|(path, _)| path.starts_with("surveys/") && path.ends_with("index.html")).unwrap();
    words(&String::from_utf8_lossy(page))
}

#[test]
fn a_questionnaires_return_is_told_as_far_as_none_of_its_parts_is_few() {
    let told = |text: &str, number: &str| text.contains(number);
    for (sent, returned, seen, hidden) in [
        (12, 12, vec!["发放12份", "回收12份", "收回12份", "100%"], vec![]),
        (12, 6, vec!["发放12份", "回收6份", "收回6份", "50%"], vec![]),
        // Three who did not answer are few: of the whole nothing is said.
        (12, 9, vec!["回收9份", "收回9份"], vec!["发放12", "75%", "12份"]),
        // Few answered: how many, and what they answered, stays back.
        (12, 3, vec!["发放12份"], vec!["回收3份", "收回3份", "n=3", "3份", "25%", "75%"]),
        (4, 3, vec![], vec!["发放4份", "3份", "4份", "75%", "n=3"]),
    ] {
        let staff = returns(Audience::Staff, sent, returned);
        for it in seen {
            assert!(told(&staff, it), "{returned} of {sent}: no {it} in {staff}");
        }
        for it in hidden {
            assert!(!told(&staff, it), "{returned} of {sent}: {it} in {staff}");
        }
        let teacher = returns(Audience::Teacher, sent, returned);
        assert!(teacher.contains(&format!("发放{sent}份，回收{returned}份（")), "{teacher}");
        assert!(teacher.contains(&format!("发放{sent}份，收回{returned}份（")), "{teacher}");
    }
}

/// A chart that says of a month that there were few misdeeds, and the table beside it.
#[test]
fn a_table_of_misdeeds_tells_no_more_than_its_chart() {
    let months = |pages: &BTreeMap<String, Vec<u8>>| {
        let page = String::from_utf8_lossy(&pages["classes/4-2/index.html"]).into_owned();
        let table = tables(&page).into_iter().find(|it| it.caption == "违纪月计").expect("the table");
        table.rows.iter().map(|row| row[1].clone()).collect::<Vec<_>>()
    };
    assert_eq!(months(&demo::SITE), ["15", "7", "5", "2"]);
    assert_eq!(months(of(Audience::Staff).0), ["15", "7", "5", WITHHELD]);
}
