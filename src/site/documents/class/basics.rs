//! Opening, pupils, causes.

use std::collections::BTreeMap;

use crate::analysis::CauseShares;
use crate::date::Week;

use crate::privacy::Parts;

use super::super::super::tables::told_causes;
use super::super::super::wording::list;
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
    let begun = common_start(summary, "B");
    let kept = common_start(summary, "M");
    // Who has goals or a plan of the pupil's own is supported by it.
    let planned = |id: &crate::model::StudentId| {
        let scope = summary.of_pupil(*id);
        let analysis = &summary.view().analysis;
        !analysis.goals(scope).is_empty() || analysis.count(scope, "intervention") > 0
    };
    let how = if summary.students.iter().all(planned) { "按“一生一策”开展支持" } else { "开展支持" };
    let first = match (summary.count("cause_survey") > 0, begun) {
        (true, Some(week)) => Some(format!("学期初做了摸底与成因问卷，第{week}周起{how}")),
        (true, None) => Some(format!("学期初做了摸底与成因问卷，随后{how}")),
        (false, Some(week)) => Some(format!("学期初先摸底，第{week}周起{how}")),
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
    let close = match summary.topic.is_closing() {
        true => "现将工作情况总结如下：".to_owned(),
        false => format!("现将到{}为止的工作情况总结如下：", summary.view().analysis.as_of.month_day()),
    };
    draft.paragraph([Some(who + "。"), course, Some(close)]);
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

/// The pupils and what they need support in.
pub(super) fn basics(summary: &Summary, draft: &mut Draft) {
    let opened = super::outcomes::caseload(summary).filter(|_| !super::outcomes::is_judged(summary));
    draft.paragraph([subjects(summary), among(summary), tiers(summary), opened]);
}

/// Why it is difficult for them, and what the teachers concluded.
pub(super) fn causes(summary: &Summary, draft: &mut Draft) {
    let shares = summary.view().analysis.causes(summary.scope());
    draft.paragraph([causes_of(summary, &shares), conclusion(summary)]);
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
    let n = figure("students.count");
    if first.1 == summary.n() {
        return Some(match first.1 {
            1 => format!("这名学生以{}为主要支持学科。", label(first)),
            _ => format!("{n}名学生都以{}为主要支持学科。", label(first)),
        });
    }
    let parts = |_| Parts { parts: counts.iter().map(|it| it.1).collect(), whole: summary.n() };
    if !summary.view().tells(summary.scope(), &parts) {
        return Some(format!("主要支持学科为{}。", list(&counts.iter().map(label).collect::<Vec<_>>())));
    }
    let rest: String = rest.iter().map(|it| format!("，{}{}人", label(it), it.1)).collect();
    Some(format!("{n}名学生中，以{}为主要支持学科的{}人{rest}。", label(first), first.1))
}

/// Who among them needs more than one thing, came from another school, or has special educational needs.
fn among(summary: &Summary) -> Option<String> {
    let moved = !summary.those(|it| it.fields.record("previous_school").is_some()).is_empty();
    let special = !summary.those(|it| it.fields.record("sen").is_some()).is_empty();
    let parts = [
        domains(summary),
        moved.then(|| format!("由外校转入的{}人", figure("students.transferred"))),
        special.then(|| format!("特殊教育需要学生（随班就读）{}人", figure("students.sen"))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| format!("其中{}。", parts.join("，")))
}

fn domains(summary: &Summary) -> Option<String> {
    let both = summary.those(|it| it.fields.choices("concern_domains").len() > 1);
    let id = both.first()?;
    let keys = summary.student(*id).fields.choices("concern_domains");
    let labels: Vec<&str> = keys.iter().map(|key| summary.view().casebook.schema.choice_label("concern_domain", key)).collect();
    let same = both.iter().all(|it| summary.student(*it).fields.choices("concern_domains") == keys);
    let what = match (same, labels.as_slice()) {
        (true, [one, other]) => format!("{one}与{other}两项都需要关注的"),
        _ => "有两项及以上需要关注的".to_owned(),
    };
    Some(format!("{what}{}人", figure("students.two_domains")))
}

/// How many pupils are supported in which way: in the whole class, in groups, or singly. Where some have no tier, nothing is
/// told: the numbers would not add up.
fn tiers(summary: &Summary) -> Option<String> {
    let keys = summary.view().casebook.schema.enums.get("tier").map(|it| it.choices.as_slice()).unwrap_or_default();
    let tier = |key: &str| summary.those(|it| it.fields.choice("tier") == Some(key)).len();
    let told: Vec<String> = keys
        .iter()
        .filter(|it| tier(&it.key) > 0)
        .map(|it| format!("{}{}人", it.label, figure(&format!("students.tier_{}", it.key))))
        .collect();
    let all = summary.those(|it| it.fields.choice("tier").is_none()).is_empty();
    (all && !told.is_empty()).then(|| format!("分层安排：{}。", told.join("，")))
}

/// `成因问卷共回收8份，主要成因以基础知识薄弱为多，占63%（5/8）。` Where several are named as often, none of them is the main one.
/// The other causes are in the table.
fn causes_of(summary: &Summary, shares: &CauseShares) -> Option<String> {
    let (first, rest) = shares.rows.split_first()?;
    let source = match summary.count("cause_survey") > 0 {
        true if !summary.view().tells_persons(summary.count("cause_survey")) => "从成因问卷看".to_owned(),
        true => format!("成因问卷共回收{}份", figure("cause_survey.count")),
        false => "从个案记录看".to_owned(),
    };
    let schema = &summary.view().casebook.schema;
    let level: Vec<&str> =
        shares.rows.iter().take_while(|it| it.count == first.count).map(|it| schema.choice_label("cause", &it.cause)).collect();
    let told = told_causes(summary.view(), summary.scope(), shares);
    let n = figure("cause.n");
    Some(match level.as_slice() {
        [one] if !rest.is_empty() && told.first() != Some(&true) => format!("{source}，主要成因以{one}为多。"),
        many if !rest.is_empty() && told.first() != Some(&true) => format!("{source}，主要成因以{}较多。", list(many)),
        [one] if rest.is_empty() => format!("{source}，主要成因{}为{one}。", if shares.n > 1 { "都" } else { "" }),
        [one] => format!("{source}，主要成因以{one}为多，占{}。", figure(&format!("cause.{}.share", first.cause))),
        many if many.len() == shares.rows.len() => {
            format!("{source}，主要成因各不相同，{}各{}人（n={n}）。", list(many), first.count)
        }
        many => format!("{source}，主要成因以{}较多，各{}人（n={n}）。", list(many), first.count),
    })
}

/// What the teacher concluded from the class's survey of causes in this term, where it is short.
fn conclusion(summary: &Summary) -> Option<String> {
    let casebook = summary.view().casebook;
    let own = |it: &&crate::model::Survey| {
        let classes = it.fields.texts("classes");
        let class = |name: &&str| casebook.find_class(name).is_some_and(|id| std::ptr::eq(casebook.class(id), summary.class));
        let of_class = classes.is_empty() || classes.iter().any(class);
        of_class && summary.topic.term.span.contains(it.date) && it.fields.text("conclusion").is_some()
    };
    let conclusion = casebook.surveys.iter().find(own)?.fields.text("conclusion")?;
    let told = summary.count("cause_survey") > 0 && conclusion.chars().count() <= 50;
    told.then(|| format!("{}。", conclusion.trim_end_matches('。')))
}
