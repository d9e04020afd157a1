//! Each lint on words that it marks and on words that it leaves alone.

mod innocents;

use super::*;
use crate::diag::{Diagnostics, Place};
use crate::source::SourceTree;

const SETTINGS: &str = "标题: 小例子\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n";

/// The findings of a casebook with these files besides its settings and one pupil: code and words.
fn of_files(files: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let base = [("casebook.yaml", SETTINGS), ("students/S01/index.md", "---\n化名: 小松\n---\n")];
    let base = base.into_iter().filter(|(path, _)| files.iter().all(|(it, _)| it != path));
    let tree = SourceTree::of_texts(base.chain(files.iter().copied()).collect::<Vec<_>>());
    let (casebook, findings) = crate::read(&tree);
    let errors: Vec<String> = findings.iter().map(|it| it.message(crate::diag::Language::Chinese)).collect();
    assert!(!findings.has_errors(), "{errors:?}");
    let found: Diagnostics = lint(&tree, &casebook.expect("sound"), None).into_iter().collect();
    let words = |it: &Diagnostic| match it.place {
        Place::Span(span) => tree.slice(span).to_owned(),
        _ => panic!("a finding has a place"),
    };
    found.sorted().iter().map(|it| (it.code.id(), words(it))).collect()
}

/// The findings of a note's text.
fn of_note(text: &str) -> Vec<(&'static str, String)> {
    of_files(&[("students/S01/notes/2026-03-05-谈心.md", text)])
}

/// The findings of a written document's text.
fn of_document(text: &str) -> Vec<(&'static str, String)> {
    of_files(&[("summaries/a.md", &format!("---\n文体: 工作总结\n---\n\n{text}"))])
}

fn assert_finds(found: Vec<(&'static str, String)>, expected: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(code, words)| (*code, words.as_str())).collect();
    assert_eq!(found, expected);
}

/// Lints that need more than a text; fixtures show them.
const STRUCTURAL: [Code; 7] = [
    Code::ExamInLowerGrade,
    Code::SeveralTermExams,
    Code::MisdeedInDocument,
    Code::RestrictedQuote,
    Code::DupAcrossDocuments,
    Code::CitationSource,
    Code::UnusedExemption,
];

#[test]
fn each_reason_shows_what_is_marked_and_what_is_not() {
    for code in reasons::LINTS.iter().filter(|it| !STRUCTURAL.contains(it)) {
        let reason = reason(*code).expect("a reason");
        let finds = |text: &str| of_note(text).into_iter().chain(of_document(text)).collect::<Vec<_>>();
        let wrong = finds(reason.wrong);
        assert!(wrong.iter().any(|(it, _)| *it == code.id()), "{}: {wrong:?}", code.id());
        assert_eq!(finds(reason.right), [], "{}", code.id());
    }
}

#[test]
fn quotations_are_the_speakers() {
    assert_finds(of_note("他说：“我就是笨，学不会。”"), &[]);
    assert_finds(of_note("同学们叫他“差生”。"), &[("label", "差生")]);
    assert_finds(of_note("---\n学生原话: 我太懒了\n---\n"), &[]);
    assert_finds(of_note("妈妈说他“在家懒得动”，我记下了。"), &[]);
    assert_finds(of_document("他说：“我就是笨，学不会。”"), &[("label", "笨")]);
    assert_finds(of_note("读《丑小鸭》和《笨小孩》。"), &[]);
}

#[test]
fn exemptions_hold_for_their_file_or_row() {
    assert_finds(of_note("---\n允许: [差生]\n---\n课文里有“差生”一词。"), &[]);
    assert_finds(of_note("---\n允许: [label]\n---\n课文里有“差生”一词。"), &[]);
    assert_finds(of_note("---\n允许: [课文里的“差生”]\n---\n课文里的“差生”。他是差生。"), &[("label", "差生")]);
    assert_finds(of_note("---\n允许: [lable]\n---\n好。"), &[("unused-exemption", "lable")]);
    let rows = "日期,具体行为,允许\n2026-03-05,他不懒了，懒懒地笑,懒\n2026-03-06,懒懒地笑,\n";
    assert_finds(of_files(&[("students/S01/表扬.csv", rows)]), &[("judgement-word", "懒"), ("judgement-word", "懒")]);
    let settings = format!("{SETTINGS}允许: [学困生, 差生]\n");
    let note = ("students/S01/notes/2026-03-05-谈心.md", "学困生小松，差生。");
    let found = of_files(&[("casebook.yaml", &settings), note]);
    assert_finds(found, &[("unused-exemption", "差生"), ("label", "差生")]);
}

#[test]
fn places_are_exact_in_fields_and_cells() {
    assert_finds(of_note("---\n发现: \"他说：“好”；更本没有\"\n---\n"), &[("typo-list", "更本")]);
    let rows = "日期,具体行为\n2026-03-05,\"把黑板擦了,更本没人催\"\n";
    let found = of_files(&[("students/S01/表扬.csv", rows)]);
    assert_finds(found, &[("half-width-mark", ","), ("typo-list", "更本")]);
}

#[test]
fn several_term_exams_count_by_subject_and_term() {
    let rows = "日期,指标,学科,数值\n2026-06-30,期末数学,数学,71\n2026-06-30,期末语文,语文,80\n2026-07-01,期末数学,数学,75\n";
    let found = of_files(&[("students/S01/期末考试.csv", rows)]);
    assert_eq!(found.iter().map(|it| it.0).collect::<Vec<_>>(), ["several-term-exams"]);
    let rows = "日期,指标,学科,数值,缺席\n2026-06-30,期末数学,数学,,是\n2026-07-01,期末数学,数学,75,\n";
    assert_finds(of_files(&[("students/S01/期末考试.csv", rows)]), &[]);
}

#[test]
fn a_text_over_which_the_program_fails_is_told_by_its_file() {
    let one = watched(Some(FileId(2)), || panic!("out of luck"));
    let [finding] = &one[..] else { panic!("{one:?}") };
    assert_eq!((finding.code, &finding.place), (Code::InternalError, &Place::Span(Span::file(FileId(2)))));
    let none = watched(None, || panic!("out of luck"));
    assert!(none.iter().all(|it| it.place == Place::Casebook) && none.len() == 1, "{none:?}");
}
