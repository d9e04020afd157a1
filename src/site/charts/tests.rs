//! Each chart of small casebooks, held against values reckoned by hand.

use crate::analysis::{Scope, Subject};
use crate::diag::Diagnostics;
use crate::model::{Casebook, resolve};
use crate::privacy::{Audience, View, project};
use crate::schema::Schema;
use crate::source::SourceTree;
use crate::syntax::parse;

use super::super::chart::{Amount, CellState, ColumnForm};
use super::{Chart, FigureView, figure, figure_in_document, known};

/// Ten weeks, 2 March to 8 May 2026; week 10 (4 to 8 May) is off.
const SETTINGS: &str = "标题: 测试
学期: [{学期: 2025-2026-2, 开始日期: 2026-03-02, 结束日期: 2026-05-08, 假期: [2026-05-01—2026-05-08]}]
指标: {口算: {单位: 题/分, 学科: 数学, 最小值: 0}, 朗读: {单位: 字/分, 学科: 语文}}
";

fn casebook(files: &[(&str, &str)]) -> Casebook {
    let usual = [("casebook.yaml", SETTINGS), ("classes/4-2/index.md", "---\n年级: 四年级\n---\n")];
    let tree = SourceTree::of_texts(usual.into_iter().chain(files.iter().copied()));
    let (parsed, mut findings) = parse(&tree);
    let casebook = resolve(&tree, parsed, &mut findings).expect("settings");
    let errors = |it: &Diagnostics| it.iter().filter(|it| it.severity() == crate::diag::Severity::Error).count();
    assert_eq!(errors(&findings), 0, "{findings:?}");
    casebook
}

fn view(casebook: &Casebook) -> View<'_> {
    project(casebook, Some("2026-05-08".parse().expect("a day")), Audience::Teacher).expect("a teacher sees all")
}

fn scope(subject: Subject) -> Scope {
    Scope { subject, term: "2025-2026-2".parse().expect("a term") }
}

fn pupil(casebook: &Casebook, code: &str) -> Scope {
    scope(Subject::Student(casebook.find_student(code).expect("a pupil")))
}

fn class(casebook: &Casebook) -> Scope {
    scope(Subject::Class(casebook.find_class("4-2").expect("a class")))
}

/// A figure's description and the rows of its table, cells parted by bars.
fn told(figure: &FigureView) -> (String, Vec<String>) {
    for row in &figure.data.rows {
        assert_eq!(row.len(), figure.data.columns.len(), "{row:?}");
    }
    assert_eq!(figure.data.caption, figure.caption);
    (figure.chart.description().to_owned(), figure.data.rows.iter().map(|it| it.join("|")).collect())
}

const ONE: &str = "---\n化名: 小松\n班级: 4-2\n建档日期: 2026-03-02\n---\n";
const TWO: &str = "---\n化名: 小柏\n班级: 4-2\n建档日期: 2026-03-02\n---\n";

#[test]
fn every_row_of_the_types_table_can_be_drawn_and_none_other() {
    let mut rows: Vec<&str> = Schema::built_in().charts.iter().map(|it| &*it.key).collect();
    rows.sort_unstable();
    assert_eq!(rows, known().collect::<Vec<_>>());
    assert_eq!(rows.len(), 15);
}

#[test]
fn without_data_there_is_no_chart() {
    let casebook = casebook(&[("students/S01/index.md", "---\n化名: 小松\n班级: 4-2\n建档日期: 2026-05-12\n---\n")]);
    let view = view(&casebook);
    for key in known().filter(|it| *it != "duties") {
        assert_eq!(figure(&view, key, pupil(&casebook, "S01"), None, "p"), None, "{key}");
        assert_eq!(figure(&view, key, class(&casebook), None, "p"), None, "{key}");
    }
    assert_eq!(
        figure(&view, "duties", pupil(&casebook, "S01"), None, "p"),
        None,
        "nothing was owed before the case was opened"
    );
    assert_eq!(figure(&view, "ranking", class(&casebook), None, "p"), None, "there is no such chart");
}

#[test]
fn progress_tells_values_class_reasons_and_the_way_to_the_goal() {
    let index =
        "---\n化名: 小松\n班级: 4-2\n目标: [{目标: 快一点, 指标: 口算, 起点: 11, 目标值: 19, 完成时间: 2026-05-01}]\n---\n";
    let table = "周次,指标,数值,阶段,班级平均,班级标准差,变化,原因类别\n1,口算,11,A,,,,\n2,口算,12,A,,,,\n3,口算,11,A,20,4,持平,\n\
                 4,口算,14,B,21,,进步,方法\n5,口算,,B,,,,\n6,口算,13,B,,,退步,假期\n";
    let casebook = casebook(&[("students/S01/index.md", index), ("students/S01/成绩跟踪.csv", table)]);
    let shown = figure(&view(&casebook), "progress", pupil(&casebook, "S01"), Some("口算"), "p").expect("data");
    let (description, rows) = told(&shown);
    assert_eq!(shown.caption, "小松的口算（n=5次）");
    assert_eq!(
        description,
        "基线3次（第1—3周）：11、12、11题/分。支持2次（第4—6周）：14、13题/分。基线中位数11题/分。\
         目标19题/分，最近一次13题/分，未达到目标。第5周没有数据。\
         教师判断：第3周持平，第4周进步（方法掌握），第6周退步（假期）。班平均第3周20±4，第4周21。\
         目标线由第3周11到第9周19。"
    );
    assert_eq!(
        rows,
        [
            "1|基线|11|—|—|—",
            "2|基线|12|—|—|—",
            "3|基线|11|20±4|持平|—",
            "4|支持|14|21|进步：方法掌握|—",
            "5|支持|—|—|—|—",
            "6|支持|13|—|退步：假期|—"
        ]
    );
    let Chart::Progress(chart) = &shown.chart else { panic!("{:?}", shown.chart) };
    assert_eq!(chart.aim, Some([(3.0, 11.0), (9.0, 19.0)]), "1 May lies in week 9");
    assert_eq!((chart.bounds, chart.occasional), ((Some(0.0), None), false));
    assert!(figure(&view(&casebook), "progress", pupil(&casebook, "S01"), Some("朗读"), "p").is_none());
    assert!(figure(&view(&casebook), "progress", class(&casebook), None, "p").is_none(), "pupils are not drawn together");
}

#[test]
fn a_chart_may_be_asked_of_one_subject() {
    let table = "周次,指标,数值\n1,口算,11\n1,朗读,60\n2,朗读,62\n";
    let casebook = casebook(&[("students/S01/index.md", ONE), ("students/S01/成绩跟踪.csv", table)]);
    let view = view(&casebook);
    let ask = |subject| super::Request::new(&view, pupil(&casebook, "S01"), "p").subject(subject);
    let caption = |subject| super::asked("progress", ask(subject)).map(|it| it.caption);
    assert_eq!(caption(None).as_deref(), Some("小松的口算（n=1次）"));
    assert_eq!(caption(Some("chinese")).as_deref(), Some("小松的朗读（n=2次）"));
    assert_eq!(caption(Some("english")), None);
}

#[test]
fn causes_come_with_shares_and_intervals() {
    let answers = "学生,日期,填写人,主要成因\nS01,2026-03-06,学生,基础\nS02,2026-03-06,学生,习惯\nS03,2026-03-06,学生,基础\n";
    let files = [
        ("students/S01/index.md", ONE),
        ("students/S02/index.md", TWO),
        ("students/S03/index.md", "---\n化名: 小枫\n班级: 4-2\n---\n"),
        ("classes/4-2/成因问卷.csv", answers),
    ];
    let casebook = casebook(&files);
    let shown = figure(&view(&casebook), "causes", class(&casebook), None, "p").expect("data");
    // Wilson, 95 %: 2 of 3 is 21 to 94 %, 1 of 3 is 6 to 79 %.
    assert_eq!(shown.caption, "成因（n=3人）");
    let (description, rows) = told(&shown);
    assert_eq!(rows, ["基础知识薄弱|2|67|21～94", "学习习惯与自控不足|1|33|6～79"]);
    assert_eq!(
        description,
        "基础知识薄弱：人数2，占比67%，95%区间21～94%。学习习惯与自控不足：人数1，占比33%，95%区间6～79%。"
    );
    assert!(figure(&view(&casebook), "causes", pupil(&casebook, "S01"), None, "p").is_none(), "one pupil has no shares");
}

#[test]
fn ratings_are_pairs_with_their_n() {
    let review =
        |start: &str, end: &str| format!("日期,时点,作业完成,学习兴趣\n2026-03-06,期初,{start}\n2026-04-30,期末,{end}\n");
    let (one, two) = (review("2,2", "4,"), review("3,4", "4,3"));
    let affect = "日期,时点,评定人,自信\n2026-03-06,期初,学生,2\n2026-04-10,期中,学生,3\n2026-04-30,期末,学生,5\n";
    let files = [
        ("students/S01/index.md", ONE),
        ("students/S02/index.md", TWO),
        ("students/S01/转化调查.csv", one.as_str()),
        ("students/S02/转化调查.csv", two.as_str()),
        ("students/S02/情感状态.csv", affect),
    ];
    let casebook = casebook(&files);
    let view = view(&casebook);
    let status = figure(&view, "status", class(&casebook), None, "p").expect("data");
    assert_eq!(status.caption, "转化对比（n=1～2人）");
    assert_eq!(told(&status).1, ["作业完成|2.5|—|4.0|+1.5|2", "学习兴趣|4|—|3|−1|1"]);
    assert_eq!(told(&status).0, "作业完成：期初2.5，期末4.0，变化+1.5，n=2。学习兴趣：期初4，期末3，变化−1，n=1。");
    let affect = figure(&view, "affect", pupil(&casebook, "S02"), None, "p").expect("data");
    assert_eq!(affect.caption, "小柏的情感状态（n=1人）");
    assert_eq!(told(&affect).1, ["自信|2|3|5|+3|1"]);
}

#[test]
fn goals_are_counted_by_how_they_ended() {
    let index = "---\n化名: 小松\n班级: 4-2\n目标:\n- {目标: 甲, 结果: 达成, 学科: 数学}\n- {目标: 乙, 结果: 达成}\n\
                 - {目标: 丙, 结果: 部分达成}\n- {目标: 丁, 结果: 未达成}\n- 戊\n---\n";
    let casebook = casebook(&[("students/S01/index.md", index)]);
    let view = view(&casebook);
    let shown = figure(&view, "goals", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(shown.caption, "小松的目标达成（n=5条）");
    assert_eq!(told(&shown).1, ["达成|2|40", "部分达成|1|20", "未达成|1|20", "待评定|1|20"]);
    let maths = super::Request::new(&view, pupil(&casebook, "S01"), "p").subject(Some("math"));
    let shown = super::asked("goals", maths).expect("one");
    assert_eq!(told(&shown).1, ["达成|1|—", "部分达成|0|—", "未达成|0|—"], "one goal has no share");
}

#[test]
fn duties_are_told_by_week_and_by_pupil() {
    let talks: Vec<String> = ["03-03", "03-10", "03-17"].map(|it| format!("students/S01/notes/2026-{it}-谈心.md")).to_vec();
    let mut files = vec![("students/S01/index.md", ONE), ("students/S02/index.md", TWO)];
    files.extend(talks.iter().map(|it| (it.as_str(), "谈了。\n")));
    let praise = "日期,具体行为\n2026-03-04,擦窗\n2026-03-05,扫地\n2026-04-29,收本\n";
    files.push(("students/S01/表扬.csv", praise));
    files.push(("students/S01/六个一登记.csv", "日期,项目,落实情况,原因\n2026-03-24,谈心,免做,研学\n"));
    let casebook = casebook(&files);
    let view = view(&casebook);
    let shown = figure(&view, "duties", class(&casebook), None, "p").expect("data");
    // Week 10 has no school. Three weekly duties: 27 owed each, 26 of 小松 by the excuse; done are three talks and two weeks with praise.
    assert_eq!(shown.caption, "每周任务方格（完成5次，应做53次，9.4%）");
    assert_eq!(told(&shown).1, ["小松|5|26|无|第1—3、9周|第4—8周|第10周", "小柏|0|27|无|无|第1—9周|第10周"]);
    let Chart::Grid(grid) = &shown.chart else { panic!("{:?}", shown.chart) };
    assert_eq!(grid.key.iter().map(|it| it.1.as_str()).collect::<Vec<_>>(), ["完成一部分", "未做", "假期"]);
    assert_eq!(grid.rows[0].cells.len(), 10);
    assert_eq!(grid.heads, [(9, "五一".to_owned())]);
    let shown = figure(&view, "duties", pupil(&casebook, "S01"), None, "p").expect("data");
    let rows = told(&shown).1;
    assert_eq!(rows[0], "每周谈一次心|3|8|第1—3周|第5—9周|第4、10周");
    assert_eq!(rows[2], "每周发现并表扬一个优点|2|9|第1、9周|第2—8周|第10周");
    assert_eq!(rows[3], "每月与家长联系一次|0|2|无|3月、4—5月|无", "the short May joins April");
    let Chart::Grid(grid) = &shown.chart else { panic!("{:?}", shown.chart) };
    assert_eq!(grid.rows[0].cells[3].state, CellState::Excused);
    let month = grid.rows[3].cells[0];
    assert_eq!((month.from, (month.to * 7.0).round()), (0.0, 30.0), "2 to 31 March are thirty days");
}

#[test]
fn contacts_are_stacked_by_month() {
    let contacts = "日期,联系方式\n2026-03-10,电话\n2026-03-20,电话\n2026-04-10,信息\n";
    let files = [
        ("students/S01/index.md", ONE),
        ("students/S01/家校联系.csv", contacts),
        ("students/S01/notes/2026-05-07-家访.md", "去了。\n"),
    ];
    let casebook = casebook(&files);
    let shown = figure(&view(&casebook), "contacts", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(shown.caption, "小松的家校联系（n=4次）");
    let heads: Vec<&str> = shown.data.columns.iter().map(|it| it.title.as_str()).collect();
    assert_eq!(heads, ["月份", "家访", "电话", "信息", "合计"]);
    let (description, rows) = told(&shown);
    assert_eq!(rows, ["3月|0|2|0|2", "4—5月|1|0|1|2"]);
    assert_eq!(description, "3月：家访0，电话2，信息0，合计2。4—5月：家访1，电话0，信息1，合计2。");
    let early = project(&casebook, Some("2026-03-20".parse().expect("a day")), Audience::Teacher).expect("a teacher");
    let shown = figure(&early, "contacts", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(told(&shown).1[1], "4—5月|—|—", "a month to come is not 0");
}

#[test]
fn trust_is_a_way_of_one_and_ends_of_several() {
    let note = |stage: u8| format!("---\n信任阶段: {stage}\n---\n谈了。\n");
    let stages = [1, 1, 2, 2, 4].map(note);
    let paths = ["03-03", "03-10", "03-17", "04-14", "04-28"].map(|it| format!("students/S01/notes/2026-{it}-谈心.md"));
    let mut files = vec![("students/S01/index.md", ONE), ("students/S02/index.md", TWO)];
    files.extend(paths.iter().zip(&stages).map(|(path, text)| (path.as_str(), text.as_str())));
    files.push(("students/S02/notes/2026-03-03-谈心.md", "没有记阶段。\n"));
    let casebook = casebook(&files);
    let view = view(&casebook);
    let one = figure(&view, "trust", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(one.caption, "小松的信任阶段（n=5次）");
    let (description, rows) = told(&one);
    assert_eq!(description, "第1—2周戒备（2次），第3—7周愿听（2次），第9周主动求助（1次）。");
    assert_eq!(rows, ["3月3日|1|戒备", "3月10日|2|戒备", "3月17日|3|愿听", "4月14日|7|愿听", "4月28日|9|主动求助"]);
    let Chart::Steps(steps) = &one.chart else { panic!("{:?}", one.chart) };
    assert_eq!(steps.points[0], (1.0 / 7.0, 0), "Tuesday of week 1");
    // Medians: of 1, 1, 2 it is 1; of 2, 2, 4 it is 2.
    let all = figure(&view, "trust", class(&casebook), None, "p").expect("data");
    assert_eq!(all.caption, "信任阶段（n=1人）");
    assert_eq!(told(&all).1, ["戒备|1|0", "愿听|0|1", "交心|0|0", "主动求助|0|0"]);
}

#[test]
fn weekly_amounts() {
    let awards = "日期,种类,数量,原因\n2026-03-04,小红旗,2,擦窗\n2026-03-06,,,扫地\n2026-03-17,小红星,5,读书\n2026-03-18,小红旗,1,收本\n";
    let habits = "周次,习惯名称,做到天数,应做天数\n2,先口算,4,5\n4,先口算,2,4\n4,早睡,5,\n";
    let plan = "---\n支持类型: 个别辅导\n每周次数: 2\n结束日期: 2026-03-20\n---\n先补退位减法。\n";
    let tutoring = "日期,是否开展\n2026-03-10,是\n2026-03-12,是\n2026-03-17,否\n2026-03-19,是\n";
    let files = [
        ("students/S01/index.md", ONE),
        ("students/S01/奖励.csv", awards),
        ("students/S01/习惯.csv", habits),
        ("students/S01/notes/2026-03-09-帮扶计划.md", plan),
        ("students/S01/辅导.csv", tutoring),
    ];
    let casebook = casebook(&files);
    let early = project(&casebook, Some("2026-03-25".parse().expect("a day")), Audience::Teacher).expect("a teacher");
    let of = |key: &str| figure(&early, key, pupil(&casebook, "S01"), None, "p").expect("data");
    let shown = of("awards");
    assert_eq!(shown.caption, "小松的小红旗（n=4面）", "a star is no flag");
    assert_eq!(told(&shown), ("第1周3、第3周1。".to_owned(), ["1|3", "2|0", "3|1", "4|0"].map(String::from).to_vec()));
    let Chart::Columns(columns) = &shown.chart else { panic!("{:?}", shown.chart) };
    assert_eq!(columns.panels[0].amounts[3], [Amount::Known(0.0)], "this week has none");
    assert_eq!(columns.panels[0].amounts[4], [Amount::Missing], "the next is still to come");
    let shown = of("habits");
    assert_eq!(shown.caption, "小松的习惯（n=14天）");
    assert_eq!(told(&shown).1, ["先口算|2|4|5|80", "先口算|4|2|4|50", "早睡|4|5|5|100"]);
    assert_eq!(told(&shown).0, "先口算：第2周80%（4/5天），第4周50%（2/4天）。早睡：第4周100%（5/5天）。");
    let Chart::Columns(columns) = &shown.chart else { panic!("{:?}", shown.chart) };
    assert_eq!(columns.panels.len(), 2);
    let pooled = figure(&early, "habits", class(&casebook), None, "p").expect("data");
    assert_eq!(told(&pooled).1, ["习惯|2|4|5|80", "习惯|4|7|9|78"], "of several pupils all habits together");
    let shown = of("tutoring");
    assert_eq!(shown.caption, "小松的辅导剂量（实际3次，计划4次）");
    assert_eq!(told(&shown).1, ["1|—|0|0", "2|2|2|0", "3|2|1|1", "4|—|0|0"]);
    let Chart::Columns(columns) = &shown.chart else { panic!("{:?}", shown.chart) };
    assert_eq!((columns.form, &columns.panels[0].amounts[0]), (ColumnForm::Within, &vec![Amount::Missing, Amount::Missing]));
}

#[test]
fn posts_have_ends() {
    let posts = "日期,结束日期,岗位名称\n2026-03-09,2026-03-20,值日员\n2026-04-06,,小组长\n";
    let casebook = casebook(&[("students/S01/index.md", ONE), ("students/S01/岗位.csv", posts)]);
    let shown = figure(&view(&casebook), "posts", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(shown.caption, "小松的岗位时间条（n=2个）");
    assert_eq!(told(&shown).1, ["值日员|3月9日|3月20日|第2—3周", "小组长|4月6日|至今|第6周至今"]);
    let Chart::Spans(spans) = &shown.chart else { panic!("{:?}", shown.chart) };
    let ends: Vec<(f64, f64, bool)> = spans.rows.iter().map(|it| (it.from, (it.to * 7.0).round(), it.open)).collect();
    assert_eq!(ends, [(1.0, 19.0, false), (5.0, 68.0, true)]);
    let all = figure(&view(&casebook), "posts", class(&casebook), None, "p").expect("data");
    assert_eq!(told(&all).1[0], "小松：值日员|3月9日|3月20日|第2—3周");
}

#[test]
fn engagement_is_a_share_of_what_was_watched() {
    let watched = "日期,专注次数,总次数\n2026-03-03,9,20\n2026-03-05,10,20\n2026-03-24,15,20\n";
    let files = [("students/S01/index.md", ONE), ("students/S02/index.md", TWO), ("students/S01/听课观察.csv", watched)];
    let casebook =
        casebook(&[files.as_slice(), &[("students/S02/听课观察.csv", "日期,专注次数,总次数\n2026-03-04,30,40\n")]].concat());
    let view = view(&casebook);
    let one = figure(&view, "engagement", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(one.caption, "小松的专注率（n=3次）");
    assert_eq!(told(&one).1, ["3月3日|1|9|20|45", "3月5日|1|10|20|50", "3月24日|4|15|20|75"]);
    assert_eq!(told(&one).0, "支持3次（第1—4周）：45、50、75%。", "weeks without a visit are no gaps");
    let all = figure(&view, "engagement", class(&casebook), None, "p").expect("data");
    // Week 1: 9 + 10 + 30 of 20 + 20 + 40.
    assert_eq!(told(&all).1, ["1|3|49|80|61", "4|1|15|20|75"]);
    assert_eq!(
        told(&all).0,
        "第1周：观察次数3，专注次数49，总次数80，专注率61%。第4周：观察次数1，专注次数15，总次数20，专注率75%。"
    );
}

#[test]
fn few_incidents_are_not_told_but_to_the_teacher_of_one_pupil() {
    let incidents = "日期,行为\n2026-03-03,离座\n2026-03-04,离座\n2026-03-05,离座\n2026-04-07,离座\n2026-04-08,离座\n";
    let casebook = casebook(&[("students/S01/index.md", ONE), ("students/S01/违纪.csv", incidents)]);
    let view = view(&casebook);
    let one = figure(&view, "incidents", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(one.caption, "小松的违纪（n=5次）");
    // 2 to 31 March has 22 school days, April 22 (no holiday is set), and May none.
    assert_eq!(told(&one).1, ["3月|3|22", "4—5月|2|22"]);
    for shown in [
        figure(&view, "incidents", class(&casebook), None, "p"),
        figure_in_document(&view, "incidents", pupil(&casebook, "S01"), None, "p"),
    ] {
        let shown = shown.expect("data");
        assert!(!shown.caption.contains("n="), "the sum would give the month away: {}", shown.caption);
        let (description, rows) = told(&shown);
        assert_eq!(rows, ["3月|3|22", "4—5月|少于3次|22"]);
        assert_eq!(description, "3月：次数3，上课天数22。4—5月：次数少于3次，上课天数22。");
        let Chart::Columns(columns) = &shown.chart else { panic!("{:?}", shown.chart) };
        assert_eq!(columns.panels[0].amounts[1], [Amount::Few(3.0, "少于3次".into())]);
    }
}

#[test]
fn the_timeline_counts_every_kind_by_week() {
    let files = [
        ("students/S01/index.md", ONE),
        ("students/S01/表扬.csv", "日期,具体行为\n2026-03-03,擦窗\n2026-03-04,扫地\n2026-03-17,收本\n"),
        ("students/S01/违纪.csv", "日期,行为\n2026-03-03,离座\n"),
        ("students/S01/notes/2026-03-10-谈心.md", "谈了。\n"),
    ];
    let casebook = casebook(&files);
    let view = view(&casebook);
    let one = figure(&view, "timeline", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(one.caption, "小松的时间线（n=5条）");
    let (description, rows) = told(&one);
    assert_eq!(rows, ["谈心|1|第2周1", "表扬|3|第1周2、第3周1", "违纪|1|第1周1"], "in the order of the types table");
    assert_eq!(description, "谈心1条（第2周），表扬3条（第1、3周），违纪1条（第1周）。");
    let printed = figure_in_document(&view, "timeline", pupil(&casebook, "S01"), None, "p").expect("data");
    assert_eq!(told(&printed).1.len(), 2, "what went wrong stays out of documents");
    assert_eq!(printed.caption, "小松的时间线（n=4条）");
}

#[test]
fn places_make_ids_distinct() {
    let casebook = casebook(&[("students/S01/index.md", ONE), ("students/S01/表扬.csv", "日期,具体行为\n2026-03-03,擦窗\n")]);
    let view = view(&casebook);
    let drawn = |place: &str| {
        let shown = figure(&view, "timeline", pupil(&casebook, "S01"), None, place).expect("data");
        match shown.chart {
            Chart::Dots(it) => it.id,
            other => panic!("{other:?}"),
        }
    };
    assert_ne!(drawn("a"), drawn("b"));
}
