//! Note types.

use super::{FieldSet, Key, Sentence};

/// A note type, by its position in [`Schema::types`](super::Schema::types).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub u16);

/// A kind of record: one row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteType {
    /// Canonical name, such as `home_visit`.
    pub key: Key,
    /// The Chinese name that is printed, after the school's own wording.
    pub label: String,
    /// Other names accepted on input.
    pub synonyms: Vec<String>,
    /// Canonical key of the group it is listed in (enumeration `group`); empty for a school's own without one.
    pub group: Key,
    /// The type it is a kind of, and is counted with.
    pub parent: Option<TypeId>,
    /// The parent's fields whose values make a note of the parent type one of this: (field, canonical value).
    pub sets: Vec<(Key, Key)>,
    /// Whether it may be kept as a table.
    pub table: bool,
    /// In whose folder it lies.
    pub scope: Vec<Scope>,
    /// Whether it may go to parents as good news.
    pub positive: bool,
    /// What each audience sees of it.
    pub share: Shares,
    /// The field that the text below the front matter fills.
    pub body: Option<Key>,
    /// The duty that it fulfils.
    pub duty: Option<Key>,
    /// Rows of the ledger.
    pub rows: Vec<String>,
    /// Common, inherited, included and own fields.
    pub fields: FieldSet,
    /// How a document may put one note into words.
    pub sentence: Option<Sentence>,
}

/// In whose folder a note lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// A student's.
    Student,
    /// A class's.
    Class,
    /// A project's.
    Project,
}

/// How much of a note an audience sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Share {
    /// Not even that it exists.
    #[default]
    None,
    /// That it exists.
    Count,
    /// Its open fields and the `brief` line.
    Brief,
    /// Its open fields and text.
    Full,
}

/// What each audience but the teacher sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shares {
    /// Colleagues of the school.
    pub staff: Share,
    /// Parents, of their own child.
    pub parent: Share,
    /// Research, anonymised.
    pub research: Share,
}

impl Scope {
    /// The scope with this key of the enumeration `scope`.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "student" => Self::Student,
            "class" => Self::Class,
            "project" => Self::Project,
            _ => return None,
        })
    }
}

impl Share {
    /// The degree with this key of the enumeration `share`.
    pub fn from_key(key: &str) -> Option<Self> {
        Some(match key {
            "none" => Self::None,
            "count" => Self::Count,
            "brief" => Self::Brief,
            "full" => Self::Full,
            _ => return None,
        })
    }
}

impl Shares {
    /// Sets the degree for an audience by its key; `None` for an unknown one. The teacher sees everything anyway.
    pub(super) fn set(&mut self, audience: &str, share: Share) -> Option<()> {
        match audience {
            "teacher" => {}
            "staff" => self.staff = share,
            "parent" => self.parent = share,
            "research" => self.research = share,
            _ => return None,
        }
        Some(())
    }
}
