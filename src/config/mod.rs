//! `casebook.yaml`: what holds for the whole casebook.

mod base_url;
mod limits;
mod read;

use std::collections::BTreeMap;

use crate::date::{Date, Term, TermId};
use crate::schema::{Fields, Key, StandardRow};
use crate::source::{Limits, Span};

pub use base_url::BaseUrl;

/// The settings of a casebook.
#[derive(Debug, Clone)]
pub struct Config {
    /// Its title.
    pub title: String,
    /// The school, where it is named.
    pub school: Option<String>,
    /// In which it is told: that of pages while these are made, Chinese while documents are.
    pub language: crate::diag::Language,
    /// In which it is set down, and its pages are: `zh` or `en`.
    pub written: crate::diag::Language,
    /// The theme's name; `default` where none is named.
    pub theme: String,
    /// Where the site is to be found, where it is to be on a server.
    pub base_url: Option<BaseUrl>,
    /// Terms in order of time.
    pub terms: Vec<Term>,
    /// Measures by name.
    pub measures: BTreeMap<String, Measure>,
    /// Score levels: the casebook's, else the table's.
    pub standards: Vec<StandardRow>,
    /// What counts as done with, declared beforehand.
    pub exit_criterion: Option<String>,
    /// When it was declared.
    pub exit_declared: Option<Date>,
    /// Words that are printed instead of the table's: name in any spelling → word.
    pub labels: BTreeMap<String, String>,
    /// What may be read at most.
    pub limits: Limits,
    /// Layout, fonts and signature of documents.
    pub documents: DocumentSettings,
    /// Everything as checked, for what has no field here.
    pub fields: Fields,
    /// The file.
    pub span: Span,
}

/// Something measured again and again.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// Its name.
    pub name: String,
    /// Unit of its values, where it has one.
    pub unit: Option<String>,
    /// Canonical key of its subject.
    pub subject: Option<Key>,
    /// Whether less is better.
    pub lower_is_better: bool,
    /// Least possible value.
    pub min: Option<f64>,
    /// Greatest possible value.
    pub max: Option<f64>,
    /// Reliability of the instrument, without which no reliable change is reckoned.
    pub reliability: Option<f64>,
}

/// How documents are set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DocumentSettings {
    /// Canonical key of the layout: `gongwen`, `school` or `compact`.
    pub layout: Option<Key>,
    /// Whose name stands below.
    pub signature: Option<String>,
    /// Families of faces by what they are for, as written: `标题`, `正文`, `黑体`.
    pub fonts: BTreeMap<String, String>,
    /// Who stands above the signature, where the school is to be named there.
    pub school: Option<String>,
    /// Whether documents get a seal.
    pub seal: Option<bool>,
}

impl DocumentSettings {
    /// These settings, and where one is not given, that of a theme.
    pub fn over(self, theme: DocumentSettings) -> Self {
        let mut fonts = theme.fonts;
        fonts.extend(self.fonts);
        Self {
            layout: self.layout.or(theme.layout),
            signature: self.signature.or(theme.signature),
            fonts,
            school: self.school.or(theme.school),
            seal: self.seal.or(theme.seal),
        }
    }
}

impl Config {
    /// The term in which a day lies.
    pub fn term_of(&self, day: Date) -> Option<&Term> {
        self.terms.iter().find(|term| term.contains(day))
    }

    /// The term with this name.
    pub fn term(&self, id: TermId) -> Option<&Term> {
        self.terms.iter().find(|term| term.id == id)
    }

    /// The measure with this name; one that only notes name has no unit and higher values are better.
    pub fn measure(&self, name: &str) -> Measure {
        self.measures.get(name).cloned().unwrap_or_else(|| Measure {
            name: name.to_owned(),
            unit: None,
            subject: None,
            lower_is_better: false,
            min: None,
            max: None,
            reliability: None,
        })
    }
}
