//! Values of measures, in the units that `casebook.yaml` gives them.

use std::borrow::Cow;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::schema::{NoteType, has_unit, in_unit};
use crate::syntax::{Entry, NodeKind};

/// Fields in the unit of the note's measure.
const FIELDS: [&str; 5] = ["value", "full_marks", "standard", "class_mean", "class_sd"];

/// Takes the measure's unit off its values: `16题/分` is 16 where 口算 is kept in 题/分. A value with another unit is reported and
/// left out, as a missing one.
pub(super) fn settle<'a>(
    config: &Config,
    row: &NoteType,
    entries: Cow<'a, [Entry]>,
    findings: &mut Diagnostics,
) -> Cow<'a, [Entry]> {
    let key_of = |entry: &Entry| row.fields.find(&entry.key.value).map(|it| it.key.clone());
    let named = entries.iter().find(|it| key_of(it).as_deref() == Some("measure"));
    let measure = named.and_then(|it| it.value.scalar()).and_then(|it| config.measures.get(it.trim()));
    let Some(unit) = measure.and_then(|it| it.unit.as_deref()) else { return entries };
    let unsettled = |entry: &Entry| {
        let text = entry.value.scalar().filter(|it| has_unit(it))?.to_owned();
        key_of(entry).filter(|it| FIELDS.contains(&&**it)).map(|_| text)
    };
    if !entries.iter().any(|it| unsettled(it).is_some()) {
        return entries;
    }
    let mut settled = entries.into_owned();
    for entry in &mut settled {
        let Some(text) = unsettled(entry) else { continue };
        entry.value.kind = match in_unit(&text, unit) {
            Some(number) => NodeKind::Scalar(number.to_string()),
            None => {
                let finding = Diagnostic::new(Code::WrongUnit, entry.value.span).arg("field", &entry.key.value);
                findings.push(finding.arg("value", text.trim()).arg("unit", unit));
                NodeKind::Null
            }
        };
    }
    Cow::Owned(settled)
}
