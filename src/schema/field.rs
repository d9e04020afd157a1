//! Fields: what a value must be.

use std::collections::BTreeMap;

use super::Key;

/// A field of a note type, a shape or a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Canonical name.
    pub key: Key,
    /// The Chinese name that is printed.
    pub label: String,
    /// Other names accepted on input.
    pub synonyms: Vec<String>,
    /// What a value must be.
    pub kind: FieldType,
    /// Whether it must be there. A type's body field may be the text below the front matter instead.
    pub required: bool,
    /// Least value of a number.
    pub min: Option<f64>,
    /// Greatest value of a number.
    pub max: Option<f64>,
    /// Unit of a number, as printed.
    pub unit: Option<String>,
    /// Who may see it.
    pub class: Sensitivity,
    /// One sentence with an example.
    pub help: String,
    /// Of a list: each item counts as a note of this type.
    pub counts_as: Option<Key>,
    /// The choices of a school's own text field; empty for every other.
    pub values: Vec<String>,
}

/// How closed a field is, from open to closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sensitivity {
    /// Anybody.
    Public,
    /// The school's staff.
    Staff,
    /// The pupil's own teachers, in documents too.
    Case,
    /// The pupil's own teachers, on pages only. What is not declared is secret.
    Secret,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// Words.
    Text,
    /// Words with marks.
    Markdown,
    /// A day.
    Date,
    /// One day or a stretch of days.
    DateRange,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// A whole number from 1 to 5.
    Rating,
    /// One of an enumeration's values.
    Enum(Key),
    /// A group of fields.
    Record(Key),
    /// A name of something else in the casebook.
    Ref(RefKind),
    /// Several; in a table, separated by `；` or `;`.
    List(Box<FieldType>),
    /// Keys and values; the keys are of the enumeration, where one is named.
    Map(Box<FieldType>, Option<Key>),
}

/// What a reference names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RefKind {
    /// A student's code.
    Student,
    /// A note: `S02/2026-05-08`, `2026-05-08-谈心`, or a path.
    Note,
    /// A class: `4-2`, `四（2）班`.
    Class,
    /// A project's folder.
    Project,
    /// A survey's folder.
    Survey,
    /// A summary's file.
    Summary,
    /// A term.
    Term,
    /// A note type.
    Type,
    /// A duty.
    Duty,
    /// A measure of `casebook.yaml`, or one that only notes name.
    Measure,
}

impl Sensitivity {
    /// The class with this key of the enumeration `sensitivity`.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "public" => Self::Public,
            "staff" => Self::Staff,
            "case" => Self::Case,
            "secret" => Self::Secret,
            _ => return None,
        })
    }
}

impl FieldType {
    /// Reads a type as the table writes it: `list(record(goal))`. `keys` is the enumeration of a map's keys.
    pub(super) fn parse(text: &str, keys: Option<Key>) -> Option<Self> {
        let text = text.trim();
        if let Some((outer, rest)) = text.split_once('(') {
            let inner = rest.strip_suffix(')')?;
            return Some(match outer {
                "rating" if inner == "1-5" => Self::Rating,
                "enum" => Self::Enum(inner.into()),
                "record" => Self::Record(inner.into()),
                "ref" => Self::Ref(RefKind::from_key(inner)?),
                "list" => Self::List(Box::new(Self::parse(inner, None)?)),
                "map" => Self::Map(Box::new(Self::parse(inner, None)?), keys),
                _ => return None,
            });
        }
        Some(match text {
            "text" => Self::Text,
            "markdown" => Self::Markdown,
            "date" => Self::Date,
            "date_range" => Self::DateRange,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "boolean" => Self::Boolean,
            "rating" => Self::Rating,
            _ => return None,
        })
    }
}

impl RefKind {
    fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "student" => Self::Student,
            "note" => Self::Note,
            "class" => Self::Class,
            "project" => Self::Project,
            "survey" => Self::Survey,
            "summary" => Self::Summary,
            "term" => Self::Term,
            "type" => Self::Type,
            "duty" => Self::Duty,
            "measure" => Self::Measure,
            _ => return None,
        })
    }

    /// What it is called in a finding.
    pub fn label(self) -> &'static str {
        match self {
            Self::Student => "学生",
            Self::Note => "记录",
            Self::Class => "班级",
            Self::Project => "课题",
            Self::Survey => "问卷",
            Self::Summary => "文稿",
            Self::Term => "学期",
            Self::Type => "记录类型",
            Self::Duty => "任务",
            Self::Measure => "指标",
        }
    }
}

/// The fields of one context, in the table's order, found by any of their names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FieldSet {
    fields: Vec<Field>,
    by_name: BTreeMap<String, usize>,
}

impl FieldSet {
    /// Takes fields in order. Of two with one key the later replaces the earlier in its place.
    pub fn new(fields: impl IntoIterator<Item = Field>) -> Self {
        let mut set = Self::default();
        for field in fields {
            let at = set.fields.iter().position(|it| it.key == field.key);
            let at = at.unwrap_or(set.fields.len());
            for name in [&*field.key, &field.label].into_iter().chain(field.synonyms.iter().map(String::as_str)) {
                set.by_name.entry(super::normalize(name)).or_insert(at);
            }
            match set.fields.get_mut(at) {
                Some(slot) => *slot = field,
                None => set.fields.push(field),
            }
        }
        set
    }

    /// The fields in order, to be given other labels; the names by which they are found stay.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        self.fields.iter_mut()
    }

    /// The same fields but one.
    pub fn without(&self, key: &str) -> Self {
        Self::new(self.iter().filter(|it| &*it.key != key).cloned())
    }

    /// No fields.
    pub(super) const fn empty() -> Self {
        Self { fields: Vec::new(), by_name: BTreeMap::new() }
    }

    /// The field that goes by this name, in any spelling.
    pub fn find(&self, name: &str) -> Option<&Field> {
        self.position(name).and_then(|at| self.fields.get(at))
    }

    /// Where in the table's order the field stands that goes by this name, in any spelling.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).or_else(|| self.by_name.get(&super::normalize(name))).copied()
    }

    /// The field at a place in the table's order.
    pub(super) fn at(&self, position: usize) -> Option<&Field> {
        self.fields.get(position)
    }

    /// The fields in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Field> {
        self.fields.iter()
    }
}
