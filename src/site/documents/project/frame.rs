//! What stands around a report: who, when, whom, abstract, assumptions, questionnaires.

use crate::schema::Fields;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Report;

/// `本课题（校级）2025年9月15日开题，2026年3月16日中期检查，在四（2）班实施，研究对象7人。`
pub(super) fn opening(report: &Report, draft: &mut Draft) {
    let Some(course) = course(report) else { return };
    draft.paragraph([Some(format!("{course}。")), Some("现将阶段性研究情况总结如下：".to_owned())]);
}

/// Level, dates, place and participants in a clause.
fn course(report: &Report) -> Option<String> {
    let fields = &report.project.fields;
    let schema = &report.view().casebook.schema;
    let as_of = report.view().analysis.as_of;
    let level = fields.choice("level").map(|key| format!("（{}）", schema.choice_label("level", key)));
    let dates = [("opened", "开题"), ("interim", "中期检查"), ("finished", "结题")];
    let past = dates.iter().filter_map(|(key, what)| {
        let day = fields.date(key).filter(|day| *day <= as_of)?;
        Some(format!("{}{what}", day.in_words()))
    });
    let mut parts: Vec<String> = past.collect();
    let classes = classes(report);
    let students = report.view().analysis.students(report.scope()).len();
    let told = students > 0 && report.view().tells_count(report.scope(), students as u32);
    let who = told.then(|| format!("研究对象{}人", figure("students.count")));
    parts.extend((!classes.is_empty()).then(|| format!("在{}实施", list(&classes))));
    parts.extend(who);
    (!parts.is_empty()).then(|| format!("本课题{}{}", level.unwrap_or_default(), parts.join("，")))
}

fn classes(report: &Report) -> Vec<String> {
    let casebook = report.view().casebook;
    let named = report.project.fields.texts("classes");
    named.iter().filter_map(|it| casebook.find_class(it)).map(|id| casebook.class(id).name.clone()).collect()
}

/// How many, and who leads.
pub(super) fn team(report: &Report, draft: &mut Draft) {
    let members = report.project.fields.records("members");
    if members.is_empty() {
        return;
    }
    let leads: Vec<&str> =
        members.iter().filter(|it| it.choice("role") == Some("lead")).filter_map(|it| it.text("name")).collect();
    let leads = if leads.is_empty() { String::new() } else { format!("，{}为主持人", list(&leads)) };
    // The table has a column of what is known of anybody.
    let has = |key: &str| members.iter().any(|it| it.text(key).is_some_and(|it| !it.trim().is_empty()));
    let told: Vec<&str> = [("title", "职称"), ("duty", "分工")].into_iter().filter(|it| has(it.0)).map(|it| it.1).collect();
    let told = if told.is_empty() { "名单".to_owned() } else { told.join("与") };
    draft.paragraph([Some(format!("课题组共{}人{leads}，{told}见下表。", figure("members.count")))]);
}

/// 摘要: where and with whom, what was done, what was found and how far it goes.
pub(super) fn abstract_of(report: &Report, draft: &mut Draft) {
    let fields = &report.project.fields;
    let stages: Vec<&str> = fields.records("stages").iter().filter_map(|it| it.text("name")).collect();
    let course = course(report).map(|it| format!("{it}。"));
    let stages = (!stages.is_empty()).then(|| {
        format!(
            "研究分{}个阶段：{}。",
            stages.len(),
            list(&stages.iter().map(|it| it.trim_end_matches("阶段")).collect::<Vec<_>>())
        )
    });
    let findings: Vec<String> =
        fields.records("findings").into_iter().take(3).filter_map(|it| conclusion(report, it)).collect();
    let found = match findings.as_slice() {
        [] => None,
        [one] => Some(format!("主要结论：{one}。")),
        many => {
            let marks = ["（1）", "（2）", "（3）"];
            let told: Vec<String> = many.iter().zip(marks).map(|(it, mark)| format!("{mark}{it}")).collect();
            Some(format!("主要结论：{}。", told.join("；")))
        }
    };
    let limits: Vec<&str> = fields.records("findings").into_iter().take(1).filter_map(|it| it.text("limit")).collect();
    let limits = limits.first().map(|it| format!("局限：{}。", it.trim_end_matches('。')));
    let words: String = [course, stages, super::process::done(report), found, limits].into_iter().flatten().collect();
    draft.labelled("摘要", &words);
}

/// A finding in a clause, with its n.
pub(super) fn conclusion(report: &Report, finding: &Fields) -> Option<String> {
    let text = finding.text("text")?.trim_end_matches('。');
    let n = finding.integer("n").and_then(|it| u32::try_from(it).ok()).filter(|_| !text.contains("n="));
    Some(format!("{text}{}", n.map(|n| format!("（{}）", report.view().n_of_several(n))).unwrap_or_default()))
}

/// 关键词
pub(super) fn keywords(report: &Report, draft: &mut Draft) {
    draft.labelled("关键词", &report.keywords().join("；"));
}

/// Whom the research is about and by what it measures.
pub(super) fn subjects(report: &Report, draft: &mut Draft) {
    let analysis = &report.view().analysis;
    let students = analysis.students(report.scope());
    if students.is_empty() {
        return;
    }
    let classes = classes(report);
    let place = if classes.is_empty() { String::new() } else { format!("{}的", list(&classes)) };
    let first = format!("以{place}{}名学生为研究对象，只与各自的基线比较，不设对照组。", figure("students.count"));
    let mut measures: Vec<String> = Vec::new();
    for series in students.iter().flat_map(|id| analysis.series(*id, report.scope())) {
        let unit = series.measure.unit.as_deref().map(|it| format!("（{it}）")).unwrap_or_default();
        let name = format!("{}{unit}", series.measure.name);
        if !measures.contains(&name) {
            measures.push(name);
        }
    }
    let measures = (!measures.is_empty()).then(|| format!("观测的指标为{}。", list(&measures)));
    let special = students.iter().filter(|id| report.view().casebook.student(**id).fields.record("sen").is_some()).count();
    let special = (special > 0)
        .then(|| format!("其中特殊教育需要学生（随班就读）{}人，按个别化目标评定，不计入转化统计。", figure("students.sen")));
    draft.paragraph([Some(first), measures, special]);
}

/// 研究假设
pub(super) fn hypotheses(report: &Report, draft: &mut Draft) {
    if report.project.fields.texts("hypotheses").len() > 1 {
        draft.paragraph([Some("研究假设如下：".to_owned())]);
    }
    listed(report, "hypotheses", draft);
}

/// 退出标准, as it was written down at the opening.
pub(super) fn criteria(report: &Report, draft: &mut Draft) {
    let opened = report.project.fields.date("opened").map(|day| day.in_words()).unwrap_or_default();
    if !report.project.fields.texts("exit_criteria").is_empty() {
        draft.paragraph([Some(format!("{opened}开题时写定，不在结束时回头改：",))]);
    }
    listed(report, "exit_criteria", draft);
}

fn listed(report: &Report, field: &str, draft: &mut Draft) {
    let items = report.project.fields.texts(field);
    draft.numbered(items.into_iter().map(|it| format!("{}。", it.trim_end_matches('。'))));
}

/// The questionnaires of the project's classes: how many went out, and what they asked.
pub(super) fn questionnaires(report: &Report, draft: &mut Draft) {
    let casebook = report.view().casebook;
    let classes: Vec<_> = report.project.fields.texts("classes").iter().filter_map(|it| casebook.find_class(it)).collect();
    let until = report.topic.term.span.to;
    let held = |it: &&crate::model::Survey| {
        let named = it.fields.texts("classes");
        let among = named.iter().filter_map(|it| casebook.find_class(it)).any(|it| classes.contains(&it));
        it.date <= until && (named.is_empty() || classes.is_empty() || among)
    };
    for survey in casebook.surveys.iter().filter(held) {
        let items = survey.fields.records("items");
        if items.is_empty() {
            continue;
        }
        let sent = survey.fields.integer("sent").map(|n| format!("，发放{n}份")).unwrap_or_default();
        let returned = survey.fields.integer("returned").map(|n| format!("，回收{n}份")).unwrap_or_default();
        let title = &survey.title;
        draft.paragraph([Some(format!("《{title}》，{}{sent}{returned}，题目如下：", survey.date.in_words()))]);
        draft.numbered(items.iter().filter_map(|it| {
            let scale = it.choice("scale").map(|key| format!("（{}）", casebook.schema.choice_label("item_scale", key)));
            Some(format!("{}{}", it.text("text")?, scale.unwrap_or_default()))
        }));
    }
}
