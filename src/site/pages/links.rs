//! Links and images in prose: where they lead on the site, and which lead nowhere.

use rayon::prelude::*;

use crate::analysis::{Scope, Subject};
use crate::diag::{Code, Diagnostic, Diagnostics, nearest};
use crate::model::ProjectId;
use crate::site::{Numbering, Route, live};
use crate::source::{Content, FileId, SitePath, Span};
use crate::syntax::{Block, Inline, Prose};

use super::plan::Plan;

const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Images that are passed on as they are. SVG may hold scripts and is not.
const IMAGES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "avif"];

impl Plan<'_> {
    /// The page that a link in a file leads to, and the place on it (with `#`), for a target without scheme.
    pub fn page_of(&self, from: &SitePath, target: &str) -> Option<(Route, String)> {
        let (path, fragment) = split(target);
        let path = from.join(&path)?;
        let route = self.index.sources.get(&path).or_else(|| {
            // A folder stands for the page of its `index.md`.
            self.index.sources.get(&SitePath::new(&format!("{path}/index.md"))?)
        })?;
        Some((route.clone(), fragment))
    }

    /// The address of an image that a text in a file shows.
    pub fn image_of(&self, from: &SitePath, target: &str) -> Option<Route> {
        let path = from.join(&split(target).0)?;
        let file = self.view.casebook.assets.get(&path)?.file;
        self.image_route(&path, file)
    }

    fn image_route(&self, path: &SitePath, file: FileId) -> Option<Route> {
        let extension = path.extension();
        let Content::Binary(bytes) = &self.tree.get(file)?.content else { return None };
        let hash = blake3::hash(bytes).to_hex();
        IMAGES.contains(&extension.as_str()).then(|| Route::new(&format!("assets/{}.{extension}", &hash.as_str()[..16])))
    }
}

/// Reports what leads nowhere in every text, and gathers the images that are used.
pub(super) fn check(plan: &mut Plan<'_>, findings: &mut Diagnostics) {
    let casebook = plan.view.casebook;
    let notes = casebook.notes.par_iter().filter(|it| it.is_file()).map(|note| {
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
    let images: Vec<_> = walks.iter().flat_map(|it| it.images.clone()).collect();
    for walk in walks {
        findings.extend(walk.findings);
    }
    plan.images.extend(images);
}

/// What was found in one text.
struct Walk<'a> {
    plan: &'a Plan<'a>,
    path: &'a SitePath,
    findings: Diagnostics,
    images: Vec<(Route, FileId)>,
    live: bool,
}

impl<'a> Walk<'a> {
    fn over(plan: &'a Plan<'a>, path: &'a SitePath, prose: &Prose, scope: Option<Scope>) -> Self {
        let mut walk = Self { plan, path, findings: Diagnostics::new(), images: Vec::new(), live: false };
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
                    self.link(target, *span);
                    self.inlines(content);
                }
                Inline::Image { target, span, .. } => self.image(target, *span),
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

    fn link(&mut self, target: &str, span: Span) {
        match kind(target) {
            Kind::Elsewhere | Kind::Here => {}
            Kind::Refused => self.findings.push(Diagnostic::new(Code::ForbiddenLink, span).arg("target", target)),
            Kind::File => {
                if self.plan.page_of(self.path, target).is_none() {
                    let meant = self.nearest(target).unwrap_or_default();
                    self.findings.push(Diagnostic::new(Code::BrokenLink, span).arg("target", target).arg("nearest", meant));
                }
            }
        }
    }

    fn image(&mut self, target: &str, span: Span) {
        let mend = match kind(target) {
            Kind::Elsewhere => "网上的图片不会载入：把图片存进 content 文件夹，再改成它的路径",
            Kind::Here | Kind::Refused => "改成 content 文件夹里图片的路径",
            Kind::File => {
                let path = self.path.join(&split(target).0);
                let asset = path.as_ref().and_then(|it| self.plan.view.casebook.assets.get(it));
                match (path, asset) {
                    (Some(path), Some(asset)) => match self.plan.image_route(&path, asset.file) {
                        Some(route) => return self.images.push((route, asset.file)),
                        None if path.extension() == "svg" => "SVG 图片里可能有脚本，另存为 PNG 再用",
                        None => "另存为 PNG 或 JPEG 再用",
                    },
                    _ => "没有这个文件；路径从这个文件所在的文件夹算起",
                }
            }
        };
        self.findings.push(Diagnostic::new(Code::ImageMissing, span).arg("target", target).arg("mend", mend));
    }

    /// The target that was probably meant: a file of the same name elsewhere, or one of nearly the same name in the folder that
    /// the link leads to.
    fn nearest(&self, target: &str) -> Option<String> {
        let wanted = self.path.join(&split(target).0)?;
        let files = || self.plan.tree.iter().map(|(_, file)| &file.path).filter(|it| self.plan.index.sources.contains_key(*it));
        let beside: Vec<&SitePath> = files().filter(|it| it.parent() == wanted.parent()).collect();
        let near = nearest(wanted.file_name(), beside.iter().map(|it| it.file_name()));
        let found = beside.iter().find(|it| Some(it.file_name()) == near).copied();
        let found =
            found.or_else(|| files().find(|it| it.file_name() == wanted.file_name() && it.file_name() != "index.md"))?;
        Some(Route::new(self.path.as_str()).to(&Route::new(found.as_str())))
    }
}

/// What a target is.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    /// An address with a scheme that is let through.
    Elsewhere,
    /// A place on the same page.
    Here,
    /// A file of the casebook.
    File,
    /// Anything else. The writers of pages and documents decide for themselves; this only says so beforehand.
    Refused,
}

fn kind(target: &str) -> Kind {
    let target = target.trim_matches(' ');
    let path = target.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if target.is_empty() || target.chars().any(char::is_control) || target.replace('\\', "/").starts_with("//") {
        Kind::Refused
    } else if target.starts_with('#') {
        Kind::Here
    } else {
        match path.split_once(':') {
            Some((scheme, _)) if SCHEMES.iter().any(|it| it.eq_ignore_ascii_case(scheme)) => Kind::Elsewhere,
            Some(_) => Kind::Refused,
            None => Kind::File,
        }
    }
}

/// A target's path, its escapes undone and without query, and its fragment with `#`.
fn split(target: &str) -> (String, String) {
    let target = target.trim_matches(' ');
    let (path, fragment) = match target.find('#') {
        Some(at) => target.split_at(at),
        None => (target, ""),
    };
    let path = path.split('?').next().unwrap_or_default();
    (unescape(path), fragment.to_owned())
}

/// Undoes `%E4%B8%80`; what is not UTF-8 afterwards stays as written.
fn unescape(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let pair = bytes.get(at + 1..at + 3).and_then(|it| std::str::from_utf8(it).ok());
        match pair.filter(|_| *byte == b'%').and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(value) => {
                out.push(value);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_told_apart() {
        assert_eq!(kind("https://a.cn"), Kind::Elsewhere);
        assert_eq!(kind("#家庭"), Kind::Here);
        assert_eq!(kind("../S02/index.md"), Kind::File);
        assert_eq!(kind("家访：经过.md"), Kind::File);
        for target in ["javascript:alert(1)", "", "//a.cn/x", "\\\\a\\b", "file:///etc/passwd", "a\tb"] {
            assert_eq!(kind(target), Kind::Refused, "{target:?}");
        }
    }

    #[test]
    fn paths_are_read_as_meant() {
        assert_eq!(split("a%20b.md#x"), ("a b.md".to_owned(), "#x".to_owned()));
        assert_eq!(split("%E8%B0%88.md?y").0, "谈.md");
        assert_eq!(split("100%.md").0, "100%.md");
        assert_eq!(split("%FF.md").0, "%FF.md");
    }
}
