//! Who may be in an edition: what guardians agreed to.

use crate::date::Date;
use crate::model::{Casebook, Student};

use super::Audience;

/// Whether a pupil may be in what an audience reads, as of a day.
///
/// Research needs a consent of the register that was given, has not expired and was not withdrawn; without a roster there is
/// none. Colleagues may read of a pupil unless every consent to that was withdrawn or has expired. Parents read of their own
/// child. A pupil whose file shares nothing with an audience is in none of its editions.
pub(crate) fn may_appear(casebook: &Casebook, student: &Student, audience: Audience, day: Date) -> bool {
    let purpose = match audience {
        Audience::Teacher => return true,
        Audience::Parent => return !refused(student, audience),
        Audience::Staff => "staff_sharing",
        Audience::Research => "research",
    };
    if refused(student, audience) {
        return false;
    }
    let entry = casebook.roster.as_ref().and_then(|it| it.students.get(&student.code));
    let consents = entry.map(|it| it.fields.records("consent")).unwrap_or_default();
    let own: Vec<_> = consents.into_iter().filter(|it| it.choice("purpose") == Some(purpose)).collect();
    let valid = own.iter().any(|it| {
        let for_others = it.choice("audience").is_some_and(|it| it != audience.id());
        !for_others
            && it.date("date").is_some_and(|given| given <= day)
            && it.date("expires").is_none_or(|last| last >= day)
            && it.date("withdrawn").is_none_or(|from| from > day)
    });
    valid || audience == Audience::Staff && own.is_empty()
}

/// Whether the pupil's own file keeps an audience out.
fn refused(student: &Student, audience: Audience) -> bool {
    super::projection::own_share(&student.fields, audience) == Some(crate::schema::Share::None)
}
