//! What is kept of pupils, why, who sees it and how long: the rows of the data inventory, from the table of types.

use crate::schema::{Schema, Sensitivity, Share};

use super::Audience;

/// One kind of record of the inventory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InventoryRow {
    /// The record's printed name.
    pub label: String,
    /// What it is kept for: the printed name of its group.
    pub purpose: String,
    /// Its fields by how closed they are, from open to closed, each with its printed name.
    pub fields: Vec<(Sensitivity, String)>,
    /// What each audience but the teacher sees of it.
    pub seen: [(Audience, Share); 3],
}

/// Every kind of record that a casebook can hold, in the table's order.
pub fn inventory(schema: &Schema) -> Vec<InventoryRow> {
    let row = |kind: &crate::schema::NoteType| {
        let own = kind.fields.iter().filter(|it| schema.common.find(&it.key).is_none());
        let mut fields: Vec<(Sensitivity, String)> = own.map(|it| (it.class, it.label.clone())).collect();
        fields.sort_by_key(|it| it.0);
        InventoryRow {
            label: kind.label.clone(),
            purpose: schema.choice_label("group", &kind.group).to_owned(),
            fields,
            seen: [
                (Audience::Staff, kind.share.staff),
                (Audience::Parent, kind.share.parent),
                (Audience::Research, kind.share.research),
            ],
        }
    };
    schema.types.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_a_row() {
        let schema = Schema::built_in();
        let rows = inventory(schema);
        assert_eq!(rows.len(), schema.types.len());
        let talk = rows.iter().find(|it| it.label == "谈心").expect("talks");
        assert_eq!(
            talk.seen,
            [(Audience::Staff, Share::Count), (Audience::Parent, Share::None), (Audience::Research, Share::None)]
        );
        assert!(talk.fields.contains(&(Sensitivity::Case, "学生原话".to_owned())));
    }
}
