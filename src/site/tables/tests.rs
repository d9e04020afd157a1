//! Tables of small casebooks, cell by cell.

use crate::analysis::{Analysis, Scope, Subject};
use crate::model::{Casebook, ProjectId, SurveyId, resolve};
use crate::privacy::{Audience, View, project};
use crate::source::SourceTree;
use crate::syntax::parse;

use super::*;

const SETTINGS: &str = "标题: 测试
学期:
- {学期: 2025-2026-1, 开始日期: 2025-09-01, 结束日期: 2026-01-23}
- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}
指标:
  口算: {单位: 题/分, 学科: 数学}
退出标准: 三个目标达成两个
标准公布日期: 2026-03-02
";

fn casebook(files: &[(&str, &str)]) -> Casebook {
    let usual = [("casebook.yaml", SETTINGS), ("classes/4-2/index.md", "---\n年级: 四年级\n接班日期: 2026-03-02\n---\n")];
    let tree = SourceTree::of_texts(usual.into_iter().chain(files.iter().copied()));
    let (parsed, mut findings) = parse(&tree);
    let casebook = resolve(&tree, parsed, &mut findings).expect("settings are there");
    assert!(!findings.has_errors(), "{findings:?}");
    casebook
}

fn view<'a>(casebook: &'a Casebook, day: &str) -> View<'a> {
    project(casebook, Some(day.parse().expect("a day")), Audience::Teacher).expect("the teacher sees everything")
}

fn scope(subject: Subject) -> Scope {
    Scope { subject, term: "2025-2026-2".parse().expect("a term") }
}

fn class(view: &View) -> Scope {
    scope(Subject::Class(view.casebook.find_class("4-2").expect("a class")))
}

fn pupil(view: &View, code: &str) -> Scope {
    scope(Subject::Student(view.casebook.find_student(code).expect("a pupil")))
}

/// Rows with `|` between their cells, and how many notes each is made of.
fn rows(table: &TableView) -> Vec<(String, usize)> {
    table.rows.iter().map(|it| (it.join("|"), it.notes.len())).collect()
}

fn made(view: &View, key: &str, scope: Scope) -> TableView {
    table(view, key, scope).unwrap_or_else(|| panic!("{key} has rows"))
}

fn case(alias: &str, more: &str) -> String {
    format!("---\n化名: {alias}\n班级: 4-2\n建档日期: 2026-03-02\n{more}---\n")
}

/// Four pupils who sit an exam, one of them absent, one with special needs.
fn outcomes_of_four(incidents: &str) -> Vec<(String, String)> {
    let judged = |outcome: &str| format!("各学期:\n- {{学期: 2025-2026-2, 转化成效: {outcome}}}\n");
    let exam = "学生,日期,指标,学科,数值,满分,缺席,班级平均,班级标准差,参加人数
S01,2026-01-20,期末,数学,52,100,,80,10,42
S01,2026-07-01,期末,数学,71,100,,75,10,42
S02,2026-01-20,期末,数学,62,100,,80,10,42
S02,2026-07-01,期末,数学,58,100,,75,10,42
S03,2026-07-01,期末,数学,66,100,,75,10,42
S04,2026-07-01,期末,数学,,100,是,,,
";
    let files = [
        ("students/S01/index.md", case("甲甲", &judged("达到退出标准"))),
        ("students/S02/index.md", case("乙乙", &judged("不明显"))),
        ("students/S03/index.md", case("丙丙", &judged("有进步"))),
        ("students/S04/index.md", case("丁丁", "特殊教育需要: {支持计划: 随班就读}\n")),
        ("classes/4-2/期末考试.csv", exam.to_owned()),
        ("students/S01/违纪.csv", incidents.to_owned()),
    ];
    files.into_iter().map(|(path, text)| (path.to_owned(), text)).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect()
}

#[test]
fn outcomes_have_their_denominators() {
    let early = "2026-03-04,离座\n2026-03-05,离座\n2026-03-06,离座\n2026-03-10,离座\n";
    let files = outcomes_of_four(&format!("日期,行为\n{early}2026-06-10,争吵\n"));
    let casebook = casebook(&borrowed(&files));
    let view = view(&casebook, "2026-07-03");
    let table = made(&view, "outcomes", class(&view));
    let expected = [
        ("期末合格率（%）|50.0（1/2）|50.0（1/2）|0.0|2", 5),
        ("全部参考者合格率（%）|—|66.7（实考2/3），50.0（应考2/4）|—|4", 5),
        ("全班数学平均分|80.0|75.0|−5.0|42", 5),
        ("期末平均分|57.0|64.5|+7.5|2", 5),
        ("期末等级|合格1、待合格1|合格1、待合格1|升1、平0、降1|2", 5),
        // z: (−2.8 − 1.8)/2 and (−0.4 − 1.7)/2
        ("平均标准分（z）|−2.30|−1.05|+1.25|2", 5),
        // 90 school days: 45 in each half
        ("违纪（次/20天）|1.8（4/45）|少于3次|下降|4", 5),
        ("转化成效|—|达到退出标准1、有进步1、不明显1|转化率33.3%（1/3）|3", 0),
        ("在档个案（人）|0|4|新建4、结案0|4", 0),
    ];
    assert_eq!(rows(&table), expected.map(|(row, notes)| (row.to_owned(), notes)));
    let note = table.note.expect("a note");
    for part in [
        "期末合格（数学）指达到满分100分的60分",
        "2026年3月2日写明：三个目标达成两个",
        "特殊教育需要学生1人另行报告",
        "人数少，不作显著性结论",
    ] {
        assert!(note.contains(part), "{part} in {note}");
    }
}

#[test]
fn few_misdeeds_are_not_told() {
    let files = outcomes_of_four("日期,行为\n2026-03-04,离座\n2026-03-05,离座\n");
    let casebook = casebook(&borrowed(&files));
    let view = view(&casebook, "2026-07-03");
    let table = made(&view, "outcomes", class(&view));
    assert!(table.rows.iter().all(|it| !it[0].contains("违纪")), "{:?}", table.rows);
}

#[test]
fn one_pupils_outcomes_are_no_rates() {
    let files = outcomes_of_four("日期,行为\n");
    let casebook = casebook(&borrowed(&files));
    let view = view(&casebook, "2026-07-03");
    let own = made(&view, "outcomes", pupil(&view, "S02"));
    let expected = [
        ("期末达标|达标|未达标|—|1", 2),
        ("期末分数|62|58|−4|1", 2),
        ("期末等级|合格|待合格|降|1", 2),
        ("标准分（z）|−1.80|−1.70|+0.10|1", 2),
        ("转化成效|—|不明显|—|1", 0),
    ];
    assert_eq!(rows(&own), expected.map(|(row, notes)| (row.to_owned(), notes)));
}

#[test]
fn questions_have_a_row_an_answer() {
    let survey = "---\n标题: 习惯\n答卷类型: 情感状态\n日期: 2026-03-06\n调查对象: [学生]\n发放份数: 5\n题目:\n- {题号: q1, 题目: 当天写完, 题型: 五级评分, 反向计分: 是}\n- {题号: q2, 题目: 想说的话, 题型: 文字}\n- {题号: q3, 题目: 有书桌, 题型: 是否}\n---\n";
    let answers = "学生,q1,q2,q3\nS01,1,多陪我,\nS02,2,,\nS03,2,,\n";
    let pupils = [case("甲甲", ""), case("乙乙", ""), case("丙丙", "")];
    let files = [
        ("students/S01/index.md", pupils[0].as_str()),
        ("students/S02/index.md", &pupils[1]),
        ("students/S03/index.md", &pupils[2]),
        ("surveys/habits/index.md", survey),
        ("surveys/habits/responses.csv", answers),
    ];
    let casebook = casebook(&files);
    let view = view(&casebook, "2026-07-03");
    let table = survey_table(&view, SurveyId(0)).expect("answers");
    let expected = [
        // Wilson: 1 of 3 is 6 to 79 %, 2 of 3 is 21 to 94 %
        ("q1|当天写完（反向计分，平均4.3）|1|1/3|33（6～79）", 1),
        ("q1||2|2/3|67（21～94）", 2),
        ("q2|想说的话|文字回答|1/3|—", 1),
        ("q3|有书桌|没有人回答|0/3|—", 0),
    ];
    assert_eq!(rows(&table), expected.map(|(row, notes)| (row.to_owned(), notes)));
    assert!(table.note.as_deref().is_some_and(|it| it.starts_with("发放5份，收回3份（60%）")), "{:?}", table.note);
    assert_eq!(rows(&made(&view, "survey_items", class(&view))), rows(&table));
    assert_eq!(survey_table(&view, SurveyId(1)), None);
}

#[test]
fn groups_are_tested_where_there_are_enough() {
    let pairs = [(52, 71), (48, 66), (55, 70), (58, 60), (63, 74), (61, 58), (50, 55), (31, 34)];
    let mut exam = "学生,日期,指标,学科,数值,满分\n".to_owned();
    let mut files: Vec<(String, String)> = Vec::new();
    let names = ["甲甲", "乙乙", "丙丙", "丁丁", "戊戊", "己己", "庚庚", "辛辛"];
    for ((at, (before, after)), name) in (1..).zip(pairs).zip(names) {
        files.push((format!("students/S0{at}/index.md"), case(name, "")));
        exam += &format!("S0{at},2026-01-20,期末,数学,{before},100\nS0{at},2026-07-01,期末,数学,{after},100\n");
    }
    files.push(("classes/4-2/期末考试.csv".to_owned(), exam.clone()));
    let all = casebook(&borrowed(&files));
    let seen = view(&all, "2026-07-03");
    let table = made(&seen, "pre_post", class(&seen));
    // domain.md §6.7
    let expected = "期末数学（分）|8|52.3±10.1|61.0±12.8|t=3.03；W=2.5|0.019；0.031|g=0.68";
    assert_eq!(rows(&table), [(expected.to_owned(), 16)]);
    assert!(
        table
            .note
            .as_deref()
            .is_some_and(|it| it.starts_with("期末合格人数由2人到5人（n=8，精确McNemar检验p=0.375，不作显著性结论）"))
    );
    files.drain(3..8);
    let lines: Vec<&str> = exam.lines().take(7).collect();
    files.retain(|(path, _)| !path.ends_with(".csv"));
    files.push(("classes/4-2/期末考试.csv".to_owned(), lines.join("\n")));
    let few = casebook(&borrowed(&files));
    let seen = view(&few, "2026-07-03");
    let expected = "期末数学（分）|3|51.7±3.5|69.0±2.6|数据不足|—|—";
    assert_eq!(rows(&made(&seen, "pre_post", class(&seen))), [(expected.to_owned(), 6)]);
}

#[test]
fn a_project_tells_of_itself() {
    let project = "---
课题名称: 行动研究
课题组: [{代号: R1, 职称: 一级教师, 分工角色: 主持人, 分工: 总体设计}, {代号: R2}]
研究进程: [{阶段: 准备, 时间: 2025-09-15—2026-01-16, 任务: 读书}]
阶段性成果: [{结论: 先摸底, 依据: [S01/2026-03-05-谈心], 人数: 7, 局限: 无对照班}]
成果一览: [{名称: 样表, 形式: 工具, 作者: R1, 时间: 2026-03-20, 级别: 校级}]
参考文献: [{作者: 陈向明, 书名篇名: 质的研究方法, 出版者: 教育科学出版社, 年份: 2000}, {作者: 陈向明, 书名篇名: 质的研究方法, 年份: 2000}]
---
";
    let together = "---\n类型: 家校社合力\n日期: 2026-05-25\n学校做法: [课后小组, 夹子]\n社会做法: [书屋开放]\n---\n说明。\n";
    let own = case("甲甲", "");
    let files = [
        ("students/S01/index.md", own.as_str()),
        ("students/S01/notes/2026-03-05-谈心.md", "---\n主题: 作息\n---\n谈了作息。\n"),
        ("projects/p/index.md", project),
        ("projects/p/notes/a.md", together),
        (
            "projects/p/公开课.csv",
            "日期,学科,课题,执教,级别,评价\n2026-04-23,数学,分配律,R2,校级,画出了图\n2026-05-20,语文,《挑山工》,R3,,\n",
        ),
    ];
    let casebook = casebook(&files);
    let view = view(&casebook, "2026-07-03");
    let check = |key: &str, expected: &[(&str, usize)]| {
        let expected: Vec<(String, usize)> = expected.iter().map(|(row, notes)| ((*row).to_owned(), *notes)).collect();
        for scope in [scope(Subject::Project(ProjectId(0))), class(&view), scope(Subject::Everybody)] {
            assert_eq!(rows(&made(&view, key, scope)), expected, "{key}");
        }
    };
    check("members", &[("R1|一级教师|主持人：总体设计", 0), ("R2|—|—", 0)]);
    check("stages", &[("准备|2025年9月—2026年1月|读书|—", 0)]);
    check("findings", &[("先摸底|1条记录|7|无对照班", 1)]);
    check("outputs", &[("样表|工具|R1|2026年3月|校级", 0)]);
    check("references", &[("陈向明|质的研究方法|教育科学出版社|2000|—", 0)]);
    check("partnership", &[("课后小组；夹子|—|书屋开放", 1)]);
    // a project goes over years, so its dates have theirs
    for (subject, days) in
        [(Subject::Project(ProjectId(0)), ["2026.4.23", "2026.5.20"]), (Subject::Everybody, ["4月23日", "5月20日"])]
    {
        let expected = ["|数学《分配律》|R2|校级|画出了图", "|语文《挑山工》|R3|—|—"];
        let expected: Vec<(String, usize)> = days.iter().zip(expected).map(|(day, rest)| (format!("{day}{rest}"), 1)).collect();
        assert_eq!(rows(&made(&view, "open_lessons", scope(subject))), expected);
    }
    let lines = reference_lines(&view, scope(Subject::Project(ProjectId(0))));
    assert_eq!(lines, ["[1] 陈向明. 质的研究方法[M]. 教育科学出版社, 2000."]);
}

#[test]
fn the_register_has_a_row_a_case() {
    let own = case(
        "甲甲",
        "关注学科: [数学]\n成因: [家庭因素]\n帮扶教师: 陆老师\n结对同伴: S02\n跟踪指标: [口算]\n转入: {转入日期: 2025-09-01}\n阶段:\n- {阶段: A, 开始日期: 2026-03-02}\n- {阶段: B, 开始日期: 2026-03-09}\n目标: [每天先口算]\n各学期:\n- {学期: 2025-2026-2, 转化成效: 不明显}\n",
    );
    let other = case("乙乙", "");
    let plan = "---\n类型: 帮扶计划\n日期: 2026-03-20\n支持类型: 小组辅导\n---\n";
    let told = "日期,关注领域,主要问题\n2026-02-27,学业；行为,计算慢\n";
    let files = [
        ("students/S01/index.md", own.as_str()),
        ("students/S02/index.md", &other),
        ("students/S01/notes/a.md", plan),
        ("students/S01/成绩跟踪.csv", "周次,指标,数值\n1,口算,11\n2,口算,13\n3,口算,14\n4,口算,\n5,口算,16\n6,口算,17\n"),
        ("students/S01/接班了解.csv", told),
    ];
    let casebook = casebook(&files);
    let view = view(&casebook, "2026-07-03");
    let expected = [
        ("S01 甲甲|四（2）班|数学|家庭：家庭因素|陆老师|乙乙|小组辅导|每天先口算|15题/分|16题/分|不明显|转入", 7),
        ("S02 乙乙|四（2）班|—|—|—|—|—|—|—|—|—|—", 0),
    ];
    assert_eq!(rows(&made(&view, "register", class(&view))), expected.map(|(row, notes)| (row.to_owned(), notes)));
    let handover = made(&view, "handover", class(&view));
    assert_eq!(rows(&handover), [("S01 甲甲|学业、行为|计算慢|2026年2月27日".to_owned(), 1)]);
    assert_eq!(handover.note.as_deref(), Some("接班日期前已了解1人（n=2）。"));
}

/// 指标|值 of one pupil's only series.
fn statistics_of(probes: &str, more: &str) -> (Vec<String>, TableView) {
    let phases = "阶段:\n- {阶段: A, 开始日期: 2026-03-02}\n- {阶段: B, 开始日期: 2026-03-23}\n";
    let own = case("甲甲", &format!("跟踪指标: [口算]\n{phases}{more}"));
    let files = [("students/S01/index.md", own.as_str()), ("students/S01/成绩跟踪.csv", probes)];
    let casebook = casebook(&files);
    let analysis = Analysis::new(&casebook, None);
    let view = view(&casebook, "2026-07-03");
    let scope = pupil(&view, "S01");
    let Subject::Student(student) = scope.subject else { panic!("a pupil's scope") };
    let table = statistics(&view, &analysis.series(student, scope)[0], scope);
    (table.rows.iter().map(|it| it[..2].join("|")).collect(), table)
}

#[test]
fn statistics_say_when_there_is_too_little() {
    let (words, table) = statistics_of("周次,指标,数值\n1,口算,11\n2,口算,12\n4,口算,\n5,口算,13\n6,口算,14\n", "");
    let expected = [
        "记录次数|4次",
        "基线期中位数|11.5题/分",
        "支持期中位数|13.5题/分",
        "维持期中位数|—",
        "NAP|数据不足",
        "Tau-U|数据不足",
        "每周变化|数据不足",
        "可靠变化指数|—",
    ];
    assert_eq!(words, expected);
    assert!(table.rows[0][2].contains("另有1次没有数值"), "{:?}", table.rows[0]);
    assert!(
        table
            .note
            .as_deref()
            .is_some_and(|it| ["单个案", "没有对照", "彼此有关", "教师自行收集"].iter().all(|part| it.contains(part)))
    );
    assert_eq!(table.rows[0].notes.len(), 5);
}

#[test]
fn statistics_name_what_exceeds_one() {
    // A falls, so that taking its trend out lifts Tau-U to (15 + 3)/15 = 1.2
    let probes = "周次,指标,数值\n1,口算,5\n2,口算,4\n3,口算,3\n4,口算,6\n5,口算,7\n6,口算,8\n7,口算,9\n8,口算,10\n";
    let (words, table) = statistics_of(probes, "目标: [{目标: 口算, 指标: 口算, 目标值: 8, 完成时间: 2026-06-26}]\n");
    for row in [
        "NAP|1.00",
        "Tau|1.00",
        "Tau-U|1.20",
        "PND|1.00",
        "每周变化|+1.00题/分",
        "单调趋势|S=10",
        "目标线|每周+0.29题/分",
        "建议|提高目标",
    ] {
        assert!(words.iter().any(|it| it == row), "{row} in {words:?}");
    }
    let tau_u = table.rows.iter().find(|it| it[0] == "Tau-U").expect("a row");
    assert!(tau_u[2].contains("超过1"), "{tau_u:?}");
}

#[test]
fn every_table_of_the_types_table_can_be_made() {
    let schema = crate::schema::Schema::built_in();
    let mut named: Vec<&str> = schema.tables.iter().map(|it| &*it.key).collect();
    named.sort_unstable();
    assert_eq!(known().collect::<Vec<_>>(), named);
    let empty = casebook(&[("students/S01/index.md", "---\n化名: 甲甲\n---\n")]);
    let view = view(&empty, "2026-03-02");
    for key in known() {
        for scope in [scope(Subject::Everybody), class(&view), pupil(&view, "S01")] {
            if let Some(table) = table(&view, key, scope) {
                assert!(table.rows.iter().all(|it| it.len() == table.columns.len()), "{key}");
            }
        }
    }
}

#[test]
fn a_table_of_dashes_is_none() {
    let row = |cells: &[&str]| TableRow::from(cells.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
    let column = |title: &str| Column { title: title.to_owned(), align: Align::Left };
    let table = |rows: Vec<TableRow>| TableView {
        number: 0,
        caption: String::new(),
        columns: ["目标", "起点", "达成"].map(column).to_vec(),
        rows,
        note: None,
    };
    assert!(is_sparse(&table(vec![row(&["今天写完", "—", "—"])])));
    let mut kept = table(vec![row(&["今天写完", "—", "达成"]), row(&["问一次", "—", "部分达成"])]);
    assert!(!is_sparse(&kept));
    without_empty_columns(&mut kept);
    let titles: Vec<&str> = kept.columns.iter().map(|it| it.title.as_str()).collect();
    assert_eq!((titles, &kept.rows[1].cells[..]), (vec!["目标", "达成"], &["问一次".to_owned(), "部分达成".to_owned()][..]));
}
