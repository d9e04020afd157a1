//! Why a document was not set, and what Typst remarks about one that was, as findings.

use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};
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

/// What Typst remarks about a document that it did set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Remark {
    /// Which of a user's own files it is about, and where in it, in bytes; nothing where it is about none of them.
    pub(super) place: Option<(String, Range<usize>)>,
    /// Typst's words.
    pub(super) message: String,
}

/// What stopped a document: an error in a file that a user wrote is the theme's, told once for all documents; any other is
/// this program's.
pub(super) fn of(name: &Name, world: &World, errors: &[SourceDiagnostic]) -> Diagnostics {
    errors.iter().map(|error| one(name, world, error)).collect::<Diagnostics>().sorted()
}

fn one(name: &Name, world: &World, error: &SourceDiagnostic) -> Diagnostic {
    let hints = error.hints.iter().map(|it| format!("; {}", it.v)).collect::<String>();
    let message = format!("{}{hints}", error.message);
    let theme = world.theme();
    let in_theme = own_place(world, error).and_then(|(file, range)| theme.finding(Code::ThemeLayout, &file, range, &message));
    in_theme.unwrap_or_else(|| {
        let file = error.span.id().map(|id| id.get().vpath().get_without_slash().to_owned()).unwrap_or_default();
        match theme.own_sources().next() {
            Some(_) => {
                let told = format!("内置的 {file} 用不了这里的写法，{}", meaning(&message));
                somewhere(Code::ThemeLayout, theme, &told, format!("{file} {message}").trim())
            }
            None => fault(name, format!("{file} {message}").trim()),
        }
    })
}

/// Where in a user's own files a message belongs: where it arose, or a call that led there.
fn own_place(world: &World, it: &SourceDiagnostic) -> Option<(String, Range<usize>)> {
    let arose = std::iter::once((it.span.id(), world.range(it.span)));
    let hinted = it.hints.iter().map(|it| (it.span.id(), world.range(it.span)));
    let traced = it.trace.iter().map(|it| (it.span.id(), world.range(it.span)));
    arose.chain(hinted).chain(traced).find_map(|(id, range)| Some((world.theme().own_name(id?)?.to_owned(), range?)))
}

/// What Typst remarks, each where it belongs; where nothing of it belongs to a user's own files, its first words alone.
pub(super) fn remarks(world: &World, warnings: &[SourceDiagnostic]) -> Vec<Remark> {
    // What Typst tells besides differs from document to document, and the place is the same.
    let remark = |it: &SourceDiagnostic| Remark { place: own_place(world, it), message: it.message.to_string() };
    let mut remarks: Vec<Remark> = warnings.iter().map(remark).collect();
    match remarks.iter().any(|it| it.place.is_some()) {
        true => remarks.retain(|it| it.place.is_some()),
        false => remarks.truncate(1),
    }
    remarks
}

/// Remarks as findings of a user's theme; nothing where there is none.
pub(super) fn remarked(remarks: &[Remark], theme: &Theme) -> Diagnostics {
    let own = theme.own_sources().next().is_some();
    let finding = |Remark { place, message }: &Remark| {
        let placed = place.as_ref().and_then(|(file, at)| theme.finding(Code::ThemeRemark, file, at.clone(), message));
        placed.unwrap_or_else(|| somewhere(Code::ThemeRemark, theme, &meaning(message), message))
    };
    remarks.iter().filter(|_| own).map(finding).collect()
}

/// A finding that arises in a built-in file because of a user's own: at that one, or at their folder.
fn somewhere(code: Code, theme: &Theme, meaning: &str, reason: &str) -> Diagnostic {
    let mut own = theme.own_sources();
    let place = own.next().filter(|_| own.next().is_none()).unwrap_or_else(|| theme.folder().to_owned());
    Diagnostic::at_path(code, place).arg("meaning", meaning).arg("reason", reason)
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
