//! The statistics of one pupil's series, one a row, each with what it means and how sure it is.

use crate::analysis::statistics::{Advice, decimal, mann_kendall, median, theil_sen};
use crate::analysis::{Aim, Scope, Series, z_change};
use crate::privacy::View;
use crate::syntax::Align;

use super::super::wording::{number, probability, signed_decimal};
use super::{MISSING, made_of};
use crate::site::{Column, TableRow, TableView};

/// What is printed instead of an index for which there are too few values.
const TOO_FEW: &str = "数据不足";

/// Under which reservations all of it stands.
const RESERVATIONS: &str =
    "单个案，没有对照；相邻各次的数值彼此有关，区间和p值只作参考；数据由教师自行收集。建议供商量，不是结论。";

/// The statistics of a series as a table of 指标, 值 and 说明: levels by phase, overlap of baseline and support, trend, the way to
/// the goal, reliable change, standing in the class. Where the baseline has under three values or the support under five, or
/// most weeks are missing, indices say 数据不足. `scope` is the pupil's.
pub fn statistics(view: &View, series: &Series, scope: Scope) -> TableView {
    let unit = series.measure.unit.as_deref().unwrap_or_default();
    let mut rows: Vec<[String; 3]> = Vec::new();
    levels(series, unit, &mut rows);
    overlap(series, &mut rows);
    trend(series, unit, &mut rows);
    goal(view.analysis.aim(series, scope), unit, &mut rows);
    standing(view, series, unit, &mut rows);
    let column = |title: &str, align| Column { title: title.to_owned(), align };
    let notes: Vec<_> = series.points.iter().map(|it| it.note).collect();
    let row = |cells: [String; 3]| made_of(notes.iter().copied(), cells.to_vec());
    TableView {
        number: 0,
        caption: format!("{}的统计", series.measure.name),
        columns: vec![column("指标", Align::Left), column("值", Align::Right), column("说明", Align::Left)],
        rows: rows.into_iter().map(row).collect::<Vec<TableRow>>(),
        note: Some(RESERVATIONS.to_owned()),
    }
}

fn push(rows: &mut Vec<[String; 3]>, name: &str, value: impl Into<String>, means: impl Into<String>) {
    rows.push([name.to_owned(), value.into(), means.into()]);
}

fn levels(series: &Series, unit: &str, rows: &mut Vec<[String; 3]>) {
    let better = if series.measure.lower_is_better { "越少越好" } else { "越多越好" };
    let n = series.timed(None).len();
    let missing = series.points.len() - n;
    let gap = if missing > 0 { format!("，另有{missing}次没有数值") } else { String::new() };
    push(rows, "记录次数", format!("{n}次"), format!("{better}{gap}"));
    for (name, phase) in [("基线期中位数", "A"), ("支持期中位数", "B"), ("维持期中位数", "M")] {
        let values = series.values(phase);
        let level = median(&values).map_or_else(|| MISSING.to_owned(), |it| format!("{}{unit}", number(it)));
        push(rows, name, level, format!("n={}", values.len()));
    }
}

fn overlap(series: &Series, rows: &mut Vec<[String; 3]>) {
    let comparison = series.compare();
    let counts = format!("基线{}次、支持{}次", comparison.m, comparison.n);
    let Some(it) = series.overlap().filter(|_| comparison.enough) else {
        let (missing, weeks) = comparison.missing;
        let gap = if missing > 0 { format!("，支持期{weeks}周中缺{missing}周") } else { String::new() };
        push(rows, "NAP", TOO_FEW, format!("{counts}{gap}；基线须3次、支持期须5次，缺的不过半"));
        push(rows, "Tau-U", TOO_FEW, MISSING);
        return;
    };
    let size = match it.nap {
        nap if nap >= 0.93 => "强",
        nap if nap >= 0.66 => "中",
        _ => "弱",
    };
    push(rows, "NAP", decimal(it.nap, 2), format!("支持期优于基线的配对比例，{size}（0.66、0.93为界）；{counts}"));
    let ends = format!("90%区间{}～{}", decimal(it.tau_90.0, 2), decimal(it.tau_90.1, 2));
    push(rows, "Tau", decimal(it.tau, 2), format!("{ends}，{}", chance(it.p)));
    let beyond = if it.tau_u.abs() > 1.0 { "；校正后超过1，不是算错，解释时以NAP为准" } else { "" };
    push(rows, "Tau-U", decimal(it.tau_u, 2), format!("扣除基线自身的趋势{beyond}"));
    push(
        rows,
        "PND",
        decimal(it.pnd, 2),
        format!("好于基线最好一次的{}次，共{}次；受极端值影响，以NAP为准", it.beyond_best, it.n),
    );
    push(rows, "PEM", decimal(it.pem, 2), "好于基线中位数的比例");
}

fn trend(series: &Series, unit: &str, rows: &mut Vec<[String; 3]>) {
    let points = series.trend_points();
    let comparison = series.compare();
    let phased = comparison.m > 0 || comparison.n > 0;
    let enough = if phased { comparison.enough } else { points.len() >= 6 };
    let which = if series.timed(Some("B")).is_empty() { "全部" } else { "支持期" };
    let n = points.len();
    if !enough {
        push(rows, "每周变化", TOO_FEW, format!("{which}{n}次"));
        return;
    }
    if let Some(it) = series.trend() {
        let ends = format!("95%区间{}～{}", decimal(it.low, 2), decimal(it.high, 2));
        push(rows, "每周变化", format!("{}{unit}", signed_decimal(it.slope, 2)), format!("最小二乘，{which}n={n}，{ends}"));
    }
    if let Some(it) = theil_sen(&points) {
        let ends = format!("95%区间{}～{}", decimal(it.low, 2), decimal(it.high, 2));
        push(
            rows,
            "每周变化（稳健）",
            format!("{}{unit}", signed_decimal(it.slope, 2)),
            format!("Theil–Sen，不受个别值影响，{ends}"),
        );
    }
    let values: Vec<f64> = points.iter().map(|(_, value)| *value).collect();
    if let Some(it) = mann_kendall(&values) {
        let few = if n < 10 { "；少于10次，p值粗略" } else { "" };
        push(
            rows,
            "单调趋势",
            format!("S={}", number(it.s as f64)),
            format!("Mann–Kendall，z={}，{}{few}", decimal(it.z, 2), chance(it.p)),
        );
    }
}

/// `p=0.019`, `p<0.001`.
fn chance(p: f64) -> String {
    let printed = probability(p);
    if printed.starts_with('<') { format!("p{printed}") } else { format!("p={printed}") }
}

fn goal(aim: Option<Aim>, unit: &str, rows: &mut Vec<[String; 3]>) {
    let Some(aim) = aim else { return };
    let (slope, goal, by) = (signed_decimal(aim.line.slope, 2), number(aim.goal), number(aim.by));
    push(
        rows,
        "目标线",
        format!("每周{slope}{unit}"),
        format!("从前三次的中位数{}到第{by}周的{goal}{unit}", number(aim.line.baseline)),
    );
    let (value, means) = match aim.advice() {
        None => (TOO_FEW.to_owned(), format!("目标线起点之后有{}次，须满4次", aim.n)),
        Some(advice) => (suggestion(advice).to_owned(), basis(&aim)),
    };
    push(rows, "建议", value, means);
}

/// A suggestion in words.
fn suggestion(advice: Advice) -> &'static str {
    match advice {
        Advice::ChangeSupport => "调整措施",
        Advice::RaiseGoal => "提高目标",
        Advice::GoOn => "照计划继续",
    }
}

fn basis(aim: &Aim) -> String {
    match (aim.four_point, aim.trend) {
        (Some(Advice::ChangeSupport), _) => "四点规则：最近四次都没有达到目标线".to_owned(),
        (Some(Advice::RaiseGoal), _) => "四点规则：最近四次都好于目标线".to_owned(),
        (_, Some(Advice::GoOn)) => format!("最近四次在目标线两侧，{}次的趋势与目标线分不出快慢", aim.n),
        (_, Some(_)) => format!("最近四次在目标线两侧，按{}次的趋势与目标线比较", aim.n),
        _ => "四点规则：最近四次在目标线两侧".to_owned(),
    }
}

fn standing(view: &View, series: &Series, unit: &str, rows: &mut Vec<[String; 3]>) {
    match (view.analysis.reliable_change(series), series.measure.reliability) {
        (Some(it), _) => {
            let verdict = if it.reliable { "超过测量误差" } else { "没有超过测量误差" };
            let least = format!("至少变化{}{unit}才算可靠", decimal(it.least_change, 1));
            push(rows, "可靠变化指数", decimal(it.index, 2), format!("{verdict}；{least}"));
        }
        (None, Some(_)) => push(rows, "可靠变化指数", TOO_FEW, "没有班级标准差"),
        (None, None) => push(rows, "可靠变化指数", MISSING, "指标没有写信度，不算"),
    }
    let standings = view.analysis.standings(series);
    if let Some((first, last)) = z_change(&standings) {
        let n = standings.iter().filter(|it| it.z.is_some()).count();
        let ends = format!("由{}到{}，n={n}次", decimal(first, 2), decimal(last, 2));
        push(rows, "标准分变化（Δz）", signed_decimal(last - first, 2), format!("{ends}；与全班相比，原始分可以不同向"));
    }
}
