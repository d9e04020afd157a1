//! Opening, pupils, causes.

use std::collections::BTreeMap;

use crate::date::Week;

use super::super::draft::{Draft, figure};
use super::Summary;

/// Who, how many, from when to when.
pub(super) fn opening(summary: &Summary, draft: &mut Draft) {
    let n = figure("students.count");
    let class = &summary.class.name;
    let who = match summary.class.size {
        Some(_) => format!("{class}现有学生{}人，本学期确定重点支持学生{n}人", figure("class.size")),
        None => format!("{class}本学期确定重点支持学生{n}人"),
    };
    let weeks = support_weeks(summary);
    let survey = summary.count("cause_survey");
    let begun = common_start(summary, "B");
    let kept = common_start(summary, "M");
    let first = match (survey > 0, begun) {
        (true, Some(week)) => Some(format!("学期初做了摸底与成因问卷，第{week}周起按“一生一策”开展支持")),
        (true, None) => Some("学期初做了摸底与成因问卷，随后按“一生一策”开展支持".to_owned()),
        (false, Some(week)) => Some(format!("学期初先摸底，第{week}周起按“一生一策”开展支持")),
        (false, None) => None,
    };
    let then = kept
        .zip(weeks)
        .map(|(week, (_, to))| if week < to { format!("第{week}—{to}周回访") } else { format!("第{week}周回访") });
    let course = match (first, then) {
        (Some(first), Some(then)) => Some(format!("{first}，{then}。")),
        (Some(one), None) | (None, Some(one)) => Some(format!("{one}。")),
        (None, None) => weeks.filter(|(from, to)| from < to).map(|(from, to)| format!("支持周期为第{from}—{to}周。")),
    };
    draft.paragraph([Some(who + "。"), course, Some("现将工作情况总结如下：".to_owned())]);
}

/// First and last week in which a measure was recorded or a phase lasts.
fn support_weeks(summary: &Summary) -> Option<(Week, Week)> {
    let mut weeks: Vec<Week> = Vec::new();
    for student in &summary.students {
        for series in summary.view().analysis.series(*student, summary.of_pupil(*student)) {
            weeks.extend(series.points.iter().map(|it| it.week));
        }
    }
    Some((*weeks.iter().min()?, *weeks.iter().max()?))
}

/// The week in which the phase begins for most of the pupils; none unless it does for more than half.
fn common_start(summary: &Summary, phase: &str) -> Option<Week> {
    let mut weeks: BTreeMap<Week, usize> = BTreeMap::new();
    for id in &summary.students {
        let start = summary.student(*id).phases.iter().find(|it| &*it.phase == phase).map(|it| it.from);
        if let Some(week) = start.and_then(|day| summary.topic.term.week_of(day)) {
            *weeks.entry(week).or_default() += 1;
        }
    }
    weeks.into_iter().find(|(_, count)| count * 2 > summary.students.len()).map(|(week, _)| week)
}

/// The pupils and what they need support in; then the causes.
pub(super) fn basics(summary: &Summary, draft: &mut Draft) {
    let (causes, conclusion) = causes(summary).unzip();
    draft.paragraph([subjects(summary), domains(summary), joined(summary), special(summary), causes]);
    draft.paragraph([conclusion.flatten()]);
}

/// `8名学生中，以数学为主要支持学科的5人，综合适应2人，语文1人。`
fn subjects(summary: &Summary) -> Option<String> {
    let mut counts: Vec<(&str, u32)> = Vec::new();
    for id in &summary.students {
        let Some(subject) = summary.student(*id).fields.choices("subjects").first().copied() else { continue };
        match counts.iter_mut().find(|(it, _)| *it == subject) {
            Some((_, count)) => *count += 1,
            None => counts.push((subject, 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (first, rest) = counts.split_first()?;
    let label = |it: &(&str, u32)| match summary.topic.label("subject", "general") {
        general if it.0 == "general" => format!("{general}适应"),
        _ => summary.view().casebook.schema.choice_label("subject", it.0).to_owned(),
    };
    let rest: String = rest.iter().map(|it| format!("，{}{}人", label(it), it.1)).collect();
    Some(format!("{}名学生中，以{}为主要支持学科的{}人{rest}。", figure("students.count"), label(first), first.1))
}

fn domains(summary: &Summary) -> Option<String> {
    let both = summary.those(|it| it.fields.choices("concern_domains").len() > 1);
    let id = both.first()?;
    let keys = summary.student(*id).fields.choices("concern_domains");
    let labels: Vec<&str> = keys.iter().map(|key| summary.view().casebook.schema.choice_label("concern_domain", key)).collect();
    let same = both.iter().all(|it| summary.student(*it).fields.choices("concern_domains") == keys);
    let what = if same {
        format!("{}{}同时需要关注的", labels.join("与"), count_word(labels.len()))
    } else {
        "两项及以上需要关注的".to_owned()
    };
    Some(format!("{what}{}人。", figure("students.two_domains")))
}

fn count_word(n: usize) -> &'static str {
    match n {
        2 => "两项",
        3 => "三项",
        _ => "多项",
    }
}

/// Pupils who came from another school.
fn joined(summary: &Summary) -> Option<String> {
    let moved = summary.those(|it| it.fields.record("previous_school").is_some()).len();
    (moved > 0).then(|| format!("转入生{}人。", figure("students.transferred")))
}

fn special(summary: &Summary) -> Option<String> {
    let count = summary.those(|it| it.fields.record("sen").is_some()).len();
    let n = figure("students.sen");
    (count > 0).then(|| format!("特殊教育需要学生（随班就读）{n}人，按个别化计划支持，不计入转化统计。"))
}

/// `成因问卷共回收8份，主要成因以基础知识薄弱为多，占63%（5/8）。`, and what the teacher concluded, where it is short. The
/// other causes are in the table.
fn causes(summary: &Summary) -> Option<(String, Option<String>)> {
    let shares = summary.view().analysis.causes(summary.scope());
    let (first, rest) = shares.rows.split_first()?;
    let surveyed = summary.count("cause_survey");
    let source = if surveyed > 0 {
        format!("成因问卷共回收{}份", figure("cause_survey.count"))
    } else {
        "从个案记录看".to_owned()
    };
    let label = summary.view().casebook.schema.choice_label("cause", &first.cause);
    let among = if rest.is_empty() { "" } else { "为多" };
    let share = figure(&format!("cause.{}.share", first.cause));
    let leading = format!("{source}，主要成因以{label}{among}，占{share}。");
    let surveys = &summary.view().casebook.surveys;
    let conclusion = surveys.iter().find_map(|it| it.fields.text("conclusion"));
    let conclusion = conclusion.filter(|it| surveyed > 0 && it.chars().count() <= 50);
    Some((leading, conclusion.map(|it| format!("{}。", it.trim_end_matches('。')))))
}
