//! `theme.yaml`: for which versions of casebook a theme is made, and how documents are set where `casebook.yaml` says nothing.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::ThemeError;

/// How a theme wants documents set: `documents:` in `theme.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentStyle {
    /// `gongwen`, `school` or `compact`.
    #[serde(default)]
    pub layout: Option<Layout>,
    /// Families of faces by what they are for: `标题`, `正文`, `黑体`.
    #[serde(default)]
    pub fonts: BTreeMap<String, String>,
    /// Who stands above the signature.
    #[serde(default)]
    pub school: Option<String>,
    /// Whether documents get a seal.
    #[serde(default)]
    pub seal: Option<bool>,
}

/// A layout that a theme may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Layout {
    /// After GB/T 9704.
    Gongwen,
    /// A school's own.
    School,
    /// Record tables.
    Compact,
}

impl Layout {
    /// Its canonical key.
    pub fn key(self) -> &'static str {
        match self {
            Layout::Gongwen => "gongwen",
            Layout::School => "school",
            Layout::Compact => "compact",
        }
    }
}

/// Reads how a theme wants documents set.
pub(super) fn documents(text: &str) -> Result<DocumentStyle, ThemeError> {
    let manifest: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| ThemeError(format!("theme.yaml：{error}")))?;
    match manifest.get("documents") {
        Some(value) => {
            serde_yaml::from_value(value.clone()).map_err(|error| ThemeError(format!("theme.yaml：documents：{error}")))
        }
        None => Ok(DocumentStyle::default()),
    }
}

/// Checks that a theme's `theme.yaml` allows this version. A range that is not given is open.
pub(super) fn check(text: &str) -> Result<(), ThemeError> {
    allows(text, env!("CARGO_PKG_VERSION"))
}

fn allows(text: &str, version: &str) -> Result<(), ThemeError> {
    let manifest: serde_yaml::Value = serde_yaml::from_str(text).map_err(|error| ThemeError(format!("theme.yaml：{error}")))?;
    let bound = |key: &str| -> Result<Option<(String, Version)>, ThemeError> {
        let Some(value) = manifest.get(key) else { return Ok(None) };
        let text = value.as_str().map(str::to_owned).or_else(|| value.as_f64().map(|it| it.to_string()));
        let text = text.unwrap_or_default();
        match read(&text) {
            Some(version) => Ok(Some((text, version))),
            None => Err(ThemeError(format!("theme.yaml 里的 {key} 要写版本号，如 0.1.0"))),
        }
    };
    let Some(present) = read(version) else { return Ok(()) };
    if let Some((from, first)) = bound("from")?
        && present < first
    {
        return Err(ThemeError(format!("它需要 casebook {from} 或更新的版本，现在是 {version}")));
    }
    if let Some((before, end)) = bound("before")?
        && present >= end
    {
        return Err(ThemeError(format!("它只用于 casebook {before} 以前的版本，现在是 {version}")));
    }
    Ok(())
}

type Version = [u32; 3];

/// `1`, `1.2` or `1.2.3`; what is left out is 0.
fn read(text: &str) -> Option<Version> {
    let mut version = [0; 3];
    let parts: Vec<&str> = text.trim().split('.').collect();
    if parts.len() > version.len() {
        return None;
    }
    for (slot, part) in version.iter_mut().zip(&parts) {
        *slot = part.parse().ok()?;
    }
    Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_set_as_it_says() {
        let style =
            documents("documents: {layout: school, fonts: {标题: 方正小标宋简体}, school: 晴川实验小学, seal: true}").unwrap();
        assert_eq!(
            (style.layout, style.seal, style.school.as_deref()),
            (Some(Layout::School), Some(true), Some("晴川实验小学"))
        );
        assert_eq!(style.fonts["标题"], "方正小标宋简体");
        assert_eq!(documents("from: 0.1.0"), Ok(DocumentStyle::default()));
        for text in ["documents: {layout: a4}", "documents: {font: x}", "documents: {seal: perhaps}"] {
            assert!(documents(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ranges_hold_and_refuse() {
        for text in ["", "name: x", "from: 0.1.0", "from: 0.1", "from: 0.1.0\nbefore: 1.0.0", "before: 0.2"] {
            assert_eq!(allows(text, "0.1.0"), Ok(()), "{text}");
        }
        for text in ["from: 0.2", "before: 0.1.0", "from: new", "from: 1.2.3.4", "a: ["] {
            assert!(allows(text, "0.1.0").is_err(), "{text}");
        }
    }
}
