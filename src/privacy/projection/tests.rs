//! What an edition may hold, rule by rule.

use crate::diag::Diagnostics;
use crate::model::{Casebook, Note, StudentId};
use crate::privacy::{Audience, Projection};
use crate::schema::Sensitivity;
use crate::source::SourceTree;

const SETTINGS: &str = "标题: 晴川实验小学四（2）班个案集\n学校: 晴川实验小学\n班级: [4-2]
学期: [{学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}]
指标: {期末数学: {学科: 数学, 最大值: 100}}
附加: {电话: 13912345678}\n";

const ROSTER: &str = "学生:
  S01: {姓名: 林禾苗, 知情同意: [{用途: 课题研究, 读者: 研究, 同意日期: 2026-03-02, 到期日期: 2027-08-31}]}
  S02: {姓名: 周行远, 知情同意: [{用途: 课题研究, 读者: 研究, 同意日期: 2026-03-02, 撤回日期: 2026-05-20}]}
  S03: {姓名: 陈果, 知情同意: [{用途: 课题研究, 读者: 研究, 同意日期: 2026-03-02, 到期日期: 2026-06-01}]}\n";

fn casebook(more: &[(&str, &str)]) -> Casebook {
    let profile = |alias: &str| {
        format!(
            "---\n化名: {alias}\n性别: 女\n班级: 4-2\n建档日期: 2026-03-05\n关注学科: [数学]\n家庭情况: 父母在外\n附加: {{微信: abc12345}}\n---\n和林禾苗的叙述。\n"
        )
    };
    let profiles = [
        ("students/S01/index.md", profile("木木")),
        ("students/S02/index.md", profile("帆帆")),
        ("students/S03/index.md", profile("阿芋")),
    ];
    let mut files = vec![
        ("casebook.yaml", SETTINGS),
        ("roster.yaml", ROSTER),
        ("classes/4-2/index.md", "---\n年级: 四年级\n班主任: 白老师\n---\n"),
    ];
    files.extend(profiles.iter().map(|(path, text)| (*path, text.as_str())));
    files.extend(more);
    let tree = SourceTree::of_texts(files);
    let (parsed, mut findings) = crate::syntax::parse(&tree);
    let casebook = crate::model::resolve(&tree, parsed, &mut findings);
    assert!(!findings.has_errors(), "{findings:?}");
    let _: &Diagnostics = &findings;
    casebook.expect("settings")
}

const DAY: &str = "2026-06-30";

fn projected(casebook: &Casebook, audience: Audience, child: Option<u32>) -> Casebook {
    let day = DAY.parse().ok();
    Projection::of(casebook, day, audience, child.map(StudentId)).expect("aliases").casebook
}

fn only(casebook: &Casebook) -> &Note {
    assert_eq!(casebook.notes.len(), 1);
    &casebook.notes[0]
}

#[test]
fn clearance_is_that_of_the_types_table() {
    let table = include_str!("../../schema/types.yaml");
    for (audience, class) in [
        (Audience::Teacher, Sensitivity::Secret),
        (Audience::Staff, Sensitivity::Staff),
        (Audience::Parent, Sensitivity::Public),
        (Audience::Research, Sensitivity::Public),
    ] {
        assert_eq!(super::clearance(audience), class);
        let word = format!("{class:?}").to_lowercase();
        assert!(table.contains(&format!("  {}: {{page: {word}, ", audience.id())), "{word}");
    }
}

#[test]
fn a_counted_note_says_nothing_and_a_hidden_one_is_not_there() {
    let talk = "---\n类型: 谈心\n日期: 2026-05-08\n信任阶段: 愿听\n标题: 和林禾苗谈\n摘要: 约好了\n---\n家里的事。\n";
    let casebook = casebook(&[("students/S01/notes/2026-05-08-谈心.md", talk)]);
    let staff = projected(&casebook, Audience::Staff, None);
    let note = only(&staff);
    assert!(note.fields.is_empty() && note.body.is_empty() && !note.is_file());
    assert_eq!((&note.title, &note.brief, &note.author, note.tags.len()), (&None, &None, &None, 0));
    for audience in [Audience::Research, Audience::Parent] {
        assert!(projected(&casebook, audience, Some(0)).notes.is_empty(), "{audience:?}");
    }
}

#[test]
fn a_notes_own_share_goes_before_its_types() {
    let talk = "---\n类型: 谈心\n日期: 2026-05-08\n信任阶段: 愿听\n摘要: 林禾苗说好了\n公开范围: {校内: 摘要, 家长: 摘要}\n---\n家里的事。\n";
    let praise = "---\n类型: 表扬\n日期: 2026-05-09\n公开范围: {校内: 不公开}\n---\n擦了讲台。\n";
    let casebook =
        casebook(&[("students/S01/notes/2026-05-08-谈心.md", talk), ("students/S01/notes/2026-05-09-表扬.md", praise)]);
    let staff = projected(&casebook, Audience::Staff, None);
    let note = only(&staff);
    assert_eq!(note.brief.as_deref(), Some("木木说好了"));
    assert_eq!(note.fields.choice("trust_stage"), Some("2"), "of class staff");
    assert!(note.body.is_empty() && note.fields.get("words").is_none(), "of class case");
    let parent = projected(&casebook, Audience::Parent, Some(0));
    assert_eq!(parent.notes.len(), 2);
    assert!(parent.notes[0].fields.get("trust_stage").is_none(), "parents see what is public");
}

#[test]
fn levels_stand_for_scores() {
    let exam = "学生,日期,指标,学科,数值,满分,班级平均,班级标准差,参加人数\nS01,2026-06-29,期末数学,数学,71,100,74,12.5,42\n";
    let casebook = casebook(&[("classes/4-2/期末考试.csv", exam)]);
    for audience in [Audience::Staff, Audience::Parent] {
        let projected = projected(&casebook, audience, Some(0));
        let note = only(&projected);
        assert_eq!(note.fields.choice("level"), Some("pass"), "{audience:?}");
        for key in ["value", "full_marks", "class_mean", "class_sd", "n"] {
            assert!(note.fields.get(key).is_none(), "{audience:?} sees {key}");
        }
    }
}

#[test]
fn profiles_keep_what_is_open_and_nothing_undeclared() {
    let casebook = casebook(&[]);
    let staff = projected(&casebook, Audience::Staff, None);
    assert!(staff.roster.is_none() && staff.assets.is_empty() && staff.config.school.is_none());
    assert_eq!(staff.config.title, "某校四（2）班个案集");
    for student in &staff.students {
        assert!(student.name.is_none() && student.body.is_empty());
        for key in ["family", "extra", "name", "share"] {
            assert!(student.fields.get(key).is_none(), "{key}");
        }
        assert!(!student.code.as_str().contains('S'), "{}", student.code);
    }
    let mut aliases: Vec<_> = staff.students.iter().map(|it| it.alias.clone()).collect();
    aliases.sort();
    assert_eq!(aliases, staff.students.iter().map(|it| it.alias.clone()).collect::<Vec<_>>(), "by alias, not by code");
    let parent = projected(&casebook, Audience::Parent, Some(1));
    assert_eq!(parent.students.len(), 1);
    assert!(parent.classes.is_empty() && parent.projects.is_empty() && parent.surveys.is_empty());
}

#[test]
fn research_needs_consent_and_knows_no_day() {
    let praise = "---\n类型: 反复\n日期: 2026-05-06\n诱因: 假期后\n恢复日期: 2026-05-21\n---\n又漏交。\n";
    let casebook = casebook(&[("students/S01/notes/2026-05-06-反复.md", praise)]);
    let projection = Projection::of(&casebook, DAY.parse().ok(), Audience::Research, None).expect("aliases");
    assert_eq!(projection.excluded, 2, "withdrawn, expired");
    let research = &projection.casebook;
    assert_eq!(research.students.iter().filter_map(|it| it.alias.as_deref()).collect::<Vec<_>>(), ["木木"]);
    let note = only(research);
    assert_eq!(
        (note.date.to_string(), note.fields.date("recovered").map(|it| it.to_string())),
        ("2026-05-04".into(), Some("2026-05-18".into()))
    );
    assert!(note.fields.get("what").is_none(), "what happened is the teacher's");
    assert_eq!(research.students[0].opened.map(|it| it.to_string()).as_deref(), Some("2026-03-02"));
    assert_eq!(research.config.title, "某校某班个案集");
    assert_eq!((research.classes[0].key.as_str(), research.classes[0].name.as_str()), ("1", "某班"));
    assert!(research.classes[0].homeroom.is_none());
}

#[test]
fn without_an_alias_nothing_is_projected() {
    let casebook = casebook(&[("students/S04/index.md", "---\n姓名: 孙百川\n班级: 4-2\n---\n")]);
    let error = Projection::of(&casebook, None, Audience::Staff, None).err();
    assert_eq!(error, Some(crate::privacy::ProjectionError::NoAlias(vec!["S04".into()])));
}
