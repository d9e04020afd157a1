//! casebook compiles a folder of Markdown case notes into a static site and typeset PDFs.
//!
//! The program in the order of its steps, each a function from data to data:
//!
//! 1. [`source::load`] reads the content folder into a [`source::SourceTree`].
//! 2. [`syntax::parse`] turns each file into entries and blocks, every one with its place.
//! 3. [`model::resolve`] checks them by the types table of [`schema`] and links them into a [`model::Casebook`]. An error in the
//!    content stops here, after everything was checked.
//! 4. [`lint::lint`] reads every text as an editor would. [`analysis::Analysis`] reckons the facts; [`privacy::project`] makes
//!    the [`privacy::View`] of one audience.
//! 5. [`site`] says what each page and document says; [`chart`] draws.
//! 6. [`picture`] makes images ready, [`pdf`] sets the documents, [`html`] writes the pages with a [`theme`], and each finished
//!    file leaves by an [`output::Door`], before which the [`privacy::gate`] reads it ([`output::GatedDoor`]).
//!
//! [`build`] below is that list in code; [`preview()`] makes each file only when it is asked for. Nothing between `load` and the
//! door reads a file, a clock or the environment, so the same input gives the same bytes. Findings are [`diag::Diagnostic`]s,
//! collected all along; only [`cli`] prints.

pub mod analysis;
pub mod chart;
pub mod cli;
pub mod config;
pub mod date;
pub mod diag;
pub mod html;
pub mod lint;
pub mod mend;
pub mod model;
pub mod output;
pub mod pdf;
pub mod phrases;
pub mod picture;
pub mod preview;
pub mod privacy;
pub mod schema;
pub mod search;
pub mod site;
pub mod source;
pub mod syntax;
pub mod theme;
mod unchanged;

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use diag::{Code, Diagnostic, Diagnostics};
use output::{Cache, Door, DoorError, GatedDoor, KeepingDoor};
use privacy::gate::{Gate, Leak};
use privacy::{Audience, Forbidden};
use rayon::prelude::*;
use site::documents::{Documents, Genres};
use site::pages::{Pdf, Pdfs};
use unchanged::{Record, Slot};

/// What a build makes.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// For whom.
    pub audience: Audience,
    /// Whether pages are made.
    pub site: bool,
    /// Whether documents are set.
    pub pdf: bool,
    /// Only documents of this term.
    pub term: Option<date::TermId>,
    /// Only documents of the student with this code.
    pub student: Option<String>,
    /// The day as of which things are overdue; that of the latest note where none is given.
    pub as_of: Option<date::Date>,
    /// Faces beside the program's and the theme's: files of the formats OTF, TTF and TTC.
    pub fonts: Vec<Arc<[u8]>>,
    /// Whether each document carries the Markdown files that it was made from.
    pub attach_sources: bool,
    /// Where finished documents are kept from one build to the next.
    pub cache: Option<Arc<Cache>>,
}

impl Options {
    /// Where the record of a build of documents alone is filed; none where a build makes pages too, or is for others than the
    /// teacher, for whom everything is gone through each time.
    fn slot<'a>(&'a self, tree: &source::SourceTree, theme: &theme::Theme) -> Option<Slot<'a>> {
        // All of them, so that one that is added cannot be forgotten here.
        let Self { audience, site, pdf, term, student, as_of, fonts, attach_sources, cache } = self;
        let cache = cache.as_deref().filter(|_| *pdf && !site && *audience == Audience::Teacher)?;
        let fonts: Vec<_> = fonts.iter().map(|it| blake3::hash(it)).collect();
        let asked = format!("{:?}", (term, student, as_of, fonts, attach_sources));
        Some(Slot::of(cache, tree, theme, asked.as_bytes(), *attach_sources))
    }
}

/// What came of a build. Whether it may be swapped in is [`Outcome::is_sound`].
#[derive(Debug, Default)]
pub struct Outcome {
    /// Every finding, in order of place.
    pub findings: Diagnostics,
    /// Pages that were made.
    pub pages: usize,
    /// Documents that were set.
    pub documents: usize,
    /// In which faces they were set; empty where none was.
    pub cast: Vec<pdf::Cast>,
    /// What the gate kept back, in order of path.
    pub leaks: Vec<Leak>,
    /// Why a file could not leave, if one could not.
    pub door: Option<DoorError>,
    /// Why nothing was begun.
    pub refused: Option<Refusal>,
    /// What was hidden from others than the teacher; of editions for parents, of all of them.
    pub hidden: privacy::Tally,
    /// How many pupils are left out for want of consent.
    pub excluded: u32,
    /// How well pupils hide among each other in what research reads.
    pub anonymity: Option<privacy::Anonymity>,
}

/// Why nothing can be made of a casebook.
#[derive(Debug)]
pub struct Stopped {
    /// Every finding, in order of place.
    pub findings: Diagnostics,
    /// Why nothing was begun, though the content is in order.
    pub refused: Option<Refusal>,
}

/// Why a build is not begun, though the content is in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no preview for this audience.
    Preview(Audience),
    /// What documents were made from is not attached for this audience.
    Sources(Audience),
    /// No student has the code that was asked for; the nearest one that somebody has.
    NoSuchStudent(String, Option<String>),
    /// Pupils, by code, have no name that others may read.
    NoAlias(Vec<String>),
    /// The casebook has no such term.
    NoSuchTerm(date::TermId),
}

impl Outcome {
    /// Whether everything was made.
    pub fn is_sound(&self) -> bool {
        !self.findings.has_errors() && self.leaks.is_empty() && self.door.is_none() && self.refused.is_none()
    }
}

/// Reads a casebook as far as its meaning: every finding of the content, and the casebook, if its settings are usable. With
/// errors among the findings it is good for listing, not for building.
pub fn read(tree: &source::SourceTree) -> (Option<model::Casebook>, Diagnostics) {
    Memory::default().read(tree)
}

/// What was read of a casebook, so that of another state of it only what has changed is read.
#[derive(Debug, Default)]
pub struct Memory {
    read: Option<(source::SourceTree, model::Reading)>,
    lint: lint::Memory,
}

impl Memory {
    /// Reads a casebook as [`read`] does.
    fn read(&mut self, tree: &source::SourceTree) -> (Option<model::Casebook>, Diagnostics) {
        let mut findings = Diagnostics::new();
        let again = self.read.as_ref().and_then(|(before, reading)| reading.again(before, tree, &tree.changes(before)));
        let reading = again.or_else(|| model::Reading::of(tree, syntax::parse_each(tree), &mut findings));
        let casebook = reading.as_ref().map(|it| it.casebook(&mut findings));
        let limit = tree.limits().notes;
        if casebook.as_ref().is_some_and(|it| it.notes.len() > limit) {
            findings.push(Diagnostic::too_many_notes(limit));
        }
        self.read = reading.map(|it| (tree.clone(), it));
        (casebook, findings)
    }
}

/// The name of the theme that `casebook.yaml` asks for; `default` where it names none or cannot be read.
pub fn theme_name(tree: &source::SourceTree) -> String {
    let file = source::SitePath::new("casebook.yaml").and_then(|path| tree.find(&path));
    let node = file.map(|file| syntax::yaml(file, tree.text(file), 0..tree.text(file).len(), &mut Diagnostics::new()));
    let Some(syntax::NodeKind::Map(entries)) = node.map(|it| it.kind) else { return "default".to_owned() };
    let fields = schema::Schema::built_in().files.get("casebook");
    let is_theme = |name: &str| fields.and_then(|it| it.find(name)).is_some_and(|it| &*it.key == "theme");
    let named = entries.iter().find(|it| is_theme(&it.key.value)).and_then(|it| it.value.scalar());
    named.unwrap_or("default").to_owned()
}

/// Builds a casebook: what is made goes to the door, what is wrong into the outcome. Documents alone that were made before from the
/// very same are not made again.
pub fn build(tree: &source::SourceTree, theme: &theme::Theme, options: &Options, door: &dyn Door) -> Outcome {
    build_again(tree, theme, options, &Mutex::default(), door)
}

/// Builds a casebook as [`build`] does, of which what is in the memory is not read again: for several audiences it is read once.
pub fn build_again(
    tree: &source::SourceTree,
    theme: &theme::Theme,
    options: &Options,
    memory: &Mutex<Memory>,
    door: &dyn Door,
) -> Outcome {
    let slot = options.slot(tree, theme);
    let keeping = KeepingDoor::new(door);
    let again = slot.and_then(|it| again(it, &GatedDoor::new(&keeping, &Forbidden::default(), options.audience)));
    let made = again.map_or_else(|| diag::guarded(|| make(tree, theme, options, memory, &keeping, slot)), Ok);
    // What the program failed over, where that was no single file.
    let failed = |fault: diag::Fault| Outcome { findings: [fault.anywhere()].into_iter().collect(), ..Outcome::default() };
    let mut outcome = made.unwrap_or_else(failed);
    outcome.door = keeping.into_refusal();
    outcome
}

/// What an earlier build came to, its documents passed on; `None` where they are to be made.
fn again(slot: Slot, door: &GatedDoor) -> Option<Outcome> {
    let refused = Mutex::new(Diagnostics::new());
    let record = slot.pass(|path, bytes| {
        let found = html::put(door, path, bytes);
        refused.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    })?;
    let mut findings = record.findings;
    findings.extend(refused.into_inner().unwrap_or_else(PoisonError::into_inner));
    Some(Outcome { findings: findings.sorted(), documents: record.documents.len(), cast: record.cast, ..Outcome::default() })
}

/// Makes everything, and files what documents came to.
fn make(
    tree: &source::SourceTree,
    theme: &theme::Theme,
    options: &Options,
    memory: &Mutex<Memory>,
    door: &dyn Door,
    slot: Option<Slot>,
) -> Outcome {
    let made = read_whole(tree, theme, options, memory, |casebook, language, genres, findings| {
        let gated = GatedDoor::new(door, &Forbidden::of(casebook), options.audience);
        let making = Making { theme, genres, language, options, casebook, slot, engine: OnceCell::new() };
        let mut outcome = Outcome { findings, ..Outcome::default() };
        outcome.refused = making.editions(tree, &gated, &mut outcome).err();
        outcome.leaks = gated.leaks();
        outcome.findings = std::mem::take(&mut outcome.findings).sorted();
        outcome
    });
    made.unwrap_or_else(|it| Outcome { findings: it.findings, refused: it.refused, ..Outcome::default() })
}

/// The child whose edition goes somewhere, where it is one child's, and the door to there.
type Place<'d> = (Option<model::StudentId>, GatedDoor<'d>);

/// What every edition of a build is made with.
struct Making<'a> {
    theme: &'a theme::Theme,
    genres: &'a Genres,
    /// Of pages.
    language: diag::Language,
    options: &'a Options,
    casebook: &'a model::Casebook,
    /// Where to file what documents came to.
    slot: Option<Slot<'a>>,
    /// Sets the documents of all of them; made when the first are set, `None` where the theme has faults.
    engine: OnceCell<Option<pdf::Engine>>,
}

impl Making<'_> {
    /// Makes the teacher's edition, or that of others; for parents one of each child after the other, so that of many children no
    /// more than one is at hand.
    fn editions(&self, tree: &source::SourceTree, door: &GatedDoor<'_>, outcome: &mut Outcome) -> Result<(), Refusal> {
        let Making { options, casebook, .. } = *self;
        let student = options.student.as_deref().and_then(|code| casebook.find_student(code));
        if let Ok(view) = privacy::project(casebook, options.as_of, options.audience) {
            self.edition(tree, &view, student, door, outcome);
            return Ok(());
        }
        for (child, door) in self.places(student, door)? {
            let projection = privacy::Projection::of(casebook, options.as_of, options.audience, child);
            let mut projection = projection.map_err(|privacy::ProjectionError::NoAlias(codes)| Refusal::NoAlias(codes))?;
            outcome.hidden.add(std::mem::take(&mut projection.tally));
            outcome.excluded += projection.excluded;
            outcome.anonymity = (options.audience == Audience::Research).then(|| privacy::anonymity(&projection.casebook));
            if child.is_none() || !projection.casebook.students.is_empty() {
                // Of the source only the images are at hand that others may see.
                self.edition(&projection.images(tree), &projection.view(), None, &door, outcome);
            }
        }
        Ok(())
    }

    /// Where editions go: for parents into a folder a child, of the one who was asked for or of each; for others to the top.
    fn places<'d>(&self, asked: Option<model::StudentId>, door: &GatedDoor<'d>) -> Result<Vec<Place<'d>>, Refusal> {
        if self.options.audience != Audience::Parent {
            return Ok(vec![(None, door.clone())]);
        }
        let (mut places, mut without) = (Vec::new(), Vec::new());
        for (id, student) in self.casebook.students().filter(|(id, _)| asked.is_none_or(|it| it == *id)) {
            match self.casebook.aliases.students.get(&student.code).and_then(|it| it.folder.as_deref()) {
                Some(folder) => places.push((Some(id), door.below(folder))),
                None => without.push(student.code.to_string()),
            }
        }
        if without.is_empty() { Ok(places) } else { Err(Refusal::NoAlias(without)) }
    }

    /// Makes one edition, of one student's documents where one was asked for. Everything passes the gate on its way to the door.
    fn edition(
        &self,
        tree: &source::SourceTree,
        view: &privacy::View,
        student: Option<model::StudentId>,
        door: &GatedDoor<'_>,
        outcome: &mut Outcome,
    ) {
        let Making { theme, genres, language, options, slot, .. } = *self;
        let findings = &mut outcome.findings;
        let wanted = wanted(options, student);
        let documents = Documents::at_once(view, genres, &wanted, findings);
        if findings.has_errors() {
            return;
        }
        let darkroom = darkroom(tree, options);
        let made = match options.pdf {
            true => self.set(&darkroom, view, documents.all(), door, findings),
            false => Made::nothing(documents.all().len()),
        };
        if options.site {
            let english = view.casebook.worded(language);
            let shown = english.as_ref().map(|it| view.of(it));
            let plan = site::pages::plan(tree, shown.as_ref().unwrap_or(view), &documents, Pdfs::Each(&made.pdfs), findings);
            outcome.pages += plan.pages.len();
            let (album, faults) = darkroom.album(&plan.images, &|path, bytes| html::put(door, path, bytes));
            findings.extend(faults);
            findings.extend(html::render(&plan, &album, theme, door));
        }
        let sizes = made.pdfs.iter().filter_map(|it| if let Pdf::Made(size) = it { Some(size.bytes) } else { None });
        if let Some(slot) = slot.filter(|_| !findings.has_errors() && made.kept.len() == documents.all().len()) {
            let record = Record { documents: made.kept, findings: findings.clone().sorted(), cast: made.cast.clone() };
            slot.keep(&record, sizes.clone().sum());
        }
        outcome.documents += sizes.count();
        outcome.cast = made.cast;
    }

    /// Sets the documents and passes them to the door.
    fn set(
        &self,
        darkroom: &picture::Darkroom,
        view: &privacy::View,
        documents: &[site::Document],
        door: &GatedDoor<'_>,
        findings: &mut Diagnostics,
    ) -> Made {
        let engine = self.engine.get_or_init(|| self.engine(findings));
        let Some(engine) = engine else { return Made::nothing(documents.len()) };
        let done = Mutex::new((Made::nothing(documents.len()), Diagnostics::new()));
        let each = |at: usize, result: Result<pdf::Pdf, Diagnostics>| {
            let Some(document) = documents.get(at) else { return };
            let (made, kept, found) = match result {
                Ok(pdf) => {
                    let size = site::pages::PdfSize { pages: pdf.pages as u32, bytes: pdf.bytes.len() as u64 };
                    let refused = html::put(door, document.pdf.as_str(), pdf.bytes);
                    (Pdf::Made(size), pdf.kept, pdf.warnings.into_iter().chain(refused).collect())
                }
                Err(faults) => (Pdf::Absent, None, faults),
            };
            let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(slot) = done.0.pdfs.get_mut(at) {
                *slot = made;
            }
            done.0.kept.extend(kept.map(|it| (document.pdf.as_str().to_owned(), it)));
            done.1.extend(found);
        };
        let ((), faults) = supply(darkroom, self.options, view, |supplies| engine.set_all(documents, supplies, each));
        let (mut made, found) = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        findings.extend(found);
        // The site's pages show the same images and report them.
        if !self.options.site {
            findings.extend(faults);
        }
        // They come in the order in which they are done.
        made.kept.sort_by(|a, b| a.0.cmp(&b.0));
        made.cast = engine.cast();
        made
    }

    /// What sets documents.
    fn engine(&self, findings: &mut Diagnostics) -> Option<pdf::Engine> {
        let engine = pdf::Engine::new(settings(self.theme, self.options, self.casebook, findings));
        findings.extend(match &engine {
            Ok(engine) => engine.warnings(),
            Err(faults) => faults.clone(),
        });
        engine.ok()
    }
}

/// Which documents were asked for.
fn wanted(options: &Options, student: Option<model::StudentId>) -> impl Fn(&site::Document) -> bool + Sync {
    move |it| {
        let about = |student| it.scope.subject == analysis::Subject::Student(student);
        let asked = options.term.is_none_or(|term| it.scope.term == term) && student.is_none_or(about);
        asked && options.audience.reads(&it.genre)
    }
}

/// What in finished files an audience must not meet. The files may come from anywhere: each is a path and its bytes.
pub fn verify(forbidden: &Forbidden, audience: Audience, files: &[(String, Vec<u8>)]) -> Vec<Leak> {
    let gate = Gate::new(forbidden, audience);
    files.par_iter().flat_map_iter(|(path, bytes)| gate.inspect(path, bytes)).collect()
}

/// Makes a casebook's site ready and hands it to `show`, for as long as that takes: each of its files is made when it is asked
/// for, and is the one that a build would write, but for the sizes of PDFs, which are not known before they are made. Of what is in
/// the memory, only what has changed is read.
///
/// # Errors
/// Where there are errors in content, theme or links: nothing is shown then; and for others than the teacher, whose files are
/// read by the gate as a whole.
pub fn preview<T>(
    tree: &source::SourceTree,
    theme: &theme::Theme,
    options: &Options,
    memory: &Mutex<Memory>,
    show: impl FnOnce(&preview::Preview) -> T,
) -> Result<T, Stopped> {
    let darkroom = darkroom(tree, options);
    let stop = |findings: Diagnostics| Stopped { findings: findings.sorted(), refused: None };
    read_whole(tree, theme, options, memory, |casebook, language, genres, mut findings| {
        let Ok(view) = privacy::project(casebook, options.as_of, options.audience) else {
            return Err(Stopped { refused: Some(Refusal::Preview(options.audience)), ..stop(findings) });
        };
        let wanted = wanted(options, options.student.as_deref().and_then(|code| casebook.find_student(code)));
        let documents = Documents::on_request(&view, genres, &wanted, &mut findings);
        if findings.has_errors() {
            return Err(stop(findings));
        }
        let pdf = if options.pdf { Pdf::OnRequest } else { Pdf::Absent };
        let english = view.casebook.worded(language);
        let shown = english.as_ref().map(|it| view.of(it));
        let plan = site::pages::plan(tree, shown.as_ref().unwrap_or(&view), &documents, Pdfs::All(pdf), &mut findings);
        let pictures = output::MemoryDoor::default();
        let door = GatedDoor::new(&pictures, &Forbidden::default(), options.audience);
        let (album, faults) = darkroom.album(&plan.images, &|path, bytes| html::put(&door, path, bytes));
        findings.extend(faults);
        let settings = settings(theme, options, casebook, &mut findings);
        findings.extend(pdf::faults(&settings.theme));
        let engine = OnceLock::new();
        let set = |document: &site::Document| {
            let engine = engine.get_or_init(|| pdf::Engine::new(settings.clone())).as_ref().map_err(Clone::clone)?;
            // The pages show the same images and report them.
            supply(&darkroom, options, &view, |supplies| engine.set_alone(document, supplies)).0
        };
        match preview::Preview::new(&plan, &album, pictures.into_files(), theme, &set, findings) {
            Ok(preview) => Ok(show(&preview)),
            Err(findings) => Err(stop(findings)),
        }
    })?
}

/// Reads a casebook, and the outlines of documents, and hands both on with the language of pages and what was found. What a theme
/// wants of documents is laid under what the casebook says.
///
/// # Errors
/// Where there are errors, or what was asked for does not exist.
fn read_whole<T>(
    tree: &source::SourceTree,
    theme: &theme::Theme,
    options: &Options,
    memory: &Mutex<Memory>,
    then: impl FnOnce(&model::Casebook, diag::Language, &Genres, Diagnostics) -> T,
) -> Result<T, Stopped> {
    let mut known = memory.lock().unwrap_or_else(PoisonError::into_inner);
    let (casebook, mut findings) = known.read(tree);
    findings.extend(theme.findings().iter().cloned());
    findings.extend(casebook.iter().flat_map(|it| known.lint.lint(tree, it, options.as_of)));
    drop(known);
    let stop = |findings: Diagnostics| Stopped { findings: findings.sorted(), refused: None };
    let refuse = |reason, findings| Stopped { refused: Some(reason), ..stop(findings) };
    let mut casebook = match casebook {
        Some(casebook) if !findings.has_errors() => casebook,
        _ => return Err(stop(findings)),
    };
    // A note names pupils as it likes: what was made for others carries none.
    if options.attach_sources && options.audience != Audience::Teacher {
        return Err(refuse(Refusal::Sources(options.audience), findings));
    }
    if let Some(reason) = unknown_part(&casebook, options) {
        return Err(refuse(reason, findings));
    }
    let own = std::mem::take(&mut casebook.config.documents);
    casebook.config.documents = own.over(wanted_by(theme));
    // Documents are in Chinese, whatever the pages are in.
    let language = std::mem::replace(&mut casebook.config.language, diag::Language::Chinese);
    match theme.genres() {
        Ok(genres) => {
            let repeats = findings.iter().any(|it| it.code == Code::DupAcrossDocuments);
            let whole = repeats.then(|| privacy::project(&casebook, options.as_of, Audience::Teacher));
            if let Some(Ok(view)) = whole {
                findings = site::documents::without_own_words(tree, &view, &genres, findings);
            }
            Ok(then(&casebook, language, &genres, findings))
        }
        Err(error) => {
            findings.push(error);
            Err(stop(findings))
        }
    }
}

/// Where the images of a tree are made ready.
fn darkroom<'t>(tree: &'t source::SourceTree, options: &'t Options) -> picture::Darkroom<'t> {
    picture::Darkroom::new(tree, options.cache.as_deref(), picture::Faces::new(theme::BUNDLED_FACES))
}

/// How a theme wants documents set.
fn wanted_by(theme: &theme::Theme) -> config::DocumentSettings {
    let style = theme.documents();
    config::DocumentSettings {
        layout: style.layout.map(|it| it.key().into()),
        signature: None,
        fonts: style.fonts.clone(),
        school: style.school.clone(),
        seal: style.seal,
    }
}

/// A student or term that was asked for and does not exist: a build without it would look like one that was asked for.
fn unknown_part(casebook: &model::Casebook, options: &Options) -> Option<Refusal> {
    if let Some(code) = options.student.as_deref().filter(|code| casebook.find_student(code).is_none()) {
        let codes = casebook.students.iter().map(|it| it.code.as_str());
        return Some(Refusal::NoSuchStudent(code.to_owned(), diag::nearest(code, codes).map(str::to_owned)));
    }
    options.term.filter(|term| casebook.config.term(*term).is_none()).map(Refusal::NoSuchTerm)
}

/// What came of setting documents.
struct Made {
    /// What is known of each, by its position.
    pdfs: Vec<Pdf>,
    /// Where those that are kept are kept, by the paths they go to.
    kept: Vec<(String, pdf::Kept)>,
    /// In which faces they were set.
    cast: Vec<pdf::Cast>,
}

impl Made {
    fn nothing(documents: usize) -> Self {
        Self { pdfs: vec![Pdf::Absent; documents], kept: Vec::new(), cast: Vec::new() }
    }
}

/// Hands on what documents draw on: images, sources to attach where they were asked for, the cache. Gives what was found about
/// the images, too.
fn supply<T>(
    darkroom: &picture::Darkroom,
    options: &Options,
    view: &privacy::View,
    then: impl FnOnce(pdf::Supplies) -> T,
) -> (T, Vec<Diagnostic>) {
    let tree = darkroom.tree();
    let faults = Mutex::new(Vec::new());
    // An image is written relative to the file that shows it.
    let image = |target: &str, span: source::Span| {
        let file = site::image_of(view, tree.get(span.file).map(|it| &it.path), target)?;
        match darkroom.picture(file) {
            Ok(picture) => Some((picture.format.extension(), picture.sizes.into_iter().next_back()?.bytes)),
            Err(fault) => {
                faults.lock().unwrap_or_else(PoisonError::into_inner).extend(darkroom.finding(file, &[span], fault));
                None
            }
        }
    };
    let sources = |document: &site::Document| {
        let files = site::documents::sources(view, tree, document);
        let named = files.into_iter().filter_map(|id| Some((tree.get(id)?.path.segments().collect::<Vec<_>>().join("-"), id)));
        named.map(|(name, id)| pdf::Source { name, text: tree.text(id).to_owned() }).collect()
    };
    let sources = Some(&sources as &pdf::Sources).filter(|_| options.attach_sources);
    let done = then(pdf::Supplies { images: &image, sources, cache: options.cache.as_deref() });
    (done, faults.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// How documents are set, by theme, settings and command line. Who is named above a signature is for the class's own teachers.
fn settings(theme: &theme::Theme, options: &Options, casebook: &model::Casebook, findings: &mut Diagnostics) -> pdf::Settings {
    let documents = &casebook.config.documents;
    let mut families = BTreeMap::new();
    for (name, family) in &documents.fonts {
        match pdf::Role::named(name) {
            Some(role) => drop(families.insert(role, family.clone())),
            None => findings.push(Diagnostic::general(Code::UnknownFontRole).arg("name", name)),
        }
    }
    pdf::Settings {
        theme: pdf::OwnFiles { folder: theme.shown("typst/"), files: theme.typst_files() },
        palette: theme.palette().clone(),
        fonts: theme.fonts().map(Arc::from).chain(options.fonts.iter().cloned()).collect(),
        families,
        school: documents.school.clone().filter(|_| options.audience == Audience::Teacher),
        seal: documents.seal.unwrap_or(false),
        patience: Some(std::time::Duration::from_secs(casebook.config.limits.seconds)),
    }
}
