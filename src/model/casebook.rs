//! The casebook and what is in it besides students and notes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::Config;
use crate::date::{Date, TermId};
use crate::diag::Language;
use crate::phrases::Speaks;
use crate::schema::{Fields, Key, Schema, class_key, class_name, class_of_cohort};
use crate::source::{FileId, SitePath, Span};
use crate::syntax::Prose;

use super::{Note, NoteId, Student, StudentCode, StudentId};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);)*
    };
}

ids! {
    /// A class, by position in [`Casebook::classes`].
    ClassId
    /// A survey, by position in [`Casebook::surveys`].
    SurveyId
    /// A project, by position in [`Casebook::projects`].
    ProjectId
    /// A written summary, by position in [`Casebook::summaries`].
    SummaryId
}

/// A checked casebook.
#[derive(Debug, Clone)]
pub struct Casebook {
    /// The table by which it was checked, the school's own rows included.
    pub schema: Arc<Schema>,
    /// `casebook.yaml`.
    pub config: Config,
    /// Students in order of code.
    pub students: Vec<Student>,
    /// Notes by date, then student, type, path and row; drafts are left out.
    pub notes: Vec<Arc<Note>>,
    /// Classes in order of folder. A class that only students name has no file of its own.
    pub classes: Vec<Class>,
    /// Surveys in order of folder.
    pub surveys: Vec<Survey>,
    /// Projects in order of folder.
    pub projects: Vec<Project>,
    /// Written summaries in order of path.
    pub summaries: Vec<Summary>,
    /// `roster.yaml`, if it is there.
    pub roster: Option<Roster>,
    /// `aliases.yaml`; empty where it is not there.
    pub aliases: Aliases,
    /// Images, by path.
    pub assets: BTreeMap<SitePath, Asset>,
    /// Notes of each student, in order of date. As long as `students`.
    pub by_student: Vec<Vec<NoteId>>,
}

/// A class.
#[derive(Debug, Clone)]
pub struct Class {
    /// Canonical name: `4-2`.
    pub key: String,
    /// As documents print it: `四（2）班`.
    pub name: String,
    /// Grade 1 to 6.
    pub grade: Option<u8>,
    /// How many pupils.
    pub size: Option<u32>,
    /// Homeroom teacher.
    pub homeroom: Option<String>,
    /// Teachers.
    pub teachers: Vec<Teacher>,
    /// Everything as checked; empty for a class without a file.
    pub fields: Fields,
    /// The text.
    pub body: Prose,
    /// The file, where there is one.
    pub path: Option<SitePath>,
}

/// A teacher of a class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teacher {
    /// As colleagues call them.
    pub name: String,
    /// Canonical key of the role.
    pub role: Option<Key>,
    /// Canonical key of the subject.
    pub subject: Option<Key>,
}

/// A survey.
#[derive(Debug, Clone)]
pub struct Survey {
    /// The folder's name.
    pub key: String,
    /// Title.
    pub title: String,
    /// When it was held.
    pub date: Date,
    /// Everything as checked: items, sent, returned, conclusion, occasion, …
    pub fields: Fields,
    /// The text.
    pub body: Prose,
    /// The file.
    pub path: SitePath,
}

/// A research project.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder's name.
    pub key: String,
    /// Title.
    pub title: String,
    /// Everything as checked: members, stages, findings, …
    pub fields: Fields,
    /// The text.
    pub body: Prose,
    /// The file.
    pub path: SitePath,
}

/// A document that somebody wrote.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The file's path below `summaries/` without extension.
    pub key: String,
    /// Canonical key of the genre.
    pub genre: Key,
    /// Title, where it is given.
    pub title: Option<String>,
    /// The term, given or that of its date.
    pub term: Option<TermId>,
    /// The class, where it is about one.
    pub class: Option<ClassId>,
    /// The student, where it is about one.
    pub student: Option<StudentId>,
    /// The project, where it is about one.
    pub project: Option<ProjectId>,
    /// Everything as checked.
    pub fields: Fields,
    /// The text with its live figures and blocks.
    pub body: Prose,
    /// The file.
    pub path: SitePath,
    /// The front matter.
    pub span: Span,
}

/// `roster.yaml`: who the codes are. Everything in it is secret.
#[derive(Debug, Clone)]
pub struct Roster {
    /// By code.
    pub students: BTreeMap<StudentCode, RosterEntry>,
    /// Everything as checked: people, places, and the students' details.
    pub fields: Fields,
}

/// A student in the roster.
#[derive(Debug, Clone)]
pub struct RosterEntry {
    /// Real name.
    pub name: Option<String>,
    /// Everything as checked.
    pub fields: Fields,
}

/// `aliases.yaml`: by what names pupils go in what others read, and what was decided about words that look like names. The
/// program writes it, and it is as secret as the roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aliases {
    /// By code.
    pub students: BTreeMap<StudentCode, AliasEntry>,
    /// Words and phrases that are written like a name and are none: they stay.
    pub innocent: Vec<String>,
    /// Words and phrases that are names, though they are written like words: nobody is asked again.
    pub names: Vec<String>,
}

/// A student in `aliases.yaml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasEntry {
    /// The alias. It goes before that of the student's own file.
    pub alias: String,
    /// In which folder lies what the student's parents read; letters that mean nothing.
    pub folder: Option<String>,
}

/// An image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asset {
    /// Its file in the tree.
    pub file: FileId,
}

impl Speaks for Casebook {
    fn language(&self) -> Language {
        self.config.language
    }
}

impl Casebook {
    /// The same casebook worded in another language than it is; `None` where it is in that already.
    pub fn worded(&self, language: Language) -> Option<Self> {
        (language == Language::English && self.config.language != language).then(|| self.in_english())
    }

    /// The same casebook with the labels of its table, and the names of its classes, in English.
    fn in_english(&self) -> Self {
        let mut casebook = Self { schema: Arc::new(self.schema.in_english()), ..self.clone() };
        casebook.config.language = Language::English;
        // A unit in letters stands apart from its number.
        for unit in casebook
            .config
            .measures
            .values_mut()
            .filter_map(|it| it.unit.as_mut())
            .filter(|it| it.starts_with(char::is_alphabetic))
        {
            unit.insert(0, ' ');
        }
        for class in casebook.classes.iter_mut().filter(|it| it.name != it.key && it.name == class_name(&it.key)) {
            class.name = format!("Class {}", class.key);
        }
        casebook
    }

    /// The student with this id; ids come from this casebook, so there is one.
    pub fn student(&self, id: StudentId) -> &Student {
        &self.students[id.0 as usize]
    }

    /// The note with this id; ids come from this casebook, so there is one.
    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.0 as usize]
    }

    /// The class with this id; ids come from this casebook, so there is one.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.0 as usize]
    }

    /// The student with this code, however it is spelt.
    pub fn find_student(&self, code: &str) -> Option<StudentId> {
        let code: StudentCode = code.parse().ok()?;
        let at = self.students.binary_search_by(|it| it.code.cmp(&code)).ok()?;
        Some(StudentId(at as u32))
    }

    /// The class that goes by this name: `4-2`, `四（2）班`, `2022级2班`.
    pub fn find_class(&self, name: &str) -> Option<ClassId> {
        find_class(&self.classes, name)
    }

    /// The project with this folder.
    pub fn find_project(&self, key: &str) -> Option<ProjectId> {
        let at = self.projects.binary_search_by(|it| it.key.as_str().cmp(key)).ok()?;
        Some(ProjectId(at as u32))
    }

    /// The students with their ids, in order of code.
    pub fn students(&self) -> impl Iterator<Item = (StudentId, &Student)> {
        self.students.iter().zip(0..).map(|(student, id)| (StudentId(id), student))
    }

    /// The notes with their ids, in order of date.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &Note)> {
        self.notes.iter().zip(0..).map(|(note, id)| (NoteId(id), &**note))
    }

    /// The project with this id; ids come from this casebook, so there is one.
    pub fn project(&self, id: ProjectId) -> &Project {
        &self.projects[id.0 as usize]
    }

    /// The projects with their ids.
    pub fn projects(&self) -> impl Iterator<Item = (ProjectId, &Project)> {
        self.projects.iter().zip(0..).map(|(project, id)| (ProjectId(id), project))
    }

    /// The classes with their ids.
    pub fn classes(&self) -> impl Iterator<Item = (ClassId, &Class)> {
        self.classes.iter().zip(0..).map(|(class, id)| (ClassId(id), class))
    }

    /// A student's notes with their ids, in order of date.
    pub fn notes_of(&self, student: StudentId) -> impl DoubleEndedIterator<Item = (NoteId, &Note)> {
        let ids = self.by_student.get(student.0 as usize).map(Vec::as_slice).unwrap_or_default();
        ids.iter().map(|id| (*id, self.note(*id)))
    }

    /// The students of a class, in order of code.
    pub fn students_of(&self, class: ClassId) -> impl Iterator<Item = (StudentId, &Student)> {
        self.students().filter(move |(_, student)| student.class == Some(class))
    }

    /// The latest term that has begun by the day, else the first.
    pub fn current_term(&self, as_of: Date) -> Option<&crate::date::Term> {
        let terms = &self.config.terms;
        terms.iter().rev().find(|term| term.span.from <= as_of).or(terms.first())
    }
}

/// The class that goes by this name, in any spelling; by its cohort too, where the class's file states one.
pub(super) fn find_class(classes: &[Class], name: &str) -> Option<ClassId> {
    let plain = |name: &str| classes.iter().position(|it| it.key == name || it.name == name);
    let of_cohort = || {
        let (year, number) = class_of_cohort(name)?;
        let suffix = format!("-{number}");
        classes.iter().position(|it| it.fields.integer("cohort") == Some(i64::from(year)) && it.key.ends_with(&suffix))
    };
    let at = plain(name).or_else(|| plain(&class_key(name)?)).or_else(of_cohort)?;
    Some(ClassId(at as u32))
}
