//! The ledger: every row of the demo is counted by its own records and by nothing else, and what the ledger says of pages and
//! documents is so.

use std::collections::{BTreeMap, BTreeSet};

use casebook::analysis::Subject;
use casebook::diag::Diagnostics;
use casebook::privacy::{Audience, project};
use casebook::schema::Schema;
use casebook::site::coverage::{CoverageRow, coverage};
use casebook::site::{Piece, documents::documents};
use casebook::source::{Content, SourceTree};
use casebook::syntax::{Block, plain_text};
use rayon::prelude::*;

use crate::demo;
use crate::program::{project as project_folder, run_in};

/// What records each row in the demo: note types, and keys of files, in words of the domain (domain.md §1) and not of the
/// program's ledger. `*.md` is any note, `index.md` any file of a student, class or project.
const RECORDS: &[(&str, &[&str], &[(&str, &str)])] = &[
    ("A1", &["cause_survey"], &[]),
    ("A2", &["status_review"], &[]),
    ("A3", &["goal"], &[("students/", "目标")]),
    ("A4", &["class_meeting"], &[]),
    ("A5", &["progress_record"], &[]),
    ("A6", &["six_ones"], &[("casebook.yaml", "任务")]),
    ("A6.1", &["talk"], &[]),
    ("A6.2", &["showcase"], &[]),
    ("A6.3", &["praise"], &[]),
    ("A6.4", &["family_contact", "home_visit", "phone_check", "liaison_book"], &[]),
    ("A6.5", &["method_taught"], &[]),
    ("A6.6", &["environment_check"], &[]),
    ("A7", &["handover"], &[]),
    ("A8", &[], &[("students/", "关注领域")]),
    ("A9", &["strength", "need"], &[("students/", "优点"), ("students/", "不足")]),
    ("A10", &["cause_analysis"], &[("students/", "成因")]),
    ("B1", &["talk"], &[]),
    ("B2", &["home_visit"], &[]),
    ("B3", &["phone_check"], &[]),
    ("B4", &["liaison_book"], &[]),
    ("B5", &["pickup_card"], &[]),
    ("B6", &["family_contact", "home_visit", "phone_check", "liaison_book"], &[]),
    ("B7", &["praise"], &[]),
    ("B8", &["award", "weekly_review"], &[]),
    ("B9", &["showcase"], &[]),
    ("B10", &["post"], &[]),
    ("B11", &["seat_change"], &[]),
    ("B12", &["intervention", "tutoring"], &[]),
    ("B13", &["method_taught"], &[]),
    ("B14", &["corrective_talk"], &[]),
    ("B15", &["incident"], &[]),
    ("B16", &["colleague_feedback"], &[]),
    ("B17", &["relapse"], &[]),
    ("B18", &[], &[("", "诱因")]),
    ("B19", &["habit"], &[("", "习惯养成")]),
    ("B20", &["weak_point"], &[("", "薄弱点")]),
    ("B21", &["engagement_observation"], &[]),
    ("B22", &["class_activity"], &[]),
    ("B23", &["family_reward"], &[]),
    ("B24", &["affect_rating"], &[("", "信任阶段"), ("", "情绪")]),
    ("B25", &["peer_climate_event"], &[]),
    ("C1", &["term_exam"], &[]),
    ("C2", &["term_exam"], &[("", "满分")]),
    ("C3", &["term_exam"], &[]),
    ("C4", &["term_exam"], &[]),
    ("C5", &["incident"], &[]),
    ("C6", &[], &[("students/", "转化成效")]),
    ("C7", &["affect_rating", "habit"], &[]),
    ("C8", &[], &[("students/", "建档日期")]),
    ("D1", &[], &[("projects/", "")]),
    ("D2", &[], &[("projects/", "阶段性成果"), ("projects/", "成果一览")]),
    ("D3", &["open_lesson"], &[]),
    ("D4", &[], &[("projects/", "问题思考")]),
    ("D5", &["reflection"], &[]),
    ("D6", &[], &[("students/", "")]),
    ("D7", &[], &[("summaries/", "收入")]),
    ("D8", &["partnership_note"], &[]),
    ("D9", &[], &[("students/", "特殊教育需要")]),
    ("D10", &[], &[("", "参考文献")]),
    ("D11", &[], &[("students/", "支持层级")]),
    ("D12", &[], &[("classes/4-2/index.md", "")]),
    ("D13", &["term_exam"], &[]),
];

/// The demo without the records of some types and without some keys. A key without a name is the whole file.
fn without(tree: &SourceTree, types: &[&str], keys: &[(&str, &str)]) -> SourceTree {
    let schema = Schema::built_in();
    let mut names: BTreeSet<String> = BTreeSet::new();
    for key in types {
        let row = schema.note_type(schema.find_type(key).unwrap());
        names.extend([key.to_string(), row.label.clone()]);
        names.extend(row.synonyms.iter().cloned());
    }
    let is = |name: &str| names.contains(name) || names.contains(&name.replace('-', "_"));
    let kept = tree.iter().filter_map(|(_, file)| {
        let path = file.path.as_str();
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let (stem, extension) = name.rsplit_once('.').unwrap();
        let whole = |it: &&(&str, &str)| it.1.is_empty() && path.starts_with(it.0);
        let answers = types.contains(&"cause_survey") && name == "responses.csv";
        if keys.iter().any(|it| whole(&it)) || answers {
            return None;
        }
        let Content::Text(text, encoding) = &file.content else { return Some(file.clone()) };
        let of_folder = |it: &&(&str, &str)| !it.1.is_empty() && path.starts_with(it.0);
        let dropped: Vec<&str> = keys.iter().filter(of_folder).map(|it| it.1).collect();
        let mut text = text.clone();
        match extension {
            "csv" => {
                if stem.split('-').any(is) && !folder.is_empty() {
                    return None;
                }
                text = columns_without(&text, &dropped);
            }
            "md" | "yaml" => {
                let declared = text.lines().find_map(|it| it.strip_prefix("类型: ").or_else(|| it.strip_prefix("type: ")));
                let named = stem.get(11..).unwrap_or_default().split('-').next().unwrap_or_default();
                if name != "index.md" && extension == "md" && (is(named) || declared.is_some_and(|it| is(it.trim()))) {
                    return None;
                }
                text = keys_without(&text, &dropped);
            }
            _ => {}
        }
        Some(casebook::source::SourceFile { path: file.path.clone(), content: Content::Text(text, *encoding) })
    });
    SourceTree::new(kept)
}

/// A table without the columns of these names, parts of them (`情绪.前`) included.
fn columns_without(text: &str, names: &[&str]) -> String {
    let mut lines = text.lines().map(|line| {
        let mut cells = Vec::new();
        let (mut quoted, mut start) = (false, 0);
        for (at, it) in line.char_indices() {
            match it {
                '"' => quoted = !quoted,
                ',' if !quoted => {
                    cells.push(&line[start..at]);
                    start = at + 1;
                }
                _ => {}
            }
        }
        cells.push(&line[start..]);
        cells
    });
    let head = lines.next().unwrap_or_default();
    let kept: Vec<bool> = head.iter().map(|it| !names.contains(&it.split('.').next().unwrap().trim())).collect();
    if kept.iter().all(|it| *it) {
        return text.to_owned();
    }
    let row = |cells: Vec<&str>| {
        let cells: Vec<&str> = cells.into_iter().zip(&kept).filter(|(_, kept)| **kept).map(|(cell, _)| cell).collect();
        cells.join(",") + "\n"
    };
    std::iter::once(head.clone()).chain(lines).map(row).collect()
}

/// Front matter without these keys at any depth.
fn keys_without(text: &str, names: &[&str]) -> String {
    let depth = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let mut out = String::new();
    let mut skipping: Option<usize> = None;
    for line in text.lines() {
        let key = line.trim_start_matches([' ', '-']).split_once(':').map_or("", |it| it.0);
        // The items of a list may stand as far left as its key.
        let below = |at: usize| depth(line) > at || line.trim_start().starts_with("- ") && depth(line) >= at;
        if skipping.is_some_and(|at| below(at) && line != "---") {
            continue;
        }
        skipping = None;
        if names.contains(&key) && !line.trim_start().starts_with('-') {
            skipping = Some(depth(line));
            continue;
        }
        let mut line = line.to_owned();
        for name in names {
            while let Some(at) = line.find(&format!(" {name}: ")).or_else(|| line.find(&format!("{{{name}: ")).map(|it| it + 0))
            {
                let rest = &line[at + 1..];
                let end = value_end(rest);
                let comma = rest[end..].starts_with(',');
                line = format!("{}{}", &line[..at + 1], &rest[end + usize::from(comma)..]);
            }
        }
        out.push_str(line.trim_end_matches([',', ' ']));
        out.push('\n');
    }
    out
}

/// Where a flow pair ends: at a comma or closing brace outside brackets.
fn value_end(text: &str) -> usize {
    let mut depth = 0;
    for (at, it) in text.char_indices() {
        match it {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 0 => return at,
            ']' | '}' => depth -= 1,
            ',' if depth == 0 => return at,
            _ => {}
        }
    }
    text.len()
}

fn ledger(tree: &SourceTree) -> BTreeMap<String, CoverageRow> {
    let (casebook, _) = casebook::read(tree);
    let casebook = casebook.expect("settings are usable");
    let view = project(&casebook, None, Audience::Teacher).unwrap();
    coverage(tree, &view, &genres()).into_iter().map(|it| (it.row.clone(), it)).collect()
}

/// What composed documents say, by genre and heading.
fn composed(tree: &SourceTree) -> BTreeMap<(String, String), Vec<String>> {
    let (casebook, _) = casebook::read(tree);
    let casebook = casebook.expect("settings are usable");
    let view = project(&casebook, None, Audience::Teacher).unwrap();
    let mut said: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for document in documents(&view, &genres(), &mut Diagnostics::new()) {
        if casebook.summaries.iter().any(|it| document.page.as_str() == format!("documents/{}.html", it.key)) {
            continue;
        }
        let mut heading = String::new();
        for piece in &document.pieces {
            if let Piece::Text(Block::Heading { content, .. }) = piece {
                heading = plain_text(content);
            }
            let key = (document.genre.to_string(), heading.clone());
            said.entry(key).or_default().push(format!("{} {piece:?}", document.title));
        }
    }
    said
}

#[test]
fn print_told() {
    let tree = demo::tree();
    let whole = composed(&tree);
    let lines: Vec<String> = RECORDS
        .par_iter()
        .flat_map(|(row, types, keys)| {
            let less = composed(&without(&tree, types, keys));
            let changed = whole.iter().filter(|(key, said)| less.get(*key) != Some(said)).map(|(key, _)| key);
            changed.map(|(genre, heading)| format!("{row}\t{genre}\t{heading}")).collect::<Vec<_>>()
        })
        .collect();
    println!("{}", lines.join("\n"));
}

#[test]
fn without_its_records_a_row_falls() {
    let tree = demo::tree();
    let whole = ledger(&tree);
    assert_eq!(RECORDS.len(), 62);
    assert_eq!(whole.len(), 62);
    let complaints: Vec<String> = RECORDS
        .par_iter()
        .filter_map(|(row, types, keys)| {
            let less = ledger(&without(&tree, types, keys));
            let n = less[*row].count;
            let rows = less.values().filter(|it| it.count > 0).count();
            (n > 0 || rows > 61).then(|| format!("{row}: still {n}, {rows} rows; {:?}", less[*row].sources))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

fn genres() -> casebook::site::documents::Genres {
    casebook::theme::Theme::built_in().genres().unwrap()
}
