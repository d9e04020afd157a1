//! Contacts with families of a class and term: by mode and month, whom they reached, what was agreed and kept.

use std::collections::BTreeMap;

use crate::analysis::Scope;
use crate::date::DateRange;
use crate::diag::Language;
use crate::model::{Note, NoteId, StudentId};
use crate::phrases::{Speaks, say};
use crate::privacy::{Audience, Parts};
use crate::site::tables::MISSING;
use crate::site::wording::{self, percent};
use crate::site::{Route, TableRow, WITHHELD};

use super::chapter::{Chapter, Part, Tally};
use super::duties::{LedgerPage, leading};
use super::ink::Ink;
use super::plan::{Page, Plan};
use super::sheet::{Sheet, SheetCell, SheetRow, table_of};

/// What a contact's row shows beside its day, pupil and mode.
const COLUMNS: [(&str, bool); 8] = [
    ("日期", false),
    ("学生", false),
    ("方式", false),
    ("家长", false),
    ("主要内容", false),
    ("通报进步", false),
    ("约定", false),
    ("效果", false),
];

/// Contacts of a scope with how each family was reached.
struct Contacts<'a> {
    scope: Scope,
    notes: Vec<(NoteId, &'a Note)>,
    /// Modes that occur: canonical key, printed name.
    modes: Vec<(String, String)>,
    /// The term's months.
    months: Vec<DateRange>,
}

/// The page of a scope's contacts.
pub(super) fn view(plan: &Plan<'_>, scope: Scope, ink: &dyn Ink) -> LedgerPage {
    let here = plan.route(&Page::Contacts(scope));
    let contacts = plan.contacts_of(scope);
    let visits = ["visitors", "purpose", "at_school", "at_home", "parent_view", "agreement", "next_date"];
    let part = |key: &'static str, tallies: Vec<Option<Tally>>, sheet: Option<Sheet>| {
        let folded = sheet.as_ref().is_some_and(|it| it.rows.len() > 8);
        Part { key, tallies: tallies.into_iter().flatten().collect(), sheet, folded, ..Part::default() }
    };
    let figure = |name: &str| plan.tally(name, scope);
    let count = |kind: &str| plan.count_of(&here, kind, scope);
    let listed = |kind: &str, fields: &[&str]| plan.listed(&here, scope, kind, fields, true);
    let with_rows = |it: Part| if it.sheet.is_some() { it } else { Part::default() };
    let chapters = [
        Chapter::of(
            "by_month",
            [Part {
                figure: plan.figure_of("contacts", scope, &here, ink),
                ..part("", Vec::new(), plan.modes_by_month(&contacts, &here))
            }],
        ),
        Chapter::of(
            "families_reached",
            [part("", vec![figure("family_contact.coverage")], plan.pupils_by_mode(&contacts, &here))].map(|it| Part {
                folded: false,
                note: plan.not_reached(&contacts),
                ..it
            }),
        ),
        Chapter::of(
            "visits",
            [with_rows(part("", vec![count("home_visit"), figure("home_visit.coverage")], listed("home_visit", &visits)))],
        ),
        Chapter::of(
            "phone",
            [with_rows(part(
                "",
                vec![count("phone_check"), figure("phone_check.done_rate")],
                listed("phone_check", &["present", "checked", "result", "parent_view", "effect"]),
            ))]
            .map(|it| Part { note: plan.phone_results(scope), ..it }),
        ),
        Chapter::of(
            "liaison",
            [with_rows(part(
                "",
                vec![
                    count("liaison_book"),
                    figure("liaison_book.reply_rate"),
                    plan.known_rate(scope, "liaison_book", "signed"),
                ],
                listed("liaison_book", &["teacher_entry", "parent_reply", "signed"]),
            ))],
        ),
        Chapter::of(
            "cards",
            [with_rows(part(
                "",
                vec![
                    count("pickup_card"),
                    figure("pickup_card.coverage"),
                    plan.known_rate(scope, "pickup_card", "parent_seen"),
                ],
                listed("pickup_card", &["progress", "parent_seen", "parent_word"]),
            ))],
        ),
        Chapter::of("agreements", [plan.agreements(&contacts, &here)]),
        Chapter::of(
            "partnership",
            [part("", Vec::new(), listed("partnership_note", &["school_action", "family_action", "community_action", "note"]))],
        ),
        Chapter::of("all_contacts", plan.months_of(&contacts, &here)),
    ];
    let total = contacts.notes.len();
    let tally =
        |label: &str, value: String, href: &str| Some(Tally { label: label.to_owned(), value, href: Some(href.to_owned()) });
    let tallies = [
        tally(plan.word("联系"), say!(plan, "{}次", total), "#all_contacts"),
        figure("family_contact.coverage").and_then(|it| tally(plan.word("覆盖家庭"), it.value, "#families_reached")),
        figure("contact.visit_share").and_then(|it| tally(plan.word("其中家访"), it.value, "#visits")),
        figure("contact.progress_reported").and_then(|it| tally(plan.word("通报进步"), it.value, "#all_contacts")),
    ];
    let chapters: Vec<Chapter> = chapters.into_iter().flatten().collect();
    let tallies = tallies.into_iter().flatten().filter(|_| total > 0).collect();
    LedgerPage {
        page: plan.shell(&here, plan.word("家校联系"), "contacts"),
        of: plan.scope_in_words(scope),
        others: plan.other_ledgers(&here, scope, Page::Contacts),
        tallies: leading(tallies, &chapters),
        chapters,
    }
}

/// The place of the contacts of a month and mode on the page.
fn place(month: DateRange, mode: &str) -> String {
    format!("c{}-{:02}-{mode}", month.from.year(), month.from.month())
}

impl<'v> Plan<'v> {
    fn contacts_of(&self, scope: Scope) -> Contacts<'v> {
        let casebook = self.view.casebook;
        let notes = self.view.analysis.notes_of(scope, "family_contact");
        let choices = casebook.schema.enums.get("contact_mode").map(|it| it.choices.as_slice()).unwrap_or_default();
        let occurs = |key: &str| notes.iter().any(|(_, note)| self.mode_of(note) == Some(key));
        let modes = choices.iter().filter(|it| occurs(&it.key)).map(|it| (it.key.to_string(), it.label.clone()));
        Contacts {
            scope,
            modes: modes.collect(),
            months: self.view.analysis.term(scope.term).map(|it| it.months()).unwrap_or_default(),
            notes,
        }
    }

    /// How the family was reached: as written, else as the kind of contact says.
    fn mode_of<'n>(&'n self, note: &'n Note) -> Option<&'n str> {
        let kind = self.view.casebook.schema.note_type(note.kind);
        let set = || kind.sets.iter().find(|(field, _)| &**field == "mode").map(|(_, value)| &**value);
        note.fields.choice("mode").or_else(set)
    }

    /// Mode by month; each number leads to its contacts below.
    fn modes_by_month(&self, contacts: &Contacts<'_>, here: &Route) -> Option<Sheet> {
        if contacts.notes.is_empty() {
            return None;
        }
        let titles: Vec<String> = contacts.months.iter().map(|it| self.month(*it)).collect();
        let mut columns = vec![(self.word("方式"), false)];
        columns.extend(titles.iter().map(|it| (it.as_str(), true)));
        columns.extend([(self.word("合计"), true), (self.word("覆盖家庭"), true)]);
        let students = self.view.analysis.students(contacts.scope);
        let row = |label: &str, mode: Option<&str>| {
            let own = || contacts.notes.iter().filter(|(_, note)| mode.is_none_or(|it| self.mode_of(note) == Some(it)));
            let of_month = |month: &DateRange| {
                let count = own().filter(|(_, note)| month.contains(note.date)).count();
                // The contacts of a month stand together by mode, so a sum leads to the first of them.
                let first = contacts
                    .modes
                    .iter()
                    .map(|(key, _)| key.as_str())
                    .find(|key| own().any(|(_, note)| month.contains(note.date) && self.mode_of(note) == Some(key)));
                match first {
                    Some(mode) if count > 0 => SheetCell::link(count.to_string(), format!("#{}", place(*month, mode))),
                    _ => SheetCell::words(count.to_string()),
                }
            };
            let covered = |scope: Scope| {
                let (notes, students) = (self.contacts_of(scope).notes, self.view.analysis.students(scope));
                let of_mode = |note: &Note| mode.is_none_or(|it| self.mode_of(note) == Some(it));
                let reached = |id: &&StudentId| {
                    notes.iter().any(|(_, note)| of_mode(note) && self.view.analysis.concerned(note).contains(id))
                };
                Parts::one(students.iter().filter(reached).count() as u32, students.len() as u32)
            };
            let covered = match self.view.tells(contacts.scope, &covered) {
                true => covered(contacts.scope).parts.iter().map(|it| format!("{it}/{}", students.len())).collect(),
                false => self.word(WITHHELD).to_owned(),
            };
            let kind = match mode {
                Some("visit") => self.type_href(here, contacts.scope, "home_visit"),
                Some("phone") => self.type_href(here, contacts.scope, "phone_check"),
                Some("book") => self.type_href(here, contacts.scope, "liaison_book"),
                Some(mode) => contacts.months.iter().find_map(|month| {
                    let occurs = |(_, note): &&(NoteId, &Note)| month.contains(note.date) && self.mode_of(note) == Some(mode);
                    contacts.notes.iter().find(occurs).map(|_| format!("#{}", place(*month, mode)))
                }),
                None => Some("#all_contacts".to_owned()),
            };
            let mut cells = vec![SheetCell::words(label)];
            cells.extend(contacts.months.iter().map(of_month));
            cells.push(SheetCell { href: kind, ..SheetCell::words(own().count().to_string()) });
            cells.push(SheetCell::link(covered, "#families_reached"));
            SheetRow { id: None, cells }
        };
        let mut rows: Vec<SheetRow> = contacts.modes.iter().map(|(key, label)| row(label, Some(key))).collect();
        rows.push(row(self.word("合计"), None));
        let n = self.view.n(contacts.scope, students.len() as u32);
        let note = say!(self, "覆盖家庭：联系过的家庭/关注学生的家庭（{}）。", n);
        Some(Sheet::new(self.word("各方式每月的次数"), &columns, rows).with_note(note))
    }

    /// Pupil by mode; each number leads to the pupil's contacts.
    fn pupils_by_mode(&self, contacts: &Contacts<'_>, here: &Route) -> Option<Sheet> {
        let students = self.view.analysis.students(contacts.scope);
        if contacts.notes.is_empty() || students.is_empty() {
            return None;
        }
        let mut columns = vec![(self.word("学生"), false)];
        columns.extend(contacts.modes.iter().map(|(_, label)| (label.as_str(), true)));
        columns.extend([(self.word("合计"), true), (self.word("最近一次"), false)]);
        let rows = students.iter().map(|id| {
            let link = self.pupil_link(*id, here);
            let own: Vec<&(NoteId, &Note)> = contacts.notes.iter().filter(|(_, note)| note.student == Some(*id)).collect();
            let count = |count: usize| match count {
                0 => SheetCell::words("0"),
                count => SheetCell::link(count.to_string(), format!("{}#families", link.href)),
            };
            let mut cells = vec![SheetCell::link(&link.text, &link.href)];
            let of = |mode: &str| own.iter().filter(|(_, note)| self.mode_of(note) == Some(mode)).count();
            cells.extend(contacts.modes.iter().map(|(key, _)| count(of(key))));
            cells.push(count(own.len()));
            let latest = own
                .last()
                .map(|(id, note)| SheetCell { href: self.note_href(here, *id), ..SheetCell::words(self.month_day(note.date)) });
            cells.push(latest.unwrap_or_else(|| SheetCell::words(MISSING)));
            SheetRow { id: None, cells }
        });
        Some(Sheet::new(self.word("每名学生各方式的次数"), &columns, rows.collect()))
    }

    /// Pupils whose family was not reached.
    fn not_reached(&self, contacts: &Contacts<'_>) -> Option<String> {
        let students = self.view.analysis.students(contacts.scope);
        let reached = |id| contacts.notes.iter().any(|(_, note)| self.view.analysis.concerned(note).contains(&id));
        let left: Vec<&str> =
            students.iter().filter(|id| !reached(**id)).map(|id| self.view.casebook.student(*id).shown_name()).collect();
        // Who does not read of contacts does not read that there were none.
        let read =
            self.view.casebook.schema.tables.iter().any(|it| &*it.key == "contacts" && self.view.may_read(&it.audiences));
        (read && !left.is_empty())
            .then(|| say!(self, "还没有联系：{}（{}/{}）。", self.list(&left), left.len(), students.len()))
    }

    /// Results of spot checks, those without one said apart.
    fn phone_results(&self, scope: Scope) -> Option<String> {
        let notes = self.view.analysis.notes_of(scope, "phone_check");
        let choices = self.view.casebook.schema.enums.get("check_result").map(|it| it.choices.as_slice()).unwrap_or_default();
        let count = |key: Option<&str>| notes.iter().filter(|(_, note)| note.fields.choice("result") == key).count();
        let known: Vec<String> = choices
            .iter()
            .map(|it| (&it.label, count(Some(&it.key))))
            .map(|(label, count)| say!(self, "{}{}次", label, count))
            .collect();
        let n = notes.len() - count(None);
        // Who is not shown the results does not read that there are none.
        let shown = n > 0 || self.view.audience == Audience::Teacher;
        (!notes.is_empty() && shown).then(|| match count(None) {
            0 => say!(self, "{}（n={}）。", known.join(self.word("，")), n),
            unknown => say!(self, "{}（n={}）；没有写结果的{}次，不计入落实率。", known.join(self.word("，")), n, unknown),
        })
    }

    /// How often a yes-or-no field is yes among the notes that fill it.
    fn known_rate(&self, scope: Scope, kind: &str, field: &str) -> Option<Tally> {
        let schema = &self.view.casebook.schema;
        let notes = self.view.analysis.notes_of(scope, kind);
        let known: Vec<bool> = notes.iter().filter_map(|(_, note)| note.fields.boolean(field)).collect();
        let yes = known.iter().filter(|it| **it).count();
        let label = schema.note_type(schema.find_type(kind)?).fields.find(field)?.label.clone();
        let share = percent(yes as u32, known.len() as u32)?;
        let unknown = notes.len() - known.len();
        let rest = if unknown > 0 { say!(self, "；没有写的{}次不计", unknown) } else { String::new() };
        Some(Tally { label, value: say!(self, "{}/{}（{}{}）", yes, known.len(), share, rest), href: None })
    }

    /// What was agreed: known results apart from unknown ones.
    fn agreements(&self, contacts: &Contacts<'_>, here: &Route) -> Part {
        let casebook = self.view.casebook;
        let mut rows = Vec::new();
        let (mut kept, mut known) = (0u32, 0u32);
        for (id, note) in &contacts.notes {
            for agreement in note.fields.records("agreement") {
                let done = agreement.boolean("done");
                known += u32::from(done.is_some());
                kept += u32::from(done == Some(true));
                let who = agreement.choice("who").map(|it| casebook.schema.choice_label("party", it).to_owned());
                let cells = vec![
                    self.month_day(note.date),
                    self.whose(note),
                    agreement.text("text").unwrap_or(MISSING).to_owned(),
                    who.unwrap_or_else(|| MISSING.to_owned()),
                    agreement.date("due").map_or_else(|| MISSING.to_owned(), |it| self.month_day(it)),
                    done.map_or(self.word("没有写"), |it| if it { self.word("落实") } else { self.word("未落实") }).to_owned(),
                ];
                rows.push(TableRow { cells, notes: vec![*id] });
            }
        }
        let all = rows.len() as u32;
        if all == 0 {
            return Part::default();
        }
        let tally = |label: &str, value: String| Tally { label: label.to_owned(), value, href: None };
        let mut tallies = vec![tally(self.word("约定"), say!(self, "{}条", all))];
        match percent(kept, known) {
            Some(share) => tallies.push(tally(self.word("已落实"), say!(self, "{}/{}（{}）", kept, known, share))),
            None => tallies.push(tally(self.word("已落实"), self.word("没有登记，不作判断").to_owned())),
        }
        if all > known {
            tallies.push(tally(self.word("没有写结果"), format!("{}/{all}", all - known)));
        }
        let columns = [
            (self.word("日期"), false),
            (self.word("学生"), false),
            (self.word("约定"), false),
            (self.word("负责"), false),
            (self.word("期限"), false),
            (self.word("结果"), false),
        ];
        let sheet = self.sheet(here, table_of(say!(self, "家校约定（{}条）", all), &columns, rows));
        Part { tallies, folded: all > 8, sheet: Some(sheet), ..Part::default() }
    }

    /// Every contact by month, those of one mode together.
    fn months_of(&self, contacts: &Contacts<'_>, here: &Route) -> Vec<Part> {
        let casebook = self.view.casebook;
        let field = |note: &Note, key: &str| {
            let field = casebook.schema.note_type(note.kind).fields.find(key)?;
            Some(wording::text_value(casebook, field, note.fields.get(key)?)).filter(|it| !it.is_empty())
        };
        let mut parts = Vec::new();
        for month in &contacts.months {
            let mut rows = Vec::new();
            let mut ids: BTreeMap<usize, String> = BTreeMap::new();
            for (mode, label) in &contacts.modes {
                let own =
                    contacts.notes.iter().filter(|(_, note)| self.mode_of(note) == Some(mode) && month.contains(note.date));
                for (at, (id, note)) in own.enumerate() {
                    if at == 0 {
                        ids.insert(rows.len(), place(*month, mode));
                    }
                    let or_missing = |it: Option<String>| it.unwrap_or_else(|| MISSING.to_owned());
                    let cells = vec![
                        self.month_day(note.date),
                        self.whose(note),
                        label.clone(),
                        or_missing(field(note, "present")),
                        wording::headline(casebook, note).0,
                        or_missing(field(note, "progress_reported")),
                        or_missing(agreed(self.language(), note)),
                        or_missing(field(note, "effect")),
                    ];
                    rows.push(TableRow { cells, notes: vec![*id] });
                }
            }
            if rows.is_empty() {
                continue;
            }
            let caption = say!(self, "{}的联系（{}次）", self.month(*month), rows.len());
            let mut sheet = self.sheet(here, table_of(caption, &COLUMNS.map(|(name, number)| (self.word(name), number)), rows));
            for (row, id) in sheet.rows.iter_mut().enumerate().filter_map(|(at, row)| Some((row, ids.remove(&at)?))) {
                row.id = Some(id);
            }
            parts.push(Part { sheet: Some(sheet), ..Part::default() });
        }
        parts
    }
}

/// What was agreed, item by item.
fn agreed(language: Language, note: &Note) -> Option<String> {
    let items: Vec<&str> = note.fields.records("agreement").iter().filter_map(|it| it.text("text")).collect();
    (!items.is_empty()).then(|| items.join(language.word("；")))
}
