//! The ledger: every row of the demo is counted by its own records and by nothing else, and what the ledger says of pages and
//! documents is so.

use std::collections::{BTreeMap, BTreeSet};

use casebook::diag::Diagnostics;
use casebook::privacy::{Audience, project};
use casebook::schema::Schema;
use casebook::site::chart::GoalChart;
use casebook::site::coverage::{CoverageRow, counts, coverage};
use casebook::site::documents::{Documents, documents};
use casebook::site::pages::{Ink, Markup, Pdf, Pdfs, Setting, plan};
use casebook::site::{Chart, Piece, TableView};
use casebook::source::{Content, SourceTree};
use casebook::syntax::{Block, Footnote, Prose, plain_text};
use rayon::prelude::*;
use serde_json::{Value, json};

use crate::demo;
use crate::html_page::Page;
use crate::program::{project as here, run_in};

/// Note types, and keys by the beginning of the paths they stand in.
type Taken = (&'static [&'static str], &'static [(&'static str, &'static str)]);

/// What records each row in the demo: note types, and keys of files, in words of the domain (domain.md §1) and not of the
/// program's ledger. `*.md` is any note, `index.md` any file of a student, class or project.
const RECORDS: &[(&str, Taken)] = &[
    ("A1", (&["cause_survey"], &[])),
    ("A2", (&["status_review"], &[])),
    ("A3", (&["goal"], &[("students/", "目标")])),
    ("A4", (&["class_meeting"], &[])),
    ("A5", (&["progress_record"], &[])),
    ("A6", (&["six_ones"], &[("casebook.yaml", "任务")])),
    ("A6.1", (&["talk", "six_ones"], &[])),
    ("A6.2", (&["showcase", "six_ones"], &[])),
    ("A6.3", (&["praise", "six_ones"], &[])),
    ("A6.4", (&["family_contact", "home_visit", "phone_check", "liaison_book", "six_ones"], &[])),
    ("A6.5", (&["method_taught", "six_ones"], &[])),
    ("A6.6", (&["environment_check", "six_ones"], &[])),
    ("A7", (&["handover"], &[])),
    ("A8", (&[], &[("students/", "关注领域")])),
    ("A9", (&["strength", "need"], &[("students/", "优点"), ("students/", "不足")])),
    ("A10", (&["cause_analysis"], &[("students/", "成因")])),
    ("B1", (&["talk"], &[])),
    ("B2", (&["home_visit"], &[])),
    ("B3", (&["phone_check"], &[])),
    ("B4", (&["liaison_book"], &[])),
    ("B5", (&["pickup_card"], &[])),
    ("B6", (&["family_contact", "home_visit", "phone_check", "liaison_book"], &[])),
    ("B7", (&["praise"], &[])),
    ("B8", (&["award", "weekly_review"], &[])),
    ("B9", (&["showcase"], &[])),
    ("B10", (&["post"], &[])),
    ("B11", (&["seat_change"], &[])),
    ("B12", (&["intervention", "tutoring"], &[])),
    ("B13", (&["method_taught"], &[])),
    ("B14", (&["corrective_talk"], &[])),
    ("B15", (&["incident"], &[])),
    ("B16", (&["colleague_feedback"], &[])),
    ("B17", (&["relapse"], &[])),
    ("B18", (&[], &[("", "诱因")])),
    ("B19", (&["habit"], &[("", "习惯养成")])),
    ("B20", (&["weak_point"], &[("", "薄弱点")])),
    ("B21", (&["engagement_observation"], &[])),
    ("B22", (&["class_activity"], &[])),
    ("B23", (&["family_reward"], &[])),
    ("B24", (&["affect_rating"], &[("", "信任阶段"), ("", "情绪")])),
    ("B25", (&["peer_climate_event"], &[])),
    ("C1", (&["term_exam"], &[])),
    ("C2", (&["term_exam"], &[("", "满分"), ("", "所用合格线")])),
    ("C3", (&["term_exam"], &[])),
    ("C4", (&["term_exam"], &[])),
    ("C5", (&["incident"], &[])),
    ("C6", (&[], &[("students/", "转化成效")])),
    ("C7", (&["affect_rating", "habit"], &[])),
    ("C8", (&[], &[("students/", "建档日期")])),
    ("D1", (&[], &[("projects/", "")])),
    ("D2", (&[], &[("projects/", "阶段性成果"), ("projects/", "成果一览")])),
    ("D3", (&["open_lesson"], &[])),
    ("D4", (&[], &[("projects/", "问题思考")])),
    ("D5", (&["reflection"], &[])),
    ("D6", (&[], &[("students/", ""), ("summaries/", "")])),
    ("D7", (&[], &[("summaries/学习困难学生支持工作汇编.md", "")])),
    ("D8", (&["partnership_note"], &[])),
    ("D9", (&[], &[("students/", "特殊教育需要")])),
    ("D10", (&[], &[("", "参考文献")])),
    ("D11", (&[], &[("students/", "支持层级")])),
    ("D12", (&[], &[("classes/4-2/index.md", ""), ("students/", "")])),
    ("D13", (&["term_exam"], &[])),
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
        let dropped: Vec<String> = keys.iter().filter(of_folder).flat_map(|it| names_of(it.1)).collect();
        let dropped: Vec<&str> = dropped.iter().map(String::as_str).collect();
        let mut text = text.to_string();
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
        Some(casebook::source::SourceFile { path: file.path.clone(), content: Content::Text(text.into(), *encoding) })
    });
    SourceTree::new(kept)
}

/// Every name of the fields that go by this label.
fn names_of(label: &str) -> BTreeSet<String> {
    let schema = Schema::built_in();
    let sets = schema.types.iter().map(|it| &it.fields).chain(schema.shapes.values()).chain(schema.files.values());
    let fields = sets.flat_map(|it| it.iter()).filter(|it| it.label == label);
    fields.flat_map(|it| [it.key.to_string(), it.label.clone()].into_iter().chain(it.synonyms.clone())).collect()
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
            while let Some(at) = line.find(&format!(" {name}: ")).or_else(|| line.find(&format!("{{{name}: "))) {
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

/// How much of each row there is.
fn counted(tree: &SourceTree) -> BTreeMap<String, usize> {
    let (casebook, _) = casebook::read(tree);
    let casebook = casebook.expect("settings are usable");
    let view = project(&casebook, None, Audience::Teacher).unwrap();
    counts(&view, &documents(&view, &genres(), &mut Diagnostics::new())).into_iter().collect()
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
        // What stands below a heading of the second level stands below the first, too; and all of it in the document.
        let mut above = vec![String::new()];
        for piece in &document.pieces {
            if let Piece::Text(Block::Heading { content, level }) = piece {
                above.truncate(usize::from(*level));
                above.push(plain_text(content));
            }
            for heading in &above {
                let key = (document.genre.to_string(), heading.clone());
                said.entry(key).or_default().push(format!("{} {piece:?}", document.title));
            }
        }
    }
    said
}

#[test]
fn without_its_records_a_row_falls() {
    let tree = demo::tree();
    assert_eq!(RECORDS.len(), 62);
    assert_eq!(counted(&tree).values().filter(|it| **it > 0).count(), 62);
    let complaints: Vec<String> = RECORDS
        .par_iter()
        .filter_map(|(row, (types, keys))| {
            let less = counted(&without(&tree, types, keys));
            let rows = less.values().filter(|it| **it > 0).count();
            (less[*row] > 0 || rows > 61).then(|| format!("{row}: still {}, {rows} rows", less[*row]))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_demo_has_every_row() {
    let rows = ledger(&demo::tree());
    let missing: Vec<&String> = rows.values().filter(|it| it.count == 0).map(|it| &it.row).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let unseen: Vec<&String> = rows.values().filter(|it| it.pages.is_empty()).map(|it| &it.row).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
}

#[test]
fn every_page_and_section_that_is_named_is_there() {
    let rows = ledger(&demo::tree());
    let mut complaints = Vec::new();
    let sections = rows.values().flat_map(|row| row.sections.iter().filter_map(move |it| Some((row, it.page.as_ref()?))));
    let pages = rows.values().flat_map(|row| row.pages.iter().map(move |it| (row, it)));
    for (row, address) in pages.chain(sections) {
        let (path, place) = address.split_once('#').unwrap_or((address, ""));
        let Some(bytes) = demo::SITE.get(path) else {
            complaints.push(format!("{}: there is no page {path}", row.row));
            continue;
        };
        let page = Page::read(std::str::from_utf8(bytes).unwrap());
        if !place.is_empty() && !page.ids().contains(&place) {
            complaints.push(format!("{}: {path} has no #{place}", row.row));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn sections_tell_what_the_ledger_says_they_tell() {
    let tree = demo::tree();
    let (rows, whole) = (ledger(&tree), composed(&tree));
    let complaints: Vec<String> = RECORDS
        .par_iter()
        .flat_map(|(row, (types, keys))| {
            let less = composed(&without(&tree, types, keys));
            let made = rows[*row].sections.iter().filter(|it| it.page.is_some());
            let told = made.filter_map(|it| {
                // of a section without a heading, the whole document is asked
                let key = [it.section.as_str(), ""].map(|heading| (it.genre.clone(), heading.to_owned()));
                let key = key.into_iter().find(|it| whole.contains_key(it))?;
                let unchanged = less.get(&key) == whole.get(&key);
                unchanged.then(|| format!("{row}: {} · {} says the same without it", it.genre_label, it.section))
            });
            told.collect::<Vec<_>>()
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Writes down whatever it is asked to draw.
struct Copyist;

impl Ink for Copyist {
    fn prose(&self, prose: &Prose, _: &Setting<'_>) -> Markup {
        Markup::trusted(format!("{prose:?}"))
    }

    fn pieces(&self, pieces: &[Piece], _: &[Footnote], _: &Setting<'_>) -> Markup {
        Markup::trusted(format!("{pieces:?}"))
    }

    fn table(&self, table: &TableView) -> Markup {
        Markup::trusted(format!("{table:?}"))
    }

    fn chart(&self, chart: &Chart) -> Markup {
        Markup::trusted(format!("{chart:?}"))
    }

    fn spark(&self, chart: &Chart) -> Markup {
        Markup::trusted(format!("{chart:?}"))
    }

    fn goal(&self, chart: GoalChart) -> Markup {
        Markup::trusted(format!("{chart:?}"))
    }
}

/// What stands at places of a site: by address.
fn standing<'a>(tree: &SourceTree, addresses: impl IntoIterator<Item = &'a String>) -> Vec<Option<Value>> {
    let (casebook, _) = casebook::read(tree);
    let casebook = casebook.expect("settings are usable");
    let view = project(&casebook, None, Audience::Teacher).unwrap();
    let documents = Documents::these(documents(&view, &genres(), &mut Diagnostics::new()));
    let plan = plan(tree, &view, &documents, Pdfs::All(Pdf::Absent), &mut Diagnostics::new());
    let mut there = Vec::new();
    for address in addresses {
        let (path, place) = address.split_once('#').unwrap_or((address, ""));
        let page = plan.pages.iter().find(|it| plan.route(it).as_str() == path);
        let view = page.map(|it| serde_json::to_value(plan.view_of(it, &Copyist)).unwrap());
        there.push(view.map(|it| section(&it, place)));
    }
    there
}

/// The part of a page's view that stands at a place.
fn section(view: &Value, place: &str) -> Value {
    let keyed = |list: &Value, key: &str| list.as_array().into_iter().flatten().find(|it| it["key"] == key).cloned();
    let parts = |key: &str| {
        let chapters = view["chapters"].as_array().into_iter().flatten();
        chapters.into_iter().find_map(|it| keyed(&it["parts"], key))
    };
    let found = match place.split_once('-') {
        Some(("sec", key)) => keyed(&view["sections"], key),
        Some(("p", key)) => parts(key),
        _ => keyed(&view["chapters"], place),
    };
    let field = |name: &str| view[name].clone();
    found.unwrap_or_else(|| match place {
        "halves" => json!([field("strengths"), field("needs")]),
        "facts" => json!([field("facts"), field("long_facts"), field("members"), field("dates")]),
        "exit" => json!([field("exit_criteria"), field("conversion")]),
        "work" => json!([field("work"), field("lessons"), field("partnership")]),
        "files" => field("documents"),
        "duties" | "conversion" => view["overview"][place].clone(),
        "" => view.clone(),
        place if place == "notes" || place.starts_with('r') && place.contains('-') => field("timeline"),
        place if view.get(place).is_some() => field(place),
        // a heading of a document
        _ => field("body"),
    })
}

#[test]
fn pages_show_what_the_ledger_says_they_show() {
    let tree = demo::tree();
    let rows = ledger(&tree);
    let all: BTreeSet<&String> = rows.values().flat_map(|it| &it.pages).collect();
    let whole: BTreeMap<&String, Option<Value>> = all.iter().copied().zip(standing(&tree, all.iter().copied())).collect();
    let complaints: Vec<String> = RECORDS
        .par_iter()
        .flat_map(|(row, (types, keys))| {
            let pages = &rows[*row].pages;
            let less = standing(&without(&tree, types, keys), pages);
            let same = |(page, less): (&String, Option<Value>)| {
                assert!(whole[page].is_some(), "{row}: {page}");
                (whole[page] == less).then(|| format!("{row}: {page} shows the same without it"))
            };
            pages.iter().zip(less).filter_map(same).collect::<Vec<_>>()
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_command_prints_the_ledger() {
    let root = here();
    let run = run_in(&root, &["coverage"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout.lines().count(), 64, "a head, 62 rows, a total");
    assert!(run.stdout.ends_with("62 行中 62 行有记录\n"), "{}", run.stdout);
    let talk = run.stdout.lines().find(|it| it.starts_with("B1 ")).unwrap();
    for word in ["谈心", "112", "笔记、表格：谈心", "casebook new note S01 谈心", "students/", "工作总结·谈心、辅导与“六个一”"]
    {
        assert!(talk.contains(word), "{word} in {talk}");
    }
    let english = run_in(&root, &["coverage", "--lang", "en"]);
    assert!(english.stdout.ends_with("62 of 62 rows have records\n"), "{}", english.stdout);
    assert!(english.stdout.contains("casebook new note S01 talk"), "{}", english.stdout);
    let json = run_in(&root, &["coverage", "--format", "json"]);
    let rows: Vec<Value> = json.stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(rows.len(), 62);
    for row in &rows {
        assert!(row["count"].as_u64().unwrap() > 0 && !row["recorded"].as_array().unwrap().is_empty(), "{row}");
    }
    assert_eq!(run_in(&root, &["coverage", "--missing", "--format", "json"]).stdout, "");
}

#[test]
fn what_is_missing_comes_with_how_to_begin_it() {
    let root = tempfile::tempdir().unwrap();
    assert_eq!(run_in(root.path(), &["init"]).code, 0);
    let run = run_in(root.path(), &["coverage", "--missing"]);
    assert_eq!(run.code, 0, "gaps are no fault: {}", run.stderr);
    let total = run.stdout.lines().find(|it| it.starts_with("62 行中 ")).unwrap();
    let there: usize = total.trim_start_matches("62 行中 ").split(' ').next().unwrap().parse().unwrap();
    let listed = run.stdout.lines().take_while(|it| !it.starts_with("62 行中 ")).count() - 1;
    assert_eq!(listed, 62 - there, "{}", run.stdout);
    let lines: Vec<&str> = run.stdout.lines().collect();
    let begin = lines.iter().rfind(|it| it.contains("  B17  反复  ")).unwrap();
    let command = begin.split_once("casebook ").unwrap().1;
    assert_eq!(run_in(root.path(), &command.split(' ').collect::<Vec<_>>()).code, 0, "the command works: {command}");
}

fn genres() -> casebook::site::documents::Genres {
    casebook::theme::Theme::built_in().genres().unwrap()
}
