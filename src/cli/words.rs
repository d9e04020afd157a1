//! The words of the command line in both languages.

use crate::diag::Language;

/// Picks the words of a language.
pub(super) fn say(language: Language, chinese: &'static str, english: &'static str) -> &'static str {
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}
