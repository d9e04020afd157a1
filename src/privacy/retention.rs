//! How long a case is kept.

use crate::date::Date;
use crate::model::{Casebook, Student, StudentId};

/// A case and how long it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Whose.
    pub student: StudentId,
    /// The last day; `None` where neither the file nor the class tells.
    pub until: Option<Date>,
    /// Whether the file says so itself.
    pub written: bool,
}

/// Every case with the last day on which it is kept, in order of code: the day its file names, else the end of the school year
/// in which the pupil leaves school, and so many years more as the settings say, one where they say nothing.
pub fn retention(casebook: &Casebook) -> Vec<Kept> {
    let kept = |(student, it): (StudentId, &Student)| {
        let written = it.fields.date("retain_until");
        Kept { student, until: written.or_else(|| by_class(casebook, it)), written: written.is_some() }
    };
    casebook.students().map(kept).collect()
}

/// Primary school ends with grade 6, and its year on 31 August.
fn by_class(casebook: &Casebook, student: &Student) -> Option<Date> {
    let grade = i16::from(casebook.class(student.class?).grade?);
    let year = casebook.config.terms.last()?.id.start_year;
    let years = casebook.config.fields.record("privacy").and_then(|it| it.integer("retain_years")).unwrap_or(1);
    let leaves = year + 1 + (6 - grade).max(0);
    Date::new(leaves + i16::try_from(years).ok()?, 8, 31)
}
