//! Lists of notes by type and by tag.

use serde::Serialize;

use crate::analysis::{Scope, Subject};
use crate::date::TermId;
use crate::model::NoteId;
use crate::phrases::{Speaks, say};
use crate::schema::TypeId;
use crate::site::Route;

use super::entry::{Entry, Listing};
use super::plan::{LIST_LENGTH, Page, Plan};
use super::shell::{Link, Shell};
use super::timeline::GroupCount;

/// `list.html`
#[derive(Debug, Serialize)]
pub struct ListPage {
    /// What every page has.
    pub page: Shell,
    /// `type` or `tag`.
    pub of: &'static str,
    /// The type's or tag's name.
    pub title: String,
    /// How many notes there are in all.
    pub count: usize,
    /// Of how many pupils, where that may be told.
    pub students: Option<usize>,
    /// From the first day to the last.
    pub days: String,
    /// Kinds of the type that have lists of their own.
    pub kinds: Vec<CountLink>,
    /// Groups of types on this page, for choosing among them; none where there is only one.
    pub groups: Vec<GroupCount>,
    /// Notes by month, the latest first.
    pub months: Vec<Month>,
    /// The pages of the list; none where there is only one.
    pub pages: Vec<PageLink>,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// The notes of a month.
#[derive(Debug, Serialize)]
pub struct Month {
    /// `2026年5月`
    pub title: String,
    /// The latest first.
    pub entries: Vec<Entry>,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct PageLink {
    /// Its number.
    pub number: u32,
    /// Its address.
    pub href: String,
    /// Whether it is this one.
    pub here: bool,
}

/// A link with a count.
#[derive(Debug, Serialize)]
pub struct CountLink {
    /// The address.
    pub href: String,
    /// The name.
    pub label: String,
    /// How many notes.
    pub count: usize,
}

/// `types.html`
#[derive(Debug, Serialize)]
pub struct TypesPage {
    /// What every page has.
    pub page: Shell,
    /// How many notes there are.
    pub count: usize,
    /// Groups with types that occur.
    pub groups: Vec<TypeGroup>,
    /// The index of tags, where there are any.
    pub tags: Option<CountLink>,
}

/// A group of types.
#[derive(Debug, Serialize)]
pub struct TypeGroup {
    /// Its printed name.
    pub label: String,
    /// Its types that occur, in the table's order.
    pub types: Vec<CountLink>,
}

/// `tags.html`
#[derive(Debug, Serialize)]
pub struct TagsPage {
    /// What every page has.
    pub page: Shell,
    /// Tags in order.
    pub tags: Vec<CountLink>,
}

/// The index of types.
pub(super) fn types(plan: &Plan<'_>) -> TypesPage {
    let schema = &plan.view.casebook.schema;
    let here = plan.route(&Page::Types);
    let order = schema.enums.get("group").map(|it| it.choices.as_slice()).unwrap_or_default();
    let known = order.iter().map(|it| (it.key.to_string(), it.label.clone()));
    let mut groups = Vec::new();
    for (group, label) in known.chain([(String::new(), plan.word("其他").to_owned())]) {
        let of_group = |at: &usize| {
            let key = &*schema.types[*at].group;
            key == group || (group.is_empty() && !order.iter().any(|it| &*it.key == key))
        };
        let types: Vec<CountLink> =
            (0..schema.types.len()).filter(of_group).filter_map(|at| type_link(plan, &here, TypeId(at as u16))).collect();
        if !types.is_empty() {
            groups.push(TypeGroup { label, types });
        }
    }
    let tags = &plan.index.tags;
    let tags = (!tags.is_empty()).then(|| CountLink {
        href: here.to(&plan.route(&Page::Tags)),
        label: plan.word("标签").to_owned(),
        count: tags.len(),
    });
    TypesPage { page: plan.shell(&here, plan.word("记录"), "types"), count: plan.view.casebook.notes.len(), groups, tags }
}

fn type_link(plan: &Plan<'_>, here: &Route, kind: TypeId) -> Option<CountLink> {
    let count = plan.index.types[kind.0 as usize].len();
    let label = plan.view.casebook.schema.note_type(kind).label.clone();
    (count > 0).then(|| CountLink { href: here.to(&plan.route(&Page::Type(kind, 1))), label, count })
}

/// The index of tags.
pub(super) fn tags(plan: &Plan<'_>) -> TagsPage {
    let here = plan.route(&Page::Tags);
    let link = |(at, tag): (usize, &super::index::TagIndex)| CountLink {
        href: here.to(&plan.route(&Page::Tag(at as u32, 1))),
        label: tag.name.clone(),
        count: tag.notes.len(),
    };
    TagsPage {
        page: plan.shell(&here, plan.word("标签"), "types"),
        tags: plan.index.tags.iter().enumerate().map(link).collect(),
    }
}

/// A page of the notes of a type.
pub(super) fn of_type(plan: &Plan<'_>, kind: TypeId, number: u32) -> ListPage {
    let schema = &plan.view.casebook.schema;
    let here = plan.route(&Page::Type(kind, number));
    let kinds = (0..schema.types.len()).map(|at| TypeId(at as u16)).filter(|it| schema.note_type(*it).parent == Some(kind));
    let kinds = kinds.filter_map(|it| type_link(plan, &here, it)).collect();
    let title = schema.note_type(kind).label.clone();
    let notes = &plan.index.types[kind.0 as usize];
    let address = |number| plan.route(&Page::Type(kind, number));
    let list = list(plan, &here, notes, number, address);
    ListPage { of: "type", kinds, ..list.named(plan, &here, title, None) }
}

/// A page of the notes of a type within a class or term.
pub(super) fn of_scope(plan: &Plan<'_>, scope: Scope, kind: TypeId, number: u32) -> ListPage {
    let schema = &plan.view.casebook.schema;
    let here = plan.route(&Page::Records(scope, kind, number));
    let (page, name) = match scope.subject {
        Subject::Class(id) => (Page::Class(id), plan.view.casebook.class(id).name.clone()),
        _ => (Page::Term(scope.term), plan.term(scope.term)),
    };
    let index = Link { href: here.to(&plan.route(&page)), text: name };
    let notes = plan.index.records.get(&(scope, kind)).map(Vec::as_slice).unwrap_or_default();
    let address = |number| plan.route(&Page::Records(scope, kind, number));
    let kinds = (0..schema.types.len()).map(|at| TypeId(at as u16)).filter(|it| schema.note_type(*it).parent == Some(kind));
    let kinds = kinds.filter_map(|it| scoped_link(plan, &here, scope, it)).collect();
    let list = list(plan, &here, notes, number, address);
    let title = schema.note_type(kind).label.clone();
    ListPage { of: "type", kinds, ..list.named(plan, &here, title, Some(index)) }
}

/// A type with the notes that a class or term has of it.
pub(super) fn scoped_link(plan: &Plan<'_>, here: &Route, scope: Scope, kind: TypeId) -> Option<CountLink> {
    let Some(notes) = plan.index.records.get(&(scope, kind)) else {
        // All notes of the type, or none at all.
        let all = plan.index.types.get(usize::from(kind.0))?;
        let within = all.first().is_some_and(|it| plan.view.casebook.note(*it).term == Some(scope.term));
        return type_link(plan, here, kind).filter(|_| within);
    };
    let label = plan.view.casebook.schema.note_type(kind).label.clone();
    Some(CountLink { href: here.to(&plan.route(&Page::Records(scope, kind, 1))), label, count: notes.len() })
}

/// A page of the notes with a tag.
pub(super) fn of_tag(plan: &Plan<'_>, at: u32, number: u32) -> ListPage {
    let here = plan.route(&Page::Tag(at, number));
    let tag = &plan.index.tags[at as usize];
    let index = Link { href: here.to(&plan.route(&Page::Tags)), text: plan.word("标签").to_owned() };
    let address = |number| plan.route(&Page::Tag(at, number));
    let list = list(plan, &here, &tag.notes, number, address);
    ListPage { of: "tag", ..list.named(plan, &here, tag.name.clone(), Some(index)) }
}

fn list(plan: &Plan<'_>, here: &Route, notes: &[NoteId], number: u32, address: impl Fn(u32) -> Route) -> ListPage {
    let casebook = plan.view.casebook;
    let listing = Listing { here, home: false, who: true, year: false };
    let skip = (number.saturating_sub(1)) as usize * LIST_LENGTH;
    let mut months: Vec<((i16, u8), Month)> = Vec::new();
    for id in notes.iter().rev().skip(skip).take(LIST_LENGTH) {
        let date = casebook.note(*id).date;
        let month = (date.year(), date.month());
        let entry = plan.entry(*id, listing);
        match months.last_mut() {
            Some((last, it)) if *last == month => it.entries.push(entry),
            _ => months.push((month, Month { title: plan.month_of(month.0, month.1), entries: vec![entry] })),
        }
    }
    let most = notes.len().div_ceil(LIST_LENGTH) as u32;
    let link = |it: u32| PageLink { number: it, href: here.to(&address(it)), here: it == number };
    let mut students: Vec<_> = notes.iter().filter_map(|it| casebook.note(*it).student).collect();
    students.sort_unstable();
    students.dedup();
    let day = |id: Option<&NoteId>| id.map(|it| plan.date(casebook.note(*it).date)).unwrap_or_default();
    let (first, last) = (day(notes.first()), day(notes.last()));
    ListPage {
        page: plan.shell(here, "", "types"),
        of: "",
        title: String::new(),
        count: notes.len(),
        students: Some(students.len()).filter(|it| plan.view.tells_persons(*it as u32)),
        days: if first == last { first } else { say!(plan, "{}—{}", first, last) },
        kinds: Vec::new(),
        groups: plan.groups(notes.iter().rev().skip(skip).take(LIST_LENGTH).copied()),
        months: months.into_iter().map(|(_, it)| it).collect(),
        pages: if most > 1 { (1..=most).map(link).collect() } else { Vec::new() },
        previous: (number > 1).then(|| link(number - 1).href),
        next: (number < most).then(|| link(number + 1).href),
    }
}

impl ListPage {
    /// With its title, and the page that it is reached by where that is not the index of types.
    fn named(self, plan: &Plan<'_>, here: &Route, title: String, by_way_of: Option<Link>) -> Self {
        let page = plan.shell(here, title.clone(), "types");
        let page = if by_way_of.is_some() { page.by_way_of(by_way_of) } else { page };
        Self { page, title, ..self }
    }
}

/// Types with notes in a term, by group; a type counts the notes of its kinds too, as its list holds them.
pub(super) fn of_term(plan: &Plan<'_>, here: &Route, term: TermId) -> Vec<TypeGroup> {
    let schema = &plan.view.casebook.schema;
    let scope = Scope { subject: Subject::Everybody, term };
    let order = schema.enums.get("group").map(|it| it.choices.as_slice()).unwrap_or_default();
    let group = |wanted: &dyn Fn(&str) -> bool, label: &str| {
        let kinds = schema.types.iter().enumerate().filter(|(_, kind)| wanted(&kind.group));
        let types: Vec<CountLink> = kinds.filter_map(|(at, _)| scoped_link(plan, here, scope, TypeId(at as u16))).collect();
        (!types.is_empty()).then(|| TypeGroup { label: label.to_owned(), types })
    };
    let known = order.iter().filter_map(|it| group(&|key| key == &*it.key, &it.label));
    known.chain(group(&|key| !order.iter().any(|it| &*it.key == key), plan.word("其他"))).collect()
}
