use super::*;
use crate::diag::Code;
use crate::diag::render::{json, short, summary};
use crate::source::FileId;

const NOTE: &str = "---\n日期: 2026-03-05\n日朝: 1\n\t类型: \u{1b}[31m谈心\n日期: 2\n---\n";
const FILE: FileId = FileId(1);

fn tree() -> SourceTree {
    SourceTree::of_texts([("students/S01/a.md", NOTE), ("b.md", "甲: 1\n")])
}

fn at(needle: &str) -> Span {
    let start = NOTE.find(needle).expect("there");
    Span::new(FILE, start..start + needle.len())
}

fn shown(diagnostic: Diagnostic) -> String {
    human(&[diagnostic].into_iter().collect(), &tree(), Language::Chinese, false)
}

#[test]
fn a_caret_stands_under_chinese_text() {
    let finding = Diagnostic::new(Code::FullWidthColon, at(": 1")).arg("key", "日朝").arg("mended", "日期: 1");
    let expected = "\
错误[full-width-colon]: “日朝”后面的冒号是全角的“：”
 --> content/students/S01/a.md:3:3
  |
3 | 日朝: 1
  |     ^^^
  |
  = 提示: 改成半角冒号加空格：日期: 1

";
    assert_eq!(shown(finding), expected);
}

#[test]
fn related_places_are_shown_near_and_far() {
    let finding = Diagnostic::new(Code::DuplicateKey, at("日期: 2\n")).arg("key", "日期");
    let elsewhere = Span::new(FileId(0), 0..3);
    let expected = "\
错误[duplicate-key]: “日期”写了两次
 --> content/students/S01/a.md:5:1
  |
2 | 日期: 2026-03-05
  | ---- 另见这里
...
5 | 日期: 2
  | ^^^^^^^
  |
 ::: content/b.md:1:1
  |
1 | 甲: 1
  | -- 另见这里
  |
  = 提示: 留下一个

";
    assert_eq!(shown(finding.related(at("日期")).related(elsewhere)), expected);
}

#[test]
fn escapes_of_the_source_are_shown_not_obeyed() {
    let finding = Diagnostic::new(Code::UnknownValue, at("谈心")).arg("value", "\u{1b}]0;x\u{7}").arg("choices", "a\nb");
    let expected = "\
错误[unknown-value]: “”没有“␛]0;x␇”这个选项
 --> content/students/S01/a.md:4:11
  |
4 |     类型: ␛[31m谈心
  |                ^^^^
  |
  = 提示: 可以写：a␊b

";
    assert_eq!(shown(finding.clone()), expected);
    let all: Diagnostics = [finding].into_iter().collect();
    let colored = human(&all, &tree(), Language::English, true);
    assert!(colored.contains("\u{1b}["), "colours are escapes of our own");
    assert!(!colored.contains("\u{1b}[31m谈心") && !colored.contains("\u{1b}]0"));
    for plain in [short(&all, &tree(), Language::Chinese), json(&all, &tree(), Language::Chinese)] {
        assert!(!plain.trim_end_matches('\n').contains(char::is_control), "{plain:?}");
    }
}

#[test]
fn places_without_lines_show_names() {
    let expected = "错误[not-text]: 这个文件不是文本，或编码认不出来\n--> content/c.md\n = 提示: 用记事本打开，另存为 UTF-8 编码；打开也是乱码的，找回原来的文件\n\n";
    assert_eq!(shown(Diagnostic::at_path(Code::NotText, "content/c.md")), expected);
    let whole = shown(Diagnostic::new(Code::CsvEmpty, Span::file(FILE)));
    assert!(whole.contains("--> content/students/S01/a.md\n"), "{whole}");
    assert!(!shown(Diagnostic::general(Code::CsvEmpty)).contains("-->"));
}

#[test]
fn a_line_of_another_file_is_shown_with_its_caret() {
    let text = "#let gongwen(it) = {\n  年级 + it.nothing\n}\n";
    let start = text.find("nothing").expect("there");
    let at = |range| Diagnostic::at_line(Code::ThemeLayout, OuterLine::of("themes/school/typst/gongwen.typ", text, range));
    let finding = at(start..start + 7).arg("meaning", "没有这一项").arg("reason", "no field");
    let expected = "\
错误[theme-layout]: 主题的版式出错：没有这一项（Typst 原话：no field）
 --> themes/school/typst/gongwen.typ:2:11
  |
2 |   年级 + it.nothing
  |             ^^^^^^^
  |
";
    let human = shown(finding.clone());
    assert!(human.starts_with(expected), "{human}");
    let all: Diagnostics = [finding].into_iter().collect();
    assert!(short(&all, &tree(), Language::Chinese).starts_with("themes/school/typst/gongwen.typ:2:11: "));
    assert!(json(&all, &tree(), Language::Chinese).contains(r#""line":2,"column":11,"end_line":2,"end_column":18"#));
    for range in [0..0, start..900, 900..901, text.len()..text.len(), 25..26, 20..40] {
        let shown = shown(at(range.clone()));
        assert!(shown.contains("themes/school/typst/gongwen.typ"), "{range:?}: {shown}");
    }
}

#[test]
fn odd_spans_do_no_harm() {
    for range in [0..0, 1..2, 5..6, NOTE.len()..NOTE.len(), 3..NOTE.len(), 900..1000, 4..4] {
        let text = shown(Diagnostic::new(Code::CsvEmpty, Span::new(FILE, range)));
        assert!(text.contains("content/students/S01/a.md"), "{text}");
    }
    let unknown = shown(Diagnostic::new(Code::CsvEmpty, Span::new(FileId(9), 0..1)));
    assert!(unknown.contains("csv-empty"));
}

#[test]
fn a_long_line_is_cut_around_its_caret() {
    let text = format!("{}处：x\n", "很长的一行字，".repeat(200));
    let tree = SourceTree::of_texts([("a.md", text.as_str())]);
    let start = text.find('处').expect("there");
    let finding = Diagnostic::new(Code::MissingColon, Span::new(FileId(0), start..start + 3));
    let shown = human(&[finding].into_iter().collect(), &tree, Language::Chinese, false);
    let (source, caret) = shown.lines().skip(3).zip(shown.lines().skip(4)).next().expect("two lines");
    assert!(source.contains("...") && source.contains('处') && source.chars().count() < 130, "{shown}");
    let width = |text: &str| text.chars().map(|it| if it.is_ascii() { 1 } else { 2 }).sum::<usize>();
    assert_eq!(source.split_once('处').map(|(it, _)| width(it)), caret.find('^'), "{shown}");
}

#[test]
fn short_and_json_name_line_and_column_in_characters() {
    let all: Diagnostics = [
        Diagnostic::new(Code::UnknownKey, at("日朝")).arg("owner", "谈心").arg("key", "日朝"),
        Diagnostic::at_path(Code::CsvEmpty, "content/c.csv"),
        Diagnostic::general(Code::YamlSyntax),
    ]
    .into_iter()
    .collect();
    let expected = "content/students/S01/a.md:3:1: 错误[unknown-key]: 谈心没有“日朝”这一项\ncontent/c.csv: 警告[csv-empty]: 表里没有记录\n错误[yaml-syntax]: 这里的写法读不懂\n";
    assert_eq!(short(&all, &tree(), Language::Chinese), expected);
    let lines = json(&all, &tree(), Language::Chinese);
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(
        lines[0],
        r#"{"code":"unknown-key","severity":"error","file":"content/students/S01/a.md","line":3,"column":1,"end_line":3,"end_column":3,"message":"谈心没有“日朝”这一项","hint":"表里没有的项目可写在“附加:”下面"}"#
    );
    let value: serde_json::Value = serde_json::from_str(lines[2]).expect("JSON");
    assert!(value["file"].is_null() && value["line"].is_null());
    assert_eq!(lines.len(), 3);
}

#[test]
fn the_summary_counts() {
    let of = |errors: usize, warnings: usize| -> Diagnostics {
        let error = std::iter::repeat_n(Diagnostic::general(Code::NotText), errors);
        error.chain(std::iter::repeat_n(Diagnostic::general(Code::CsvEmpty), warnings)).collect()
    };
    assert_eq!(summary(&of(3, 1), Language::Chinese), "3 个错误，1 个警告");
    assert_eq!(summary(&of(0, 2), Language::Chinese), "2 个警告");
    assert_eq!(summary(&of(1, 0), Language::English), "1 error");
    assert_eq!(summary(&of(2, 1), Language::English), "2 errors, 1 warning");
    assert_eq!(summary(&of(0, 0), Language::Chinese), "没有发现问题");
}
