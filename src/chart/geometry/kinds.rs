//! Drawings of the kinds that stand on weeks, months and scales.

use super::super::Size;
use super::{SIZES, assert_sound, svg, words};
use crate::site::Chart;
use crate::site::chart::{
    Amount, Cell, CellState, ColumnChart, ColumnForm, DotChart, Fill, GridChart, GridRow, Pair, PairChart, Panel, Span,
    SpanChart, StepChart,
};
use crate::theme::Palette;

const LONG: &str = "放学先做口算三分钟再开始写作业，做完自己打一个勾";

fn pairs(rows: &[(&str, f64, Option<f64>, f64)]) -> Chart {
    let row = |&(label, start, middle, end): &(&str, f64, Option<f64>, f64)| Pair {
        label: label.into(),
        start: (start, format!("{start:.1}")),
        middle,
        end: (end, format!("{end:.1}")),
    };
    Chart::Pairs(PairChart {
        id: "p".into(),
        title: "转化对比".into(),
        description: "前后".into(),
        scale: (1, 5),
        names: ["期初", "期中", "期末"].map(String::from),
        rows: rows.iter().map(row).collect(),
    })
}

fn columns(form: ColumnForm, places: usize, series: usize, panels: &[&str], amount: impl Fn(usize, usize) -> Amount) -> Chart {
    let panel = |label: &&str| Panel {
        label: (*label).into(),
        amounts: (0..places).map(|place| (0..series).map(|it| amount(place, it)).collect()).collect(),
    };
    Chart::Columns(ColumnChart {
        id: "c".into(),
        title: "家校联系".into(),
        description: "逐月".into(),
        unit: "次".into(),
        places: (1..=places).map(|it| if places > 6 { it.to_string() } else { format!("{it}月") }).collect(),
        axis: if places > 6 { "周".into() } else { String::new() },
        series: (0..series).map(|it| (["家访", "电话", "联络本", "面谈", "信息"][it % 5].to_owned(), Fill::nth(it))).collect(),
        form,
        most: None,
        panels: panels.iter().map(panel).collect(),
    })
}

fn grid(rows: usize, label: &str, weeks: u8) -> Chart {
    use CellState::{Done, Excused, Holiday, Missed, Part, Pending};
    let all = [Done, Part, Missed, Excused, Holiday, Pending];
    let cell = |week: u8| Cell { from: f64::from(week), to: f64::from(week + 1), state: all[usize::from(week) % 6] };
    let row =
        |at: usize| GridRow { label: format!("{label}{at}"), cells: (0..weeks).map(cell).collect(), printed: "30/34".into() };
    Chart::Grid(GridChart {
        id: "g".into(),
        title: "任务方格".into(),
        description: "逐周".into(),
        weeks,
        heads: vec![(5, "清明".into()), (6, "五一".into()), (9, "端午".into())],
        rows: (0..rows).map(row).collect(),
        key: all.map(|it| (it, format!("{it:?}"))).to_vec(),
    })
}

fn steps(points: &[(f64, usize)]) -> Chart {
    Chart::Steps(StepChart {
        id: "s".into(),
        title: "信任阶段".into(),
        description: "逐次".into(),
        weeks: 18,
        stages: ["戒备", "愿听", "交心", "主动求助"].map(String::from).to_vec(),
        points: points.to_vec(),
    })
}

fn spans(rows: &[(&str, f64, f64, bool, &str)]) -> Chart {
    let span = |&(label, from, to, open, printed): &(&str, f64, f64, bool, &str)| Span {
        label: label.into(),
        from,
        to,
        open,
        printed: printed.into(),
    };
    let rows = rows.iter().map(span).collect();
    Chart::Spans(SpanChart { id: "x".into(), title: "岗位".into(), description: "起止".into(), weeks: 18, rows })
}

fn dots(most: u32) -> Chart {
    let row = |at: u32| (format!("第{at}类记录"), (0..18).map(|week| (week * at) % (most + 1)).collect(), (at * 7).to_string());
    Chart::Dots(DotChart {
        id: "t".into(),
        title: "时间线".into(),
        description: "逐周".into(),
        weeks: 18,
        heads: vec![(9, "五一".into()), (10, "放假".into())],
        rows: (1..20).map(row).collect(),
    })
}

/// Every kind, as it comes and at its limits.
pub(super) fn samples() -> Vec<(&'static str, Chart)> {
    use ColumnForm::{Grouped, Stacked, Within};
    let known = |place: usize, series: usize| Amount::Known(((place * 3 + series * 5) % 7) as f64);
    let huge = |place: usize, _: usize| Amount::Known(place as f64 * 123_456.0);
    let few = |place: usize, _: usize| if place == 1 { Amount::Few(3.0, "少于3次".into()) } else { Amount::Known(4.0) };
    let gaps = |place: usize, _: usize| if place.is_multiple_of(3) { Amount::Missing } else { Amount::Known(f64::NAN) };
    vec![
        ("pairs", pairs(&[("作业完成", 1.0, Some(2.4), 5.0), ("纪律", 4.6, None, 3.1), ("兴趣", 5.0, None, 5.0)])),
        ("long pairs", pairs(&[(LONG, 1.0, None, 5.0), ("兴趣", 0.0, None, 9.0)])),
        ("no pairs", pairs(&[])),
        ("months", columns(Stacked, 4, 5, &[""], known)),
        ("weeks", columns(Stacked, 18, 1, &[""], known)),
        ("habits", columns(Stacked, 18, 1, &["先口算再写作业", LONG, "睡前读"], known)),
        ("grouped", columns(Grouped, 4, 2, &[""], known)),
        ("planned", columns(Within, 18, 2, &[""], known)),
        ("huge", columns(Stacked, 18, 2, &[""], huge)),
        ("few", columns(Stacked, 4, 1, &[""], few)),
        ("gaps", columns(Stacked, 18, 2, &[""], gaps)),
        ("no columns", columns(Stacked, 0, 0, &[], known)),
        ("grid", grid(8, "石头", 18)),
        ("long grid", grid(3, LONG, 18)),
        ("short grid", grid(1, "云朵", 10)),
        ("no grid", grid(0, "", 0)),
        ("steps", steps(&[(0.3, 0), (0.3, 1), (4.5, 1), (9.0, 0), (17.9, 3), (30.0, 3)])),
        ("one step", steps(&[(2.0, 9), (3.0, 2)])),
        (
            "spans",
            spans(&[
                ("小组长", 5.3, 18.0, true, "第6周至今"),
                ("值日员", 0.0, 0.1, false, "第1周"),
                ("全学期", 0.0, 18.0, false, "第1—18周"),
            ]),
        ),
        ("long spans", spans(&[(LONG, 12.0, 18.0, true, "第13周至今")])),
        ("dots", dots(9)),
        ("many dots", dots(140)),
    ]
}

#[test]
fn words_keep_apart_in_every_kind_and_size() {
    for (name, chart) in samples() {
        for size in SIZES {
            let drawing = svg(&chart, size);
            assert_sound(&drawing, &format!("{name}, {size:?}"));
            assert!(
                drawing.contains("role=\"img\"") && drawing.contains("<title id=") && drawing.contains("<desc id="),
                "{name}"
            );
        }
    }
}

/// Numbers of an attribute, of every tag that has it.
fn numbers(drawing: &str, tag: &str, name: &str) -> Vec<f64> {
    let mark = format!("<{tag} ");
    drawing
        .split(&mark)
        .skip(1)
        .filter_map(|it| super::attribute(&format!(" {}", it.split_once('>')?.0), name)?.parse().ok())
        .collect()
}

#[test]
fn nothing_leaves_the_drawing() {
    for (name, chart) in samples() {
        for size in SIZES {
            let drawing = svg(&chart, size);
            let view = super::attribute(&drawing, "viewBox").expect("a view").to_owned();
            let view: Vec<f64> = view.split(' ').filter_map(|it| it.parse().ok()).collect();
            let (lefts, widths) = (numbers(&drawing, "rect", "x"), numbers(&drawing, "rect", "width"));
            let (tops, heights) = (numbers(&drawing, "rect", "y"), numbers(&drawing, "rect", "height"));
            for at in 0..lefts.len() {
                let (right, bottom) = (lefts[at] + widths[at], tops[at] + heights[at]);
                let inside = lefts[at] >= -0.6 && tops[at] >= -0.6 && right <= view[2] + 0.6 && bottom <= view[3] + 0.6;
                assert!(inside && widths[at] >= 0.0 && heights[at] >= 0.0, "{name}, {size:?}: a rectangle leaves {view:?}");
            }
            let circles = numbers(&drawing, "circle", "cx").into_iter().zip(numbers(&drawing, "circle", "cy"));
            for (x, y) in circles {
                assert!(
                    (0.0..=view[2]).contains(&x) && (0.0..=view[3]).contains(&y),
                    "{name}, {size:?}: a dot leaves {view:?}"
                );
            }
            for points in drawing.split(" points=\"").skip(1).filter_map(|it| it.split('"').next()) {
                for (x, y) in points.split(' ').filter_map(|it| it.split_once(',')) {
                    let (x, y): (f64, f64) = (x.parse().expect("a number"), y.parse().expect("a number"));
                    let inside = x >= -0.6 && y >= -0.6 && x <= view[2] + 0.6 && y <= view[3] + 0.6;
                    assert!(inside, "{name}, {size:?}: a line leaves {view:?} at {x}, {y}");
                }
            }
        }
    }
}

#[test]
fn states_differ_in_shape() {
    let alone = |state: CellState| {
        let rows =
            vec![GridRow { label: "甲".into(), cells: vec![Cell { from: 0.0, to: 1.0, state }], printed: String::new() }];
        let chart = GridChart {
            id: "g".into(),
            title: String::new(),
            description: String::new(),
            weeks: 18,
            heads: Vec::new(),
            rows,
            key: Vec::new(),
        };
        let drawing = svg(&Chart::Grid(chart), Size::Wide);
        ["<rect", "<polyline", "<polygon", "<circle", "stroke-width=\"1.8\""].map(|it| drawing.matches(it).count())
    };
    use CellState::{Done, Excused, Holiday, Missed, Part, Pending};
    let shapes: std::collections::BTreeSet<_> =
        [Done, Part, Missed, Excused, Holiday, Pending].map(alone).into_iter().collect();
    assert_eq!(shapes.len(), 6, "no two states share a shape: {shapes:?}");
}

#[test]
fn textures_differ_without_colour() {
    let drawn = |fill: Fill| {
        let palette = Palette::default();
        let mut pen =
            super::super::pen::Pen::new(Size::Document, super::Style { palette: &palette, language: super::Language::Chinese });
        pen.textured(fill, [10.0, 10.0, 40.0, 40.0]);
        pen.labelled(50.0, 50.0, "").replace("#24507a", "").replace("#ffffff", "")
    };
    let drawings: std::collections::BTreeSet<String> = Fill::ALL.map(drawn).into_iter().collect();
    assert_eq!(drawings.len(), Fill::ALL.len());
}

#[test]
fn what_is_unknown_has_no_column_and_nothing_has_a_line() {
    let count = |amount: Amount| {
        let chart = columns(ColumnForm::Stacked, 1, 1, &[""], |_, _| amount.clone());
        let drawing = svg(&chart, Size::Document);
        let said: Vec<String> = words(&drawing).into_iter().map(|it| it.0).collect();
        (
            drawing.matches("<rect").count(),
            drawing.matches("stroke-width=\"2.4\"").count(),
            said.iter().filter(|it| *it == "0").count(),
        )
    };
    assert_eq!(count(Amount::Missing), (0, 0, 1), "only the axis says 0");
    assert_eq!(count(Amount::Known(0.0)), (0, 1, 1), "the line says it, and no word");
    assert_eq!(count(Amount::Known(2.0)), (1, 0, 1));
    let few = columns(ColumnForm::Stacked, 1, 1, &[""], |_, _| Amount::Few(3.0, "少于3次".into()));
    let drawing = svg(&few, Size::Document);
    assert!(drawing.contains("stroke-dasharray=\"3 3\"") && words(&drawing).iter().any(|it| it.0 == "少于3次"));
}

#[test]
fn a_pair_leads_from_its_start_to_its_end() {
    let drawing = svg(&pairs(&[("作业", 2.0, None, 4.0), ("纪律", 4.0, None, 3.0), ("兴趣", 3.0, None, 3.0)]), Size::Wide);
    let words = words(&drawing);
    let x = |text: &str, which: usize| words.iter().filter(|it| it.0 == text).nth(which).map(|it| it.1[0]).expect("written");
    assert!(x("2.0", 0) < x("4.0", 0), "the start stands at the left where it rose");
    assert!(x("3.0", 0) < x("4.0", 1), "and at the right where it fell");
    assert_eq!(words.iter().filter(|it| it.0 == "3.0").count(), 2, "what stayed is written once");
}
