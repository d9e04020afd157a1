//! Links, images and figures in every text: those that lead nowhere are reported where they are written.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::analysis::{Scope, Subject};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::ProjectId;
use crate::site::{HeadingIds, HeadingNames, Numbering, live};
use crate::source::{FileId, SitePath, Span, Target};
use crate::syntax::{Block, Inline, Prose};

use super::links::Lost;
use super::plan::Plan;

/// Files that are images, but of kinds that browsers do not show, by how their names end.
const OTHER_KINDS: [(&str, &str); 6] =
    [("heic", "HEIC"), ("heif", "HEIC"), ("avif", "AVIF"), ("bmp", "BMP"), ("tif", "TIFF"), ("tiff", "TIFF")];

/// Reports what leads nowhere in every text, and gathers the images that are used, with the places where they are.
pub(super) fn check(plan: &mut Plan<'_>, findings: &mut Diagnostics) {
    let casebook = plan.view.casebook;
    let notes = casebook.notes.par_iter().filter(|it| it.is_file() && it.body.points()).map(|note| {
        let scope = note.student.map(Subject::Student).or(note.class.map(Subject::Class));
        let term = note.term.or_else(|| casebook.current_term(plan.view.analysis.as_of).map(|it| it.id));
        let scope = term.map(|term| Scope { subject: scope.unwrap_or(Subject::Everybody), term });
        Walk::over(plan, &note.origin.path, &note.body, scope)
    });
    let mut walks: Vec<Walk> = notes.filter(|it| !it.is_empty()).collect();
    for (id, student) in casebook.students() {
        walks.push(Walk::over(plan, &student.path, &student.body, plan.scope_of(id)));
    }
    for (id, class) in casebook.classes() {
        if let Some(path) = &class.path {
            walks.push(Walk::over(plan, path, &class.body, plan.class_scope(Some(id))));
        }
    }
    for survey in &casebook.surveys {
        walks.push(Walk::over(plan, &survey.path, &survey.body, plan.survey_scope(survey)));
    }
    for (project, id) in casebook.projects.iter().zip((0..).map(ProjectId)) {
        walks.push(Walk::over(plan, &project.path, &project.body, plan.project_scope(id)));
    }
    for summary in &casebook.summaries {
        // Its figures are checked where its document is composed.
        walks.push(Walk::over(plan, &summary.path, &summary.body, None));
    }
    let mut images: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    for walk in walks {
        walk.images.iter().for_each(|(file, span)| images.entry(*file).or_default().push(*span));
        findings.extend(walk.findings);
    }
    plan.images = images;
}

/// What was found in one text.
struct Walk<'a> {
    plan: &'a Plan<'a>,
    path: &'a SitePath,
    prose: &'a Prose,
    findings: Diagnostics,
    images: Vec<(FileId, Span)>,
    live: bool,
}

impl<'a> Walk<'a> {
    fn over(plan: &'a Plan<'a>, path: &'a SitePath, prose: &'a Prose, scope: Option<Scope>) -> Self {
        let mut walk = Self { plan, path, prose, findings: Diagnostics::new(), images: Vec::new(), live: false };
        walk.blocks(&prose.blocks);
        for footnote in &prose.footnotes {
            walk.blocks(&footnote.blocks);
        }
        if let (true, Some(scope)) = (walk.live, scope) {
            live::pieces(plan.view, prose, scope, &mut Numbering::default(), &mut walk.findings);
        }
        walk
    }

    fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.images.is_empty()
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) | Block::Heading { content, .. } => self.inlines(content),
                Block::Quote(blocks) => self.blocks(blocks),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(&item.blocks)),
                Block::Table { head, rows, .. } => {
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| self.inlines(cell));
                }
                Block::Live { .. } => self.live = true,
                Block::Code { .. } | Block::Rule | Block::Html(_) => {}
            }
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            match inline {
                Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) => self.inlines(inner),
                Inline::Link { target, content, span } => {
                    self.findings.extend(self.link(target, *span));
                    self.inlines(content);
                }
                Inline::Image { target, alt, span, .. } => self.image(target, alt, *span),
                Inline::Live { .. } => self.live = true,
                Inline::Text(_)
                | Inline::Code(_)
                | Inline::FootnoteRef(_)
                | Inline::SoftBreak
                | Inline::HardBreak
                | Inline::Html(_) => {}
            }
        }
    }

    /// What is to be said of a link, if anything is.
    fn link(&self, target: &str, span: Span) -> Option<Diagnostic> {
        let finding = |code| Diagnostic::new(code, span).arg("target", target);
        match Target::read(target) {
            Target::Elsewhere => None,
            Target::Refused => Some(finding(Code::ForbiddenLink)),
            Target::Here(place) => {
                let ids = HeadingIds::of(&self.prose.blocks, &self.prose.footnotes, HeadingNames::Words);
                let near = || nearest(&place, ids.known()).map(|it| format!("#{it}")).unwrap_or_default();
                ids.find(&place).is_none().then(|| finding(Code::BrokenAnchor).arg("nearest", near()))
            }
            // It names a record and was reported where names are looked up.
            Target::File(path, _) if path.starts_with("[[") => None,
            Target::File(path, place) => match self.plan.lead(self.path, &path, &place).err()? {
                Lost::Outside => Some(finding(Code::LinkOutside)),
                Lost::NoPage => {
                    let meant = self.nearest(&path).unwrap_or_default();
                    Some(finding(Code::BrokenLink).arg("nearest", meant))
                }
                Lost::NoPlace(_) => {
                    let near = self.nearest_place(&path, &place);
                    Some(finding(Code::BrokenAnchor).arg("nearest", near.unwrap_or_default()))
                }
            },
        }
    }

    fn image(&mut self, target: &str, alt: &str, span: Span) {
        let finding = |code| Diagnostic::new(code, span).arg("target", target);
        let found = match Target::read(target) {
            Target::Elsewhere => finding(Code::ImageElsewhere),
            Target::Here(_) | Target::Refused => finding(Code::ImageMissing).arg("nearest", ""),
            Target::File(path, _) if self.path.leaves(&path) => finding(Code::LinkOutside),
            Target::File(path, _) => match self.plan.image_of(Some(self.path), target) {
                Some(file) => {
                    self.images.push((file, span));
                    if !alt.trim().is_empty() {
                        return;
                    }
                    finding(Code::ImageWithoutWords)
                }
                None => match other_kind(&path) {
                    Some(kind) => Diagnostic::new(Code::ImageKind, span).arg("file", &path).arg("kind", kind),
                    None => finding(Code::ImageMissing).arg("nearest", self.nearest_image(&path).unwrap_or_default()),
                },
            },
        };
        self.findings.push(found);
    }

    /// The target that was probably meant: a file of the same name elsewhere, or one of nearly the same name in the folder that
    /// the link leads to.
    fn nearest(&self, target: &str) -> Option<String> {
        let files = self.plan.tree.iter().map(|(_, it)| &it.path);
        self.nearest_of(target, files.filter(|it| self.plan.index.sources.contains_key(*it)).collect())
    }

    /// The same among images.
    fn nearest_image(&self, target: &str) -> Option<String> {
        self.nearest_of(target, self.plan.view.casebook.assets.keys().collect())
    }

    fn nearest_of(&self, target: &str, files: Vec<&SitePath>) -> Option<String> {
        let wanted = self.path.join(target)?;
        let beside: Vec<&SitePath> = files.iter().copied().filter(|it| it.parent() == wanted.parent()).collect();
        let near = nearest(wanted.file_name(), beside.iter().map(|it| it.file_name()));
        let found = beside.iter().find(|it| Some(it.file_name()) == near).copied();
        let mut named = files.into_iter().filter(|it| it.file_name() == wanted.file_name() && it.file_name() != "index.md");
        Some(self.path.to(found.or_else(|| named.next())?))
    }

    /// The place that was probably meant on a page that is there.
    fn nearest_place(&self, path: &str, place: &str) -> Option<String> {
        let (ids, _) = self.plan.ids_on(self.plan.page_at(&self.path.join(path)?)?)?;
        nearest(place, ids.known()).map(|it| format!("{path}#{it}"))
    }
}

/// The name of the kind of image that a file is, where browsers do not show it.
fn other_kind(path: &str) -> Option<&'static str> {
    let extension = path.rsplit_once('.')?.1.to_ascii_lowercase();
    OTHER_KINDS.iter().find(|(it, _)| *it == extension).map(|(_, kind)| *kind)
}
