//! What a leak is to its reader: a finding.

use super::{Leak, What};
use crate::diag::{Code, Diagnostic};
use crate::privacy::roster::{Kind, Whose};

/// Which file, where in it, which kind of thing, whose; never the thing itself.
impl From<&Leak> for Diagnostic {
    fn from(leak: &Leak) -> Self {
        let code = match &leak.what {
            What::Item { whose, kind, .. } => leaked(*whose, *kind),
            What::UnknownPhone | What::UnknownId => Code::LeakedNumber,
            What::Location => Code::LeakedLocation,
            What::Unreadable => Code::UnreadableOutput,
        };
        let (what, what_en) = leak.what.words();
        let (form, form_en) = leak.what.form_words();
        let channels = |pick: fn((&'static str, &'static str)) -> &'static str, between: &str| {
            leak.trail.iter().map(|it| pick(it.words())).collect::<Vec<_>>().join(between)
        };
        Diagnostic::at_path(code, leak.path.clone())
            .arg("where", channels(|it| it.0, " › "))
            .arg("where_en", channels(|it| it.1, " › "))
            .arg("what", what)
            .arg("what_en", what_en)
            .arg("form", form)
            .arg("form_en", form_en)
            .arg("entry", leak.what.entry().map(|it| it.words().0).unwrap_or_default())
            .arg("entry_en", leak.what.entry().map(|it| it.words().1).unwrap_or_default())
    }
}

/// The kind of finding for an item of the roster.
fn leaked(whose: Whose, kind: Kind) -> Code {
    match kind {
        Kind::Name | Kind::NamePart | Kind::Nickname | Kind::OtherName | Kind::Title if whose == Whose::Pupil => {
            Code::LeakedPupil
        }
        Kind::Name | Kind::NamePart | Kind::Nickname | Kind::OtherName | Kind::Title => Code::LeakedAdult,
        Kind::Phone | Kind::IdNumber | Kind::StudentNumber | Kind::Contact => Code::LeakedNumber,
        Kind::Birth => Code::LeakedBirth,
        Kind::Address | Kind::School | Kind::Place => Code::LeakedPlace,
        Kind::Code => Code::LeakedCode,
    }
}
