//! The data inventory: what is kept of pupils, why, who sees it, where and how long, from the table of types.

use serde::Serialize;

use crate::model::StudentId;
use crate::phrases::Speaks;
use crate::schema::{Field, NoteType, Schema, Scope, Sensitivity, Share, TypeId};
use crate::site::Route;

use super::plan::{Page, Plan};
use super::shell::{Link, Shell};

/// `inventory.html`
#[derive(Debug, Serialize)]
pub struct InventoryPage {
    /// What every page has.
    pub page: Shell,
    /// Kinds of record that are kept here, by group.
    pub groups: Vec<InventoryGroup>,
    /// Fields of files that are not notes.
    pub files: Vec<InventoryFile>,
    /// How many years after leaving school a case is kept, where the casebook does not say otherwise for a pupil.
    pub years: i64,
    /// Pupils for whom a day is written down.
    pub kept: Vec<Kept>,
    /// Of how many pupils.
    pub students: usize,
}

/// A group of kinds of record.
#[derive(Debug, Serialize)]
pub struct InventoryGroup {
    /// Its key.
    pub key: String,
    /// Its printed name.
    pub label: String,
    /// In the table's order.
    pub kinds: Vec<InventoryKind>,
}

/// A kind of record.
#[derive(Debug, Serialize)]
pub struct InventoryKind {
    /// Its list.
    pub link: Link,
    /// How many records there are.
    pub count: usize,
    /// What is written down, by how closed it is.
    pub fields: Vec<InventoryFields>,
    /// What it is needed for.
    pub purposes: Vec<String>,
    /// Keys of the folders in which it lies: `student`, `class`, `project`.
    pub places: Vec<&'static str>,
    /// How much staff see: `full`, `brief`, `count`, `none`.
    pub staff: &'static str,
    /// How much parents see of their own child.
    pub parent: &'static str,
    /// How much research sees.
    pub research: &'static str,
}

/// Fields that are equally closed.
#[derive(Debug, Serialize)]
pub struct InventoryFields {
    /// `public`, `staff`, `case`, `secret`.
    pub class: &'static str,
    /// Their printed names.
    pub labels: Vec<String>,
}

/// Fields of a file that is no note.
#[derive(Debug, Serialize)]
pub struct InventoryFile {
    /// Its key.
    pub key: &'static str,
    /// By how closed they are.
    pub fields: Vec<InventoryFields>,
}

/// Until when a pupil's case is kept.
#[derive(Debug, Serialize)]
pub struct Kept {
    /// The pupil's page.
    pub link: Link,
    /// The day.
    pub until: String,
}

/// Files about persons that are no notes.
const FILES: [&str; 2] = ["student", "roster"];

/// The inventory.
pub(super) fn view(plan: &Plan<'_>) -> InventoryPage {
    let casebook = plan.view.casebook;
    let schema = &casebook.schema;
    let here = plan.route(&Page::Inventory);
    let order = schema.enums.get("group").map(|it| it.choices.as_slice()).unwrap_or_default();
    let known = |key: &str| order.iter().any(|it| &*it.key == key);
    let group = |key: &str, label: &str, wanted: &dyn Fn(&str) -> bool| {
        let of_group = schema.types.iter().zip(0..).filter(|(kind, _)| wanted(&kind.group));
        let kinds: Vec<_> = of_group.filter_map(|(kind, at)| kept_kind(plan, &here, kind, TypeId(at))).collect();
        (!kinds.is_empty()).then(|| InventoryGroup { key: key.to_owned(), label: label.to_owned(), kinds })
    };
    let named = order.iter().filter_map(|it| group(&it.key, &it.label, &|key| key == &*it.key));
    let kept = |(id, student): (StudentId, &crate::model::Student)| {
        let until = plan.date(student.fields.date("retain_until")?);
        let link = Link { href: here.to(&plan.route(&Page::Student(id))), text: student.shown_name().to_owned() };
        Some(Kept { link, until })
    };
    let settings = casebook.config.fields.record("privacy");
    InventoryPage {
        page: plan.shell(&here, plan.word("数据清单与隐私说明"), "about"),
        groups: named.chain(group("other", "", &|key| !known(key))).collect(),
        files: FILES.iter().filter_map(|key| file(schema, key)).collect(),
        years: settings.and_then(|it| it.integer("retain_years")).unwrap_or(1),
        kept: casebook.students().filter_map(kept).collect(),
        students: casebook.students.len(),
    }
}

/// A kind of record, where there are any of it.
fn kept_kind(plan: &Plan<'_>, here: &Route, kind: &NoteType, id: TypeId) -> Option<InventoryKind> {
    let schema = &plan.view.casebook.schema;
    let count = plan.index.types.get(usize::from(id.0)).map_or(0, Vec::len);
    if count == 0 {
        return None;
    }
    let own = kind.fields.iter().filter(|it| schema.common.find(&it.key).is_none());
    let rows = schema.ledger.iter().filter(|row| kind.rows.contains(&row.row));
    let mut purposes: Vec<String> = rows.map(|it| it.label.clone()).collect();
    let duty = kind.duty.as_ref().and_then(|key| schema.duties.iter().find(|it| it.key == *key));
    purposes.extend(duty.map(|it| it.label.clone()));
    Some(InventoryKind {
        link: Link { href: here.to(&plan.route(&Page::Type(id, 1))), text: kind.label.clone() },
        count,
        fields: by_class(own),
        purposes,
        places: kind.scope.iter().map(|it| place(*it)).collect(),
        staff: share(kind.share.staff),
        parent: share(kind.share.parent),
        research: share(kind.share.research),
    })
}

/// The fields of a file that is no note.
fn file(schema: &Schema, key: &'static str) -> Option<InventoryFile> {
    Some(InventoryFile { key, fields: by_class(schema.files.get(key)?.iter()) })
}

/// Fields by how closed they are, from open to closed.
fn by_class<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<InventoryFields> {
    let fields: Vec<&Field> = fields.collect();
    let of = |(class, key): (Sensitivity, &'static str)| {
        let labels: Vec<String> = fields.iter().filter(|it| it.class == class).map(|it| it.label.clone()).collect();
        (!labels.is_empty()).then_some(InventoryFields { class: key, labels })
    };
    let classes = [
        (Sensitivity::Public, "public"),
        (Sensitivity::Staff, "staff"),
        (Sensitivity::Case, "case"),
        (Sensitivity::Secret, "secret"),
    ];
    classes.into_iter().filter_map(of).collect()
}

fn share(share: Share) -> &'static str {
    match share {
        Share::None => "none",
        Share::Count => "count",
        Share::Brief => "brief",
        Share::Full => "full",
    }
}

fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Student => "student",
        Scope::Class => "class",
        Scope::Project => "project",
    }
}
