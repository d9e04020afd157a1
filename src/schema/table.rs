//! The whole table.

use std::collections::BTreeMap;

use super::{FieldSet, Key, NoteType, TypeId};

/// What a casebook can record, count and show: the embedded table with a school's own rows on top.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Note types in the table's order, the school's own last.
    pub types: Vec<NoteType>,
    /// Enumerations by key.
    pub enums: BTreeMap<Key, Enumeration>,
    /// Nested groups of fields by key.
    pub shapes: BTreeMap<Key, FieldSet>,
    /// Fields of files that are not notes: `casebook`, `roster`, `student`, `class`, `survey`, `project`, `summary`.
    pub files: BTreeMap<Key, FieldSet>,
    /// Duties in the table's order, the school's own last.
    pub duties: Vec<Duty>,
    /// Live figures in the table's order; names may hold a `{placeholder}`.
    pub figures: Vec<FigureRow>,
    /// Tables that a `casebook` block can ask for.
    pub tables: Vec<DerivedRow>,
    /// Charts that a `casebook` block can ask for.
    pub charts: Vec<DerivedRow>,
    /// The acceptance list, in order of its rows.
    pub ledger: Vec<LedgerRow>,
    /// Score levels when the casebook gives none.
    pub standards: Vec<StandardRow>,
    /// Headings of documents: genre, then (section, heading) in order.
    pub sections: BTreeMap<Key, Vec<(Key, String)>>,
    /// Fields that every note has; they come first in the fields of each type.
    pub common: FieldSet,
    pub(super) file_labels: BTreeMap<Key, String>,
    pub(super) type_names: BTreeMap<String, TypeId>,
}

/// A fixed set of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enumeration {
    /// Its Chinese name.
    pub label: String,
    /// Whether a school may add values.
    pub open: bool,
    /// The values in the table's order.
    pub choices: Vec<Choice>,
    /// Words that are accepted with a warning.
    pub discouraged: Vec<String>,
    /// Values that are summed up under one heading, in the table's order; none for most.
    pub groups: Vec<(String, Vec<Key>)>,
    by_name: BTreeMap<String, usize>,
}

/// A value of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Canonical key.
    pub key: Key,
    /// The Chinese name that is printed.
    pub label: String,
    /// Other names accepted on input.
    pub synonyms: Vec<String>,
}

/// Something owed regularly: note types × period × times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duty {
    /// Canonical key.
    pub key: Key,
    /// The Chinese name that is printed.
    pub label: String,
    /// Other names accepted on input.
    pub synonyms: Vec<String>,
    /// Notes of these types, kinds of them included, fulfil it.
    pub types: Vec<TypeId>,
    /// How often.
    pub period: Period,
    /// How many notes a period.
    pub times: u32,
    /// Whether it is owed to each class rather than each student.
    pub per_class: bool,
    /// What lets a period off.
    pub excused: Vec<Excuse>,
}

/// How often a duty falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// Each week of the term.
    Week,
    /// Each month of the term.
    Month,
    /// Each term.
    Term,
    /// Once for good.
    Once,
}

/// What lets a period off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Excuse {
    /// It has no school day.
    Holiday,
    /// The student missed all of it.
    Absence,
    /// The case was not yet open.
    BeforeOpened,
    /// The case was closed.
    AfterClosed,
    /// A note of type `six_ones` says so.
    Marked,
}

/// A live figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// Name, perhaps with a `{placeholder}` for a type, duty or enumeration value.
    pub name: String,
    /// Chinese name, perhaps with `{label}`.
    pub label: String,
    /// Other names accepted on input.
    pub synonyms: Vec<String>,
    /// What it computes, in words.
    pub computes: String,
    /// The figure that is its denominator.
    pub denominator: Option<String>,
    /// Unit, as printed.
    pub unit: Option<String>,
    /// What its argument names: `measure` or `subject`.
    pub takes: Option<String>,
    /// Of what it may be asked: `student`, `class`, `term`, `project`.
    pub scope: Vec<String>,
    /// Letters of the audiences: T, S, P, X.
    pub audiences: Vec<char>,
}

/// A derived table or chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DerivedRow {
    /// Canonical key.
    pub key: Key,
    /// The Chinese name that is printed as its caption.
    pub label: String,
    /// Other names accepted on input.
    pub synonyms: Vec<String>,
    /// Column heads; none for a chart.
    pub columns: Vec<String>,
    /// Letters of the audiences.
    pub audiences: Vec<char>,
}

/// A row of the acceptance list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// Its number, such as `A6.1`.
    pub row: String,
    /// Its Chinese name.
    pub label: String,
    /// Note types that record it.
    pub types: Vec<Key>,
    /// `file.field` or `type.field` that record it.
    pub fields: Vec<String>,
    /// Files that record it.
    pub files: Vec<Key>,
    /// Figures that count it.
    pub figures: Vec<String>,
    /// Pages that show it.
    pub shown_at: Vec<String>,
    /// Genre and section that show it.
    pub document_section: Vec<(Key, Key)>,
}

/// Score levels in percent of full marks, for some grades and subjects.
#[derive(Debug, Clone, PartialEq)]
pub struct StandardRow {
    /// Grades 1 to 6; empty for all.
    pub grades: Vec<Key>,
    /// Subjects; empty for all.
    pub subjects: Vec<Key>,
    /// From here on excellent, where it is set.
    pub excellent: Option<f64>,
    /// From here on good, where it is set.
    pub good: Option<f64>,
    /// From here on pass.
    pub pass: f64,
    /// Below here a low score, where it is set.
    pub low: Option<f64>,
}

impl Enumeration {
    /// Takes values in order. Of two values with one name the earlier keeps it.
    pub fn new(
        label: String,
        open: bool,
        choices: Vec<Choice>,
        discouraged: Vec<String>,
        groups: Vec<(String, Vec<Key>)>,
    ) -> Self {
        let mut by_name = BTreeMap::new();
        for (at, choice) in choices.iter().enumerate() {
            for name in [&*choice.key, &choice.label].into_iter().chain(choice.synonyms.iter().map(String::as_str)) {
                by_name.entry(super::normalize(name)).or_insert(at);
            }
        }
        Self { label, open, choices, discouraged, groups, by_name }
    }

    /// The value that goes by this name in any spelling.
    pub fn find(&self, name: &str) -> Option<&Choice> {
        self.by_name.get(name).or_else(|| self.by_name.get(&super::normalize(name))).and_then(|at| self.choices.get(*at))
    }

    /// Reads a label that has replaced another.
    pub(super) fn learn(&mut self, label: &str) {
        if let Some(at) = self.choices.iter().position(|it| it.label == label) {
            self.by_name.entry(super::normalize(label)).or_insert(at);
        }
    }

    /// Adds a school's own value.
    pub(super) fn add(&mut self, choice: Choice) {
        let at = self.choices.len();
        for name in [&*choice.key, &choice.label].into_iter().chain(choice.synonyms.iter().map(String::as_str)) {
            self.by_name.entry(super::normalize(name)).or_insert(at);
        }
        self.choices.push(choice);
    }
}

impl Period {
    /// The period with this key of the enumeration `period`.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "week" => Self::Week,
            "month" => Self::Month,
            "term" => Self::Term,
            "once" => Self::Once,
            _ => return None,
        })
    }
}

impl Excuse {
    /// All of them.
    pub(super) const ALL: [Self; 5] = [Self::Holiday, Self::Absence, Self::BeforeOpened, Self::AfterClosed, Self::Marked];

    /// The excuse with this key of the enumeration `excuse`.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "holiday" => Self::Holiday,
            "absence" => Self::Absence,
            "before_opened" => Self::BeforeOpened,
            "after_closed" => Self::AfterClosed,
            "marked" => Self::Marked,
            _ => return None,
        })
    }
}

impl Schema {
    /// The type with this id. Ids come from this schema, so there is one.
    pub fn note_type(&self, id: TypeId) -> &NoteType {
        &self.types[id.0 as usize]
    }

    /// The type that goes by this name in any spelling.
    pub fn find_type(&self, name: &str) -> Option<TypeId> {
        self.type_names.get(name).or_else(|| self.type_names.get(&super::normalize(name))).copied()
    }

    /// The types with their ids, in the table's order.
    pub fn types(&self) -> impl Iterator<Item = (TypeId, &NoteType)> {
        self.types.iter().zip(0..).map(|(row, id)| (TypeId(id), row))
    }

    /// The printed name of a kind of file: 学生 for `student`.
    pub fn file_label<'a>(&'a self, file: &'a str) -> &'a str {
        self.file_labels.get(file).map_or(file, String::as_str)
    }

    /// The fields of a kind of file: `casebook`, `roster`, `student`, `class`, `survey`, `project`, `summary`.
    pub fn file_fields(&self, file: &str) -> &FieldSet {
        static NONE: FieldSet = FieldSet::empty();
        self.files.get(file).unwrap_or(&NONE)
    }

    /// Adds a type. Of two types with one name the earlier keeps it.
    pub(super) fn add_type(&mut self, row: NoteType) {
        let id = TypeId(u16::try_from(self.types.len()).unwrap_or(u16::MAX));
        for name in [&*row.key, &row.label].into_iter().chain(row.synonyms.iter().map(String::as_str)) {
            self.type_names.entry(super::normalize(name)).or_insert(id);
        }
        self.types.push(row);
    }

    /// Whether `id` is `ancestor` or a kind of it.
    pub fn is_a(&self, id: TypeId, ancestor: TypeId) -> bool {
        let mut at = Some(id);
        while let Some(it) = at {
            if it == ancestor {
                return true;
            }
            at = self.note_type(it).parent;
        }
        false
    }

    /// The printed name of an enumeration's value; the key itself for a school's own or an unknown one.
    pub fn choice_label<'a>(&'a self, enumeration: &str, key: &'a str) -> &'a str {
        let choices = self.enums.get(enumeration).map(|it| it.choices.as_slice()).unwrap_or_default();
        choices.iter().find(|it| &*it.key == key).map_or(key, |it| &it.label)
    }

    /// The duty that goes by this name in any spelling.
    pub fn find_duty(&self, name: &str) -> Option<&Duty> {
        let name = super::normalize(name);
        let known = |duty: &&Duty| {
            let names = [&*duty.key, &duty.label].into_iter().chain(duty.synonyms.iter().map(String::as_str));
            names.map(super::normalize).any(|it| it == name)
        };
        self.duties.iter().find(known)
    }
}
