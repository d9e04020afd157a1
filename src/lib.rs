//! casebook compiles a folder of Markdown case notes into a static site and typeset PDFs.
//!
//! The program in the order of its steps, each a function from data to data:
//!
//! 1. [`source::load`] reads the content folder into a [`source::SourceTree`].
//! 2. [`syntax::parse`] turns each file into entries and blocks, every one with its place.
//! 3. [`model::resolve`] checks them by the types table of [`schema`] and links them into a [`model::Casebook`]. An error in the
//!    content stops here, after everything was checked.
//! 4. [`analysis::Analysis`] reckons the facts; [`privacy::project`] makes the [`privacy::View`] of one audience.
//! 5. [`site`] says what each page and document says; [`chart`] draws.
//! 6. [`pdf`] sets the documents, [`html`] writes the pages with a [`theme`], and each finished file leaves by an
//!    [`output::Door`].
//!
//! [`build`] below is that list in code. Nothing between `load` and the door reads a file, a clock or the environment, so the
//! same input gives the same bytes. Findings are [`diag::Diagnostic`]s, collected all along; only [`cli`] prints.

pub mod analysis;
pub mod chart;
pub mod cli;
pub mod config;
pub mod date;
pub mod diag;
pub mod html;
pub mod model;
pub mod output;
pub mod privacy;
pub mod schema;
pub mod site;
pub mod source;
pub mod syntax;
pub mod theme;

use diag::{Code, Diagnostic, Diagnostics};
use output::{Door, DoorError};
use privacy::{Audience, Withheld};

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
    /// Why a file could not leave, if one could not.
    pub door: Option<DoorError>,
    /// The audience for which nothing is made.
    pub withheld: Option<Withheld>,
}

impl Outcome {
    /// Whether everything was made.
    pub fn is_sound(&self) -> bool {
        !self.findings.has_errors() && self.door.is_none() && self.withheld.is_none()
    }
}

/// Reads a casebook as far as its meaning: every finding of the content, and the casebook, if its settings are usable. With
/// errors among the findings it is good for listing, not for building.
pub fn read(tree: &source::SourceTree) -> (Option<model::Casebook>, Diagnostics) {
    let (files, mut findings) = syntax::parse(tree);
    let casebook = model::resolve(tree, files, &mut findings);
    (casebook, findings)
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

/// Builds a casebook: what is made goes to the door, what is wrong into the outcome.
pub fn build(tree: &source::SourceTree, theme: &theme::Theme, options: &Options, door: &dyn Door) -> Outcome {
    let (casebook, mut findings) = read(tree);
    let casebook = match casebook {
        Some(casebook) if !findings.has_errors() => casebook,
        _ => return Outcome { findings: findings.sorted(), ..Outcome::default() },
    };
    let view = match privacy::project(&casebook, options.as_of, options.audience) {
        Ok(view) => view,
        Err(withheld) => return Outcome { findings: findings.sorted(), withheld: Some(withheld), ..Outcome::default() },
    };
    let documents = site::documents::documents(&view, &mut findings);
    let student = options.student.as_deref().map(|code| casebook.find_student(code));
    let wanted = |it: &site::Document| {
        let about = |student| it.scope.subject == analysis::Subject::Student(student);
        options.term.is_none_or(|term| it.scope.term == term) && student.is_none_or(|id| id.is_some_and(about))
    };
    let documents: Vec<_> = documents.into_iter().filter(wanted).collect();
    let mut outcome = Outcome { findings, ..Outcome::default() };
    let pdfs: Vec<Option<site::pages::PdfSize>> = vec![None; documents.len()];
    if options.site {
        let plan = site::pages::plan(tree, &view, &documents, &pdfs, &mut outcome.findings);
        outcome.pages = plan.pages.len();
        let written = html::render(&plan, theme, door);
        outcome.findings.extend(written.findings);
        outcome.door = written.door;
    }
    outcome.findings = outcome.findings.sorted();
    outcome
}

/// The finding for two files at one address; every other refusal of a door is the file system's and no finding.
pub(crate) fn door_finding(error: &DoorError) -> Option<Diagnostic> {
    match error {
        DoorError::Taken(path) | DoorError::BadPath(path) => {
            Some(Diagnostic::at_path(Code::SameAddress, path.clone()).arg("path", path))
        }
        DoorError::Io(..) => None,
    }
}
