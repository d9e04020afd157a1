//! What is owed, done and excused.

use super::{as_of, casebook, class, pupil, with_settings};
use crate::analysis::{Analysis, DutyLine, DutyState, Scope, Subject};
use crate::model::Casebook;
use crate::schema::Excuse;

const PUPIL: &str = "---\n化名: 甲甲\n班级: 4-2\n建档日期: 2026-03-02\n---\n";

/// The pupil's line of a duty.
fn line(analysis: &Analysis<'_>, scope: Scope, key: &str) -> DutyLine {
    let Subject::Student(student) = scope.subject else { panic!("a pupil's scope") };
    let position = analysis.casebook.schema.duties.iter().position(|it| &*it.key == key).expect("a duty");
    analysis.duties(student, scope).into_iter().find(|it| it.duty == position).expect("a line")
}

/// One letter a period: 做, 漏, 待, and for excuses 假 缺 前 后 免.
fn states(casebook: &Casebook, day: &str, key: &str) -> String {
    let analysis = as_of(casebook, day);
    let letter = |state: &DutyState| match state {
        DutyState::Done => '做',
        DutyState::Missed => '漏',
        DutyState::Pending => '待',
        DutyState::Excused(Excuse::Holiday) => '假',
        DutyState::Excused(Excuse::Absence) => '缺',
        DutyState::Excused(Excuse::BeforeOpened) => '前',
        DutyState::Excused(Excuse::AfterClosed) => '后',
        DutyState::Excused(Excuse::Marked) => '免',
    };
    line(&analysis, pupil(casebook, "S01"), key).cells.iter().map(|it| letter(&it.state)).collect()
}

#[test]
fn weeks_are_done_missed_excused_or_to_come() {
    let praise =
        "日期,具体行为\n2026-03-03,擦黑板\n2026-03-04,扫地\n2026-03-12,收本子\n2026-05-05,假期里帮忙\n2026-05-21,早到\n";
    let casebook = casebook(&[("students/S01/index.md", PUPIL), ("students/S01/praise.csv", praise)]);
    assert_eq!(
        states(&casebook, "2026-05-20", "praise"),
        "做做漏漏漏漏漏漏漏假漏做待待待待待待",
        "week 10 has no school and owes nothing, week 12 is done early"
    );
    let casebook = super::casebook(&[("students/S01/index.md", PUPIL)]);
    assert_eq!(states(&casebook, "2026-03-15", "praise"), "漏漏待待待待待待待假待待待待待待待待");
}

#[test]
fn cases_open_and_close() {
    let index = "---\n化名: 甲甲\n班级: 4-2\n建档日期: 2026-03-18\n结案日期: 2026-03-31\n---\n";
    let casebook = casebook(&[("students/S01/index.md", index)]);
    assert_eq!(states(&casebook, "2026-07-03", "talk"), "前前漏漏漏后后后后后后后后后后后后后");
    assert_eq!(states(&casebook, "2026-07-03", "contact"), "漏后后后", "March was open for two weeks");
}

#[test]
fn a_whole_week_away_is_excused() {
    let check = |absence: &str, states_: &str| {
        let absence = format!("日期,结束日期,天数\n{absence}\n");
        let casebook = casebook(&[("students/S01/index.md", PUPIL), ("students/S01/缺勤.csv", &absence)]);
        assert_eq!(&states(&casebook, "2026-03-15", "talk")[.."漏漏".len()], states_, "{absence}");
    };
    check("2026-03-02,2026-03-06,", "缺漏");
    check("2026-03-02,2026-03-05,", "漏漏");
    check("2026-03-02,,5", "缺漏");
    check("2026-03-02,,4.5", "漏漏");
    check("2026-03-05,,7", "漏缺");
    check("2026-03-02,,", "漏漏");
}

#[test]
fn marks_count() {
    let own = "日期,项目,落实情况\n2026-03-04,谈心,免做\n2026-03-11,每周谈心,完成\n2026-03-18,谈心,未做\n";
    let all = "日期,项目,落实情况,涉及学生\n2026-03-25,谈心,免做,\n2026-04-01,谈心,免做,S02\n";
    let casebook = casebook(&[
        ("students/S01/index.md", PUPIL),
        ("students/S02/index.md", &PUPIL.replace("甲甲", "乙乙")),
        ("students/S01/六个一登记.csv", own),
        ("classes/4-2/六个一登记.csv", all),
    ]);
    assert_eq!(states(&casebook, "2026-04-12", "talk"), "免做漏免漏漏待待待假待待待待待待待待");
    let analysis = as_of(&casebook, "2026-04-12");
    let other = line(&analysis, pupil(&casebook, "S02"), "talk");
    assert_eq!((other.due(), other.done()), (4, 0), "weeks 4 and 5 are excused, the second for this pupil only");
    let line = line(&analysis, pupil(&casebook, "S01"), "talk");
    assert_eq!((line.due(), line.done()), (4, 1));
}

#[test]
fn notes_of_the_class_count_for_each_pupil() {
    let checks = "日期,座位已前调\n2026-03-04,是\n2026-05-20,是\n";
    let casebook = casebook(&[("students/S01/index.md", PUPIL), ("classes/4-2/环境检查.csv", checks)]);
    assert_eq!(states(&casebook, "2026-07-03", "environment"), "做漏做漏");
}

#[test]
fn kinds_of_a_type_count_and_totals_add_up() {
    let visit = "---\n类型: 家访\n日期: 2026-03-12\n---\n看了书桌。\n";
    let phone = "日期,家长\n2026-04-20,母亲\n";
    let casebook = casebook(&[
        ("students/S01/index.md", PUPIL),
        ("students/S02/index.md", &PUPIL.replace("甲甲", "乙乙")),
        ("students/S01/notes/a.md", visit),
        ("students/S01/电话抽查.csv", phone),
    ]);
    assert_eq!(states(&casebook, "2026-07-03", "contact"), "做做漏漏");
    let analysis = as_of(&casebook, "2026-07-03");
    let totals = analysis.duty_totals(class(&casebook));
    let contact = totals.iter().find(|it| &*casebook.schema.duties[it.duty].key == "contact").expect("a total");
    assert_eq!((contact.due, contact.done, contact.excused), (8, 2, 0));
    assert!(contact.missed_weeks.is_empty(), "kept by months");
    let talk = totals.iter().find(|it| &*casebook.schema.duties[it.duty].key == "talk").expect("a total");
    assert_eq!((talk.due, talk.done, talk.excused), (34, 0, 2), "one week without school for each of two pupils");
    assert_eq!(talk.missed_weeks, [1, 2, 3], "all alike: the earliest");
}

#[test]
fn the_grid_counts_weekly_duties() {
    let files = [
        ("students/S01/index.md", PUPIL),
        ("students/S01/praise.csv", "日期,具体行为\n2026-03-03,擦黑板\n2026-03-12,收本子\n"),
        ("students/S01/表现机会.csv", "日期,任务\n2026-03-05,领读\n"),
    ];
    let casebook = casebook(&files);
    let grid = as_of(&casebook, "2026-03-10").week_grid(class(&casebook));
    assert_eq!((grid.duties.len(), grid.weeks.len(), grid.rows.len()), (3, 18, 1));
    let (_, cells, done, due) = &grid.rows[0];
    assert_eq!((cells[0].done, cells[0].due, cells[0].pending), (2, 3, false));
    assert_eq!((cells[1].done, cells[1].due, cells[1].pending), (1, 1, true), "done early in a week that is not over");
    assert_eq!((cells[9].due, cells[9].pending), (0, false), "nothing is owed without school");
    assert_eq!((*done, *due), (3, 4));
    assert!(grid.weeks[8].holiday.is_some() && grid.weeks[9].holiday.is_some() && grid.weeks[7].holiday.is_none());
}

#[test]
fn a_school_adds_duties() {
    let more = "任务:
  reading: {名称: 每周读两次, 记录类型: [接送卡], 周期: 每周, 次数: 2, 免做: [缺勤]}
  seat: {名称: 调一次座位, 记录类型: [座位调整], 周期: 一次}
  meeting: {名称: 每学期一次班会, 记录类型: [主题班队会], 周期: 每学期, 对象: 每个班}
";
    let seat = "日期,新座位\n2025-11-03,前排\n";
    let cards = "日期,进步点滴\n2026-03-03,早到\n2026-03-06,值日\n2026-03-13,收本子\n";
    let meeting = "---\n类型: 班会\n日期: 2026-04-01\n主题: 一个也不掉队\n---\n";
    let files = [
        ("students/S01/index.md", "---\n化名: 甲甲\n班级: 4-2\n建档日期: 2025-09-01\n---\n"),
        ("students/S01/座位调整.csv", seat),
        ("students/S01/接送卡.csv", cards),
        ("classes/4-2/notes/a.md", meeting),
    ];
    let casebook = with_settings(more, &files);
    assert_eq!(states(&casebook, "2026-03-22", "seat"), "做", "done in an earlier term");
    assert_eq!(
        states(&casebook, "2026-05-11", "reading"),
        "做漏漏漏漏漏漏漏漏漏待待待待待待待待",
        "holidays do not excuse here"
    );
    let analysis = as_of(&casebook, "2026-07-03");
    let of = |scope: Scope| {
        let totals = analysis.duty_totals(scope);
        totals.into_iter().find(|it| &*casebook.schema.duties[it.duty].key == "meeting").map(|it| (it.due, it.done))
    };
    assert_eq!(of(class(&casebook)), Some((1, 1)));
    assert_eq!(of(pupil(&casebook, "S01")), None, "owed to the class");
}

#[test]
fn what_was_missed_last_is_to_be_done() {
    let talk = "---\n类型: 谈心\n日期: 2026-03-10\n下次日期: 2026-03-24\n---\n谈了作息。\n";
    let later = "---\n类型: 谈心\n日期: 2026-03-23\n---\n又谈了一次。\n";
    let goals = "---\n化名: 甲甲\n班级: 4-2\n目标:\n- {目标: 一, 完成时间: 2026-03-20}\n- {目标: 二, 完成时间: 2026-03-13, 结果: 未达成}\n- {目标: 三, 完成时间: 2026-06-26}\n---\n";
    let kinds = |files: &[(&str, &str)]| {
        let casebook = casebook(files);
        let todos = as_of(&casebook, "2026-03-30").todos(class(&casebook), 20);
        assert!(todos.is_sorted_by_key(|it| std::cmp::Reverse(it.late)));
        todos
            .iter()
            .map(|it| format!("{:?} {}", it.kind, it.late).split([' ', '{']).next().map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let count = |found: &[Option<String>], kind: &str| found.iter().filter(|it| it.as_deref() == Some(kind)).count();
    let open = kinds(&[("students/S01/index.md", goals), ("students/S01/notes/a.md", talk)]);
    assert_eq!((count(&open, "FollowUp"), count(&open, "Goal"), count(&open, "Duty")), (1, 2, 3), "{open:?}");
    let kept =
        kinds(&[("students/S01/index.md", goals), ("students/S01/notes/a.md", talk), ("students/S01/notes/b.md", later)]);
    assert_eq!((count(&kept, "FollowUp"), count(&kept, "Duty")), (0, 2), "kept a day early; and that week's talk is done");
}

#[test]
fn weeks_that_owe_nothing_say_why() {
    let away = "日期,结束日期\n2026-03-09,2026-03-13\n";
    let index = PUPIL.replace("2026-03-02", "2026-03-18");
    let casebook_ = casebook(&[("students/S01/index.md", PUPIL), ("students/S01/缺勤.csv", away)]);
    let grid = as_of(&casebook_, "2026-07-03").week_grid(pupil(&casebook_, "S01"));
    let (_, cells, done, due) = &grid.rows[0];
    assert_eq!((cells[0].excuse, cells[1].excuse, cells[9].excuse), (None, Some(Excuse::Absence), Some(Excuse::Holiday)));
    assert_eq!((cells[0].due, cells[1].due, cells[9].due), (3, 0, 0));
    assert_eq!((*done, *due), (0, 16 * 3), "18 weeks less the holiday and the week away, three duties each");
    let casebook = casebook(&[("students/S01/index.md", &index)]);
    let grid = as_of(&casebook, "2026-07-03").week_grid(pupil(&casebook, "S01"));
    assert_eq!(grid.rows[0].1[0].excuse, Some(Excuse::BeforeOpened));
}

#[test]
fn monthly_duties_spread_over_the_weeks_of_their_month() {
    let visit = "---\n类型: 家访\n日期: 2026-04-02\n---\n看了书桌。\n";
    let casebook = casebook(&[("students/S01/index.md", PUPIL), ("students/S01/notes/a.md", visit)]);
    let analysis = as_of(&casebook, "2026-07-03");
    let Subject::Student(student) = pupil(&casebook, "S01").subject else { panic!("a pupil's scope") };
    let lines = analysis.duty_spans(student, pupil(&casebook, "S01"));
    let of = |key: &str| {
        let position = casebook.schema.duties.iter().position(|it| &*it.key == key).expect("a duty");
        lines.iter().find(|(at, _)| *at == position).map(|(_, spans)| spans.clone()).expect("a line")
    };
    // Week 5 runs from 30 March to 5 April: its Thursday is the second of April, and so is the visit.
    let contact: Vec<_> = of("contact").iter().map(|it| (it.from, it.to, it.cell.state == DutyState::Done)).collect();
    assert_eq!(contact, [(1, 4, false), (5, 9, true), (10, 13, false), (14, 18, false)]);
    let talk = of("talk");
    assert!(talk.iter().zip(1..).all(|(it, week)| (it.from, it.to) == (week, week)) && talk.len() == 18);
}

#[test]
fn what_is_overdue_says_since_when() {
    let praise = "日期,具体行为\n2026-03-03,擦黑板\n2026-04-29,收本子\n";
    let talk = "---\n类型: 谈心\n日期: 2026-05-19\n---\n谈了作息。\n";
    let casebook =
        casebook(&[("students/S01/index.md", PUPIL), ("students/S01/praise.csv", praise), ("students/S01/notes/a.md", talk)]);
    let analysis = as_of(&casebook, "2026-05-20");
    let overdue = analysis.overdue(class(&casebook));
    let of = |key: &str| {
        let position = casebook.schema.duties.iter().position(|it| &*it.key == key).expect("a duty");
        overdue.iter().find(|it| it.duty == position).map(|it| (it.since.to_string(), it.missed, it.late))
    };
    assert_eq!(of("talk"), None, "done in the week that is not over yet");
    assert_eq!(of("praise"), Some(("2026-05-11".into(), 1, 3)), "week 9 was done, week 10 had no school, week 11 was missed");
    assert_eq!(of("showcase"), Some(("2026-03-02".into(), 10, 73)), "weeks 1 to 11 but the holiday");
    assert_eq!(of("contact"), Some(("2026-03-02".into(), 2, 50)), "March and April");
    assert!(overdue.iter().all(|it| it.student.is_some() && it.class.is_none()));
    assert!(overdue.is_sorted_by_key(|it| it.since));
}
