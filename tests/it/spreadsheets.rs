//! Tables as Excel leaves them: every type that is kept as a table goes through it and back, and what is wrong is told at its
//! cell.

use std::path::Path;

use casebook::model::{Casebook, Note};
use casebook::schema::{Data, Field, FieldType, NoteType, RefKind, Schema, Scope};
use casebook::source::{Limits, load};

use crate::program::{run_in, write};

const SETTINGS: &str = "标题: 小例子
学期:
- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}
指标:
  口算流畅度: {单位: 题/分, 学科: 数学}
  作业按时完成率: {单位: '%', 最小值: 0, 最大值: 100}
  期末数学: {单位: 分, 最大值: 100}
";

/// The two ways in which Excel saves Chinese.
#[derive(Debug, Clone, Copy)]
enum Saved {
    /// “CSV UTF-8”.
    Utf8,
    /// “CSV” on a Chinese Windows.
    Gb18030,
}

impl Saved {
    fn bytes(self, text: &str) -> Vec<u8> {
        let text = text.replace('\n', "\r\n");
        match self {
            Saved::Utf8 => format!("\u{FEFF}{text}").into_bytes(),
            Saved::Gb18030 => encoding_rs::GB18030.encode(&text).0.into_owned(),
        }
    }
}

/// A casebook of one pupil and one class, with tables as Excel saved them.
fn casebook_with(tables: &[(String, String)], saved: Saved) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    let content = root.path().join("content");
    write(
        &content,
        [
            ("casebook.yaml", SETTINGS.as_bytes()),
            ("students/S01/index.md", "---\n化名: 小松\n班级: 4-2\n---\n".as_bytes()),
            ("classes/4-2/index.md", "---\n年级: 四年级\n---\n".as_bytes()),
        ],
    );
    for (path, text) in tables {
        write(&content, [(path.as_str(), saved.bytes(text).as_slice())]);
    }
    root
}

fn read(root: &Path) -> Casebook {
    let loaded = load(&root.join("content"), Limits::default()).unwrap();
    let (casebook, findings) = casebook::read(&loaded.tree);
    let said: Vec<String> =
        findings.iter().map(|it| format!("{:?} {}", it.place, it.message(casebook::diag::Language::Chinese))).collect();
    assert!(said.is_empty(), "{}", said.join("\n"));
    casebook.unwrap()
}

/// What a field's cell holds, and how the value reads once it is checked.
type Cell = (String, String, String);

/// Columns of a field, each with what a row holds and what comes of it; none where a cell cannot hold it.
fn cells(schema: &Schema, kind: &FieldType, field: &Field, name: &str, at: usize) -> Vec<Cell> {
    let one = |written: &str, read: &str| vec![(name.to_owned(), written.to_owned(), read.to_owned())];
    match kind {
        FieldType::Text | FieldType::Markdown => one("“好”，\"很好\"", "“好”，\"很好\""),
        FieldType::Date => one(["2026/4/5", "2026-04-05", "2026年4月5日", "2026/4/5 0:00"][at % 4], "2026-04-05"),
        FieldType::Integer => {
            let number = field.min.unwrap_or(0.0).max(3.0).min(field.max.unwrap_or(f64::MAX));
            let full: String = number.to_string().chars().map(|it| char::from_u32(it as u32 + 0xFEE0).unwrap()).collect();
            let unit = field.unit.clone().unwrap_or_default();
            one([number.to_string(), full, format!("{number}{unit}")][at % 3].as_str(), &number.to_string())
        }
        FieldType::Number if &*field.key == "full_marks" => one("1,200", "1200"),
        FieldType::Number => {
            let number = 2.5_f64.max(field.min.unwrap_or(0.0));
            one(["2.5", "２．５", " 2.50 "][at % 3], &number.to_string())
        }
        FieldType::Rating => one(["4", "４", "4.0"][at % 3], "4"),
        // who is absent has no value
        FieldType::Boolean if &*field.key == "absent" => one("否", "false"),
        FieldType::Boolean => {
            let (written, read) = [("是", "true"), ("√", "true"), ("TRUE", "true"), ("否", "false"), ("×", "false")][at % 5];
            one(written, read)
        }
        FieldType::Enum(name) => {
            let narrows = |key: &str| {
                schema.types.iter().any(|it| it.parent.is_some() && it.sets.iter().any(|(f, v)| f == &field.key && &**v == key))
            };
            let choice = schema.enums[name].choices.iter().find(|it| !narrows(&it.key)).unwrap();
            one(&choice.label, &choice.key)
        }
        FieldType::Ref(RefKind::Measure) => one("口算流畅度", "口算流畅度"),
        FieldType::Ref(RefKind::Duty) => one("每周谈心", "talk"),
        FieldType::List(inner) => match &**inner {
            FieldType::Text => one("甲；乙;丙", "甲|乙|丙"),
            FieldType::Enum(name) => {
                let choices = &schema.enums[name].choices;
                one(&format!("{}；{}", choices[0].label, choices[1].label), &format!("{}|{}", choices[0].key, choices[1].key))
            }
            FieldType::Record(shape) => {
                let first = schema.shapes[shape].iter().next().unwrap();
                one("先口算；早睡", &format!("{{{}=先口算}}|{{{}=早睡}}", first.key, first.key))
            }
            _ => Vec::new(),
        },
        FieldType::Record(shape) if !schema.shapes[shape].iter().any(|it| matches!(it.kind, FieldType::Map(..))) => {
            let parts = schema.shapes[shape].iter().zip(at..);
            let parts: Vec<Cell> =
                parts.flat_map(|(part, at)| cells(schema, &part.kind, part, &format!("{name}.{}", part.label), at)).collect();
            parts
        }
        _ => Vec::new(),
    }
}

/// A checked value in one line.
fn shown(data: &Data) -> String {
    match data {
        Data::Text(text) | Data::Reference(text) => text.clone(),
        Data::Date(date) => date.to_string(),
        Data::DateRange(range) => range.to_string(),
        Data::Integer(number) => number.to_string(),
        Data::Number(number) => number.to_string(),
        Data::Boolean(truth) => truth.to_string(),
        Data::Choice(key) => key.to_string(),
        Data::List(items) => items.iter().map(|it| shown(&it.data)).collect::<Vec<_>>().join("|"),
        Data::Record(fields) => {
            let pairs: Vec<String> = fields.iter().map(|(key, it)| format!("{key}={}", shown(&it.data))).collect();
            format!("{{{}}}", pairs.join(" "))
        }
        Data::Map(_) => String::new(),
    }
}

/// The value that a column of a note holds; `情绪.前` is a part of a field.
fn value(kind: &NoteType, schema: &Schema, note: &Note, column: &str) -> Option<String> {
    let (name, part) = column.split_once('.').map_or((column, None), |(name, part)| (name, Some(part)));
    let field = kind.fields.find(name).unwrap();
    let data = &note.fields.get(&field.key)?.data;
    match (part, data, &field.kind) {
        (None, ..) => Some(shown(data)),
        (Some(part), Data::Record(fields), FieldType::Record(shape)) => {
            let key = &schema.shapes[shape].find(part).unwrap().key;
            fields.get(key).map(|it| shown(&it.data))
        }
        _ => None,
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

/// Every own field of a type that a cell can hold.
fn columns(schema: &Schema, kind: &NoteType) -> Vec<Cell> {
    let own = |it: &&Field| schema.common.iter().all(|common| common.key != it.key);
    let set = |it: &&Field| kind.sets.iter().any(|(key, _)| *key == it.key);
    let fields = kind.fields.iter().filter(own).filter(|it| !set(it));
    fields.zip(0..).flat_map(|(field, at)| cells(schema, &field.kind, field, &field.label, at)).collect()
}

fn folder(kind: &NoteType) -> &'static str {
    if kind.scope.contains(&Scope::Student) { "students/S01" } else { "classes/4-2" }
}

#[test]
fn every_table_comes_back_from_excel() {
    let schema = Schema::built_in();
    let kinds: Vec<&NoteType> = schema.types.iter().filter(|it| it.table).collect();
    for often in ["praise", "award", "tutoring", "talk", "progress_record", "liaison_book", "pickup_card"] {
        assert!(kinds.iter().any(|it| &*it.key == often), "{often} comes often and is kept as a table");
    }
    for saved in [Saved::Utf8, Saved::Gb18030] {
        let table = |kind: &&NoteType| {
            let columns = columns(schema, kind);
            let head: Vec<&str> = columns.iter().map(|it| it.0.as_str()).collect();
            let cells: Vec<String> = columns.iter().map(|it| quoted(&it.1)).collect();
            let blank = ",".repeat(columns.len() + 2);
            // Two columns too many, and blank rows below: what selecting a whole sheet leaves.
            let text = format!(
                "日期,{head},,\n2026/3/5,{cells},,\n2026-03-06,{cells},,\n２０２６年３月９日,{cells},,\n{blank}\n{blank}\n\n",
                head = head.join(","),
                cells = cells.join(",")
            );
            (format!("{}/{}.csv", folder(kind), kind.label), text)
        };
        let tables: Vec<(String, String)> = kinds.iter().map(table).collect();
        let root = casebook_with(&tables, saved);
        let casebook = read(root.path());
        for kind in &kinds {
            let id = schema.find_type(&kind.key).unwrap();
            let notes: Vec<&Note> = casebook.notes().map(|(_, it)| it).filter(|it| it.kind == id).collect();
            let days: Vec<String> = notes.iter().map(|it| it.date.to_string()).collect();
            assert_eq!(days, ["2026-03-05", "2026-03-06", "2026-03-09"], "{saved:?} {}", kind.label);
            for (column, written, expected) in columns(schema, kind) {
                for note in &notes {
                    let found = value(kind, schema, note, &column);
                    assert_eq!(found.as_ref(), Some(&expected), "{saved:?} {}: {column} was {written}", kind.label);
                }
            }
        }
    }
}

#[test]
fn values_in_the_unit_of_their_measure_are_read() {
    let rows = "日期,指标,数值,满分\n2026-03-05,口算流畅度,16题/分,\n2026-03-06,作业按时完成率,85%,\n2026-03-07,作业按时完成率,９０％,\n2026-03-08,期末数学,71分,100分\n2026-03-09,口算流畅度,,\n";
    let sessions = "日期,时长\n2026-03-05,3小时\n2026-03-06,20 分钟\n2026-03-09,1小时20分\n";
    let tables = [("students/S01/成绩跟踪.csv", rows), ("students/S01/辅导.csv", sessions)];
    let root = casebook_with(&tables.map(|(path, text)| (path.to_owned(), text.to_owned())), Saved::Utf8);
    let casebook = read(root.path());
    let of = |kind: &str, field: &str| -> Vec<Option<f64>> {
        let id = Schema::built_in().find_type(kind).unwrap();
        casebook.notes.iter().filter(|it| it.kind == id).map(|it| it.fields.number(field)).collect()
    };
    assert_eq!(of("progress_record", "value"), [Some(16.0), Some(85.0), Some(90.0), Some(71.0), None], "missing is never 0");
    assert_eq!(of("tutoring", "minutes"), [Some(180.0), Some(20.0), Some(80.0)]);
}

/// A finding: line, cell of it (from 0), kind.
type At = (usize, usize, &'static str);

/// Files, and the findings they give.
const BAD: &[(&str, &str, &[At])] = &[
    (
        "students/S01/成绩跟踪.csv",
        "日期,指标,数值,满分,缺席,班级平均
2026-03-05,期末数学,104,100,,
2019-03-05,口算流畅度,12,,,
2026-03-06,口算流畅度,45%,,,
2026-03-07,口算流畅度,=1+1,,,
2026-03-08,口算流畅度,０,,是,
2026-03-09,期末数学,105,,,
2026-03-10,口算流畅度,十二,,,
2026-03-11,口算流畅度,12,,,
2026-03-11,口算流畅度,12,,,
2026-03-12,期末数学,80,100,,120
2026-03-13,作业按时完成率,-5,,,
2026-03-14,口算流畅度,+B2,,,
2026-03-15,口算流畅度,@SUM(A1),,,
2026-03-16,口算流畅度,-cmd|' /C calc'!A0,,,
2026-03-17,口算流畅度,#REF!,,,
2026-03-18,口算流畅度,-3,,,
",
        &[
            (2, 2, "above-full-marks"),
            (3, 0, "outside-terms"),
            (4, 2, "wrong-unit"),
            (5, 2, "csv-formula"),
            (6, 2, "absent-with-value"),
            (7, 2, "above-full-marks"),
            (8, 2, "not-a-number"),
            (10, 0, "duplicate-row"),
            (11, 5, "above-full-marks"),
            (12, 2, "out-of-range"),
            (13, 2, "csv-formula"),
            (14, 2, "csv-formula"),
            (15, 2, "csv-formula"),
            (16, 2, "csv-formula"),
        ],
    ),
    (
        "students/S01/辅导.csv",
        "日期,课题,时长\n2026-03-05,进位,20题\n2026-03-06,进位,五小时\n2026-03-09,退位,5小时\n",
        &[(2, 2, "wrong-unit"), (3, 2, "not-a-number"), (4, 2, "out-of-range")],
    ),
    (
        "classes/4-2/表扬.csv",
        "学生,日期,具体行为\nS09,2026-03-05,扫地\n,2026-03-06,擦窗\nS01,,擦窗\nS01,2026-03-09,\nS01,3月10日,擦窗\nS01,2026-02-30,擦窗\n",
        &[
            (2, 0, "unknown-reference"),
            (3, 0, "row-without-student"),
            (4, 1, "missing-date"),
            (5, 2, "required-missing"),
            (6, 1, "date-form"),
            (7, 1, "no-such-day"),
        ],
    ),
    (
        "students/S01/表扬.csv",
        "日期,表扬方式\n2026-03-05,当众\n2026-03-06,悄悄\n",
        &[(1, 0, "csv-missing-column"), (3, 1, "unknown-value")],
    ),
    ("students/S01/习惯.csv", "习惯名称,做到天数\n先口算,4\n先口算,3\n", &[(1, 0, "csv-missing-column")]),
    ("classes/4-2/奖励.csv", "日期,原因\n2026-03-05,劳动\n2026-03-06,劳动\n", &[(1, 0, "csv-missing-column")]),
    (
        "students/S01/期末考试.csv",
        "日期,指标,学科,数值,满分\n2026-06-30,期末数学,数学,71,100\n2026-07-01,期末数学,数学,75,100\n",
        &[(3, 2, "several-term-exams")],
    ),
    ("students/S01/奖励.csv", "日期,原因\n", &[(1, 0, "csv-empty")]),
    ("students/S01/接送卡.csv", "", &[(1, 0, "csv-empty")]),
    ("students/S01/联络本.csv", "日期,教师留言\n,,\n,,\n", &[(1, 0, "csv-empty")]),
];

/// Where a cell of a line begins, in characters from 1.
fn column(line: &str, cell: usize) -> usize {
    line.split(',').take(cell).map(|it| it.chars().count() + 1).sum::<usize>() + 1
}

#[test]
fn what_is_wrong_is_told_at_its_cell() {
    for saved in [Saved::Utf8, Saved::Gb18030] {
        let tables: Vec<(String, String)> =
            BAD.iter().map(|(path, text, _)| ((*path).to_owned(), (*text).to_owned())).collect();
        let root = casebook_with(&tables, saved);
        let run = run_in(root.path(), &["check", "--format", "json"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let findings: Vec<serde_json::Value> = run.stdout.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
        for (path, text, expected) in BAD {
            let file = format!("content/{path}");
            let found = findings.iter().filter(|it| it["file"] == file.as_str() && it["code"] != "other-encoding");
            let found: Vec<(usize, usize, &str)> = found
                .map(|it| {
                    // a file without anything in it has no lines
                    let number = |key: &str| it[key].as_u64().unwrap_or(1) as usize;
                    (number("line"), number("column"), it["code"].as_str().unwrap())
                })
                .collect();
            let at = |(line, cell, code): &At| (*line, column(text.lines().nth(line - 1).unwrap_or_default(), *cell), *code);
            let expected: Vec<(usize, usize, &str)> = expected.iter().map(at).collect();
            assert_eq!(found, expected, "{saved:?} {path}\n{}", run.stdout);
        }
    }
}
