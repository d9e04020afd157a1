//! What is kept of pupils, why, and how much of it others than the class's teachers see.

use crate::privacy::inventory as rows;
use crate::schema::Share;

use super::{Facts, Filling};

/// 记录, 用于, 同事, 家长, 课题研究: of the kinds of record that are kept; of all where none is kept yet.
pub(super) fn inventory(facts: Facts) -> Filling {
    let schema = &facts.casebook.schema;
    let kept: Vec<bool> = schema
        .types
        .iter()
        .map(|it| facts.casebook.notes.iter().any(|note| schema.note_type(note.kind).key == it.key))
        .collect();
    let none = !kept.contains(&true);
    let rows = rows(schema).into_iter().zip(&kept).filter(|(_, kept)| **kept || none).map(|(row, _)| {
        let seen = row.seen.map(|(_, share)| schema.choice_label("share", key(share)).to_owned());
        [row.label, row.purpose].into_iter().chain(seen).collect::<Vec<String>>()
    });
    Filling::new(&[], rows)
}

fn key(share: Share) -> &'static str {
    match share {
        Share::None => "none",
        Share::Count => "count",
        Share::Brief => "brief",
        Share::Full => "full",
    }
}
