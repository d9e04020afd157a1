//! A fault of this program, caught where it does the least harm and told as a finding.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::{Code, Diagnostic};
use crate::source::Span;

/// How many tasks are under way whose panics are caught.
static GUARDED: AtomicUsize = AtomicUsize::new(0);

/// What the latest panic said, and where in the program it arose.
static HEARD: Mutex<Option<(String, String)>> = Mutex::new(None);

/// So much of a panic's words is told.
const LONGEST: usize = 160;

/// Does a task. Everything it works on is left to it: what is caught here must not be looked at afterwards.
///
/// # Errors
/// What it panicked with.
pub fn guarded<T>(task: impl FnOnce() -> T) -> Result<T, Fault> {
    GUARDED.fetch_add(1, Ordering::Relaxed);
    let done = catch_unwind(AssertUnwindSafe(task));
    GUARDED.fetch_sub(1, Ordering::Relaxed);
    done.map_err(|panic| {
        let words = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
        let words = words.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panic".to_owned());
        let heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
        let place = heard.as_ref().filter(|(said, _)| *said == words).map(|(_, place)| place.clone());
        Fault { words: without_content(&words), place: place.unwrap_or_default() }
    })
}

/// To be called by a panic hook. Gives whether the panic will be told as a finding, and need not be printed as well.
pub fn heard(panic: &PanicHookInfo<'_>) -> bool {
    let place = panic.location().map(|it| format!("{}:{}", short(it.file()), it.line())).unwrap_or_default();
    let words = panic.payload_as_str().unwrap_or("panic").to_owned();
    *HEARD.lock().unwrap_or_else(PoisonError::into_inner) = Some((words, place));
    GUARDED.load(Ordering::Relaxed) > 0
}

/// What a task panicked with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    words: String,
    /// File and line of the program; empty where no panic hook heard it.
    place: String,
}

impl Fault {
    /// What went wrong and where, in the program's own words: for those who mend it.
    pub fn reason(&self) -> String {
        if self.place.is_empty() { self.words.clone() } else { format!("{} ({})", self.words, self.place) }
    }

    /// As a finding about a file of the casebook.
    pub fn in_file(&self, span: Span) -> Diagnostic {
        Diagnostic::new(Code::InternalError, span).arg("reason", self.reason())
    }

    /// As a finding about a file that was to be written.
    pub fn at_path(&self, path: impl Into<String>) -> Diagnostic {
        Diagnostic::at_path(Code::InternalError, path).arg("reason", self.reason())
    }

    /// As a finding about no file in particular.
    pub fn anywhere(&self) -> Diagnostic {
        Diagnostic::general(Code::InternalError).arg("reason", self.reason())
    }
}

/// A panic's words as far as they are the program's own: some quote what they stumbled over, and that may be a pupil's name.
fn without_content(words: &str) -> String {
    let quoted = ["\"", "'", ": `", "of `"].into_iter().filter_map(|it| words.find(it)).min();
    let foreign = words.find(|it: char| !it.is_ascii() || it.is_ascii_control());
    let end = quoted.into_iter().chain(foreign).chain([words.len(), LONGEST]).min().unwrap_or_default();
    let kept = words.get(..end).unwrap_or_default().trim_end();
    if end < words.len() { format!("{kept} …") } else { kept.to_owned() }
}

/// A source file's path without the folders of whoever compiled it.
fn short(file: &str) -> String {
    let parts: Vec<&str> = file.split(['/', '\\']).collect();
    parts[parts.len().saturating_sub(4)..].join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_panics_is_caught_and_told_without_the_content() {
        assert_eq!(guarded(|| 1), Ok(1));
        let reason = |task: fn()| guarded(task).expect_err("it panicked").reason();
        assert!(reason(|| panic!("out of {}", "luck")).starts_with("out of luck"));
        assert!(reason(|| panic!("no entry for 张三")).starts_with("no entry for …"));
        let quoted = reason(|| drop("Zhang San 张三".get(..11).map(str::to_owned).ok_or("Zhang San").expect("a whole name")));
        assert!(quoted.starts_with("a whole name") && !quoted.contains("Zhang"), "{quoted}");
        let cut = reason(|| drop("张三"["一".len() - 1..].to_owned()));
        assert!(cut.contains("char boundary") && !cut.contains('张'), "{cut}");
    }

    #[test]
    fn a_place_in_the_program_is_told_in_short() {
        assert_eq!(short("/home/x/.cargo/registry/src/index/tera-2.4.1/src/vm.rs"), "index/tera-2.4.1/src/vm.rs");
        assert_eq!(short("src/lint/mod.rs"), "src/lint/mod.rs");
    }
}
