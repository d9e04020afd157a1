//! Reviews of a pupil's state: what each rests on, and how each term was judged.

use crate::analysis::{Scope, Subject};
use crate::model::{Note, NoteId};
use crate::phrases::{Speaks, say};
use crate::schema::{Field, Key};
use crate::site::tables::MISSING;
use crate::site::wording;
use crate::site::{Route, TableRow};

use super::super::plan::Plan;
use super::super::sheet::{Sheet, SheetCell, SheetRow, table_of};

/// What each review rests on: the six aspects with rating and evidence, a column a review.
pub(super) fn reviews(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let casebook = plan.view.casebook;
    let notes = plan.view.analysis.notes_of(scope, "status_review");
    let kind = casebook.schema.note_type(casebook.schema.find_type("status_review")?);
    let head = |(_, note): &(NoteId, &Note)| {
        let occasion = note.fields.choice("occasion").map(|it| casebook.schema.choice_label("occasion", it));
        format!("{}{}", occasion.map(|it| say!(plan, "{}　", it)).unwrap_or_default(), plan.month_day(note.date))
    };
    let heads: Vec<String> = notes.iter().map(head).collect();
    let mut columns = vec![(plan.word("方面"), false)];
    columns.extend(heads.iter().map(|it| (it.as_str(), false)));
    let wanted = kind.fields.iter().filter(|it| !["occasion"].contains(&&*it.key));
    let row = |field: &Field| {
        let said = |(_, note): &(NoteId, &Note)| {
            let value = note.fields.get(&field.key);
            match note.fields.record(&field.key) {
                Some(rated) => rated.number("rating").map(|rating| {
                    let evidence = rated.text("evidence").map(|it| say!(plan, "　{}", it)).unwrap_or_default();
                    format!("{}{evidence}", wording::number(rating))
                }),
                None => value.map(|it| wording::text_value(casebook, field, it)),
            }
            .filter(|it| !it.is_empty())
        };
        let said: Vec<Option<String>> = notes.iter().map(said).collect();
        if said.iter().all(Option::is_none) {
            return None;
        }
        let said = said.into_iter().map(|it| SheetCell::words(it.unwrap_or_else(|| MISSING.to_owned())));
        let cells = std::iter::once(SheetCell::words(&field.label)).chain(said);
        Some(SheetRow { id: None, cells: cells.collect() })
    };
    // Fields that every note has are shown in the list of records.
    let common = ["type", "date", "week", "term", "title", "student", "students", "author", "tags", "brief", "share", "draft"];
    let common = |key: &str| common.contains(&key) || matches!(key, "links" | "extra");
    let rows: Vec<SheetRow> = wanted.filter(|it| !common(&it.key)).filter_map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let mut sheet =
        Sheet::new(plan.word("各次调查的评分和依据"), &columns, rows).with_note(plan.word("评分1—5，1为很弱，5为很好。"));
    for (column, (id, _)) in sheet.columns.iter_mut().skip(1).zip(&notes) {
        column.href = plan.note_href(here, *id);
    }
    Some(sheet)
}

/// How the case stood at the end of each term.
pub(super) fn terms(plan: &Plan<'_>, scope: Scope, here: &Route) -> Option<Sheet> {
    let Subject::Student(student) = scope.subject else { return None };
    let casebook = plan.view.casebook;
    let label = |name: &str, key: &Option<Key>| {
        key.as_ref().map_or(MISSING.to_owned(), |it| casebook.schema.choice_label(name, it).to_owned())
    };
    let rows = casebook.student(student).terms.iter().map(|it| {
        let domains: Vec<&str> =
            it.concern_domains.iter().map(|key| casebook.schema.choice_label("concern_domain", key)).collect();
        let cells = vec![
            plan.term(it.term),
            label("case_status", &it.status),
            label("tier", &it.tier),
            if domains.is_empty() { MISSING.to_owned() } else { plan.list(&domains) },
            label("outcome", &it.outcome),
            it.decided.map_or(MISSING.to_owned(), |day| plan.date(day)),
        ];
        TableRow { cells, notes: Vec::new() }
    });
    let rows: Vec<TableRow> = rows.collect();
    let columns = [
        (plan.word("学期"), false),
        (plan.word("状态"), false),
        (plan.word("支持层级"), false),
        (plan.word("关注领域"), false),
        (plan.word("转化成效"), false),
        (plan.word("评定日期"), false),
    ];
    if rows.is_empty() {
        return None;
    }
    let own = casebook.student(student).fields.text("exit_criterion").or(casebook.config.exit_criterion.as_deref());
    let sheet = plan.sheet(here, table_of(plan.word("各学期末的评定"), &columns, rows));
    Some(match own {
        Some(criterion) => sheet.with_note(say!(plan, "退出标准：{}。", criterion)),
        None => sheet,
    })
}
