//! Passages about a research project: its interim and its final report (domain.md §2.5).

mod findings;
mod frame;
mod process;
mod text;

use crate::analysis::{Scope, Subject};
use crate::date::Term;
use crate::model::{Note, NoteId, Project, ProjectId};
use crate::privacy::View;

use super::Topic;
use super::draft::Draft;
use super::outline::Told;

/// A passage by name.
type Passage = fn(&Report, &mut Draft);

/// What an outline about a project may name.
pub(super) const PASSAGES: &[(&str, Passage)] = &[
    ("abstract", frame::abstract_of),
    ("aims", text::aims),
    ("background", text::background),
    ("caseload", findings::caseload),
    ("content", text::content),
    ("conversion", findings::conversion),
    ("criteria", frame::criteria),
    ("findings", findings::findings),
    ("goals", findings::goals),
    ("hypotheses", frame::hypotheses),
    ("keywords", frame::keywords),
    ("lessons", process::lessons),
    ("meetings", process::meetings),
    ("methods", text::methods),
    ("opening", frame::opening),
    ("partnership", process::partnership),
    ("prospects", text::prospects),
    ("questionnaires", frame::questionnaires),
    ("questions", findings::questions),
    ("reflections", findings::reflections),
    ("significance", findings::significance),
    ("subjects", frame::subjects),
    ("suggestions", findings::suggestions),
    ("survey", process::survey),
    ("team", frame::team),
    ("theory", text::theory),
    ("work", process::work),
];

/// What a report is about.
pub(super) struct Report<'v> {
    topic: Topic<'v>,
    id: ProjectId,
    project: &'v Project,
}

impl Told for Report<'_> {
    fn topic(&self) -> &Topic<'_> {
        &self.topic
    }

    fn say(&self, passage: &str, draft: &mut Draft) -> bool {
        let found = PASSAGES.iter().find(|(name, _)| *name == passage);
        found.map(|(_, write)| write(self, draft)).is_some()
    }
}

/// Whether a project is finished: said to be, or past its closing day.
pub(super) fn is_finished(view: &View, id: ProjectId) -> bool {
    let fields = &view.casebook.project(id).fields;
    let past = || fields.date("finished").is_some_and(|day| day <= view.analysis.as_of);
    fields.choice("status") == Some("finished") || past()
}

/// The last term, begun by the day of the build, that has records of the project or its participants; else the present one.
pub(super) fn latest_term<'v>(view: &View<'v>, id: ProjectId) -> Option<&'v Term> {
    let has_records = |term: &&Term| {
        let scope = Scope { subject: Subject::Project(id), term: term.id };
        term.span.from <= view.analysis.as_of && view.analysis.notes(scope).next().is_some()
    };
    let terms = &view.casebook.config.terms;
    terms.iter().rev().find(has_records).or_else(|| view.casebook.current_term(view.analysis.as_of))
}

impl<'v> Report<'v> {
    /// What is known of a project by the end of a term.
    pub(super) fn of(topic: Topic<'v>, id: ProjectId) -> Self {
        Self { topic, id, project: topic.view.casebook.project(id) }
    }

    /// The project's own.
    pub(super) fn keywords(&self) -> Vec<String> {
        self.project.fields.texts("keywords").into_iter().map(str::to_owned).collect()
    }

    fn view(&self) -> &'v View<'v> {
        self.topic.view
    }

    fn scope(&self) -> Scope {
        self.topic.scope
    }

    fn count(&self, kind: &str) -> u32 {
        self.view().analysis.count(self.scope(), kind)
    }

    /// Notes of the project itself of a type, from its beginning to the end of the term, in order of date.
    fn own_notes(&self, kind: &str) -> Vec<(NoteId, &'v Note)> {
        let casebook = self.view().casebook;
        let Some(kind) = casebook.schema.find_type(kind) else { return Vec::new() };
        let until = self.topic.term.span.to;
        let own = |note: &Note| note.project == Some(self.id) && note.date <= until && casebook.schema.is_a(note.kind, kind);
        casebook.notes().filter(|(_, note)| own(note)).collect()
    }

    /// Scopes of the classes in which the project is carried out, in this term.
    fn classes(&self) -> Vec<Scope> {
        let casebook = self.view().casebook;
        let named = self.project.fields.texts("classes");
        let classes = named.iter().filter_map(|it| casebook.find_class(it));
        classes.map(|class| Scope { subject: Subject::Class(class), term: self.scope().term }).collect()
    }
}
