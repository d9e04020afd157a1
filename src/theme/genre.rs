//! Outlines of documents: which sections a genre has, in which order, and what stands in each.
//!
//! A genre is a file `genres/<key>.yaml`, so that a school can change an outline without a line of Rust: leave a section out, move
//! or rename it, add a sentence of its own. What a `say:` names is composed by the program from the notes; tables, charts and
//! figures are those of the types table.

use serde::Deserialize;

use super::Unreadable;

/// The outline of a genre.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Genre {
    /// What one document of it is about.
    pub about: About,
    /// Whether a build makes one for each class, pupil or project without being asked; else only where somebody wrote one.
    #[serde(default)]
    pub composed: bool,
    /// Layout; that of `casebook.yaml` where none is given.
    #[serde(default)]
    pub layout: Option<String>,
    /// The title in parts, between which a long one may break. `{class}`, `{student}`, `{project}`, `{term}` and `{month}` are
    /// filled in.
    pub title: Vec<String>,
    /// A second line of the title, filled in the same way.
    #[serde(default)]
    pub subtitle: Option<String>,
    /// Name of the PDF without `.pdf`, filled in with keys and codes: `{class}-{term}-summary`.
    pub file: String,
    /// Keywords of the metadata.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// Whether headings are numbered 一、（一）1.（1）.
    #[serde(default = "yes")]
    pub numbered: bool,
    /// Note types without which none is made; one of them is enough. Without any, one is made wherever there are notes.
    #[serde(default)]
    pub needs: Vec<String>,
    /// Whether it ends with who signs and when.
    #[serde(default = "yes")]
    pub signed: bool,
    /// Of a project's documents: only while it is under way, or only once it is finished; at any time where it is not said.
    #[serde(default)]
    pub when: Option<When>,
    /// What stands on its cover; without a cover the title stands above the text.
    #[serde(default)]
    pub cover: Option<CoverOutline>,
    /// Whether a table of contents with page numbers stands before its first heading; in a compilation, before the documents.
    #[serde(default)]
    pub contents: bool,
    /// Genres whose documents about a class's pupils are named as its attachments.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// Of a compilation that the program begins, genres whose documents of the term it takes in, in this order.
    #[serde(default)]
    pub include: Vec<String>,
    /// What it says, in order.
    pub sections: Vec<Section>,
}

/// What one document of a genre is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A class in a term.
    Class,
    /// A pupil in a term.
    Student,
    /// A pupil in a month.
    StudentMonth,
    /// A project.
    Project,
    /// The whole casebook.
    Everybody,
}

/// When a project's documents are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// While it is under way.
    Open,
    /// Once it is finished.
    Finished,
}

/// What stands on a cover besides the title.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct CoverOutline {
    /// Lines below the title, filled in as the title is, and with `{school}`, `{level}`, `{members}`, `{author}` and `{date}`. One
    /// that would be filled in with nothing is left out.
    #[serde(default)]
    pub lines: Vec<String>,
    /// A line at the foot: `内部资料　请勿外传`.
    #[serde(default)]
    pub notice: Option<String>,
}

/// A section: a heading, what stands under it, and sections below it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its key in the types table's `sections`, by which the ledger names it.
    #[serde(default)]
    pub key: Option<String>,
    /// Heading; without one its parts follow what stands before.
    #[serde(default)]
    pub heading: Option<String>,
    /// What stands under the heading.
    #[serde(default)]
    pub parts: Vec<Part>,
    /// Sections one level below.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// A part of a section: exactly one of `say`, `text`, `table`, `chart`, `list`, `lines`, `signs`, `cut` and `signature`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// A passage that the program composes.
    #[serde(default)]
    pub say: Option<String>,
    /// A paragraph of the school's own, with live figures.
    #[serde(default)]
    pub text: Option<String>,
    /// A table by key or label.
    #[serde(default)]
    pub table: Option<String>,
    /// A chart by key or label.
    #[serde(default)]
    pub chart: Option<String>,
    /// A list of the program's: `references`.
    #[serde(default)]
    pub list: Option<String>,
    /// So many empty lines to write on.
    #[serde(default)]
    pub lines: Option<u8>,
    /// Labels, each with room to sign beside it.
    #[serde(default)]
    pub signs: Option<Vec<String>>,
    /// A line to cut along, with these words in it.
    #[serde(default)]
    pub cut: Option<String>,
    /// Who signs and when, in a document that goes on below: `signature: here`.
    #[serde(default)]
    pub signature: Option<Here>,
    /// Caption of a table or chart, with live figures; its label where none is given. An empty one leaves a table without
    /// caption and number, as in forms.
    #[serde(default)]
    pub caption: Option<String>,
    /// What stands below a table in place of its own note; empty for nothing.
    #[serde(default)]
    pub note: Option<String>,
    /// Of a table with more rows than this, only each pupil's first is shown.
    #[serde(default)]
    pub most: Option<String>,
    /// Of a table, only made where it has at least so many rows; one is enough where it is not said.
    #[serde(default)]
    pub least: Option<u8>,
    /// Of a table, only the rows whose first cell begins with one of these; all where none is given.
    #[serde(default)]
    pub rows: Vec<String>,
}

/// A place in the outline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Here {
    /// This one.
    Here,
}

fn yes() -> bool {
    true
}

impl Genre {
    /// Reads an outline.
    ///
    /// # Errors
    /// Says why it is none, and where as far as that is known.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let genre: Self = serde_yaml::from_str(text)?;
        let mut parts = Vec::new();
        collect(&genre.sections, &mut parts);
        let kinds = |it: &Part| {
            let named = [&it.say, &it.text, &it.table, &it.chart, &it.list, &it.cut].into_iter().flatten().count();
            named + usize::from(it.lines.is_some()) + usize::from(it.signs.is_some()) + usize::from(it.signature.is_some())
        };
        match parts.into_iter().find(|it| kinds(it) != 1) {
            Some(part) => {
                let named =
                    [&part.say, &part.text, &part.table, &part.chart, &part.list, &part.caption].into_iter().flatten().next();
                let named = named.map(|it| format!("（{it}）")).unwrap_or_default();
                let reason = "每一项写 say、text、table、chart、list、lines、signs、cut、signature 当中的一个，不多不少";
                Err(format!("{reason}{named}").into())
            }
            None => Ok(genre),
        }
    }

    /// Every part, in order.
    pub fn parts(&self) -> Vec<&Part> {
        let mut parts = Vec::new();
        collect(&self.sections, &mut parts);
        parts
    }
}

fn collect<'a>(sections: &'a [Section], parts: &mut Vec<&'a Part>) {
    for section in sections {
        parts.extend(&section.parts);
        collect(&section.sections, parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "about: class\ntitle: [a]\nfile: a\nsections:\n";

    #[test]
    fn an_outline_is_sections_and_parts() {
        let text = format!(
            "{HEAD}- key: basics\n  heading: 基本情况\n  parts: [{{say: basics}}]\n  sections: [{{parts: [{{table: goals, most: 12}}]}}]\n"
        );
        let genre = Genre::read(&text).expect("an outline");
        assert!(genre.signed && !genre.composed);
        let parts = genre.parts();
        assert_eq!(parts.len(), 2);
        assert_eq!((parts[1].table.as_deref(), parts[1].most.as_deref()), (Some("goals"), Some("12")));
    }

    #[test]
    fn forms_ask_for_room_to_write() {
        let parts = "- parts: [{lines: 3}, {signs: [家长签字, 日期]}, {cut: 沿此线剪下}, {signature: here}, {table: log, caption: ''}]\n";
        let genre = Genre::read(&format!("numbered: false\nneeds: [tutoring]\n{HEAD}{parts}")).expect("an outline");
        assert!(!genre.numbered);
        assert_eq!(genre.needs, ["tutoring"]);
        let parts = genre.parts();
        assert_eq!((parts[0].lines, parts[3].signature), (Some(3), Some(Here::Here)));
        assert_eq!(parts[4].caption.as_deref(), Some(""), "a table of a form has none");
        assert!(Genre::read(&format!("{HEAD}- parts: [{{lines: 3, cut: a}}]\n")).is_err());
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let fault = |rest: &str| Genre::read(&format!("{HEAD}{rest}")).expect_err("a fault");
        assert!(fault("- heding: x\n").at >= HEAD.len(), "{:?}", fault("- heding: x\n"));
        assert!(fault("- parts: [{say: a, table: b}]\n").reason.contains("（a）"));
        assert!(fault("- parts: [{}]\n").reason.contains("不多不少"));
    }
}
