//! 讨论与反思, 化名与脱敏说明, 参考文献.

use crate::analysis::{Scope, Subject};
use crate::syntax::Block;

use super::super::super::wording::{list, source_line};
use super::super::draft::{Draft, figure};
use super::Case;

/// Whether the declared criterion was met, and which goals are left.
pub(super) fn judged(case: &Case, draft: &mut Draft) {
    let goals = case.view().analysis.goals(case.scope());
    let unmet: Vec<String> = goals
        .iter()
        .filter(|it| matches!(it.goal.result.as_deref(), Some("not_met" | "partly")))
        .map(|it| format!("“{}”", it.goal.text.trim_end_matches('。')))
        .collect();
    let left = (!unmet.is_empty()).then(|| format!("{}还没有完全达成，下学期拆成更小的步骤再做。", list(&unmet)));
    let outcome = case.student.terms.iter().find(|it| it.term == case.scope().term).and_then(|it| {
        let label = case.view().casebook.schema.choice_label("outcome", it.outcome.as_deref()?);
        let criterion = case.student.fields.text("exit_criterion").or(case.view().casebook.config.exit_criterion.as_deref());
        let criterion = criterion.map(|it| format!("（{}）", it.trim_end_matches('。'))).unwrap_or_default();
        // A pupil to whom no criterion applies is judged in the words of the file.
        Some(match criterion.starts_with("（不设") {
            true => format!("{}，学期末评定为“{label}”。", criterion.trim_matches(['（', '）'])),
            false => format!("对照退出标准{criterion}，学期末评定为“{label}”。"),
        })
    });
    draft.paragraph([outcome, left]);
}

/// What the teachers thought about it themselves.
pub(super) fn reflections(case: &Case, draft: &mut Draft) {
    for (_, note) in case.notes_of("reflection") {
        for block in &note.body.blocks {
            match block {
                Block::Heading { .. } => {}
                block => draft.block(block.clone()),
            }
        }
    }
}

/// 共性与个性: what the pupil shares with the other pupils supported, and what is the pupil's own (domain.md D12).
pub(super) fn shared(case: &Case, draft: &mut Draft) {
    let Some(class) = case.student.class else { return };
    let scope = Scope { subject: Subject::Class(class), term: case.scope().term };
    let analysis = &case.view().analysis;
    let key = &case.view().casebook.class(class).key;
    let own = case.notes_of("cause_survey").into_iter().find_map(|(_, note)| note.fields.choice("primary_cause"));
    let causes = analysis.causes(scope);
    let same = own.filter(|own| causes.rows.iter().any(|it| *it.cause == **own && it.count > 1));
    let same = same.map(|own| {
        let of = |what: &str| figure(&format!("{key}.cause.{own}.{what}"));
        let n = figure(&format!("{key}.cause.n"));
        format!("主要成因为{}的有{}人（n={n}）", case.label("cause", own), of("count"))
    });
    let mine: Vec<_> =
        case.notes_of("weak_point").iter().filter_map(|(_, it)| it.fields.text("topic").map(str::trim)).collect();
    let topics = analysis.weak_topics(scope);
    let topics = topics.iter().filter(|it| it.students > 1 && mine.contains(&it.topic.as_str())).take(2);
    let topics: Vec<String> = topics.map(|it| format!("“{}”{}人", it.topic, it.students)).collect();
    let topics = (!topics.is_empty()).then(|| format!("薄弱环节相同的有{}", list(&topics)));
    let common: Vec<String> = [same, topics].into_iter().flatten().collect();
    let name = case.name();
    let common = (!common.is_empty()).then(|| format!("共性：班上受支持的学生中，{}，{name}是其中之一。", common.join("，")));
    let mut used: Vec<(&str, usize)> = Vec::new();
    let chances = case.notes_of("showcase");
    for strength in chances.iter().filter_map(|(_, note)| note.fields.text("strength")) {
        match used.iter_mut().find(|(it, _)| *it == strength) {
            Some((_, count)) => *count += 1,
            None => used.push((strength, 1)),
        }
    }
    let most = used.into_iter().rev().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 1);
    let most = most.map(|(strength, count)| format!("的表现机会有{count}次从“{strength}”的长处入手"));
    let relapses = analysis.relapses(case.scope());
    let trigger = relapses.first().and_then(|it| it.trigger.as_ref());
    let trigger = trigger.and_then(|it| case.topic.trigger(it)).map(|it| match it.starts_with('在') {
        true => format!("反复发生{it}"),
        false => format!("反复{it}"),
    });
    let apart: Vec<String> = [most, trigger].into_iter().flatten().collect();
    let apart = (!apart.is_empty()).then(|| format!("个性：{name}{}。", apart.join("，")));
    // What is common needs others to be common with.
    if analysis.students(scope).len() > 2 {
        draft.paragraph([common, apart]);
    }
}

/// What one case cannot show.
pub(super) fn limits(case: &Case, draft: &mut Draft) {
    let limits = (!case.series.is_empty())
        .then(|| "以上只是一名学生的记录，没有对照，数据由教师自行收集，前后变化不能都归于某一项措施。".to_owned());
    draft.paragraph([limits]);
}

/// Aliases, what was left out, and consent: whether there is one, never the paper itself.
pub(super) fn consent(case: &Case, draft: &mut Draft) {
    let alias = case.student.alias.as_ref().map(|alias| format!("“{alias}”为化名。"));
    let left_out = "档案和记录中列为受限的内容，如家庭情况、违纪经过，不写入本报告。".to_owned();
    let roster = case.view().casebook.roster.as_ref();
    let entry = roster.and_then(|it| it.students.get(&case.student.code));
    let today = case.view().analysis.as_of;
    let consent = entry.map(|entry| {
        let records = entry.fields.records("consent");
        let valid = |it: &&&crate::schema::Fields| {
            it.date("withdrawn").is_none_or(|day| day > today) && it.date("expires").is_none_or(|day| day >= today)
        };
        let schema = &case.view().casebook.schema;
        let purposes: Vec<&str> = records
            .iter()
            .filter(valid)
            .filter_map(|it| Some(schema.choice_label("consent_purpose", it.choice("purpose")?)))
            .collect();
        let withdrawn = records.iter().filter(|it| it.date("withdrawn").is_some_and(|day| day <= today)).count();
        let valid = if purposes.is_empty() {
            "监护人知情同意：无有效登记。".to_owned()
        } else {
            format!("监护人知情同意：{}，{}有登记，原件不附。", list(&purposes), if purposes.len() > 1 { "均" } else { "" })
        };
        if withdrawn > 0 { format!("{valid}另有{withdrawn}项已撤回。") } else { valid }
    });
    draft.paragraph([alias, Some(left_out), consent]);
}

/// What the pupil's file cites, in the form of GB/T 7714—2015.
pub(super) fn references(case: &Case, draft: &mut Draft) {
    for (source, at) in case.student.fields.records("citations").into_iter().zip(1..) {
        draft.paragraph([Some(format!("[{at}] {}", source_line(source)))]);
    }
}
