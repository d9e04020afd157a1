//! 谈心、家访与联络记录 (domain.md §2.4).

use crate::diag::Language;
use crate::model::Note;
use crate::phrases::Speaks;

use super::super::super::wording::list;
use super::super::draft::{Draft, figure};
use super::Case;

/// How many talks, and how far trust came.
pub(super) fn talks(case: &Case, draft: &mut Draft) {
    if case.count("talk") == 0 {
        return;
    }
    let trust = case.view().analysis.trust(case.scope());
    let trust = trust.stages.first().map(|(_, start, end)| match start == end {
        true => format!("，信任阶段为“{}”", figure("trust.end")),
        false => format!("，信任阶段由“{}”到“{}”", figure("trust.start"), figure("trust.end")),
    });
    draft.paragraph([Some(format!("本学期谈心{}次{}。", figure("talk.count"), trust.unwrap_or_default()))]);
}

/// Contacts by telephone, book, message and meeting, one by one.
pub(super) fn calls(case: &Case, draft: &mut Draft) {
    let tally = case.view().analysis.contacts(case.scope());
    let agreed: u32 = tally.modes.iter().map(|it| it.agreed).sum();
    let known: u32 = tally.modes.iter().map(|it| it.known).sum();
    // Of what nobody noted it is not known whether it was kept.
    let noted = if known < agreed { format!("登记了落实情况的{known}件，") } else { String::new() };
    let agreed = (agreed > 0 && known > 0)
        .then(|| format!("与家长共约定{}件事，{noted}已落实{}件。", figure("contact.agreed"), figure("contact.agreed_done")));
    let all = (case.count("family_contact") > 0).then(|| format!("本学期家校联系{}次。", figure("family_contact.count")));
    draft.paragraph([all, agreed]);
    let schema = &case.view().casebook.schema;
    let visit = schema.find_type("home_visit");
    let notes = case.notes_of("family_contact");
    let others = notes.iter().filter(|(_, note)| !visit.is_some_and(|it| schema.is_a(note.kind, it)));
    draft.items(others.map(|(_, note)| call(case, note)));
}

/// `5月5日电话（父亲）：` and what was said, checked and agreed.
fn call(case: &Case, note: &Note) -> (String, String) {
    let fields = &note.fields;
    let end = |it: &str| it.trim().trim_end_matches('。').to_owned();
    // Before a semicolon a quotation has no full stop.
    let quoted = |it: &str| format!("“{}”", it.trim().trim_matches(['“', '”']).trim_end_matches('。'));
    let mode = fields.choice("mode").map(|it| case.label("contact_mode", it)).unwrap_or_default();
    let present: Vec<&str> = fields.choices("present").into_iter().map(|it| case.label("relation", it)).collect();
    let present = if present.is_empty() { String::new() } else { format!("（{}）", list(&present)) };
    let checked: Vec<&str> = fields.choices("checked").into_iter().map(|it| case.label("check_item", it)).collect();
    let checked = fields.choice("result").map(|key| {
        let found = if key == "partial" { "部分落实" } else { case.label("check_result", key) };
        format!("抽查{}：{found}", list(&checked))
    });
    let told = [
        fields.text("topic").map(end),
        fields.text("teacher_entry").map(|it| format!("教师留言：{}", quoted(it))),
        checked,
        fields.text("parent_view").map(end),
        fields.text("parent_reply").map(|it| format!("家长回复：{}", quoted(it))),
        fields.boolean("signed").filter(|it| *it).map(|_| "家长已签字".to_owned()),
        agreements(note).map(|it| format!("约定：{it}")),
        fields.text("effect").map(|it| format!("效果：{}", end(it))),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (format!("{}{mode}{present}：", note.date.month_day()), format!("{}。", told.join("；")))
}

fn agreements(note: &Note) -> Option<String> {
    let texts: Vec<&str> = note.fields.records("agreement").iter().filter_map(|it| it.text("text")).collect();
    (!texts.is_empty()).then(|| texts.join("，"))
}

/// Pickup cards by month: the progress they told, and what parents wrote on them.
pub(super) fn cards(case: &Case, draft: &mut Draft) {
    let cards = case.notes_of("pickup_card");
    if cards.is_empty() {
        return;
    }
    draft.paragraph([Some(format!("本学期发接送卡{}张，只写进步：", figure("pickup_card.count")))]);
    let of_month = |days: crate::date::DateRange| {
        let own: Vec<&Note> = cards.iter().map(|it| it.1).filter(|it| days.contains(it.date)).collect();
        let told: Vec<&str> =
            own.iter().filter_map(|it| it.fields.text("progress")).map(|it| it.trim_end_matches('。')).collect();
        let words: Vec<String> = own
            .iter()
            .filter_map(|it| it.fields.text("parent_word"))
            .map(|it| format!("“{}”", it.trim_end_matches('。')))
            .collect();
        let words = if words.is_empty() { String::new() } else { format!("家长的话：{}。", words.concat()) };
        (!own.is_empty()).then(|| {
            (format!("{}（{}张）：", Language::Chinese.month(days), own.len()), format!("{}。{words}", told.join("；")))
        })
    };
    draft.items(case.topic.term.months().into_iter().filter_map(of_month));
}
