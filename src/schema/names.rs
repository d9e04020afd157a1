//! Names: canonical keys, and the form in which names are compared.

use std::sync::Arc;

use crate::date::half_width;

/// A canonical English name of the table, such as `trust_stage`. Cheap to clone.
pub type Key = Arc<str>;

/// The form in which two names are compared: half-width, lower case, `-` and blanks as `_`, so that `Home-Visit`,
/// `home_visit` and `ｈｏｍｅ＿ｖｉｓｉｔ` are one.
pub fn normalize(name: &str) -> String {
    half_width(name.trim()).to_lowercase().replace(['-', ' '], "_")
}
