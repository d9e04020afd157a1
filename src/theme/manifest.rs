//! `theme.yaml`: for which versions of casebook a theme is made, its colours, and how documents are set where `casebook.yaml`
//! says nothing.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_yaml::Value;

use super::Unreadable;
use super::palette::Scheme;

/// What a theme says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Manifest {
    pub(super) documents: DocumentStyle,
    /// Its colours, as they are written.
    pub(super) colors: Vec<WrittenColour>,
}

/// A colour as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenColour {
    pub(super) scheme: Scheme,
    pub(super) name: String,
    /// What stands behind the name, quotes and all.
    pub(super) value: String,
    /// Where the name stands, in bytes.
    pub(super) place: Range<usize>,
}

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

impl Manifest {
    /// Reads a `theme.yaml`, and checks that it allows this version of casebook. A range that is not given is open.
    pub(super) fn read(text: &str) -> Result<Self, Unreadable> {
        let manifest: Value = serde_yaml::from_str(text)?;
        allows(&manifest, env!("CARGO_PKG_VERSION"))?;
        let documents = match manifest.get("documents") {
            Some(value) => serde_yaml::from_value(value.clone())
                .map_err(|error| Unreadable { at: place(text, &["documents"]).start, reason: error.to_string() })?,
            None => DocumentStyle::default(),
        };
        Ok(Self { documents, colors: colors(&manifest, text)? })
    }
}

/// `colors:` by name, and those for dark ground below `dark` there.
fn colors(manifest: &Value, text: &str) -> Result<Vec<WrittenColour>, Unreadable> {
    let Some(value) = manifest.get("colors").filter(|it| !it.is_null()) else { return Ok(Vec::new()) };
    let faulty = |keys: &[&str]| Unreadable {
        at: place(text, keys).start,
        reason: "colors 要写成一行一个“名字: \"#rrggbb\"”，深色模式的写在 dark 下面".to_owned(),
    };
    let mut found = Vec::new();
    for (key, value) in value.as_mapping().ok_or_else(|| faulty(&["colors"]))? {
        let key = key.as_str().ok_or_else(|| faulty(&["colors"]))?;
        if key != "dark" {
            found.push(WrittenColour::at(Scheme::Light, key, text, place(text, &["colors", key])));
            continue;
        }
        for (name, _) in value.as_mapping().ok_or_else(|| faulty(&["colors", "dark"]))? {
            let name = name.as_str().ok_or_else(|| faulty(&["colors", "dark"]))?;
            found.push(WrittenColour::at(Scheme::Dark, name, text, place(text, &["colors", "dark", name])));
        }
    }
    Ok(found)
}

impl WrittenColour {
    /// The value is taken as it is written, for YAML takes an unquoted `#24507a` for a remark.
    fn at(scheme: Scheme, name: &str, text: &str, place: Range<usize>) -> Self {
        let behind = text.get(place.end..).unwrap_or_default().split_once(':').map_or("", |(_, it)| it);
        let value = behind.split(['\n', ',', '}']).next().unwrap_or_default().trim();
        Self { scheme, name: name.to_owned(), value: value.to_owned(), place }
    }

    /// What stands between quotes; nothing where there are none.
    pub(super) fn quoted(&self) -> Option<&str> {
        let quote = self.value.chars().next().filter(|it| ['"', '\''].contains(it))?;
        self.value.split(quote).nth(1)
    }
}

/// Where the last of these keys stands, each below the one before it.
fn place(text: &str, keys: &[&str]) -> Range<usize> {
    let mut found = 0..0;
    for key in keys {
        let is_key = |at: &usize| {
            let before = text[..*at].chars().next_back();
            let after = text[at + key.len()..].trim_start_matches(['"', '\'', ' ']);
            before.is_none_or(|it| it.is_whitespace() || ['{', ',', '"', '\''].contains(&it)) && after.starts_with(':')
        };
        let hits = text.match_indices(key).map(|(at, _)| at).filter(|at| *at >= found.end);
        if let Some(at) = hits.into_iter().find(is_key) {
            found = at..at + key.len();
        }
    }
    found
}

fn allows(manifest: &Value, version: &str) -> Result<(), String> {
    let bound = |key: &str| -> Result<Option<(String, Version)>, String> {
        let Some(value) = manifest.get(key) else { return Ok(None) };
        let text = value.as_str().map(str::to_owned).or_else(|| value.as_f64().map(|it| it.to_string()));
        let text = text.unwrap_or_default();
        match read(&text) {
            Some(version) => Ok(Some((text, version))),
            None => Err(format!("{key} 要写版本号，如 0.1.0")),
        }
    };
    let Some(present) = read(version) else { return Ok(()) };
    if let Some((from, first)) = bound("from")?
        && present < first
    {
        return Err(format!("它需要 casebook {from} 或更新的版本，现在是 {version}"));
    }
    if let Some((before, end)) = bound("before")?
        && present >= end
    {
        return Err(format!("它只用于 casebook {before} 以前的版本，现在是 {version}"));
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

    fn documents(text: &str) -> Result<DocumentStyle, Unreadable> {
        Manifest::read(text).map(|it| it.documents)
    }

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
        let allows = |text: &str| super::allows(&serde_yaml::from_str(text).unwrap(), "0.1.0");
        for text in ["", "name: x", "from: 0.1.0", "from: 0.1", "from: 0.1.0\nbefore: 1.0.0", "before: 0.2"] {
            assert_eq!(allows(text), Ok(()), "{text}");
        }
        for text in ["from: 0.2", "before: 0.1.0", "from: new", "from: 1.2.3.4"] {
            assert!(allows(text).is_err(), "{text}");
        }
        assert_eq!(Manifest::read("name: x\na: [").map_err(|it| it.at > 0), Err(true), "the place is known");
    }

    #[test]
    fn colours_are_taken_as_they_are_written_with_their_places() {
        let text = "name: dark\ncolors:\n  cloth: \"#123456\"  # ours\n  link: #abc\n  dark:\n    cloth: '#fff'\n";
        let colors = Manifest::read(text).unwrap().colors;
        let told: Vec<_> = colors.iter().map(|it| (it.scheme, &*it.name, it.quoted(), &text[it.place.clone()])).collect();
        let expected = [
            (Scheme::Light, "cloth", Some("#123456"), "cloth"),
            (Scheme::Light, "link", None, "link"),
            (Scheme::Dark, "cloth", Some("#fff"), "cloth"),
        ];
        assert_eq!(told, expected);
        assert_eq!(colors[1].value, "#abc");
        assert!(colors[0].place.start < colors[2].place.start);
        let flow = Manifest::read("colors: {ink: \"#000\", dark: {ink: \"#fff\"}}").unwrap().colors;
        assert_eq!(flow.iter().map(WrittenColour::quoted).collect::<Vec<_>>(), [Some("#000"), Some("#fff")]);
        for text in ["colors: red", "colors: [a]", "colors: {dark: x}", "colors: {1: x}"] {
            assert!(Manifest::read(text).is_err(), "{text}");
        }
    }
}
