//! Tests of resolving whole small casebooks.

use super::*;
use crate::diag::{Diagnostics, Language};
use crate::source::SourceTree;
use crate::syntax;

const SETTINGS: &str = "
标题: 四（2）班
学期:
- {学期: 2025-2026-1, 开始日期: 2025-09-01, 结束日期: 2026-01-23}
- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03, 假期: [2026-05-01—2026-05-05], 调休上课: [2026-05-09]}
";

/// Resolves files on top of settings and a student `S01`, unless they bring their own. What was found is given as
/// `path:line code: message`.
fn resolve_files(files: &[(&str, &str)]) -> (Option<Casebook>, Vec<String>) {
    let given = |path: &str| files.iter().any(|(it, _)| *it == path);
    let usual = [
        ("casebook.yaml", SETTINGS),
        ("students/S01/index.md", "---\n化名: 小松\n班级: 4-2\n---\n"),
        ("classes/4-2/index.md", "---\n年级: 四年级\n---\n"),
    ];
    let all = usual.into_iter().filter(|(path, _)| !given(path)).chain(files.iter().copied());
    let tree = SourceTree::of_texts(all.filter(|(_, text)| *text != "-"));
    let (parsed, mut findings) = syntax::parse(&tree);
    let casebook = resolve(&tree, parsed, &mut findings);
    let said = findings.sorted().iter().map(|it| said(&tree, it)).collect();
    (casebook, said)
}

fn said(tree: &SourceTree, finding: &crate::diag::Diagnostic) -> String {
    let place = match &finding.place {
        crate::diag::Place::Span(span) => {
            let path = tree.get(span.file).map(|it| it.path.to_string()).unwrap_or_default();
            format!("{path}:{}", tree.locate(*span).line)
        }
        crate::diag::Place::Path(path) => path.clone(),
        crate::diag::Place::Line(_) | crate::diag::Place::Casebook => String::new(),
    };
    format!("{place} {}: {}", finding.code.id(), finding.message(Language::Chinese))
}

/// A casebook without findings.
fn sound(files: &[(&str, &str)]) -> Casebook {
    let (casebook, findings) = resolve_files(files);
    assert_eq!(findings, [""; 0]);
    casebook.expect("a casebook")
}

/// What is found in one file below S01.
fn found_in(name: &str, text: &str) -> Vec<String> {
    let path = format!("students/S01/{name}");
    let (_, findings) = resolve_files(&[(&path, text)]);
    findings.into_iter().map(|it| it.strip_prefix(&path).map_or(it.clone(), str::to_owned)).collect()
}

fn label(casebook: &Casebook, note: &Note) -> String {
    casebook.schema.note_type(note.kind).label.clone()
}

#[test]
fn a_note_is_known_by_its_name() {
    let casebook = sound(&[
        ("students/S01/notes/2026-03-05-谈心-节后.md", "---\n原话: 一松就拉下了\n---\n今天**谈**了。\n"),
        ("students/S01/2026-03-06-表扬.md", "主动把讲台擦干净"),
        ("students/S01/a/b/c.md", "---\n日期: 2026年4月30日\n类型: 家校联系\n方式: 上门\n标签: [甲, 乙, 甲]\n---\n"),
        ("students/S01/草稿.md", "---\n草稿: 是\n乱写: 1\n---\n"),
        ("students/S01/a.png", ""),
    ]);
    let notes: Vec<String> =
        casebook.notes.iter().map(|it| format!("{} {} {:?}", it.date, label(&casebook, it), it.week)).collect();
    assert_eq!(notes, ["2026-03-05 谈心 Some(1)", "2026-03-06 表扬 Some(1)", "2026-04-30 家访 Some(9)"]);
    let talk = &casebook.notes[0];
    assert_eq!(talk.title.as_deref(), Some("节后"));
    assert_eq!(talk.fields.text("words"), Some("今天谈了。"));
    assert_eq!(talk.fields.text("quote"), Some("一松就拉下了"));
    assert_eq!((talk.student, talk.class), (Some(StudentId(0)), Some(ClassId(0))));
    assert_eq!(talk.term.map(|it| it.to_string()).as_deref(), Some("2025-2026-2"));
    assert_eq!(casebook.notes[1].fields.text("behaviour"), Some("主动把讲台擦干净"));
    assert_eq!(casebook.notes[1].fields.date("date").map(|it| it.to_string()).as_deref(), Some("2026-03-06"));
    assert_eq!(casebook.notes[2].tags, ["甲", "乙"]);
    assert_eq!(casebook.notes[2].fields.choice("mode"), Some("visit"));
    assert_eq!(casebook.by_student, [[NoteId(0), NoteId(1), NoteId(2)]]);
    assert_eq!(casebook.assets.len(), 1);
}

#[test]
fn what_is_wrong_with_a_note_is_said() {
    let cases: &[(&str, &str, &[&str])] = &[
        ("2026-03-05.md", "", &[":1 missing-type: 看不出这是哪种记录"]),
        ("谈心.md", "", &[":1 missing-date: 这条记录没有日期"]),
        ("2026-03-05-谈新.md", "", &[":1 unknown-type: 没有“谈新”这种记录"]),
        ("2026-02-30-谈心.md", "", &[":1 no-such-day: 日历上没有“2026-02-30”这一天"]),
        ("a.md", "---\n类型: 淡心\n日期: 2026-03-05\n---\n", &[":2 unknown-type: 没有“淡心”这种记录"]),
        ("2026-03-05-表扬.md", "---\n表扬方式: 当众\n---\n", &[":2 required-missing: 表扬缺“具体行为”"]),
        (
            "2026-03-05-谈心.md",
            "---\n类型: 表扬\n日期: 2026-03-06\n---\n甲\n",
            &[
                ":2 name-contradicts: 文件名里是“谈心”，设置里是“表扬”，以设置为准",
                ":3 name-contradicts: 文件名里是“2026-03-05”，设置里是“2026-03-06”，以设置为准",
            ],
        ),
        (
            "2026-02-05-谈心.md",
            "---\n日期: 2026-02-05\n---\n",
            &[":2 outside-terms: 2026-02-05 不在任何学期里，不计入学期统计"],
        ),
        ("2026-03-05-班会.md", "---\n主题: 一个也不掉队\n---\n", &[":2 type-not-here: “主题班队会”不写在学生的文件夹里"]),
        (
            "2026-05-06-反复.md",
            "---\n反复表现: 漏交\n恢复日期: 2026-05-02\n---\n",
            &[":3 date-before-note: “恢复日期”（2026-05-02）早于记录日期（2026-05-06）"],
        ),
        (
            "2026-05-06-成绩跟踪.md",
            "---\n指标: 口算\n数值: 101\n满分: 100\n---\n",
            &[":3 above-full-marks: 数值 101 超过满分 100"],
        ),
        (
            "2026-05-06-听课观察.md",
            "---\n专注次数: 21\n总次数: 20\n---\n",
            &[":2 part-above-whole: “专注次数”（21）大于“总次数”（20）"],
        ),
        ("2026-05-06-家访.md", "---\n联系方式: 电话\n---\n", &[":2 wrong-kind: “联系方式”应当是“家访”，这里写的是“电话”"]),
        (
            "2026-05-06-谈心.md",
            "---\n关联: [2026-05-07-谈心, S01/2026-05-06]\n涉及学生: 小松\n---\n",
            &[":3 unknown-reference: 找不到学生“小松”", ":2 unknown-reference: 找不到记录“2026-05-07-谈心”"],
        ),
        ("谈心.md", "---\n周次: 40\n---\n", &[":2 out-of-range: “周次”写了 40，应在 1 到 30 之间"]),
        ("谈心.md", "---\n周次: 19\n---\n", &[":2 no-such-week: 2025—2026学年度第二学期 没有第 19 周"]),
        ("谈心.md", "---\n周次: 1\n学期: 2024-2025-1\n---\n", &[":3 unknown-reference: 找不到学期“2024-2025-1”"]),
        ("谈心.md", "---\n日期: 五月\n---\n", &[":2 date-form: “五月”不是日期"]),
    ];
    for (name, text, expected) in cases {
        let mut expected: Vec<&str> = expected.to_vec();
        let mut found = found_in(name, text);
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn students_and_classes_are_linked() {
    let index = "---
化名: 小松
班级: 四（2）班
建档日期: 2026-03-02
优点: [书写工整, {内容: 守时, 依据: 天天早到}]
不足: 计算慢；话少
目标:
- 先读题
- {目标: 每分钟20题, 起点: 11, 目标值: 20, 达成量表: {起始等级: -1, 终点等级: 高于预期}}
阶段:
- {阶段: B, 起: 2026-03-23}
- {阶段: A, 起: 2026-03-02}
- {阶段: R, 起: 2026-05-06, 止: 2026-05-10}
- {阶段: B2, 起: 2026-06-01}
各学期: [{学期: 2026年春季学期, 成效: 有进步, 关注领域: 学业；情绪}]
---
青青爱写字。
";
    // Classes that the settings name need no folder.
    let settings = format!("{SETTINGS}班级: [四（3）班, 向日葵班]\n");
    let casebook = sound(&[
        ("casebook.yaml", &settings),
        ("students/S01/index.md", index),
        ("students/s02/index.md", "---\n化名: 小满\n班级: 2022级3班\n结对同伴: s01\n---\n"),
        ("students/S03/index.md", "---\n班级: 向日葵班\n---\n"),
        ("roster.yaml", "学生:\n  S01: {姓名: 林禾苗}\n  s03: {姓名: 陈果}\n"),
        ("classes/四(2)班/index.md", "---\n年级: 四年级\n入学年: 2022\n教师: [{姓名: 陆老师, 学科: 数学}]\n---\n"),
        ("classes/4-2/index.md", "-"),
        ("students/S01/2026-04-01-优点.md", "帮人擦黑板"),
        ("students/S01/2026-04-02-目标.md", "每天举手一次"),
    ]);
    let classes: Vec<(&str, &str, Option<u8>)> =
        casebook.classes.iter().map(|it| (it.key.as_str(), it.name.as_str(), it.grade)).collect();
    assert_eq!(classes, [("4-2", "四（2）班", Some(4)), ("4-3", "四（3）班", Some(4)), ("向日葵班", "向日葵班", None)]);
    assert_eq!(casebook.classes[0].teachers[0].subject.as_deref(), Some("math"));
    for name in ["4-2", "四（2）班", "四年级2班", "2022级2班"] {
        assert_eq!(casebook.find_class(name), Some(ClassId(0)), "{name}");
    }
    let [one, two, three] = casebook.students.as_slice() else { panic!("three students") };
    assert_eq!((one.name.as_deref(), one.shown_name()), (Some("林禾苗"), "小松"));
    assert_eq!((two.code.as_str(), two.class), ("S02", Some(ClassId(1))));
    assert_eq!(two.fields.text("partner"), Some("S01"));
    assert_eq!((three.shown_name(), three.class), ("陈果", Some(ClassId(2))));
    let texts = |items: &[Item]| items.iter().map(|it| it.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&one.strengths), ["书写工整", "守时", "帮人擦黑板"]);
    assert_eq!(one.strengths[2].date.map(|it| it.to_string()).as_deref(), Some("2026-04-01"));
    assert_eq!(texts(&one.needs), ["计算慢", "话少"]);
    assert_eq!(one.goals.iter().map(|it| it.text.as_str()).collect::<Vec<_>>(), ["先读题", "每分钟20题", "每天举手一次"]);
    assert_eq!(one.goals[1].gas.as_ref().map(|it| (it.start, it.end, it.weight)), Some((Some(-1), Some(1), 1.0)));
    assert_eq!(one.goals[2].set_on.map(|it| it.to_string()).as_deref(), Some("2026-04-02"));
    let phases: Vec<String> = one
        .phases
        .iter()
        .map(|it| format!("{} {}—{}", it.phase, it.from, it.to.map(|it| it.to_string()).unwrap_or_default()))
        .collect();
    assert_eq!(phases, ["A 2026-03-02—2026-03-22", "B 2026-03-23—2026-05-31", "R 2026-05-06—2026-05-10", "B 2026-06-01—"]);
    assert_eq!(one.phase_on("2026-05-20".parse().expect("a day")).map(|it| &**it), Some("B"));
    assert_eq!(one.terms[0].outcome.as_deref(), Some("improved"));
    assert_eq!(one.terms[0].concern_domains.len(), 2);
    assert!(!one.body.is_empty());
}

#[test]
fn faults_of_students_and_places_are_said() {
    let (_, findings) = resolve_files(&[
        ("students/S02/index.md", "---\n化名: 小松\n结案日期: 2026-03-01\n建档日期: 2026-03-02\n结对同伴: S09\n---\n"),
        ("students/S03/index.md", "---\n性别: 女\n---\n"),
        ("students/S04/2026-03-05-谈心.md", ""),
        ("classes/4-3/2026-03-05-观察.md", "安静"),
        ("student/S05/index.md", ""),
        ("projects/p/2026-03-05-反思.md", "想了想"),
        ("classes/4-2/2026-03-06-谈心.md", ""),
        ("classes/4-2/2026-03-07-谈心.md", "---\n学生: S02\n---\n"),
    ]);
    assert_eq!(
        findings,
        [
            "classes/4-2/2026-03-06-谈心.md:1 type-not-here: “谈心”不写在班级的文件夹里",
            "student/S05/index.md:1 unknown-place: 这个位置的文件不会编入：student/S05/index.md",
            "students/S02/index.md:2 shared-alias: 化名“小松”用了两次：S01 和 S02",
            "students/S02/index.md:3 end-before-start: 结束日期 2026-03-01 早于开始日期 2026-03-02",
            "students/S02/index.md:5 unknown-reference: 找不到学生“S09”",
            "students/S03/index.md:2 student-nameless: 学生 S03 没有化名，也没有姓名",
            "content/classes/4-3 class-without-index: 班级文件夹 4-3 里没有 index.md",
            "content/projects/p folder-without-index: 文件夹 projects/p 里没有 index.md",
            "content/students/S04 student-without-index: 学生文件夹 S04 里没有 index.md",
        ]
    );
}

#[test]
fn settings_are_checked() {
    let found = |text: &str| resolve_files(&[("casebook.yaml", text)]).1;
    assert_eq!(resolve_files(&[("casebook.yaml", "-")]).1, ["content/casebook.yaml no-config: 没有找到 casebook.yaml"]);
    assert_eq!(
        found("# 空的\n"),
        ["casebook.yaml:1 required-missing: 设置缺“学期”", "casebook.yaml:1 required-missing: 设置缺“标题”"]
    );
    let terms = "title: x\nlanguage: zh_cn\n学期:\n- {学期: 2025-2026-2, 开学: 2026-03-02, 结束: 2026-07-03}\n";
    assert_eq!(
        found(terms),
        ["casebook.yaml:4 required-missing: 学期缺“结束日期”", "casebook.yaml:4 unknown-key: 学期没有“结束”这一项"]
    );
    let overlap = "title: x\nterms:\n- {id: 2025-2026-2, start: 2026-03-02, end: 2026-07-03}\n- {id: 2025-2026-1, start: 2025-09-01, end: 2026-03-05}\n- {id: 2026-2027-1, start: 2026-09-01, end: 2026-03-05}\n- {id: 春天, start: 2027-03-01, end: 2027-07-01}\n";
    assert_eq!(
        found(overlap),
        [
            "casebook.yaml:3 terms-overlap: 学期 2025-2026-2 与 2025-2026-1 重叠或同名",
            "casebook.yaml:5 end-before-start: 结束日期 2026-03-05 早于开始日期 2026-09-01",
            "casebook.yaml:6 wrong-kind: “学期”应当是学期的名称，这里写的是“春天”",
        ]
    );
    assert_eq!(found(&format!("{SETTINGS}语言: 德文\n")), ["casebook.yaml:6 unknown-value: “语言”没有“德文”这个选项"]);
}

#[test]
fn settings_are_read() {
    let text = format!(
        "{SETTINGS}指标: {{口算: {{单位: 题/分, 方向: 越多越好}}, 离座: {{方向: 越少越好}}, 朗读: 字/分}}\n达标线: [{{年级: 四年级, 合格线: 60}}]\n文稿: {{版式: 公文, 落款: 白老师}}\n"
    );
    let casebook = sound(&[("casebook.yaml", &text)]);
    let config = &casebook.config;
    assert_eq!(config.terms.iter().map(|it| it.id.to_string()).collect::<Vec<_>>(), ["2025-2026-1", "2025-2026-2"]);
    assert_eq!(config.terms[1].holidays.len(), 1);
    assert!(config.measure("离座").lower_is_better && !config.measure("口算").lower_is_better);
    assert_eq!(config.measure("朗读").unit.as_deref(), Some("字/分"));
    assert_eq!((config.standards.len(), config.standards[0].pass, config.standards[0].good), (1, 60.0, None));
    assert_eq!(config.documents.layout.as_deref(), Some("gongwen"));
    assert_eq!(sound(&[]).config.standards.len(), 2, "the table's own");
}

#[test]
fn tables_are_notes() {
    let casebook = sound(&[
        ("students/S01/praise.csv", "日期,具体行为,表扬方式\n2026-03-05,扫地,当众\n2026/3/12,擦窗,\n"),
        ("students/S01/成绩跟踪-口算.csv", "周次,指标,数值,薄弱点\n9,口算,14,退位减法；进位\n10,口算,,\n"),
        ("students/S01/2025-10-10-谈心.md", ""),
        ("classes/4-2/期末考试.csv", "学生,日期,指标,学科,数值,满分,缺席\ns01,2026-07-01,期末,数学,71,100,\n"),
        ("classes/4-2/环境检查.csv", "日期,座位\n2026-03-04,否\n"),
        ("students/S01/杂.csv", "类型,日期,具体行为,联系方式\n表扬,2026-03-06,跑步,\n家校联系,2026-03-07,,家访\n"),
        ("students/S01/转化调查.csv", "日期,时点,学习兴趣,纪律.评分,纪律.依据\n2026-03-06,期初,2,3,发言不举手\n"),
    ]);
    let notes: Vec<String> = casebook.notes.iter().map(|it| format!("{} {}", it.date, label(&casebook, it))).collect();
    assert_eq!(
        notes,
        [
            "2025-10-10 谈心",
            "2026-03-04 环境检查",
            "2026-03-05 表扬",
            "2026-03-06 转化调查",
            "2026-03-06 表扬",
            "2026-03-07 家访",
            "2026-03-12 表扬",
            "2026-04-30 成绩跟踪",
            "2026-05-09 成绩跟踪",
            "2026-07-01 期末考试",
        ]
    );
    let of = |at: usize| &casebook.notes[at];
    assert_eq!((of(1).student, of(1).class), (None, Some(ClassId(0))));
    assert_eq!(of(2).origin.row, Some(2));
    assert!(!of(2).is_file());
    assert_eq!(of(3).fields.record("discipline").and_then(|it| it.text("evidence")), Some("发言不举手"));
    assert_eq!((of(7).week, of(7).fields.texts("weak_points").len()), (Some(9), 2));
    assert_eq!(of(8).fields.get("value"), None, "an empty cell is missing, not 0");
    assert_eq!(of(9).fields.choice("kind"), Some("term_exam"));
    assert_eq!((of(9).student, of(9).fields.get("absent")), (Some(StudentId(0)), None));
}

#[test]
fn weeks_count_in_the_term_of_the_other_rows() {
    let casebook = sound(&[("students/S01/成绩跟踪.csv", "日期,周次,指标\n2025-09-05,,口算\n,2,口算\n")]);
    assert_eq!(casebook.notes.iter().map(|it| it.date.to_string()).collect::<Vec<_>>(), ["2025-09-05", "2025-09-12"]);
}

#[test]
fn what_is_wrong_with_a_table_is_said() {
    let (_, findings) = resolve_files(&[
        ("students/S01/表杨.csv", "日期,具体行为\n2026-03-05,扫地\n"),
        ("students/S01/家访.csv", "日期,目的\n2026-03-05,作业\n2026-03-06,作业\n"),
        ("students/S01/表扬.csv", "日期,具体行为\n2026-03-05,扫地\n2026-03-06,扫地\n2026-03-05,扫地\n2026-13-05,\n"),
        ("classes/4-2/表扬.csv", "学生,日期,具体行为,名次\n,2026-03-05,扫地,1\nS09,2026-03-05,扫地,2\n"),
    ]);
    assert_eq!(
        findings,
        [
            "classes/4-2/表扬.csv:1 unknown-key: 表扬没有“名次”这一项",
            "classes/4-2/表扬.csv:2 row-without-student: 这一行没有写学生",
            "classes/4-2/表扬.csv:3 unknown-reference: 找不到学生“S09”",
            "students/S01/家访.csv:1 type-not-table: “家访”不能写成表格",
            "students/S01/表扬.csv:4 duplicate-row: 这一行与第 2 行完全相同，只计一次",
            "students/S01/表扬.csv:5 no-such-day: 日历上没有“2026-13-05”这一天",
            "students/S01/表扬.csv:5 required-missing: 表扬缺“具体行为”",
            "students/S01/表杨.csv:1 table-without-type: 看不出“表杨”这张表记的是什么",
        ]
    );
}

#[test]
fn surveys_projects_and_summaries() {
    let survey =
        "---\n标题: 成因问卷\n日期: 2026-03-06\n时点: 期初\n题目: [{题号: q1, 题干: 上课能听懂吗}]\n发放份数: 1\n---\n";
    let project = "---\n课题名称: 行动研究\n班级: [4-2]\n研究对象: [S01]\n阶段性成果: [{结论: 节后反复多, 依据: [S01/2026-03-08, 4-2/2026-04-01-班会]}]\n---\n";
    let files = [
        ("surveys/causes/index.md", survey),
        ("surveys/causes/responses.csv", "学生,填写人,主要成因,次要成因,q1\nS01,学生,学习技能,习惯；情绪,2\n"),
        ("projects/research/index.md", project),
        ("projects/research/2026-05-01-反思.md", "想了想"),
        ("classes/4-2/2026-04-01-班会.md", "---\n主题: 一个也不掉队\n---\n"),
        ("students/S01/2026-03-08-观察.md", "安静"),
        ("summaries/春季.md", "---\n文体: 工作总结\n班级: 四(2)班\n日期: 2026-07-03\n---\n一、基本情况\n"),
        ("summaries/汇编.md", "---\n文体: 汇编\n收入: [春季]\n学期: 2025-2026-1\n---\n"),
    ];
    let casebook = sound(&files);
    let response = &casebook.notes[0];
    assert_eq!((label(&casebook, response).as_str(), response.survey), ("成因问卷", Some(SurveyId(0))));
    assert_eq!(response.date.to_string(), "2026-03-06");
    assert_eq!(response.fields.choice("occasion"), Some("start"));
    assert_eq!(response.fields.choices("secondary_causes"), ["habit", "emotion"]);
    let Some(crate::schema::Data::Map(answers)) = response.fields.get("answers").map(|it| &it.data) else { panic!("answers") };
    assert_eq!(answers.iter().map(|(key, it)| (&**key, it.as_text())).collect::<Vec<_>>(), [("q1", Some("2"))]);
    let reflection = casebook.notes.last().expect("a note");
    assert_eq!((reflection.project, reflection.student), (Some(ProjectId(0)), None));
    assert_eq!(casebook.summaries.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["春季", "汇编"]);
    assert_eq!((casebook.summaries[0].class, &*casebook.summaries[0].genre), (Some(ClassId(0)), "term_summary"));
    assert_eq!(casebook.summaries[0].term.map(|it| it.half), Some(2));

    let mut bad = files;
    bad[1].1 = "学生,主要成因,q9\n,学习技能,1\nS01,学习技能,2\n";
    bad[2].1 = "---\n课题名称: 行动研究\n班级: [5-1]\n研究对象: [S07]\n---\n";
    bad[7].1 = "---\n文体: 汇编\n收入: [秋季]\n课题: 没有\n---\n";
    assert_eq!(
        resolve_files(&bad).1,
        [
            "projects/research/index.md:3 unknown-reference: 找不到班级“5-1”",
            "projects/research/index.md:4 unknown-reference: 找不到学生“S07”",
            "summaries/汇编.md:4 unknown-reference: 找不到课题“没有”",
            "surveys/causes/responses.csv:1 unknown-key: 成因问卷没有“q9”这一项",
            "surveys/causes/responses.csv:2 row-without-student: 这一行没有写学生",
        ]
    );
}

#[test]
fn notes_are_found_as_teachers_name_them() {
    let casebook = sound(&[
        ("students/S02/index.md", "---\n化名: 小满\n---\n"),
        ("students/S01/2026-05-08-谈心.md", ""),
        ("students/S01/2026-05-08-谈心-2.md", ""),
        ("students/S01/2026-05-08-表扬.md", "扫地"),
        ("students/S01/帮扶计划.md", "---\n日期: 2026-03-20\n支持类型: 小组辅导\n---\n"),
        ("students/S02/notes/2026-05-08-谈心.md", ""),
        ("classes/4-2/2026-05-08-班会.md", "---\n主题: 一个也不掉队\n---\n"),
    ]);
    let [one, two] = [0, 1].map(StudentId);
    let found = |from, text: &str| {
        let paths = casebook.find_note(from, text).into_iter().map(|it| casebook.note(it).origin.path.to_string());
        paths.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(found(Some(one), "2026-05-08-谈心"), "students/S01/2026-05-08-谈心.md");
    assert_eq!(found(Some(two), "2026-05-08-谈心"), "students/S02/notes/2026-05-08-谈心.md");
    assert_eq!(found(Some(two), "S01/2026-05-08-谈心-2"), "students/S01/2026-05-08-谈心-2.md");
    assert_eq!(found(Some(two), "s01/2026-05-08-表扬"), "students/S01/2026-05-08-表扬.md");
    assert_eq!(found(None, "S02/2026-05-08"), "students/S02/notes/2026-05-08-谈心.md");
    assert_eq!(found(Some(one), "2026-05-08-班会"), "classes/4-2/2026-05-08-班会.md");
    let of_class = found(Some(one), "四（2）班/2026年5月8日");
    assert_eq!(of_class.split(' ').count(), 4, "the class's own and its pupils': {of_class}");
    assert_eq!(found(None, "students/S02/notes/2026-05-08-谈心.md"), "students/S02/notes/2026-05-08-谈心.md");
    assert_eq!(found(None, "notes/2026-05-08-谈心"), "students/S02/notes/2026-05-08-谈心.md");
    assert_eq!(found(Some(one), "帮扶计划"), "students/S01/帮扶计划.md");
    assert_eq!(found(Some(one), "2026-05-09-谈心"), "");
    assert_eq!(found(Some(one), "S09/2026-05-08"), "");
}

#[test]
fn a_school_s_own_type_is_recorded() {
    let settings = format!(
        "{SETTINGS}记录类型:\n  reading_log:\n    名称: 阅读打卡\n    字段: {{pages: {{名称: 页数, 值类型: integer, 必填: 是}}}}\n任务: {{reading: {{名称: 每周阅读, 记录类型: [阅读打卡], 周期: 每周}}}}\n用语: {{谈心: 谈话}}\n"
    );
    let casebook = sound(&[
        ("casebook.yaml", &settings),
        ("students/S01/阅读打卡.csv", "日期,页数\n2026-03-05,12\n"),
        ("students/S01/2026-03-06-谈心.md", ""),
    ]);
    assert_eq!(casebook.notes[0].fields.integer("pages"), Some(12));
    assert_eq!(label(&casebook, &casebook.notes[1]), "谈话");
    assert_eq!(casebook.schema.find_duty("每周阅读").map(|it| it.types.clone()), Some(vec![casebook.notes[0].kind]));
}

#[test]
fn findings_are_the_same_each_time() {
    let run = || {
        let files: Vec<(String, String)> = (0..40)
            .map(|at| (format!("students/S{at:02}/2026-03-05-谈心.md"), "---\n乱: 1\n信任阶段: 9\n---\n".to_owned()))
            .collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let tree = SourceTree::of_texts(files.into_iter().chain([("casebook.yaml", SETTINGS)]));
        let (parsed, _) = syntax::parse(&tree);
        let mut findings = Diagnostics::new();
        let _ = resolve(&tree, parsed, &mut findings);
        findings
    };
    let first = run();
    assert!(first.len() >= 120);
    assert_eq!(first, run());
}
