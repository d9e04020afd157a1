use super::*;
use crate::source::SourceTree;

fn forbidden(roster: &str) -> Forbidden {
    let tree = SourceTree::of_texts([
        (
            "casebook.yaml",
            "标题: 小例子\n学校: 虚构小学（示例）\n学期:\n- {学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-07-03}\n",
        ),
        ("students/S01/index.md", "---\n化名: 小松\n---\n"),
        ("classes/4-2/index.md", "---\n年级: 四年级\n班主任: 白老师\n---\n"),
        ("roster.yaml", roster),
    ]);
    let (casebook, findings) = crate::read(&tree);
    assert!(!findings.has_errors(), "{findings:?}");
    Forbidden::of(&casebook.expect("sound"))
}

#[test]
fn the_list_holds_what_the_roster_says_and_no_more() {
    let list = forbidden(
        "学生:\n  S01:\n    姓名: 林禾苗\n    小名: [禾禾]\n    别名: [Amy Lin]\n    电话: [000-0000-0000]\n    身份证号: 110101201605080013\n    \
         住址: 虚构镇一路1号\n    监护人:\n    - {姓名: 孟晚秋, 关系: 母亲, 电话: [000-0000-0001]}\n成人:\n- {姓名: 白静宜, 身份: 班主任}\n- {姓名: 魏德馨, 身份: 社区}\n地名: [虚构小学, 榆树里小区]\n",
    );
    let told: Vec<String> = list
        .items
        .iter()
        .map(|it| format!("{} {:?} {:?} {}", it.entry.words().1.replace("roster, ", ""), it.whose, it.kind, it.text))
        .collect();
    let expected = "\
        S01 Pupil Name 林禾苗\nS01 Pupil NamePart 禾苗\nS01 Pupil Nickname 禾禾\nS01 Pupil OtherName Amy Lin\nS01 Pupil Phone 000-0000-0000\n\
        S01 Pupil IdNumber 110101201605080013\nS01 Pupil Birth 2016-05-08\nS01 Pupil Address 虚构镇一路1号\nS01 Pupil Code S01\n\
        S01 Guardian Name 孟晚秋\nS01 Guardian NamePart 晚秋\nS01 Guardian Phone 000-0000-0001\n\
        people, item 1 Staff Name 白静宜\npeople, item 1 Staff NamePart 静宜\npeople, item 1 Staff Title 白老师\n\
        people, item 2 Other Name 魏德馨\npeople, item 2 Other NamePart 德馨\n\
        places, item 1 Nobody School 虚构小学\nplaces, item 2 Nobody Place 榆树里小区\n\
        casebook.yaml, a class or a project Staff Title 白老师\ncasebook.yaml, a class or a project Nobody School 虚构小学";
    assert_eq!(told.join("\n"), expected);
}

#[test]
fn readers_differ_in_what_they_must_not_meet() {
    let list = forbidden("学生:\n  S01: {姓名: 林禾苗}\n成人:\n- {姓名: 白静宜, 身份: 班主任}\n地名: [虚构小学, 榆树里小区]\n");
    let told = |audience| list.to(audience).map(|it| it.text.as_str()).collect::<BTreeSet<_>>();
    assert!(told(Audience::Teacher).is_empty());
    assert_eq!(told(Audience::Staff), BTreeSet::from(["林禾苗", "禾苗", "S01", "榆树里小区"]));
    assert_eq!(told(Audience::Parent), told(Audience::Staff));
    let more = BTreeSet::from(["白静宜", "静宜", "白老师", "虚构小学"]);
    assert_eq!(told(Audience::Research), told(Audience::Staff).union(&more).copied().collect());
}
