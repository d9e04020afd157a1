//! Numbers of persons as colleagues and research read them: none of few, and none that what stands beside it gives away.
//!
//! The pages are read as they leave. What is few is written down here once more.

use std::collections::BTreeMap;

use casebook::privacy::Audience;

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
