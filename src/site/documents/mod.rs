//! Documents: written ones, and those composed from the notes alone.
//!
//! A composed document says only what the notes hold: a sentence whose data is missing is not written, a section without a
//! sentence has no heading, and no number is typed here. What stands where is the theme's to say: a genre is an outline of
//! passages, which are composed here, and of tables and charts.

mod attached;
mod bound;
mod class;
mod collection;
mod cover;
mod draft;
mod made;
pub mod markdown;
mod outline;
mod own_words;
mod project;
mod quotes;
mod sources;
mod student;
pub mod summary;
mod title;
mod written;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::analysis::{Scope, Subject};
use crate::date::{Date, DateRange, Term};
use crate::diag::{Diagnostic, Diagnostics, guarded};
use crate::model::{Class, Note, NoteId, StudentId, Summary};
use crate::privacy::View;
use crate::schema::Key;
use crate::syntax::Prose;
use crate::theme::{About, Genre, When};

use super::{Document, Layout, Numbering, Route, Signature, live};
use outline::Told;

pub use made::{Documents, Wanted};
pub use own_words::without_own_words;
pub use sources::sources;

/// The outlines of all genres, by key.
pub type Genres = BTreeMap<String, Genre>;

/// Every document of a view: written summaries first, then of each genre that the theme composes unasked one for each class,
/// pupil or project and each term that has notes of theirs, where nobody wrote it.
pub fn documents(view: &View, genres: &Genres, findings: &mut Diagnostics) -> Vec<Document> {
    let mut documents = begun(view, genres, findings);
    let made = composed_of(view, genres).into_par_iter().map(|(key, genre, topic)| watched(topic, key, genre));
    for made in made.collect::<Vec<_>>() {
        match made {
            Ok(made) => documents.extend(made),
            Err(fault) => findings.push(fault),
        }
    }
    attached::attach(view, genres, &mut documents);
    bound::bind(view, &mut documents, findings);
    documents
}

/// The documents that somebody wrote, before others are named in them. Reports what is wrong with them, and with outlines.
fn begun(view: &View, genres: &Genres, findings: &mut Diagnostics) -> Vec<Document> {
    for (key, genre) in genres {
        outline::check(view, key, genre, findings);
    }
    written::written(view, genres, findings)
}

/// What documents are composed about, where there is anything to say.
fn composed_of<'v>(view: &'v View, genres: &'v Genres) -> Vec<(&'v str, &'v Genre, Topic<'v>)> {
    let is_written = |genre: &str, topic: &Topic| {
        view.casebook.summaries.iter().any(|it| {
            let about = match topic.scope.subject {
                Subject::Class(class) => it.class == Some(class),
                Subject::Student(student) => it.student == Some(student),
                Subject::Project(project) => it.project == Some(project),
                Subject::Everybody => it.class.is_none() && it.student.is_none() && it.project.is_none(),
            };
            let of_term = it.term.is_none_or(|written| written == topic.scope.term);
            // One that somebody wrote on a month stands for that month alone.
            let of_month = topic.days.is_none_or(|days| it.fields.date("date").is_none_or(|day| days.contains(day)));
            &*it.genre == genre && about && of_term && of_month
        })
    };
    let genres = genres.iter().filter(|(_, genre)| genre.composed);
    let topics = genres.flat_map(|(key, genre)| topics(view, genre.about).into_iter().map(move |it| (key.as_str(), genre, it)));
    topics.filter(|(key, genre, topic)| is_due(genre, topic) && !is_written(key, topic)).collect()
}

/// The prose that a genre composes about a subject, every table, chart and figure in it a request; `None` where there is
/// nothing to say.
pub fn prose(view: &View, genre: &Genre, scope: Scope) -> Option<Prose> {
    let term = view.casebook.config.term(scope.term)?;
    composed(Topic { view, scope, term, days: None }, genre).map(|it| it.prose)
}

/// Whether a project has come so far that a genre is about it.
fn is_due(genre: &Genre, topic: &Topic) -> bool {
    let Subject::Project(id) = topic.scope.subject else { return true };
    let finished = project::is_finished(topic.view, id);
    genre.when.is_none_or(|when| (when == When::Finished) == finished)
}

/// What documents of a kind can be about, in order of key and term. A project goes on over terms: of each there is one, of the
/// last term that has records of it.
fn topics<'v>(view: &'v View, about: About) -> Vec<Topic<'v>> {
    if about == About::Project {
        let topic = |(id, _)| {
            let term = project::latest_term(view, id)?;
            Some(Topic { view, scope: Scope { subject: Subject::Project(id), term: term.id }, term, days: None })
        };
        return view.casebook.projects().filter_map(topic).collect();
    }
    let subjects: Vec<Subject> = match about {
        About::Class => view.casebook.classes().map(|(id, _)| Subject::Class(id)).collect(),
        About::Student | About::StudentMonth => view.casebook.students().map(|(id, _)| Subject::Student(id)).collect(),
        About::Project => view.casebook.projects().map(|(id, _)| Subject::Project(id)).collect(),
        About::Everybody => vec![Subject::Everybody],
    };
    let terms = &view.casebook.config.terms;
    let months = |(subject, term): (Subject, &'v Term)| {
        let months = if about == About::StudentMonth { term.months().into_iter().map(Some).collect() } else { vec![None] };
        months.into_iter().map(move |days| Topic { view, scope: Scope { subject, term: term.id }, term, days })
    };
    subjects.into_iter().flat_map(|it| terms.iter().map(move |term| (it, term))).flat_map(months).collect()
}

/// What came of an outline.
struct Composed {
    prose: Prose,
    sections: Vec<Key>,
    keywords: Vec<String>,
    /// The class whose teacher signs.
    class: Option<crate::model::ClassId>,
}

fn composed(topic: Topic, genre: &Genre) -> Option<Composed> {
    if !genre.needs.is_empty() && !genre.needs.iter().any(|it| topic.has(it)) {
        return None;
    }
    fn of(genre: &Genre, told: &impl Told, keywords: Vec<String>, class: Option<crate::model::ClassId>) -> Option<Composed> {
        let (prose, sections) = outline::compose(genre, told);
        (!prose.is_empty()).then_some(Composed { prose, sections, keywords, class })
    }
    match topic.scope.subject {
        Subject::Class(class) => of(genre, &class::Summary::of(topic, class)?, Vec::new(), Some(class)),
        Subject::Student(id) => {
            let case = student::Case::of(topic, id)?;
            of(genre, &case, case.keywords(), case.student.class)
        }
        Subject::Project(id) => {
            let report = project::Report::of(topic, id);
            of(genre, &report, report.keywords(), None)
        }
        Subject::Everybody => of(genre, &collection::Collection::of(topic)?, Vec::new(), None),
    }
}

/// The same as [`document`].
///
/// # Errors
/// Where the program fails over it: other documents are made all the same.
fn watched(topic: Topic, key: &str, genre: &Genre) -> Result<Option<Document>, Diagnostic> {
    guarded(|| document(topic, key, genre)).map_err(|fault| {
        let class = match topic.scope.subject {
            Subject::Class(id) => Some(id),
            Subject::Student(id) => topic.view.casebook.students.get(id.0 as usize).and_then(|it| it.class),
            Subject::Project(_) | Subject::Everybody => None,
        };
        let path = guarded(|| routes(&topic.fill(&genre.file, class.map(|it| topic.view.casebook.class(it)), true)).0);
        path.map_or_else(|_| fault.anywhere(), |path| fault.at_path(path.as_str()))
    })
}

/// The document of a genre about a subject in a term; `None` where there is nothing to say.
fn document(topic: Topic, key: &str, genre: &Genre) -> Option<Document> {
    let made = composed(topic, genre)?;
    let view = topic.view;
    let config = &view.casebook.config;
    let class = made.class.map(|it| view.casebook.class(it));
    let signature = topic.signature(class);
    let date = topic.date();
    let parts = topic.title(genre, class);
    let (pdf, page) = routes(&topic.fill(&genre.file, class, true));
    // What the outline asks for is known to exist; what a theme's own words ask for was checked.
    let mut findings = Diagnostics::new();
    let pieces = live::pieces_of_document(view, &made.prose, topic.scope, &mut Numbering::default(), &mut findings);
    Some(Document {
        pdf,
        page,
        scope: topic.scope,
        genre: Key::from(key),
        layout: layout(view, genre.layout.as_deref()),
        numbered: genre.numbered,
        title: parts.concat(),
        title_parts: parts,
        subtitle: genre.subtitle.as_deref().map(|it| topic.fill(it, class, false)),
        author: signature.clone().or_else(|| config.school.clone()),
        date,
        language: config.language,
        keywords: genre.keywords.iter().cloned().chain(made.keywords).collect(),
        sections: made.sections,
        pieces,
        footnotes: made.prose.footnotes,
        attachments: Vec::new(),
        cover: cover::cover(&topic, genre, class, signature.as_deref(), date),
        contents: genre.contents,
        parts: Vec::new(),
        signature: signature.filter(|_| genre.signed).map(|name| Signature { name, date }),
    })
}

/// What a composed document is about.
#[derive(Clone, Copy)]
struct Topic<'v> {
    view: &'v View<'v>,
    scope: Scope,
    term: &'v Term,
    /// The month, of a document about one.
    days: Option<DateRange>,
}

impl<'v> Topic<'v> {
    fn label(&self, enumeration: &str, key: &'v str) -> &'v str {
        self.view.casebook.schema.choice_label(enumeration, key)
    }

    /// Notes of a type, in order of date; those of the month, in a document about one.
    fn notes_of(&self, kind: &str) -> Vec<(NoteId, &'v Note)> {
        let mut notes = self.view.analysis.notes_of(self.scope, kind);
        notes.retain(|(_, note)| self.days.is_none_or(|days| days.contains(note.date)));
        notes
    }

    /// Whether anything of a type was recorded, items of the pupil's file included.
    fn has(&self, kind: &str) -> bool {
        match self.days {
            Some(_) => !self.notes_of(kind).is_empty(),
            None => self.view.analysis.count(self.scope, kind) > 0,
        }
    }

    /// Whether the term is over, or so near its end that its results are in.
    fn is_closing(&self) -> bool {
        const LAST_DAYS: i32 = 14;
        self.view.analysis.as_of.plus_days(LAST_DAYS) >= self.term.span.to
    }

    /// What the numbers are of: `全学期`, or `到10月20日` while the term goes on.
    fn so_far(&self) -> String {
        if self.is_closing() { "全学期".to_owned() } else { format!("到{}", self.view.analysis.as_of.month_day()) }
    }

    /// When the last state is seen: `期末`, or `目前` while the term goes on.
    fn at_end(&self) -> &'static str {
        if self.is_closing() { "期末" } else { "目前" }
    }

    fn name(&self, student: StudentId) -> &'v str {
        self.view.casebook.student(student).shown_name()
    }

    /// What brought something on, in a clause: `在假期后`; nothing where it is something else.
    fn trigger(&self, key: &'v str) -> Option<String> {
        match key {
            "after_holiday" => Some(format!("在{}", self.label("trigger", key))),
            "other" => None,
            key => Some(format!("与{}有关", self.label("trigger", key))),
        }
    }

    /// 他 or 她; the name where the file does not say.
    fn pronoun(&self, student: StudentId) -> &'v str {
        match self.view.casebook.student(student).fields.choice("gender") {
            Some("male") => "他",
            Some("female") => "她",
            _ => self.name(student),
        }
    }

    /// Red flags given: stars and certificates are awards too, but no flags.
    fn flags(&self) -> i64 {
        let awards = self.view.analysis.notes_of(self.scope, "award");
        let flags = awards.iter().filter(|(_, note)| note.fields.choice("kind").is_none_or(|it| it == "red_flag"));
        flags.map(|(_, note)| note.fields.integer("qty").unwrap_or(1)).sum()
    }

    /// Who signs: a project's team; else as `casebook.yaml` says, or the class's homeroom teacher.
    fn signature(&self, class: Option<&Class>) -> Option<String> {
        let post = self.view.casebook.schema.choice_label("role", "homeroom_teacher");
        // Others may read only the post, which then stands for the name.
        let homeroom = || match class?.homeroom.as_deref()? {
            name if name == post => Some(post.to_owned()),
            name => Some(format!("{post}：{name}")),
        };
        match self.scope.subject {
            Subject::Project(_) => return Some(self.view.casebook.schema.choice_label("role", "research_team").to_owned()),
            // Nobody signs for everybody.
            Subject::Everybody => return None,
            Subject::Class(_) | Subject::Student(_) => {}
        }
        self.view.casebook.config.documents.signature.clone().or_else(homeroom)
    }

    /// A genre's title by the parts between which it may break; a project's name before its brackets, too.
    fn title(&self, genre: &Genre, class: Option<&Class>) -> Vec<String> {
        let filled = genre.title.iter().map(|it| (it, self.fill(it, class, false)));
        let broken = |(outline, filled): (&String, String)| match filled.find('（').filter(|_| outline.contains("{project}")) {
            Some(at) if at > 0 => {
                let (name, rest) = filled.split_at(at);
                vec![name.to_owned(), rest.to_owned()]
            }
            _ => vec![filled],
        };
        filled.flat_map(broken).collect()
    }

    /// A theme's words with what they stand for: names, or keys and codes where they go into an address.
    fn fill(&self, words: &str, class: Option<&Class>, keys: bool) -> String {
        let casebook = self.view.casebook;
        let pick = |name: &str, key: &str| if keys { key.to_owned() } else { name.to_owned() };
        let student = match self.scope.subject {
            Subject::Student(id) => pick(self.name(id), casebook.student(id).code.as_str()),
            _ => String::new(),
        };
        let project = match self.scope.subject {
            Subject::Project(id) => pick(&casebook.project(id).title, &casebook.project(id).key),
            _ => String::new(),
        };
        let class = class.map(|it| pick(&it.name, &it.key)).unwrap_or_default();
        let term = pick(&self.term.id.in_words(), &self.term.id.to_string());
        let month = self.days.map(|it| it.middle());
        let month = month.map(|day| pick(&format!("{}年{}月", day.year(), day.month()), &day.year_month()));
        let month = month.unwrap_or_else(|| term.clone());
        let filled = [("{class}", class), ("{student}", student), ("{project}", project), ("{term}", term), ("{month}", month)];
        filled.into_iter().fold(words.to_owned(), |words, (name, value)| words.replace(name, &value))
    }

    /// The day a document is dated: the last day of its term or month, or the day of the build while it runs.
    fn date(&self) -> Date {
        self.view.analysis.as_of.min(self.days.unwrap_or(self.term.span).to)
    }
}

/// Who signs a document about a subject in a term, and when; nobody where neither the settings nor the class name one.
pub(super) fn signature(view: &View, scope: Scope) -> Option<Signature> {
    let term = view.casebook.config.term(scope.term)?;
    let topic = Topic { view, scope, term, days: None };
    let class = match scope.subject {
        Subject::Class(class) => Some(class),
        Subject::Student(student) => view.casebook.student(student).class,
        Subject::Project(_) | Subject::Everybody => None,
    };
    let name = topic.signature(class.map(|it| view.casebook.class(it)))?;
    Some(Signature { name, date: topic.date() })
}

/// The page of a document that somebody wrote.
pub(in crate::site) fn page_of(summary: &Summary) -> Route {
    routes(&summary.key).1
}

/// Where a document goes: its PDF, and its page.
fn routes(name: &str) -> (Route, Route) {
    (Route::new(&format!("pdf/{name}.pdf")), Route::new(&format!("documents/{name}.html")))
}

/// The layout of `casebook.yaml`, or what a document says itself.
fn layout(view: &View, own: Option<&str>) -> Layout {
    let configured = view.casebook.config.documents.layout.as_deref();
    match own.or(configured) {
        Some("school") => Layout::School,
        Some("compact") => Layout::Compact,
        _ => Layout::Gongwen,
    }
}
