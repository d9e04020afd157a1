//! What is looked up again and again, gathered in one pass over the notes.

use std::collections::BTreeMap;

use crate::date::TermId;
use crate::model::{Casebook, ClassId, NoteId, ProjectId, StudentId};
use crate::schema::Schema;

use super::Subject;
use super::calendar::Calendar;
use super::figures::Names;

/// Made once with the [`Analysis`](super::Analysis).
#[derive(Debug)]
pub(super) struct Index {
    /// Calendars of the terms.
    pub(super) calendars: BTreeMap<TermId, Calendar>,
    /// Notes of each subject but single pupils, in order of date.
    pub(super) notes: BTreeMap<(Subject, TermId), Vec<NoteId>>,
    /// Pupils of each subject but single pupils whose case was open in the term, in order of code.
    pub(super) students: BTreeMap<(Subject, TermId), Vec<StudentId>>,
    /// Notes of each class that are of no single pupil, in order of date.
    pub(super) class_wide: Vec<Vec<NoteId>>,
    /// By note type: positions of the duties that a note of it fulfils.
    pub(super) fulfils: Vec<Vec<usize>>,
    /// Names of figures.
    pub(super) names: Names,
}

impl Index {
    pub(super) fn new(casebook: &Casebook) -> Self {
        let mut index = Self {
            calendars: casebook.config.terms.iter().map(|term| (term.id, Calendar::new(term))).collect(),
            notes: BTreeMap::new(),
            students: BTreeMap::new(),
            class_wide: vec![Vec::new(); casebook.classes.len()],
            fulfils: fulfils(&casebook.schema),
            names: Names::new(&casebook.schema),
        };
        let groups: Vec<Vec<Subject>> = groups(casebook);
        for term in &casebook.config.terms {
            for (id, _) in casebook.students().filter(|(_, student)| student.is_open_in(term.span)) {
                for subject in groups.get(id.0 as usize).into_iter().flatten() {
                    index.students.entry((*subject, term.id)).or_default().push(id);
                }
            }
        }
        for (id, note) in casebook.notes() {
            if let (None, Some(class)) = (note.student, note.class)
                && let Some(own) = index.class_wide.get_mut(class.0 as usize)
            {
                own.push(id);
            }
            let Some(term) = note.term else { continue };
            let subjects = match note.student {
                Some(student) => groups.get(student.0 as usize).cloned().unwrap_or_default(),
                None => {
                    let own = [note.class.map(Subject::Class), note.project.map(Subject::Project)];
                    std::iter::once(Subject::Everybody).chain(own.into_iter().flatten()).collect()
                }
            };
            for subject in subjects {
                let open = |student| index.students.get(&(subject, term)).is_some_and(|it| it.binary_search(&student).is_ok());
                if note.student.is_none_or(open) {
                    index.notes.entry((subject, term)).or_default().push(id);
                }
            }
        }
        index
    }
}

/// The groups to which each student belongs: everybody, the class, and projects.
fn groups(casebook: &Casebook) -> Vec<Vec<Subject>> {
    let mut groups: Vec<Vec<Subject>> = casebook.students.iter().map(|_| vec![Subject::Everybody]).collect();
    for ((_, student), own) in casebook.students().zip(&mut groups) {
        own.extend(student.class.map(Subject::Class));
    }
    for (at, project) in casebook.projects.iter().enumerate() {
        let subject = Subject::Project(ProjectId(at as u32));
        let named = project.fields.texts("participants");
        let named: Vec<StudentId> = named.into_iter().filter_map(|code| casebook.find_student(code)).collect();
        let classes: Vec<ClassId> =
            project.fields.texts("classes").into_iter().filter_map(|name| casebook.find_class(name)).collect();
        for ((id, student), own) in casebook.students().zip(&mut groups) {
            let of_class = || classes.is_empty() || student.class.is_some_and(|it| classes.contains(&it));
            let takes_part = if named.is_empty() { of_class() } else { named.contains(&id) };
            own.extend(takes_part.then_some(subject));
        }
    }
    groups
}

fn fulfils(schema: &Schema) -> Vec<Vec<usize>> {
    let duties_of = |kind| {
        let duties = schema.duties.iter().enumerate();
        let counted = duties.filter(move |(_, duty)| duty.types.iter().any(|it| schema.is_a(kind, *it)));
        counted.map(|(at, _)| at).collect()
    };
    (0..schema.types.len()).map(|at| duties_of(crate::schema::TypeId(at as u16))).collect()
}
