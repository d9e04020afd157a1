//! What the demo holds: how many records of each kind, which series, and the gaps that are there on purpose. Counted from
//! the files by a reader that knows nothing of the program.

use std::collections::BTreeMap;

use crate::demo::{Raw, Row};

/// Tables and how many rows they have over all students; a name of two kinds is written in either.
const TABLES: &[(&[&str], usize)] = &[
    (&["电话抽查"], 14),
    (&["联络本"], 8),
    (&["praise", "表扬"], 110),
    (&["表现机会"], 72),
    (&["学习方法"], 30),
    (&["辅导"], 192),
    (&["接送卡"], 8 * 18),
    (&["周末评比"], 8 * 8),
    (&["转化调查"], 8 * 3),
    (&["情感状态"], 8 * 3),
    (&["薄弱环节"], 61),
    (&["评语"], 8 * 3),
    (&["接班了解"], 8),
    (&["优点"], 9),
    (&["不足"], 4),
];

/// Notes that are files, and how many there are: below students, below classes and projects.
const NOTES: &[(&str, usize, usize)] = &[
    ("谈心", 112, 0),
    ("家访", 10, 0),
    ("反复", 1, 0),
    ("帮扶计划", 8, 0),
    ("批评教育", 3, 0),
    ("同伴氛围事件", 1, 2),
    ("班会", 0, 2),
    ("公开课", 0, 1),
    ("家校社合力", 0, 2),
    ("反思", 3, 1),
];

/// Each pupil's first measure, week by week from the first to the seventeenth: baseline, support, maintenance. A dash is a
/// week without a value.
const SERIES: &[(&str, &str, &str)] = &[
    ("S01", "口算流畅度", "11 12 11 | 13 14 14 16 17 17 18 20 19 21 22 23 | 22 23"),
    ("S02", "口算流畅度", "13 12 14 | 15 16 18 18 19 14 13 16 18 19 20 21 | 20 21"),
    ("S03", "朗读流畅度", "68 71 70 | 73 75 78 80 79 84 86 88 87 91 93 95 | 94 96"),
    ("S04", "口算流畅度", "15 14 15 | 15 14 16 15 16 15 16 17 15 16 16 17 | 16 16"),
    ("S05", "离开任务次数", "9 8 10 | 8 7 6 6 5 4 4 5 4 4 5 4 | 4 4"),
    ("S06", "口算流畅度", "12 14 13 | 14 13 15 16 15 17 16 18 17 18 19 18 | 18 19"),
    ("S07", "口算流畅度", "10 — 11 | — — 12 — 13 — 12 — 14 — 13 — | — 14"),
    ("S08", "口算流畅度", "3 4 3 | 4 3 4 4 5 4 5 5 4 5 5 6 | 5 5"),
];

/// How often a value stands in a column.
fn tally<'r>(rows: impl IntoIterator<Item = &'r Row>, column: &str) -> BTreeMap<&'r str, usize> {
    let mut counts = BTreeMap::new();
    rows.into_iter().filter_map(|row| row.get(column)).for_each(|it| *counts.entry(it.as_str()).or_default() += 1);
    counts
}

fn below<'r>(raw: &'r Raw, folders: &[&str], kind: &str) -> Vec<&'r str> {
    let end = format!("-{kind}.md");
    let lies = |path: &str| folders.iter().any(|it| path.starts_with(it)) && path.ends_with(&end);
    raw.files().map(|(path, _)| path).filter(|path| lies(path)).collect()
}

#[test]
fn there_are_as_many_records_of_each_kind_as_the_term_was_planned_with() {
    let raw = Raw::read();
    let mut wrong = Vec::new();
    let mut say = |what: &str, found: usize, planned: usize| {
        if found != planned {
            wrong.push(format!("{what}: {found}, not {planned}"));
        }
    };
    for (names, planned) in TABLES {
        say(names[0], names.iter().map(|it| raw.rows(it).len()).sum(), *planned);
    }
    for (kind, of_students, of_others) in NOTES {
        say(kind, below(&raw, &["students/"], kind).len(), *of_students);
        say(kind, below(&raw, &["classes/", "projects/"], kind).len(), *of_others);
    }
    for code in raw.codes() {
        let own = |names: &[&str]| names.iter().flat_map(|it| raw.rows(it)).filter(|(of, _)| *of == code).count();
        for (name, planned) in [("接送卡", 18), ("转化调查", 3), ("情感状态", 3), ("辅导", 24), ("评语", 3)] {
            say(&format!("{name} {code}"), own(&[name]), planned);
        }
        say(&format!("谈心 {code}"), below(&raw, &[&format!("students/{code}/")], "谈心").len(), 14);
    }
    say("公开课", raw.table("projects/support-research/公开课.csv").len() + 1, 3);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_was_done_is_told_from_what_was_only_planned() {
    let raw = Raw::read();
    let rows = |name: &str| raw.rows(name).into_iter().map(|(_, row)| row).collect::<Vec<Row>>();
    assert_eq!(tally(&rows("辅导"), "是否开展"), BTreeMap::from([("否", 12), ("是", 180)]));
    let closed = rows("薄弱环节").iter().filter(|row| !row["掌握日期"].is_empty()).count();
    assert_eq!(closed, 44);
    let goals = |key: &str, english: &str| raw.lines(key) + raw.lines(english);
    assert_eq!(goals("结果: 达成", "result: met"), 15);
    assert_eq!(goals("结果: 部分达成", "result: partly"), 6);
    assert_eq!(goals("结果: 未达成", "result: not_met"), 3);
    for (chinese, english) in [("起始等级", "start"), ("终点等级", "end")] {
        let levels = (-2..=2).map(|it| goals(&format!("{chinese}: {it}"), &format!("{english}: {it}")));
        assert_eq!(levels.sum::<usize>(), 24, "{chinese}");
    }
    let flags = rows("奖励").into_iter().chain(rows("award"));
    let flags = flags.map(|row| row.get("数量").or(row.get("qty")).unwrap().parse::<usize>().unwrap());
    assert_eq!(flags.sum::<usize>(), 46);
}

#[test]
fn conduct_gets_calmer_and_one_relapse_lasts_fourteen_days() {
    let raw = Raw::read();
    let incidents = raw.rows("违纪");
    let monthly = |code: &str| {
        let mut months: BTreeMap<String, usize> = BTreeMap::new();
        let own = incidents.iter().filter(|(of, _)| of == code);
        own.for_each(|(_, row)| *months.entry(row["日期"][..7].to_owned()).or_default() += 1);
        months.into_values().collect::<Vec<usize>>()
    };
    assert_eq!(monthly("S02"), [9, 4, 3, 1]);
    assert_eq!(monthly("S05"), [6, 3, 2, 1]);
    assert_eq!(incidents.len(), 17 + 12, "nobody else's");
    let relapses = raw.notes("反复");
    let (path, text) = relapses[0];
    assert!(path.starts_with("students/S02/"));
    for line in ["日期: 2026-05-06", "恢复日期: 2026-05-20", "诱因: 假期后"] {
        assert!(text.lines().any(|it| it == line), "{line} in\n{text}");
    }
}

#[test]
fn the_series_are_those_from_which_the_statistics_were_worked_out() {
    let raw = Raw::read();
    let rows = raw.rows("成绩跟踪");
    for (code, measure, series) in SERIES {
        let own = rows.iter().filter(|(of, row)| of == code && row["指标"] == *measure).map(|(_, row)| row);
        let told: Vec<String> = own
            .map(|row| {
                let phase = if row["阶段"] == "R" { "B" } else { &row["阶段"] };
                let value = if row["数值"].is_empty() { "—" } else { &row["数值"] };
                format!("{}{phase}{value}", row["周次"])
            })
            .collect();
        let phases = series.split('|').zip(["A", "B", "M"]);
        let values = phases.flat_map(|(values, phase)| values.split_whitespace().map(move |it| (phase, it)));
        let planned: Vec<String> = values.zip(1..).map(|((phase, value), week)| format!("{week}{phase}{value}")).collect();
        assert_eq!(told, planned, "{code}");
        assert_eq!(planned.len(), 17, "{code}");
    }
    let exams = raw.table("classes/4-2/期末考试.csv");
    let spread = |day: &str, subject: &str| {
        let rows = exams.iter().filter(|row| row["日期"] == day && row["学科"] == subject);
        let mut spread: Vec<(&str, &str)> = rows.map(|row| (&*row["班级平均"], &*row["班级标准差"])).collect();
        spread.dedup();
        spread
    };
    assert_eq!(spread("2026-01-20", "数学"), [("82.1", "9.8")]);
    assert_eq!(spread("2026-07-01", "数学"), [("74.0", "12.5")]);
    assert_eq!(spread("2026-01-20", "语文").len() + spread("2026-07-01", "语文").len(), 2);
    let scores = |day: &str| exams.iter().filter(|row| row["日期"] == day).map(|row| &*row["数值"]).collect::<Vec<&str>>();
    assert_eq!(scores("2026-01-20"), ["52", "48", "55", "58", "63", "61", "50", "31"]);
    assert_eq!(scores("2026-07-01"), ["71", "66", "70", "60", "74", "58", "55", "34"]);
}

#[test]
fn the_gaps_are_those_left_on_purpose() {
    let raw = Raw::read();
    // two duties were not done, in the week that ends with the first of May
    let missed: Vec<(String, Row)> = raw.rows("六个一登记").into_iter().filter(|(_, row)| row["落实情况"] == "未做").collect();
    let owing: Vec<&str> = missed.iter().map(|(code, _)| code.as_str()).collect();
    assert_eq!(owing, ["S01", "S06"]);
    let week = "2026-04-27".."2026-05-04";
    for (code, row) in &missed {
        assert_eq!((&*row["日期"], &*row["项目"]), ("2026-04-30", "谈心"), "{code}");
        let talks = below(&raw, &[&format!("students/{code}/")], "谈心");
        let day = |path: &&str| path.rsplit('/').next().unwrap()[..10].to_owned();
        assert!(talks.iter().map(day).all(|it| !week.contains(&&*it)), "{code} was talked with after all");
    }
    // one consent was withdrawn
    let roster = raw.files().find(|(path, _)| *path == "roster.yaml").unwrap().1;
    let withdrawn: Vec<usize> = roster.match_indices("撤回日期").map(|(at, _)| at).collect();
    assert_eq!(withdrawn.len(), 1);
    let section = roster[..withdrawn[0]].lines().rfind(|it| it.starts_with("  S")).unwrap();
    assert_eq!(section.trim(), "S05:");
    // what was added to a note weeks later says so
    let late: Vec<&str> = raw.files().filter(|(_, text)| text.contains("补记")).map(|(path, _)| path).collect();
    let [plan, talk, seat] = ["S04/notes/2026-03-23-帮扶计划", "S04/notes/2026-05-14-谈心", "S07/notes/2026-05-15-谈心"];
    assert_eq!(late, [plan, talk, seat].map(|it| format!("students/{it}.md")));
    // one question of the second questionnaire was left open by one pupil, and it asks for no causes
    let answers = raw.table("surveys/term-feelings/responses.csv");
    assert_eq!(answers.len(), 8);
    let open =
        answers.iter().flat_map(|row| row.iter().filter(|(_, it)| it.is_empty()).map(|(name, _)| (&*row["学生"], &**name)));
    assert_eq!(open.collect::<Vec<_>>(), [("S07", "q2")]);
    let asked = raw.files().find(|(path, _)| *path == "surveys/term-feelings/index.md").unwrap().1;
    for scale in ["五级评分", "是否", "单选", "多选", "文字"] {
        assert!(asked.contains(&format!("题型: {scale}")), "{scale}");
    }
    assert!(!asked.contains("对应成因"));
}

#[test]
fn every_record_lies_on_a_day_of_the_term_and_no_holiday() {
    // the Saturdays are visits and calls, and one day of lessons in place of a holiday
    let raw = Raw::read();
    let holidays = [("2026-04-04", "2026-04-06"), ("2026-05-01", "2026-05-05"), ("2026-06-19", "2026-06-21")];
    let at_home = ["家访", "电话抽查", "家长奖励"];
    let mut wrong = Vec::new();
    let mut say = |what: &str, kind: &str, day: &str| {
        let off = holidays.iter().any(|(from, to)| (*from..=*to).contains(&day)) && !at_home.contains(&kind);
        // the handover comes before the term, and exams of the term before are there to compare
        let outside = !("2026-03-02"..="2026-07-03").contains(&day) && !["接班了解", "期末考试", "公开课"].contains(&kind);
        if off || outside {
            wrong.push(format!("{what}: {day}"));
        }
    };
    for (path, text) in raw.files().filter(|(path, _)| !path.starts_with("surveys/")) {
        let name = path.rsplit('/').next().unwrap();
        if let Some(stem) = name.strip_suffix(".csv") {
            for row in raw.table(path) {
                row.get("日期").or(row.get("date")).into_iter().for_each(|day| say(path, stem, day));
            }
        } else if path.contains("/notes/") {
            say(path, name.trim_end_matches(".md").splitn(4, '-').last().unwrap(), &name[..10]);
            assert!(text.len() > 100, "{path} says next to nothing");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
