//! Why a document was not set, as findings.

use std::time::Duration;

use typst::WorldExt;
use typst::diag::SourceDiagnostic;

use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::site::Document;

use super::meaning::meaning;
use super::theme::Theme;
use super::worker::Failure;
use super::world::World;

/// By what a document is known in findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// Where its PDF goes.
    pub(super) path: String,
    /// Its title.
    pub(super) title: String,
}

impl Name {
    pub(super) fn of(document: &Document) -> Self {
        Self { path: document.pdf.as_str().to_owned(), title: document.title.clone() }
    }
}

/// What stopped a document: an error in a file that a user wrote is the theme's, told once for all documents; any other is
/// this program's.
pub(super) fn of(name: &Name, world: &World, errors: &[SourceDiagnostic]) -> Diagnostics {
    errors.iter().map(|error| one(name, world, error)).collect::<Diagnostics>().sorted()
}

fn one(name: &Name, world: &World, error: &SourceDiagnostic) -> Diagnostic {
    let hints = error.hints.iter().map(|it| format!("; {}", it.v)).collect::<String>();
    let message = format!("{}{hints}", error.message);
    let own = std::iter::once((error.span.id(), world.range(error.span)));
    let traced = error.trace.iter().map(|it| (it.span.id(), world.range(it.span)));
    let in_theme = own.chain(traced).find_map(|(id, range)| world.theme().fault(id?, range?, &message));
    in_theme.unwrap_or_else(|| {
        let file = error.span.id().map(|id| id.get().vpath().get_without_slash().to_owned()).unwrap_or_default();
        match world.theme().own_sources().next() {
            Some(_) => clash(world.theme(), &file, &message),
            None => fault(name, format!("{file} {message}").trim()),
        }
    })
}

/// A built-in file fails that calls a user's own: the two do not fit.
fn clash(theme: &Theme, file: &str, message: &str) -> Diagnostic {
    let mut own = theme.own_sources();
    let place = own.next().filter(|_| own.next().is_none()).unwrap_or_else(|| theme.folder().to_owned());
    let told = format!("内置的 {file} 用不了这里的写法，{}", meaning(message));
    Diagnostic::at_path(Code::ThemeLayout, place).arg("meaning", told).arg("reason", format!("{file} {message}").trim())
}

/// What a document's thread could not tell itself.
pub(super) fn told(name: &Name, failure: Failure, patience: Duration, theme: &Theme) -> Diagnostic {
    match failure {
        Failure::Panicked(words) => fault(name, &words),
        Failure::TooLong => Diagnostic::at_path(Code::DocumentTooLong, name.path.as_str())
            .arg("title", &name.title)
            .arg("seconds", patience.as_secs_f64())
            .arg("files", theme.own_sources().collect::<Vec<_>>().join("、")),
        Failure::NotBegun(count) => Diagnostic::general(Code::DocumentsLeft).arg("count", count),
    }
}

/// A fault of this program while a document was set.
pub(super) fn fault(name: &Name, reason: &str) -> Diagnostic {
    Diagnostic::at_path(Code::DocumentFailed, name.path.as_str()).arg("title", &name.title).arg("reason", reason)
}
