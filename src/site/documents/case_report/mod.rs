//! 个案报告: one pupil's support over a term (domain.md §2.2).

mod outcome;
mod process;
mod profile;

use crate::analysis::{Scope, Series, Subject};
use crate::date::{Term, Week};
use crate::model::{Note, NoteId, Student, StudentId};
use crate::privacy::View;
use crate::schema::Key;

use super::super::{Document, Signature};
use super::draft::Draft;
use super::{Topic, layout, routes};

/// The case report of a pupil; `None` where the pupil has no note in the term.
pub(super) fn compose(view: &View, id: StudentId, term: &Term) -> Option<Document> {
    let scope = Scope { subject: Subject::Student(id), term: term.id };
    let student = view.casebook.student(id);
    if !student.is_open_in(term.span) || !view.casebook.notes_of(id).any(|(_, note)| note.term == Some(term.id)) {
        return None;
    }
    let series = view.analysis.series(id, scope);
    let case = Case { topic: Topic { view, scope, term }, id, student, series };
    let mut draft = Draft::default();
    profile::abstract_of(&case, &mut draft);
    draft.heading(1, "个案基本情况");
    profile::profile(&case, &mut draft);
    draft.heading(1, "成因分析");
    profile::causes(&case, &mut draft);
    draft.heading(1, "目标");
    profile::goals(&case, &mut draft);
    draft.heading(1, "转化过程");
    process::process(&case, &mut draft);
    draft.heading(1, "转化效果");
    outcome::outcome(&case, &mut draft);
    draft.heading(1, "讨论与反思");
    outcome::discussion(&case, &mut draft);
    draft.heading(1, "化名与脱敏说明");
    outcome::consent(&case, &mut draft);

    let config = &view.casebook.config;
    let class = student.class.map(|it| view.casebook.class(it));
    let signature = case.topic.signature(class);
    let date = case.topic.date();
    let parts = [case.name().to_owned(), "个案转化报告".to_owned()];
    let (pdf, page) = routes(&format!("{}-{}-case", student.code, term.id));
    Some(Document {
        pdf,
        page,
        scope,
        genre: Key::from("case_report"),
        layout: layout(view, None),
        title: parts.concat(),
        title_parts: parts.to_vec(),
        subtitle: Some(format!("{}{}", class.map(|it| it.name.as_str()).unwrap_or_default(), term.id.in_words())),
        author: signature.clone().or_else(|| config.school.clone()),
        date,
        language: config.language,
        keywords: profile::keywords(&case),
        pieces: draft.pieces,
        footnotes: Vec::new(),
        attachments: Vec::new(),
        signature: signature.map(|name| Signature { name, date }),
    })
}

/// What a report is about.
struct Case<'v> {
    topic: Topic<'v>,
    id: StudentId,
    student: &'v Student,
    series: Vec<Series>,
}

impl<'v> Case<'v> {
    fn view(&self) -> &'v View<'v> {
        self.topic.view
    }

    fn scope(&self) -> Scope {
        self.topic.scope
    }

    fn name(&self) -> &'v str {
        self.student.shown_name()
    }

    fn count(&self, kind: &str) -> u32 {
        self.view().analysis.count(self.scope(), kind)
    }

    fn notes_of(&self, kind: &str) -> Vec<(NoteId, &'v Note)> {
        self.view().analysis.notes_of(self.scope(), kind)
    }

    /// The printed name of an enumeration's value.
    fn label(&self, enumeration: &str, key: &'v str) -> &'v str {
        self.topic.label(enumeration, key)
    }

    /// Labels of a field of the pupil's file that holds several choices.
    fn labels(&self, field: &str, enumeration: &str) -> Vec<&'v str> {
        let keys = self.student.fields.choices(field);
        keys.into_iter().map(|key| self.label(enumeration, key)).collect()
    }

    /// A stretch of weeks in words.
    fn weeks(from: Week, to: Week) -> String {
        if from == to { format!("第{from}周") } else { format!("第{from}—{to}周") }
    }
}
