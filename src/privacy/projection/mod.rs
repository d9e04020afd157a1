//! What one audience may know of a casebook, as a casebook of its own: what is not in it cannot be printed.
//!
//! The rule, from the types table: a note whose type is `none` for the audience is not there; of a `count` note there is only
//! what kind it was, when and of whom, so that it is counted and says nothing; of a `brief` note its open fields and the `brief`
//! line; of a `full` one its text too. A note's own `share` goes before its type's. A field is open when its class is within
//! the audience's clearance and so is every field around it; a field that nobody declared is not there, nor is the text of a
//! file in which no field holds it. Scores are not open to anybody; the level they amount to is reckoned here and stays.
//!
//! Every text that is left has passed the redactor. Names of files are replaced by kinds and numbers, codes by numbers in the
//! order of the aliases, so that no address and no order tells who is who. References to files, the roster, and the source
//! of anything are gone, and so are images but those to which all who are on them agreed (`images`). Pupils who may not appear ([`consent`](super::consent)) are gone with their notes, and are
//! [`ANOTHER`](super::hidden::ANOTHER) where others' notes name them.
//!
//! For research, days become the first day of their week (of their month outside of terms), classes and schools 某班 and 某校.
//! What remains of one child in a parent's edition is that child alone: classes, projects and surveys are not in it.

mod fields;
mod images;
mod notes;
mod records;
mod texts;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::analysis::Analysis;
use crate::date::Date;
use crate::model::{Aliases, Casebook, StudentCode, StudentId};
use crate::schema::{Data, Fields, Schema, Sensitivity, Share};
use crate::source::{FileId, SitePath};

use super::hidden::{ANOTHER, Hidden};
use super::redact::{Redactor, Tally};
use super::{Audience, consent};

use fields::Clearance;
use images::Images;

/// A casebook as one audience may know it.
#[derive(Debug)]
pub struct Projection {
    /// For whom.
    pub audience: Audience,
    /// What may be known.
    pub casebook: Casebook,
    /// The images in it: their names, and the files that they are.
    pub(super) images: Vec<(SitePath, FileId)>,
    /// The day as of which it holds.
    pub as_of: Date,
    /// What was replaced, and what was not sure.
    pub tally: Tally,
    /// How many pupils are left out for want of consent.
    pub excluded: u32,
}

/// Why there is no projection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProjectionError {
    /// Pupils, by code, who have no alias.
    NoAlias(Vec<String>),
}

/// The words of one edition on its way: what every part of the projection asks.
struct Edition<'a> {
    /// The whole casebook.
    whole: &'a Casebook,
    analysis: Analysis<'a>,
    audience: Audience,
    clearance: Clearance,
    redactor: Redactor,
    /// New numbers of the students who are shown, by old id.
    students: BTreeMap<StudentId, StudentId>,
    images: Images,
}

/// Projects a casebook for an audience; for parents, of one child.
///
/// # Errors
/// Where a pupil who would be shown has no alias.
pub(super) fn project(
    casebook: &Casebook,
    as_of: Option<Date>,
    audience: Audience,
    child: Option<StudentId>,
) -> Result<Projection, ProjectionError> {
    let analysis = Analysis::new(casebook, as_of);
    let day = analysis.as_of;
    let asked = |id: StudentId| audience != Audience::Parent || child == Some(id);
    let all: Vec<StudentId> = casebook.students().map(|(id, _)| id).filter(|id| asked(*id)).collect();
    let (mut shown, left_out): (Vec<StudentId>, Vec<StudentId>) =
        all.into_iter().partition(|id| consent::may_appear(casebook, casebook.student(*id), audience, day));
    let mut names: BTreeMap<StudentCode, String> = BTreeMap::new();
    let mut nameless = Vec::new();
    for student in shown.iter().map(|it| casebook.student(*it)) {
        match super::alias::of(casebook, student) {
            Some(alias) => drop(names.insert(student.code.clone(), alias.to_owned())),
            None => nameless.push(student.code.to_string()),
        }
    }
    if !nameless.is_empty() {
        return Err(ProjectionError::NoAlias(nameless));
    }
    // The order of codes would tell whose alias is whose.
    shown.sort_by_key(|id| names.get(&casebook.student(*id).code));
    let students = shown.iter().copied().zip((0..).map(StudentId)).collect();
    let redactor = Redactor::new(Hidden::of(casebook, audience, &names));
    let clearance = Clearance::of(audience, casebook);
    let images = Images::of(casebook, audience, day);
    let edition = Edition { whole: casebook, analysis, audience, clearance, redactor, students, images };
    let (projected, tally) = edition.casebook(&shown, &names);
    let images = edition.images.into_files();
    let excluded = left_out.len() as u32;
    Ok(Projection { audience, casebook: projected, images, as_of: day, tally, excluded })
}

impl Edition<'_> {
    fn casebook(&self, shown: &[StudentId], names: &BTreeMap<StudentCode, String>) -> (Casebook, Tally) {
        let mut tally = Tally::default();
        let whole = self.whole;
        let mut schema = Schema::clone(&whole.schema);
        for kind in &mut schema.types {
            self.own(&mut kind.label, &mut tally);
            // Who may not read values is not told in which weeks there was none.
            if kind.fields.find("value").is_some_and(|it| !self.clearance.opens(it)) {
                kind.fields = kind.fields.without("value");
            }
        }
        let width = shown.len().to_string().len();
        let mut students: Vec<_> = shown
            .iter()
            .zip(1..)
            .filter_map(|(id, number)| {
                let code = format!("{number:0width$}").parse().ok()?;
                let student = whole.student(*id);
                let alias = names.get(&student.code).map_or(ANOTHER, String::as_str);
                Some(self.student(student, code, alias, &mut tally))
            })
            .collect();
        let surveys = self.surveys(&mut tally);
        let projects = self.projects(&students, &mut tally);
        let classes = self.classes(&mut tally);
        let (notes, found) = self.notes(&schema);
        let notes: Vec<_> = notes.into_iter().map(Arc::new).collect();
        tally.add(found);
        crate::model::reread(&schema, &mut students, &notes);
        let mut by_student = vec![Vec::new(); students.len()];
        for (note, id) in notes.iter().zip(0..) {
            if let Some(own) = note.student.and_then(|it| by_student.get_mut(it.0 as usize)) {
                own.push(crate::model::NoteId(id));
            }
        }
        let summaries = self.summaries(&mut tally);
        let config = self.config(&mut tally);
        tally.doubts.sort();
        tally.doubts.dedup();
        let casebook = Casebook {
            schema: Arc::new(schema),
            config,
            students,
            notes,
            classes,
            surveys,
            projects,
            summaries,
            roster: None,
            aliases: Aliases::default(),
            assets: self.images.assets(),
            by_student,
        };
        (casebook, tally)
    }

    /// A text in words that may be read.
    fn said(&self, text: &str, tally: &mut Tally) -> String {
        self.redactor.text(text, tally).into_owned()
    }

    fn own(&self, text: &mut String, tally: &mut Tally) {
        if let std::borrow::Cow::Owned(new) = self.redactor.text(text, tally) {
            *text = new;
        }
    }

    /// A day as exactly as it may be known.
    fn day(&self, day: Date) -> Date {
        match self.audience {
            Audience::Teacher | Audience::Staff | Audience::Parent => day,
            Audience::Research => {
                let month = Date::new(day.year(), day.month() as i8, 1).unwrap_or(day);
                let term = self.whole.config.term_of(day);
                term.map_or(month, |term| day.plus_days(-i32::from(day.weekday())).max(term.span.from))
            }
        }
    }
}

/// What a note or file itself says of an audience.
pub(super) fn own_share(fields: &Fields, audience: Audience) -> Option<Share> {
    let Some(Data::Map(entries)) = fields.get("share").map(|it| &it.data) else { return None };
    let (_, value) = entries.iter().find(|(key, _)| &**key == audience.id())?;
    // What cannot be read shares nothing.
    Some(value.as_choice().and_then(Share::from_key).unwrap_or(Share::None))
}

/// The most closed class that an audience sees; a test compares it with `clearance` of the types table.
pub(super) fn clearance(audience: Audience) -> Sensitivity {
    match audience {
        Audience::Teacher => Sensitivity::Secret,
        Audience::Staff => Sensitivity::Staff,
        Audience::Parent | Audience::Research => Sensitivity::Public,
    }
}
