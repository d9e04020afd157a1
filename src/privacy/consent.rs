//! Who may be in an edition: what guardians agreed to.

use crate::date::Date;
use crate::model::{Casebook, Student, image_path};
use crate::schema::Fields;
use crate::source::SitePath;

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

/// Whether guardians of a pupil agreed that an audience sees an image with the pupil on it, as of a day.
///
/// A consent names its purpose, its audience and its images; what it does not name it does not cover. A withdrawal ends what was
/// agreed until then, and so that it cannot be missed, one that names no audience or no images is of all of them. Who may not be
/// in an edition at all is on none of its images.
pub(crate) fn to_image(casebook: &Casebook, student: &Student, image: &SitePath, audience: Audience, day: Date) -> bool {
    let entry = casebook.roster.as_ref().and_then(|it| it.students.get(&student.code));
    let consents = entry.map(|it| it.fields.records("consent")).unwrap_or_default();
    let of_images: Vec<_> = consents.into_iter().filter(|it| it.choice("purpose") == Some("image")).collect();
    let named = |it: &Fields| it.texts("images").into_iter().filter_map(image_path).any(|path| path == *image);
    let concerns = |it: &&&Fields| {
        it.choice("audience").is_none_or(|it| it == audience.id()) && (named(it) || it.texts("images").is_empty())
    };
    let withdrawn = of_images.iter().filter(concerns).filter_map(|it| it.date("withdrawn")).filter(|it| *it <= day).max();
    let agreed = of_images.iter().any(|it| {
        named(it)
            && it.choice("audience") == Some(audience.id())
            && it.date("withdrawn").is_none_or(|from| from > day)
            && it.date("expires").is_none_or(|last| last >= day)
            && it.date("date").is_some_and(|given| given <= day && withdrawn.is_none_or(|from| given > from))
    });
    agreed && may_appear(casebook, student, audience, day)
}

/// Whether the pupil's own file keeps an audience out.
fn refused(student: &Student, audience: Audience) -> bool {
    super::projection::own_share(&student.fields, audience) == Some(crate::schema::Share::None)
}
