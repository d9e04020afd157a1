//! 工作总结: what a class's teachers hand in at the end of a term (domain.md §2.1).

mod basics;
mod measures;
mod outcomes;
mod reflection;

use crate::analysis::{Scope, Subject};
use crate::date::Term;
use crate::model::{ClassId, StudentId};
use crate::privacy::View;
use crate::schema::Key;

use super::super::{Document, Signature};
use super::draft::Draft;
use super::{Topic, layout, routes};

/// The term summary of a class; `None` where no supported pupil of it has a note in the term.
pub(super) fn compose(view: &View, class: ClassId, term: &Term) -> Option<Document> {
    let scope = Scope { subject: Subject::Class(class), term: term.id };
    let topic = Topic { view, scope, term };
    let students = view.analysis.students(scope);
    if students.is_empty() || !view.analysis.notes(scope).any(|(_, note)| note.student.is_some()) {
        return None;
    }
    let class = view.casebook.class(class);
    let summary = Summary { topic, students, class };
    let mut draft = Draft::default();
    basics::opening(&summary, &mut draft);
    draft.heading(1, "基本情况");
    basics::basics(&summary, &mut draft);
    draft.heading(1, "主要做法");
    measures::measures(&summary, &mut draft);
    draft.heading(1, "工作成效");
    outcomes::outcomes(&summary, &mut draft);
    draft.heading(1, "存在问题与反思");
    let problems = reflection::problems(&summary);
    reflection::reflection(&summary, &problems, &mut draft);
    draft.heading(1, "下阶段打算");
    reflection::plans(&problems, &mut draft);

    let config = &view.casebook.config;
    let signature = topic.signature(Some(class));
    let date = topic.date();
    let parts = [class.name.clone(), term.id.in_words(), "学习困难学生支持工作总结".to_owned()];
    let (pdf, page) = routes(&format!("{}-{}-summary", class.key, term.id));
    Some(Document {
        pdf,
        page,
        scope,
        genre: Key::from("term_summary"),
        layout: layout(view, None),
        title: parts.concat(),
        title_parts: parts.to_vec(),
        subtitle: None,
        author: signature.clone().or_else(|| config.school.clone()),
        date,
        language: config.language,
        keywords: vec!["学习困难学生".to_owned(), "支持".to_owned(), "工作总结".to_owned()],
        pieces: draft.pieces,
        footnotes: Vec::new(),
        attachments: Vec::new(),
        signature: signature.map(|name| Signature { name, date }),
    })
}

/// What a summary is about.
struct Summary<'v> {
    topic: Topic<'v>,
    students: Vec<StudentId>,
    class: &'v crate::model::Class,
}

impl<'v> Summary<'v> {
    fn view(&self) -> &'v View<'v> {
        self.topic.view
    }

    fn scope(&self) -> Scope {
        self.topic.scope
    }

    /// The scope of one of its pupils.
    fn of(&self, student: StudentId) -> Scope {
        Scope { subject: Subject::Student(student), term: self.topic.scope.term }
    }

    /// How many pupils.
    fn n(&self) -> u32 {
        self.students.len() as u32
    }

    /// How many notes of a type.
    fn count(&self, kind: &str) -> u32 {
        self.view().analysis.count(self.scope(), kind)
    }

    fn student(&self, id: StudentId) -> &'v crate::model::Student {
        self.view().casebook.student(id)
    }

    /// Pupils for whom something holds.
    fn those(&self, holds: impl Fn(&crate::model::Student) -> bool) -> Vec<StudentId> {
        self.students.iter().copied().filter(|id| holds(self.student(*id))).collect()
    }

    /// Names of pupils in order.
    fn names(&self, students: &[StudentId]) -> String {
        let names: Vec<&str> = students.iter().map(|id| self.topic.name(*id)).collect();
        names.join("、")
    }
}
