//! What many pages ask for, gathered once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::analysis::{Scope, Subject};
use crate::date::{Date, TermId, Week};
use crate::model::{Casebook, ClassId, NoteId, ProjectId, StudentId, SurveyId};
use crate::privacy::View;
use crate::schema::{FieldType, NoteType, RefKind, Schema, TypeId};
use crate::site::documents::Documents;
use crate::site::{Route, documents};
use crate::source::SitePath;

use super::address;
use super::plan::Page;

/// What many pages ask for.
#[derive(Debug)]
pub(super) struct Index {
    /// By student.
    pub(super) students: Vec<StudentIndex>,
    /// Pages of classes.
    pub(super) classes: Vec<Route>,
    /// Pages of surveys.
    pub(super) surveys: Vec<Route>,
    /// Pages of projects.
    pub(super) projects: Vec<Route>,
    /// Notes of a class itself, in order of date.
    pub(super) class_notes: Vec<Vec<NoteId>>,
    /// Pages of notes; none for rows.
    pub(super) notes: Vec<Option<Route>>,
    /// Notes by type, kinds of it included, in order of date.
    pub(super) types: Vec<Vec<NoteId>>,
    /// Notes by type within each class's present term and within each term, kinds of it included, in order of date; only where
    /// they are not all notes of the type.
    pub(super) records: BTreeMap<(Scope, TypeId), Vec<NoteId>>,
    /// Projects and their findings, by position, that name a note as evidence.
    pub(super) citing: BTreeMap<NoteId, Vec<(ProjectId, usize)>>,
    /// Notes that refer to a note in a field of theirs, in order of date.
    pub(super) referring: BTreeMap<NoteId, Vec<NoteId>>,
    /// Tags in order, with their notes in order of date.
    pub(super) tags: Vec<TagIndex>,
    /// How many notes each term has.
    pub(super) terms: BTreeMap<TermId, u32>,
    /// Pages of source files.
    pub(super) sources: HashMap<SitePath, Page>,
}

/// What pages ask for of a student.
#[derive(Debug)]
pub(super) struct StudentIndex {
    /// The page.
    pub(super) route: Route,
    /// The student's own notes and those that concern them, in order of date.
    pub(super) notes: Vec<NoteId>,
    /// Of them, those with a page.
    pub(super) files: Vec<NoteId>,
    /// The latest term with notes, no later than the present one; the present one where there are none.
    pub(super) term: Option<TermId>,
    /// Relapses in order of date.
    pub(super) relapses: Vec<Relapse>,
}

/// A relapse.
#[derive(Debug)]
pub(super) struct Relapse {
    /// First day.
    pub(super) from: Date,
    /// Last day.
    pub(super) to: Date,
    /// First and last week of it: those of the values marked `R` about it, else those of its days.
    pub(super) weeks: Option<(Week, Week)>,
    /// Its note.
    pub(super) note: NoteId,
}

impl Relapse {
    /// Whether the day lies in it.
    pub(super) fn holds(&self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// A tag.
#[derive(Debug)]
pub(super) struct TagIndex {
    /// As written.
    pub(super) name: String,
    /// Its folder.
    pub(super) segment: String,
    /// Notes that have it, in order of date.
    pub(super) notes: Vec<NoteId>,
}

/// What is gathered of each note.
struct Gathered {
    students: Vec<StudentIndex>,
    types: Vec<Vec<NoteId>>,
    class_notes: Vec<Vec<NoteId>>,
    tags: Vec<TagIndex>,
    terms: BTreeMap<TermId, u32>,
}

impl Index {
    /// Gathers it.
    pub(super) fn new(view: &View<'_>, written: &Documents<'_>) -> Self {
        let casebook = view.casebook;
        let current = casebook.current_term(view.analysis.as_of).map(|it| it.id);
        let folders = address::segments(casebook.classes.iter().map(|it| it.key.as_str()));
        let notes = address::of_notes(casebook, &folders);
        let listed = || {
            let gathered = gathered(casebook, &notes, current);
            let records = records(view, current, &gathered.types);
            (gathered, records)
        };
        let linked = || (citing(casebook), referring(casebook), sources(casebook, &notes, written));
        let ((gathered, records), (citing, referring, sources)) = rayon::join(listed, linked);
        let Gathered { students, types, class_notes, tags, terms } = gathered;
        let below = |folder: &str, keys: Vec<&str>| -> Vec<Route> {
            address::segments(keys).iter().map(|it| Route::new(&format!("{folder}/{it}/index.html"))).collect()
        };
        Self {
            students,
            classes: folders.iter().map(|it| Route::new(&format!("classes/{it}/index.html"))).collect(),
            surveys: below("surveys", casebook.surveys.iter().map(|it| it.key.as_str()).collect()),
            projects: below("projects", casebook.projects.iter().map(|it| it.key.as_str()).collect()),
            class_notes,
            notes,
            types,
            records,
            citing,
            referring,
            tags,
            terms,
            sources,
        }
    }

    /// What pages ask for of a student.
    pub(super) fn student(&self, id: StudentId) -> &StudentIndex {
        &self.students[id.0 as usize]
    }

    /// Notes of a class itself.
    pub(super) fn of_class(&self, id: ClassId) -> &[NoteId] {
        &self.class_notes[id.0 as usize]
    }
}

/// Goes through the notes once. `pages` are their pages.
fn gathered(casebook: &Casebook, pages: &[Option<Route>], current: Option<TermId>) -> Gathered {
    let mut students: Vec<StudentIndex> = casebook
        .students()
        .map(|(id, student)| StudentIndex {
            route: Route::new(&format!("students/{}/index.html", student.code)),
            notes: casebook.notes_of(id).map(|(note, _)| note).collect(),
            files: Vec::new(),
            term: None,
            relapses: Vec::new(),
        })
        .collect();
    let mut types = vec![Vec::new(); casebook.schema.types.len()];
    let mut tags: BTreeMap<&str, Vec<NoteId>> = BTreeMap::new();
    let mut terms: BTreeMap<TermId, u32> = BTreeMap::new();
    let mut class_notes = vec![Vec::new(); casebook.classes.len()];
    for (id, note) in casebook.notes() {
        for kind in with_parents(&casebook.schema, note.kind) {
            types[kind.0 as usize].push(id);
        }
        for tag in &note.tags {
            tags.entry(tag).or_default().push(id);
        }
        if let Some(term) = note.term {
            *terms.entry(term).or_default() += 1;
        }
        for student in &note.students {
            students[student.0 as usize].notes.push(id);
        }
        if let (None, Some(class)) = (note.student, note.class) {
            class_notes[class.0 as usize].push(id);
        }
    }
    for student in &mut students {
        student.notes.sort_unstable();
        student.notes.dedup();
        student.files = student.notes.iter().copied().filter(|it| pages[it.0 as usize].is_some()).collect();
        let before = |term: &TermId| current.is_none_or(|now| *term <= now);
        let with_notes = student.notes.iter().filter_map(|it| casebook.note(*it).term);
        student.term = with_notes.filter(before).max().or(current);
        student.relapses = relapses(casebook, &student.notes);
    }
    let segments = address::segments(tags.keys().copied());
    let tags = tags.into_iter().zip(segments);
    let tags = tags.map(|((name, notes), segment)| TagIndex { name: name.to_owned(), segment, notes }).collect();
    Gathered { students, types, class_notes, tags, terms }
}

/// The page of every source file that has one. A table's page is that of whoever it lies with.
fn sources(casebook: &Casebook, notes: &[Option<Route>], written: &Documents<'_>) -> HashMap<SitePath, Page> {
    let mut sources = HashMap::with_capacity(casebook.notes.len());
    let mut tables = BTreeSet::new();
    for ((id, note), route) in casebook.notes().zip(notes) {
        match (route, note.student, note.class) {
            (Some(_), ..) => {
                sources.insert(note.origin.path.clone(), Page::Note(id));
            }
            // A class's table names many pupils, so it belongs to the class's page.
            (None, student, class) if tables.insert(&note.origin.path) => {
                let own = student.filter(|_| note.origin.path.as_str().starts_with("students/"));
                let page = match (own, note.survey, note.project, class) {
                    (Some(student), ..) => Some(Page::Student(student)),
                    (None, Some(survey), ..) => Some(Page::Survey(survey)),
                    (None, None, Some(project), _) => Some(Page::Project(project)),
                    (None, None, None, Some(class)) => Some(Page::Class(class)),
                    (None, None, None, None) => None,
                };
                if let Some(page) = page {
                    sources.insert(note.origin.path.clone(), page);
                }
            }
            _ => {}
        }
    }
    sources.extend(casebook.students().map(|(id, it)| (it.path.clone(), Page::Student(id))));
    sources.extend(casebook.surveys.iter().zip(0..).map(|(it, id)| (it.path.clone(), Page::Survey(SurveyId(id)))));
    sources.extend(casebook.projects().map(|(id, it)| (it.path.clone(), Page::Project(id))));
    for (id, class) in casebook.classes() {
        // A class that only pupils name has a page, but no file.
        let path = class.path.clone().or_else(|| SitePath::new(&format!("classes/{}/index.md", class.key)));
        sources.extend(path.map(|it| (it, Page::Class(id))));
    }
    for summary in &casebook.summaries {
        let page = written.written_at(&documents::page_of(summary));
        sources.extend(page.map(|it| (summary.path.clone(), Page::Document(it))));
    }
    sources
}

/// A type and those of which it is a kind.
fn with_parents(schema: &Schema, kind: TypeId) -> impl Iterator<Item = TypeId> {
    std::iter::successors(Some(kind), |it| schema.note_type(*it).parent)
}

/// Notes of classes in the present term as the analysis counts them, and of terms as they were written.
fn records(view: &View<'_>, current: Option<TermId>, types: &[Vec<NoteId>]) -> BTreeMap<(Scope, TypeId), Vec<NoteId>> {
    let casebook = view.casebook;
    let mut scopes: BTreeMap<Scope, Vec<Vec<NoteId>>> = BTreeMap::new();
    let mut add = |scope: Scope, id: NoteId, kind: TypeId| {
        let of_scope = scopes.entry(scope).or_insert_with(|| vec![Vec::new(); types.len()]);
        for kind in with_parents(&casebook.schema, kind) {
            of_scope[usize::from(kind.0)].push(id);
        }
    };
    for (id, note) in casebook.notes() {
        if let Some(term) = note.term {
            add(Scope { subject: Subject::Everybody, term }, id, note.kind);
        }
    }
    for (class, _) in casebook.classes() {
        let Some(term) = current else { break };
        let scope = Scope { subject: Subject::Class(class), term };
        view.analysis.notes(scope).for_each(|(id, note)| add(scope, id, note.kind));
    }
    // A number of a class that counts one note leads to the note itself.
    let counted = |scope: &Scope, notes: &[NoteId]| notes.len() > 1 || scope.subject == Subject::Everybody;
    let of_types = |(scope, notes): (Scope, Vec<Vec<NoteId>>)| {
        let listed = move |((kind, notes), all): ((u16, Vec<NoteId>), &Vec<NoteId>)| {
            let apart = !notes.is_empty() && counted(&scope, &notes) && notes != *all;
            apart.then_some(((scope, TypeId(kind)), notes))
        };
        (0..).zip(notes).zip(types).filter_map(listed)
    };
    scopes.into_iter().flat_map(of_types).collect()
}

/// Notes by those that they refer to. Sessions that name their plan are listed with the pupil, not here.
fn referring(casebook: &Casebook) -> BTreeMap<NoteId, Vec<NoteId>> {
    let of_type = |kind: &NoteType| -> Vec<&str> {
        let of_note = |key: &&str| kind.fields.find(key).is_some_and(|it| it.kind == FieldType::Ref(RefKind::Note));
        ["evidence", "meeting"].into_iter().filter(of_note).collect()
    };
    let of_types: Vec<Vec<&str>> = casebook.schema.types.iter().map(of_type).collect();
    let mut referring: BTreeMap<NoteId, Vec<NoteId>> = BTreeMap::new();
    for (id, note) in casebook.notes() {
        let single = of_types.get(usize::from(note.kind.0)).into_iter().flatten().filter_map(|it| note.fields.text(it));
        for named in note.fields.texts("links").into_iter().chain(single) {
            for other in casebook.find_note(note.student, named).into_iter().filter(|it| *it != id) {
                referring.entry(other).or_default().push(id);
            }
        }
    }
    referring.values_mut().for_each(|it| it.dedup());
    referring
}

/// Findings by the notes that they name.
fn citing(casebook: &Casebook) -> BTreeMap<NoteId, Vec<(ProjectId, usize)>> {
    let mut citing: BTreeMap<NoteId, Vec<(ProjectId, usize)>> = BTreeMap::new();
    for (project, id) in casebook.projects.iter().zip((0..).map(ProjectId)) {
        for (at, finding) in project.fields.records("findings").into_iter().enumerate() {
            for note in finding.texts("evidence").into_iter().flat_map(|it| casebook.find_note(None, it)) {
                let own = citing.entry(note).or_default();
                if own.last() != Some(&(id, at)) {
                    own.push((id, at));
                }
            }
        }
    }
    citing
}

/// Relapses among notes, each to the day of recovery: as written, else after the days lost, else two weeks on.
fn relapses(casebook: &Casebook, notes: &[NoteId]) -> Vec<Relapse> {
    let Some(kind) = casebook.schema.find_type("relapse") else { return Vec::new() };
    let mut found = Vec::new();
    for id in notes {
        let note = casebook.note(*id);
        if !casebook.schema.is_a(note.kind, kind) {
            continue;
        }
        let lost = note.fields.integer("days_lost").and_then(|it| i32::try_from(it).ok());
        let recovered = note.fields.date("recovered").map(|it| it.plus_days(-1));
        let end = recovered.unwrap_or_else(|| note.date.plus_days(lost.unwrap_or(14) - 1)).max(note.date);
        // A relapse is often written down a week after the first value that shows it.
        let about = (note.date.plus_days(-14), end);
        let marked = notes.iter().map(|it| casebook.note(*it)).filter(|it| {
            let within = about.0 <= it.date && it.date <= about.1;
            within && it.term == note.term && it.fields.choice("phase") == Some("R")
        });
        let marked: Vec<Week> = marked.filter_map(|it| it.week).collect();
        let term = note.term.and_then(|it| casebook.config.term(it));
        let by_days = || {
            let term = term?;
            Some((note.week?, term.week_of(end.min(term.span.to))?))
        };
        let weeks = marked.iter().min().copied().zip(marked.iter().max().copied()).or_else(by_days);
        found.push(Relapse { from: note.date, to: end, weeks, note: *id });
    }
    found
}
