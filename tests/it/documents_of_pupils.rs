//! The genres about single pupils: how long they are, what may not be in them, and what is in them, counted again from the files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use casebook::site::{Document, Piece, Room};
use casebook::source::{Content, SitePath, SourceFile, SourceTree};
use casebook::syntax::{Block, plain_text};

use crate::demo::{self, Raw, SITE};
use crate::documents::{documents_of, text};
use crate::pdf_text::Pdf;

static DOCUMENTS: LazyLock<BTreeMap<String, Document>> = LazyLock::new(|| documents_of(&demo::tree()));

/// The demo without the files that end with this.
fn without(end: &str) -> SourceTree {
    SourceTree::new(demo::tree().iter().map(|(_, file)| file.clone()).filter(|file| !file.path.as_str().ends_with(end)))
}

/// The demo's pupils: code and alias.
fn pupils() -> Vec<(String, String)> {
    let raw = Raw::read();
    let profiles: Vec<(&str, &str)> = raw.files().filter(|(path, _)| path.ends_with("/index.md")).collect();
    let pupils = profiles.into_iter().filter_map(|(path, words)| {
        let code = path.strip_prefix("students/")?.split('/').next()?;
        let alias = words.lines().find_map(|it| it.strip_prefix("化名: ").or_else(|| it.strip_prefix("alias: ")))?;
        Some((code.to_owned(), alias.trim().to_owned()))
    });
    pupils.collect()
}

fn of_genre(genre: &str) -> Vec<(&'static str, &'static Document)> {
    DOCUMENTS.iter().filter(|(_, it)| &*it.genre == genre).map(|(stem, it)| (stem.as_str(), it)).collect()
}

#[test]
fn every_genre_is_as_long_as_it_is_asked_to_be() {
    let pupils = pupils().len();
    let months = 4;
    let genres = [
        ("case_report", pupils, 5..=11),
        ("contact_log", pupils, 1..=3),
        ("parent_letter", pupils, 1..=1),
        ("portfolio", pupils, 2..=4),
        ("support_log", pupils * months, 1..=1),
        ("term_comment", 1, 1..=3),
    ];
    for (genre, count, range) in genres {
        let documents = of_genre(genre);
        assert_eq!(documents.len(), count, "{genre}");
        for (stem, _) in documents {
            let pages = Pdf::read(&SITE[&format!("pdf/{stem}.pdf")]).pages();
            assert!(range.contains(&pages), "{stem} has {pages} pages");
        }
    }
}

#[test]
fn what_goes_home_names_no_other_child() {
    let pupils = pupils();
    assert_eq!(pupils.len(), 8);
    let mut checked = 0;
    for (stem, document) in of_genre("parent_letter").into_iter().chain(of_genre("portfolio")) {
        let said = text(document) + &Pdf::read(&SITE[&format!("pdf/{stem}.pdf")]).text();
        for (code, alias) in pupils.iter().filter(|(code, _)| !stem.starts_with(code.as_str())) {
            assert!(!said.contains(alias.as_str()), "{stem} names {alias} in\n{said}");
            assert!(!said.contains(code.as_str()), "{stem} names {code} in\n{said}");
        }
        checked += 1;
    }
    assert_eq!(checked, 16);
}

/// Words of scores, places among others, and misdeeds.
const NOT_AT_HOME: [&str; 19] = [
    "分数",
    "名次",
    "排名",
    "平均",
    "满分",
    "考试",
    "得分",
    "倒数",
    "违纪",
    "批评",
    "打架",
    "冲突",
    "吵架",
    "骂",
    "撒谎",
    "处分",
    "标准分",
    "双差",
    "后进",
];

#[test]
fn what_goes_home_tells_no_score_no_place_and_no_misdeed() {
    let composed = documents_of(&without("/评语.csv"));
    let composed = composed.iter().filter(|(_, it)| &*it.genre == "term_comment").map(|(stem, it)| (stem.as_str(), it));
    let documents: Vec<(&str, &Document)> =
        of_genre("term_comment").into_iter().chain(of_genre("parent_letter")).chain(composed).collect();
    assert_eq!(documents.len(), 10);
    // scores of the demo's exams, as they would be written
    let exams = Raw::read().table("classes/4-2/期末考试.csv");
    let scores: BTreeSet<String> = exams.iter().map(|row| format!("{}分", row["数值"])).collect();
    assert!(scores.len() > 5, "{scores:?}");
    for (stem, document) in documents {
        let said = text(document);
        for word in NOT_AT_HOME {
            assert!(!said.contains(word), "{stem}: {word} in\n{said}");
        }
        // `7点50分` is a time, `20分钟` a stretch of it
        let after = |score: &String| {
            said.match_indices(score.as_str()).any(|(at, _)| {
                let (before, rest) = (&said[..at], &said[at + score.len()..]);
                !before.ends_with(|it: char| it == '点' || it.is_ascii_digit()) && !rest.starts_with('钟')
            })
        };
        let told: Vec<&String> = scores.iter().filter(|it| after(it)).collect();
        assert!(told.is_empty(), "{stem}: {told:?} in\n{said}");
    }
}

#[test]
fn what_is_secret_is_in_no_document() {
    let (casebook, _) = casebook::read(&demo::tree());
    let casebook = casebook.unwrap();
    let mut secrets: Vec<String> = Vec::new();
    let mut collect = |fields: &casebook::schema::Fields, set: &casebook::schema::FieldSet| {
        for (key, value) in fields.iter() {
            let secret = set.find(key).is_some_and(|it| it.class == casebook::schema::Sensitivity::Secret);
            // a word of a few characters may stand anywhere
            secrets.extend(value.as_text().filter(|it| secret && it.chars().count() >= 8).map(str::to_owned));
        }
    };
    casebook.notes.iter().for_each(|note| collect(&note.fields, &casebook.schema.note_type(note.kind).fields));
    let profile = casebook.schema.file_fields("student");
    casebook.students.iter().for_each(|student| collect(&student.fields, profile));
    assert!(secrets.len() > 20, "{} secrets", secrets.len());
    for (stem, document) in DOCUMENTS.iter() {
        let said = text(document);
        for secret in &secrets {
            let beginning: String = secret.trim().chars().take(12).collect();
            assert!(!said.contains(&beginning), "{stem} tells {beginning}");
        }
    }
}

/// The comments of a document of comments, by the pupil's name.
fn comments(document: &Document) -> Vec<(String, String)> {
    let mut comments: Vec<(String, String)> = Vec::new();
    for piece in &document.pieces {
        match piece {
            Piece::Text(Block::Heading { content, .. }) => comments.push((plain_text(content), String::new())),
            Piece::Text(Block::Paragraph(content)) => comments.last_mut().unwrap().1 += &plain_text(content),
            other => panic!("{other:?}"),
        }
    }
    comments
}

#[test]
fn comments_are_of_the_length_that_is_asked_for() {
    let raw = Raw::read();
    let pupils = pupils();
    let own = comments(of_genre("term_comment")[0].1);
    assert_eq!(own.len(), pupils.len());
    for ((code, alias), (name, comment)) in pupils.iter().zip(&own) {
        assert_eq!(alias, name);
        let rows = raw.rows("评语").into_iter().filter(|(it, row)| it == code && row["谁写的"] == "教师");
        let written: Vec<String> = rows.map(|(_, row)| row["内容"].clone()).collect();
        assert_eq!(&written, std::slice::from_ref(comment), "{code}: the teacher's own words stand");
    }
    let composed = documents_of(&without("/评语.csv"));
    let composed = comments(&composed["4-2-2025-2026-2-comments"]);
    assert_eq!(composed.len(), pupils.len());
    for (name, comment) in own.iter().chain(&composed) {
        let characters = comment.chars().count();
        assert!((80..=150).contains(&characters), "{name}: {characters} characters: {comment}");
    }
    for (name, comment) in &composed {
        assert!(comment.contains('你'), "{name}: {comment}");
        let others = pupils.iter().map(|it| &it.1).filter(|it| *it != name);
        let named: Vec<&String> = others.filter(|it| comment.contains(it.as_str())).collect();
        assert!(named.is_empty(), "{name} is told of {named:?}: {comment}");
    }
    let distinct: BTreeSet<&String> = composed.iter().map(|it| &it.1).collect();
    assert_eq!(distinct.len(), composed.len(), "each child has a comment of its own");
}

#[test]
fn a_months_log_has_the_months_sessions() {
    let raw = Raw::read();
    let sessions = raw.rows("辅导");
    let mut told = 0;
    for (code, alias) in pupils() {
        for month in ["2026-03", "2026-04", "2026-05", "2026-06"] {
            let stem = format!("{code}-{month}-support-log");
            let document = DOCUMENTS.get(&stem).unwrap_or_else(|| panic!("no {stem}"));
            let of_month = |row: &&(String, demo::Row)| row.0 == code && row.1["日期"].starts_with(month);
            let expected: Vec<&(String, demo::Row)> = sessions.iter().filter(of_month).collect();
            let mut tables = document.pieces.iter().filter_map(|it| match it {
                Piece::Table(table) => Some(table),
                _ => None,
            });
            let table = tables.next().unwrap();
            assert_eq!(table.number, 0, "a form's table has no number");
            assert_eq!(table.rows.len(), expected.len(), "{stem}");
            for (row, (_, session)) in table.rows.iter().zip(&expected) {
                let (month, day) = session["日期"][5..].split_once('-').unwrap();
                let (month, day): (u8, u8) = (month.parse().unwrap(), day.parse().unwrap());
                assert!(row[1].starts_with(&format!("{month}月{day}日")), "{stem}: {row:?}");
                assert_eq!(row[1].contains("未开展"), session["是否开展"] == "否", "{stem}: {row:?}");
                let content = if session["内容"].is_empty() { "—" } else { &session["内容"] };
                assert_eq!(row[4], content, "{stem}");
            }
            let held = expected.iter().filter(|(_, row)| row["是否开展"] == "是").count();
            let said = text(document);
            assert!(said.contains(&format!("登记辅导{}次，开展{held}次", expected.len())), "{stem}:\n{said}");
            assert!(said.contains(&alias), "{stem}");
            assert!(document.title.contains(&format!("2026年{}月", &month[6..])), "{stem}: {}", document.title);
            told += expected.len();
        }
    }
    assert_eq!(told, sessions.len(), "every session is in one log");
}

#[test]
fn without_sessions_there_is_no_log() {
    let documents = documents_of(&without("S01/辅导.csv"));
    let logs: Vec<&String> = documents.keys().filter(|it| it.ends_with("support-log")).collect();
    assert_eq!(logs.len(), 28);
    assert!(logs.iter().all(|it| !it.starts_with("S01")), "{logs:?}");
}

#[test]
fn a_written_log_stands_for_its_month_alone() {
    let words = "---\n文体: 帮扶记录表\n学生: S02\n学期: 2025-2026-2\n日期: 2026-04-30\n---\n```casebook\n表: 辅导记录表\n月份: 4月\n```\n";
    let written = SourceFile {
        path: SitePath::new("summaries/石头四月.md").unwrap(),
        content: Content::Text(words.into(), casebook::source::Encoding::Utf8),
    };
    let documents = documents_of(&SourceTree::new(demo::tree().iter().map(|(_, it)| it.clone()).chain([written])));
    assert!(!documents.contains_key("S02-2026-04-support-log") && documents.contains_key("S02-2026-05-support-log"));
    let rows: Vec<usize> = documents["石头四月"]
        .pieces
        .iter()
        .map(|it| match it {
            Piece::Table(table) => table.rows.len(),
            other => panic!("{other:?}"),
        })
        .collect();
    let own = Raw::read().rows("辅导").into_iter().filter(|(code, row)| code == "S02" && row["日期"].starts_with("2026-04"));
    assert_eq!(rows, [own.count()]);
}

#[test]
fn where_nobody_wrote_there_is_room_to_write() {
    let room = |documents: &BTreeMap<String, Document>| {
        let pieces = &documents["S02-2025-2026-2-portfolio"].pieces;
        pieces.iter().filter(|it| matches!(it, Piece::Room(Room::Lines(_)))).count()
    };
    assert_eq!(room(&DOCUMENTS), 0, "what was written stands there");
    assert_eq!(room(&documents_of(&without("/评语.csv"))), 2, "the family's and the pupil's own words");
}
