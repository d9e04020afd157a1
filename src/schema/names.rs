//! Names: canonical keys, and the form in which names are compared.

use std::sync::Arc;

/// A canonical English name of the table, such as `trust_stage`. Cheap to clone.
pub type Key = Arc<str>;

/// The form in which two names are compared: half-width, lower case, `-` and blanks as `_`, so that `Home-Visit`,
/// `home_visit` and `ｈｏｍｅ＿ｖｉｓｉｔ` are one.
pub fn normalize(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for it in name.trim().chars() {
        match it {
            '-' | ' ' | '\u{3000}' | '－' | '−' => normal.push('_'),
            '\u{FF01}'..='\u{FF5E}' => {
                normal.extend(char::from_u32(it as u32 - 0xFEE0).unwrap_or(it).to_lowercase());
            }
            it => normal.extend(it.to_lowercase()),
        }
    }
    normal
}

/// Whether a name is written in Chinese, so that a suggestion should be too.
pub(super) fn is_chinese(name: &str) -> bool {
    !name.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_one() {
        for name in ["home_visit", "Home-Visit", "ｈｏｍｅ＿ｖｉｓｉｔ", " home visit ", "home－visit"] {
            assert_eq!(normalize(name), "home_visit", "{name}");
        }
        assert_eq!(normalize("－2"), normalize("-2"));
        assert_eq!(normalize("（一）"), "(一)");
    }
}
