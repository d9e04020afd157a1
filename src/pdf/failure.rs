//! Typst's errors as findings.

use typst::WorldExt;
use typst::diag::SourceDiagnostic;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::site::Document;

use super::theme::unusable;
use super::world::World;

/// What stopped a document: an error in a file that a user wrote is the theme's, told once for all documents; any other is
/// this program's.
pub(super) fn of(document: &Document, world: &World, errors: &[SourceDiagnostic]) -> Diagnostics {
    errors.iter().map(|error| one(document, world, error)).collect::<Diagnostics>().sorted()
}

fn one(document: &Document, world: &World, error: &SourceDiagnostic) -> Diagnostic {
    let hints = error.hints.iter().map(|it| format!("; {}", it.v)).collect::<String>();
    let message = format!("{}{hints}", error.message);
    let own = std::iter::once((error.span.id(), world.range(error.span)));
    let traced = error.trace.iter().map(|it| (it.span.id(), world.range(it.span)));
    for (id, range) in own.chain(traced) {
        let (Some(id), Some(range)) = (id, range) else { continue };
        let name = id.get().vpath().get_without_slash();
        if let Some(source) = world.theme().source(id).filter(|_| world.theme().is_replaced(name)) {
            return unusable(name, source.text(), range.start, &message);
        }
    }
    let place = error.span.id().map(|id| id.get().vpath().get_without_slash().to_owned()).unwrap_or_default();
    fault(document, format!("{place} {message}").trim())
}

/// A fault of this program while a document was set.
pub(super) fn fault(document: &Document, reason: &str) -> Diagnostic {
    Diagnostic::at_path(Code::DocumentFailed, document.pdf.as_str())
        .arg("title", &document.title)
        .arg("reason", reason)
        .arg("mend", "其他文稿不受影响；请把这条信息报告给开发者")
}
