//! Tables of praise, chances and posts.

use crate::phrases::{Speaks, say};

use super::{Facts, Filling, made_of, or_missing};

/// 日期, 类型, 内容, 所用长处, 效果
pub(super) fn encouragement(facts: Facts) -> Filling {
    let (Some(praise), Some(showcase)) =
        (facts.casebook.schema.find_type("praise"), facts.casebook.schema.find_type("showcase"))
    else {
        return Filling::none();
    };
    let rows = facts
        .analysis
        .notes(facts.scope)
        .filter(|(_, note)| facts.analysis.is_kind(note, praise) || facts.analysis.is_kind(note, showcase));
    let rows = rows.map(|(id, note)| {
        let cells = vec![
            facts.month_day(note.date),
            facts.casebook.schema.note_type(note.kind).label.clone(),
            or_missing(note.fields.text("behaviour").or(note.fields.text("task"))),
            or_missing(note.fields.text("strength")),
            or_missing(note.fields.text("result")),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}

/// 岗位, 职责, 起止, 履职情况
pub(super) fn posts(facts: Facts) -> Filling {
    let rows = facts.analysis.notes_of(facts.scope, "post").into_iter().map(|(id, note)| {
        let end = note.fields.date("end").map_or(facts.word("至今").to_owned(), |it| facts.month_day(it));
        let cells = vec![
            or_missing(note.fields.text("post")),
            or_missing(Some(note.fields.texts("duties").join(facts.word("；")))),
            say!(facts, "{}—{}", facts.month_day(note.date), end),
            or_missing(note.fields.text("performance")),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}
