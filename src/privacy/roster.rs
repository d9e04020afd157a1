//! What must not leave: everything by which the people of the roster can be recognised, as plain data.
//!
//! Redaction and the gate both start from this list and share nothing else.

mod names;

use std::collections::BTreeSet;

use crate::model::{Casebook, StudentCode};
use crate::schema::Fields;

use super::Audience;

pub use names::{is_han, parts, surname};

/// Everything that is forbidden to somebody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Forbidden {
    /// What to look for, sorted and each once.
    pub items: Vec<Item>,
    /// Words that a teacher looked at and found innocent: where one of these stands, a name within it is no leak. `海纳百川` frees
    /// the given name 百川 in the saying and nowhere else; `小满` frees the word, but not the full name that ends in it.
    pub allowed: BTreeSet<String>,
}

/// One text that must not leave.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// Where it comes from.
    pub entry: Entry,
    /// Whom it is about.
    pub whose: Whose,
    /// What it is.
    pub kind: Kind,
    /// As the roster has it; a date as `2016-05-08`.
    pub text: String,
}

/// Where in the roster an item stands. It names nobody, so that it may be printed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// A pupil's entry, guardians included.
    Student(StudentCode),
    /// A grown-up's, by its number from 1.
    Adult(usize),
    /// A place's, by its number from 1.
    Place(usize),
    /// Not in the roster but in the casebook: the school of `casebook.yaml`, teachers of a class, members of a project.
    Casebook,
}

/// Whom an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whose {
    /// A pupil.
    Pupil,
    /// A pupil's family.
    Guardian,
    /// Somebody of the school: teachers, leaders, members of a project.
    Staff,
    /// Somebody else.
    Other,
    /// Nobody: a place.
    Nobody,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A full name.
    Name,
    /// A part of a name by which people are called: a given name of two characters or more, a half of a dotted name.
    NamePart,
    /// A nickname.
    Nickname,
    /// An English name, a former name, pinyin as the roster has it.
    OtherName,
    /// Surname and form of address, such as 白老师.
    Title,
    /// A telephone number.
    Phone,
    /// An identity card's number.
    IdNumber,
    /// A number of the school register.
    StudentNumber,
    /// A date of birth.
    Birth,
    /// Where somebody lives.
    Address,
    /// Mail, chat account, number plate.
    Contact,
    /// The school.
    School,
    /// Another place: street, estate, village.
    Place,
    /// A pupil's code.
    Code,
}

impl Item {
    /// Whether a reader of this kind must not meet it. Colleagues and parents know the school and who teaches there.
    pub fn is_forbidden_to(&self, audience: Audience) -> bool {
        match audience {
            Audience::Teacher => false,
            Audience::Staff | Audience::Parent => self.whose != Whose::Staff && self.kind != Kind::School,
            Audience::Research => true,
        }
    }
}

impl Entry {
    /// Where that is, in Chinese and English.
    pub fn words(&self) -> (String, String) {
        match self {
            Entry::Student(code) => (format!("花名册 {code}"), format!("roster, {code}")),
            Entry::Adult(number) => (format!("花名册“成人”第{number}项"), format!("roster, people, item {number}")),
            Entry::Place(number) => (format!("花名册“地名”第{number}项"), format!("roster, places, item {number}")),
            Entry::Casebook => ("casebook.yaml 或班级、课题".to_owned(), "casebook.yaml, a class or a project".to_owned()),
        }
    }
}

impl Forbidden {
    /// The list of a casebook: its roster, and what stands elsewhere in it and says as much; and what `casebook review` freed.
    pub fn of(casebook: &Casebook) -> Self {
        let mut list = List::default();
        for student in &casebook.students {
            let entry = Entry::Student(student.code.clone());
            list.name(&entry, Whose::Pupil, student.name.as_deref());
            list.add(&entry, Whose::Pupil, Kind::Code, student.code.as_str());
        }
        if let Some(roster) = &casebook.roster {
            for (code, row) in &roster.students {
                list.pupil(&Entry::Student(code.clone()), &row.fields);
            }
            for (person, number) in roster.fields.records("people").into_iter().zip(1..) {
                list.adult(&Entry::Adult(number), person);
            }
            for (place, number) in roster.fields.texts("places").into_iter().zip(1..) {
                let kind = if names::is_school(place) { Kind::School } else { Kind::Place };
                list.add(&Entry::Place(number), Whose::Nobody, kind, place);
            }
        }
        let school = [casebook.config.school.as_deref(), casebook.config.documents.school.as_deref()];
        for school in school.into_iter().flatten() {
            list.add(&Entry::Casebook, Whose::Nobody, Kind::School, names::without_remark(school));
        }
        for class in &casebook.classes {
            let teachers = class.teachers.iter().map(|it| it.name.as_str());
            let others = [class.homeroom.as_deref(), class.fields.text("previous_homeroom")];
            teachers.chain(others.into_iter().flatten()).for_each(|it| list.colleague(it));
        }
        for project in &casebook.projects {
            project.fields.records("members").into_iter().filter_map(|it| it.text("name")).for_each(|it| list.colleague(it));
        }
        Self { items: list.0.into_iter().collect(), allowed: casebook.aliases.innocent.iter().cloned().collect() }
    }

    /// What a reader of this kind must not meet.
    pub fn to(&self, audience: Audience) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |it| it.is_forbidden_to(audience))
    }
}

/// The list while it is made.
#[derive(Default)]
struct List(BTreeSet<Item>);

impl List {
    fn add(&mut self, entry: &Entry, whose: Whose, kind: Kind, text: &str) {
        let text = text.trim();
        if !text.is_empty() {
            self.0.insert(Item { entry: entry.clone(), whose, kind, text: text.to_owned() });
        }
    }

    /// A full name and its parts.
    fn name(&mut self, entry: &Entry, whose: Whose, name: Option<&str>) {
        let Some(name) = name else { return };
        self.add(entry, whose, Kind::Name, name);
        for part in parts(name) {
            self.add(entry, whose, Kind::NamePart, &part);
        }
    }

    fn pupil(&mut self, entry: &Entry, row: &Fields) {
        self.name(entry, Whose::Pupil, row.text("name"));
        let mut texts = |key: &str, kind| {
            for text in row.texts(key).into_iter().chain(row.text(key)) {
                self.add(entry, Whose::Pupil, kind, text);
            }
        };
        texts("nicknames", Kind::Nickname);
        texts("other_names", Kind::OtherName);
        texts("phones", Kind::Phone);
        texts("id_number", Kind::IdNumber);
        texts("student_number", Kind::StudentNumber);
        texts("address", Kind::Address);
        texts("contacts", Kind::Contact);
        let birth = row.date("birth").map(|it| it.to_string());
        let of_id = || row.text("id_number").and_then(names::birth_of_id);
        if let Some(birth) = birth.or_else(of_id) {
            self.add(entry, Whose::Pupil, Kind::Birth, &birth);
        }
        for guardian in row.records("guardians") {
            self.name(entry, Whose::Guardian, guardian.text("name"));
            for phone in guardian.texts("phones") {
                self.add(entry, Whose::Guardian, Kind::Phone, phone);
            }
        }
    }

    fn adult(&mut self, entry: &Entry, person: &Fields) {
        let of_school =
            ["homeroom_teacher", "deputy_homeroom_teacher", "previous_homeroom_teacher", "subject_teacher", "leader"];
        let of_project = ["school", "research_team", "research_member"];
        let role = person.choice("role").unwrap_or_default();
        let is_staff = of_school.contains(&role) || of_project.contains(&role);
        let whose = if is_staff { Whose::Staff } else { Whose::Other };
        self.name(entry, whose, person.text("name"));
        for phone in person.texts("phones") {
            self.add(entry, Whose::Other, Kind::Phone, phone);
        }
        if let Some(surname) = person.text("name").and_then(surname).filter(|_| is_staff) {
            let titles: &[&str] = if role == "leader" { &["老师", "校长", "主任"] } else { &["老师"] };
            for title in titles {
                self.add(entry, whose, Kind::Title, &format!("{surname}{title}"));
            }
        }
    }

    /// Somebody whom a class or project names; codes such as `R1` say nothing.
    fn colleague(&mut self, name: &str) {
        if name.chars().filter(|it| is_han(*it)).count() < 2 {
            return;
        }
        match ["老师", "校长", "主任", "教师"].iter().any(|it| name.ends_with(it)) {
            true => self.add(&Entry::Casebook, Whose::Staff, Kind::Title, name),
            false => self.name(&Entry::Casebook, Whose::Staff, Some(name)),
        }
    }
}

#[cfg(test)]
mod tests;
