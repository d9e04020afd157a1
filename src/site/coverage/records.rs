//! How much of each row there is, by the row's own data.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::{Amount, Scope, Subject};
use crate::date::{Date, TermId};
use crate::model::{Note, NoteId, ProjectId, Student, StudentId, SummaryId};
use crate::privacy::View;
use crate::schema::{Data, FieldSet, Fields, Key, LedgerRow, Schema, Scope as Place, TypeId, Value};
use crate::site::Document;

use super::{Form, Source, Start, Witness};

/// What records a row and how much of it there is.
pub(super) fn records(view: &View, documents: &[Document], row: &LedgerRow) -> (Vec<Source>, usize) {
    let ground = Ground { view, documents };
    let types = || -> Vec<Source> { row.types.iter().map(|it| ground.of_type(it, row)).collect() };
    let fields = || -> Vec<Source> { row.fields.iter().filter_map(|it| ground.of_field(it)).collect() };
    let sum = |sources: Vec<Source>| {
        let count = sources.iter().map(|it| it.count).sum();
        (sources, count)
    };
    match row.row.as_str() {
        // What a measure is called in the settings records nobody's progress, nor a folder without responses a cause; and the
        // date of taking over a class, its handovers.
        "A1" | "A5" | "A7" | "C1" => sum(types()),
        // Absences only excuse.
        "A6" => sum(vec![ground.of_type(&"six_ones".into(), row), ground.own_duties()]),
        number if number.starts_with("A6.") => sum(types().into_iter().chain(ground.marked(row)).collect()),
        // An incident without a trigger says nothing of triggers, a plan without a tier nothing of tiers.
        "B18" | "D11" => sum(fields()),
        "C2" => (types(), ground.judged()),
        "C3" | "D13" => (vec![ground.of_type(&"term_exam".into(), row)], ground.exams().len()),
        "C4" => (types(), ground.compared()),
        "C5" => (types(), ground.incidents_compared()),
        "C6" => (fields(), ground.converted()),
        "C7" => (types(), ground.twice_rated()),
        "C8" => {
            let opened = fields();
            let count = opened.iter().find(|it| it.key == "student.opened").map_or(0, |it| it.count);
            (opened, count)
        }
        "D6" => sum(vec![ground.of_genre("term_summary", |_| true)]),
        "D7" => sum(fields()),
        "D12" => ground.class_and_cases(),
        _ if !row.types.is_empty() || !row.fields.is_empty() => sum(types().into_iter().chain(fields()).collect()),
        _ => sum(row.files.iter().map(|it| ground.of_file(it)).collect()),
    }
}

/// What is counted.
struct Ground<'v> {
    view: &'v View<'v>,
    documents: &'v [Document],
}

impl<'v> Ground<'v> {
    fn schema(&self) -> &'v Schema {
        &self.view.casebook.schema
    }

    /// Notes of a type and its kinds. Kinds that the row names themselves are left to them; and an exam is a kind of progress
    /// record that only rows about exams count.
    fn of_type(&self, key: &Key, row: &LedgerRow) -> Source {
        let schema = self.schema();
        let casebook = self.view.casebook;
        let known = schema.find_type(key);
        let others: Vec<TypeId> = row.types.iter().filter(|it| *it != key).filter_map(|it| schema.find_type(it)).collect();
        let exam = schema.find_type("term_exam").filter(|it| known != Some(*it));
        let counted = |note: &Note| {
            let is = |kind: TypeId| schema.is_a(note.kind, kind);
            let special = |other: &TypeId| is(*other) && known.is_some_and(|it| schema.is_a(*other, it));
            known.is_some_and(is) && !others.iter().any(special) && !exam.is_some_and(is)
        };
        let mut notes = casebook.notes().filter(|(_, note)| counted(note)).map(|(id, _)| id).peekable();
        let witness = notes.peek().map(|it| Witness::Note(*it));
        let note_type = known.map(|it| schema.note_type(it));
        let table = note_type.is_some_and(|it| it.table);
        Source {
            key: key.to_string(),
            label: note_type.map_or_else(|| key.to_string(), |it| it.label.clone()),
            form: match &**key {
                "cause_survey" => Form::Responses,
                _ if table => Form::NoteOrTable,
                _ => Form::Note,
            },
            count: notes.count(),
            start: Start::Note { folder: self.folder(note_type.map(|it| it.scope.as_slice()).unwrap_or_default()) },
            witness,
        }
    }

    /// The folder in which a note of a type would lie: the first student's, class's or project's.
    fn folder(&self, scope: &[Place]) -> String {
        let casebook = self.view.casebook;
        let of = |place: &Place| match place {
            Place::Student => casebook.students.first().map_or_else(|| "S01".to_owned(), |it| it.code.to_string()),
            Place::Class => casebook.classes.first().map_or_else(|| "4-2".to_owned(), |it| it.key.clone()),
            Place::Project => casebook.projects.first().map_or_else(|| "PROJECT".to_owned(), |it| it.key.clone()),
        };
        scope.first().map(of).unwrap_or_default()
    }

    /// Notes that mark a duty of the row as done without a record of its own.
    fn marked(&self, row: &LedgerRow) -> Option<Source> {
        let schema = self.schema();
        let kind = schema.find_type("six_ones")?;
        let own = |key: &str| {
            let duty = schema.find_duty(key)?;
            let types = row.types.iter().filter_map(|it| schema.find_type(it));
            types.into_iter().any(|it| duty.types.contains(&it)).then_some(())
        };
        let done = |note: &&(NoteId, &Note)| {
            let fields = &note.1.fields;
            let of_row = || fields.text("duty").and_then(own).is_some();
            schema.is_a(note.1.kind, kind) && fields.choice("state") == Some("done") && of_row()
        };
        let notes: Vec<_> = self.view.casebook.notes().collect();
        let notes: Vec<_> = notes.iter().filter(done).collect();
        let first = notes.first()?.0;
        let mut source = self.of_type(&"six_ones".into(), row);
        source.count = notes.len();
        source.witness = Some(Witness::Note(first));
        Some(source)
    }

    /// Duties that the school added or changed.
    fn own_duties(&self) -> Source {
        let built_in = &Schema::built_in().duties;
        Source {
            count: self.schema().duties.iter().filter(|it| !built_in.contains(it)).count(),
            ..self.source("casebook", "duties", Form::Settings, "casebook.yaml")
        }
    }

    /// A field of a kind of file, a note type or a group within a student's file: how many of them are filled in. Of a list of
    /// groups each counts.
    fn of_field(&self, path: &str) -> Option<Source> {
        let (owner, field) = path.split_once('.')?;
        let casebook = self.view.casebook;
        let found = match owner {
            "student" | "term_status" => {
                let code = casebook.students.first().map_or("S01", |it| it.code.as_str());
                let mut source = self.source(owner, field, Form::StudentFile, &format!("students/{code}/index.md"));
                for (id, student) in casebook.students() {
                    let counted = match owner {
                        "student" => filled(&student.fields, field),
                        _ => student.fields.records("terms").iter().map(|it| filled(it, field)).sum(),
                    };
                    let shown = if owner == "student" { field } else { "terms" };
                    source.add(counted, Witness::Student(id, shown.to_owned()));
                }
                source
            }
            "class" => {
                let key = casebook.classes.first().map_or("4-2", |it| it.key.as_str());
                let mut source = self.source(owner, field, Form::ClassFile, &format!("classes/{key}/index.md"));
                for (id, class) in casebook.classes() {
                    source.add(filled(&class.fields, field), Witness::Class(id));
                }
                source
            }
            "project" => {
                let key = casebook.projects.first().map_or("PROJECT", |it| it.key.as_str());
                let mut source = self.source(owner, field, Form::ProjectFile, &format!("projects/{key}/index.md"));
                for (project, at) in casebook.projects.iter().zip(0..) {
                    source.add(filled(&project.fields, field), Witness::Project(ProjectId(at)));
                }
                source
            }
            "summary" => {
                let path = casebook.summaries.first().map_or("summaries/NAME.md", |it| it.path.as_str());
                let path = if field == "include" { "summaries/汇编.md" } else { path };
                let mut source = self.source(owner, field, Form::SummaryFile, path);
                for (summary, at) in casebook.summaries.iter().zip(0..) {
                    // Only a compilation takes others in.
                    let counted = field != "include" || &*summary.genre == "compilation";
                    let count = if counted { filled(&summary.fields, field) } else { 0 };
                    source.add(count, Witness::Summary(SummaryId(at)));
                }
                source
            }
            "casebook" => {
                let mut source = self.source(owner, field, Form::Settings, "casebook.yaml");
                source.count = filled(&casebook.config.fields, field);
                source
            }
            note_type => {
                let kind = self.schema().find_type(note_type)?;
                let row = self.schema().note_type(kind);
                let known = row.fields.find(field)?;
                let mut source = Source {
                    key: path.to_owned(),
                    label: format!("{}·{}", row.label, known.label),
                    form: if row.table { Form::NoteOrTable } else { Form::Note },
                    count: 0,
                    start: Start::Note { folder: self.folder(&row.scope) },
                    witness: None,
                };
                let notes = casebook.notes().filter(|(_, note)| self.schema().is_a(note.kind, kind));
                for (id, note) in notes {
                    source.add(usize::from(filled(&note.fields, field) > 0), Witness::Note(id));
                }
                source
            }
        };
        Some(found)
    }

    fn source(&self, owner: &str, field: &str, form: Form, path: &str) -> Source {
        let schema = self.schema();
        let fields: &FieldSet = schema.files.get(owner).or_else(|| schema.shapes.get(owner)).unwrap_or(&schema.common);
        let named = fields.find(field).map_or(field, |it| &it.label);
        let terms = schema.file_fields("student").find("terms").filter(|_| owner == "term_status");
        let label = terms.map_or_else(|| named.to_owned(), |it| format!("{}·{named}", it.label));
        Source {
            key: format!("{owner}.{field}"),
            start: Start::Key { path: path.to_owned(), key: field.to_owned(), label: label.replace('·', " 里的 ") },
            label,
            form,
            count: 0,
            witness: None,
        }
    }

    /// Files of a kind.
    fn of_file(&self, kind: &Key) -> Source {
        let casebook = self.view.casebook;
        let (count, witness, form, path) = match &**kind {
            "project" => {
                let first = (!casebook.projects.is_empty()).then_some(Witness::Project(ProjectId(0)));
                (casebook.projects.len(), first, Form::ProjectFile, "projects/PROJECT/index.md")
            }
            _ => (0, None, Form::SummaryFile, ""),
        };
        let label = self.schema().file_label(kind).to_owned();
        Source { key: kind.to_string(), label, form, count, start: Start::File { path: path.to_owned() }, witness }
    }

    /// Documents of a genre.
    fn of_genre(&self, genre: &str, wanted: impl Fn(&Document) -> bool) -> Source {
        let made = || self.documents.iter().enumerate().filter(|(_, it)| &*it.genre == genre && wanted(it));
        Source {
            key: genre.to_owned(),
            label: self.schema().choice_label("genre", genre).to_owned(),
            form: Form::Document,
            count: made().count(),
            start: Start::Build,
            witness: made().next().map(|(at, _)| Witness::Document(at)),
        }
    }

    /// What the class has in common, beside the single case: classes with a file and a term summary, and case reports of their
    /// pupils. The count is of those reports.
    fn class_and_cases(&self) -> (Vec<Source>, usize) {
        let casebook = self.view.casebook;
        let summed =
            |class| self.documents.iter().any(|it| &*it.genre == "term_summary" && it.scope.subject == Subject::Class(class));
        let classes: Vec<_> =
            casebook.classes().filter(|(id, class)| class.path.is_some() && summed(*id)).map(|(id, _)| id).collect();
        let of_class = |it: &Document| match it.scope.subject {
            Subject::Student(id) => casebook.student(id).class.is_some_and(|class| classes.contains(&class)),
            _ => false,
        };
        let key = casebook.classes.first().map_or("4-2", |it| it.key.as_str());
        let class = Source {
            key: "class".to_owned(),
            label: self.schema().file_label("class").to_owned(),
            form: Form::ClassFile,
            count: classes.len(),
            start: Start::File { path: format!("classes/{key}/index.md") },
            witness: classes.first().map(|it| Witness::Class(*it)),
        };
        let reports = self.of_genre("case_report", of_class);
        let count = reports.count;
        (vec![class, self.of_genre("term_summary", |_| true), reports], count)
    }

    fn scopes(&self) -> Vec<Scope> {
        let casebook = self.view.casebook;
        let terms = || casebook.config.terms.iter().map(|it| it.id);
        terms().map(|term| Scope { subject: Subject::Everybody, term }).collect()
    }

    /// Exam results by class or, without one, together, term and subject, of which at least one pupil has a value.
    fn exams(&self) -> BTreeSet<(Subject, TermId, Option<Key>)> {
        let casebook = self.view.casebook;
        let mut found = BTreeSet::new();
        let Some(kind) = self.schema().find_type("term_exam") else { return found };
        for note in casebook.notes.iter().filter(|it| self.schema().is_a(it.kind, kind)) {
            let Some(term) = note.term else { continue };
            let class = note.student.and_then(|it| casebook.student(it).class);
            let subject = class.map_or(Subject::Everybody, Subject::Class);
            let about = self.subject_of(note);
            if self.view.analysis.exams(Scope { subject, term }, about.as_deref()).present > 0 {
                found.insert((subject, term, about));
            }
        }
        found
    }

    fn subject_of(&self, note: &Note) -> Option<Key> {
        let measured = || self.view.casebook.config.measures.get(note.fields.text("measure")?)?.subject.clone();
        note.fields.choice("subject").map(Key::from).or_else(measured)
    }

    /// Records that were held against a pass line: exams with a value, and practice with full marks or a line of its own.
    fn judged(&self) -> usize {
        let schema = self.schema();
        let (record, exam) = (schema.find_type("progress_record"), schema.find_type("term_exam"));
        let is = |note: &Note, kind: Option<TypeId>| kind.is_some_and(|it| schema.is_a(note.kind, it));
        let judged = |note: &&Note| {
            let lined = note.fields.get("full_marks").is_some() || note.fields.get("standard").is_some();
            is(note, record) && note.fields.get("value").is_some() && (is(note, exam) || lined)
        };
        self.view.casebook.notes().map(|(_, note)| note).filter(judged).count()
    }

    /// Pupils' exams that have an earlier result to be compared with.
    fn compared(&self) -> usize {
        self.scopes().into_iter().map(|it| self.view.analysis.exams(it, None).pairs.len()).sum()
    }

    /// Incidents of terms whose halves can be compared.
    fn incidents_compared(&self) -> usize {
        let incidents = |scope: Scope| {
            let figure = self.view.analysis.figure("incident_rate.change", scope).ok();
            let known = figure.is_some_and(|it| it.amount != Amount::Insufficient);
            if known { self.view.analysis.count(scope, "incident") as usize } else { 0 }
        };
        self.scopes().into_iter().map(incidents).sum()
    }

    /// Pupils judged by a criterion that was declared; those with special educational needs are reported apart.
    fn converted(&self) -> usize {
        let casebook = self.view.casebook;
        let general = casebook.config.exit_criterion.is_some();
        let judged = |student: &&Student| {
            let criterion = general || student.fields.text("exit_criterion").is_some();
            let outcome = student.terms.iter().any(|it| it.outcome.is_some());
            criterion && outcome && student.fields.get("sen").is_none()
        };
        casebook.students.iter().filter(judged).count()
    }

    /// Pupils who have affect ratings of one item, or one habit, on two days.
    fn twice_rated(&self) -> usize {
        let casebook = self.view.casebook;
        let items = self.schema().enums.get("affect_item").map(|it| it.choices.as_slice()).unwrap_or_default();
        let mut days: BTreeMap<(StudentId, String), BTreeSet<Date>> = BTreeMap::new();
        for note in &casebook.notes {
            let Some(student) = note.student else { continue };
            let mut add = |what: &str| {
                days.entry((student, what.to_owned())).or_default().insert(note.date);
            };
            match &*self.schema().note_type(note.kind).key {
                "affect_rating" => items.iter().filter(|it| note.fields.get(&it.key).is_some()).for_each(|it| add(&it.key)),
                "habit" => note.fields.text("habit").into_iter().for_each(|it| add(&format!("habit {it}"))),
                _ => {}
            }
        }
        let twice: BTreeSet<StudentId> = days.into_iter().filter(|(_, it)| it.len() > 1).map(|((it, _), _)| it).collect();
        twice.len()
    }
}

impl Source {
    fn add(&mut self, count: usize, witness: Witness) {
        self.count += count;
        if count > 0 {
            self.witness.get_or_insert(witness);
        }
    }
}

/// How often a field is filled in: each group of a list of groups, else once.
fn filled(fields: &Fields, key: &str) -> usize {
    match fields.get(key) {
        None => 0,
        Some(Value { data: Data::List(items), .. }) => {
            let groups = items.iter().filter(|it| matches!(it.data, Data::Record(_))).count();
            if groups > 0 { groups } else { usize::from(!items.is_empty()) }
        }
        Some(_) => 1,
    }
}
