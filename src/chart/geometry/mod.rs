//! Tests of finished drawings: what is in them, and that no words touch or leave the drawing.

mod kinds;

use super::pen::width;
use super::{Size, Style};
use crate::diag::Language;
use crate::site::Chart;
use crate::site::chart::{BarChart, ChartPoint, GoalChart, Phase, ProgressChart, Turn};
use crate::theme::Palette;

/// A drawing in the default theme's colours.
fn svg(chart: &Chart, size: Size) -> String {
    super::svg(chart, size, Style { palette: &Palette::default(), language: Language::Chinese })
}

/// S02's fluency in mental arithmetic, of the demo class.
fn stone() -> ProgressChart {
    let values = [13, 12, 14, 15, 16, 18, 18, 19, 14, 13, 16, 18, 19, 20, 21, 20, 21];
    let phase = |week: u8| match week {
        1..=3 => Phase::Baseline,
        9 | 10 => Phase::Relapse,
        16.. => Phase::Maintenance,
        _ => Phase::Support,
    };
    let points = (1u8..).zip(values).map(|(week, value)| ChartPoint { week, value: f64::from(value), phase: phase(week) });
    ProgressChart {
        id: "S02-口算".into(),
        title: "石头的口算流畅度，第1—17周".into(),
        description: "基线3次：13、12、14题/分。教师判断：第9周退步。".into(),
        course: "基线3次：13、12、14题/分。".into(),
        unit: "题/分".into(),
        weeks: 18,
        points: points.collect(),
        phase_starts: vec![4, 16],
        relapses: vec![(9, 10)],
        events: vec![(4, "两面小红旗".into()), (6, "任小组长".into()), (10, "谈心：每天先做3分钟".into())],
        baseline: Some(13.0),
        target: Some(20.0),
        aim: None,
        class: Vec::new(),
        turns: Vec::new(),
        bounds: (None, None),
        occasional: false,
    }
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

/// Words of a drawing with the box they take: left, top, right, bottom.
fn words(drawing: &str) -> Vec<(String, [f64; 4])> {
    let tags = drawing.split("<text").skip(1);
    tags.map(|it| {
        let (tag, rest) = it.split_once('>').expect("a tag");
        let (text, _) = rest.split_once("</text>").expect("an end");
        let number = |name| attribute(tag, name).and_then(|it| it.parse::<f64>().ok()).expect("a number");
        let (x, y, size) = (number("x"), number("y"), number("font-size"));
        let length = width(text, size);
        let left = match attribute(tag, "text-anchor") {
            Some("middle") => x - length / 2.0,
            Some("end") => x - length,
            _ => x,
        };
        (text.to_owned(), [left, y - size * 0.86, left + length, y + size * 0.1])
    })
    .collect()
}

/// Every word lies inside the drawing and touches no other; ids and tags are sound.
fn assert_sound(drawing: &str, what: &str) {
    let view = attribute(drawing, "viewBox").expect("a view");
    let view: Vec<f64> = view.split(' ').filter_map(|it| it.parse().ok()).collect();
    let words = words(drawing);
    for (at, (text, area)) in words.iter().enumerate() {
        let inside = area[0] >= -0.6 && area[1] >= -0.6 && area[2] <= view[2] + 0.6 && area[3] <= view[3] + 0.6;
        assert!(inside, "{what}: {text} leaves the drawing {view:?}: {area:?}");
        for (other, there) in &words[at + 1..] {
            let apart = area[2] <= there[0] + 0.3 || there[2] <= area[0] + 0.3 || area[3] <= there[1] || there[3] <= area[1];
            assert!(apart, "{what}: {text} touches {other}: {area:?} {there:?}");
        }
    }
    assert!(!drawing.contains("NaN") && !drawing.contains("inf") && !drawing.contains("\"-0\""), "{what}: {drawing}");
    for tag in drawing.split('<').filter(|it| !it.starts_with('/') && !it.is_empty()) {
        let tag = tag.split('>').next().unwrap_or_default();
        let names: Vec<_> = tag.split('"').step_by(2).map(|it| it.trim().trim_end_matches('=')).collect();
        let twice = names.iter().enumerate().any(|(at, it)| !it.is_empty() && *it != "/" && names[at + 1..].contains(it));
        assert!(!twice, "{what}: an attribute twice in {tag}");
    }
}

const SIZES: [Size; 4] = [Size::Wide, Size::Document, Size::Narrow, Size::Spark];

#[test]
fn words_keep_apart_in_every_size() {
    let mut charts = vec![("plain", stone())];
    let vary = |name: &'static str, change: &dyn Fn(&mut ProgressChart)| {
        let mut chart = stone();
        change(&mut chart);
        (name, chart)
    };
    charts.push(vary("levels close", &|it| it.target = Some(13.2)));
    charts.push(vary("long unit", &|it| it.unit = "次/每节四十分钟的课".into()));
    charts.push(vary("long term", &|it| it.weeks = 53));
    charts.push(vary("short term", &|it| it.weeks = 0));
    charts.push(vary("nothing", &|it| it.points.clear()));
    charts.push(vary("great values", &|it| it.points.iter_mut().for_each(|it| it.value *= 123_456.7)));
    charts.push(vary("below zero", &|it| it.points.iter_mut().for_each(|it| it.value -= 17.0)));
    charts.push(vary("odd values", &|it| it.points[3].value = f64::NAN));
    charts.push(vary("many relapses", &|it| it.relapses = vec![(5, 5), (7, 7), (9, 10), (12, 12), (14, 15), (17, 18)]));
    charts.push(vary("many phases", &|it| it.phase_starts = vec![2, 4, 6, 8, 10, 12, 14, 16]));
    charts.push(vary("all phases", &|it| {
        it.points[16].phase = Phase::Transfer;
        it.phase_starts = vec![4, 16, 17];
    }));
    charts.push(vary("many events", &|it| {
        it.events = (1..=18).map(|week| (week, "谈心，约定每天先做三分钟口算再写作业".into())).collect();
    }));
    charts.push(vary("aim and class", &|it| {
        it.aim = Some([(3.0, 13.0), (17.0, 20.0)]);
        it.class = (1..=18).map(|week| (week, 24.5, Some(6.2))).collect();
        it.bounds = (Some(0.0), None);
    }));
    charts.push(vary("turns", &|it| {
        use std::cmp::Ordering::{Equal, Greater, Less};
        let turn = |week: u8| {
            let way = [Less, Equal, Greater][usize::from(week % 3)];
            let reason = ["", "假期", "方法掌握", "学校自己的一条很长的原因"][usize::from(week % 4)];
            Turn { week, way, reason: reason.into() }
        };
        it.turns = (1..=18).map(turn).collect();
    }));
    charts.push(vary("at its bounds", &|it| {
        it.points.iter_mut().for_each(|it| it.value = 100.0);
        (it.unit, it.bounds, it.target) = ("%".into(), (Some(0.0), Some(100.0)), Some(100.0));
    }));
    charts.push(vary("events at both ends", &|it| {
        it.events = [1, 1, 2, 17, 18, 18].map(|week| (week, "谈心，约定每天先做三分钟口算再写作业".into())).to_vec();
    }));
    for (name, chart) in charts {
        for size in SIZES {
            assert_sound(&svg(&Chart::Progress(chart.clone()), size), &format!("{name}, {size:?}"));
        }
    }
}

#[test]
fn goals_stay_in_their_box() {
    let amount = |value: f64, unit: &str| (value, format!("{value}{unit}"));
    for (start, target, actual) in [(13.0, 20.0, 21.0), (9.0, 2.0, 1.0), (40.0, 90.0, 78.0), (5.0, 5.0, 5.0), (8.0, 2.0, 9.0)] {
        for unit in ["题", "%", "次/每节四十分钟的课", "次/每节四十分钟的课堂，按两位教师的记录取平均"]
        {
            let chart = GoalChart {
                description: "起点到目标".into(),
                start: amount(start, unit),
                target: amount(target, unit),
                actual: amount(actual, unit),
            };
            assert_sound(&svg(&Chart::Goal(chart), Size::Wide), &format!("{start} {target} {actual} {unit}"));
        }
    }
}

#[test]
fn bars_stay_in_their_box() {
    for label in ["基础知识薄弱", "家庭作息时间不固定，放假在家没有人看着，一松就拉下了"] {
        let bars = vec![(label.to_owned(), 5.0, "5人（63%）".to_owned()), ("其他".into(), -1.0, "—".into())];
        for bars in [bars, Vec::new()] {
            let chart =
                BarChart { id: "causes".into(), title: "成因".into(), description: "基础知识薄弱5人。".into(), bars };
            for size in SIZES {
                assert_sound(&svg(&Chart::Bars(chart.clone()), size), label);
            }
        }
    }
}

#[test]
fn what_is_shown() {
    let drawing = svg(&Chart::Progress(stone()), Size::Document);
    let lines = drawing.matches("stroke-width=\"2.3\"").count();
    assert_eq!(lines, 3, "baseline, support with its relapse, maintenance");
    assert_eq!(drawing.matches("<rect class=\"f-rw\"").count(), 1, "one band");
    assert_eq!(drawing.matches("stroke-dasharray=\"4 3\"").count(), 2, "two changes of phase");
    for word in ["基线", "支持", "反复", "维持", "基线 13", "目标 20", "两面小红旗", "题/分", "周"] {
        assert!(words(&drawing).iter().any(|(text, _)| text == word), "{word}");
    }
    assert!(drawing.contains("role=\"img\"") && drawing.contains("<title id=") && drawing.contains("<desc id="));
    let mut missing = stone();
    missing.points.remove(11);
    assert_eq!(svg(&Chart::Progress(missing), Size::Wide).matches("stroke-width=\"2.3\"").count(), 4, "no line over week 12");
}

#[test]
fn turns_bands_and_aims_are_drawn() {
    let mut chart = stone();
    let plain = svg(&Chart::Progress(chart.clone()), Size::Document);
    chart.aim = Some([(3.0, 13.0), (17.0, 20.0)]);
    chart.class = vec![(1, 16.0, Some(2.0)), (2, 16.5, None)];
    chart.turns = vec![Turn { week: 6, way: std::cmp::Ordering::Greater, reason: "方法掌握".into() }];
    let drawing = svg(&Chart::Progress(chart.clone()), Size::Document);
    let more = |what: &str| drawing.matches(what).count() - plain.matches(what).count();
    assert_eq!(more("stroke-dasharray=\"2 3\""), 1, "the way to the target");
    assert_eq!(more("class=\"f-sunk\""), 1, "a band only where the spread is known");
    assert_eq!(more("stroke-width=\"1.6\""), 2, "a stroke for each mean");
    assert_eq!(more("<polygon"), 3, "a triangle, and two in the lane's key");
    let said: Vec<String> = words(&drawing).into_iter().map(|it| it.0).collect();
    for word in ["目标线", "班平均 16.5", "方法", "掌握", "进步", "退步"] {
        assert!(said.iter().any(|it| it == word), "{word}: {said:?}");
    }
    let narrow: Vec<String> = words(&svg(&Chart::Progress(chart), Size::Narrow)).into_iter().map(|it| it.0).collect();
    assert!(!narrow.iter().any(|it| it == "方法"), "a phone has no room for reasons: {narrow:?}");
}

#[test]
fn narrow_lists_events_and_sparks_are_wordless() {
    let narrow = words(&svg(&Chart::Progress(stone()), Size::Narrow));
    assert!(narrow.iter().any(|(text, _)| text.starts_with("1 两面小红旗　2 任小组长")), "{narrow:?}");
    let spark = svg(&Chart::Progress(stone()), Size::Spark);
    assert!(
        words(&spark).is_empty() && spark.contains("aria-label=\"石头的口算流畅度，第1—17周。基线3次：13、12、14题/分。\"")
    );
}

/// Writes drawings into the system's folder for temporary files, to be looked at in a browser.
#[test]
#[ignore = "for the eye"]
fn drawings_to_look_at() {
    let mut page =
        String::from("<!doctype html><meta charset=utf-8><style>svg{background:#fffdf8;margin:8px;width:auto}</style>");
    let mut show = |chart: &Chart| {
        for (size, px) in SIZES.into_iter().zip([860, 600, 340, 240]) {
            page.push_str(&svg(chart, size).replace("<svg ", &format!("<svg width=\"{px}\" ")));
        }
    };
    show(&Chart::Progress(stone()));
    let mut other = stone();
    other.points.retain(|it| it.week != 12);
    other.points[15].phase = Phase::Transfer;
    (other.phase_starts, other.target, other.unit) = (vec![4, 16, 17], Some(12.2), "次/每节课".into());
    other.events = [1, 1, 2, 9, 10, 17, 18].map(|week| (week, "谈心，约定每天先做三分钟口算".into())).to_vec();
    show(&Chart::Progress(other));
    for (_, chart) in kinds::samples() {
        show(&chart);
    }
    let bars = [("基础知识薄弱", 5.0, "5人（63%）"), ("学习技能不足", 2.0, "2人（25%）"), ("环境影响", 1.0, "1人（12%）")];
    let bars = bars.map(|(label, amount, printed)| (label.to_owned(), amount, printed.to_owned())).to_vec();
    show(&Chart::Bars(BarChart { id: "b".into(), title: "成因".into(), description: String::new(), bars }));
    for (start, target, actual) in [(13.0, 20.0, 21.0), (9.0, 2.0, 1.0), (40.0, 90.0, 78.0), (5.0, 5.0, 5.0), (8.0, 2.0, 9.0)] {
        let printed = |it: f64| (it, format!("{it}题/分"));
        let (start, target, actual) = (printed(start), printed(target), printed(actual));
        let chart = Chart::Goal(GoalChart { description: String::new(), start, target, actual });
        page.push_str(&svg(&chart, Size::Wide).replace("<svg ", "<svg width=\"300\" "));
    }
    std::fs::write(std::env::temp_dir().join("casebook-charts.html"), page).expect("a writable folder");
}

#[test]
fn user_words_are_only_words() {
    let nasty = "</text></svg><script>alert(1)</script>\" onload=\"x&'";
    let mut chart = stone();
    (chart.id, chart.title, chart.description, chart.unit) = (nasty.into(), nasty.into(), nasty.into(), nasty.into());
    chart.events = vec![(4, nasty.into())];
    for size in SIZES {
        let drawing = svg(&Chart::Progress(chart.clone()), size);
        assert!(!drawing.contains("<script") && !drawing.contains("onload=\""), "{drawing}");
        assert_eq!(drawing.matches("<svg").count(), 1);
    }
    let goal = GoalChart {
        description: nasty.into(),
        start: (1.0, nasty.into()),
        target: (2.0, nasty.into()),
        actual: (3.0, nasty.into()),
    };
    assert!(!svg(&Chart::Goal(goal), Size::Wide).contains("<script"));
}

#[test]
fn a_goal_is_drawn_so() {
    let chart = GoalChart {
        description: "起点9次，目标2次，实际1次".into(),
        start: (9.0, "9次".into()),
        target: (2.0, "2次".into()),
        actual: (1.0, "1次".into()),
    };
    let drawing = svg(&Chart::Goal(chart), Size::Wide);
    let (head, body) = drawing.split_once('>').expect("a tag");
    assert!(head.contains("viewBox=\"0 0 300 56\"") && head.contains("aria-label=\"起点9次，目标2次，实际1次\""));
    assert_eq!(
        body,
        "<polyline class=\"s-rule2\" fill=\"none\" stroke=\"#8f8a7b\" stroke-width=\"1\" \
         points=\"10,27 290,27\"/>\
         <polyline class=\"s-b\" fill=\"none\" stroke=\"#24507a\" stroke-width=\"4\" \
         points=\"50,27 250,27\"/>\
         <circle class=\"f-sheet s-a\" fill=\"#fffdf8\" stroke=\"#6f6d64\" stroke-width=\"1.8\" cx=\"50\" cy=\"27\" r=\"5\"/>\
         <polyline class=\"s-ink\" fill=\"none\" stroke=\"#21262d\" stroke-width=\"2\" \
         points=\"225,18 225,36\"/>\
         <circle class=\"f-b\" fill=\"#24507a\" cx=\"250\" cy=\"27\" r=\"6\"/>\
         <text class=\"f-ink2\" fill=\"#4d535a\" font-size=\"13\" text-anchor=\"middle\" x=\"225\" y=\"12.5\">目标 2次</text>\
         <text class=\"f-ink3\" fill=\"#656a6d\" font-size=\"13\" text-anchor=\"middle\" x=\"50\" y=\"53\">起点 9次</text>\
         <text class=\"f-ink\" fill=\"#21262d\" font-size=\"13\" font-weight=\"600\" text-anchor=\"middle\" x=\"250\" \
         y=\"53\">实际 1次</text></svg>"
    );
}
