//! Abstract, the pupil, causes, goals.

use crate::syntax::{Block, Inline};

use super::super::super::wording::{list, number};
use super::super::draft::{Draft, figure};
use super::Case;
use super::process::opening;

/// 摘要 in a paragraph: who, why, what was done, what came of it.
pub(super) fn abstract_of(case: &Case, draft: &mut Draft) {
    let subjects = case.labels("subjects", "subject");
    let causes = case.labels("causes", "cause");
    let focus = case.student.fields.text("focus").map(str::to_owned).or((!subjects.is_empty()).then(|| list(&subjects)));
    let focus = focus.map(|it| it.replace('；', "，"));
    let who = match (focus, causes.first()) {
        (Some(focus), Some(cause)) => Some(format!("{}需要支持的是{focus}，主要成因为{cause}。", case.name())),
        (Some(focus), None) => Some(format!("{}需要支持的是{focus}。", case.name())),
        (None, Some(cause)) => Some(format!("{}的主要成因为{cause}。", case.name())),
        (None, None) => None,
    };
    let mut done = Vec::new();
    for (kind, what) in [("talk", "谈心"), ("family_contact", "家校联系"), ("praise", "表扬"), ("showcase", "提供表现机会")]
    {
        if case.count(kind) > 0 {
            done.push(format!("{what}{}次", figure(&format!("{kind}.count"))));
        }
    }
    if case.view().analysis.tutoring(case.scope()).held > 0 {
        done.push(format!("辅导{}次", figure("tutoring.held")));
    }
    let done = (!done.is_empty()).then(|| format!("本学期{}。", list(&done)));
    let came = case.series.first().and_then(|series| super::outcome::in_short(case, series));
    let tally = case.view().analysis.goal_tally(case.scope());
    let goals = (tally.met + tally.partly + tally.not_met > 0).then(|| {
        let parts = [(tally.met, "met", "达成"), (tally.partly, "partly", "部分达成"), (tally.not_met, "not_met", "未达成")];
        let parts =
            parts.iter().filter(|it| it.0 > 0).map(|(_, key, what)| format!("{what}{}条", figure(&format!("goals.{key}"))));
        format!("个人目标{}条，{}。", figure("goals.count"), list(&parts.collect::<Vec<_>>()))
    });
    let words: String = [who, done, came, goals].into_iter().flatten().collect();
    draft.labelled("摘要", &words);
}

/// 关键词: what the report is filed under.
pub(super) fn keywords(case: &Case, draft: &mut Draft) {
    let words = [case.keywords(), vec!["学习困难学生支持".to_owned()]].concat();
    draft.labelled("关键词", &words.join("；"));
}

pub(super) fn particulars(case: &Case, draft: &mut Draft) {
    let fields = &case.student.fields;
    let class = case.student.class.map(|it| case.view().casebook.class(it));
    let who = [
        fields.choice("gender").map(|key| case.label("gender", key).to_owned()),
        class.map(|it| it.name.clone()),
        case.student.opened.map(|day| format!("{}建档", day.in_words())),
        fields.text("supporter").map(|it| format!("帮扶教师为{it}")),
    ];
    let who: Vec<String> = who.into_iter().flatten().collect();
    let who = (!who.is_empty()).then(|| format!("{}（化名），{}。", case.name(), who.join("，")));
    let domains = case.labels("concern_domains", "concern_domain");
    let subjects = case.labels("subjects", "subject");
    let concern = match (subjects.is_empty(), domains.is_empty()) {
        (false, false) => Some(format!("关注学科为{}，关注领域为{}。", list(&subjects), list(&domains))),
        (false, true) => Some(format!("关注学科为{}。", list(&subjects))),
        (true, false) => Some(format!("关注领域为{}。", list(&domains))),
        (true, true) => None,
    };
    let moved = fields.record("previous_school").and_then(|it| {
        let when = it.date("date").map(|day| format!("{}年{}月", day.year(), day.month()));
        Some(format!("{}由外校转入。", when?))
    });
    draft.paragraph([who, concern, moved]);
}

/// The beginning of the narrative of the pupil's file; how it went on is told stage by stage.
pub(super) fn narrative(case: &Case, draft: &mut Draft) {
    const ENOUGH: usize = 330;
    for block in opening(&case.student.body.blocks, ENOUGH) {
        match block {
            // Headings of the file would break the report's own numbering; their words go on as a bold lead.
            Block::Heading { content, .. } => draft.block(Block::Paragraph(vec![Inline::Strong(content)])),
            block => draft.block(block),
        }
    }
}

/// What the former teacher told; family matters stay out of documents.
pub(super) fn handover(case: &Case, draft: &mut Draft) {
    let told = case.view().casebook.notes_of(case.id).find_map(|(_, note)| {
        let kind = &case.view().casebook.schema.note_type(note.kind).key;
        let problems = (&**kind == "handover").then(|| note.fields.text("problems")).flatten()?;
        let from = note.fields.text("from_teacher").unwrap_or("原班主任");
        Some(format!("接班前向{from}了解：{}。", problems.trim_end_matches('。')))
    });
    draft.paragraph([told]);
}

pub(super) fn causes(case: &Case, draft: &mut Draft) {
    let causes = case.labels("causes", "cause");
    let first = match causes.as_slice() {
        [] => None,
        [one] => Some(format!("主要成因为{one}。")),
        [first, rest @ ..] => Some(format!("主要成因为{first}，其次为{}。", list(rest))),
    };
    let survey = case.notes_of("cause_survey").into_iter().next().and_then(|(_, note)| {
        let cause = case.label("cause", note.fields.choice("primary_cause")?);
        Some(format!("{}的成因问卷中，主要成因填的是{cause}。", note.date.month_day()))
    });
    draft.paragraph([first, survey]);
}

/// The beginning of each analysis as its author wrote it; the table has the rest.
pub(super) fn cause_analyses(case: &Case, draft: &mut Draft) {
    const ENOUGH: usize = 170;
    for (_, note) in case.notes_of("cause_analysis") {
        opening(&note.body.blocks, ENOUGH).into_iter().for_each(|it| draft.block(it));
    }
}

pub(super) fn goals(case: &Case, draft: &mut Draft) {
    let goals = case.view().analysis.goals(case.scope());
    if goals.is_empty() {
        return;
    }
    let first = goals.first().map(|it| {
        let steps: Vec<&str> = it.goal.steps.iter().map(String::as_str).collect();
        let steps = if steps.is_empty() { String::new() } else { format!("，分成小步：{}", steps.join("；")) };
        let (name, count, text) = (case.name(), figure("goals.count"), it.goal.text.trim_end_matches('。'));
        // A goal that has no table is told with its result.
        let result = it.goal.result.as_ref().filter(|_| goals.len() == 1).map(|key| case.label("goal_result", key));
        let result = result.map(|it| format!("（{it}）")).unwrap_or_default();
        match goals.len() {
            1 => format!("{name}与老师一起订了一条目标：“{text}”{result}{steps}。"),
            _ => format!("{name}与老师一起订了{count}条目标。第一条是“{text}”{steps}。"),
        }
    });
    let gas = case.view().analysis.gas(case.id, case.scope()).map(|_| {
        let (start, end) = (figure("gas.start"), figure("gas.end"));
        format!("按达成量表折算，目标达成分由起始的{start}到终点的{end}（50为达到预期，ρ=0.3）。")
    });
    draft.paragraph([first, gas]);
}

/// A pupil with special educational needs: by what plan the goals are judged.
pub(super) fn special(case: &Case, draft: &mut Draft) {
    let special = case.student.fields.record("sen").map(|sen| match sen.text("plan") {
        Some(plan) => format!("属特殊教育需要学生（随班就读），目标按支持计划订：{}。", plan.trim_end_matches('。')),
        None => "属特殊教育需要学生（随班就读），目标按个别化计划订。".to_owned(),
    });
    draft.paragraph([special]);
}

/// How many goals were met, and the first that was measured.
pub(super) fn attainment(case: &Case, draft: &mut Draft) {
    let goals = case.view().analysis.goals(case.scope());
    let met = case.view().analysis.goal_tally(case.scope()).met;
    let share = (goals.len() > 1).then(|| match met {
        0 => format!("{}条目标没有一条完全达成。", figure("goals.count")),
        _ => format!("达成{}条，达成率{}。", figure("goals.met"), figure("goals.rate")),
    });
    let attained = goals.iter().find_map(|it| {
        let (baseline, actual) = (it.goal.baseline?, it.actual?);
        let unit = it.goal.unit.as_deref().unwrap_or_default();
        let which = match it.goal.text.chars().count() {
            0..=12 => format!("“{}”", it.goal.text.trim_end_matches('。')),
            _ => format!("第{}条", ["一", "二", "三", "四", "五"].get(it.index)?),
        };
        Some(format!("其中{which}由{}{unit}到{}{unit}。", number(baseline), number(actual)))
    });
    draft.paragraph([share, attained]);
}
