//! The words of charts, in one place: those within drawings, heads of the tables of their data, and the sentences of which
//! descriptions are made.

use std::cmp::Ordering;

use crate::date::{DateRange, Week};

use super::super::TableRow;
use super::super::chart::{CellState, Phase, Turn};
use crate::diag::Language;
use crate::phrases::{Speaks, say};

use super::super::tables::MISSING;
use super::super::wording::number;
use super::TableView;

/// The axis of weeks.
pub const WEEK: &str = "周";
/// In place of a drawing without values.
pub const NO_DATA: &str = "没有数据";
/// The level of the baseline.
pub const BASELINE: &str = "基线";
/// The level aimed at.
pub const TARGET: &str = "目标";
/// The way to the target.
pub const AIM: &str = "目标线";
/// Where a goal started.
pub const START: &str = "起点";
/// Where it led.
pub const ACTUAL: &str = "实际";
/// The class's mean.
pub const CLASS_MEAN: &str = "班平均";
/// A change for the better.
pub const BETTER: &str = "进步";
/// A change for the worse.
pub const WORSE: &str = "退步";

/// Unit of things done or held.
pub(super) const TIMES: &str = "次";
/// Unit of pupils.
pub(super) const PUPILS: &str = "人";
/// Unit of posts.
pub(super) const POSTS: &str = "个";
/// Unit of records.
pub(super) const ENTRIES: &str = "条";
/// Unit of days.
pub(super) const DAYS: &str = "天";
/// The whole term as a stretch of time.
pub(super) const TERM: &str = "本学期";
/// Unit of flags.
pub(super) const FLAGS: &str = "面";
/// Unit of goals.
pub(super) const GOALS: &str = "条";
/// Unit of shares.
pub(super) const PERCENT: &str = "%";
/// What goals are that nobody has judged, or that were revised.
pub(super) const UNJUDGED: &str = "待评定";
/// Where nothing is in a list of weeks.
pub(super) const NONE: &str = "无";
/// What still goes on.
pub(super) const UNTIL_NOW: &str = "至今";
/// What was planned and what was held.
pub(super) const PLANNED_HELD: [&str; 2] = ["计划", "实际"];
/// The first and the last stage of trust.
pub(super) const FIRST_LAST: [&str; 2] = ["期初", "期末"];
/// A status review's occasions.
pub(super) const OCCASIONS: [&str; 3] = ["期初", "期中", "期末"];
/// An affect rating's occasions.
pub(super) const RATINGS: [&str; 3] = ["初评", "中评", "末评"];

/// Heads of the tables of data, by chart.
pub(super) mod heads {
    pub(in super::super) const CAUSES: [&str; 4] = ["成因", "人数", "占比（%）", "95%区间（%）"];
    pub(in super::super) const GOALS: [&str; 3] = ["结果", "条数", "占比（%）"];
    pub(in super::super) const PAIRS: [&str; 3] = ["方面", "变化", "n"];
    pub(in super::super) const DUTIES: [&str; 7] =
        [PUPIL, "完成", "应做", "全部完成的周", "完成一部分的周", "未做的周", "不计的周"];
    pub(in super::super) const DUTIES_OF_ONE: [&str; 6] = ["任务", "完成", "应做", "完成的时段", "未做的时段", "不计的时段"];
    pub(in super::super) const TRUST: [&str; 3] = ["日期", "周", "信任阶段"];
    pub(in super::super) const STAGES: [&str; 3] = ["信任阶段", "期初人数", "期末人数"];
    pub(in super::super) const POSTS: [&str; 4] = ["岗位", "开始", "结束", "时段"];
    pub(in super::super) const ENGAGEMENT: [&str; 5] = ["日期", "周", "专注次数", "总次数", "专注率（%）"];
    pub(in super::super) const ENGAGEMENT_OF_CLASS: [&str; 5] = ["周", "观察次数", "专注次数", "总次数", "专注率（%）"];
    pub(in super::super) const INCIDENTS: [&str; 3] = ["月份", "次数", "上课天数"];
    pub(in super::super) const TIMELINE: [&str; 3] = ["记录", "条数", "各周条数"];
    pub(in super::super) const HABITS: [&str; 5] = ["习惯", "周", "做到天数", "应做天数", "做到率（%）"];
    pub(in super::super) const AWARDS: [&str; 2] = ["周", "数量（面）"];
    pub(in super::super) const TUTORING: [&str; 4] = ["周", "计划（次）", "实际（次）", "取消（次）"];
    const PUPIL: &str = "学生";
    pub(in super::super) const MONTH: &str = "月份";
    pub(in super::super) const TOTAL: &str = "合计";
    pub(in super::super) const PHASE: &str = "阶段";
    pub(in super::super) const EVENT: &str = "事件";
    pub(in super::super) const TURN: &str = "变化与原因";
    pub(in super::super) const CLASS: &str = "班平均±标准差";
}

/// A phase's name.
pub fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Baseline => "基线",
        Phase::Support => "支持",
        Phase::Relapse => "反复",
        Phase::Maintenance => "维持",
        Phase::Transfer => "迁移",
    }
}

/// What became of a duty.
pub(super) fn state(state: CellState) -> &'static str {
    match state {
        CellState::Done => "完成",
        CellState::Part => "完成一部分",
        CellState::Missed => "未做",
        CellState::Excused => "免做",
        CellState::Holiday => "假期",
        CellState::Pending => "未到",
    }
}

/// What a chart is about, with its pupil where it is about one: `石头的信任阶段`.
pub(super) fn of(language: Language, name: Option<&str>, what: &str) -> String {
    name.map_or_else(|| what.to_owned(), |name| say!(language, "{}的{}", name, what))
}

/// What a chart of weekly duties alone is about: `每周任务方格`.
pub(super) fn weekly(language: Language, what: &str) -> String {
    say!(language, "每周{}", what)
}

/// A caption with how many it rests on: `成因（n=8人）`.
pub(super) fn with_n(language: Language, what: &str, n: impl std::fmt::Display, unit: &'static str) -> String {
    say!(language, "{}（n={}{}）", what, n, language.word(unit))
}

/// Out of how many: `完成30次，应做34次`.
pub(super) fn done_of(language: Language, done: u32, due: u32) -> String {
    say!(language, "完成{}次，应做{}次", done, due)
}

/// A caption with what was held of what was planned.
pub(super) fn held_of(language: Language, what: &str, held: u32, planned: &str) -> String {
    say!(language, "{}（实际{}次，计划{}次）", what, held, planned)
}

/// A week's share: `第10周80%（4/5天）`.
pub(super) fn share_of_week(language: Language, week: Week, percent: f64, done: i64, days: i64) -> String {
    say!(language, "第{}周{}%（{}/{}天）", week, percent, done, days)
}

/// A kind of record with its weeks: `谈心14条（第1—17周）`.
pub(super) fn kind_in_weeks(language: Language, label: &str, total: u32, counts: &[u32]) -> String {
    let weeks: Vec<Week> = (1..).zip(counts).filter(|(_, it)| **it > 0).map(|(week, _)| week).collect();
    say!(language, "{}{}条（{}）", label, total, week_list(language, &weeks))
}

/// The level of the baseline in a sentence.
pub(super) fn baseline(language: Language, level: &str, unit: &str) -> String {
    say!(language, "基线中位数{}{}", level, unit)
}

/// The level aimed at, and whether the latest value reached it.
pub(super) fn target(language: Language, level: &str, latest: &str, unit: &str, reached: bool) -> String {
    let reached = language.word(if reached { "达到目标" } else { "未达到目标" });
    say!(language, "目标{}{}，最近一次{}{}，{}", level, unit, latest, unit, reached)
}

/// Many values of a phase: from the first to the last, the least and the greatest.
pub(super) fn course(language: Language, head: &str, [from, to, low, high]: [&str; 4], unit: &str) -> String {
    say!(language, "{}：由{}到{}{}，最低{}，最高{}", head, from, to, unit, low, high)
}

/// For the better, for the worse, or neither.
fn way(turn: &Turn) -> &'static str {
    match turn.way {
        Ordering::Greater => BETTER,
        Ordering::Less => WORSE,
        Ordering::Equal => "持平",
    }
}

/// A change as a teacher judged it: `进步：方法掌握`.
pub(super) fn turn(language: Language, turn: &Turn) -> String {
    let way = language.word(way(turn));
    if turn.reason.is_empty() { way.to_owned() } else { say!(language, "{}：{}", way, turn.reason) }
}

/// All changes in a sentence; nothing where there are none.
pub(super) fn turns(language: Language, turns: &[Turn]) -> Option<String> {
    let one = |it: &Turn| match it.reason.as_str() {
        "" => say!(language, "第{}周{}", it.week, turn(language, it)),
        reason => say!(language, "第{}周{}（{}）", it.week, language.word(way(it)), reason),
    };
    let told: Vec<String> = turns.iter().map(one).collect();
    (!told.is_empty()).then(|| say!(language, "教师判断：{}", told.join(language.word("，"))))
}

/// A mean with its standard deviation: `74±12.5`.
pub(super) fn mean_and_spread(mean: f64, spread: Option<f64>) -> String {
    match spread {
        Some(spread) => format!("{}±{}", number(mean), number(spread)),
        None => number(mean),
    }
}

/// The class's means in a sentence; nothing where none is known.
pub(super) fn class_means(language: Language, means: &[(Week, f64, Option<f64>)]) -> Option<String> {
    let told: Vec<String> =
        means.iter().map(|(week, mean, sd)| say!(language, "第{}周{}", week, mean_and_spread(*mean, *sd))).collect();
    (!told.is_empty()).then(|| say!(language, "{}{}", language.word(CLASS_MEAN), told.join(language.word("，"))))
}

/// The way to the target in a sentence.
pub(super) fn aim(language: Language, [(from, level), (to, target)]: &[(f64, f64); 2]) -> String {
    say!(language, "{}由第{}周{}到第{}周{}", language.word(AIM), number(*from), number(*level), number(*to), number(*target))
}

/// Weeks in a list: `第2—4、6周`; [`NONE`] where there are none. They are in order.
pub(super) fn week_list(language: Language, weeks: &[Week]) -> String {
    let stretches: Vec<String> = weeks
        .chunk_by(|a, b| b - a <= 1)
        .filter_map(|it| {
            Some(if it.first() < it.last() { format!("{}—{}", it.first()?, it.last()?) } else { it.first()?.to_string() })
        })
        .collect();
    if stretches.is_empty() { language.word(NONE).to_owned() } else { say!(language, "第{}周", language.list(&stretches)) }
}

/// How often in which week: `第1周2、第4周1`, of counts from week 1; only weeks in which something was.
pub(super) fn counts(language: Language, counts: &[u32]) -> String {
    let told: Vec<String> =
        (1u32..).zip(counts).filter(|(_, it)| **it > 0).map(|(week, it)| say!(language, "第{}周{}", week, it)).collect();
    language.list(&told)
}

/// A month of a term; two where a short one joined it: `6—7月`.
pub(super) fn month(language: Language, days: DateRange) -> String {
    let (from, to) = (days.from.month(), days.to.month());
    match language {
        _ if from == to => language.month_name(from),
        Language::Chinese => format!("{from}—{to}月"),
        Language::English => format!("{}–{}", language.month_name(from), language.month_name(to)),
    }
}

/// So few that the number is not told.
pub(super) fn fewer_than(language: Language, least: u32) -> String {
    say!(language, "少于{}次", least)
}

/// A table's rows as sentences: `作业完成：期初2.4，期末3.8。` A cell without a value is left out.
pub(super) fn told(language: Language, table: &TableView) -> String {
    let sentence = |row: &TableRow| {
        let cells = table.columns.iter().zip(row.iter()).skip(1).filter(|(_, cell)| *cell != MISSING);
        let cells: Vec<String> = cells.map(|(head, cell)| value(language, &head.title, cell)).collect();
        let name = row.first().map(String::as_str).unwrap_or_default();
        if cells.is_empty() {
            say!(language, "{}：{}", name, language.word(NO_DATA))
        } else {
            say!(language, "{}：{}", name, cells.join(language.word("，")))
        }
    };
    let sentences: Vec<String> = table.rows.iter().map(sentence).collect();
    say!(language, "{}。", sentences.join(language.word("。")))
}

/// The same of a table whose rows are weeks.
pub(super) fn told_by_week(language: Language, table: &TableView) -> String {
    let rows = table.rows.iter().map(|row| {
        let first = row.first().map(|it| say!(language, "第{}周", it));
        TableRow::from(first.into_iter().chain(row.iter().skip(1).cloned()).collect::<Vec<String>>())
    });
    told(language, &TableView { rows: rows.collect(), ..table.clone() })
}

/// A head with its value. A unit in the head stands behind the value: `占比（%）` and `63` are `占比63%`.
fn value(language: Language, head: &str, cell: &str) -> String {
    match unit_of(head) {
        Some((name, unit)) => say!(language, "{}{}", name, format_args!("{cell}{unit}")),
        None if head == "n" => format!("n={cell}"),
        None => say!(language, "{}{}", head, cell),
    }
}

/// A head as its name and the unit in its brackets.
fn unit_of(head: &str) -> Option<(&str, &str)> {
    let (name, unit) = head.split_once('（').or_else(|| head.split_once(" ("))?;
    Some((name, unit.strip_suffix(['）', ')'])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_weeks_are_short() {
        assert_eq!(week_list(Language::Chinese, &[1, 2, 3, 6]), "第1—3、6周");
        assert_eq!(week_list(Language::Chinese, &[]), "无");
        assert_eq!(counts(Language::Chinese, &[0, 2, 0, 1]), "第2周2、第4周1");
        assert_eq!(month(Language::Chinese, "2026-06-01—2026-07-03".parse().expect("a range")), "6—7月");
    }

    #[test]
    fn rows_are_sentences() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let table =
            super::super::data("x", &["成因", "占比（%）", "n"], vec![row(["基础", "63", "8"]), row(["其他", "—", "—"])]);
        assert_eq!(told(Language::Chinese, &table), "基础：占比63%，n=8。其他：没有数据。");
    }
}
