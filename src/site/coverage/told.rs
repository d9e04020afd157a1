//! What composed documents tell of each row, and under which heading.
//!
//! A test takes the row's records out of the demo and sees the section change; what no document tells has no line here.

/// Row, genre, and the heading under which a composed document tells of it, headings below it included; an empty one is the
/// document as a whole.
const TOLD: &[(&str, &str, &str)] = &[
    ("A1", "term_summary", "基本情况"),
    ("A2", "term_summary", "工作成效"),
    ("A2", "case_report", "转化调查与情感状态"),
    ("A3", "term_summary", "目标由学生自己写"),
    ("A3", "case_report", "目标"),
    ("A4", "term_summary", "给岗位，给舞台，暖班风"),
    ("A5", "term_summary", "工作成效"),
    ("A5", "case_report", "跟踪数据"),
    ("A6", "term_summary", "落实“六个一”"),
    ("A6.1", "term_summary", "落实“六个一”"),
    ("A6.2", "term_summary", "落实“六个一”"),
    ("A6.3", "term_summary", "落实“六个一”"),
    ("A6.4", "term_summary", "落实“六个一”"),
    ("A6.5", "term_summary", "落实“六个一”"),
    ("A6.6", "term_summary", "落实“六个一”"),
    ("A7", "case_report", "一般资料"),
    ("A8", "term_summary", "基本情况"),
    ("A8", "case_report", "一般资料"),
    ("A9", "case_report", "一分为二"),
    ("A10", "case_report", "成因分析"),
    ("B1", "term_summary", "先谈心，后补课"),
    ("B1", "case_report", "转化过程"),
    ("B2", "term_summary", "家校一条心"),
    ("B3", "term_summary", "家校一条心"),
    ("B6", "term_summary", "家校一条心"),
    ("B7", "case_report", "表扬与表现机会"),
    ("B8", "case_report", "表扬与表现机会"),
    ("B9", "case_report", "表扬与表现机会"),
    ("B10", "term_summary", "给岗位，给舞台，暖班风"),
    ("B10", "case_report", "转化过程"),
    ("B11", "case_report", "转化过程"),
    ("B12", "term_summary", "按计划辅导"),
    ("B12", "case_report", "转化过程"),
    ("B13", "case_report", "转化过程"),
    ("B15", "term_summary", "工作成效"),
    ("B16", "case_report", "家长与学生的话"),
    ("B17", "term_summary", "存在问题与反思"),
    ("B17", "case_report", "转化过程"),
    ("B18", "term_summary", "存在问题与反思"),
    ("B18", "case_report", "转化过程"),
    ("B20", "case_report", "薄弱环节"),
    ("B24", "term_summary", "工作成效"),
    ("B24", "case_report", "转化调查与情感状态"),
    ("C1", "term_summary", "工作成效"),
    ("C2", "term_summary", "工作成效"),
    ("C3", "term_summary", "工作成效"),
    ("C4", "term_summary", "工作成效"),
    ("C5", "term_summary", "工作成效"),
    ("C6", "term_summary", "工作成效"),
    ("C7", "case_report", "转化调查与情感状态"),
    ("C8", "term_summary", "基本情况"),
    ("D6", "term_summary", ""),
    ("D9", "term_summary", "基本情况"),
    ("D9", "case_report", "一般资料"),
    ("D11", "case_report", "一般资料"),
    ("D13", "term_summary", "工作成效"),
];

/// The heading under which a composed document of a genre tells of a row.
pub(super) fn heading(row: &str, genre: &str) -> Option<&'static str> {
    TOLD.iter().find(|it| it.0 == row && it.1 == genre).map(|it| it.2)
}

/// Sections that are a row: where somebody wrote a document with such a heading, it tells the row. Other rows may stand
/// anywhere in what people write, so nothing is said of them.
const OWN: &[(&str, &str)] = &[
    ("D1", "team"),
    ("D2", "findings"),
    ("D4", "questions"),
    ("D5", "significance"),
    ("D6", "opening"),
    ("D7", "pieces"),
    ("D10", "references"),
];

/// Whether a section of a written document is the row itself.
pub(super) fn is_own(row: &str, section: &str) -> bool {
    OWN.contains(&(row, section))
}
