//! Tables of talks and contacts with families.

use crate::analysis::{ModeTally, Scope};
use crate::diag::Language;
use crate::model::Note;
use crate::phrases::{Speaks, say};
use crate::privacy::{Parts, View};

use super::super::wording::clip;
use super::{Facts, Filling, made_of, or_missing};

/// 方式, 次数, 覆盖人数, 主要内容, 落实情况
pub(super) fn contacts(facts: Facts) -> Filling {
    let tally = facts.analysis.contacts(facts.scope);
    let row = |it: &ModeTally| {
        let topics: Vec<String> = it.topics.iter().take(1).map(|topic| clip(topic, 14)).collect();
        // What nobody noted is not 0.
        let kept = (it.agreed > 0).then(|| match it.known {
            0 => say!(facts, "约定{}，未登记", it.agreed),
            known if known == it.agreed => say!(facts, "约定{}，落实{}", it.agreed, it.kept),
            known => say!(facts, "约定{}，落实{}/{}", it.agreed, it.kept, known),
        });
        let cells = vec![
            facts.casebook.schema.choice_label("contact_mode", &it.mode).to_owned(),
            it.count.to_string(),
            it.covered.to_string(),
            or_missing(Some(facts.list(&topics))),
            or_missing(kept),
        ];
        let covered = |scope: Scope| {
            let own = facts.analysis.contacts(scope);
            let count = own.modes.iter().find(|own| own.mode == it.mode).map_or(0, |it| it.covered);
            Parts::one(count, own.students)
        };
        made_of(it.notes.iter().copied(), cells).telling(&facts, facts.view.tells(facts.scope, &covered), [2])
    };
    let covered = tells_coverage(facts.view, facts.scope).then_some(tally.covered);
    let covered = covered.map_or_else(String::new, |it| say!(facts, "，覆盖{}个家庭", it));
    let note = say!(facts, "共{}次{}（{}）。", tally.total, covered, facts.n(tally.students));
    Filling::new(&[1, 2], tally.modes.iter().map(row)).note(note)
}

/// Whether it may be told how many families were reached.
pub(in super::super) fn tells_coverage(view: &View, scope: Scope) -> bool {
    view.tells(scope, &|scope| {
        let tally = view.analysis.contacts(scope);
        Parts::one(tally.covered, tally.students)
    })
}

/// 日期, 时段, 地点, 谈话人, 主题, 过程, 效果, 后续
pub(super) fn talks(facts: Facts) -> Filling {
    let rows = facts.analysis.notes_of(facts.scope, "talk").into_iter().map(|(id, note)| {
        let cells = vec![
            facts.month_day(note.date),
            or_missing(note.fields.text("time")),
            or_missing(note.fields.text("place")),
            or_missing(note.author.as_deref()),
            or_missing(note.fields.text("topic")),
            or_missing(course(facts.language(), note)),
            or_missing(note.fields.text("effect")),
            or_missing(Some(agreements(facts.language(), note))),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}

/// The course of a talk: what the pupil said and what was learnt from it, else how the account begins.
fn course(language: Language, note: &Note) -> Option<String> {
    let end = |it: &str| it.trim().trim_end_matches('。').to_owned();
    let quote = note.fields.text("quote").map(|it| say!(language, "学生说：“{}”", it.trim().trim_matches(['“', '”'])));
    let finding = note.fields.text("finding").map(end);
    let told: Vec<String> = quote.into_iter().chain(finding).collect();
    let told = (!told.is_empty()).then(|| told.join(""));
    told.or_else(|| note.fields.text("words").map(|it| clip(it, 60)))
}

/// 日期, 家访教师, 目的, 在校表现, 在家表现, 家长意见, 共同约定, 跟进
pub(super) fn visits(facts: Facts) -> Filling {
    let rows = facts.analysis.notes_of(facts.scope, "home_visit").into_iter().map(|(id, note)| {
        let fields = &note.fields;
        let cells = vec![
            facts.month_day(note.date),
            or_missing(Some(facts.list(&fields.texts("visitors"))).filter(|it| !it.is_empty()).or(note.author.clone())),
            or_missing(fields.text("purpose")),
            or_missing(fields.text("at_school")),
            or_missing(fields.text("at_home")),
            or_missing(fields.text("parent_view")),
            or_missing(Some(agreements(facts.language(), note))),
            or_missing(fields.date("next_date").map(|it| facts.month_day(it))),
        ];
        made_of([id], cells)
    });
    Filling::new(&[], rows)
}

fn agreements(language: Language, note: &Note) -> String {
    let texts: Vec<&str> = note.fields.records("agreement").iter().filter_map(|it| it.text("text")).collect();
    texts.join(language.word("；"))
}
